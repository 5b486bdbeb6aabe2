using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Tests.Unit.Mapping.Mail;

/// <summary>Whole mails as common programs write them: tests/Fixtures/Mail/received-*.eml.</summary>
public class ReceivedFixtureTests
{
    [Fact]
    public void A_german_reply_from_outlook()
    {
        var mail = Read("outlook-reply-de");
        Assert.Equal("AW: [ILL HOME0000042/k7f3] Bestellung: Über die Grenzen", mail.Header("Subject"));
        Assert.Equal("Fernleihe - Universitätsbibliothek Nord", ReceivedAddress.Author(mail)!.DisplayName!.Value);
        Assert.Equal("ill+100042.1.k7f3q2abcd@home.example", ReceivedAddress.Recipients(mail)[0].Address);
        Assert.Equal(["100042.1.k7f3q2abcd@home.example"], MessageId.ListOf(mail.Header("In-Reply-To")).Select(id => id.Value));
        Assert.Equal(["ub-nord.example"], VouchedSender.Domains(mail, new AuthenticationTrust("mx.home.example")));
        Assert.Equal(LetterKind.Written, Kind(mail).Kind);
        var text = MailText.Of(mail);
        Assert.StartsWith(
            "Liebe Kolleginnen und Kollegen,\n\nleider ist der Band zurzeit ausgeliehen (bis 14.04.2026).\n", text.Text);
        Assert.Contains("\nGesendet: Montag, 2. März 2026 17:02\n", text.Text);
        Assert.Empty(text.Attachments);
    }

    [Fact]
    public void Its_html_says_the_same()
    {
        var html = Read("outlook-reply-de").Body.Parts[1];
        Assert.Equal(
            "Liebe Kolleginnen und Kollegen,\n\nleider ist der Band zurzeit ausgeliehen (bis 14.04.2026).\n\n"
            + "Mit freundlichen Grüßen\nErika Beispiel\n\nVon: Home Library <ill@home.example>\n",
            HtmlText.Of(html.Text!));
    }

    [Fact]
    public void A_french_reply_from_a_web_mailer()
    {
        var mail = Read("web-reply-fr");
        Assert.Equal("Re: [ILL HOME0000043/9x2k] Demande: La cité antique", mail.Header("Subject"));
        var text = MailText.Of(mail);
        Assert.Equal(
            "Bonjour,\n\nLe livre a été expédié aujourd’hui. Date de retour : 15/04/2026.\n\n"
            + "Le lun. 2 mars 2026 à 17:02, Home Library a écrit :\n> Merci de nous envoyer ce livre.\n",
            text.Text);
        var file = Assert.Single(text.Attachments);
        Assert.Equal(("application/pdf", "Bordereau d'envoi.pdf", 19), (file.Type, file.FileName, file.Content.Length));
        Assert.Contains(
            "<ill@home.example> a écrit :\n\n> Merci de nous envoyer ce livre.\n",
            HtmlText.Of(mail.Body.Parts[0].Parts[1].Text!));
    }

    [Fact]
    public void A_bounce_of_postfix()
    {
        var kind = Kind(Read("postfix-bounce"));
        Assert.Equal(LetterKind.DeliveryReport, kind.Kind);
        Assert.Equal(
            new DeliveryReport(
                DeliveryReportAction.Failed, "5.2.2", "ill@partner.example",
                "smtp; 552 5.2.2 <loans@partner.example> Quota exceeded"),
            kind.Report);
        Assert.Equal(
            ("100042.3.k7f3q2abcd@home.example", "100042.3", "[ILL HOME0000042/k7f3] Claim: Über die Grenzen"),
            (kind.About!.MessageId!.Value, kind.About.EnvelopeId, kind.About.Subject));
        Assert.Equal("ill+b.100042.3.k7f3q2abcd@home.example", ReceivedAddress.Recipients(Read("postfix-bounce"))[0].Address);
    }

    [Fact]
    public void An_absence_note()
    {
        var mail = Read("absence-note");
        Assert.Equal((LetterKind.AutomaticReply, false), (Kind(mail).Kind, Kind(mail).MayBeLetterOfSystem));
        Assert.Equal("Ich bin bis 16.03.2026 nicht im Büro – bitte wenden Sie sich an die Theke.\n", MailText.Of(mail).Text);
    }

    [Fact]
    public void A_letter_of_another_system()
    {
        var mail = Read("letter-of-another-system");
        Assert.Equal((LetterKind.Bulk, true), (Kind(mail).Kind, Kind(mail).MayBeLetterOfSystem));
        Assert.Equal(
            "Lender Reject\n\n03/03/2026\n\nRequest ID: 44444555\nTitle: A White House diary\nReason: At bindery\nNote:\n",
            MailText.Of(mail).Text);
    }

    [Fact]
    public void A_japanese_reply()
    {
        var mail = Read("plain-reply-japanese");
        Assert.Equal("Re: [ILL HOME0000044/ab12] お願い", mail.Header("Subject"));
        Assert.Equal("図書館", ReceivedAddress.Author(mail)!.DisplayName!.Value);
        Assert.Equal("図書館です。\nShipped today.\n", MailText.Of(mail).Text);
    }

    private static RecognisedKind Kind(ReceivedMail mail) => LetterKinds.Of(mail, OwnMail.None);

    private static ReceivedMail Read(string name) => MailCorpus.Read($"file received-{name}");
}

using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Tests.Unit.Mapping.Mail;

public class LetterKindTests
{
    private const string Person = "From: jane@east.example\nTo: ill+1.2.abc@home.example\nSubject: Re: your request\n";

    private static readonly OwnMail Own = new()
    {
        Wrote = id => id.Value.EndsWith("@home.example", StringComparison.Ordinal),
        IsOurs = mailbox => mailbox.Domain == "home.example",
        Marker = ("X-Gateway", "home-1"),
    };

    [Theory]
    [InlineData("", LetterKind.Written)]
    [InlineData("Auto-Submitted: no\n", LetterKind.Written)]
    [InlineData("Auto-Submitted: NO (by a person)\n", LetterKind.Written)]
    [InlineData("X-Auto-Response-Suppress: None\n", LetterKind.Written)]
    [InlineData("Precedence: first-class\n", LetterKind.Written)]
    [InlineData("Return-Path: <jane@east.example>\n", LetterKind.Written)]
    [InlineData("X-Autoreply: no\n", LetterKind.Written)]
    [InlineData("Auto-Submitted: auto-replied\n", LetterKind.AutomaticReply)]
    [InlineData("Auto-Submitted: Auto-Replied; owner-email=\"x@y.example\"\n", LetterKind.AutomaticReply)]
    [InlineData("Auto-Submitted: auto-replied (vacation)\n", LetterKind.AutomaticReply)]
    [InlineData("Auto-Submitted: auto-notified\n", LetterKind.AutomaticReply)]
    [InlineData("Auto-Submitted: auto-generated\n", LetterKind.AutomaticReply)]
    [InlineData("X-Autoreply: yes\n", LetterKind.AutomaticReply)]
    [InlineData("X-Autorespond: yes\n", LetterKind.AutomaticReply)]
    [InlineData("Precedence: auto_reply\n", LetterKind.AutomaticReply)]
    [InlineData("X-Auto-Response-Suppress: DR, OOF\n", LetterKind.AutomaticReply)]
    [InlineData("Return-Path: <>\n", LetterKind.AutomaticReply)]
    [InlineData("Return-Path: < >\n", LetterKind.AutomaticReply)]
    [InlineData("Precedence: bulk\n", LetterKind.Bulk)]
    [InlineData("Precedence: List\n", LetterKind.Bulk)]
    [InlineData("Precedence: junk\n", LetterKind.Bulk)]
    [InlineData("List-Id: <news.east.example>\n", LetterKind.Bulk)]
    [InlineData("List-Unsubscribe: <mailto:x@east.example>\n", LetterKind.Bulk)]
    [InlineData("Precedence: bulk\nAuto-Submitted: auto-replied\n", LetterKind.AutomaticReply)]
    [InlineData("X-Gateway: home-1\n", LetterKind.Loop)]
    [InlineData("X-Gateway: east-1\n", LetterKind.Written)]
    public void A_field_tells_the_kind(string field, LetterKind kind) => Assert.Equal(kind, KindOf(field + Person).Kind);

    [Theory]
    [InlineData("Automatic reply: [ILL HOME0000042/k7f3] Request", true)]
    [InlineData("Out of Office: back on Monday", true)]
    [InlineData("Abwesenheitsnotiz", true)]
    [InlineData("Automatische Antwort: Bestellung", true)]
    [InlineData("=?utf-8?q?R=C3=A9ponse_automatique_:_absence?=", true)]
    [InlineData("=?utf-8?q?R=C3=89PONSE_AUTOMATIQUE?=", true)]
    [InlineData("Autosvar: ferie", true)]
    [InlineData("=?utf-8?b?6Ieq5YuV6L+U5L+h?=", true)]
    [InlineData("Re: Automatic reply: Request", false)]
    [InlineData("Nicht im Haus vorhanden", false)]
    [InlineData("Request: Automatic reply systems, a history", false)]
    public void A_subject_tells_an_automatic_reply(string subject, bool isAutomatic) =>
        Assert.Equal(
            isAutomatic ? LetterKind.AutomaticReply : LetterKind.Written,
            KindOf($"From: jane@east.example\nSubject: {subject}\n").Kind);

    [Theory]
    [InlineData("Auto-Submitted: auto-generated\n", true)]
    [InlineData("X-Auto-Response-Suppress: All\n", true)]
    [InlineData("List-Unsubscribe: <mailto:x@east.example>\n", true)]
    [InlineData("Return-Path: <>\n", true)]
    [InlineData("Auto-Submitted: auto-replied\n", false)]
    [InlineData("X-Autoreply: yes\n", false)]
    public void A_letter_of_a_system_is_told_from_an_answer(string field, bool mayBe) =>
        Assert.Equal(mayBe, KindOf(field + Person).MayBeLetterOfSystem);

    [Theory]
    [InlineData(20, LetterKind.Written)]
    [InlineData(21, LetterKind.Loop)]
    public void More_than_20_servers_are_a_loop(int servers, LetterKind kind) =>
        Assert.Equal(kind, KindOf(string.Concat(Enumerable.Repeat("Received: from a by b; x\n", servers)) + Person).Kind);

    [Theory]
    [InlineData("From: ill@home.example\nMessage-ID: <1@home.example>\n", LetterKind.Loop)]
    [InlineData("From: ill@home.example\nMessage-ID: <1@east.example>\n", LetterKind.Written)]
    [InlineData("From: jane@east.example\nMessage-ID: <1@home.example>\n", LetterKind.Written)]
    public void A_letter_of_ours_that_comes_back_is_a_loop(string header, LetterKind kind) =>
        Assert.Equal(kind, KindOf(header).Kind);

    [Fact]
    public void A_bounce_tells_what_became_of_which_letter()
    {
        var kind = LetterKinds.Of(MailCorpus.Read("bounce"), Own);
        Assert.Equal(LetterKind.DeliveryReport, kind.Kind);
        Assert.Equal(
            new DeliveryReport(DeliveryReportAction.Failed, "5.1.1", "ill@partner.example", "smtp; 550 5.1.1 user unknown"),
            kind.Report);
        Assert.Equal("100042.3.k7f3q2@home.example", kind.About!.MessageId!.Value);
        Assert.Equal("100042.3", kind.About.EnvelopeId);
        Assert.Equal("[ILL HOME0000042/k7f3] Request", kind.About.Subject);
        Assert.Equal(
            "bounce+100042.3.k7f3q2@home.example", Assert.Single(ReceivedAddress.Recipients(MailCorpus.Read("bounce"))).Address);
    }

    [Fact]
    public void Of_several_recipients_the_worst_counts() =>
        Assert.Equal(
            new DeliveryReport(DeliveryReportAction.Failed, "5.2.2", "B.Smith@partner.example", ""),
            LetterKinds.Of(MailCorpus.Read("bounce of several"), Own).Report);

    [Theory]
    [InlineData("Action: failed\nStatus: 5.1.1\n", DeliveryReportAction.Failed, "5.1.1")]
    [InlineData("Action: FAILED (gone)\nStatus: 5.1.1 (no such user)\n", DeliveryReportAction.Failed, "5.1.1")]
    [InlineData("Action: delayed\nStatus: 4.4.7\n", DeliveryReportAction.Delayed, "4.4.7")]
    [InlineData("Action: delivered\nStatus: 2.1.5\n", DeliveryReportAction.Delivered, "2.1.5")]
    [InlineData("Action: relayed\nStatus: 2.0.0\n", DeliveryReportAction.Relayed, "2.0.0")]
    [InlineData("Action: expanded\n", DeliveryReportAction.Expanded, "")]
    [InlineData("Status: 4.2.2\n", DeliveryReportAction.Delayed, "4.2.2")]
    [InlineData("Action: strange\nStatus: 5.0.0\n", DeliveryReportAction.Failed, "5.0.0")]
    [InlineData("Action: failed\nStatus: 5.1\n", DeliveryReportAction.Failed, "")]
    [InlineData("Action: failed\nStatus: 9.1.1\n", DeliveryReportAction.Failed, "")]
    public void Actions_and_statuses_are_read(string fields, DeliveryReportAction action, string status)
    {
        var report = Bounce($"Final-Recipient: rfc822;x@partner.example\n{fields}").Report!;
        Assert.Equal((action, status, "x@partner.example"), (report.Action, report.Status, report.Recipient));
    }

    [Fact]
    public void A_report_without_a_recipient_is_only_an_automatic_mail() =>
        Assert.Equal(LetterKind.AutomaticReply, Bounce("X-Nothing: here\n").Kind);

    [Fact]
    public void A_bounce_with_a_whole_mail_tells_its_identifier()
    {
        string mail = "Return-Path: <>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nx\n"
            + "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: failed\nStatus: 5.1.1\n\n"
            + "--b\nContent-Type: message/rfc822\n\nMessage-ID: <7@home.example>\nSubject: =?utf-8?q?=C3=BC?=\n\nbody\n--b--\n";
        var about = LetterKinds.Of(MailCorpus.Read(MailCorpus.Octets(mail)), Own).About!;
        Assert.Equal(("7@home.example", null, "ü"), (about.MessageId!.Value, about.EnvelopeId, about.Subject));
    }

    [Fact]
    public void A_bounce_that_passes_our_own_server_is_no_loop()
    {
        var mail = MailCorpus.All["bounce"];
        byte[] ours = [.. "Message-ID: <x@home.example>\r\nX-Gateway: home-1\r\n"u8, .. mail];
        Assert.Equal(LetterKind.DeliveryReport, LetterKinds.Of(MailCorpus.Read(ours), Own).Kind);
    }

    [Fact]
    public void A_bounce_without_a_report_is_known_by_its_field()
    {
        var kind = KindOf("Return-Path: <>\nX-Failed-Recipients: ill@partner.example\nAuto-Submitted: auto-replied\n");
        Assert.Equal(LetterKind.DeliveryReport, kind.Kind);
        Assert.Equal("ill@partner.example", kind.Report!.Recipient);
    }

    [Theory]
    [InlineData("read report", LetterKind.ReadReport)]
    [InlineData("complaint", LetterKind.Complaint)]
    public void Other_reports_tell_their_letter(string name, LetterKind expected)
    {
        var kind = LetterKinds.Of(MailCorpus.Read(name), Own);
        Assert.Equal((expected, "100042.3.k7f3q2@home.example"), (kind.Kind, kind.About!.MessageId!.Value));
        Assert.Null(kind.Report);
    }

    [Fact]
    public void A_bounce_that_a_person_forwards_is_a_letter()
    {
        string inner = System.Text.Encoding.Latin1.GetString(MailCorpus.All["bounce"]);
        string mail = Person + "Content-Type: multipart/mixed; boundary=f\n\n--f\n\nWhat is this?\n--f\n"
            + "Content-Type: message/rfc822\n\n" + inner + "\n--f--\n";
        Assert.Equal(LetterKind.Written, LetterKinds.Of(MailCorpus.Read(MailCorpus.Octets(mail)), Own).Kind);
    }

    private static RecognisedKind Bounce(string fields) => LetterKinds.Of(
        MailCorpus.Read(MailCorpus.Octets(
            "Return-Path: <>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nx\n"
            + $"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n{fields}--b--\n")),
        Own);

    private static RecognisedKind KindOf(string header) =>
        LetterKinds.Of(MailCorpus.Read(MailCorpus.Octets(header + "\nx\n")), Own);
}

using ResourceSharing.Mapping.Letters;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.Letters;

public class ReplyTextTests
{
    private const string Answer = "Sorry, it is at the bindery.";

    [Theory]
    [InlineData("On Sat, 14 Mar 2026 at 09:26, Home Library <ill@home.example> wrote:")]
    [InlineData("On Sat, 14 Mar 2026 at 09:26, Home Library\n<ill@home.example> wrote:")]
    [InlineData("Am 14.03.2026 um 09:26 schrieb Home Library:")]
    [InlineData("Am Sa., 14. März 2026 um 09:26 Uhr schrieb Home Library <\nill@home.example>:")]
    [InlineData("Le sam. 14 mars 2026 à 09:26, Home Library <ill@home.example> a écrit :")]
    [InlineData("El sáb, 14 mar 2026 a las 9:26, Home Library (<ill@home.example>) escribió:")]
    [InlineData("Il giorno sab 14 mar 2026 alle ore 09:26 Home Library <ill@home.example> ha scritto:")]
    [InlineData("Op za 14 mrt 2026 om 09:26 schreef Home Library <ill@home.example>:")]
    [InlineData("Den lør. 14. mar. 2026 kl. 09.26 skrev Home Library <ill@home.example>:")]
    [InlineData("Home Library <ill@home.example> wrote on 14 March 2026:")]
    public void What_stands_under_an_attribution_is_a_quotation_with_marks_or_without(string attribution)
    {
        Assert.Equal(Answer, ReplyText.Read($"{Answer}\n\n{attribution}\n> Please supply.\n>> The item\n"));
        Assert.Equal(Answer, ReplyText.Read($"{Answer}\n\n{attribution}\n\nPlease supply.\nThe item was shipped.\n"));
    }

    [Theory]
    [InlineData("-----Original Message-----\nFrom: Home Library")]
    [InlineData("-----Ursprüngliche Nachricht-----\nVon: Home Library")]
    [InlineData("-------- Message d'origine --------\nDe : Home Library")]
    [InlineData("---------- Forwarded message ---------")]
    [InlineData("________________________________\nVon: Home Library <ill@home.example>")]
    [InlineData("From: Home Library <ill@home.example>\nSent: Saturday, 14 March 2026\nTo: South Library\nSubject: Request")]
    [InlineData("Von: Home Library <ill@home.example>\nGesendet: Samstag, 14. März 2026\nAn: South Library\nBetreff: Request")]
    [InlineData("De : Home Library\nEnvoyé : samedi 14 mars 2026\nÀ : South Library\nObjet : Request")]
    [InlineData("Fra: Home Library\nSendt: 14. mars 2026\nTil: South Library\nEmne: Request")]
    [InlineData("*From:* Home Library\n*Sent:* Saturday\n*To:* South Library")]
    public void What_stands_under_the_header_of_a_mail_is_a_quotation(string header) =>
        Assert.Equal(Answer, ReplyText.Read($"{Answer}\n\n{header}\n\nThe item was shipped.\n"));

    [Fact]
    public void Answers_between_quoted_lines_stay()
    {
        const string text = "Am 14.03.2026 schrieb Home Library:\n> Do you have it?\nYes.\n> When can you send it?\nTomorrow.\n";
        Assert.Equal("Yes.\n\nTomorrow.", ReplyText.Read(text));
    }

    [Theory]
    [InlineData("-- \nAnna Sample\nWe lend worldwide, shipped within a day.")]
    [InlineData("--\nAnna Sample")]
    [InlineData("Sent from my phone")]
    [InlineData("Von meinem Telefon gesendet")]
    [InlineData("Envoyé de mon téléphone")]
    public void A_signature_is_not_what_the_writer_says(string signature) =>
        Assert.Equal(Answer, ReplyText.Read($"{Answer}\n\n{signature}\n"));

    [Fact]
    public void Words_that_only_look_like_an_attribution_or_a_header_stay()
    {
        const string text = "The reader wrote:\nplease renew\nFrom: 4 May\nRe: your loan\n- - -\nTo: nobody";
        Assert.Equal(text, ReplyText.Read(text));
    }

    [Fact]
    public void Lines_for_programs_are_told_apart_from_those_that_are_quoted()
    {
        const string own = "-- ILL-DATA v1\nfrom: RSG:EAST\nend: 1\n";
        string text = $"Hello\n\n{own}\n> -- ILL-DATA v1\n> from: RSG:HOME\n> end: 1\n"
            + "-----Original Message-----\n-- ILL-DATA v1\nfrom: RSG:SOUTH\nend: 1\n";
        var parts = ReplyText.Split(text);
        Assert.Equal("Hello", parts.Own);
        Assert.Equal(["RSG:EAST"], parts.Blocks.Select(block => block.Text("from")));
        Assert.Equal(["RSG:HOME", "RSG:SOUTH"], parts.QuotedBlocks.Select(block => block.Text("from")).Order());
    }

    [Fact]
    public void Nothing_but_a_quotation_says_nothing()
    {
        Assert.Equal("", ReplyText.Read("> a\n> b\n"));
        Assert.Equal("", ReplyText.Read(""));
        Assert.Equal("", ReplyText.Read("\r\n \r\n"));
    }

    [Fact]
    public void A_million_lines_are_read_to_the_limit_and_no_further()
    {
        string lines = string.Concat(Enumerable.Repeat("a\n", 1_000_000));
        Assert.Equal(LetterLimits.ReplyMaxLines * 2 - 1, ReplyText.Read(lines).Length);
        Assert.Equal(LetterLimits.ReplyMaxChars, ReplyText.Read(new string('a', 10_000_000)).Length);
        string headers = string.Concat(Enumerable.Repeat("From: a\n", 1_000_000));
        Assert.InRange(ReplyText.Read(headers).Length, 0, LetterLimits.ReplyMaxChars);
        string attributions = string.Concat(Enumerable.Repeat("On 1 May x\n", 1_000_000));
        Assert.InRange(ReplyText.Read(attributions).Length, 0, LetterLimits.ReplyMaxChars);
    }
}

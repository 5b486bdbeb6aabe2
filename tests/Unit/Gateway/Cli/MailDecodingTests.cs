using System.Text;
using ResourceSharing.Gateway.Cli;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Tests.Unit.Mapping.IsoIll;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Cli;

public class MailDecodingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_mail_is_explained_with_its_clues_and_what_it_would_do()
    {
        var explanation = MailDecoding.Explain(Fixture("person-reply"), Shipped(), Now);
        Assert.Null(explanation.Refusal);
        Assert.StartsWith("MAIL: a letter", explanation.Lines[0], StringComparison.Ordinal);
        string all = string.Join('\n', explanation.Lines);
        Assert.Contains("1. the tag of HOME0000042 in the subject", all, StringComparison.Ordinal);
        Assert.Contains("By phrase en/at-bindery:\n    ILL-ANSWER: not now, ask again: at bindery.", all, StringComparison.Ordinal);
        Assert.Contains("  Sorry, at bindery, please try again in 6 weeks.", all, StringComparison.Ordinal);
        Assert.Equal("email", (string?)explanation.Json["protocol"]);
        Assert.Equal("written", (string?)explanation.Json["kind"]);
        Assert.Equal("phrase en/at-bindery", (string?)explanation.Json["canonical"]!["statements"]![0]!["proposals"]![0]!["rule"]);
        Assert.Contains("-- ILL-DATA v1", (string?)explanation.Json["wire"]!["body"]!["text"], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_configuration_a_mail_is_explained_as_far_as_it_goes()
    {
        var explanation = MailDecoding.Explain(Fixture("subito-answer"), null, Now);
        Assert.Contains(explanation.Lines, line => line.Contains("By subito ANSWER", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Note: this is no mail\n\nhello\n")]
    [InlineData("x: y")]
    public void Text_that_is_no_mail_is_refused(string text)
    {
        var explanation = MailDecoding.Explain(Encoding.UTF8.GetBytes(text), null, Now);
        Assert.NotNull(explanation.Refusal);
        Assert.Equal(explanation.Refusal, (string?)explanation.Json["refusal"]);
    }

    [Fact]
    public void An_apdu_is_never_taken_for_a_mail()
    {
        foreach (string path in Directory.EnumerateFiles(Path.GetDirectoryName(IsoIllVectors.PathOf("06-cancel-full.hex"))!, "*.hex"))
            Assert.False(MailDecoding.LooksLikeMail(Convert.FromHexString(string.Concat(File.ReadAllText(path).Where(char.IsAsciiHexDigit)))), path);
        Assert.True(MailDecoding.LooksLikeMail("Date: x\r\n"u8));
        Assert.False(MailDecoding.LooksLikeMail("hello world\n"u8));
        Assert.False(MailDecoding.LooksLikeMail(default));
    }

    private static byte[] Fixture(string name) =>
        File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "Fixtures", "Dialects", name + ".eml"));

    private static ConfigurationSnapshot? Shipped() =>
        new ConfigurationLoader(Protocols.Vocabulary).Load(Path.Combine(Repository.Root, "config"), [], checkSecrets: false).Snapshot;
}

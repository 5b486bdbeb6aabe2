using System.Text;
using ResourceSharing.Mapping.Letters;
using ResourceSharing.Mapping.Mail;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.Letters;

/// <summary>Every shipped letter as it goes out, kept in tests/Fixtures/Letters with LF for CRLF. Set
/// UPDATE_GOLDEN=1 to write them anew, and read the difference.</summary>
public class GoldenLetterTests
{
    public static TheoryData<string> Names => [.. InventedRequests.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_letter_is_what_its_golden_file_says(string name)
    {
        string rendered = Text(InventedRequests.All[name]);
        string path = Path.Combine(ShippedLetters.FixtureFolder, name + ".eml");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, rendered);
        Assert.Equal(File.ReadAllText(path), rendered);
    }

    public static TheoryData<string, string> Translated => new(
        from language in new[] { "de", "fr" } from name in InventedRequests.All.Keys select (language, name));

    [Theory]
    [MemberData(nameof(Translated))]
    public void A_letter_in_another_language_is_what_its_golden_file_says(string language, string name)
    {
        var links = new LetterLinks(new Uri("https://ill.home.example"), 60);
        var written = Written(InventedRequests.All[name] with { Language = language, Links = links });
        Assert.Equal(language, written.Language);
        string rendered = $"Subject: {written.Mail.Subject.Value}\n\n{written.Mail.TextBody}\n{written.Mail.HtmlBody}";
        string path = Path.Combine(ShippedLetters.FixtureFolder, language, name + ".txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, rendered);
        }
        Assert.Equal(File.ReadAllText(path), rendered);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_letter_is_the_one_that_it_is_named_after(string name)
    {
        var written = Written(InventedRequests.All[name]);
        Assert.Equal(name.Split('.')[0], written.Code.ToString());
        Assert.Equal("en", written.Language);
    }

    [Fact]
    public void Every_letter_has_a_golden_file_and_every_golden_file_a_letter()
    {
        var codes = InventedRequests.All.Keys.Select(name => name.Split('.')[0]).Distinct();
        Assert.Equal(Enum.GetNames<LetterCode>().Order(), codes.Order());
        var files = Directory.EnumerateFiles(ShippedLetters.FixtureFolder, "*.eml");
        var names = files.Select(file => Path.GetFileNameWithoutExtension(file));
        Assert.Equal(InventedRequests.All.Keys.Order(), names.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_letter_of_plain_text_goes_out_as_it_is(string name)
    {
        string rendered = Text(InventedRequests.All[name]);
        string text = Written(InventedRequests.All[name]).Mail.TextBody!;
        Assert.Contains("\n\n" + text, rendered, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, LetterLimits.TextColumns));
        Assert.DoesNotContain("{{", rendered, StringComparison.Ordinal);
        Assert.DoesNotContain("\u0001", rendered, StringComparison.Ordinal);
    }

    internal static LetterResult.Written Written(LetterContext context, LetterSet? letters = null) =>
        Assert.IsType<LetterResult.Written>(LetterMapper.Map(context, letters ?? ShippedLetters.Set));

    internal static byte[] Octets(LetterContext context)
    {
        var mail = Written(context).Mail;
        bool rendered = MimeWriter.TryRender(mail, MailLimits.Default, out var octets, out var problem);
        Assert.True(rendered, problem?.Code);
        return octets!;
    }

    private static string Text(LetterContext context) =>
        Encoding.UTF8.GetString(Octets(context)).Replace("\r\n", "\n", StringComparison.Ordinal);
}

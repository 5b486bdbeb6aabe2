using ResourceSharing.Mapping.Mail;
using ResourceSharing.Tests.Unit.Mapping.Mail;
using Xunit;
using Xunit.Sdk;

namespace ResourceSharing.Tests.Interop.Mail;

public class PythonReadsOurMailTests
{
    [Fact]
    public async Task Python_understands_every_shape_as_it_was_meant()
    {
        var shapes = Shapes().ToList();
        Assert.InRange(shapes.Count, 40, 200);
        await CheckAsync(shapes);
    }

    [Fact]
    public async Task Python_understands_random_letters_as_they_were_meant()
    {
        var random = new Random(20260314);
        await CheckAsync(
            [.. Enumerable.Range(0, 300).Select(i => ($"random letter {i}", RandomLetters.Next(random)))]);
    }

    private static async Task CheckAsync(List<(string Name, MailMessage Message)> shapes)
    {
        var parsed = await PythonMail.ParseAsync([.. shapes.Select(s => Letters.Render(s.Message))]);
        Assert.Equal(shapes.Count, parsed.Count);
        for (int i = 0; i < shapes.Count; i++)
        {
            try
            {
                MailAssert.Same(shapes[i].Message, parsed[i]);
            }
            catch (XunitException e)
            {
                throw new XunitException(
                    $"{shapes[i].Name}\n{Letters.Head(Letters.Render(shapes[i].Message))}", e);
            }
        }
    }

    private static IEnumerable<(string Name, MailMessage Message)> Shapes()
    {
        foreach (var (name, message) in GoldenLetters.All)
            yield return (name, message);
        foreach (string subject in Subjects())
            yield return ($"subject {subject}", Letters.Plain(subject));
        foreach (string name in Names())
            yield return (
                $"name {name}", Letters.Plain() with { From = Letters.Box(name, "ill@home.example") });
        foreach (string address in Addresses())
            yield return ($"address {address}", Letters.Plain() with { To = [Letters.Box("Name", address)] });
        foreach (string text in Texts())
            yield return ($"text {text}", Letters.Plain(text: text) with { HtmlBody = $"<p>{text}</p>" });
        foreach (string name in FileNames())
        {
            byte[] content = [.. Enumerable.Range(0, name.Length * 7).Select(i => (byte)i)];
            yield return (
                $"file {name}",
                Letters.Plain() with { Attachments = [Letters.File(name, "image/png", content)] });
        }
        foreach (int size in new[] { 0, 1, 2, 3, 56, 57, 58, 113, 114, 115, 100_000 })
        {
            yield return ($"size {size}", Letters.Plain() with
            {
                HtmlBody = "<p>x</p>",
                Attachments = [Letters.File(
                    "a.bin", "application/octet-stream", new byte[size], inline: true)],
            });
        }
        yield return ("many recipients", Letters.Plain() with
        {
            To = [.. Enumerable.Range(0, 90).Select(
                i => Letters.Box($"Partner {i}, Ltd.", $"p{i}@east.example"))],
        });
        yield return ("long thread", Letters.Plain() with
        {
            References = [.. Enumerable.Range(0, 50).Select(
                i => Letters.Id($"{new string('r', i * 3)}{i}@home.example"))],
        });
        yield return ("only html", Letters.Plain(text: null) with { HtmlBody = "<p>ä</p>" });
    }

    private static IEnumerable<string> Subjects() =>
    [
        "", "x", "two  spaces", "a   b   c", "Größe", "=?utf-8?b?eA==?=", "x =?utf-8?q?y?= z", "=? ?=",
        new string('w', 300), string.Join(' ', Enumerable.Repeat("word", 190)),
        "ASCII then  ü after two spaces",
        string.Concat(Enumerable.Repeat("日本語", 60)), "😀 e\u0301 \u202bעברית\u202c", "trailing colon: a: b:",
        "a\u00a0b",
        new string('x', 61) + " " + new string(' ', 3) + "y", "[ILL 1/x] " + new string('é', 200),
    ];

    private static IEnumerable<string> Names() =>
    [
        "Plain Name", "J. Example", "Example, John", "\"quoted\"", "back\\slash", "a@b <c@d>", "(comment)",
        "Jürgen", "=?x?=",
        "two  spaces", new string('n', 200), "Département des prêts entre bibliothèques, service du soir",
        "图书馆", ";:,",
    ];

    private static IEnumerable<string> Addresses() =>
    [
        "a@b.example", "\"two words\"@b.example", "\"a\\\"b\"@b.example", "\"a@b\"@b.example",
        "\"a\\\\b\"@b.example",
        "\"a..b\"@b.example", "!#$%&'*+-/=?^_`{|}~@b.example", "\".\"@b.example", "ill@[127.0.0.1]",
    ];

    private static IEnumerable<string> Texts() =>
    [
        "one line", ".\n..\n.hidden\n", "From the library\nFrom it\n", "tab\tand trailing \nspace\t\n",
        "\n\n\n",
        "Grüße\n", "日本語\n", new string('a', 2000) + "\n", new string('ä', 2000) + "\n", "x\ry\r\nz\n",
        "=\n==\n=3D\n",
        "form\ffeed and nul \0 and \u2028 separator\n", "--=_boundary\n--=_boundary--\n", "ends without",
    ];

    private static IEnumerable<string> FileNames() =>
    [
        "a.pdf", "two words.pdf", "quote\".pdf", "per%cent'.pdf", "semi;colon.pdf", "Über.pdf",
        "=?utf-8?q?x?=.pdf",
        "two  spaces.pdf", string.Concat(Enumerable.Repeat("ü", 120)) + ".pdf", new string('l', 200) + ".pdf",
        "日本.pdf",
    ];
}

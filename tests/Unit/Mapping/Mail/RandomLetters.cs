using System.Globalization;
using System.Text;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Tests.Unit.Mapping.Mail;

/// <summary>Letters of random content: any code point, any length, any number of parts.</summary>
internal static class RandomLetters
{
    private static readonly string[] Words =
    [
        "ILL", "=?", "?=", "Größe", "東京", "😀", "a\"b", "c\\d", "From",
        ".", "..", "=", "x@y", "<z>", "(p)", ";", "'", "%41",
    ];

    internal static MailMessage Next(Random random) => new()
    {
        From = Letters.Box(HeaderString(random, 40), "ill@home.example"),
        Sender = random.Next(4) == 0 ? Letters.Box("gate@home.example") : null,
        ReplyTo = random.Next(2) == 0 ? [] : [Letters.Box(HeaderString(random, 10), "ill+1@home.example")],
        To = [.. Enumerable.Range(0, random.Next(1, 8)).Select(i =>
            Letters.Box(HeaderString(random, 30), $"r{i}@east.example"))],
        Subject = Letters.Text(HeaderString(random, 180)),
        Date = Letters.Day.AddSeconds(random.Next()).ToOffset(TimeSpan.FromMinutes(random.Next(-720, 721))),
        MessageId = Letters.Id($"{random.Next()}@home.example"),
        References = [.. Enumerable.Range(0, random.Next(6)).Select(
            i => Letters.Id($"r{i}.{random.Next()}@x.example"))],
        ExtraHeaders = random.Next(2) == 0 ? [] : [Letters.Header("X-Note", HeaderString(random, 100) + ".")],
        TextBody = random.Next(8) == 0 ? null : Body(random),
        HtmlBody = random.Next(2) == 0 ? null : $"<p>{Body(random)}</p>",
        Attachments = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => NextFile(random))],
    };

    internal static string HeaderString(Random random, int maxRunes)
    {
        string text = Runes(random, random.Next(maxRunes), spaces: true);
        return HeaderText.Clean(text).Value;
    }

    internal static string Body(Random random)
    {
        var text = new StringBuilder();
        int lines = random.Next(30);
        for (int i = 0; i < lines; i++)
        {
            string line = random.Next(3) switch
            {
                0 => Runes(random, random.Next(120), spaces: true),
                1 =>
                    string.Join(
                        ' ',
                        Enumerable.Range(0, random.Next(30)).Select(_ => Words[random.Next(Words.Length)])),
                _ => new string((char)random.Next(33, 127), random.Next(200)),
            };
            text.Append(line.Replace('\r', ' ').Replace('\n', ' ')).Append('\n');
        }
        return text.ToString();
    }

    private static MailAttachment NextFile(Random random)
    {
        byte[] content = new byte[random.Next(400)];
        random.NextBytes(content);
        string name = HeaderString(random, 40).Replace('/', '_').Replace('\\', '_');
        return Letters.File(
            name is "." or ".." ? "" : name, "application/octet-stream", content, random.Next(2) == 0);
    }

    private static string Runes(Random random, int count, bool spaces)
    {
        var text = new StringBuilder();
        while (count-- > 0)
        {
            int kind = random.Next(10);
            if (spaces && kind < 2)
                text.Append(' ');
            else if (kind < 6)
                text.Append((char)random.Next(33, 127));
            else if (kind < 7)
                text.Append(Words[random.Next(Words.Length)]);
            else
                text.Append(NextRune(random));
        }
        return text.ToString();
    }

    private static string NextRune(Random random)
    {
        while (true)
        {
            int code = random.Next(3) == 0 ? random.Next(0x10000, 0x110000) : random.Next(0x80, 0x10000);
            if (!Rune.IsValid(code))
                continue;
            var rune = new Rune(code);
            var category = Rune.GetUnicodeCategory(rune);
            if (category is not UnicodeCategory.OtherNotAssigned and not UnicodeCategory.Control)
                return rune.ToString();
        }
    }
}

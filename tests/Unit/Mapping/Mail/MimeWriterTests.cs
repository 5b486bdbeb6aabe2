using System.Text;
using ResourceSharing.Mapping.Mail;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.Mail;

public class MimeWriterTests
{
    [Theory]
    [InlineData("plain-letter")]
    [InlineData("german-letter-with-html")]
    [InlineData("document-delivery")]
    [InlineData("iso-ill-by-mail")]
    public void The_rendered_letter_is_the_golden_one(string name)
    {
        byte[] octets = Letters.Render(GoldenLetters.All[name]);
        Letters.AssertWellFormed(octets);
        string path = Path.Combine(GoldenLetters.Folder, name + ".eml");
        string rendered = Encoding.ASCII.GetString(octets).Replace("\r\n", "\n", StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(path), rendered);
    }

    [Fact]
    public void Rendering_twice_gives_the_same_octets()
    {
        foreach (var (name, message) in GoldenLetters.All)
            Assert.True(Letters.Render(message).AsSpan().SequenceEqual(Letters.Render(message)), name);
    }

    [Fact]
    public void Text_that_holds_the_boundary_gets_another_boundary()
    {
        var first = Letters.Plain() with { HtmlBody = "<p>x</p>" };
        string boundary = Boundary(first);
        var second = first with { TextBody = $"--{boundary}\n\n--{boundary}--\n" };
        Assert.NotEqual(boundary, Boundary(second));
        string rendered = Letters.RenderText(second);
        Assert.Equal(4, rendered.Split(Boundary(second)).Length - 1);
    }

    [Theory]
    [InlineData("Dear colleague,\n", "7bit")]
    [InlineData("tab\there\n", "7bit")]
    [InlineData("", "7bit")]
    [InlineData("-- \nsignature\n", "7bit")]
    [InlineData("From here on\n", "quoted-printable")]
    [InlineData("Grüße\n", "base64")]
    [InlineData("Freundliche Grüße aus dem Süden\n", "quoted-printable")]
    [InlineData("nul \0 here, and some more text to make base64 longer\n", "quoted-printable")]
    [InlineData("東京大学附属図書館\n", "base64")]
    public void Text_takes_the_shortest_encoding_that_is_right(string text, string encoding) =>
        Assert.Contains(
            $"Content-Transfer-Encoding: {encoding}\r\n", Letters.RenderText(Letters.Plain(text: text)));

    [Theory]
    [InlineData(998, "7bit")]
    [InlineData(999, "quoted-printable")]
    public void A_line_of_998_octets_needs_no_encoding(int octets, string encoding)
    {
        byte[] rendered = Letters.Render(Letters.Plain(text: new string('x', octets)));
        Letters.AssertWellFormed(rendered);
        Assert.Contains($"Content-Transfer-Encoding: {encoding}\r\n", Encoding.ASCII.GetString(rendered));
    }

    [Theory]
    [InlineData("a\nb\n")]
    [InlineData("a\r\nb\r\n")]
    [InlineData("a\rb\r")]
    [InlineData("a\nb")]
    public void Every_kind_of_line_break_becomes_CRLF(string text) =>
        Assert.EndsWith("\r\n\r\na\r\nb\r\n", Letters.RenderText(Letters.Plain(text: text)));

    [Fact]
    public void The_tag_of_a_subject_stays_readable_when_the_rest_is_encoded()
    {
        string head = Letters.Head(Letters.Render(Letters.Plain("[ILL RSG-42/k7f3] Request: Titel mit ü")));
        Assert.Contains("\r\nSubject: [ILL RSG-42/k7f3] Request: Titel mit =?utf-8?", head);
        Assert.Equal("[ILL RSG-42/k7f3] Request: Titel mit ü", DecodeSubject(head));
    }

    [Fact]
    public void What_looks_like_an_encoded_word_is_encoded()
    {
        string head = Letters.Head(Letters.Render(Letters.Plain("=?utf-8?q?=0D=0ABcc:_x@y.example?=")));
        Assert.DoesNotContain("=0D=0A", head);
        Assert.Equal("=?utf-8?q?=0D=0ABcc:_x@y.example?=", DecodeSubject(head));
    }

    [Fact]
    public void Encoded_words_have_at_most_75_characters_and_whole_code_points()
    {
        foreach (string unit in new[] { "ü", "東", "😀", "aü", "=?", "e\u0301" })
        {
            for (int shift = 0; shift < 8; shift++)
            {
                string subject = new string('x', shift) + string.Concat(Enumerable.Repeat(unit, 90));
                byte[] octets = Letters.Render(Letters.Plain(subject));
                Letters.AssertWellFormed(octets);
                Assert.Equal(subject, DecodeSubject(Letters.Head(octets)));
            }
        }
    }

    [Fact]
    public void A_header_with_the_longest_name_still_keeps_76_columns()
    {
        var message = Letters.Plain() with
        {
            ExtraHeaders = [Letters.Header(new string('X', 50), string.Concat(Enumerable.Repeat("😀", 40)))],
        };
        Assert.All(Letters.Head(Letters.Render(message)).Split("\r\n"), l => Assert.InRange(l.Length, 0, 76));
    }

    [Theory]
    [InlineData("mail-too-many-recipients")]
    [InlineData("mail-too-many-headers")]
    [InlineData("mail-too-many-references")]
    [InlineData("mail-too-many-attachments")]
    public void Counts_are_accepted_at_the_limit_and_refused_beyond(string code)
    {
        Assert.Null(Problem(Counted(code, 0)));
        Assert.Equal(code, Problem(Counted(code, 1))?.Code);
    }

    [Fact]
    public void Limits_can_be_lowered_but_not_raised()
    {
        var raised = MailLimits.Default with
        {
            MaxRecipients = int.MaxValue,
            MaxExtraHeaders = int.MaxValue,
            MaxReferences = int.MaxValue,
            MaxAttachments = int.MaxValue,
            MaxTotalOctets = int.MaxValue,
        };
        Assert.Equal(MailLimits.Default, raised);
        var lowered = MailLimits.Default with { MaxAttachments = 0 };
        Assert.False(MimeWriter.TryRender(Counted("mail-too-many-attachments", 0), lowered, out _, out _));
    }

    [Fact]
    public void The_total_size_is_accepted_at_the_limit_and_refused_beyond()
    {
        var message = Letters.Plain() with { Attachments = [Letters.File("x", "text/x", new byte[500])] };
        int octets = Letters.Render(message).Length;
        var limits = MailLimits.Default with { MaxTotalOctets = octets };
        Assert.True(MimeWriter.TryRender(message, limits, out _, out _));
        limits = limits with { MaxTotalOctets = octets - 1 };
        Assert.False(MimeWriter.TryRender(message, limits, out _, out var problem));
        Assert.Equal("mail-too-large", problem.Code);
    }

    [Fact]
    public void A_letter_without_recipient_content_or_sensible_date_is_refused()
    {
        Assert.Equal("mail-no-recipient", Problem(Letters.Plain() with { To = [] })?.Code);
        Assert.Equal("mail-no-content", Problem(Letters.Plain(text: null))?.Code);
        Assert.Equal("mail-date-invalid", Problem(Letters.Plain() with { Date = default })?.Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_letters_are_well_formed_and_keep_their_subject(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 150; i++)
        {
            var message = RandomLetters.Next(random);
            byte[] octets = Letters.Render(message);
            try
            {
                Letters.AssertWellFormed(octets, sevenBit: !message.NeedsSmtpUtf8);
                Assert.Equal(message.Subject.Value, DecodeSubject(Letters.Head(octets)));
                Assert.True(octets.AsSpan().SequenceEqual(Letters.Render(message)));
            }
            catch (Exception e) when (e is Xunit.Sdk.XunitException)
            {
                throw new Xunit.Sdk.XunitException($"seed {seed}, letter {i}", e);
            }
        }
    }

    private static string Boundary(MailMessage message)
    {
        string text = Letters.RenderText(message);
        int start = text.IndexOf("boundary=\"", StringComparison.Ordinal) + 10;
        return text[start..text.IndexOf('"', start)];
    }

    private static MailProblem? Problem(MailMessage message)
    {
        MimeWriter.TryRender(message, MailLimits.Default, out _, out var problem);
        return problem;
    }

    private static MailMessage Counted(string code, int beyond) => code switch
    {
        "mail-too-many-recipients" => Letters.Plain() with
        {
            To = [.. Enumerable.Repeat(Letters.Box("a@b.example"), 98)],
            Cc = [Letters.Box("a@b.example")],
            ReplyTo = [.. Enumerable.Repeat(Letters.Box("a@b.example"), 1 + beyond)],
        },
        "mail-too-many-headers" => Letters.Plain() with
        {
            ExtraHeaders = [.. Enumerable.Repeat(Letters.Header("X-Test", "y"), 50 + beyond)],
        },
        "mail-too-many-references" => Letters.Plain() with
        {
            References = [.. Enumerable.Repeat(Letters.Id("a@b"), 50 + beyond)],
        },
        _ => Letters.Plain() with
        {
            Attachments = [.. Enumerable.Repeat(Letters.File("x", "text/x", []), 40 + beyond)],
        },
    };

    /// <summary>An independent, strict decoder of the Subject: any bad encoded word fails.</summary>
    private static string DecodeSubject(string head)
    {
        int start = head.IndexOf("\r\nSubject: ", StringComparison.Ordinal) + 11;
        int end = start;
        while (true)
        {
            end = head.IndexOf("\r\n", end, StringComparison.Ordinal);
            if (end + 2 >= head.Length || head[end + 2] != ' ')
                break;
            end += 2;
        }
        string unfolded = head[start..end].Replace("\r\n", "", StringComparison.Ordinal);
        var text = new StringBuilder();
        bool afterEncoded = false;
        foreach (string token in System.Text.RegularExpressions.Regex.Split(unfolded, "( +)"))
        {
            bool encoded = token.StartsWith("=?", StringComparison.Ordinal);
            if (encoded && afterEncoded)
                text.Length--;
            text.Append(encoded ? DecodeWord(token) : token);
            afterEncoded = encoded || (afterEncoded && token == " ");
        }
        return text.ToString();
    }

    private static string DecodeWord(string word)
    {
        Assert.InRange(word.Length, 0, 75);
        Assert.EndsWith("?=", word);
        string body = word[10..^2];
        byte[] octets = word.StartsWith("=?utf-8?b?", StringComparison.Ordinal)
            ? Convert.FromBase64String(body)
            : DecodeQ(body);
        return new UTF8Encoding(false, true).GetString(octets);
    }

    private static byte[] DecodeQ(string body)
    {
        var octets = new List<byte>();
        for (int i = 0; i < body.Length; i++)
        {
            Assert.NotEqual(' ', body[i]);
            if (body[i] == '=')
            {
                octets.Add(Convert.ToByte(body.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                octets.Add(body[i] == '_' ? (byte)' ' : (byte)body[i]);
            }
        }
        return [.. octets];
    }
}

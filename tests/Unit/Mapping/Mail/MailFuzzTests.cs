using System.Diagnostics;
using ResourceSharing.Mapping.Mail;
using ResourceSharing.Tests.Hostile;

namespace ResourceSharing.Tests.Unit.Mapping.Mail;

/// <summary>Damaged mails by the thousand: each is read or refused, never more, and what is read keeps its promises.</summary>
[Collection(MailBombCollection.Name)]
public class MailFuzzTests
{
    private const int Mutations = 20_000;
    private static readonly TimeSpan CpuLimit = TimeSpan.FromMilliseconds(250);

    [Fact]
    public void No_damage_makes_reading_fail_or_cost_much()
    {
        for (int seed = 0; seed < Mutations; seed++)
        {
            byte[] octets = MailMutations.Next(seed);
            long before = GC.GetAllocatedBytesForCurrentThread();
            var clock = Stopwatch.StartNew();
            try
            {
                MailBombTests.ReadAll(octets);
            }
            catch (Exception fault)
            {
                Assert.Fail($"seed {seed}: {fault}");
            }
            bool isSlow = clock.Elapsed > CpuLimit && Again(octets) > CpuLimit;
            Assert.False(isSlow, $"seed {seed} is slow");
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 << 20, $"seed {seed} takes memory");
        }
    }

    [Fact]
    public void What_is_read_of_damaged_mail_keeps_its_promises()
    {
        for (int seed = 0; seed < Mutations / 4; seed++)
        {
            if (MimeReader.Read(MailMutations.Next(seed), MimeReadLimits.Default) is MimeReading.Read(var mail))
            {
                int parts = Check(mail, 1, seed);
                Assert.True(parts <= 51, $"seed {seed}: {parts} parts");
            }
        }
    }

    /// <summary>The readers of single fields and texts, with strings made of what matters to them.</summary>
    [Fact]
    public void No_field_makes_its_reader_fail()
    {
        string[] pieces =
        [
            "a", "b@c.example", "<", ">", "(", ")", "\"", "\\", ",", ";", ":", "@", ".", " ", "\t", "=",
            "=?utf-8?q?", "=?u?b?", "?=", "[", "]",
            "ü", "\ud83d", "\0", "mx;", "dmarc=pass", "header.from=", "reason=", "rfc822;", "<p>", "</p>",
            "<a href=", "<br", "&amp", "<!--", "-->",
            "<script>", "<blockquote>", "<pre>", "style=display:none", "> ", " \n", "-- \n",
            "filename*1*=", "filename=", "%41", "utf-8''",
        ];
        for (int seed = 0; seed < 50_000; seed++)
        {
            var random = new Random(seed);
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                ReadAsEveryField(text);
            }
            catch (Exception fault)
            {
                Assert.Fail($"seed {seed}, {text}: {fault}");
            }
        }
    }

    private static void ReadAsEveryField(string text)
    {
        foreach (var address in ReceivedAddress.ListOf(text))
            Assert.True(address.Mailbox is null || Mailbox.TryCreate(null, address.Mailbox.Address, out _, out _));
        AuthenticationResults.Parse(text);
        MessageId.ListOf(text);
        HtmlText.Of(text);
        FlowedText.Of(text, dropsSpace: true);
        EncodedWords.Decode(text);
        ReceivedParameters.Of(text, new MimeReadBudget(MimeReadLimits.Default));
    }

    private static int Check(ReceivedMail mail, int depth, int seed)
    {
        Assert.All(mail.Headers, header => Assert.False(header.Text.Any(char.IsControl), $"seed {seed}: {header.Name}"));
        Assert.All(
            mail.Headers,
            header => Assert.False(header.Raw.AsSpan().ContainsAny('\r', '\n'), $"seed {seed}: {header.Name}"));
        return Check(mail.Body, depth, seed);
    }

    private static int Check(ReceivedPart part, int depth, int seed)
    {
        string where = $"seed {seed}: {part.Type}";
        Assert.True(depth <= 8, where);
        Assert.Equal(part.Type.StartsWith("text/", StringComparison.Ordinal), part.Text is not null);
        Assert.False(part.Text?.Contains('\r', StringComparison.Ordinal) ?? false, where);
        Assert.Equal(part.Type.ToLowerInvariant(), part.Type);
        Assert.False(part.FileName is "", where);
        Assert.False(part.FileName?.Any(c => c is '/' or '\\' || char.IsControl(c)) ?? false, where);
        Assert.DoesNotContain(part.Parameters.Values, value => value.Any(char.IsControl));
        Assert.True(part.Parts.Count == 0 || part.Type.StartsWith("multipart/", StringComparison.Ordinal), where);
        return 1 + part.Parts.Sum(inner => Check(inner, depth + 1, seed))
            + (part.Message is null ? 0 : Check(part.Message, depth + 1, seed));
    }

    private static TimeSpan Again(byte[] octets)
    {
        var clock = Stopwatch.StartNew();
        MailBombTests.ReadAll(octets);
        return clock.Elapsed;
    }
}

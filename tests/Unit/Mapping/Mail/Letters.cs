using System.Text;
using ResourceSharing.Mapping.Mail;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.Mail;

/// <summary>Short ways to build letters in tests; every value has to be acceptable.</summary>
internal static class Letters
{
    internal static readonly DateTimeOffset Day = new(2026, 3, 14, 9, 26, 53, TimeSpan.FromHours(1));

    internal static HeaderText Text(string text)
    {
        Assert.True(HeaderText.TryCreate(text, out var value, out var problem), problem?.Code);
        return value;
    }

    internal static Mailbox Box(string text)
    {
        Assert.True(Mailbox.TryParse(text, out var value, out var problem), $"{text}: {problem?.Code}");
        return value;
    }

    internal static Mailbox Box(string? name, string address)
    {
        Assert.True(
            Mailbox.TryCreate(name, address, out var value, out var problem), $"{address}: {problem?.Code}");
        return value;
    }

    internal static MessageId Id(string text)
    {
        Assert.True(MessageId.TryParse(text, out var value, out var problem), problem?.Code);
        return value;
    }

    internal static MailHeader Header(string name, string text)
    {
        Assert.True(MailHeader.TryCreate(name, text, out var value, out var problem), problem?.Code);
        return value;
    }

    internal static MailAttachment File(string name, string type, byte[] content, bool inline = false)
    {
        Assert.True(MediaType.TryParse(type, out var mediaType, out var problem), problem?.Code);
        Assert.True(
            MailAttachment.TryCreate(name, mediaType, content, inline, out var value, out problem),
            problem?.Code);
        return value;
    }

    internal static MailMessage Plain(
        string subject = "Requested Material (RSG-000042)", string? text = "Dear colleague,\n") =>
        new()
        {
            From = Box("Home Library ILL <ill@home.example>"),
            To = [Box("ill@east.example")],
            Subject = Text(subject),
            Date = Day,
            MessageId = Id("<100042.1.k7f3q2@home.example>"),
            TextBody = text,
        };

    internal static byte[] Render(MailMessage message)
    {
        Assert.True(
            MimeWriter.TryRender(message, MailLimits.Default, out var octets, out var problem),
            problem?.Code);
        return octets;
    }

    internal static string RenderText(MailMessage message) => Encoding.UTF8.GetString(Render(message));

    /// <summary>What every rendered letter has to keep, whatever is in it.</summary>
    internal static void AssertWellFormed(byte[] octets, bool sevenBit = true)
    {
        for (int i = 0; i < octets.Length; i++)
        {
            if (octets[i] == '\r')
                Assert.True(i + 1 < octets.Length && octets[i + 1] == '\n', $"bare CR at {i}");
            if (octets[i] == '\n')
                Assert.True(i > 0 && octets[i - 1] == '\r', $"bare LF at {i}");
            Assert.NotEqual(0, octets[i]);
        }
        Assert.All(
            Encoding.Latin1.GetString(octets).Split("\r\n"),
            line => Assert.InRange(line.Length, 0, MailLimits.LineMaxOctets));
        if (sevenBit)
            Assert.DoesNotContain(octets, o => o >= 0x80);
    }

    internal static string Head(byte[] octets)
    {
        string text = Encoding.UTF8.GetString(octets);
        return text[..(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 2)];
    }
}

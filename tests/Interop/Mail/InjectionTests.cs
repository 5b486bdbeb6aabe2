using System.Globalization;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Mapping.Mail;
using ResourceSharing.Tests.Unit.Mapping.Mail;
using Xunit;
using Xunit.Sdk;

namespace ResourceSharing.Tests.Interop.Mail;

/// <summary>
/// Every attack in every field: it is refused as a value, or it arrives as exactly one mail with the intended
/// envelope and headers, read back by Python from what a real server stored.
/// </summary>
public class InjectionTests
{
    private const string Recipient = "ill@east.example";

    private static readonly string[] Attacks =
    [
        "x\r\nBcc: evil@west.example",
        "x\nBcc: evil@west.example",
        "x\rBcc: evil@west.example",
        "x\0\r\nBcc: evil@west.example",
        "x\u0085Bcc: evil@west.example",
        "x\u2028Bcc: evil@west.example",
        "x\vBcc: evil@west.example",
        "x\u560d\u560aBcc: evil@west.example",
        "x%0d%0aBcc: evil@west.example",
        "x\\r\\nBcc: evil@west.example",
        "x\r\n\r\nAnother body",
        "=?utf-8?q?=0D=0ABcc:_evil@west.example?=",
        "=?utf-8?b?DQpCY2M6IGV2aWxAd2VzdC5leGFtcGxl?=",
        "x>\r\nRCPT TO:<evil@west.example>",
        "x\r\n.\r\nMAIL FROM:<evil@west.example>\r\nRCPT TO:<evil@west.example>\r\nDATA\r\n",
        "x\n.\nMAIL FROM:<evil@west.example>\n",
        "x\n.\r\nMAIL FROM:<evil@west.example>\r\n",
        "x\r\n.\nMAIL FROM:<evil@west.example>\n",
        "x\r.\rMAIL FROM:<evil@west.example>\r",
        ".\r\n",
        "\" <evil@west.example>, \"",
        "x, evil@west.example",
        "x; evil@west.example",
        "x <evil@west.example>",
        "\"x\r\nBcc: evil\"@west.example",
        "\"x> SIZE=1\"@east.example",
        "x@east.example> NOTIFY=NEVER",
        "(\r\n)x@east.example",
        "x\"; filename=\"evil.exe",
        "x\r\nContent-Type: text/html",
        "--=_boundary\r\nContent-Type: text/html\r\n\r\n<b>evil</b>\r\n--=_boundary--",
    ];

    private static readonly Dictionary<string, Func<MailMessage, string, MailMessage?>> Fields = new()
    {
        ["subject"] = (m, a) =>
            HeaderText.TryCreate(a, out var text, out _) ? m with { Subject = text } : null,
        ["cleaned subject"] = (m, a) => m with { Subject = HeaderText.Clean(a) },
        ["display name"] = (m, a) =>
            Mailbox.TryCreate(a, Recipient, out var box, out _) ? m with { To = [box] } : null,
        ["mailbox"] = (m, a) => Mailbox.TryParse(a, out var box, out _) ? m with { To = [box] } : null,
        ["local part"] = (m, a) =>
            Mailbox.TryParse($"{a}@east.example", out var box, out _) ? m with { To = [box] } : null,
        ["quoted local part"] = (m, a) =>
            Mailbox.TryParse($"\"{a}\"@east.example", out var box, out _) ? m with { To = [box] } : null,
        ["domain"] = (m, a) =>
            Mailbox.TryParse($"ill@{a}", out var box, out _) ? m with { To = [box] } : null,
        ["header name"] = (m, a) => WithHeader(m, a, "x"),
        ["header value"] = (m, a) => WithHeader(m, "X-Note", a),
        ["message id"] = (m, a) =>
            MessageId.TryParse($"<{a}@x>", out var id, out _) ? m with { InReplyTo = id } : null,
        ["reference"] = (m, a) =>
            MessageId.TryParse(a, out var id, out _) ? m with { References = [id] } : null,
        ["file name"] = (m, a) => WithFile(m, a, "text/plain"),
        ["media type"] = (m, a) => WithFile(m, "x.txt", a),
        ["media type parameter"] = (m, a) => WithFile(m, "x.txt", $"text/plain; x=\"{a}\""),
        ["text"] = (m, a) => m with { TextBody = a },
        ["html"] = (m, a) => m with { HtmlBody = a },
        ["attachment"] = (m, a) => m with
        {
            Attachments = [Letters.File("x.txt", "text/plain", System.Text.Encoding.UTF8.GetBytes(a))],
        },
    };

    [Fact]
    public async Task Every_attack_is_refused_or_arrives_as_one_harmless_mail()
    {
        Assert.SkipWhen(SmtpSink.WhyUnavailable() is not null, SmtpSink.WhyUnavailable() ?? "");
        await using var sink = await SmtpSink.StartAsync();
        var sent = new Dictionary<int, (string Name, MailMessage Message)>();
        int refused = 0;
        await using (var session = new SmtpSession(Settings(sink.Port), TimeProvider.System))
        {
            foreach (var (name, message) in Cases())
            {
                int number = sent.Count + 1;
                if (message is null || !await SendAsync(session, Numbered(message, number)))
                    refused++;
                else
                    sent.Add(number, (name, Numbered(message, number)));
            }
        }
        Assert.True(refused > 100, $"{refused} refused");
        Assert.True(sent.Count > 100, $"{sent.Count} sent");
        await CheckAsync(sink.Mails(), sent);
    }

    [Fact]
    public async Task No_attack_in_an_envelope_identifier_or_EHLO_name_is_sent()
    {
        Assert.SkipWhen(SmtpSink.WhyUnavailable() is not null, SmtpSink.WhyUnavailable() ?? "");
        await using var sink = await SmtpSink.StartAsync();
        var message = Letters.Render(Letters.Plain());
        int sent = 0;
        foreach (string attack in Attacks)
        {
            await using var named = new SmtpSession(
                Settings(sink.Port) with { HeloName = attack }, TimeProvider.System);
            var result = await named.SendAsync(Envelope(Letters.Plain()), message, default);
            Assert.Equal(SmtpOutcome.NeedsOperator, result.Outcome);
            await using var session = new SmtpSession(Settings(sink.Port), TimeProvider.System);
            result = await session.SendAsync(
                Envelope(Letters.Plain()) with { EnvelopeId = attack }, message, default);
            sent += result.Outcome == SmtpOutcome.Accepted ? 1 : 0;
        }
        Assert.Equal(sent, sink.Mails().Count);
        Assert.InRange(sent, 1, 3);
    }

    private static IEnumerable<(string Name, MailMessage? Message)> Cases() =>
        from field in Fields
        from attack in Attacks
        select ($"{field.Key}: {attack}", field.Value(Letters.Plain(), attack));

    private static async Task CheckAsync(
        IReadOnlyList<byte[]> stored, Dictionary<int, (string Name, MailMessage Message)> sent)
    {
        var parsed = await PythonMail.ParseAsync(stored);
        Assert.Equal(sent.Count, parsed.Count);
        foreach (var mail in parsed)
        {
            var (name, message) = sent[int.Parse(mail.Header("X-Case")!, CultureInfo.InvariantCulture)];
            try
            {
                MailAssert.Same(message, mail, relayed: true);
                string rcpt = mail.Header("X-Rcpt-Args")!;
                int parameters = rcpt.LastIndexOf(" NOTIFY=FAILURE,DELAY ORCPT=", StringComparison.Ordinal);
                Assert.Equal($"<{message.To[0].Address}>", rcpt[..parameters]);
                Assert.StartsWith("<bounce@home.example>", mail.Header("X-Mail-Args"));
            }
            catch (XunitException e)
            {
                throw new XunitException($"{name}\n{Letters.Head(Letters.Render(message))}", e);
            }
        }
    }

    private static async Task<bool> SendAsync(SmtpSession session, MailMessage message)
    {
        var result = await session.SendAsync(Envelope(message), Letters.Render(message), default);
        Assert.True(
            result.Outcome == SmtpOutcome.Accepted || result.Code == "smtputf8-not-offered",
            result.ToString());
        return result.Outcome == SmtpOutcome.Accepted;
    }

    private static SmtpEnvelope Envelope(MailMessage message) => new()
    {
        Sender = Letters.Box("bounce@home.example"),
        Recipients = message.To,
        EnvelopeId = "1.2",
        HeadersNeedSmtpUtf8 = message.NeedsSmtpUtf8,
    };

    private static SmtpSettings Settings(int port) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Tls = MailTlsMode.Never,
        HeloName = "home.example",
    };

    private static MailMessage Numbered(MailMessage message, int number) => message with
    {
        ExtraHeaders =
        [
            .. message.ExtraHeaders,
            Letters.Header("X-Case", number.ToString(CultureInfo.InvariantCulture)),
        ],
    };

    private static MailMessage? WithHeader(MailMessage message, string name, string text) =>
        MailHeader.TryCreate(name, text, out var header, out _)
            ? message with { ExtraHeaders = [header] }
            : null;

    private static MailMessage? WithFile(MailMessage message, string name, string type) =>
        MediaType.TryParse(type, out var mediaType, out _)
        && MailAttachment.TryCreate(name, mediaType, "x"u8.ToArray(), false, out var file, out _)
            ? message with { Attachments = [file] }
            : null;
}

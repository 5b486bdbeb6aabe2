using System.Security.Cryptography.X509Certificates;
using System.Text;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Mapping.Mail;
using ResourceSharing.Tests.Unit.Adapters.Mail;
using ResourceSharing.Tests.Unit.Mapping.Mail;
using Xunit;

namespace ResourceSharing.Tests.Interop.Mail;

public class PostfixTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Postfix_takes_and_delivers_our_letters_unharmed()
    {
        Assert.SkipWhen(PostfixServer.WhyUnavailable() is not null, PostfixServer.WhyUnavailable() ?? "");
        await using var postfix = await PostfixServer.StartAsync();
        var sent = Messages(postfix.Domain).ToDictionary(m => m.MessageId.ToString());
        await using (var session = Session(postfix))
        {
            foreach (var message in sent.Values)
            {
                var result = await session.SendAsync(Envelope(message), Letters.Render(message), default);
                Assert.Equal(SmtpOutcome.Accepted, result.Outcome);
                await postfix.LoggedAsync($"{result.QueueId}: client=", Patience);
            }
        }
        var delivered = await PythonMail.ParseAsync(await postfix.ReceiveAsync(sent.Count, Patience));
        Assert.Equal(sent.Count, delivered.Count);
        foreach (var mail in delivered)
            MailAssert.Same(sent[mail.Header("Message-ID")!], mail, relayed: true);
    }

    [Fact]
    public async Task Postfix_refuses_a_foreign_recipient_and_takes_the_other()
    {
        Assert.SkipWhen(PostfixServer.WhyUnavailable() is not null, PostfixServer.WhyUnavailable() ?? "");
        await using var postfix = await PostfixServer.StartAsync();
        await using var session = Session(postfix);
        var message = Letters.Plain() with { To = [Letters.Box($"ill@{postfix.Domain}")] };
        var envelope = Envelope(message) with
        {
            Recipients = [Letters.Box($"büro@{postfix.Domain}"), Letters.Box("ill@outside.example")],
        };
        var result = await session.SendAsync(envelope, Letters.Render(message), default);
        Assert.Equal(SmtpOutcome.Accepted, result.Outcome);
        Assert.Equal(SmtpOutcome.Accepted, result.Recipients[0].Outcome);
        Assert.Equal(SmtpOutcome.PermanentlyRefused, result.Recipients[1].Outcome);
        Assert.NotNull(result.Recipients[1].Reply!.Status);
        Assert.Single(await postfix.ReceiveAsync(1, Patience));
    }

    [Fact]
    public async Task Postfix_takes_a_letter_over_STARTTLS_from_who_trusts_its_authority()
    {
        Assert.SkipWhen(PostfixServer.WhyUnavailable() is not null, PostfixServer.WhyUnavailable() ?? "");
        using var authority = new TestAuthority();
        using var certificate = authority.Issue();
        using var key = certificate.GetECDsaPrivateKey()!;
        await using var postfix = await PostfixServer.StartAsync(
            keepMail: false,
            keyAndCertificatePem: key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem());
        var message = Letters.Plain() with { To = [Letters.Box($"ill@{postfix.Domain}")] };
        foreach (var roots in new[] { authority.Roots, null })
        {
            var settings = Settings(postfix) with { Tls = MailTlsMode.Required, TrustedRoots = roots };
            await using var session = new SmtpSession(settings, TimeProvider.System);
            var result = await session.SendAsync(Envelope(message), Letters.Render(message), default);
            Assert.Equal(roots is null ? "certificate-not-trusted" : "accepted", result.Code);
        }
        Assert.Contains("status=sent", await LogWithAsync(postfix, "status="));
    }

    [Fact]
    public async Task A_letter_over_Postfix_s_size_limit_is_not_even_begun()
    {
        Assert.SkipWhen(PostfixServer.WhyUnavailable() is not null, PostfixServer.WhyUnavailable() ?? "");
        await using var postfix = await PostfixServer.StartAsync(keepMail: false);
        await using var session = Session(postfix);
        byte[] message = Encoding.ASCII.GetBytes(
            string.Concat(Enumerable.Repeat("0123456789abcdef\r\n", 600_000)));
        var result = await session.SendAsync(Envelope(Letters.Plain()), message, default);
        Assert.Equal((SmtpOutcome.PermanentlyRefused, "message-too-large"), (result.Outcome, result.Code));
    }

    private static IEnumerable<MailMessage> Messages(string domain)
    {
        int number = 0;
        foreach (var golden in GoldenLetters.All.Values)
            yield return To(golden, domain, ++number);
        var random = new Random(7);
        for (int i = 0; i < 25; i++)
            yield return To(RandomLetters.Next(random), domain, ++number);
        yield return To(Letters.Plain(text: ".\n..\n.x\n\n.\n"), domain, ++number);
        yield return To(Letters.Plain(text: "From here\n"), domain, ++number);
    }

    private static MailMessage To(MailMessage message, string domain, int number) => message with
    {
        To = [Letters.Box($"ill+{number}@{domain}")],
        MessageId = Letters.Id($"{number}.k7@home.example"),
    };

    private static SmtpEnvelope Envelope(MailMessage message) => new()
    {
        Sender = Letters.Box("bounce+1@home.example"),
        Recipients = message.To,
        EnvelopeId = "100042.3",
    };

    private static async Task<string> LogWithAsync(PostfixServer postfix, string text)
    {
        for (int attempt = 0; attempt < 500 && !postfix.ReadLog().Contains(text); attempt++)
            await Task.Delay(20);
        return postfix.ReadLog();
    }

    private static SmtpSession Session(PostfixServer postfix) => new(Settings(postfix), TimeProvider.System);

    private static SmtpSettings Settings(PostfixServer postfix) => new()
    {
        Host = "127.0.0.1",
        Port = postfix.Port,
        Tls = MailTlsMode.WhenOffered,
        HeloName = "home.example",
    };
}

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>The mail channel as the configuration in force describes it: after a reload, letters and mail server are
/// taken anew, while attempts under way end with those they began with.</summary>
internal sealed class LetterChannel : IChannel
{
    private readonly ConfigurationSource _configuration;
    private readonly string _dataFolder;
    private readonly ReadOnlyMemory<byte> _key;
    private readonly TimeProvider _time;
    private readonly Lock _making = new();
    private ConfigurationSnapshot _madeFrom;
    private volatile MailChannel _channel;

    public LetterChannel(ConfigurationSource configuration, string dataFolder, LetterKey key, TimeProvider time)
    {
        _configuration = configuration;
        _dataFolder = dataFolder;
        _key = key.Octets.ToArray();
        _time = time;
        _madeFrom = configuration.Current;
        _channel = Make(_madeFrom, LetterFolder.Load(_madeFrom.Directory, LetterFolder.InUse(_madeFrom)).Letters
            ?? throw new InvalidOperationException("The letters were checked before the start."));
    }

    /// <inheritdoc/>
    public string Protocol => "email";

    /// <inheritdoc/>
    public EncodeResult Encode(Envelope envelope) => Current().Encode(envelope);

    /// <inheritdoc/>
    public Task<DeliveryOutcome> SendAsync(
        ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken) =>
        Current().SendAsync(bytes, envelope, cancellationToken);

    private MailChannel Current()
    {
        var snapshot = _configuration.Current;
        lock (_making)
        {
            if (!ReferenceEquals(snapshot, _madeFrom))
            {
                // The reload has tried these letters; if somebody broke one since, the ones we have stay in use.
                _madeFrom = snapshot;
                var texts = LetterFolder.Load(snapshot.Directory, LetterFolder.InUse(snapshot));
                _channel = texts.Letters is { } letters ? Make(snapshot, letters) : _channel;
            }

            return _channel;
        }
    }

    private MailChannel Make(ConfigurationSnapshot snapshot, LetterSet letters)
    {
        var mail = snapshot.Gateway.Mail;
        MailOutlet outlet = mail.Smtp is { } smtp
            ? new MailOutlet.Server(Settings(smtp, snapshot), _time)
            : new MailOutlet.Folder(Path.Combine(_dataFolder, mail.MaildirFolder), Environment.MachineName);
        return new MailChannel(letters, outlet, _key, mail.AddressSeparator, Links(snapshot.Gateway));
    }

    /// <summary>Where partners find the pages on which they answer; null when they reach none.</summary>
    public static LetterLinks? Links(GatewayConfig gateway) => gateway.Listeners.Http.PublicUrl is { } address
        ? new LetterLinks(address, gateway.Mail.ReplyLinkDays)
        : null;

    private static SmtpSettings Settings(SmtpConfig smtp, ConfigurationSnapshot snapshot)
    {
        var secrets = new SecretReader(snapshot.Directory);
        return new SmtpSettings
        {
            Host = smtp.Host,
            Port = smtp.Port,
            Tls = smtp.Tls switch
            {
                SmtpTls.Required => SmtpTlsMode.Required,
                SmtpTls.WhenOffered => SmtpTlsMode.WhenOffered,
                SmtpTls.None => SmtpTlsMode.Never,
                SmtpTls.Implicit => SmtpTlsMode.Implicit,
                _ => throw new InvalidOperationException($"Not a TLS mode: {smtp.Tls}"),
            },
            Authentication = smtp.Username is null ? Adapters.Mail.SmtpAuthentication.None : smtp.Authentication switch
            {
                Configuration.SmtpAuthentication.Plain => Adapters.Mail.SmtpAuthentication.Plain,
                Configuration.SmtpAuthentication.Login => Adapters.Mail.SmtpAuthentication.Login,
                Configuration.SmtpAuthentication.Xoauth2 => Adapters.Mail.SmtpAuthentication.XOAuth2,
                _ => throw new InvalidOperationException($"Not a way to sign in: {smtp.Authentication}"),
            },
            UserName = smtp.Username,
            Secret = smtp.Password is { } password
                ? _ => ValueTask.FromResult(secrets.Read(password).Secret?.Reveal())
                : null,
            AllowPlainTextSignInOnLoopback = smtp.Tls is SmtpTls.None or SmtpTls.WhenOffered,
            ConnectTimeout = smtp.ConnectTimeout,
            CommandTimeout = smtp.CommandTimeout,
            FinalReplyTimeout = smtp.DataTimeout,
        };
    }
}

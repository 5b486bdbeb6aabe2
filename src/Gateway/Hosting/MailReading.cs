using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Telemetry;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>Reads the mailboxes of the configuration in force, each on its own: one that cannot be reached delays no other.
/// After a reload all of them begin anew with the new settings.</summary>
internal sealed class MailReading : BackgroundService
{
    private static readonly TimeSpan LookForReload = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaildirInterval = TimeSpan.FromSeconds(5);

    private readonly ConfigurationSource _configuration;
    private readonly IMailReceiver _receiver;
    private readonly MailboxHealth _health;
    private readonly string _dataFolder;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILoggerFactory _logs;

    public MailReading(
        ConfigurationSource configuration, IMailReceiver receiver, MailboxHealth health, string dataFolder,
        TimeProvider time, Random random, ILoggerFactory logs)
    {
        _configuration = configuration;
        _receiver = receiver;
        _health = health;
        _dataFolder = dataFolder;
        _time = time;
        _random = random;
        _logs = logs;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var snapshot = _configuration.Current;
            using var change = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var pollers = snapshot.Gateway.Mail.Mailboxes.Select(config => Make(config, snapshot)).ToArray();
            _health.Show(() => [.. pollers.Select(each => each.Poller.Status)]);
            var reading = Task.WhenAll(pollers.Select(each => RunAsync(each.Mailbox, each.Poller, change.Token)));
            await UntilReloadAsync(snapshot, stoppingToken);
            await change.CancelAsync();
            await reading;
        }
    }

    private static async Task RunAsync(IMailbox mailbox, MailboxPoller poller, CancellationToken stop)
    {
        await using (mailbox)
        {
            await poller.RunAsync(stop);
        }
    }

    private async Task UntilReloadAsync(ConfigurationSnapshot snapshot, CancellationToken stoppingToken)
    {
        while (ReferenceEquals(_configuration.Current, snapshot) && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(LookForReload, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private (IMailbox Mailbox, MailboxPoller Poller) Make(MailboxConfig config, ConfigurationSnapshot snapshot)
    {
        var limit = snapshot.Gateway.Limits.MaxMailOctets;
        IMailbox mailbox = config.Imap is { } imap
            ? new ImapMailbox(
                config.Name, Settings(imap, limit, snapshot.Directory), imap.PollInterval, _time,
                _logs.CreateLogger<ImapMailbox>())
            : new MaildirMailbox(
                config.Name, Path.Combine(_dataFolder, config.Maildir ?? ""), limit, MaildirInterval, _time);
        var poller = new MailboxPoller(
            mailbox, _receiver, new MailboxPollerSettings(), _time, _random, _logs.CreateLogger<MailboxPoller>(),
            _health.StatusOf(config.Name));
        return (mailbox, poller);
    }

    private ImapSettings Settings(ImapConfig imap, int maxMailOctets, string directory) => new()
    {
        Host = imap.Host,
        Port = imap.Port,
        Tls = MailServers.Tls(imap.Tls),
        TrustedRoots = imap.CaFile is { } path ? Roots(directory, path) : null,
        Authentication = MailServers.Authentication(imap.Authentication),
        UserName = imap.Username,
        Secret = MailServers.Secret(imap.Password, imap.Oauth, directory, _time),
        AllowPlainTextSignInOnLoopback = MailServers.AllowsPlainText(imap.Tls),
        Folder = imap.Folder,
        DoneFolder = imap.DoneFolder,
        DoneFlag = imap.DoneKeyword ?? "\\Seen",
        UseIdle = imap.Idle,
        MaxMessageOctets = maxMailOctets,
    };

    /// <summary>The file was there when the configuration was read. Is it gone since, nobody is trusted, and health says so.
    /// </summary>
    private X509Certificate2Collection Roots(string directory, string path)
    {
        try
        {
            return MailRules.RootsOf(directory, path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            _logs.CreateLogger<MailReading>().LogError(fault, "The file of an authority cannot be read: no server is trusted.");
            return [];
        }
    }
}

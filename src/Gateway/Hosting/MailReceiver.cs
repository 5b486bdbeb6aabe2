using System.Collections.Concurrent;
using ResourceSharing.Adapters.ArtEmail;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.IsoIll;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Letters;
using ResourceSharing.Mapping.Mail;
using LetterReading = ResourceSharing.Mapping.Letters.LetterReading;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>Takes mails from the mailboxes to the intake, and tells them kept only after the commit.</summary>
internal sealed class MailReceiver(
    IIntake intake, NetworkSource network, TimeProvider time, LetterFiles? files = null) : IMailReceiver
{
    private readonly LetterSettings _readings = new();

    /// <inheritdoc/>
    public async Task<MailTaken> ReceiveAsync(MailboxMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var now = network.Current;
        var arrivals = message.IsTooLarge
            ? [MailArrivals.TooLarge(message.Raw, message.Octets)]
            : LetterSettings.ArrivalsOf(now).Read(message.Raw, _readings.Of(now, message.Mailbox, time.GetLocalNow()));
        foreach (var arrival in arrivals)
        {
            var receipt = await intake.AcceptAsync(arrival, cancellationToken);
            if (receipt.Outcome == ArrivalOutcome.Unavailable)
            {
                // Those before it are kept, and recognised when the mail comes again.
                return MailTaken.Unavailable;
            }

            if (files is not null)
            {
                await files.KeepAsync(arrival, receipt, network.Current, cancellationToken);
            }
        }

        return MailTaken.Kept;
    }
}

/// <summary>What the configuration in force says about reading letters. Phrases are compiled once for each snapshot.</summary>
internal sealed class LetterSettings
{
    private readonly ConcurrentDictionary<string, (ConfigurationSnapshot From, PhraseGrammar Phrases)> _phrases =
        new(StringComparer.Ordinal);

    /// <summary>How mails become arrivals.</summary>
    public static MailArrivals ArrivalsOf(Network network) => new(
        LimitsOf(network),
        address => SenderOf(network, address) is { } partner
            ? new MailSender(partner.Symbols, partner.Config.Channel.Settings as IsoIllMailPartnerSettings)
            : null);

    /// <summary>How large mails may be.</summary>
    public static MimeReadLimits LimitsOf(Network network) =>
        MimeReadLimits.Default with { MessageMaxOctets = network.Snapshot.Gateway.Limits.MaxMailOctets };

    /// <summary>What has to be known to read a letter.</summary>
    public LetterReading Of(Network network, string mailbox, DateTimeOffset receivedAt)
    {
        var gateway = network.Snapshot.Gateway;
        return new LetterReading
        {
            Mailbox = mailbox,
            ReceivedAt = receivedAt,
            OurAddresses = [.. new[] { gateway.Mail.From, gateway.Library.Email }.OfType<string>().Distinct()],
            AddressSeparator = gateway.Mail.AddressSeparator,
            OurSymbols = network.OurSymbols,
            Phrases = PhrasesOf(network.Snapshot),
            LanguageOf = address => SenderOf(network, address)?.Config.Language,
            AnswersInCodes = address => SenderOf(network, address)?.Config.Channel.Settings is ArtEmailPartnerSettings,
            Trust = gateway.Mail.AuthenticationServer is { } server ? new AuthenticationTrust(server) : null,
            Own = OwnMailOf(gateway),
        };
    }

    /// <summary>The only partner who writes from an address.</summary>
    private static Partner? SenderOf(Network network, string address) =>
        LetterSenders.Claimed(network, address) is [var partner] ? partner : null;

    /// <summary>Our own letters have our address and the name of a letter.</summary>
    private static OwnMail OwnMailOf(GatewayConfig gateway)
    {
        var ours = new[] { gateway.Mail.From, gateway.Library.Email }.OfType<string>()
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new OwnMail
        {
            IsOurs = mailbox => ours.Contains(mailbox.Address),
            Wrote = id => LetterIds.TryReadLocal(id.Value.Split('@')[0], out _, out _, out _),
        };
    }

    /// <summary>A reload has tried the phrases; if somebody broke them since, those before stay in use.</summary>
    private PhraseGrammar PhrasesOf(ConfigurationSnapshot snapshot)
    {
        if (_phrases.TryGetValue(snapshot.Directory, out var known) && ReferenceEquals(known.From, snapshot))
        {
            return known.Phrases;
        }

        var phrases = PhraseFolder.Load(snapshot.Directory).Grammar ?? known.Phrases ?? PhraseGrammar.Empty;
        _phrases[snapshot.Directory] = (snapshot, phrases);
        return phrases;
    }
}

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
    private readonly ISecretBox _box;
    private readonly Lock _making = new();
    private ConfigurationSnapshot _madeFrom;
    private volatile MailChannel _channel;

    public LetterChannel(ConfigurationSource configuration, string dataFolder, LetterKey key, TimeProvider time, ISecretBox box)
    {
        _configuration = configuration;
        _dataFolder = dataFolder;
        _key = key.Octets.ToArray();
        _time = time;
        _box = box;
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

    private MailChannel Make(ConfigurationSnapshot snapshot, LetterSet letters) => new(
        letters, MailOutlets.Of(snapshot, _dataFolder, _time), _key, snapshot.Gateway.Mail.AddressSeparator,
        Links(snapshot.Gateway), _box);

    /// <summary>Where partners find the pages on which they answer; null when they reach none.</summary>
    public static LetterLinks? Links(GatewayConfig gateway) => gateway.Listeners.Http.PublicUrl is { } address
        ? new LetterLinks(address, gateway.Mail.ReplyLinkDays)
        : null;
}

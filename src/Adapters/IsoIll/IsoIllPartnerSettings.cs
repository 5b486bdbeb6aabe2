using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.IsoIll;

/// <summary>How a partner is reached by ISO ILL (ISO 10161) over TCP.</summary>
public sealed record IsoIllPartnerSettings : IChannelSettings
{
    /// <summary>
    /// Host name or address of the partner's ISO ILL server. Looked up anew for every connection.
    /// </summary>
    [MinLength(1), MaxLength(253)]
    public required string Host { get; init; }

    /// <summary>
    /// TCP port of the partner's ISO ILL server. 1611 is the port that the profile registers.
    /// </summary>
    [Range(1, 65535)]
    public int Port { get; init; } = 1611;

    /// <summary>
    /// Whether answers go back on the connection that brought the question. Most partners open a connection
    /// of their own in each direction; set it for those behind a firewall that lets nobody in.
    /// </summary>
    public bool AnswerOnSameConnection { get; init; }

    /// <summary>
    /// Character set of a partner's strings that are not valid UTF-8. The standard leaves the question open,
    /// and older systems send Latin-1.
    /// </summary>
    [MinLength(1), MaxLength(40)]
    public string FallbackCharset { get; init; } = "iso-8859-1";

    /// <summary>
    /// How long a connection stays open after an APDU was sent, in case the partner answers on it. Some
    /// partners report an error at once on the same connection; 0s closes without listening.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ListenForAnswer { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait for the TCP connection before the attempt counts as failed.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string DescribeWay() => $"by ISO ILL to {Host}, port {Port.ToString(CultureInfo.InvariantCulture)}";

    /// <inheritdoc/>
    public string DescribeMessage(IllMessage message) => IsoIllWords.Describe(message);
}

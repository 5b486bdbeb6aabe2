using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.IsoIll;

/// <summary>How a partner is reached by ISO ILL in mails (RFC 2503).</summary>
public sealed record IsoIllMailPartnerSettings : IChannelSettings
{
    /// <summary>Mailbox of the partner's ISO ILL system, as local-part@domain.</summary>
    [MaxLength(254)]
    [RegularExpression(
        @"^[^@\s<>,;]+@[^@\s<>,;]+$", ErrorMessage = "an email address, for example iso-ill@example.org")]
    public required string Address { get; init; }

    /// <summary>From where the partner's system writes, beside address: addresses, or domains as @example.org.</summary>
    [MaxLength(20)]
    [RegularExpression(@"^[^@\s<>,;]*@[^@\s<>,;]+$", ErrorMessage = "an email address, or a domain as @example.org")]
    public IReadOnlyList<string> Senders { get; init; } = [];

    /// <summary>Character set of the partner's strings that are not valid UTF-8.</summary>
    [MinLength(1), MaxLength(40)]
    public string FallbackCharset { get; init; } = "iso-8859-1";

    /// <inheritdoc/>
    IReadOnlyList<string> IChannelSettings.LetterSenders => [Address, .. Senders];

    /// <inheritdoc/>
    public string DescribeWay() => $"by ISO ILL in mails to {Address}";

    /// <inheritdoc/>
    public string DescribeMessage(IllMessage message) => IsoIllWords.Describe(message);
}

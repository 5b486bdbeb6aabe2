using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Adapters.Mail;

/// <summary>How a partner is reached by letters in email.</summary>
public sealed record MailPartnerSettings : IChannelSettings
{
    /// <summary>Mailbox that reads our letters, as local-part@domain.</summary>
    [MaxLength(254)]
    [RegularExpression(
        @"^[^@\s<>,;]+@[^@\s<>,;]+$", ErrorMessage = "an email address, for example ill@example.org")]
    public required string Address { get; init; }

    /// <summary>
    /// Further senders whose letters count as this partner's: addresses, or whole domains written as "@example.org".
    /// They may act only where our own mail server vouches for them (mail.authenticationServer).
    /// </summary>
    [MaxLength(50)]
    [RegularExpression(
        @"^[^@\s<>,;]*@[^@\s<>,;]+$", ErrorMessage = "an email address, or a domain written as @example.org")]
    public IReadOnlyList<string> Senders { get; init; } = [];

    /// <summary>What the partner's mailbox reads: letters for people, or the Generic Script of Relais and Canadian
    /// libraries.</summary>
    public LetterFormat Format { get; init; } = LetterFormat.Letters;

    /// <inheritdoc/>
    IReadOnlyList<string> IChannelSettings.LetterSenders => [Address, .. Senders];

    /// <inheritdoc/>
    bool IChannelSettings.CarriesFiles => Format == LetterFormat.Letters;

    /// <inheritdoc/>
    public string DescribeWay() => $"as letters by e-mail to {Address}";

    /// <inheritdoc/>
    public string DescribeMessage(IllMessage message) => LetterChoice.For(message) is { } letter
        ? $"the letter {letter}"
        : "nothing, since no letter says that";
}

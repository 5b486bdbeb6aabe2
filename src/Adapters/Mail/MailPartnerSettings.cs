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

    /// <inheritdoc/>
    public string DescribeWay() => $"as letters by e-mail to {Address}";

    /// <inheritdoc/>
    public string DescribeMessage(IllMessage message) => LetterChoice.For(message) is { } letter
        ? $"the letter {letter}"
        : "nothing, since no letter says that";
}

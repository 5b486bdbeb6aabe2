using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.Mail;

/// <summary>How a partner is reached by letters in email.</summary>
public sealed record MailPartnerSettings : IChannelSettings
{
    /// <summary>Mailbox that reads our letters, as local-part@domain.</summary>
    [MaxLength(254)]
    [RegularExpression(
        @"^[^@\s<>,;]+@[^@\s<>,;]+$", ErrorMessage = "an email address, for example ill@example.org")]
    public required string Address { get; init; }
}

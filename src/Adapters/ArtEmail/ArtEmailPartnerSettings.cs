using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.ArtEmail;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.ArtEmail;

/// <summary>When orders leave.</summary>
public enum ArtEmailBatch
{
    /// <summary>As soon as they are decided; what waits at that moment goes in one mail.</summary>
    AtOnce,

    /// <summary>At the times of day that sendTimes lists, all in one mail.</summary>
    Schedule,
}

/// <summary>What stands in the address block of an order.</summary>
public enum ArtEmailDeliveryKind
{
    /// <summary>For copies, the mail address of the request, else of our library; loans go to the account's address.</summary>
    Email,

    /// <summary>The postal address of the request, else of our library, for copies and loans.</summary>
    Postal,

    /// <summary>No block: everything goes to the addresses of the account.</summary>
    Account,
}

/// <summary>How the British Library is reached by ARTEmail: orders as text in a mail.</summary>
public sealed record ArtEmailPartnerSettings : IChannelSettings
{
    /// <summary>Mailbox that takes the orders.</summary>
    [MaxLength(254)]
    [RegularExpression(
        @"^[^@\s<>,;]+@[^@\s<>,;]+$", ErrorMessage = "an email address, for example artemail@example.org")]
    public required string Address { get; init; }

    /// <summary>The customer's code at the British Library, for example 12-3456.</summary>
    [RegularExpression("^[A-Za-z0-9-]{1,20}$", ErrorMessage = "a customer code, for example 12-3456")]
    public required string Account { get; init; }

    /// <summary>Where the authorisation code is kept: env:NAME or file:PATH. The first lines of every mail hold it.</summary>
    public SecretReference? Password { get; init; }

    /// <summary>Keywords behind the reference, for each service.</summary>
    public ArtEmailKeywords Keywords { get; init; } = new();

    /// <summary>Keywords for a level of service (RUSH) instead of the usual ones.</summary>
    public IReadOnlyDictionary<string, ArtEmailKeywords> Levels { get; init; } = new Dictionary<string, ArtEmailKeywords>();

    /// <summary>What stands in the address block of an order; the account has to be enabled for it.</summary>
    public ArtEmailDeliveryKind Delivery { get; init; } = ArtEmailDeliveryKind.Email;

    /// <summary>When orders leave.</summary>
    public ArtEmailBatch Batch { get; init; } = ArtEmailBatch.AtOnce;

    /// <summary>Times of day in the gateway's time zone, as HH:MM; with batch schedule.</summary>
    [MinLength(1), MaxLength(24)]
    [RegularExpression("^([01][0-9]|2[0-3]):[0-5][0-9]$", ErrorMessage = "a time of day in quotes, for example \"16:30\"")]
    public IReadOnlyList<string> SendTimes { get; init; } = ["16:00"];

    /// <summary>Orders in one mail at most.</summary>
    [Range(1, ArtEmailLimits.OrdersPerMail)]
    public int MaxOrders { get; init; } = 50;

    /// <summary>Who sends coded replies and reports: addresses, or domains as @example.org. Mails of others are read as
    /// ordinary letters.</summary>
    [MaxLength(20)]
    [RegularExpression(@"^[^@\s<>,;]*@[^@\s<>,;]+$", ErrorMessage = "an email address, or a domain as @example.org")]
    public IReadOnlyList<string> Senders { get; init; } = [];

    /// <inheritdoc/>
    IReadOnlyList<string> IChannelSettings.LetterSenders => [Address, .. Senders];

    /// <inheritdoc/>
    public string DescribeWay() => Batch == ArtEmailBatch.AtOnce
        ? $"as ARTEmail orders to {Address}, at once"
        : $"as ARTEmail orders to {Address}, all that wait in one mail at {string.Join(", ", SendTimes)}";

    /// <inheritdoc/>
    public string DescribeMessage(IllMessage message) => message is IllMessage.Request
        ? "an ARTEmail order"
        : "nothing, since no ARTEmail keyword for it is known: write to the British Library or use its web site";

    /// <summary>The keywords for a request; null when the file has none for its service.</summary>
    internal string? KeywordsFor(IllRequest content)
    {
        var isLoan = content.Services is [ServiceType.Loan, ..];
        var ofLevel = content.LevelOfService is { } level
            ? Levels.FirstOrDefault(one => string.Equals(one.Key, level, StringComparison.OrdinalIgnoreCase)).Value
            : null;
        return isLoan ? ofLevel?.Loan ?? Keywords.Loan : ofLevel?.Copy ?? Keywords.Copy;
    }
}

/// <summary>Keywords of ARTEmail, one after the other with a blank between them.</summary>
public sealed record ArtEmailKeywords
{
    private const string Form = @"^[A-Z0-9*/]+( [A-Z0-9*/]+)*$";
    private const string FormText = "keywords with one blank between them, for example S LOAN";

    /// <summary>For loans; none are ordered when left out.</summary>
    [MaxLength(80)]
    [RegularExpression(Form, ErrorMessage = FormText)]
    public string? Loan { get; init; }

    /// <summary>For copies; none are ordered when left out.</summary>
    [MaxLength(80)]
    [RegularExpression(Form, ErrorMessage = FormText)]
    public string? Copy { get; init; }
}

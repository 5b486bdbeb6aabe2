using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Illiad;

/// <summary>What a transaction says beside the request itself.</summary>
public sealed record IlliadOrder
{
    /// <summary>What is wanted.</summary>
    public required IllRequest Content { get; init; }

    /// <summary>The account for which it is requested.</summary>
    public required string UserName { get; init; }

    /// <summary>Our reference, by which a transaction is found again.</summary>
    public required string Reference { get; init; }

    /// <summary>Where our reference stands.</summary>
    public IlliadReferenceField ReferenceField { get; init; } = IlliadReferenceField.ItemInfo1;

    /// <summary>The queue in which it begins.</summary>
    public string Status { get; init; } = "Awaiting Request Processing";

    /// <summary>Our note to the broker.</summary>
    public string? Note { get; init; }
}

/// <summary>What a user is created with.</summary>
/// <param name="UserName">The account.</param>
/// <param name="Patron">Whose it is.</param>
/// <param name="Site">The site's code; null leaves it out.</param>
/// <param name="DeliveryMethod">How items reach the user; null leaves it out.</param>
public sealed record IlliadNewUser(string UserName, Patron Patron, string? Site, string? DeliveryMethod);

/// <summary>A body with what had no place in it.</summary>
/// <param name="Json">The body.</param>
/// <param name="Losses">What was lost.</param>
public sealed record IlliadBody(string Json, LossReport Losses);

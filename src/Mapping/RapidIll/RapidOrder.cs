using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>A request that is to be inserted.</summary>
public sealed record RapidOrder
{
    /// <summary>What is wanted.</summary>
    public required IllRequest Content { get; init; }

    /// <summary>Our reference: <see cref="OrderReference"/>.</summary>
    public required string Reference { get; init; }

    /// <summary>Our note to the lender.</summary>
    public string? Note { get; init; }

    /// <summary>The patron, where the partner may know; else null.</summary>
    public Patron? Patron { get; init; }

    /// <summary>What the calling program is called.</summary>
    public string? AppName { get; init; }

    /// <summary>Insert although we hold it ourselves.</summary>
    public bool InsertLocalHolding { get; init; }
}

/// <summary>The call for a request.</summary>
/// <param name="Input">The call, without credentials.</param>
/// <param name="Losses">What it has no place for.</param>
/// <param name="Fault">What the service would refuse it for, for the staff; null when nothing is known.</param>
public sealed record RapidInsertion(InsertRequestInput Input, LossReport Losses, string? Fault);

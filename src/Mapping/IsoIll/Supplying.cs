namespace ResourceSharing.Mapping.IsoIll;

/// <summary>What was shipped, when, how, and on which terms. ISO 10161-1 <c>Supply-Details</c>.</summary>
public sealed record SupplyDetails
{
    /// <summary><c>date-shipped</c> [0], optional.</summary>
    public string? DateShipped { get; init; }

    /// <summary><c>date-due</c> [1], optional.</summary>
    public DateDue? DateDue { get; init; }

    /// <summary><c>chargeable-units</c> [2], optional.</summary>
    public long? ChargeableUnits { get; init; }

    /// <summary><c>cost</c> [3], optional.</summary>
    public Amount? Cost { get; init; }

    /// <summary><c>shipped-conditions</c> [4], optional.</summary>
    public ShippedConditions? ShippedConditions { get; init; }

    /// <summary><c>shipped-via</c> untagged, optional.</summary>
    public ShippedVia? ShippedVia { get; init; }

    /// <summary><c>insured-for</c> [6], optional.</summary>
    public Amount? InsuredFor { get; init; }

    /// <summary><c>return-insurance-require</c> [7], optional.</summary>
    public Amount? ReturnInsuranceRequire { get; init; }

    /// <summary><c>no-of-units-per-medium</c> [8], optional.</summary>
    public WireList<UnitsPerMediumType>? NoOfUnitsPerMedium { get; init; }
}

/// <summary>How the item was shipped.</summary>
public abstract record ShippedVia
{
    private ShippedVia()
    {
    }

    /// <summary><c>physical-delivery</c> [5].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record PhysicalDelivery(IllString Value) : ShippedVia;

    /// <summary><c>electronic-delivery</c> [50].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record ElectronicDelivery(ElectronicDeliveryService Value) : ShippedVia;
}

/// <summary>
/// How many units of one medium were supplied. ISO 10161-1 <c>Units-Per-Medium-Type</c>.
/// </summary>
public sealed record UnitsPerMediumType
{
    /// <summary><c>medium</c> [0], mandatory.</summary>
    public required SupplyMediumType Medium { get; init; }

    /// <summary><c>no-of-units</c> [1], mandatory.</summary>
    public required long NoOfUnits { get; init; }
}

/// <summary>When the item is due and whether it may be renewed. ISO 10161-1 <c>Date-Due</c>.</summary>
public sealed record DateDue : Defaulted
{
    /// <summary><c>date-due-field</c> [0], mandatory.</summary>
    public required string DateDueField { get; init; }

    /// <summary><c>renewable</c> [1], default TRUE.</summary>
    public bool Renewable { get; init; } = true;
}

/// <summary>What is damaged. ISO 10161-1 <c>Damaged-Details</c>.</summary>
public sealed record DamagedDetails
{
    /// <summary><c>document-type-id</c> [0], optional.</summary>
    public string? DocumentTypeId { get; init; }

    /// <summary><c>damaged-portion</c> untagged, mandatory.</summary>
    public required DamagedPortion DamagedPortion { get; init; }
}

/// <summary>Which part of a document is damaged.</summary>
public abstract record DamagedPortion
{
    private DamagedPortion()
    {
    }

    /// <summary><c>complete-document</c> [1].</summary>
    public sealed record CompleteDocument : DamagedPortion;

    /// <summary><c>specific-units</c> [2].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record SpecificUnits(WireList<long> Value) : DamagedPortion;
}

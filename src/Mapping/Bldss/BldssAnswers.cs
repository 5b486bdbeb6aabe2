using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Bldss;

/// <summary>An <c>apiResponse</c>.</summary>
public sealed record BldssAnswer
{
    /// <summary>0 when all is well.</summary>
    public required int Status { get; init; }

    /// <summary>In words; may be empty.</summary>
    public required string Message { get; init; }

    /// <summary>What was ordered, in the answer to an order.</summary>
    public BldssNewOrder? NewOrder { get; init; }

    /// <summary>Orders that are shown or listed.</summary>
    public IReadOnlyList<BldssOrderLine> Orders { get; init; } = [];
}

/// <summary>An order that was taken.</summary>
/// <param name="OrderLine">Its number at the British Library.</param>
/// <param name="Reference">Ours.</param>
/// <param name="Despatch">The estimated day of despatch.</param>
/// <param name="TotalCost">In GBP, as it is written.</param>
/// <param name="DownloadUrl">Where the file is; null for none.</param>
/// <param name="Note">In words; may be empty.</param>
public sealed record BldssNewOrder(
    string OrderLine, string Reference, DateOnly? Despatch, string? TotalCost, string? DownloadUrl, string Note);

/// <summary>An order as it stands.</summary>
/// <param name="OrderLine">Its number; empty where it is not told.</param>
/// <param name="Reference">Ours; empty where it is not told.</param>
/// <param name="OverallStatus">In words.</param>
/// <param name="Events">What happened, in the order of the answer.</param>
public sealed record BldssOrderLine(
    string OrderLine, string Reference, string OverallStatus, IReadOnlyList<BldssEvent> Events);

/// <summary>Something that happened to an order.</summary>
/// <param name="Type">Its kind: <c>9</c>, <c>18f</c>.</param>
/// <param name="Name">The kind in words.</param>
/// <param name="Time">As it is written.</param>
/// <param name="Info">More words; may be empty.</param>
public sealed record BldssEvent(string Type, string Name, string Time, string Info)
{
    /// <summary>When it happened; null when the time cannot be read.</summary>
    public ServiceTime? At => BldssDates.Time(Time);

    /// <summary>For people.</summary>
    public string Words => Info.Length == 0 ? Name : $"{Name}. {Info}";
}

/// <summary>A reading: a value, or why there is none.</summary>
/// <typeparam name="T">What is read.</typeparam>
/// <param name="Value">The value; null when it is no such thing.</param>
/// <param name="Fault">What is wrong; empty with a value.</param>
public sealed record BldssReading<T>(T? Value, string Fault)
    where T : class;

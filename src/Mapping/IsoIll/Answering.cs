using ResourceSharing.Mapping.Canonical;
namespace ResourceSharing.Mapping.IsoIll;

/// <summary>The explanation that goes with a result; the arm matches transaction-results.</summary>
public abstract record ResultsExplanation
{
    private ResultsExplanation()
    {
    }

    /// <summary><c>conditional-results</c> [1].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record ConditionalResults(IsoIll.ConditionalResults Value) : ResultsExplanation;

    /// <summary><c>retry-results</c> [2].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record RetryResults(IsoIll.RetryResults Value) : ResultsExplanation;

    /// <summary><c>unfilled-results</c> [3].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record UnfilledResults(IsoIll.UnfilledResults Value) : ResultsExplanation;

    /// <summary><c>locations-results</c> [4].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record LocationsResults(IsoIll.LocationsResults Value) : ResultsExplanation;

    /// <summary><c>will-supply-results</c> [5].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record WillSupplyResults(IsoIll.WillSupplyResults Value) : ResultsExplanation;

    /// <summary><c>hold-placed-results</c> [6].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record HoldPlacedResults(IsoIll.HoldPlacedResults Value) : ResultsExplanation;

    /// <summary><c>estimate-results</c> [7].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record EstimateResults(IsoIll.EstimateResults Value) : ResultsExplanation;
}

/// <summary>The item can be supplied under a condition. ISO 10161-1 <c>Conditional-Results</c>.</summary>
public sealed record ConditionalResults
{
    /// <summary><c>conditions</c> [0], mandatory.</summary>
    public required Conditions Conditions { get; init; }

    /// <summary><c>date-for-reply</c> [1], optional.</summary>
    public string? DateForReply { get; init; }

    /// <summary><c>locations</c> [2], optional.</summary>
    public WireList<LocationInfo>? Locations { get; init; }

    /// <summary><c>proposed-delivery-service</c> untagged, optional.</summary>
    public DeliveryService? ProposedDeliveryService { get; init; }
}

/// <summary>The request may be tried again later. ISO 10161-1 <c>Retry-Results</c>.</summary>
public sealed record RetryResults
{
    /// <summary><c>reason-not-available</c> [0], optional.</summary>
    public ReasonNotAvailable? ReasonNotAvailable { get; init; }

    /// <summary><c>retry-date</c> [1], optional.</summary>
    public string? RetryDate { get; init; }

    /// <summary><c>locations</c> [2], optional.</summary>
    public WireList<LocationInfo>? Locations { get; init; }
}

/// <summary>The request is not filled. ISO 10161-1 <c>Unfilled-Results</c>.</summary>
public sealed record UnfilledResults
{
    /// <summary><c>reason-unfilled</c> [0], mandatory.</summary>
    public required ReasonUnfilled ReasonUnfilled { get; init; }

    /// <summary><c>locations</c> [1], optional.</summary>
    public WireList<LocationInfo>? Locations { get; init; }
}

/// <summary>Other libraries that may hold the item. ISO 10161-1 <c>Locations-Results</c>.</summary>
public sealed record LocationsResults
{
    /// <summary><c>reason-locs-provided</c> [0], optional.</summary>
    public ReasonLocsProvided? ReasonLocsProvided { get; init; }

    /// <summary><c>locations</c> [1], mandatory.</summary>
    public required WireList<LocationInfo> Locations { get; init; }
}

/// <summary>The item will be supplied. ISO 10161-1 <c>Will-Supply-Results</c>.</summary>
public sealed record WillSupplyResults
{
    /// <summary><c>reason-will-supply</c> [0], mandatory.</summary>
    public required ReasonWillSupply ReasonWillSupply { get; init; }

    /// <summary><c>supply-date</c> [1], optional.</summary>
    public string? SupplyDate { get; init; }

    /// <summary><c>return-to-address</c> [2], optional.</summary>
    public PostalAddress? ReturnToAddress { get; init; }

    /// <summary><c>locations</c> [3], optional.</summary>
    public WireList<LocationInfo>? Locations { get; init; }

    /// <summary><c>electronic-delivery-service</c> [4], optional.</summary>
    public ElectronicDeliveryService? ElectronicDeliveryService { get; init; }
}

/// <summary>The item was put on hold for the requester. ISO 10161-1 <c>Hold-Placed-Results</c>.</summary>
public sealed record HoldPlacedResults
{
    /// <summary><c>estimated-date-available</c> [0], mandatory.</summary>
    public required string EstimatedDateAvailable { get; init; }

    /// <summary><c>hold-placed-medium-type</c> [1], optional.</summary>
    public MediumType? HoldPlacedMediumType { get; init; }

    /// <summary><c>locations</c> [2], optional.</summary>
    public WireList<LocationInfo>? Locations { get; init; }
}

/// <summary>What the service would cost. ISO 10161-1 <c>Estimate-Results</c>.</summary>
public sealed record EstimateResults
{
    /// <summary><c>cost-estimate</c> [0], mandatory.</summary>
    public required IllString CostEstimate { get; init; }

    /// <summary><c>locations</c> [1], optional.</summary>
    public WireList<LocationInfo>? Locations { get; init; }
}

/// <summary>A library that may hold the item. ISO 10161-1 <c>Location-Info</c>.</summary>
public sealed record LocationInfo
{
    /// <summary><c>location-id</c> [0], mandatory.</summary>
    public required SystemId LocationId { get; init; }

    /// <summary><c>location-address</c> [1], optional.</summary>
    public SystemAddress? LocationAddress { get; init; }

    /// <summary><c>location-note</c> [2], optional.</summary>
    public IllString? LocationNote { get; init; }
}

/// <summary>
///  Which optional messages the responder can send and wants to get. ISO 10161-1
/// <c>Responder-Optional-Messages-Type</c>.
/// </summary>
public sealed record ResponderOptionalMessagesType
{
    /// <summary><c>can-send-SHIPPED</c> [0], mandatory.</summary>
    public required bool CanSendShipped { get; init; }

    /// <summary><c>can-send-CHECKED-IN</c> [1], mandatory.</summary>
    public required bool CanSendCheckedIn { get; init; }

    /// <summary><c>responder-RECEIVED</c> [2], mandatory.</summary>
    public required MessagePreference ResponderReceived { get; init; }

    /// <summary><c>responder-RETURNED</c> [3], mandatory.</summary>
    public required MessagePreference ResponderReturned { get; init; }
}

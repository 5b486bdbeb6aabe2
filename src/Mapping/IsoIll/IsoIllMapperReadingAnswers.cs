using System.Diagnostics;
using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.IsoIll.IsoIllMapperValues;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>Reading: ILL-Answer and Shipped.</summary>
internal sealed partial class IsoIllMapperReading
{
    private const string Explanation = "results-explanation";

    private IllMessage.Answer? Answer(MessageHeader header, IllAnswerApdu wire)
    {
        LoseAny(wire.ResponderSpecificResults, "responder-specific-results");
        LoseAny(wire.SupplementalItemDescription, "supplemental-item-description");
        LoseAny(wire.SendToList, "send-to-list");
        LoseAny(wire.AlreadyTriedList, "already-tried-list");
        if (wire.ResultsExplanation is { } explanation && (int)KindOf(explanation) != (int)wire.TransactionResults)
        {
            Refuse(Explanation, "does not belong to transaction-results");
            return null;
        }

        return new IllMessage.Answer
        {
            Header = header,
            Result = Result(wire),
            Messages = Messages(wire.ResponderOptionalMessages),
            Note = ReadText(wire.ResponderNote),
        };
    }

    private static TransactionResults KindOf(ResultsExplanation explanation) => explanation switch
    {
        ResultsExplanation.ConditionalResults => TransactionResults.Conditional,
        ResultsExplanation.RetryResults => TransactionResults.Retry,
        ResultsExplanation.UnfilledResults => TransactionResults.Unfilled,
        ResultsExplanation.LocationsResults => TransactionResults.LocationsProvided,
        ResultsExplanation.WillSupplyResults => TransactionResults.WillSupply,
        ResultsExplanation.HoldPlacedResults => TransactionResults.HoldPlaced,
        ResultsExplanation.EstimateResults => TransactionResults.Estimate,
        _ => throw new UnreachableException(),
    };

    private AnswerResult Result(IllAnswerApdu wire) => wire.ResultsExplanation switch
    {
        ResultsExplanation.ConditionalResults { Value: var value } => Conditional(value),
        ResultsExplanation.RetryResults { Value: var value } => new AnswerResult.Retry(
            (ReasonUnfilled?)(int?)value.ReasonNotAvailable,
            Date(value.RetryDate, $"{Explanation}.retry-results.retry-date"))
        { Locations = Locations(value.Locations, $"{Explanation}.retry-results") },
        ResultsExplanation.UnfilledResults { Value: var value } => new AnswerResult.Unfilled(
            value.ReasonUnfilled)
        { Locations = Locations(value.Locations, $"{Explanation}.unfilled-results") },
        ResultsExplanation.LocationsResults { Value: var value } => new AnswerResult.LocationsProvided(
            (ReasonUnfilled?)(int?)value.ReasonLocsProvided)
        { Locations = Locations(value.Locations, $"{Explanation}.locations-results") },
        ResultsExplanation.WillSupplyResults { Value: var value } => WillSupply(value),
        ResultsExplanation.HoldPlacedResults { Value: var value } => new AnswerResult.HoldPlaced(
            Date(value.EstimatedDateAvailable, $"{Explanation}.hold-placed-results.estimated-date-available"),
            (Canonical.MediumType?)(int?)value.HoldPlacedMediumType)
        { Locations = Locations(value.Locations, $"{Explanation}.hold-placed-results") },
        ResultsExplanation.EstimateResults { Value: var value } => new AnswerResult.Estimate(
            ReadText(value.CostEstimate) ?? "")
        { Locations = Locations(value.Locations, $"{Explanation}.estimate-results") },
        _ => Unexplained(wire.TransactionResults),
    };

    private AnswerResult.Conditional Conditional(ConditionalResults value)
    {
        LoseAny(value.ProposedDeliveryService, $"{Explanation}.conditional-results.proposed-delivery-service");
        return new AnswerResult.Conditional(
            (Condition)(int)value.Conditions,
            Date(value.DateForReply, $"{Explanation}.conditional-results.date-for-reply"))
        { Locations = Locations(value.Locations, $"{Explanation}.conditional-results") };
    }

    private AnswerResult.WillSupply WillSupply(WillSupplyResults value)
    {
        const string Element = $"{Explanation}.will-supply-results";
        LoseAny(value.ElectronicDeliveryService, $"{Element}.electronic-delivery-service");
        return new AnswerResult.WillSupply(
            value.ReasonWillSupply, Date(value.SupplyDate, $"{Element}.supply-date"))
        {
            ReturnTo = Postal(value.ReturnToAddress, $"{Element}.return-to-address"),
            Locations = Locations(value.Locations, Element),
        };
    }

    /// <summary>A result without its explanation still says yes or no; what it lacks is "other".</summary>
    private AnswerResult Unexplained(TransactionResults result)
    {
        if (result is not (TransactionResults.Retry or TransactionResults.HoldPlaced))
            Lose(Explanation, LossKind.Defaulted, "missing; the reason is taken for 'other'");
        return result switch
        {
            TransactionResults.Conditional => new AnswerResult.Conditional(Condition.Other, null),
            TransactionResults.Retry => new AnswerResult.Retry(null, null),
            TransactionResults.Unfilled => new AnswerResult.Unfilled(ReasonUnfilled.Other),
            TransactionResults.LocationsProvided => new AnswerResult.LocationsProvided(null),
            TransactionResults.WillSupply => new AnswerResult.WillSupply(ReasonWillSupply.Other, null),
            TransactionResults.HoldPlaced => new AnswerResult.HoldPlaced(null, null),
            TransactionResults.Estimate => new AnswerResult.Estimate(""),
            _ => throw new UnreachableException(),
        };
    }

    private IllMessage.Shipped Shipped(MessageHeader header, ShippedApdu wire)
    {
        LoseAny(Address(wire.ResponderAddress), "responder-address");
        LoseAny(wire.IntermediaryId, "intermediary-id");
        LoseAny(wire.ClientId, "client-id");
        LoseAny(wire.SupplementalItemDescription, "supplemental-item-description");
        if (wire.TransactionType != TransactionType.Simple)
            Lose("transaction-type", LossKind.Dropped, "every transaction is carried out as simple");
        var (barcode, note) = TakeLine(ReadText(wire.ResponderNote), BarcodeLine);
        return new IllMessage.Shipped
        {
            Header = header,
            ServiceType = (ServiceType)(int)wire.ShippedServiceType,
            Supply = Supply(wire.SupplyDetails),
            Supplier = PartyOf(wire.SupplierId, "supplier-id"),
            ReturnTo = Postal(wire.ReturnToAddress, "return-to-address"),
            Messages = Messages(wire.ResponderOptionalMessages),
            Barcode = barcode,
            Note = note,
        };
    }

    private Canonical.SupplyDetails Supply(SupplyDetails wire)
    {
        const string Element = "supply-details";
        return new Canonical.SupplyDetails
        {
            ShippedOn = Date(wire.DateShipped, $"{Element}.date-shipped"),
            Due = Due(wire.DateDue, $"{Element}.date-due"),
            ChargeableUnits = Number(wire.ChargeableUnits, $"{Element}.chargeable-units"),
            Cost = MoneyOf(wire.Cost, $"{Element}.cost"),
            Condition = (Condition?)(int?)wire.ShippedConditions,
            Via = ReadText((wire.ShippedVia as ShippedVia.PhysicalDelivery)?.Value),
            Electronic = ElectronicOf((wire.ShippedVia as ShippedVia.ElectronicDelivery)?.Value),
            InsuredFor = MoneyOf(wire.InsuredFor, $"{Element}.insured-for"),
            ReturnInsurance = MoneyOf(wire.ReturnInsuranceRequire, $"{Element}.return-insurance-require"),
            Units = [.. (wire.NoOfUnitsPerMedium ?? []).Select((entry, i) => new UnitsOfMedium(
                (Canonical.MediumType)(int)entry.Medium,
                Number(entry.NoOfUnits, $"{Element}.no-of-units-per-medium[{i}].no-of-units") ?? 0))],
        };
    }

    private ElectronicAddress? ElectronicOf(ElectronicDeliveryService? wire)
    {
        const string Element = "supply-details.shipped-via.electronic-delivery";
        if (wire is null)
            return null;
        LoseAny(wire.EDeliveryService, $"{Element}.e-delivery-service");
        LoseAny(wire.DocumentType, $"{Element}.document-type");
        LoseAny(ReadText(wire.EDeliveryDescription), $"{Element}.e-delivery-description");
        LoseAny(ReadText(wire.NameOrCode), $"{Element}.name-or-code");
        LoseAny(wire.DeliveryTime, $"{Element}.delivery-time");
        if (wire.EDeliveryDetails is EDeliveryDetails.EDeliveryAddress address)
            return Address(address.Value);
        var party = PartyOf((wire.EDeliveryDetails as EDeliveryDetails.EDeliveryId)?.Value, Element);
        Lose($"{Element}.e-delivery-details", LossKind.Defaulted, "the name of the receiver is kept as an address");
        return party is null ? null : new ElectronicAddress(null, party.ToString());
    }
}

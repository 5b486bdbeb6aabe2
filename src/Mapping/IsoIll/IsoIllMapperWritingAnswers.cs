using System.Diagnostics;
using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.IsoIll.IsoIllMapperReading;
using static ResourceSharing.Mapping.IsoIll.IsoIllMapperValues;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>Writing: ILL-Answer, Shipped and Status-Or-Error-Report.</summary>
internal sealed partial class IsoIllMapperWriting
{
    private IllAnswerApdu Answer(IllMessage.Answer answer) => new()
    {
        ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
        TransactionResults = answer.Result.Kind,
        ResultsExplanation = Explain(answer.Result),
        ResponderOptionalMessages = Messages(answer.Messages),
        ResponderNote = Note(),
    };

    private ResultsExplanation Explain(AnswerResult result) => result switch
    {
        AnswerResult.Conditional conditional => new ResultsExplanation.ConditionalResults(new()
        {
            Conditions = (Conditions)(int)conditional.Condition,
            DateForReply = Date(conditional.ReplyBy),
            Locations = Locations(result),
        }),
        AnswerResult.Retry retry => new ResultsExplanation.RetryResults(new()
        {
            ReasonNotAvailable = retry.Reason is { } reason
                ? Code(reason, ReasonNotAvailable.Other, "reason") : null,
            RetryDate = Date(retry.On),
            Locations = Locations(result),
        }),
        AnswerResult.Unfilled unfilled => new ResultsExplanation.UnfilledResults(new()
        { ReasonUnfilled = unfilled.Reason, Locations = Locations(result) }),
        AnswerResult.LocationsProvided provided => new ResultsExplanation.LocationsResults(new()
        {
            ReasonLocsProvided = provided.Reason is { } reason
                ? Code(reason, ReasonLocsProvided.Other, "reason") : null,
            Locations = Locations(result) ?? [],
        }),
        AnswerResult.WillSupply will => new ResultsExplanation.WillSupplyResults(new()
        {
            ReasonWillSupply = will.Reason,
            SupplyDate = Date(will.On),
            ReturnToAddress = Postal(will.ReturnTo),
            Locations = Locations(result),
        }),
        AnswerResult.HoldPlaced hold => new ResultsExplanation.HoldPlacedResults(new()
        {
            EstimatedDateAvailable = EstimatedDate(hold.AvailableOn),
            HoldPlacedMediumType = Medium(hold.Medium, "medium"),
            Locations = Locations(result),
        }),
        AnswerResult.Estimate estimate => new ResultsExplanation.EstimateResults(new()
        { CostEstimate = WriteText(estimate.Cost) ?? "unknown", Locations = Locations(result) }),
        _ => throw new UnreachableException(),
    };

    private string EstimatedDate(DateOnly? on)
    {
        if (on is null)
            Lose("availableOn", LossKind.Defaulted, "mandatory in ISO; the day of the answer stands in");
        return WriteDate(on ?? message.Header.At.Date);
    }

    private ShippedApdu Shipped(IllMessage.Shipped shipped)
    {
        var details = Supply(shipped.Supply);
        if (WriteText(shipped.Barcode) is { } barcode)
            MoveToNote("barcode", BarcodeLine + barcode.Text);
        return new ShippedApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
            SupplierId = Id(shipped.Supplier),
            ShippedServiceType = (IllServiceType)(int)shipped.ServiceType,
            ResponderOptionalMessages = Messages(shipped.Messages),
            SupplyDetails = details,
            ReturnToAddress = Postal(shipped.ReturnTo),
            ResponderNote = Note(),
        };
    }

    private SupplyDetails Supply(Canonical.SupplyDetails supply) => new()
    {
        DateShipped = Date(supply.ShippedOn),
        DateDue = Due(supply.Due),
        ChargeableUnits = supply.ChargeableUnits,
        Cost = AmountOf(supply.Cost, "cost"),
        ShippedConditions = supply.Condition is { } condition
            ? Code(condition, ShippedConditions.Other, "condition") : null,
        ShippedVia = Via(supply),
        InsuredFor = AmountOf(supply.InsuredFor, "insured for"),
        ReturnInsuranceRequire = AmountOf(supply.ReturnInsurance, "return insurance"),
        NoOfUnitsPerMedium = supply.Units.Count == 0 ? null :
        [
            .. supply.Units.Select(unit => new UnitsPerMediumType
            { Medium = (SupplyMediumType)(int)unit.Medium, NoOfUnits = unit.Count }),
        ],
    };

    /// <summary>The wire has one way of shipping: the address of the file is what nobody could
    /// guess.</summary>
    private ShippedVia? Via(Canonical.SupplyDetails supply)
    {
        if (Address(supply.Electronic) is not { } address)
            return WriteText(supply.Via) is { } physical ? new ShippedVia.PhysicalDelivery(physical) : null;
        if (ReadText(supply.Via) is { } via)
            MoveToNote("supply.via", $"shipped via {via}");
        return new ShippedVia.ElectronicDelivery(new()
        { EDeliveryDetails = new EDeliveryDetails.EDeliveryAddress(address) });
    }

    private StatusOrErrorReportApdu Report(IllMessage.StatusOrErrorReport report)
    {
        var (status, error) = report.Report switch
        {
            Report.Status said => (Status(said), null),
            Report.Error said => (null, Error(said)),
            _ => ((StatusReport?)null, (ErrorReport?)null),
        };
        return new StatusOrErrorReportApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
            ReasonNoReport = report.Report is Report.None none ? none.Reason : null,
            StatusReport = status,
            ErrorReport = error,
            Note = Note(),
        };
    }

    private StatusReport Status(Report.Status status)
    {
        var (service, note) = MostRecent(status.History);
        return new StatusReport
        {
            ProviderStatusReport = status.State,
            UserStatusReport = new HistoryReport
            {
                DateRequested = Date(status.History.RequestedOn),
                Author = WriteText(status.History.Author),
                Title = WriteText(status.History.Title),
                AuthorOfArticle = WriteText(status.History.ArticleAuthor),
                TitleOfArticle = WriteText(status.History.ArticleTitle),
                DateOfLastTransition = WriteDate(status.History.LastTransitionOn),
                MostRecentService = service,
                DateOfMostRecentService = WriteDate(status.History.LastServiceOn),
                InitiatorOfMostRecentService = RequiredId(status.History.LastServiceBy),
                ShippedServiceType = (IllServiceType?)(int?)status.History.ShippedAs,
                TransactionResults = (TransactionResults?)(int?)status.History.AnsweredWith,
                MostRecentServiceNote = WriteText(note),
            },
        };
    }

    /// <summary>
    /// The module's list leaves out Overdue and Renew. Message claims least among what is left: a Recall or a
    /// Renew-Answer in their place would tell of something that did not happen. The note names the service.
    /// </summary>
    private (MostRecentService Service, string? Note) MostRecent(Canonical.HistoryReport history)
    {
        if (history.LastService is not (IllService.Overdue or IllService.Renew))
            return ((MostRecentService)(int)history.LastService, history.LastNote);
        var name = IsoCode.Name(history.LastService).ToUpperInvariant();
        Lose("history.lastService", LossKind.MovedToNote, $"the list of services lacks {name}; sent as MESSAGE");
        return (MostRecentService.Message, history.LastNote is { } note ? $"{name}: {note}" : name);
    }

    private ErrorReport Error(Report.Error error)
    {
        var user = UserError(error.Problem);
        return new ErrorReport
        {
            CorrelationInformation = WriteText(error.Correlation) ?? "unknown",
            ReportSource = user is null ? ReportSource.Provider : ReportSource.User,
            UserErrorReport = user,
            ProviderErrorReport = user is null ? ProviderError(error.Problem) : null,
        };
    }

    private static UserErrorReport? UserError(Problem problem) => problem switch
    {
        Problem.Unable unable => new UserErrorReport.UnableToPerform(unable.Kind),
        Problem.Security security => new UserErrorReport.SecurityProblem(WriteText(security.Text) ?? "not allowed"),
        Problem.AlreadyForwarded forwarded => new UserErrorReport.AlreadyForwarded(new()
        {
            ResponderId = RequiredId(forwarded.Responder),
            ResponderAddress = Address(forwarded.Address),
        }),
        Problem.CannotSendOnward => new UserErrorReport.IntermediaryProblem(IntermediaryProblem.CannotSendOnward),
        _ => null,
    };

    private ProviderErrorReport ProviderError(Problem problem) => problem switch
    {
        Problem.General general => new ProviderErrorReport.GeneralProblem(general.Kind),
        Problem.Transaction id => new ProviderErrorReport.TransactionIdProblem(id.Kind),
        Problem.StateTransitionProhibited prohibited => new ProviderErrorReport.StateTransitionProhibited(new()
        {
            ApduType = ApduTypeOf(prohibited.Service),
            CurrentState = prohibited.State,
        }),
        _ => throw new UnreachableException(),
    };

    /// <summary>To forward is a service, but not an APDU: what arrives is an ILL-Request.</summary>
    private IllApduType ApduTypeOf(IllService service)
    {
        if (service != IllService.Forward)
            return (IllApduType)(int)service;
        Lose("problem.service", LossKind.Defaulted, "forward has no APDU; sent as ILL-REQUEST");
        return IllApduType.IllRequest;
    }

    private WireList<AdditionalUserError> Faults(Problem problem)
    {
        if (problem is not Problem.Unable unable)
            return [];
        if (unable.Elements.Count > MaxListElements)
            Lose("problem.elements", LossKind.Dropped, $"only the first {MaxListElements} are sent");
        return [.. unable.Elements.Take(MaxListElements).Select(FaultOf)];
    }

    private static AdditionalUserError FaultOf(ElementFault fault)
    {
        if (WriteText(fault.Element) is not { } element)
            return new AdditionalUserError.Other(WriteText(fault.Text) ?? "unknown");
        return fault.Text == Missing
            ? new AdditionalUserError.MissingRequiredElement(element)
            : new AdditionalUserError.UnrecognizedData(
                new UnrecognizedData { Element = element, ExpectedFormat = WriteText(fault.Text) });
    }
}

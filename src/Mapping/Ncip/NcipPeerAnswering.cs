using System.Globalization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Answers a peer on its own connection. No words of a request are repeated in an answer, since clients search
/// answers for words.</summary>
internal sealed class NcipPeerAnswering(NcipInitiation asked, NcipPeerForm form)
{
    private const string Number = "RequestId/RequestIdentifierValue";

    private readonly NcipRequestId? id = NcipPeerReading.NumberOf(asked);

    public NcipResponse Answer(IllMessage? report) => report switch
    {
        IllMessage.RenewAnswer { Grants: true, Due: { } due } when asked is RenewItem =>
            ((RenewItemResponse)Success()) with { Pending = false, DateDue = NcipDate.Of(due.On), ItemId = Item() },
        IllMessage.RenewAnswer { Grants: false } when asked is RenewItem =>
            Failure(NcipProblemTypes.ItemNotRenewable, "The item is not renewed", "ItemId"),
        IllMessage.StatusOrErrorReport { Report: Report.Error error } => Failure(error.Problem),
        IllMessage.StatusOrErrorReport { Report: Report.Status { State: var state } } when asked is CancelRequestItem =>
            CancelAnswer(state),
        _ when asked is UnsupportedService unsupported => unsupported.Answer(),
        _ when IsKnown => Success(),
        _ => Failure(new Problem.General(GeneralProblem.UnrecognizedApdu)),
    };

    private bool IsKnown => asked is RequestItem or CancelRequestItem or RenewItem or RecallItem or ItemRequestCancelled
        or ItemShipped or ItemReceived or ItemRenewed or ItemRecalled or CirculationStatusUpdated;

    /// <summary>What has left cannot be cancelled any more, and a lender's request that still goes on after a cancellation is one
    /// whose cancellation was refused. (A lender that will not supply says so by the same message: after that, our
    /// request is pending with the next one, or has ended.) The Norwegian profile has no later message that could
    /// agree: while our staff have not decided, the answer is that the partner asks again.</summary>
    private NcipResponse CancelAnswer(CurrentState state) => state switch
    {
        CurrentState.Shipped or CurrentState.Received or CurrentState.RenewPending or CurrentState.NotReceivedOverdue
            or CurrentState.RenewOverdue or CurrentState.Overdue or CurrentState.Returned or CurrentState.CheckedIn
            or CurrentState.Recall or CurrentState.Lost =>
            Failure(NcipProblemTypes.RequestAlreadyProcessed, "The item has left already", Number),
        CurrentState.InProcess or CurrentState.Conditional =>
            Failure(NcipProblemTypes.RequestAlreadyProcessed, "The cancellation was refused; the request goes on", Number),
        CurrentState.CancelPending when form.Dialect == NcipPeerDialect.Nncipp =>
            Failure(NcipProblemTypes.TemporaryProcessingFailure, "Staff have to agree; ask again later", Number),
        _ => Success(),
    };

    private NcipResponse Success() => asked switch
    {
        RequestItem request => new RequestItemResponse
        {
            Header = asked.Header?.Answer(), RequestId = id, UserId = User(), RequestType = request.RequestType,
            RequestScopeType = request.RequestScopeType,
        },
        CancelRequestItem => new CancelRequestItemResponse { Header = asked.Header?.Answer(), RequestId = id, UserId = User() },
        RenewItem => new RenewItemResponse { Header = asked.Header?.Answer(), Pending = true },
        RecallItem => new RecallItemResponse { Header = asked.Header?.Answer(), ItemId = Item() },
        _ => new NotificationResponse(asked.Service) { Header = asked.Header?.Answer() },
    };

    /// <summary>What was wrong.</summary>
    public NcipResponse Failure(Problem problem)
    {
        var (type, detail, element) = Worded(problem);
        return Failure(type, detail, element);
    }

    private (string Type, string Detail, string? Element) Worded(Problem problem) => problem switch
    {
        Problem.Transaction { Kind: TransactionIdProblem.UnknownTransactionId } =>
            asked is RenewItem or RecallItem or ItemReceived or ItemRenewed or ItemRecalled or CirculationStatusUpdated
                && string.IsNullOrWhiteSpace(asked.RequestId?.Value)
                ? (NcipProblemTypes.UnknownItem, "Unknown Item", "ItemId")
                : (NcipProblemTypes.UnknownRequest, "Unknown Request", Number),
        // Not Duplicate Request: by that, clients know that what they repeat was taken.
        Problem.Transaction { Kind: TransactionIdProblem.DuplicateTransactionId } =>
            (NcipProblemTypes.ElementRuleViolated, "The number was used for another message or request", Number),
        Problem.Transaction => (NcipProblemTypes.ElementRuleViolated, "The number cannot be used", Number),
        Problem.StateTransitionProhibited prohibited => Prohibited(prohibited.State),
        Problem.Unable { Kind: UnableToPerform.ResourceLimitation } =>
            (NcipProblemTypes.TemporaryProcessingFailure, "Not possible now; try again later", null),
        Problem.Unable { Elements: [{ Element: "RequestId.RequestIdentifierValue" }, ..] } =>
            (NcipProblemTypes.NeededDataMissing, "The number of the request is missing", Number),
        Problem.Unable { Elements: [var fault, ..] } when fault.Element.Contains("responder-id", StringComparison.Ordinal) =>
            (NcipProblemTypes.UnknownAgency, "This library is not served here", "InitiationHeader/ToAgencyId"),
        Problem.Unable { Kind: UnableToPerform.NotAvailable } => (
            NcipProblemTypes.UnauthorizedServiceForAgency, "No requests are taken from this agency", "InitiationHeader/FromAgencyId"),
        Problem.Unable => (NcipProblemTypes.ElementRuleViolated, "The message cannot be carried out", null),
        Problem.Security => (
            NcipProblemTypes.UnknownAgency, "Unknown partner: the agency is not known here, or was not believed",
            "InitiationHeader/FromAgencyId"),
        Problem.General { Kind: GeneralProblem.UnrecognizedApdu } =>
            (NcipProblemTypes.UnsupportedService, "The service is not supported between peers", null),
        Problem.General => (NcipProblemTypes.InvalidMessageSyntaxError, "The message could not be read", null),
        Problem.AlreadyForwarded or Problem.CannotSendOnward =>
            (NcipProblemTypes.RequestAlreadyProcessed, "The request was passed on", Number),
        _ => (NcipProblemTypes.TemporaryProcessingFailure, "Not possible now; try again later", null),
    };

    /// <summary>Too early, or too late: before an item has left there is nothing that could be received or renewed.</summary>
    private (string Type, string Detail, string? Element) Prohibited(CurrentState state)
    {
        bool isTooEarly = asked is ItemShipped or ItemReceived or RenewItem or RecallItem or ItemRecalled or ItemRenewed
            && state is CurrentState.Pending or CurrentState.InProcess or CurrentState.Conditional
                or CurrentState.CancelPending or CurrentState.Cancelled or CurrentState.NotSupplied;
        return isTooEarly
            ? (NcipProblemTypes.ItemNotCheckedOut, "Item Not Checked Out", "ItemId")
            : (NcipProblemTypes.RequestAlreadyProcessed, "Request Already Processed", Number);
    }

    private NcipResponse Failure(string type, string detail, string? element)
    {
        NcipProblem problem = new()
        {
            Type = type,
            Detail = detail,
            Element = element is null ? $"//{asked.Name}" : string.Create(CultureInfo.InvariantCulture, $"//{asked.Name}/{element}"),
            Value = element is Number or "ItemId" ? id?.Value : null,
        };
        return asked switch
        {
            RequestItem => new RequestItemResponse { Header = asked.Header?.Answer(), Problems = [problem] },
            CancelRequestItem => new CancelRequestItemResponse { Header = asked.Header?.Answer(), Problems = [problem] },
            RenewItem => new RenewItemResponse { Header = asked.Header?.Answer(), Problems = [problem] },
            RecallItem => new RecallItemResponse { Header = asked.Header?.Answer(), Problems = [problem] },
            ItemRequested or ItemRequestCancelled or ItemShipped or ItemReceived or ItemCheckedOut or ItemCheckedIn
                or ItemRenewed or ItemRecalled or CirculationStatusUpdated =>
                new NotificationResponse(asked.Service) { Header = asked.Header?.Answer(), Problems = [problem] },
            _ => new GeneralResponse { Header = asked.Header?.Answer(), ServiceName = asked.Name, Problems = [problem] },
        };
    }

    /// <summary>A successful answer has to name a user: where the peer has named none, its agency stands for it.</summary>
    private NcipUserId User() => asked.UserId ?? new NcipUserId { Value = asked.Header?.FromAgencyId?.Value ?? "unknown" };

    private NcipItemId Item() => asked.ItemId ?? NcipPeerItems.OfRequest(id ?? new NcipRequestId { Value = "unknown" });
}

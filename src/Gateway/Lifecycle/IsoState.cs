using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>How a request looks to a partner who asks: ISO's Current-State and history, and the same in words. The
/// correspondence is our proposal, since no source shows the official one. Source: lifecycle reference 4.2.</summary>
public static class IsoState
{
    /// <summary>The state that a status query is answered with.</summary>
    public static CurrentState Of(RequestState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Side == Side.Borrowing ? OfBorrowing(state) : OfLending(state);
    }

    /// <summary>The history that goes with it.</summary>
    public static HistoryReport History(RequestState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var last = state.LastService
            ?? new LastService(IllService.IllRequest, DateOnly.FromDateTime(state.CreatedAt.DateTime), state.Side == Side.Borrowing, null);
        var other = state.Counterpart ?? new Party { Name = state.Partner ?? "unknown" };
        var citation = state.Content.Citation;
        return new HistoryReport
        {
            RequestedOn = state.SentOn ?? DateOnly.FromDateTime(state.CreatedAt.DateTime),
            Author = citation.Author,
            Title = citation.Title,
            ArticleAuthor = citation.ArticleAuthor,
            ArticleTitle = citation.ArticleTitle,
            LastTransitionOn = state.LastTransitionOn,
            LastService = last.Service,
            LastServiceOn = last.On,
            LastServiceBy = last.ByUs ? new Party { Symbol = state.OurSymbol } : other,
            ShippedAs = state.SuppliedAs,
            AnsweredWith = state.AnsweredWith,
            LastNote = last.Note,
        };
    }

    /// <summary>A report in words, for a note.</summary>
    public static string Describe(Report report) => report switch
    {
        Report.Status status =>
            $"The partner reports {IsoCode.Name(status.State)} ({IsoCode.Number(status.State)}), last service " +
            $"{IsoCode.Name(status.History.LastService)} on {status.History.LastServiceOn:yyyy-MM-dd}.",
        Report.Error error => $"The partner reports an error in \"{error.Correlation}\": {Describe(error.Problem)}",
        Report.None none => $"The partner gives no report ({IsoCode.Name(none.Reason)}).",
        _ => throw new ArgumentOutOfRangeException(nameof(report), report, "not a report of this set"),
    };

    /// <summary>A problem in words.</summary>
    public static string Describe(Problem problem) => problem switch
    {
        Problem.General general => $"{IsoCode.Words(general.Kind)}.",
        Problem.Transaction transaction => $"{IsoCode.Words(transaction.Kind)}.",
        Problem.StateTransitionProhibited prohibited =>
            $"{IsoCode.Name(prohibited.Service)} is not possible there while the state is {IsoCode.Name(prohibited.State)}.",
        Problem.Unable { Elements: [] } unable => $"unable to perform: {IsoCode.Words(unable.Kind)}.",
        Problem.Unable unable => $"unable to perform: {IsoCode.Words(unable.Kind)} (" +
            $"{string.Join("; ", unable.Elements.Select(element => $"{element.Element}: {element.Text}"))}).",
        Problem.Security security => $"security problem: {security.Text}.",
        Problem.AlreadyForwarded forwarded => $"already forwarded to {forwarded.Responder}.",
        Problem.CannotSendOnward => "the intermediary cannot send onward.",
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "not a problem of this set"),
    };

    private static CurrentState OfBorrowing(RequestState state) => state.Status switch
    {
        Status.Rejected or Status.Expired => CurrentState.NotSupplied,
        Status.BadCitation => CurrentState.NotSupplied,
        Status.RequestSent or Status.RequestAccepted or Status.Claimed or Status.CancelNotAccepted => CurrentState.Pending,
        Status.WillSupply or Status.AutoWillSupply => CurrentState.InProcess,
        Status.Conditional => CurrentState.Conditional,
        Status.CancelReply => CurrentState.CancelPending,
        Status.Cancelled or Status.CancelledByPatron or Status.CancelledByStaff or Status.ExternallyObtained =>
            CurrentState.Cancelled,
        Status.ShippedPhysically or Status.ShippedDigitally or Status.ReceiveDigitallyReply => CurrentState.Shipped,
        Status.ReceivedPhysically or Status.ReceivedDigitally or Status.ReceivedNotForLoan or Status.Loaned
            or Status.Renewed or Status.RenewNotAccepted or Status.ReturnedByPatron => CurrentState.Received,
        Status.DamagedCommunicated or Status.Damaged => state.ReceivedOn is null ? CurrentState.Shipped : CurrentState.Received,
        Status.Reactivated => Reopened(state, CurrentState.Unknown),
        Status.MediatedRenewal => CurrentState.RenewPending,
        Status.RenewRequested => state.IsOverdue ? CurrentState.RenewOverdue : CurrentState.RenewPending,
        Status.OverdueItem => state.ReceivedOn is null ? CurrentState.NotReceivedOverdue : CurrentState.Overdue,
        Status.RecalledBor => CurrentState.Recall,
        Status.ReturnedToPartner => CurrentState.Returned,
        Status.LenderCheckIn => CurrentState.CheckedIn,
        Status.RequestCompleted or Status.Delivered or Status.History =>
            state.IsCopy() ? CurrentState.Received : CurrentState.CheckedIn,
        Status.LostCommunicated or Status.ReportLost or Status.DeclaredLost or Status.LostAndFeePaid => CurrentState.Lost,
        _ => CurrentState.Unknown,
    };

    private static CurrentState OfLending(RequestState state) => state.Status switch
    {
        Status.Rejected or Status.Expired => CurrentState.NotSupplied,
        Status.RequestCreatedLend or Status.NonExpiring or Status.LocateFailed or Status.BeingProcessed
            or Status.PendingAutoReject or Status.WillSupply => CurrentState.InProcess,
        Status.Conditional => CurrentState.Conditional,
        Status.CancelReply => CurrentState.CancelPending,
        Status.Cancelled => CurrentState.Cancelled,
        Status.ShippedPhysically or Status.ShippedDigitally or Status.Damaged => CurrentState.Shipped,
        Status.Reactivated => Reopened(state, CurrentState.InProcess),
        Status.ReceivedByPartner => CurrentState.Received,
        Status.RenewalResponse => state.ReceivedOn is null ? CurrentState.Shipped : CurrentState.Received,
        Status.ReturnedByPartner => CurrentState.Returned,
        Status.RenewRequested or Status.PatronRenewal or Status.StaffRenewal =>
            state.IsOverdue ? CurrentState.RenewOverdue : CurrentState.RenewPending,
        Status.OverdueItem => state.ReceivedOn is null ? CurrentState.NotReceivedOverdue : CurrentState.Overdue,
        Status.RecalledLend or Status.BorrowerRecall => CurrentState.Recall,
        Status.LenderCheckIn => CurrentState.CheckedIn,
        Status.RequestCompleted => state.IsCopy() ? CurrentState.Shipped : CurrentState.CheckedIn,
        Status.Lost => CurrentState.Lost,
        _ => CurrentState.Unknown,
    };

    /// <summary>An item that was supplied is where it was; before that there is nothing but the request.</summary>
    private static CurrentState Reopened(RequestState state, CurrentState unsupplied) =>
        !state.WasSupplied() ? unsupplied
        : state.ReceivedOn is null ? CurrentState.Shipped
        : CurrentState.Received;
}

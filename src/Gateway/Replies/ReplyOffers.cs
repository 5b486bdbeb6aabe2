using System.Collections.Immutable;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Replies;

/// <summary>What a partner can say about a request now, and where it stands for the partner.</summary>
internal static class ReplyOffers
{
    private static readonly Status[] Unanswered =
        [Status.RequestSent, Status.RequestAccepted, Status.Claimed, Status.CancelNotAccepted];

    private static readonly Status[] Promised = [Status.AutoWillSupply, Status.WillSupply];

    private static readonly Status[] Asked = [.. Unanswered, .. Promised, Status.Conditional];

    private static readonly Status[] Gone = [Status.ReturnedByPartner, Status.LenderCheckIn, Status.Lost];

    /// <summary>The answers that make sense in the status and that the rule would carry out, in the order of a request's
    /// life. The rule is pure, so it is simply asked.</summary>
    public static ImmutableArray<ReplyAction> Of(RequestState state, string partner, Network network, DateTimeOffset now) =>
        IsWith(state, partner)
            ? [.. Enum.GetValues<ReplyAction>().Where(action => Fits(action, state) && IsPossible(action, state, network, now))]
            : [];

    /// <summary>Is the request with that partner now?</summary>
    public static bool IsWith(RequestState state, string partner) =>
        string.Equals(state.Partner, partner, StringComparison.OrdinalIgnoreCase);

    /// <summary>Has the partner ever had the request?</summary>
    public static bool Knows(RequestState state, string partner) => IsWith(state, partner)
        || state.Rota.Any(leg => string.Equals(leg.Partner, partner, StringComparison.OrdinalIgnoreCase)
            && leg.Outcome is not (LegOutcome.Waiting or LegOutcome.Skipped or LegOutcome.NotOwned));

    /// <summary>The name, among the words of pages, of how the request stands for the partner.</summary>
    public static string Situation(RequestState state, string partner) =>
        !IsWith(state, partner) ? "page.is-elsewhere"
        : state.Side == Side.Borrowing ? OfLender(state)
        : OfBorrower(state);

    private static bool IsPossible(ReplyAction action, RequestState state, Network network, DateTimeOffset now)
    {
        var transaction = state.Transaction ?? new TransactionId { GroupQualifier = "", Qualifier = "" };
        var sample = new ReplyAnswer { Note = "?", Due = DateOnly.FromDateTime(now.DateTime) };
        return sample.ToMessage(action, transaction, now) is not { } message
            || network.Decide(state, new RequestEvent.Arrived(message) { At = now, By = "" }) is Decision.Moved;
    }

    private static bool Fits(ReplyAction action, RequestState state) => action == ReplyAction.Question
        ? !StatusCatalog.Info(state.Side, state.Status).IsFinal
        : state.Side == Side.Borrowing ? FitsLender(action, state) : FitsBorrower(action, state);

    private static bool FitsLender(ReplyAction action, RequestState state) => action switch
    {
        ReplyAction.WillSupply => Asked.Except(Promised).Contains(state.Status) || state.Status == Status.AutoWillSupply,
        ReplyAction.Shipped => Asked.Contains(state.Status) || state.Status == Status.CancelReply,
        ReplyAction.CannotSupply => Asked.Contains(state.Status),
        ReplyAction.Conditional => Asked.Contains(state.Status) && state.Status != Status.Conditional,
        ReplyAction.Upload => Asked.Contains(state.Status)
            && state.Content.Services.Contains(ServiceType.CopyNonReturnable),
        ReplyAction.CancelYes or ReplyAction.CancelNo => state.Status == Status.CancelReply,
        ReplyAction.RenewYes or ReplyAction.RenewNo => state.Status == Status.RenewRequested,
        ReplyAction.CheckedIn => state.Status == Status.ReturnedToPartner,
        _ => false,
    };

    private static bool FitsBorrower(ReplyAction action, RequestState state)
    {
        var phase = StatusCatalog.Info(Side.Lending, state.Status).Phase;
        var isOut = phase == Phase.Tracking && !Gone.Contains(state.Status);
        return action switch
        {
            ReplyAction.Accept or ReplyAction.Decline => state.Status == Status.Conditional,
            ReplyAction.Cancel => phase == Phase.BeforeShipping && state.Status != Status.CancelReply,
            ReplyAction.Received => state.Status is Status.ShippedPhysically or Status.ShippedDigitally,
            ReplyAction.Renew => isOut && state.SuppliedAs == ServiceType.Loan
                && state.Status is not (Status.RenewRequested or Status.PatronRenewal or Status.StaffRenewal
                    or Status.RecalledLend or Status.BorrowerRecall),
            ReplyAction.Returned => isOut && state.SuppliedAs == ServiceType.Loan,
            ReplyAction.Lost => isOut,
            ReplyAction.Damaged => isOut && state.Status != Status.Damaged,
            _ => false,
        };
    }

    private static string OfLender(RequestState state) => state.Status switch
    {
        Status.AutoWillSupply or Status.RequestSent or Status.RequestAccepted or Status.Claimed
            or Status.CancelNotAccepted => "page.is-asked",
        Status.WillSupply => "page.is-promised",
        Status.Conditional => "page.is-conditional",
        Status.Rejected => "page.is-refused",
        Status.CancelReply => "page.is-cancelling",
        Status.ShippedPhysically or Status.ShippedDigitally or Status.ReceiveDigitallyReply => "page.is-shipped",
        Status.RenewRequested => "page.is-renewing",
        Status.OverdueItem => "page.is-overdue",
        Status.RecalledBor => "page.is-recalled",
        Status.ReturnedToPartner => "page.is-returned",
        Status.LostCommunicated or Status.ReportLost or Status.DeclaredLost or Status.LostAndFeePaid => "page.is-lost",
        Status.DamagedCommunicated or Status.Damaged => "page.is-damaged",
        _ when StatusCatalog.Info(Side.Borrowing, state.Status).Phase != Phase.Tracking => "page.is-over",
        Status.LenderCheckIn => "page.is-over",
        _ => "page.is-received",
    };

    private static string OfBorrower(RequestState state) => state.Status switch
    {
        Status.WillSupply => "page.yours-promised",
        Status.Conditional => "page.yours-conditional",
        Status.CancelReply => "page.yours-cancelling",
        Status.ShippedPhysically or Status.ShippedDigitally => "page.yours-shipped",
        Status.RenewRequested or Status.PatronRenewal or Status.StaffRenewal => "page.yours-renewing",
        Status.OverdueItem => "page.yours-overdue",
        Status.RecalledLend or Status.BorrowerRecall => "page.yours-recalled",
        Status.ReturnedByPartner => "page.yours-returned",
        Status.Lost => "page.yours-lost",
        Status.Damaged => "page.yours-damaged",
        Status.LenderCheckIn => "page.is-over",
        _ => StatusCatalog.Info(Side.Lending, state.Status).Phase switch
        {
            Phase.Closed => "page.is-over",
            Phase.Tracking => "page.yours-received",
            _ => "page.yours-open",
        },
    };
}

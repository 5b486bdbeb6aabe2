using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>
/// A gateway between two libraries: requests of a partner whose file says <c>relay</c> are passed on to others, each in its
/// own protocol. Such a request has a twin: the lending one for the library that asks, the borrowing one for those that we
/// ask. What happens to one of them is carried out at the other in the same unit of work.
/// </summary>
internal static class Relay
{
    /// <summary>In whose name it acts.</summary>
    public const string By = "relay";

    /// <summary>Passes a request on that has just come in.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="lending">The request, stored already.</param>
    /// <param name="route">Who is asked.</param>
    /// <param name="partner">The library that asks.</param>
    /// <param name="network">Ours.</param>
    /// <param name="at">When.</param>
    /// <param name="message">The message that it came with.</param>
    /// <returns>The request to others as it is then, and whether anything was queued.</returns>
    public static (RequestState Twin, bool IsQueued) Begin(
        IUnitOfWork work, RequestState lending, RelayRoute route, Partner partner, Network network, DateTimeOffset at,
        long message)
    {
        var number = work.NextRequestNumber();
        var content = lending.Content with { Patron = null, IsForwarded = true };
        var borrowing = NewRequest.Borrowing(
            number, network.RequestId(number), content, [], network.OurSymbols[0], at) with
        {
            Owner = lending.Owner, Twin = lending.Number, Rota = route.Legs,
            Partner = route.Legs is [var first, ..] ? first.Partner : null,
        };
        work.InsertRequest(borrowing);
        work.UpdateRequest(lending with { Version = lending.Version + 1, Twin = number });
        work.AppendHistory(new HistoryEntry(number, at, "passed-on", null, borrowing.Status, By,
            $"Passed on for {partner.Config.Name}: {lending.Id}.{route.Why}", message));
        var action = route.AsksCatalogues ? StaffAction.Locate : StaffAction.Send;
        var send = new RequestEvent.Staff(action, ActionFields.None) { At = at, By = By };
        var isQueued = Carry(work, borrowing, send, message, network, LossReport.None);
        return (work.FindRequest(number)!, isQueued);
    }

    /// <summary>Carries out at the twin what has happened to a request.</summary>
    public static bool PassOn(
        IUnitOfWork work, Status before, RequestState after, RequestEvent @event, long? message, Network network)
    {
        if (after.Twin is not { } number || work.FindRequest(number) is not { } twin
            || (@event.By == By && !IsWaitedFor(after, twin)))
        {
            return false;
        }

        var plan = RelaySteps.Of(@event, before, after, twin, By);
        var isPassedOn = plan.Events.Aggregate(false, (isQueued, step) =>
            isQueued | Carry(work, work.FindRequest(number)!, step, message, network, plan.Losses));

        // The library that asks corrects its citation in a new request; nobody would ever correct this one.
        var close = new RequestEvent.Staff(StaffAction.Cancel, ActionFields.None) { At = @event.At, By = By };
        return after is { Side: Side.Borrowing, Status: Status.BadCitation }
            ? isPassedOn | Carry(work, work.FindRequest(after.Number)!, close, message, network, LossReport.None)
            : isPassedOn;
    }

    /// <summary>A copy is complete here once it is shipped, so that its receipt changes nothing; the supplier waits for it all
    /// the same.</summary>
    public static bool PassReceiptOn(
        IUnitOfWork work, RequestState lending, RequestEvent.Arrived @event, long message, Network network) =>
        @event.Message is IllMessage.Received && lending is { Side: Side.Lending, Twin: { } number }
        && work.FindRequest(number) is { Side: Side.Borrowing, ReceivedOn: null }
        && PassOn(work, lending.Status, lending, @event, message, network);

    /// <summary>What we have done ourselves at one side does not go back to where it came from, but for one thing: the library
    /// that asks waits for the answer to its cancellation, and nobody else will give one where the request ended at
    /// once.</summary>
    private static bool IsWaitedFor(RequestState after, RequestState twin) =>
        after.Side == Side.Borrowing && twin.Status == Status.CancelReply;

    private static bool Carry(
        IUnitOfWork work, RequestState state, RequestEvent @event, long? message, Network network, LossReport losses)
    {
        var (text, isQueued) = network.Decide(state, @event) switch
        {
            Decision.Moved moved => (null, DecisionWriter.Write(work, state, moved, @event, message, network)),
            Decision.Ignored ignored => (ignored.Text, false),
            Decision.Prohibited prohibited => (prohibited.Text, false),
            Decision.Invalid invalid => (invalid.Text, false),
            var other => throw new InvalidOperationException($"Not a decision of this set: {other}"),
        };
        if (text is not null)
        {
            work.AppendHistory(DecisionWriter.Line(state, state.Status, $"Not passed on: {text}", @event, message));
        }

        foreach (var loss in losses.Losses)
        {
            work.AppendHistory(DecisionWriter.Line(
                state, state.Status, $"Not passed on: {loss.Field}, since {loss.Detail}.", @event, message));
        }

        return isQueued;
    }
}

/// <summary>Who is asked for a request that is passed on.</summary>
/// <param name="Legs">The partners, in order.</param>
/// <param name="AsksCatalogues">True when catalogues are asked first.</param>
/// <param name="Why">Why these in this order, with a blank in front; empty where the partner's file names them.</param>
internal sealed record RelayRoute(IReadOnlyList<RotaLeg> Legs, bool AsksCatalogues, string Why)
{
    /// <summary>As the file of the library that asks has it.</summary>
    public static RelayRoute Of(IReadOnlyList<string> partners) =>
        new([.. partners.Select(partner => new RotaLeg(partner, LegOutcome.Waiting))], false, "");

    /// <summary>As a pod chooses.</summary>
    public static RelayRoute Of(PodRoute route, DateTimeOffset at) => new(
        [
            .. route.Lenders.Select(lender => new RotaLeg(lender.Partner, LegOutcome.Waiting)
            {
                Catalogue = lender.Holding == Holding.Owned
                    ? new CatalogueFinding(Holding.Owned, $"It {lender.Why}.", DateOnly.FromDateTime(at.DateTime))
                    : null,
            }),
        ],
        route.AsksCatalogues, $" {route.Explain()}");
}

using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>Writes what a decision says: the request, its history, the messages that follow. Everything that decides,
/// be it an arrival, a person or the calendar, ends here, inside one unit of work.</summary>
internal static class DecisionWriter
{
    /// <summary>Writes a decision that moves a request.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="before">The request as it was.</param>
    /// <param name="moved">The decision.</param>
    /// <param name="event">What happened.</param>
    /// <param name="message">The journal row behind it, where there is one.</param>
    /// <param name="network">The partners.</param>
    /// <param name="isSaidHere">Whether an effect goes back on the connection: it is left to the caller.</param>
    /// <returns>Whether anything was queued.</returns>
    public static bool Write(
        IUnitOfWork work, RequestState before, Decision.Moved moved, RequestEvent @event, long? message, Network network,
        Func<Effect, bool>? isSaidHere = null)
    {
        var notice = PatronNotices.After(work, before, WithDrift(moved.State, @event), @event, network, isSaidHere);
        work.UpdateRequest(notice.State);
        FileChanges.Write(work, before, moved.State, @event.At);
        RememberNumber(work, before, moved.State, @event.At, network);
        work.AppendHistory(Line(before, moved.State.Status, moved.Text, @event, message));
        var isQueued = Tell(work, notice, @event);
        foreach (var effect in moved.Effects.Where(effect => isSaidHere?.Invoke(effect) != true))
        {
            isQueued |= effect switch
            {
                Effect.Send send => Queue(work, Recipient(before, moved.State, send.Message), send.Message, @event.At, network),
                Effect.Answer answer => Queue(work, moved.State, answer.Message, @event.At, network),
                _ => throw new InvalidOperationException($"Nobody carries out {effect}."),
            };
        }

        return isQueued | Relay.PassOn(work, before.Status, moved.State, @event, message, network);
    }

    /// <summary>Writes what circulation has done, which is a fact: where the request cannot follow, its history says so. Nothing
    /// is sent: the system that manages the request has told us itself, or does its part by itself.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="state">The request.</param>
    /// <param name="event">What happened.</param>
    /// <param name="message">The journal row behind it.</param>
    /// <param name="network">The partners.</param>
    /// <param name="partnerReference">By what the other system knows the request, where that is not noted yet.</param>
    /// <returns>The request as it is then, and whether anything was queued.</returns>
    public static (RequestState State, bool IsQueued) WriteFact(
        IUnitOfWork work, RequestState state, RequestEvent @event, long message, Network network,
        string? partnerReference = null)
    {
        switch (Rules.Decide(state, @event, network.Profile(state), Suppliers.All))
        {
            case Decision.Moved moved:
                var named = moved.State with { PartnerReference = state.PartnerReference ?? partnerReference };
                var known = moved with { State = named };
                return (known.State, Write(work, state, known, @event, message, network, isSaidHere: _ => true));
            case Decision.Ignored ignored:
                return Unmoved(ignored.Text);
            case Decision.Prohibited prohibited:
                return Unmoved(prohibited.Text);
            case Decision.Invalid invalid:
                return Unmoved(invalid.Text);
            default:
                throw new InvalidOperationException("Not a decision of this set.");
        }

        (RequestState State, bool IsQueued) Unmoved(string text)
        {
            work.AppendHistory(Line(state, state.Status, text, @event, message));
            return (state, false);
        }
    }

    /// <summary>A system to which we have given a request names it by its own number when it asks our circulation.</summary>
    private static void RememberNumber(
        IUnitOfWork work, RequestState before, RequestState after, DateTimeOffset at, Network network)
    {
        if (after.PartnerReference is not { } number || number == before.PartnerReference
            || network.Find(after.Partner)?.Config.Channel.Settings.AsksCirculation != true)
        {
            return;
        }

        var subject = CirculationSubject.Within(CirculationSubject.Request(number), after.Partner);
        var known = work.FindSubject(subject);
        work.MarkSubject(subject, new SubjectMark(known?.Message ?? 0, known?.Previous ?? 0, after.Number, known?.At ?? at));
    }

    /// <summary>A report of the partner's state shows whether it differs from ours; after that, every change of ours shows
    /// whether it still does.</summary>
    private static RequestState WithDrift(RequestState state, RequestEvent @event)
    {
        var drift = @event is RequestEvent.Arrived { Message: IllMessage.StatusOrErrorReport { Report: Report.Status told } }
            ? StateDrifts.Compare(state, told.State, @event.At)
            : StateDrifts.Remaining(state);
        return drift == state.Drift ? state : state with { Drift = drift };
    }

    /// <summary>A line for a request's history.</summary>
    public static HistoryEntry Line(RequestState before, Status to, string text, RequestEvent @event, long? message) =>
        new(before.Number, @event.At, Name(before.Side, @event), before.Status, to, @event.By, text, message);

    /// <summary>The event's name in a history.</summary>
    public static string Name(Side side, RequestEvent @event) => @event switch
    {
        RequestEvent.Staff staff => IsoCode.Kebab(staff.Action.ToString()),
        RequestEvent.Arrived arrived => $"received:{IsoCode.Name(arrived.Message.Service)}",
        RequestEvent.Undeliverable { IsTakenBack: true } => "outbox:cancel",
        RequestEvent.Undeliverable failed => $"undeliverable:{IsoCode.Name(failed.Message.Service)}",
        _ => IsoCode.Kebab(EventKinds.Of(side, @event).ToString()),
    };

    private static bool Tell(IUnitOfWork work, PatronNotice notice, RequestEvent @event)
    {
        if (notice.Text is { } text)
        {
            var state = notice.State;
            work.AppendHistory(new HistoryEntry(
                state.Number, @event.At, PatronNotice.Event, state.Status, state.Status, @event.By, text, null));
        }

        if (notice.Entry is { } entry)
        {
            work.Enqueue(entry);
        }

        return notice.Entry is not null;
    }

    private static bool Queue(
        IUnitOfWork work, RequestState addressee, IllMessage message, DateTimeOffset at, Network network)
    {
        if (addressee.Partner is not { } partner || network.Find(partner)?.Config.Channel.Settings.Says(message) == false)
        {
            return false;
        }

        var addressed = Correspondence.Address(message, addressee, network);
        work.Enqueue(new OutboxEntry(addressee.Number, partner, addressed, at, at));
        return true;
    }

    /// <summary>A refusal to the old supplier and the request to the next one can follow from one decision: each message
    /// goes to the partner of its own transaction.</summary>
    private static RequestState Recipient(RequestState before, RequestState after, IllMessage message) =>
        message.Header.Transaction == before.Transaction && before.Transaction != after.Transaction ? before : after;
}

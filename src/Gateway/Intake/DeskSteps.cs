using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>
/// What our own staff do with an item at the desk of circulation, for the request that another system manages: it moves as it
/// does when that system tells of the same, and what that system has said about the item before is no longer the last word.
/// </summary>
internal static class DeskSteps
{
    private const string By = "desk";

    /// <summary>Writes it down, inside the unit of work of the action. Nothing, for an item that no other system has
    /// named.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="network">The partners.</param>
    /// <param name="item">The item as it was.</param>
    /// <param name="loan">The loan that it was in; null for none.</param>
    /// <param name="action">What was done.</param>
    /// <param name="at">When.</param>
    public static void Follow(
        IUnitOfWork work, Network network, LibraryItem item, Loan? loan, DeskAction action, DateTimeOffset at)
    {
        var subjects = SubjectsOf(item, loan).Where(subject => work.FindSubject(subject) is not null).ToArray();
        if (subjects.Length == 0)
        {
            return;
        }

        var state = RequestOf(work, item, loan);
        var message = work.AppendMessage(new JournalEntry
        {
            Direction = Direction.In, At = at, Protocol = "rest", Partner = JournalEntry.OurStaff, Request = state?.Number,
            Outcome = ArrivalOutcome.Applied, Raw = ReadOnlyMemory<byte>.Empty,
            Detail = $"At the desk: {IsoCode.Kebab(action.ToString())}",
        });
        foreach (var subject in subjects)
        {
            var known = work.FindSubject(subject)!;
            work.MarkSubject(subject, known with { Message = message, Previous = known.Message, At = at });
        }

        if (state is not null)
        {
            Move(work, network, state, item, Of(state, action, loan is not null, at), at, message);
        }
    }

    private static void Move(
        IUnitOfWork work, Network network, RequestState state, LibraryItem item, IReadOnlyList<RequestEvent> events,
        DateTimeOffset at, long message)
    {
        var current = state;
        if (events is [.., RequestEvent.Staff { Action: StaffAction.Return or StaffAction.CheckIn }])
        {
            var line = new HistoryEntry(state.Number, at, "desk", state.Status, state.Status, By, "", message);
            (current, var isAmongOthers) = RequestPieces.Remove(work, state, [item.Barcode], line);
            if (isAmongOthers)
            {
                return;
            }
        }

        foreach (var @event in events)
        {
            current = DecisionWriter.WriteFact(work, current, @event, message, network).State;
        }
    }

    private static IEnumerable<string> SubjectsOf(LibraryItem item, Loan? loan)
    {
        yield return CirculationSubject.Item(item.Barcode);
        if (item.Temporary?.NamedAs is { } named)
        {
            yield return CirculationSubject.Item(named);
        }

        if (RequestSubject(item, loan) is { } request)
        {
            yield return request;
        }
    }

    /// <summary>The request under which the item is here, or away.</summary>
    private static RequestState? RequestOf(IUnitOfWork work, LibraryItem item, Loan? loan)
    {
        var partner = item.Temporary?.Partner ?? loan?.Partner;
        var states = new[] { RequestSubject(item, loan), CirculationSubject.Item(item.Barcode) }
            .Select(subject => subject is null ? null : work.FindSubject(subject)?.Request)
            .Select(number => number is { } known ? work.FindRequest(known) : null);
        return states.FirstOrDefault(state => state is not null && state.Partner == partner);
    }

    private static string? RequestSubject(LibraryItem item, Loan? loan)
    {
        var (partner, request) = item.Temporary is { } temporary
            ? (temporary.Partner, temporary.Request) : (loan?.Partner, loan?.Request);
        return request is null ? null : CirculationSubject.Within(CirculationSubject.Request(request.Value), partner);
    }

    private static IReadOnlyList<RequestEvent> Of(RequestState state, DeskAction action, bool wasLent, DateTimeOffset at)
    {
        var lent = new RequestEvent.Internal(EventKind.LoanedToPatron, "Lent to the patron at the desk.") { At = at, By = By };
        var back = new RequestEvent.Internal(EventKind.ReturnedByPatron, "The patron brought it to the desk.")
        {
            At = at, By = By,
        };
        return (state.Side, action) switch
        {
            (Side.Borrowing, DeskAction.Fetch or DeskAction.CheckOut) => [lent],
            (Side.Borrowing, DeskAction.CheckIn) => [back],
            (Side.Borrowing, DeskAction.SendBack) when wasLent => [back, Act(StaffAction.Return, at)],
            (Side.Borrowing, DeskAction.SendBack) => [Act(StaffAction.Return, at)],
            (Side.Lending, DeskAction.CheckIn) => [Act(StaffAction.CheckIn, at)],
            _ => [],
        };
    }

    private static RequestEvent.Staff Act(StaffAction action, DateTimeOffset at) =>
        new(action, ActionFields.None) { At = at, By = By };
}

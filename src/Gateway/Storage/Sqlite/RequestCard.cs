using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>What stands on a request's card and is not simply one of its members. Days are day numbers.</summary>
internal static class RequestCard
{
    /// <summary>The day of its creation in the offset of its own point in time.</summary>
    public static int CreatedOn(RequestState state) => DateOnly.FromDateTime(state.CreatedAt.DateTime).DayNumber;

    /// <summary>Borrowing: the day on which the partner was asked, as long as nothing was shipped.</summary>
    public static int? SentOn(RequestState state) =>
        state.Side == Side.Borrowing && Info(state).Phase == Phase.BeforeShipping ? state.SentOn?.DayNumber : null;

    /// <summary>The day of the last overdue message, as long as the item is overdue.</summary>
    public static int? RemindedOn(RequestState state) => state.IsOverdue ? state.OverdueSentOn?.DayNumber : null;

    /// <summary>Borrowing: the day since which no supplier is known to hold it.</summary>
    public static int? UnlocatedOn(RequestState state) =>
        state is { Side: Side.Borrowing, Status: Status.LocateFailed } ? state.LastTransitionOn.DayNumber : null;

    /// <summary>The day on which it ended.</summary>
    public static int? EndedOn(RequestState state) => Info(state).IsFinal ? state.LastTransitionOn.DayNumber : null;

    /// <summary>Was the personal data removed since it ended?</summary>
    public static bool IsAnonymised(RequestState state) => state.AnonymisedOn is not null;

    private static StatusInfo Info(RequestState state) => StatusCatalog.Info(state.Side, state.Status);
}

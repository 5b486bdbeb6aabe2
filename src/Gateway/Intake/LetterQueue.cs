using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>What the staff are asked: a letter in their queue, and a request that shows it.</summary>
internal static class LetterQueue
{
    /// <summary>Stands for the number of a letter that is not in the journal yet.</summary>
    public const long NotYet = 0;

    /// <summary>Letters of which one request shows an alert; more are in the queue all the same.</summary>
    private const int MaxAlerts = 20;

    /// <summary>A letter for the queue.</summary>
    /// <param name="id">The number of its message.</param>
    /// <param name="letter">The letter.</param>
    /// <param name="statements">What it says, as it was weighed.</param>
    /// <param name="at">When it was taken over.</param>
    public static StaffLetter Of(
        long id, ReceivedLetter letter, IReadOnlyList<StaffStatement> statements, DateTimeOffset at) => new()
        {
            Id = id,
            At = at,
            Origin = letter.Origin,
            Kind = letter.Kind,
            Subject = LetterNotes.Cut(letter.Subject, 1000),
            Text = LetterNotes.Cut(letter.Text, StaffLetter.TextChars),
            Attachments = letter.Attachments,
            Statements = statements,
        };

    /// <summary>The next version of a request about which a letter waits.</summary>
    public static RequestState Shown(RequestState state, string reason, DateTimeOffset at, long letter = NotYet) =>
        state.Alerts.Count(alert => alert.Code == LetterNotes.WaitingAlert) >= MaxAlerts
            ? LetterNotes.Next(state, at) with { HasUnreadMessage = true }
            : LetterNotes.Alerted(
                LetterNotes.Next(state, at), LetterNotes.WaitingAlert, $"A letter waits for you: {reason}", at, letter);

    /// <summary>The request once the number of the letter is known.</summary>
    public static RequestState Numbered(RequestState state, long letter) => state.Alerts.All(alert => alert.Letter != NotYet)
        ? state
        : state with
        {
            Alerts = state.Alerts.Select(alert => alert.Letter == NotYet ? alert with { Letter = letter } : alert).ToArray(),
        };

    /// <summary>A line for the history of a request about a letter.</summary>
    public static HistoryEntry Line(
        RequestState state, string @event, string by, string text, DateTimeOffset at, long? message) =>
        new(state.Number, at, @event, state.Status, state.Status, by, text, message);

    /// <summary>Holds what goes out to a partner until an operator has looked; a hold that is there already stays.</summary>
    public static void Hold(IUnitOfWork work, string partner, string reason, DateTimeOffset at)
    {
        if (work.FindLaneHold(partner) is null)
        {
            work.SetLaneHold(partner, reason, at);
        }
    }

    /// <summary>Have more letters of a partner about a request come within the last hour than people write?</summary>
    public static bool IsLoop(
        IUnitOfWork work, Network network, string protocol, long request, string partner, DateTimeOffset at) =>
        work.CountArrivals(request, partner, protocol, at.AddHours(-1))
            >= network.Snapshot.Gateway.Mail.MaxLettersPerRequestPerHour;
}

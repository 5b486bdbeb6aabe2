using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>What a letter leaves on its request beside its meaning: the writer's words, and that somebody should look.</summary>
internal static class LetterNotes
{
    /// <summary>The code of the alert of a letter that waits for the staff.</summary>
    public const string WaitingAlert = "letter";

    private const string UnverifiedMark = " (unverified)";
    private const int MaxUnverified = 10;

    /// <summary>The next version of a request, with a note. A request without personal data has some again, and loses it
    /// again in its time.</summary>
    public static RequestState Next(RequestState state, DateTimeOffset at) =>
        state with { Version = state.Version + 1, UpdatedAt = at, AnonymisedOn = null };

    /// <summary>The request with the writer's words, unless a note holds them already.</summary>
    /// <param name="state">The request.</param>
    /// <param name="before">As it was before the letter.</param>
    /// <param name="words">What the writer wrote; may be blank.</param>
    /// <param name="by">Whose words they are.</param>
    /// <param name="at">Now.</param>
    public static RequestState WithWords(
        RequestState state, RequestState before, string words, string by, DateTimeOffset at)
    {
        if (LifecycleRules.Text(words) is not { } text)
        {
            return state;
        }

        var last = before.Notes.Count == 0 ? 0 : before.Notes[^1].Number;
        var isKept = state.Notes.Any(note => note.Number > last && note.Kind == NoteKind.FromPartner
            && note.Text.Trim() == text);
        return isKept
            ? state
            : state with { Notes = state.WithNote(NoteKind.FromPartner, text, at, by), AnonymisedOn = null };
    }

    /// <summary>The request with a note of the gateway.</summary>
    public static RequestState WithSystemNote(RequestState state, string text, DateTimeOffset at, string by) =>
        state with { Notes = state.WithNote(NoteKind.System, text, at, by), AnonymisedOn = null };

    /// <summary>The request with an alert, and an unread message.</summary>
    public static RequestState Alerted(RequestState state, string code, string text, DateTimeOffset at, long? letter = null)
    {
        var alerted = TaskRules.Alerted(state, code, text, at);
        return alerted with
        {
            HasUnreadMessage = true,
            Alerts = [.. alerted.Alerts.SkipLast(1), alerted.Alerts[^1] with { Letter = letter }],
        };
    }

    /// <summary>The request without the alert of a letter, on which somebody has worked.</summary>
    public static RequestState WithoutAlert(RequestState state, long letter) => state with
    {
        Alerts = state.Alerts.Where(alert => alert.Code != WaitingAlert || alert.Letter != letter).ToArray(),
    };

    /// <summary>Whose words they are when nothing proves it.</summary>
    public static string Unverified(LetterOrigin origin) => Cut(origin.From ?? "unknown sender", 200) + UnverifiedMark;

    /// <summary>Has it as many notes of strangers as it may have? Further ones would push out what others wrote; their
    /// letters are in the queue all the same.</summary>
    public static bool HasManyUnverified(RequestState state) =>
        state.Notes.Count(note => note.By.EndsWith(UnverifiedMark, StringComparison.Ordinal)) >= MaxUnverified;

    /// <summary>At most so many characters.</summary>
    public static string Cut(string text, int chars) => text.Length <= chars ? text : text[..(chars - 2)] + " …";
}

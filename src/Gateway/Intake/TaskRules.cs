using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>What staff do with a request as a task of theirs: nothing of it is known to the partner or to the rules of
/// the lifecycle.</summary>
internal enum TaskAction
{
    /// <summary>Take it on, or give it to somebody (<c>to</c>).</summary>
    Assign = 1,

    /// <summary>Make it nobody's task.</summary>
    Release,

    /// <summary>Give it to somebody else (<c>to</c>, <c>internalNote</c>).</summary>
    Reassign,

    /// <summary>Write an internal note (<c>internalNote</c>), or one to the partner (<c>note</c>).</summary>
    AddNote,

    /// <summary>A note was worked on (<c>number</c>); without a number, all of them.</summary>
    DismissNote,

    /// <summary>The partner's message was read.</summary>
    DismissMessage,

    /// <summary>An alert was worked on (<c>number</c>); without a number, all of them.</summary>
    DismissAlert,

    /// <summary>Replace the citation before anybody was asked (<c>citation</c>).</summary>
    EditCitation,

    /// <summary>A book is a journal after all, or the other way round (<c>citationType</c>).</summary>
    ChangeType,

    /// <summary>A slip was printed.</summary>
    MarkPrinted,

    /// <summary>It stood in a slip report.</summary>
    MarkReported,

    /// <summary>Borrowing: how its copyright stands (<c>copyrightStatus</c>).</summary>
    SetCopyrightStatus,
}

/// <summary>What staff say with it.</summary>
internal sealed record TaskFields
{
    /// <summary>Assign, reassign: the member of staff.</summary>
    public string? To { get; init; }

    /// <summary>Assign, reassign: whether that member of staff gets a mail; when left out, where a mailbox is
    /// known.</summary>
    public bool? Notify { get; init; }

    /// <summary>Add-note: to the partner.</summary>
    public string? Note { get; init; }

    /// <summary>Add-note, reassign: for our staff.</summary>
    public string? InternalNote { get; init; }

    /// <summary>Add-note: waits to be worked on; true when left out.</summary>
    public bool? Active { get; init; }

    /// <summary>Dismiss-note, dismiss-alert: which.</summary>
    public int? Number { get; init; }

    /// <summary>Edit-citation: what is wanted.</summary>
    public Citation? Citation { get; init; }

    /// <summary>Set-copyright-status: the code.</summary>
    public string? CopyrightStatus { get; init; }

    /// <summary>Change-type: of what kind it is.</summary>
    public ItemType? CitationType { get; init; }
}

/// <summary>What became of it.</summary>
/// <param name="State">The request afterwards; null when something stood against it.</param>
/// <param name="Text">What was done, or why nothing was.</param>
/// <param name="Field">What was wrong; null when it is the request that does not allow it.</param>
internal sealed record TaskResult(RequestState? State, string Text, string? Field = null);

/// <summary>Tasks, notes, alerts, corrections. Pure but for the look-up of a repeat.</summary>
internal static class TaskRules
{
    /// <summary>Carries it out; version and time are the caller's.</summary>
    public static TaskResult Apply(RequestState state, TaskAction action, TaskFields fields, string user, DateTimeOffset at) =>
        action switch
        {
            TaskAction.Assign => Assign(state, fields.To ?? user),
            TaskAction.Release => state.AssignedTo is { } before
                ? new TaskResult(state with { AssignedTo = null }, $"Released; it was {before}'s task.")
                : new TaskResult(null, "It is nobody's task already."),
            TaskAction.Reassign => fields.To is null
                ? new TaskResult(null, "Say in to whose task it is from now on.", "to")
                : WithInternalNote(Assign(state, fields.To), fields.InternalNote, user, at),
            TaskAction.AddNote => AddNote(state, fields, user, at),
            TaskAction.DismissNote => DismissNotes(state, fields.Number),
            TaskAction.DismissMessage => state.HasUnreadMessage
                ? new TaskResult(state with { HasUnreadMessage = false }, "Marked as read.")
                : new TaskResult(null, "No message of the partner waits to be read."),
            TaskAction.DismissAlert => DismissAlerts(state, fields.Number),
            TaskAction.EditCitation => EditCitation(state, fields.Citation),
            TaskAction.ChangeType => ChangeType(state, fields.CitationType),
            TaskAction.SetCopyrightStatus => SetCopyrightStatus(state, fields.CopyrightStatus),
            TaskAction.MarkPrinted => new TaskResult(state with { PrintedOn = Day(at) }, "A slip was printed."),
            TaskAction.MarkReported => new TaskResult(state with { ReportedOn = Day(at) }, "It stood in a slip report."),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "not an action of this set"),
        };

    /// <summary>A new request that repeats an earlier one of the same patron says so; it is never refused.</summary>
    public static RequestState FlagRepeat(IUnitOfWork work, RequestState fresh, TimeSpan window, DateTimeOffset at) =>
        window > TimeSpan.Zero && work.FindRepeated(fresh, at - window) is { } earlier
            ? Alerted(fresh with { DuplicateOf = earlier.Id }, "duplicate",
                $"The same patron asked for the same on {earlier.CreatedAt:yyyy-MM-dd}: {earlier.Id}.", at)
            : fresh;

    /// <summary>The request with one more alert.</summary>
    public static RequestState Alerted(RequestState state, string code, string text, DateTimeOffset at) =>
        LifecycleRules.Alerted(state, code, text, at);

    /// <summary>Whether the library has such a code, the caller has looked up.</summary>
    private static TaskResult SetCopyrightStatus(RequestState state, string? status) => (state.Side, status) switch
    {
        (Side.Lending, _) => new TaskResult(null, "Only a borrowing request has a copyright status."),
        (_, null) => new TaskResult(null, "Say the copyright status in copyrightStatus.", "copyrightStatus"),
        _ => new TaskResult(state with { CopyrightStatus = status }, $"Copyright status: {status}."),
    };

    private static TaskResult Assign(RequestState state, string to) =>
        string.Equals(state.AssignedTo, to, StringComparison.Ordinal)
            ? new TaskResult(null, $"It is {to}'s task already.")
            : new TaskResult(state with { AssignedTo = to }, $"Assigned to {to}.");

    private static TaskResult WithInternalNote(TaskResult result, string? note, string user, DateTimeOffset at) =>
        result.State is { } state && LifecycleRules.Text(note) is { } text
            ? result with { State = state with { Notes = state.WithNote(NoteKind.Internal, text, at, user, isActive: true) } }
            : result;

    /// <summary>Before anybody was asked, a note to the partner waits for the request; afterwards it is a general
    /// message.</summary>
    private static TaskResult AddNote(RequestState state, TaskFields fields, string user, DateTimeOffset at)
    {
        var (toPartner, ours) = (LifecycleRules.Text(fields.Note), LifecycleRules.Text(fields.InternalNote));
        if (toPartner is null && ours is null)
        {
            return new TaskResult(null, "Say the note in internalNote, or in note for the partner.", "internalNote");
        }

        if (toPartner is not null && (state.Side == Side.Lending || state.Transaction is not null))
        {
            return new TaskResult(null, "The partner is in the conversation already: send it a general-message.", "note");
        }

        var isActive = fields.Active != false;
        var noted = ours is null ? state : state with { Notes = state.WithNote(NoteKind.Internal, ours, at, user, isActive) };
        var both = toPartner is null
            ? noted
            : noted with { Notes = noted.WithNote(NoteKind.ToPartner, toPartner, at, user) };
        return new TaskResult(both, toPartner is null ? "Note added." : "Note added; the partner gets it with the request.");
    }

    private static TaskResult DismissNotes(RequestState state, int? number)
    {
        if (!state.Notes.Any(note => note.IsActive && (number is null || note.Number == number)))
        {
            var known = string.Join(", ", state.Notes.Where(note => note.IsActive).Select(note => note.Number));
            return new TaskResult(null, known.Length == 0 ? "It has no active note." : $"Active notes are {known}.",
                number is null ? null : "number");
        }

        return new TaskResult(state with
        {
            Notes = state.Notes.Select(note => number is null || note.Number == number ? note with { IsActive = false } : note).ToArray(),
        }, number is null ? "All notes dismissed." : $"Note {number} dismissed.");
    }

    private static TaskResult DismissAlerts(RequestState state, int? number)
    {
        var left = state.Alerts.Where(alert => number is not null && alert.Number != number).ToArray();
        if (left.Length == state.Alerts.Count)
        {
            var known = string.Join(", ", state.Alerts.Select(alert => alert.Number));
            return new TaskResult(null, known.Length == 0 ? "It has no alert." : $"Its alerts are {known}.",
                number is null ? null : "number");
        }

        return new TaskResult(state with { Alerts = left }, number is null ? "All alerts dismissed." : $"Alert {number} dismissed.");
    }

    private static TaskResult EditCitation(RequestState state, Citation? citation) =>
        WhyFixed(state) is { } why ? new TaskResult(null, why)
        : citation is null ? new TaskResult(null, "Say in citation what is wanted, with all its fields.", "citation")
        : citation == new Citation() || citation.DisplayTitle == new Citation().DisplayTitle
            ? new TaskResult(null, "A citation has a title, articleTitle or journalTitle.", "citation.title")
        : new TaskResult(state with { Content = state.Content with { Citation = citation } }, "Citation replaced.");

    private static TaskResult ChangeType(RequestState state, ItemType? type) =>
        WhyFixed(state) is { } why ? new TaskResult(null, why)
        : type is not { } wanted ? new TaskResult(null, "Say in citationType what it is: BK or CR.", "citationType")
        : state.Content.Citation.ItemType == wanted ? new TaskResult(null, $"It is {IsoCode.Name(wanted)} already.", "citationType")
        : new TaskResult(
            state with { Content = state.Content with { Citation = state.Content.Citation with { ItemType = wanted } } },
            $"It is {IsoCode.Name(wanted)} now; all other fields stay.");

    private static string? WhyFixed(RequestState state) => state switch
    {
        { Side: Side.Lending } => "The citation is the borrower's: only it can change what it asked for.",
        { Transaction: not null } => "A partner has been asked for it: the citation can be changed only before that.",
        _ => StatusCatalog.Info(state.Side, state.Status).Phase == Phase.BeforeSending
            ? null
            : "The citation can be changed only before the request is sent.",
    };

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.DateTime);
}

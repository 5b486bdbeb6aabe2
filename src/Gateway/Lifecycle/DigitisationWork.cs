using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>When an approval is needed. Source: lifecycle reference 8, digitisation and copyright rules.</summary>
public enum ApprovalMode
{
    /// <summary>In parallel to the digitisation: work begins at once, and the file waits for the approval.</summary>
    Parallel = 1,

    /// <summary>The approval comes first: nothing begins before it.</summary>
    Blocking,

    /// <summary>Nobody is asked: the approval is recorded as given, with its reason, and work begins at once.</summary>
    Automatic,
}

/// <summary>What is approved.</summary>
public enum ApprovalKind
{
    /// <summary>That the request is carried out.</summary>
    Approval = 1,

    /// <summary>That copyright allows it.</summary>
    Copyright,
}

/// <summary>How an approval stands.</summary>
public enum ApprovalState
{
    /// <summary>Nobody has decided.</summary>
    Pending = 1,

    /// <summary>Given.</summary>
    Approved,

    /// <summary>Refused.</summary>
    Rejected,
}

/// <summary>An approval that a digitisation needs.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="State">How it stands.</param>
/// <param name="By">Who decided; null while nobody has.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ApprovalTask(
    ApprovalKind Kind, ApprovalState State, string? By = null, DateTimeOffset? At = null, string? Reason = null);

/// <summary>How the file reaches the reader.</summary>
public enum DigitisationTarget
{
    /// <summary>With the message.</summary>
    Attachment = 1,

    /// <summary>Behind a link.</summary>
    Link,
}

/// <summary>How far a work order is.</summary>
public enum WorkStage
{
    /// <summary>Waits for its approval before anything begins.</summary>
    Blocked = 1,

    /// <summary>The department works on it; the file may be there already and wait for the approval.</summary>
    InProcess,

    /// <summary>The file was delivered.</summary>
    Completed,

    /// <summary>It came to nothing.</summary>
    Cancelled,
}

/// <summary>What became of the file.</summary>
public enum HeldFile
{
    /// <summary>There is none yet.</summary>
    None = 0,

    /// <summary>It is there, and nobody outside may have it.</summary>
    Held,

    /// <summary>It was delivered.</summary>
    Released,

    /// <summary>It must not exist any more.</summary>
    Deleted,
}

/// <summary>What staff said when they put in a file that has to wait.</summary>
/// <param name="File">The file, where the gateway itself carries it.</param>
/// <param name="Complete">Is the request complete with it?</param>
/// <param name="Note">To the partner.</param>
/// <param name="Cost">What it costs.</param>
public sealed record HeldShipment(OfferedFile? File, bool? Complete, string? Note, Money? Cost);

/// <summary>What the digitisation rules say about a request, before work begins.</summary>
public sealed record DigitisationPlan
{
    /// <summary>The code of the department that does it.</summary>
    public required string Department { get; init; }

    /// <summary>The name of the rule that fits.</summary>
    public required string Rule { get; init; }

    /// <summary>Days after which the work ends by itself; null for never.</summary>
    public int? WorkDays { get; init; }

    /// <summary>What has to be approved.</summary>
    public IReadOnlyList<ApprovalKind> Needs { get; init; } = [];

    /// <summary>When.</summary>
    public ApprovalMode Mode { get; init; } = ApprovalMode.Parallel;

    /// <summary>Automatic approval: why nobody is asked.</summary>
    public string? Reason { get; init; }

    /// <summary>How the file is delivered.</summary>
    public DigitisationTarget Target { get; init; } = DigitisationTarget.Attachment;

    /// <summary>Link: how often it can be opened; null for no limit of the rule's.</summary>
    public int? MaxViews { get; init; }
}

/// <summary>A work order for a digitisation.</summary>
public sealed record DigitisationWork
{
    /// <summary>The code of the department.</summary>
    public required string Department { get; init; }

    /// <summary>The rule that fitted.</summary>
    public required string Rule { get; init; }

    /// <summary>The day on which it was ordered.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>Days that the department has; null without a limit.</summary>
    public int? WorkDays { get; init; }

    /// <summary>The last day of the work time.</summary>
    public DateOnly? DueBy { get; init; }

    /// <summary>When the approvals are needed.</summary>
    public ApprovalMode Mode { get; init; } = ApprovalMode.Parallel;

    /// <summary>The approvals; empty when none is needed.</summary>
    public IReadOnlyList<ApprovalTask> Tasks { get; init; } = [];

    /// <summary>How the file is delivered.</summary>
    public DigitisationTarget Target { get; init; } = DigitisationTarget.Attachment;

    /// <summary>Link: how often it can be opened; null for no limit of the rule's.</summary>
    public int? MaxViews { get; init; }

    /// <summary>How far it is.</summary>
    public WorkStage Stage { get; init; } = WorkStage.InProcess;

    /// <summary>What became of the file.</summary>
    public HeldFile File { get; init; } = HeldFile.None;

    /// <summary>The shipment that waits for the approval; null when none does.</summary>
    public HeldShipment? Held { get; init; }

    /// <summary>Was the department told that its time is nearly over?</summary>
    public bool IsWarned { get; init; }

    /// <summary>Is there still something to do about it?</summary>
    public bool IsOpen => Stage is WorkStage.Blocked or WorkStage.InProcess;

    /// <summary>Does an approval wait for somebody?</summary>
    public bool IsApprovalPending => IsOpen && Tasks.Any(task => task.State == ApprovalState.Pending);

    /// <summary>Is there an approval that was not given, whether it still can be or not?</summary>
    public bool IsUnapproved => Tasks.Any(task => task.State != ApprovalState.Approved);

    /// <summary>Was an approval refused?</summary>
    public bool IsRefused => Tasks.Any(task => task.State == ApprovalState.Rejected);
}

/// <summary>Codes of the copyright status that the gateway itself sets; a library may have more.
/// Source: lifecycle reference 8; of the codes only APPROVED is shown by a source.</summary>
public static class CopyrightCodes
{
    /// <summary>Allowed.</summary>
    public const string Approved = "APPROVED";

    /// <summary>Waits for somebody.</summary>
    public const string Pending = "PENDING";

    /// <summary>Not allowed.</summary>
    public const string Rejected = "REJECTED";
}

using System.ComponentModel;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>A digitisation department.</summary>
internal sealed record DepartmentView
{
    public DepartmentView(DepartmentConfig department, DepartmentCounts counts)
    {
        Code = department.Code;
        Name = department.Name;
        Description = department.Description;
        Level = IsoCode.Kebab(department.Level.ToString());
        Library = department.Library;
        WorkTimeDays = department.WorkTimeDays;
        ServedLibraries = department.ServedLibraries;
        Operators = department.Operators;
        Contact = department.Contact;
        Open = counts.Open;
        AwaitingApproval = counts.AwaitingApproval;
        Late = counts.Late;
    }

    public string Code { get; }

    public string Name { get; }

    public string? Description { get; }

    [Description("institution, library or desk.")]
    public string Level { get; }

    [Description("Our library that it belongs to; null for the institution's.")]
    public string? Library { get; }

    [Description("Days after which a request that was not filled ends by itself; null for never.")]
    public int? WorkTimeDays { get; }

    [Description("Our libraries that it works for; empty for all, or its own one.")]
    public IReadOnlyList<string> ServedLibraries { get; }

    public IReadOnlyList<string> Operators { get; }

    public string? Contact { get; }

    [Description("Work orders that are not done.")]
    public long Open { get; }

    [Description("Of these, those with an approval that waits.")]
    public long AwaitingApproval { get; }

    [Description("Of these, those whose work time has passed.")]
    public long Late { get; }
}

/// <summary>A request in a queue of digitisation.</summary>
internal sealed record WorkItem
{
    public WorkItem(RequestState state, DateOnly today)
    {
        Request = new RequestItem(state, today);
        Digitisation = state.Digitisation is { } work ? new DigitisationView(work) : null;
        Part = PartView.Of(state.Content);
        CopyrightStatus = state.CopyrightStatus;
    }

    public RequestItem Request { get; }

    [Description("The work order; null where a borrowing request waits for its copyright approval.")]
    public DigitisationView? Digitisation { get; }

    [Description("What is wanted of the item.")]
    public PartView? Part { get; }

    public string? CopyrightStatus { get; }
}

/// <summary>A work order for a digitisation.</summary>
internal sealed record DigitisationView
{
    public DigitisationView(DigitisationWork work)
    {
        Department = work.Department;
        Rule = work.Rule;
        Stage = IsoCode.Kebab(work.Stage.ToString());
        Since = work.Since;
        DueBy = work.DueBy;
        Mode = IsoCode.Kebab(work.Mode.ToString());
        Tasks = work.Tasks.Select(task => new ApprovalView(
            IsoCode.Kebab(task.Kind.ToString()), IsoCode.Kebab(task.State.ToString()), task.By, task.At, task.Reason)).ToArray();
        File = IsoCode.Kebab(work.File.ToString());
        Target = IsoCode.Kebab(work.Target.ToString());
        MaximumViews = work.MaxViews;
    }

    public string Department { get; }

    [Description("The digitisation rule that fitted.")]
    public string Rule { get; }

    [Description("blocked (waits for its approval), in-process, completed or cancelled.")]
    public string Stage { get; }

    public DateOnly Since { get; }

    [Description("The last day of the work time.")]
    public DateOnly? DueBy { get; }

    [Description("parallel, blocking or automatic.")]
    public string Mode { get; }

    [Description("The approvals that it needs.")]
    public IReadOnlyList<ApprovalView> Tasks { get; }

    [Description("none, held (until it is approved), released or deleted.")]
    public string File { get; }

    [Description("attachment or link.")]
    public string Target { get; }

    [Description("Link: how often it can be opened.")]
    public int? MaximumViews { get; }
}

/// <summary>An approval.</summary>
internal sealed record ApprovalView(
    [property: Description("approval or copyright.")] string Kind,
    [property: Description("pending, approved or rejected.")] string State, string? By, DateTimeOffset? At, string? Reason);

/// <summary>What is wanted of an item.</summary>
internal sealed record PartView
{
    private PartView(RequestedPart part)
    {
        Chapters = part.Chapters;
        FullChapter = part.IsFullChapter;
        Pages = part.Pages.Select(range => new PageRangeView(range.From, range.To)).ToArray();
        RequiredPages = part.RequiredPages;
        TotalPages = part.TotalPages;
        TotalChapters = part.TotalChapters;
        IncludesImages = part.HasImages;
    }

    [Description("Chapters by number.")]
    public string? Chapters { get; }

    [Description("Whole chapters are wanted.")]
    public bool FullChapter { get; }

    public IReadOnlyList<PageRangeView> Pages { get; }

    [Description("How many pages are wanted, counted from the pages; null when they cannot be counted.")]
    public int? RequiredPages { get; }

    [Description("Pages of the whole item.")]
    public int? TotalPages { get; }

    [Description("Chapters of the whole item.")]
    public int? TotalChapters { get; }

    public bool? IncludesImages { get; }

    /// <summary>Of a request: what was said, else what its pages as cited tell; null when the whole item is wanted.</summary>
    public static PartView? Of(IllRequest content) => content switch
    {
        { Part: { } part } => new PartView(part),
        { IsPartial: true, Citation.Pages: var pages } => new PartView(new RequestedPart { Pages = PageRange.ReadAll(pages) }),
        _ => null,
    };
}

/// <summary>Pages from one to another.</summary>
internal sealed record PageRangeView(string From, string To);

using System.ComponentModel;
using System.Text.Json.Serialization;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>A request in a list.</summary>
internal record RequestItem
{
    // The same members in the same order in lists and details, before those that only details have.
    private const int First = -1;

    /// <summary>From the stored request.</summary>
    public RequestItem(RequestState state, DateOnly today)
    {
        var (citation, info) = (state.Content.Citation, StatusCatalog.Info(state.Side, state.Status));
        Id = state.Id;
        Role = Words.Of(state.Side);
        Status = info.Code;
        StatusLabel = info.Label;
        Partner = state.Partner;
        Owner = state.Owner;
        Title = citation.DisplayTitle;
        Author = citation.ArticleTitle is null ? citation.Author : citation.ArticleAuthor ?? citation.Author;
        ExternalId = state.ExternalId;
        CreatedAt = state.CreatedAt;
        UpdatedAt = state.UpdatedAt;
        DueDate = state.DueOn;
        NeededBy = state.Content.NeededBy;
        Barcode = state.Barcode;
        Unread = state.HasUnreadMessage;
        AssignedTo = state.AssignedTo;
        DaysInStatus = Math.Max(0, today.DayNumber - state.LastTransitionOn.DayNumber);
        ActiveNotes = state.Notes.Count(note => note.IsActive);
        AlertCount = state.Alerts.Count;
        DuplicateOf = state.DuplicateOf;
        PrintedOn = state.PrintedOn;
        ReportedOn = state.ReportedOn;
    }

    [Description("Our number, like HOME0000042."), JsonPropertyOrder(First)]
    public string Id { get; }

    [Description("borrower or lender."), JsonPropertyOrder(First)]
    public string Role { get; }

    [Description("The status as a code, like SHIPPED_PHYSICALLY."), JsonPropertyOrder(First)]
    public string Status { get; }

    [Description("The status in words."), JsonPropertyOrder(First)]
    public string StatusLabel { get; }

    [Description("The partner who has it now; null while there is none."), JsonPropertyOrder(First)]
    public string? Partner { get; }

    [Description("Our library that it belongs to."), JsonPropertyOrder(First)]
    public string? Owner { get; }

    [Description("The article's title where there is one, else the book's or journal's."),
        JsonPropertyOrder(First)]
    public string Title { get; }

    [JsonPropertyOrder(First)]
    public string? Author { get; }

    [Description("The number under which both libraries know it: the borrower's."), JsonPropertyOrder(First)]
    public string ExternalId { get; }

    [JsonPropertyOrder(First)]
    public DateTimeOffset CreatedAt { get; }

    [JsonPropertyOrder(First)]
    public DateTimeOffset UpdatedAt { get; }

    [JsonPropertyOrder(First)]
    public DateOnly? DueDate { get; }

    [JsonPropertyOrder(First)]
    public DateOnly? NeededBy { get; }

    [JsonPropertyOrder(First)]
    public string? Barcode { get; }

    [Description("A message of the partner waits to be read."), JsonPropertyOrder(First)]
    public bool Unread { get; }

    [Description("Whose task it is; null while it is nobody's."), JsonPropertyOrder(First)]
    public string? AssignedTo { get; }

    [Description("Days since the last change of status."), JsonPropertyOrder(First)]
    public int DaysInStatus { get; }

    [Description("Notes that wait to be worked on."), JsonPropertyOrder(First)]
    public int ActiveNotes { get; }

    [Description("Alerts that wait to be looked at."), JsonPropertyOrder(First)]
    public int AlertCount { get; }

    [Description("The earlier request of the same patron for the same thing."), JsonPropertyOrder(First)]
    public string? DuplicateOf { get; }

    [Description("When a slip was printed last."), JsonPropertyOrder(First)]
    public DateOnly? PrintedOn { get; }

    [Description("When it stood in a slip report last."), JsonPropertyOrder(First)]
    public DateOnly? ReportedOn { get; }
}

/// <summary>Everything about a request.</summary>
internal sealed record RequestDetail : RequestItem
{
    /// <summary>From the stored request.</summary>
    public RequestDetail(RequestState state, Network network, IReadOnlyList<HistoryEntry> history,
        DateTimeOffset now, string? text)
        : base(state, DateOnly.FromDateTime(now.DateTime))
    {
        Text = text;
        var current = IsoState.Of(state);
        CurrentState = new CodeView(IsoCode.Number(current), IsoCode.Name(current));
        AvailableActions = Api.AvailableActions.Of(state, network, now);
        Content = new ContentView(state.Content);
        Dates = new DatesView(state, network);
        Rota = state.Rota.Select(leg => new LegView(leg)).ToArray();
        RotaTemplate = state.RotaTemplate;
        OwnCatalogue = state.OwnCatalogue is { } finding ? new CatalogueView(finding) : null;
        LocatedTitle = state.LocatedTitle;
        FoundTitles = state.FoundTitles;
        Transaction = state.Transaction is { } transaction ? new TransactionView(transaction) : null;
        PartnerReference = state.PartnerReference;
        Digitisation = state.Digitisation is { } work ? new DigitisationView(work) : null;
        CopyrightStatus = state.CopyrightStatus;
        CopyrightDeclaredOn = state.CopyrightDeclaredOn;
        PatronGroup = state.PatronGroup;
        Condition = state.Condition is { } condition ? IsoCode.Name(condition) : null;
        SuppliedAs = state.SuppliedAs is { } service ? IsoCode.Name(service) : null;
        Cost = state.Cost;
        Renewable = state.Renewable;
        Overdue = state.IsOverdue;
        ReturnTo = state.ReturnTo?.Lines().ToArray();
        Version = state.Version;
        Notes = state.Notes.Select(note => new NoteView(note)).ToArray();
        Alerts = state.Alerts.Select(alert => new AlertView(alert.Number, alert.At, alert.Code, alert.Text, alert.Letter)).ToArray();
        Drift = state.Drift is { } drift ? new DriftView(drift) : null;
        History = history.TakeLast(ApiLimits.HistoryLines).Select(line => new HistoryView(line)).ToArray();
    }

    [Description("After an action: what was done."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; }

    [Description("How the request stands in terms of ISO 10161.")]
    public CodeView CurrentState { get; }

    [Description("What staff can do now.")]
    public IReadOnlyList<string> AvailableActions { get; }

    public ContentView Content { get; }

    public DatesView Dates { get; }

    [Description("Borrowing: the suppliers in order, and what became of each.")]
    public IReadOnlyList<LegView> Rota { get; }

    [Description("The rota template that was assigned; null when staff named the suppliers.")]
    public string? RotaTemplate { get; }

    [Description("What our own catalogue said; null while it was not asked.")]
    public CatalogueView? OwnCatalogue { get; }

    [Description("Lending: the title that is wanted, once it is known which.")]
    public CatalogueTitle? LocatedTitle { get; }

    [Description("Lending: the titles that our own catalogue found; choose-title names one by its id.")]
    public IReadOnlyList<CatalogueTitle> FoundTitles { get; }

    public TransactionView? Transaction { get; }

    [Description("The partner's own number.")]
    public string? PartnerReference { get; }

    [Description("The digitisation that was ordered in our library.")]
    public DigitisationView? Digitisation { get; }

    [Description("Borrowing: how its copyright stands; null where that is not managed.")]
    public string? CopyrightStatus { get; }

    [Description("Borrowing: the day on which the copyright declaration was accepted.")]
    public DateOnly? CopyrightDeclaredOn { get; }

    [Description("Borrowing: the patron's group, as the request or circulation told it.")]
    public string? PatronGroup { get; }

    [Description("The condition that the lender made.")]
    public string? Condition { get; }

    [Description("loan or copy-non-returnable, once shipped.")]
    public string? SuppliedAs { get; }

    public Money? Cost { get; }

    public bool Renewable { get; }

    public bool Overdue { get; }

    [Description("Where the item goes back to, line by line.")]
    public IReadOnlyList<string>? ReturnTo { get; }

    [Description("Grows by one with every change.")]
    public int Version { get; }

    public IReadOnlyList<NoteView> Notes { get; }

    [Description("What somebody should look at.")]
    public IReadOnlyList<AlertView> Alerts { get; }

    [Description("How the partner's state differs from ours, as its last report shows.")]
    public DriftView? Drift { get; }

    [Description("What happened, oldest first; of a very long life the newest lines.")]
    public IReadOnlyList<HistoryView> History { get; }
}

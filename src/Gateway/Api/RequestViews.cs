using System.ComponentModel;
using System.Text.Json.Serialization;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>One page of a list.</summary>
internal sealed record PageView<T>(
    IReadOnlyList<T> Items, [property: Description(
        "What cursor continues with; null at the end.")] string? Next);

/// <summary>One page of requests.</summary>
internal sealed record RequestPage(
    IReadOnlyList<RequestItem> Items,
    [property: Description("What cursor continues with; null at the end.")] string? Next,
    [property: Description("With facets=true: how many requests each status and partner has."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    FacetsView? Facets);

/// <summary>Counts beside a list: each facet with all filters applied but its own.</summary>
internal sealed record FacetsView
{
    public required IReadOnlyList<StatusCount> Statuses { get; init; }

    public required IReadOnlyList<PartnerCount> Partners { get; init; }

    public required IReadOnlyList<ValueCount> Created { get; init; }

    public required IReadOnlyList<ValueCount> Updated { get; init; }

    public required IReadOnlyList<ValueCount> Due { get; init; }

    public required IReadOnlyList<ValueCount> LastInterest { get; init; }

    public required IReadOnlyList<ValueCount> NeededBy { get; init; }

    public required IReadOnlyList<ValueCount> RequestedFormat { get; init; }

    public required IReadOnlyList<ValueCount> SuppliedFormat { get; init; }

    public required IReadOnlyList<ValueCount> LevelOfService { get; init; }

    [Description("me, nobody and others.")]
    public required IReadOnlyList<ValueCount> Assigned { get; init; }

    public long Unread { get; init; }

    public long Printed { get; init; }

    public long Reported { get; init; }

    public long Notes { get; init; }

    public long Alerts { get; init; }

    public long Overdue { get; init; }

    /// <summary>From the counts of the store.</summary>
    public static FacetsView Of(RequestFacets facets, string user, DateOnly today) => new()
    {
        Statuses = facets.Statuses.Where(entry => entry.Key.Status != Lifecycle.Status.Deleted
                && StatusCatalog.Has(entry.Key.Side, entry.Key.Status))
            .OrderBy(entry => entry.Key.Side).ThenBy(entry => entry.Key.Status)
            .Select(entry =>
            {
                var info = StatusCatalog.Info(entry.Key.Side, entry.Key.Status);
                return new StatusCount(Words.Of(info.Side), info.Code, info.Label, entry.Value);
            }).ToArray(),
        Partners = facets.Partners.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new PartnerCount(entry.Key, entry.Value)).ToArray(),
        Created = DateBuckets.Count(facets.Created, today),
        Updated = DateBuckets.Count(facets.Updated, today),
        Due = DateBuckets.Count(facets.Due, today),
        LastInterest = DateBuckets.Count(facets.LastInterest, today),
        NeededBy = DateBuckets.Count(facets.NeededBy, today),
        RequestedFormat = Formats(facets.RequestedFormats),
        SuppliedFormat = Formats(facets.SuppliedFormats),
        LevelOfService = facets.LevelsOfService.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new ValueCount(entry.Key, entry.Value)).ToArray(),
        Assigned =
        [
            new ValueCount("me", facets.Assignees.GetValueOrDefault(user)),
            new ValueCount("nobody", facets.Assignees.GetValueOrDefault("")),
            new ValueCount("others", facets.Assignees.Where(entry => entry.Key != "" && entry.Key != user).Sum(entry => entry.Value)),
        ],
        Unread = facets.Unread,
        Printed = facets.Printed,
        Reported = facets.Reported,
        Notes = facets.ActiveNotes,
        Alerts = facets.Alerts,
        Overdue = facets.Overdue,
    };

    private static ValueCount[] Formats(IReadOnlyDictionary<SupplyFormat, long> counts) =>
        counts.OrderBy(entry => entry.Key).Select(entry => new ValueCount(Words.Of(entry.Key), entry.Value)).ToArray();
}

/// <summary>Requests with a value.</summary>
internal sealed record ValueCount(string Value, long Count);

/// <summary>Requests in a status.</summary>
internal sealed record StatusCount(string Role, string Status, string StatusLabel, long Count);

/// <summary>Requests with a partner.</summary>
internal sealed record PartnerCount(string Partner, long Count);

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
        Transaction = state.Transaction is { } transaction ? new TransactionView(transaction) : null;
        PartnerReference = state.PartnerReference;
        Condition = state.Condition is { } condition ? IsoCode.Name(condition) : null;
        SuppliedAs = state.SuppliedAs is { } service ? IsoCode.Name(service) : null;
        Cost = state.Cost;
        Renewable = state.Renewable;
        Overdue = state.IsOverdue;
        ReturnTo = state.ReturnTo?.Lines().ToArray();
        Version = state.Version;
        Notes = state.Notes.Select(note => new NoteView(note)).ToArray();
        Alerts = state.Alerts.Select(alert => new AlertView(alert.Number, alert.At, alert.Code, alert.Text)).ToArray();
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

    public TransactionView? Transaction { get; }

    [Description("The partner's own number.")]
    public string? PartnerReference { get; }

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

/// <summary>A code of ISO 10161.</summary>
internal sealed record CodeView(int Code, string Name);

/// <summary>The identity of a transaction.</summary>
internal sealed record TransactionView
{
    public TransactionView(TransactionId id)
    {
        InitialRequester = id.InitialRequester?.Text;
        GroupQualifier = id.GroupQualifier;
        Qualifier = id.Qualifier;
        SubQualifier = id.SubQualifier;
    }

    public string? InitialRequester { get; }

    public string GroupQualifier { get; }

    public string Qualifier { get; }

    public string? SubQualifier { get; }
}

/// <summary>The days of a request.</summary>
internal sealed record DatesView
{
    public DatesView(RequestState state, Network network)
    {
        PatronDueDate = network.PatronDueOn(state);
        AnonymisedOn = state.AnonymisedOn;
        SentOn = state.SentOn;
        ShippedOn = state.ShippedOn;
        ReceivedOn = state.ReceivedOn;
        ReturnedOn = state.ReturnedOn;
        DueDate = state.DueOn;
        OriginalDueDate = state.OriginalDueOn;
        DesiredDueDate = state.DesiredDueOn;
        DateForReply = state.ReplyBy;
        NeededBy = state.Content.NeededBy;
        ExpiresOn = state.ExpiresOn;
        LastTransitionOn = state.LastTransitionOn;
    }

    public DateOnly? SentOn { get; }

    public DateOnly? ShippedOn { get; }

    public DateOnly? ReceivedOn { get; }

    public DateOnly? ReturnedOn { get; }

    public DateOnly? DueDate { get; }

    [Description("Borrowing: the due date for the patron, earlier by the days in transit to the partner.")]
    public DateOnly? PatronDueDate { get; }

    [Description("The day on which the patron and all notes were removed.")]
    public DateOnly? AnonymisedOn { get; }

    [Description("The due date before a recall.")]
    public DateOnly? OriginalDueDate { get; }

    public DateOnly? DesiredDueDate { get; }

    public DateOnly? DateForReply { get; }

    public DateOnly? NeededBy { get; }

    public DateOnly? ExpiresOn { get; }

    public DateOnly LastTransitionOn { get; }
}

/// <summary>One supplier of the rota.</summary>
internal sealed record LegView
{
    public LegView(RotaLeg leg)
    {
        Partner = leg.Partner;
        Outcome = IsoCode.Kebab(leg.Outcome.ToString());
        Transaction = leg.Transaction is { } transaction ? new TransactionView(transaction) : null;
        Reason = leg.Reason;
        AskedOn = leg.AskedOn;
        EndedOn = leg.EndedOn;
        Catalogue = leg.Catalogue is { } finding ? new CatalogueView(finding) : null;
    }

    public string Partner { get; }

    [Description("waiting, active, rejected, expired, cancelled, supplied, undeliverable, skipped or not-owned.")]
    public string Outcome { get; }

    public TransactionView? Transaction { get; }

    public string? Reason { get; }

    public DateOnly? AskedOn { get; }

    public DateOnly? EndedOn { get; }

    [Description("What its catalogue said; absent while it was not asked.")]
    public CatalogueView? Catalogue { get; }
}

/// <summary>What a supplier's catalogue said.</summary>
internal sealed record CatalogueView
{
    public CatalogueView(CatalogueFinding finding)
    {
        Holding = IsoCode.Kebab(finding.Holding.ToString());
        Evidence = finding.Evidence;
        On = finding.On;
    }

    [Description("owned, not-owned or unknown.")]
    public string Holding { get; }

    public string Evidence { get; }

    public DateOnly On { get; }
}

/// <summary>An alert.</summary>
internal sealed record AlertView(int Number, DateTimeOffset At, string Code, string Text);

/// <summary>A difference between the partner's state and ours.</summary>
internal sealed record DriftView
{
    public DriftView(StateDrift drift)
    {
        At = drift.At;
        Theirs = new CodeView(IsoCode.Number(drift.Theirs), IsoCode.Name(drift.Theirs));
        Ours = new CodeView(IsoCode.Number(drift.Ours), IsoCode.Name(drift.Ours));
        Text = drift.Text;
        Repair = new RepairView(
            IsoCode.Kebab(drift.Repair.Kind.ToString()),
            drift.Repair.Service is { } service ? IsoCode.Name(service) : null,
            drift.Repair.Status is { } status ? StatusCatalog.Code(status) : null,
            drift.Repair.Text);
    }

    [Description("When the partner reported its state.")]
    public DateTimeOffset At { get; }

    public CodeView Theirs { get; }

    public CodeView Ours { get; }

    public string Text { get; }

    public RepairView Repair { get; }
}

/// <summary>What would repair a difference.</summary>
/// <param name="Kind">send-again, change-status or ask-partner.</param>
/// <param name="Service">The message to send again, or that was missed.</param>
/// <param name="Status">The status to set.</param>
/// <param name="Text">In words.</param>
internal sealed record RepairView(string Kind, string? Service, string? Status, string Text);

/// <summary>A note.</summary>
internal sealed record NoteView
{
    public NoteView(RequestNote note)
    {
        Number = note.Number;
        Active = note.IsActive;
        At = note.At;
        Kind = IsoCode.Kebab(note.Kind.ToString());
        By = note.By;
        Text = note.Text;
    }

    [Description("For dismiss-note.")]
    public int Number { get; }

    [Description("It waits to be worked on.")]
    public bool Active { get; }

    public DateTimeOffset At { get; }

    [Description("internal, to-partner, from-partner or system.")]
    public string Kind { get; }

    public string By { get; }

    public string Text { get; }
}

/// <summary>A line of a history.</summary>
internal sealed record HistoryView
{
    public HistoryView(HistoryEntry line)
    {
        At = line.At;
        Event = line.Event;
        From = line.From is { } from ? StatusCatalog.Code(from) : null;
        To = StatusCatalog.Code(line.To);
        By = line.By;
        Text = line.Text;
        Message = line.Message;
    }

    public DateTimeOffset At { get; }

    public string Event { get; }

    public string? From { get; }

    public string To { get; }

    public string By { get; }

    public string Text { get; }

    [Description("The message behind it, for /api/v1/messages/{id}.")]
    public long? Message { get; }
}

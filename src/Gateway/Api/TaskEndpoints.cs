using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Api;

/// <summary>Staff's work beyond one request: dashboard, many at once, ages, differences.</summary>
internal static class TaskEndpoints
{
    private static readonly string[] BulkActions =
    [
        "change-status", "remove", "assign", "release", "dismiss-note", "dismiss-message", "dismiss-alert", "mark-printed",
        "mark-reported",
    ];

    public static async Task<IResult> DashboardAsync(HttpContext context, IStore store, CancellationToken cancellationToken)
    {
        var query = new QueryReader(context.Request.Query);
        if (query.Finish() is { } problem)
        {
            return problem;
        }

        var counts = await store.CountDashboardAsync(RequestEndpoints.User(context), cancellationToken);
        var letters = await store.CountWaitingLettersAsync(cancellationToken);
        return TypedResults.Ok(new DashboardView(counts.Select(side => new SideCounts(side)).ToArray(), letters));
    }

    public static async Task<IResult> BulkAsync(
        HttpContext context, StaffDesk desk, TaskDesk tasks, NetworkSource network, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (body, unreadable) = await JsonBody.ReadAsync(context, isOptional: false);
        if (body is null)
        {
            return unreadable!;
        }

        var reader = new FieldReader(body);
        var action = reader.Line("action", ApiLimits.WordChars);
        var ids = Ids(reader);
        var inner = reader.Object("fields", """{"status": "REQUEST_COMPLETED"}""");
        var fields = inner is null ? new ActionBody(ActionFields.None, new TaskFields(), null, FileWish.None) : ActionBody.Read(inner);
        inner?.Finish();
        if (action is null || !BulkActions.Contains(action, StringComparer.Ordinal))
        {
            reader.Fault("action", $"action is one of {string.Join(", ", BulkActions)}.");
        }

        reader.Finish();
        if (reader.Faults.Count > 0)
        {
            return ApiProblem.InvalidFields(reader.Faults);
        }

        var results = new List<BulkResult>();
        foreach (var id in ids)
        {
            var result = Words.Actions.TryGetValue(action!, out var staff)
                ? await RequestEndpoints.CarryOutAsync(context, desk, id, staff, fields, Submission.None, cancellationToken)
                : await tasks.ActAsync(id, Words.TaskActions[action!], fields.Task, RequestEndpoints.User(context), cancellationToken);
            results.Add(BulkResult.Of(id, result, network.Current, time));
        }

        return TypedResults.Ok(new BulkView(results.Count(one => one.Done), results.Count(one => !one.Done), results));
    }

    public static async Task<IResult> DriftAsync(
        HttpContext context, IStore store, NetworkSource network, TimeProvider time, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var partner = reader.Text("partner");
        var filter = new RequestFilter
        {
            Side = reader.Choice("role", Words.Roles), Partner = network.Current.Find(partner)?.Code ?? partner, HasDrift = true,
        };
        var (limit, cursor) = (reader.Limit(), reader.Cursor());
        if (reader.Finish() is { } problem)
        {
            return problem;
        }

        var today = DateOnly.FromDateTime(time.GetLocalNow().DateTime);
        var page = await store.ListRequestsAsync(filter, cursor, limit, cancellationToken);
        return TypedResults.Ok(PageOf.Views(page, state => new DriftItem(new RequestItem(state, today), new DriftView(state.Drift!))));
    }

    public static async Task<IResult> AgeingAsync(
        HttpContext context, IStore store, NetworkSource network, TimeProvider time, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var side = reader.Choice("role", Words.Roles) is { } role ? role : (Side?)null;
        var partner = reader.Text("partner");
        var lateOnly = reader.Bool("late") == true;
        if (reader.Finish() is { } problem)
        {
            return problem;
        }

        var today = DateOnly.FromDateTime(time.GetLocalNow().DateTime);
        var code = network.Current.Find(partner)?.Code ?? partner;
        var ageing = await store.AgeingAsync(side, code, today, cancellationToken);
        return TypedResults.Ok(new PageView<AgeView>(AgeView.Of(ageing, network.Current, today, lateOnly), null));
    }

    /// <summary>The requests that a call names.</summary>
    public static IReadOnlyList<string> Ids(FieldReader reader)
    {
        var ids = reader.Words("ids", ApiLimits.BulkRequests, """["HOME0000001", "HOME0000002"]""");
        if (ids.Count == 0)
        {
            reader.Fault("ids", $"ids names 1 to {ApiLimits.BulkRequests} requests, like [\"HOME0000001\"].");
        }

        return ids.Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
    }
}

/// <summary>The dashboard.</summary>
internal sealed record DashboardView(
    IReadOnlyList<SideCounts> Sides,
    [property: System.ComponentModel.Description("Letters that wait to be read, see /api/v1/letters.")] long Letters);

/// <summary>The numbers of one side. New requests are created and not worked on yet.</summary>
internal sealed record SideCounts
{
    public SideCounts(DashboardCounts counts)
    {
        Role = Words.Of(counts.Side);
        New = counts.New;
        Overdue = counts.Overdue;
        Recalled = counts.Recalled;
        LocateFailed = counts.LocateFailed;
        ActiveMessages = counts.Unread;
        ActiveNotes = counts.ActiveNotes;
    }

    public string Role { get; }

    public TaskCounts New { get; }

    public TaskCounts Overdue { get; }

    public TaskCounts Recalled { get; }

    public TaskCounts LocateFailed { get; }

    public TaskCounts ActiveMessages { get; }

    public TaskCounts ActiveNotes { get; }
}

/// <summary>What became of an action on many requests.</summary>
internal sealed record BulkView(int Done, int NotDone, IReadOnlyList<BulkResult> Results);

/// <summary>What became of one of them.</summary>
/// <param name="Id">The request.</param>
/// <param name="Done">True when it was done and is on disk.</param>
/// <param name="Status">The request's status now; null when there is no such request.</param>
/// <param name="Code">The code of the problem.</param>
/// <param name="Text">What was done, or why nothing was.</param>
internal sealed record BulkResult(string Id, bool Done, string? Status, string? Code, string Text)
{
    /// <summary>From what the desk said.</summary>
    public static BulkResult Of(string id, DeskResult result, Network network, TimeProvider time)
    {
        if (result is DeskResult.Done done)
        {
            return new BulkResult(done.State.Id, true, StatusCatalog.Code(done.State.Status), null, done.Text);
        }

        var problem = RequestEndpoints.ProblemOf(result, network, time);
        return new BulkResult(id, false, problem.RequestStatus, problem.Code, problem.Detail);
    }
}

/// <summary>A request in which both sides differ.</summary>
internal sealed record DriftItem(RequestItem Request, DriftView Drift);

/// <summary>How long open requests with a partner have been in a status.</summary>
internal sealed record AgeView
{
    public required string Role { get; init; }

    public required string? Partner { get; init; }

    public required string Status { get; init; }

    public required string StatusLabel { get; init; }

    public required long Count { get; init; }

    public required int OldestDays { get; init; }

    public required double AverageDays { get; init; }

    [System.ComponentModel.Description("The partner's usual days from sending to shipping, as its file says (averageSupplyDays).")]
    public required int? ConfiguredSupplyDays { get; init; }

    [System.ComponentModel.Description("The same, as measured over all its requests.")]
    public required double? MeasuredSupplyDays { get; init; }

    [System.ComponentModel.Description("Requests that have waited longer: than the file says, or else than was measured. Only before shipping.")]
    public required long Late { get; init; }

    [System.ComponentModel.Description("Lending, before shipping: requests that expire today or tomorrow.")]
    public required long AnswerDue { get; init; }

    [System.ComponentModel.Description("Lending, before shipping: requests whose expiry date has passed; promises to supply stay open.")]
    public required long AnswerOverdue { get; init; }

    /// <summary>By partner and status; what is late first, then whose answer is due, then the oldest.</summary>
    public static IReadOnlyList<AgeView> Of(Ageing ageing, Network network, DateOnly today, bool lateOnly) => ageing.Groups
        .GroupBy(group => (group.Side, group.Partner, group.Status))
        .Select(groups => Of(groups.Key, [.. groups], ageing.Averages, network, today))
        .Where(view => !lateOnly || view.Late + view.AnswerOverdue > 0)
        .OrderByDescending(view => view.Late + view.AnswerOverdue).ThenByDescending(view => view.AnswerDue)
        .ThenByDescending(view => view.OldestDays).ToArray();

    private static AgeView Of(
        (Side Side, string? Partner, Status Status) key, IReadOnlyList<AgeGroup> groups, IReadOnlyList<SupplyAverage> averages,
        Network network, DateOnly today)
    {
        var info = StatusCatalog.Info(key.Side, key.Status);
        var configured = network.Find(key.Partner)?.Config.AverageSupplyDays is int days and > 0 ? days : (int?)null;
        var measured = averages.FirstOrDefault(one => one.Side == key.Side && one.Partner == key.Partner)?.AverageDays;
        var threshold = info.Phase == Phase.BeforeShipping ? configured ?? measured : null;
        var isAnswerWanted = key.Side == Side.Lending && info.Phase == Phase.BeforeShipping;
        return new AgeView
        {
            Role = Words.Of(key.Side),
            Partner = key.Partner,
            Status = info.Code,
            StatusLabel = info.Label,
            Count = groups.Sum(group => group.Count),
            OldestDays = groups.Max(Age),
            AverageDays = Math.Round(groups.Sum(group => (double)Age(group) * group.Count) / groups.Sum(group => group.Count), 1),
            ConfiguredSupplyDays = configured,
            MeasuredSupplyDays = measured is { } average ? Math.Round(average, 1) : null,
            Late = threshold is { } limit ? groups.Where(group => Age(group) > limit).Sum(group => group.Count) : 0,
            AnswerDue = isAnswerWanted ? groups.Sum(group => group.ExpiringSoon) : 0,
            AnswerOverdue = isAnswerWanted ? groups.Sum(group => group.Expired) : 0,
        };

        int Age(AgeGroup group) => Math.Max(0, today.DayNumber - group.Since.DayNumber);
    }
}

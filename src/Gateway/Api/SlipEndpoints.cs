using System.Text;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Api;

/// <summary>Slips and slip reports: what staff print.</summary>
internal static class SlipEndpoints
{
    private static readonly Dictionary<string, int> Kinds =
        SlipPrinter.Kinds.Index().ToDictionary(kind => kind.Item, kind => kind.Index);

    private const int Xml = 1;
    private const int Workbook = 2;

    private static readonly Dictionary<string, int> ReportFormats = new() { ["xml"] = Xml, ["xlsx"] = Workbook };

    /// <summary>One page with a slip for each request, and the requests marked as printed.</summary>
    public static async Task<IResult> PrintAsync(
        HttpContext context, IStore store, TaskDesk tasks, NetworkSource network, TimeProvider time,
        CancellationToken cancellationToken)
    {
        string? kind = null;
        var (states, problem) = await ReadAsync(context, store, reader =>
            kind = reader.Choice("kind", Kinds) is { } index ? SlipPrinter.Kinds[index] : null, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var today = DateOnly.FromDateTime(time.GetLocalNow().DateTime);
        if (!SlipPrinter.TryPrint(states!, kind, network.Current, today, out var page, out var why))
        {
            return ApiProblem.Conflict("no-slip", why);
        }

        await MarkAsync(states!, TaskAction.MarkPrinted, context, tasks, cancellationToken);
        // The one style of the page stands in it, and nothing else may come into it.
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        return TypedResults.Text(page, "text/html", Encoding.UTF8);
    }

    /// <summary>The slip report, and the requests marked as reported.</summary>
    public static async Task<IResult> ReportAsync(
        HttpContext context, IStore store, TaskDesk tasks, CancellationToken cancellationToken)
    {
        var format = Xml;
        var (states, problem) = await ReadAsync(
            context, store, reader => format = reader.Choice("format", ReportFormats) ?? Xml, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var file = format == Workbook ? SlipReport.Workbook(states!) : SlipReport.Xml(states!);
        await MarkAsync(states!, TaskAction.MarkReported, context, tasks, cancellationToken);
        return format == Workbook
            ? TypedResults.File(file, SlipReport.WorkbookType, "slip-report.xlsx")
            : TypedResults.File(file, SlipReport.XmlType, "slip-report.xml");
    }

    private static async Task<(IReadOnlyList<RequestState>? States, ApiProblem? Problem)> ReadAsync(
        HttpContext context, IStore store, Action<FieldReader> readMore, CancellationToken cancellationToken)
    {
        var (body, unreadable) = await JsonBody.ReadAsync(context, isOptional: false);
        if (body is null)
        {
            return (null, unreadable);
        }

        var reader = new FieldReader(body);
        var ids = TaskEndpoints.Ids(reader);
        readMore(reader);
        reader.Finish();
        var states = new List<RequestState>();
        foreach (var id in reader.Faults.Count > 0 ? [] : ids)
        {
            if (await RequestEndpoints.FindAsync(id, store, cancellationToken) is { } state)
            {
                states.Add(state);
            }
            else
            {
                reader.Fault("ids", RequestEndpoints.Unknown(id).Detail);
            }
        }

        return reader.Faults.Count > 0 ? (null, ApiProblem.InvalidFields(reader.Faults)) : (states, null);
    }

    private static async Task MarkAsync(
        IReadOnlyList<RequestState> states, TaskAction action, HttpContext context, TaskDesk tasks,
        CancellationToken cancellationToken)
    {
        foreach (var state in states)
        {
            await tasks.ActAsync(state.Id, action, new TaskFields(), RequestEndpoints.User(context), cancellationToken);
        }
    }
}

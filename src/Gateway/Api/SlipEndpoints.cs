using System.Globalization;
using System.Text;
using System.Xml;
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

    private static readonly Dictionary<string, int> ReportFormats = new() { ["xml"] = 1 };

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
        var (states, problem) = await ReadAsync(
            context, store, reader => reader.Choice("format", ReportFormats), cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var xml = Xml(states!);
        await MarkAsync(states!, TaskAction.MarkReported, context, tasks, cancellationToken);
        return TypedResults.File(xml, "application/xml", "slip-report.xml");
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

    private static byte[] Xml(IReadOnlyList<RequestState> states)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, CheckCharacters = false }))
        {
            xml.WriteStartElement("requests");
            foreach (var state in states)
            {
                xml.WriteStartElement("request");
                foreach (var (name, value) in Fields(state))
                {
                    xml.WriteElementString(name, Clean(value));
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static IEnumerable<(string Name, string Value)> Fields(RequestState state)
    {
        var citation = state.Content.Citation;
        foreach (var (name, value) in new (string, string?)[]
        {
            ("id", state.Id), ("externalId", state.ExternalId), ("role", Words.Of(state.Side)), ("status", StatusCatalog.Code(state.Status)),
            ("partner", state.Partner), ("title", citation.Title), ("author", citation.Author), ("articleTitle", citation.ArticleTitle),
            ("articleAuthor", citation.ArticleAuthor), ("volume", citation.Volume ?? citation.VolumeAndIssue), ("issue", citation.Issue),
            ("pages", citation.Pages), ("year", citation.PublicationDate ?? citation.IssueDate), ("isbn", citation.Isbn),
            ("issn", citation.Issn), ("callNumber", citation.CallNumber), ("barcode", state.Barcode),
            ("format", Words.Format(state.Content)), ("levelOfService", state.Content.LevelOfService), ("neededBy", Day(state.Content.NeededBy)),
            ("dueDate", Day(state.DueOn)), ("assignedTo", state.AssignedTo),
        })
        {
            yield return (name, value ?? "");
        }
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // XML 1.0 has no place for most control characters and halves of surrogate pairs.
    private static string Clean(string value) =>
        string.Concat(value.EnumerateRunes().Where(rune => rune.Value >= ' ' && rune.Value is not (>= 0xFFFD and <= 0xFFFF))
            .Select(rune => rune.ToString()));
}

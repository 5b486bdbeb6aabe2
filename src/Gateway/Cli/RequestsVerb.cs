using System.CommandLine;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>requests</c>: what is going on?</summary>
internal static class RequestsVerb
{
    public static Command Create()
    {
        var options = RequestOptions.For([.. RequestQuery.Filters, "sort", "limit", "cursor"]);
        var facets = new Option<bool>("--facets") { Description = "Counts what the list could be narrowed down by." };
        var user = RequestOptions.User();
        var command = new Command("requests", """
            Lists requests, newest first, also while the gateway runs.

            Examples:
              requests --role lender --status REQUEST_CREATED_LEND    what waits for us
              requests --assigned me --sort=due                       my tasks, the most urgent first
              requests --q "atlas 9780306" --facets                   a search, and how to narrow it down
              requests --due older,yesterday --activity active        what should have been back
              requests show HOME0000042                               everything about one
              requests dashboard | ageing | drift                     what needs somebody
            """);
        foreach (var option in options.Values)
        {
            command.Add(option);
        }

        command.Add(facets);
        command.Add(user);
        command.Add(RequestShowVerb.Create());
        command.Add(TaskVerbs.Dashboard());
        command.Add(TaskVerbs.Ageing());
        command.Add(TaskVerbs.Drift());
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reader = parsed.Query(options, StoreLimits.PageRows);
            var today = parsed.Today();
            var query = RequestQuery.Read(reader, null, parsed.GetValue(user)!, today);
            if (!await reader.IsFineAsync(parsed))
            {
                return CommandLine.Usage;
            }

            return await parsed.WithStoreAsync(async store =>
            {
                await ListAsync(store, query, parsed, cancellationToken);
                if (parsed.GetValue(facets))
                {
                    var counts = await store.CountRequestsAsync(query.Filter, cancellationToken);
                    await WriteFacetsAsync(FacetsView.Of(counts, parsed.GetValue(user)!, today), parsed.InvocationConfiguration.Output);
                }

                return CommandLine.Fine;
            });
        });
        return command;
    }

    /// <summary>The day on which the verb runs.</summary>
    public static DateOnly Today(this ParseResult parsed) =>
        DateOnly.FromDateTime(parsed.GatewayOptions().Time.GetLocalNow().DateTime);

    /// <summary>Reads from the store; the reason was printed when there is none.</summary>
    public static async Task<int> WithStoreAsync(this ParseResult parsed, Func<IStore, Task<int>> read)
    {
        if (await parsed.OpenStoreAsync() is not { } store)
        {
            return CommandLine.Failed;
        }

        await using (store)
        {
            return await read(store);
        }
    }

    private static async Task ListAsync(
        IStore store, RequestQuery query, ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        var page = await store.ListRequestsAsync(query.Filter, query.Order, query.After, query.Limit, cancellationToken);
        await Table.WriteAsync(output,
            ["ID", "ROLE", "STATUS", "PARTNER", "DUE", "ASSIGNED", "TITLE"],
            page.Items.Select(request => new[]
            {
                request.Id, Words.Of(request.Side), StatusCatalog.Code(request.Status), request.Partner ?? "",
                $"{request.DueOn:yyyy-MM-dd}", request.AssignedTo ?? "", request.Content.Citation.DisplayTitle,
            }));
        if (RequestQuery.Cursor(page.Next, query.Order) is { } next)
        {
            await output.WriteLineAsync($"... there are more: --cursor {next}");
        }
    }

    private static async Task WriteFacetsAsync(FacetsView facets, TextWriter output)
    {
        IEnumerable<(string Facet, IEnumerable<ValueCount> Counts)> all =
        [
            ("status", facets.Statuses.Select(one => new ValueCount($"{one.Status} ({one.Role})", one.Count))),
            ("partner", facets.Partners.Select(one => new ValueCount(one.Partner, one.Count))),
            ("assigned", facets.Assigned), ("created", facets.Created), ("updated", facets.Updated), ("due", facets.Due),
            ("last-interest", facets.LastInterest), ("needed-by", facets.NeededBy),
            ("requested-format", facets.RequestedFormat), ("supplied-format", facets.SuppliedFormat),
            ("level-of-service", facets.LevelOfService), ("owner", facets.Owner),
            ("department", facets.Department), ("approval", [new("true", facets.Approval)]),
            ("unread", [new("true", facets.Unread)]), ("notes", [new("true", facets.Notes)]),
            ("alerts", [new("true", facets.Alerts)]), ("overdue", [new("true", facets.Overdue)]),
            ("printed", [new("true", facets.Printed)]), ("reported", [new("true", facets.Reported)]),
        ];
        await output.WriteLineAsync();
        await Table.WriteAsync(output, ["NARROW DOWN BY", "COUNT", "VALUE"], all.SelectMany(facet => facet.Counts
            .Where(one => one.Count > 0).Select(one => new[] { $"--{facet.Facet}", $"{one.Count,7}", one.Value })));
    }
}

using System.CommandLine;
using System.Globalization;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Cli;

/// <summary>What needs somebody: <c>requests dashboard</c>, <c>requests ageing</c>, <c>requests drift</c>.</summary>
internal static class TaskVerbs
{
    public static Command Dashboard()
    {
        var user = RequestOptions.User();
        var command = new Command("dashboard", """
            Counts what waits for staff on both sides, and for whom of them.

            Example:  requests dashboard --user ida
            """) { user };
        command.SetAction((parsed, cancellationToken) => parsed.WithStoreAsync(async store =>
        {
            var counts = await store.CountDashboardAsync(parsed.GetValue(user)!, cancellationToken);
            await Table.WriteAsync(parsed.InvocationConfiguration.Output, ["ROLE", "WHAT", "MINE", "NOBODY'S", "OTHERS'"],
                counts.SelectMany(side => new (string What, TaskCounts Counts)[]
                {
                    ("new", side.New), ("overdue", side.Overdue), ("recalled", side.Recalled),
                    ("locate failed", side.LocateFailed), ("unread messages", side.Unread), ("active notes", side.ActiveNotes),
                }.Select(row => new[]
                {
                    Words.Of(side.Side), row.What, $"{row.Counts.Mine}", $"{row.Counts.Unassigned}", $"{row.Counts.Others}",
                })));
            var letters = await store.CountWaitingLettersAsync(cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"\nLetters that wait: {letters} (letters list)");
            return CommandLine.Fine;
        }));
        return command;
    }

    public static Command Ageing()
    {
        var options = RequestOptions.For("role", "partner", "late");
        var command = new Command("ageing", """
            How long open requests have been in their status, by partner; what waits longer than the partner takes is late.
            DUE are lending requests that expire today or tomorrow, OVERDUE those whose expiry date has passed.

            Examples:
              requests ageing --role borrower
              requests ageing --late true
            """);
        AddAll(command, options);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reader = parsed.Query(options);
            var side = reader.Choice("role", Words.Roles) is { } role ? role : (Side?)null;
            var (partner, lateOnly) = (reader.Text("partner"), reader.Bool("late") == true);
            if (!await reader.IsFineAsync(parsed))
            {
                return CommandLine.Usage;
            }

            if (await parsed.LoadAsync() is not { } snapshot)
            {
                return CommandLine.Failed;
            }

            return await parsed.WithStoreAsync(async store =>
            {
                var network = new Network(snapshot);
                var ageing = await store.AgeingAsync(
                    side, network.Find(partner)?.Code ?? partner, parsed.Today(), cancellationToken);
                await WriteAsync(AgeView.Of(ageing, network, parsed.Today(), lateOnly), parsed.InvocationConfiguration.Output);
                return CommandLine.Fine;
            });
        });
        return command;
    }

    public static Command Drift()
    {
        var options = RequestOptions.For("role", "partner", "limit", "cursor");
        var command = new Command("drift", """
            Lists requests in which the partner's state differs from ours, and what would repair it.

            Example:  requests drift --partner EAST
            """);
        AddAll(command, options);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reader = parsed.Query(options, StoreLimits.PageRows);
            var query = RequestQuery.Read(reader, null, "", parsed.Today());
            if (!await reader.IsFineAsync(parsed))
            {
                return CommandLine.Usage;
            }

            return await parsed.WithStoreAsync(async store =>
            {
                var page = await store.ListRequestsAsync(
                    query.Filter with { HasDrift = true }, query.Order, query.After, query.Limit, cancellationToken);
                await Table.WriteAsync(parsed.InvocationConfiguration.Output, ["ID", "PARTNER", "OURS", "THEIRS", "SINCE", "REPAIR"],
                    page.Items.Select(state => (state, Drift: state.Drift!)).Select(row => new[]
                    {
                        row.state.Id, row.state.Partner ?? "", IsoCode.Name(row.Drift.Ours), IsoCode.Name(row.Drift.Theirs),
                        $"{row.Drift.At:yyyy-MM-dd}", row.Drift.Repair.Text,
                    }));
                if (RequestQuery.Cursor(page.Next, query.Order) is { } next)
                {
                    await parsed.InvocationConfiguration.Output.WriteLineAsync($"... there are more: --cursor {next}");
                }

                return CommandLine.Fine;
            });
        });
        return command;
    }

    private static void AddAll(Command command, IReadOnlyDictionary<string, Option<string[]>> options)
    {
        foreach (var option in options.Values)
        {
            command.Add(option);
        }
    }

    private static Task WriteAsync(IEnumerable<AgeView> views, TextWriter output) => Table.WriteAsync(output,
        ["ROLE", "PARTNER", "STATUS", "COUNT", "LATE", "DUE", "OVERDUE", "OLDEST", "AVERAGE", "USUAL"],
        views.Select(view => new[]
        {
            view.Role, view.Partner ?? "", view.Status, $"{view.Count}", $"{view.Late}", $"{view.AnswerDue}",
            $"{view.AnswerOverdue}", $"{view.OldestDays} d",
            string.Create(CultureInfo.InvariantCulture, $"{view.AverageDays:0.0} d"),
            (view.ConfiguredSupplyDays ?? view.MeasuredSupplyDays) is { } usual
                ? string.Create(CultureInfo.InvariantCulture, $"{usual:0.#} d") : "",
        }));
}

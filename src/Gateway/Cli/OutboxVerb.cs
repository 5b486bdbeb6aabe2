using System.CommandLine;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>outbox</c>: what waits to go out, and what got stuck?</summary>
internal static class OutboxVerb
{
    private const int MaxRows = 200;

    public static Command Create()
    {
        var partner = new Option<string?>("--partner") { Description = "Only for this partner.", HelpName = "CODE" };
        var all = new Option<bool>("--all") { Description = "Also what was delivered." };
        var command = new Command("outbox", "Lists messages that wait or got stuck; retry and cancel them.") { partner, all };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var store = await parsed.OpenStoreAsync();
            if (store is null)
            {
                return CommandLine.Failed;
            }

            await using (store)
            {
                return await ListAsync(store, parsed.GetValue(partner), parsed.GetValue(all), parsed, cancellationToken);
            }
        });
        command.Add(RetryVerb());
        command.Add(CancelVerb());
        return command;
    }

    private static Command RetryVerb()
    {
        var id = new Argument<long>("NO") { Description = "The number of the message in the outbox." };
        var command = new Command("retry", "Sends a message again that was given up, refused or waits.") { id };
        command.SetAction((parsed, cancellationToken) =>
            TellAsync(parsed, $"/api/v1/outbox/{parsed.GetRequiredValue(id)}/retry", new { }, cancellationToken));
        return command;
    }

    private static Command CancelVerb()
    {
        var id = new Argument<long>("NO") { Description = "The number of the message in the outbox." };
        var reason = new Option<string>("--reason") { Description = "Why; goes into the history.", Required = true };
        var command = new Command("cancel", "Takes a message back that has not been delivered.") { id, reason };
        command.SetAction((parsed, cancellationToken) => TellAsync(parsed,
            $"/api/v1/outbox/{parsed.GetRequiredValue(id)}/cancel", new { reason = parsed.GetRequiredValue(reason) }, cancellationToken));
        return command;
    }

    private static async Task<int> TellAsync(ParseResult parsed, string path, object body, CancellationToken cancellationToken)
    {
        using var gateway = await RunningGateway.FindAsync(parsed);
        if (gateway is null)
        {
            return CommandLine.Failed;
        }

        var (isFine, text) = await gateway.SendAsync(HttpMethod.Post, path, body, cancellationToken);
        await (isFine ? parsed.InvocationConfiguration.Output : parsed.InvocationConfiguration.Error).WriteLineAsync(text);
        return isFine ? CommandLine.Fine : CommandLine.Failed;
    }

    private static async Task<int> ListAsync(
        IStore store, string? partner, bool all, ParseResult parsed, CancellationToken cancellationToken)
    {
        var rows = new List<OutboxRow>();
        foreach (var state in Enum.GetValues<OutboxState>().Where(state => all || state is not (OutboxState.Delivered or OutboxState.Cancelled)))
        {
            rows.AddRange((await store.ListOutboxAsync(partner, state, null, MaxRows, cancellationToken)).Items);
        }

        await Table.WriteAsync(parsed.InvocationConfiguration.Output,
            ["NO", "PARTNER", "SERVICE", "STATE", "ATTEMPTS", "NEXT", "DETAIL"],
            rows.OrderByDescending(row => row.Id).Take(MaxRows).Select(row => new[]
            {
                $"{row.Id}", row.Entry.Partner, row.Entry.Name, IsoCode.Kebab(row.State.ToString()),
                $"{row.Attempts}", row.FinishedAt is null ? $"{row.NextAt:yyyy-MM-dd HH:mm:ss}" : "", row.LastDetail ?? "",
            }));
        return CommandLine.Fine;
    }
}

using System.CommandLine;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>requests</c>: what is going on?</summary>
internal static class RequestsVerb
{
    private const int MaxRows = 200;

    public static Command Create()
    {
        var text = new Argument<string?>("TEXT")
        {
            Description = "Part of title, number or barcode.", Arity = ArgumentArity.ZeroOrOne,
        };
        var partner = new Option<string?>("--partner") { Description = "Only with this partner.", HelpName = "CODE" };
        var status = new Option<string?>("--status") { Description = "Only in this status.", HelpName = "STATUS" };
        var command = new Command("requests", "Lists requests, newest first.") { text, partner, status };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(status) is { } code && !StatusCatalog.TryParse(code, out _))
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(
                    $"There is no status {code}. The verb lifecycle lists them.");
                return CommandLine.Usage;
            }

            var filter = new RequestFilter
            {
                Text = parsed.GetValue(text),
                Partner = parsed.GetValue(partner),
                Statuses = StatusCatalog.TryParse(parsed.GetValue(status), out var wanted) ? [wanted] : [],
            };
            var store = await parsed.OpenStoreAsync();
            return store is null ? CommandLine.Failed : await ListAsync(store, filter, parsed, cancellationToken);
        });
        return command;
    }

    private static async Task<int> ListAsync(
        IStore store, RequestFilter filter, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using (store)
        {
            var page = await store.ListRequestsAsync(filter, null, MaxRows, cancellationToken);
            await Table.WriteAsync(parsed.InvocationConfiguration.Output,
                ["ID", "ROLE", "STATUS", "PARTNER", "DUE", "TITLE"],
                page.Items.Select(request => new[]
                {
                    request.Id, request.Side == Side.Borrowing ? "borrower" : "lender", StatusCatalog.Code(request.Status),
                    request.Partner ?? "", $"{request.DueOn:yyyy-MM-dd}", request.Content.Citation.DisplayTitle,
                }));
            if (page.Next is not null)
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"... the newest {MaxRows}; narrow it down for the rest.");
            }

            return CommandLine.Fine;
        }
    }
}

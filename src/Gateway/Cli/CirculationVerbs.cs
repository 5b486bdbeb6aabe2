using System.CommandLine;
using System.Net.Http.Headers;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Circulation;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>patrons</c> and <c>items</c>: whom does the circulation know, and what?</summary>
internal static class CirculationVerbs
{
    private const int MaxRows = 200;

    /// <summary>The verb <c>patrons</c>.</summary>
    public static Command Patrons() =>
        new("patrons", "Patrons of the circulation that is built in: import, list and show them.")
        {
            ImportVerb("patrons"), ListVerb(), ShowVerb(),
        };

    /// <summary>The verb <c>items</c>.</summary>
    public static Command Items() =>
        new("items", "Items of the circulation that is built in: import them.") { ImportVerb("items") };

    private static Command ImportVerb(string what)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "CSV with a line of names, or JSON (.json), in UTF-8." };
        var command = new Command("import", $"Takes {what} from a file; the gateway has to run.") { file };
        command.SetAction((parsed, cancellationToken) =>
            ImportAsync(parsed, what, parsed.GetRequiredValue(file), cancellationToken));
        return command;
    }

    private static Command ListVerb()
    {
        var number = new Option<string?>("--number") { Description = "Only those with this number.", HelpName = "NUMBER" };
        var command = new Command("list", "Lists patrons, newest first.") { number };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (await parsed.OpenStoreAsync() is not { } store)
            {
                return CommandLine.Failed;
            }

            await using (store)
            {
                var patrons = parsed.GetValue(number) is { } wanted
                    ? await store.Circulation.FindByAsync<LibraryPatron>(
                        CirculationKey.Patron(wanted, null), MaxRows, cancellationToken)
                    : (await store.Circulation.ListAsync<LibraryPatron>(null, MaxRows, cancellationToken)).Items;
                await Table.WriteAsync(parsed.InvocationConfiguration.Output,
                    ["ID", "KIND", "NUMBER", "GROUP", "VALID UNTIL", "BLOCKED", "NAME"],
                    patrons.Select(patron => new PatronItem(patron)).Select(patron => new[]
                    {
                        $"{patron.Id}", patron.Kind, patron.Numbers[0], patron.Group ?? "", $"{patron.ValidUntil:yyyy-MM-dd}",
                        patron.Blocked ? "yes" : "", patron.Name,
                    }));
                return CommandLine.Fine;
            }
        });
        return command;
    }

    private static Command ShowVerb()
    {
        var id = new Argument<long>("ID") { Description = "The id that list shows." };
        var command = new Command("show", "Shows a patron with loans, holds and fees.") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (await parsed.OpenStoreAsync() is not { } store)
            {
                return CommandLine.Failed;
            }

            await using (store)
            {
                var number = parsed.GetRequiredValue(id);
                if (await store.Circulation.FindAsync<LibraryPatron>(number, cancellationToken) is not { } patron)
                {
                    await parsed.InvocationConfiguration.Error.WriteLineAsync($"There is no patron {number}.");
                    return CommandLine.Failed;
                }

                var detail = await CirculationEndpoints.DetailAsync(patron, store, cancellationToken);
                await WriteAsync(detail, parsed.InvocationConfiguration.Output);
                return CommandLine.Fine;
            }
        });
        return command;
    }

    private static Task WriteAsync(PatronDetail detail, TextWriter output) => Table.WriteAsync(
        output, [$"{detail.Patron.Id}", detail.Patron.Kind],
        [
            ["name", detail.Patron.Name], ["numbers", string.Join(", ", detail.Patron.Numbers)],
            ["group", detail.Patron.Group ?? ""], ["valid until", $"{detail.Patron.ValidUntil:yyyy-MM-dd}"],
            ["PIN", detail.HasPin ? "yes" : "no"], ["home", detail.HomeAgency ?? ""],
            .. detail.Blocks.Select(block => new[] { "block", $"{block.Code} {block.Text}".TrimEnd() }),
            .. detail.Loans.Select(loan => new[] { "loan", $"{loan.Barcode}, due {loan.DueAt:yyyy-MM-dd}: {loan.Title}" }),
            .. detail.Holds.Select(hold => new[] { "hold", $"{hold.Status}, {hold.PickupLocation}: {hold.Title}" }),
            .. detail.Fees.Select(fee => new[] { fee.IsPayment ? "paid" : "fee", $"{fee.Amount} {fee.Currency} {fee.Type}" }),
        ]);

    private static async Task<int> ImportAsync(
        ParseResult parsed, string what, FileInfo file, CancellationToken cancellationToken)
    {
        using var gateway = await RunningGateway.FindAsync(parsed);
        if (gateway is null)
        {
            return CommandLine.Failed;
        }

        await using var stream = file.OpenRead();
        using var content = new StreamContent(stream);
        var isJson = file.Extension.Equals(".json", StringComparison.OrdinalIgnoreCase);
        content.Headers.ContentType = new MediaTypeHeaderValue(isJson ? "application/json" : "text/csv");
        var (isFine, text) = await gateway.SendFileAsync($"/api/v1/{what}/import", content, cancellationToken);
        await (isFine ? parsed.InvocationConfiguration.Output : parsed.InvocationConfiguration.Error).WriteLineAsync(text);
        return isFine ? CommandLine.Fine : CommandLine.Failed;
    }
}

using System.CommandLine;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>letters</c>: what wait for somebody to read them?</summary>
internal static class LettersVerb
{
    private const int MaxRows = 200;

    public static Command Create()
    {
        var command = new Command(
            "letters", "Letters that wait for the staff: list and show them, place, apply and dismiss them.")
        {
            ListVerb(), ShowVerb(), PlaceVerb(), ApplyVerb(), DismissVerb(),
        };
        return command;
    }

    private static Command ListVerb()
    {
        var all = new Option<bool>("--all") { Description = "Also those that are done." };
        var command = new Command("list", "Lists the letters that wait, newest first.") { all };
        command.SetAction((parsed, cancellationToken) => WithNetworkAsync(parsed, async (store, network) =>
        {
            var isWaiting = parsed.GetValue(all) ? (bool?)null : true;
            var page = await store.ListLettersAsync(isWaiting, null, MaxRows, cancellationToken);
            await Table.WriteAsync(parsed.InvocationConfiguration.Output,
                ["NO", "AT", "FROM", "REQUEST", "SUBJECT", "WHY"],
                page.Items.Select(letter => new LetterItem(letter, network)).Select(item => new[]
                {
                    $"{item.Id}", $"{item.At:yyyy-MM-dd HH:mm}", item.From ?? "?", item.Request ?? "", item.Subject,
                    item.Waiting ? item.Reason : "done",
                }));
            return CommandLine.Fine;
        }));
        return command;
    }

    private static Command ShowVerb()
    {
        var id = Number();
        var command = new Command("show", "Shows a letter: its text, what it may be about, and what it may mean.") { id };
        command.SetAction((parsed, cancellationToken) => WithNetworkAsync(parsed, async (store, network) =>
        {
            if (await store.FindLetterAsync(parsed.GetRequiredValue(id), cancellationToken) is not { } letter)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(
                    $"There is no letter {parsed.GetRequiredValue(id)} before the staff.");
                return CommandLine.Failed;
            }

            await WriteAsync(letter, network, parsed.InvocationConfiguration.Output);
            return CommandLine.Fine;
        }));
        return command;
    }

    private static Command PlaceVerb()
    {
        var (id, statement) = (Number(), Statement());
        var request = new Argument<string>("REQUEST") { Description = "The request that it is about, like HOME0000042." };
        var command = new Command("place", "Says which request a letter is about.") { id, request, statement };
        command.SetAction((parsed, cancellationToken) => TellAsync(
            parsed, id, "place", new { statement = parsed.GetValue(statement), request = parsed.GetRequiredValue(request) },
            cancellationToken));
        return command;
    }

    private static Command ApplyVerb()
    {
        var (id, statement) = (Number(), Statement());
        var proposal = new Option<int?>("--proposal") { Description = "Which proposal, as show numbers them.", HelpName = "N" };
        var partner = new Option<string?>("--partner")
        {
            Description = "Whose letter it is, for a new request.", HelpName = "CODE",
        };
        var command = new Command("apply", "Applies what a letter may mean.") { id, proposal, partner, statement };
        command.SetAction((parsed, cancellationToken) => TellAsync(
            parsed, id, "apply",
            new
            {
                statement = parsed.GetValue(statement),
                proposal = parsed.GetValue(proposal),
                partner = parsed.GetValue(partner),
            },
            cancellationToken));
        return command;
    }

    private static Command DismissVerb()
    {
        var (id, statement) = (Number(), Statement());
        var note = new Option<string>("--note") { Description = "Why, or what was done instead.", Required = true };
        var command = new Command("dismiss", "Takes a letter out of the queue.") { id, note, statement };
        command.SetAction((parsed, cancellationToken) => TellAsync(
            parsed, id, "dismiss", new { statement = parsed.GetValue(statement), note = parsed.GetRequiredValue(note) },
            cancellationToken));
        return command;
    }

    private static Argument<long> Number() => new("NO") { Description = "The number of the letter." };

    private static Option<int?> Statement() => new("--statement")
    {
        Description = "Which statement of a letter that makes several; the first that waits when left out.", HelpName = "N",
    };

    private static async Task<int> WithNetworkAsync(ParseResult parsed, Func<IStore, Network, Task<int>> work)
    {
        if (await parsed.LoadAsync() is not { } snapshot || await parsed.OpenStoreAsync() is not { } store)
        {
            return CommandLine.Failed;
        }

        await using (store)
        {
            return await work(store, new Network(snapshot));
        }
    }

    private static async Task<int> TellAsync(
        ParseResult parsed, Argument<long> id, string action, object body, CancellationToken cancellationToken)
    {
        using var gateway = await RunningGateway.FindAsync(parsed);
        if (gateway is null)
        {
            return CommandLine.Failed;
        }

        var path = $"/api/v1/letters/{parsed.GetRequiredValue(id)}/actions/{action}";
        var (isFine, text) = await gateway.SendAsync(HttpMethod.Post, path, body, cancellationToken);
        await (isFine ? parsed.InvocationConfiguration.Output : parsed.InvocationConfiguration.Error).WriteLineAsync(text);
        return isFine ? CommandLine.Fine : CommandLine.Failed;
    }

    private static async Task WriteAsync(StaffLetter letter, Network network, TextWriter output)
    {
        var item = new LetterItem(letter, network);
        await Table.WriteAsync(output, [$"{item.Id}", item.Waiting ? "waits" : "done"],
        [
            ["from", item.From ?? "nobody who can be read"], ["in", letter.Origin.Mailbox],
            ["vouched for", letter.Origin.VouchedDomains.Count == 0 ? "nobody" : string.Join(", ", letter.Origin.VouchedDomains)],
            ["at", $"{item.At:yyyy-MM-dd HH:mm}"], ["kind", item.Kind], ["subject", item.Subject],
            .. letter.Attachments.Select(file => new[] { "file", $"{file.Name} ({file.Type}, {file.Octets} octets)" }),
        ]);
        await output.WriteLineAsync();
        await output.WriteLineAsync(letter.Text);
        foreach (var statement in letter.Statements)
        {
            await output.WriteLineAsync();
            await WriteAsync(statement, network, output);
        }
    }

    private static Task WriteAsync(StaffStatement statement, Network network, TextWriter output) => Table.WriteAsync(
        output, [$"STATEMENT {statement.Number}", statement.IsWaiting ? "waits" : IsoCode.Kebab(statement.End!.How.ToString())],
        [
            ["why", statement.Reason],
            ["request", statement.Request is { } number ? network.RequestId(number) : "not known"],
            ["partner", statement.Partner ?? "not known"],
            .. statement.Clues.Select(clue => new[] { clue.IsHit ? "clue *" : "clue", $"{clue.Clue}: {clue.Verdict}" }),
            .. statement.Proposals.Select((proposal, index) => new[]
            {
                $"proposal {index + 1}", $"{EventWords.Of(EventKinds.Of(proposal.Message))} ({proposal.Rule})",
            }),
            .. statement.End is { } end ? new[] { new[] { "ended", $"{end.At:yyyy-MM-dd HH:mm} by {end.By}: {end.Text}" } } : [],
        ]);
}

using System.CommandLine;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>messages</c>: what came and what went?</summary>
internal static class MessagesVerb
{
    private const int MaxRows = 200;

    public static Command Create()
    {
        var request = new Argument<string?>("ID") { Description = "Only those of this request.", Arity = ArgumentArity.ZeroOrOne };
        var quarantined = new Option<bool>("--quarantined") { Description = "Only those that could not be placed." };
        var raw = new Option<long?>("--raw") { Description = "Write the bytes of one message to the output.", HelpName = "N" };
        var command = new Command("messages", "Lists the journal, newest first, or writes the bytes of one message.")
        {
            request, quarantined, raw,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var store = await parsed.OpenStoreAsync();
            if (store is null)
            {
                return CommandLine.Failed;
            }

            await using (store)
            {
                return parsed.GetValue(raw) is { } id
                    ? await WriteRawAsync(store, id, parsed, cancellationToken)
                    : await ListAsync(store, parsed.GetValue(request), parsed.GetValue(quarantined), parsed, cancellationToken);
            }
        });
        return command;
    }

    private static async Task<int> WriteRawAsync(
        IStore store, long id, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (await store.FindMessageAsync(id, cancellationToken) is not { } row)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"There is no message {id}.");
            return CommandLine.Failed;
        }

        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(row.Entry.Raw, cancellationToken);
        return CommandLine.Fine;
    }

    private static async Task<int> ListAsync(
        IStore store, string? request, bool quarantined, ParseResult parsed, CancellationToken cancellationToken)
    {
        var number = request is null ? null : Intake.RequestIds.Number(request);
        if (request is not null && number is null)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"{request} is not the id of a request.");
            return CommandLine.Usage;
        }

        var page = await store.ListMessagesAsync(number, quarantined, null, MaxRows, cancellationToken);
        await Table.WriteAsync(parsed.InvocationConfiguration.Output,
            ["NO", "AT", "WAY", "PARTNER", "SERVICE", "OUTCOME", "OCTETS", "DETAIL"],
            page.Items.Select(row => new[]
            {
                $"{row.Id}", $"{row.Entry.At:yyyy-MM-dd HH:mm:ss}", row.Entry.Direction == Direction.In ? "in" : "out",
                row.Entry.Partner ?? "", row.Entry.Service is { } service ? IsoCode.Name(service) : "?",
                row.Entry.Outcome is { } outcome ? IsoCode.Kebab(outcome.ToString()) : "", $"{row.RawOctets}", row.Entry.Detail ?? "",
            }));
        return CommandLine.Fine;
    }
}

using System.CommandLine;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>templates</c>: the templates of letters, and how a letter would look.</summary>
internal static class TemplatesVerb
{
    public static Command Create() => new("templates", "The templates of letters: which there are, and how a letter would look.")
    {
        ListCommand(), PreviewCommand(),
    };

    private static Command ListCommand()
    {
        var command = new Command("list", "Lists all letters with the languages that have them.");
        command.SetAction(async (parsed, _) =>
        {
            if (await parsed.LoadAsync() is not { } snapshot)
            {
                return CommandLine.Failed;
            }

            if (LetterPreview.List(new Network(snapshot)) is not { } letters)
            {
                return await FailAsync(parsed, "A template is broken; the verb check says where.");
            }

            await Table.WriteAsync(parsed.InvocationConfiguration.Output, ["LETTER", "LANGUAGES"],
                letters.Select(letter => new[] { letter.Code, string.Join(", ", letter.Languages) }));
            return CommandLine.Fine;
        });
        return command;
    }

    private static Command PreviewCommand()
    {
        var code = new Argument<string>("CODE") { Description = "The letter, like LenderShipEmailLetter." };
        var partner = new Option<string?>("--partner")
        {
            Description = "To whom; the request's partner when left out. Letters to patrons need none.", HelpName = "CODE",
        };
        var request = new Option<string?>("--request") { Description = "About which request; an invented one when left out.", HelpName = "ID" };
        var language = new Option<string?>("--language") { Description = "In which language; the partner's when left out.", HelpName = "de" };
        var html = new Option<bool>("--html") { Description = "The HTML part instead of the text." };
        var command = new Command("preview", """
            Shows a letter as it would go out. Nothing is sent, and its links and addresses lead nowhere.

            Examples:
              templates preview LenderShipEmailLetter --partner SOUTH
              templates preview FulRenewEmailLetter --request HOME0000042 --language de --html
            """) { code, partner, request, language, html };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (await parsed.LoadAsync() is not { } snapshot)
            {
                return CommandLine.Failed;
            }

            if (LetterPreview.Find(parsed.GetValue(code)!) is not { } known)
            {
                var wanted = parsed.GetValue(code)!;
                return await FailAsync(parsed,
                    $"There is no letter \"{Echo.Of(wanted)}\"{NearestName.Hint(wanted, LetterPreview.Codes, "the letters are")}.");
            }

            RequestState? state = null;
            if (parsed.GetValue(request) is { } id)
            {
                state = await FindAsync(parsed, id, cancellationToken);
                if (state is null)
                {
                    return CommandLine.Failed;
                }
            }

            return await PreviewAsync(
                parsed, new Network(snapshot), known, LetterPreview.ReaderOf(known, state, parsed.GetValue(partner)), state,
                parsed.GetValue(language), parsed.GetValue(html));
        });
        return command;
    }

    private static async Task<int> PreviewAsync(
        ParseResult parsed, Network network, string code, string? partner, RequestState? state, string? language, bool isHtml)
    {
        if (network.Find(partner) is not { } reader)
        {
            var known = network.Partners.Select(one => one.Code).Order(StringComparer.Ordinal).ToArray();
            return await FailAsync(parsed, partner is null
                ? "Name the partner with --partner."
                : $"There is no partner \"{Echo.Of(partner)}\"{NearestName.Hint(partner, known, "known partners are")}.");
        }

        var now = parsed.GatewayOptions().Time.GetLocalNow();
        if (!LetterPreview.TryMake(code, reader, state, language, network, now, out var letter, out var problem))
        {
            return await FailAsync(parsed, problem);
        }

        var output = parsed.InvocationConfiguration.Output;
        if (!isHtml)
        {
            await output.WriteLineAsync($"Subject: {letter.Subject}");
            await output.WriteLineAsync();
        }

        await output.WriteAsync(isHtml ? letter.Html ?? "" : letter.Text);
        return CommandLine.Fine;
    }

    private static async Task<RequestState?> FindAsync(ParseResult parsed, string id, CancellationToken cancellationToken)
    {
        await using var store = await parsed.OpenStoreAsync();
        if (store is null)
        {
            return null;
        }

        var state = await RequestEndpoints.FindAsync(id, store, cancellationToken);
        if (state is null)
        {
            await FailAsync(parsed, RequestEndpoints.Unknown(id).Detail);
        }

        return state;
    }

    private static async Task<int> FailAsync(ParseResult parsed, string? text)
    {
        await parsed.InvocationConfiguration.Error.WriteLineAsync(text);
        return CommandLine.Failed;
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.Conformance;

/// <summary>
/// Reads a script line by line and does what it says. The verbs:
/// <code>
/// libraries HOME, EAST                  start gateways that know each other
/// letters SOUTH                         a partner of all of them who reads letters
/// HOME borrows "TITLE" from EAST, ...   a request is made; further words: copy, file
/// SOUTH asks HOME for "TITLE" as S-1    staff key in what came by letter
/// HOME ACTION field=value ...           a staff action; dates as +28d; texts in quotes
/// HOME cannot ACTION ...: words         the action is refused, and the refusal says these words
/// EAST shows STATUS field=value ...     waits until the request shows that there
/// EAST is silent / EAST speaks          its lane to the others is held / runs again
/// 30 days pass                          on all clocks, and the calendar is looked at
/// </code>
/// </summary>
internal sealed partial class ScriptRunner : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ShiftedTime _time = new(Start);
    private readonly Dictionary<string, TestLibrary> _libraries = [];
    private readonly HashSet<string> _silent = [];
    private string? _externalId;

    public async Task RunAsync(IEnumerable<string> lines)
    {
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (line.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            try
            {
                await StepAsync(line);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"line {number}: {line}\n{fault.Message}\n{await LogAsync()}", fault);
            }
        }
    }

    /// <summary>What happened, library by library: the history of the request, then its messages.</summary>
    public async Task<string> LogAsync()
    {
        await SettleAsync();
        var log = new StringBuilder();
        foreach (var library in _libraries.Values)
        {
            if (_externalId is null || await library.FindAsync(_externalId) is not { } id)
            {
                continue;
            }

            var request = await library.GetAsync($"/api/v1/requests/{id}");
            log.Append(CultureInfo.InvariantCulture, $"{library.Code} {request["role"]} {request["status"]}\n");
            foreach (var entry in request["history"]!.AsArray())
            {
                log.Append(CultureInfo.InvariantCulture, $"  {Day(entry!["at"]!)} {entry["event"],-26} {entry["to"],-22} {entry["text"]}\n");
            }

            var messages = await library.GetAsync($"/api/v1/requests/{id}/messages?limit=200");
            foreach (var message in messages["items"]!.AsArray().Reverse())
            {
                var line = $"  {Day(message!["at"]!)} {message["direction"],-3} {message["partner"]} {message["protocol"]} {message["service"]} {message["outcome"]}";
                log.Append(line.TrimEnd()).Append('\n');
            }
        }

        return log.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var library in _libraries.Values)
        {
            await library.DisposeAsync();
        }
    }

    private static string Day(JsonNode at) => $"day {(DateTimeOffset.Parse((string)at!, CultureInfo.InvariantCulture).Date - Start.Date).Days,3}";

    private Task StepAsync(string line)
    {
        var words = Words().Matches(line).Select(match => match.Value).ToArray();
        return words switch
        {
            ["libraries", .. var codes] => StartAsync(codes),
            ["letters", .. var codes] => MeetByMailAsync(codes),
            [var days, "days", "pass"] => PassAsync(int.Parse(days, CultureInfo.InvariantCulture)),
            [var who, "borrows", var title, .. var rest] => BorrowAsync(_libraries[who], Text(title), rest),
            [var partner, "asks", var who, "for", var title, "as", var number, .. var rest] =>
                KeyInAsync(_libraries[who], partner, Text(title), number, rest),
            [var who, "shows", var status, .. var fields] => ShowsAsync(_libraries[who], status, fields),
            [var who, "is", "silent"] => SilenceAsync(_libraries[who], "pause"),
            [var who, "speaks"] => SilenceAsync(_libraries[who], "resume"),
            [var who, "cannot", var action, .. var rest] => CannotAsync(_libraries[who], action, rest, line),
            [var who, var action, .. var fields] => ActAsync(_libraries[who], action, fields),
            _ => throw new FormatException("That is not a line of a script."),
        };
    }

    private async Task StartAsync(string[] codes)
    {
        foreach (var code in codes.Select(code => code.TrimEnd(',')))
        {
            _libraries.Add(code, await TestLibrary.StartAsync(code, _time));
        }

        foreach (var library in _libraries.Values)
        {
            library.Meet([.. _libraries.Values.Except([library])]);
        }
    }

    private Task MeetByMailAsync(string[] codes)
    {
        foreach (var code in codes.Select(code => code.TrimEnd(',')))
        {
            foreach (var library in _libraries.Values)
            {
                library.MeetByMail(code);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Waits until nothing is under way, so that the log does not depend on who was faster.</summary>
    private async Task SettleAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!patience.IsCancellationRequested)
        {
            var isQuiet = true;
            foreach (var library in _libraries.Values.Where(library => !_silent.Contains(library.Code)))
            {
                var depths = await library.Store.QueueDepthsAsync(CancellationToken.None);
                isQuiet &= depths.All(depth => depth.Waiting + depth.Sending == 0);
            }

            if (isQuiet)
            {
                return;
            }

            await Task.Delay(20);
        }
    }

    private async Task PassAsync(int days)
    {
        await SettleAsync();
        _time.Pass(TimeSpan.FromDays(days));
        foreach (var library in _libraries.Values)
        {
            await library.SweepAsync();
        }
    }

    private async Task BorrowAsync(TestLibrary library, string title, string[] rest)
    {
        var partners = rest.SkipWhile(word => word != "from").Skip(1).TakeWhile(word => word is not ("copy" or "file"))
            .Select(code => new JsonObject { ["code"] = code.TrimEnd(',') }["code"]!.DeepClone()).ToArray();
        _externalId = await library.BorrowAsync(new JsonObject
        {
            ["title"] = title,
            ["author"] = "Ada Example",
            ["format"] = Format(rest),
            ["partners"] = new JsonArray(partners),
        });
    }

    private async Task KeyInAsync(TestLibrary library, string partner, string title, string number, string[] rest)
    {
        _externalId = number;
        await library.BorrowAsync(new JsonObject
        {
            ["role"] = "lender", ["title"] = title, ["author"] = "Ada Example", ["partner"] = partner, ["externalId"] = number,
            ["format"] = Format(rest),
        });
    }

    private static string Format(string[] words) =>
        words.Contains("file") ? "DIGITAL" : words.Contains("copy") ? "PHYSICAL_NON_RETURNABLE" : "PHYSICAL";

    private async Task ActAsync(TestLibrary library, string action, string[] fields)
    {
        await SettleAsync();
        var (isDone, answer) = await library.ActAsync(await IdAtAsync(library), action, Fields(fields));
        Assert.True(isDone, answer.ToJsonString());
    }

    private async Task CannotAsync(TestLibrary library, string action, string[] fields, string line)
    {
        var words = line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        var before = fields.TakeWhile(field => !field.StartsWith(':')).Select(field => field.TrimEnd(':')).Where(field => field.Contains('='));
        var (isDone, answer) = await library.ActAsync(await IdAtAsync(library), action.TrimEnd(':'), Fields([.. before]));
        Assert.False(isDone, $"{action} was possible");
        Assert.Contains(words, (string)answer["detail"]!, StringComparison.Ordinal);
    }

    private async Task ShowsAsync(TestLibrary library, string status, string[] fields)
    {
        var wanted = Fields(fields);
        var seen = "nothing yet";
        using var patience = new CancellationTokenSource(Patience);
        while (!patience.IsCancellationRequested)
        {
            if (await library.FindAsync(_externalId!) is { } id)
            {
                var request = await library.GetAsync($"/api/v1/requests/{id}");
                seen = $"{request["status"]} {string.Join(' ', wanted.Select(field => $"{field.Key}={request[field.Key]}"))}";
                if ((string)request["status"]! == status
                    && wanted.All(field => request[field.Key]?.ToString() == field.Value?.ToString()))
                {
                    return;
                }
            }

            await Task.Delay(20);
        }

        Assert.Fail($"{library.Code} shows {seen}");
    }

    private async Task SilenceAsync(TestLibrary library, string verb)
    {
        _ = verb == "pause" ? _silent.Add(library.Code) : _silent.Remove(library.Code);
        foreach (var other in _libraries.Keys.Where(code => code != library.Code))
        {
            var body = verb == "pause" ? new JsonObject { ["reason"] = "the script says so" } : [];
            await library.PostAsync($"/api/v1/partners/{other}/{verb}", body);
        }
    }

    private async Task<string> IdAtAsync(TestLibrary library) =>
        await library.FindAsync(_externalId!) ?? throw new InvalidOperationException($"{library.Code} has no such request yet.");

    private JsonObject Fields(IEnumerable<string> words)
    {
        var fields = new JsonObject();
        foreach (var word in words)
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            var value = Text(word[(at + 1)..]);
            fields[word[..at]] = value switch
            {
                "true" => true,
                "false" => false,
                ['+' or '-', .. var days, 'd'] => $"{_time.GetUtcNow().Date.AddDays(int.Parse($"{value[0]}{days}", CultureInfo.InvariantCulture)):yyyy-MM-dd}",
                _ => value,
            };
        }

        return fields;
    }

    private static string Text(string word) => word.Trim('"');

    [GeneratedRegex("""[^\s"=]+="[^"]*"|"[^"]*"|\S+""")]
    private static partial Regex Words();
}

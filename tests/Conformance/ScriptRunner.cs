using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.Conformance;

/// <summary>
/// Reads a script line by line and does what it says. The verbs:
/// <code>
/// libraries HOME, EAST                  start gateways that know each other
/// letters SOUTH                         a partner of all of them who reads letters
/// HOME borrows "TITLE" from EAST, ...   a request is made; without from, its rota is chosen; then: copy, file, field=value
/// SOUTH asks HOME for "TITLE" as S-1    staff key in what came by letter
/// HOME cannot borrow "TITLE" ...: words the request is refused, and the refusal says these words
/// the request "TITLE"                   the lines that follow are about this one again; also by the borrower's number
/// HOME ACTION field=value ...           a staff action; dates as +28d; texts in quotes
/// HOME cannot ACTION ...: words         the action is refused, and the refusal says these words
/// EAST shows STATUS field=value ...     waits until the request shows that there
/// EAST offers: ACTION, ...              exactly these actions are possible now
/// EAST does not offer: ACTION, ...      these are not
/// EAST noted "words"                    one of the notes says that
/// HOME rota: EAST rejected, ...         the suppliers in their order and what became of them; or: rota in any order
/// HOME changes the rota to WEST, ...    suppliers chosen by hand, in place of those that wait; or: to the rota NAME
/// EAST prints the KIND slip: "words"    call, shipping, receive or return; these words stand on it
/// EAST reports its slips                the slip report
/// EAST does ACTION with all field=value a bulk action on all requests of the script
/// EAST digitises in SCAN stage=... file=... copyright=...   how the work order stands
/// EAST queue of SCAN: open=1 ...        what the department has to do
/// EAST dashboard NAME=2 ...             the numbers on staff's first page
/// EAST is silent / EAST speaks          its lane to the others is held / runs again
/// 30 days pass                          on all clocks, and the expiry and overdue jobs run
/// the job NAME runs                     at all libraries
/// </code>
/// What is configured has verbs in <c>ScriptRunner.Settings.cs</c>, NCIP in <c>ScriptRunner.Ncip.cs</c>.
/// </summary>
internal sealed partial class ScriptRunner : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ShiftedTime _time = new(Start);
    private readonly Dictionary<string, TestLibrary> _libraries = [];
    private readonly HashSet<string> _silent = [];
    private readonly List<(string Title, string ExternalId)> _requests = [];
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
            catch (Exception fault) when (fault is not Xunit.Sdk.SkipException)
            {
                throw new InvalidOperationException($"line {number}: {line}\n{fault.Message}\n{await LogAsync()}", fault);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var library in _libraries.Values)
        {
            await library.DisposeAsync();
        }

        if (_catalogue is not null)
        {
            await _catalogue.DisposeAsync();
        }
    }

    private Task StepAsync(string line)
    {
        var words = Words().Matches(line).Select(match => match.Value).ToArray();
        return NcipStepOf(words)?.Invoke() ?? words switch
        {
            ["libraries", .. var codes] => StartAsync(codes),
            ["letters", .. var codes] => MeetByMailAsync(codes),
            [var days, "days", "pass"] => PassAsync(int.Parse(days, CultureInfo.InvariantCulture)),
            ["the", "job", var name, "runs"] => RunJobAsync(name),
            ["the", "request", var title] => TurnTo(Text(title)),
            [var partner, "asks", var who, "for", var title, "as", var number, .. var rest] =>
                KeyInAsync(_libraries[who], partner, Text(title), number, rest),
            [var who, ..] when _libraries.TryGetValue(who, out var library) => LibraryStepAsync(library, words[1..], line),
            _ => throw new FormatException("That is not a line of a script."),
        };
    }

    private Task LibraryStepAsync(TestLibrary library, string[] words, string line) =>
        (CirculationStepOf(library, words, line) ?? SettingOf(library, words) ?? LookStepOf(library, words, line))?.Invoke() ?? words switch
        {
            ["borrows", var title, .. var rest] => BorrowAsync(library, Text(title), rest),
            ["changes", "the", "rota", "to", .. var rest] => ChangeRotaAsync(library, rest),
            ["prints", "the", var kind, "slip:", var text] => PrintAsync(library, kind, Text(text)),
            ["reports", "its", "slips"] => ReportAsync(library),
            ["does", var action, "with", "all", .. var fields] => BulkAsync(library, action, fields),
            ["is", "silent"] => SilenceAsync(library, "pause"),
            ["speaks"] => SilenceAsync(library, "resume"),
            [var action, .. var fields] => ActAsync(library, action, fields),
            _ => throw new FormatException("That is not a line of a script."),
        };

    private async Task RunJobAsync(string name)
    {
        await SettleAsync();
        foreach (var library in _libraries.Values)
        {
            await library.RunJobAsync(name);
        }
    }

    private Task TurnTo(string name)
    {
        var known = _requests.LastOrDefault(request => request.Title == name || request.ExternalId == name);
        _externalId = known.ExternalId ?? name;
        return Task.CompletedTask;
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
            await SettleAsync();
        }
    }

    private async Task BorrowAsync(TestLibrary library, string title, string[] rest) =>
        Remember(title, await library.BorrowAsync(Wanted(title, rest)));

    private async Task CannotBorrowAsync(TestLibrary library, string title, string line)
    {
        var at = line.IndexOf(": ", StringComparison.Ordinal);
        var rest = Words().Matches(line[..at]).Select(match => match.Value).Skip("HOME cannot borrow TITLE".Split(' ').Length).ToArray();
        var (isDone, answer) = await library.TryAsync("/api/v1/requests", Wanted(title, rest));
        Assert.False(isDone, "the request was made");
        Assert.Contains(line[(at + 2)..], (string)answer["detail"]!, StringComparison.Ordinal);
    }

    private JsonObject Wanted(string title, string[] rest)
    {
        var body = Fields(rest.Where(word => word.Contains('=', StringComparison.Ordinal)));
        body["title"] = title;
        body["author"] ??= "Ada Example";
        body["format"] = Format(rest);
        if (rest is ["from", .. var suppliers])
        {
            body["partners"] = Codes(suppliers.TakeWhile(word => word is not ("copy" or "file") && !word.Contains('=', StringComparison.Ordinal)));
        }

        if ((string?)body["patron"] is { } patron)
        {
            var (number, group) = (patron.Split('/')[0], patron.Split('/').ElementAtOrDefault(1));
            body["patron"] = new JsonObject { ["identifier"] = number, ["status"] = group };
        }

        return body;
    }

    private async Task KeyInAsync(TestLibrary library, string partner, string title, string number, string[] rest)
    {
        Remember(title, number);
        await library.BorrowAsync(new JsonObject
        {
            ["role"] = "lender", ["title"] = title, ["author"] = "Ada Example", ["partner"] = partner, ["externalId"] = number,
            ["format"] = Format(rest),
        });
    }

    private void Remember(string title, string externalId)
    {
        _requests.Add((title, externalId));
        _externalId = externalId;
    }

    private static JsonArray Codes(IEnumerable<string> words) =>
        new(words.Select(code => (JsonNode)code.TrimEnd(',')).ToArray());

    private async Task ChangeRotaAsync(TestLibrary library, string[] rest)
    {
        await SettleAsync();
        await library.SetSuppliersAsync(await IdAtAsync(library), rest is ["the", "rota", var name]
            ? new JsonObject { ["rota"] = name }
            : new JsonObject { ["partners"] = Codes(rest) });
    }

    private async Task PrintAsync(TestLibrary library, string kind, string text)
    {
        await SettleAsync();
        var body = new JsonObject { ["ids"] = new JsonArray(await IdAtAsync(library)), ["kind"] = kind };
        Assert.Contains(text, await library.PageAsync("/api/v1/requests/slips", body), StringComparison.Ordinal);
    }

    private async Task ReportAsync(TestLibrary library)
    {
        var body = new JsonObject { ["ids"] = new JsonArray(await IdAtAsync(library)), ["format"] = "xml" };
        Assert.Contains(_externalId!, await library.PageAsync("/api/v1/requests/slip-report", body), StringComparison.Ordinal);
    }

    private async Task BulkAsync(TestLibrary library, string action, string[] fields)
    {
        await SettleAsync();
        var ids = new JsonArray();
        foreach (var (_, externalId) in _requests)
        {
            ids.Add(await library.FindAsync(externalId));
        }

        var answer = await library.PostAsync(
            "/api/v1/requests/bulk", new JsonObject { ["action"] = action, ["ids"] = ids, ["fields"] = Fields(fields) });
        Assert.All(answer["results"]!.AsArray(), result => Assert.True((bool)result!["done"]!, result.ToJsonString()));
    }

    private static string Format(string[] words) =>
        words.Contains("file") ? "DIGITAL" : words.Contains("copy") ? "PHYSICAL_NON_RETURNABLE" : "PHYSICAL";

    private async Task ActAsync(TestLibrary library, string action, string[] fields)
    {
        await SettleAsync();
        var (isDone, answer) = await library.ActAsync(await IdAtAsync(library), action, Fields(fields));
        Assert.True(isDone, answer.ToJsonString());
        if (action == "duplicate")
        {
            Remember((string)answer["title"]!, (string)answer["externalId"]!);
        }
    }

    private async Task CannotAsync(TestLibrary library, string action, string[] fields, string line)
    {
        var words = line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        var before = fields.TakeWhile(field => !field.StartsWith(':')).Select(field => field.TrimEnd(':')).Where(field => field.Contains('='));
        var (isDone, answer) = await library.ActAsync(await IdAtAsync(library), action.TrimEnd(':'), Fields([.. before]));
        Assert.False(isDone, $"{action} was possible");
        Assert.Contains(words, (string)answer["detail"]!, StringComparison.Ordinal);
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
                ['+' or '-', .. var days, 'd'] => Day(value[0] + days),
                _ => value,
            };
        }

        return fields;
    }

    /// <summary>The day so many days from today on.</summary>
    private string Day(string days) =>
        $"{_time.GetUtcNow().Date.AddDays(int.Parse(days, CultureInfo.InvariantCulture)):yyyy-MM-dd}";

    private static string Text(string word) => word.Trim('"');

    [GeneratedRegex("""[^\s"=]+="[^"]*"|"[^"]*"|\S+""")]
    private static partial Regex Words();
}

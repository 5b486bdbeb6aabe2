using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.Conformance;

/// <summary>The lines that look at a request, and the log.</summary>
internal sealed partial class ScriptRunner
{
    /// <summary>What happened: what brokers were answered; then request by request and library by library the history and
    /// the messages.</summary>
    public async Task<string> LogAsync()
    {
        await SettleAsync();
        await RememberBrokeredAsync();
        var log = new StringBuilder().Append(_conversation);
        foreach (var (title, externalId) in _requests)
        {
            foreach (var library in _libraries.Values)
            {
                if (await library.FindAsync(externalId) is { } id)
                {
                    await LogAsync(log, library, id, _requests.Count > 1 ? $" \"{title}\"" : "");
                }
            }
        }

        return HostAndPort().Replace(log.ToString(), "HOST:PORT");
    }

    private static async Task LogAsync(StringBuilder log, TestLibrary library, string id, string title)
    {
        var request = await library.GetAsync($"/api/v1/requests/{id}");
        log.Append(CultureInfo.InvariantCulture, $"{library.Code} {request["role"]} {request["status"]}{title}\n");
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

    private static string Day(JsonNode at) => $"day {(DateTimeOffset.Parse((string)at!, CultureInfo.InvariantCulture).Date - Start.Date).Days,3}";

    /// <summary>A line that looks; null when it is another one.</summary>
    private Func<Task>? LookStepOf(TestLibrary library, string[] words, string line) => words switch
    {
        ["shows", var status, .. var fields] => () => ShowsAsync(library, status, fields),
        ["offers:", .. var actions] => () => OffersAsync(library, actions),
        ["does", "not", "offer:", .. var actions] => () => DoesNotOfferAsync(library, actions),
        ["noted", var text] => () => NotedAsync(library, Text(text)),
        ["rota:", .. var legs] => () => RotaAsync(library, legs, order: null),
        ["rota", "in", "any", "order:", .. var legs] => () => RotaAsync(library, legs, StringComparer.Ordinal),
        ["dashboard", .. var numbers] => () => DashboardAsync(library, numbers),
        ["cannot", "borrow", var title, ..] => () => CannotBorrowAsync(library, Text(title), line),
        ["digitises", "in", var department, .. var fields] => () => DigitisesAsync(library, department, fields),
        ["queue", "of", var department, .. var numbers] => () => QueueAsync(library, department.TrimEnd(':'), numbers),
        ["cannot", var action, .. var rest] => () => CannotAsync(library, action, rest, line),
        _ => null,
    };

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
                seen = $"{request["status"]} {string.Join(' ', wanted.Select(field => $"{field.Key}={Value(request, field.Key)}"))}";
                if ((string)request["status"]! == status
                    && wanted.All(field => (Value(request, field.Key)?.ToString() ?? "") == field.Value?.ToString()))
                {
                    return;
                }
            }

            await Task.Delay(20);
        }

        Assert.Fail($"{library.Code} shows {seen}");
    }

    private static JsonNode? Value(JsonNode request, string name) =>
        request[name] ?? request["dates"]![name] ?? request["content"]![name] ?? request["content"]!["citation"]![name];

    private async Task OffersAsync(TestLibrary library, string[] actions) =>
        Assert.Equal(actions.Select(action => action.TrimEnd(',')).Order(StringComparer.Ordinal), await OfferedAsync(library));

    private async Task DoesNotOfferAsync(TestLibrary library, string[] actions) =>
        Assert.Empty(actions.Select(action => action.TrimEnd(',')).Intersect(await OfferedAsync(library)));

    private async Task<string[]> OfferedAsync(TestLibrary library)
    {
        await SettleAsync();
        return (await RequestAsync(library))["availableActions"]!.AsArray().Select(action => (string)action!)
            .Order(StringComparer.Ordinal).ToArray();
    }

    private async Task NotedAsync(TestLibrary library, string text)
    {
        await SettleAsync();
        var notes = (await RequestAsync(library))["notes"]!.AsArray().Select(note => (string)note!["text"]!).ToArray();
        Assert.True(notes.Any(note => note.Contains(text, StringComparison.Ordinal)), $"The notes are: {string.Join(" / ", notes)}");
    }

    private async Task RotaAsync(TestLibrary library, string[] words, IComparer<string>? order)
    {
        await SettleAsync();
        var wanted = string.Join(' ', words).Split(", ");
        var rota = (await RequestAsync(library))["rota"]!.AsArray().Select(leg => $"{leg!["partner"]} {leg["outcome"]}").ToArray();
        Assert.Equal<string[]>(order is null ? wanted : [.. wanted.Order(order)], order is null ? rota : [.. rota.Order(order)]);
    }

    private async Task DashboardAsync(TestLibrary library, string[] numbers)
    {
        await SettleAsync();
        var lending = (await library.GetAsync("/api/v1/dashboard"))["sides"]!.AsArray().Single(side => (string)side!["role"]! == "lender")!;
        foreach (var number in numbers.Select(number => number.Split('=')))
        {
            var counts = lending[number[0]]!;
            var sum = (int)counts["mine"]! + (int)counts["unassigned"]! + (int)counts["others"]!;
            Assert.Equal($"{number[0]}={number[1]}", $"{number[0]}={sum}");
        }
    }

    private async Task DigitisesAsync(TestLibrary library, string department, string[] fields)
    {
        await SettleAsync();
        var work = (await RequestAsync(library))["digitisation"] ?? throw new InvalidOperationException("Nothing is being digitised.");
        Assert.Equal(department, (string)work["department"]!);
        foreach (var (name, value) in Fields(fields))
        {
            var task = work["tasks"]!.AsArray().FirstOrDefault(task => (string)task!["kind"]! == name);
            Assert.Equal($"{name}={value}", $"{name}={task?["state"] ?? work[name]}");
        }
    }

    private static async Task QueueAsync(TestLibrary library, string department, string[] numbers)
    {
        var shown = await library.GetAsync($"/api/v1/digitisation/departments/{department}");
        var queue = await library.GetAsync($"/api/v1/digitisation/departments/{department}/queue");
        Assert.Equal((int)shown["open"]!, queue["items"]!.AsArray().Count);
        Assert.All(numbers.Select(number => number.Split('=')), number => Assert.Equal(number[1], shown[number[0]]!.ToString()));
    }

    private async Task<JsonNode> RequestAsync(TestLibrary library) =>
        await library.GetAsync($"/api/v1/requests/{await IdAtAsync(library)}");

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex HostAndPort();
}

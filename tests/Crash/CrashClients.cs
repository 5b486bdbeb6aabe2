using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.Crash;

/// <summary>Works against a gateway that may die at any moment, remembers what was acknowledged, and takes up again what
/// was not.</summary>
internal abstract class CrashClient
{
    private int _duplicates;

    /// <summary>Repeats of something acknowledged that were answered as the first time.</summary>
    public int Duplicates => _duplicates;

    /// <summary>True when nothing waits for its acknowledgement.</summary>
    public abstract bool IsSettled { get; }

    /// <summary>How many things were acknowledged.</summary>
    public abstract int Acknowledged { get; }

    /// <summary>Works until the gateway is gone, or (when only settling) until nothing is open any more.</summary>
    public async Task RunAsync(GatewayProcess gateway, bool onlySettles, CancellationToken stop)
    {
        try
        {
            await WorkAsync(gateway, onlySettles, stop);
        }
        catch (Exception fault) when (fault is SocketException or HttpRequestException or IOException or OperationCanceledException)
        {
            // The gateway died in the middle, which is what this is about; at the end, the test asks whether all is settled.
        }
    }

    /// <summary>What was acknowledged last is there after a restart.</summary>
    public abstract Task CheckNewestAsync(GatewayProcess gateway);

    protected abstract Task WorkAsync(GatewayProcess gateway, bool onlySettles, CancellationToken stop);

    protected void CountDuplicate() => _duplicates++;
}

/// <summary>A partner that borrows from us and waits for the answer on its connection.</summary>
internal sealed class BorrowingPartner(int client, int seed, ConcurrentQueue<string> requested) : CrashClient
{
    public const string Symbol = "RSG:ASKER";

    private readonly Random _random = new(seed + client);
    private byte[]? _open;

    /// <summary>Number, request and the answer that acknowledged it.</summary>
    public List<(string Number, byte[] Apdu, byte[] Answer)> Done { get; } = [];

    public override bool IsSettled => _open is null;

    public override int Acknowledged => Done.Count;

    public override async Task CheckNewestAsync(GatewayProcess gateway)
    {
        foreach (var (number, _, _) in Done.TakeLast(2))
        {
            var page = await gateway.Http.GetFromJsonAsync<JsonNode>($"/api/v1/requests?role=lender&q={number}");
            Assert.Single(page!["items"]!.AsArray(), item => (string?)item!["externalId"] == number);
        }
    }

    protected override async Task WorkAsync(GatewayProcess gateway, bool onlySettles, CancellationToken stop)
    {
        using var connection = await IllConnection.OpenAsync(gateway.Ill, cancellationToken: stop);
        while (!onlySettles || !IsSettled)
        {
            if (Done.Count > 0 && _random.Next(8) == 0)
            {
                await RepeatAsync(connection, stop);
            }

            var number = $"C{client}-{Done.Count}";
            _open ??= IllRequests.Encode(Symbol, GatewayFolder.OurSymbol, number);
            var answer = await connection.AskAsync(_open, stop);
            Done.Add((number, _open, answer));
            requested.Enqueue(number);
            _open = null;
        }
    }

    private async Task RepeatAsync(IllConnection connection, CancellationToken stop)
    {
        var (number, apdu, answer) = Done[_random.Next(Done.Count)];
        var again = await connection.AskAsync(apdu, stop);
        Assert.True(answer.AsSpan().SequenceEqual(again), $"{number} was answered otherwise when it came again");
        CountDuplicate();
    }
}

/// <summary>Our staff who borrow: each request is made under a key of its own, and sent.</summary>
internal sealed class BorrowingStaff(int client, int seed) : CrashClient
{
    private readonly Random _random = new(seed + client);
    private JsonObject? _open;
    private (string Id, bool IsRepeat)? _unsent;

    /// <summary>Title and key, and the request's id.</summary>
    public List<(string Title, string Id)> Made { get; } = [];

    /// <summary>Requests whose sending was acknowledged.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>Sendings that had been done when the gateway died before it could say so.</summary>
    public int FoundDone { get; private set; }

    public override bool IsSettled => _open is null && _unsent is null;

    public override int Acknowledged => Made.Count + Sent.Count;

    public override async Task CheckNewestAsync(GatewayProcess gateway)
    {
        foreach (var (title, id) in Made.TakeLast(2))
        {
            var request = await gateway.Http.GetFromJsonAsync<JsonNode>($"/api/v1/requests/{id}");
            Assert.Equal(title, (string?)request!["title"]);
        }

        foreach (var id in Sent.TakeLast(2))
        {
            Assert.Equal("REQUEST_SENT", await StatusAsync(gateway.Http, id, CancellationToken.None));
        }
    }

    protected override async Task WorkAsync(GatewayProcess gateway, bool onlySettles, CancellationToken stop)
    {
        while (!onlySettles || !IsSettled)
        {
            if (_unsent is { } unsent)
            {
                await SendAsync(gateway.Http, unsent.Id, unsent.IsRepeat, stop);
                continue;
            }

            if (Made.Count > 0 && _random.Next(8) == 0)
            {
                var (title, id) = Made[_random.Next(Made.Count)];
                var (again, isReplay) = await CreateAsync(gateway.Http, Body(title), title, stop);
                Assert.Equal((id, true), (again, isReplay));
                CountDuplicate();
            }

            var next = $"S{client}-{Made.Count}";
            _open ??= Body(next);
            var (made, _) = await CreateAsync(gateway.Http, _open, next, stop);
            Made.Add((next, made));
            (_open, _unsent) = (null, (made, false));
        }
    }

    private static JsonObject Body(string title) => new() { ["title"] = title, ["author"] = "Ada Example", ["partner"] = "SINK" };

    private static async Task<(string Id, bool IsReplay)> CreateAsync(
        HttpClient http, JsonObject body, string key, CancellationToken stop)
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, "/api/v1/requests") { Content = JsonContent.Create(body) };
        call.Headers.Add("Idempotency-Key", key);
        using var response = await http.SendAsync(call, stop);
        var text = await response.Content.ReadAsStringAsync(stop);
        Assert.True(response.StatusCode == HttpStatusCode.Created, text);
        return ((string)JsonNode.Parse(text)!["id"]!, response.Headers.Contains("Idempotent-Replayed"));
    }

    private static async Task<string?> StatusAsync(HttpClient http, string id, CancellationToken stop) =>
        (string?)(await http.GetFromJsonAsync<JsonNode>($"/api/v1/requests/{id}", stop))!["status"];

    private async Task SendAsync(HttpClient http, string id, bool isRepeat, CancellationToken stop)
    {
        // An action has no key: who did not hear the answer looks first, as people do.
        if (isRepeat && await StatusAsync(http, id, stop) == "REQUEST_SENT")
        {
            FoundDone++;
        }
        else
        {
            _unsent = (id, true);
            using var response = await http.PostAsync($"/api/v1/requests/{id}/actions/send", null, stop);
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(stop));
        }

        Sent.Add(id);
        _unsent = null;
    }
}

/// <summary>Our staff who lend: what partners ask for is promised.</summary>
internal sealed class LendingStaff(ConcurrentQueue<string> requested) : CrashClient
{
    private (string Number, bool IsRepeat)? _open;

    /// <summary>The partner's numbers of requests whose promise was acknowledged.</summary>
    public List<string> Promised { get; } = [];

    /// <summary>Promises that had been made when the gateway died before it could say so.</summary>
    public int FoundDone { get; private set; }

    public override bool IsSettled => _open is null;

    public override int Acknowledged => Promised.Count;

    public override async Task CheckNewestAsync(GatewayProcess gateway)
    {
        foreach (var number in Promised.TakeLast(2))
        {
            Assert.Equal("WILL_SUPPLY", (string?)(await FindAsync(gateway.Http, number, CancellationToken.None))["status"]);
        }
    }

    protected override async Task WorkAsync(GatewayProcess gateway, bool onlySettles, CancellationToken stop)
    {
        while (!onlySettles || !IsSettled)
        {
            if (_open is null)
            {
                if (!requested.TryDequeue(out var next))
                {
                    await Task.Delay(5, stop);
                    continue;
                }

                _open = (next, false);
            }

            await PromiseAsync(gateway.Http, _open.Value.Number, _open.Value.IsRepeat, stop);
        }
    }

    private static async Task<JsonNode> FindAsync(HttpClient http, string number, CancellationToken stop)
    {
        var page = await http.GetFromJsonAsync<JsonNode>($"/api/v1/requests?role=lender&q={number}", stop);
        return Assert.Single(page!["items"]!.AsArray(), item => (string?)item!["externalId"] == number)!;
    }

    private async Task PromiseAsync(HttpClient http, string number, bool isRepeat, CancellationToken stop)
    {
        var request = await FindAsync(http, number, stop);
        if (isRepeat && (string?)request["status"] == "WILL_SUPPLY")
        {
            FoundDone++;
        }
        else
        {
            _open = (number, true);
            using var response = await http.PostAsJsonAsync(
                $"/api/v1/requests/{(string?)request["id"]}/actions/will-supply", new JsonObject { ["note"] = number }, stop);
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(stop));
        }

        Promised.Add(number);
        _open = null;
    }
}

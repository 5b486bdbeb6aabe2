using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ResourceSharing.Tests.Unit.Adapters.Shared;

namespace ResourceSharing.Tests.Unit.Adapters.Relais;

/// <summary>Relais D2D on loopback: sessions, a catalogue by number, requests, as feeds reference 3.5 has them. A session
/// ends when the calling program changes its name.</summary>
internal sealed class StubRelais : IAsyncDisposable
{
    public const string Key = "relais-key";

    private readonly ConcurrentDictionary<string, string> _sessions = new();
    private StubJsonServer _server = null!;
    private int _logins;

    /// <summary>What can be found: the value of a search, and whether it is available.</summary>
    public ConcurrentDictionary<string, bool> Catalogue { get; } = new();

    public ConcurrentDictionary<string, JsonObject> Requests { get; } = new();

    public ConcurrentQueue<string> Added { get; } = new();

    public StubJsonServer Server => _server;

    public Uri Url => _server.Url;

    public string Message { get; set; } = "";

    /// <summary>The body of a refusal for a session that does not hold, and its status.</summary>
    public (int Status, string Body) SignedOut { get; set; } =
        (401, """{"Problem":{"ErrorMessage":"Invalid aid","ErrorCode":"PUBFI003"}}""");

    public string LoanAllowed { get; set; } = "true";

    public IEnumerable<string> Calls => _server.Calls.Select(call => $"{call.Method} {call.Path}");

    public static async Task<StubRelais> StartAsync(params string[] available)
    {
        var stub = new StubRelais();
        foreach (var value in available)
            stub.Catalogue[value] = true;
        stub._server = await StubJsonServer.StartAsync(stub.AnswerAsync);
        return stub;
    }

    public void EndSessions() => _sessions.Clear();

    public void Move(string number, string status, string at)
    {
        var request = (JsonObject)Requests[number].DeepClone();
        request["RequestStatus"] = status;
        request["ISO8601RequestStatusDate"] = at;
        Requests[number] = request;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(JsonStubCall call, HttpContext context)
    {
        if (call.Path == "/portal-service/user/authentication")
            return LoginAsync(call, context);
        var query = call.Query.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[^1]);
        if (!_sessions.TryGetValue(query.GetValueOrDefault("aid", ""), out var program)
            || program != $"{call.Headers.UserAgent} {call.Headers.AcceptLanguage}")
        {
            return SayAsync(context, SignedOut.Status, SignedOut.Body);
        }

        return call.Path switch
        {
            "/dws/item/available" => AvailableAsync(call, context),
            "/dws/item/add" => AddAsync(call, context),
            "/portal-service/request/query/my" => MineAsync(context),
            _ => SayAsync(context, 404, ""),
        };
    }

    private Task LoginAsync(JsonStubCall call, HttpContext context)
    {
        var login = JsonNode.Parse(call.Body)!;
        if ((string?)login["ApiKey"] != Key)
            return SayAsync(context, 401, """{"AuthorizationState":{"StateId":"x","State":"failed"}}""");
        if ((string?)login["PatronId"] == "UNKNOWN")
        {
            return SayAsync(
                context, 200, """{"Authentication":{"Problem":{"Code":"PUBAN003","Message":"Patron not found"}}}""");
        }

        var aid = $"aid {Interlocked.Increment(ref _logins)}";
        _sessions[Uri.EscapeDataString(aid)] = $"{call.Headers.UserAgent} {call.Headers.AcceptLanguage}";
        return SayAsync(context, 200, $$"""
            {"AuthorizationId":"{{aid}}","LibrarySymbol":"HOME","AllowLoanAddRequest":{{LoanAllowed}}}
            """);
    }

    private Task AvailableAsync(JsonStubCall call, HttpContext context) =>
        Catalogue.TryGetValue(Value(call), out var isAvailable)
            ? SayAsync(context, 200, new JsonObject
            {
                ["Available"] = isAvailable,
                ["SearchTerm"] = "isbn=" + Value(call),
                ["RequestLink"] = new JsonObject { ["ButtonLink"] = "AddRequest", ["RequestMessage"] = Message },
                ["NumberOfRecords"] = 1,
                ["PickupLocation"] = new JsonArray(new JsonObject
                {
                    ["PickupLocationCode"] = "B", ["PickupLocationDescription"] = "Law Library",
                }),
            }.ToJsonString())
            : NoResultAsync(context);

    private Task AddAsync(JsonStubCall call, HttpContext context)
    {
        Added.Enqueue(call.Body);
        if (!Catalogue.TryGetValue(Value(call), out var isAvailable))
            return NoResultAsync(context);
        if (!isAvailable)
            return SayAsync(context, 200, """{"RequestLink":{"ButtonLink":"","RequestMessage":"It cannot be requested."}}""");
        var number = $"COR-{99003268 + Requests.Count}";
        Requests[number] = new JsonObject
        {
            ["RequestNumber"] = number, ["Title"] = "The lighthouse keepers' almanac / Muster", ["RequestStatus"] = "ENTERED",
            ["ISO8601DateSubmitted"] = "20260314092700", ["ISO8601RequestStatusDate"] = "20260314092700", ["Isbn"] = Value(call),
        };
        return SayAsync(context, 200, $$"""{"RequestNumber":"{{number}}"}""");
    }

    private Task MineAsync(HttpContext context) => Requests.IsEmpty
        ? NoResultAsync(context)
        : SayAsync(context, 200, new JsonObject
        {
            ["MyRequestRecords"] = new JsonArray([.. Requests.Values.Select(one => one.DeepClone())]),
        }.ToJsonString());

    private static string Value(JsonStubCall call) => (string)JsonNode.Parse(call.Body)!["ExactSearch"]![0]!["Value"]!;

    private static Task NoResultAsync(HttpContext context) =>
        SayAsync(context, 404, """{"Problem":{"ErrorMessage":"No result","ErrorCode":"PUBRI003"}}""");

    private static Task SayAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }
}

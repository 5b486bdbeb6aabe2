using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ResourceSharing.Tests.Unit.Adapters.Shared;

namespace ResourceSharing.Tests.Unit.Adapters.Illiad;

/// <summary>ILLiad's Web Platform on loopback: users, transactions, queues and notes, as feeds reference 3.3 has them.</summary>
internal sealed class StubIlliad : IAsyncDisposable
{
    public const string Key = "11111111-2222-3333-4444-555555555555";

    private const string Root = "/ILLiadWebPlatform/";

    private StubJsonServer _server = null!;

    public ConcurrentDictionary<string, JsonObject> Users { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ConcurrentDictionary<string, JsonObject> Transactions { get; } = new();

    public ConcurrentQueue<string> Notes { get; } = new();

    /// <summary>Where this version takes notes.</summary>
    public string NotesPath { get; set; } = "notes";

    public StubJsonServer Server => _server;

    public Uri Url => new(_server.Url, Root);

    /// <summary>Calls by method and path below the root.</summary>
    public IEnumerable<string> Calls => _server.Calls.Select(call => $"{call.Method} {call.Path[Root.Length..]}");

    public static async Task<StubIlliad> StartAsync(params string[] users)
    {
        var stub = new StubIlliad();
        foreach (var user in users)
            stub.Users[user] = new JsonObject { ["UserName"] = user };
        stub._server = await StubJsonServer.StartAsync(stub.AnswerAsync);
        return stub;
    }

    /// <summary>A transaction moves, as its staff do it.</summary>
    public JsonObject Move(string number, string status, string at, params (string Name, JsonNode? Value)[] more)
    {
        var transaction = (JsonObject)Transactions[number].DeepClone();
        transaction["TransactionStatus"] = status;
        transaction["TransactionDate"] = at;
        foreach (var (name, value) in more)
            transaction[name] = value;
        Transactions[number] = transaction;
        return transaction;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(JsonStubCall call, HttpContext context)
    {
        if (call.Headers["ApiKey"] != Key)
        {
            await SayAsync(context, 401, new JsonObject { ["Message"] = "Authorization has been denied for this request." });
            return;
        }

        var parts = call.Path[Root.Length..].Split('/').Select(Uri.UnescapeDataString).ToArray();
        await ((call.Method, parts) switch
        {
            ("POST", ["Transaction", ""]) => CreateAsync(call, context),
            ("GET", ["Transaction", "UserRequests", var user]) => ListAsync(user, call, context),
            ("GET", ["Transaction", var number]) => FindAsync(Transactions, number, context),
            ("PUT", ["transaction", var number, "route"]) => RouteAsync(number, call, context),
            ("POST", ["transaction", var number, var notes]) when notes == NotesPath && Transactions.ContainsKey(number) =>
                NoteAsync(call, context),
            ("GET", ["Users", var user]) => FindAsync(Users, user, context),
            ("POST", ["Users"]) => AddUserAsync(call, context),
            _ => SayAsync(context, 404, new JsonObject { ["Message"] = "No HTTP resource was found." }),
        });
    }

    private Task CreateAsync(JsonStubCall call, HttpContext context)
    {
        var transaction = JsonNode.Parse(call.Body)!.AsObject();
        if (transaction["Username"] is null || !Users.ContainsKey((string)transaction["Username"]!))
            return SayAsync(context, 400, new JsonObject { ["Message"] = "The user does not exist." });
        var number = 1094509 + Transactions.Count;
        transaction["TransactionNumber"] = number;
        transaction["TransactionDate"] = "2026-03-01T10:00:00.103";
        transaction["ArticleExchangePassword"] = "letmein";
        Transactions[$"{number}"] = transaction;
        return SayAsync(context, 200, transaction);
    }

    private Task ListAsync(string user, JsonStubCall call, HttpContext context)
    {
        var filter = Uri.UnescapeDataString(call.Query);
        var all = Transactions.Values.Where(one => (string)one["Username"]! == user
            && filter.Contains($"ItemInfo1 eq '{(string?)one["ItemInfo1"]}'", StringComparison.Ordinal)).ToArray();
        return all.Length == 0
            ? SayAsync(context, 404, new JsonObject { ["Message"] = "No requests." })
            : SayAsync(context, 200, new JsonArray([.. all.Select(one => one.DeepClone())]));
    }

    private static Task FindAsync(ConcurrentDictionary<string, JsonObject> all, string key, HttpContext context) =>
        all.TryGetValue(key, out var found)
            ? SayAsync(context, 200, found)
            : SayAsync(context, 404, new JsonObject { ["Message"] = "Not found." });

    private Task RouteAsync(string number, JsonStubCall call, HttpContext context)
    {
        if (!Transactions.ContainsKey(number))
            return SayAsync(context, 404, new JsonObject { ["Message"] = "Not found." });
        var status = (string)JsonNode.Parse(call.Body)!["Status"]!;
        return SayAsync(context, 200, Move(number, status, "2026-03-02T11:00:00"));
    }

    private Task NoteAsync(JsonStubCall call, HttpContext context)
    {
        Notes.Enqueue(call.Body);
        return SayAsync(context, 200, JsonNode.Parse(call.Body)!);
    }

    private Task AddUserAsync(JsonStubCall call, HttpContext context)
    {
        var user = JsonNode.Parse(call.Body)!.AsObject();
        Users[(string)user["UserName"]!] = user;
        return SayAsync(context, 200, user);
    }

    private static Task SayAsync(HttpContext context, int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString());
    }
}

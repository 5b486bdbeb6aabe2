using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ResourceSharing.Tests.Unit.Adapters.Bldss;

/// <summary>A call as the stub got it.</summary>
internal sealed record StubCall(string Method, string Path, string Query, string Body);

/// <summary>The British Library's interface on loopback. It checks every signature by code of its own, and does with a call
/// what the test says.</summary>
internal sealed class StubLibrary : IAsyncDisposable
{
    public const string ApplicationSecret = "app-secret";
    public const string CustomerSecret = "customer-secret";

    private readonly WebApplication _app;

    private StubLibrary(Func<StubCall, HttpContext, Task> behaviour)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var call = new StubCall(
                context.Request.Method, context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0],
                context.Request.QueryString.Value?.TrimStart('?') ?? "", await reader.ReadToEndAsync());
            if (!IsSigned(call, context.Request.Headers["BLDSS-API-Authentication"].ToString()))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }

            Calls.Enqueue(call);
            await behaviour(call, context);
        });
    }

    /// <summary>The calls that were signed rightly.</summary>
    public ConcurrentQueue<StubCall> Calls { get; } = new();

    public ConcurrentBag<string> Nonces { get; } = [];

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<StubLibrary> StartAsync(Func<StubCall, HttpContext, Task> behaviour)
    {
        var stub = new StubLibrary(behaviour);
        await stub._app.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    /// <summary>Answers each call with an XML of the test.</summary>
    public static Task<StubLibrary> AnsweringAsync(Func<StubCall, string> answer) =>
        StartAsync((call, context) => context.Response.WriteAsync(answer(call)));

    public static string Answer(int status, string message, string result = "") =>
        $"<apiResponse><timestamp>2026-03-02 09:00:00.000 GMT</timestamp><status>{status}</status><message>{message}</message>"
        + $"<result>{result}</result></apiResponse>";

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    /// <summary>The rule of feeds reference 1.3 once more, written without looking at ours.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The interface knows HMAC-SHA1 only.")]
    private bool IsSigned(StubCall call, string header)
    {
        var parts = header.Split(',').Select(part => part.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        if (parts.Count != 6 || parts["signature_method"] != "HMAC-SHA1")
            return false;
        Nonces.Add(parts["nonce"]);
        var all = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in new[] { "api_application", "api_key", "nonce", "request_time", "signature_method" })
            all[name] = Enc(parts[name]);
        foreach (var pair in call.Query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=', 2)))
            all[Uri.UnescapeDataString(pair[0])] = pair[1];
        if (call.Method is "POST" or "PUT")
            all["request"] = Enc(call.Body);
        if (call.Method == "DELETE")
            all["id"] = Enc(call.Path.Split('/')[^1]);
        var text = string.Join("&", all.Select(one => Enc(one.Key) + "=" + one.Value));
        var signed = call.Method + "&" + Enc(call.Path) + "&" + Enc(text);
        using var hmac = new HMACSHA1(Encoding.ASCII.GetBytes(ApplicationSecret + "&" + CustomerSecret));
        return Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(signed))) == parts["authorisation"];
    }

    private static string Enc(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal)
        .Replace("%2A", "*", StringComparison.Ordinal).Replace("~", "%7E", StringComparison.Ordinal);
}

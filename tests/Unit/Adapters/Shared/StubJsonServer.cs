using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ResourceSharing.Tests.Unit.Adapters.Shared;

/// <summary>A call as a stub got it; path and query as they were on the wire.</summary>
internal sealed record JsonStubCall(string Method, string Path, string Query, string Body, IHeaderDictionary Headers)
{
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>A server on loopback that does with a call what its owner says. A fault, once set, comes before that.</summary>
internal sealed class StubJsonServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubJsonServer(Func<JsonStubCall, HttpContext, Task> behaviour)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?', 2);
            var call = new JsonStubCall(
                context.Request.Method, target[0], target.Length > 1 ? target[1] : "", await reader.ReadToEndAsync(),
                new HeaderDictionary(context.Request.Headers.ToDictionary(one => one.Key, one => one.Value)));
            Calls.Enqueue(call);
            if (Fault is not { } fault || !fault.Hits(call))
                await behaviour(call, context);
            else if (fault.Kind == "cut after")
                await CutAfterAsync(behaviour, call, context);
            else
                await FailAsync(fault.Kind, context);
        });
    }

    public ConcurrentQueue<JsonStubCall> Calls { get; } = new();

    /// <summary>Which calls fail, and how: slow, cut, cut after (carried out, but not answered), garbage, huge, deep, a
    /// status, or a body.</summary>
    public (Func<JsonStubCall, bool> Hits, string Kind)? Fault { get; set; }

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<StubJsonServer> StartAsync(Func<JsonStubCall, HttpContext, Task> behaviour)
    {
        var stub = new StubJsonServer(behaviour);
        await stub._app.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private static async Task CutAfterAsync(
        Func<JsonStubCall, HttpContext, Task> behaviour, JsonStubCall call, HttpContext context)
    {
        var body = context.Response.Body;
        context.Response.Body = new MemoryStream();
        await behaviour(call, context);
        context.Response.Body = body;
        context.Abort();
    }

    private static async Task FailAsync(string kind, HttpContext context)
    {
        switch (kind)
        {
            case "slow":
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                break;
            case "cut":
                await context.Response.WriteAsync("{");
                await context.Response.Body.FlushAsync();
                context.Abort();
                break;
            case "garbage":
                await context.Response.WriteAsync("<html><body>Welcome</body></html>");
                break;
            case "huge":
                await context.Response.WriteAsync("{\"Message\":\"" + new string('x', 3 * 1024 * 1024) + "\"}");
                break;
            case "deep":
                await context.Response.WriteAsync(new string('[', 100_000));
                break;
            case { Length: 3 }:
                context.Response.StatusCode = int.Parse(kind, System.Globalization.CultureInfo.InvariantCulture);
                context.Response.Headers.Location = "http://127.0.0.1:1/";
                break;
            default:
                await context.Response.WriteAsync(kind);
                break;
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResourceSharing.Adapters.Ncip;

namespace ResourceSharing.Tests.Unit.Adapters.Ncip;

/// <summary>A call as the stub got it.</summary>
internal sealed record NcipStubCall(string Target, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>A responder on loopback that does with a call what the test says.</summary>
internal sealed class NcipStub : IAsyncDisposable
{
    private readonly WebApplication _app;

    private NcipStub(WebApplication app) => _app = app;

    public ConcurrentQueue<NcipStubCall> Calls { get; } = new();

    public NcipAddress Url(string path = "/ncip") =>
        Address(new Uri(new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), path).ToString());

    public static NcipAddress Address(string text) =>
        NcipAddress.TryParse(text, out var address) ? address : throw new ArgumentException("no address", nameof(text));

    public static async Task<NcipStub> StartAsync(Func<HttpContext, Task> behaviour, X509Certificate2? certificate = null, bool wantsClient = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = certificate;
                    https.ClientCertificateMode = wantsClient ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate;
                    https.AllowAnyClientCertificate();
                });
            }
        }));
        var stub = new NcipStub(builder.Build());
        stub._app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            stub.Calls.Enqueue(new NcipStubCall(
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.ToDictionary(one => one.Key, one => one.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                await reader.ReadToEndAsync()));
            await behaviour(context);
        });
        await stub._app.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    public static Task<NcipStub> AnsweringAsync(string answer, int status = 200, string contentType = "application/xml") => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(answer);
    });

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>A responder on a bare connection: reads one message, and does what the test says.</summary>
internal sealed class NcipTcpStub : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public NcipTcpStub(Func<Socket, Task> behaviour)
    {
        _listener.Start();
        Done = ServeAsync(behaviour);
    }

    public Task Done { get; }

    public string Heard { get; private set; } = "";

    public NcipAddress Url => NcipStub.Address($"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public static Task SayAsync(Socket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text));

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(Func<Socket, Task> behaviour)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var socket = await _listener.AcceptSocketAsync(limit.Token);
        var buffer = new byte[4096];
        while (!Heard.Contains("</NCIPMessage>", StringComparison.Ordinal))
        {
            int count = await socket.ReceiveAsync(buffer, limit.Token);
            if (count == 0)
                return;
            Heard += Encoding.UTF8.GetString(buffer, 0, count);
        }

        await behaviour(socket);
    }
}

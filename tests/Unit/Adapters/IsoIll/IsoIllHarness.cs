using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.IsoIll;
using ResourceSharing.Mapping.Canonical;
using Xunit;

namespace ResourceSharing.Tests.Unit.Adapters.IsoIll;

/// <summary>Keeps what it is given, in order, and answers as the test says.</summary>
internal sealed class FakeIntake : IIntake
{
    private readonly List<Arrival> arrivals = [];

    public Func<Arrival, int, Task<Receipt>> Answer { get; set; } =
        (_, number) => Task.FromResult(new Receipt(ArrivalOutcome.Applied, number, null, null));

    public IReadOnlyList<Arrival> Arrivals
    {
        get
        {
            lock (arrivals)
                return [.. arrivals];
        }
    }

    public Task<Receipt> AcceptAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        int number;
        lock (arrivals)
        {
            arrivals.Add(arrival);
            number = arrivals.Count;
        }

        return Answer(arrival, number);
    }

    public async Task<Arrival> ArrivalAsync(int number = 1)
    {
        await Eventually.HoldsAsync(() => Arrivals.Count >= number, $"{number} arrivals");
        return Arrivals[number - 1];
    }
}

internal sealed class FakePartners : IIsoIllPartners
{
    public Dictionary<Symbol, IsoIllPartnerSettings> Files { get; } = [];

    public Dictionary<IPAddress, IsoIllPartnerSettings> FilesByAddress { get; } = [];

    public IsoIllPartnerSettings? FindBySymbol(Symbol symbol) => Files.GetValueOrDefault(symbol);

    public IsoIllPartnerSettings? FindByAddress(IPAddress? address) =>
        address is null ? null : FilesByAddress.GetValueOrDefault(address);
}

internal static class Eventually
{
    /// <summary>Waits for what another thread is about to do; fails after ten seconds.</summary>
    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        for (int i = 0; i < 2000; i++)
        {
            if (condition())
                return;
            await Task.Delay(5);
        }

        Assert.Fail($"Never came true: {what}");
    }
}

/// <summary>The real listener in a real Kestrel on a free port of the loopback.</summary>
internal sealed class ListenerHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private ListenerHost(WebApplication app, FakeIntake intake, FakePartners partners, FakeTime time)
    {
        this.app = app;
        Intake = intake;
        Partners = partners;
        Time = time;
    }

    public FakeIntake Intake { get; }

    public FakePartners Partners { get; }

    public FakeTime Time { get; }

    public int Port { get; private set; }

    public static async Task<ListenerHost> StartAsync(IsoIllListenerLimits? limits = null)
    {
        var (intake, partners, time) = (new FakeIntake(), new FakePartners(), new FakeTime());
        var settings = new IsoIllListenerSettings
        {
            OurSymbols = [Symbol.Parse("RSG:HOME")],
            PublicAddress = "ill.home.example:1611",
            Limits = limits ?? new IsoIllListenerLimits(),
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new IsoIllListener(
            intake, partners, settings, time, NullLogger<IsoIllListener>.Instance));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.UseConnectionHandler<IsoIllListener>()));
        var host = new ListenerHost(builder.Build(), intake, partners, time);
        await host.app.StartAsync();
        var addresses = host.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        host.Port = new Uri(addresses.Addresses.Single()).Port;
        return host;
    }

    public async Task<PeerSocket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Port);
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionReset)
        {
            // A refusal can be so quick that connecting itself sees it; reading finds the end all the same.
        }

        return new PeerSocket(socket);
    }

    /// <summary>Connects, and waits until the listener waits for the first octet.</summary>
    public async Task<PeerSocket> ConnectAndWaitAsync()
    {
        int before = Time.TimersSet;
        var peer = await ConnectAsync();
        await Eventually.HoldsAsync(() => Time.TimersSet > before, "the listener waits");
        return peer;
    }

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}

/// <summary>The other end of a connection.</summary>
internal sealed class PeerSocket(Socket socket) : IDisposable
{
    public Socket Socket => socket;

    public Task SendAsync(ReadOnlyMemory<byte> octets) => socket.SendAsync(octets, SocketFlags.None).AsTask();

    /// <summary>Everything until the other side closes or resets.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        using var received = new MemoryStream();
        var buffer = new byte[4096];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            int count;
            while ((count = await socket.ReceiveAsync(buffer, SocketFlags.None, limit.Token)) > 0)
                received.Write(buffer, 0, count);
        }
        catch (SocketException)
        {
        }

        return received.ToArray();
    }

    public async Task<byte[]> ReadAsync(int octets)
    {
        var buffer = new byte[octets];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        for (int got = 0; got < octets;)
        {
            int count = await socket.ReceiveAsync(buffer.AsMemory(got), SocketFlags.None, limit.Token);
            Assert.True(count > 0, $"closed after {got} octets");
            got += count;
        }

        return buffer;
    }

    /// <summary>Nothing has come and the connection is still there.</summary>
    public bool IsQuietAndOpen() => !socket.Poll(100_000, SelectMode.SelectRead);

    public void Dispose() => socket.Dispose();
}

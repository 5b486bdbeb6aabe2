using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.IsoIll;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Mapping.IsoIll;
using Xunit;

namespace ResourceSharing.Tests.Unit.Adapters.IsoIll;

/// <summary>The listener against clients that are not test code: our own channel, and yaz-illclient.</summary>
public class IsoIllPeersTests
{
    [Fact]
    public async Task What_our_channel_sends_our_listener_hears()
    {
        await using var host = await ListenerHost.StartAsync();
        await using var channel = Channel();
        foreach (var message in new IsoIllMapperSamples(17).OneOfEach())
        {
            var envelope = Envelope(host.Port, message);
            var encoded = (EncodeResult.Encoded)channel.Encode(envelope);
            Assert.IsType<DeliveryOutcome.Delivered>(await channel.SendAsync(encoded.Bytes, envelope, default));
        }

        await host.Intake.ArrivalAsync(20);
        Assert.Equal(
            Enum.GetValues<IllService>().Where(service => service != IllService.Forward),
            host.Intake.Arrivals.Select(a => ((ArrivalContent.Understood)a.Content).Message.Service).Order());
    }

    [Fact]
    public async Task A_listener_that_is_full_is_not_taken_for_a_delivery()
    {
        await using var host = await ListenerHost.StartAsync(new IsoIllListenerLimits { MaxConnections = 1 });
        using var occupied = await host.ConnectAndWaitAsync();
        await using var channel = Channel();
        var envelope = Envelope(host.Port, new IllMessage.Cancel { Header = IsoIllMapperTests.Header });
        var encoded = (EncodeResult.Encoded)channel.Encode(envelope);
        var outcome = await channel.SendAsync(encoded.Bytes, envelope, default);
        Assert.False(outcome is DeliveryOutcome.Delivered, $"{outcome}");
        Assert.Empty(host.Intake.Arrivals);
    }

    [Fact]
    public async Task Yaz_illclient_gets_its_status_report_on_the_connection()
    {
        const string Program = "/usr/bin/yaz-illclient";
        if (!File.Exists(Program))
            Assert.Skip("yaz-illclient is not installed.");
        await using var host = await ListenerHost.StartAsync();
        host.Intake.Answer = (arrival, number) => Task.FromResult(new Receipt(
            ArrivalOutcome.Applied, number, arrival.EncodeReply!(StatusFor(arrival)), null));
        var folder = Directory.CreateTempSubdirectory("illclient");
        using var client = Process.Start(new ProcessStartInfo(Program)
        {
            ArgumentList =
            {
                "-f", IsoIllVectors.PathOf("yaz-illclient-full-params.txt"), $"tcp:127.0.0.1:{host.Port}",
            },
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await client.WaitForExitAsync(limit.Token);
        folder.Delete(recursive: true);
        Assert.Equal(0, client.ExitCode);
        Assert.IsType<IllMessage.Request>(((ArrivalContent.Understood)host.Intake.Arrivals[0].Content).Message);
    }

    private static IllMessage.StatusOrErrorReport StatusFor(Arrival arrival)
    {
        var header = ((ArrivalContent.Understood)arrival.Content).Message.Header;
        return new IllMessage.StatusOrErrorReport
        {
            Header = header,
            Report = new Report.Status(CurrentState.InProcess, new HistoryReport
            {
                LastTransitionOn = header.At.Date,
                LastService = IllService.IllRequest,
                LastServiceOn = header.At.Date,
                LastServiceBy = header.Requester ?? new Party { Name = "requester" },
            }),
        };
    }

    private static IsoIllChannel Channel() => new(
        new FakeIntake(), new IsoIllListenerSettings { OurSymbols = [] }, TimeProvider.System,
        NullLogger<IsoIllChannel>.Instance, new IsoIllChannelLimits { Drain = TimeSpan.FromMilliseconds(50) });

    private static Envelope Envelope(int port, IllMessage message) => new()
    {
        OutboxId = 1,
        CreatedAt = new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero),
        Message = message,
        Recipient = new Recipient
        {
            Code = "NEAR", Name = "The Near Library", Symbols = [Symbol.Parse("SYM:RSP1")], Language = "en",
            Settings = new IsoIllPartnerSettings { Host = "127.0.0.1", Port = port },
        },
        Sender = new Sender { Name = "Home", Symbols = [Symbol.Parse("OTHER:ONE")] },
    };
}

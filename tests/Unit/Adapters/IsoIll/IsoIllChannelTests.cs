using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.IsoIll;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Tests.Unit.Mapping.IsoIll;
using Xunit;

namespace ResourceSharing.Tests.Unit.Adapters.IsoIll;

public sealed class IsoIllChannelTests : IAsyncDisposable
{
    private readonly FakeIntake intake = new();
    private readonly TcpListener server = new(IPAddress.Loopback, 0);
    private readonly IsoIllChannel channel;

    public IsoIllChannelTests()
    {
        server.Start();
        channel = new IsoIllChannel(
            intake, new IsoIllListenerSettings { OurSymbols = [Symbol.Parse("RSG:HOME")] }, TimeProvider.System,
            NullLogger<IsoIllChannel>.Instance);
    }

    private int Port => ((IPEndPoint)server.LocalEndpoint).Port;

    [Fact]
    public void Encoding_gives_an_APDU_with_both_addresses_and_says_what_is_lost()
    {
        var encoded = Assert.IsType<EncodeResult.Encoded>(channel.Encode(Envelope()));
        var apdu = IsoIllVectors.Decode(encoded.Bytes).Apdu;
        Assert.IsType<RecallApdu>(apdu);
        var info = ((Registered<ApduDeliveryInfo>)((External)apdu.Extensions![0].Item).Content).Value;
        Assert.Equal("ill.home.example:1611", info.SenderInfo[0].Transport.TelecomServiceAddress?.Text);
        Assert.Equal($"127.0.0.1:{Port}", info.RecipientInfo[0].Transport.TelecomServiceAddress?.Text);
        Assert.Equal("dueOn", Assert.Single(encoded.Losses.Losses).Field);
        Assert.Equal(encoded.Bytes, ((EncodeResult.Encoded)channel.Encode(Envelope())).Bytes.ToArray());
    }

    [Fact]
    public void A_message_of_more_than_1_MiB_is_not_sent()
    {
        var long1 = new string('x', 300_000);
        var envelope = Envelope() with
        {
            Message = new IllMessage.Answer
            {
                Header = IsoIllMapperTests.Header, Note = long1,
                Result = new AnswerResult.Estimate(long1)
                { Locations = [new Location(new Party { Name = long1 }, null, long1)] },
            },
        };
        Assert.Equal("message-too-large", Assert.IsType<EncodeResult.Failed>(channel.Encode(envelope)).Error.Code);
    }

    [Fact]
    public async Task A_peer_that_reads_and_closes_has_it()
    {
        var peer = AcceptAsync();
        var bytes = Bytes();
        var sending = channel.SendAsync(bytes, Envelope(), TestContext.Current.CancellationToken);
        using (var socket = await peer)
            Assert.Equal(bytes, await socket.ReadAsync(bytes.Length));
        Assert.IsType<DeliveryOutcome.Delivered>(await sending);
        Assert.Empty(intake.Arrivals);
    }

    [Fact]
    public async Task A_peer_that_stays_silent_does_not_hold_up_the_lane()
    {
        var peer = AcceptAsync();
        var watch = Stopwatch.StartNew();
        Assert.IsType<DeliveryOutcome.Delivered>(await channel.SendAsync(Bytes(), Envelope(), default));
        Assert.True(watch.ElapsedMilliseconds < 1500, $"{watch.ElapsedMilliseconds} ms");
        using var socket = await peer;
    }

    [Fact]
    public async Task What_the_peer_answers_on_our_connection_reaches_the_intake_as_that_partners()
    {
        var peer = AcceptAsync();
        var bytes = Bytes();
        var sending = channel.SendAsync(bytes, Envelope(), default);
        using var socket = await peer;
        await socket.ReadAsync(bytes.Length);
        var answer = IsoIllVectors.Octets("19-status-or-error-report-status");
        await socket.SendAsync(answer.AsMemory()[..100]);
        await Task.Delay(50);
        await socket.SendAsync(answer.AsMemory()[100..]);
        Assert.IsType<DeliveryOutcome.Delivered>(await sending);
        var arrival = await intake.ArrivalAsync();
        Assert.Equal("NEAR", arrival.Peer.CalledPartner);
        Assert.Null(arrival.EncodeReply);
        Assert.IsType<ArrivalContent.Understood>(arrival.Content);
        Assert.Equal(answer, arrival.Raw.ToArray());
        Assert.Empty(await socket.ReadToEndAsync());
    }

    [Fact]
    public async Task Garbage_for_an_answer_is_kept_and_does_not_undo_the_delivery()
    {
        var peer = AcceptAsync();
        var sending = channel.SendAsync(Bytes(), Envelope(), default);
        using var socket = await peer;
        await socket.SendAsync(Encoding.ASCII.GetBytes("220 mail.example ESMTP\r\n"));
        Assert.IsType<DeliveryOutcome.Delivered>(await sending);
        var content = Assert.IsType<ArrivalContent.NotUnderstood>((await intake.ArrivalAsync()).Content);
        Assert.Equal("not-iso-ill", content.Error.Code);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_kept_too()
    {
        var peer = AcceptAsync();
        var sending = channel.SendAsync(Bytes(), Envelope(), default);
        using (var socket = await peer)
        {
            await socket.ReadAsync(Bytes().Length);
            await socket.SendAsync(IsoIllVectors.Octets("06-cancel-full").AsMemory()[..80]);
        }

        Assert.IsType<DeliveryOutcome.Delivered>(await sending);
        Assert.IsType<ArrivalContent.NotUnderstood>((await intake.ArrivalAsync()).Content);
    }

    [Fact]
    public async Task A_refused_connection_is_tried_again_later()
    {
        server.Stop();
        var deferred = Assert.IsType<DeliveryOutcome.Deferred>(
            await channel.SendAsync(Bytes(), Envelope(), default));
        Assert.Equal(RetryClass.Later, deferred.Error.Retry);
        Assert.Equal("connect-failed", deferred.Error.Code);
        Assert.DoesNotContain("127.0.0.1", deferred.Error.PublicText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_tried_again_later() =>
        Assert.IsType<DeliveryOutcome.Deferred>(
            await channel.SendAsync(Bytes(), Envelope(host: "no-such-host.invalid"), default));

    [Fact]
    public async Task Every_address_of_a_name_is_tried() =>
        Assert.IsType<DeliveryOutcome.Delivered>(
            await channel.SendAsync(Bytes(), Envelope(host: "localhost"), default));

    [Fact]
    public async Task A_peer_that_resets_right_after_accepting_leaves_the_delivery_in_doubt()
    {
        var accepting = server.AcceptSocketAsync();
        var sending = channel.SendAsync(Bytes(), Envelope(), default);
        using (var socket = await accepting)
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        var outcome = await sending;
        Assert.False(outcome is DeliveryOutcome.Delivered, $"{outcome}");
    }

    [Fact]
    public async Task A_peer_that_never_reads_cannot_have_a_message_that_TCP_did_not_take()
    {
        await using var impatient = new IsoIllChannel(
            intake, new IsoIllListenerSettings { OurSymbols = [] }, TimeProvider.System,
            NullLogger<IsoIllChannel>.Instance, new IsoIllChannelLimits { Send = TimeSpan.FromMilliseconds(300) });
        var peer = AcceptAsync();
        var outcome = await impatient.SendAsync(new byte[64 << 20], Envelope(), default);
        using var socket = await peer;
        Assert.Equal("send-timeout", Assert.IsType<DeliveryOutcome.Deferred>(outcome).Error.Code);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_is_surely_not_delivered()
    {
        var peer = AcceptAsync();
        var sending = channel.SendAsync(new byte[64 << 20], Envelope(), default);
        using (var socket = await peer)
            await socket.ReadAsync(1000);
        Assert.Equal("send-failed", Assert.IsType<DeliveryOutcome.Deferred>(await sending).Error.Code);
    }

    [Fact]
    public async Task A_cancelled_attempt_is_an_outcome_and_no_exception()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.IsType<DeliveryOutcome.Deferred>(await channel.SendAsync(Bytes(), Envelope(), cancelled.Token));
    }

    [Fact]
    public async Task Without_listening_the_connection_is_closed_at_once()
    {
        var peer = AcceptAsync();
        var bytes = Bytes();
        var settings = new IsoIllPartnerSettings { Host = "127.0.0.1", Port = Port, ListenForAnswer = TimeSpan.Zero };
        var envelope = Envelope();
        envelope = envelope with { Recipient = envelope.Recipient with { Settings = settings } };
        Assert.IsType<DeliveryOutcome.Delivered>(await channel.SendAsync(bytes, envelope, default));
        using var socket = await peer;
        Assert.Equal(bytes, await socket.ReadToEndAsync());
    }

    [Fact]
    public async Task Disposing_waits_for_an_answer_under_way()
    {
        var peer = AcceptAsync();
        await channel.SendAsync(Bytes(), Envelope(), default);
        using var socket = await peer;
        var disposing = channel.DisposeAsync().AsTask();
        Assert.False(disposing.IsCompleted);
        await socket.SendAsync(IsoIllVectors.Octets("06-cancel-min"));
        await disposing.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Single(intake.Arrivals);
    }

    [Fact]
    public async Task Disposing_does_not_wait_for_ever()
    {
        await using var short1 = new IsoIllChannel(
            intake, new IsoIllListenerSettings { OurSymbols = [] }, TimeProvider.System,
            NullLogger<IsoIllChannel>.Instance, new IsoIllChannelLimits { Drain = TimeSpan.FromMilliseconds(50) });
        var peer = AcceptAsync();
        await short1.SendAsync(Bytes(), Envelope(), default);
        using var socket = await peer;
        var watch = Stopwatch.StartNew();
        await short1.DisposeAsync();
        Assert.True(watch.ElapsedMilliseconds < 2000, $"{watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task Only_so_many_connections_are_listened_on()
    {
        await using var one = new IsoIllChannel(
            intake, new IsoIllListenerSettings { OurSymbols = [] }, TimeProvider.System,
            NullLogger<IsoIllChannel>.Instance,
            new IsoIllChannelLimits { MaxListening = 1, Drain = TimeSpan.FromMilliseconds(50) });
        var first = AcceptAsync();
        await one.SendAsync(Bytes(), Envelope(), default);
        using var listenedOn = await first;
        var second = AcceptAsync();
        await one.SendAsync(Bytes(), Envelope(), default);
        using var closed = await second;
        Assert.Equal(Bytes(), await closed.ReadToEndAsync());
    }

    public async ValueTask DisposeAsync()
    {
        server.Dispose();
        await channel.DisposeAsync();
    }

    private async Task<PeerSocket> AcceptAsync() => new(await server.AcceptSocketAsync());

    private byte[] Bytes() => ((EncodeResult.Encoded)channel.Encode(Envelope())).Bytes.ToArray();

    private Envelope Envelope(string host = "127.0.0.1") => new()
    {
        OutboxId = 1,
        CreatedAt = new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero),
        Message = new IllMessage.Recall { Header = IsoIllMapperTests.Header, DueOn = new DateOnly(2026, 5, 1) },
        Recipient = new Recipient
        {
            Code = "NEAR", Name = "The Near Library", Symbols = [Symbol.Parse("SYM:RSP1")], Language = "en",
            Settings = new IsoIllPartnerSettings { Host = host, Port = Port, ListenForAnswer = TimeSpan.FromSeconds(2) },
        },
        Sender = new Sender
        { Name = "Home", Symbols = [Symbol.Parse("RSG:HOME")], PublicAddress = "ill.home.example:1611" },
    };
}

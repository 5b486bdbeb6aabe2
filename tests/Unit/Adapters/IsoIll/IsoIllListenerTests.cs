using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.IsoIll;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Tests.Unit.Mapping.IsoIll;
using Xunit;

namespace ResourceSharing.Tests.Unit.Adapters.IsoIll;

public class IsoIllListenerTests
{
    private static readonly string[] Names =
        [.. IsoIllVectors.Names.Where(name => !name.Contains("hostile", StringComparison.Ordinal)
            && !name.Contains("two-apdus", StringComparison.Ordinal))];

    /// <summary>An APDU of 1 MiB that holds one long octet string: well-formed, and nothing that could be
    /// read.</summary>
    private static readonly byte[] LargestHeader = [0x71, 0x83, 0x0F, 0xFF, 0xFB, 0x04, 0x83, 0x0F, 0xFF, 0xF6];

    public enum Delivery
    {
        Whole,
        PerOctet,
        AtRandom,
    }

    [Theory]
    [InlineData(Delivery.Whole)]
    [InlineData(Delivery.PerOctet)]
    [InlineData(Delivery.AtRandom)]
    public async Task Many_APDUs_on_one_connection_arrive_whole_and_in_order(Delivery delivery)
    {
        await using var host = await ListenerHost.StartAsync();
        var names = delivery == Delivery.PerOctet ? Names.Take(12).ToArray() : Names;
        var stream = names.SelectMany(IsoIllVectors.Octets).ToArray();
        using var peer = await host.ConnectAsync();
        foreach (var piece in Split(stream, delivery))
            await peer.SendAsync(piece);
        await host.Intake.ArrivalAsync(names.Length);
        Assert.Equal(names.Select(IsoIllVectors.Octets), host.Intake.Arrivals.Select(a => a.Raw.ToArray()));
        Assert.All(host.Intake.Arrivals, a => Assert.Equal("iso-ill", a.Protocol));
    }

    [Fact]
    public async Task Two_APDUs_in_one_packet_are_two_arrivals()
    {
        await using var host = await ListenerHost.StartAsync();
        using var peer = await host.ConnectAsync();
        await peer.SendAsync(IsoIllVectors.Octets("edge/two-apdus-back-to-back"));
        await host.Intake.ArrivalAsync(2);
        Assert.All(host.Intake.Arrivals, a => Assert.IsType<ArrivalContent.Understood>(a.Content));
    }

    [Fact]
    public async Task A_peer_that_closes_right_after_sending_is_heard_all_the_same()
    {
        await using var host = await ListenerHost.StartAsync();
        using (var peer = await host.ConnectAsync())
            await peer.SendAsync(IsoIllVectors.Octets("03-shipped-loan-full"));
        var arrival = await host.Intake.ArrivalAsync();
        var understood = Assert.IsType<ArrivalContent.Understood>(arrival.Content);
        Assert.IsType<IllMessage.Shipped>(understood.Message);
        Assert.Equal(32, understood.Digest.Length);
        Assert.NotNull(arrival.Peer.Address);
    }

    [Fact]
    public async Task The_next_APDU_is_handed_over_only_when_the_one_before_is_kept()
    {
        await using var host = await ListenerHost.StartAsync();
        var kept = new TaskCompletionSource<Receipt>();
        host.Intake.Answer = (_, number) => number == 1 ? kept.Task : Done(number);
        using var peer = await host.ConnectAsync();
        await peer.SendAsync(IsoIllVectors.Octets("edge/two-apdus-back-to-back"));
        await host.Intake.ArrivalAsync();
        await Task.Delay(100);
        Assert.Single(host.Intake.Arrivals);
        kept.SetResult(new Receipt(ArrivalOutcome.Applied, 1, null, null));
        await host.Intake.ArrivalAsync(2);
    }

    [Fact]
    public async Task The_intakes_reply_goes_back_on_the_connection()
    {
        await using var host = await ListenerHost.StartAsync();
        byte[] reply = [1, 2, 3];
        host.Intake.Answer = (_, number) =>
            Task.FromResult(new Receipt(ArrivalOutcome.Applied, number, reply, null));
        using var peer = await host.ConnectAsync();
        await peer.SendAsync(IsoIllVectors.Octets("06-cancel-min"));
        Assert.Equal(reply, await peer.ReadAsync(3));
        await peer.SendAsync(IsoIllVectors.Octets("06-cancel-full"));
        Assert.Equal(reply, await peer.ReadAsync(3));
    }

    [Fact]
    public async Task When_nothing_can_be_kept_the_connection_breaks_without_an_answer()
    {
        await using var host = await ListenerHost.StartAsync();
        host.Intake.Answer = (_, _) => Task.FromResult(new Receipt(ArrivalOutcome.Unavailable, 0, null, null));
        using var peer = await host.ConnectAsync();
        await peer.SendAsync(IsoIllVectors.Octets("edge/two-apdus-back-to-back"));
        Assert.Empty(await peer.ReadToEndAsync());
        Assert.Single(host.Intake.Arrivals);
    }

    [Fact]
    public async Task A_partner_who_waits_on_the_connection_gets_an_APDU_there()
    {
        await using var host = await ListenerHost.StartAsync();
        host.Partners.Files[Symbol.Parse("SYM:REQ1")] = new IsoIllPartnerSettings
        { Host = "ill.req1.example", AnswerOnSameConnection = true };
        using var peer = await host.ConnectAsync();
        await peer.SendAsync(IsoIllVectors.Octets("01-ill-request-loan-full"));
        var arrival = await host.Intake.ArrivalAsync();
        Assert.True(arrival.WaitsForReply);
        var message = ((ArrivalContent.Understood)arrival.Content).Message;
        var reply = new IllMessage.StatusQuery { Header = message.Header };
        var apdu = IsoIllVectors.Decode(arrival.EncodeReply!(reply)).Apdu;
        var info = ((Registered<ApduDeliveryInfo>)((External)apdu.Extensions![0].Item).Content).Value;
        Assert.Equal("ill.home.example:1611", info.SenderInfo[0].Transport.TelecomServiceAddress?.Text);
        Assert.Equal("ill.req1.example:1611", info.RecipientInfo[0].Transport.TelecomServiceAddress?.Text);
    }

    [Fact]
    public async Task A_partner_known_only_by_its_address_is_answered_as_its_file_says()
    {
        await using var host = await ListenerHost.StartAsync();
        host.Partners.FilesByAddress[IPAddress.Loopback] = new IsoIllPartnerSettings
        { Host = "ill.req1.example", AnswerOnSameConnection = true };
        using var peer = await host.ConnectAsync();
        var request = (IllRequestApdu)IsoIllVectors.Decode("01-ill-request-loan-full").Apdu;
        await peer.SendAsync(IsoIllCodec.Encode(request with
        {
            TransactionId = request.TransactionId with { InitialRequesterId = null },
            RequesterId = null,
            ResponderId = null,
            Extensions = null,
        }));
        Assert.True((await host.Intake.ArrivalAsync()).WaitsForReply);
    }

    [Fact]
    public async Task A_partners_own_charset_is_used_for_what_is_not_UTF8()
    {
        await using var host = await ListenerHost.StartAsync();
        host.Partners.Files[Symbol.Parse("SYM:REQ1")] = new IsoIllPartnerSettings
        { Host = "ill.req1.example", FallbackCharset = "iso-8859-5" };
        using var peer = await host.ConnectAsync();
        var octets = IsoIllVectors.Octets("edge/ilstring-latin1");
        await peer.SendAsync(octets);
        var arrival = await host.Intake.ArrivalAsync();
        var expected = IsoIllCodec.Decode(octets, new DecodeOptions
        { FallbackCharset = CodePagesEncodingProvider.Instance.GetEncoding("iso-8859-5")! });
        var title = ((IllRequestApdu)((DecodeResult.Decoded)expected).Apdu).ItemId.Title?.Text;
        var message = (IllMessage.Request)((ArrivalContent.Understood)arrival.Content).Message;
        Assert.Equal(title, message.Content.Citation.Title);
        Assert.False(arrival.WaitsForReply);
    }

    [Fact]
    public async Task A_critical_extension_that_nobody_knows_is_answered_with_its_identifier()
    {
        await using var host = await ListenerHost.StartAsync();
        using var peer = await host.ConnectAsync();
        await peer.SendAsync(IsoIllVectors.Octets("edge/ext-critical-unknown-oid"));
        var content = Assert.IsType<ArrivalContent.NotUnderstood>((await host.Intake.ArrivalAsync()).Content);
        var problem = Assert.IsType<Problem.Unable>(content.Problem);
        Assert.Contains("1.0.10161.13.1000.2.4.127", problem.Elements[0].Element, StringComparison.Ordinal);
        Assert.NotNull(content.Header);
        Assert.Equal("critical-extension", content.Error.Code);
    }

    [Fact]
    public async Task A_framed_APDU_that_cannot_be_read_arrives_with_what_could_be_read()
    {
        await using var host = await ListenerHost.StartAsync();
        using var peer = await host.ConnectAsync();
        var octets = IsoIllVectors.Octets("06-cancel-full");
        octets[octets.AsSpan().IndexOf(new byte[] { 0x80, 1, 2 }) + 2] = 9; // protocol version 9
        await peer.SendAsync(octets);
        await peer.SendAsync(IsoIllVectors.Octets("06-cancel-min"));
        await host.Intake.ArrivalAsync(2);
        var content = Assert.IsType<ArrivalContent.NotUnderstood>(host.Intake.Arrivals[0].Content);
        Assert.Equal("TGQ-0001", content.Header!.Transaction.GroupQualifier);
        Assert.Equal(IllService.Cancel, content.Service);
        Assert.IsType<ArrivalContent.Understood>(host.Intake.Arrivals[1].Content);
    }

    [Fact]
    public async Task Http_is_kept_for_the_operator_and_closed_at_once()
    {
        await using var host = await ListenerHost.StartAsync();
        using var peer = await host.ConnectAsync();
        await peer.SendAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: ill\r\n\r\n"));
        Assert.Empty(await peer.ReadToEndAsync());
        var arrival = Assert.Single(host.Intake.Arrivals);
        var content = Assert.IsType<ArrivalContent.NotUnderstood>(arrival.Content);
        Assert.Equal("not-iso-ill", content.Error.Code);
        Assert.Null(content.Header);
        Assert.StartsWith("GET /", Encoding.ASCII.GetString(arrival.Raw.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_garbage_only_64_KiB_are_kept()
    {
        await using var host = await ListenerHost.StartAsync();
        using var peer = await host.ConnectAsync();
        try
        {
            await peer.SendAsync(Enumerable.Repeat((byte)'x', 300_000).ToArray());
        }
        catch (SocketException)
        {
            // The listener may have closed before all of it was taken.
        }

        Assert.InRange((await host.Intake.ArrivalAsync()).Raw.Length, 1, 1 << 16);
    }

    [Fact]
    public async Task An_APDU_of_1_MiB_is_taken_and_one_octet_more_is_refused_at_its_header()
    {
        await using var host = await ListenerHost.StartAsync();
        using var largest = await host.ConnectAsync();
        var octets = new byte[IsoIllLimits.MaxApduOctets];
        LargestHeader.CopyTo(octets, 0);
        await largest.SendAsync(octets);
        Assert.Equal(octets.Length, (await host.Intake.ArrivalAsync()).Raw.Length);

        using var larger = await host.ConnectAsync();
        await larger.SendAsync(new byte[] { 0x71, 0x83, 0x0F, 0xFF, 0xFC });
        await larger.ReadToEndAsync();
        Assert.Equal("not-iso-ill", Error(await host.Intake.ArrivalAsync(2)).Code);
    }

    [Fact]
    public async Task An_APDU_that_ends_too_early_is_kept_with_its_transaction()
    {
        await using var host = await ListenerHost.StartAsync();
        using (var peer = await host.ConnectAsync())
            await peer.SendAsync(IsoIllVectors.Octets("06-cancel-full").AsMemory()[..150]);
        var content = (ArrivalContent.NotUnderstood)(await host.Intake.ArrivalAsync()).Content;
        Assert.Equal("apdu-incomplete", content.Error.Code);
        Assert.Equal("TGQ-0001", content.Header?.Transaction.GroupQualifier);
    }

    [Fact]
    public async Task Who_says_nothing_is_sent_away_after_10_seconds()
    {
        await using var host = await ListenerHost.StartAsync();
        using var peer = await host.ConnectAndWaitAsync();
        host.Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.True(peer.IsQuietAndOpen());
        host.Time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Empty(await peer.ReadToEndAsync());
        Assert.Empty(host.Intake.Arrivals);
    }

    [Fact]
    public async Task Between_APDUs_a_connection_may_rest_for_300_seconds()
    {
        await using var host = await ListenerHost.StartAsync();
        using var peer = await host.ConnectAndWaitAsync();
        int before = host.Time.TimersSet;
        await peer.SendAsync(IsoIllVectors.Octets("06-cancel-min"));
        await host.Intake.ArrivalAsync();
        await Eventually.HoldsAsync(() => host.Time.TimersSet > before, "the listener waits for the next APDU");
        host.Time.Advance(TimeSpan.FromSeconds(299));
        Assert.True(peer.IsQuietAndOpen());
        before = host.Time.TimersSet;
        await peer.SendAsync(IsoIllVectors.Octets("06-cancel-full"));
        await host.Intake.ArrivalAsync(2);
        await Eventually.HoldsAsync(() => host.Time.TimersSet > before, "the listener waits again");
        host.Time.Advance(TimeSpan.FromSeconds(301));
        Assert.Empty(await peer.ReadToEndAsync());
    }

    [Fact]
    public async Task Who_drips_is_sent_away_when_the_grace_is_over()
    {
        await using var host = await ListenerHost.StartAsync();
        using var peer = await host.ConnectAndWaitAsync();
        var octets = IsoIllVectors.Octets("01-ill-request-loan-full");
        for (int second = 0; second < 4; second++)
        {
            await SendAndWaitAsync(host, peer, octets.AsMemory(second, 1));
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(peer.IsQuietAndOpen());
        host.Time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Empty(await peer.ReadToEndAsync());
        var arrival = await host.Intake.ArrivalAsync();
        Assert.Equal("apdu-too-slow", Error(arrival).Code);
        Assert.Equal(4, arrival.Raw.Length);
    }

    [Fact]
    public async Task Whoever_keeps_up_the_rate_still_has_only_30_seconds()
    {
        await using var host = await ListenerHost.StartAsync();
        using var peer = await host.ConnectAndWaitAsync();
        var octets = new byte[20_000];
        LargestHeader.CopyTo(octets, 0);
        await SendAndWaitAsync(host, peer, octets);
        await Task.Delay(100);
        host.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.True(peer.IsQuietAndOpen());
        host.Time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Empty(await peer.ReadToEndAsync());
        Assert.Equal("apdu-too-slow", Error(await host.Intake.ArrivalAsync()).Code);
    }

    [Fact]
    public async Task One_address_has_only_its_share_of_the_connections()
    {
        await using var host = await ListenerHost.StartAsync(new IsoIllListenerLimits { MaxConnectionsPerAddress = 2 });
        using var first = await host.ConnectAndWaitAsync();
        using var second = await host.ConnectAndWaitAsync();
        using var third = await host.ConnectAsync();
        Assert.Empty(await third.ReadToEndAsync());
        Assert.True(first.IsQuietAndOpen());
        second.Dispose();
        await Eventually.HoldsAsync(() => Accepted(host), "the place is free again");
    }

    [Fact]
    public async Task All_addresses_together_have_a_limit_too_and_the_refused_are_counted()
    {
        long refused = 0;
        using var figures = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "isoill.connections.refused")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        figures.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref refused, count));
        figures.Start();
        await using var host = await ListenerHost.StartAsync(new IsoIllListenerLimits { MaxConnections = 1 });
        using var first = await host.ConnectAndWaitAsync();
        using var second = await host.ConnectAsync();
        Assert.Empty(await second.ReadToEndAsync());
        Assert.True(first.IsQuietAndOpen());
        Assert.True(Interlocked.Read(ref refused) > 0);
    }

    [Fact]
    public async Task Stopping_finishes_the_APDU_at_work_and_leaves_the_idle()
    {
        await using var host = await ListenerHost.StartAsync();
        var kept = new TaskCompletionSource();
        byte[] reply = [7];
        host.Intake.Answer = async (_, number) =>
        {
            await kept.Task;
            return new Receipt(ArrivalOutcome.Applied, number, reply, null);
        };
        using var idle = await host.ConnectAndWaitAsync();
        using var busy = await host.ConnectAndWaitAsync();
        await busy.SendAsync(IsoIllVectors.Octets("06-cancel-min"));
        await host.Intake.ArrivalAsync();

        var stopping = host.StopAsync();
        Assert.Empty(await idle.ReadToEndAsync());
        Assert.True(busy.IsQuietAndOpen());
        kept.SetResult();
        Assert.Equal(reply, await busy.ReadToEndAsync());
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Stopping_takes_over_what_has_already_arrived()
    {
        await using var host = await ListenerHost.StartAsync();
        var kept = new TaskCompletionSource();
        host.Intake.Answer = async (_, number) =>
        {
            await kept.Task;
            return new Receipt(ArrivalOutcome.Applied, number, null, null);
        };
        using var peer = await host.ConnectAndWaitAsync();
        await peer.SendAsync(IsoIllVectors.Octets("edge/two-apdus-back-to-back"));
        await host.Intake.ArrivalAsync();
        var stopping = host.StopAsync();
        kept.SetResult();
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(2, host.Intake.Arrivals.Count);
    }

    [Fact]
    public async Task Three_hundred_that_drip_do_not_keep_an_honest_partner_waiting()
    {
        await using var host = await ListenerHost.StartAsync(new IsoIllListenerLimits { MaxConnectionsPerAddress = 500 });
        var drips = new List<PeerSocket>();
        for (int i = 0; i < 300; i++)
        {
            drips.Add(await host.ConnectAsync());
            await drips[i].SendAsync(new byte[] { 0x61 });
        }

        var watch = Stopwatch.StartNew();
        using var honest = await host.ConnectAsync();
        await honest.SendAsync(IsoIllVectors.Octets("01-ill-request-loan-full"));
        await host.Intake.ArrivalAsync();
        Assert.True(watch.ElapsedMilliseconds < 500, $"{watch.ElapsedMilliseconds} ms");
        drips.ForEach(peer => peer.Dispose());
    }

    private static bool Accepted(ListenerHost host)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(System.Net.IPAddress.Loopback, host.Port);
        return !socket.Poll(100_000, SelectMode.SelectRead);
    }

    private static GatewayError Error(Arrival arrival) =>
        Assert.IsType<ArrivalContent.NotUnderstood>(arrival.Content).Error;

    private static Task<Receipt> Done(int number) =>
        Task.FromResult(new Receipt(ArrivalOutcome.Applied, number, null, null));

    private static async Task SendAndWaitAsync(ListenerHost host, PeerSocket peer, ReadOnlyMemory<byte> octets)
    {
        int before = host.Time.TimersSet;
        await peer.SendAsync(octets);
        await Eventually.HoldsAsync(() => host.Time.TimersSet > before, "the listener saw it");
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Split(byte[] octets, Delivery delivery)
    {
        var random = new Random(4711);
        for (int at = 0; at < octets.Length;)
        {
            int length = delivery switch
            {
                Delivery.Whole => octets.Length,
                Delivery.PerOctet => 1,
                _ => random.Next(1, 700),
            };
            length = Math.Min(length, octets.Length - at);
            yield return octets.AsMemory(at, length);
            at += length;
        }
    }
}

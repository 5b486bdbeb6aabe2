using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Ncip;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;
using ResourceSharing.Tests.Unit.Adapters.IsoIll;
using ResourceSharing.Tests.Unit.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Adapters.Ncip;

/// <summary>NCIP on bare connections, in a real server.</summary>
public sealed class NcipListenerTests
{
    private const string End = "</ns1:NCIPMessage>";

    private static readonly string CheckOut = NcipSamples.Text("CheckOutItem.req.xml");

    [Fact]
    public async Task A_message_in_single_octets_is_answered_once_its_end_tag_is_there()
    {
        await using var world = await StartAsync();
        using var peer = await ConnectAsync(world);
        foreach (byte octet in Encoding.UTF8.GetBytes(CheckOut))
            await peer.SendAsync(new[] { octet });
        Assert.Contains("<ns1:CheckOutItemResponse>", await AnswerAsync(peer), StringComparison.Ordinal);
        Assert.Equal(CheckOut.TrimEnd(), Encoding.UTF8.GetString(Assert.Single(world.Intake.Arrivals).Raw.Span));
    }

    [Fact]
    public async Task Messages_in_one_packet_are_answered_in_their_order_and_blanks_between_them_are_nothing()
    {
        await using var world = await StartAsync();
        using var peer = await ConnectAsync(world);
        var second = NcipSamples.Text("LookupItem.req.xml");
        await peer.SendAsync(Encoding.UTF8.GetBytes($"{CheckOut}\r\n\0 \n{second}\n"));
        Assert.Contains("CheckOutItemResponse", await AnswerAsync(peer), StringComparison.Ordinal);
        Assert.Contains("LookupItemResponse", await AnswerAsync(peer), StringComparison.Ordinal);
        await peer.SendAsync(Encoding.UTF8.GetBytes(CheckOut));
        Assert.Contains("CheckOutItemResponse", await AnswerAsync(peer), StringComparison.Ordinal);
        peer.Socket.Shutdown(SocketShutdown.Send);
        Assert.Empty(await peer.ReadToEndAsync());
        Assert.Equal(3, world.Intake.Arrivals.Count);
        Assert.All(world.Intake.Arrivals, one => Assert.IsType<ArrivalContent.Asked>(one.Content));
    }

    [Fact]
    public async Task A_connection_that_says_nothing_is_closed_and_blanks_are_nothing()
    {
        await using var world = await StartAsync();
        using var peer = await ConnectAndWaitAsync(world);
        for (int i = 0; i < 14; i++)
        {
            int before = world.Time.TimersSet;
            await peer.SendAsync(" "u8.ToArray());
            await Eventually.HoldsAsync(() => world.Time.TimersSet > before, "the listener waits again");
            world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(peer.IsQuietAndOpen());
        world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(await peer.ReadToEndAsync());
        Assert.Empty(world.Intake.Arrivals);
    }

    [Fact]
    public async Task A_message_that_drips_is_cut_off_kept_and_told()
    {
        await using var world = await StartAsync();
        using var peer = await ConnectAndWaitAsync(world);
        for (int i = 0; i < 5; i++)
        {
            int before = world.Time.TimersSet;
            await peer.SendAsync(Encoding.UTF8.GetBytes(CheckOut.Substring(i, 1)));
            await Eventually.HoldsAsync(() => world.Time.TimersSet > before, "the listener waits again");
            world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var answer = Encoding.UTF8.GetString(await peer.ReadToEndAsync());
        Assert.Contains("Message did not arrive whole", answer, StringComparison.Ordinal);
        var arrival = await world.Intake.ArrivalAsync();
        Assert.Equal("ncip-too-slow", Assert.IsType<ArrivalContent.NotUnderstood>(arrival.Content).Error.Code);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "ncip-not-ncip")]
    [InlineData("<NCIPMessage><LookupUser>", "ncip-incomplete")]
    public async Task What_is_no_message_is_kept_and_told(string octets, string code)
    {
        await using var world = await StartAsync();
        using var peer = await ConnectAsync(world);
        await peer.SendAsync(Encoding.UTF8.GetBytes(octets));
        peer.Socket.Shutdown(SocketShutdown.Send);
        Assert.Contains("ProblemDetail", Encoding.UTF8.GetString(await peer.ReadToEndAsync()), StringComparison.Ordinal);
        var arrival = await world.Intake.ArrivalAsync();
        Assert.Equal(code, Assert.IsType<ArrivalContent.NotUnderstood>(arrival.Content).Error.Code);
    }

    [Fact]
    public async Task More_connections_than_an_address_may_have_are_refused()
    {
        await using var world = await StartAsync(new NcipResponderLimits { MaxConnectionsPerAddress = 2 });
        using var one = await ConnectAndWaitAsync(world);
        using var two = await ConnectAndWaitAsync(world);
        using var three = await ConnectAsync(world);
        Assert.Empty(await three.ReadToEndAsync());
        two.Dispose();
        await Eventually.HoldsAsync(() =>
        {
            using var again = ConnectAsync(world).GetAwaiter().GetResult();
            return again.IsQuietAndOpen();
        }, "a place is free again");
        await one.SendAsync(Encoding.UTF8.GetBytes(CheckOut));
        Assert.Contains("CheckOutItemResponse", await AnswerAsync(one), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_is_told_so_on_the_connection()
    {
        await using var world = await new NcipWorld().With("ELSEWHERE", NcipWorld.ByAddress, "192.0.2.0/24").StartAsync();
        using var peer = await ConnectAsync(world);
        await peer.SendAsync(Encoding.UTF8.GetBytes(CheckOut));
        Assert.Contains(NcipProblemTypes.AgencyAuthenticationFailed, await AnswerAsync(peer), StringComparison.Ordinal);
    }

    public static TheoryData<string> Bombs => [.. HostileXml.Documents.Keys];

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task A_hostile_document_is_answered_at_once_and_the_next_one_is_served(string name)
    {
        await using var world = await StartAsync();
        using var warm = await ConnectAsync(world);
        await warm.SendAsync(Encoding.UTF8.GetBytes(CheckOut));
        await AnswerAsync(warm);
        using var peer = await ConnectAsync(world);
        var clock = Stopwatch.StartNew();
        var reading = peer.ReadToEndAsync();
        try
        {
            await peer.SendAsync(HostileXml.Documents[name]());
            peer.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The listener had heard enough.
        }

        var answer = Encoding.UTF8.GetString(await reading);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromMilliseconds(250));
        Assert.Contains(NcipProblemTypes.InvalidMessageSyntaxError, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        using var next = await ConnectAsync(world);
        await next.SendAsync(Encoding.UTF8.GetBytes(CheckOut));
        Assert.Contains("CheckOutItemResponse", await AnswerAsync(next), StringComparison.Ordinal);
    }

    private static Task<NcipWorld> StartAsync(NcipResponderLimits? limits = null) =>
        new NcipWorld(limits).With("BY-ADDRESS", NcipWorld.ByAddress, "127.0.0.1/32").StartAsync();

    private static async Task<PeerSocket> ConnectAsync(NcipWorld world)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, world.TcpPort);
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionReset)
        {
            // A refusal can be so quick that connecting itself sees it; reading finds the end all the same.
        }

        return new PeerSocket(socket);
    }

    private static async Task<PeerSocket> ConnectAndWaitAsync(NcipWorld world)
    {
        int before = world.Time.TimersSet;
        var peer = await ConnectAsync(world);
        await Eventually.HoldsAsync(() => world.Time.TimersSet > before, "the listener waits");
        return peer;
    }

    /// <summary>One answer, up to its end tag.</summary>
    private static async Task<string> AnswerAsync(PeerSocket peer)
    {
        var text = new StringBuilder();
        while (!text.ToString().EndsWith(End + "\n", StringComparison.Ordinal))
            text.Append(Encoding.UTF8.GetString(await peer.ReadAsync(1)));
        return text.ToString();
    }
}

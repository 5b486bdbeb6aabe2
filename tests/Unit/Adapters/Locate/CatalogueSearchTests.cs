using System.Diagnostics;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Locate;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Locate;
using ResourceSharing.Mapping.Sru;
using ResourceSharing.Tests.Unit.Mapping.Locate;

namespace ResourceSharing.Tests.Unit.Adapters.Locate;

/// <summary>Targets that are slow, dead or answer garbage: unknown each time, in time, and no harm to the others.</summary>
public sealed class CatalogueSearchTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(700);

    private static readonly Citation Book = new() { Isbn = "0306406152", Title = "The Fossil Record", PublicationDate = "1978" };

    private static byte[] Answer => StubTarget.Http("200 OK", LocateFixtures.Octets("sru-1.2-alma-availability.xml"));

    [Fact]
    public async Task Bad_targets_are_unknown_within_the_time_out_and_the_good_one_is_not_held_up()
    {
        await using var good = StubTarget.Saying(Answer);
        await using var silent = StubTarget.Silent();
        await using var drip = StubTarget.Dripping("HTTP/1.1 200 OK\r\n\r\n<a>"u8.ToArray(), (byte)'x');
        await using var dripPdu = StubTarget.Dripping([0xB5, 0x80, 0x04, 0x84, 0x00, 0x01, 0x00, 0x00], 0);
        await using var noise = StubTarget.Saying("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray());
        await using var html = StubTarget.Saying(StubTarget.Http("200 OK", "<html><body>Welcome</body></html>"u8.ToArray()));
        await using var moved = StubTarget.Saying(StubTarget.Http("302 Found", []));
        await using var forbidden = StubTarget.Saying(StubTarget.Http("403 Forbidden", []));
        await using var closes = new StubTarget((_, _) => Task.CompletedTask);
        LocateTarget[] targets =
        [
            Sru("GOOD", good.Port), Sru("SILENT", silent.Port), Sru("DRIP", drip.Port), Sru("DEAD", StubTarget.DeadPort()),
            Sru("NOISE", noise.Port), Sru("HTML", html.Port), Sru("MOVED", moved.Port), Sru("FORBIDDEN", forbidden.Port),
            Sru("CLOSES", closes.Port), Z3950("Z-SILENT", silent.Port), Z3950("Z-DRIP", dripPdu.Port),
            Z3950("Z-DEAD", StubTarget.DeadPort()), Z3950("Z-NOISE", noise.Port), Z3950("Z-CLOSES", closes.Port),
        ];
        using var search = Search();
        var watch = Stopwatch.StartNew();
        var answers = await search.AskAsync(Book, targets, TestContext.Current.CancellationToken);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(6), $"{watch.Elapsed}");
        Assert.Equal(targets.Select(t => t.Code), answers.Select(a => a.Target));
        Assert.Equal(LocateOutcome.Owned, answers[0].Outcome);
        Assert.All(answers.Skip(1), a => Assert.Equal(LocateOutcome.Unknown, a.Outcome));
        Assert.Equal(
            [
                LocateReason.TimedOut, LocateReason.TimedOut, LocateReason.Unreachable, LocateReason.Garbage, LocateReason.Garbage,
                LocateReason.Refused, LocateReason.Refused, LocateReason.Unreachable, LocateReason.TimedOut, LocateReason.TimedOut,
                LocateReason.Unreachable, LocateReason.Garbage, LocateReason.Unreachable,
            ],
            answers.Skip(1).Select(a => a.Reason));
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off_at_the_limit()
    {
        byte[] body = new byte[SruLimits.MaxOctets + 1];
        await using var announced = StubTarget.Saying(StubTarget.Http("200 OK", body));
        await using var streamed = StubTarget.Saying([.. "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8, .. body]);
        await using var pdu = StubTarget.Saying([0xB5, 0x84, 0x7F, 0xFF, 0xFF, 0xFF]);
        using var search = Search();
        var answers = await search.AskAsync(
            Book, [Slow(Sru("A", announced.Port)), Slow(Sru("B", streamed.Port)), Slow(Z3950("C", pdu.Port))]);
        Assert.All(answers, a => Assert.Equal(LocateReason.Garbage, a.Reason));
    }

    [Fact]
    public async Task A_yes_is_remembered_for_an_hour_and_no_longer()
    {
        var time = new FakeTime();
        await using var good = StubTarget.Saying(Answer);
        using var search = Search(time);
        var first = await search.AskAsync(Book, [Slow(Sru("A", good.Port))]);
        time.Advance(TimeSpan.FromMinutes(59));
        var again = await search.AskAsync(Book with { Isbn = "978-0-306-40615-7" }, [Slow(Sru("A", good.Port))]);
        Assert.Same(first[0], again[0]);
        Assert.Equal(1, good.Connections);
        time.Advance(TimeSpan.FromMinutes(2));
        await search.AskAsync(Book, [Slow(Sru("A", good.Port))]);
        await search.AskAsync(Book, [Slow(Sru("A", good.Port)) with { Code = "B" }]);
        Assert.Equal(3, good.Connections);
    }

    [Fact]
    public async Task An_unknown_is_remembered_for_a_minute_only()
    {
        var time = new FakeTime();
        await using var html = StubTarget.Saying(StubTarget.Http("200 OK", "<html/>"u8.ToArray()));
        using var search = Search(time);
        await search.AskAsync(Book, [Slow(Sru("A", html.Port))]);
        await search.AskAsync(Book, [Slow(Sru("A", html.Port))]);
        Assert.Equal(1, html.Connections);
        time.Advance(TimeSpan.FromMinutes(1));
        await search.AskAsync(Book, [Slow(Sru("A", html.Port))]);
        Assert.Equal(2, html.Connections);
    }

    [Fact]
    public async Task Memory_is_bounded_and_the_oldest_gives_way()
    {
        await using var good = StubTarget.Saying(Answer);
        using var search = Search(limits: new CatalogueLimits { MaxRemembered = 2 });
        foreach (string code in new[] { "A", "B", "C", "C", "A" })
            await search.AskAsync(Book, [Slow(Sru(code, good.Port))]);
        Assert.Equal(4, good.Connections);
    }

    [Fact]
    public async Task Those_that_had_no_turn_are_unknown_and_not_remembered()
    {
        await using var silent = StubTarget.Silent();
        using var search = Search(limits: new CatalogueLimits { MaxParallel = 1, WholeTimeout = TimeSpan.FromSeconds(1) });
        var answers = await search.AskAsync(Book, [Slow(Sru("A", silent.Port)), Slow(Sru("B", silent.Port))]);
        Assert.Equal([LocateReason.TimedOut, LocateReason.NotAsked], answers.Select(a => a.Reason));
        Assert.Equal(1, silent.Connections);
    }

    [Fact]
    public async Task A_caller_that_gives_up_gets_unknown()
    {
        await using var silent = StubTarget.Silent();
        using var search = Search();
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var answers = await search.AskAsync(Book, [Slow(Sru("A", silent.Port)), Slow(Z3950("B", silent.Port))], cancelled.Token);
        Assert.All(answers, a => Assert.Equal(LocateReason.TimedOut, a.Reason));
    }

    [Fact]
    public async Task A_password_is_fetched_when_it_is_used_and_one_that_cannot_be_had_is_told()
    {
        string? seen = null;
        await using var target = new StubTarget(async (socket, token) =>
        {
            var octets = new byte[8192];
            int read = await socket.ReceiveAsync(octets, System.Net.Sockets.SocketFlags.None, token);
            seen = Encoding.ASCII.GetString(octets, 0, read);
            await socket.SendAsync(Answer, System.Net.Sockets.SocketFlags.None, token);
        });
        Assert.True(SecretReference.TryParse("env:SRU_PASSWORD", out var there));
        Assert.True(SecretReference.TryParse("env:NOT_SET", out var missing));
        using var search = Search();
        var one = Slow(Sru("A", target.Port));
        var answers = await search.AskAsync(Book,
            [one with { Settings = one.Settings with { Username = "ill", Password = there } },
                one with { Code = "B", Settings = one.Settings with { Username = "ill", Password = missing } }]);
        Assert.Contains("Authorization: Basic " + Convert.ToBase64String("ill:geheim"u8), seen, StringComparison.Ordinal);
        Assert.Equal([LocateReason.Held, LocateReason.NotConfigured], answers.Select(a => a.Reason));
        Assert.DoesNotContain("geheim", LocateJson.Write(answers[0]) + answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_citation_without_anything_to_search_by_asks_nobody()
    {
        await using var silent = StubTarget.Silent();
        using var search = Search();
        var answers = await search.AskAsync(new Citation { Doi = "10.1/x" }, [Sru("A", silent.Port), Z3950("B", silent.Port)]);
        Assert.All(answers, a => Assert.Equal(LocateReason.NothingToAsk, a.Reason));
        Assert.Equal(0, silent.Connections);
    }

    private static CatalogueSearch Search(TimeProvider? time = null, CatalogueLimits? limits = null) => new(
        new SecretReader(".", name => name == "SRU_PASSWORD" ? "geheim" : null), time ?? TimeProvider.System, limits);

    private static LocateTarget Sru(string code, int port) => new(code, new LocateTargetSettings
    {
        Kind = CatalogueKind.Sru, Url = new Uri($"http://127.0.0.1:{port}/main"), Timeout = Soon,
    });

    private static LocateTarget Z3950(string code, int port) => new(code, new LocateTargetSettings
    {
        Kind = CatalogueKind.Z3950, Host = "127.0.0.1", Port = port, Timeout = Soon,
    });

    /// <summary>With time enough for a busy machine.</summary>
    private static LocateTarget Slow(LocateTarget target) =>
        target with { Settings = target.Settings with { Timeout = TimeSpan.FromSeconds(30) } };
}

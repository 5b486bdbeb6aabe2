using System.Diagnostics;
using System.Globalization;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Mapping.Canonical;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Storage;

/// <summary>
/// Figures, not judgements: run with RSG_MEASURE=1 (and RSG_MEASURE_STORED=1000000 for the growth), best in
/// Release. RSG_MEASURE_FOLDER names the folder on the disk to measure.
/// </summary>
public sealed class SqliteStoreMeasurements : IDisposable
{
    private const int RawOctets = 1500;

    private readonly string folder = Directory.CreateDirectory(Path.Combine(
        Environment.GetEnvironmentVariable("RSG_MEASURE_FOLDER") ?? Path.GetTempPath(),
        "rsg-measure-" + Environment.ProcessId)).FullName;

    private readonly List<double> latencies = [];
    private long next;

    public void Dispose() => Directory.Delete(this.folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(256)]
    public async Task Group_commit_of_bare_messages(int submitters)
    {
        RequireWish();
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = this.folder });
        var raw = new byte[RawOctets];
        Random.Shared.NextBytes(raw);
        await MeasureAsync($"bare, {submitters} submitters", submitters, TimeSpan.FromSeconds(6), () => store.WriteAsync(
            unit => unit.AppendMessage(StoreSamples.Arrival() with { Raw = raw, Partner = null }), CancellationToken.None));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(256)]
    public async Task Arriving_requests(int submitters)
    {
        RequireWish();
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = this.folder });
        await MeasureAsync($"requests, {submitters} submitters", submitters, TimeSpan.FromSeconds(8), () => ArriveAsync(store));
        Report("file " + new FileInfo(Path.Combine(this.folder, SqliteStoreOptions.FileName)).Length / this.next + " octets/request");
    }

    [Fact]
    public async Task Arriving_requests_at_a_steady_rate()
    {
        RequireWish();
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = this.folder });
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var running = new List<Task>();
        for (var tick = 0; tick < 2000 && await timer.WaitForNextTickAsync(); tick++)
        {
            running.AddRange(Enumerable.Range(0, 5).Select(_ => TimedAsync(() => ArriveAsync(store))));
        }

        await Task.WhenAll(running);
        Report("steady 1,000/s: " + Percentiles());
    }

    [Fact]
    public async Task Growth()
    {
        RequireWish();
        var stored = int.Parse(
            Environment.GetEnvironmentVariable("RSG_MEASURE_STORED") ?? "100000", CultureInfo.InvariantCulture);
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = this.folder });
        while (this.next < stored)
        {
            await store.WriteAsync(unit => Enumerable.Range(0, 250).Sum(_ => ArriveOnce()(unit)), CancellationToken.None);
        }

        // In turns, since other work on the machine changes the figures from one minute to the next.
        for (var round = 0; round < 6; round++)
        {
            var young = Path.Combine(this.folder, $"young{round}");
            await using (var empty = SqliteStore.Open(new SqliteStoreOptions { DataFolder = young }))
            {
                await MeasureAsync("at 0 stored", 64, TimeSpan.FromSeconds(4), () => ArriveAsync(empty));
            }

            Directory.Delete(young, recursive: true);
            await MeasureAsync($"at {stored} stored", 64, TimeSpan.FromSeconds(4), () => ArriveAsync(store));
        }

        await TimeAsync("first page", () => store.ListRequestsAsync(new RequestFilter(), null, 50, default));
        var completed = new RequestFilter { Statuses = [Status.RequestCreatedLend, Status.WillSupply] };
        await TimeAsync("page by status", () => store.ListRequestsAsync(completed, null, 50, default));
        await TimeAsync("text that nothing has", () =>
            store.ListRequestsAsync(new RequestFilter { Text = "nothing" }, null, 50, default));
        await TimeAsync("facets", () => store.CountRequestsAsync(new RequestFilter(), default));
        await TimeAsync("verify", () => store.VerifyAsync(null, default));
    }

    [Fact]
    public async Task Leasing_from_100_000_waiting_rows()
    {
        RequireWish();
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = this.folder });
        for (var round = 0; round < 100; round++)
        {
            await store.WriteAsync(
                unit =>
                {
                    for (var i = 0; i < 500; i++)
                    {
                        var state = StoreSamples.InsertLending(unit);
                        unit.Enqueue(StoreSamples.Queued(state.Number));
                        unit.Enqueue(StoreSamples.Queued(state.Number));
                    }

                    return 0;
                },
                CancellationToken.None);
        }

        await MeasureAsync("lease and finish", 4, TimeSpan.FromSeconds(4), () => LeaseAndEndAsync(store, finish: true));
        await MeasureAsync("lease and defer", 4, TimeSpan.FromSeconds(4), () => LeaseAndEndAsync(store, finish: false));
        await TimeAsync("due partners", () => store.PartnersWithDueWorkAsync(StoreSamples.Start, default));
        await TimeAsync("queue depths", () => store.QueueDepthsAsync(default));
    }

    private static async Task<long> LeaseAndEndAsync(SqliteStore store, bool finish)
    {
        var row = await store.WriteAsync(unit => unit.LeaseNext("EAST", StoreSamples.Start), CancellationToken.None);
        return await store.WriteAsync(
            unit =>
            {
                if (finish)
                {
                    unit.FinishOutbox(row!.Id, OutboxState.Delivered, StoreSamples.Start, "250 ok");
                }
                else
                {
                    unit.DeferOutbox(row!.Id, StoreSamples.Start.AddHours(1), false, "connection refused");
                }

                return row.Id;
            },
            CancellationToken.None);
    }

    private Task<long> ArriveAsync(SqliteStore store) => store.WriteAsync(ArriveOnce(), CancellationToken.None);

    private Func<IUnitOfWork, long> ArriveOnce()
    {
        var count = Interlocked.Increment(ref this.next);
        var raw = new byte[RawOctets];
        Random.Shared.NextBytes(raw);
        var group = $"EAST-{count}";
        var identity = $"RSG:EAST {group}/1 ILL-REQUEST 20260302093015";
        return unit => Arrive(unit, raw, group, identity);
    }

    private static long Arrive(IUnitOfWork unit, byte[] raw, string group, string identity)
    {
        if (unit.FindSeen("EAST", "iso-ill", identity) is not null
            || unit.FindByTransaction(Side.Lending, StoreSamples.Transaction(group), StoreSamples.East) is not null)
        {
            throw new InvalidOperationException("Nothing repeats here.");
        }

        var number = unit.NextRequestNumber();
        var message = unit.AppendMessage(StoreSamples.Arrival(identity, request: number) with { Raw = raw });
        var state = StoreSamples.Lending(number, group);
        unit.InsertRequest(state with { Content = Large(state.Content) });
        unit.AppendHistory(new HistoryEntry(
            number, StoreSamples.Start, "ill-request", null, state.Status, "EAST", "The partner asks for the item.", message));
        return number;
    }

    // About 2 KB as JSON.
    private static IllRequest Large(IllRequest content) => content with
    {
        Citation = content.Citation with
        {
            Subtitle = "a practical guide for the patient beginner, with notes on the seasons and the weather",
            Series = "Invented series on small livestock; 14",
            SponsoringBody = "Society of the Keepers of Bees of Nowhere and the Surrounding Country",
            OtherNumbers = "LN 1987/441; XX-000-17-4",
            VerificationSource = "Catalogue of the Union of Invented Libraries, record 000441771",
            SystemNumbers = [new SystemNumber("oCLC", "000000001"), new SystemNumber("RSG:EAST", "b1000001")],
        },
        BillTo = new DeliveryAddress
        {
            Postal = new PostalAddress
            {
                Name = "Library of the East, accounts", Extended = "Department of loans\nSecond floor",
                Street = "1 Long Road", City = "Eastham", PostalCode = "00017", Country = "Nowhere",
            },
            Electronic = new ElectronicAddress("SMTP", "ill@east.example"),
        },
        CopyrightCompliance = "XX:CCL",
        ThirdParty = new ThirdParty
        {
            MayForward = true,
            SendTo = [new Party { Name = "Library of the South", Symbol = Symbol.Parse("RSG:SOUTH") }],
        },
        ForwardNote = new string('n', 400),
    };

    private static void RequireWish() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("RSG_MEASURE") == "1", "Set RSG_MEASURE=1 to measure.");

    private async Task MeasureAsync(string what, int submitters, TimeSpan time, Func<Task<long>> submit)
    {
        this.latencies.Clear();
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, submitters).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < time)
            {
                await TimedAsync(submit);
            }
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        Report($"{what}: {this.latencies.Count / seconds:n0}/s, {Percentiles()}, "
            + $"{cpu.TotalMicroseconds / this.latencies.Count:n0} us CPU each, "
            + $"working set {Environment.WorkingSet >> 20} MiB");
    }

    private async Task TimedAsync(Func<Task> submit)
    {
        var start = Stopwatch.GetTimestamp();
        await submit();
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        lock (this.latencies)
        {
            this.latencies.Add(elapsed);
        }
    }

    private static async Task TimeAsync(string what, Func<Task> query)
    {
        var watch = Stopwatch.StartNew();
        await query();
        Report($"{what}: {watch.Elapsed.TotalMilliseconds:n1} ms");
    }

    private string Percentiles()
    {
        this.latencies.Sort();
        return string.Join(", ", new[] { 50, 99, 99.9, 100 }.Select(p =>
            $"p{p} {this.latencies[Math.Min(this.latencies.Count - 1, (int)(this.latencies.Count * p / 100))]:n2} ms"));
    }

    private static void Report(string line)
    {
        TestContext.Current.SendDiagnosticMessage("{0}", line);
        TestContext.Current.TestOutputHelper!.WriteLine(line);
    }
}

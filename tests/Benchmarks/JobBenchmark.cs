using System.Diagnostics;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Jobs;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Benchmarks;

/// <summary>
/// The jobs of the calendar over many open requests of which few are due: does the time follow what is due, or what is
/// there? Half of the requests wait with an expiry date, half are lent with a due date, all of them later; a hundred of
/// each are past. Those that are not due are copies of rows, since no job may read them.
/// </summary>
internal static class JobBenchmark
{
    private const int Due = 100;
    private const int Seeds = 1_000;
    private const int Rounds = 5;
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime);

    public static async Task<int> RunAsync(string[] sizes)
    {
        long[] wanted = sizes.Length == 0
            ? [10_000, 1_000_000]
            : [.. sizes.Select(size => long.Parse(size, CultureInfo.InvariantCulture))];
        foreach (var size in wanted)
        {
            var folder = Machine.NewFolder("jobs");
            try
            {
                await MeasureAsync(folder, size);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return 0;
    }

    private static async Task MeasureAsync(string folder, long size)
    {
        await FillAsync(folder, size);
        await using var store = Open(folder);
        await InsertAsync(store, Due, Today.AddDays(-1));
        Figures.Print($"jobs: {size} open requests, {Due} past their expiry date, {Due} past their due date");
        PrintPlans(folder);
        var jobs = Jobs(store);
        foreach (var name in new[] { "expiry", "overdue" })
        {
            var clock = Stopwatch.StartNew();
            var run = await jobs.RunAsync(name, CancellationToken.None);
            Figures.Print($"  {name}: {run} in {Ms(clock)} ms");
            List<double> again = [];
            for (var round = 0; round < Rounds; round++)
            {
                clock.Restart();
                run = await jobs.RunAsync(name, CancellationToken.None);
                again.Add(clock.Elapsed.TotalMilliseconds);
            }

            Figures.Print($"  {name}, nothing due: {run} in {Figures.Spread(again, "N1")} ms");
        }

        PrintScan(folder);
    }

    private static SqliteStore Open(string folder) => SqliteStore.Open(new SqliteStoreOptions { DataFolder = folder });

    private static async Task FillAsync(string folder, long size)
    {
        await using (var store = Open(folder))
        {
            await InsertAsync(store, Seeds / 2, Today.AddDays(30));
        }

        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "gateway.db")};Pooling=False");
        connection.Open();
        connection.Execute("PRAGMA synchronous = OFF");
        for (long there = Seeds; there < size;)
        {
            var copied = Math.Min(there, size - there);
            Copy(connection, "request", there, copied);
            Copy(connection, "request_card", there, copied);
            there += copied;
        }

        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static void Copy(SqliteConnection connection, string table, long shift, long rows)
    {
        var others = connection.Query<string>("SELECT name FROM pragma_table_info(@table) WHERE name <> 'number'", new { table });
        var columns = string.Join(", ", others);
        connection.Execute(
            $"INSERT INTO {table} (number, {columns}) SELECT number + @shift, {columns} FROM {table} WHERE number <= @rows",
            new { shift, rows });
    }

    /// <summary>So many that wait for an answer, and as many that are lent, with that date.</summary>
    private static Task<int> InsertAsync(SqliteStore store, int pairs, DateOnly date) => store.WriteAsync(
        work =>
        {
            for (var i = 0; i < pairs; i++)
            {
                work.InsertRequest(Request(work.NextRequestNumber()) with { ExpiresOn = date });
                work.InsertRequest(Request(work.NextRequestNumber()) with
                {
                    Status = Status.ShippedPhysically, SuppliedAs = ServiceType.Loan, ShippedOn = date.AddDays(-28), DueOn = date,
                });
            }

            return pairs;
        },
        CancellationToken.None);

    private static RequestState Request(long number)
    {
        var at = TimeProvider.System.GetLocalNow();
        var ours = Symbol.Parse("RSG:HOME");
        return NewRequest.Lending(
            number, $"HOME{number:D7}", new IllMessage.Request
            {
                Header = new MessageHeader
                {
                    Transaction = new TransactionId
                    {
                        InitialRequester = Symbol.Parse("RSG:EAST"), GroupQualifier = $"E-{number}", Qualifier = "1",
                    },
                    At = ServiceTime.From(at),
                    Requester = new Party { Symbol = Symbol.Parse("RSG:EAST") },
                },
                Content = new IllRequest { Citation = new Citation { Title = "The Northern Lights Atlas", Author = "Ek, Ida" } },
            },
            "EAST", ours, at);
    }

    private static JobCatalog Jobs(IStore store)
    {
        var config = Path.Combine(Repository.Root, "config");
        var loaded = new ConfigurationLoader(Protocols.Vocabulary).Load(config, [], checkSecrets: false);
        var snapshot = loaded.Snapshot ?? throw new InvalidOperationException(string.Join('\n', loaded.Faults));
        var network = new NetworkSource(new ConfigurationSource(snapshot, () => loaded));
        var calendar = new RequestCalendar(
            store, network, new OutboxSignal(), TimeProvider.System, NullLogger<RequestCalendar>.Instance);
        return new JobCatalog(
            calendar, new HoldJob(calendar, store, network),
            new RetentionJobs(calendar, store, network, TimeProvider.System),
            new StatusPoll(calendar, store, network, new OutboxSignal(), TimeProvider.System));
    }

    private static void PrintPlans(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "gateway.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        foreach (var date in new[] { RequestDate.ExpiresOn, RequestDate.DueOn })
        {
            var plan = connection.Query("EXPLAIN QUERY PLAN " + RequestDates.Sql(date)).Select(row => (string)row.detail);
            Figures.Print($"  plan of {date}: {string.Join("; ", plan)}");
        }
    }

    /// <summary>What the same question costs without its index: every request in the statuses is read.</summary>
    private static void PrintScan(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "gateway.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        List<double> times = [];
        for (var round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            _ = connection.Query<long>(
                "SELECT number FROM request_card INDEXED BY request_by_status WHERE status = @status AND side = @side "
                + "AND expires_on < @today ORDER BY number LIMIT 200",
                new { status = (int)Status.RequestCreatedLend, side = (int)Side.Lending, today = Today.DayNumber }).AsList();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        Figures.Print($"  the expiry of one status without its index: {Figures.Spread(times, "N1")} ms");
    }

    private static string Ms(Stopwatch clock) => clock.Elapsed.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture);
}

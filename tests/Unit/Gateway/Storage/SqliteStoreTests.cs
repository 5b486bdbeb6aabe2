using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Storage;

/// <summary>What is particular to the embedded engine: its file, its lock, its failures.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rsg-store-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string StoreFile => Path.Combine(this.folder, SqliteStoreOptions.FileName);

    public void Dispose() => Directory.Delete(this.folder, recursive: true);

    private SqliteStore Open(bool readOnly = false, long? maxFileOctets = null) => SqliteStore.Open(
        new SqliteStoreOptions { DataFolder = this.folder, ReadOnly = readOnly, MaxFileOctets = maxFileOctets });

    private SqliteConnection Raw()
    {
        var connection = new SqliteConnection($"Data Source={StoreFile};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Change(string sql)
    {
        using var connection = Raw();
        Assert.NotEqual(0, connection.Execute(sql));
    }

    private async Task FillAsync(int requests)
    {
        await using var store = Open();
        for (var i = 0; i < requests; i++)
        {
            await store.WriteAsync(unit => StoreSamples.InsertLending(unit), Cancel);
        }
    }

    private async Task<IReadOnlyList<string>> FaultsAsync()
    {
        try
        {
            await using var store = Open(readOnly: true);
            return (await store.VerifyAsync(null, Cancel)).Faults;
        }
        catch (StoreUnusableException exception)
        {
            return [exception.Message];
        }
    }

    // Commits

    [Fact]
    public async Task Waiting_units_share_a_commit_and_none_completes_before_it_is_visible_to_others()
    {
        await using var store = Open();
        using var other = Raw();
        using var gate = new ManualResetEventSlim();
        var visible = new List<bool>();
        var blocking = store.WriteAsync(_ => gate.Wait(10_000), Cancel);
        var tasks = Enumerable.Range(1, 40).Select(i => WriteAndLookAsync($"id {i}")).ToArray();
        var seenWithin = store.WriteAsync(_ => Count(), Cancel);
        gate.Set();
        await blocking;
        await Task.WhenAll(tasks);

        // The last unit ran in the same transaction as the 40, which another connection could not see yet.
        Assert.Equal(0, await seenWithin);
        Assert.All(visible, Assert.True);

        long Count()
        {
            using var connection = Raw();
            return connection.ExecuteScalar<long>("SELECT count(*) FROM journal");
        }

        async Task WriteAndLookAsync(string identity)
        {
            var id = await store.WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival(identity)), Cancel);
            lock (visible)
            {
                visible.Add(other.ExecuteScalar<long>("SELECT count(*) FROM journal WHERE id = @id", new { id }) == 1);
            }
        }
    }

    [Fact]
    public async Task A_full_queue_is_refused_at_once()
    {
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = this.folder, WaitingUnits = 3 });
        using var started = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        var blocking = store.WriteAsync(
            _ =>
            {
                started.Set();
                return gate.Wait(10_000);
            },
            Cancel);
        started.Wait(Cancel);
        var fitting = Enumerable.Range(0, 3).Select(_ => AppendAsync(store)).ToArray();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(store));
        gate.Set();
        Assert.True(await blocking);
        var ids = await Task.WhenAll(fitting);
        Assert.Equal([1L, 2L, 3L], ids);
    }

    [Fact]
    public async Task A_commit_takes_no_more_units_than_it_may()
    {
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = this.folder, UnitsPerCommit = 2 });
        using var gate = new ManualResetEventSlim();
        var blocking = store.WriteAsync(_ => gate.Wait(10_000), Cancel);
        var visibleBefore = Enumerable.Range(0, 6).Select(_ => store.WriteAsync(
            unit =>
            {
                using var other = Raw();
                unit.AppendMessage(StoreSamples.Arrival());
                return other.ExecuteScalar<long>("SELECT count(*) FROM journal");
            },
            Cancel)).ToArray();
        gate.Set();
        await blocking;
        var seen = await Task.WhenAll(visibleBefore);
        Assert.Equal([0L, 1L, 1L, 3L, 3L, 5L], seen);
    }

    [Fact]
    public async Task The_caller_goes_on_outside_of_the_writers_thread()
    {
        await using var store = Open();
        var writer = await store.WriteAsync(_ => Environment.CurrentManagedThreadId, Cancel);
        Assert.NotEqual(writer, Environment.CurrentManagedThreadId);
        Assert.Equal(writer, await store.WriteAsync(_ => Environment.CurrentManagedThreadId, Cancel));
    }

    [Fact]
    public async Task A_cancelled_query_ends()
    {
        await FillAsync(1);
        var others = RequestCard.Columns["number, ".Length..];
        Change($"""
            INSERT INTO request_card (number, {others})
            WITH RECURSIVE n(value) AS (SELECT 100 UNION ALL SELECT value + 1 FROM n WHERE value < 20000)
            SELECT n.value, {others} FROM n CROSS JOIN request_card WHERE number = 1
            """);
        await using var store = Open(readOnly: true);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(5));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (true)
            {
                await store.CountRequestsAsync(new RequestFilter(), soon.Token);
            }
        });
        Assert.Single(await store.HistoryAsync(1, Cancel));
    }

    [Fact]
    public async Task A_page_of_100_000_requests_is_read_in_every_order_within_a_fraction_of_a_second()
    {
        await FillAsync(1);
        var cards = RequestCard.Columns.Split(", ");
        var varied = string.Join(", ", cards.Select(column => column switch
        {
            "number" => "n.value",
            "status" => "n.value % 40 + 1",
            "title" => "printf('%08x', n.value * 2654435761 % 4294967296)",
            "updated_at" or "due_on" => "n.value * 7919 % 100003",
            _ => $"c.{column}",
        }));
        Change($"""
            CREATE TEMP TABLE n AS WITH RECURSIVE n(value) AS
                (SELECT 2 UNION ALL SELECT value + 1 FROM n WHERE value < 100000) SELECT value FROM n;
            INSERT INTO request (number, version, checksum, state)
                SELECT n.value, version, checksum, state FROM n CROSS JOIN request WHERE number = 1;
            INSERT INTO request_card ({RequestCard.Columns}) SELECT {varied} FROM n CROSS JOIN request_card c WHERE c.number = 1;
            UPDATE request_text_mark SET number = 100000
            """);
        await using var store = Open(readOnly: true);
        foreach (var order in Enum.GetValues<RequestSort>().Select(by => new RequestOrder(by, IsDescending: true)))
        {
            foreach (var filter in new[]
            {
                new RequestFilter(), new RequestFilter { IsOpen = true, Side = Side.Lending },
                new RequestFilter { Assignment = new Assignment(TaskOf.Me, "ida") }, new RequestFilter { Text = "nothing" },
            })
            {
                var watch = System.Diagnostics.Stopwatch.StartNew();
                await store.ListRequestsAsync(filter, order, null, 50, Cancel);
                TestContext.Current.TestOutputHelper!.WriteLine($"{order.By} {filter.IsOpen} {filter.Assignment} {filter.Text}: {watch.Elapsed.TotalMilliseconds:n1} ms");
                Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2);
            }
        }

        var counting = System.Diagnostics.Stopwatch.StartNew();
        var facets = await store.CountRequestsAsync(new RequestFilter(), Cancel);
        Assert.Equal(100_000, facets.Statuses.Values.Sum());
        TestContext.Current.TestOutputHelper!.WriteLine($"facets: {counting.Elapsed.TotalMilliseconds:n1} ms");
        Assert.InRange(counting.Elapsed.TotalSeconds, 0, 2);
        counting.Restart();
        await store.CountDashboardAsync("ida", Cancel);
        TestContext.Current.TestOutputHelper!.WriteLine($"dashboard: {counting.Elapsed.TotalMilliseconds:n1} ms");
        Assert.InRange(counting.Elapsed.TotalSeconds, 0, 2);
    }

    // Failures

    [Fact]
    public async Task A_full_store_keeps_nothing_of_the_commit_and_recovers_without_restart()
    {
        await FillAsync(3);
        await using var store = Open(maxFileOctets: 1024 * 1024);
        var kept = new List<long>();
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            while (true)
            {
                kept.Add(await AppendAsync(store, new byte[20_000]));
            }
        });
        Assert.Contains("full", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(store.LastFailure);
        Assert.InRange(kept.Count, 20, 60);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(store, new byte[20_000]));

        // Retention makes room.
        Change("UPDATE journal SET raw = NULL WHERE id > 3");
        Assert.Equal(kept[^1] + 1, await AppendAsync(store, new byte[20_000]));
        Assert.Null(store.LastFailure);
        Assert.Empty((await store.VerifyAsync(null, Cancel)).Faults);
    }

    [Fact]
    public async Task Neighbours_in_a_commit_that_fails_are_all_told()
    {
        await FillAsync(1);
        await using var store = Open(maxFileOctets: 512 * 1024);
        using var gate = new ManualResetEventSlim();
        var blocking = store.WriteAsync(_ => gate.Wait(10_000), Cancel);
        var small = AppendAsync(store);
        var large = AppendAsync(store, new byte[1024 * 1024]);
        gate.Set();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => large);
        var outcomes = new[] { await Record.ExceptionAsync(() => blocking), await Record.ExceptionAsync(() => small) };
        Assert.IsType<StoreUnavailableException>(outcomes[1]);
        Assert.Equal(2, await AppendAsync(store));
    }

    [Fact]
    public async Task A_full_disk_keeps_what_was_acknowledged_and_nothing_else()
    {
        using var disk = SmallDisk.Mount(this.folder, "3m");
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = disk.Folder });
        var kept = new List<long>();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            while (true)
            {
                kept.Add(await AppendAsync(store, new byte[30_000]));
            }
        });
        Assert.NotEmpty(kept);
        Assert.Equal(kept[^1], (await store.ListMessagesAsync(null, false, null, 1, Cancel)).Items[0].Id);
        disk.Resize("20m");
        Assert.Equal(kept[^1] + 1, await AppendAsync(store, new byte[30_000]));
        Assert.Empty((await store.VerifyAsync(null, Cancel)).Faults);
    }

    // The file

    [Fact]
    public async Task The_file_is_in_wal_mode_and_the_log_is_gone_after_closing()
    {
        await FillAsync(5);
        using var connection = Raw();
        Assert.Equal("wal", connection.ExecuteScalar<string>("PRAGMA journal_mode"));
        connection.Dispose();
        Assert.Equal([SqliteStoreOptions.FileName, SqliteStoreOptions.LockName],
            Directory.GetFiles(this.folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_log_does_not_grow_without_end_under_load()
    {
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = this.folder, LogPages = 512 });
        var log = new FileInfo(StoreFile + "-wal");
        for (var i = 0; i < 60; i++)
        {
            await AppendAsync(store, new byte[512 * 1024]);
            log.Refresh();
            Assert.InRange(log.Length, 0, 8 * 1024 * 1024);
        }
    }

    [Fact]
    public async Task The_log_is_moved_beside_the_writer()
    {
        await using var store = Open();
        await AppendAsync(store, new byte[512 * 1024]);
        var file = new FileInfo(StoreFile);
        Assert.InRange(file.Length, 0, 64 * 1024);

        using var checkpoints = new SqliteCheckpoints(StoreFile);
        checkpoints.Start();
        checkpoints.Wait();
        file.Refresh();
        Assert.InRange(file.Length, 512 * 1024, long.MaxValue);
    }

    [Fact]
    public async Task Units_that_come_while_a_commit_runs_are_left_to_the_next_one()
    {
        await using var store = Open();
        var log = new FileInfo(StoreFile + "-wal");
        var lengths = new List<long>();
        var rows = new List<Task<long>>();
        await store.WriteAsync(
            unit =>
            {
                // The first unit of a commit: everything after it comes while the commit runs.
                for (var i = 0; i < StoreLimits.UnitsThatCatchUp; i++)
                {
                    rows.Add(store.WriteAsync(
                        later =>
                        {
                            log.Refresh();
                            lengths.Add(log.Length);
                            return later.AppendMessage(StoreSamples.Arrival());
                        },
                        Cancel));
                }

                return unit.AppendMessage(StoreSamples.Arrival());
            },
            Cancel);
        await Task.WhenAll(rows);
        Assert.Single(lengths[..^1].Distinct());
        Assert.True(lengths[^1] > lengths[0], "The last unit was in the same commit as the first.");
    }

    [Fact]
    public async Task A_second_process_is_refused_and_may_read()
    {
        await using var store = Open();
        await AppendAsync(store);
        var refusal = Assert.Throws<StoreUnusableException>(() => Open());
        Assert.Contains("Another process", refusal.Message, StringComparison.Ordinal);
        await using var reader = Open(readOnly: true);
        Assert.NotNull(await reader.FindMessageAsync(1, Cancel));
        await AppendAsync(store);
        Assert.NotNull(await reader.FindMessageAsync(2, Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(reader));
        await store.DisposeAsync();
        await using var next = Open();
        Assert.Equal(3, await AppendAsync(next));
    }

    [Fact]
    public void Reading_needs_a_store()
    {
        Assert.Throws<StoreUnusableException>(() => Open(readOnly: true));
        Assert.Empty(Directory.GetFiles(this.folder));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_newer_schema_is_refused(bool readOnly)
    {
        await FillAsync(1);
        using (var connection = Raw())
        {
            connection.Execute("PRAGMA user_version = 99");
        }

        var refusal = Assert.Throws<StoreUnusableException>(() => Open(readOnly));
        Assert.Contains("schema version 99", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("newer version of the gateway", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_another_program_is_refused_and_left_alone()
    {
        using (var connection = Raw())
        {
            connection.Execute("CREATE TABLE theirs (x)");
        }

        Assert.Throws<StoreUnusableException>(() => Open());
        using var again = Raw();
        Assert.Equal(1, await again.ExecuteScalarAsync<long>("SELECT count(*) FROM sqlite_schema"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await File.WriteAllTextAsync(StoreFile, new string('x', 5000), Cancel);
        Assert.Throws<StoreUnusableException>(() => Open());
        Assert.Throws<StoreUnusableException>(() => Open(readOnly: true));
    }

    // Check and backup

    [Fact]
    public async Task A_torn_file_is_found()
    {
        await FillAsync(200);
        using (var file = new FileStream(StoreFile, FileMode.Open))
        {
            file.SetLength(file.Length * 2 / 3 / 4096 * 4096);
        }

        Assert.NotEmpty(await FaultsAsync());
    }

    [Fact]
    public async Task Every_flipped_bit_in_the_rows_is_found()
    {
        const int seed = 7;
        var random = new Random(seed);
        await FillAsync(40);
        var sound = await File.ReadAllBytesAsync(StoreFile, Cancel);
        Assert.Empty(await FaultsAsync());
        var rows = Rows();
        var found = 0;
        var places = Places(sound, "The keeping of bees").Concat(Places(sound, "request "))
            .Concat(Places(sound, "Press of Nowhere")).Concat(Places(sound, "digest of")).Concat(Places(sound, "127.0.0.1")).ToArray();
        Assert.InRange(places.Length, 100, 10_000);
        for (var i = 0; i < 40; i++)
        {
            var place = places[random.Next(places.Length)] + random.Next(8);
            var damaged = (byte[])sound.Clone();
            damaged[place] ^= (byte)(1 << random.Next(5));
            await File.WriteAllBytesAsync(StoreFile, damaged, Cancel);
            var faults = await FaultsAsync();
            Assert.True(
                faults.Count > 0 || Rows() == rows, $"seed {seed}: a bit flipped at {place} was not found");
            found += faults.Count > 0 ? 1 : 0;
        }

        // The rest fell into space that SQLite no longer uses.
        Assert.InRange(found, 20, 40);
    }

    [Theory]
    [InlineData("UPDATE journal SET detail = 'nothing happened' WHERE id = 2", "The hash chain breaks at journal row 2")]
    [InlineData("UPDATE journal SET raw = x'00' WHERE id = 2", "The bytes of journal row 2 are not those")]
    [InlineData("DELETE FROM journal WHERE id = 2", "The journal has a gap before row 3")]
    [InlineData("DELETE FROM known WHERE leads_to = 2", "The identity of journal row 2 is not known")]
    [InlineData("UPDATE known SET leads_to = 77 WHERE leads_to = 2", "An identity refers to journal row 77")]
    [InlineData("DELETE FROM known WHERE leads_to = -3", "A transaction of request 3 is not known")]
    [InlineData("UPDATE request_card SET status = 5 WHERE number = 3", "The card of request 3 does not fit")]
    [InlineData("DELETE FROM request_card WHERE number = 3", "The card of request 3 does not fit")]
    [InlineData("UPDATE request SET version = 9 WHERE number = 1", "Request 1, version 9, holds the state of 1, 1")]
    [InlineData("UPDATE request SET state = CAST(replace(CAST(state AS TEXT), '1987', '1988') AS BLOB) WHERE number = 1", "The state of request 1 is not")]
    [InlineData("DELETE FROM request WHERE number = 1", "Journal row 1 belongs to a request that does not exist")]
    [InlineData("UPDATE outbox SET is_head = 1 WHERE id = 2", "Outbox row 2 is marked wrongly")]
    [InlineData("UPDATE outbox SET state = 3 WHERE id = 1", "Outbox row 1 has a state and an end that do not fit")]
    public async Task A_change_behind_the_stores_back_is_named(string sql, string fault)
    {
        await FillAsync(4);
        await using (var store = Open())
        {
            await store.WriteAsync(
                unit => unit.Enqueue(StoreSamples.Queued(1)) + unit.Enqueue(StoreSamples.Queued(1)), Cancel);
        }

        Assert.Empty(await FaultsAsync());
        Change(sql);
        Assert.Contains(await FaultsAsync(), found => found.StartsWith(fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_chain_holds_when_bytes_are_removed()
    {
        await FillAsync(4);
        Change("UPDATE journal SET raw = NULL, reply = NULL WHERE id < 3");
        Assert.Empty(await FaultsAsync());
        await using var store = Open();
        var row = await store.FindMessageAsync(1, Cancel);
        Assert.Equal((0, 5), (row!.Entry.Raw.Length, row.RawOctets));
    }

    [Fact]
    public async Task A_check_tells_how_far_it_is()
    {
        await using var store = Open();
        await store.WriteAsync(
            unit => Enumerable.Range(0, 2500).Sum(_ => unit.AppendMessage(StoreSamples.Arrival())), Cancel);
        var progress = new Progress();
        Assert.Equal(2500, (await store.VerifyAsync(progress, Cancel)).Messages);
        Assert.Equal([1000L, 2000L], progress.Reports);
    }

    [Fact]
    public async Task A_backup_is_a_whole_store_and_overwrites_nothing()
    {
        var target = Path.Combine(this.folder, "copy", SqliteStoreOptions.FileName);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await using (var store = Open())
        {
            await store.WriteAsync(unit => StoreSamples.InsertLending(unit), Cancel);
            await store.BackupAsync(target, Cancel);
            await store.WriteAsync(unit => StoreSamples.InsertLending(unit), Cancel);
            await Assert.ThrowsAsync<IOException>(() => store.BackupAsync(target, Cancel));
            await using var reader = Open(readOnly: true);
            await Assert.ThrowsAsync<IOException>(() => reader.BackupAsync(target, Cancel));
        }

        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(target)!));
        await using var copy = SqliteStore.Open(new SqliteStoreOptions { DataFolder = Path.GetDirectoryName(target)! });
        Assert.NotNull(await copy.FindRequestAsync(1, Cancel));
        Assert.Null(await copy.FindRequestAsync(2, Cancel));
        Assert.Empty((await copy.VerifyAsync(null, Cancel)).Faults);
        Assert.Equal(2, (await copy.WriteAsync(unit => StoreSamples.InsertLending(unit), Cancel)).Number);
    }

    private string Rows()
    {
        using var connection = Raw();
        return string.Join('\n', new[] { "journal", "known", "request", "request_card" }
            .SelectMany(table => connection.Query($"SELECT * FROM {table}"))
            .SelectMany(row => (IDictionary<string, object>)row)
            .Select(field => field.Value is byte[] octets ? Convert.ToHexString(octets) : $"{field.Value}"));
    }

    private static Task<long> AppendAsync(SqliteStore store, byte[]? raw = null) => store.WriteAsync(
        unit => unit.AppendMessage(StoreSamples.Arrival() with { Raw = raw ?? new byte[10] }), Cancel);

    private static IEnumerable<int> Places(byte[] file, string text)
    {
        var wanted = System.Text.Encoding.UTF8.GetBytes(text);
        for (var at = 0; at < file.Length; at++)
        {
            var next = file.AsSpan(at).IndexOf(wanted);
            if (next < 0)
            {
                yield break;
            }

            at += next;
            yield return at;
        }
    }

    private sealed class Progress : IProgress<long>
    {
        public List<long> Reports { get; } = [];

        public void Report(long value) => Reports.Add(value);
    }

    /// <summary>A disk of a few megabytes in memory; needs the right to mount one.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private SmallDisk(string folder) => Folder = folder;

        public string Folder { get; }

        public static SmallDisk Mount(string parent, string size)
        {
            var folder = Directory.CreateDirectory(Path.Combine(parent, "disk")).FullName;
            Assert.SkipUnless(
                OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=" + size, "rsg-test", folder),
                "Mounting a small disk needs Linux and root.");
            return new SmallDisk(folder);
        }

        public void Resize(string size) =>
            Assert.True(Run("mount", "-o", "remount,size=" + size, Folder), "The disk could not be enlarged.");

        public void Dispose() => Run("umount", "-l", Folder);

        private static bool Run(string program, params string[] arguments)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(program, arguments)
                {
                    UseShellExecute = false, RedirectStandardError = true,
                });
                process!.WaitForExit();
                return process.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }
}

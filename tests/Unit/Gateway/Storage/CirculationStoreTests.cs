using Dapper;
using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Simulation;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Storage;

/// <summary>Records of circulation, in the real store and in the one of the simulation.</summary>
public abstract class CirculationStoreContract : IAsyncLifetime
{
    private protected IStore Store { get; set; } = null!;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected abstract IStore Open();

    public ValueTask InitializeAsync()
    {
        Store = Open();
        return ValueTask.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static LibraryPatron Patron(params string[] ids) => new()
    {
        Kind = PatronKind.Own, Record = new PatronRecord { Name = "Ada", Ids = [.. ids.Select(id => new PatronId(id))] },
    };

    private protected static CirculationKey Number(string number) => CirculationKey.Patron(number, null);

    [Fact]
    public async Task A_record_is_found_by_its_keys_of_now()
    {
        var stored = await Store.WriteAsync(unit => unit.Circulation.Insert(Patron("a 1", "B2")), Cancel);
        Assert.Equal(stored.Number, (await Store.Circulation.FindByAsync<LibraryPatron>(Number("A1"), 2, Cancel))[0].Number);
        await Store.WriteAsync(
            unit =>
            {
                unit.Circulation.Update(Patron("A1", "C3") with { Number = stored.Number });
                return 0;
            },
            Cancel);
        Assert.Empty(await Store.Circulation.FindByAsync<LibraryPatron>(Number("B2"), 2, Cancel));
        Assert.Single(await Store.Circulation.FindByAsync<LibraryPatron>(Number("c3"), 2, Cancel));
        Assert.Null(await Store.Circulation.FindAsync<LibraryItem>(stored.Number, Cancel));
        Assert.Empty((await Store.VerifyAsync(null, Cancel)).Faults);
    }

    [Fact]
    public async Task What_a_failing_unit_wrote_is_not_there()
    {
        await Assert.ThrowsAsync<FormatException>(() => Store.WriteAsync<int>(
            unit =>
            {
                unit.Circulation.Insert(Patron("A1"));
                Assert.Equal(1, unit.Circulation.Count(Number("A1")));
                throw new FormatException("on purpose");
            },
            Cancel));
        Assert.Empty((await Store.Circulation.ListAsync<LibraryPatron>(null, 10, Cancel)).Items);
    }

    [Fact]
    public async Task Numbers_of_removed_records_are_not_given_again_and_what_is_gone_cannot_change()
    {
        var first = await Store.WriteAsync(unit => unit.Circulation.Insert(Patron("A1")), Cancel);
        await Store.WriteAsync(
            unit =>
            {
                unit.Circulation.Remove(first);
                Assert.Throws<StaleRequestException>(() => unit.Circulation.Update(first));
                Assert.Throws<StaleRequestException>(() => unit.Circulation.Remove(first));
                return 0;
            },
            Cancel);
        Assert.True((await Store.WriteAsync(unit => unit.Circulation.Insert(Patron("A1")), Cancel)).Number > first.Number);
        Assert.Single(await Store.Circulation.FindByAsync<LibraryPatron>(Number("A1"), 9, Cancel));
    }

    [Fact]
    public async Task An_index_is_read_up_to_a_value_in_its_order()
    {
        var days = new[] { 3, 1, 2, 9 };
        await Store.WriteAsync(
            unit => days.Select(day => unit.Circulation.Insert(new Loan
            {
                Patron = 1, Item = day, Barcode = $"B{day}", LentAt = DateTimeOffset.UnixEpoch, DueAt = DateTimeOffset.UnixEpoch,
                EndedAt = new DateTimeOffset(2026, 5, day, 9, 0, 0, TimeSpan.Zero),
            })).ToArray(), Cancel);
        var found = await Store.WriteAsync(
            unit => unit.Circulation.FindUpTo<Loan>(CirculationKey.LoanEnd(new DateOnly(2026, 5, 3)), 10), Cancel);
        Assert.Equal([1, 2, 3], found.Select(loan => loan.Item));
    }

    [Fact]
    public async Task Pages_go_from_the_newest_to_the_oldest()
    {
        await Store.WriteAsync(
            unit => Enumerable.Range(1, 5).Select(at => unit.Circulation.Insert(Patron($"P{at}"))).ToArray(), Cancel);
        var first = await Store.Circulation.ListAsync<LibraryPatron>(null, 3, Cancel);
        var second = await Store.Circulation.ListAsync<LibraryPatron>(first.Next, 3, Cancel);
        Assert.Equal(
            ["P5", "P4", "P3", "P2", "P1"], first.Items.Concat(second.Items).Select(patron => patron.Record.Ids[0].Value));
        Assert.Null(second.Next);
    }
}

/// <summary>The embedded engine.</summary>
public sealed class SqliteCirculationStoreTests : CirculationStoreContract
{
    private readonly string _data = Directory.CreateTempSubdirectory("rsg-circ-").FullName;

    private SqliteStoreOptions Options => new() { DataFolder = _data, CacheKib = 1024 };

    private protected override IStore Open() => SqliteStore.Open(Options);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task A_store_from_before_gets_the_tables_when_it_is_opened()
    {
        await Store.WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival("kept")), Cancel);
        await Store.DisposeAsync();
        await using (var old = new SqliteConnection($"Data Source={Options.File};Pooling=False"))
        {
            await old.ExecuteAsync("DROP TABLE circulation; DROP TABLE circulation_key; DROP TABLE document; DROP TABLE document_link; "
                + "DROP TABLE document_view; PRAGMA user_version = 1");
        }

        Store = Open();
        await Store.WriteAsync(unit => unit.Circulation.Insert(Patron("A1")), Cancel);
        Assert.Single(await Store.Circulation.FindByAsync<LibraryPatron>(Number("A1"), 2, Cancel));
        Assert.NotNull(await Store.FindMessageAsync(1, Cancel));
        Assert.Empty((await Store.VerifyAsync(null, Cancel)).Faults);
    }

    [Fact]
    public async Task A_key_that_leads_nowhere_is_found_out()
    {
        await Store.WriteAsync(unit => unit.Circulation.Insert(Patron("A1")), Cancel);
        await using (var other = new SqliteConnection($"Data Source={Options.File};Pooling=False"))
        {
            await other.ExecuteAsync("DELETE FROM circulation");
        }

        Assert.Contains((await Store.VerifyAsync(null, Cancel)).Faults, fault => fault.Contains("circulation", StringComparison.Ordinal));
    }
}

/// <summary>The engine of the simulation.</summary>
public sealed class MemoryCirculationStoreTests : CirculationStoreContract
{
    private readonly MemoryDisk _disk = new();

    private protected override IStore Open() => new MemoryStore(_disk, commit => _ = Task.Run(commit));
}

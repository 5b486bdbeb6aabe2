using Dapper;
using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;

namespace ResourceSharing.Tests.Unit.Gateway.Storage;

/// <summary>What the calendar looks for costs no more than what it finds.</summary>
public sealed class RequestDateTests : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("dates");
    private readonly SqliteStore _store;

    public RequestDateTests() => _store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = _data.FullName });

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Theory]
    [InlineData(RequestDate.DueOn, "request_due (status=? AND side=? AND ")]
    [InlineData(RequestDate.ExpiresOn, "request_expiring (status=? AND side=? AND ")]
    [InlineData(RequestDate.ReplyBy, "request_to_reply (status=? AND side=? AND ")]
    [InlineData(RequestDate.SentOn, "request_asked (partner=? AND side=? AND ")]
    [InlineData(RequestDate.RemindedOn, "request_reminded (partner=? AND side=? AND ")]
    [InlineData(RequestDate.UnlocatedOn, "request_unlocated (")]
    [InlineData(RequestDate.EndedOn, "request_ended (")]
    [InlineData(RequestDate.AnonymisedEndedOn, "request_anonymised (")]
    public void Each_date_is_searched_in_its_index_from_both_ends_and_never_sorted(RequestDate date, string index)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_data.FullName, "gateway.db")};Pooling=False");
        connection.Open();
        var plan = string.Join('\n', connection.Query("EXPLAIN QUERY PLAN " + RequestDates.Sql(date))
            .Select(row => (string)row.detail));
        Assert.StartsWith($"SEARCH request_card USING ", plan, StringComparison.Ordinal);
        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.Contains("<?)", plan, StringComparison.Ordinal);
        Assert.Contains(">", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_has_just_arrived_stands_in_none_of_these_indexes()
    {
        await _store.WriteAsync(unit => StoreSamples.InsertLending(unit, "E-1"), TestContext.Current.CancellationToken);
        foreach (var date in Enum.GetValues<RequestDate>())
        {
            var found = await _store.RequestsPastAsync(
                new DateSearch(Side.Lending, date, DateOnly.MaxValue) { Status = Status.RequestCreatedLend, Partner = "EAST" },
                null, 200, TestContext.Current.CancellationToken);
            Assert.Empty(found);
        }
    }
}

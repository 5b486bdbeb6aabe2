using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Storage;

/// <summary>Words that nobody may find any more: out of the index, and out of the pages in which it is kept.</summary>
public sealed class ForgottenWordsTests : IDisposable
{
    private const string Name = "Zyxwvutsson";

    private readonly string _folder = Directory.CreateTempSubdirectory("rsg-words-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_forgotten_word_is_in_no_page_of_the_index_once_it_was_merged()
    {
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = _folder });
        await FillAsync(store, 200);
        Assert.Equal((1, true), (Rows(Name), IsInPages()));

        var named = (await store.FindRequestAsync(77, Cancel))!;
        var blank = named with { Version = 2, Content = named.Content with { Patron = null } };
        await store.WriteAsync(work => Forget(work, blank), Cancel);
        Assert.Empty(await SearchAsync(store, Name));
        Assert.True(IsInPages(), "then nothing would have to be merged");

        var steps = 1;
        while (await store.WriteAsync(work => work.MergeText(), Cancel))
        {
            // Requests come in between, as they do.
            await store.WriteAsync(work => Add(work, null), Cancel);
            Assert.True(++steps < 1_000, "it never ends");
        }

        Assert.Equal((0, false), (Rows(Name), IsInPages()));
        Assert.Equal(77, Assert.Single(await SearchAsync(store, "title 77x")));
        Assert.False(await store.WriteAsync(work => work.MergeText(), Cancel));
        Assert.Empty((await store.VerifyAsync(null, Cancel)).Faults);
    }

    [Fact]
    public async Task A_request_that_is_not_indexed_yet_is_indexed_later_with_the_words_that_are_left()
    {
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = _folder });
        await store.WriteAsync(work => Add(work, Name), Cancel);
        var named = (await store.FindRequestAsync(1, Cancel))!;
        var blank = named with { Version = 2, Content = named.Content with { Patron = null } };
        await store.WriteAsync(work => Forget(work, blank), Cancel);
        Assert.False(await store.WriteAsync(work => work.MergeText(), Cancel));
        await store.WriteAsync(work => work.IndexText(10), Cancel);
        Assert.Equal((0, 1), (Rows(Name), Rows("1x")));
    }

    /// <summary>In batches, each of which is a part of the index of its own at first.</summary>
    private static async Task FillAsync(SqliteStore store, int requests)
    {
        for (var i = 1; i <= requests; i++)
        {
            var name = i == 77 ? Name : $"Reader{i}";
            await store.WriteAsync(work => Add(work, name), Cancel);
            if (i % 40 == 0)
            {
                await store.WriteAsync(work => work.IndexText(40), Cancel);
            }
        }
    }

    private static long Add(IUnitOfWork work, string? patron)
    {
        var number = work.NextRequestNumber();
        var state = StoreSamples.Borrowing(number);
        work.InsertRequest(state with
        {
            Content = state.Content with
            {
                Citation = new Citation { Title = $"Title {number}x" },
                Patron = patron is null ? null : new Patron { Name = patron },
            },
        });
        return number;
    }

    private static bool Forget(IUnitOfWork work, RequestState state)
    {
        work.UpdateRequest(state);
        work.ForgetText(state);
        return true;
    }

    private static async Task<IReadOnlyList<long>> SearchAsync(SqliteStore store, string words) =>
        [.. (await store.ListRequestsAsync(new RequestFilter { Text = words }, null, 10, Cancel)).Items
            .Select(state => state.Number)];

    /// <summary>In how many requests the index has a word.</summary>
    private long Rows(string word)
    {
        using var connection = Open();
        connection.Execute("CREATE VIRTUAL TABLE temp.v USING fts5vocab('main', 'request_text', 'row')");
        return connection.ExecuteScalar<long?>("SELECT doc FROM v WHERE term = lower(@word)", new { word }) ?? 0;
    }

    /// <summary>Is the word in the bytes of the index? Its first letters may be those of the word before it, which stand
    /// there once.</summary>
    private bool IsInPages()
    {
        using var connection = Open();
        var end = Encoding.ASCII.GetBytes(Name[2..].ToLowerInvariant());
        return connection.Query<byte[]>("SELECT block FROM request_text_data").Any(page => page.AsSpan().IndexOf(end) >= 0);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(
            $"Data Source={Path.Combine(_folder, SqliteStoreOptions.FileName)};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }
}

using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Tests.Simulation;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Storage;

/// <summary>Documents, links and views, in the real store and in the one of the simulation.</summary>
public abstract class DocumentStoreContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);
    private static readonly Viewer Ada = new("192.0.2.1", "Browser/1");

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

    [Fact]
    public async Task A_document_is_found_as_it_was_stored_and_its_row_outlives_its_bytes()
    {
        var stored = await PutAsync(Document(7, 'a'));
        Assert.Equal(stored, await Store.Documents.FindAsync(stored.Number, Cancel));
        Assert.Equal([stored], await Store.Documents.OfRequestAsync(7, Cancel));
        Assert.Empty(await Store.Documents.OfRequestAsync(8, Cancel));
        Assert.Equal([stored.Digest], await Store.Documents.DigestsAsync("", 10, Cancel));

        var purged = stored with { ShippedAt = Now.AddDays(1), PurgedAt = Now.AddDays(2) };
        Assert.False(await WriteAsync(documents =>
        {
            documents.Update(purged);
            return documents.IsInUse(stored.Digest);
        }));
        Assert.Equal(purged, await Store.Documents.FindAsync(stored.Number, Cancel));
        Assert.Empty(await Store.Documents.DigestsAsync("", 10, Cancel));
    }

    [Fact]
    public async Task Bytes_are_in_use_as_long_as_any_document_needs_them()
    {
        var (one, other) = (await PutAsync(Document(1, 'a')), await PutAsync(Document(2, 'a')));
        Assert.True(await WriteAsync(documents => Without(documents, one).IsInUse(one.Digest)));
        Assert.False(await WriteAsync(documents => Without(documents, other).IsInUse(one.Digest)));
        await Assert.ThrowsAsync<StaleRequestException>(() => WriteAsync(documents =>
        {
            documents.Update(one);
            return 0;
        }));
        Assert.True((await PutAsync(Document(3, 'a'))).Number > other.Number);
    }

    [Fact]
    public async Task A_link_is_found_as_it_was_stored()
    {
        var document = await PutAsync(Document(7, 'a'));
        var link = await WriteAsync(documents => documents.InsertLink(Link(document) with { DaysAfterFirstView = 3 }));
        var found = await Store.Documents.FindLinkAsync(link.Number, Cancel);
        Assert.Equal(
            link with { SecretDigest = default, PasswordDigest = default },
            found! with { SecretDigest = default, PasswordDigest = default });
        Assert.True(found.SecretDigest.Span.SequenceEqual(link.SecretDigest.Span));
        Assert.True(found.PasswordDigest.Span.SequenceEqual(link.PasswordDigest.Span));
        Assert.Equal(link.Number, (await Store.Documents.LinksAsync(7, Cancel))[0].Number);
        Assert.Null(await Store.Documents.FindLinkAsync(link.Number + 1, Cancel));
    }

    [Fact]
    public async Task A_thousand_at_the_same_time_get_as_many_views_as_there_are()
    {
        var link = await LinkAsync();
        var taken = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => TakeAsync(link, Now)));
        Assert.Equal(5, taken.Count(view => view is not null));
        Assert.Equal(5, taken.OfType<DocumentView>().Select(view => view.Number).Distinct().Count());
        Assert.True((await Store.Documents.FindLinkAsync(link.Number, Cancel))!.IsUsedUp);
        Assert.Equal(5, (await Store.Documents.ViewsAsync(7, Cancel)).Count);
    }

    [Fact]
    public async Task A_view_that_is_given_back_can_be_taken_again_once()
    {
        var link = await LinkAsync(maxViews: 1);
        var view = await TakeAsync(link, Now);
        Assert.Null(await TakeAsync(link, Now));
        await UpdateAsync(view!, 0, ViewOutcome.GivenBack);
        await UpdateAsync(view!, 0, ViewOutcome.GivenBack);
        Assert.NotNull(await TakeAsync(link, Now));
        Assert.Null(await TakeAsync(link, Now));
        Assert.Equal(1, (await Store.Documents.FindLinkAsync(link.Number, Cancel))!.Used);
    }

    [Fact]
    public async Task A_view_whose_rest_is_being_fetched_is_not_given_back()
    {
        var link = await LinkAsync(maxViews: 1);
        var view = (await TakeAsync(link, Now))!;
        await UpdateAsync(view, 128, ViewOutcome.Begun);
        await UpdateAsync(view, 127, ViewOutcome.Begun);
        await UpdateAsync(view, -128, ViewOutcome.GivenBack);
        Assert.Null(await TakeAsync(link, Now));
        Assert.Equal(1, (await Store.Documents.FindLinkAsync(link.Number, Cancel))!.Used);
        Assert.Equal(
            (ViewOutcome.BrokenOff, 127L),
            (await Store.Documents.ViewsAsync(7, Cancel))[0] is var kept ? (kept.Outcome, kept.Octets) : default);
    }

    [Fact]
    public async Task The_newest_view_of_the_same_reader_is_found_and_adds_up_what_was_sent()
    {
        var link = await LinkAsync();
        await TakeAsync(link, Now);
        var second = (await TakeAsync(link, Now.AddMinutes(1)))!;
        await UpdateAsync(second, 100, ViewOutcome.BrokenOff);
        await UpdateAsync(second, 28, ViewOutcome.Complete);
        var found = await WriteAsync(documents => documents.FindView(link.Number, Ada));
        Assert.Equal((second.Number, 128L, ViewOutcome.Complete), (found!.Number, found.Octets, found.Outcome));
        Assert.Null(await WriteAsync(documents => documents.FindView(link.Number, Ada with { Program = "Other" })));
        Assert.Null(await WriteAsync(documents => documents.FindView(link.Number, Ada with { Address = "192.0.2.2" })));

        await WriteAsync(documents =>
        {
            documents.ForgetViewers(7);
            return 0;
        });
        Assert.All(await Store.Documents.ViewsAsync(7, Cancel), view => Assert.Equal(new Viewer("", ""), view.Viewer));
    }

    [Fact]
    public async Task A_link_ends_on_its_day_or_so_many_days_after_its_first_view()
    {
        var link = await LinkAsync();
        Assert.Null(await TakeAsync(link, link.ExpiresAt));
        Assert.NotNull(await TakeAsync(link, link.ExpiresAt.AddTicks(-1)));

        var short_ = await LinkAsync(daysAfter: 2);
        Assert.NotNull(await TakeAsync(short_, Now.AddDays(5)));
        Assert.NotNull(await TakeAsync(short_, Now.AddDays(7).AddTicks(-1)));
        Assert.Null(await TakeAsync(short_, Now.AddDays(7)));
        Assert.Equal(Now.AddDays(7), (await Store.Documents.FindLinkAsync(short_.Number, Cancel))!.ExpiresAt);
    }

    [Fact]
    public async Task What_has_no_living_link_is_purged_when_its_time_is_over()
    {
        var alone = await PutAsync(Document(1, 'a'));
        var linked = await LinkAsync(maxViews: 1);
        var living = await LinkAsync();
        await TakeAsync(linked, Now.AddDays(1));
        Assert.Empty(await DueAsync(linksEndedBefore: Now.AddDays(1), cameBefore: Now));
        Assert.Equal([linked.Document], await DueAsync(Now.AddDays(1).AddTicks(1), Now));
        Assert.Equal([alone.Number, linked.Document], await DueAsync(living.ExpiresAt, Now.AddTicks(1)));
        Assert.Equal([alone.Number, linked.Document, living.Document], await DueAsync(living.ExpiresAt.AddTicks(1), Now.AddTicks(1)));
        await WriteAsync(documents =>
        {
            documents.Update(alone with { PurgedAt = Now });
            return 0;
        });
        Assert.Equal([linked.Document], await DueAsync(Now.AddDays(1).AddTicks(1), Now.AddTicks(1)));
    }

    private static StoredDocument Document(long request, char digest) => new()
    {
        Request = request, Digest = new string(digest, 64), Octets = 128, MediaType = "application/pdf", Name = "Maß.pdf", By = "ida",
        At = Now, Origin = DocumentOrigin.Partner, Message = 12,
    };

    private static DocumentLink Link(StoredDocument document) => new()
    {
        Document = document.Number, Request = document.Request, SecretDigest = new byte[32], PasswordDigest = new byte[] { 1, 2 },
        MaxViews = 5, CreatedAt = Now, ExpiresAt = Now.AddDays(30), Partner = "EAST", FileName = "E-1.pdf",
    };

    private static IDocumentTables Without(IDocumentTables documents, StoredDocument one)
    {
        documents.Remove(one.Number);
        return documents;
    }

    private async Task<DocumentLink> LinkAsync(int maxViews = 5, int? daysAfter = null)
    {
        var document = await PutAsync(Document(7, 'a'));
        return await WriteAsync(documents => documents.InsertLink(
            Link(document) with { MaxViews = maxViews, DaysAfterFirstView = daysAfter }));
    }

    private async Task<long[]> DueAsync(DateTimeOffset linksEndedBefore, DateTimeOffset cameBefore) =>
        [.. (await WriteAsync(documents => documents.FindToPurge(linksEndedBefore, cameBefore, 10))).Select(one => one.Number)];

    private Task<DocumentView?> TakeAsync(DocumentLink link, DateTimeOffset at) =>
        WriteAsync(documents => documents.TakeView(link.Number, Ada, at));

    private Task<int> UpdateAsync(DocumentView view, long more, ViewOutcome outcome) => WriteAsync(documents =>
    {
        documents.UpdateView(view, more, outcome);
        return 0;
    });

    private Task<StoredDocument> PutAsync(StoredDocument document) => WriteAsync(documents => documents.Insert(document));

    private Task<T> WriteAsync<T>(Func<IDocumentTables, T> work) => Store.WriteAsync(unit => work(unit.Documents), Cancel);
}

/// <summary>The embedded engine.</summary>
public sealed class SqliteDocumentStoreTests : DocumentStoreContract
{
    private readonly string _data = Directory.CreateTempSubdirectory("rsg-docs-").FullName;

    private protected override IStore Open() => SqliteStore.Open(new SqliteStoreOptions { DataFolder = _data, CacheKib = 1024 });

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}

/// <summary>The engine of the simulation.</summary>
public sealed class MemoryDocumentStoreTests : DocumentStoreContract
{
    private readonly MemoryDisk _disk = new();

    private protected override IStore Open() => new MemoryStore(_disk, commit => _ = Task.Run(commit));
}

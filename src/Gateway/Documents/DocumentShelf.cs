using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Documents;

/// <summary>What became of a file that was to be kept: a closed set.</summary>
internal abstract record ShelfResult
{
    private ShelfResult()
    {
    }

    /// <summary>It is kept.</summary>
    /// <param name="Document">The document.</param>
    /// <param name="IsNew">False when the request has it already.</param>
    public sealed record Kept(StoredDocument Document, bool IsNew) : ShelfResult;

    /// <summary>It is larger than is taken.</summary>
    /// <param name="MaxOctets">What is taken.</param>
    public sealed record TooLarge(long MaxOctets) : ShelfResult;

    /// <summary>Its octets are of no type that is taken.</summary>
    /// <param name="Text">Why, in words.</param>
    public sealed record WrongType(string Text) : ShelfResult;

    /// <summary>The request has as many as it can have.</summary>
    public sealed record TooMany : ShelfResult;
}

/// <summary>A file on its way to the shelf.</summary>
/// <param name="Request">The request that it belongs to.</param>
/// <param name="Name">What its sender calls it.</param>
/// <param name="By">Who brings it.</param>
/// <param name="Origin">How it comes.</param>
internal sealed record NewDocument(long Request, string? Name, string By, DocumentOrigin Origin)
{
    /// <summary>The journal row that it came with.</summary>
    public long? Message { get; init; }
}

/// <summary>Puts files and their rows in step: no row without bytes, no bytes without a row for longer than a sweep
/// takes.</summary>
internal sealed class DocumentShelf : IDisposable
{
    private const int RowsAtOnce = 100;

    private readonly IDocumentFiles _files;
    private readonly IStore _store;
    private readonly NetworkSource _network;
    private readonly TimeProvider _time;

    /// <summary>Between looking whether bytes are needed and deleting them nobody may begin to need them.</summary>
    private readonly SemaphoreSlim _gate = new(1, 1);

    public DocumentShelf(IDocumentFiles files, IStore store, NetworkSource network, TimeProvider time)
    {
        _files = files;
        _store = store;
        _network = network;
        _time = time;
    }

    /// <summary>The bytes.</summary>
    public IDocumentFiles Files => _files;

    private DocumentsConfig Settings => _network.Current.Snapshot.Gateway.Documents;

    /// <summary>Takes a file in and keeps it for a request; the same bytes for the same request are kept once.</summary>
    /// <param name="document">What it is.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="cancellationToken">Ends it; nothing stays.</param>
    public async Task<ShelfResult> PutAsync(NewDocument document, Stream content, CancellationToken cancellationToken)
    {
        var limit = document.Origin == DocumentOrigin.Packed ? long.MaxValue : Settings.MaxOctets;
        await using var incoming = await _files.ReceiveAsync(content, limit, cancellationToken);
        if (incoming is null)
        {
            return new ShelfResult.TooLarge(limit);
        }

        var type = FileTypes.Of(incoming.Head.Span);
        if (WhyNot(type, incoming, document.Origin) is { } reason)
        {
            return new ShelfResult.WrongType(reason);
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            await _files.KeepAsync(incoming, cancellationToken);
            var stored = new StoredDocument
            {
                Request = document.Request, Digest = incoming.Digest, Octets = incoming.Octets,
                MediaType = FileTypes.MediaTypeOf(type!.Value), Name = NameOf(document, type.Value), By = document.By,
                At = _time.GetLocalNow(), Origin = document.Origin, Message = document.Message,
            };
            return await _store.WriteAsync(work => Keep(work.Documents, stored), cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Takes a document away that was not shipped; false when it is not there, or was.</summary>
    public async Task<bool> RemoveAsync(long request, long number, CancellationToken cancellationToken)
    {
        var removed = await _store.WriteAsync(
            work =>
            {
                if (work.Documents.Find(number) is not { ShippedAt: null } found || found.Request != request)
                {
                    return null;
                }

                work.Documents.Remove(number);
                return found;
            },
            cancellationToken);
        if (removed is not null)
        {
            await DeleteUnusedAsync([removed.Digest], cancellationToken);
        }

        return removed is not null;
    }

    /// <summary>Deletes the bytes of documents that were kept long enough; their rows stay.</summary>
    /// <returns>How many.</returns>
    public async Task<int> PurgeAsync(CancellationToken cancellationToken)
    {
        var (now, settings, purged) = (_time.GetLocalNow(), Settings, 0);
        while (true)
        {
            var some = await _store.WriteAsync(
                work => Purge(work.Documents.FindToPurge(
                    now.AddDays(-settings.PurgeAfterDays), now.AddDays(-settings.KeepDays), RowsAtOnce), work, now),
                cancellationToken);
            if (some.Count == 0)
            {
                // What a decision of the calendar has dropped has no row any more that says so.
                return purged + await SweepAsync(cancellationToken);
            }

            purged += some.Count;
            await DeleteUnusedAsync(some.Select(document => document.Digest).Distinct(), cancellationToken);
        }
    }

    /// <summary>Deletes the bytes of what a request may not have any more, since its digitisation was refused.</summary>
    public async Task DropAsync(long request, CancellationToken cancellationToken)
    {
        var documents = await _store.Documents.OfRequestAsync(request, cancellationToken);
        await DeleteUnusedAsync(
            documents.Where(document => document.PurgedAt is not null).Select(document => document.Digest).Distinct(),
            cancellationToken);
    }

    /// <summary>Deletes what no row knows: a process that was stopped between bytes and row has left it.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var orphans = new HashSet<string>(_files.All(), StringComparer.Ordinal);
        var after = "";
        for (IReadOnlyList<string> page; orphans.Count > 0
            && (page = await _store.Documents.DigestsAsync(after, StoreLimits.PageRows, cancellationToken)).Count > 0; after = page[^1])
        {
            orphans.ExceptWith(page);
        }

        await DeleteUnusedAsync(orphans, cancellationToken);
        return orphans.Count;
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static ShelfResult Keep(IDocumentTables documents, StoredDocument document)
    {
        var there = documents.OfRequest(document.Request);
        return there.FirstOrDefault(one => one.Digest == document.Digest && one.PurgedAt is null) is { } same
            ? new ShelfResult.Kept(same, IsNew: false)
            : there.Count >= DocumentLimits.PerRequest
                ? new ShelfResult.TooMany()
                : new ShelfResult.Kept(documents.Insert(document), IsNew: true);
    }

    private static IReadOnlyList<StoredDocument> Purge(
        IReadOnlyList<StoredDocument> documents, IUnitOfWork work, DateTimeOffset now)
    {
        // Whoever has to approve a file has it in front of them until they do.
        var over = documents
            .Where(document => work.FindRequest(document.Request) is not { Digitisation.File: HeldFile.Held }).ToArray();
        foreach (var document in over)
        {
            work.Documents.Update(document with { PurgedAt = now });
        }

        return over;
    }

    private string? WhyNot(FileType? type, IncomingFile incoming, DocumentOrigin origin)
    {
        var taken = string.Join(", ", Settings.Types.Select(one => FileTypes.EndingOf(FileTypes.MediaTypeOf(one))));
        return type is not { } known ? $"The file is none of the types that are taken: {taken}."
            : origin != DocumentOrigin.Packed && !Settings.Types.Contains(known)
                ? $"Files of the type {FileTypes.MediaTypeOf(known)} are not taken; these are: {taken}."
            : FileTypes.IsTwoThings(known, incoming.Tail.Span)
                ? $"The file is of the type {FileTypes.MediaTypeOf(known)} and an archive at the same time."
            : null;
    }

    private static string NameOf(NewDocument document, FileType type)
    {
        var name = FileNames.Clean(document.Name);
        return name.Length > 0 && name.Any(letter => letter != '.')
            ? name : $"document.{FileTypes.EndingOf(FileTypes.MediaTypeOf(type))}";
    }

    private async Task DeleteUnusedAsync(IEnumerable<string> digests, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            foreach (var digest in digests)
            {
                if (!await _store.WriteAsync(work => work.Documents.IsInUse(digest), cancellationToken))
                {
                    _files.Delete(digest);
                }
            }
        }
        finally
        {
            _gate.Release();
        }
    }
}

using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Tests.Simulation;

/// <summary>Documents, links and views within a unit of work.</summary>
internal sealed class MemoryDocuments(Func<MemoryTables> read, Action<MemoryTables> write) : IDocumentTables
{
    public StoredDocument Insert(StoredDocument document)
    {
        var stored = document with { Number = read().LastDocument + 1 };
        write(read() with { LastDocument = stored.Number, Documents = read().Documents.Add(stored.Number, stored) });
        return stored;
    }

    public void Update(StoredDocument document)
    {
        var before = Find(document.Number) ?? throw new StaleRequestException($"There is no document {document.Number}.");
        write(read() with
        {
            Documents = read().Documents.SetItem(
                document.Number, before with { ShippedAt = document.ShippedAt, PurgedAt = document.PurgedAt }),
        });
    }

    public void Remove(long number) => write(read() with { Documents = read().Documents.Remove(number) });

    public StoredDocument? Find(long number) => read().Documents.GetValueOrDefault(number);

    public IReadOnlyList<StoredDocument> OfRequest(long request) =>
        [.. read().Documents.Values.Where(one => one.Request == request).Take(StoreLimits.PageRows)];

    public bool IsInUse(string digest) => read().Documents.Values.Any(one => one.PurgedAt is null && one.Digest == digest);

    public DocumentLink InsertLink(DocumentLink link)
    {
        var stored = link with { Number = read().Links.Count + 1 };
        write(read() with { Links = read().Links.Add(stored.Number, stored) });
        return stored;
    }

    public DocumentLink? FindLink(long number) => read().Links.GetValueOrDefault(number);

    public DocumentView? TakeView(long link, Viewer viewer, DateTimeOffset at)
    {
        if (FindLink(link)?.Viewed(at) is not { } viewed)
        {
            return null;
        }

        var view = new DocumentView
        {
            Number = read().Views.Count + 1, Link = link, Request = viewed.Request, At = at, Viewer = viewer,
        };
        write(read() with { Links = read().Links.SetItem(link, viewed), Views = read().Views.Add(view.Number, view) });
        return view;
    }

    public DocumentView? FindView(long link, Viewer viewer) => read().Views.Values.LastOrDefault(view =>
        view.Link == link && view.Viewer == viewer && view.Outcome != ViewOutcome.GivenBack);

    public void UpdateView(DocumentView view, long moreOctets, ViewOutcome outcome)
    {
        var before = read().Views[view.Number];
        if (before.Outcome == ViewOutcome.GivenBack)
        {
            return;
        }

        var octets = before.Octets + moreOctets;
        var after = before with
        {
            Octets = octets, Outcome = outcome == ViewOutcome.GivenBack && octets > 0 ? ViewOutcome.BrokenOff : outcome,
        };
        write(read() with { Views = read().Views.SetItem(view.Number, after) });
        if (after.Outcome == ViewOutcome.GivenBack)
        {
            var link = FindLink(view.Link)!;
            write(read() with { Links = read().Links.SetItem(link.Number, link with { Used = link.Used - 1 }) });
        }
    }

    public IReadOnlyList<StoredDocument> FindToPurge(
        DateTimeOffset linksEndedBefore, DateTimeOffset cameBefore, int limit) =>
        [
            .. read().Documents.Values.Where(one => one.PurgedAt is null).Where(one =>
            {
                var links = read().Links.Values.Where(link => link.Document == one.Number).ToArray();
                return links.Length > 0 ? links.All(link => link.EndsAt < linksEndedBefore) : one.At < cameBefore;
            }).Take(limit),
        ];

    public void ForgetViewers(long request) => write(read() with
    {
        Views = read().Views.SetItems(read().Views.Values.Where(view => view.Request == request)
            .Select(view => KeyValuePair.Create(view.Number, view with { Viewer = new Viewer("", "") }))),
    });
}

/// <summary>Documents, links and views of the last commit.</summary>
internal sealed class MemoryDocumentReader(Func<MemoryTables> read) : IDocumentReader
{
    public Task<StoredDocument?> FindAsync(long number, CancellationToken cancellationToken) =>
        Task.FromResult(read().Documents.GetValueOrDefault(number));

    public Task<IReadOnlyList<StoredDocument>> OfRequestAsync(long request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredDocument>>([.. read().Documents.Values.Where(one => one.Request == request)]);

    public Task<DocumentLink?> FindLinkAsync(long number, CancellationToken cancellationToken) =>
        Task.FromResult(read().Links.GetValueOrDefault(number));

    public Task<IReadOnlyList<DocumentLink>> LinksAsync(long request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DocumentLink>>([.. read().Links.Values.Where(one => one.Request == request)]);

    public Task<IReadOnlyList<DocumentView>> ViewsAsync(long request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DocumentView>>([.. read().Views.Values.Where(one => one.Request == request)]);

    public Task<IReadOnlyList<string>> DigestsAsync(string after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(
        [
            .. read().Documents.Values.Where(one => one.PurgedAt is null).Select(one => one.Digest)
                .Where(digest => string.CompareOrdinal(digest, after) > 0).Distinct().Order(StringComparer.Ordinal).Take(limit),
        ]);
}

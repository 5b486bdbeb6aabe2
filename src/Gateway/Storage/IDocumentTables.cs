using ResourceSharing.Gateway.Documents;

namespace ResourceSharing.Gateway.Storage;

/// <summary>Documents, their links and the audit of their views, as the writer sees them.</summary>
public interface IDocumentTables
{
    /// <summary>Stores a new document and gives it a number.</summary>
    StoredDocument Insert(StoredDocument document);

    /// <summary>Stores when a document was shipped, or purged.</summary>
    /// <exception cref="StaleRequestException">There is no such document any more.</exception>
    void Update(StoredDocument document);

    /// <summary>Takes a document away that was never shipped.</summary>
    void Remove(long number);

    /// <summary>A document by its number.</summary>
    StoredDocument? Find(long number);

    /// <summary>The documents of a request, oldest first, at most <see cref="StoreLimits.PageRows"/>.</summary>
    IReadOnlyList<StoredDocument> OfRequest(long request);

    /// <summary>Does any document still need these bytes?</summary>
    bool IsInUse(string digest);

    /// <summary>Stores a new link and gives it a number.</summary>
    DocumentLink InsertLink(DocumentLink link);

    /// <summary>A link by its number.</summary>
    DocumentLink? FindLink(long number);

    /// <summary>Counts a view, if there is one left: the one place where views are counted.</summary>
    /// <param name="link">The link.</param>
    /// <param name="viewer">Who.</param>
    /// <param name="at">When.</param>
    /// <returns>The view, begun; null when the link is used up or expired.</returns>
    DocumentView? TakeView(long link, Viewer viewer, DateTimeOffset at);

    /// <summary>The newest view of somebody by a link that sent anything.</summary>
    DocumentView? FindView(long link, Viewer viewer);

    /// <summary>Stores how a view goes; one that is given back does not count any more. One under which octets were sent or
    /// announced is not given back, but broken off.</summary>
    /// <param name="view">The view.</param>
    /// <param name="moreOctets">Octets that were sent since; negative for those that were announced and not sent.</param>
    /// <param name="outcome">How it goes.</param>
    void UpdateView(DocumentView view, long moreOctets, ViewOutcome outcome);

    /// <summary>Documents whose bytes are there and were kept long enough: all links ended before one point in time, or,
    /// without any link, they came before the other. Oldest first.</summary>
    /// <param name="linksEndedBefore">For documents that had links.</param>
    /// <param name="cameBefore">For those that had none.</param>
    /// <param name="limit">At most so many.</param>
    IReadOnlyList<StoredDocument> FindToPurge(DateTimeOffset linksEndedBefore, DateTimeOffset cameBefore, int limit);

    /// <summary>Blanks who has viewed the documents of a request.</summary>
    void ForgetViewers(long request);
}

/// <summary>Documents, links and views outside of units of work, as of the last commit.</summary>
public interface IDocumentReader
{
    /// <summary>A document by its number.</summary>
    Task<StoredDocument?> FindAsync(long number, CancellationToken cancellationToken);

    /// <summary>The documents of a request, oldest first.</summary>
    Task<IReadOnlyList<StoredDocument>> OfRequestAsync(long request, CancellationToken cancellationToken);

    /// <summary>A link by its number.</summary>
    Task<DocumentLink?> FindLinkAsync(long number, CancellationToken cancellationToken);

    /// <summary>The links to the documents of a request, oldest first, at most <see cref="StoreLimits.PageRows"/>.</summary>
    Task<IReadOnlyList<DocumentLink>> LinksAsync(long request, CancellationToken cancellationToken);

    /// <summary>The views of the documents of a request, oldest first, at most <see cref="StoreLimits.PageRows"/>.</summary>
    Task<IReadOnlyList<DocumentView>> ViewsAsync(long request, CancellationToken cancellationToken);

    /// <summary>The digests that documents need, in their order.</summary>
    /// <param name="after">The one to continue after; empty for the start.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<string>> DigestsAsync(string after, int limit, CancellationToken cancellationToken);
}

using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Documents;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>Documents, their links and views, as the writer sees them.</summary>
internal sealed class SqliteDocuments : IDocumentTables, IDisposable
{
    private const string DocumentColumns =
        "number, request, digest, octets, media_type, name, by_whom, at, origin, shipped_at, purged_at, message";

    private const string LinkColumns =
        "number, document, request, secret, password, max_views, used, created_at, expires_at, days_after, first_view_at, "
        + "last_view_at, partner, file_name";

    private const string ViewColumns = "number, link, request, at, address, program, octets, outcome";

    /// <summary>A document by its number.</summary>
    public const string ByNumber = $"SELECT {DocumentColumns} FROM document WHERE number = ?1";

    /// <summary>Those of a request.</summary>
    public const string ByRequest =
        $"SELECT {DocumentColumns} FROM document WHERE request = ?1 ORDER BY number LIMIT ?2";

    /// <summary>A link by its number.</summary>
    public const string LinkByNumber = $"SELECT {LinkColumns} FROM document_link WHERE number = ?1";

    /// <summary>The links of a request.</summary>
    public const string LinksByRequest =
        $"SELECT {LinkColumns} FROM document_link WHERE request = ?1 ORDER BY number LIMIT ?2";

    /// <summary>The views of a request.</summary>
    public const string ViewsByRequest =
        $"SELECT {ViewColumns} FROM document_view WHERE request = ?1 ORDER BY number LIMIT ?2";

    /// <summary>Digests in use.</summary>
    public const string Digests =
        "SELECT DISTINCT digest FROM document INDEXED BY document_bytes WHERE purged_at IS NULL AND digest > ?1 "
        + "ORDER BY digest LIMIT ?2";

    // A link ends with its last view, or else when it expires.
    private const string ToPurge =
        $"SELECT {DocumentColumns} FROM document d WHERE purged_at IS NULL AND iif("
        + "EXISTS (SELECT 1 FROM document_link l WHERE l.document = d.number), "
        + "NOT EXISTS (SELECT 1 FROM document_link l WHERE l.document = d.number "
        + "AND iif(used >= max_views, min(last_view_at, expires_at), expires_at) >= ?1), at < ?2) ORDER BY number LIMIT ?3";

    // Whoever comes when all views are taken changes no row.
    private const string Take =
        "UPDATE document_link SET used = used + 1, first_view_at = coalesce(first_view_at, ?2), last_view_at = ?2, "
        + "expires_at = iif(first_view_at IS NULL AND days_after IS NOT NULL, min(expires_at, ?2 + days_after * 864000000000), "
        + "expires_at) WHERE number = ?1 AND expires_at > ?2 AND (max_views IS NULL OR used < max_views) RETURNING request";

    private readonly Dictionary<string, Statement> statements = [];
    private readonly SqliteConnection connection;

    public SqliteDocuments(SqliteConnection connection) => this.connection = connection;

    public StoredDocument Insert(StoredDocument document) => document with
    {
        Number = Bind(Sql(
            "INSERT INTO document (request, digest, octets, media_type, name, by_whom, at, origin, shipped_at, purged_at, message) "
            + "VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) RETURNING number"), document).First(row => row.Int64(0)),
    };

    public void Update(StoredDocument document)
    {
        var changed = Sql("UPDATE document SET shipped_at = ?2, purged_at = ?3 WHERE number = ?1").Set(1, document.Number)
            .Set(2, document.ShippedAt?.UtcTicks).Set(3, document.PurgedAt?.UtcTicks).Run();
        if (changed == 0)
        {
            throw new StaleRequestException($"There is no document {document.Number} any more.");
        }
    }

    public void Remove(long number) => Sql("DELETE FROM document WHERE number = ?1").Set(1, number).Run();

    public StoredDocument? Find(long number) => Sql(ByNumber).Set(1, number).First(ReadDocument);

    public IReadOnlyList<StoredDocument> OfRequest(long request) =>
        Sql(ByRequest).Set(1, request).Set(2, StoreLimits.PageRows).All(ReadDocument);

    public bool IsInUse(string digest) =>
        Sql("SELECT 1 FROM document INDEXED BY document_bytes WHERE purged_at IS NULL AND digest = ?1 LIMIT 1")
            .Set(1, digest).First(row => row.Int64(0)) != 0;

    public DocumentLink InsertLink(DocumentLink link)
    {
        var insert = Sql(
            "INSERT INTO document_link (document, request, secret, password, max_views, used, created_at, expires_at, days_after, "
            + "first_view_at, last_view_at, partner, file_name) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) "
            + "RETURNING number");
        insert.Set(1, link.Document).Set(2, link.Request).SetOctets(3, link.SecretDigest.Span)
            .SetOctets(4, link.PasswordDigest.Span).Set(5, (long?)link.MaxViews).Set(6, link.Used)
            .Set(7, link.CreatedAt.UtcTicks).Set(8, link.ExpiresAt.UtcTicks).Set(9, (long?)link.DaysAfterFirstView)
            .Set(10, link.FirstViewAt?.UtcTicks).Set(11, link.LastViewAt?.UtcTicks).Set(12, link.Partner).Set(13, link.FileName);
        return link with { Number = insert.First(row => row.Int64(0)) };
    }

    public DocumentLink? FindLink(long number) => Sql(LinkByNumber).Set(1, number).First(ReadLink);

    public DocumentView? TakeView(long link, Viewer viewer, DateTimeOffset at)
    {
        var request = Sql(Take).Set(1, link).Set(2, at.UtcTicks).First(row => (long?)row.Int64(0));
        if (request is null)
        {
            return null;
        }

        var number = Sql(
            "INSERT INTO document_view (link, request, at, address, program, octets, outcome) VALUES (?1, ?2, ?3, ?4, ?5, 0, 1) "
            + "RETURNING number").Set(1, link).Set(2, request).Set(3, at.UtcTicks).Set(4, viewer.Address).Set(5, viewer.Program)
            .First(row => row.Int64(0));
        return new DocumentView { Number = number, Link = link, Request = request.Value, At = at, Viewer = viewer };
    }

    public DocumentView? FindView(long link, Viewer viewer) => Sql(
        $"SELECT {ViewColumns} FROM document_view WHERE link = ?1 AND address = ?2 AND program = ?3 AND outcome <> 4 "
        + "ORDER BY number DESC LIMIT 1").Set(1, link).Set(2, viewer.Address).Set(3, viewer.Program).First(ReadView);

    public void UpdateView(DocumentView view, long moreOctets, ViewOutcome outcome)
    {
        var became = Sql(
            "UPDATE document_view SET octets = octets + ?2, outcome = iif(?3 = 4 AND octets + ?2 > 0, 3, ?3) "
            + "WHERE number = ?1 AND outcome <> 4 RETURNING outcome")
            .Set(1, view.Number).Set(2, moreOctets).Set(3, (int)outcome).First(row => row.Int64(0));
        if (became == (long)ViewOutcome.GivenBack)
        {
            Sql("UPDATE document_link SET used = used - 1 WHERE number = ?1").Set(1, view.Link).Run();
        }
    }

    public IReadOnlyList<StoredDocument> FindToPurge(
        DateTimeOffset linksEndedBefore, DateTimeOffset cameBefore, int limit) =>
        Sql(ToPurge).Set(1, linksEndedBefore.UtcTicks).Set(2, cameBefore.UtcTicks).Set(3, limit).All(ReadDocument);

    public void ForgetViewers(long request) =>
        Sql("UPDATE document_view SET address = '', program = '' WHERE request = ?1").Set(1, request).Run();

    public void Dispose()
    {
        foreach (var statement in this.statements.Values)
        {
            statement.Dispose();
        }
    }

    /// <summary>A row of a document.</summary>
    public static StoredDocument ReadDocument(Statement row) => new()
    {
        Number = row.Int64(0), Request = row.Int64(1), Digest = row.Text(2), Octets = row.Int64(3), MediaType = row.Text(4),
        Name = row.Text(5), By = row.Text(6), At = Time(row.Int64(7)), Origin = (DocumentOrigin)row.Int64(8),
        ShippedAt = Time(row.OptionalInt64(9)), PurgedAt = Time(row.OptionalInt64(10)), Message = row.OptionalInt64(11),
    };

    /// <summary>A row of a link.</summary>
    public static DocumentLink ReadLink(Statement row) => new()
    {
        Number = row.Int64(0), Document = row.Int64(1), Request = row.Int64(2), SecretDigest = row.Octets(3).ToArray(),
        PasswordDigest = row.Octets(4).ToArray(), MaxViews = (int?)row.OptionalInt64(5), Used = (int)row.Int64(6),
        CreatedAt = Time(row.Int64(7)), ExpiresAt = Time(row.Int64(8)), DaysAfterFirstView = (int?)row.OptionalInt64(9),
        FirstViewAt = Time(row.OptionalInt64(10)), LastViewAt = Time(row.OptionalInt64(11)), Partner = row.OptionalText(12),
        FileName = row.Text(13),
    };

    /// <summary>A row of a view.</summary>
    public static DocumentView ReadView(Statement row) => new()
    {
        Number = row.Int64(0), Link = row.Int64(1), Request = row.Int64(2), At = Time(row.Int64(3)),
        Viewer = new Viewer(row.Text(4), row.Text(5)), Octets = row.Int64(6), Outcome = (ViewOutcome)row.Int64(7),
    };

    private static Statement Bind(Statement statement, StoredDocument document) => statement
        .Set(2, document.Request).Set(3, document.Digest).Set(4, document.Octets).Set(5, document.MediaType)
        .Set(6, document.Name).Set(7, document.By).Set(8, document.At.UtcTicks).Set(9, (int)document.Origin)
        .Set(10, document.ShippedAt?.UtcTicks).Set(11, document.PurgedAt?.UtcTicks).Set(12, document.Message);

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private static DateTimeOffset? Time(long? ticks) => ticks is { } known ? Time(known) : null;

    private Statement Sql(string text)
    {
        if (!this.statements.TryGetValue(text, out var statement))
        {
            statement = new Statement(this.connection, text);
            this.statements.Add(text, statement);
        }

        return statement;
    }
}

/// <summary>Documents, links and views outside of units of work.</summary>
internal sealed class SqliteDocumentReader(SqliteReaders readers) : IDocumentReader
{
    public Task<StoredDocument?> FindAsync(long number, CancellationToken cancellationToken) =>
        FirstAsync(SqliteDocuments.ByNumber, number, SqliteDocuments.ReadDocument, cancellationToken);

    public Task<DocumentLink?> FindLinkAsync(long number, CancellationToken cancellationToken) =>
        FirstAsync(SqliteDocuments.LinkByNumber, number, SqliteDocuments.ReadLink, cancellationToken);

    public Task<IReadOnlyList<StoredDocument>> OfRequestAsync(long request, CancellationToken cancellationToken) =>
        AllAsync(SqliteDocuments.ByRequest, request, SqliteDocuments.ReadDocument, cancellationToken);

    public Task<IReadOnlyList<DocumentLink>> LinksAsync(long request, CancellationToken cancellationToken) =>
        AllAsync(SqliteDocuments.LinksByRequest, request, SqliteDocuments.ReadLink, cancellationToken);

    public Task<IReadOnlyList<DocumentView>> ViewsAsync(long request, CancellationToken cancellationToken) =>
        AllAsync(SqliteDocuments.ViewsByRequest, request, SqliteDocuments.ReadView, cancellationToken);

    public Task<IReadOnlyList<string>> DigestsAsync(string after, int limit, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<string>>(
            connection =>
            {
                using var statement = new Statement(connection, SqliteDocuments.Digests);
                return statement.Set(1, after).Set(2, limit).All(row => row.Text(0));
            },
            cancellationToken);

    private Task<T?> FirstAsync<T>(string sql, long number, Func<Statement, T?> read, CancellationToken cancellationToken)
        where T : class =>
        readers.ReadAsync(
            connection =>
            {
                using var statement = new Statement(connection, sql);
                return statement.Set(1, number).First(read);
            },
            cancellationToken);

    private Task<IReadOnlyList<T>> AllAsync<T>(
        string sql, long request, Func<Statement, T> read, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<T>>(
            connection =>
            {
                using var statement = new Statement(connection, sql);
                return statement.Set(1, request).Set(2, StoreLimits.PageRows).All(read);
            },
            cancellationToken);
}

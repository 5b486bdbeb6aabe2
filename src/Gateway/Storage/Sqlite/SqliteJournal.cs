using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>The journal as the writer sees it: appends links to the chain, finds repeats.</summary>
internal sealed class SqliteJournal : IDisposable
{
    private const string Insert = """
        INSERT INTO journal (id, direction, at, protocol, partner, request, service, identity, digest, outcome,
            error_code, detail, peer, refers_to, losses, raw_octets, raw_digest, reply_digest, link, reply, raw, scope)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)
        """;

    private const string Find = """
        SELECT j.id, j.digest, j.outcome, j.reply, j.request
        FROM known k JOIN journal j ON j.id = k.leads_to
        WHERE k.hash = ?1 AND k.leads_to > 0 AND coalesce(j.scope, j.partner) = ?2 AND j.protocol = ?3 AND j.identity = ?4
        ORDER BY k.leads_to LIMIT 1
        """;

    private const string Count = """
        SELECT count(*) FROM journal INDEXED BY journal_of_request
        WHERE request = ?1 AND direction = 1 AND partner = ?2 AND protocol = ?3 AND at >= ?4
        """;

    private readonly Statement insert;
    private readonly Statement find;
    private readonly Statement remember;
    private readonly Statement last;
    private readonly Statement count;
    private readonly JsonBuffer json;
    private readonly JournalChain chain = new();
    private readonly byte[] head = new byte[JournalChain.LinkOctets];
    private readonly byte[] headBefore = new byte[JournalChain.LinkOctets];
    private long lastId;
    private long lastIdBefore;
    private (string Scope, string Protocol, string Identity, long Hash) missing;

    public SqliteJournal(SqliteConnection connection, JsonBuffer json)
    {
        this.json = json;
        this.insert = new Statement(connection, Insert);
        this.find = new Statement(connection, Find);
        this.count = new Statement(connection, Count);
        this.remember = new Statement(connection, "INSERT INTO known (hash, leads_to) VALUES (?1, ?2)");
        this.last = new Statement(connection, "SELECT id, link FROM journal ORDER BY id DESC LIMIT 1");
    }

    /// <summary>Reads the head of the chain from the table.</summary>
    public void Load()
    {
        JournalChain.Start.CopyTo(this.head);
        this.lastId = this.last.First(row =>
        {
            row.Octets(1).CopyTo(this.head);
            return row.Int64(0);
        });
    }

    /// <summary>Notes the head, so that <see cref="GoBack"/> finds it again.</summary>
    public void BeginUnit()
    {
        this.lastIdBefore = this.lastId;
        this.head.CopyTo(this.headBefore, 0);
        this.missing = default;
    }

    /// <summary>Takes the head back to where the unit began.</summary>
    public void GoBack()
    {
        this.lastId = this.lastIdBefore;
        this.headBefore.CopyTo(this.head, 0);
    }

    public long Append(JournalEntry entry)
    {
        CheckLimits(entry);
        var isFirst = IsFirst(entry, out var hash);
        var stored = isFirst || entry.Direction == Direction.Out ? entry : entry with { Identity = null, Scope = null };
        var id = this.lastId + 1;
        Span<byte> rawDigest = stackalloc byte[JournalChain.LinkOctets];
        SHA256.HashData(entry.Raw.Span, rawDigest);
        Span<byte> replyDigest = entry.Reply is null ? [] : stackalloc byte[JournalChain.LinkOctets];
        if (entry.Reply is { } reply)
        {
            SHA256.HashData(reply.Span, replyDigest);
        }

        var losses = entry.Losses.Losses.Count == 0 ? [] : this.json.Write(entry.Losses);
        this.chain.Link(
            this.head, id, stored, new ChainedBytes(entry.Raw.Length, rawDigest, replyDigest, losses), this.head);
        this.lastId = id;
        SetFields(id, stored).SetOctets(15, losses).Set(16, entry.Raw.Length).SetOctets(17, rawDigest)
            .SetOctets(18, replyDigest).SetOctets(19, this.head);
        _ = entry.Reply is { } bytes ? this.insert.SetValue(20, bytes.Span) : this.insert.Set(20, (long?)null);
        this.insert.SetValue(21, entry.Raw.Span).Run();
        if (isFirst)
        {
            this.remember.Set(1, hash).Set(2, id).Run();
        }

        return id;
    }

    public SeenMessage? FindSeen(string scope, string protocol, string identity)
    {
        var hash = HashKey.OfIdentity(scope, protocol, identity);
        var seen = FindSeen(hash, scope, protocol, identity);
        this.missing = seen is null ? (scope, protocol, identity, hash) : default;
        return seen;
    }

    public int CountArrivals(long request, string partner, string protocol, DateTimeOffset since) =>
        (int)this.count.Set(1, request).Set(2, partner).Set(3, protocol).Set(4, since.UtcTicks).First(row => row.Int64(0));

    public void Dispose()
    {
        this.insert.Dispose();
        this.find.Dispose();
        this.remember.Dispose();
        this.last.Dispose();
        this.count.Dispose();
    }

    private static void CheckLimits(JournalEntry entry)
    {
        StoreLimits.Require(entry.Raw.Length, StoreLimits.MessageOctets, "message");
        StoreLimits.Require(entry.Reply?.Length ?? 0, StoreLimits.MessageOctets, "reply");
        StoreLimits.Require(entry.Identity?.Length ?? 0, StoreLimits.IdentityChars, "message identity");
        if (entry.Direction == Direction.In && entry.Outcome is null or ArrivalOutcome.Unavailable)
        {
            throw new ArgumentException("An arrival is journalled with what became of it.", nameof(entry));
        }
    }

    // The first arrival with an identity; the intake has mostly looked for it just before.
    private bool IsFirst(JournalEntry entry, out long hash)
    {
        hash = 0;
        if (entry is not { Direction: Direction.In, Identity: { } identity } || (entry.Scope ?? entry.Partner) is not { } scope)
        {
            return false;
        }

        if ((this.missing.Scope, this.missing.Protocol, this.missing.Identity) == (scope, entry.Protocol, identity))
        {
            hash = this.missing.Hash;
            return true;
        }

        hash = HashKey.OfIdentity(scope, entry.Protocol, identity);
        return FindSeen(hash, scope, entry.Protocol, identity) is null;
    }

    private SeenMessage? FindSeen(long hash, string scope, string protocol, string identity) =>
        this.find.Set(1, hash).Set(2, scope).Set(3, protocol).Set(4, identity).First(row => new SeenMessage(
            row.Int64(0),
            row.Octets(1).ToArray(),
            (ArrivalOutcome)row.Int64(2),
            SqliteRows.OptionalOctets(row, 3),
            row.OptionalInt64(4)));

    private Statement SetFields(long id, JournalEntry entry)
    {
        this.insert.Set(1, id).Set(2, (int)entry.Direction).Set(3, entry.At.UtcTicks).Set(4, entry.Protocol)
            .Set(5, entry.Partner).Set(6, entry.Request).Set(7, (int?)entry.Service).Set(8, entry.Identity)
            .SetOctets(9, entry.Digest.Span).Set(10, (int?)entry.Outcome).Set(11, entry.ErrorCode);
        return this.insert.Set(12, entry.Detail).Set(13, entry.Peer).Set(14, entry.RefersTo).Set(22, entry.Scope);
    }
}

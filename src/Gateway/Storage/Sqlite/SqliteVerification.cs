using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Lifecycle;
using SQLitePCL;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>Reads the whole store, as it was when the check began, and lists what does not fit
/// together.</summary>
internal sealed class SqliteVerification
{
    private const int ProgressRows = 1000;
    private const int FirstCardColumn = 4;

    // Each query gives one row for each fault: a number for the sentence.
    private static readonly (string Sentence, string Sql)[] References =
    [
        ("Journal row {0} belongs to a request that does not exist.",
            "SELECT j.id FROM journal j WHERE j.request IS NOT NULL "
            + "AND NOT EXISTS (SELECT 1 FROM request r WHERE r.number = j.request) "
            + "AND NOT EXISTS (SELECT 1 FROM removed_request d WHERE d.number = j.request)"),
        ("Request {0} is there although it was removed.",
            "SELECT d.number FROM removed_request d JOIN request r ON r.number = d.number"),
        ("Journal row {0} refers to a row that does not exist.",
            "SELECT j.id FROM journal j WHERE j.refers_to IS NOT NULL "
            + "AND NOT EXISTS (SELECT 1 FROM journal f WHERE f.id = j.refers_to)"),
        ("An identity refers to journal row {0}, which is no arrival with an identity.",
            "SELECT k.leads_to FROM known k WHERE k.leads_to > 0 AND NOT EXISTS (SELECT 1 FROM journal j "
            + "WHERE j.id = k.leads_to AND j.direction = 1 AND j.identity IS NOT NULL "
            + "AND coalesce(j.scope, j.partner) IS NOT NULL)"),
        ("Letter {0} stands before the staff without a message that came in.",
            "SELECT l.id FROM letter l WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE j.id = l.id AND j.direction = 1)"),
        ("A transaction refers to request {0}, which does not exist.",
            "SELECT -k.leads_to FROM known k WHERE k.leads_to <= 0 AND NOT EXISTS "
            + "(SELECT 1 FROM request r WHERE r.number = -k.leads_to)"),
        ("A card stands for request {0}, which does not exist.",
            "SELECT c.number FROM request_card c WHERE NOT EXISTS "
            + "(SELECT 1 FROM request r WHERE r.number = c.number)"),
        ("The history of request {0} tells of a request or a message that does not exist.",
            "SELECT DISTINCT h.request FROM history h WHERE NOT EXISTS (SELECT 1 FROM request r "
            + "WHERE r.number = h.request) OR (h.message IS NOT NULL "
            + "AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.id = h.message))"),
        ("Outbox row {0} belongs to a request that does not exist.",
            "SELECT o.id FROM outbox o WHERE o.request IS NOT NULL "
            + "AND NOT EXISTS (SELECT 1 FROM request r WHERE r.number = o.request) "
            + "AND NOT EXISTS (SELECT 1 FROM removed_request d WHERE d.number = o.request)"),
        ("Outbox row {0} refers to bytes that are not in the journal as an outgoing message.",
            "SELECT o.id FROM outbox o WHERE o.message IS NOT NULL "
            + "AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.id = o.message AND j.direction = 2)"),
        ("Outbox row {0} is marked wrongly as the head of its queue, or not marked.",
            "SELECT o.id FROM outbox o WHERE o.is_head <> (o.state IN (1, 2) AND NOT EXISTS (SELECT 1 FROM outbox e "
            + "WHERE e.request = o.request AND e.partner = o.partner AND e.id < o.id AND e.state IN (1, 2)))"),
        ("A key of circulation leads to record {0}, which does not exist.",
            "SELECT k.leads_to FROM circulation_key k WHERE NOT EXISTS "
            + "(SELECT 1 FROM circulation c WHERE c.number = k.leads_to)"),
        ("Item {0} is at more than one patron.",
            "SELECT CAST(k.value AS INTEGER) FROM circulation_key k WHERE k.what = 31 GROUP BY k.value HAVING count(*) > 1"),
        ("Outbox row {0} has a state and an end that do not fit.",
            "SELECT o.id FROM outbox o WHERE o.state NOT BETWEEN 1 AND 6 "
            + "OR (o.finished_at IS NULL) <> (o.state IN (1, 2))"),
    ];

    private readonly SqliteConnection connection;
    private readonly IProgress<long>? progress;
    private readonly CancellationToken cancellationToken;
    private readonly List<string> faults = [];
    private long messages;
    private long requests;
    private long forgotten;

    private SqliteVerification(SqliteConnection connection, IProgress<long>? progress, CancellationToken cancellation)
    {
        this.connection = connection;
        this.progress = progress;
        this.cancellationToken = cancellation;
    }

    /// <summary>Checks the file. Damage is reported, never thrown.</summary>
    public static VerifyReport Run(string file, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        SqliteConnection opened;
        try
        {
            opened = SqliteReaders.Open(file);
        }
        catch (SqliteException exception)
        {
            return new VerifyReport(0, 0, [$"The file cannot be opened: {exception.Message}"]);
        }

        using (opened)
        using (cancellationToken.Register(() => raw.sqlite3_interrupt(opened.Handle)))
        {
            return new SqliteVerification(opened, progress, cancellationToken).Run();
        }
    }

    private VerifyReport Run()
    {
        Guarded("The file", () => this.connection.Execute("BEGIN DEFERRED"));
        Guarded("The file", CheckFile);
        Guarded("The journal", CheckJournal);
        Guarded("The requests", CheckRequests);
        foreach (var (sentence, sql) in References)
        {
            Guarded("The references", () => CheckReferences(sentence, sql));
        }

        return new VerifyReport(this.messages, this.requests, this.faults);
    }

    private void Guarded(string what, Action check)
    {
        this.cancellationToken.ThrowIfCancellationRequested();
        try
        {
            check();
        }
        catch (SqliteException exception)
        {
            this.cancellationToken.ThrowIfCancellationRequested();
            Fault($"{what} cannot be read to the end: {exception.Message}");
        }
    }

    private void Fault(string sentence)
    {
        if (this.faults.Count < StoreLimits.ListedFaults)
        {
            this.faults.Add(sentence);
        }
    }

    private void CheckFile()
    {
        foreach (var line in this.connection.Query<string>("PRAGMA integrity_check(100)").Where(line => line != "ok"))
        {
            Fault($"SQLite: {line}");
        }
    }

    private void CheckJournal()
    {
        var chain = new JournalChain();
        var link = JournalChain.Start.ToArray();
        this.forgotten = this.connection.ExecuteScalar<long?>(
            "SELECT done FROM retention WHERE what = @what", new { what = (int)Prunable.Identities }) ?? 0;
        using var seen = new Statement(this.connection, "SELECT 1 FROM known WHERE hash = ?1 AND leads_to = ?2");
        using var rows = new Statement(this.connection, $"{SqliteRows.JournalWithBytes} ORDER BY id");
        while (rows.Step())
        {
            Count(ref this.messages);
            if (rows.Int64(0) != this.messages)
            {
                Fault($"The journal has a gap before row {rows.Int64(0)}.");
                this.messages = rows.Int64(0);
            }

            CheckJournalRow(rows, chain, link, seen);
        }
    }

    private void CheckJournalRow(Statement row, JournalChain chain, byte[] link, Statement seen)
    {
        var id = row.Int64(0);
        if (ReadRow(row, id) is not { } read)
        {
            row.Octets(16).CopyTo(link);
            return;
        }

        var bytes = new ChainedBytes(
            read.RawOctets, row.Octets(SqliteRows.RawDigestColumn), row.Octets(SqliteRows.ReplyDigestColumn),
            row.Octets(SqliteRows.LossesColumn));
        chain.Link(link, id, read.Entry, bytes, link);
        if (!read.Hash.Span.SequenceEqual(link))
        {
            Fault($"The hash chain breaks at journal row {id}: the row, or one before it, was changed.");
            read.Hash.CopyTo(link);
        }

        CheckBytes(row, SqliteRows.RawColumn, SqliteRows.RawDigestColumn, $"The bytes of journal row {id}");
        CheckBytes(row, SqliteRows.ReplyColumn, SqliteRows.ReplyDigestColumn, $"The reply of journal row {id}");
        if (id > this.forgotten
            && read.Entry is { Direction: Direction.In, Identity: { } identity }
            && (read.Entry.Scope ?? read.Entry.Partner) is { } scope
            && seen.Set(1, HashKey.OfIdentity(scope, read.Entry.Protocol, identity)).Set(2, id).First(Exists) == 0)
        {
            Fault($"The identity of journal row {id} is not known: its repeats would be applied again.");
        }
    }

    private JournalRow? ReadRow(Statement row, long id)
    {
        try
        {
            return SqliteRows.JournalRow(row);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            Fault($"Journal row {id} cannot be read: {exception.Message}");
            return null;
        }
    }

    // Bytes that retention has removed are NULL; what is there must be what came.
    private void CheckBytes(Statement row, int column, int digestColumn, string what)
    {
        if (!row.IsNull(column)
            && !SHA256.HashData(row.Octets(column)).AsSpan().SequenceEqual(row.Octets(digestColumn)))
        {
            Fault($"{what} are not those that were stored.");
        }
    }

    private void CheckRequests()
    {
        using var key = new Statement(
            this.connection, "SELECT 1 FROM known WHERE hash = ?1 AND leads_to = -?2");
        using var rows = new Statement(
            this.connection,
            "SELECT r.number, r.version, r.state, r.checksum, "
            + string.Join(", ", RequestCard.Columns.Split(", ").Select(column => $"c.{column}"))
            + " FROM request r LEFT JOIN request_card c ON c.number = r.number ORDER BY r.number");
        while (rows.Step())
        {
            Count(ref this.requests);
            CheckRequest(rows, key);
        }
    }

    private void CheckRequest(Statement row, Statement key)
    {
        var number = row.Int64(0);
        RequestState state;
        try
        {
            state = RequestJson.Read<RequestState>(row.Octets(2));
        }
        catch (JsonException exception)
        {
            Fault($"The state of request {number} cannot be read: {exception.Message}");
            return;
        }

        if (row.Int64(3) != HashKey.Of(row.Octets(2)))
        {
            Fault($"The state of request {number} is not the one that was stored.");
        }

        if (state.Number != number || state.Version != row.Int64(1))
        {
            Fault($"Request {number}, version {row.Int64(1)}, holds the state of {state.Number}, {state.Version}.");
        }

        if (!CardFits(row, state))
        {
            Fault($"The card of request {number} does not fit its state.");
        }

        foreach (var hash in HashKey.OfTransactions(state))
        {
            if (key.Set(1, hash).Set(2, number).First(Exists) == 0)
            {
                Fault($"A transaction of request {number} is not known: its messages would not be placed.");
            }
        }
    }

    private static bool CardFits(Statement row, RequestState state) =>
        !row.IsNull(FirstCardColumn) && RequestCard.Read(row, FirstCardColumn) == new RequestCard(state);

    private void CheckReferences(string sentence, string sql)
    {
        foreach (var number in this.connection.Query<long>(
            sql + " LIMIT " + StoreLimits.ListedFaults.ToString(CultureInfo.InvariantCulture)))
        {
            Fault(string.Format(CultureInfo.InvariantCulture, sentence, number));
        }
    }

    private void Count(ref long rows)
    {
        rows++;
        if (rows % ProgressRows == 0)
        {
            this.progress?.Report(this.messages + this.requests);
            this.cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static long Exists(Statement row) => row.Int64(0);
}

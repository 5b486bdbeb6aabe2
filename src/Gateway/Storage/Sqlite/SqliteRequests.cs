using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>The requests, their transactions and their history as the writer sees them.</summary>
internal sealed class SqliteRequests : IDisposable
{
    private const string Values = "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, "
        + "?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, "
        + "?37, ?38, ?39, ?40";

    private const string AddCard = $"INSERT INTO request_card ({RequestCard.Columns}) VALUES ({Values})";

    // What is in the index of words and has other words now is taken into it again later.
    private const string ChangeCard = $"""
        UPDATE request_card SET ({RequestCard.Columns}) = ({Values}),
            text_stale = text_stale OR (text_hash IS NOT NULL AND text_hash <> ?41)
        WHERE number = ?1
        """;

    private const string FindRepeat = """
        SELECT r.state FROM request_card c JOIN request r ON r.number = c.number
        WHERE c.repeat_key = ?1 ORDER BY c.number DESC LIMIT 20
        """;

    private const string CountDigital = """
        SELECT count(*) FROM request_card INDEXED BY request_digital_patron
        WHERE digital_patron IS NOT NULL AND digital_patron = ?1 AND number <> ?2
        """;

    private const string CountCopied = """
        SELECT count(*) FROM (
            SELECT number FROM request_card INDEXED BY request_copy_issn
            WHERE copy_issn IS NOT NULL AND copy_issn = ?1 AND copy_stage >= ?3 AND copy_age <= ?4 AND number <> ?5
            UNION
            SELECT number FROM request_card INDEXED BY request_copy_title
            WHERE copy_title IS NOT NULL AND copy_title = ?2 AND copy_stage >= ?3 AND copy_age <= ?4 AND number <> ?5)
        """;

    private const string FindByKey = """
        SELECT r.state FROM known k JOIN request r ON r.number = -k.leads_to
        WHERE k.hash = ?1 AND k.leads_to < 0 ORDER BY k.leads_to DESC
        """;

    private const string AddLine = """
        INSERT INTO history (request, line, at, event, from_status, to_status, by_whom, text, message)
        VALUES (?1, (SELECT coalesce(max(line), 0) + 1 FROM history WHERE request = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """;

    private readonly Statement find;
    private readonly Statement findByKey;
    private readonly Statement insert;
    private readonly Statement update;
    private readonly Statement addCard;
    private readonly Statement changeCard;
    private readonly Statement findRepeat;
    private readonly Statement countDigital;
    private readonly Statement countCopied;
    private readonly Statement putKey;
    private readonly Statement addLine;
    private readonly Statement last;
    private readonly JsonBuffer json;
    private long lastInserted;
    private long lastInsertedBefore;
    private long lastGiven;

    public SqliteRequests(SqliteConnection connection, JsonBuffer json)
    {
        this.json = json;
        this.find = new Statement(connection, "SELECT state FROM request WHERE number = ?1");
        this.findByKey = new Statement(connection, FindByKey);
        this.insert = new Statement(
            connection, "INSERT INTO request (number, version, state, checksum) VALUES (?1, ?2, ?3, ?4)");
        this.update = new Statement(
            connection,
            "UPDATE request SET version = ?2, state = ?3, checksum = ?4 WHERE number = ?1 AND version = ?2 - 1");
        this.addCard = new Statement(connection, AddCard);
        this.changeCard = new Statement(connection, ChangeCard);
        this.findRepeat = new Statement(connection, FindRepeat);
        this.countDigital = new Statement(connection, CountDigital);
        this.countCopied = new Statement(connection, CountCopied);
        this.putKey = new Statement(
            connection, "INSERT OR IGNORE INTO known (hash, leads_to) VALUES (?1, -?2)");
        this.addLine = new Statement(connection, AddLine);
        this.last = new Statement(
            connection,
            "SELECT max((SELECT coalesce(max(number), 0) FROM request), "
            + "(SELECT coalesce(max(number), 0) FROM removed_request))");
    }

    /// <summary>Reads the last number from the table.</summary>
    public void Load() => this.lastInserted = this.last.First(row => row.Int64(0));

    /// <summary>Numbers that a unit took and did not use are given again.</summary>
    public void BeginUnit()
    {
        this.lastInsertedBefore = this.lastInserted;
        this.lastGiven = this.lastInserted;
    }

    /// <summary>Takes the numbers back to where the unit began.</summary>
    public void GoBack() => this.lastInserted = this.lastInsertedBefore;

    public long NextNumber() => ++this.lastGiven;

    public RequestState? Find(long number) => this.find.Set(1, number).First(ReadState);

    public RequestState? FindByTransaction(Side side, TransactionId transaction, Symbol? requester)
    {
        var key = HashKey.OfTransaction(side, requester, transaction);
        return this.findByKey.Set(1, key).All(ReadState).Find(state =>
            state.Side == side && HashKey.Holds(state, transaction, requester));
    }

    public void Insert(RequestState state, PreparedContent? content)
    {
        if (state.Number < 1 || state.Number > this.lastGiven)
        {
            throw new InvalidOperationException($"Number {state.Number} was not given to this unit of work.");
        }

        SetState(this.insert, state, content).Run();
        this.lastInserted = Math.Max(this.lastInserted, state.Number);
        new RequestCard(state, content).Bind(this.addCard).Run();
        PutKeys(state);
    }

    public void Update(RequestState state)
    {
        if (SetState(this.update, state, content: null).Run() == 0)
        {
            throw new StaleRequestException(
                $"Request {state.Number} does not exist or no longer has version {state.Version - 1}.");
        }

        new RequestCard(state).Bind(this.changeCard).Set(41, RequestText.Checksum(state)).Run();
        PutKeys(state);
    }

    /// <summary>The newest request of the same patron for the same thing.</summary>
    public RequestState? FindRepeated(RequestState request, DateTimeOffset since) =>
        HashKey.OfRepeat(request) is { } key
            ? this.findRepeat.Set(1, key).All(ReadState).Find(earlier =>
                earlier.Number != request.Number && earlier.Status != Status.Deleted && earlier.CreatedAt >= since
                && HashKey.OfRepeat(earlier) == key)
            : null;

    /// <summary>Other requests for files of the same patron that still wait.</summary>
    public int CountOpenDigital(RequestState request) => HashKey.OfDigitalPatron(request) is { } key
        ? (int)this.countDigital.Set(1, key).Set(2, request.Number).First(row => row.Int64(0))
        : 0;

    /// <summary>Other copies out of the same journal in the same year.</summary>
    public int CountCopies(RequestState request, CopyStage from, int publishedWithinYears) => CopyCard.Of(request) is { } copy
        ? (int)this.countCopied.Set(1, copy.Issn).Set(2, copy.Title).Set(3, (int)from).Set(4, publishedWithinYears)
            .Set(5, request.Number).First(row => row.Int64(0))
        : 0;

    public void AppendHistory(HistoryEntry entry) =>
        this.addLine.Set(1, entry.Request).Set(2, entry.At.UtcTicks).Set(3, entry.Event).Set(4, (int?)entry.From)
            .Set(5, (int)entry.To).Set(6, entry.By).Set(7, entry.Text).Set(8, entry.Message).Run();

    public void Dispose()
    {
        foreach (var statement in new[]
        {
            this.find, this.findByKey, this.insert, this.update,
            this.addCard, this.changeCard, this.findRepeat, this.countDigital, this.countCopied, this.putKey, this.addLine, this.last,
        })
        {
            statement.Dispose();
        }
    }

    private static RequestState ReadState(Statement row) => RequestJson.Read<RequestState>(row.Octets(0));

    private Statement SetState(Statement statement, RequestState state, PreparedContent? content)
    {
        var written = this.json.Write(state, content);
        StoreLimits.Require(written.Length, StoreLimits.StateOctets, "request's state");
        return statement.Set(1, state.Number).Set(2, state.Version).SetOctets(3, written).Set(4, HashKey.Of(written));
    }

    private void PutKeys(RequestState state)
    {
        foreach (var key in HashKey.OfTransactions(state))
        {
            this.putKey.Set(1, key).Set(2, state.Number).Run();
        }
    }
}

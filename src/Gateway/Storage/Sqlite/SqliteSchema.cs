using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>
/// The tables, as numbered steps. A file carries the number of its last step in <c>user_version</c>; opening
/// it runs the steps that are missing, each in its own transaction. A step that was ever released is never
/// changed.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>Marks the file as ours (<c>application_id</c>): the letters RSGW.</summary>
    private const int ApplicationId = 0x52534757;

    // Points in time are UTC ticks (100 ns since year 1), days are day numbers; so that both sort and take 8
    // octets.
    private const string Step1 = """
        -- Every message with its bytes. The long columns stand last: a list does not read them.
        CREATE TABLE journal (
            id INTEGER PRIMARY KEY, direction INTEGER NOT NULL, at INTEGER NOT NULL, protocol TEXT NOT NULL,
            partner TEXT, request INTEGER, service INTEGER, identity TEXT, scope TEXT, digest BLOB, outcome INTEGER,
            error_code TEXT, detail TEXT, peer TEXT, refers_to INTEGER, losses BLOB, raw_octets INTEGER NOT NULL,
            raw_digest BLOB NOT NULL, reply_digest BLOB, link BLOB NOT NULL, reply BLOB, raw BLOB) STRICT;
        CREATE INDEX journal_of_request ON journal (request) WHERE request IS NOT NULL;
        CREATE INDEX journal_quarantined ON journal (id) WHERE outcome = 5;

        -- Identities of arrivals and transactions by hash: the only index with random order, hence as narrow as can be.
        -- It leads to the journal row, or (negative) to the request; see HashKey for why they stand side by side.
        CREATE TABLE known (hash INTEGER NOT NULL, leads_to INTEGER NOT NULL, PRIMARY KEY (hash, leads_to))
            STRICT, WITHOUT ROWID;

        -- checksum: of the state, so that a flipped bit is found.
        CREATE TABLE request (
            number INTEGER PRIMARY KEY, version INTEGER NOT NULL, checksum INTEGER NOT NULL,
            state BLOB NOT NULL) STRICT;

        -- What lists filter, sort and count by, apart from the state: a scan reads a tenth of the pages.
        -- text_hash: of what the words in request_text were made of; null for a request that is not in it yet.
        -- text_stale: the words have changed since.
        CREATE TABLE request_card (
            number INTEGER PRIMARY KEY, status INTEGER NOT NULL, side INTEGER NOT NULL, partner TEXT,
            unread INTEGER NOT NULL, created_on INTEGER NOT NULL, due_on INTEGER, expires_on INTEGER,
            needed_by INTEGER, updated_on INTEGER NOT NULL, updated_at INTEGER NOT NULL,
            requested_as INTEGER NOT NULL, supplied_as INTEGER NOT NULL, level TEXT, assigned_to TEXT,
            printed INTEGER NOT NULL, reported INTEGER NOT NULL, noted INTEGER NOT NULL, alerted INTEGER NOT NULL,
            overdue INTEGER NOT NULL, drifted INTEGER NOT NULL, title TEXT NOT NULL, repeat_key INTEGER,
            status_on INTEGER NOT NULL, supply_days INTEGER,
            reply_by INTEGER, sent_on INTEGER, reminded_on INTEGER, unlocated_on INTEGER, ended_on INTEGER,
            anonymised INTEGER NOT NULL, owner TEXT,
            text_hash INTEGER, text_stale INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE INDEX request_by_status ON request_card (status, side);
        -- All others are partial, and hardly any of them holds a request that has just arrived from a partner.

        -- What the calendar asks for. A request that has just arrived stands in none of them unless it brings the date,
        -- and one that is not concerned by a date any more has it no longer.
        CREATE INDEX request_due ON request_card (status, side, due_on)
            WHERE due_on IS NOT NULL AND reminded_on IS NULL;
        CREATE INDEX request_expiring ON request_card (status, side, expires_on) WHERE expires_on IS NOT NULL;
        CREATE INDEX request_to_reply ON request_card (status, side, reply_by) WHERE reply_by IS NOT NULL;
        CREATE INDEX request_asked ON request_card (partner, side, sent_on) WHERE sent_on IS NOT NULL;
        CREATE INDEX request_reminded ON request_card (partner, side, reminded_on) WHERE reminded_on IS NOT NULL;
        CREATE INDEX request_unlocated ON request_card (unlocated_on) WHERE unlocated_on IS NOT NULL;
        CREATE INDEX request_ended ON request_card (ended_on) WHERE ended_on IS NOT NULL AND anonymised = 0;
        CREATE INDEX request_anonymised ON request_card (ended_on) WHERE ended_on IS NOT NULL AND anonymised = 1;

        -- What staff ask for.
        CREATE INDEX request_unread ON request_card (number) WHERE unread = 1;
        CREATE INDEX request_assigned ON request_card (assigned_to) WHERE assigned_to IS NOT NULL;
        CREATE INDEX request_noted ON request_card (number) WHERE noted = 1;
        CREATE INDEX request_alerted ON request_card (number) WHERE alerted = 1;
        CREATE INDEX request_drifted ON request_card (number) WHERE drifted = 1;
        CREATE INDEX request_repeated ON request_card (repeat_key) WHERE repeat_key IS NOT NULL;
        CREATE INDEX request_supplied ON request_card (side, partner, supply_days) WHERE supply_days IS NOT NULL;
        CREATE INDEX request_text_stale ON request_card (number) WHERE text_stale = 1;

        -- The words of requests up to the number in request_text_mark; filled in batches, away from arrivals.
        -- The words themselves are not kept a second time, and neither are their places in the text.
        CREATE VIRTUAL TABLE request_text USING fts5(
            words, content = '', contentless_delete = 1, detail = none,
            tokenize = 'unicode61 remove_diacritics 0');
        CREATE TABLE request_text_mark (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL) STRICT;
        INSERT INTO request_text_mark VALUES (1, 0);

        -- Letters before the staff, under the number of their message.
        CREATE TABLE letter (id INTEGER PRIMARY KEY, waiting INTEGER NOT NULL, content BLOB NOT NULL) STRICT;
        CREATE INDEX letter_waiting ON letter (id) WHERE waiting = 1;

        -- What was done last about an item, a request of another system or a patron.
        CREATE TABLE subject (
            subject TEXT PRIMARY KEY, message INTEGER NOT NULL, previous INTEGER NOT NULL, request INTEGER,
            at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE history (
            request INTEGER NOT NULL, line INTEGER NOT NULL, at INTEGER NOT NULL, event TEXT NOT NULL,
            from_status INTEGER, to_status INTEGER NOT NULL, by_whom TEXT NOT NULL, text TEXT NOT NULL,
            message INTEGER, PRIMARY KEY (request, line)) STRICT, WITHOUT ROWID;

        -- is_head: no earlier row of the same request and partner is unfinished. Only heads can be leased, so the
        -- index that finds the next one holds nothing that would have to be passed over. A row without a request
        -- has no queue.
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT, request INTEGER, partner TEXT NOT NULL,
            state INTEGER NOT NULL, is_head INTEGER NOT NULL, next_at INTEGER NOT NULL, attempts INTEGER NOT NULL,
            in_doubt INTEGER NOT NULL, created_at INTEGER NOT NULL, not_before INTEGER NOT NULL, message INTEGER,
            finished_at INTEGER, last_detail TEXT, bounces INTEGER NOT NULL DEFAULT 0, content BLOB NOT NULL) STRICT;
        CREATE INDEX outbox_ready ON outbox (partner, next_at, id) WHERE state = 1 AND is_head = 1;
        CREATE INDEX outbox_order ON outbox (request, partner, id) WHERE state IN (1, 2);
        CREATE INDEX outbox_open ON outbox (partner, state) WHERE state IN (1, 2, 4, 6);

        -- How far retention came in the journal, and which requests it has removed: their numbers are not given again,
        -- and the journal may go on naming them.
        CREATE TABLE retention (what INTEGER PRIMARY KEY, done INTEGER NOT NULL) STRICT;
        CREATE TABLE removed_request (number INTEGER PRIMARY KEY, removed_on INTEGER NOT NULL) STRICT;

        CREATE TABLE lane_hold (partner TEXT PRIMARY KEY, reason TEXT NOT NULL, since INTEGER NOT NULL)
            STRICT, WITHOUT ROWID;
        """;

    private const string Step2 = """
        -- Patrons, items, holds, loans and fees, in one count of numbers that are never given again.
        CREATE TABLE circulation (
            number INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, content BLOB NOT NULL) STRICT;
        CREATE INDEX circulation_by_kind ON circulation (kind, number);

        -- By what they are found: numbers of patrons, barcodes, requests, and what leads from one to the other.
        CREATE TABLE circulation_key (
            what INTEGER NOT NULL, value TEXT NOT NULL, leads_to INTEGER NOT NULL,
            PRIMARY KEY (what, value, leads_to)) STRICT, WITHOUT ROWID;
        """;

    private const string Step3 = """
        -- What a letter to the patron says, beside the content, which then only names the request.
        ALTER TABLE outbox ADD COLUMN letter BLOB;
        CREATE INDEX outbox_letter ON outbox (request) WHERE letter IS NOT NULL;
        """;

    private const string Step4 = """
        -- Digitisation and copyright. Most requests have none of it: all indexes are partial.
        ALTER TABLE request_card ADD COLUMN department TEXT;
        ALTER TABLE request_card ADD COLUMN work_due INTEGER;
        ALTER TABLE request_card ADD COLUMN approval INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE request_card ADD COLUMN digital_patron INTEGER;
        ALTER TABLE request_card ADD COLUMN copy_issn INTEGER;
        ALTER TABLE request_card ADD COLUMN copy_title INTEGER;
        ALTER TABLE request_card ADD COLUMN copy_stage INTEGER;
        ALTER TABLE request_card ADD COLUMN copy_age INTEGER;
        CREATE INDEX request_department ON request_card (department) WHERE department IS NOT NULL;
        CREATE INDEX request_work_due ON request_card (work_due) WHERE work_due IS NOT NULL;
        CREATE INDEX request_approval ON request_card (number) WHERE approval = 1;
        CREATE INDEX request_digital_patron ON request_card (digital_patron) WHERE digital_patron IS NOT NULL;
        CREATE INDEX request_copy_issn ON request_card (copy_issn) WHERE copy_issn IS NOT NULL;
        CREATE INDEX request_copy_title ON request_card (copy_title) WHERE copy_title IS NOT NULL;
        """;

    /// <summary>The step after which the cards of borrowing requests are filled: what it adds follows from their states.</summary>
    private const int CopiesStep = 4;

    private const string Step5 = """
        -- Files that belong to requests. The bytes are in a folder, under their SHA-256; a row outlives them.
        CREATE TABLE document (
            number INTEGER PRIMARY KEY AUTOINCREMENT, request INTEGER NOT NULL, digest TEXT NOT NULL, octets INTEGER NOT NULL,
            media_type TEXT NOT NULL, name TEXT NOT NULL, by_whom TEXT NOT NULL, at INTEGER NOT NULL, origin INTEGER NOT NULL,
            shipped_at INTEGER, purged_at INTEGER, message INTEGER) STRICT;
        CREATE INDEX document_of_request ON document (request);
        CREATE INDEX document_bytes ON document (digest) WHERE purged_at IS NULL;

        -- Links by which they are fetched. Of secrets and passwords there are hashes only.
        CREATE TABLE document_link (
            number INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, request INTEGER NOT NULL, secret BLOB NOT NULL,
            password BLOB, max_views INTEGER, used INTEGER NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
            days_after INTEGER, first_view_at INTEGER, last_view_at INTEGER, partner TEXT, file_name TEXT NOT NULL) STRICT;
        CREATE INDEX document_link_of ON document_link (document);
        CREATE INDEX document_link_of_request ON document_link (request);

        -- Who has fetched them.
        CREATE TABLE document_view (
            number INTEGER PRIMARY KEY AUTOINCREMENT, link INTEGER NOT NULL, request INTEGER NOT NULL, at INTEGER NOT NULL,
            address TEXT NOT NULL, program TEXT NOT NULL, octets INTEGER NOT NULL, outcome INTEGER NOT NULL) STRICT;
        CREATE INDEX document_view_of ON document_view (link);
        CREATE INDEX document_view_of_request ON document_view (request);
        """;

    private static readonly string[] Steps = [Step1, Step2, Step3, Step4, Step5];

    /// <summary>The number of the newest step that this program knows.</summary>
    public static int Newest => Steps.Length;

    /// <summary>Runs the missing steps.</summary>
    /// <exception cref="StoreUnusableException">The file is newer than this program, or not one of
    /// ours.</exception>
    public static void Migrate(SqliteConnection connection)
    {
        for (var version = CheckedVersion(connection); version < Newest; version++)
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(Steps[version], transaction: transaction);
            if (version + 1 == CopiesStep)
            {
                FillCopies(connection, transaction);
            }

            connection.Execute(
                string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version + 1}; ")
                + string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId};"),
                transaction: transaction);
            transaction.Commit();
        }
    }

    private static void FillCopies(SqliteConnection connection, SqliteTransaction transaction)
    {
        var states = connection.Query<byte[]>(
            "SELECT r.state FROM request_card c JOIN request r ON r.number = c.number WHERE c.side = @side",
            new { side = (int)Side.Borrowing }, transaction, buffered: false);
        var cards = states.Select(state => new RequestCard(RequestJson.Read<RequestState>(state)))
            .Where(card => card.IsApprovalPending || card.DigitalPatron is not null || card.Copy is not null).ToList();
        connection.Execute(
            "UPDATE request_card SET approval = @Approval, digital_patron = @DigitalPatron, copy_issn = @Issn, "
            + "copy_title = @Title, copy_stage = @Stage, copy_age = @Age WHERE number = @Number",
            cards.Select(card => new
            {
                Approval = card.IsApprovalPending ? 1 : 0, card.DigitalPatron, card.Copy?.Issn, card.Copy?.Title,
                Stage = (int?)card.Copy?.Stage, card.Copy?.Age, card.Number,
            }), transaction);
    }

    /// <summary>Checks that the file can be read as it is.</summary>
    /// <exception cref="StoreUnusableException">It is newer or older than this program, or not one of
    /// ours.</exception>
    public static void RequireNewest(SqliteConnection connection)
    {
        if (CheckedVersion(connection) is var version && version < Newest)
        {
            throw new StoreUnusableException(
                $"The store has schema version {version}, this program needs {Newest}: start the gateway once, which "
                + "brings it up to date.");
        }
    }

    private static int CheckedVersion(SqliteConnection connection)
    {
        var version = connection.ExecuteScalar<int>("PRAGMA user_version");
        var owner = connection.ExecuteScalar<int>("PRAGMA application_id");
        var isNew = version == 0 && connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isNew && owner != ApplicationId)
        {
            throw new StoreUnusableException(
                $"{connection.DataSource} is an SQLite file of another program: choose another data folder.");
        }

        if (version > Newest)
        {
            throw new StoreUnusableException(
                $"The store has schema version {version}, this program knows only up to {Newest}: it was written by a "
                + "newer version of the gateway. Run that version, or restore a backup from before the upgrade.");
        }

        return version;
    }
}

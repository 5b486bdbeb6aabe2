using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>Rows as records: the columns and how they are read, in one place for reader, writer and
/// check.</summary>
internal static class SqliteRows
{
    private const string JournalFields =
        "id, direction, at, protocol, partner, request, service, identity, digest, outcome, error_code, detail, peer, "
        + "refers_to, losses, raw_octets, link, scope";

    private const string OutboxFields =
        "o.id, o.request, o.partner, o.content, o.created_at, o.not_before, o.state, o.attempts, o.next_at, "
        + "o.in_doubt, o.last_detail, o.message, o.finished_at, o.bounces, o.letter";

    /// <summary>Selects journal rows without their bytes.</summary>
    public const string Journal = $"SELECT {JournalFields}, NULL, NULL, NULL, NULL FROM journal";

    /// <summary>Selects journal rows with bytes, reply and the digests of both.</summary>
    public const string JournalWithBytes =
        $"SELECT {JournalFields}, raw, reply, raw_digest, reply_digest FROM journal";

    /// <summary>Selects outbox rows without their bytes.</summary>
    public const string Outbox = $"SELECT {OutboxFields}, NULL FROM outbox o";

    /// <summary>Selects one outbox row with its bytes.</summary>
    public const string OutboxWithBytes =
        $"SELECT {OutboxFields}, j.raw FROM outbox o LEFT JOIN journal j ON j.id = o.message WHERE o.id = ?1";

    /// <summary>The columns of <see cref="JournalWithBytes"/> that the check needs one by one.</summary>
    public const int LossesColumn = 14, RawColumn = 18, ReplyColumn = 19, RawDigestColumn = 20, ReplyDigestColumn = 21;

    public static DateTimeOffset Instant(long utcTicks) => new(utcTicks, TimeSpan.Zero);

    public static JournalRow JournalRow(Statement row) => new(
        row.Int64(0),
        new JournalEntry
        {
            Direction = (Direction)row.Int64(1),
            At = Instant(row.Int64(2)),
            Protocol = row.Text(3),
            Partner = row.OptionalText(4),
            Request = row.OptionalInt64(5),
            Service = (IllService?)row.OptionalInt64(6),
            Identity = row.OptionalText(7),
            Scope = row.OptionalText(17),
            Digest = row.Octets(8).ToArray(),
            Outcome = (ArrivalOutcome?)row.OptionalInt64(9),
            ErrorCode = row.OptionalText(10),
            Detail = row.OptionalText(11),
            Peer = row.OptionalText(12),
            RefersTo = row.OptionalInt64(13),
            Losses = row.IsNull(LossesColumn)
                ? LossReport.None
                : RequestJson.Read<LossReport>(row.Octets(LossesColumn)),
            Raw = row.Octets(RawColumn).ToArray(),
            Reply = OptionalOctets(row, ReplyColumn),
        },
        (int)row.Int64(15),
        row.Octets(16).ToArray());

    public static OutboxRow OutboxRow(Statement row) => new()
    {
        Id = row.Int64(0),
        Entry = new OutboxEntry(
            row.OptionalInt64(1),
            row.Text(2),
            RequestJson.Read<IllMessage>(row.Octets(3)),
            Instant(row.Int64(4)),
            Instant(row.Int64(5)))
        {
            Letter = row.IsNull(14) ? null : RequestJson.Read<PatronLetter>(row.Octets(14)),
        },
        State = (OutboxState)row.Int64(6),
        Attempts = (int)row.Int64(7),
        NextAt = Instant(row.Int64(8)),
        InDoubt = row.Int64(9) == 1,
        LastDetail = row.OptionalText(10),
        Message = row.OptionalInt64(11),
        FinishedAt = row.OptionalInt64(12) is { } finished ? Instant(finished) : null,
        Bounces = (int)row.Int64(13),
        Bytes = OptionalOctets(row, 15),
    };

    // Not as a conditional expression: a null array would become a present, empty memory.
    public static ReadOnlyMemory<byte>? OptionalOctets(Statement row, int column)
    {
        if (row.IsNull(column))
        {
            return null;
        }

        return row.Octets(column).ToArray();
    }

    public static HistoryEntry HistoryEntry(Statement row) => new(
        row.Int64(0),
        Instant(row.Int64(1)),
        row.Text(2),
        (Status?)row.OptionalInt64(3),
        (Status)row.Int64(4),
        row.Text(5),
        row.Text(6),
        row.OptionalInt64(7));
}

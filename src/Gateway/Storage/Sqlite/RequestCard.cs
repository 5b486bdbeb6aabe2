using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>What lists filter, sort and count by, apart from the state itself. One row of <c>request_card</c>.</summary>
internal readonly record struct RequestCard
{
    /// <summary>The columns, in the order of <see cref="Bind"/> and <see cref="Read"/>.</summary>
    public const string Columns =
        "number, status, side, partner, unread, created_on, due_on, expires_on, needed_by, updated_on, updated_at, "
        + "requested_as, supplied_as, level, assigned_to, printed, reported, noted, alerted, overdue, drifted, title, "
        + "repeat_key, status_on, supply_days, reply_by, sent_on, reminded_on, unlocated_on, ended_on, anonymised, owner, "
        + "department, work_due, approval, digital_patron, copy_issn, copy_title, copy_stage, copy_age";

    /// <summary>Takes a card out of a state, and from what was prepared of its content.</summary>
    public RequestCard(RequestState state, PreparedContent? prepared = null)
    {
        Number = state.Number;
        Status = state.Status;
        Side = state.Side;
        Partner = state.Partner;
        IsUnread = state.HasUnreadMessage;
        CreatedOn = DateOnly.FromDateTime(state.CreatedAt.DateTime).DayNumber;
        DueOn = state.DueOn?.DayNumber;
        ExpiresOn = state.ExpiresOn?.DayNumber;
        NeededBy = state.Content.NeededBy?.DayNumber;
        UpdatedOn = DateOnly.FromDateTime(state.UpdatedAt.DateTime).DayNumber;
        UpdatedAt = state.UpdatedAt.UtcTicks;
        RequestedAs = state.Content.Format();
        SuppliedAs = SupplyFormats.Supplied(state);
        Level = state.Content.LevelOfService;
        AssignedTo = state.AssignedTo;
        IsPrinted = state.PrintedOn is not null;
        IsReported = state.ReportedOn is not null;
        IsNoted = state.Notes.Any(note => note.IsActive);
        IsAlerted = state.Alerts.Count > 0;
        IsOverdue = state.IsOverdue;
        IsDrifted = state.Drift is not null;
        Title = prepared?.IsOf(state) == true ? prepared.TitleKey : RequestText.TitleKey(state.Content.Citation);
        RepeatKey = HashKey.OfRepeat(state);
        StatusOn = state.LastTransitionOn.DayNumber;
        SupplyDays = state is { SentOn: { } sent, ShippedOn: { } shipped } && shipped >= sent
            ? shipped.DayNumber - sent.DayNumber
            : null;
        var info = StatusCatalog.Info(state.Side, state.Status);
        ReplyBy = state.Status == Status.PendingAutoReject ? StatusOn : state.ReplyBy?.DayNumber;
        AskedOn = state.Side == Side.Borrowing && info.Phase == Phase.BeforeShipping ? state.SentOn?.DayNumber : null;
        RemindedOn = state.IsOverdue ? state.OverdueSentOn?.DayNumber : null;
        UnlocatedOn = state is { Side: Side.Borrowing, Status: Status.LocateFailed } ? StatusOn : null;
        EndedOn = info.IsFinal ? StatusOn : null;
        IsAnonymised = state.AnonymisedOn is not null;
        Owner = state.Owner;
        var work = state.Digitisation is { IsOpen: true } open ? open : null;
        Department = work?.Department;
        WorkDue = work?.DueBy?.DayNumber;
        IsApprovalPending = work?.IsApprovalPending == true || state.Status == Status.PendingApproval;
        DigitalPatron = HashKey.OfDigitalPatron(state);
        Copy = CopyCard.Of(state);
    }

    public long Number { get; private init; }

    public Status Status { get; private init; }

    public Side Side { get; private init; }

    public string? Partner { get; private init; }

    public bool IsUnread { get; private init; }

    /// <summary>Days are day numbers, in the offset of the point in time itself.</summary>
    public long CreatedOn { get; private init; }

    public long? DueOn { get; private init; }

    public long? ExpiresOn { get; private init; }

    public long? NeededBy { get; private init; }

    public long UpdatedOn { get; private init; }

    public long UpdatedAt { get; private init; }

    public SupplyFormat RequestedAs { get; private init; }

    public SupplyFormat SuppliedAs { get; private init; }

    public string? Level { get; private init; }

    public string? AssignedTo { get; private init; }

    public bool IsPrinted { get; private init; }

    public bool IsReported { get; private init; }

    public bool IsNoted { get; private init; }

    public bool IsAlerted { get; private init; }

    public bool IsOverdue { get; private init; }

    public bool IsDrifted { get; private init; }

    public string Title { get; private init; }

    /// <summary>Only borrowing requests of a patron have one.</summary>
    public long? RepeatKey { get; private init; }

    public long StatusOn { get; private init; }

    /// <summary>Days from sending to shipping.</summary>
    public long? SupplyDays { get; private init; }

    public long? ReplyBy { get; private init; }

    /// <summary>Borrowing: the day on which the partner was asked, as long as nothing was shipped.</summary>
    public long? AskedOn { get; private init; }

    /// <summary>The day of the last overdue message, as long as the item is overdue.</summary>
    public long? RemindedOn { get; private init; }

    /// <summary>Borrowing: the day since which no supplier is known to hold it.</summary>
    public long? UnlocatedOn { get; private init; }

    public long? EndedOn { get; private init; }

    /// <summary>Was the personal data removed since it ended?</summary>
    public bool IsAnonymised { get; private init; }

    public string? Owner { get; private init; }

    /// <summary>The department that digitises it now.</summary>
    public string? Department { get; private init; }

    /// <summary>The last day of the department's work time.</summary>
    public long? WorkDue { get; private init; }

    public bool IsApprovalPending { get; private init; }

    /// <summary>Only requests for files that still wait have one.</summary>
    public long? DigitalPatron { get; private init; }

    public CopyCard? Copy { get; private init; }

    /// <summary>Reads a row; the columns begin at <paramref name="first"/>.</summary>
    public static RequestCard Read(Statement row, int first) => new()
    {
        Number = row.Int64(first),
        Status = (Status)row.Int64(first + 1),
        Side = (Side)row.Int64(first + 2),
        Partner = row.OptionalText(first + 3),
        IsUnread = row.Int64(first + 4) == 1,
        CreatedOn = row.Int64(first + 5),
        DueOn = row.OptionalInt64(first + 6),
        ExpiresOn = row.OptionalInt64(first + 7),
        NeededBy = row.OptionalInt64(first + 8),
        UpdatedOn = row.Int64(first + 9),
        UpdatedAt = row.Int64(first + 10),
        RequestedAs = (SupplyFormat)row.Int64(first + 11),
        SuppliedAs = (SupplyFormat)row.Int64(first + 12),
        Level = row.OptionalText(first + 13),
        AssignedTo = row.OptionalText(first + 14),
        IsPrinted = row.Int64(first + 15) == 1,
        IsReported = row.Int64(first + 16) == 1,
        IsNoted = row.Int64(first + 17) == 1,
        IsAlerted = row.Int64(first + 18) == 1,
        IsOverdue = row.Int64(first + 19) == 1,
        IsDrifted = row.Int64(first + 20) == 1,
        Title = row.Text(first + 21),
        RepeatKey = row.OptionalInt64(first + 22),
        StatusOn = row.Int64(first + 23),
        SupplyDays = row.OptionalInt64(first + 24),
        ReplyBy = row.OptionalInt64(first + 25),
        AskedOn = row.OptionalInt64(first + 26),
        RemindedOn = row.OptionalInt64(first + 27),
        UnlocatedOn = row.OptionalInt64(first + 28),
        EndedOn = row.OptionalInt64(first + 29),
        IsAnonymised = row.Int64(first + 30) == 1,
        Owner = row.OptionalText(first + 31),
        Department = row.OptionalText(first + 32),
        WorkDue = row.OptionalInt64(first + 33),
        IsApprovalPending = row.Int64(first + 34) == 1,
        DigitalPatron = row.OptionalInt64(first + 35),
        Copy = row.OptionalInt64(first + 38) is { } stage
            ? new CopyCard(
                row.OptionalInt64(first + 36), row.OptionalInt64(first + 37), (CopyStage)stage, (int)row.Int64(first + 39))
            : null,
    };

    /// <summary>Binds all columns from parameter 1 on.</summary>
    public Statement Bind(Statement statement) => statement
        .Set(1, Number).Set(2, (int)Status).Set(3, (int)Side).Set(4, Partner).Set(5, Bit(IsUnread)).Set(6, CreatedOn)
        .Set(7, DueOn).Set(8, ExpiresOn).Set(9, NeededBy).Set(10, UpdatedOn).Set(11, UpdatedAt)
        .Set(12, (int)RequestedAs).Set(13, (int)SuppliedAs).Set(14, Level).Set(15, AssignedTo).Set(16, Bit(IsPrinted))
        .Set(17, Bit(IsReported)).Set(18, Bit(IsNoted)).Set(19, Bit(IsAlerted)).Set(20, Bit(IsOverdue))
        .Set(21, Bit(IsDrifted)).Set(22, Title).Set(23, RepeatKey).Set(24, StatusOn).Set(25, SupplyDays)
        .Set(26, ReplyBy).Set(27, AskedOn).Set(28, RemindedOn).Set(29, UnlocatedOn).Set(30, EndedOn)
        .Set(31, Bit(IsAnonymised)).Set(32, Owner).Set(33, Department).Set(34, WorkDue).Set(35, Bit(IsApprovalPending))
        .Set(36, DigitalPatron).Set(37, Copy?.Issn).Set(38, Copy?.Title).Set(39, (long?)Copy?.Stage).Set(40, Copy?.Age);

    private static long Bit(bool value) => value ? 1 : 0;
}

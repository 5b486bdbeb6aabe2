using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>What the state of a request says to the library that borrows, or to the one that lends. Source: feeds
/// reference 2.3, table of states.</summary>
public static class RapidEvents
{
    /// <summary>What a state says to the borrower; null when it is the borrower's own doing, or says nothing
    /// new.</summary>
    /// <param name="entry">How the request stands.</param>
    /// <param name="now">The time that stands for one that was not said.</param>
    public static IllMessage? ToBorrower(RapidEntry entry, ServiceTime now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(now);
        var header = new MessageHeader
        {
            Transaction = TransactionOf(entry.Reference),
            At = At(entry, now),
            ResponderReference = FormattableString.Invariant($"{entry.Number}"),
        };
        return entry.State switch
        {
            RapidState.Filled when entry.Type == RapidRequestType.Book => new IllMessage.Answer
            {
                Header = header, Note = Words(entry),
                Result = new AnswerResult.WillSupply(ReasonWillSupply.BeingProcessedForSupply, null),
            },
            RapidState.Filled => Filled(entry, header),
            RapidState.Shipped => Shipped(entry, header),
            RapidState.NotAvailable => Unfilled(entry, header, ReasonUnfilled.Other, "No lender of RapidILL is left."),
            RapidState.BadCitationBorrower or RapidState.BadCitationLender =>
                Unfilled(entry, header, ReasonUnfilled.NotFoundAsCited, "Bad citation."),
            RapidState.LocalHoldingIn =>
                Unfilled(entry, header, ReasonUnfilled.Other, "RapidILL says that our own library holds it."),
            RapidState.Finished =>
                new IllMessage.CheckedIn { Header = header, Note = Words(entry), CheckedInOn = header.At.Date },
            RapidState.Lost => new IllMessage.Lost { Header = header, Note = Words(entry) },
            RapidState.Renewed => Renewal(entry, header, grants: true),
            RapidState.NotRenewed => Renewal(entry, header, grants: false),
            RapidState.Cancelled or RapidState.Deleted =>
                new IllMessage.CancelReply { Header = header, Note = Words(entry), Agrees = true },
            RapidState.Received or RapidState.NotReceived or RapidState.Returned or RapidState.RenewalRequested => null,
            RapidState.Unknown => new IllMessage.Message
            {
                Header = header, Note = $"RapidILL shows a state that is not known here. {Words(entry)}".TrimEnd(),
            },
            RapidState.Pending or RapidState.Unfilled or RapidState.New or RapidState.NewResend
                or RapidState.PendingBatchNotPrinted or RapidState.PendingBatchPrinted or RapidState.PendingLocal
                or RapidState.PendingExport => InProcess(header, $"{Plain(entry.State)}. {Words(entry)}".TrimEnd()),
            _ => throw new InvalidOperationException($"No such state: {entry.State}"),
        };
    }

    /// <summary>What a state says to the lender; null when it is the lender's own doing, or says nothing
    /// new.</summary>
    /// <param name="entry">How the request stands.</param>
    /// <param name="transaction">The transaction of our lending request.</param>
    /// <param name="now">The time that stands for one that was not said.</param>
    public static IllMessage? ToLender(RapidEntry entry, TransactionId transaction, ServiceTime now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(now);
        var header = new MessageHeader
        {
            Transaction = transaction,
            At = At(entry, now),
            RequesterReference = FormattableString.Invariant($"{entry.Number}"),
        };
        var note = Words(entry) is { Length: > 0 } words ? words : null;
        return entry.State switch
        {
            RapidState.Received => new IllMessage.Received
            {
                Header = header, Note = note, ReceivedOn = header.At.Date,
                ServiceType = entry.Type == RapidRequestType.Book ? ServiceType.Loan : ServiceType.CopyNonReturnable,
            },
            RapidState.Returned => new IllMessage.Returned { Header = header, Note = note, ReturnedOn = header.At.Date },
            RapidState.RenewalRequested => new IllMessage.Renew { Header = header, Note = note },
            RapidState.Lost => new IllMessage.Lost { Header = header, Note = note },
            RapidState.Cancelled or RapidState.Deleted => new IllMessage.Cancel { Header = header, Note = note },
            RapidState.NotReceived => new IllMessage.Message
            {
                Header = header, Note = $"The borrower has not received it. {note}".TrimEnd(),
            },
            _ => null,
        };
    }

    /// <summary>The service has taken a request of ours.</summary>
    public static IllMessage Taken(int number, string note, MessageHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return InProcess(header with { ResponderReference = FormattableString.Invariant($"{number}") }, note);
    }

    /// <summary>The transaction of a reference of ours: the inverse of <see cref="OrderReference"/>.</summary>
    public static TransactionId TransactionOf(string reference)
    {
        var group = OrderReference.RequestOf(reference);
        return new TransactionId
        {
            GroupQualifier = group,
            Qualifier = group.Length < reference.Length ? reference[(group.Length + 1)..] : "1",
        };
    }

    private static IllMessage.Shipped Filled(RapidEntry entry, MessageHeader header) => new()
    {
        Header = header,
        Note = Words(entry) is { Length: > 0 } words ? words : null,
        ServiceType = ServiceType.CopyNonReturnable,
        Supplier = entry.Lender.Length > 0 ? new Party { Name = entry.Lender } : null,
        Supply = new SupplyDetails
        {
            ShippedOn = header.At.Date,
            Electronic = entry.FileAt is { } link ? new ElectronicAddress("HTTP", link) : null,
            Document = entry.FileAt is null ? null : new SuppliedDocument { SealedPassword = entry.SealedPassword },
        },
    };

    private static IllMessage.Shipped Shipped(RapidEntry entry, MessageHeader header) => new()
    {
        Header = header,
        Note = Words(entry) is { Length: > 0 } words ? words : null,
        ServiceType = entry.Type == RapidRequestType.Book ? ServiceType.Loan : ServiceType.CopyNonReturnable,
        Supplier = entry.Lender.Length > 0 ? new Party { Name = entry.Lender } : null,
        ReturnTo = entry.ReturnTo is { } address ? new PostalAddress { Extended = address } : null,
        Supply = new SupplyDetails
        {
            ShippedOn = header.At.Date,
            Due = entry is { Type: RapidRequestType.Book, DueOn: { } due } ? new DueDate(due) : null,
            Via = entry.TrackingNumber,
        },
    };

    private static IllMessage.Answer Unfilled(RapidEntry entry, MessageHeader header, ReasonUnfilled reason,
        string text) => new()
    {
        Header = header,
        Note = Words(entry) is { Length: > 0 } words ? words : text,
        Result = new AnswerResult.Unfilled(reason),
    };

    private static IllMessage.RenewAnswer Renewal(RapidEntry entry, MessageHeader header, bool grants) => new()
    {
        Header = header, Note = Words(entry), Grants = grants,
        Due = grants && entry.DueOn is { } due ? new DueDate(due) : null,
    };

    private static IllMessage.StatusOrErrorReport InProcess(MessageHeader header, string note) => new()
    {
        Header = header,
        Report = new Report.Status(CurrentState.InProcess, new HistoryReport
        {
            LastTransitionOn = header.At.Date,
            LastService = IllService.IllRequest,
            LastServiceOn = header.At.Date,
            LastServiceBy = header.Requester ?? new Party { Name = "requester" },
            LastNote = note,
        }),
    };

    private static ServiceTime At(RapidEntry entry, ServiceTime now) => entry.Since is { } since
        ? new ServiceTime(DateOnly.FromDateTime(since), new TimeOnly(since.Hour, since.Minute, since.Second))
        : now;

    private static string Words(RapidEntry entry) => string.Join(". ", new[]
    {
        entry.Remarks?.TrimEnd('.'), entry.Lender.Length > 0 ? $"Lender: {entry.Lender}" : null,
        entry.TrackingNumber is { } parcel ? $"Parcel: {parcel}" : null,
    }.OfType<string>());

    private static string Plain(RapidState state) => state switch
    {
        RapidState.Unfilled => "A lender has declined, the next one is asked",
        RapidState.PendingLocal => "Waits for our own stock",
        RapidState.New or RapidState.NewResend => "Inserted",
        _ => "With a lender",
    };
}

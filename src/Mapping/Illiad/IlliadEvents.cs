using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Illiad;

/// <summary>The request that a transaction is about, as far as its meaning depends on it.</summary>
/// <param name="Header">Transaction and parties; the time is that of the look.</param>
/// <param name="WantedAs">Loan or copy.</param>
/// <param name="IsSupplied">True once we know that it was supplied.</param>
public sealed record IlliadAbout(MessageHeader Header, ServiceType WantedAs, bool IsSupplied);

/// <summary>What a transaction's queue says to the request. Source: feeds reference, 3.3 (table of states).</summary>
public static class IlliadEvents
{
    /// <summary>The messages of a queue, in their order; none where it tells nothing new. Queues can be passed between two
    /// looks: a transaction that is finished was supplied before.</summary>
    public static IReadOnlyList<IllMessage> ToCanonical(
        IlliadTransaction transaction, IlliadMeaning meaning, IlliadAbout about)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(about);
        var header = about.Header with
        {
            At = transaction.StatusAt ?? about.Header.At, ResponderReference = transaction.Number,
        };
        var isLoan = transaction.IsLoan ?? about.WantedAs == ServiceType.Loan;
        return meaning switch
        {
            IlliadMeaning.InProcess => about.IsSupplied ? [] : [InProcess(header, Words(transaction))],
            IlliadMeaning.Conditional => about.IsSupplied ? [InWords(header, transaction)] : [Conditional(header, transaction)],
            IlliadMeaning.Arrived => about.IsSupplied ? [] : [Shipped(header, transaction, isLoan)],
            IlliadMeaning.DeliveredToWeb => about.IsSupplied ? [] : [Shipped(header, transaction, isLoan: false)],
            IlliadMeaning.Renewed => [Renewal(header, transaction, grants: true)],
            IlliadMeaning.NotRenewed => [Renewal(header, transaction, grants: false)],
            IlliadMeaning.Recalled =>
                [new IllMessage.Recall { Header = header, Note = Words(transaction), DueOn = transaction.DueOn }],
            IlliadMeaning.Finished => Finished(header, transaction, isLoan, about.IsSupplied),
            IlliadMeaning.Cancelled => about.IsSupplied ? [InWords(header, transaction)] : [Unfilled(header, transaction)],
            IlliadMeaning.Lost => about.IsSupplied
                ? [new IllMessage.Lost { Header = header, Note = Words(transaction) }]
                : [InWords(header, transaction)],
            IlliadMeaning.Internal => [],
            IlliadMeaning.ForStaff => [InWords(header, transaction)],
            _ => throw new InvalidOperationException($"No such meaning: {meaning}"),
        };
    }

    /// <summary>The broker has taken the request.</summary>
    public static IllMessage Taken(IlliadTransaction transaction, MessageHeader header)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(header);
        return InProcess(
            header with { ResponderReference = transaction.Number }, $"Transaction {transaction.Number}. {Words(transaction)}");
    }

    /// <summary>For people: the queue, and why it was cancelled.</summary>
    public static string Words(IlliadTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var status = transaction.Status.Length == 0 ? "(no status)" : transaction.Status;
        return transaction.ReasonForCancellation.Length == 0 ? status : $"{status}: {transaction.ReasonForCancellation}";
    }

    private static IllMessage.Message InWords(MessageHeader header, IlliadTransaction transaction) =>
        new() { Header = header, Note = $"Transaction {transaction.Number}: {Words(transaction)}" };

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

    private static IllMessage.Answer Conditional(MessageHeader header, IlliadTransaction transaction) => new()
    {
        Header = header, Note = Words(transaction), Result = new AnswerResult.Conditional(Condition.Other, null),
    };

    private static IllMessage.Answer Unfilled(MessageHeader header, IlliadTransaction transaction) => new()
    {
        Header = header, Note = Words(transaction), Result = new AnswerResult.Unfilled(ReasonUnfilled.Other),
    };

    private static IllMessage.Shipped Shipped(MessageHeader header, IlliadTransaction transaction, bool isLoan) => new()
    {
        Header = header,
        Note = Words(transaction),
        ServiceType = isLoan ? ServiceType.Loan : ServiceType.CopyNonReturnable,
        Supplier = transaction.LendingLibrary.Length > 0 ? new Party { Name = transaction.LendingLibrary } : null,
        Supply = new SupplyDetails
        {
            ShippedOn = header.At.Date,
            Due = isLoan && transaction.DueOn is { } due ? new DueDate(due, transaction.RenewalsAllowed ?? true) : null,
            Condition = transaction.LibraryUseOnly ? Condition.LibraryUseOnly : null,
            Electronic = !isLoan && transaction.FileAt is { } file ? new ElectronicAddress("HTTP", file.AbsoluteUri) : null,
        },
    };

    private static IllMessage.RenewAnswer Renewal(MessageHeader header, IlliadTransaction transaction, bool grants) => new()
    {
        Header = header, Note = Words(transaction), Grants = grants,
        Due = grants && transaction.DueOn is { } due ? new DueDate(due) : null,
    };

    private static IReadOnlyList<IllMessage> Finished(
        MessageHeader header, IlliadTransaction transaction, bool isLoan, bool isSupplied)
    {
        IllMessage[] before = isSupplied ? [] : [Shipped(header, transaction, isLoan)];
        return isLoan
            ? [.. before, new IllMessage.CheckedIn { Header = header, Note = Words(transaction), CheckedInOn = header.At.Date }]
            : before;
    }
}

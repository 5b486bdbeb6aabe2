using System.Collections.Frozen;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Bldss;

/// <summary>The request that an event is about, as far as its meaning depends on it.</summary>
/// <param name="Header">Transaction and parties; the time is that of the arrival.</param>
/// <param name="WantedAs">Loan or copy.</param>
public sealed record BldssAbout(MessageHeader Header, ServiceType WantedAs);

/// <summary>
/// What events say. The letters behind the numbers are those of the mapping that is public; its authors call some of it a
/// guess, and a number may come without its letter. Source: feeds reference, 1.3.
/// </summary>
public static class BldssEvents
{
    private static readonly FrozenDictionary<string, Row> Table = Rows();

    private enum Meaning
    {
        Received,
        WillSupply,
        SentAsFile,
        Shipped,
        Renewal,
        Overdue,
        Completed,
        Cancelled,
        NotCancelled,
        Unfilled,
    }

    /// <summary>The message of an event. An unknown event, and one that cannot be told from another, is a message in words,
    /// which the staff read.</summary>
    public static IllMessage ToCanonical(BldssEvent one, string orderLine, BldssAbout about)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(about);
        var header = about.Header with { At = one.At ?? about.Header.At, ResponderReference = orderLine };
        var row = Find(one);
        return row is null
            ? InWords(one, header)
            : Message(row, one, header, about.WantedAs);
    }

    private static Row? Find(BldssEvent one)
    {
        if (Table.TryGetValue(one.Type, out var row))
            return row;
        return one.Type switch
        {
            "9" => BldssDates.In(one.Info) is null ? new Row(Meaning.Received) : new Row(Meaning.WillSupply),
            "2" or "3" => new Row(Meaning.Unfilled, ReasonUnfilled.Other),
            "7" => new Row(Meaning.Received),
            "18" => new Row(Meaning.Unfilled, IsTooExpensive(one) ? ReasonUnfilled.CostExceedsLimit : ReasonUnfilled.Other),
            "20" => new Row(Meaning.WillSupply),
            _ => null,
        };
    }

    private static IllMessage Message(Row row, BldssEvent one, MessageHeader header, ServiceType wantedAs)
    {
        var note = one.Words;
        var date = BldssDates.In(one.Info);
        return row.Meaning switch
        {
            Meaning.Received => new IllMessage.StatusOrErrorReport { Header = header, Report = InProcess(header, note) },
            Meaning.WillSupply => new IllMessage.Answer
            {
                Header = header, Note = note,
                Result = new AnswerResult.WillSupply(ReasonWillSupply.BeingProcessedForSupply, date),
            },
            Meaning.SentAsFile => Shipped(header, note, ServiceType.CopyNonReturnable, Link(one.Info), null),
            Meaning.Shipped => Shipped(header, note, wantedAs, null, SaysDue(one.Info) ? date : null),
            Meaning.Renewal => Renewal(one, header, date),
            Meaning.Overdue => new IllMessage.Overdue
            {
                Header = header, Note = note, Due = new DueDate(date ?? header.At.Date.AddDays(-1)),
            },
            Meaning.Completed => new IllMessage.CheckedIn { Header = header, Note = note, CheckedInOn = date ?? header.At.Date },
            Meaning.Cancelled => new IllMessage.CancelReply { Header = header, Note = note, Agrees = true },
            Meaning.NotCancelled => new IllMessage.CancelReply { Header = header, Note = note, Agrees = false },
            Meaning.Unfilled => new IllMessage.Answer
            {
                Header = header, Note = Offer(one) ?? note, Result = new AnswerResult.Unfilled(row.Reason),
            },
            _ => throw new InvalidOperationException($"No such meaning: {row.Meaning}"),
        };
    }

    private static IllMessage.Message InWords(BldssEvent one, MessageHeader header) =>
        new() { Header = header, Note = $"Event {one.Type}: {one.Words}" };

    private static Report.Status InProcess(MessageHeader header, string note) => new(CurrentState.InProcess, new HistoryReport
    {
        LastTransitionOn = header.At.Date,
        LastService = IllService.IllRequest,
        LastServiceOn = header.At.Date,
        LastServiceBy = header.Requester ?? new Party { Name = "requester" },
        LastNote = note,
    });

    private static IllMessage.Shipped Shipped(
        MessageHeader header, string note, ServiceType service, ElectronicAddress? link, DateOnly? due) => new()
    {
        Header = header,
        Note = note,
        ServiceType = service,
        Supply = new SupplyDetails
        {
            ShippedOn = header.At.Date,
            Electronic = link,
            Due = due is { } on && service == ServiceType.Loan ? new DueDate(on) : null,
        },
    };

    /// <summary>The public mapping says only that it answers a renewal. A date grants it, a refusing word refuses it, and
    /// anything else is for the staff.</summary>
    private static IllMessage Renewal(BldssEvent one, MessageHeader header, DateOnly? date)
    {
        var words = $" {one.Words.ToUpperInvariant()} ";
        string[] refusing = [" NOT ", " CANNOT ", "REFUSED", "REJECTED", "UNABLE", "FAILED"];
        if (refusing.Any(word => words.Contains(word, StringComparison.Ordinal)))
            return new IllMessage.RenewAnswer { Header = header, Note = one.Words, Grants = false };
        return date is { } due
            ? new IllMessage.RenewAnswer { Header = header, Note = one.Words, Grants = true, Due = new DueDate(due) }
            : InWords(one, header);
    }

    private static bool SaysDue(string text) => text.Contains("due", StringComparison.OrdinalIgnoreCase);

    private static bool IsTooExpensive(BldssEvent one) => one.Words.Contains("max cost", StringComparison.OrdinalIgnoreCase);

    private static string? Offer(BldssEvent one) =>
        IsTooExpensive(one) && BldssDates.AmountIn(one.Info) is { } amount ? $"{one.Words} (offered for {new Money(amount, "GBP")})" : null;

    private static ElectronicAddress? Link(string text)
    {
        var word = text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(one => one.StartsWith("https://", StringComparison.OrdinalIgnoreCase));
        return Uri.TryCreate(word, UriKind.Absolute, out var uri) ? new ElectronicAddress("HTTP", uri.AbsoluteUri) : null;
    }

    private static FrozenDictionary<string, Row> Rows()
    {
        var rows = new Dictionary<string, Row>(StringComparer.Ordinal);
        Add(Meaning.Received, "1 4 9a 9b 9d 7a 7b 21a 29 47");
        Add(Meaning.WillSupply, "10 9c 20b 17 20c 12 16 20d 21");
        Add(Meaning.SentAsFile, "11");
        Add(Meaning.Shipped, "12a 14 15 6 26 22b 48 49 4a");
        Add(Meaning.Renewal, "22a 24 27");
        Add(Meaning.Overdue, "23 25");
        Add(Meaning.Completed, "25a");
        Add(Meaning.Cancelled, "19");
        Add(Meaning.NotCancelled, "28");
        Add(Meaning.Unfilled, "1a 2a 2b 2c 2d 2e 2f 3a 8");
        Add(Meaning.Unfilled, "18a", ReasonUnfilled.NotFoundAsCited);
        Add(Meaning.Unfilled, "18b", ReasonUnfilled.NotOwned);
        Add(Meaning.Unfilled, "18c", ReasonUnfilled.NotOnShelf);
        Add(Meaning.Unfilled, "18d 18e 18g 18h 18i", ReasonUnfilled.PolicyProblem);
        Add(Meaning.Unfilled, "18f", ReasonUnfilled.CostExceedsLimit);
        Add(Meaning.Unfilled, "18j 18k 21b", ReasonUnfilled.NonCirculating);
        return rows.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(Meaning meaning, string ids, ReasonUnfilled reason = ReasonUnfilled.Other)
        {
            foreach (var id in ids.Split(' '))
                rows.Add(id, new Row(meaning, reason));
        }
    }

    private sealed record Row(Meaning Meaning, ReasonUnfilled Reason = ReasonUnfilled.Other);
}

using System.Globalization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>Requests that the service puts to us as a lender. Source: feeds reference 2.3.</summary>
public static class RapidLending
{
    /// <summary>An entry of a lender's queue as a request of a borrower.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="transaction">The transaction under which it is known here.</param>
    /// <param name="now">When it was found.</param>
    /// <param name="answerBy">The last day for an answer; null when there is none.</param>
    public static IllMessage.Request ToCanonical(
        RapidTransaction entry, TransactionId transaction, ServiceTime now, DateOnly? answerBy)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new IllMessage.Request
        {
            Header = new MessageHeader
            {
                Transaction = transaction,
                At = now,
                Requester = new Party { Name = Borrower(entry) },
                RequesterReference = entry.RapidRequestId.ToString(CultureInfo.InvariantCulture),
            },
            Note = Note(entry),
            Content = new IllRequest
            {
                Citation = CitationOf(entry),
                Services = [entry.RapidRequestType == RapidRequestType.Book ? ServiceType.Loan
                    : ServiceType.CopyNonReturnable],
                Patron = PatronOf(entry.PatronInfo),
                DeliverTo = DeliverTo(entry),
                CopyrightCompliance = Text(entry.Copyright),
                // Lists, counts and slips show this day, and the calendar ends the request after it.
                NeededBy = answerBy,
                Expiry = answerBy is null ? ExpiryFlag.NoExpiry : ExpiryFlag.NeedBeforeDate,
            },
        };
    }

    /// <summary>What makes an entry another one, though its number is the same: what is wanted.</summary>
    public static string Wanted(RapidTransaction entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return string.Join('\n', entry.RapidRequestType, entry.UserJournalTitle, entry.JournalTitle, entry.ArticleTitle,
            entry.ArticleAuthor, entry.JournalVol, entry.JournalIssue, entry.JournalYear, entry.JournalMonth,
                entry.JournalPages,
            entry.Edition, entry.Issn, entry.Isbn, entry.OclcNumber, entry.Lccn);
    }

    /// <summary>What is wanted now, for the staff who work on a request that came again.</summary>
    public static string Again(RapidTransaction entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var parts = new[]
        {
            entry.ArticleTitle, entry.ArticleAuthor, entry.JournalTitle ?? entry.UserJournalTitle,
            Labelled("volume", entry.JournalVol), Labelled("issue", entry.JournalIssue), entry.JournalYear,
            Labelled("pages", entry.JournalPages), Labelled("ISSN", entry.Issn), Labelled("ISBN", entry.Isbn),
        }.Select(Text).OfType<string>();
        return $"RapidILL puts the request to us again, as: {string.Join(", ", parts)}. {Note(entry)}".TrimEnd();
    }

    private static string? Labelled(string label, string? value) => Text(value) is { } text ? $"{label} {text}" : null;

    private static Citation CitationOf(RapidTransaction entry)
    {
        bool isArticle = entry.RapidRequestType == RapidRequestType.Article;
        bool isBook = entry.RapidRequestType == RapidRequestType.Book;
        return new Citation
        {
            ItemType = isArticle ? ItemType.Serial : ItemType.Monograph,
            Medium = MediumOf(entry.Location),
            Title = Text(entry.JournalTitle) ?? Text(entry.UserJournalTitle),
            Author = isBook ? Text(entry.ArticleAuthor) : null,
            ArticleTitle = isBook ? null : Text(entry.ArticleTitle),
            ArticleAuthor = isBook ? null : Text(entry.ArticleAuthor),
            Publisher = Text(entry.Publisher),
            PublicationDate = Text(entry.JournalYear),
            IssueDate = DateOf(entry),
            Edition = Text(entry.Edition),
            Volume = Text(entry.JournalVol),
            Issue = Text(entry.JournalIssue),
            Pages = Text(entry.JournalPages),
            Isbn = Text(entry.Isbn),
            Issn = Text(entry.Issn),
            OclcNumber = Text(entry.OclcNumber),
            LccNumber = Text(entry.Lccn),
            CallNumber = Text(entry.CallNumber),
        };
    }

    private static string? DateOf(RapidTransaction entry) => (Text(entry.JournalYear), Text(entry.JournalMonth)) switch
    {
        (_, null) => null,
        (null, { } month) => month,
        ({ } year, { Length: 1 or 2 } month) when month.All(char.IsAsciiDigit) => $"{year}-{month.PadLeft(2, '0')}",
        ({ } year, { } month) => $"{month} {year}",
    };

    /// <summary>Whether we hold it as a file or on paper, as the service knows it; null where it does not
    /// say.</summary>
    private static MediumType? MediumOf(string? location) => Text(location) switch
    {
        null => null,
        { } text when text.Contains("electronic", StringComparison.OrdinalIgnoreCase)
            || text.Contains("online", StringComparison.OrdinalIgnoreCase) => MediumType.MachineReadable,
        _ => MediumType.Printed,
    };

    private static DeliveryAddress? DeliverTo(RapidTransaction entry)
    {
        var postal = Text(entry.BorrowerMailingAddress) is { } block ? new PostalAddress { Extended = block } : null;
        var preferred = Text(entry.BorrowerPreferredAddress);
        var electronic = preferred is null ? null
            : new ElectronicAddress(preferred.Contains('@', StringComparison.Ordinal) ? "SMTP" : null, preferred);
        return postal is null && electronic is null ? null
            : new DeliveryAddress { Postal = postal, Electronic = electronic };
    }

    private static Patron? PatronOf(RapidPatron? patron) => patron is null ? null : new Patron
    {
        Name = Text(patron.PatronName), Identifier = Text(patron.PatronId), Email = Text(patron.PatronEmail),
    };

    private static string Borrower(RapidTransaction entry) =>
        Text(entry.BorrowerInstitution) is { } name
            ? Text(entry.BorrowerRapidCode) is { } code ? $"{name} ({code})" : name
            : Text(entry.BorrowerRapidCode) ?? "a library of RapidILL";

    private static string? Note(RapidTransaction entry)
    {
        var parts = new[]
        {
            Text(entry.PatronNotes), Text(entry.AdditionalInfo),
            Labelled("Held here:", entry.Location), Labelled("Online:", entry.RapidRedirectUrl),
            Labelled("The borrower's number:", entry.XRefRequestId),
        }.OfType<string>().Select(part => part.TrimEnd('.')).ToArray();
        return parts.Length == 0 ? null : $"{string.Join(". ", parts)}.";
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

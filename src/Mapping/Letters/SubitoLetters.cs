using System.Globalization;
using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Orders and answers in the text format of subito and MyBib: one <c>name: value</c> a line, with the names of ISO
/// 10161. Source: feeds reference, 4.7.</summary>
internal sealed partial class SubitoLetters : ILetterDialect
{
    private const string Format = "subito";

    private static readonly string[] LongValues =
        ["requester-note", "responder-note", "responder-address", "del-notes", "item-title", "item-title-of-article"];

    /// <inheritdoc/>
    public LetterStatement? Read(LetterInHand letter)
    {
        var values = Values(letter.Parts.Own);
        string group = Of(values, "transaction-group-qualifier") ?? "";
        if (Of(values, "message-type") is not { } type || group.Length == 0)
            return null;
        var message = type.ToUpperInvariant() switch
        {
            "REQUEST" => Request(values, letter),
            "ANSWER" => Answer(values, letter),
            "SHIPPED" => Shipped(values, letter),
            _ => null,
        };
        string bare = group[(group.IndexOf(':', StringComparison.Ordinal) + 1)..];
        string[] numbers = [group, bare, Of(values, "supplier-ordernr") ?? ""];
        return new LetterStatement
        {
            Clues =
            [
                new RequestClue.Native(Format, Transaction(values), null),
                .. numbers.Where(number => number.Length > 0).Distinct()
                    .Select(number => new RequestClue.Native(Format, null, number)),
            ],
            Proposals = message is null ? [] : [new LetterProposal(message, $"{Format} {type.ToUpperInvariant()}")],
            Words = Of(values, "responder-note") ?? Of(values, "requester-note") ?? "",
        };
    }

    private static Dictionary<string, string> Values(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string? last = null;
        foreach (string line in text.Split('\n').Take(LetterLimits.TaggedLinesMax))
        {
            var match = Line().Match(line);
            if (match.Success)
            {
                last = match.Groups["name"].Value;
                values.TryAdd(last, LetterText.Clean(match.Groups["value"].Value, out _));
            }
            else if (last is not null && line.Trim().Length > 0 && LongValues.Contains(last))
            {
                values[last] = LetterText.Clean($"{values[last]} {line.Trim()}", out _);
            }
            else
            {
                last = null;
            }
        }
        return values;
    }

    private static string? Of(Dictionary<string, string> values, string name) =>
        values.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    private static TransactionId Transaction(Dictionary<string, string> values) => new()
    {
        InitialRequester = Symbol.TryParse(
            Of(values, "transaction-initial-req-id-symbol") ?? Of(values, "transaction-initial-req-id"), out var symbol)
            ? symbol
            : null,
        GroupQualifier = Of(values, "transaction-group-qualifier") ?? "",
        Qualifier = Of(values, "transaction-qualifier") ?? "0",
    };

    /// <summary>A request carries its transaction. An answer does not: suppliers put letters of their own before our number,
    /// so that it would be another transaction; its clues lead to the request.</summary>
    private static MessageHeader Header(Dictionary<string, string> values, LetterInHand letter, bool isRequest) =>
        PhraseMessages.Header(Time(Of(values, "service-date-time")) ?? letter.WrittenAt) with
        {
            Transaction = isRequest ? Transaction(values) : new TransactionId { GroupQualifier = "", Qualifier = "" },
            RequesterReference = isRequest ? Of(values, "transaction-group-qualifier") : null,
            ResponderReference = Of(values, "supplier-ordernr"),
        };

    private static IllMessage.Request Request(Dictionary<string, string> values, LetterInHand letter) => new()
    {
        Header = Header(values, letter, isRequest: true),
        Note = Of(values, "requester-note"),
        Content = new IllRequest
        {
            Citation = Citation(values),
            Services =
            [
                Of(values, "ill-service-type")?.ToUpperInvariant() == "LOAN"
                    ? ServiceType.Loan
                    : ServiceType.CopyNonReturnable,
            ],
            DeliverTo = Delivery(values),
            DeliveryService = Of(values, "delivery-service"),
            LevelOfService = Of(values, "search-type-level-of-service"),
            NeededBy = Date(Of(values, "search-type-expiry-date")),
            Patron = Of(values, "client-name") is { } name
                ? new Patron { Name = name, Identifier = Of(values, "client-identifier") }
                : null,
            Cost = PhraseMoney.Read((Of(values, "maximum-cost") ?? "").ToLowerInvariant()) is { } most
                ? new CostInfo { MaximumCost = most.Amount }
                : null,
        },
    };

    private static Citation Citation(Dictionary<string, string> values) => new()
    {
        ItemType = Of(values, "item-type")?.ToUpperInvariant() switch
        {
            "SERIAL" => ItemType.Serial,
            "MONOGRAPH" => ItemType.Monograph,
            null => null,
            _ => ItemType.Other,
        },
        Title = Of(values, "item-title"),
        Subtitle = Of(values, "item-sub-title"),
        Author = Of(values, "item-author"),
        ArticleTitle = Of(values, "item-title-of-article"),
        ArticleAuthor = Of(values, "item-author-of-article"),
        Publisher = Of(values, "item-publisher"),
        PlaceOfPublication = Of(values, "item-place-of-publication"),
        PublicationDate = Of(values, "item-publication-date"),
        VolumeAndIssue = Of(values, "item-volume-issue"),
        Pages = Of(values, "item-pagination"),
        Isbn = Of(values, "item-isbn"),
        Issn = Of(values, "item-issn"),
        CallNumber = Of(values, "item-call-number"),
        OtherNumbers = Of(values, "item-system-no"),
        VerificationSource = Of(values, "item-verification-reference-source"),
    };

    private static DeliveryAddress? Delivery(Dictionary<string, string> values)
    {
        string? mail = Of(values, "del-email-address");
        var postal = new PostalAddress
        {
            Name = Of(values, "del-postal-name-of-person-or-institution"),
            Street = Of(values, "del-postal-street-and-number"),
            PostOfficeBox = Of(values, "del-postal-post-office-box"),
            City = Of(values, "del-postal-city"),
            PostalCode = Of(values, "del-postal-code"),
            Country = Of(values, "del-postal-country"),
        };
        return mail is null && postal == new PostalAddress() ? null : new DeliveryAddress
        {
            Postal = postal == new PostalAddress() ? null : postal,
            Electronic = mail is null ? null : new ElectronicAddress("SMTP", mail),
        };
    }

    private static IllMessage? Answer(Dictionary<string, string> values, LetterInHand letter)
    {
        string? note = Of(values, "responder-note");
        AnswerResult? result = Of(values, "results-explanation")?.ToUpperInvariant() switch
        {
            "ACCEPTED" or "WILL-SUPPLY" => new AnswerResult.WillSupply(ReasonWillSupply.BeingProcessedForSupply, null),
            "UNFILLED" or "NOT-ACCEPTED" => new AnswerResult.Unfilled(Reason(note, letter)),
            _ => null,
        };
        return result is null
            ? null
            : new IllMessage.Answer { Header = Header(values, letter, isRequest: false), Result = result, Note = note };
    }

    /// <summary>What the note says, where one reason can be read from it.</summary>
    private static ReasonUnfilled Reason(string? note, LetterInHand letter)
    {
        var read = letter.Settings.Phrases.Read(note ?? "", LetterWords.FallbackLanguage, letter.WrittenAt)
            .Select(proposal => ((proposal.Message as IllMessage.Answer)?.Result as AnswerResult.Unfilled)?.Reason)
            .OfType<ReasonUnfilled>().ToList();
        return read.Count == 1 ? read[0] : ReasonUnfilled.Other;
    }

    private static IllMessage.Shipped Shipped(Dictionary<string, string> values, LetterInHand letter)
    {
        string? url = Of(values, "sdet-url");
        bool isLink = Uri.TryCreate(url, UriKind.Absolute, out var link) && link.Host.Length > 0;
        return new IllMessage.Shipped
        {
            Header = Header(values, letter, isRequest: false),
            ServiceType = Of(values, "shipped-service-type")?.ToUpperInvariant() == "LOAN"
                ? ServiceType.Loan
                : ServiceType.CopyNonReturnable,
            Supply = new SupplyDetails
            {
                ShippedOn = Date(Of(values, "sdet-date-shipped")) ?? letter.WrittenAt.Date,
                Via = Of(values, "sdet-shipped-via"),
                Electronic = isLink ? new ElectronicAddress("HTTP", url) : null,
            },
            Note = Of(values, "responder-note"),
        };
    }

    private static DateOnly? Date(string? text)
    {
        string[] forms = ["dd.MM.yyyy", "yyyyMMdd", "yyyy-MM-dd"];
        return DateOnly.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }

    private static ServiceTime? Time(string? text)
    {
        string[] forms = ["yyyyMMddHHmmss", "dd.MM.yyyy HH:mm:ss"];
        return DateTime.TryParseExact(text?.Trim(), forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? new ServiceTime(DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at))
            : null;
    }

    [GeneratedRegex("^(?<name>[a-z][a-z0-9-]{2,59}):\\s*(?<value>.*)$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}

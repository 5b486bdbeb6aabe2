using System.Globalization;
using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Reads mails in the Generic Script. What a reply says in words alone is read by the phrases. Source: feeds
/// reference, 4.6.</summary>
internal sealed partial class GenericScriptLetters : ILetterDialect
{
    private const string Format = "Generic Script";

    /// <inheritdoc/>
    public LetterStatement? Read(LetterInHand letter)
    {
        string[] lines = letter.Parts.Own.Split('\n');
        if (GenericScript.ServiceOf(lines) is not { } service)
            return null;
        var values = GenericScript.ValuesOf(lines);
        if (!values.ContainsKey("LSB") && !values.ContainsKey("LSP"))
            return null;
        string? number = GenericScript.NumberOf(letter.Subject, lines);
        var messages = Messages(service, values, letter, number).ToList();
        return new LetterStatement
        {
            Clues = number is null ? [] : [new RequestClue.Native(Format, null, number)],
            Proposals = messages,
            Words = Note(values) ?? "",
        };
    }

    private static IEnumerable<LetterProposal> Messages(
        IllService service, Dictionary<string, string> values, LetterInHand letter, string? number)
    {
        var header = PhraseMessages.Header(letter.WrittenAt) with
        {
            Requester = Party(values, "LSB"), Responder = Party(values, "LSP"),
        };
        if (Message(service, values, header, letter, number) is { } message)
            return [new LetterProposal(message with { Note = Note(values) }, $"{Format} {IsoCode.Name(service)}")];
        return letter.Settings.Phrases.Read(Note(values) ?? "", LetterWords.FallbackLanguage, letter.WrittenAt);
    }

    private static IllMessage? Message(
        IllService service, Dictionary<string, string> values, MessageHeader header, LetterInHand letter, string? number) =>
        service switch
    {
        IllService.IllRequest => new IllMessage.Request
        {
            Header = header with { RequesterReference = number }, Content = Request(values),
        },
        IllService.IllAnswer => Result(values) is { } result
            ? new IllMessage.Answer { Header = header, Result = result }
            : null,
        IllService.Shipped => new IllMessage.Shipped
        {
            Header = header,
            ServiceType = values.ContainsKey("SER") ? Service(values) : LetterOpenings.ServiceType,
            Supply = new SupplyDetails
            {
                ShippedOn = Date(values, "SHP") ?? letter.WrittenAt.Date,
                Due = Due(values),
                Cost = PhraseMoney.Read(values.GetValueOrDefault("CST", "").ToLowerInvariant())?.Amount,
            },
            Barcode = Of(values, "BCD"),
        },
        IllService.Renew => new IllMessage.Renew { Header = header, DesiredDueOn = Date(values, "DUE") },
        IllService.RenewAnswer => YesNo(values) is { } grants
            ? new IllMessage.RenewAnswer { Header = header, Grants = grants, Due = grants ? Due(values) : null }
            : null,
        IllService.ConditionalReply => YesNo(values) is { } accepts
            ? new IllMessage.ConditionalReply { Header = header, Accepts = accepts }
            : null,
        IllService.Cancel => new IllMessage.Cancel { Header = header },
        IllService.Message => new IllMessage.Message { Header = header },
        IllService.Overdue => Due(values) is { } due ? new IllMessage.Overdue { Header = header, Due = due } : null,
        IllService.Recall => new IllMessage.Recall { Header = header, DueOn = Date(values, "DUE") },
        _ => null,
    };

    private static AnswerResult? Result(Dictionary<string, string> values)
    {
        var reason = Code<ReasonUnfilled>(values, "RSN");
        return Of(values, "ANS")?.ToUpperInvariant() switch
        {
            "UNFILLED" => new AnswerResult.Unfilled(reason ?? ReasonUnfilled.Other),
            "CONDITIONAL" => new AnswerResult.Conditional(Code<Condition>(values, "CON") ?? Condition.Other, Date(values, "DUE")),
            "RETRY" => new AnswerResult.Retry(reason, Date(values, "DUE")),
            "WILL SUPPLY" => new AnswerResult.WillSupply(ReasonWillSupply.BeingProcessedForSupply, Date(values, "DUE")),
            "HOLD PLACED" => new AnswerResult.HoldPlaced(Date(values, "DUE"), null),
            "ESTIMATE" => Of(values, "CST") is { } cost ? new AnswerResult.Estimate(cost) : null,
            _ => null,
        };
    }

    private static IllRequest Request(Dictionary<string, string> values) => new()
    {
        Citation = new Citation
        {
            ItemType = Of(values, "PUB")?.ToUpperInvariant() switch
            {
                "JOURNAL" => ItemType.Serial,
                "BOOK" or "BOOK CHAPTER" => ItemType.Monograph,
                null => Of(values, "SSN") is null ? null : ItemType.Serial,
                _ => ItemType.Other,
            },
            Title = Of(values, "TIT"),
            Author = Of(values, "AUT"),
            ArticleTitle = Of(values, "ART"),
            ArticleAuthor = Of(values, "ARA"),
            Volume = Of(values, "VOL"),
            Issue = Of(values, "ISS"),
            Pages = Of(values, "PAG"),
            PublicationDate = Of(values, "DAT"),
            PlaceOfPublication = Of(values, "P/L"),
            Publisher = Of(values, "P/M"),
            Edition = Of(values, "EDN") ?? Of(values, "EDD"),
            Series = Of(values, "RPT"),
            Isbn = Of(values, "SBN") ?? Of(values, "BN2"),
            Issn = Of(values, "SSN") ?? Of(values, "SN2"),
            OclcNumber = Of(values, "OCL"),
            LccNumber = Of(values, "LCN"),
            OtherNumbers = Of(values, "NUM") ?? Of(values, "NO."),
            CallNumber = Of(values, "CNO") ?? Of(values, "CA#"),
            VerificationSource = Of(values, "SRC"),
        },
        Services = [Service(values)],
        Patron = (Of(values, "P/U") ?? Of(values, "PNM")) is { } patron ? new Patron { Name = patron } : null,
        DeliverTo = Address(values, "ADR"),
        BillTo = Address(values, "BIL"),
        NeededBy = Date(values, "N/R"),
        Cost = Cost(values),
    };

    private static CostInfo? Cost(Dictionary<string, string> values)
    {
        var cost = new CostInfo
        {
            AccountNumber = Of(values, "A#C"),
            MaximumCost = PhraseMoney.Read(values.GetValueOrDefault("CO$", "").ToLowerInvariant())?.Amount,
        };
        return cost == new CostInfo() ? null : cost;
    }

    private static DeliveryAddress? Address(Dictionary<string, string> values, string tag) => Of(values, tag) is { } lines
        ? new DeliveryAddress { Postal = new PostalAddress { Extended = lines } }
        : null;

    private static ServiceType Service(Dictionary<string, string> values)
    {
        string service = values.GetValueOrDefault("SER", "").ToUpperInvariant();
        return service.StartsWith("PHOTOCOPY", StringComparison.Ordinal) || service.StartsWith("COPY", StringComparison.Ordinal)
            ? ServiceType.CopyNonReturnable
            : ServiceType.Loan;
    }

    private static Party? Party(Dictionary<string, string> values, string tag) =>
        Symbol.TryParse(Of(values, tag), out var symbol) ? new Party { Symbol = symbol } : null;

    private static string? Note(Dictionary<string, string> values) => Of(values, "REM") ?? Of(values, "NOT");

    private static string? Of(Dictionary<string, string> values, string tag) =>
        values.GetValueOrDefault(tag) is { Length: > 0 } text ? text : null;

    private static DateOnly? Date(Dictionary<string, string> values, string tag) => DateOnly.TryParseExact(
        Of(values, tag), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static DueDate? Due(Dictionary<string, string> values) =>
        Date(values, "DUE") is { } date ? new DueDate(date) : null;

    private static bool? YesNo(Dictionary<string, string> values) => Of(values, "YES")?.ToUpperInvariant() switch
    {
        "YES/OUI" or "YES" or "OUI" => true,
        "NO/NON" or "NO" or "NON" => false,
        _ => null,
    };

    /// <summary>A number in brackets after its words, or alone.</summary>
    private static T? Code<T>(Dictionary<string, string> values, string tag)
        where T : struct, Enum =>
        Of(values, tag) is { } text && IsoCode.TryParse<T>(Digits().Match(text).Value, out var code) ? code : null;

    [GeneratedRegex("\\d{1,2}", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// The Generic Script of Canadian libraries and Relais: text mails whose first words name the message, and lines
/// <c>TAG:</c> with a value. Source: feeds reference, 4.6. The tags of replies are not published; ours are
/// <c>ANS RSN CON DUE SHP RCV RTN BCD CST YES</c>, which people can read as well.
/// </summary>
internal static partial class GenericScript
{
    private const int ValueColumn = 10;

    private static readonly string[] ValuesWithLines = ["ADR", "BIL", "REM", "NOT"];

    /// <summary>The names of the messages, as they are written, and the words by which they are recognised.</summary>
    private static readonly (IllService Service, string Heading, string Sign)[] Headings =
    [
        (IllService.IllAnswer, "REPLY TO AN ILL REQUEST/REPONSE A UNE DEMANDE DE PEB", "REPLY TO AN ILL REQUEST"),
        (IllService.IllRequest, "ILL REQUEST/DEMANDE DE PEB", "ILL REQUEST/DEMANDE"),
        (IllService.Renew, "RENEWAL REQUEST/DEMANDE DE RENOUVELLEMENT", "RENEWAL REQUEST"),
        (IllService.RenewAnswer, "RENEWAL ANSWER/REPONSE RENOUVELLEMENT", "RENEWAL ANSWER"),
        (IllService.Message, "GENERAL MESSAGE/MESSAGE GENERAL", "GENERAL MESSAGE"),
        (IllService.ConditionalReply, "CONDITIONAL REPLY/REPONSE CONDITIONELLE", "CONDITIONAL REPLY"),
        (IllService.Cancel, "CANCELLATION/ANNULATION", "CANCELLATION"),
        (IllService.Shipped, "ITEM SHIPPED/MESSAGE D'ENVOI", "ITEM SHIPPED"),
        (IllService.Overdue, "OVERDUE MESSAGE/AVIS DE RETARD", "OVERDUE MESSAGE"),
        (IllService.Recall, "RECALL MESSAGE/MESSAGE DE RAPPEL", "RECALL MESSAGE"),
        (IllService.ForwardNotification, "FORWARD NOTIFICATION/NOTE DE RENVOI", "FORWARD NOTIFICATION"),
    ];

    /// <summary>The text of a message; null for a message that has no name in this script.</summary>
    internal static string? Write(LetterContext context)
    {
        var service = context.Message.Service;
        if (service == IllService.ForwardNotification
            || Headings.FirstOrDefault(heading => heading.Service == service) is not { Heading: { } name })
        {
            return null;
        }
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"REQ.NO/NO.DEM: {LetterText.OneLine(context.About.ExternalId)}\n\n");
        text.Append(' ', ValueColumn).Append(name).Append("\n\n");
        foreach (var (tag, value) in GenericScriptTags.Of(context))
            Append(text, tag, value);
        return text.ToString();
    }

    /// <summary>Which message a text holds; null when it is none.</summary>
    internal static IllService? ServiceOf(IReadOnlyList<string> lines)
    {
        foreach (string line in lines.Take(20))
        {
            string plain = string.Join(' ', line.ToUpperInvariant().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
            foreach (var (service, _, sign) in Headings)
            {
                if (plain.StartsWith(sign, StringComparison.Ordinal))
                    return service;
            }
        }
        return null;
    }

    /// <summary>The values by their tags; lines of one value are joined with line feeds.</summary>
    internal static Dictionary<string, string> ValuesOf(IReadOnlyList<string> lines)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string? tag = null;
        foreach (string line in lines.Take(LetterLimits.TaggedLinesMax))
        {
            var match = TagLine().Match(line);
            if (match.Success)
            {
                tag = match.Groups["tag"].Value;
                values.TryAdd(tag, LetterText.Clean(match.Groups["value"].Value.Trim(), out _));
            }
            else if (tag is not null && line.Length > 0 && char.IsWhiteSpace(line[0]))
            {
                string joint = ValuesWithLines.Contains(tag) ? "\n" : " ";
                values[tag] = LetterText.Clean($"{values[tag]}{joint}{line.Trim()}", out _).Trim();
            }
            else
            {
                tag = null;
            }
        }
        return values;
    }

    /// <summary>The number of the request in the first lines or the subject; null when there is none.</summary>
    internal static string? NumberOf(string subject, IReadOnlyList<string> lines)
    {
        var match = Number().Match(string.Join('\n', lines.Take(10)));
        match = match.Success ? match : Number().Match(subject);
        return match.Success ? match.Groups["number"].Value.TrimEnd('.', ',') : null;
    }

    private static void Append(StringBuilder text, string tag, string? value)
    {
        string clean = LetterText.Clean(value, out _);
        if (clean.Length == 0)
            return;
        string start = (tag + ":").PadRight(ValueColumn);
        foreach (string line in LetterText.Wrap(clean, LetterLimits.TextColumns - ValueColumn))
        {
            text.Append(start).Append(line).Append('\n');
            start = new string(' ', ValueColumn);
        }
    }

    [GeneratedRegex("^(?<tag>[A-Z0-9][A-Z0-9/#$.][A-Z0-9/#$.]):(?<value>.*)$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TagLine();

    [GeneratedRegex("(REQ\\.NO/NO\\.DEM|ILL Request):\\s*(?<number>[^\\s\\]]{1,64})",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}

/// <summary>What a message says, by the tags of the script.</summary>
internal static class GenericScriptTags
{
    internal static IEnumerable<(string Tag, string? Value)> Of(LetterContext context)
    {
        var (message, about) = (context.Message, context.About);
        var (us, them) = (context.Sender.Symbol.Text, context.Recipient.Symbol.Text);
        yield return ("LSB", about.WeBorrow ? us : them);
        yield return ("LSP", about.WeBorrow ? them : us);
        var content = message is IllMessage.Request
            ? Request(context, ((IllMessage.Request)message).Content)
            : [("TIT", about.Content.Citation.Title), ("ART", about.Content.Citation.ArticleTitle), .. Reply(message)];
        foreach (var value in content)
            yield return value;
        yield return ("REM", message.Note);
    }

    private static IEnumerable<(string Tag, string? Value)> Request(LetterContext context, IllRequest request)
    {
        var citation = request.Citation;
        bool isArticle = citation.ArticleTitle is not null || citation.ItemType == ItemType.Serial;
        return
        [
            ("P/U", context.Recipient.SendPatron ? request.Patron?.Name : null),
            ("ADR", LetterWords.Address(request.DeliverTo?.Postal ?? context.Sender.Address)),
            ("BIL", LetterWords.Address(request.BillTo?.Postal)),
            ("A#C", request.Cost?.AccountNumber),
            ("SER", request.Services is [ServiceType.CopyNonReturnable, ..] ? "PHOTOCOPY/PHOTOCOPIE" : "LOAN/PRET"),
            ("PUB", isArticle ? "JOURNAL" : "BOOK"),
            ("AUT", citation.Author),
            ("TIT", citation.Title),
            ("ART", citation.ArticleTitle),
            ("ARA", citation.ArticleAuthor),
            ("VOL", citation.Volume ?? citation.VolumeAndIssue),
            ("ISS", citation.Issue),
            ("DAT", citation.PublicationDate),
            ("PAG", citation.Pages),
            ("P/L", citation.PlaceOfPublication),
            ("P/M", citation.Publisher),
            ("EDN", citation.Edition),
            ("RPT", citation.Series),
            ("SBN", citation.Isbn),
            ("SSN", citation.Issn),
            ("OCL", citation.OclcNumber),
            ("LCN", citation.LccNumber),
            ("NUM", citation.OtherNumbers),
            ("CNO", citation.CallNumber),
            ("N/R", LetterWords.Iso(request.NeededBy)),
            ("CO$", request.Cost?.MaximumCost?.ToString()),
            ("SRC", citation.VerificationSource),
        ];
    }

    private static IEnumerable<(string Tag, string? Value)> Reply(IllMessage message) => message switch
    {
        IllMessage.Answer answer => Answer(answer.Result),
        IllMessage.Shipped shipped =>
        [
            ("SER", shipped.ServiceType == ServiceType.CopyNonReturnable ? "PHOTOCOPY/PHOTOCOPIE" : "LOAN/PRET"),
            ("SHP", LetterWords.Iso(shipped.Supply.ShippedOn)), ("DUE", LetterWords.Iso(shipped.Supply.Due?.On)),
            ("BCD", shipped.Barcode), ("CST", shipped.Supply.Cost?.ToString()),
        ],
        IllMessage.ConditionalReply reply => [("YES", reply.Accepts ? "YES/OUI" : "NO/NON")],
        IllMessage.Renew renew => [("DUE", LetterWords.Iso(renew.DesiredDueOn))],
        IllMessage.RenewAnswer answer =>
            [("YES", answer.Grants ? "YES/OUI" : "NO/NON"), ("DUE", LetterWords.Iso(answer.Due?.On))],
        IllMessage.Overdue overdue => [("DUE", LetterWords.Iso(overdue.Due.On))],
        IllMessage.Recall recall => [("DUE", LetterWords.Iso(recall.DueOn))],
        _ => [],
    };

    private static IEnumerable<(string Tag, string? Value)> Answer(AnswerResult result) => result switch
    {
        AnswerResult.Unfilled unfilled => [("ANS", "UNFILLED"), ("RSN", LetterWords.English.Reason(unfilled.Reason))],
        AnswerResult.Conditional conditional =>
        [
            ("ANS", "CONDITIONAL"), ("CON", LetterWords.English.Condition(conditional.Condition)),
            ("DUE", LetterWords.Iso(conditional.ReplyBy)),
        ],
        AnswerResult.Retry retry =>
            [("ANS", "RETRY"), ("RSN", LetterWords.English.Reason(retry.Reason)), ("DUE", LetterWords.Iso(retry.On))],
        AnswerResult.WillSupply will => [("ANS", "WILL SUPPLY"), ("DUE", LetterWords.Iso(will.On))],
        AnswerResult.HoldPlaced hold => [("ANS", "HOLD PLACED"), ("DUE", LetterWords.Iso(hold.AvailableOn))],
        AnswerResult.Estimate estimate => [("ANS", "ESTIMATE"), ("CST", estimate.Cost)],
        _ => [("ANS", "LOCATIONS PROVIDED")],
    };
}

using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// Letters of systems like Alma: a table of labels and values under a name. Labels and names differ by language and
/// library, so they are configured; a letter is recognised by its name together with the number of a request and one more
/// label. Source: feeds reference, 4.1; lifecycle reference, 5.
/// </summary>
internal sealed class LabelledLetters : ILetterDialect
{
    private const string Format = "letter of another system";
    private const int NameLines = 8;

    /// <inheritdoc/>
    public LetterStatement? Read(LetterInHand letter)
    {
        foreach (var language in letter.Settings.Phrases.Known)
        {
            var values = LabelledValues.Read(letter.Parts.Own, language, letter.WrittenAt.Date);
            if (values.Text(nameof(LetterLabels.RequestId)) is not { } number || values.Count < 2
                || Kind(letter, language) is not { } kind)
            {
                continue;
            }
            var message = Message(kind, values, letter);
            return new LetterStatement
            {
                Clues = [new RequestClue.OpenNumber(number)],
                Proposals = message is null
                    ? []
                    : [new LetterProposal(message with { Note = values.Text(nameof(LetterLabels.Note)) }, $"{Format}: {kind}")],
                Words = LetterText.Shorten(LetterText.OneLine(letter.Parts.Own), 1000),
            };
        }
        return null;
    }

    /// <summary>By the name in the subject, else in the first lines; the longest name that stands there.</summary>
    private static SystemLetterKind? Kind(LetterInHand letter, PhraseLanguage language)
    {
        string first = string.Join('\n', letter.Parts.Own.Split('\n').Take(NameLines));
        foreach (string place in new[] { language.Fold(letter.Subject), language.Fold(first) })
        {
            var found = language.LetterNames.Where(name => place.Contains(name.Name, StringComparison.Ordinal)).ToList();
            if (found.Count > 0)
                return found.MaxBy(name => name.Name.Length).Kind;
        }
        return null;
    }

    private static IllMessage? Message(SystemLetterKind kind, LabelledValues values, LetterInHand letter)
    {
        var header = PhraseMessages.Header(letter.WrittenAt);
        var today = letter.WrittenAt.Date;
        return kind switch
        {
            SystemLetterKind.Request => new IllMessage.Request
            {
                Header = header with { RequesterReference = values.Text(nameof(LetterLabels.RequestId)) },
                Content = Request(values),
            },
            SystemLetterKind.Claim => new IllMessage.Message { Header = header, IsClaim = true },
            SystemLetterKind.Cancel => new IllMessage.Cancel { Header = header },
            SystemLetterKind.Received => new IllMessage.Received
            {
                Header = header,
                ReceivedOn = values.Date(nameof(LetterLabels.ReceivedOn)) ?? today,
                ServiceType = LetterOpenings.ServiceType,
            },
            SystemLetterKind.Renew => new IllMessage.Renew
            {
                Header = header, DesiredDueOn = values.Date(nameof(LetterLabels.DesiredDueOn)),
            },
            SystemLetterKind.Returned => new IllMessage.Returned
            {
                Header = header, ReturnedOn = values.Date(nameof(LetterLabels.ReturnedOn)) ?? today,
            },
            SystemLetterKind.Lost => new IllMessage.Lost { Header = header },
            SystemLetterKind.Damaged => new IllMessage.Damaged { Header = header },
            SystemLetterKind.Message => new IllMessage.Message { Header = header },
            _ => Lenders(kind, values, header, letter),
        };
    }

    private static IllMessage? Lenders(
        SystemLetterKind kind, LabelledValues values, MessageHeader header, LetterInHand letter) => kind switch
    {
        SystemLetterKind.WillSupply => new IllMessage.Answer
        {
            Header = header, Result = new AnswerResult.WillSupply(ReasonWillSupply.BeingProcessedForSupply, null),
        },
        SystemLetterKind.Rejected => new IllMessage.Answer
        {
            Header = header, Result = new AnswerResult.Unfilled(Reason(values, letter)),
        },
        SystemLetterKind.Shipped => new IllMessage.Shipped
        {
            Header = header,
            ServiceType = Due(values) is null ? LetterOpenings.ServiceType : ServiceType.Loan,
            Supply = new SupplyDetails
            {
                ShippedOn = values.Date(nameof(LetterLabels.ShippedOn)) ?? letter.WrittenAt.Date, Due = Due(values),
            },
        },
        SystemLetterKind.RenewAnswer => IsYes(values.Text(nameof(LetterLabels.Answer))) is { } grants
            ? new IllMessage.RenewAnswer { Header = header, Grants = grants, Due = grants ? Due(values) : null }
            : null,
        SystemLetterKind.CheckedIn => new IllMessage.CheckedIn
        {
            Header = header, CheckedInOn = values.Date(nameof(LetterLabels.CheckedInOn)) ?? letter.WrittenAt.Date,
        },
        SystemLetterKind.Recall => new IllMessage.Recall { Header = header, DueOn = Due(values)?.On },
        SystemLetterKind.Overdue => Due(values) is { } due ? new IllMessage.Overdue { Header = header, Due = due } : null,
        _ => null,
    };

    private static DueDate? Due(LabelledValues values) =>
        values.Date(nameof(LetterLabels.DueOn)) is { } date ? new DueDate(date) : null;

    /// <summary>The ISO number or name, else what the phrases make of the words, else another reason.</summary>
    private static ReasonUnfilled Reason(LabelledValues values, LetterInHand letter)
    {
        string text = values.Text(nameof(LetterLabels.Reason)) ?? "";
        if (IsoCode.TryParse<ReasonUnfilled>(text, out var code))
            return code;
        var read = letter.Settings.Phrases.Read(text + ".", LetterWords.FallbackLanguage, letter.WrittenAt)
            .Select(proposal => ((proposal.Message as IllMessage.Answer)?.Result as AnswerResult.Unfilled)?.Reason)
            .OfType<ReasonUnfilled>().ToList();
        return read.Count == 1 ? read[0] : ReasonUnfilled.Other;
    }

    private static bool? IsYes(string? text) => text?.ToLowerInvariant() switch
    {
        "yes" or "ja" or "oui" or "true" => true,
        "no" or "nein" or "non" or "false" => false,
        _ => null,
    };

    private static IllRequest Request(LabelledValues values)
    {
        string? Of(string label) => values.Text(label);
        bool isArticle = Of(nameof(LetterLabels.JournalTitle)) is not null || Of(nameof(LetterLabels.ArticleTitle)) is not null;
        string? format = Of(nameof(LetterLabels.Format))?.ToLowerInvariant();
        bool isCopy = format is null ? isArticle : format.Contains("digital", StringComparison.Ordinal)
            || format.Contains("non-returnable", StringComparison.Ordinal);
        return new IllRequest
        {
            Citation = new Citation
            {
                ItemType = isArticle ? ItemType.Serial : null,
                Title = isArticle ? Of(nameof(LetterLabels.JournalTitle)) : Of(nameof(LetterLabels.Title)),
                ArticleTitle = Of(nameof(LetterLabels.ArticleTitle)) ?? (isArticle ? Of(nameof(LetterLabels.Title)) : null),
                Author = isArticle ? null : Of(nameof(LetterLabels.Author)),
                ArticleAuthor = isArticle ? Of(nameof(LetterLabels.Author)) : null,
                Publisher = Of(nameof(LetterLabels.Publisher)),
                PlaceOfPublication = Of(nameof(LetterLabels.Place)),
                PublicationDate = Of(nameof(LetterLabels.Published)),
                Edition = Of(nameof(LetterLabels.Edition)),
                Volume = Of(nameof(LetterLabels.Volume)),
                Issue = Of(nameof(LetterLabels.Issue)),
                Pages = Of(nameof(LetterLabels.Pages)),
                Isbn = Of(nameof(LetterLabels.Isbn)),
                Issn = Of(nameof(LetterLabels.Issn)),
                Doi = Of(nameof(LetterLabels.Doi)),
                CallNumber = Of(nameof(LetterLabels.CallNumber)),
            },
            Services = [isCopy ? ServiceType.CopyNonReturnable : ServiceType.Loan],
            NeededBy = values.Date(nameof(LetterLabels.NeededBy)),
            Cost = values.Amount(nameof(LetterLabels.MaximumFee)) is { } most ? new CostInfo { MaximumCost = most } : null,
        };
    }
}

/// <summary>Values with labels, as a table or lines show them.</summary>
internal sealed class LabelledValues(IReadOnlyDictionary<string, string> values, PhraseLanguage language, DateOnly today)
{
    internal int Count => values.Count;

    internal string? Text(string label) => values.GetValueOrDefault(label) is { Length: > 0 } text ? text : null;

    internal DateOnly? Date(string label) =>
        Text(label) is { } text ? language.ReadDate(language.Fold(text), today)?.Date : null;

    internal Money? Amount(string label) =>
        Text(label) is { } text ? PhraseMoney.Read(language.Fold(text))?.Amount : null;

    /// <summary>"Label: value", or the label alone with the value on the next line. The first of a label counts.</summary>
    internal static LabelledValues Read(string text, PhraseLanguage language, DateOnly today)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length && i < LetterLimits.TaggedLinesMax; i++)
        {
            int colon = lines[i].IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || !language.Labels.TryGetValue(language.Fold(lines[i][..colon].Trim()), out var label))
                continue;
            string value = lines[i][(colon + 1)..].Trim();
            bool isBelow = value.Length == 0 && i + 1 < lines.Length && !lines[i + 1].Contains(':', StringComparison.Ordinal);
            values.TryAdd(label, LetterText.Clean(isBelow ? lines[i + 1].Trim() : value, out _));
        }
        return new LabelledValues(values, language, today);
    }
}

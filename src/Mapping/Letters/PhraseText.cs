using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>A word, a date, an amount, or a sign that ends a clause.</summary>
internal sealed record PhraseToken(string Text)
{
    internal DateOnly? Date { get; init; }

    internal int? PeriodDays { get; init; }

    internal Money? Amount { get; init; }

    internal int? Number { get; init; }

    /// <summary>True for a comma and its like.</summary>
    internal bool EndsClause { get; init; }

    internal bool IsNegation { get; init; }

    internal bool IsWord => !EndsClause;

    /// <summary>May stand in a gap of a pattern: neither a turn of its meaning nor another clause.</summary>
    internal bool MayBeSkipped => !EndsClause && !IsNegation;
}

/// <summary>One sentence.</summary>
/// <param name="Raw">As it was written, on one line.</param>
/// <param name="Tokens">Its words.</param>
/// <param name="IsQuestion">True when it ends with a question mark.</param>
internal sealed record PhraseSentence(string Raw, IReadOnlyList<PhraseToken> Tokens, bool IsQuestion);

/// <summary>Takes a text apart into sentences, and sentences into words, dates and amounts. Dates without a year lie at or
/// after the day of the letter.</summary>
internal static partial class PhraseText
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;
    private const int ShortLineChars = 50;

    /// <summary>No date, amount or span of time is longer.</summary>
    private const int ValueMaxChars = 40;

    internal static IReadOnlyList<PhraseSentence> Read(string text, PhraseLanguage language, DateOnly today) =>
        [.. Sentences(text).Select(raw => Sentence(raw, language, today)).Where(sentence => sentence.Tokens.Count > 0)];

    /// <summary>Sentences by their signs; a short line is one by itself, since people end lines instead.</summary>
    private static IEnumerable<string> Sentences(string text)
    {
        var paragraph = new StringBuilder();
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            paragraph.Append(paragraph.Length > 0 ? " " : "").Append(line);
            string next = i + 1 < lines.Length ? lines[i + 1].Trim() : "";
            bool goesOn = next.Length > 0 && (line.Length >= ShortLineChars || char.IsLower(next[0]))
                && !next.StartsWith('-') && !next.StartsWith('*') && line.Length > 0;
            if (goesOn)
                continue;
            foreach (string sentence in Split(paragraph.ToString()))
                yield return sentence;
            paragraph.Clear();
        }
    }

    private static IEnumerable<string> Split(string paragraph)
    {
        int from = 0;
        for (int i = 0; i < paragraph.Length; i++)
        {
            if (!EndsSentence(paragraph, i))
                continue;
            yield return paragraph[from..(i + 1)].Trim();
            from = i + 1;
        }
        if (from < paragraph.Length)
            yield return paragraph[from..].Trim();
    }

    private static bool EndsSentence(string text, int at)
    {
        char sign = text[at];
        if (sign is '!' or '?' or ';')
            return true;
        if (sign != '.' || at + 1 >= text.Length || !char.IsWhiteSpace(text[at + 1]))
            return sign == '.' && at + 1 == text.Length;
        string before = text[(text.LastIndexOf(' ', at) + 1)..at];
        // 4. Mai, z. B., Nr. 5, vol. 3: no end of a sentence.
        bool isOrdinal = Ordinal().IsMatch(before);
        bool isShort = before.Length == 1 || Abbreviation().IsMatch(before);
        return !isOrdinal && !isShort;
    }

    private static PhraseSentence Sentence(string raw, PhraseLanguage language, DateOnly today)
    {
        string folded = language.Fold(raw);
        var tokens = new List<PhraseToken>();
        int from = 0;
        foreach (Match match in Piece().Matches(folded))
        {
            if (match.Index < from)
                continue;
            from = match.Index + match.Length;
            string ahead = folded.Substring(match.Index, Math.Min(ValueMaxChars, folded.Length - match.Index));
            if (language.ReadDate(ahead, today) is var (date, dateChars))
                (tokens, from) = (Add(tokens, new PhraseToken("") { Date = date }), match.Index + dateChars);
            else if (PhraseMoney.Read(ahead) is var (amount, amountChars))
                (tokens, from) = (Add(tokens, new PhraseToken("") { Amount = amount }), match.Index + amountChars);
            else if (language.ReadPeriod(ahead) is var (days, periodChars))
                (tokens, from) = (Add(tokens, new PhraseToken("") { PeriodDays = days }), match.Index + periodChars);
            else
                tokens.Add(Token(match.Value, language));
        }
        return new PhraseSentence(raw, tokens, raw.EndsWith('?'));
    }

    private static List<PhraseToken> Add(List<PhraseToken> tokens, PhraseToken token)
    {
        tokens.Add(token);
        return tokens;
    }

    private static PhraseToken Token(string text, PhraseLanguage language) => new(text)
    {
        EndsClause = text.Length == 1 && ",:()".Contains(text[0], StringComparison.Ordinal) || language.Clauses.Contains(text),
        IsNegation = language.Negations.Contains(text),
        Number = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null,
    };

    [GeneratedRegex(@"[\p{L}\p{N}'/&+*]+|[$€£]|[,:()]", Options)]
    private static partial Regex Piece();

    [GeneratedRegex("^\\d{1,2}(\\.\\d{1,2})?$", Options)]
    private static partial Regex Ordinal();

    [GeneratedRegex("^(?i:nr|no|vol|vols|bd|bde|jg|art|dr|prof|mr|mrs|ms|st|str|tel|ca|ff|pp|ed|hrsg|bzw|evtl|ggf|usw|etc|"
        + "vgl|inkl|resp|env|ex|m|mme|mlle|e\\.g|i\\.e|z\\.b|d\\.h|approx)$", Options)]
    private static partial Regex Abbreviation();
}

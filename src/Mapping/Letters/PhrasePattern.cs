using System.Runtime.InteropServices;

namespace ResourceSharing.Mapping.Letters;

/// <summary>A pattern of words, compiled. See <see cref="PhraseConfig.Texts"/>.</summary>
internal sealed class PhrasePattern
{
    /// <summary>What a pattern may be made of, as a regular expression.</summary>
    internal const string Form =
        @"^(\^ )?" + Element + "( " + Element + @"){0,15}( \$)?$";

    /// <summary>The same in words.</summary>
    internal const string FormText =
        "words, is|are, [the], ship*, ..., {date}, {period}, {money}, {number}, ^ and $ with single blanks between them";

    private const string Word = @"[\p{L}\p{N}'’/&+-]+\*?";
    private const string Element =
        @"(\.\.\.|\{(date|period|money|number)\}|\[" + Word + @"(\|" + Word + @")*\]|" + Word + @"(\|" + Word + ")*)";
    private const int GapMaxWords = 6;

    private readonly IReadOnlyList<Step> steps;
    private readonly bool fromStart;
    private readonly bool toEnd;

    private PhrasePattern(IReadOnlyList<Step> steps, bool fromStart, bool toEnd) =>
        (this.steps, this.fromStart, this.toEnd) = (steps, fromStart, toEnd);

    /// <summary>Compiles a pattern that has the right form. One that offers words with hyphens, which are several words in
    /// a text, becomes several.</summary>
    internal static IEnumerable<PhrasePattern> Compile(string text, PhraseLanguage language)
    {
        var elements = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        bool isAtStart = elements.Remove("^");
        bool isAtEnd = elements.Remove("$");
        IEnumerable<IReadOnlyList<Step>> ways = [[]];
        foreach (string element in elements)
        {
            var next = Steps(element, language).ToList();
            ways = [.. ways.SelectMany(way => next.Select(steps => (IReadOnlyList<Step>)[.. way, .. steps]))];
        }
        return ways.Select(steps => new PhrasePattern(steps, isAtStart, isAtEnd));
    }

    /// <summary>All places where it stands in a sentence, one from each word on.</summary>
    internal IEnumerable<PhraseMatch> Find(PhraseSentence sentence)
    {
        int last = fromStart ? 0 : sentence.Tokens.Count - 1;
        for (int start = 0; start <= last && start < sentence.Tokens.Count; start++)
        {
            if (Match(sentence, start, 0) is (var end, var words) && end > start)
                yield return new PhraseMatch(start, end, words);
        }
    }

    /// <summary>The end of the match from a place on, and how many of its words the pattern names.</summary>
    private (int End, int Words)? Match(PhraseSentence sentence, int at, int step)
    {
        if (step == steps.Count)
            return !toEnd || at == sentence.Tokens.Count ? (at, 0) : null;
        var wanted = steps[step];
        if (wanted.Kind == StepKind.Gap)
            return MatchGap(sentence, at, step);
        if (at < sentence.Tokens.Count && wanted.Fits(sentence.Tokens[at])
            && Match(sentence, at + 1, step + 1) is (var end, var words))
        {
            return (end, words + 1);
        }
        return wanted.IsOptional ? Match(sentence, at, step + 1) : null;
    }

    private (int End, int Words)? MatchGap(PhraseSentence sentence, int at, int step)
    {
        for (int skipped = 0; skipped <= GapMaxWords && at + skipped <= sentence.Tokens.Count; skipped++)
        {
            if (Match(sentence, at + skipped, step + 1) is { } found)
                return found;
            if (at + skipped == sentence.Tokens.Count || !sentence.Tokens[at + skipped].MayBeSkipped)
                return null;
        }
        return null;
    }

    /// <summary>The ways to meet one element of a pattern.</summary>
    private static IEnumerable<IReadOnlyList<Step>> Steps(string element, PhraseLanguage language)
    {
        if (element == "...")
            return [[new Step(StepKind.Gap, [], IsOptional: false)]];
        if (element.StartsWith('{'))
            return [[new Step(KindOf(element[1..^1]), [], IsOptional: false)]];
        bool isOptional = element.StartsWith('[');
        string bare = isOptional ? element[1..^1] : element;
        var words = bare.Split('|').Select(language.Words).ToLookup(parts => parts.Count == 1);
        var ways = words[false].Select(parts => (IReadOnlyList<Step>)
            [.. parts.Select(part => new Step(StepKind.Word, [part], isOptional))]);
        return words[true].Any()
            ? ways.Prepend([new Step(StepKind.Word, [.. words[true].Select(parts => parts[0])], isOptional)])
            : ways;
    }

    private static StepKind KindOf(string name) => name switch
    {
        "date" => StepKind.Date,
        "period" => StepKind.Period,
        "money" => StepKind.Money,
        _ => StepKind.Number,
    };

    private enum StepKind
    {
        Word,
        Gap,
        Date,
        Period,
        Money,
        Number,
    }

    private sealed record Step(StepKind Kind, IReadOnlyList<string> Words, bool IsOptional)
    {
        internal bool Fits(PhraseToken token) => Kind switch
        {
            StepKind.Date => token.Date is not null,
            StepKind.Period => token.PeriodDays is not null,
            StepKind.Money => token.Amount is not null,
            StepKind.Number => token.Number is not null,
            _ => token.IsWord && Words.Any(word => word.EndsWith('*')
                ? token.Text.StartsWith(word.AsSpan(0, word.Length - 1), StringComparison.Ordinal)
                : token.Text == word),
        };
    }
}

/// <summary>Where a pattern stands in a sentence.</summary>
/// <param name="Start">The first token.</param>
/// <param name="End">The one after the last.</param>
/// <param name="Words">How many of them the pattern names.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PhraseMatch(int Start, int End, int Words)
{
    internal bool Overlaps(PhraseMatch other) => Start < other.End && other.Start < End;

    internal bool Covers(int token) => token >= Start && token < End;
}

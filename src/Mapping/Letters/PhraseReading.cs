using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>A phrase that was found and counts.</summary>
/// <param name="Phrase">Which.</param>
/// <param name="Sentence">Where.</param>
/// <param name="Match">At which words.</param>
internal sealed record PhraseHit(PhraseConfig Phrase, PhraseSentence Sentence, PhraseMatch Match)
{
    /// <summary>The first date in the phrase, else the first one after it.</summary>
    internal DateOnly? Date => First(token => token.Date);

    /// <summary>The first span of time in it or after it.</summary>
    internal int? PeriodDays => First(token => token.PeriodDays);

    private T? First<T>(Func<PhraseToken, T?> part)
        where T : struct => Sentence.Tokens.Skip(Match.Start).Select(part).FirstOrDefault(value => value is not null);
}

/// <summary>What was found in one text in one language.</summary>
/// <param name="Language">The language.</param>
/// <param name="Hits">The phrases that count.</param>
/// <param name="ReasonNumbers">Numbers of ISO reasons behind their label.</param>
/// <param name="DueDates">Due dates.</param>
/// <param name="Questions">Sentences that ask something.</param>
/// <param name="Understood">Those of them that a phrase explains.</param>
internal sealed record PhraseReading(
    string Language, IReadOnlyList<PhraseHit> Hits, IReadOnlyList<ReasonUnfilled> ReasonNumbers,
    IReadOnlyList<DateOnly> DueDates,
    IReadOnlyList<string> Questions, IReadOnlyList<string> Understood)
{
    internal static PhraseReading Of(string text, PhraseLanguage language, DateOnly today)
    {
        var hits = new List<PhraseHit>();
        var reasons = new List<ReasonUnfilled>();
        var dueDates = new List<DateOnly>();
        var (questions, understood) = (new List<string>(), new List<string>());
        foreach (var sentence in PhraseText.Read(text, language, today))
        {
            var counted = Find(sentence, language);
            hits.AddRange(counted.Where(hit => hit.Phrase.Verb != PhraseVerb.Nothing));
            reasons.AddRange(Reasons(WithoutColons(sentence), language));
            dueDates.AddRange(DueDatesIn(WithoutColons(sentence), language));
            if (sentence.IsQuestion)
                (counted.Any(hit => hit.Phrase.InQuestions) ? understood : questions).Add(sentence.Raw);
        }
        return new PhraseReading(
            language.Code, hits, [.. reasons.Distinct()], [.. dueDates.Distinct()], questions, understood);
    }

    /// <summary>The longest phrases that do not overlap, without those that the rest of the sentence takes back.</summary>
    private static List<PhraseHit> Find(PhraseSentence sentence, PhraseLanguage language)
    {
        var all = language.Phrases
            .SelectMany(entry => entry.Patterns.SelectMany(pattern => pattern.Find(sentence))
                .Select(match => new PhraseHit(entry.Phrase, sentence, match)))
            .OrderByDescending(hit => hit.Match.Words);
        var taken = new List<PhraseHit>();
        foreach (var hit in all.Where(hit => !taken.Any(before => before.Match.Overlaps(hit.Match))))
            taken.Add(hit);
        bool isQuestion = sentence.IsQuestion || Stands(language.Questions, sentence, taken).Any();
        return [.. taken.Where(hit => Counts(hit, taken, language, isQuestion))];
    }

    private static bool Counts(PhraseHit hit, List<PhraseHit> taken, PhraseLanguage language, bool isQuestion)
    {
        var sentence = hit.Sentence;
        if (hit.Phrase.Verb == PhraseVerb.Nothing)
            return true;
        if (isQuestion && !hit.Phrase.InQuestions)
            return false;
        var (from, to) = Clause(hit);
        bool IsFree(int at) => !taken.Any(other => other.Match.Covers(at));
        bool isNegated = Enumerable.Range(from, to - from).Any(at => sentence.Tokens[at].IsNegation && IsFree(at));
        bool isOnlyWhen = Stands(language.Times, sentence, taken).Any(m => m.Start >= from && m.Start < hit.Match.Start);
        // "If you accept a charge" is the very form of a condition.
        bool isDoubted = hit.Phrase.Verb != PhraseVerb.Conditional && Stands(language.Doubts, sentence, taken).Any();
        return !isNegated && !isOnlyWhen && !isDoubted;
    }

    /// <summary>Where words stand that belong to no phrase.</summary>
    private static IEnumerable<PhraseMatch> Stands(
        IReadOnlyList<PhrasePattern> patterns, PhraseSentence sentence, List<PhraseHit> taken) => patterns
            .SelectMany(pattern => pattern.Find(sentence))
            .Where(match => !taken.Any(hit => hit.Match.Overlaps(match)));

    private static (int From, int To) Clause(PhraseHit hit)
    {
        var tokens = hit.Sentence.Tokens;
        int from = hit.Match.Start;
        while (from > 0 && !tokens[from - 1].EndsClause)
            from--;
        int to = hit.Match.End;
        while (to < tokens.Count && !tokens[to].EndsClause)
            to++;
        return (from, to);
    }

    /// <summary>"Due date: 4 May" is one thing.</summary>
    private static PhraseSentence WithoutColons(PhraseSentence sentence) =>
        sentence with { Tokens = [.. sentence.Tokens.Where(token => token.Text != ":")] };

    private static IEnumerable<ReasonUnfilled> Reasons(PhraseSentence sentence, PhraseLanguage language) =>
        language.ReasonNumbers.SelectMany(pattern => pattern.Find(sentence))
            .Where(match => match.End == sentence.Tokens.Count && !sentence.IsQuestion)
            .Select(match => (ReasonUnfilled)(sentence.Tokens[match.End - 1].Number ?? 0))
            .Where(Enum.IsDefined);

    private static IEnumerable<DateOnly> DueDatesIn(PhraseSentence sentence, PhraseLanguage language) =>
        language.DueDates.SelectMany(pattern => pattern.Find(sentence))
            .Select(match => sentence.Tokens.Take(match.End).Skip(match.Start)
                .First(token => token.Date is not null).Date!.Value);
}

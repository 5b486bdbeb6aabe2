namespace ResourceSharing.Mapping.Locate;

/// <summary>One search that was made.</summary>
/// <param name="Query">What was asked.</param>
/// <param name="Text">As it was sent, for people.</param>
/// <param name="Reply">What came.</param>
public sealed record AskedQuery(LocateQuery Query, string Text, CatalogueReply Reply);

/// <summary>
/// From what a catalogue has answered to whether the library holds what is wanted. The answer is no only when
/// every search was answered whole and nothing in it is what is wanted; every doubt makes it unknown.
/// </summary>
public static class LocateDecision
{
    /// <summary>Decides. Never throws.</summary>
    /// <param name="question">What is wanted.</param>
    /// <param name="holdingCode">
    /// Institution, library, collection or location that it must be at; null when any place will do.
    /// </param>
    /// <param name="asked">The searches that were made, in order.</param>
    /// <param name="thisYear">The current year, for holdings that leave out the most recent ones.</param>
    public static LocateVerdict Decide(
        LocateQuestion question, string? holdingCode, IReadOnlyList<AskedQuery> asked, int thisYear)
    {
        var evidence = new List<LocateEvidence>();
        if (asked.Count == 0)
            evidence.Add(new LocateEvidence.Failed(null, "no number and no title that this catalogue can be searched by"));
        var verdicts = asked.Select(one => new RecordJudge(question, holdingCode, thisYear, evidence).Judge(one)).ToArray();
        var reason = verdicts.Length == 0 ? LocateReason.NothingToAsk : Strongest(verdicts);
        return new LocateVerdict(OutcomeOf(reason), reason, Limited(evidence));
    }

    /// <summary>What a reason means.</summary>
    public static LocateOutcome OutcomeOf(LocateReason reason) => reason switch
    {
        LocateReason.Held => LocateOutcome.Owned,
        LocateReason.NoHits or LocateReason.NoMatch or LocateReason.NotAtHoldingCode or LocateReason.OutsideCoverage =>
            LocateOutcome.NotOwned,
        _ => LocateOutcome.Unknown,
    };

    /// <summary>
    /// One yes is enough; one doubt makes it unknown; of several ways to say no the one that came closest.
    /// </summary>
    internal static LocateReason Strongest(IReadOnlyCollection<LocateReason> reasons)
    {
        var owned = reasons.Where(reason => OutcomeOf(reason) == LocateOutcome.Owned);
        var unknown = reasons.Where(reason => OutcomeOf(reason) == LocateOutcome.Unknown);
        return owned.Concat(unknown).Concat(reasons.OrderDescending()).First();
    }

    private static IReadOnlyList<LocateEvidence> Limited(List<LocateEvidence> evidence) =>
        evidence.Count <= LocateLimits.MaxEvidence
            ? evidence
            : [.. evidence.Take(LocateLimits.MaxEvidence - 1),
                new LocateEvidence.LeftOut(evidence.Count - LocateLimits.MaxEvidence + 1)];
}

/// <summary>Judges one search, and writes down what it finds.</summary>
internal sealed class RecordJudge(
    LocateQuestion question, string? holdingCode, int thisYear, List<LocateEvidence> evidence)
{
    public LocateReason Judge(AskedQuery asked)
    {
        if (asked.Reply is CatalogueReply.Failed failed)
        {
            evidence.Add(new LocateEvidence.Failed(Cut(asked.Text), Cut(failed.Detail)));
            return failed.Reason;
        }

        var answer = (CatalogueReply.Answered)asked.Reply;
        evidence.Add(new LocateEvidence.Asked(Cut(asked.Text), answer.Hits, answer.Records.Count, answer.Unreadable));
        evidence.AddRange(answer.Diagnostics.Select(text => new LocateEvidence.Diagnostic(Cut(text))));
        var reasons = answer.Records.Select(record => JudgeRecord(record, asked.Query)).ToArray();
        return LocateDecision.Strongest([.. reasons, Completeness(answer)]);
    }

    /// <summary>What the answer as a whole allows to say when none of its records is the right one.</summary>
    private static LocateReason Completeness(CatalogueReply.Answered answer)
    {
        if (answer.Diagnostics.Count > 0)
            return LocateReason.Diagnostic;
        if (answer.Hits is not { } hits)
            return LocateReason.HitsNotSaid;
        if (answer.Unreadable > 0 || (hits > 0 && answer.Records.Count == 0))
            return LocateReason.UnreadableRecords;
        return hits > answer.Records.Count ? LocateReason.TooManyHits : LocateReason.NoHits;
    }

    private LocateReason JudgeRecord(CatalogueRecord record, LocateQuery query)
    {
        var match = RecordMatch.Of(record.Marc, question, query);
        if (match.DiffersIn is { } differs)
        {
            evidence.Add(new LocateEvidence.Differed(match.RecordId, match.Title, match.Years, match.ByNumber, differs));
            // A record with the very number is meant for a person: one of the two is wrong, and we cannot know which.
            return match.ByNumber ? LocateReason.RecordDiffers : LocateReason.NoMatch;
        }

        evidence.Add(new LocateEvidence.Matched(match.RecordId, match.Title, match.Years, match.ByNumber));
        return JudgeHoldings(record);
    }

    private LocateReason JudgeHoldings(CatalogueRecord record)
    {
        if (record.Holdings.Count == 0 && holdingCode is not null)
            return LocateReason.HoldingsNotSaid;
        bool here = holdingCode is null && record.Holdings.Count == 0;
        var statements = new List<string>();
        foreach (var holding in record.Holdings)
        {
            string[] places = [.. holding.Places.Select(place => Cut(place))];
            if (holdingCode is not null && !holding.Places.Contains(holdingCode, StringComparer.OrdinalIgnoreCase))
            {
                evidence.Add(new LocateEvidence.Elsewhere(places));
                continue;
            }

            here = true;
            var callNumber = holding.CallNumber is { } number ? Cut(number) : null;
            evidence.Add(new LocateEvidence.Held(
                holding.Kind, places, callNumber, holding.Availability, holding.IsRestricted));
            statements.AddRange(holding.Coverage);
        }

        return here ? JudgeCoverage(statements) : LocateReason.NotAtHoldingCode;
    }

    /// <summary>For a part of a journal: one statement that contains it is enough, and all must exclude
    /// it.</summary>
    private LocateReason JudgeCoverage(List<string> statements)
    {
        if (!question.IsSerial || (question.Year is null && question.Volume is null))
            return LocateReason.Held;
        var verdicts = new List<CoverageVerdict>();
        foreach (string statement in statements)
        {
            var verdict = CoverageStatement.Judge(Cut(statement), question.Year, question.Volume, thisYear);
            verdicts.Add(verdict);
            evidence.Add(new LocateEvidence.Coverage(Cut(statement), verdict));
        }

        if (verdicts.Contains(CoverageVerdict.Contains))
            return LocateReason.Held;
        return verdicts.Count == 0 || verdicts.Contains(CoverageVerdict.NotReadable)
            ? LocateReason.CoverageNotSaid : LocateReason.OutsideCoverage;
    }

    private static string Cut(string text) => LocateLimits.Cut(text);
}

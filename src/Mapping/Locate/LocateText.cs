using System.Globalization;
using System.Text;
using ResourceSharing.Mapping.Marc;

namespace ResourceSharing.Mapping.Locate;

/// <summary>Answers in plain words, one line for each piece of evidence, for staff and for a request's
/// history.</summary>
public static class LocateText
{
    /// <summary>The answer in words; lines end with \n.</summary>
    public static string Explain(LocateAnswer answer)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{answer.Target}: {Words(answer.Outcome)}, {Words(answer.Reason)}\n");
        foreach (var piece in answer.Evidence)
            text.Append("  ").Append(Words(piece)).Append('\n');
        return text.ToString();
    }

    /// <summary>The outcome in words.</summary>
    public static string Words(LocateOutcome outcome) => outcome switch
    {
        LocateOutcome.Owned => "owned",
        LocateOutcome.NotOwned => "not owned",
        LocateOutcome.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    /// <summary>The reason in words.</summary>
    public static string Words(LocateReason reason) => reason switch
    {
        LocateReason.Held => "it is held",
        LocateReason.NoHits => "nothing was found",
        LocateReason.NoMatch => "what was found is something else",
        LocateReason.NotAtHoldingCode => "held, but not at the library that lends",
        LocateReason.OutsideCoverage => "the journal is held, but not this year or volume",
        LocateReason.TimedOut => "no answer in time",
        LocateReason.Unreachable => "no connection",
        LocateReason.Refused => "the server does not let us search",
        LocateReason.Garbage => "what came is no answer",
        LocateReason.Diagnostic => "the server could not do what was asked",
        LocateReason.TooManyHits => "more was found than was looked at",
        LocateReason.HitsNotSaid => "the server does not say how much it found",
        LocateReason.UnreadableRecords => "the records could not be read",
        LocateReason.RecordDiffers => "a record has the same number, and another title or year",
        LocateReason.HoldingsNotSaid => "found, but it does not say where it is held",
        LocateReason.CoverageNotSaid => "the journal is held, but it does not say clearly which years and volumes",
        LocateReason.NothingToAsk => "the citation has nothing that this catalogue can be asked for",
        LocateReason.NotConfigured => "the settings of the catalogue are incomplete",
        LocateReason.NotAsked => "there was no time left to ask",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    private static string Words(LocateEvidence evidence) => evidence switch
    {
        LocateEvidence.Asked asked => FormattableString.Invariant(
            $"asked {asked.Query}: {(asked.Hits is { } hits ? hits : "an unknown number of")} hits, {asked.Read} read")
            + (asked.Unreadable > 0 ? FormattableString.Invariant($", {asked.Unreadable} unreadable") : ""),
        LocateEvidence.Failed failed => failed.Query is null ? failed.Detail : $"asked {failed.Query}: {failed.Detail}",
        LocateEvidence.Diagnostic diagnostic => diagnostic.Text,
        LocateEvidence.Matched matched => $"found {Record(matched.Title, matched.RecordId, matched.Years)}"
            + (matched.ByNumber ? " with the number asked for" : ""),
        LocateEvidence.Differed differed => $"not the same {differed.In}: "
            + Record(differed.Title, differed.RecordId, differed.Years)
            + (differed.ByNumber ? ", which has the number asked for" : ""),
        LocateEvidence.Held held => $"held at {Places(held.Places)}"
            + (held.CallNumber is { } number ? $", call number {number}" : "") + Words(held.Availability)
            + (held.IsRestricted ? ", its use is restricted" : ""),
        LocateEvidence.Elsewhere elsewhere => $"elsewhere: {Places(elsewhere.Places)}",
        LocateEvidence.Coverage coverage => $"holdings \"{coverage.Statement}\" {Words(coverage.Verdict)}",
        LocateEvidence.LeftOut leftOut => FormattableString.Invariant($"and {leftOut.Pieces} more"),
        _ => throw new ArgumentOutOfRangeException(nameof(evidence)),
    };

    private static string Words(Availability availability) => availability switch
    {
        Availability.Available => ", available",
        Availability.Unavailable => ", not available now",
        _ => "",
    };

    private static string Words(CoverageVerdict verdict) => verdict switch
    {
        CoverageVerdict.Contains => "contain what is wanted",
        CoverageVerdict.Excludes => "do not contain what is wanted",
        _ => "cannot be read for this question",
    };

    private static string Record(string title, string? id, IReadOnlyList<int> years)
    {
        string text = $"\"{title}\"";
        if (years.Count > 0)
            text += $" ({string.Join(", ", years.Select(y => y.ToString(CultureInfo.InvariantCulture)))})";
        return id is null ? text : $"{text}, record {id}";
    }

    private static string Places(IReadOnlyList<string> places) =>
        places.Count == 0 ? "a place that is not named" : string.Join(", ", places);
}

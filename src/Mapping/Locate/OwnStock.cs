namespace ResourceSharing.Mapping.Locate;

/// <summary>What a search of our own catalogue means for a request that somebody has sent us.</summary>
public enum OwnStockOutcome
{
    /// <summary>Exactly one record is what is wanted, and we hold it.</summary>
    Found = 1,

    /// <summary>Nothing of ours is what is wanted.</summary>
    None = 2,

    /// <summary>More than one record could be it: staff choose.</summary>
    Several = 3,

    /// <summary>Our catalogue did not answer, or not clearly: staff look.</summary>
    Unknown = 4,
}

/// <summary>The lending side of locate: the same answer, read for our own catalogue.</summary>
public static class OwnStock
{
    /// <summary>
    /// The outcome. When more was found than was read, a single match is not known to be the only one, so
    /// that it counts as several.
    /// </summary>
    public static OwnStockOutcome Judge(LocateAnswer answer)
    {
        var records = answer.Evidence.OfType<LocateEvidence.Matched>()
            .Select(match => match.RecordId ?? match.Title).Distinct(StringComparer.Ordinal).Count();
        bool sawAll = answer.Evidence.OfType<LocateEvidence.Asked>().All(asked => asked.Hits <= asked.Read)
            && !answer.Evidence.OfType<LocateEvidence.LeftOut>().Any();
        return answer.Outcome switch
        {
            LocateOutcome.Owned when records == 1 && sawAll => OwnStockOutcome.Found,
            LocateOutcome.Owned => OwnStockOutcome.Several,
            LocateOutcome.NotOwned => OwnStockOutcome.None,
            LocateOutcome.Unknown => OwnStockOutcome.Unknown,
            _ => throw new ArgumentOutOfRangeException(nameof(answer)),
        };
    }
}

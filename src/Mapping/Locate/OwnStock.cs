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

/// <summary>A title of ours that could be what is wanted.</summary>
/// <param name="RecordId">Its control number; null for none.</param>
/// <param name="Title">Its title.</param>
/// <param name="Years">Its years of publication.</param>
/// <param name="Held">What we hold of it; empty when the record does not say.</param>
public sealed record OwnTitle(
    string? RecordId, string Title, IReadOnlyList<int> Years, IReadOnlyList<LocateEvidence.Held> Held);

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
            .Select(KeyOf).Distinct(StringComparer.Ordinal).Count();
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

    /// <summary>The titles that fit, in the order in which they were found, each once. Titles that are held only at another
    /// place than ours are left out.</summary>
    public static IReadOnlyList<OwnTitle> Titles(LocateAnswer answer)
    {
        var found = new List<(LocateEvidence.Matched Match, List<LocateEvidence.Held> Held, bool IsElsewhere)>();
        var current = -1;
        foreach (var piece in answer.Evidence)
        {
            switch (piece)
            {
                case LocateEvidence.Matched match:
                    current = found.FindIndex(one => KeyOf(one.Match) == KeyOf(match));
                    if (current < 0)
                    {
                        current = found.Count;
                        found.Add((match, [], false));
                    }

                    break;
                case LocateEvidence.Held held when current >= 0:
                    found[current].Held.Add(held);
                    break;
                case LocateEvidence.Elsewhere when current >= 0:
                    found[current] = found[current] with { IsElsewhere = true };
                    break;
                case LocateEvidence.Differed or LocateEvidence.Asked or LocateEvidence.Failed:
                    current = -1;
                    break;
            }
        }

        return [.. found.Where(one => one.Held.Count > 0 || !one.IsElsewhere).Take(LocateLimits.MaxTitles)
            .Select(one => new OwnTitle(
                one.Match.RecordId, one.Match.Title, one.Match.Years, [.. one.Held.Distinct()]))];
    }

    private static string KeyOf(LocateEvidence.Matched match) => match.RecordId ?? match.Title;
}

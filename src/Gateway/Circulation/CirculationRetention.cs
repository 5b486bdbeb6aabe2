using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>Forgets who had what, and visitors who are long gone.</summary>
internal static class CirculationRetention
{
    /// <summary>Removes loans that ended, holds that expired, and visitors whose time was over, on a day or before.</summary>
    /// <param name="tables">The records.</param>
    /// <param name="last">The day.</param>
    /// <param name="limit">At most so many of each.</param>
    /// <returns>How many records were removed; 0 when there is nothing left to remove.</returns>
    public static int Forget(ICirculationTables tables, DateOnly last, int limit)
    {
        var loans = tables.FindUpTo<Loan>(CirculationKey.LoanEnd(last), limit);
        foreach (var loan in loans)
        {
            tables.Remove(loan);
        }

        var holds = tables.FindUpTo<Hold>(CirculationKey.HoldEnd(last), limit);
        foreach (var hold in holds)
        {
            tables.Remove(hold);
        }

        var visitors = Gone(tables, last, limit);
        foreach (var visitor in visitors)
        {
            Remove(tables, visitor);
        }

        return loans.Count + holds.Count + visitors.Count;
    }

    // Those who still have something stay in front of the list: behind them are others.
    private static IReadOnlyList<LibraryPatron> Gone(ICirculationTables tables, DateOnly last, int limit)
    {
        for (var many = limit; ; many *= 2)
        {
            var ended = tables.FindUpTo<LibraryPatron>(CirculationKey.VisitorEnd(last), many);
            var gone = ended.Where(visitor => IsGone(tables, visitor)).Take(limit).ToArray();
            if (gone.Length > 0 || ended.Count < many)
            {
                return gone;
            }
        }
    }

    private static bool IsGone(ICirculationTables tables, LibraryPatron visitor) =>
        tables.Count(CirculationKey.Of(CirculationIndex.LoanOfPatron, visitor.Number)) == 0
        && tables.Count(CirculationKey.Of(CirculationIndex.HoldOfPatron, visitor.Number)) == 0;

    private static void Remove(ICirculationTables tables, LibraryPatron visitor)
    {
        foreach (var fee in tables.FindBy<PatronFee>(
            CirculationKey.Of(CirculationIndex.FeeOfPatron, visitor.Number), CirculationLimits.FeesPerPatron))
        {
            tables.Remove(fee);
        }

        tables.Remove(visitor);
    }
}

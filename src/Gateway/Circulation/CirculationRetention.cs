using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>Forgets who had what, and visitors who are long gone.</summary>
internal static class CirculationRetention
{
    /// <summary>Removes loans that ended, and visitors whose time was over, on a day or before.</summary>
    /// <param name="tables">The records.</param>
    /// <param name="last">The day.</param>
    /// <param name="limit">At most so many of either.</param>
    /// <returns>How many records were removed; 0 when there is nothing left to remove.</returns>
    public static int Forget(ICirculationTables tables, DateOnly last, int limit)
    {
        var loans = tables.FindUpTo<Loan>(CirculationKey.LoanEnd(last), limit);
        foreach (var loan in loans)
        {
            tables.Remove(loan);
        }

        var visitors = tables.FindUpTo<LibraryPatron>(CirculationKey.VisitorEnd(last), limit)
            .Where(visitor => IsGone(tables, visitor)).ToArray();
        foreach (var visitor in visitors)
        {
            Remove(tables, visitor);
        }

        return loans.Count + visitors.Length;
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

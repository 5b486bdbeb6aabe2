namespace ResourceSharing.Gateway.Configuration;

/// <summary>Guesses which known name a writer meant.</summary>
internal static class NearestName
{
    private const int MinPrefix = 3;
    private const int MaxListed = 40; // all keys of any section and all steps, but not a thousand partners

    /// <summary>
    /// The known name that is at most two typing errors away (one for names of up to three letters), or that
    /// the given name starts or abbreviates; letter case is no error. Null when nothing is near.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > ConfigLimits.MaxComparedCharacters)
            return null;
        var allowed = name.Length <= MinPrefix ? 1 : 2;
        var ranked = known
            .Where(k => k.Length <= ConfigLimits.MaxComparedCharacters)
            .Select(k => (Name: k, Distance: Distance(Folded(name), Folded(k))))
            .OrderBy(c => c.Distance).ThenBy(c => c.Name, StringComparer.Ordinal)
            .ToList();
        return ranked.Where(c => c.Distance <= allowed).Select(c => c.Name).FirstOrDefault()
            ?? ranked.Where(c => SharePrefix(name, c.Name)).Select(c => c.Name).FirstOrDefault();
    }

    /// <summary>
    /// The end of a message about an unknown name: <c> (did you mean 'x'?)</c>, or the list of what is known.
    /// </summary>
    public static string Hint(string name, IReadOnlyCollection<string> known, string whatIsKnown)
    {
        if (Find(name, known) is { } near)
            return $" (did you mean '{near}'?)";
        if (known.Count == 0)
            return "";
        var more = known.Count > MaxListed ? $" and {known.Count - MaxListed} more" : "";
        return $"; {whatIsKnown} {string.Join(", ", known.Take(MaxListed))}{more}";
    }

    /// <summary>
    /// Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and
    /// swaps of neighbours that turn one text into the other.
    /// </summary>
    internal static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
                rows[i, j] = Cheapest(rows, a, b, i, j);
        }
        return rows[a.Length, b.Length];
    }

    private static int Cheapest(int[,] rows, string a, string b, int i, int j)
    {
        var change = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        var best = Math.Min(change, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
    }

    private static bool SharePrefix(string name, string known) =>
        Math.Min(name.Length, known.Length) >= MinPrefix
        && (known.StartsWith(name, StringComparison.OrdinalIgnoreCase)
            || name.StartsWith(known, StringComparison.OrdinalIgnoreCase));

    private static string Folded(string text) => text.ToLowerInvariant();
}

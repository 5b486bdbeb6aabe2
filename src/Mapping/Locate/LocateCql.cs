using ResourceSharing.Mapping.Sru;

namespace ResourceSharing.Mapping.Locate;

/// <summary>Writes a search in CQL.</summary>
public static class LocateCql
{
    /// <summary>
    /// The query; null when it would be longer than an address can be. Numbers with <c>=</c>, words with
    /// <c>all</c>, since a citation's title is not the catalogue's phrase.
    /// </summary>
    /// <param name="query">What to look for.</param>
    /// <param name="indexes">The server's name of each index that the query uses.</param>
    public static string? Write(LocateQuery query, IReadOnlyDictionary<LocateField, string> indexes)
    {
        var clauses = query.Terms.Select(term => Cql.Clause(
            indexes[term.Field], query.IsByNumber ? "=" : "all", Value(term)));
        string text = query.AnyIsEnough ? Cql.Any(clauses) : Cql.All(clauses);
        return text.Length <= SruLimits.MaxQuery ? text : null;
    }

    /// <summary>Punctuation in words is what servers differ about most, so that it is left out.</summary>
    internal static string Value(LocateTerm term) => term.Field is LocateField.Title or LocateField.Author
        ? Words(term.Value) : term.Value;

    private static string Words(string text) => string.Join(' ', string
        .Concat(text.Select(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || IsMark(c) ? c : ' '))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static bool IsMark(char c) => c is '\'' or '\u2019' or (>= '\u0300' and <= '\u036F');
}

using ResourceSharing.Mapping.Z3950;

namespace ResourceSharing.Mapping.Locate;

/// <summary>Writes a search in reverse Polish notation with Bib-1 attributes.</summary>
public static class LocateRpn
{
    private const int Use = 1;

    /// <summary>The query.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="uses">The use attribute of each field that the query uses.</param>
    /// <param name="forWords">More attributes for title and author, such as structure; may be empty.</param>
    public static RpnQuery Write(
        LocateQuery query, IReadOnlyDictionary<LocateField, int> uses, IReadOnlyList<Bib1Attribute> forWords)
    {
        RpnQuery[] terms = [.. query.Terms.Select(term => (RpnQuery)new RpnQuery.Term(
            [new Bib1Attribute(Use, uses[term.Field]), .. query.IsByNumber ? [] : forWords], LocateCql.Value(term)))];
        return terms.Aggregate((left, right) => query.AnyIsEnough
            ? new RpnQuery.Or(left, right) : new RpnQuery.And(left, right));
    }
}

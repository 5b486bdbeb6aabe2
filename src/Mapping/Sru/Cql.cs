using System.Text;

namespace ResourceSharing.Mapping.Sru;

/// <summary>Writes queries in CQL, the language of SRU. Source: CQL 1.2, "CQL Context Set" for
/// <c>all</c>.</summary>
public static class Cql
{
    /// <summary>
    /// One clause: <c>index = "term"</c>. Quotes and backslashes are escaped, and so are the masks * ? ^,
    /// which a citation never means; control characters become blanks.
    /// </summary>
    public static string Clause(string index, string relation, string term)
    {
        var text = new StringBuilder(index).Append(' ').Append(relation).Append(" \"");
        foreach (char c in term)
        {
            if (c is '"' or '\\' or '*' or '?' or '^')
                text.Append('\\');
            text.Append(char.IsControl(c) ? ' ' : c);
        }

        return text.Append('"').ToString();
    }

    /// <summary>Clauses of which one is enough.</summary>
    public static string Any(IEnumerable<string> clauses) => string.Join(" or ", clauses);

    /// <summary>Clauses that all have to hold.</summary>
    public static string All(IEnumerable<string> clauses) => string.Join(" and ", clauses);
}

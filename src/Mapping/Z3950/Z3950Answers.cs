using ResourceSharing.Mapping.Marc;

namespace ResourceSharing.Mapping.Z3950;

/// <summary>What a target sends: a closed set.</summary>
public abstract record Z3950Answer
{
    private Z3950Answer()
    {
    }

    /// <summary>InitializeResponse.</summary>
    /// <param name="Accepted">May we go on?</param>
    /// <param name="Target">What the target calls itself; for people.</param>
    public sealed record Init(bool Accepted, string Target) : Z3950Answer;

    /// <summary>SearchResponse.</summary>
    /// <param name="Succeeded">The search was carried out.</param>
    /// <param name="Hits">Records found.</param>
    /// <param name="Diagnostics">Why it failed, mostly.</param>
    public sealed record Search(
        bool Succeeded, long Hits, IReadOnlyList<Z3950Diagnostic> Diagnostics) : Z3950Answer;

    /// <summary>PresentResponse.</summary>
    /// <param name="Records">Records in the order of the result set.</param>
    /// <param name="Diagnostics">Diagnostics that stand for all records.</param>
    public sealed record Present(
        IReadOnlyList<Z3950Record> Records, IReadOnlyList<Z3950Diagnostic> Diagnostics) : Z3950Answer;

    /// <summary>Close: the target ends the association.</summary>
    /// <param name="Reason">The number of the reason; 0 finished, 1 shutdown, 2 system problem, ...</param>
    /// <param name="Information">What the target says about it.</param>
    public sealed record Close(long Reason, string Information) : Z3950Answer;

    /// <summary>Nothing that belongs here.</summary>
    /// <param name="Fault">What is wrong, for an operator.</param>
    public sealed record Garbage(string Fault) : Z3950Answer;
}

/// <summary>One record of a PresentResponse: a closed set.</summary>
public abstract record Z3950Record
{
    private Z3950Record()
    {
    }

    /// <summary>A record that could be read.</summary>
    /// <param name="Marc">The bibliographic part.</param>
    /// <param name="Holdings">Holdings that stood around it; empty for a plain MARC record.</param>
    public sealed record Read(MarcRecord Marc, IReadOnlyList<Holding> Holdings) : Z3950Record;

    /// <summary>A record of another form (SUTRS), or a damaged one.</summary>
    /// <param name="Fault">What is wrong with it.</param>
    public sealed record Unreadable(string Fault) : Z3950Record;

    /// <summary>A diagnostic in the record's place.</summary>
    /// <param name="Diagnostic">It.</param>
    public sealed record Refused(Z3950Diagnostic Diagnostic) : Z3950Record;
}

/// <summary>A diagnostic of the set Bib-1.</summary>
/// <param name="Condition">Its number.</param>
/// <param name="Information">What it is about; may be empty.</param>
public sealed record Z3950Diagnostic(long Condition, string Information)
{
    /// <summary>True when another record syntax may help: 227, 238 and 239.</summary>
    public bool IsAboutSyntax => Condition is 227 or 238 or 239;

    /// <summary>On one line, for people.</summary>
    public override string ToString()
    {
        string text = FormattableString.Invariant($"diagnostic {Condition}");
        if (Meaning.Length > 0)
            text += $": {Meaning}";
        return Information.Length > 0 ? $"{text} ({Information})" : text;
    }

    private string Meaning => Condition switch
    {
        1 => "permanent system error",
        2 => "temporary system error",
        3 => "unsupported search",
        12 => "too many records retrieved",
        13 => "present request out of range",
        14 => "system error in presenting records",
        31 => "resources exhausted, no results available",
        108 => "malformed query",
        109 => "database unavailable",
        113 => "unsupported attribute type",
        114 => "unsupported use attribute",
        117 => "unsupported relation attribute",
        118 => "unsupported structure attribute",
        120 => "unsupported truncation attribute",
        123 => "unsupported attribute combination",
        125 => "malformed search term",
        235 => "database does not exist",
        236 => "access to the database denied",
        227 or 238 or 239 => "record syntax not available",
        1010 => "invalid user or password",
        1011 => "too many sessions for this user",
        _ => "",
    };
}

using ResourceSharing.Mapping.Marc;

namespace ResourceSharing.Mapping.Sru;

/// <summary>What a server said: a closed set.</summary>
public abstract record SruReading
{
    private SruReading()
    {
    }

    /// <summary>It was an answer to a search.</summary>
    /// <param name="Response">The answer; it may consist of diagnostics only.</param>
    public sealed record Answered(SruResponse Response) : SruReading;

    /// <summary>It was something else.</summary>
    /// <param name="Fault">What, for an operator.</param>
    public sealed record Garbage(string Fault) : SruReading;
}

/// <summary>A searchRetrieveResponse.</summary>
public sealed record SruResponse
{
    /// <summary>
    /// Records found; null when the server does not say, or says that it only guesses (resultCountPrecision
    /// of 2.0).
    /// </summary>
    public required long? Hits { get; init; }

    /// <summary>The records that could be read as MARC, in the server's order.</summary>
    public required IReadOnlyList<MarcRecord> Records { get; init; }

    /// <summary>How many records came and could not be read.</summary>
    public required int Unreadable { get; init; }

    /// <summary>Diagnostics, those of the answer and those that stand in a record's place.</summary>
    public required IReadOnlyList<SruDiagnostic> Diagnostics { get; init; }
}

/// <summary>Something that the server could not do.</summary>
/// <param name="Uri">Its identifier: <c>info:srw/diagnostic/1/</c> and a number, mostly.</param>
/// <param name="Details">What it is about; may be empty.</param>
/// <param name="Message">Text; may be empty.</param>
public sealed record SruDiagnostic(string Uri, string Details, string Message)
{
    private const string Standard = "info:srw/diagnostic/1/";

    /// <summary>The number in the standard list; null for a diagnostic of another one.</summary>
    public int? Number => Uri.StartsWith(Standard, StringComparison.Ordinal)
        && int.TryParse(Uri.AsSpan(Standard.Length), System.Globalization.NumberStyles.None, null, out int number)
            ? number : null;

    /// <summary>On one line, for people.</summary>
    public override string ToString() =>
        string.Join(": ", new[] { Number is { } number ? $"diagnostic {number}" : Uri, Meaning, Details }
            .Where(part => part.Length > 0));

    private string Meaning => Message.Length > 0 ? Message : Number switch
    {
        1 => "general system error",
        2 => "system temporarily unavailable",
        3 => "authentication error",
        4 => "unsupported operation",
        5 => "unsupported version",
        6 => "unsupported parameter value",
        7 => "mandatory parameter not supplied",
        8 => "unsupported parameter",
        10 => "query syntax error",
        16 => "unsupported index",
        18 or 22 => "unsupported combination in the query",
        27 => "empty term",
        60 => "too many records found",
        61 => "first record position out of range",
        64 or 65 => "record not available",
        66 or 67 => "unknown or unavailable schema",
        71 => "unsupported record packing",
        _ => "",
    };
}

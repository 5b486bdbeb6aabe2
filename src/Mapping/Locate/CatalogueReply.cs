using ResourceSharing.Mapping.Marc;
using ResourceSharing.Mapping.Sru;
using ResourceSharing.Mapping.Z3950;

namespace ResourceSharing.Mapping.Locate;

/// <summary>What one search has brought, whichever protocol carried it: a closed set.</summary>
public abstract record CatalogueReply
{
    private CatalogueReply()
    {
    }

    /// <summary>The catalogue has answered.</summary>
    public sealed record Answered : CatalogueReply
    {
        /// <summary>Records found; null when the catalogue does not say for sure.</summary>
        public required long? Hits { get; init; }

        /// <summary>The records that were fetched and could be read.</summary>
        public required IReadOnlyList<CatalogueRecord> Records { get; init; }

        /// <summary>Records that were fetched and could not be read.</summary>
        public int Unreadable { get; init; }

        /// <summary>What the catalogue could not do, in words.</summary>
        public IReadOnlyList<string> Diagnostics { get; init; } = [];
    }

    /// <summary>There is no answer.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Detail">More about it, for people; without secrets.</param>
    public sealed record Failed(LocateReason Reason, string Detail) : CatalogueReply;

    /// <summary>
    /// An SRU answer. A server that finds nothing and complains that record 1 of 0 does not exist (diagnostic
    /// 61) has said that it found nothing.
    /// </summary>
    public static CatalogueReply From(SruReading reading) => reading switch
    {
        SruReading.Garbage garbage => new Failed(LocateReason.Garbage, garbage.Fault),
        SruReading.Answered { Response: var response } => new Answered
        {
            Hits = response.Hits,
            Records = [.. response.Records.Select(CatalogueRecord.Of)],
            Unreadable = response.Unreadable,
            Diagnostics = [.. response.Diagnostics
                .Where(d => d.Number != 61 || response.Hits != 0).Select(d => d.ToString())],
        },
        _ => throw new ArgumentOutOfRangeException(nameof(reading)),
    };

    /// <summary>A Z39.50 search and the records presented of it.</summary>
    public static CatalogueReply From(
        Z3950Answer.Search search, IReadOnlyList<Z3950Record> records, IReadOnlyList<Z3950Diagnostic> diagnostics)
    {
        var refused = records.OfType<Z3950Record.Refused>().Select(record => record.Diagnostic);
        string[] complaints = [.. search.Diagnostics.Concat(diagnostics).Concat(refused)
            .Take(Z3950Limits.MaxDiagnostics).Select(diagnostic => diagnostic.ToString())];
        return new Answered
        {
            Hits = search.Succeeded ? search.Hits : null,
            Records = [.. records.OfType<Z3950Record.Read>()
                .Select(record => new CatalogueRecord(record.Marc, record.Holdings))],
            Unreadable = records.OfType<Z3950Record.Unreadable>().Count(),
            Diagnostics = search.Succeeded || complaints.Length > 0 ? complaints : ["the search failed without a diagnostic"],
        };
    }
}

/// <summary>A record and what is said about holdings.</summary>
/// <param name="Marc">The record.</param>
/// <param name="Holdings">Holdings inside and around it.</param>
public sealed record CatalogueRecord(MarcRecord Marc, IReadOnlyList<Holding> Holdings)
{
    /// <summary>A record whose holdings, if any, stand in itself.</summary>
    public static CatalogueRecord Of(MarcRecord marc) => new(marc, MarcHoldings.Of(marc));
}

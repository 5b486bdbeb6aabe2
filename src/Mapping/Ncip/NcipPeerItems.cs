using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>The numbers of items and records, and what they are called.</summary>
internal static class NcipPeerItems
{
    /// <summary>Caption of the first level of a serial's enumeration.</summary>
    public const string Volume = "Volume";

    /// <summary>Caption of the second one.</summary>
    public const string Issue = "Issue";

    /// <summary>The list that numbers without a name come from.</summary>
    public const string Unnamed = "unnamed";

    private const string Isbn = "ISBN";
    private const string Issn = "ISSN";
    private const string Doi = "DOI";
    private const string Oclc = "OCLC";
    private const string Lccn = "LCCN";
    private const string PubMed = "PubMed";
    private const int ShortChars = 40;

    /// <summary>A number in the field that it belongs to, unless that has one.</summary>
    public static Citation With(Citation citation, string system, string number) => system.ToUpperInvariant() switch
    {
        "ISBN" => citation with { Isbn = citation.Isbn ?? number },
        "ISSN" => citation with { Issn = citation.Issn ?? number },
        "DOI" => citation with { Doi = citation.Doi ?? number },
        "OCLC" => citation with { OclcNumber = citation.OclcNumber ?? number },
        "LCCN" => citation with { LccNumber = citation.LccNumber ?? number },
        "PUBMED" => citation with { PubMedId = citation.PubMedId ?? number },
        _ => WithSystem(citation, system.Length == 0 ? Unnamed : system, number),
    };

    /// <summary>The numbers by which a thing is known whatever library has it.</summary>
    public static IEnumerable<NcipBibliographicItemId> ItemsOf(Citation citation)
    {
        (string Code, string? Number)[] all = [(Isbn, citation.Isbn), (Issn, citation.Issn), (Doi, citation.Doi)];
        return all.Where(one => !string.IsNullOrWhiteSpace(one.Number))
            .Select(one => new NcipBibliographicItemId { Identifier = one.Number, Code = one.Code });
    }

    /// <summary>The numbers of records.</summary>
    public static IEnumerable<NcipBibliographicRecordId> RecordsOf(Citation citation)
    {
        (string Code, string? Number)[] all =
            [(Oclc, citation.OclcNumber), (Lccn, citation.LccNumber), (PubMed, citation.PubMedId)];
        return all.Where(one => !string.IsNullOrWhiteSpace(one.Number))
            .Concat(citation.SystemNumbers.Select(one => (one.System, (string?)one.Number)))
            .Select(one => new NcipBibliographicRecordId { Identifier = one.Item2, Code = one.Item1 });
    }

    /// <summary>The item of which only the request's number is known.</summary>
    public static NcipItemId OfRequest(NcipRequestId request) => new()
    {
        AgencyId = request.AgencyId, IdentifierType = NcipValues.IllRequestId, Value = request.Value,
    };

    /// <summary>Whether an item is only the request's number once more.</summary>
    public static bool IsNumberOfRequest(NcipItemId item, NcipRequestId? request) =>
        item.IdentifierType?.Is(NcipValues.IllRequestId) == true
        || (request?.Value is { } number && NcipCode.Plain(number) == NcipCode.Plain(item.Value ?? ""));

    /// <summary>The beginning of a text that a peer sent, for a report.</summary>
    public static string Short(string text) => text.Length <= ShortChars ? text : text[..ShortChars];

    private static Citation WithSystem(Citation citation, string system, string number) =>
        citation.SystemNumbers.Any(one => one.System == system && one.Number == number)
            ? citation
            : citation with { SystemNumbers = [.. citation.SystemNumbers, new SystemNumber(system, number)] };
}

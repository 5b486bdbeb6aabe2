using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.Locate;

/// <summary>How a catalogue is searched.</summary>
public enum CatalogueKind
{
    /// <summary>SRU over HTTP or HTTPS.</summary>
    Sru,

    /// <summary>Z39.50 over TCP, for catalogues that have no SRU.</summary>
    Z3950,
}

/// <summary>Form of the records of a Z39.50 target.</summary>
public enum CatalogueRecordSyntax
{
    /// <summary>MARC 21 with holdings around it; MARC 21 alone when the target has no such records.</summary>
    Opac,

    /// <summary>MARC 21 alone.</summary>
    Marc21,
}

/// <summary>
/// The catalogue in which it is looked up whether a library holds what is wanted. Without it nobody is asked,
/// and the answer is unknown.
/// </summary>
public sealed record LocateTargetSettings
{
    /// <summary>How the catalogue is searched.</summary>
    public required CatalogueKind Kind { get; init; }

    /// <summary>Address of the SRU server, with its database in the path; only with kind sru.</summary>
    public Uri? Url { get; init; }

    /// <summary>Version of SRU: "1.1", "1.2" or "2.0"; in quotes, since it is a text.</summary>
    [RegularExpression(@"^(1\.1|1\.2|2\.0)$", ErrorMessage = "\"1.1\", \"1.2\" or \"2.0\"")]
    public string Version { get; init; } = "1.2";

    /// <summary>Record schema that the SRU server is asked for. It has to be MARC in XML.</summary>
    [MinLength(1), MaxLength(200)]
    public string RecordSchema { get; init; } = "marcxml";

    /// <summary>
    /// Whether the SRU server is asked for records as XML. Turn it off for servers that refuse the parameter;
    /// records that come as text are read all the same.
    /// </summary>
    public bool AskForXmlPacking { get; init; } = true;

    /// <summary>Host of the Z39.50 server; only with kind z3950.</summary>
    [MinLength(1), MaxLength(253)]
    public string? Host { get; init; }

    /// <summary>TCP port of the Z39.50 server.</summary>
    [Range(1, 65535)]
    public int Port { get; init; } = 210;

    /// <summary>Database of the Z39.50 server.</summary>
    [MinLength(1), MaxLength(100)]
    public string Database { get; init; } = "Default";

    /// <summary>Form of the records of the Z39.50 server.</summary>
    public CatalogueRecordSyntax RecordSyntax { get; init; } = CatalogueRecordSyntax.Opac;

    /// <summary>User name, for servers that want one.</summary>
    [MinLength(1), MaxLength(200)]
    public string? Username { get; init; }

    /// <summary>Where the password is kept: env:NAME or file:PATH.</summary>
    public SecretReference? Password { get; init; }

    /// <summary>Group that a Z39.50 server wants beside the user name.</summary>
    [MaxLength(200)]
    public string Group { get; init; } = "";

    /// <summary>
    /// Whether the Z39.50 server wants user name and password as one text (open authentication) instead of
    /// apart.
    /// </summary>
    public bool OpenAuthentication { get; init; }

    /// <summary>
    /// Library that lends: a match counts only when it is held there. A code or name of an institution,
    /// library, collection or location, as the catalogue's holdings write it; upper and lower case are the
    /// same.
    /// </summary>
    [MinLength(1), MaxLength(100)]
    public string? HoldingCode { get; init; }

    /// <summary>How long all searches of one question may take together.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Records that are looked at for each search.</summary>
    [Range(1, 50)]
    public int MaxRecords { get; init; } = 10;

    /// <summary>Names of the indexes of an SRU server; its explain record lists them.</summary>
    public LocateIndexes Indexes { get; init; } = new();

    /// <summary>Use attributes (Bib-1, type 1) of a Z39.50 server.</summary>
    public LocateAttributes Attributes { get; init; } = new();

    /// <summary>For people: what is searched, and where the item has to be held.</summary>
    public string Describe()
    {
        var port = Port.ToString(CultureInfo.InvariantCulture);
        var what = Kind == CatalogueKind.Sru ? $"SRU at {Url}" : $"Z39.50 at {Host}:{port}, database {Database}";
        return HoldingCode is null ? what : $"{what}; it has to be held at {HoldingCode}";
    }
}

/// <summary>Names of the indexes of an SRU server. Alma's begin with alma: alma.isbn, alma.issn,
/// alma.title.</summary>
public sealed record LocateIndexes
{
    private const string Form = "^[A-Za-z_][A-Za-z0-9_.-]{0,99}$";
    private const string FormText = "the name of an index, for example bath.isbn";

    /// <summary>Index of ISBN.</summary>
    [RegularExpression(Form, ErrorMessage = FormText)]
    public string Isbn { get; init; } = "bath.isbn";

    /// <summary>Index of ISSN.</summary>
    [RegularExpression(Form, ErrorMessage = FormText)]
    public string Issn { get; init; } = "bath.issn";

    /// <summary>Index of OCLC numbers; they are not asked for when it is left out.</summary>
    [RegularExpression(Form, ErrorMessage = FormText)]
    public string? Oclc { get; init; }

    /// <summary>Index of titles.</summary>
    [RegularExpression(Form, ErrorMessage = FormText)]
    public string Title { get; init; } = "dc.title";

    /// <summary>Index of authors.</summary>
    [RegularExpression(Form, ErrorMessage = FormText)]
    public string Author { get; init; } = "dc.creator";
}

/// <summary>Use attributes of a Z39.50 server, and what it needs beside them.</summary>
public sealed record LocateAttributes
{
    /// <summary>Use attribute of ISBN.</summary>
    [Range(1, 9999)]
    public int Isbn { get; init; } = 7;

    /// <summary>Use attribute of ISSN.</summary>
    [Range(1, 9999)]
    public int Issn { get; init; } = 8;

    /// <summary>Use attribute of OCLC numbers; they are not asked for when it is left out.</summary>
    [Range(1, 9999)]
    public int? Oclc { get; init; }

    /// <summary>Use attribute of titles.</summary>
    [Range(1, 9999)]
    public int Title { get; init; } = 4;

    /// <summary>Use attribute of authors.</summary>
    [Range(1, 9999)]
    public int Author { get; init; } = 1003;

    /// <summary>Structure attribute (type 4) of title and author, for servers that want one: 1 phrase, 2
    /// word, 6 word list.
    /// </summary>
    [Range(1, 9999)]
    public int? Structure { get; init; }

    /// <summary>Truncation attribute (type 5) of title and author, for servers that want one: 1 right, 100
    /// none.</summary>
    [Range(1, 9999)]
    public int? Truncation { get; init; }
}

/// <summary>A catalogue to ask.</summary>
/// <param name="Code">Code of the partner, or of our own library; the answer carries it.</param>
/// <param name="Settings">How it is searched.</param>
public sealed record LocateTarget(string Code, LocateTargetSettings Settings);

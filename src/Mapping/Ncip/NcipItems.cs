namespace ResourceSharing.Mapping.Ncip;

/// <summary>What the item is: <c>BibliographicDescription</c>.</summary>
public sealed record NcipBibliographicDescription
{
    /// <summary>The author.</summary>
    public string? Author { get; init; }

    /// <summary>The author of the article or chapter.</summary>
    public string? AuthorOfComponent { get; init; }

    /// <summary>ISBN, ISSN and their like; the schemas but one allow one.</summary>
    public WireList<NcipBibliographicItemId> ItemIds { get; init; } = [];

    /// <summary>Numbers of records; version 1 allows one.</summary>
    public WireList<NcipBibliographicRecordId> RecordIds { get; init; } = [];

    /// <summary>The number of a part.</summary>
    public NcipComponentId? ComponentId { get; init; }

    /// <summary>The edition.</summary>
    public string? Edition { get; init; }

    /// <summary>The pages.</summary>
    public string? Pagination { get; init; }

    /// <summary>Where it was published.</summary>
    public string? PlaceOfPublication { get; init; }

    /// <summary>When; not a date but a text. ILLiad puts the number of pieces here.</summary>
    public string? PublicationDate { get; init; }

    /// <summary>When the article or chapter was published.</summary>
    public string? PublicationDateOfComponent { get; init; }

    /// <summary>The publisher. ILLiad puts the lending library here.</summary>
    public string? Publisher { get; init; }

    /// <summary>Series and number in it.</summary>
    public string? SeriesTitleNumber { get; init; }

    /// <summary>The title.</summary>
    public string? Title { get; init; }

    /// <summary>The title of the article or chapter.</summary>
    public string? TitleOfComponent { get; init; }

    /// <summary>Monograph, serial.</summary>
    public NcipCode? BibliographicLevel { get; init; }

    /// <summary>The body behind it.</summary>
    public string? SponsoringBody { get; init; }

    /// <summary>The format of a file.</summary>
    public NcipCode? ElectronicDataFormatType { get; init; }

    /// <summary>The language.</summary>
    public NcipCode? Language { get; init; }

    /// <summary>The kind of thing: book, CD.</summary>
    public NcipCode? MediumType { get; init; }
}

/// <summary>The number of a part: <c>ComponentId</c>.</summary>
public sealed record NcipComponentId
{
    /// <summary>What it is, like SICI.</summary>
    public NcipCode? IdentifierType { get; init; }

    /// <summary>The number.</summary>
    public string? Identifier { get; init; }
}

/// <summary>What is told of an item: <c>ItemOptionalFields</c>.</summary>
public sealed record NcipItemOptionalFields
{
    /// <summary>What the item is.</summary>
    public NcipBibliographicDescription? BibliographicDescription { get; init; }

    /// <summary>How it may be used.</summary>
    public WireList<NcipCode> ItemUseRestrictionTypes { get; init; } = [];

    /// <summary>Where it is in its circulation.</summary>
    public NcipCode? CirculationStatus { get; init; }

    /// <summary>How many wait for it.</summary>
    public int? HoldQueueLength { get; init; }

    /// <summary>Call number and copy.</summary>
    public NcipItemDescription? ItemDescription { get; init; }

    /// <summary>Where it is.</summary>
    public WireList<NcipLocation> Locations { get; init; } = [];

    /// <summary>The state it is in.</summary>
    public NcipPhysicalCondition? PhysicalCondition { get; init; }

    /// <summary>The file that it is.</summary>
    public NcipElectronicResource? ElectronicResource { get; init; }

    /// <summary>The kind of marker in it.</summary>
    public NcipCode? SecurityMarker { get; init; }

    /// <summary>Whether it can be sensitized.</summary>
    public bool SensitizationFlag { get; init; }

    /// <summary>When it is due; from 2.02 on.</summary>
    public NcipDate? DateDue { get; init; }

    /// <summary>What the schema has no place for.</summary>
    public WireList<NcipExtra> Ext { get; init; } = [];
}

/// <summary>The copy: <c>ItemDescription</c>.</summary>
public sealed record NcipItemDescription
{
    /// <summary>The number on the item; version 1 alone.</summary>
    public NcipItemId? VisibleItemId { get; init; }

    /// <summary>The call number.</summary>
    public string? CallNumber { get; init; }

    /// <summary>The number of the copy.</summary>
    public string? CopyNumber { get; init; }

    /// <summary>What is described: item, bibliographic item.</summary>
    public NcipCode? ItemDescriptionLevel { get; init; }

    /// <summary>Which volumes.</summary>
    public NcipHoldingsInformation? HoldingsInformation { get; init; }

    /// <summary>Of how many pieces it is.</summary>
    public int? NumberOfPieces { get; init; }
}

/// <summary>Which volumes: <c>HoldingsInformation</c>. One of the two is there.</summary>
public sealed record NcipHoldingsInformation
{
    /// <summary>In parts.</summary>
    public WireList<NcipStructuredHoldings> Structured { get; init; } = [];

    /// <summary>In words.</summary>
    public string? Unstructured { get; init; }
}

/// <summary>One statement of volumes: <c>StructuredHoldingsData</c>.</summary>
public sealed record NcipStructuredHoldings
{
    /// <summary>Volume, issue.</summary>
    public WireList<NcipHoldingsLevel> Enumeration { get; init; } = [];

    /// <summary>Year, month.</summary>
    public WireList<NcipHoldingsLevel> Chronology { get; init; } = [];
}

/// <summary>One level of an enumeration or chronology.</summary>
public sealed record NcipHoldingsLevel
{
    /// <summary>Which level; null where a caption says it.</summary>
    public int? Level { get; init; }

    /// <summary>Its name, like <c>vol.</c>.</summary>
    public string? Caption { get; init; }

    /// <summary>Its value.</summary>
    public string? Value { get; init; }
}

/// <summary>Where an item is: <c>Location</c>.</summary>
public sealed record NcipLocation
{
    /// <summary>Current, permanent, temporary.</summary>
    public NcipCode? LocationType { get; init; }

    /// <summary>The name, level by level.</summary>
    public WireList<NcipLocationName> Names { get; init; } = [];

    /// <summary>From when on.</summary>
    public NcipDate? ValidFromDate { get; init; }

    /// <summary>Until when.</summary>
    public NcipDate? ValidToDate { get; init; }
}

/// <summary>One level of the name of a location.</summary>
public sealed record NcipLocationName
{
    /// <summary>1 is the widest.</summary>
    public int? Level { get; init; }

    /// <summary>The name.</summary>
    public string? Value { get; init; }
}

/// <summary>The state an item is in: <c>PhysicalCondition</c>.</summary>
public sealed record NcipPhysicalCondition
{
    /// <summary>The state.</summary>
    public NcipCode? Type { get; init; }

    /// <summary>In words.</summary>
    public string? Details { get; init; }
}

/// <summary>A file: <c>ElectronicResource</c>.</summary>
public sealed record NcipElectronicResource
{
    /// <summary>Its format, where the file itself is here.</summary>
    public NcipCode? DataFormatType { get; init; }

    /// <summary>The file itself.</summary>
    public string? ActualResource { get; init; }

    /// <summary>Where it is.</summary>
    public string? ReferenceToResource { get; init; }
}

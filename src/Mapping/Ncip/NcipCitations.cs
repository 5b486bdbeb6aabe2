using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>What a thing is, in NCIP and here.</summary>
internal static class NcipCitations
{
    private const string Isbn = "ISBN";
    private const string Issn = "ISSN";
    private const string Doi = "DOI";
    private const string Oclc = "OCLC";
    private const string Lccn = "LCCN";
    private const string Description = "BibliographicDescription";

    private static readonly Citation Empty = new() { SystemNumbers = [], Languages = [] };

    /// <summary>Reads what stands in a description and in the numbers beside it.</summary>
    public static Citation Read(
        NcipBibliographicDescription? description, IEnumerable<NcipBibliographicId> numbers, NcipMapping mapping)
    {
        var citation = description is null ? new Citation() : Read(description, mapping);
        foreach (var number in numbers)
        {
            if (number.Item is { } item)
                citation = With(citation, item, mapping);
            if (number.Record is { } record)
                citation = With(citation, record, mapping);
        }

        return citation;
    }

    /// <summary>Whether anything is known of it.</summary>
    public static bool IsEmpty(Citation citation) => citation with { SystemNumbers = [], Languages = [] } == Empty
        && citation.SystemNumbers.Count == 0 && citation.Languages.Count == 0;

    /// <summary>The description of a thing; null where nothing is known. The numbers of its record come first where they
    /// are not written elsewhere.</summary>
    public static NcipBibliographicDescription? Write(Citation citation, bool hasNumbers, NcipMapping mapping)
    {
        Lose(citation, mapping);
        var numbers = hasNumbers ? Numbers(citation, mapping) : [];
        var description = new NcipBibliographicDescription
        {
            Author = citation.Author, AuthorOfComponent = citation.ArticleAuthor,
            ItemIds = new([.. numbers.Where(number => number.Item is not null).Select(number => number.Item!).Take(1)]),
            RecordIds = new([.. numbers.Where(number => number.Record is not null).Select(number => number.Record!)
                .Take(mapping.Version == NcipVersion.V1 ? 1 : NcipLimits.MaxRepeats)]),
            Edition = citation.Edition, Pagination = citation.Pages, PlaceOfPublication = citation.PlaceOfPublication,
            PublicationDate = citation.PublicationDate, PublicationDateOfComponent = citation.IssueDate,
            Publisher = citation.Publisher, SeriesTitleNumber = citation.Series, Title = citation.Title,
            TitleOfComponent = citation.ArticleTitle, SponsoringBody = citation.SponsoringBody,
            BibliographicLevel = Code(citation.ItemType is { } level ? NcipWords.Levels.Write(level) : null),
            Language = Code(citation.Languages.Count > 0 ? citation.Languages[0] : null),
            MediumType = Code(citation.Medium is { } medium ? NcipWords.Media.Write(medium) : null),
        };
        if (numbers.Count > description.ItemIds.Count + description.RecordIds.Count)
            mapping.Dropped("Citation.Numbers", "a description has one number of the publication");
        return description == new NcipBibliographicDescription() ? null : description;
    }

    /// <summary>The numbers by which a thing is known.</summary>
    public static IReadOnlyList<NcipBibliographicId> Numbers(Citation citation, NcipMapping mapping)
    {
        var numbers = new List<NcipBibliographicId>();
        AddItem(citation.Isbn, Isbn);
        AddItem(citation.Issn, Issn);
        AddItem(citation.Doi, Doi);
        AddRecord(citation.OclcNumber, Oclc);
        AddRecord(citation.LccNumber, Lccn);
        foreach (var system in citation.SystemNumbers)
        {
            AddRecord(system.Number, system.System);
            if (system.Database is not null)
                mapping.Dropped("Citation.SystemNumbers.Database", "NCIP names the system alone");
        }

        return numbers;

        void AddItem(string? number, string code)
        {
            if (number is not null)
                numbers.Add(new() { Item = new() { Identifier = number, Code = code } });
        }

        void AddRecord(string? number, string code)
        {
            if (number is not null)
                numbers.Add(new() { Record = new() { Identifier = number, Code = code } });
        }
    }

    private static NcipCode? Code(string? value) => value is null ? null : new NcipCode(value);

    private static Citation Read(NcipBibliographicDescription from, NcipMapping mapping)
    {
        mapping.Unused($"{Description}/ComponentId", from.ComponentId is not null);
        mapping.Unused($"{Description}/ElectronicDataFormatType", from.ElectronicDataFormatType is not null);
        var medium = NcipWords.Media.Read(from.MediumType, mapping.Aliases);
        var level = NcipWords.Levels.Read(from.BibliographicLevel, mapping.Aliases);
        mapping.Unused($"{Description}/MediumType", from.MediumType is not null && medium is null, "on no list");
        mapping.Unused($"{Description}/BibliographicLevel", from.BibliographicLevel is not null && level is null, "on no list");
        var citation = new Citation
        {
            ItemType = level, Medium = medium,
            Title = Text(from.Title, nameof(from.Title)), Author = Text(from.Author, nameof(from.Author)),
            ArticleTitle = Text(from.TitleOfComponent, nameof(from.TitleOfComponent)),
            ArticleAuthor = Text(from.AuthorOfComponent, nameof(from.AuthorOfComponent)),
            SponsoringBody = Text(from.SponsoringBody, nameof(from.SponsoringBody)),
            Publisher = Text(from.Publisher, nameof(from.Publisher)),
            PlaceOfPublication = Text(from.PlaceOfPublication, nameof(from.PlaceOfPublication)),
            PublicationDate = Text(from.PublicationDate, nameof(from.PublicationDate)),
            IssueDate = Text(from.PublicationDateOfComponent, nameof(from.PublicationDateOfComponent)),
            Edition = Text(from.Edition, nameof(from.Edition)), Pages = Text(from.Pagination, nameof(from.Pagination)),
            Series = Text(from.SeriesTitleNumber, nameof(from.SeriesTitleNumber)),
            Languages = Text(from.Language?.Value, nameof(from.Language)) is { } language ? [language] : [],
        };
        foreach (var item in mapping.Some(from.ItemIds, $"{Description}/BibliographicItemId"))
            citation = With(citation, item, mapping);
        foreach (var record in mapping.Some(from.RecordIds, $"{Description}/BibliographicRecordId"))
            citation = With(citation, record, mapping);
        return citation;

        string? Text(string? text, string element) => mapping.Text(text, $"{Description}/{element}");
    }

    private static Citation With(Citation citation, NcipBibliographicItemId number, NcipMapping mapping)
    {
        if (mapping.Text(number.Identifier, "BibliographicItemIdentifier") is not { } value)
            return citation;
        return mapping.Aliases.Meaning("BibliographicItemIdentifierCode", number.Code)?.ToUpperInvariant() switch
        {
            Isbn when citation.Isbn is null || citation.Isbn == value => citation with { Isbn = value },
            Issn when citation.Issn is null || citation.Issn == value => citation with { Issn = value },
            Doi when citation.Doi is null || citation.Doi == value => citation with { Doi = value },
            _ when citation.OtherNumbers is null || citation.OtherNumbers == value => citation with { OtherNumbers = value },
            _ => Lost(citation),
        };

        Citation Lost(Citation kept)
        {
            mapping.Dropped($"{mapping.Service}/BibliographicItemIdentifier", "more numbers than a citation has");
            return kept;
        }
    }

    private static Citation With(Citation citation, NcipBibliographicRecordId number, NcipMapping mapping)
    {
        if (mapping.Text(number.Identifier, "BibliographicRecordIdentifier") is not { } value)
            return citation;
        var system = mapping.Aliases.Meaning("BibliographicRecordIdentifierCode", number.Code);
        if (Oclc.Equals(system, StringComparison.OrdinalIgnoreCase) && (citation.OclcNumber ?? value) == value)
            return citation with { OclcNumber = value };
        if (Lccn.Equals(system, StringComparison.OrdinalIgnoreCase) && (citation.LccNumber ?? value) == value)
            return citation with { LccNumber = value };
        var known = new SystemNumber(system ?? mapping.Text(number.AgencyId, "AgencyId") ?? "", value);
        return citation.SystemNumbers.Contains(known) || citation.SystemNumbers.Count >= NcipLimits.MaxRepeats
            ? citation : citation with { SystemNumbers = [.. citation.SystemNumbers, known] };
    }

    private static void Lose(Citation citation, NcipMapping mapping)
    {
        Lost(nameof(citation.Subtitle), citation.Subtitle is not null);
        Lost(nameof(citation.ThisEditionOnly), citation.ThisEditionOnly);
        Lost(nameof(citation.Volume), citation.Volume is not null);
        Lost(nameof(citation.Issue), citation.Issue is not null);
        Lost(nameof(citation.VolumeAndIssue), citation.VolumeAndIssue is not null);
        Lost(nameof(citation.PubMedId), citation.PubMedId is not null);
        Lost(nameof(citation.OtherNumbers), citation.OtherNumbers is not null);
        Lost(nameof(citation.VerificationSource), citation.VerificationSource is not null);
        Lost(nameof(citation.UniformTitle), citation.UniformTitle is not null);
        Lost(nameof(citation.Languages), citation.Languages.Count > 1);
        Lost(nameof(citation.Medium), citation.Medium is { } medium && NcipWords.Media.Write(medium) is null);

        void Lost(string field, bool isThere)
        {
            if (isThere)
                mapping.Dropped($"Citation.{field}", "a description of NCIP has no place for it");
        }
    }
}

using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>What is known of an item, in NCIP and here.</summary>
internal static class NcipItemRecords
{
    private const string Current = "Current";

    /// <summary>What a message wants to be told of the item.</summary>
    public static ItemParts PartsOf(NcipInitiation asked, NcipAliases aliases)
    {
        var parts = ItemParts.None;
        foreach (var code in asked.ItemElementTypes)
            parts |= NcipWords.ItemPartTypes.Read(code, aliases) ?? ItemParts.None;
        return parts;
    }

    /// <summary>What is known, as far as it is wanted. A due date belongs to the status.</summary>
    public static NcipItemOptionalFields Write(ItemRecord record, ItemParts parts, NcipMapping mapping) => new()
    {
        BibliographicDescription = parts.HasFlag(ItemParts.Description) && record.Citation is { } citation
            ? NcipCitations.Write(citation, hasNumbers: true, mapping) : null,
        ItemUseRestrictionTypes = parts.HasFlag(ItemParts.Restrictions)
            ? new([.. record.Restrictions.Select(text => (NcipCode)text)]) : [],
        CirculationStatus = parts.HasFlag(ItemParts.Status) && record.Status is { } status
            && NcipWords.ItemStatuses.Write(status) is { } word ? new NcipCode(word) : null,
        HoldQueueLength = parts.HasFlag(ItemParts.QueueLength) ? record.QueueLength : null,
        ItemDescription = parts.HasFlag(ItemParts.CallNumber) && (record.CallNumber is not null || record.Pieces is not null)
            ? new() { CallNumber = record.CallNumber, NumberOfPieces = record.Pieces } : null,
        Locations = parts.HasFlag(ItemParts.Location) && record.Location is { } place
            ? [new NcipLocation { LocationType = Current, Names = [new NcipLocationName { Level = 1, Value = place }] }] : [],
        DateDue = parts.HasFlag(ItemParts.Status) ? NcipMapping.Date(record.DueAt) : null,
    };

    /// <summary>Reads what is told of an item; null where nothing is.</summary>
    public static ItemRecord? Read(NcipItemOptionalFields? from, string? barcode, NcipMapping mapping)
    {
        if (from is null)
            return null;
        var citation = NcipCitations.Read(from.BibliographicDescription, [], mapping);
        var names = from.Locations.Count > 0 ? from.Locations[0].Names : [];
        return new ItemRecord
        {
            Barcode = barcode, Citation = NcipCitations.IsEmpty(citation) ? null : citation,
            CallNumber = mapping.Text(from.ItemDescription?.CallNumber, "CallNumber"),
            Pieces = from.ItemDescription?.NumberOfPieces,
            Location = mapping.Text(string.Join(", ", names.OrderBy(name => name.Level ?? 0).Select(name => name.Value)),
                "Location"),
            Status = from.CirculationStatus is null
                ? null : NcipWords.ItemStatuses.Read(from.CirculationStatus, mapping.Aliases) ?? ItemStatus.Unknown,
            QueueLength = from.HoldQueueLength, DueAt = mapping.Time(from.DateDue),
            Restrictions = [.. mapping.Some(from.ItemUseRestrictionTypes, "ItemUseRestrictionType")
                .Select(type => mapping.Text(type, "ItemUseRestrictionType")).OfType<string>()],
        };
    }
}

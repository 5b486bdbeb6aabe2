using System.Globalization;

namespace ResourceSharing.Mapping.Marc;

/// <summary>
/// Holdings inside a record: Alma's availability fields AVA, AVE and AVD, else 852 with the textual holdings
/// 866 to 868 and the items 876 to 878. Sources: Alma SRU documentation; MARC 21 Format for Holdings Data.
/// </summary>
public static class MarcHoldings
{
    /// <summary>
    /// All holdings of a record. Alma repeats its own 852 in AVA, so that the fields 852 only count in a
    /// record without availability fields.
    /// </summary>
    public static IReadOnlyList<Holding> Of(MarcRecord record)
    {
        var availability = record.Fields.Select(FromAvailability).OfType<Holding>().ToArray();
        return availability.Length > 0 ? availability : [.. FromLocations(record)];
    }

    private static Holding? FromAvailability(MarcField field) => field.Tag switch
    {
        "AVA" => new Holding
        {
            Kind = HoldingKind.Physical,
            Places = Places(field, "abjqc"),
            CallNumber = field.First('d'),
            Availability = field.First('e') switch
            {
                "available" => Availability.Available,
                "unavailable" => Availability.Unavailable,
                _ => Availability.NotSaid,
            },
            Items = Count(field.First('f')),
            Coverage = Coverage(field, "vt"),
        },
        "AVE" => new Holding
        {
            Kind = HoldingKind.Electronic,
            Places = Places(field, "ablmt"),
            Availability = field.First('e') is { } status && status.StartsWith("Available", Ignore)
                ? Availability.Available : Availability.NotSaid,
            Coverage = Coverage(field, "s"),
        },
        "AVD" => new Holding
        {
            Kind = HoldingKind.Digital,
            Places = Places(field, "ae"),
            Availability = Availability.Available,
        },
        _ => null,
    };

    /// <summary>
    /// Each 852 takes what follows it up to the next one; $8 links are not followed, since records in
    /// bibliographic context keep that order. An item's $h is its restriction of use.
    /// </summary>
    private static IEnumerable<Holding> FromLocations(MarcRecord record)
    {
        var before = new List<MarcField>();
        MarcField? location = null;
        foreach (var field in record.Fields.Where(f => f.Tag == "852" || IsStatement(f) || IsItem(f)))
        {
            if (field.Tag != "852")
            {
                before.Add(field);
                continue;
            }

            if (location is not null)
            {
                yield return FromLocation(location, before);
                before.Clear();
            }

            location = field;
        }

        if (location is not null || before.Count > 0)
            yield return FromLocation(location, before);
    }

    private static Holding FromLocation(MarcField? location, List<MarcField> others)
    {
        var items = others.Where(IsItem).ToArray();
        return new Holding
        {
            Kind = HoldingKind.Physical,
            Places = location is null
                ? [.. items.SelectMany(item => item.All('l'))] : Places(location, "abc"),
            CallNumber = location?.Joined("khijlm"),
            IsRestricted = items.Length > 0 && items.All(item => !string.IsNullOrWhiteSpace(item.First('h'))),
            Items = items.Length == 0 ? null : items.Length,
            Coverage = [.. others.Where(IsStatement).Select(field => field.First('a')).OfType<string>()],
        };
    }

    private const StringComparison Ignore = StringComparison.OrdinalIgnoreCase;

    private static bool IsStatement(MarcField field) => field.Tag is "866" or "867" or "868";

    private static bool IsItem(MarcField field) => field.Tag is "876" or "877" or "878";

    private static string[] Places(MarcField field, string codes) =>
        [.. codes.SelectMany(code => field.All(code)).Distinct(StringComparer.Ordinal)];

    private static string[] Coverage(MarcField field, string codes) =>
        [.. codes.SelectMany(code => field.All(code))];

    private static int? Count(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : null;
}

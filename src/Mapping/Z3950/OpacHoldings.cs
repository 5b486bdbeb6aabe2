using ResourceSharing.Mapping.Marc;

namespace ResourceSharing.Mapping.Z3950;

/// <summary>
/// The holdings of an OPAC record: HoldingsAndCircData, or MARC holdings records. Source: Z39.50-1995, record
/// syntax OPAC.
/// </summary>
internal static class OpacHoldings
{
    private const int MarcHoldingsRecord = 1;
    private const int HoldingsAndCircData = 2;

    public static IReadOnlyList<Holding> Read(BerNode opac)
    {
        if (opac.Find(2) is not { } list)
            return [];
        var holdings = new List<Holding>();
        foreach (var holding in list.Children().Take(Z3950Limits.MaxHoldings))
        {
            if (holding.Tag.Number == HoldingsAndCircData)
                holdings.Add(ReadData(holding));
            else if (holding.Tag.Number == MarcHoldingsRecord
                && Z3950Reader.HoldingsRecord(holding) is { } record)
                holdings.AddRange(MarcHoldings.Of(record));
        }

        return holdings;
    }

    private static Holding ReadData(BerNode data)
    {
        var circulation = data.Find(19)?.Children().ToArray() ?? [];
        string[] places = [.. Texts(data, 8, 9, 10), .. circulation.SelectMany(item => Texts(item, 10))];
        return new Holding
        {
            Kind = HoldingKind.Physical,
            Places = [.. places.Distinct(StringComparer.Ordinal)],
            CallNumber = Texts(data, 11).FirstOrDefault(),
            Availability = AvailabilityOf(circulation),
            IsRestricted = circulation.Length > 0 && circulation.All(item => Texts(item, 4).Any()),
            Items = circulation.Length == 0 ? null : circulation.Length,
            Coverage = [.. Texts(data, 17), .. Volumes(data)],
        };
    }

    private static Availability AvailabilityOf(BerNode[] circulation)
    {
        var said = circulation.Select(item => item.Find(1)).OfType<BerNode>().ToArray();
        if (said.Length == 0)
            return Availability.NotSaid;
        return said.Any(availableNow => availableNow.Truth()) ? Availability.Available : Availability.Unavailable;
    }

    private static IEnumerable<string> Volumes(BerNode data) =>
        (data.Find(18)?.Children() ?? []).Select(volume => string.Join(' ', Texts(volume, 1, 2, 3)))
        .Where(text => text.Length > 0);

    private static IEnumerable<string> Texts(BerNode node, params int[] tags) =>
        tags.Select(tag => node.Find(tag)?.Text()).OfType<string>().Where(text => text.Length > 0);
}

using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>Who is next for an item.</summary>
internal static class HoldQueue
{
    /// <summary>Those that wait for an item or for any copy of its title, the longest waiting first; the item is free.</summary>
    public static IReadOnlyList<Hold> Waiting(ICirculationTables tables, LibraryItem item) =>
    [
        .. tables.FindBy<Hold>(CirculationKey.Of(CirculationIndex.HoldOfItem, item.Number))
            .Concat(item.Temporary is null ? ForTitle(tables, item.Citation) : [])
            .Where(hold => hold.Status == HoldStatus.InProcess).OrderBy(hold => hold.Number),
    ];

    /// <summary>Those that wait for any copy, the longest waiting first.</summary>
    public static IReadOnlyList<Hold> ForTitle(ICirculationTables tables, Citation citation) =>
    [
        .. CirculationKey.Titles(CirculationIndex.HoldOfTitle, citation)
            .SelectMany(key => tables.FindBy<Hold>(key)).DistinctBy(hold => hold.Number).OrderBy(hold => hold.Number),
    ];

    /// <summary>The place of a hold in its queue, from 1.</summary>
    public static int Position(ICirculationTables tables, Hold hold)
    {
        var others = hold.Item is { } item
            ? tables.FindBy<Hold>(CirculationKey.Of(CirculationIndex.HoldOfItem, item))
            : ForTitle(tables, hold.Citation);
        return 1 + others.Count(other => other.Number < hold.Number);
    }

    /// <summary>Puts an item that is free now on the hold shelf for the next one.</summary>
    /// <returns>The hold; null when nobody waits.</returns>
    public static Hold? GiveToNext(CirculationCase the, LibraryItem item, bool isOnShelf)
    {
        if (Waiting(the.Tables, item) is not [var next, ..])
        {
            return null;
        }

        var given = next with
        {
            Item = item.Number,
            Status = isOnShelf ? HoldStatus.AvailableForPickup : HoldStatus.InProcess,
            PickupUntil = isOnShelf ? next.PickupUntil ?? the.Today.AddDays(the.Terms.House.HoldShelfDays) : next.PickupUntil,
        };
        the.Tables.Update(given);
        return given;
    }

    /// <summary>Whoever had an item that goes to somebody else waits again.</summary>
    public static void Displace(ICirculationTables tables, Hold hold) => tables.Update(hold with
    {
        Status = HoldStatus.InProcess, Item = hold.IsAnyCopy ? null : hold.Item,
    });
}

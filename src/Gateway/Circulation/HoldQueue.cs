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

    /// <summary>Gives an item to the next one when somebody has given it up, if it is ours and free now.</summary>
    /// <param name="tables">The records.</param>
    /// <param name="item">The item; null for none.</param>
    /// <param name="shelfUntil">As for <see cref="GiveToNext"/>.</param>
    public static void Release(ICirculationTables tables, LibraryItem? item, DateOnly? shelfUntil)
    {
        var isFree = item is { Temporary: null }
            && tables.Count(CirculationKey.Of(CirculationIndex.LoanOfItem, item.Number)) == 0
            && tables.FindBy<Hold>(CirculationKey.Of(CirculationIndex.HoldOfItem, item.Number))
                .All(other => other.Status != HoldStatus.AvailableForPickup);
        if (isFree)
        {
            GiveToNext(tables, item!, shelfUntil);
        }
    }

    /// <summary>Puts an item that is free now on the hold shelf for the next one.</summary>
    /// <param name="tables">The records.</param>
    /// <param name="item">The item.</param>
    /// <param name="shelfUntil">The last day to fetch it, where the hold says none; null for an item that is not on the hold
    /// shelf yet.</param>
    /// <returns>The hold; null when nobody waits.</returns>
    public static Hold? GiveToNext(ICirculationTables tables, LibraryItem item, DateOnly? shelfUntil)
    {
        if (Waiting(tables, item) is not [var next, ..])
        {
            return null;
        }

        var given = next with
        {
            Item = item.Number,
            Status = shelfUntil is null ? HoldStatus.InProcess : HoldStatus.AvailableForPickup,
            PickupUntil = next.PickupUntil ?? shelfUntil,
        };
        tables.Update(given);
        return given;
    }

    /// <summary>Whoever had an item that goes to somebody else waits again.</summary>
    public static void Displace(ICirculationTables tables, Hold hold) => tables.Update(hold with
    {
        Status = HoldStatus.InProcess, Item = hold.IsAnyCopy ? null : hold.Item,
    });
}

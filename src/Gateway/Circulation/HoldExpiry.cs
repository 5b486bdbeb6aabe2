using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>Ends holds that nobody fetched in time, or that came to nothing while they were of use.</summary>
internal static class HoldExpiry
{
    /// <summary>Ends holds whose last day was before today. What is ours leaves the hold shelf for the next one who waits, or
    /// for its place; what came from elsewhere waits to be sent back.</summary>
    /// <param name="tables">The records.</param>
    /// <param name="today">Today.</param>
    /// <param name="shelfUntil">The last day to fetch what is put on the hold shelf today.</param>
    /// <param name="limit">At most so many.</param>
    /// <returns>How many have ended; 0 when none is left to end.</returns>
    public static int Expire(ICirculationTables tables, DateOnly today, DateOnly shelfUntil, int limit)
    {
        var late = tables.FindUpTo<Hold>(CirculationKey.HoldDue(today.AddDays(-1)), limit);
        foreach (var hold in late)
        {
            var item = hold.Item is { } number ? tables.Find<LibraryItem>(number) : null;
            tables.Update(hold with
            {
                Status = HoldStatus.Expired, ExpiredOn = today, Item = item?.Temporary is null ? null : item.Number,
            });
            HoldQueue.Release(tables, item, hold.Status == HoldStatus.AvailableForPickup ? shelfUntil : null);
        }

        return late.Count;
    }
}

using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.Canonical.CirculationAnswer;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>Tells of items and requests.</summary>
internal static class LookupDesk
{
    /// <summary>LookupItem.</summary>
    public static CirculationAnswer Item(CirculationCase the)
    {
        if (the.FindItem() is not { } item)
        {
            return the.NoItem();
        }

        var (parts, loan, holds) = (the.Command.ItemParts, the.LoanOf(item), the.HoldsOf(item));
        var borrower = parts.HasFlag(ItemParts.Borrower) && loan is not null && the.IsOfPartner(loan.Partner)
            ? the.Patron(loan.Patron) : null;
        return new Done
        {
            Item = Named(the, item),
            Request = the.Command.Request,
            ItemRecord = Told(item, loan, holds, parts),
            DueAt = parts.HasFlag(ItemParts.Status) ? loan?.DueAt : null,
            Borrower = borrower?.Record.Ids.FirstOrNone(),
            Requesters = parts.HasFlag(ItemParts.Requesters)
                ? [.. holds.Where(hold => the.IsOfPartner(hold.Partner))
                    .Select(hold => the.Patron(hold.Patron)?.Record.Ids.FirstOrNone()).OfType<PatronId>()]
                : [],
            IsTemporaryItem = item.Temporary is not null,
        };
    }

    /// <summary>LookupRequest: a hold, an item that came, or a loan.</summary>
    public static CirculationAnswer Request(CirculationCase the)
    {
        if (the.Command.Request is not { } request)
        {
            return new Refused(CirculationFault.NeededDataMissing, "No request is named.", CirculationField.Request);
        }

        var hold = the.HoldOf(request);
        var loan = the.LoansOf(request).FirstOrDefault(known => known.EndedAt is null);
        var item = (hold?.Item ?? loan?.Item) is { } number ? the.Tables.Find<LibraryItem>(number)
            : the.ItemsOf(request).FirstOrNone();
        if (hold is null && loan is null && item is null)
        {
            return new Refused(CirculationFault.UnknownRequest, "No request has this number.", CirculationField.Request);
        }

        var patron = (hold?.Patron ?? loan?.Patron ?? item?.Temporary?.Patron) is { } owner ? the.Patron(owner) : null;
        return new Done
        {
            Request = request,
            Item = item is null ? null : new CirculationItemId(item.Barcode),
            Patron = the.Named(patron),
            PatronRecord = patron is null ? null : PatronRules.Told(patron.Record, the.Command.PatronParts),
            ItemRecord = item is null ? null
                : Told(item, the.LoanOf(item), the.HoldsOf(item), the.Command.ItemParts),
            DueAt = loan?.DueAt,
            RenewalCount = loan?.RenewalCount,
            HoldStatus = hold?.Status,
            QueuePosition = hold is null ? null : HoldQueue.Position(the.Tables, hold),
            RequestType = hold?.Type,
            IsAnyCopy = hold?.IsAnyCopy,
            PickupLocation = hold?.PickupLocation,
            PickupUntil = hold?.PickupUntil,
            IsTemporaryItem = item?.Temporary is not null,
        };
    }

    /// <summary>How an item stands. Pure.</summary>
    public static ItemStatus StatusOf(LibraryItem item, Loan? loan, IReadOnlyList<Hold> holds) =>
        loan is not null ? loan.IsRecalled ? ItemStatus.Recalled : ItemStatus.OnLoan
        : item.Condition is { } condition ? condition
        : item.Temporary?.ReturnedAt is not null ? ItemStatus.InTransit
        : holds.Any(hold => hold.Status == HoldStatus.AvailableForPickup) ? ItemStatus.AvailableForPickup
        : item.Temporary is not null || holds.Count > 0 ? ItemStatus.InProcess
        : ItemStatus.AvailableOnShelf;

    /// <summary>What of an item is told.</summary>
    public static ItemRecord? Told(LibraryItem item, Loan? loan, IReadOnlyList<Hold> holds, ItemParts parts) =>
        (parts & ~(ItemParts.Borrower | ItemParts.Requesters)) == ItemParts.None ? null : new ItemRecord
        {
            Barcode = item.Barcode,
            Citation = parts.HasFlag(ItemParts.Description) ? item.Citation : null,
            Pieces = parts.HasFlag(ItemParts.Description) ? item.Pieces : null,
            CallNumber = parts.HasFlag(ItemParts.CallNumber) ? item.CallNumber : null,
            Location = parts.HasFlag(ItemParts.Location) ? item.AwayAt ?? item.Location : null,
            Status = parts.HasFlag(ItemParts.Status) ? StatusOf(item, loan, holds) : null,
            DueAt = parts.HasFlag(ItemParts.Status) ? loan?.DueAt : null,
            QueueLength = parts.HasFlag(ItemParts.QueueLength)
                ? holds.Count(hold => hold.Status != HoldStatus.AvailableForPickup) : null,
            Restrictions = parts.HasFlag(ItemParts.Restrictions) ? item.Restrictions : [],
        };

    /// <summary>The item as an answer names it: a barcode, or as it was asked for.</summary>
    public static CirculationItemId Named(CirculationCase the, LibraryItem item) =>
        the.Command.Item ?? new CirculationItemId(item.Barcode);
}

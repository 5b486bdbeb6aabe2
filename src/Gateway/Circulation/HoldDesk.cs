using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.Canonical.CirculationAnswer;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>RequestItem and CancelRequestItem: holds on items of ours, and what is awaited from elsewhere.</summary>
internal static class HoldDesk
{
    /// <summary>RequestItem.</summary>
    public static CirculationAnswer Request(CirculationCase the, CirculationCommand.RequestItem wanted)
    {
        if (!the.TryPatron(out var patron, out var refusal))
        {
            return refusal;
        }

        if (the.Command.Request is { } known && Known(the, known, patron) is { } answer)
        {
            return answer;
        }

        var (pickup, isKnown) = the.Terms.Pickup(wanted.PickupLocation);
        if (Unusable(the, wanted, patron, isKnown) is { } unusable)
        {
            return unusable;
        }

        var (items, fault) = Candidates(the, wanted);
        if (fault is not null)
        {
            return fault;
        }

        if (items.Count == 0)
        {
            // How long another library would take is not known here.
            return !IsBorrowing(the, patron) || wanted.Type == CirculationRequestType.Estimate ? the.NoItem()
                : IsTooMuch(HoldsOf(the, patron)) as CirculationAnswer ?? Await(the, wanted, the.Stored(patron), pickup);
        }

        return Refusal(the, patron, items) is { } no
            ? no
            : wanted.Type == CirculationRequestType.Estimate
                ? Estimate(the, items)
                : Place(the, wanted, the.Stored(patron), items, pickup);
    }

    /// <summary>CancelRequestItem: until the item has gone.</summary>
    public static CirculationAnswer Cancel(CirculationCase the)
    {
        var hold = Named(the);
        if (hold is null)
        {
            var isPast = the.Command.Request is { } request
                && (the.LoansOf(request).Count > 0 || the.ItemsOf(request).Count > 0);
            return isPast ? TooLate() : NoRequest();
        }

        if (the.Command.Patron?.Id is not null)
        {
            if (!the.TryPatron(out var patron, out var refusal))
            {
                return refusal;
            }

            if (patron.Number != hold.Patron)
            {
                return NoRequest();
            }
        }

        var item = hold.Item is { } number ? the.Tables.Find<LibraryItem>(number) : null;
        if (item?.Temporary is not null)
        {
            return TooLate();
        }

        var owner = the.Patron(hold.Patron);
        Remove(the, hold, item);
        return new Done
        {
            Request = the.Command.Request ?? hold.Request, Patron = the.Named(owner),
            Item = the.Command.Item ?? (item is null ? null : new CirculationItemId(item.Barcode)),
        };
    }

    /// <summary>Takes a hold away; the next one gets the item.</summary>
    public static void Remove(CirculationCase the, Hold hold, LibraryItem? item)
    {
        the.Tables.Remove(hold);
        HoldQueue.Release(the.Tables, item, hold.Status == HoldStatus.AvailableForPickup ? the.ShelfUntil : null);
    }

    private static Refused NoRequest() =>
        new(CirculationFault.UnknownRequest, "No request has this number.", CirculationField.Request);

    private static Refused TooLate() => new(
        CirculationFault.RequestAlreadyProcessed, "The item has gone to the patron, or is here already.",
        CirculationField.Request);

    private static Hold? Named(CirculationCase the)
    {
        if (the.Command.Request is { } request)
        {
            return the.HoldOf(request);
        }

        return the.Command.Patron?.Id is { } id && the.FindItem() is { } item && the.PatronsOf(id) is [var patron]
            ? the.HoldsOf(item).FirstOrDefault(hold => hold.Patron == patron.Number && the.IsOfPartner(hold.Partner))
            : null;
    }

    // The same request again is answered as the first one was.
    private static CirculationAnswer? Known(CirculationCase the, BrokerRequestId request, LibraryPatron patron)
    {
        var hold = the.HoldOf(request) is { } known && !IsPast(known) ? known : null;
        if (hold is not null && hold.Patron == patron.Number && patron.Number != 0)
        {
            return Answer(the, hold, patron);
        }

        return hold is not null || the.LoansOf(request).Count > 0 || the.ItemsOf(request).Count > 0
            ? new Refused(CirculationFault.DuplicateRequest, "There is a request with this number.", CirculationField.Request)
            : null;
    }

    // What has expired can be asked for again.
    private static bool IsPast(Hold hold) => hold is { Status: HoldStatus.Expired, Item: null };

    private static Hold Keep(CirculationCase the, Hold hold)
    {
        if (the.Command.Request is { } request && the.HoldOf(request) is { } past && IsPast(past))
        {
            the.Tables.Remove(past);
        }

        return the.Tables.Insert(hold);
    }

    private static Refused? Unusable(
        CirculationCase the, CirculationCommand.RequestItem wanted, LibraryPatron patron, bool isPickupKnown)
    {
        if (!isPickupKnown)
        {
            return new Refused(
                CirculationFault.ElementRuleViolated, "There is no such pickup location.", CirculationField.PickupLocation);
        }

        if (the.Command.Request is { } request && !CirculationLimits.IsNumber(request.Value))
        {
            return new Refused(
                CirculationFault.ElementRuleViolated, "The number of the request cannot be used.", CirculationField.Request);
        }

        if (CirculationLimits.Fault(wanted.Citation) is { } tooLong)
        {
            return new Refused(CirculationFault.ElementRuleViolated, tooLong, CirculationField.Citation);
        }

        return the.Command.IsMandated ? null : PatronRules.Refusal(patron, PatronAction.Request, the.Today);
    }

    // A named item is that item; where any copy will do, it stands for its title.
    private static (IReadOnlyList<LibraryItem> Items, Refused? Fault) Candidates(
        CirculationCase the, CirculationCommand.RequestItem wanted)
    {
        var named = the.Command.Item is null ? null : the.FindItem();
        if (named is { Temporary: not null } || (the.Command.Item is not null && named is null && !HasTitle(wanted)))
        {
            return ([], null);
        }

        if (named is not null && !wanted.IsAnyCopy)
        {
            return ([named], null);
        }

        var copies = CirculationKey.Titles(CirculationIndex.ItemOfTitle, named?.Citation ?? wanted.Citation)
            .SelectMany(key => the.Tables.FindBy<LibraryItem>(key)).Concat(named is null ? [] : [named])
            .DistinctBy(item => item.Number).OrderBy(item => item.Number).ToArray();
        return copies.Length > 1 && !wanted.IsAnyCopy && named is null
            ? ([], new Refused(CirculationFault.NonUniqueItem, "More than one item fits.", CirculationField.Item))
            : (copies, null);
    }

    private static bool HasTitle(CirculationCommand.RequestItem wanted) =>
        CirculationKey.Titles(CirculationIndex.ItemOfTitle, wanted.Citation).Length > 0;

    // An item that has a barcode of ours is ours or nobody's; anything else can be awaited from elsewhere.
    private static bool IsBorrowing(CirculationCase the, LibraryPatron patron) =>
        the.Terms.Own.RequestItemSupportsBorrowing && patron.Kind == PatronKind.Own && the.Command.Request is not null;

    private static Refused? Refusal(
        CirculationCase the, LibraryPatron patron, IReadOnlyList<LibraryItem> items)
    {
        if (!the.Command.IsMandated && items.All(IsNotLent))
        {
            return new Refused(
                CirculationFault.ItemDoesNotCirculate, "The item is not lent to anybody.", CirculationField.Item);
        }

        if (patron.Number == 0 || patron.Kind == PatronKind.Institution)
        {
            return null;
        }

        if (items.Any(item => the.LoanOf(item)?.Patron == patron.Number))
        {
            return new Refused(
                CirculationFault.UserIneligibleToRequestThisItem, "The patron has the item.", CirculationField.Item);
        }

        var holds = HoldsOf(the, patron);
        if (holds.Any(hold => hold.Item is { } item && items.Any(other => other.Number == item)))
        {
            return new Refused(
                CirculationFault.DuplicateRequest, "The patron waits for the item already.", CirculationField.Item);
        }

        return IsTooMuch(holds);
    }

    private static IReadOnlyList<Hold> HoldsOf(CirculationCase the, LibraryPatron patron) => the.Tables.FindBy<Hold>(
        CirculationKey.Of(CirculationIndex.HoldOfPatron, patron.Number), CirculationLimits.HoldsPerPatron);

    private static Refused? IsTooMuch(IReadOnlyList<Hold> holds) =>
        holds.Count < CirculationLimits.HoldsPerPatron ? null : new Refused(
            CirculationFault.ElementRuleViolated, "The patron waits for too much already.", CirculationField.Patron);

    private static bool IsNotLent(LibraryItem item) => item.DoesNotCirculate || item.Condition is not null;

    private static Done Estimate(CirculationCase the, IReadOnlyList<LibraryItem> items) => new()
    {
        Patron = the.Command.Patron?.Id, Request = the.Command.Request, Item = new CirculationItemId(items[0].Barcode),
        RequestType = CirculationRequestType.Estimate,
        QueuePosition = 1 + HoldQueue.Waiting(the.Tables, items[0]).Count,
        ItemRecord = LookupDesk.Told(
            items[0], the.LoanOf(items[0]), the.HoldsOf(items[0]), the.Command.ItemParts | ItemParts.Status),
    };

    private static Done Place(
        CirculationCase the, CirculationCommand.RequestItem wanted, LibraryPatron patron, IReadOnlyList<LibraryItem> items,
        string? pickup)
    {
        var lendable = items.Where(item => the.Command.IsMandated || !IsNotLent(item)).ToArray();
        var free = lendable.FirstOrDefault(item => the.LoanOf(item) is null && the.HoldsOf(item).Count == 0);
        var chosen = free ?? (lendable.Length == 1 && !wanted.IsAnyCopy ? lendable[0] : null);

        // For any copy that is not free the title has to be known, or the queue could not be found again.
        var isTitleKnown = CirculationKey.Titles(CirculationIndex.HoldOfTitle, lendable[0].Citation).Length > 0;
        var item = chosen ?? (isTitleKnown ? null : lendable[0]);
        var hold = Keep(the, New(the, wanted, patron, pickup) with
        {
            Item = item?.Number, Citation = (item ?? lendable[0]).Citation, IsAnyCopy = wanted.IsAnyCopy && isTitleKnown,
            Status = HoldStatus.InProcess,
        });
        return Answer(the, hold, patron);
    }

    private static Done Await(
        CirculationCase the, CirculationCommand.RequestItem wanted, LibraryPatron patron, string? pickup) =>
        Answer(the, Keep(the, New(the, wanted, patron, pickup) with
        {
            Citation = wanted.Citation, IsAnyCopy = wanted.IsAnyCopy, Status = HoldStatus.RequestedViaIll,
        }), patron);

    private static Hold New(
        CirculationCase the, CirculationCommand.RequestItem wanted, LibraryPatron patron, string? pickup) => new()
    {
        Patron = patron.Number, Type = wanted.Type, PickupLocation = pickup, PlacedAt = the.At, Status = HoldStatus.InProcess,
        PickupUntil = wanted.PickupUntil, NeededBy = wanted.NeededBy, Partner = the.Terms.Partner?.Code,
        Request = the.Command.Request,
    };

    private static Done Answer(CirculationCase the, Hold hold, LibraryPatron patron)
    {
        var item = hold.Item is { } number ? the.Tables.Find<LibraryItem>(number) : null;
        return new Done
        {
            Patron = the.Named(patron), Request = the.Command.Request,
            Item = item is null ? the.Command.Item : new CirculationItemId(item.Barcode),
            HoldStatus = hold.Status, QueuePosition = HoldQueue.Position(the.Tables, hold), RequestType = hold.Type,
            IsAnyCopy = hold.IsAnyCopy, PickupLocation = hold.PickupLocation, PickupUntil = hold.PickupUntil,
            ItemRecord = item is null ? null
                : LookupDesk.Told(
                    item, the.LoanOf(item), the.HoldsOf(item), the.Command.ItemParts | ItemParts.Description),
            IsTemporaryItem = item?.Temporary is not null,
        };
    }
}

using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.Canonical.CirculationAnswer;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>AcceptItem: an item of another library has come for a patron of ours.</summary>
internal static class AcceptDesk
{
    /// <summary>Makes the temporary item, and puts it on the hold shelf or lends it. The same message again is answered as
    /// the first one was.</summary>
    public static CirculationAnswer Accept(CirculationCase the, CirculationCommand.AcceptItem came)
    {
        if (Named(the) is not { } named)
        {
            return new Refused(
                CirculationFault.NeededDataMissing, "Neither a request nor an item is named.", CirculationField.Request);
        }

        if (!CirculationLimits.IsNumber(named.Request.Value) || !CirculationLimits.IsNumber(named.Barcode))
        {
            return new Refused(
                CirculationFault.ElementRuleViolated, "The number of the request or the item cannot be used.",
                CirculationField.Request);
        }

        if (the.ByBarcode(named.Barcode) is { } taken)
        {
            return IsRepeat(the, taken, named.Request) ? Again(the, taken) : Taken(taken);
        }

        if (!TryPatron(the, named.Request, out var patron, out var awaited, out var refusal))
        {
            return refusal!;
        }

        var (pickup, isKnown) = the.Terms.Pickup(came.PickupLocation ?? awaited?.PickupLocation);
        return Refusal(the, came, patron!, isKnown) is { } no
            ? no
            : Keep(the, came, new Arrival(named.Request, named.Barcode, named.NamedAs, patron!, awaited, pickup));
    }

    private static (BrokerRequestId Request, string Barcode, string? NamedAs)? Named(CirculationCase the)
    {
        var barcode = the.Command.Item is { IsRequestNumber: false } item ? item.Value : null;
        var request = the.Command.Request
            ?? (the.Command.Item is { } named ? new BrokerRequestId(named.Value, named.Agency) : null);
        if (request is null)
        {
            return null;
        }

        var own = barcode ?? request.Value;
        return (request, the.Terms.Own.TemporaryBarcodePrefix + own, own);
    }

    private static bool IsRepeat(CirculationCase the, LibraryItem taken, BrokerRequestId request) =>
        taken.Temporary is not null && the.ItemsOf(request).Any(item => item.Number == taken.Number);

    private static Refused Taken(LibraryItem taken) => new(
        CirculationFault.CannotAcceptItem,
        taken.Temporary is null ? "An item of ours has this barcode." : "The item is here for another request.",
        CirculationField.Item);

    // The patron for whom the request was made, or for whom another piece of it came; else the one whom the message names.
    private static bool TryPatron(
        CirculationCase the, BrokerRequestId request, out LibraryPatron? patron, out Hold? awaited, out Refused? refusal)
    {
        // What was awaited in vain can come all the same.
        awaited = the.HoldOf(request) is { Item: null, Status: HoldStatus.RequestedViaIll or HoldStatus.Expired } hold
            ? hold : null;
        if (the.Command.Patron?.Id is null)
        {
            var number = awaited?.Patron ?? the.ItemsOf(request).FirstOrNone()?.Temporary?.Patron;
            patron = number is { } known ? the.Patron(known) : null;
            refusal = patron is not null ? null : new Refused(
                CirculationFault.UnknownUser, "No patron is named, and none is known for the request.", CirculationField.Patron);
            return patron is not null;
        }

        if (!the.TryPatron(out patron, out refusal))
        {
            return false;
        }

        refusal = patron.Kind == PatronKind.Institution
            ? new Refused(CirculationFault.UnknownUser, "A library does not fetch items here.", CirculationField.Patron)
            : awaited is not null && awaited.Patron != patron.Number
                ? new Refused(
                    CirculationFault.CannotAcceptItem, "The request was made for another patron.", CirculationField.Patron)
                : null;
        return refusal is null;
    }

    private static Refused? Refusal(
        CirculationCase the, CirculationCommand.AcceptItem came, LibraryPatron patron, bool isPickupKnown)
    {
        if (!isPickupKnown)
        {
            return new Refused(
                CirculationFault.CannotAcceptItem, "There is no such pickup location.", CirculationField.PickupLocation);
        }

        var fault = CirculationLimits.Fault(came.Citation) ?? CirculationLimits.Fault([came.CallNumber, .. came.Restrictions]);
        if (fault is { } tooLong)
        {
            return new Refused(CirculationFault.ElementRuleViolated, tooLong, CirculationField.Citation);
        }

        if (came.Fee is { } fee && PatronDesk.FeeRefusal(the, patron, fee) is { } unusable)
        {
            return unusable;
        }

        return IsLentAtOnce(came) && !the.Command.IsMandated ? LoanRefusal(the, patron) : null;
    }

    private static Refused? LoanRefusal(CirculationCase the, LibraryPatron patron)
    {
        const CirculationFault fault = CirculationFault.UserIneligibleToCheckOutThisItem;
        return PatronRules.Refusal(patron, PatronAction.CheckOut, the.Today, fault)
            ?? (the.CountLoans(patron) < the.Terms.MaximumLoans(patron) ? null : new Refused(
                fault, "The patron has as many loans as may be.", CirculationField.Patron));
    }

    private static bool IsLentAtOnce(CirculationCommand.AcceptItem came) =>
        came.Action is AcceptAction.Circulate or AcceptAction.CirculateAndNotify && !came.IsNonReturnable;

    private static Done Keep(CirculationCase the, CirculationCommand.AcceptItem came, Arrival arrival)
    {
        var patron = the.Stored(arrival.Patron);
        var item = the.Tables.Insert(New(the, came, arrival, patron));
        if (came.Fee is { } fee)
        {
            PatronDesk.Note(the, patron, fee, item);
        }

        if (IsLentAtOnce(came))
        {
            if (arrival.Awaited is { } over)
            {
                the.Tables.Remove(over);
            }

            LoanDesk.Lend(the, item, patron, the.Terms.PatronDue(came.DueAt, the.At), arrival.Request);
            return Again(the, item);
        }

        PutOnShelf(the, came, arrival, item, patron);
        return Again(the, item);
    }

    private static void PutOnShelf(
        CirculationCase the, CirculationCommand.AcceptItem came, Arrival arrival, LibraryItem item, LibraryPatron patron)
    {
        var isReceived = the.Terms.Own.AutomaticReceive;
        var hold = new Hold
        {
            Patron = patron.Number, Item = item.Number, Citation = item.Citation,
            Status = isReceived ? HoldStatus.AvailableForPickup : HoldStatus.InProcess,
            PickupLocation = arrival.Pickup, PlacedAt = arrival.Awaited?.PlacedAt ?? the.At,
            PickupUntil = came.PickupUntil ?? (isReceived ? the.ShelfUntil : null),
            Partner = the.Terms.Partner?.Code, Request = arrival.Request,
            NotifiesPatron = came.Action is AcceptAction.HoldForPickupAndNotify or AcceptAction.CirculateAndNotify,
        };
        if (arrival.Awaited is { } awaited)
        {
            the.Tables.Update(hold with { Number = awaited.Number });
        }
        else
        {
            the.Tables.Insert(hold);
        }
    }

    private static LibraryItem New(
        CirculationCase the, CirculationCommand.AcceptItem came, Arrival arrival, LibraryPatron patron) => new()
    {
        Barcode = arrival.Barcode, Citation = came.Citation, CallNumber = came.CallNumber, Pieces = came.Pieces,
        Restrictions = [.. came.Restrictions.Take(CirculationLimits.RestrictionsPerItem)],
        Location = the.Terms.AcceptLocation, Owner = the.Terms.Owner, IsSuppressed = true,
        Temporary = new TemporaryItem(the.Terms.PartnerCode, arrival.Request, patron.Number)
        {
            OwnerDueAt = came.DueAt, IsNonReturnable = came.IsNonReturnable,
            IsRenewalNotPermitted = came.IsRenewalNotPermitted,
            NamedAs = arrival.NamedAs == arrival.Barcode ? null : arrival.NamedAs,
        },
    };

    private static Done Again(CirculationCase the, LibraryItem item)
    {
        var (loan, hold) = (the.LoanOf(item), the.HoldsOf(item).FirstOrNone());
        return new Done
        {
            Request = the.Command.Request ?? item.Temporary!.Request, Item = new CirculationItemId(item.Barcode),
            Patron = the.Named(the.Patron(item.Temporary!.Patron)), DueAt = loan?.DueAt,
            IsNonReturnable = item.Temporary.IsNonReturnable, HoldStatus = hold?.Status,
            PickupLocation = hold?.PickupLocation, PickupUntil = hold?.PickupUntil, IsTemporaryItem = true,
        };
    }

    private sealed record Arrival(
        BrokerRequestId Request, string Barcode, string? NamedAs, LibraryPatron Patron, Hold? Awaited, string? Pickup);
}

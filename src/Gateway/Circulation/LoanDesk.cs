using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.Canonical.CirculationAnswer;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>CheckOutItem: an item goes to a patron, or to the library that stands as one.</summary>
internal static class LoanDesk
{
    /// <summary>CheckOutItem. An item that came from elsewhere goes to the patron for whom it came.</summary>
    public static CirculationAnswer CheckOut(CirculationCase the, CirculationCommand.CheckOutItem wanted)
    {
        if (the.FindItem() is not { } item)
        {
            return the.NoItem();
        }

        if (!TryBorrower(the, item, out var patron, out var refusal))
        {
            return refusal!;
        }

        if (the.LoanOf(item) is { } loan)
        {
            return IsFor(patron!, loan.Patron, loan.Request, the.Command.Request)
                ? Answer(the, item, loan, patron!)
                : InUse("The item is lent to somebody else.");
        }

        return CheckOut(the, item, patron!, wanted.DesiredDueAt);
    }

    /// <summary>Lends an item that is not lent to a patron, if the rules let it.</summary>
    public static CirculationAnswer CheckOut(
        CirculationCase the, LibraryItem item, LibraryPatron patron, DateTimeOffset? desired)
    {
        var holds = InOrder(the.HoldsOf(item));
        if (Refusal(the, item, patron, holds, desired) is { } no)
        {
            return no;
        }

        var borrower = the.Stored(patron);
        var request = the.Command.Request ?? item.Temporary?.Request;
        if (item.Temporary is { IsNonReturnable: true })
        {
            return Give(the, item, borrower, holds);
        }

        var fulfilled = Fulfil(the, item, borrower, request, holds);
        request ??= fulfilled is not null && the.IsOfPartner(fulfilled.Partner) ? fulfilled.Request : null;
        var due = item.Temporary is { } temporary
            ? Earlier(desired, the.Terms.PatronDue(temporary.OwnerDueAt, the.At))
            : Due(the, borrower, desired);
        return Answer(the, item, Lend(the, item, borrower, due, request), borrower);
    }

    /// <summary>Writes a loan.</summary>
    public static Loan Lend(
        CirculationCase the, LibraryItem item, LibraryPatron patron, DateTimeOffset due, BrokerRequestId? request)
    {
        if (item.Temporary is null)
        {
            the.Tables.Update(item with
            {
                Condition = null, AwayAt = patron.Kind == PatronKind.Institution ? the.Terms.Own.CheckOutLocation : null,
            });
        }

        if (patron is { Kind: PatronKind.Visitor } && patron.Record.ValidUntil < DateOnly.FromDateTime(due.DateTime))
        {
            the.Tables.Update(patron with
            {
                Record = patron.Record with { ValidUntil = DateOnly.FromDateTime(due.DateTime) },
            });
        }

        return the.Tables.Insert(new Loan
        {
            Patron = patron.Number, Item = item.Number, Barcode = item.Barcode, Title = item.Citation.DisplayTitle,
            LentAt = the.At, DueAt = due, Partner = item.Temporary?.Partner ?? the.Terms.Partner?.Code, Request = request,
        });
    }

    /// <summary>The item cannot be had.</summary>
    public static Refused InUse(string why) =>
        new(CirculationFault.ResourceCannotBeProvided, why, CirculationField.Item);

    // The patron for whom an item came; else the one who is named; else the one who made the request.
    private static bool TryBorrower(CirculationCase the, LibraryItem item, out LibraryPatron? patron, out Refused? refusal)
    {
        var waiting = the.Command.Request is { } request ? the.HoldOf(request) : null;
        var known = (item.Temporary?.Patron ?? waiting?.Patron) is { } number ? the.Patron(number) : null;
        if (the.Command.Patron?.Id is null && known is not null)
        {
            (patron, refusal) = (known, null);
            return true;
        }

        if (!the.TryPatron(out patron, out refusal))
        {
            return false;
        }

        refusal = item.Temporary is not null && patron.Number != known?.Number
            ? new Refused(
                CirculationFault.UserIneligibleToCheckOutThisItem, "The item came for another patron.", CirculationField.Patron)
            : null;
        return refusal is null;
    }

    private static Refused? Refusal(
        CirculationCase the, LibraryItem item, LibraryPatron patron, IReadOnlyList<Hold> holds, DateTimeOffset? desired)
    {
        if (item.Temporary is { ReturnedAt: not null })
        {
            return InUse("The item is on its way back to its owner.");
        }

        if (the.Command.Request is { } request && !CirculationLimits.IsNumber(request.Value))
        {
            return new Refused(
                CirculationFault.ElementRuleViolated, "The number of the request cannot be used.", CirculationField.Request);
        }

        if (the.Command.IsMandated)
        {
            return null;
        }

        if (desired < the.At)
        {
            return new Refused(CirculationFault.InvalidDate, "The due date has passed.", CirculationField.DueDate);
        }

        return ItemRefusal(item, patron, holds, the.Command.Request)
            ?? PatronRules.Refusal(patron, PatronAction.CheckOut, the.Today)
            ?? (the.Terms.MaximumLoans(patron) is { } most && patron.Number != 0 && the.CountLoans(patron) >= most
                ? new Refused(
                    CirculationFault.MaximumCheckOutsExceeded, "The patron has as many loans as may be.", CirculationField.Patron)
                : null);
    }

    /// <summary>Why an item cannot go to a patron; null when it can. Pure.</summary>
    public static Refused? ItemRefusal(
        LibraryItem item, LibraryPatron patron, IReadOnlyList<Hold> holds, BrokerRequestId? request)
    {
        if (item.DoesNotCirculate)
        {
            return new Refused(
                CirculationFault.ItemDoesNotCirculate, "The item is not lent to anybody.", CirculationField.Item);
        }

        if (item.Condition is not null)
        {
            return InUse("The item is lost, missing or being worked on.");
        }

        return InOrder(holds) is not [var first, ..] || IsFor(patron, first.Patron, first.Request, request)
            ? null
            : InUse("Somebody else waits for the item.");
    }

    // Whoever has the item on the hold shelf goes before those who wait.
    private static IReadOnlyList<Hold> InOrder(IReadOnlyList<Hold> holds) =>
    [
        .. holds.OrderByDescending(hold => hold.Status == HoldStatus.AvailableForPickup).ThenBy(hold => hold.Number),
    ];

    // One record stands for a library in all its requests: there the request tells who is meant, where both sides name one.
    private static bool IsFor(LibraryPatron patron, long holder, BrokerRequestId? own, BrokerRequestId? request) =>
        holder == patron.Number
        && (patron.Kind != PatronKind.Institution || own is null || request is null || CirculationCase.IsSame(own, request));

    // It stays with the patron: nothing is left to be known of it.
    private static Done Give(CirculationCase the, LibraryItem item, LibraryPatron patron, IReadOnlyList<Hold> holds)
    {
        foreach (var hold in holds)
        {
            the.Tables.Remove(hold);
        }

        the.Tables.Remove(item);
        return new Done
        {
            Item = new CirculationItemId(item.Barcode), Patron = the.Named(patron), Request = the.Command.Request,
            IsNonReturnable = true, IsTemporaryItem = true,
        };
    }

    // The hold that the loan fulfils goes; who had the item on the shelf and lost it by order waits again.
    private static Hold? Fulfil(
        CirculationCase the, LibraryItem item, LibraryPatron patron, BrokerRequestId? request, IReadOnlyList<Hold> holds)
    {
        bool IsOwn(Hold hold) => IsFor(patron, hold.Patron, hold.Request, request);
        var own = Substituted(the, item, patron, request)
            ?? holds.FirstOrDefault(IsOwn)
            ?? HoldQueue.Waiting(the.Tables, item).FirstOrDefault(IsOwn);
        if (own is not null)
        {
            the.Tables.Remove(own);
        }

        // A mandated loan may take the item from somebody who waits, or another copy than the one that waited.
        foreach (var other in holds.Where(hold => hold.Number != own?.Number))
        {
            HoldQueue.Displace(the.Tables, other);
        }

        if (own?.Item is { } bound && bound != item.Number && the.Tables.Find<LibraryItem>(bound) is { } unused
            && the.LoanOf(unused) is null)
        {
            HoldQueue.GiveToNext(the.Tables, unused, own.Status == HoldStatus.AvailableForPickup ? the.ShelfUntil : null);
        }

        return own;
    }

    // The hold of the request itself, also where another copy than the one that was asked for goes out under it.
    private static Hold? Substituted(
        CirculationCase the, LibraryItem item, LibraryPatron patron, BrokerRequestId? request)
    {
        var asked = item.Temporary is null && request is { } known ? the.HoldOf(known) : null;
        var isElsewhere = asked?.Item is { } held && the.Tables.Find<LibraryItem>(held)?.Temporary is not null;
        return asked?.Patron == patron.Number && !isElsewhere ? asked : null;
    }

    private static DateTimeOffset Due(CirculationCase the, LibraryPatron patron, DateTimeOffset? desired)
    {
        var longest = the.Terms.DueBy(patron, the.At);
        return the.Command.IsMandated ? desired ?? longest : Earlier(desired, longest);
    }

    private static DateTimeOffset Earlier(DateTimeOffset? desired, DateTimeOffset longest) =>
        desired is { } wanted && wanted < longest ? wanted : longest;

    private static Done Answer(CirculationCase the, LibraryItem item, Loan loan, LibraryPatron patron) => new()
    {
        Item = the.Command.Item ?? new CirculationItemId(item.Barcode), Patron = the.Named(patron),
        Request = the.Command.Request ?? loan.Request, DueAt = loan.DueAt, RenewalCount = loan.RenewalCount,
        PatronRecord = PatronRules.Told(patron.Record, the.Command.PatronParts),
        ItemRecord = LookupDesk.Told(item, loan, the.HoldsOf(item), the.Command.ItemParts | ItemParts.Description),
        IsTemporaryItem = item.Temporary is not null,
    };
}

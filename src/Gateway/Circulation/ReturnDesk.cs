using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.Canonical.CirculationAnswer;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>CheckInItem: an item from elsewhere goes back to its owner, one of ours is back.</summary>
internal static class ReturnDesk
{
    /// <summary>CheckInItem.</summary>
    public static CirculationAnswer CheckIn(CirculationCase the)
    {
        if (the.FindItem() is not { } item)
        {
            return the.Terms.Own.CheckInAlwaysSucceeds && the.Command.Item is { } named && !the.NamesSeveral
                ? new Done { Item = named, Request = the.Command.Request }
                : the.NoItem();
        }

        if (item.Temporary is not null)
        {
            return SendBack(the, item);
        }

        if (the.LoanOf(item) is { } loan && the.IsOfPartner(loan.Partner))
        {
            return TakeBack(the, item, loan);
        }

        return the.Terms.Own.CheckInAlwaysSucceeds
            ? new Done { Item = LookupDesk.Named(the, item), Request = the.Command.Request }
            : new Refused(CirculationFault.ItemNotCheckedOut, "The item is not lent.", CirculationField.Item);
    }

    /// <summary>Ends what there is of an item from elsewhere, and removes its record.</summary>
    public static Done SendBack(CirculationCase the, LibraryItem item)
    {
        var loan = the.LoanOf(item);
        var patron = the.Patron(item.Temporary!.Patron);
        if (loan is not null)
        {
            End(the, loan);
        }

        foreach (var hold in the.HoldsOf(item))
        {
            the.Tables.Remove(hold);
        }

        the.Tables.Remove(item);
        return Answer(the, item, patron) with
        {
            Request = the.Command.Request ?? item.Temporary.Request, IsTemporaryItem = true,
            Routing = new ItemRouting(RoutingInstruction.SendToOwner, the.Terms.Partner?.Config.Name),
        };
    }

    /// <summary>Ends the loan of an item of ours; the next who waits gets it.</summary>
    public static Done TakeBack(CirculationCase the, LibraryItem item, Loan loan)
    {
        var patron = the.Patron(loan.Patron);
        End(the, loan);
        var home = item with { AwayAt = null };
        the.Tables.Update(home);
        var next = HoldQueue.GiveToNext(the.Tables, home, the.ShelfUntil);
        return Answer(the, home, patron) with
        {
            Request = the.Command.Request ?? loan.Request,
            Routing = next is null
                ? new ItemRouting(RoutingInstruction.Reshelve, home.Location)
                : new ItemRouting(RoutingInstruction.HoldForRequest, next.PickupLocation),
        };
    }

    /// <summary>Ends a loan. A visitor's last one ends the visitor's time.</summary>
    public static void End(CirculationCase the, Loan loan)
    {
        the.Tables.Update(loan with { EndedAt = the.At });
        if (the.Patron(loan.Patron) is { Kind: PatronKind.Visitor } visitor && the.CountLoans(visitor) == 0
            && the.Tables.Count(CirculationKey.Of(CirculationIndex.HoldOfPatron, visitor.Number)) == 0
            && !(visitor.Record.ValidUntil <= the.Today))
        {
            the.Tables.Update(visitor with { Record = visitor.Record with { ValidUntil = the.Today } });
        }
    }

    private static Done Answer(CirculationCase the, LibraryItem item, LibraryPatron? patron) => new()
    {
        Item = LookupDesk.Named(the, item), Patron = the.Named(patron),
        PatronRecord = patron is null ? null : PatronRules.Told(patron.Record, the.Command.PatronParts),
        ItemRecord = LookupDesk.Told(item, null, [], the.Command.ItemParts),
    };
}

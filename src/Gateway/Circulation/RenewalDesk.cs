using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.Canonical.CirculationAnswer;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>RenewItem and RecallItem.</summary>
internal static class RenewalDesk
{
    /// <summary>RenewItem. Of an item from elsewhere the date is the one on which its owner wants it back.</summary>
    public static CirculationAnswer Renew(CirculationCase the, DateTimeOffset? desired)
    {
        if (the.FindItem() is not { } item)
        {
            return the.NoItem();
        }

        if (Lent(the, item) is not { } loan)
        {
            return NotLent();
        }

        var borrower = the.Patron(loan.Patron);
        if (the.Command.Patron?.Id is not null)
        {
            if (!the.TryPatron(out var patron, out var refusal))
            {
                return refusal;
            }

            if (patron.Number != loan.Patron)
            {
                return new Refused(
                    CirculationFault.UserIneligibleToRenewThisItem, "The item is lent to somebody else.",
                    CirculationField.Patron);
            }
        }

        var due = NewDue(the, item, desired);
        if (Refusal(the, item, loan, borrower, due) is { } no)
        {
            return no;
        }

        KeepOwnerDue(the, item, desired);
        var renewed = loan with { DueAt = due!.Value, RenewalCount = loan.RenewalCount + 1, IsRecalled = false };
        the.Tables.Update(renewed);
        return Answer(the, item, renewed, borrower);
    }

    /// <summary>RecallItem: the loan becomes shorter, never longer.</summary>
    public static CirculationAnswer Recall(CirculationCase the, DateTimeOffset? desired)
    {
        if (the.FindItem() is not { } item)
        {
            return the.NoItem();
        }

        var loan = Lent(the, item);
        if (item.Temporary is null && loan is null)
        {
            return NotLent();
        }

        if (item.Temporary is { } temporary && desired is { } back && !(temporary.OwnerDueAt <= back))
        {
            KeepOwnerDue(the, item, back);
        }

        if (loan is null)
        {
            return new Done { Item = LookupDesk.Named(the, item), Request = the.Command.Request, IsTemporaryItem = true };
        }

        var due = item.Temporary is null
            ? desired ?? CirculationTerms.EndOfDay(the.At, the.Terms.House.RecallDays)
            : the.Terms.PatronDue(desired ?? CirculationTerms.EndOfDay(the.At, the.Terms.House.RecallDays), the.At);
        var recalled = loan with { IsRecalled = true, DueAt = due < loan.DueAt ? due : loan.DueAt };
        the.Tables.Update(recalled);
        return Answer(the, item, recalled, the.Patron(loan.Patron));
    }

    /// <summary>Why a loan cannot be renewed; null when it can. Pure.</summary>
    /// <param name="item">The item.</param>
    /// <param name="loan">Its loan.</param>
    /// <param name="due">The date to which it would be renewed; null when nobody has said one.</param>
    /// <param name="maximumRenewals">So often it is renewed.</param>
    /// <param name="isWaitedFor">Somebody waits for it.</param>
    public static Refused? LoanRefusal(
        LibraryItem item, Loan loan, DateTimeOffset? due, int maximumRenewals, bool isWaitedFor)
    {
        if (item.Temporary is { IsRenewalNotPermitted: true })
        {
            return No(CirculationFault.ItemNotRenewable, "The owner of the item renews nothing.");
        }

        if (isWaitedFor)
        {
            return No(CirculationFault.ItemHasOutstandingRequests, "Somebody waits for the item.");
        }

        if (loan.IsRecalled && item.Temporary is null)
        {
            return No(CirculationFault.ItemNotRenewable, "The item is called back.");
        }

        return loan.RenewalCount >= maximumRenewals
            ? No(CirculationFault.MaximumRenewalsExceeded, "The loan was renewed as often as may be.")
            : due is null ? No(CirculationFault.ItemNotRenewable, "Its owner has to say the new date.")
            : due <= loan.DueAt ? No(CirculationFault.ItemNotRenewable, "The loan would not become longer.")
            : null;
    }

    private static Refused No(CirculationFault fault, string why) => new(fault, why, CirculationField.Item);

    private static Refused NotLent() => No(CirculationFault.ItemNotCheckedOut, "The item is not lent.");

    private static Loan? Lent(CirculationCase the, LibraryItem item) =>
        the.LoanOf(item) is { } loan && (the.IsOfPartner(loan.Partner) || the.Terms.Partner is null) ? loan : null;

    private static DateTimeOffset? NewDue(CirculationCase the, LibraryItem item, DateTimeOffset? desired)
    {
        if (item.Temporary is not null)
        {
            return desired is { } ownerDue ? the.Terms.PatronDue(ownerDue, the.At) : null;
        }

        var longest = CirculationTerms.EndOfDay(the.At, the.Terms.House.RenewalDays);
        return desired is { } wanted && (wanted < longest || the.Command.IsMandated) ? wanted : longest;
    }

    private static Refused? Refusal(
        CirculationCase the, LibraryItem item, Loan loan, LibraryPatron? borrower, DateTimeOffset? due)
    {
        if (the.Command.IsMandated)
        {
            return due is null ? LoanRefusal(item, loan, due, int.MaxValue, isWaitedFor: false) : null;
        }

        return (borrower is null ? null : PatronRules.Refusal(borrower, PatronAction.Renew, the.Today))
            ?? LoanRefusal(item, loan, due, the.Terms.House.MaximumRenewals, HoldQueue.Waiting(the.Tables, item).Count > 0);
    }

    private static void KeepOwnerDue(CirculationCase the, LibraryItem item, DateTimeOffset? ownerDue)
    {
        if (item.Temporary is { } temporary && ownerDue is not null)
        {
            the.Tables.Update(item with { Temporary = temporary with { OwnerDueAt = ownerDue } });
        }
    }

    private static Done Answer(CirculationCase the, LibraryItem item, Loan loan, LibraryPatron? patron) => new()
    {
        Item = LookupDesk.Named(the, item), Patron = the.Named(patron), Request = the.Command.Request ?? loan.Request,
        DueAt = loan.DueAt, RenewalCount = loan.RenewalCount, IsTemporaryItem = item.Temporary is not null,
        PatronRecord = patron is null ? null : PatronRules.Told(patron.Record, the.Command.PatronParts),
        ItemRecord = LookupDesk.Told(item, loan, the.HoldsOf(item), the.Command.ItemParts),
    };
}

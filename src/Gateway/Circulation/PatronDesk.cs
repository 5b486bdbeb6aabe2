using System.Globalization;
using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.Canonical.CirculationAnswer;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>Tells of patrons, and notes what they owe.</summary>
internal static class PatronDesk
{
    /// <summary>LookupUser: only what was asked for is told.</summary>
    public static CirculationAnswer Lookup(CirculationCase the)
    {
        if (!the.TryPatron(out var patron, out var refusal, the.Terms.Own.LookUpUserAuthentication))
        {
            return refusal;
        }

        var parts = the.Command.PatronParts;
        return new Done
        {
            Patron = the.Named(patron),
            PatronRecord = PatronRules.Told(patron.Record, parts),
            Loans = parts.HasFlag(PatronParts.Loans) ? Loans(the, patron) : [],
            Holds = parts.HasFlag(PatronParts.Holds) ? Holds(the, patron) : [],
            Fees = parts.HasFlag(PatronParts.Fees)
                ? [.. the.Tables.FindBy<PatronFee>(
                    CirculationKey.Of(CirculationIndex.FeeOfPatron, patron.Number), CirculationLimits.Listed)
                    .Select(fee => fee.Fee with { Number = FeeNumber(fee) })]
                : [],
        };
    }

    /// <summary>CreateUserFiscalTransaction: it is noted, nothing is collected.</summary>
    public static CirculationAnswer NoteFee(CirculationCase the, CirculationFee fee)
    {
        if (!the.TryPatron(out var patron, out var refusal))
        {
            return refusal;
        }

        if (FeeRefusal(the, patron, fee) is { } no)
        {
            return no;
        }

        var stored = the.Stored(patron);
        return new Done
        {
            Patron = the.Named(stored), Item = the.Command.Item, Request = the.Command.Request,
            FeeNumber = FeeNumber(Note(the, stored, fee, the.FindItem())),
        };
    }

    /// <summary>Why a fee cannot be noted; null when it can.</summary>
    public static Refused? FeeRefusal(CirculationCase the, LibraryPatron patron, CirculationFee fee) =>
        Math.Abs(fee.Amount.Amount) is 0 or > CirculationLimits.FeeAmount
            ? new Refused(
                CirculationFault.InvalidAmount,
                string.Create(CultureInfo.InvariantCulture, $"An amount is not 0, and {CirculationLimits.FeeAmount} at most."),
                CirculationField.Fee)
        : fee.Text?.Length > CirculationLimits.FieldChars || fee.Type?.Length > CirculationLimits.FieldChars
            ? new Refused(CirculationFault.ElementRuleViolated, "The text of the fee is too long.", CirculationField.Fee)
            : Room(the, patron);

    /// <summary>Keeps a fee.</summary>
    public static PatronFee Note(CirculationCase the, LibraryPatron patron, CirculationFee fee, LibraryItem? item) =>
        the.Tables.Insert(new PatronFee
        {
            Patron = patron.Number, Fee = fee with { At = fee.At ?? the.At }, Partner = the.Terms.Partner?.Code,
            Barcode = item?.Barcode,
        });

    private static Refused? Room(CirculationCase the, LibraryPatron patron) =>
        the.Tables.Count(CirculationKey.Of(CirculationIndex.FeeOfPatron, patron.Number)) < CirculationLimits.FeesPerPatron
            ? null
            : new Refused(CirculationFault.ElementRuleViolated, "No more fees are kept for this patron.", CirculationField.Fee);

    private static string FeeNumber(PatronFee fee) => fee.Number.ToString(CultureInfo.InvariantCulture);

    private static PatronLoan[] Loans(CirculationCase the, LibraryPatron patron) =>
    [
        .. the.Tables.FindBy<Loan>(
                CirculationKey.Of(CirculationIndex.LoanOfPatron, patron.Number), CirculationLimits.Listed)
            .Select(loan => new PatronLoan(new CirculationItemId(loan.Barcode), loan.Title, loan.DueAt)),
    ];

    private static PatronHold[] Holds(CirculationCase the, LibraryPatron patron) =>
    [
        .. the.Tables.FindBy<Hold>(
                CirculationKey.Of(CirculationIndex.HoldOfPatron, patron.Number), CirculationLimits.Listed)
            .Select(hold => new PatronHold(
                hold.Request,
                hold.Item is { } item && the.Tables.Find<LibraryItem>(item) is { } held
                    ? new CirculationItemId(held.Barcode) : null,
                hold.Citation.DisplayTitle, hold.PickupLocation, hold.PlacedAt, hold.PickupUntil, hold.Status)),
    ];
}

using System.Diagnostics.CodeAnalysis;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.Canonical.CirculationAnswer;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>One order inside its unit of work: what the parts of the command lead to.</summary>
internal sealed class CirculationCase(
    ICirculationTables tables, CirculationTerms terms, CirculationCommand command, DateTimeOffset at, PinProof? proof)
{
    /// <summary>The records.</summary>
    public ICirculationTables Tables => tables;

    /// <summary>The settings.</summary>
    public CirculationTerms Terms => terms;

    /// <summary>What is asked.</summary>
    public CirculationCommand Command => command;

    /// <summary>The same case with another order.</summary>
    public CirculationCase With(CirculationCommand order) => new(tables, terms, order, at, proof);

    /// <summary>When.</summary>
    public DateTimeOffset At => at;

    /// <summary>The day.</summary>
    public DateOnly Today => DateOnly.FromDateTime(at.DateTime);

    /// <summary>The last day to fetch what is put on the hold shelf today.</summary>
    public DateOnly ShelfUntil => Today.AddDays(terms.House.HoldShelfDays);

    /// <summary>The patron whom the command names, with the PIN compared; or why not.</summary>
    /// <param name="patron">The patron; not stored yet (number 0) where one stands for a library and is used for the first
    /// time.</param>
    /// <param name="refusal">Why not.</param>
    /// <param name="needsPin">Refuse who gives no PIN.</param>
    public bool TryPatron(
        [NotNullWhen(true)] out LibraryPatron? patron, [NotNullWhen(false)] out Refused? refusal, bool needsPin = false)
    {
        patron = null;
        refusal = null;
        if (Command.Patron?.Id is not { } id)
        {
            refusal = new Refused(CirculationFault.NeededDataMissing, "No patron is named.", CirculationField.Patron);
            return false;
        }

        var found = PatronsOf(id);
        refusal = found switch
        {
            [] => new Refused(CirculationFault.UnknownUser, "No patron has this number.", CirculationField.Patron),
            [var only] => WhyNot(only, needsPin),
            _ => new Refused(
                CirculationFault.NonUniqueUser, "More than one patron has this number.", CirculationField.Patron),
        };
        patron = refusal is null ? found[0] : null;
        return refusal is null;
    }

    /// <summary>The item that the command names by its barcode or its request; null for none that this partner
    /// may know, and for a request that has several.</summary>
    public LibraryItem? FindItem() => Meant() is [var only] ? only : null;

    /// <summary>An item by its barcode, whoever may know of it.</summary>
    public LibraryItem? ByBarcode(string barcode) => CirculationLimits.IsNumber(barcode)
        ? tables.FindBy<LibraryItem>(CirculationKey.Barcode(barcode), 1).FirstOrNone()
        : null;

    /// <summary>The loan of an item.</summary>
    public Loan? LoanOf(LibraryItem item) =>
        tables.FindBy<Loan>(CirculationKey.Of(CirculationIndex.LoanOfItem, item.Number), 1).FirstOrNone();

    /// <summary>The holds on an item, the longest waiting first.</summary>
    public IReadOnlyList<Hold> HoldsOf(LibraryItem item) =>
        tables.FindBy<Hold>(CirculationKey.Of(CirculationIndex.HoldOfItem, item.Number));

    /// <summary>The hold of a request.</summary>
    public Hold? HoldOf(BrokerRequestId request) => OfRequest<Hold>(
        CirculationIndex.HoldOfRequest, request, hold => hold.Request).FirstOrNone();

    /// <summary>The loans of a request, those that have ended included.</summary>
    public IReadOnlyList<Loan> LoansOf(BrokerRequestId request) => OfRequest<Loan>(
        CirculationIndex.LoanOfRequest, request, loan => loan.Request);

    /// <summary>The items from elsewhere that came for a request.</summary>
    public IReadOnlyList<LibraryItem> ItemsOf(BrokerRequestId request) => OfRequest<LibraryItem>(
        CirculationIndex.ItemOfRequest, request, item => item.Temporary?.Request);

    /// <summary>The loans of a patron that go on.</summary>
    public long CountLoans(LibraryPatron patron) =>
        tables.Count(CirculationKey.Of(CirculationIndex.LoanOfPatron, patron.Number));

    /// <summary>The patron, stored now if not before.</summary>
    public LibraryPatron Stored(LibraryPatron patron) => patron.Number == 0 ? tables.Insert(patron) : patron;

    /// <summary>A patron by the number in another record.</summary>
    public LibraryPatron? Patron(long number) => tables.Find<LibraryPatron>(number);

    /// <summary>The number by which an answer names a patron: the one that was asked for, else the main one.</summary>
    public PatronId? Named(LibraryPatron? patron) => Command.Patron?.Id ?? patron?.Record.Ids.FirstOrNone();

    /// <summary>Does it belong to this partner?</summary>
    public bool IsOfPartner(string? partner) =>
        partner is not null && string.Equals(partner, terms.PartnerCode, StringComparison.OrdinalIgnoreCase);

    /// <summary>Why there is no item: none has the number, or a request names several.</summary>
    public Refused NoItem() => NamesSeveral
        ? new(CirculationFault.NonUniqueItem, "The request has several items: name one by its barcode.", CirculationField.Item)
        : new(CirculationFault.UnknownItem, "No item has this number.", CirculationField.Item);

    /// <summary>Does the command name a request, and mean one of its several items?</summary>
    public bool NamesSeveral => Meant().Count > 1;

    /// <summary>Are both numbers of one request? Agencies are compared where both are known.</summary>
    public static bool IsSame(BrokerRequestId one, BrokerRequestId other) =>
        string.Equals(CirculationKey.Plain(one.Value), CirculationKey.Plain(other.Value), StringComparison.Ordinal)
        && IsSameAgency(one.Agency, other.Agency);

    /// <summary>Everybody with this number.</summary>
    public IReadOnlyList<LibraryPatron> PatronsOf(PatronId id)
    {
        var isInstitution = terms.IsInstitution(id.Value) || (Command.Patron is { IsInstitution: true } claim && claim.Id == id);
        foreach (var key in terms.KeysOf(id, isInstitution))
        {
            var found = tables.FindBy<LibraryPatron>(key, 2);
            if (found.Count > 0)
            {
                return found;
            }
        }

        return CirculationLimits.IsNumber(id.Value) && isInstitution ? [InstitutionOf(id)] : [];
    }

    private LibraryPatron InstitutionOf(PatronId id) => new()
    {
        Kind = PatronKind.Institution,
        Partner = terms.PartnerCode,
        HomeAgency = id.Agency ?? terms.PartnerCode,
        Record = new PatronRecord { Ids = [new PatronId(id.Value)], Name = terms.Partner?.Config.Name },
    };

    private Refused? WhyNot(LibraryPatron patron, bool needsPin)
    {
        if (patron.Kind != PatronKind.Own && patron.Partner is not null && !IsOfPartner(patron.Partner))
        {
            return new Refused(
                CirculationFault.UserAccessDenied, "Another institution made this patron known.", CirculationField.Patron);
        }

        if (Command.Patron?.Pin is null)
        {
            return needsPin
                ? new Refused(CirculationFault.UserAuthenticationFailed, "A PIN is needed.", CirculationField.Pin)
                : null;
        }

        // Compared with another hash, or for somebody else: the record has changed in between.
        var isProved = proof is { Outcome: PinOutcome.Right } && proof.Patron == patron.Number && proof.Hash == patron.PinHash;
        return isProved
            ? null
            : new Refused(
                CirculationFault.UserAuthenticationFailed,
                proof?.Outcome == PinOutcome.TooMany ? "There were too many wrong PINs; come again later." : "The PIN is wrong.",
                CirculationField.Pin);
    }

    private IReadOnlyList<LibraryItem> Meant()
    {
        if (Command.Item is not { } named)
        {
            return Command.Request is { } request ? Under(request) : [];
        }

        if (named.IsRequestNumber)
        {
            // The agency in front of an item may be the item's owner, and not the system that numbers the requests.
            return Under(new BrokerRequestId(named.Value, named.Agency)) is { Count: > 0 } under
                ? under : Under(new BrokerRequestId(named.Value));
        }

        return WithBarcode(named.Value) is { } item ? [item] : Under(new BrokerRequestId(named.Value));
    }

    // Who leaves our prefix out speaks of what came, even where an item of ours has the rest as its barcode; unless what is
    // asked concerns ours alone.
    private LibraryItem? WithBarcode(string value)
    {
        var plain = Visible(ByBarcode(value));
        var came = Visible(ByBarcode(terms.Own.TemporaryBarcodePrefix + value));
        return plain is null || (came is not null && !IsAboutOurs(came)) ? came : plain;
    }

    private bool IsAboutOurs(LibraryItem came) =>
        Command is CirculationCommand.RequestItem or CirculationCommand.Notice { Kind: CirculationNotice.ItemRequested }
        || (Command.Request is { } request && ItemsOf(request).All(item => item.Number != came.Number)
            && (HoldOf(request) is not null || LoansOf(request).Count > 0));

    private IReadOnlyList<LibraryItem> Under(BrokerRequestId request)
    {
        if (ItemsOf(request) is { Count: > 0 } came)
        {
            return came;
        }

        var lent = LoansOf(request).Where(loan => loan.EndedAt is null).Select(loan => loan.Item).ToArray();
        var held = lent.Length == 0 && HoldOf(request)?.Item is { } waiting ? [waiting] : lent;
        return [.. held.Select(tables.Find<LibraryItem>).OfType<LibraryItem>()];
    }

    // What came for another partner's request is nobody else's business.
    private LibraryItem? Visible(LibraryItem? item) =>
        item is { Temporary: { } temporary } && !IsOfPartner(temporary.Partner) ? null : item;

    private IReadOnlyList<T> OfRequest<T>(CirculationIndex index, BrokerRequestId request, Func<T, BrokerRequestId?> own)
        where T : CirculationRecord =>
        terms.Partner is null || !CirculationLimits.IsNumber(request.Value)
            ? []
            : [.. tables.FindBy<T>(CirculationKey.Request(index, terms.PartnerCode, request)).Where(record =>
                IsSameAgency(own(record)?.Agency, request.Agency))];

    private static bool IsSameAgency(string? one, string? other) =>
        one is null || other is null || string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

using System.ComponentModel;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>A patron in a list.</summary>
internal sealed record PatronItem
{
    public PatronItem(LibraryPatron patron)
    {
        Id = patron.Number;
        Kind = IsoCode.Kebab(patron.Kind.ToString());
        Numbers = [.. patron.Record.Ids.Select(id => id.Value)];
        Name = patron.Record.Name
            ?? string.Join(' ', new[] { patron.Record.GivenName, patron.Record.Surname }.OfType<string>());
        Group = patron.Record.Group;
        ValidUntil = patron.Record.ValidUntil;
        Blocked = patron.Record.Blocks.Count > 0;
    }

    public long Id { get; }

    [Description("own, visitor (of another institution) or institution (stands for a library).")]
    public string Kind { get; }

    [Description("All numbers, the main one first.")]
    public IReadOnlyList<string> Numbers { get; }

    public string Name { get; }

    public string? Group { get; }

    public DateOnly? ValidUntil { get; }

    public bool Blocked { get; }
}

/// <summary>A patron with loans, holds and fees.</summary>
internal sealed record PatronDetail
{
    public PatronDetail(
        LibraryPatron patron, IReadOnlyList<Loan> loans, IReadOnlyList<Hold> holds, IReadOnlyList<PatronFee> fees)
    {
        Patron = new PatronItem(patron);
        Email = patron.Record.Email;
        Phone = patron.Record.Phone;
        HomeAgency = patron.HomeAgency;
        Partner = patron.Partner;
        HasPin = patron.PinHash is not null;
        Blocks = [.. patron.Record.Blocks.Select(block => new BlockView(block.Code, block.Text))];
        Loans = [.. loans.Select(loan => new LoanView(loan))];
        Holds = [.. holds.Select(hold => new PatronHoldView(hold))];
        Fees = [.. fees.Select(fee => new FeeView(
            fee.Number, fee.Fee.Type, fee.Fee.IsPayment, fee.Fee.Amount.Amount, fee.Fee.Amount.Currency, fee.Fee.Text,
            fee.Fee.At))];
    }

    public PatronItem Patron { get; }

    public string? Email { get; }

    public string? Phone { get; }

    [Description("A visitor's home institution.")]
    public string? HomeAgency { get; }

    [Description("The partner that made a visitor known.")]
    public string? Partner { get; }

    public bool HasPin { get; }

    public IReadOnlyList<BlockView> Blocks { get; }

    public IReadOnlyList<LoanView> Loans { get; }

    public IReadOnlyList<PatronHoldView> Holds { get; }

    public IReadOnlyList<FeeView> Fees { get; }
}

/// <summary>A block.</summary>
internal sealed record BlockView(string Code, string? Text);

/// <summary>A fee or a payment.</summary>
internal sealed record FeeView(
    long Id, string? Type, bool IsPayment, decimal Amount, string? Currency, string? Text, DateTimeOffset? At);

/// <summary>An item.</summary>
internal sealed record CirculationItemView
{
    public CirculationItemView(LibraryItem item, Loan? loan, IReadOnlyList<Hold> holds)
    {
        Id = item.Number;
        Barcode = item.Barcode;
        Title = item.Citation.DisplayTitle;
        Author = item.Citation.Author;
        CallNumber = item.CallNumber;
        Location = item.AwayAt ?? item.Location;
        Status = IsoCode.Kebab(LookupDesk.StatusOf(item, loan, holds).ToString());
        DueAt = loan?.DueAt;
        Waiting = holds.Count;
        Temporary = item.Temporary is not null;
        Partner = item.Temporary?.Partner ?? loan?.Partner;
        Request = item.Temporary?.Request.Value ?? loan?.Request?.Value;
        OwnerDueAt = item.Temporary?.OwnerDueAt;
    }

    public long Id { get; }

    public string Barcode { get; }

    public string Title { get; }

    public string? Author { get; }

    public string? CallNumber { get; }

    public string? Location { get; }

    [Description("available-on-shelf, available-for-pickup, on-loan, recalled, in-process, in-transit, lost, missing, "
        + "not-available.")]
    public string Status { get; }

    public DateTimeOffset? DueAt { get; }

    [Description("How many wait for it.")]
    public int Waiting { get; }

    [Description("Is it an item of another library that came for a patron of ours?")]
    public bool Temporary { get; }

    [Description("The partner that manages the request.")]
    public string? Partner { get; }

    [Description("The number of the request at that partner.")]
    public string? Request { get; }

    [Description("When the owner of a temporary item wants it back.")]
    public DateTimeOffset? OwnerDueAt { get; }
}

/// <summary>A loan.</summary>
internal sealed record LoanView
{
    public LoanView(Loan loan)
    {
        (Id, Patron, Item, Barcode, Title) = (loan.Number, loan.Patron, loan.Item, loan.Barcode, loan.Title);
        (LentAt, DueAt, EndedAt) = (loan.LentAt, loan.DueAt, loan.EndedAt);
        (Renewals, Recalled, Partner, Request) = (loan.RenewalCount, loan.IsRecalled, loan.Partner, loan.Request?.Value);
    }

    public long Id { get; }

    [Description("The id of the patron.")]
    public long Patron { get; }

    [Description("The id of the item; that of an ended loan may be gone.")]
    public long Item { get; }

    public string Barcode { get; }

    public string? Title { get; }

    public DateTimeOffset LentAt { get; }

    public DateTimeOffset DueAt { get; }

    public DateTimeOffset? EndedAt { get; }

    public int Renewals { get; }

    public bool Recalled { get; }

    public string? Partner { get; }

    public string? Request { get; }
}

/// <summary>A hold.</summary>
internal sealed record PatronHoldView
{
    public PatronHoldView(Hold hold)
    {
        (Id, Patron, Item, Title) = (hold.Number, hold.Patron, hold.Item, hold.Citation.DisplayTitle);
        Status = IsoCode.Kebab(hold.Status.ToString());
        (PickupLocation, PlacedAt, PickupUntil) = (hold.PickupLocation, hold.PlacedAt, hold.PickupUntil);
        (Partner, Request, NotifyPatron) = (hold.Partner, hold.Request?.Value, hold.NotifiesPatron);
    }

    public long Id { get; }

    [Description("The id of the patron.")]
    public long Patron { get; }

    [Description("The id of the item; null while none is found.")]
    public long? Item { get; }

    public string Title { get; }

    [Description("in-process, available-for-pickup, expired, cannot-fulfill, requested-via-ill.")]
    public string Status { get; }

    public string? PickupLocation { get; }

    public DateTimeOffset PlacedAt { get; }

    public DateOnly? PickupUntil { get; }

    public string? Partner { get; }

    public string? Request { get; }

    [Description("The patron is to be told when it stands on the shelf.")]
    public bool NotifyPatron { get; }
}

/// <summary>What came of an import.</summary>
internal sealed record ImportView(int Rows, int Added, int Changed);

/// <summary>What an action at the desk brought.</summary>
internal sealed record DeskView
{
    [Description("The item; null when its record was removed.")]
    public CirculationItemView? Item { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    [Description("reshelve, hold-for-request, send-to-owner or transfer.")]
    public string? Routing { get; init; }

    [Description("Where it goes.")]
    public string? Destination { get; init; }
}

using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Configuration;
using Xunit;
using static ResourceSharing.Mapping.Canonical.CirculationAnswer;
using static ResourceSharing.Mapping.Canonical.CirculationCommand;

namespace ResourceSharing.Tests.Unit.Gateway.Circulation;

/// <summary>What every circulation must do, spoken to by its interface alone. Known are: the patron P1 with the PIN 1234, P2 who
/// may not borrow, P3 and P4 who share the number SHARED; the items B1 and B2 (two copies of one book), B3 (another), B4 (not
/// lent). The partner ILLIAD has a delay of two days and 14 days for loans.</summary>
public abstract class CirculationContract : IAsyncLifetime
{
    protected static readonly DateTimeOffset Start = new(2026, 5, 4, 10, 0, 0, TimeSpan.FromHours(2));

    private protected const string House = """
        circulation:
          system: built-in
          agencies: [HOME-U]
          pickupLocations: [{code: MAIN, name: Main desk}, {code: LAW, name: Law library}]
          loanDays: 28
          maximumLoans: 3
          maximumRenewals: 1
          renewalDays: 28
          visitors: {allowed: true, maximumLoans: 1, days: 30}
        """;

    private protected const string IlliadFile = """
        code: ILLIAD
        name: ILLiad
        deliveryDelayDays: 2
        loanPeriodDays: 14
        channel: {type: email, address: ill@home.example}
        circulation:
          pickupMapping: {M: MAIN}
        """;

    private protected const string OtherFile = """
        code: RELAIS
        name: Relais
        channel: {type: email, address: relais@home.example}
        circulation: {checkInAlwaysSucceeds: true, automaticReceive: false, temporaryBarcodePrefix: "R-", existingUser: refuse,
          lookUpUserAuthentication: true, requestItemSupportsBorrowing: false}
        """;

    private protected const string Patrons = """
        id,ids,name,group,email,blocks,pin
        P1,CARD-1,Ada Example,STUDENT,ada@home.example,,1234
        P2,,Bob Blocked,STUDENT,bob@home.example,FINES,
        P3,SHARED,Cid Shared,STUDENT,,,
        P4,SHARED,Dora Shared,STUDENT,,,
        """;

    private protected const string Items = """
        [{"barcode": "B1", "title": "The Northern Lights Atlas", "isbn": "9780306406157", "location": "Main"},
         {"barcode": "B2", "title": "The Northern Lights Atlas", "isbn": "0-306-40615-2", "location": "Main"},
         {"barcode": "B3", "title": "Tides", "oclcNumber": "(OCoLC)ocm00012345"},
         {"barcode": "B4", "title": "Rare Maps", "doesNotCirculate": true}]
        """;

    private TemporaryConfiguration? _configuration;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected NetworkSource Network { get; private set; } = null!;

    private protected IStore Store { get; private set; } = null!;

    private protected ICirculation Circulation { get; private set; } = null!;

    protected DateTimeOffset Now { get; set; } = Start;

    /// <summary>Opens the circulation with what is known at the start.</summary>
    private protected abstract Task<(IStore Store, ICirculation Circulation)> OpenAsync(NetworkSource network);

    public async ValueTask InitializeAsync()
    {
        _configuration = new TemporaryConfiguration();
        _configuration.Write("gateway.yaml", $"{TemporaryConfiguration.Gateway}\n{House}\n");
        _configuration.Write("partners/ILLIAD.yaml", IlliadFile);
        _configuration.Write("partners/RELAIS.yaml", OtherFile);
        var loaded = _configuration.Load();
        Assert.True(loaded.IsValid, string.Join('\n', loaded.Faults));
        Network = new NetworkSource(new ConfigurationSource(loaded.Snapshot!, () => _configuration.Load()));
        (Store, Circulation) = await OpenAsync(Network);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _configuration?.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<CirculationAnswer> AskAsync(CirculationCommand command, string partner = "ILLIAD")
    {
        var work = await Circulation.PrepareAsync(
            new CirculationOrder(command, Network.Current.Find(partner)!, Now), Cancel);
        return await Store.WriteAsync(unit => work(unit), Cancel);
    }

    private protected async Task<Done> DoneAsync(CirculationCommand command, string partner = "ILLIAD") =>
        Assert.IsType<Done>(await AskAsync(command, partner));

    private protected async Task<Refused> RefusedAsync(
        CirculationFault fault, CirculationCommand command, string partner = "ILLIAD")
    {
        var refused = Assert.IsType<Refused>(await AskAsync(command, partner));
        Assert.Equal(fault, refused.Fault);
        return refused;
    }

    /// <summary>A command that was carried out before comes again: what circulation makes of it. One that is reached by messages
    /// takes it for the same message.</summary>
    private protected virtual async Task AgainAsync(
        CirculationFault fault, CirculationCommand command, string partner = "ILLIAD") =>
        await RefusedAsync(fault, command, partner);

    /// <summary>Whether the answer says of whom the item is; not all that asks by messages can.</summary>
    private protected virtual void AssertTemporary(bool expected, Done answer) => Assert.Equal(expected, answer.IsTemporaryItem);

    private protected Task<Done> StandsAsync(string request, string partner = "ILLIAD") =>
        DoneAsync(new LookupRequest { Request = new BrokerRequestId(request) }, partner);

    private protected static PatronClaim Who(string number, string? pin = null, string? agency = "HOME-U") =>
        new(new PatronId(number, agency), pin is null ? null : new Pin(pin));

    private protected static CirculationItemId Barcode(string value) => new(value);

    private protected static AcceptItem Accept(string request, string patron = "P1", string? item = null) => new()
    {
        Request = new BrokerRequestId(request, "HOME-U"), Patron = Who(patron), Item = item is null ? null : Barcode(item),
        Citation = new Citation { Title = "The Three-Body Problem" }, DueAt = Start.AddDays(30),
    };

    private protected static RequestItem Wish(
        string request, string patron, string? item = null, string? isbn = null, bool isAnyCopy = false) => new()
    {
        Request = new BrokerRequestId(request), Patron = Who(patron), Item = item is null ? null : Barcode(item),
        Citation = new Citation { Isbn = isbn }, IsAnyCopy = isAnyCopy,
    };

    private protected static CheckOutItem Lend(string item, string patron = "pseudopatron", string? request = null) => new()
    {
        Item = Barcode(item), Patron = Who(patron), Request = request is null ? null : new BrokerRequestId(request),
    };

    private protected static CheckInItem Back(string item) => new() { Item = Barcode(item) };

    private protected static RenewItem Longer(string item, DateTimeOffset? until = null) =>
        new() { Item = Barcode(item), DesiredDueAt = until };

    private async Task<ItemStatus?> StatusAsync(string barcode, string partner = "ILLIAD") =>
        (await DoneAsync(new LookupItem { Item = Barcode(barcode), ItemParts = ItemParts.Status }, partner)).ItemRecord!.Status;

    // LookupUser

    [Fact]
    public async Task Only_what_was_asked_for_is_told_of_a_patron()
    {
        var bare = await DoneAsync(new LookupUser { Patron = Who("P1") });
        Assert.Null(bare.PatronRecord);
        var named = await DoneAsync(new LookupUser { Patron = Who(" p1 "), PatronParts = PatronParts.Name });
        Assert.Equal("Ada Example", named.PatronRecord!.Name);
        Assert.Null(named.PatronRecord.Email);
        Assert.Empty(named.PatronRecord.Ids);
        var all = await DoneAsync(new LookupUser
        {
            Patron = Who("P1"),
            PatronParts = PatronParts.Addresses | PatronParts.Ids | PatronParts.Privileges | PatronParts.Blocks,
        });
        Assert.Equal("ada@home.example", all.PatronRecord!.Email);
        Assert.Equal("STUDENT", all.PatronRecord.Group);
        Assert.Null(all.PatronRecord.Name);
    }

    [Fact]
    public async Task Unknown_several_and_nobody_are_told_apart()
    {
        await RefusedAsync(CirculationFault.UnknownUser, new LookupUser { Patron = Who("NOBODY") });
        await RefusedAsync(CirculationFault.UnknownUser, new LookupUser { Patron = Who("P1", agency: "ELSEWHERE") });
        await RefusedAsync(CirculationFault.NonUniqueUser, new LookupUser { Patron = Who("SHARED") });
        await RefusedAsync(CirculationFault.NeededDataMissing, new LookupUser());
    }

    [Fact]
    public async Task A_PIN_is_compared_and_needed_where_the_partner_must_give_one()
    {
        await DoneAsync(new LookupUser { Patron = Who("P1", "1234") });
        await RefusedAsync(CirculationFault.UserAuthenticationFailed, new LookupUser { Patron = Who("P1", "4321") });
        await RefusedAsync(CirculationFault.UserAuthenticationFailed, new LookupUser { Patron = Who("P2", "1234") });
        await RefusedAsync(CirculationFault.UserAuthenticationFailed, new LookupUser { Patron = Who("P1") }, "RELAIS");
        await DoneAsync(new LookupUser { Patron = Who("P1", "1234") }, "RELAIS");
    }

    [Fact]
    public async Task A_refusal_never_repeats_the_PIN()
    {
        var refused = await RefusedAsync(
            CirculationFault.UserAuthenticationFailed, new LookupUser { Patron = Who("P1", "hunter2") });
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_that_stands_as_a_patron_need_not_be_imported()
    {
        await DoneAsync(new LookupUser { Patron = Who("pseudopatron") });
        await DoneAsync(new LookupUser { Patron = Who("INST-EAST", agency: "ANY") });
        await RefusedAsync(CirculationFault.UnknownUser, new LookupUser { Patron = Who("INSTITUTE") });
    }

    // AcceptItem

    [Fact]
    public async Task An_item_that_came_is_on_the_hold_shelf_and_the_same_message_again_changes_nothing()
    {
        var first = await DoneAsync(Accept("TN-1") with { PickupLocation = "m" });
        Assert.Equal("TN-1", first.Item!.Value);
        Assert.Equal(new BrokerRequestId("TN-1", "HOME-U"), first.Request);
        AssertTemporary(true, first);
        Assert.Equal("MAIN", (await StandsAsync("TN-1")).PickupLocation);
        Assert.Equal(first, await DoneAsync(Accept("TN-1") with { PickupLocation = "m" }));
        Assert.Equal(ItemStatus.AvailableForPickup, await StatusAsync("TN-1"));
    }

    [Fact]
    public async Task What_cannot_be_taken_in_is_refused()
    {
        await DoneAsync(Accept("TN-1", item: "X1"));
        await RefusedAsync(CirculationFault.CannotAcceptItem, Accept("TN-2", item: "X1"));
        await RefusedAsync(CirculationFault.CannotAcceptItem, Accept("TN-2", item: "B1"));
        await RefusedAsync(CirculationFault.CannotAcceptItem, Accept("TN-2") with { PickupLocation = "MOON" });
        await RefusedAsync(CirculationFault.UnknownUser, Accept("TN-2", "NOBODY"));
        await RefusedAsync(CirculationFault.UnknownUser, Accept("TN-2", "pseudopatron"));
        await RefusedAsync(CirculationFault.NeededDataMissing, new AcceptItem { Patron = Who("P1") });
        await RefusedAsync(CirculationFault.UnknownItem, new LookupItem { Item = Barcode("TN-2") });
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("NONE")]
    [InlineData("")]
    [InlineData(null)]
    public async Task No_pickup_location_is_the_first_one(string? named)
    {
        await DoneAsync(Accept("TN-1") with { PickupLocation = named });
        Assert.Equal("MAIN", (await StandsAsync("TN-1")).PickupLocation);
    }

    [Fact]
    public async Task An_item_that_circulates_is_lent_at_once_and_due_before_its_owner_wants_it_back()
    {
        var done = await DoneAsync(Accept("TN-1") with { Action = AcceptAction.Circulate });
        Assert.NotNull(done.Item);
        var loan = Assert.Single((await DoneAsync(new LookupUser { Patron = Who("P1"), PatronParts = PatronParts.Loans })).Loans);
        Assert.Equal(Start.AddDays(28), loan.DueAt);
        Assert.Equal(ItemStatus.OnLoan, await StatusAsync("TN-1"));
        await RefusedAsync(
            CirculationFault.UserIneligibleToCheckOutThisItem, Accept("TN-2", "P2") with { Action = AcceptAction.Circulate });
        await DoneAsync(Accept("TN-2", "P2") with { Action = AcceptAction.Circulate, IsMandated = true });
    }

    [Fact]
    public async Task An_item_that_came_goes_to_its_patron_comes_back_and_is_gone()
    {
        await DoneAsync(Accept("TN-1"));
        await RefusedAsync(CirculationFault.UserIneligibleToCheckOutThisItem, Lend("TN-1", "P3"));
        var lent = await DoneAsync(Lend("TN-1", "P1"));
        AssertTemporary(true, lent);
        Assert.Equal(Start.AddDays(28), lent.DueAt);
        Assert.Equal(lent, await DoneAsync(Lend("TN-1", "P1")));
        var back = await DoneAsync(Back("TN-1"));
        AssertTemporary(true, back);
        Assert.Equal(RoutingInstruction.SendToOwner, back.Routing!.Instruction);
        await AgainAsync(CirculationFault.UnknownItem, Back("TN-1"));
        Assert.Empty((await DoneAsync(new LookupUser
        {
            Patron = Who("P1"), PatronParts = PatronParts.Loans | PatronParts.Holds,
        })).Loans);
    }

    [Fact]
    public async Task Items_that_came_are_known_to_their_partner_alone()
    {
        await DoneAsync(Accept("TN-1"));
        await RefusedAsync(CirculationFault.UnknownItem, new LookupItem { Item = Barcode("TN-1") }, "RELAIS");
        await RefusedAsync(CirculationFault.CannotAcceptItem, Accept("X", item: "TN-1"), "ILLIAD");
        Assert.Equal("R-TN-1", (await DoneAsync(Accept("TN-1"), "RELAIS")).Item!.Value);
        Assert.Equal(ItemStatus.InProcess, await StatusAsync("TN-1", "RELAIS"));
        Assert.Equal(ItemStatus.AvailableForPickup, await StatusAsync("TN-1"));
        await DoneAsync(Back("TN-1"), "RELAIS");
        Assert.Equal(ItemStatus.AvailableForPickup, await StatusAsync("TN-1"));
    }

    [Fact]
    public async Task What_was_asked_for_elsewhere_is_awaited_and_its_patron_known()
    {
        var awaited = await DoneAsync(Wish("TN-9", "P1", isbn: "9781861972712") with { PickupLocation = "LAW" });
        Assert.Equal(HoldStatus.RequestedViaIll, awaited.HoldStatus);
        var came = await DoneAsync(Accept("TN-9") with { Patron = null });
        Assert.Equal("TN-9", came.Item!.Value);
        var hold = Assert.Single((await DoneAsync(new LookupUser { Patron = Who("P1"), PatronParts = PatronParts.Holds })).Holds);
        Assert.Equal(("TN-9", "LAW"), (hold.Item!.Value, hold.PickupLocation));
        await RefusedAsync(
            CirculationFault.RequestAlreadyProcessed, new CancelRequestItem { Request = new BrokerRequestId("TN-9") });
        await RefusedAsync(CirculationFault.UnknownItem, Wish("TN-10", "P1", isbn: "9781861972712"), "RELAIS");
    }

    // Holds and loans of our items

    [Fact]
    public async Task A_hold_a_loan_to_a_library_and_the_return()
    {
        var placed = await DoneAsync(Wish("L-1", "pseudopatron", "B1"));
        var placedAs = await StandsAsync("L-1");
        Assert.Equal(
            ("B1", "B1", HoldStatus.InProcess, 1),
            (placed.Item!.Value, placedAs.Item!.Value, placedAs.HoldStatus!.Value, placedAs.QueuePosition!.Value));
        Assert.Equal(placed, await DoneAsync(Wish("L-1", "pseudopatron", "B1")));
        var lent = await DoneAsync(Lend("B1", request: "L-1"));
        AssertTemporary(false, lent);
        Assert.Equal(Start.Date.AddDays(14), lent.DueAt!.Value.Date);
        await RefusedAsync(
            CirculationFault.RequestAlreadyProcessed, new CancelRequestItem { Request = new BrokerRequestId("L-1") });
        await RefusedAsync(CirculationFault.ResourceCannotBeProvided, Lend("B1", "P1"));
        var back = await DoneAsync(Back("B1"));
        AssertTemporary(false, back);
        Assert.Equal(RoutingInstruction.Reshelve, back.Routing!.Instruction);
        await AgainAsync(CirculationFault.ItemNotCheckedOut, Back("B1"));
        await DoneAsync(Back("B1"), "RELAIS");
        await DoneAsync(Back("UNHEARD-OF"), "RELAIS");
    }

    [Fact]
    public async Task Any_copy_is_a_free_one_and_else_the_next_that_comes_back()
    {
        Assert.Equal("B1", (await DoneAsync(Wish("A", "P1", isbn: "0-306-40615-2", isAnyCopy: true))).Item!.Value);
        Assert.Equal("B2", (await DoneAsync(Wish("B", "INST-1", isbn: "9780306406157", isAnyCopy: true))).Item!.Value);
        await DoneAsync(Lend("B1", "P1", "A"));
        await DoneAsync(Lend("B2", "INST-1", "B"));
        var waiting = await DoneAsync(Wish("C", "INST-2", isbn: "9780306406157", isAnyCopy: true));
        Assert.Null(waiting.Item);
        await RefusedAsync(CirculationFault.ItemHasOutstandingRequests, Longer("B2"));
        var back = await DoneAsync(Back("B2"));
        Assert.Equal(RoutingInstruction.HoldForRequest, back.Routing!.Instruction);
        var stands = await StandsAsync("C");
        Assert.Equal(("B2", HoldStatus.AvailableForPickup), (stands.Item!.Value, stands.HoldStatus!.Value));
        await RefusedAsync(CirculationFault.ResourceCannotBeProvided, Lend("B2", "P3"));
        await DoneAsync(Lend("B2", "P3") with { IsMandated = true });
    }

    [Fact]
    public async Task What_cannot_be_asked_for_is_refused()
    {
        await RefusedAsync(CirculationFault.UnknownItem, Wish("L-1", "pseudopatron", "NOT-OURS"));
        await RefusedAsync(CirculationFault.NonUniqueItem, Wish("L-1", "pseudopatron", isbn: "9780306406157"));
        await RefusedAsync(CirculationFault.ItemDoesNotCirculate, Wish("L-1", "pseudopatron", "B4"));
        await RefusedAsync(CirculationFault.UserBlocked, Wish("L-1", "P2", "B1"));
        await DoneAsync(Wish("L-1", "P1", "B1"));
        await RefusedAsync(CirculationFault.DuplicateRequest, Wish("L-1", "P3", "B1"));
        await RefusedAsync(CirculationFault.DuplicateRequest, Wish("L-2", "P1", "B1"));
    }

    [Fact]
    public async Task A_cancelled_hold_leaves_the_item_to_the_next_one()
    {
        await DoneAsync(Wish("L-1", "P1", "B3"));
        await DoneAsync(Wish("L-2", "P3", "B3"));
        Assert.Equal(2, (await StandsAsync("L-2")).QueuePosition);
        await DoneAsync(new CancelRequestItem { Request = new BrokerRequestId("L-1") });
        Assert.Equal(1, (await StandsAsync("L-2")).QueuePosition);
        await AgainAsync(CirculationFault.UnknownRequest, new CancelRequestItem { Request = new BrokerRequestId("L-1") });
        await RefusedAsync(
            CirculationFault.UnknownRequest, new CancelRequestItem { Request = new BrokerRequestId("L-2") }, "RELAIS");
    }

    [Fact]
    public async Task A_wanted_date_counts_as_far_as_the_partner_may_lend()
    {
        var soon = Start.AddDays(5);
        Assert.Equal(soon, (await DoneAsync(Lend("B1") with { DesiredDueAt = soon })).DueAt);
        var late = await DoneAsync(Lend("B2") with { DesiredDueAt = Start.AddDays(60) });
        Assert.Equal(Start.Date.AddDays(14), late.DueAt!.Value.Date);
        var ordered = await DoneAsync(Lend("B3") with { DesiredDueAt = Start.AddDays(60), IsMandated = true });
        Assert.Equal(Start.AddDays(60), ordered.DueAt);
        await RefusedAsync(CirculationFault.InvalidDate, Lend("B4") with { DesiredDueAt = Start.AddDays(-1) });
        await RefusedAsync(CirculationFault.ItemDoesNotCirculate, Lend("B4"));
    }

    [Fact]
    public async Task Blocks_and_limits_hold_unless_it_has_happened_already()
    {
        await RefusedAsync(CirculationFault.UserBlocked, Lend("B1", "P2"));
        await DoneAsync(Lend("B1", "P2") with { IsMandated = true });
        foreach (var number in new[] { "1", "2", "3" })
        {
            await DoneAsync(Accept($"TN-{number}") with { Action = AcceptAction.Circulate });
        }

        await RefusedAsync(CirculationFault.MaximumCheckOutsExceeded, Lend("B2", "P1"));
        await DoneAsync(Lend("B2", "P1") with { IsMandated = true });
    }

    // Renewals and recalls

    [Fact]
    public async Task A_loan_is_renewed_as_often_and_as_long_as_may_be()
    {
        await RefusedAsync(CirculationFault.ItemNotCheckedOut, Longer("B1"));
        await DoneAsync(Lend("B1"));
        var renewed = await DoneAsync(Longer("B1"));
        Assert.Equal((Start.Date.AddDays(28), 1), (renewed.DueAt!.Value.Date, renewed.RenewalCount!.Value));
        await RefusedAsync(CirculationFault.MaximumRenewalsExceeded, Longer("B1", Start.AddDays(40)));
        await DoneAsync(Lend("B2"));
        await RefusedAsync(CirculationFault.ItemNotRenewable, Longer("B2", Start.AddDays(3)));
        await RefusedAsync(
            CirculationFault.UserIneligibleToRenewThisItem, Longer("B2") with { Patron = Who("P1") });
    }

    [Fact]
    public async Task What_came_from_elsewhere_is_renewed_to_its_owners_date()
    {
        await DoneAsync(Accept("TN-1") with { Action = AcceptAction.Circulate });
        await RefusedAsync(CirculationFault.ItemNotRenewable, Longer("TN-1"));
        Assert.Equal(Start.AddDays(58), (await DoneAsync(Longer("TN-1", Start.AddDays(60)))).DueAt);
        await DoneAsync(Accept("TN-2") with { Action = AcceptAction.Circulate, IsRenewalNotPermitted = true });
        await RefusedAsync(CirculationFault.ItemNotRenewable, Longer("TN-2", Start.AddDays(60)));
    }

    [Fact]
    public async Task A_recall_makes_a_loan_shorter_and_never_longer()
    {
        await RefusedAsync(CirculationFault.ItemNotCheckedOut, new RecallItem { Item = Barcode("B1") });
        await DoneAsync(Lend("B1"));
        Assert.Equal(Start.Date.AddDays(7), (await DoneAsync(new RecallItem { Item = Barcode("B1") })).DueAt!.Value.Date);
        var later = await DoneAsync(new RecallItem { Item = Barcode("B1"), DesiredDueAt = Start.AddDays(90) });
        Assert.Equal(Start.Date.AddDays(7), later.DueAt!.Value.Date);
        await RefusedAsync(CirculationFault.ItemNotRenewable, Longer("B1"));
        Assert.Equal(ItemStatus.Recalled, await StatusAsync("B1"));
    }

    // Visitors

    [Fact]
    public async Task A_visitor_is_made_limited_and_ended()
    {
        var record = new PatronRecord { Name = "Vera Visitor", Ids = [new PatronId("P1", "FAR-U")] };
        var created = new CreateUser { Patron = Who("P1", agency: "FAR-U"), Record = record };
        await DoneAsync(created);
        var known = await DoneAsync(new LookupUser
        {
            Patron = Who("P1", agency: "FAR-U"), PatronParts = PatronParts.Name | PatronParts.Privileges,
        });
        Assert.Equal(("Vera Visitor", "VISITOR"), (known.PatronRecord!.Name, known.PatronRecord.Group));
        Assert.Equal(DateOnly.FromDateTime(Start.Date).AddDays(30), known.PatronRecord.ValidUntil);
        Assert.Equal("Ada Example", (await DoneAsync(
            new LookupUser { Patron = Who("P1"), PatronParts = PatronParts.Name })).PatronRecord!.Name);

        await DoneAsync(Lend("B1") with { Patron = Who("P1", agency: "FAR-U") });
        await RefusedAsync(CirculationFault.MaximumCheckOutsExceeded, Lend("B2") with { Patron = Who("P1", agency: "FAR-U") });
        Now = Start.AddDays(2);
        await DoneAsync(Back("B1"));
        Now = Start.AddDays(3);
        await RefusedAsync(CirculationFault.UserBlocked, Lend("B2") with { Patron = Who("P1", agency: "FAR-U") });
        await DoneAsync(created);
        await DoneAsync(Lend("B2") with { Patron = Who("P1", agency: "FAR-U") });
    }

    [Fact]
    public async Task Only_who_made_a_visitor_known_may_change_the_record()
    {
        var who = Who("V1", agency: "FAR-U");
        await DoneAsync(new CreateUser { Patron = who, Record = new PatronRecord { Name = "Vera", Email = "v@far.example" } });
        var renamed = new PatronRecord { Name = "Vera W." };
        await RefusedAsync(CirculationFault.UserAccessDenied, new CreateUser { Patron = who, Record = renamed }, "RELAIS");
        await RefusedAsync(CirculationFault.UserAccessDenied, new UpdateUser { Patron = Who("P1"), Added = renamed });
        await DoneAsync(new UpdateUser
        {
            Patron = who, Added = new PatronRecord { Name = "Vera V.", ValidUntil = DateOnly.FromDateTime(Start.Date).AddDays(-1) },
            Removed = new PatronRecord { Email = "v@far.example" },
        });
        var known = await DoneAsync(new LookupUser { Patron = who, PatronParts = PatronParts.Name | PatronParts.Addresses });
        Assert.Equal(("Vera V.", null), (known.PatronRecord!.Name, known.PatronRecord.Email));
        await RefusedAsync(CirculationFault.UserBlocked, Lend("B1") with { Patron = who });
        await RefusedAsync(CirculationFault.ElementRuleViolated, new CreateUser { Patron = Who("N1"), Record = renamed });
    }

    [Fact]
    public async Task A_known_visitor_is_refused_where_the_partner_wants_it_so()
    {
        var who = Who("V1", agency: "FAR-U");
        await DoneAsync(new CreateUser { Patron = who, Record = new PatronRecord { Name = "Vera V." } }, "RELAIS");
        await RefusedAsync(
            CirculationFault.ElementRuleViolated,
            new CreateUser { Patron = who, Record = new PatronRecord { Name = "Vera" } }, "RELAIS");
    }

    // Fees and notices

    [Fact]
    public async Task A_fee_is_noted()
    {
        var fee = new CirculationFee { Amount = new Money(2.5m, "EUR"), Type = "Service Charge" };
        var done = await DoneAsync(new CreateUserFiscalTransaction { Patron = Who("P1"), Fee = fee });
        Assert.NotNull(done.FeeNumber);
        var noted = Assert.Single((await DoneAsync(new LookupUser { Patron = Who("P1"), PatronParts = PatronParts.Fees })).Fees);
        Assert.Equal((fee.Amount, done.FeeNumber), (noted.Amount, noted.Number));
        await RefusedAsync(CirculationFault.InvalidAmount, new CreateUserFiscalTransaction
        {
            Patron = Who("P1"), Fee = fee with { Amount = new Money(0, "EUR") },
        });
    }

    [Fact]
    public async Task A_notice_is_always_taken()
    {
        foreach (var kind in Enum.GetValues<CirculationNotice>())
        {
            await DoneAsync(new Notice { Kind = kind, Item = Barcode("B1"), DueAt = Start });
        }

        await DoneAsync(Accept("TN-1"));
        await DoneAsync(new Notice { Kind = CirculationNotice.ItemCheckedIn, Item = Barcode("TN-1") });
        await RefusedAsync(CirculationFault.UnknownItem, new LookupItem { Item = Barcode("TN-1") });
    }

    [Fact]
    public async Task What_stays_with_the_patron_is_gone_with_the_loan()
    {
        await DoneAsync(Accept("TN-1") with { IsNonReturnable = true });
        Assert.True((await DoneAsync(Lend("TN-1", "P1"))).IsNonReturnable);
        await RefusedAsync(CirculationFault.UnknownItem, new LookupItem { Item = Barcode("TN-1") });
    }
}

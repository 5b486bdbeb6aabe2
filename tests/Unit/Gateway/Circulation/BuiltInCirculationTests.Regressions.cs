using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Configuration;
using Xunit;
using static ResourceSharing.Mapping.Canonical.CirculationCommand;

namespace ResourceSharing.Tests.Unit.Gateway.Circulation;

/// <summary>Defects that were found and mended, each under its name.</summary>
public sealed partial class BuiltInCirculationTests
{
    // A library that stands as one patron in all its requests

    [Fact]
    public async Task A_copy_that_goes_out_for_one_request_of_a_library_does_not_take_the_hold_of_another()
    {
        await DoneAsync(Wish("A", "pseudopatron", "B1"));
        await DoneAsync(Wish("B", "pseudopatron", "B2"));
        await RefusedAsync(CirculationFault.ResourceCannotBeProvided, Lend("B2", request: "A"));
        await DoneAsync(Lend("B2", request: "A") with { IsMandated = true });
        await RefusedAsync(CirculationFault.RequestAlreadyProcessed, Cancelled("A"));
        Assert.Equal(("B2", HoldStatus.InProcess), Brief(await StandsAsync("B")));
    }

    [Fact]
    public async Task Another_copy_goes_out_under_the_request_and_the_first_is_free_again()
    {
        await DoneAsync(Wish("A", "pseudopatron", "B1"));
        await DoneAsync(Lend("B2", request: "A"));
        await DoneAsync(Lend("B1", "P1"));
    }

    [Fact]
    public async Task An_item_that_is_lent_for_one_request_of_a_library_is_not_lent_for_another()
    {
        var lent = await DoneAsync(Lend("B1", request: "A"));
        Assert.Equal(lent, await DoneAsync(Lend("B1", request: "A")));
        await RefusedAsync(CirculationFault.ResourceCannotBeProvided, Lend("B1", request: "B"));
    }

    [Fact]
    public async Task A_loan_without_a_number_belongs_to_the_request_whose_hold_it_fulfils()
    {
        await DoneAsync(Wish("A", "pseudopatron", "B1"));
        Assert.Equal("A", (await DoneAsync(Lend("B1"))).Request?.Value);
        Assert.Equal("A", (await DoneAsync(Back("B1"))).Request?.Value);
    }

    [Theory]
    [InlineData("RELAIS", "INST-1")]
    [InlineData("ILLIAD", "P1")]
    public async Task The_number_of_a_request_alone_does_not_give_its_item_to_others(string partner, string patron)
    {
        await DoneAsync(Wish("A", "INST-1", "B1"));
        await RefusedAsync(CirculationFault.ResourceCannotBeProvided, Lend("B1", patron, "A"), partner);
        await DoneAsync(Lend("B1", "INST-1", "A"));
    }

    [Fact]
    public async Task The_same_number_of_another_agency_is_another_request_of_the_library()
    {
        await DoneAsync(Wish("A", "pseudopatron", "B1") with { Request = new BrokerRequestId("A", "EAST") });
        await RefusedAsync(
            CirculationFault.ResourceCannotBeProvided, Lend("B1") with { Request = new BrokerRequestId("A", "WEST") });
        await DoneAsync(Lend("B1") with { Request = new BrokerRequestId("a", "east") });
    }

    // Which item is meant

    [Fact]
    public async Task A_number_without_our_prefix_means_what_came_before_an_item_of_ours()
    {
        Assert.Equal("R-B1", (await DoneAsync(Accept("TN-1", item: "B1"), "RELAIS")).Item!.Value);
        AssertTemporary(true, await DoneAsync(Lend("B1", "P1"), "RELAIS"));
        AssertTemporary(true, await DoneAsync(Back("B1"), "RELAIS"));
        AssertTemporary(false, await DoneAsync(Lend("B1"), "RELAIS"));
    }

    [Fact]
    public async Task A_wish_and_its_loan_mean_the_item_of_ours_though_one_of_that_number_came()
    {
        await DoneAsync(Accept("TN-1", item: "B1"), "RELAIS");
        Assert.Equal("B1", (await DoneAsync(Wish("L-1", "pseudopatron", "B1"), "RELAIS")).Item!.Value);
        AssertTemporary(false, await DoneAsync(Lend("B1", request: "L-1"), "RELAIS"));
        AssertTemporary(true, await DoneAsync(Back("B1"), "RELAIS"));
    }

    [Theory]
    [InlineData("ILLIAD")]
    [InlineData("RELAIS")]
    public async Task A_return_by_the_number_of_a_request_with_several_items_is_refused(string partner)
    {
        var byLoan = new CheckInItem { Item = new CirculationItemId("L-1", IsRequestNumber: true) };
        var byNumber = new CheckInItem { Item = new CirculationItemId("TN-1", IsRequestNumber: true) };
        await DoneAsync(Accept("TN-1", item: "X1"), partner);
        await DoneAsync(Accept("TN-1", item: "X2"), partner);
        var refused = await RefusedAsync(CirculationFault.NonUniqueItem, byNumber, partner);
        Assert.Contains("name one", refused.Detail, StringComparison.Ordinal);
        await DoneAsync(Back("X1"), partner);
        await DoneAsync(byNumber, partner);
        await RefusedAsync(CirculationFault.UnknownItem, new LookupItem { Item = Barcode("X2") }, partner);

        await DoneAsync(Lend("B1", request: "L-1"), partner);
        await DoneAsync(Lend("B2", request: "L-1"), partner);
        await RefusedAsync(CirculationFault.NonUniqueItem, byLoan, partner);
        await DoneAsync(Back("B1"), partner);
        Assert.Equal("L-1", (await DoneAsync(byLoan, partner)).Request?.Value);
    }

    // Notices about items of ours

    [Fact]
    public async Task A_notice_that_an_item_of_ours_is_back_ends_the_loan_of_that_partner_alone()
    {
        await DoneAsync(Lend("B1", request: "L-1"));
        await DoneAsync(Told(CirculationNotice.ItemCheckedIn, "B1"), "RELAIS");
        Assert.Equal(ItemStatus.OnLoan, await HowAsync("B1"));
        Assert.Equal("L-1", (await DoneAsync(Told(CirculationNotice.ItemCheckedIn, "B1"))).Request?.Value);
        Assert.Equal(ItemStatus.AvailableOnShelf, await HowAsync("B1"));
    }

    [Fact]
    public async Task A_notice_that_a_request_was_cancelled_ends_its_hold()
    {
        await DoneAsync(Wish("L-1", "pseudopatron", "B1"));
        await DoneAsync(Wish("N-1", "P1", isbn: "9781861972712"));
        foreach (var number in new[] { "L-1", "N-1" })
        {
            var told = new Notice { Kind = CirculationNotice.ItemRequestCancelled, Request = new BrokerRequestId(number) };
            await DoneAsync(told, "RELAIS");
            await StandsAsync(number);
            await DoneAsync(told);
            await RefusedAsync(CirculationFault.UnknownRequest, Looked(number));
        }
    }

    [Fact]
    public async Task A_notice_that_an_item_of_ours_went_out_lends_it_whatever_the_rules_say()
    {
        await DoneAsync(Told(CirculationNotice.ItemCheckedOut, "B4", Start.AddDays(60)) with { Patron = Who("pseudopatron") });
        var lent = await DoneAsync(new LookupItem { Item = Barcode("B4"), ItemParts = ItemParts.Status });
        Assert.Equal((ItemStatus.OnLoan, Start.AddDays(60)), (lent.ItemRecord!.Status, lent.DueAt));
        await DoneAsync(Told(CirculationNotice.ItemCheckedOut, "B3", Start.AddDays(60)) with { Patron = Who("NOBODY") });
        Assert.Equal(ItemStatus.AvailableOnShelf, await HowAsync("B3"));
    }

    [Fact]
    public async Task A_notice_that_an_item_of_ours_was_renewed_renews_its_loan_whatever_the_rules_say()
    {
        await DoneAsync(Lend("B1"));
        await DoneAsync(Longer("B1"));
        await RefusedAsync(CirculationFault.MaximumRenewalsExceeded, Longer("B1", Start.AddDays(90)));
        await DoneAsync(Told(CirculationNotice.ItemRenewed, "B1", Start.AddDays(90)));
        Assert.Equal(Start.AddDays(90), (await DoneAsync(
            new LookupItem { Item = Barcode("B1"), ItemParts = ItemParts.Status })).DueAt);
    }

    // For whom an item came

    [Fact]
    public async Task An_item_that_comes_for_another_patron_does_not_take_the_place_of_the_awaited_one()
    {
        await DoneAsync(Wish("TN-9", "P1", isbn: "9781861972712"));
        await RefusedAsync(CirculationFault.CannotAcceptItem, Accept("TN-9", "P3"));
        Assert.Equal(HoldStatus.RequestedViaIll, (await StandsAsync("TN-9")).HoldStatus);
        await DoneAsync(Accept("TN-9", "CARD-1"));
    }

    [Fact]
    public async Task A_second_piece_without_a_patron_is_for_the_patron_of_the_first()
    {
        await DoneAsync(Accept("TN-1", item: "X1"));
        await DoneAsync(Accept("TN-1", item: "X2") with { Patron = null });
        var holds = (await DoneAsync(new LookupUser { Patron = Who("P1"), PatronParts = PatronParts.Holds })).Holds;
        Assert.Equal(["X1", "X2"], holds.Select(hold => hold.Item!.Value));
        await RefusedAsync(CirculationFault.UnknownUser, Accept("TN-2") with { Patron = null });
    }

    // Visitors

    [Fact]
    public async Task A_visitor_cannot_take_the_number_of_a_patron_of_ours_where_our_agencies_are_not_told()
    {
        using var configuration = new TemporaryConfiguration();
        var house = House.Replace("agencies: [HOME-U]", "agencies: []", StringComparison.Ordinal);
        configuration.Write("gateway.yaml", $"{TemporaryConfiguration.Gateway}\n{house}\n");
        configuration.Write("partners/ILLIAD.yaml", IlliadFile);
        var network = new NetworkSource(new ConfigurationSource(configuration.Load().Snapshot!, () => configuration.Load()));
        var open = new BuiltInCirculation(Store, network, _pins);
        var record = new PatronRecord { Name = "Vera" };

        async Task<CirculationFault?> FaultAsync(CirculationCommand command)
        {
            var work = await open.PrepareAsync(new CirculationOrder(command, network.Current.Find("ILLIAD")!, Now), Cancel);
            return (await Store.WriteAsync(unit => work(unit), Cancel) as CirculationAnswer.Refused)?.Fault;
        }

        var visitor = new CreateUser { Patron = Who("V1", agency: "FAR-U"), Record = record };
        var added = record with { Ids = [new PatronId("P1", "FAR-U")] };
        Assert.Equal(CirculationFault.NonUniqueUser, await FaultAsync(visitor with { Patron = Who("p1", agency: "FAR-U") }));
        Assert.Equal(CirculationFault.NonUniqueUser, await FaultAsync(visitor with { Record = added }));
        Assert.Null(await FaultAsync(visitor));
        Assert.Equal(CirculationFault.NonUniqueUser, await FaultAsync(new UpdateUser { Patron = visitor.Patron, Added = added }));
    }

    // Limits

    [Fact]
    public async Task What_is_awaited_from_elsewhere_counts_among_the_holds_of_a_patron()
    {
        var patron = await PatronAsync("P1");
        await InsertAsync(CirculationLimits.HoldsPerPatron - 1, number => new Hold
        {
            Patron = patron, Status = HoldStatus.RequestedViaIll, PlacedAt = Start, Partner = "ILLIAD",
            Request = new BrokerRequestId($"W-{number}"),
        });
        await DoneAsync(Wish("N-1", "P1", isbn: "9781861972712"));
        await RefusedAsync(CirculationFault.ElementRuleViolated, Wish("N-2", "P1", isbn: "9781861972712"));
    }

    [Fact]
    public async Task An_estimate_of_what_is_not_here_awaits_nothing()
    {
        await RefusedAsync(
            CirculationFault.UnknownItem,
            Wish("N-1", "P1", isbn: "9781861972712") with { Type = CirculationRequestType.Estimate });
        await RefusedAsync(CirculationFault.UnknownRequest, Looked("N-1"));
    }

    [Fact]
    public async Task A_fee_of_an_item_that_came_counts_among_the_fees_of_a_patron()
    {
        var patron = await PatronAsync("P1");
        var fee = new CirculationFee { Amount = new Money(2.5m, "EUR") };
        await InsertAsync(CirculationLimits.FeesPerPatron - 1, _ => new PatronFee { Patron = patron, Fee = fee });
        await DoneAsync(Accept("TN-1") with { Fee = fee });
        await RefusedAsync(CirculationFault.ElementRuleViolated, Accept("TN-2") with { Fee = fee });
    }

    [Fact]
    public async Task The_call_number_and_the_restrictions_of_what_came_are_as_long_as_a_field_may_be()
    {
        var (most, more) = (new string('x', CirculationLimits.FieldChars), new string('x', CirculationLimits.FieldChars + 1));
        await RefusedAsync(CirculationFault.ElementRuleViolated, Accept("TN-1") with { CallNumber = more });
        await RefusedAsync(
            CirculationFault.ElementRuleViolated, Accept("TN-1") with { Restrictions = ["Library use only", more] });
        await DoneAsync(Accept("TN-1") with { CallNumber = most, Restrictions = [most] });
    }

    // What nobody fetches

    [Fact]
    public async Task A_hold_that_nobody_fetches_expires_and_the_next_one_gets_the_item()
    {
        await DoneAsync(Lend("B3"));
        await DoneAsync(Wish("A", "P1", "B3"));
        await DoneAsync(Wish("B", "P3", "B3"));
        await DoneAsync(Back("B3"));
        var until = (await StandsAsync("A")).PickupUntil!.Value;
        Assert.Equal(0, await ExpireAsync(until));
        Assert.Equal(1, await ExpireAsync(until.AddDays(1)));
        Assert.Equal((null, HoldStatus.Expired), Brief(await StandsAsync("A")));
        var next = await StandsAsync("B");
        Assert.Equal(("B3", HoldStatus.AvailableForPickup), Brief(next));
        Assert.Equal(until.AddDays(8), next.PickupUntil);
        Assert.Equal(0, await ExpireAsync(until.AddDays(1)));
        await RefusedAsync(CirculationFault.ResourceCannotBeProvided, Lend("B3", "P1", "A"));
        Assert.Equal(HoldStatus.InProcess, (await DoneAsync(Wish("A", "P1", "B3"))).HoldStatus);
    }

    [Fact]
    public async Task A_hold_that_is_of_no_use_any_more_expires_and_keeps_nobody_waiting()
    {
        var last = DateOnly.FromDateTime(Start.Date).AddDays(2);
        await DoneAsync(Wish("A", "P1", "B3") with { NeededBy = last });
        await RefusedAsync(CirculationFault.ResourceCannotBeProvided, Lend("B3"));
        Assert.Equal(0, await ExpireAsync(last));
        Assert.Equal(1, await ExpireAsync(last.AddDays(1)));
        await DoneAsync(Lend("B3"));
        Assert.Equal(0, await ForgetAsync(last));
        Assert.Equal(1, await ForgetAsync(last.AddDays(1)));
        await RefusedAsync(CirculationFault.UnknownRequest, Looked("A"));
    }

    [Fact]
    public async Task What_came_from_elsewhere_and_is_not_fetched_leaves_the_shelf_and_can_still_go_either_way()
    {
        foreach (var number in new[] { "TN-1", "TN-2" })
        {
            await DoneAsync(Accept(number));
        }

        var after = (await StandsAsync("TN-1")).PickupUntil!.Value.AddDays(1);
        Assert.Equal(2, await ExpireAsync(after));
        Assert.Equal(("TN-1", HoldStatus.Expired), Brief(await StandsAsync("TN-1")));
        Assert.Equal(ItemStatus.InProcess, await HowAsync("TN-1"));
        Assert.Equal(0, await ForgetAsync(after));
        await DoneAsync(Lend("TN-1", "P1"));
        await DoneAsync(Back("TN-2"));
        AssertSound(await AllAsync(), "after the expiry");
    }

    [Fact]
    public async Task What_was_awaited_in_vain_can_come_all_the_same()
    {
        var last = DateOnly.FromDateTime(Start.Date).AddDays(2);
        await DoneAsync(Wish("N-1", "P1", isbn: "9781861972712") with { NeededBy = last });
        Assert.Equal(1, await ExpireAsync(last.AddDays(1)));
        await DoneAsync(Accept("N-1") with { Patron = null });
        Assert.Equal(("N-1", HoldStatus.AvailableForPickup), Brief(await StandsAsync("N-1")));
        Assert.Equal(0, await ForgetAsync(last.AddDays(1)));
    }

    [Fact]
    public async Task Visitors_who_still_have_something_do_not_keep_others_from_being_forgotten()
    {
        foreach (var (number, item) in new[] { ("V1", "B1"), ("V2", "B2"), ("V3", "B3"), ("V4", null) })
        {
            var record = new PatronRecord { Name = number };
            await DoneAsync(new CreateUser { Patron = Who(number, agency: "FAR-U"), Record = record });
            if (item is not null)
            {
                await DoneAsync(Lend(item) with { Patron = Who(number, agency: "FAR-U") });
            }
        }

        var late = DateOnly.FromDateTime(Start.Date).AddDays(60);
        Assert.Equal(1, await Store.WriteAsync(unit => CirculationRetention.Forget(unit.Circulation, late, 1), Cancel));
        await RefusedAsync(CirculationFault.UnknownUser, new LookupUser { Patron = Who("V4", agency: "FAR-U") });
        await DoneAsync(new LookupUser { Patron = Who("V1", agency: "FAR-U") });
    }

    private Task<int> ExpireAsync(DateOnly today) =>
        Store.WriteAsync(unit => HoldExpiry.Expire(unit.Circulation, today, today.AddDays(7), 100), Cancel);

    private async Task<long> PatronAsync(string number) =>
        (await Store.Circulation.FindByAsync<LibraryPatron>(CirculationKey.Patron(number, null), 1, Cancel))[0].Number;

    private Task<bool> InsertAsync<T>(int many, Func<int, T> record)
        where T : CirculationRecord => Store.WriteAsync(
        unit =>
        {
            foreach (var number in Enumerable.Range(1, many))
            {
                unit.Circulation.Insert(record(number));
            }

            return true;
        },
        Cancel);

    private async Task<ItemStatus?> HowAsync(string barcode) =>
        (await DoneAsync(new LookupItem { Item = Barcode(barcode), ItemParts = ItemParts.Status })).ItemRecord!.Status;

    private static Notice Told(CirculationNotice kind, string item, DateTimeOffset? due = null) =>
        new() { Kind = kind, Item = Barcode(item), DueAt = due };

    private static LookupRequest Looked(string request) => new() { Request = new BrokerRequestId(request) };

    private static CancelRequestItem Cancelled(string request) => new() { Request = new BrokerRequestId(request) };

    private static (string? Item, HoldStatus? Status) Brief(CirculationAnswer.Done stands) =>
        (stands.Item?.Value, stands.HoldStatus);
}

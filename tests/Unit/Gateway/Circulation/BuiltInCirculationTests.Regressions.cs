using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Mapping.Canonical;
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
        await RefusedAsync(CirculationFault.NonUniqueItem, new CheckInItem { Item = new CirculationItemId("L-1", IsRequestNumber: true) }, partner);
        await DoneAsync(Back("B1"), partner);
        Assert.Equal("L-1", (await DoneAsync(new CheckInItem { Item = new CirculationItemId("L-1", IsRequestNumber: true) }, partner)).Request?.Value);
    }

    private static CancelRequestItem Cancelled(string request) => new() { Request = new BrokerRequestId(request) };

    private static (string? Item, HoldStatus? Status) Brief(CirculationAnswer.Done stands) => (stands.Item?.Value, stands.HoldStatus);
}

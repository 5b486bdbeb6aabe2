using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Intake;
using ResourceSharing.Tests.Unit.Gateway.Lifecycle;

namespace ResourceSharing.Tests.Unit.Gateway.Routing;

/// <summary>Who writes to whom, and under which numbers.</summary>
public sealed class CorrespondenceTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData(Side.Borrowing)]
    [InlineData(Side.Lending)]
    public void Each_side_stands_where_it_belongs_with_its_own_number(Side side)
    {
        var status = side == Side.Borrowing ? Status.RequestSent : Status.BeingProcessed;
        var state = LifecycleFixtures.Request(side, status) with { PartnerReference = "E-77", OurSymbol = Ill.Home };
        var header = Correspondence.Address(LifecycleFixtures.Shipped(), state, _gateway.Network.Current).Header;

        var (ours, theirs) = side == Side.Borrowing ? (header.Requester, header.Responder) : (header.Responder, header.Requester);
        Assert.Equal(((Symbol?)Ill.Home, (Symbol?)Symbol.Parse("RSG:EAST")), (ours?.Symbol, theirs?.Symbol));
        Assert.Equal(
            side == Side.Borrowing ? (state.Id, "E-77") : ("E-77", state.Id),
            (header.RequesterReference, header.ResponderReference));
    }

    [Fact]
    public void A_partner_is_addressed_as_it_named_itself()
    {
        var state = LifecycleFixtures.Request(Side.Lending, Status.BeingProcessed) with
        {
            Counterpart = new Party { Symbol = Symbol.Parse("OCLC:EST"), Name = "East, branch" },
        };
        var header = Correspondence.Address(LifecycleFixtures.Shipped(), state, _gateway.Network.Current).Header;
        Assert.Equal(state.Counterpart, header.Requester);
    }

    [Theory]
    [InlineData("{type: expiry-time, days: 14}", ExpiryFlag.NoExpiry, ExpiryFlag.OtherDate)]
    [InlineData("{type: interest-date}", ExpiryFlag.NoExpiry, ExpiryFlag.NeedBeforeDate)]
    [InlineData("{type: no-expiry}", ExpiryFlag.NoExpiry, ExpiryFlag.NoExpiry)]
    [InlineData("{type: expiry-time, days: 14}", ExpiryFlag.NeedBeforeDate, ExpiryFlag.NeedBeforeDate)]
    public void A_request_ends_as_its_own_words_say_or_else_as_the_partners_file(
        string expiry, ExpiryFlag asked, ExpiryFlag sent)
    {
        _gateway.Meet("EAST", TestGateway.EastAddress, $"expiry: {expiry}");
        var state = LifecycleFixtures.Request(Side.Borrowing, Status.RequestSent);
        var request = Ill.Request();
        request = request with { Content = request.Content with { Expiry = asked, NeededBy = new DateOnly(2026, 5, 1) } };

        var addressed = (IllMessage.Request)Correspondence.Address(request, state, _gateway.Network.Current);

        Assert.Equal(sent, addressed.Content.Expiry);
        Assert.Equal(sent == ExpiryFlag.OtherDate ? new DateOnly(2026, 3, 16) : null, addressed.Content.ExpiresOn);
    }

    [Theory]
    [InlineData("10.0.0.1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("10.0.0.2", false)]
    [InlineData("::1", false)]
    [InlineData(null, false)]
    public void A_partner_may_connect_from_the_addresses_of_its_file_only(string? address, bool may) =>
        Assert.Equal(may, _gateway.Network.Current.Find("EAST")!.MayConnectFrom(
            address is null ? null : System.Net.IPAddress.Parse(address)));
}

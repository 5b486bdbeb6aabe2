using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using Xunit;
using static ResourceSharing.Tests.Unit.Gateway.Lifecycle.LifecycleFixtures;

namespace ResourceSharing.Tests.Unit.Gateway.Lifecycle;

/// <summary>The table of the lifecycle reference, section 4.2.</summary>
public class IsoStateTests
{
    private const string Borrowing = """
        1 Rejected Expired BadCitation
        2 RequestSent RequestAccepted Claimed CancelNotAccepted
        3 WillSupply AutoWillSupply
        5 Conditional
        6 CancelReply
        7 Cancelled CancelledByPatron CancelledByStaff ExternallyObtained
        8 ShippedPhysically ShippedDigitally ReceiveDigitallyReply DamagedCommunicated Damaged
        9 ReceivedPhysically ReceivedDigitally ReceivedNotForLoan Loaned Renewed RenewNotAccepted ReturnedByPatron
        10 MediatedRenewal RenewRequested
        11 OverdueItem
        14 ReturnedToPartner
        15 LenderCheckIn RequestCompleted Delivered History
        16 RecalledBor
        17 LostCommunicated ReportLost DeclaredLost LostAndFeePaid
        18 RequestCreatedBor PendingApproval LocateInProcess LocateFailed LocalHolding ReadyToSend ExportedToThirdParty Reactivated Deleted
        """;

    private const string Lending = """
        1 Rejected Expired
        3 RequestCreatedLend NonExpiring LocateFailed BeingProcessed PendingAutoReject WillSupply Reactivated
        5 Conditional
        6 CancelReply
        7 Cancelled
        8 ShippedPhysically ShippedDigitally Damaged RenewalResponse
        9 ReceivedByPartner
        10 RenewRequested PatronRenewal StaffRenewal
        11 OverdueItem
        14 ReturnedByPartner
        15 LenderCheckIn RequestCompleted
        16 RecalledLend BorrowerRecall
        17 Lost
        18 Deleted
        """;

    [Fact]
    public void A_renewal_that_was_answered_before_the_receipt_is_not_reported_as_received()
    {
        var state = Request(Side.Lending, Status.RenewalResponse);
        Assert.Equal(CurrentState.Shipped, IsoState.Of(state with { ReceivedOn = null }));
        Assert.Equal(CurrentState.Received, IsoState.Of(state with { ReceivedOn = new DateOnly(2026, 3, 1) }));
    }

    [Theory]
    [InlineData(Side.Borrowing, Borrowing)]
    [InlineData(Side.Lending, Lending)]
    public void Every_status_has_the_current_state_of_the_table(Side side, string table)
    {
        var expected = table.Split('\n').Select(line => line.Trim().Split(' '))
            .SelectMany(row => row.Skip(1).Select(name => (Status: Enum.Parse<Status>(name), State: int.Parse(row[0]))))
            .ToDictionary(pair => pair.Status, pair => pair.State);
        Assert.Equal(StatusCatalog.Of(side).Select(info => info.Status).Order(), expected.Keys.Order());
        foreach (var (status, state) in expected)
        {
            Assert.Equal((status, state), (status, IsoCode.Number(IsoState.Of(Request(side, status)))));
        }
    }

    [Theory]
    [InlineData(Side.Borrowing)]
    [InlineData(Side.Lending)]
    public void Receipt_overdue_and_copies_show_in_the_state(Side side)
    {
        var received = new DateOnly(2026, 2, 3);
        var overdue = Request(side, Status.OverdueItem);
        Assert.Equal(CurrentState.NotReceivedOverdue, IsoState.Of(overdue));
        Assert.Equal(CurrentState.Overdue, IsoState.Of(overdue with { ReceivedOn = received }));
        Assert.Equal(CurrentState.RenewOverdue, IsoState.Of(Request(side, Status.RenewRequested) with { IsOverdue = true }));
        var copy = Request(side, Status.RequestCompleted) with { SuppliedAs = ServiceType.CopyNonReturnable };
        Assert.Equal(side == Side.Borrowing ? CurrentState.Received : CurrentState.Shipped, IsoState.Of(copy));
        var again = Request(side, Status.Reactivated) with { ShippedOn = received };
        Assert.Equal(CurrentState.Shipped, IsoState.Of(again));
        Assert.Equal(CurrentState.Received, IsoState.Of(again with { ReceivedOn = received }));
    }
}

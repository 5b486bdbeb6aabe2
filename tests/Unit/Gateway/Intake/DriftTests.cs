using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>What a status report tells about the difference between the partner's state and ours.</summary>
public sealed class DriftTests
{
    [Fact]
    public async Task A_difference_is_kept_with_its_repair_and_is_gone_when_it_is_repaired()
    {
        await using var gateway = new TestGateway();
        var request = await gateway.BorrowingAsync("EAST");
        await gateway.ActAsync(request, StaffAction.StatusQuery);

        var drifting = await ReportAsync(gateway, request, CurrentState.Shipped, 1);
        Assert.Equal((CurrentState.Shipped, CurrentState.Pending), (drifting.Drift!.Theirs, drifting.Drift.Ours));
        Assert.Equal((DriftRepairKind.ChangeStatus, (Status?)Status.ShippedPhysically), (drifting.Drift.Repair.Kind, drifting.Drift.Repair.Status));
        Assert.Contains(drifting.Notes, note => note.Kind == NoteKind.System && note.Text.Contains("shipped", StringComparison.Ordinal));
        var listed = await gateway.Store.ListRequestsAsync(new RequestFilter { HasDrift = true }, null, 10, TestGateway.Cancel);
        Assert.Equal(request.Number, Assert.Single(listed.Items).Number);

        var repaired = await gateway.ActAsync(request, StaffAction.ChangeStatus, new ActionFields { Status = Status.ShippedPhysically });
        Assert.Null((await gateway.FindAsync(repaired)).Drift);
    }

    [Fact]
    public async Task A_report_that_fits_leaves_no_difference()
    {
        await using var gateway = new TestGateway();
        var request = await gateway.BorrowingAsync("EAST");
        Assert.Null((await ReportAsync(gateway, request, CurrentState.InProcess, 1)).Drift);
        Assert.NotNull((await ReportAsync(gateway, request, CurrentState.Unknown, 2)).Drift);
        Assert.Null((await ReportAsync(gateway, request, CurrentState.InProcess, 3)).Drift);
    }

    [Theory]
    [InlineData(Status.RequestSent, CurrentState.Unknown, DriftRepairKind.SendAgain, IllService.IllRequest)]
    [InlineData(Status.RequestSent, CurrentState.NotSupplied, DriftRepairKind.ChangeStatus, IllService.IllAnswer)]
    [InlineData(Status.CancelReply, CurrentState.InProcess, DriftRepairKind.SendAgain, IllService.Cancel)]
    [InlineData(Status.ReturnedToPartner, CurrentState.Shipped, DriftRepairKind.SendAgain, IllService.Returned)]
    [InlineData(Status.ReturnedToPartner, CurrentState.Recall, DriftRepairKind.SendAgain, IllService.Returned)]
    [InlineData(Status.ReceivedPhysically, CurrentState.Recall, DriftRepairKind.ChangeStatus, IllService.Recall)]
    [InlineData(Status.RequestCompleted, CurrentState.InProcess, DriftRepairKind.AskPartner, IllService.Message)]
    public void Who_is_further_on_has_said_what_the_other_has_missed(
        Status ours, CurrentState theirs, DriftRepairKind kind, IllService service)
    {
        var state = Storage.StoreSamples.Borrowing(1) with { Status = ours, ReceivedOn = new DateOnly(2026, 3, 3) };
        var drift = StateDrifts.Compare(state, theirs, Storage.StoreSamples.Start);
        Assert.Equal((kind, (IllService?)service), (drift!.Repair.Kind, drift.Repair.Service));
    }

    [Fact]
    public void Every_pair_of_states_has_an_answer_on_both_sides()
    {
        foreach (var side in new[] { Side.Borrowing, Side.Lending })
        {
            foreach (var info in StatusCatalog.Of(side))
            {
                var sample = side == Side.Borrowing ? Storage.StoreSamples.Borrowing(1) : Storage.StoreSamples.Lending(1);
                var state = sample with { Status = info.Status };
                foreach (var theirs in Enum.GetValues<CurrentState>())
                {
                    var drift = StateDrifts.Compare(state, theirs, Storage.StoreSamples.Start);
                    Assert.True(drift is null || drift.Repair.Text.Length > 0);
                    Assert.Null(theirs == IsoState.Of(state) && theirs != CurrentState.Unknown ? drift : null);
                }
            }
        }
    }

    private static async Task<RequestState> ReportAsync(TestGateway gateway, RequestState request, CurrentState state, int second)
    {
        var report = new Report.Status(state, IsoState.History(request));
        await gateway.ArriveAsync(Ill.Report(Ill.FromLender(request, "EAST", second: second), report));
        return await gateway.FindAsync(request);
    }
}

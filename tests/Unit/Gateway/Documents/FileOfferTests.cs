using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Tests.Unit.Gateway.Intake;

namespace ResourceSharing.Tests.Unit.Gateway.Documents;

/// <summary>A file that was chosen for a shipment, and what happens to it before the shipment is written.</summary>
public sealed class FileOfferTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_was_deleted_since_it_was_chosen_does_not_come_back_by_its_shipment(bool isPurged)
    {
        await using var gateway = new TestGateway();
        var request = await gateway.LendingAsync();
        var chosen = await gateway.Store.WriteAsync(
            work => work.Documents.Insert(new StoredDocument
            {
                Request = request.Number, Digest = new string('a', 64), Octets = 128, MediaType = "application/pdf",
                Name = "scan.pdf", By = "ida", At = gateway.Clock.GetUtcNow(),
            }), TestGateway.Cancel);
        await gateway.Store.WriteAsync(
            work =>
            {
                if (isPurged)
                    work.Documents.Update(chosen with { PurgedAt = gateway.Clock.GetUtcNow() });
                else
                    work.Documents.Remove(chosen.Number);
                return 0;
            }, TestGateway.Cancel);

        var offer = new FileOffer(chosen, FileDelivery.Attachment, null!, null!);
        var result = await gateway.Desk.ActAsync(
            request.Id, StaffAction.ShipDigitally, ActionFields.None, new Submission { File = offer }, "ida",
            TestGateway.Cancel);
        Assert.Equal("documents", Assert.IsType<DeskResult.Invalid>(result).Field);
        var after = await gateway.Store.Documents.FindAsync(chosen.Number, TestGateway.Cancel);
        Assert.True(after is null or { PurgedAt: not null, ShippedAt: null });
    }
}

using System.Text.Json;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>Arrivals whose answer goes back on the connection instead of a report.</summary>
public sealed class AnsweredWithTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new(isInMemory: true);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task An_answer_at_once_goes_back_on_the_connection_and_not_by_the_outbox()
    {
        await RecalledAsync();
        var receipt = await _gateway.AcceptAsync(Renew() with { AnsweredWith = IllService.RenewAnswer });
        Assert.Equal(ArrivalOutcome.Applied, receipt.Outcome);
        Assert.False(Assert.IsType<IllMessage.RenewAnswer>(Reply(receipt)).Grants);
        Assert.DoesNotContain(await _gateway.OutboxAsync(), row => row.Entry.Message is IllMessage.RenewAnswer);
        var repeat = await _gateway.AcceptAsync(Renew() with { AnsweredWith = IllService.RenewAnswer });
        Assert.Equal(ArrivalOutcome.Duplicate, repeat.Outcome);
        Assert.IsType<IllMessage.RenewAnswer>(Reply(repeat));
    }

    [Fact]
    public async Task Without_it_the_connection_gets_a_report_and_the_outbox_the_answer()
    {
        await RecalledAsync();
        var receipt = await _gateway.AcceptAsync(Renew());
        Assert.IsType<IllMessage.StatusOrErrorReport>(Reply(receipt));
        Assert.Contains(await _gateway.OutboxAsync(), row => row.Entry.Message is IllMessage.RenewAnswer);
    }

    private async Task RecalledAsync()
    {
        var request = await _gateway.LendingAsync();
        await _gateway.ActAsync(request, StaffAction.Ship, new ActionFields { DueDate = new DateOnly(2026, 6, 1) });
        await _gateway.ActAsync(request, StaffAction.Recall, new ActionFields { DueDate = new DateOnly(2026, 5, 1) });
    }

    private static Arrival Renew() =>
        TestGateway.Arrival(new IllMessage.Renew { Header = Ill.FromBorrower() }, identity: "renew") with { WaitsForReply = true };

    private static IllMessage Reply(Receipt receipt) =>
        JsonSerializer.Deserialize<IllMessage>(receipt.Reply!.Value.Span, RequestJson.Options)!;
}

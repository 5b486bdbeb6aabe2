using System.Globalization;
using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.RapidPod;

/// <summary>Books in a pod, with the real program: the whole loan, and the queues as both systems take notice.</summary>
[Collection(ProcessCollection.Name)]
public sealed class PodLoanTests(PodGateway pod) : IClassFixture<PodGateway>
{
    private static readonly string Due = DateTime.Today.AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static readonly string Later = DateTime.Today.AddDays(60).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_loan_goes_out_is_renewed_and_comes_back()
    {
        var north = pod.North;
        var number = await north.AskAsync(PodClient.Book("N-L1"));
        var (lender, _) = await pod.LenderAsync(number);
        Assert.Empty(await lender.QueueAsync(RapidQueue.LenderPending, RapidQueueFilter.Article));
        Assert.Single(await lender.QueueAsync(RapidQueue.LenderPending, RapidQueueFilter.Book));
        await lender.SayAsync(number, RapidUpdateAction.Fill);
        Assert.False(await lender.IsInAsync(RapidQueue.LenderPending, number));
        await lender.SayAsync(
            number, RapidUpdateAction.Shipped, update => update with { DueDate = Due, TrackingNumber = "TRK-1" });
        await NoticedAsync(north, RapidQueue.BorrowerRecentlyShipped, number, RapidUpdateAction.ShippedBorrowerAck);
        var info = await north.InfoAsync(number);
        Assert.Equal((DateTime.Parse(Due, CultureInfo.InvariantCulture), "TRK-1"), (info.DueDate, info.TrackingNumber));

        await north.SayAsync(number, RapidUpdateAction.Received);
        await NoticedAsync(lender, RapidQueue.LenderRecentlyReceived, number, RapidUpdateAction.ReceivedLenderAck);
        await north.SayAsync(number, RapidUpdateAction.RenewalRequested, update => update with { DueDate = Later });
        await NoticedAsync(
            lender, RapidQueue.LenderRecentlyRenewalRequested, number, RapidUpdateAction.RenewalRequestedLenderAck);
        await lender.SayAsync(number, RapidUpdateAction.Renewed, update => update with { DueDate = Later });
        Assert.Equal(DateTime.Parse(Later, CultureInfo.InvariantCulture), (await north.InfoAsync(number)).DueDate);

        await north.SayAsync(number, RapidUpdateAction.Returned);
        await NoticedAsync(lender, RapidQueue.LenderRecentlyReturned, number, RapidUpdateAction.ReturnedLenderAck);
        await lender.SayAsync(number, RapidUpdateAction.Finished);
        await NoticedAsync(north, RapidQueue.BorrowerRecentlyFinished, number, RapidUpdateAction.FinishedBorrowerAck);
        Assert.Equal(
            $"NORTH:New {lender.Code}:Pending {lender.Code}:Filled {lender.Code}:Shipped NORTH:Received NORTH:RenewalRequested "
            + $"{lender.Code}:Renewed NORTH:Returned {lender.Code}:Finished",
            await north.StatesAsync(number));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_with_the_reason()
    {
        var number = await pod.North.AskAsync(PodClient.Book("N-L2"));
        var (lender, _) = await pod.LenderAsync(number);
        var early = await pod.North.TryAsync(number, RapidUpdateAction.Returned);
        Assert.False(early.IsSuccessful);
        Assert.NotEmpty(early.VerificationNote!);
        Assert.Contains("DueDate has passed", (await lender.TryAsync(number, RapidUpdateAction.Shipped,
            update => update with { DueDate = "2001-01-01" })).VerificationNote, StringComparison.Ordinal);
        Assert.Contains("ArticleExchangeAddress", (await lender.TryAsync(number, RapidUpdateAction.Fill,
            update => update with { ArticleExchangeAddress = "file:///etc/passwd" })).VerificationNote, StringComparison.Ordinal);
        Assert.Contains("in this request you borrow", (await pod.North.TryAsync(number, RapidUpdateAction.Fill)).VerificationNote,
            StringComparison.Ordinal);
        Assert.True(await lender.IsInAsync(RapidQueue.LenderPending, number));

        await lender.SayAsync(number, RapidUpdateAction.Shipped);
        var tooLate = await pod.North.TryAsync(number, RapidUpdateAction.Cancel);
        Assert.Equal("Shipped", (await pod.North.StatesAsync(number)).Split(':')[^1]);
        Assert.NotNull(tooLate);
        await pod.North.SayAsync(number, RapidUpdateAction.Received);
        await pod.North.SayAsync(number, RapidUpdateAction.RenewalRequested);
        await lender.SayAsync(number, RapidUpdateAction.NotRenewed);
        Assert.EndsWith($"{lender.Code}:NotRenewed", await pod.North.StatesAsync(number), StringComparison.Ordinal);
        await pod.North.SayAsync(number, RapidUpdateAction.Lost);
        Assert.EndsWith("NORTH:Lost", await lender.StatesAsync(number), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_update_again_is_done_once()
    {
        var number = await pod.North.AskAsync(PodClient.Book("N-L3"));
        var (lender, _) = await pod.LenderAsync(number);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => lender.TryAsync(
            number, RapidUpdateAction.Shipped, update => update with { DueDate = Due })));
        Assert.All(answers, answer => Assert.True(answer.IsSuccessful, answer.VerificationNote));
        Assert.Equal($"NORTH:New {lender.Code}:Pending {lender.Code}:Shipped", await pod.North.StatesAsync(number));
    }

    private static async Task NoticedAsync(PodClient member, RapidQueue queue, int number, RapidUpdateAction notice)
    {
        Assert.True(await member.IsInAsync(queue, number), $"{queue}: {await member.StatesAsync(number)}");
        await member.SayAsync(number, notice);
        Assert.False(await member.IsInAsync(queue, number), $"{queue} after {notice}");
    }
}

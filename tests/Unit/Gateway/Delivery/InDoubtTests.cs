using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Intake;

namespace ResourceSharing.Tests.Unit.Gateway.Delivery;

/// <summary>Sent, but nobody knows whether it arrived; and a partner whose file says <c>onInDoubt: probe</c>.</summary>
public sealed class InDoubtTests : IAsyncDisposable
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Without_a_probe_it_is_sent_again_with_the_same_bytes()
    {
        await _gateway.BorrowingAsync("EAST");
        _gateway.Iso.Says(ScriptedChannel.InDoubt);
        await _gateway.DeliverAsync();
        _gateway.Clock.Advance(TimeSpan.FromSeconds(30));
        await _gateway.DeliverAsync();
        Assert.Equal(["EAST iso-ill 1 ill-request", "EAST iso-ill 1 ill-request"], _gateway.Iso.Sent);
    }

    [Fact]
    public async Task A_probe_overtakes_the_message_in_doubt_and_is_sent_once()
    {
        var request = await InDoubtAsync();
        Assert.Equal(["EAST iso-ill 1 ill-request", "EAST iso-ill 2 status-query"], _gateway.Iso.Sent);
        var query = _gateway.Iso.Messages.Last();
        Assert.Equal((request.Transaction, (Symbol?)Symbol.Parse("RSG:EAST")), (query.Header.Transaction, query.Header.Responder?.Symbol));

        // No report comes: the usual retry goes on, and a second doubt is the same one.
        _gateway.Iso.Says(ScriptedChannel.InDoubt);
        _gateway.Clock.Advance(TimeSpan.FromSeconds(30));
        await _gateway.DeliverAsync();
        Assert.Equal(3, _gateway.Iso.Sent.Count);
        _gateway.Clock.Advance(TimeSpan.FromSeconds(60));
        await _gateway.DeliverAsync();
        Assert.Equal(OutboxState.Delivered, (await _gateway.OutboxAsync())[0].State);
    }

    [Fact]
    public async Task A_report_that_shows_the_message_ends_it_without_sending_it_again()
    {
        var request = await InDoubtAsync();
        await ReportAsync(request, new Report.Status(CurrentState.InProcess, History(IllService.IllRequest)));

        var row = (await _gateway.OutboxAsync())[0];
        Assert.Equal((OutboxState.Delivered, true), (row.State, row.LastDetail!.Contains("report", StringComparison.Ordinal)));
        _gateway.Clock.Advance(TimeSpan.FromHours(2));
        await _gateway.DeliverAsync();
        Assert.Equal(2, _gateway.Iso.Sent.Count);
    }

    [Fact]
    public async Task A_report_that_knows_nothing_of_it_sends_it_again_at_once()
    {
        var request = await InDoubtAsync();
        await ReportAsync(request,
            new Report.Error("STATUS-QUERY", new Problem.Transaction(TransactionIdProblem.UnknownTransactionId)));
        await _gateway.DeliverAsync();

        Assert.Equal("EAST iso-ill 1 ill-request", _gateway.Iso.Sent.Last());
        Assert.Equal(OutboxState.Delivered, (await _gateway.OutboxAsync())[0].State);
    }

    [Fact]
    public async Task Another_partners_report_ends_nothing()
    {
        _gateway.Meet("SOUTH", "10.0.0.3");
        var request = await InDoubtAsync();
        var report = new Report.Status(CurrentState.InProcess, History(IllService.IllRequest));
        await _gateway.ArriveAsync(Ill.Report(Ill.FromLender(request, "SOUTH"), report), "10.0.0.3");
        Assert.Equal(OutboxState.Waiting, (await _gateway.OutboxAsync())[0].State);
    }

    [Theory]
    [InlineData(IllService.Returned, "RSG:HOME", 0, true)]
    [InlineData(IllService.Returned, null, 0, true)]
    [InlineData(IllService.Returned, "RSG:EAST", 0, null)]
    [InlineData(IllService.Returned, "RSG:HOME", -20, false)]
    [InlineData(IllService.Received, "RSG:HOME", -1, false)]
    [InlineData(IllService.Received, "RSG:HOME", 0, null)]
    [InlineData(IllService.CheckedIn, "RSG:EAST", 1, null)]
    public void A_report_tells_by_its_last_service_whether_ours_arrived(
        IllService service, string? by, int days, bool? hasArrived)
    {
        var ours = new IllMessage.Returned
        {
            Header = new MessageHeader
            {
                Transaction = new TransactionId { GroupQualifier = "1", Qualifier = "1" }, At = new ServiceTime(Day, null),
            },
            ReturnedOn = Day,
        };
        var history = History(service) with
        {
            LastServiceOn = Day.AddDays(days),
            LastServiceBy = new Party { Symbol = by is null ? null : Symbol.Parse(by), Name = "somebody" },
        };
        Assert.Equal(hasArrived, InDoubtProbes.HasArrived(ours, Ill.Home, new Report.Status(CurrentState.Shipped, history)));
        Assert.Null(InDoubtProbes.HasArrived(ours, Ill.Home, new Report.None(ReasonNoReport.Temporary)));
        Assert.Null(InDoubtProbes.HasArrived(
            new IllMessage.Message { Header = ours.Header, Note = "x" }, Ill.Home, new Report.Status(CurrentState.Shipped, history)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_report_of_the_same_day_does_not_swallow_the_second_answer_of_that_day(int days)
    {
        var ours = new IllMessage.Answer
        {
            Header = new MessageHeader
            {
                Transaction = new TransactionId { GroupQualifier = "1", Qualifier = "1" }, At = new ServiceTime(Day, null),
            },
            Result = new AnswerResult.Unfilled(ReasonUnfilled.NotOwned),
        };
        var history = History(IllService.IllAnswer) with { LastServiceOn = Day.AddDays(days) };
        bool? expected = days == 0 ? null : false;
        Assert.Equal(expected, InDoubtProbes.HasArrived(ours, Ill.Home, new Report.Status(CurrentState.InProcess, history)));
    }

    private async Task<RequestState> InDoubtAsync()
    {
        _gateway.Meet("EAST", TestGateway.EastAddress, "delivery: {onInDoubt: probe}");
        var request = await _gateway.BorrowingAsync("EAST");
        _gateway.Iso.Says(ScriptedChannel.InDoubt);
        await _gateway.DeliverAsync();
        return request;
    }

    private Task ReportAsync(RequestState request, Report report) =>
        _gateway.ArriveAsync(Ill.Report(Ill.FromLender(request, "EAST", second: 5), report));

    private static HistoryReport History(IllService last) => new()
    {
        LastTransitionOn = Day, LastService = last, LastServiceOn = Day, LastServiceBy = new Party { Symbol = Ill.Home },
    };
}

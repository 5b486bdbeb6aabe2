using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>What becomes of a message that was understood and whose sender is believed.</summary>
public sealed class ArrivalTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_new_request_is_applied_with_its_bytes_and_a_line_of_history()
    {
        var receipt = await _gateway.ArriveAsync(Ill.Request());

        var request = Assert.Single(await _gateway.RequestsAsync());
        Assert.Equal((ArrivalOutcome.Applied, null), (receipt.Outcome, receipt.Error));
        Assert.Equal((Side.Lending, Status.RequestCreatedLend, "EAST"), (request.Side, request.Status, request.Partner));
        var row = await _gateway.MessageAsync(receipt);
        Assert.Equal((request.Number, ArrivalOutcome.Applied), (row.Entry.Request!.Value, row.Entry.Outcome!.Value));
        Assert.False(row.Entry.Raw.IsEmpty);
        Assert.Single(await _gateway.HistoryAsync(request));
        Assert.Empty(await _gateway.OutboxAsync());
    }

    [Fact]
    public async Task The_same_message_again_is_a_duplicate_and_changes_nothing()
    {
        var first = await _gateway.ArriveAsync(Ill.Request());
        var repeat = Ill.Request();
        repeat = repeat with { Header = repeat.Header with { OriginallyAt = repeat.Header.At, At = repeat.Header.At.NextSecond() } };
        var second = await _gateway.ArriveAsync(repeat);

        Assert.Equal(ArrivalOutcome.Duplicate, second.Outcome);
        Assert.Equal(first.MessageId, (await _gateway.MessageAsync(second)).Entry.RefersTo);
        Assert.Equal(1, Assert.Single(await _gateway.RequestsAsync()).Version);
        Assert.Empty(await _gateway.OutboxAsync());
    }

    [Fact]
    public async Task Of_two_hundred_copies_at_the_same_time_one_is_applied()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => _gateway.ArriveAsync(Ill.Request()))));

        Assert.Equal(1, receipts.Count(receipt => receipt.Outcome == ArrivalOutcome.Applied));
        Assert.Equal(199, receipts.Count(receipt => receipt.Outcome == ArrivalOutcome.Duplicate));
        Assert.Single(await _gateway.RequestsAsync());
    }

    [Fact]
    public async Task The_same_identity_with_other_content_is_a_conflict_and_never_applied()
    {
        var request = await _gateway.LendingAsync();
        var conflict = await _gateway.ArriveAsync(Ill.Request(title: "Another book"), identity: IdentityOf(Ill.Request()));
        var again = await _gateway.ArriveAsync(Ill.Request(title: "Another book"), identity: IdentityOf(Ill.Request()));

        Assert.Equal((ArrivalOutcome.Refused, "identity-conflict"), (conflict.Outcome, conflict.Error!.Code));
        Assert.Equal("identity-conflict", again.Error!.Code);
        Assert.Equal("On Rivers", (await _gateway.FindAsync(request)).Content.Citation.Title);
        var report = (await _gateway.OutboxAsync())[0].Entry;
        Assert.Equal(new Problem.Transaction(TransactionIdProblem.DuplicateTransactionId), Ill.ProblemIn(report.Message));
    }

    [Fact]
    public async Task A_message_about_an_unknown_transaction_is_answered_so()
    {
        var receipt = await _gateway.ArriveAsync(Ill.Received(Ill.FromBorrower()));

        Assert.Equal((ArrivalOutcome.Refused, "transaction-unknown"), (receipt.Outcome, receipt.Error!.Code));
        var row = Assert.Single(await _gateway.OutboxAsync());
        Assert.Equal(("EAST", null), (row.Entry.Partner, row.Entry.Request));
        Assert.Equal(new Problem.Transaction(TransactionIdProblem.UnknownTransactionId), Ill.ProblemIn(row.Entry.Message));
    }

    [Fact]
    public async Task A_report_is_never_answered_with_a_report()
    {
        var error = new Report.Error("SHIPPED", new Problem.General(GeneralProblem.Other));
        var unknown = await _gateway.ArriveAsync(Ill.Report(Ill.FromBorrower(), error));
        var request = await _gateway.LendingAsync();
        var known = await _gateway.ArriveAsync(Ill.Report(Ill.FromBorrower(second: 1), error));
        var stranger = await _gateway.ArriveAsync(Ill.Report(Ill.FromBorrower("NOBODY"), error));
        var header = Ill.FromBorrower();
        var garbled = await _gateway.AcceptAsync(TestGateway.Arrival(Ill.Request()) with
        {
            Content = new ArrivalContent.NotUnderstood(new Problem.General(GeneralProblem.MistypedApdu),
                new GatewayError("apdu-not-understood", RetryClass.Never, "no"), header, IllService.StatusOrErrorReport),
        });

        Assert.Equal(ArrivalOutcome.Refused, unknown.Outcome);
        Assert.Equal(ArrivalOutcome.Applied, known.Outcome);
        Assert.All([unknown, known, stranger, garbled], receipt => Assert.Null(receipt.Reply));
        Assert.Empty(await _gateway.OutboxAsync());
        Assert.True((await _gateway.FindAsync(request)).HasUnreadMessage);
    }

    [Fact]
    public async Task A_message_that_the_state_forbids_is_refused_with_the_state_and_gets_a_second_chance()
    {
        var request = await _gateway.LendingAsync();
        var received = Ill.Received(Ill.FromBorrower(second: 5));
        var tooEarly = await _gateway.ArriveAsync(received);
        await _gateway.ActAsync(request, StaffAction.Ship);
        var repeated = await _gateway.ArriveAsync(received);

        Assert.Equal((ArrivalOutcome.Refused, "state-transition-prohibited"), (tooEarly.Outcome, tooEarly.Error!.Code));
        var report = (await _gateway.OutboxAsync())[0].Entry.Message;
        Assert.Equal(
            new Problem.StateTransitionProhibited(IllService.Received, CurrentState.InProcess), Ill.ProblemIn(report));
        Assert.Equal(ArrivalOutcome.Applied, repeated.Outcome);
        Assert.Equal(Status.ReceivedByPartner, (await _gateway.FindAsync(request)).Status);
        Assert.Equal(ArrivalOutcome.Duplicate, (await _gateway.ArriveAsync(received)).Outcome);
    }

    [Fact]
    public async Task A_harmless_message_is_ignored_and_its_reason_is_in_the_history()
    {
        var request = await _gateway.LendingAsync();
        var receipt = await _gateway.ArriveAsync(
            new IllMessage.ConditionalReply { Header = Ill.FromBorrower(second: 1), Accepts = true });

        Assert.Equal((ArrivalOutcome.Ignored, null), (receipt.Outcome, receipt.Error));
        Assert.Equal(2, (await _gateway.HistoryAsync(request)).Count);
        Assert.Empty(await _gateway.OutboxAsync());
    }

    [Fact]
    public async Task What_could_not_be_read_is_answered_when_its_header_could_and_quarantined_else()
    {
        var content = new ArrivalContent.NotUnderstood(new Problem.General(GeneralProblem.BadlyStructuredApdu),
            new GatewayError("apdu-not-understood", RetryClass.Never, "no"), Ill.FromBorrower(), IllService.Renew);
        var answered = await _gateway.AcceptAsync(TestGateway.Arrival(Ill.Request()) with { Content = content });
        var kept = await _gateway.AcceptAsync(TestGateway.Arrival(Ill.Request()) with { Content = content with { Header = null } });

        Assert.Equal((ArrivalOutcome.Refused, ArrivalOutcome.Quarantined), (answered.Outcome, kept.Outcome));
        Assert.Null(kept.Reply);
        Assert.Equal(new Problem.General(GeneralProblem.BadlyStructuredApdu),
            Ill.ProblemIn(Assert.Single(await _gateway.OutboxAsync()).Entry.Message));
        Assert.False((await _gateway.MessageAsync(kept)).Entry.Raw.IsEmpty);
    }

    [Fact]
    public async Task A_partner_that_waits_on_the_connection_is_told_there_and_a_repeat_gets_the_same_bytes()
    {
        var arrival = TestGateway.Arrival(Ill.Request()) with { WaitsForReply = true };
        var first = await _gateway.AcceptAsync(arrival);
        var second = await _gateway.AcceptAsync(arrival);
        var query = await _gateway.AcceptAsync(
            TestGateway.Arrival(new IllMessage.StatusQuery { Header = Ill.FromBorrower(second: 1) }) with { WaitsForReply = true });

        Assert.Equal((ArrivalOutcome.Applied, ArrivalOutcome.Duplicate), (first.Outcome, second.Outcome));
        Assert.NotNull(first.Reply);
        Assert.Equal(first.Reply.Value.ToArray(), second.Reply!.Value.ToArray());
        Assert.NotNull(query.Reply);
        Assert.Empty(await _gateway.OutboxAsync());
    }

    [Fact]
    public async Task A_message_that_makes_the_intake_stumble_is_kept_and_not_applied()
    {
        var arrival = TestGateway.Arrival(Ill.Request()) with
        {
            WaitsForReply = true, EncodeReply = _ => throw new InvalidOperationException("cannot be encoded"),
        };
        var receipt = await _gateway.AcceptAsync(arrival);

        Assert.Equal((ArrivalOutcome.Quarantined, "intake-fault"), (receipt.Outcome, receipt.Error!.Code));
        Assert.Equal(arrival.Raw.ToArray(), (await _gateway.MessageAsync(receipt)).Entry.Raw.ToArray());
        Assert.Empty(await _gateway.RequestsAsync());
        var tooLong = await _gateway.ArriveAsync(Ill.Request(), identity: new string('x', StoreLimits.IdentityChars + 1));
        Assert.Equal(ArrivalOutcome.Quarantined, tooLong.Outcome);
        Assert.Equal(ArrivalOutcome.Applied, (await _gateway.ArriveAsync(Ill.Request())).Outcome);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task While_the_store_cannot_write_nothing_is_taken_and_the_same_message_is_taken_later(int failures)
    {
        _gateway.Store.Failures = failures;
        for (var i = 0; i < failures; i++)
        {
            var receipt = await _gateway.ArriveAsync(Ill.Request());
            Assert.Equal((ArrivalOutcome.Unavailable, 0, RetryClass.Later), (receipt.Outcome, receipt.MessageId, receipt.Error!.Retry));
        }

        Assert.Empty(await _gateway.RequestsAsync());
        Assert.Equal(ArrivalOutcome.Applied, (await _gateway.ArriveAsync(Ill.Request())).Outcome);
    }

    [Fact]
    public async Task A_request_for_somebody_else_or_from_a_partner_to_whom_we_do_not_lend_is_refused()
    {
        var other = Ill.Request();
        other = other with { Header = other.Header with { Responder = new Party { Symbol = Symbol.Parse("RSG:ELSE") } } };
        Assert.Equal("responder-unknown", (await _gateway.ArriveAsync(other)).Error!.Code);

        _gateway.Meet("EAST", TestGateway.EastAddress, "lending: {supported: false, workflow: DEFAULT_LEND_WF}");
        Assert.Equal("lending-not-supported", (await _gateway.ArriveAsync(Ill.Request())).Error!.Code);

        // The partner repeats it, as its file allows it now.
        _gateway.Meet("EAST", TestGateway.EastAddress);
        Assert.Equal(ArrivalOutcome.Applied, (await _gateway.ArriveAsync(Ill.Request())).Outcome);
        Assert.Single(await _gateway.RequestsAsync());
    }

    [Fact]
    public async Task A_repeated_CANCEL_is_told_again_how_it_ended()
    {
        var request = await _gateway.LendingAsync();
        var cancel = new IllMessage.Cancel { Header = Ill.FromBorrower(second: 1) };
        await _gateway.ArriveAsync(cancel);
        var ended = (await _gateway.FindAsync(request)).Status;
        var repeat = await _gateway.ArriveAsync(cancel);

        Assert.Equal((Status.Cancelled, ArrivalOutcome.Duplicate), (ended, repeat.Outcome));
        Assert.Equal([true, true], await CancelRepliesAsync());
        Assert.Equal(ended, (await _gateway.FindAsync(request)).Status);
    }

    [Fact]
    public async Task A_repeated_CANCEL_that_came_too_late_is_refused_again_and_cancels_nothing()
    {
        var request = await _gateway.LendingAsync();
        await _gateway.ActAsync(request, StaffAction.Ship);
        var cancel = new IllMessage.Cancel { Header = Ill.FromBorrower(second: 1) };
        await _gateway.ArriveAsync(cancel);
        await _gateway.ArriveAsync(cancel);

        Assert.Equal([false, false], await CancelRepliesAsync());
        Assert.Equal(Status.ShippedPhysically, (await _gateway.FindAsync(request)).Status);
    }

    [Fact]
    public async Task A_repeated_CANCEL_that_staff_refused_is_refused_again_and_one_that_waits_for_them_gets_nothing()
    {
        _gateway.Write("profiles/ASK_WF.yaml", "code: ASK_WF\nname: Asks staff\nside: lending\nsteps: [cancel-reply, will-supply, reject]\n");
        _gateway.Meet("EAST", TestGateway.EastAddress, "lending: {supported: true, workflow: ASK_WF}");
        var request = await _gateway.LendingAsync();
        var cancel = new IllMessage.Cancel { Header = Ill.FromBorrower(second: 1) };
        await _gateway.ArriveAsync(cancel);
        await _gateway.ArriveAsync(cancel);
        Assert.Empty(await CancelRepliesAsync());

        await _gateway.ActAsync(request, StaffAction.Cancel, new ActionFields { Answer = false });
        await _gateway.ArriveAsync(cancel);
        Assert.Equal([false, false], await CancelRepliesAsync());
        Assert.Equal(Status.RequestCreatedLend, (await _gateway.FindAsync(request)).Status);
    }

    private async Task<IEnumerable<bool>> CancelRepliesAsync() => (await _gateway.OutboxAsync())
        .Select(row => row.Entry.Message).OfType<IllMessage.CancelReply>().Select(reply => reply.Agrees);

    private static string IdentityOf(IllMessage message) =>
        ((ArrivalContent.Understood)TestGateway.Arrival(message).Content).Identity;
}

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Delivery;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>EAST asks us, and we pass its requests on to WEST and then to NORTH.</summary>
public sealed class RelayTests : IAsyncDisposable
{
    private const string WestAddress = "10.0.0.2";
    private const string NorthAddress = "10.0.0.3";

    private readonly TestGateway _gateway = new();
    private int _second = 10;

    public RelayTests()
    {
        _gateway.Meet("WEST", WestAddress);
        _gateway.Meet("NORTH", NorthAddress);
        _gateway.Meet("EAST", TestGateway.EastAddress, "relay: [WEST, NORTH]");
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_request_is_passed_on_and_a_whole_loan_goes_through_in_both_directions()
    {
        var (lending, borrowing) = await AskedAsync();
        Assert.Equal((borrowing.Number, lending.Number), (lending.Twin, borrowing.Twin));
        Assert.Equal((Status.RequestSent, "WEST"), (borrowing.Status, borrowing.Partner));
        await LenderAsync(borrowing, new IllMessage.Answer { Header = Header(borrowing), Result = new AnswerResult.WillSupply(ReasonWillSupply.BeingProcessedForSupply, null) });
        await LenderAsync(borrowing, Ill.Shipped(Header(borrowing)) with { Barcode = "W-1", Note = "handle with care" });
        await BorrowerAsync(Ill.Received(FromEast()));
        await BorrowerAsync(new IllMessage.Renew { Header = FromEast(), DesiredDueOn = new DateOnly(2026, 4, 20) });
        await LenderAsync(borrowing, new IllMessage.RenewAnswer { Header = Header(borrowing), Grants = true, Due = new DueDate(new DateOnly(2026, 4, 15)) });
        await LenderAsync(borrowing, new IllMessage.Recall { Header = Header(borrowing), DueOn = new DateOnly(2026, 4, 5) });
        await BorrowerAsync(new IllMessage.Returned { Header = FromEast(), ReturnedOn = new DateOnly(2026, 4, 2), Via = "courier" });
        await LenderAsync(borrowing, new IllMessage.CheckedIn { Header = Header(borrowing), CheckedInOn = new DateOnly(2026, 4, 4) });

        Assert.Equal(
            [
                "WEST: IllRequest", "EAST: IllAnswer", "EAST: Shipped", "WEST: Received", "WEST: Renew", "EAST: RenewAnswer",
                "EAST: Recall", "WEST: Returned", "EAST: CheckedIn",
            ],
            (await _gateway.OutboxAsync()).Select(row => $"{row.Entry.Partner}: {row.Entry.Message.Service}"));
        Assert.Equal(Status.RequestCompleted, (await _gateway.FindAsync(borrowing)).Status);
        Assert.Equal(Status.RequestCompleted, (await _gateway.FindAsync(lending)).Status);
        var shipped = Assert.IsType<IllMessage.Shipped>((await _gateway.OutboxAsync())[2].Entry.Message);
        Assert.Equal((new DateOnly(2026, 4, 1), "W-1", "handle with care"), (shipped.Supply.Due!.On, shipped.Barcode, shipped.Note));
        Assert.Contains(await _gateway.HistoryAsync(borrowing), line => line.Contains("Not passed on: via", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_is_passed_on_with_its_link_and_a_place_for_its_password()
    {
        var (lending, borrowing) = await AskedAsync();
        var box = SecretBox.Of(new byte[32]);
        var link = new ElectronicAddress("HTTP", "https://exchange.example/get/4711");
        await LenderAsync(borrowing, Ill.Shipped(Header(borrowing)) with
        {
            ServiceType = ServiceType.CopyNonReturnable, Note = "as agreed",
            Supply = new SupplyDetails
            {
                Electronic = link, Document = new SuppliedDocument { Name = "4711.pdf", SealedPassword = box.Seal("open-sesame") },
            },
        });

        Assert.Equal(Status.RequestCompleted, (await _gateway.FindAsync(lending)).Status);
        var sent = Assert.IsType<IllMessage.Shipped>((await _gateway.OutboxAsync())[^1].Entry.Message);
        Assert.Equal((link, "4711.pdf"), (sent.Supply.Electronic, sent.Supply.Document!.Name));
        Assert.Equal("as agreed\nPassword of the file: ***********", sent.Note);
        Assert.Equal(link, (await _gateway.FindAsync(lending)).File!.Address);
        Assert.DoesNotContain(await _gateway.HistoryAsync(lending), line => line.Contains("Not passed on", StringComparison.Ordinal));
        var open = FileSecrets.Reveal(System.Text.Encoding.ASCII.GetBytes(sent.Note!), sent.Supply.Document, box)!.Value;
        Assert.EndsWith("Password of the file: open-sesame", System.Text.Encoding.ASCII.GetString(open.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_borrower_hears_no_refusal_as_long_as_there_is_somebody_else_to_ask()
    {
        var (lending, borrowing) = await AskedAsync();
        await LenderAsync(borrowing, Ill.Unfilled(Header(borrowing)));
        var second = await _gateway.FindAsync(borrowing);
        Assert.Equal((Status.RequestSent, "NORTH"), (second.Status, second.Partner));
        Assert.Equal(Status.RequestCreatedLend, (await _gateway.FindAsync(lending)).Status);
        await LenderAsync(second, Ill.Unfilled(Header(second, "NORTH")), NorthAddress);
        Assert.Equal(Status.Rejected, (await _gateway.FindAsync(lending)).Status);
        var answer = Assert.IsType<IllMessage.Answer>((await _gateway.OutboxAsync())[^1].Entry.Message);
        Assert.Equal(ReasonUnfilled.NotOwned, Assert.IsType<AnswerResult.Unfilled>(answer.Result).Reason);
    }

    [Fact]
    public async Task A_cancellation_is_answered_by_the_library_that_has_the_item_and_not_by_us()
    {
        var (lending, borrowing) = await AskedAsync();
        await BorrowerAsync(new IllMessage.Cancel { Header = FromEast() });
        Assert.Equal(Status.CancelReply, (await _gateway.FindAsync(lending)).Status);
        Assert.Equal(["WEST: IllRequest", "WEST: Cancel"], await SentAsync());
        await LenderAsync(borrowing, new IllMessage.CancelReply { Header = Header(borrowing), Agrees = true });
        Assert.Equal(Status.Cancelled, (await _gateway.FindAsync(lending)).Status);
        Assert.Equal(["WEST: IllRequest", "WEST: Cancel", "EAST: CancelReply"], await SentAsync());
    }

    [Fact]
    public async Task A_cancellation_of_what_nobody_was_asked_for_is_agreed_to_at_once()
    {
        _gateway.Meet("WEST", WestAddress, "closures: [{until: 2999-12-31}]");
        _gateway.Meet("NORTH", NorthAddress, "closures: [{until: 2999-12-31}]");
        var (lending, borrowing) = await AskedAsync();
        Assert.Empty(await SentAsync());
        await BorrowerAsync(new IllMessage.Cancel { Header = FromEast() });
        Assert.Equal(Status.CancelledByStaff, (await _gateway.FindAsync(borrowing)).Status);
        Assert.Equal(Status.Cancelled, (await _gateway.FindAsync(lending)).Status);
        Assert.True(Assert.IsType<IllMessage.CancelReply>(Assert.Single(await _gateway.OutboxAsync()).Entry.Message).Agrees);
    }

    [Fact]
    public async Task A_condition_and_its_reply_go_through()
    {
        var (_, borrowing) = await AskedAsync();
        await LenderAsync(borrowing, new IllMessage.Answer
        {
            Header = Header(borrowing), Result = new AnswerResult.Conditional(Condition.LibraryUseOnly, new DateOnly(2026, 3, 20)),
        });
        await BorrowerAsync(new IllMessage.ConditionalReply { Header = FromEast(), Accepts = true });
        Assert.Equal(["WEST: IllRequest", "EAST: IllAnswer", "WEST: ConditionalReply"], await SentAsync());
    }

    [Fact]
    public async Task A_condition_that_is_not_accepted_ends_it_for_everybody_and_nobody_else_is_asked()
    {
        var (lending, borrowing) = await AskedAsync();
        await LenderAsync(borrowing, new IllMessage.Answer
        {
            Header = Header(borrowing), Result = new AnswerResult.Conditional(Condition.LibraryUseOnly, new DateOnly(2026, 3, 20)),
        });
        await BorrowerAsync(new IllMessage.ConditionalReply { Header = FromEast(), Accepts = false });
        Assert.Equal(Status.Rejected, (await _gateway.FindAsync(lending)).Status);
        Assert.Equal(["WEST: IllRequest", "EAST: IllAnswer", "WEST: Cancel"], await SentAsync());
    }

    [Fact]
    public async Task What_our_staff_end_at_one_side_is_called_off_at_the_other()
    {
        var (lending, borrowing) = await AskedAsync();
        await _gateway.ActAsync(lending, StaffAction.Reject, new ActionFields { Reason = "27" });
        Assert.Equal(["WEST: IllRequest", "EAST: IllAnswer", "WEST: Cancel"], await SentAsync());
        Assert.Equal(Status.CancelReply, (await _gateway.FindAsync(borrowing)).Status);
    }

    [Fact]
    public async Task A_request_that_reaches_nobody_is_answered()
    {
        _gateway.Meet("EAST", TestGateway.EastAddress, "relay: [WEST]");
        var (lending, borrowing) = await AskedAsync();
        _gateway.Iso.Says(ScriptedChannel.Refused);
        await _gateway.DeliverAsync("WEST");
        Assert.Equal(Status.ReadyToSend, (await _gateway.FindAsync(borrowing)).Status);
        Assert.Equal(Status.Rejected, (await _gateway.FindAsync(lending)).Status);
    }

    [Fact]
    public void Whom_a_partners_requests_are_passed_on_to_is_checked()
    {
        using var configuration = new Configuration.TemporaryConfiguration();
        configuration.Write("partners/WEST.yaml", "code: WEST\nname: West\nborrowing: {supported: false}\nchannel: {type: email, address: w@w.example}\n");
        configuration.Write("partners/EAST.yaml", Configuration.TemporaryConfiguration.East + "\nrelay: [EAST, WEST, WESTT]\n");
        Assert.Equal(3, configuration.Faults().Count(fault => fault.Contains("relay: ", StringComparison.Ordinal)));
    }

    private async Task<IEnumerable<string>> SentAsync() =>
        (await _gateway.OutboxAsync()).Select(row => $"{row.Entry.Partner}: {row.Entry.Message.Service}");

    private async Task<(RequestState Lending, RequestState Borrowing)> AskedAsync()
    {
        Assert.Equal(ArrivalOutcome.Applied, (await _gateway.ArriveAsync(Ill.Request())).Outcome);
        var both = await _gateway.RequestsAsync();
        return (both.Single(request => request.Side == Side.Lending), both.Single(request => request.Side == Side.Borrowing));
    }

    private MessageHeader FromEast() => Ill.FromBorrower(second: _second++);

    private MessageHeader Header(RequestState borrowing, string partner = "WEST") =>
        Ill.FromLender(borrowing, partner, second: _second++);

    private async Task LenderAsync(RequestState borrowing, IllMessage message, string from = WestAddress) =>
        Assert.Equal((borrowing.Id, ArrivalOutcome.Applied), (borrowing.Id, (await _gateway.ArriveAsync(message, from)).Outcome));

    private async Task BorrowerAsync(IllMessage message) =>
        Assert.Equal(ArrivalOutcome.Applied, (await _gateway.ArriveAsync(message)).Outcome);
}

using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Configuration;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>A broker's commands: what circulation says is invented, what becomes of the request is ours.</summary>
public sealed class BrokerCaseTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Due = new(2026, 5, 1, 23, 59, 0, TimeSpan.Zero);

    private readonly SaidCirculation _said = new();
    private readonly TestGateway _gateway;

    public BrokerCaseTests()
    {
        _gateway = new TestGateway(vocabulary: Vocabulary, circulation: _said);
        _gateway.Meet("BROKER", "10.0.0.9", "channel: {type: broker}");
    }

    private static ConfigurationVocabulary Vocabulary => TemporaryConfiguration.Vocabulary with
    {
        ChannelTypes = new Dictionary<string, Type>(TemporaryConfiguration.Vocabulary.ChannelTypes)
        {
            ["broker"] = typeof(SilentSettings),
        },
    };

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_borrowed_item_that_a_broker_reports_has_a_request_with_all_its_statuses()
    {
        await DoneAsync(Accept());
        var request = Assert.Single(await _gateway.RequestsAsync());
        Assert.Equal((Side.Borrowing, Status.ReceivedPhysically, "BROKER"), (request.Side, request.Status, request.Partner));
        Assert.Equal(("TN-1", "TN-1", "TN-1"), (request.ExternalId, request.PartnerReference, request.Barcode));
        Assert.Equal((new DateOnly(2026, 5, 1), false), (request.DueOn, request.Renewable));
        Assert.Equal(("On Rivers", "jdoe"), (request.Content.Citation.Title, request.Content.Patron!.Identifier));
        await DoneAsync(new CirculationCommand.CheckOutItem { Item = new CirculationItemId("TN-1") });
        Assert.Equal(Status.Loaned, (await _gateway.FindAsync(request)).Status);
        await DoneAsync(new CirculationCommand.CheckInItem { Item = new CirculationItemId("TN-1") });
        Assert.Equal(Status.ReturnedToPartner, (await _gateway.FindAsync(request)).Status);
        Assert.Empty(await _gateway.OutboxAsync());
        Assert.Equal(
            ["received:accept-item", "send", "received:shipped", "receive", "loaned-to-patron", "returned-by-patron", "return"],
            (await _gateway.HistoryAsync(request)).Select(line => line[..line.IndexOf(": ", StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task A_lent_item_that_a_broker_fetches_has_a_request_with_all_its_statuses()
    {
        var asked = new CirculationCommand.RequestItem { Request = new("TN-7"), Citation = new Citation { Title = "On Rivers" } };
        await DoneAsync(asked);
        var request = Assert.Single(await _gateway.RequestsAsync());
        Assert.Equal((Side.Lending, Status.RequestCreatedLend, "TN-7"), (request.Side, request.Status, request.ExternalId));
        await DoneAsync(
            new CirculationCommand.CheckOutItem { Request = new("TN-7"), Item = new CirculationItemId("B1") }, dueAt: Due);
        var shipped = await _gateway.FindAsync(request);
        Assert.Equal((Status.ShippedPhysically, new DateOnly(2026, 5, 1), "B1"), (shipped.Status, shipped.DueOn, shipped.Barcode));
        await DoneAsync(new CirculationCommand.CheckInItem { Item = new CirculationItemId("B1") });
        Assert.Equal(Status.RequestCompleted, (await _gateway.FindAsync(request)).Status);
        Assert.Empty(await _gateway.OutboxAsync());
    }

    [Fact]
    public async Task An_item_of_ours_that_leaves_without_a_request_before_makes_one_with_its_title()
    {
        _said.Title = "From the shelf";
        await DoneAsync(new CirculationCommand.CheckOutItem { Item = new CirculationItemId("B1") }, dueAt: Due);
        var request = Assert.Single(await _gateway.RequestsAsync());
        Assert.Equal((Side.Lending, Status.ShippedPhysically), (request.Side, request.Status));
        Assert.Equal("From the shelf", request.Content.Citation.Title);
    }

    [Fact]
    public async Task The_same_message_again_gets_the_same_answer_and_nothing_is_done_twice()
    {
        var first = await DoneAsync(Accept());
        var again = await SendAsync(Accept());
        Assert.Equal(ArrivalOutcome.Duplicate, again.Outcome);
        Assert.Equal(Text(first.Reply), Text(again.Reply));
        Assert.Equal(1, _said.Carried);
        Assert.Single(await _gateway.RequestsAsync());
    }

    [Fact]
    public async Task The_same_request_with_another_content_is_a_conflict_and_changes_nothing()
    {
        await DoneAsync(Accept());
        var other = await SendAsync(Accept() with { DueAt = Due.AddDays(9) });
        Assert.Equal((ArrivalOutcome.Refused, "identity-conflict"), (other.Outcome, other.Error!.Code));
        Assert.StartsWith("CannotAcceptItem", Text(other.Reply), StringComparison.Ordinal);
        Assert.Equal(1, _said.Carried);
    }

    [Fact]
    public async Task The_same_words_are_a_repeat_only_until_something_else_is_done_to_the_item()
    {
        var checkOut = new CirculationCommand.CheckOutItem { Item = new CirculationItemId("B1") };
        var checkIn = new CirculationCommand.CheckInItem { Item = new CirculationItemId("b1 ") };
        var outcomes = new List<ArrivalOutcome>();
        foreach (CirculationCommand command in new CirculationCommand[] { checkOut, checkOut, checkIn, checkIn, checkOut, checkOut })
            outcomes.Add((await SendAsync(command)).Outcome);
        ArrivalOutcome[] pair = [ArrivalOutcome.Applied, ArrivalOutcome.Duplicate];
        Assert.Equal([.. pair, .. pair, .. pair], outcomes);
        Assert.Equal(2, (await _gateway.RequestsAsync()).Count);
    }

    [Theory]
    [InlineData(60, ArrivalOutcome.Duplicate)]
    [InlineData(61, ArrivalOutcome.Applied)]
    public async Task After_an_hour_the_same_words_are_meant_anew(int minutes, ArrivalOutcome outcome)
    {
        var renew = new CirculationCommand.RenewItem { Item = new CirculationItemId("B1") };
        await DoneAsync(renew);
        _gateway.Clock.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(outcome, (await SendAsync(renew)).Outcome);
    }

    [Fact]
    public async Task A_request_of_several_items_ends_with_the_last_one_that_comes_back()
    {
        var first = new CirculationCommand.CheckOutItem { Request = new("TN-7"), Item = new CirculationItemId("B1") };
        await DoneAsync(first);
        await DoneAsync(first with { Item = new CirculationItemId("B2") });
        var request = Assert.Single(await _gateway.RequestsAsync());
        Assert.Equal((Status.ShippedPhysically, "B1 B2"), (request.Status, string.Join(' ', request.Pieces)));
        await DoneAsync(new CirculationCommand.CheckInItem { Item = new CirculationItemId("b1") });
        Assert.Equal(Status.ShippedPhysically, (await _gateway.FindAsync(request)).Status);
        await DoneAsync(new CirculationCommand.CheckInItem { Item = new CirculationItemId("B2") });
        var ended = await _gateway.FindAsync(request);
        Assert.Equal((Status.RequestCompleted, 0), (ended.Status, ended.Pieces.Count));
        Assert.DoesNotContain(await _gateway.HistoryAsync(request), line => line.Contains("not possible", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_item_that_we_call_otherwise_than_the_broker_goes_back_by_either_name()
    {
        _gateway.Meet("BROKER", "10.0.0.9", "channel: {type: broker}\ncirculation: {temporaryBarcodePrefix: \"T-\"}");
        _said.Barcode = "T-TN-1";
        await DoneAsync(Accept());
        _said.Barcode = "T-TN-2";
        await DoneAsync(Accept() with { Item = new CirculationItemId("TN-2") });
        var request = Assert.Single(await _gateway.RequestsAsync());
        Assert.Equal("T-TN-1 T-TN-2", string.Join(' ', request.Pieces));
        _said.Barcode = null;
        await DoneAsync(new CirculationCommand.CheckInItem { Item = new CirculationItemId("TN-1") });
        Assert.Equal(Status.ReceivedPhysically, (await _gateway.FindAsync(request)).Status);
        await DoneAsync(new CirculationCommand.CheckInItem { Item = new CirculationItemId("TN-2") });
        Assert.Equal(Status.ReturnedToPartner, (await _gateway.FindAsync(request)).Status);
    }

    [Theory]
    [InlineData(59, ArrivalOutcome.Duplicate, 1)]
    [InlineData(61, ArrivalOutcome.Applied, 2)]
    public async Task An_item_that_went_back_can_come_again_under_its_number(int minutes, ArrivalOutcome outcome, int requests)
    {
        await DoneAsync(Accept());
        await DoneAsync(new CirculationCommand.CheckInItem { Item = new CirculationItemId("TN-1") });
        _gateway.Clock.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(outcome, (await SendAsync(Accept())).Outcome);
        Assert.Equal(requests, (await _gateway.RequestsAsync()).Count);
        Assert.Equal(ArrivalOutcome.Duplicate, (await SendAsync(Accept())).Outcome);
    }

    [Fact]
    public async Task How_long_it_would_take_is_answered_and_makes_no_request()
    {
        await DoneAsync(new CirculationCommand.RequestItem
        {
            Request = new("TN-7"), Type = CirculationRequestType.Estimate, Citation = new Citation { Title = "On Rivers" },
        });
        Assert.Empty(await _gateway.RequestsAsync());
    }

    [Fact]
    public async Task A_broker_that_also_gets_messages_of_ours_is_not_told_what_it_has_told_us()
    {
        _gateway.Meet("BROKER", "10.0.0.9");
        await DoneAsync(Accept());
        await DoneAsync(new CirculationCommand.CheckInItem { Item = new CirculationItemId("TN-1") });
        Assert.Empty(await _gateway.OutboxAsync());
    }

    [Fact]
    public async Task A_lookup_is_answered_anew_each_time()
    {
        var lookup = new CirculationCommand.LookupUser { Patron = new PatronClaim(new PatronId("jdoe")) };
        await DoneAsync(lookup);
        await DoneAsync(lookup);
        Assert.Equal(2, _said.Carried);
    }

    [Fact]
    public async Task What_circulation_refuses_is_kept_answered_and_may_come_again()
    {
        _said.Next = new CirculationAnswer.Refused(CirculationFault.UnknownUser, "No patron has this number");
        var refused = await SendAsync(Accept());
        Assert.Equal((ArrivalOutcome.Refused, "unknown-user"), (refused.Outcome, refused.Error!.Code));
        Assert.Equal("UnknownUser", Text(refused.Reply));
        Assert.Empty(await _gateway.RequestsAsync());
        _said.Next = null;
        await DoneAsync(Accept());
    }

    [Fact]
    public async Task Nobody_whom_the_listener_did_not_recognise_is_let_in()
    {
        var receipt = await SendAsync(Accept(), partner: "NOBODY");
        Assert.Equal((ArrivalOutcome.Quarantined, "sender-unknown"), (receipt.Outcome, receipt.Error!.Code));
        Assert.Equal((0, "UnknownAgency"), (_said.Carried, Text(receipt.Reply)));
    }

    [Fact]
    public async Task A_request_of_one_broker_is_never_taken_for_one_of_another()
    {
        _gateway.Meet("OTHER", "10.0.0.8", "channel: {type: broker}");
        await DoneAsync(Accept());
        await DoneAsync(Accept(), partner: "OTHER");
        Assert.Equal(["OTHER", "BROKER"], (await _gateway.RequestsAsync()).Select(request => request.Partner));
    }

    [Fact]
    public async Task A_renewal_by_the_broker_brings_its_date_and_a_refused_one_is_told()
    {
        await DoneAsync(Accept());
        var request = Assert.Single(await _gateway.RequestsAsync());
        await DoneAsync(new CirculationCommand.CheckOutItem { Item = new CirculationItemId("TN-1") });
        await DoneAsync(
            new CirculationCommand.RenewItem { Item = new CirculationItemId("TN-1"), DesiredDueAt = Due.AddDays(20) },
            dueAt: Due.AddDays(14));
        Assert.Equal(new DateOnly(2026, 5, 15), (await _gateway.FindAsync(request)).DueOn);
        await DoneAsync(new CirculationCommand.Notice
        {
            Kind = CirculationNotice.ItemRecalled, Item = new CirculationItemId("TN-1"), DueAt = Due,
        });
        var recalled = await _gateway.FindAsync(request);
        Assert.Equal((Status.RecalledBor, new DateOnly(2026, 5, 1)), (recalled.Status, recalled.DueOn));
    }

    [Fact]
    public async Task A_renewal_that_staff_asked_for_stays_open_until_the_broker_tells_how_it_ended()
    {
        await DoneAsync(Accept() with { IsRenewalNotPermitted = false });
        var request = Assert.Single(await _gateway.RequestsAsync());
        await DoneAsync(new CirculationCommand.CheckOutItem { Item = new CirculationItemId("TN-1") });
        await _gateway.ActAsync(request, StaffAction.Renew, new ActionFields { DesiredDueDate = new DateOnly(2026, 6, 1) });
        await DoneAsync(Told("Renewal Still Pending"));
        Assert.Equal(Status.RenewRequested, (await _gateway.FindAsync(request)).Status);
        await DoneAsync(Told("item not renewed"));
        Assert.Equal(Status.RenewNotAccepted, (await _gateway.FindAsync(request)).Status);

        static CirculationCommand.Notice Told(string status) => new()
        {
            Kind = CirculationNotice.StatusUpdated, Item = new CirculationItemId("TN-1"), Status = status,
        };
    }

    [Fact]
    public async Task A_cancelled_request_is_cancelled_on_either_side_without_a_word_to_the_broker()
    {
        await DoneAsync(new CirculationCommand.RequestItem { Request = new("TN-7"), Citation = new Citation { Title = "On Rivers" } });
        await DoneAsync(new CirculationCommand.CancelRequestItem { Request = new("TN-7") });
        Assert.Equal(Status.Cancelled, Assert.Single(await _gateway.RequestsAsync()).Status);
        Assert.Empty(await _gateway.OutboxAsync());
    }

    [Theory]
    [InlineData("BROKER", false)]
    [InlineData("OTHER", false)]
    [InlineData("OTHER", true)]
    public async Task A_wish_for_an_item_does_not_take_it_from_the_request_that_has_it(string partner, bool isNotice)
    {
        _gateway.Meet("OTHER", "10.0.0.8", "channel: {type: broker}");
        var item = new CirculationItemId("B1");
        await DoneAsync(new CirculationCommand.CheckOutItem { Request = new("TN-7"), Item = item });
        var lent = Assert.Single(await _gateway.RequestsAsync());
        await DoneAsync(
            isNotice
                ? new CirculationCommand.Notice { Kind = CirculationNotice.ItemRequested, Request = new("TN-8"), Item = item }
                : new CirculationCommand.RequestItem { Request = new("TN-8"), Item = item },
            partner);
        await DoneAsync(new CirculationCommand.CheckInItem { Item = item });
        Assert.Equal(Status.RequestCompleted, (await _gateway.FindAsync(lent)).Status);
        Assert.Equal([Status.RequestCreatedLend], (await _gateway.RequestsAsync())
            .Where(request => request.Number != lent.Number).Select(request => request.Status));
    }

    [Fact]
    public async Task What_is_done_to_an_item_belongs_to_the_request_that_circulation_names()
    {
        var item = new CirculationItemId("B1");
        foreach (var number in new[] { "TN-7", "TN-8" })
            await DoneAsync(new CirculationCommand.RequestItem { Request = new(number), Item = item });
        _said.Request = new("TN-8");
        await DoneAsync(new CirculationCommand.CheckOutItem { Item = item });
        Assert.Equal(
            [("TN-7", Status.RequestCreatedLend), ("TN-8", Status.ShippedPhysically)],
            (await _gateway.RequestsAsync()).Select(request => (request.ExternalId, request.Status)).Order());
    }

    [Fact]
    public async Task What_staff_do_with_an_item_belongs_to_the_request_under_which_it_came()
    {
        await DoneAsync(Accept());
        var came = Assert.Single(await _gateway.RequestsAsync());
        await DoneAsync(new CirculationCommand.RequestItem { Request = new("TN-8") });
        var other = (await _gateway.RequestsAsync()).Single(request => request.Number != came.Number);
        var item = new LibraryItem
        {
            Barcode = "TN-1", Temporary = new TemporaryItem("BROKER", new BrokerRequestId("TN-1"), Patron: 1),
        };
        await _gateway.WriteAsync(work =>
        {
            var subject = CirculationSubject.Item("TN-1");
            work.MarkSubject(subject, work.FindSubject(subject)! with { Request = other.Number });
            DeskSteps.Follow(work, _gateway.Network.Current, item, null, DeskAction.SendBack, Due);
        });
        Assert.Equal(Status.ReturnedToPartner, (await _gateway.FindAsync(came)).Status);
        Assert.Equal(other.Status, (await _gateway.FindAsync(other)).Status);
    }

    [Fact]
    public async Task What_was_called_off_can_be_asked_for_again_under_its_number()
    {
        var asked = new CirculationCommand.RequestItem { Request = new("TN-7"), Citation = new Citation { Title = "On Rivers" } };
        await DoneAsync(asked);
        Assert.Equal(ArrivalOutcome.Duplicate, (await SendAsync(asked)).Outcome);
        await DoneAsync(new CirculationCommand.CancelRequestItem { Request = new("TN-7") });
        await DoneAsync(asked);
        Assert.Equal(ArrivalOutcome.Duplicate, (await SendAsync(asked)).Outcome);
        Assert.Equal(3, _said.Carried);
        Assert.Equal(
            [Status.RequestCreatedLend, Status.Cancelled],
            (await _gateway.RequestsAsync()).OrderByDescending(request => request.Number).Select(request => request.Status));
    }

    [Fact]
    public async Task The_librarys_own_system_is_not_asked_again_about_what_it_has_done()
    {
        _said.IsElsewhere = true;
        await DoneAsync(Accept());
        Assert.Equal(ArrivalOutcome.Duplicate, (await SendAsync(Accept())).Outcome);
        Assert.Equal((1, 1), (_said.Prepared, _said.Carried));
    }

    [Fact]
    public async Task A_repeat_waits_while_the_librarys_own_system_is_still_thinking()
    {
        _said.IsElsewhere = true;
        _said.Thinking = new TaskCompletionSource();
        var both = new[] { SendAsync(Accept()), SendAsync(Accept()) };
        Assert.All(both, sent => Assert.False(sent.IsCompleted));
        _said.Thinking.SetResult();
        var outcomes = (await Task.WhenAll(both)).Select(receipt => receipt.Outcome);
        Assert.Equal([ArrivalOutcome.Applied, ArrivalOutcome.Duplicate], outcomes.Order());
        Assert.Equal(1, _said.Prepared);
    }

    [Fact]
    public async Task What_the_patron_is_called_goes_with_the_bytes_of_an_old_request()
    {
        var receipt = await DoneAsync(Accept());
        var request = Assert.Single(await _gateway.RequestsAsync());
        var removed = 0;
        await _gateway.WriteAsync(work => removed = work.RemoveRequestBytes(request.Number));
        Assert.Equal(1, removed);
        Assert.Null((await _gateway.MessageAsync(receipt)).Entry.Reply);
        Assert.Empty((await _gateway.Store.VerifyAsync(null, TestGateway.Cancel)).Faults);
    }

    private static CirculationCommand.AcceptItem Accept() => new()
    {
        Request = new("TN-1"), Item = new CirculationItemId("TN-1"), Patron = new PatronClaim(new PatronId("jdoe")),
        Citation = new Citation { Title = "On Rivers" }, DueAt = Due, IsRenewalNotPermitted = true,
    };

    private static string Text(ReadOnlyMemory<byte>? reply) => Encoding.UTF8.GetString(reply!.Value.Span);

    private async Task<Receipt> DoneAsync(CirculationCommand command, string partner = "BROKER", DateTimeOffset? dueAt = null)
    {
        _said.DueAt = dueAt;
        var receipt = await SendAsync(command, partner);
        Assert.Equal(ArrivalOutcome.Applied, receipt.Outcome);
        return receipt;
    }

    private Task<Receipt> SendAsync(CirculationCommand command, string partner = "BROKER")
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(command.ToString()));
        var item = command.Item is { } named ? CirculationSubject.Item(named.Value) : null;
        var request = command.Request is { } number ? CirculationSubject.Request(number.Value) : null;
        var (repeat, identity) = command switch
        {
            { IsLookup: true } => (RepeatRule.AskedAnew, "lookup"),
            CirculationCommand.AcceptItem or CirculationCommand.RequestItem => (RepeatRule.SameForEver, $"{command.GetType().Name} {request} {item}"),
            _ => (RepeatRule.SameWhileUnchanged, $"{command.GetType().Name} {Convert.ToHexString(digest)}"),
        };
        return _gateway.AcceptAsync(new Arrival
        {
            Protocol = "ncip",
            Raw = Encoding.UTF8.GetBytes(command.ToString()),
            Peer = new Peer { ProvenPartner = partner },
            Content = new ArrivalContent.Asked(
                command,
                new Sameness(identity, digest, repeat, [.. new[] { item, request }.OfType<string>()]),
                answer => Encoding.UTF8.GetBytes(answer is CirculationAnswer.Refused refused ? $"{refused.Fault}" : "done")),
        });
    }

    /// <summary>A broker does everything itself; only a renewal of ours is put to it.</summary>
    private sealed record SilentSettings : IChannelSettings
    {
        public bool Says(IllMessage message) => false;

        public string DescribeWay() => "not at all";

        public string DescribeMessage(IllMessage message) => "nothing";
    }

    private sealed class SaidCirculation : ICirculation
    {
        public bool IsElsewhere { get; set; }

        public int Prepared { get; private set; }

        public int Carried { get; private set; }

        public string? Title { get; set; }

        public string? Barcode { get; set; }

        public BrokerRequestId? Request { get; set; }

        public DateTimeOffset? DueAt { get; set; }

        public CirculationAnswer? Next { get; set; }

        /// <summary>What it waits for before it answers.</summary>
        public TaskCompletionSource? Thinking { get; set; }

        public async Task<CirculationWork> PrepareAsync(CirculationOrder order, CancellationToken cancellationToken)
        {
            Prepared++;
            await (Thinking?.Task ?? Task.CompletedTask);
            return _ =>
            {
                Carried++;
                return Next ?? new CirculationAnswer.Done
                {
                    Item = Barcode is null ? order.Command.Item : new CirculationItemId(Barcode), Request = Request ?? order.Command.Request, DueAt = DueAt,
                    ItemRecord = Title is null ? null : new ItemRecord { Citation = new Citation { Title = Title } },
                };
            };
        }
    }
}

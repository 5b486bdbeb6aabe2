using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>What becomes of letters that no person wrote.</summary>
public abstract class RobotLetterTests(bool isInMemory) : IAsyncDisposable
{
    private readonly LetterScene _scene = new(isInMemory);

    public async ValueTask DisposeAsync()
    {
        await _scene.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(LetterKind.AutomaticReply)]
    [InlineData(LetterKind.ReadReport)]
    [InlineData(LetterKind.Bulk)]
    public async Task An_automatic_letter_is_a_note_and_nothing_else(LetterKind kind)
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var before = await _scene.Gateway.OutboxAsync();
        var placed = await _scene.ArriveAsync(_scene.Vouched(
            "SOUTH", LetterScene.Says(_scene.ReplyTo(request, row), LetterScene.Unfilled())) with { Kind = kind });
        var unplaced = await _scene.ArriveAsync(_scene.Vouched("SOUTH", LetterScene.Says(null, LetterScene.Request())) with { Kind = kind });

        Assert.Equal((ArrivalOutcome.Ignored, ArrivalOutcome.Ignored), (placed.Outcome, unplaced.Outcome));
        var after = await _scene.FindAsync(request);
        Assert.Equal((Status.RequestSent, false), (after.Status, after.HasUnreadMessage));
        var note = Assert.Single(after.Notes, note => note.Kind == NoteKind.System);
        Assert.Contains("words of letter 1", note.Text, StringComparison.Ordinal);
        Assert.Equal(before.Select(one => (one.Id, one.State)), (await _scene.Gateway.OutboxAsync()).Select(one => (one.Id, one.State)));
        Assert.Single(await _scene.Gateway.RequestsAsync());
        Assert.Equal(0, await _scene.Gateway.Store.CountWaitingLettersAsync(TestGateway.Cancel));
        Assert.Contains(await _scene.Gateway.HistoryAsync(request), line =>
            line.StartsWith($"letter:{IsoCode.Kebab(kind.ToString())}: Kept as a note", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Robots_that_answer_without_end_hold_the_partners_lane()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        for (var count = 1; count <= 20; count++)
        {
            Assert.Null(await _scene.HoldAsync("SOUTH"));
            await _scene.ArriveAsync(_scene.Letter(null, LetterScene.Says(_scene.ReplyTo(request, row))) with
            {
                Kind = LetterKind.AutomaticReply,
            });
        }

        Assert.StartsWith("mail-loop", (await _scene.HoldAsync("SOUTH"))!.Reason, StringComparison.Ordinal);
        Assert.Equal(Status.RequestSent, (await _scene.FindAsync(request)).Status);
    }

    [Fact]
    public async Task Robots_of_strangers_cannot_push_out_what_others_wrote()
    {
        var (request, _) = await _scene.AskAsync("SOUTH");
        for (var count = 1; count <= 30; count++)
        {
            var receipt = await _scene.ArriveAsync(_scene.Letter(
                LetterScene.Address("SOUTH"), LetterScene.Says(new RequestClue.OpenNumber(request.Id))) with
            {
                Kind = LetterKind.AutomaticReply,
            });
            Assert.Equal(ArrivalOutcome.Ignored, receipt.Outcome);
        }

        var after = await _scene.FindAsync(request);
        Assert.Equal((10, request.Version + 10), (after.Notes.Count(note => note.Kind == NoteKind.System), after.Version));
        Assert.Null(await _scene.HoldAsync("SOUTH"));
    }

    [Fact]
    public async Task What_came_back_to_us_is_quarantined()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var receipt = await _scene.ArriveAsync(_scene.Letter(
            null, LetterScene.Says(_scene.ReplyTo(request, row), LetterScene.Unfilled())) with { Kind = LetterKind.Loop });

        Assert.Equal((ArrivalOutcome.Quarantined, "mail-loop"), (receipt.Outcome, receipt.Error!.Code));
        Assert.Equal(request.Version, (await _scene.FindAsync(request)).Version);
    }

    [Fact]
    public async Task A_complaint_about_our_letter_stops_letters_to_the_partner()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var forged = await _scene.ArriveAsync(_scene.Vouched(
            "SOUTH", LetterScene.Says(new RequestClue.OpenNumber(request.Id))) with { Kind = LetterKind.Complaint });
        Assert.Equal((ArrivalOutcome.ForStaff, null), (forged.Outcome, await _scene.HoldAsync("SOUTH")));

        var receipt = await _scene.ArriveAsync(_scene.Letter(
            "abuse@provider.example", LetterScene.Says(_scene.ReplyTo(request, row))) with { Kind = LetterKind.Complaint });

        Assert.Equal(ArrivalOutcome.Applied, receipt.Outcome);
        Assert.StartsWith("complaint", (await _scene.HoldAsync("SOUTH"))!.Reason, StringComparison.Ordinal);
        var after = await _scene.FindAsync(request);
        Assert.Equal(Status.RequestSent, after.Status);
        Assert.Contains(after.Alerts, alert => alert.Code == "complaint");
    }

    [Theory]
    [InlineData("5.1.1")]
    [InlineData("5.1.2")]
    [InlineData("5.1.10")]
    public async Task An_address_that_is_not_valid_sets_the_letter_aside_and_holds_further_ones(string status)
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var receipt = await _scene.ArriveAsync(Bounce(request, row, status));

        Assert.Equal(ArrivalOutcome.Applied, receipt.Outcome);
        Assert.StartsWith("address-invalid", (await _scene.HoldAsync("SOUTH"))!.Reason, StringComparison.Ordinal);
        var after = await _scene.FindAsync(request);
        Assert.Equal((Status.ReadyToSend, true), (after.Status, after.HasUnreadMessage));
        Assert.Contains(after.Alerts, alert => alert.Code == "address-invalid" && alert.Text.Contains(status, StringComparison.Ordinal));
        var dead = Assert.Single(await _scene.Gateway.OutboxAsync(OutboxState.Dead));
        Assert.Equal(row.Id, dead.Id);
        Assert.Contains("no such user", dead.LastDetail, StringComparison.Ordinal);

        // The same again changes nothing more, and a hold that somebody set stays.
        await _scene.Gateway.WriteAsync(work => work.SetLaneHold("SOUTH", "by ida", _scene.Gateway.Clock.GetUtcNow()));
        await _scene.ArriveAsync(Bounce(request, row, status));
        Assert.Equal("by ida", (await _scene.HoldAsync("SOUTH"))!.Reason);
        Assert.Equal(Status.ReadyToSend, (await _scene.FindAsync(request)).Status);
    }

    [Fact]
    public async Task After_an_invalid_address_the_next_supplier_is_asked()
    {
        var (request, row) = await _scene.AskAsync("SOUTH", "NORTH");
        await _scene.ArriveAsync(Bounce(request, row, "5.1.1"));

        var after = await _scene.FindAsync(request);
        Assert.Equal(("NORTH", Status.RequestSent, LegOutcome.Undeliverable), (after.Partner, after.Status, after.Rota[0].Outcome));
        Assert.Contains((await _scene.Gateway.OutboxAsync(OutboxState.Waiting)), waiting => waiting.Entry.Partner == "NORTH");
    }

    [Theory]
    [InlineData("5.2.2", "ill@south.example")]
    [InlineData("4.4.7", null)]
    [InlineData("5.7.1", null)]
    [InlineData("5.1.1", "left@forwarded.example")]
    public async Task What_may_pass_is_sent_once_more_and_then_set_aside(string status, string? recipient)
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        await _scene.ArriveAsync(Bounce(request, row, status, recipient));

        Assert.Null(await _scene.HoldAsync("SOUTH"));
        Assert.Equal(Status.RequestSent, (await _scene.FindAsync(request)).Status);
        var waiting = Assert.Single(await _scene.Gateway.OutboxAsync(OutboxState.Waiting));
        Assert.Equal((row.Id, 1, _scene.Gateway.Clock.GetUtcNow().AddHours(1)), (waiting.Id, waiting.Bounces, waiting.NextAt));
        await _scene.Gateway.DeliverAsync("SOUTH");
        Assert.Single(_scene.Gateway.Mail.Sent);
        _scene.Gateway.Clock.Advance(TimeSpan.FromHours(1));
        await _scene.Gateway.DeliverAsync("SOUTH");
        Assert.Equal(2, _scene.Gateway.Mail.Sent.Count);

        await _scene.ArriveAsync(Bounce(request, row, status, recipient));
        Assert.Equal(row.Id, Assert.Single(await _scene.Gateway.OutboxAsync(OutboxState.Dead)).Id);
        var after = await _scene.FindAsync(request);
        Assert.Equal(Status.ReadyToSend, after.Status);
        Assert.Contains(after.Alerts, alert => alert.Code == "letter-returned");
    }

    [Theory]
    [InlineData(DeliveryReportAction.Delayed)]
    [InlineData(DeliveryReportAction.Delivered)]
    [InlineData(DeliveryReportAction.Relayed)]
    [InlineData(DeliveryReportAction.Expanded)]
    public async Task Other_reports_are_notes(DeliveryReportAction action)
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var receipt = await _scene.ArriveAsync(Bounce(request, row, "4.4.1", action: action));

        Assert.Equal(ArrivalOutcome.Ignored, receipt.Outcome);
        var after = await _scene.FindAsync(request);
        Assert.Equal(Status.RequestSent, after.Status);
        Assert.Contains(after.Notes, note => note.Text.Contains(
            action.ToString().ToLowerInvariant(), StringComparison.Ordinal));
        Assert.Equal(OutboxState.Delivered, Assert.Single(await _scene.Gateway.OutboxAsync()).State);
    }

    [Fact]
    public async Task A_bounce_without_the_token_of_our_letter_changes_nothing()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var forged = Bounce(request, row, "5.1.1") with
        {
            Statements = [LetterScene.Says(new RequestClue.ReplyAddress(request.Id, row.Id, "aaaaaaaaaa"))],
        };
        var aboutPartner = await _scene.ArriveAsync(forged);
        var tagged = await _scene.ArriveAsync(Bounce(request, row, "5.1.1") with
        {
            Statements = [LetterScene.Says(new RequestClue.SubjectTag(
                request.Id, LetterToken.CheckOf(TestGateway.Key.Octets, request.Id, "SOUTH")))],
        });
        var backscatter = await _scene.ArriveAsync(Bounce(request, row, "5.1.1", "somebody@elsewhere.example") with { Statements = [] });

        Assert.Equal(
            (ArrivalOutcome.ForStaff, ArrivalOutcome.ForStaff, ArrivalOutcome.Ignored),
            (aboutPartner.Outcome, tagged.Outcome, backscatter.Outcome));
        Assert.Equal(Status.RequestSent, (await _scene.FindAsync(request)).Status);
        Assert.Null(await _scene.HoldAsync("SOUTH"));
        Assert.Equal(OutboxState.Delivered, Assert.Single(await _scene.Gateway.OutboxAsync()).State);
        Assert.Equal(request.Number, (await _scene.WaitingAsync(tagged)).Statements[0].Request);
    }

    [Fact]
    public async Task A_bounce_of_a_letter_that_is_on_its_way_again_only_tells_the_staff()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        await _scene.Gateway.WriteAsync(work => work.DeferOutbox(row.Id, _scene.Gateway.Clock.GetUtcNow(), false, "again"));
        await _scene.ArriveAsync(Bounce(request, row, "5.1.1"));

        Assert.Equal(OutboxState.Waiting, Assert.Single(await _scene.Gateway.OutboxAsync()).State);
        Assert.Equal(Status.RequestSent, (await _scene.FindAsync(request)).Status);
        Assert.NotNull(await _scene.HoldAsync("SOUTH"));
    }

    private ReceivedLetter Bounce(
        RequestState request, OutboxRow row, string status, string? recipient = "Ill@South.example",
        DeliveryReportAction action = DeliveryReportAction.Failed) =>
        _scene.Letter(null, LetterScene.Says(_scene.ReplyTo(request, row))) with
        {
            Kind = LetterKind.DeliveryReport,
            Report = new DeliveryReport(action, status, recipient, "smtp; 550 no such user"),
        };
}

/// <summary>Over the embedded store.</summary>
public sealed class RobotLetterSqliteTests() : RobotLetterTests(isInMemory: false);

/// <summary>Over memory.</summary>
public sealed class RobotLetterMemoryTests() : RobotLetterTests(isInMemory: true);

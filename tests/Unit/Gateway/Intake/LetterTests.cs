using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>What becomes of letters that people write, over a store.</summary>
public abstract class LetterTests(bool isInMemory) : IAsyncDisposable
{
    private readonly LetterScene _scene = new(isInMemory);

    internal LetterScene Scene => _scene;

    public async ValueTask DisposeAsync()
    {
        await _scene.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_answer_with_a_genuine_token_is_applied_whoever_seems_to_have_sent_it()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var receipt = await _scene.ArriveAsync(_scene.Letter(
            "someone@elsewhere.example", LetterScene.Says(_scene.ReplyTo(request, row), LetterScene.Shipped())));

        Assert.Equal((ArrivalOutcome.Applied, null), (receipt.Outcome, receipt.Error));
        var after = await _scene.FindAsync(request);
        Assert.Equal(Status.ShippedPhysically, after.Status);
        var message = (await _scene.Gateway.MessageAsync(receipt)).Entry;
        Assert.Equal(("SOUTH", request.Number, (IllService?)IllService.Shipped), (message.Partner, message.Request!.Value, message.Service));
        Assert.Contains("reply address", message.Detail, StringComparison.Ordinal);
        Assert.Contains(await _scene.Gateway.HistoryAsync(request), line => line.Contains(
            "received:shipped", StringComparison.Ordinal) && line.Contains("by letter: reply address", StringComparison.Ordinal));
        var note = Assert.Single(after.Notes, note => note.Kind == NoteKind.FromPartner);
        Assert.Equal(("words of letter 1", "SOUTH"), (note.Text, note.By));
        Assert.Equal(0, await _scene.Gateway.Store.CountWaitingLettersAsync(TestGateway.Cancel));
    }

    [Fact]
    public async Task An_answer_to_the_thread_is_applied_too_and_what_follows_goes_out()
    {
        var (request, row) = await _scene.AskAsync("SOUTH", "NORTH");
        var clue = new RequestClue.Thread(request.Id.ToLowerInvariant(), row.Id, LetterScene.Token(request, row).ToUpperInvariant());
        var receipt = await _scene.ArriveAsync(_scene.Letter(null, LetterScene.Says(clue, LetterScene.Unfilled())));

        Assert.Equal(ArrivalOutcome.Applied, receipt.Outcome);
        Assert.Equal("NORTH", (await _scene.FindAsync(request)).Partner);
        var next = (await _scene.Gateway.OutboxAsync())[^1];
        Assert.Equal(("NORTH", IllService.IllRequest), (next.Entry.Partner, next.Entry.Message.Service));
    }

    [Theory]
    [InlineData("the token of another letter")]
    [InlineData("the token of another request")]
    [InlineData("the token of another partner")]
    [InlineData("a guess")]
    [InlineData("nothing")]
    [InlineData("a letter that was never written")]
    public async Task A_token_that_does_not_hold_is_no_clue(string forgery)
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var (other, otherRow) = await _scene.AskAsync("NORTH");
        var id = request.Id.ToLowerInvariant();
        var clue = forgery switch
        {
            "the token of another letter" => new RequestClue.ReplyAddress(id, row.Id, LetterScene.Token(request, otherRow)),
            "the token of another request" => new RequestClue.ReplyAddress(id, otherRow.Id, LetterScene.Token(other, otherRow)),
            "the token of another partner" => new RequestClue.ReplyAddress(
                id, row.Id, LetterToken.Of(TestGateway.Key.Octets, request.Id, row.Id, "NORTH")),
            "a letter that was never written" => new RequestClue.ReplyAddress(
                id, 999, LetterToken.Of(TestGateway.Key.Octets, request.Id, 999, "NORTH")),
            "nothing" => new RequestClue.ReplyAddress(id, row.Id, ""),
            _ => new RequestClue.ReplyAddress(id, row.Id, "aaaaaaaaaa"),
        };
        var receipt = await _scene.ArriveAsync(_scene.Letter(
            LetterScene.Address("SOUTH"), LetterScene.Says(clue, LetterScene.Unfilled())));

        Assert.Equal(ArrivalOutcome.ForStaff, receipt.Outcome);
        var after = await _scene.FindAsync(request);
        Assert.Equal((Status.RequestSent, request.Version), (after.Status, after.Version));
        var statement = Assert.Single((await _scene.WaitingAsync(receipt)).Statements);
        Assert.Equal("letter-unplaced", statement.Code);
        var verdict = Assert.Single(statement.Clues);
        Assert.False(verdict.IsHit);
        Assert.Contains("the token is not ours", verdict.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_token_does_not_hide_a_weaker_clue()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var statement = LetterScene.Says(null, LetterScene.Shipped()) with
        {
            Clues = [new RequestClue.ReplyAddress(request.Id, row.Id, "aaaaaaaaaa"), new RequestClue.OpenNumber(request.Id)],
        };
        var receipt = await _scene.ArriveAsync(_scene.Vouched("SOUTH", statement));

        Assert.Equal(ArrivalOutcome.Applied, receipt.Outcome);
        Assert.Contains("open number", (await _scene.Gateway.MessageAsync(receipt)).Entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_token_finds_the_request_but_lets_nobody_act()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        _scene.Gateway.Clock.Advance(TimeSpan.FromDays(400));
        var fresh = await _scene.ArriveAsync(_scene.Letter(
            null, LetterScene.Says(_scene.ReplyTo(request, row), LetterScene.Shipped(), LetterScene.Unfilled())));
        _scene.Gateway.Clock.Advance(TimeSpan.FromDays(1));
        var old = await _scene.ArriveAsync(_scene.Letter(
            null, LetterScene.Says(_scene.ReplyTo(request, row), LetterScene.Unfilled())));

        Assert.Equal("letter-unclear", (await _scene.WaitingAsync(fresh)).Statements[0].Code);
        var statement = (await _scene.WaitingAsync(old)).Statements[0];
        Assert.Equal(("letter-unverified", request.Number), (statement.Code, statement.Request!.Value));
        Assert.Contains("older than 400 days", statement.Reason, StringComparison.Ordinal);
        Assert.Equal(Status.RequestSent, (await _scene.FindAsync(request)).Status);
    }

    [Theory]
    [InlineData("south.example", true)]
    [InlineData("example", false)]
    [InlineData("other.example", false)]
    [InlineData("th.example", false)]
    [InlineData(null, false)]
    public async Task A_sender_acts_only_where_our_mail_server_vouches_for_it(string? domain, bool mayAct)
    {
        var (request, _) = await _scene.AskAsync("SOUTH");
        var letter = _scene.Letter(
            LetterScene.Address("SOUTH"), LetterScene.Says(new RequestClue.OpenNumber(request.Id), LetterScene.Shipped()));
        var receipt = await _scene.ArriveAsync(
            letter with { Origin = letter.Origin with { VouchedDomains = domain is null ? [] : [domain] } });

        Assert.Equal(mayAct ? ArrivalOutcome.Applied : ArrivalOutcome.ForStaff, receipt.Outcome);
        var after = await _scene.FindAsync(request);
        Assert.Equal(mayAct ? Status.ShippedPhysically : Status.RequestSent, after.Status);
        if (!mayAct)
        {
            var statement = (await _scene.WaitingAsync(receipt)).Statements[0];
            Assert.Equal("letter-unverified", statement.Code);
            Assert.Contains("nobody vouches", statement.Reason, StringComparison.Ordinal);
            Assert.Single(statement.Proposals);
            Assert.Contains(after.Notes, note => note.By == "ill@south.example (unverified)");
            var alert = Assert.Single(after.Alerts);
            Assert.Equal(("letter", (long?)receipt.MessageId, true), (alert.Code, alert.Letter, after.HasUnreadMessage));
        }
    }

    [Fact]
    public async Task A_domain_above_the_senders_vouches_for_it_and_a_whole_domain_may_be_a_sender()
    {
        _scene.MeetByMail("SOUTH", channel: ", senders: [\"@branch.south.example\", other@elsewhere.example]");
        var (request, _) = await _scene.AskAsync("SOUTH");
        var letter = _scene.Letter(
            "Anybody@branch.South.example", LetterScene.Says(new RequestClue.OpenNumber(request.Id), LetterScene.Shipped()));
        var receipt = await _scene.ArriveAsync(
            letter with { Origin = letter.Origin with { VouchedDomains = ["south.example"] } });

        Assert.Equal(ArrivalOutcome.Applied, receipt.Outcome);
    }

    [Fact]
    public async Task A_vouched_partner_cannot_act_on_the_request_of_another()
    {
        var (request, _) = await _scene.AskAsync("SOUTH");
        var check = LetterToken.CheckOf(TestGateway.Key.Octets, request.Id, "SOUTH");
        var tagged = await _scene.ArriveAsync(_scene.Vouched(
            "NORTH", LetterScene.Says(new RequestClue.SubjectTag(request.Id, check), LetterScene.Unfilled())));
        var numbered = await _scene.ArriveAsync(_scene.Vouched(
            "NORTH", LetterScene.Says(new RequestClue.OpenNumber(request.Id), LetterScene.Unfilled())));
        var native = await _scene.ArriveAsync(_scene.Vouched(
            "NORTH", LetterScene.Says(
                new RequestClue.Native("machine block", request.Transaction, null),
                Ill.Unfilled(LetterScene.Header() with { Transaction = request.Transaction! }))));

        Assert.Equal(Status.RequestSent, (await _scene.FindAsync(request)).Status);
        Assert.Equal("letter-unverified", (await _scene.WaitingAsync(tagged)).Statements[0].Code);
        Assert.Equal("letter-unplaced", (await _scene.WaitingAsync(numbered)).Statements[0].Code);
        Assert.Equal("letter-unverified", (await _scene.WaitingAsync(native)).Statements[0].Code);
    }

    [Fact]
    public async Task A_subject_tag_counts_with_its_check_characters_only()
    {
        var (request, _) = await _scene.AskAsync("SOUTH");
        var check = LetterToken.CheckOf(TestGateway.Key.Octets, request.Id, "SOUTH");
        var wrong = await _scene.ArriveAsync(_scene.Vouched(
            "SOUTH", LetterScene.Says(new RequestClue.SubjectTag(request.Id, "zzzz"), LetterScene.Shipped())));
        var right = await _scene.ArriveAsync(_scene.Vouched(
            "SOUTH", LetterScene.Says(new RequestClue.SubjectTag(request.Id.ToLowerInvariant(), check), LetterScene.Shipped())));

        Assert.Contains("do not fit", (await _scene.WaitingAsync(wrong)).Statements[0].Clues[0].Verdict, StringComparison.Ordinal);
        Assert.Equal(ArrivalOutcome.Applied, right.Outcome);
        Assert.Contains("subject tag", (await _scene.Gateway.MessageAsync(right)).Entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_format_names_its_own_transaction_and_cannot_name_that_of_another_request()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var (other, _) = await _scene.AskAsync("SOUTH");
        var block = LetterScene.Header() with { Transaction = other.Transaction! };
        var mixed = await _scene.ArriveAsync(_scene.Letter(null, LetterScene.Says(_scene.ReplyTo(request, row), Ill.Shipped(block))));
        var own = await _scene.ArriveAsync(_scene.Vouched(
            "SOUTH", LetterScene.Says(new RequestClue.Native("machine block", other.Transaction, null), Ill.Shipped(block))));

        Assert.Equal("letter-prohibited", (await _scene.WaitingAsync(mixed)).Statements[0].Code);
        Assert.Equal(Status.RequestSent, (await _scene.FindAsync(request)).Status);
        Assert.Equal(ArrivalOutcome.Applied, own.Outcome);
        Assert.Equal(Status.ShippedPhysically, (await _scene.FindAsync(other)).Status);
    }

    [Fact]
    public async Task The_partners_own_number_is_known_once_it_has_named_it()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        await _scene.ArriveAsync(_scene.Letter(null, LetterScene.Says(_scene.ReplyTo(request, row), new IllMessage.Answer
        {
            Header = LetterScene.Header() with { ResponderReference = "E012345678" },
            Result = new AnswerResult.WillSupply(ReasonWillSupply.InProcess, null),
        })));
        var receipt = await _scene.ArriveAsync(_scene.Vouched(
            "SOUTH", LetterScene.Says(new RequestClue.Native("subito", null, "E012345678"), LetterScene.Shipped())));

        Assert.Equal(ArrivalOutcome.Applied, receipt.Outcome);
        Assert.Equal(Status.ShippedPhysically, (await _scene.FindAsync(request)).Status);
    }

    [Fact]
    public async Task A_number_that_two_open_requests_bear_is_for_the_staff()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var (other, otherRow) = await _scene.AskAsync("SOUTH");
        foreach (var clue in new[] { _scene.ReplyTo(request, row), _scene.ReplyTo(other, otherRow) })
        {
            await _scene.ArriveAsync(_scene.Letter(null, LetterScene.Says(clue, Ill.Message(
                LetterScene.Header() with { ResponderReference = "L-5" }))));
        }

        var receipt = await _scene.ArriveAsync(_scene.Vouched(
            "SOUTH", LetterScene.Says(new RequestClue.OpenNumber("L-5"), LetterScene.Shipped())));

        var statement = (await _scene.WaitingAsync(receipt)).Statements[0];
        Assert.Equal("letter-unplaced", statement.Code);
        Assert.Contains(request.Id, statement.Clues[0].Verdict, StringComparison.Ordinal);
        Assert.Contains(other.Id, statement.Clues[0].Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_is_the_number_of_a_closed_request_leads_nowhere()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        await _scene.Gateway.ActAsync(request, StaffAction.ChangeStatus, new ActionFields { Status = Status.RequestCompleted });
        var number = await _scene.ArriveAsync(_scene.Vouched(
            "SOUTH", LetterScene.Says(new RequestClue.OpenNumber(request.Id), LetterScene.Unfilled())));
        var reply = await _scene.ArriveAsync(_scene.Letter(
            null, LetterScene.Says(_scene.ReplyTo(request, row), LetterScene.Unfilled())));

        Assert.Equal("letter-unplaced", (await _scene.WaitingAsync(number)).Statements[0].Code);
        var after = await _scene.FindAsync(request);
        Assert.Equal(Status.RequestCompleted, after.Status);
        Assert.Contains(after.Notes, note => note.Text == "words of letter 2");
        Assert.NotEqual(ArrivalOutcome.Applied, reply.Outcome);
    }

    [Fact]
    public async Task Two_readings_that_both_fit_are_for_the_staff_and_none_is_too()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var both = await _scene.ArriveAsync(_scene.Letter(
            null, LetterScene.Says(_scene.ReplyTo(request, row), LetterScene.Shipped(), LetterScene.Unfilled())));
        var none = await _scene.ArriveAsync(_scene.Letter(null, LetterScene.Says(_scene.ReplyTo(request, row))));

        Assert.Equal(Status.RequestSent, (await _scene.FindAsync(request)).Status);
        Assert.Equal(2, (await _scene.WaitingAsync(both)).Statements[0].Proposals.Count);
        Assert.Equal("letter-unclear", (await _scene.WaitingAsync(none)).Statements[0].Code);
        Assert.Equal([none.MessageId, both.MessageId], (await _scene.Gateway.Store.ListLettersAsync(
            true, null, 10, TestGateway.Cancel)).Items.Select(letter => letter.Id));
        Assert.Equal(2, (await _scene.FindAsync(request)).Alerts.Count);
    }

    [Fact]
    public async Task A_reading_that_the_rules_forbid_or_that_is_nothing_for_our_side_leaves_the_other_one()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var receipt = await _scene.ArriveAsync(_scene.Letter(null, LetterScene.Says(
            _scene.ReplyTo(request, row), Ill.Received(LetterScene.Header()),
            new IllMessage.RenewAnswer { Header = LetterScene.Header(), Grants = false }, LetterScene.Shipped())));

        Assert.Equal(ArrivalOutcome.Applied, receipt.Outcome);
        Assert.Equal(Status.ShippedPhysically, (await _scene.FindAsync(request)).Status);
    }

    [Fact]
    public async Task What_the_rules_forbid_is_told_to_the_staff_and_not_to_the_writer()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var before = (await _scene.Gateway.OutboxAsync()).Count;
        var receipt = await _scene.ArriveAsync(_scene.Letter(null, LetterScene.Says(
            _scene.ReplyTo(request, row), new IllMessage.CheckedIn { Header = LetterScene.Header(), CheckedInOn = new DateOnly(2026, 3, 2) })));

        var statement = (await _scene.WaitingAsync(receipt)).Statements[0];
        Assert.Equal(("letter-prohibited", "SOUTH"), (statement.Code, statement.Partner));
        Assert.Contains("not possible", statement.Reason, StringComparison.Ordinal);
        Assert.Equal(before, (await _scene.Gateway.OutboxAsync()).Count);
        Assert.Contains(await _scene.Gateway.HistoryAsync(request), line =>
            line.StartsWith("letter:for-staff", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_of_a_supplier_that_was_given_up_is_kept_and_its_shipment_counts_while_nobody_else_is_asked()
    {
        var (request, row) = await _scene.AskAsync("SOUTH", "NORTH");
        await _scene.Gateway.ActAsync(request, StaffAction.Reject);
        var moved = await _scene.FindAsync(request);
        var late = await _scene.ArriveAsync(_scene.Letter(
            null, LetterScene.Says(_scene.ReplyTo(request, row), LetterScene.Shipped())));
        Assert.Equal(("NORTH", Status.RequestSent), (moved.Partner, moved.Status));
        Assert.Equal(ArrivalOutcome.Ignored, late.Outcome);
        var noted = await _scene.FindAsync(request);
        Assert.Equal(("NORTH", Status.RequestSent, true), (noted.Partner, noted.Status, noted.HasUnreadMessage));
        Assert.Contains(noted.Notes, note => note.Text == "words of letter 1");

        var (single, singleRow) = await _scene.AskAsync("SOUTH");
        await _scene.Gateway.ActAsync(single, StaffAction.Reject);
        var counted = await _scene.ArriveAsync(_scene.Letter(
            null, LetterScene.Says(_scene.ReplyTo(single, singleRow), LetterScene.Shipped())));
        Assert.Equal(ArrivalOutcome.Applied, counted.Outcome);
        Assert.Equal(Status.ShippedPhysically, (await _scene.FindAsync(single)).Status);
    }

    [Fact]
    public async Task The_same_letter_again_changes_nothing()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var letter = _scene.Letter(null, LetterScene.Says(_scene.ReplyTo(request, row), LetterScene.Shipped()));
        var first = await _scene.ArriveAsync(letter);
        var after = await _scene.FindAsync(request);
        var second = await _scene.ArriveAsync(letter);

        Assert.Equal(ArrivalOutcome.Duplicate, second.Outcome);
        Assert.Equal(first.MessageId, (await _scene.Gateway.MessageAsync(second)).Entry.RefersTo);
        Assert.Equal(after.Version, (await _scene.FindAsync(request)).Version);

        // In another mailbox it is another one, and a stranger's letter is known again too.
        var elsewhere = letter with { Origin = letter.Origin with { Mailbox = "second" } };
        Assert.NotEqual(ArrivalOutcome.Duplicate, (await _scene.ArriveAsync(elsewhere)).Outcome);
        var stranger = _scene.Letter("stranger@elsewhere.example");
        Assert.Equal(ArrivalOutcome.ForStaff, (await _scene.ArriveAsync(stranger)).Outcome);
        Assert.Equal(ArrivalOutcome.Duplicate, (await _scene.ArriveAsync(stranger)).Outcome);
    }

    [Fact]
    public async Task Another_letter_with_the_same_identity_goes_before_the_staff_once_and_is_never_applied()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var letter = _scene.Letter(null, LetterScene.Says(_scene.ReplyTo(request, row)));
        await _scene.ArriveAsync(letter);
        var forged = letter with
        {
            Digest = new byte[32], Statements = [LetterScene.Says(_scene.ReplyTo(request, row), LetterScene.Unfilled())],
        };
        var conflict = await _scene.ArriveAsync(forged);
        var again = await _scene.ArriveAsync(forged);

        Assert.Equal((ArrivalOutcome.ForStaff, ArrivalOutcome.Duplicate), (conflict.Outcome, again.Outcome));
        Assert.Equal("identity-conflict", (await _scene.WaitingAsync(conflict)).Statements[0].Code);
        Assert.Equal("identity-conflict", (await _scene.Gateway.MessageAsync(conflict)).Entry.ErrorCode);
        Assert.Equal(Status.RequestSent, (await _scene.FindAsync(request)).Status);
    }

    [Fact]
    public async Task A_request_by_letter_of_a_vouched_partner_is_a_new_request_and_its_repeat_is_the_same()
    {
        var receipt = await _scene.ArriveAsync(_scene.Vouched("SOUTH", LetterScene.Says(null, LetterScene.Request())));

        Assert.Equal(ArrivalOutcome.Applied, receipt.Outcome);
        var request = Assert.Single(await _scene.Gateway.RequestsAsync());
        Assert.Equal((Side.Lending, "SOUTH", "S-17"), (request.Side, request.Partner, request.ExternalId));
        Assert.Equal((request.Number, "SOUTH"), await PlaceOfAsync(receipt));

        await _scene.ArriveAsync(_scene.Vouched("SOUTH", LetterScene.Says(null, LetterScene.Request())));
        Assert.Single(await _scene.Gateway.RequestsAsync());

        // The partner's number finds it from now on.
        var cancel = await _scene.ArriveAsync(_scene.Vouched("SOUTH", LetterScene.Says(
            new RequestClue.OpenNumber("s-17"), new IllMessage.Cancel { Header = LetterScene.Header() })));
        Assert.Equal(ArrivalOutcome.Applied, cancel.Outcome);
    }

    [Fact]
    public async Task Requests_without_a_number_of_their_own_are_told_apart()
    {
        for (var count = 1; count <= 2; count++)
        {
            await _scene.ArriveAsync(_scene.Vouched("SOUTH", LetterScene.Says(null, LetterScene.Request(null))));
        }

        var requests = await _scene.Gateway.RequestsAsync();
        Assert.Equal(2, requests.Count);
        Assert.All(requests, request => Assert.Equal(request.Id, request.ExternalId));
    }

    [Theory]
    [InlineData("unvouched", "letter-unverified")]
    [InlineData("stranger", "letter-unverified")]
    [InlineData("names another library", "letter-unverified")]
    [InlineData("no lending", "letter-prohibited")]
    [InlineData("switched off", "letter-prohibited")]
    public async Task A_request_that_we_may_not_take_is_for_the_staff(string why, string code)
    {
        if (why is "no lending" or "switched off")
        {
            _scene.MeetByMail("SOUTH", why == "no lending" ? "lending: {supported: false}" : "status: inactive");
        }

        var asked = LetterScene.Request();
        var named = asked with { Header = asked.Header with { Requester = new Party { Symbol = Symbol.Parse("RSG:NORTH") } } };
        var letter = why switch
        {
            "unvouched" => _scene.Letter(LetterScene.Address("SOUTH"), LetterScene.Says(null, asked)),
            "stranger" => _scene.Letter("ill@elsewhere.example", LetterScene.Says(null, asked)),
            "names another library" => _scene.Vouched("SOUTH", LetterScene.Says(null, named)),
            _ => _scene.Vouched("SOUTH", LetterScene.Says(null, asked)),
        };
        var receipt = await _scene.ArriveAsync(letter);

        Assert.Equal(ArrivalOutcome.ForStaff, receipt.Outcome);
        Assert.Equal(code, (await _scene.WaitingAsync(receipt)).Statements[0].Code);
        Assert.Empty(await _scene.Gateway.RequestsAsync());
        Assert.Empty(await _scene.Gateway.OutboxAsync());
    }

    [Fact]
    public async Task A_report_about_several_orders_is_one_message_and_each_statement_goes_its_own_way()
    {
        var (one, oneRow) = await _scene.AskAsync("SOUTH");
        var (two, _) = await _scene.AskAsync("SOUTH");
        var receipt = await _scene.ArriveAsync(_scene.Vouched(
            "SOUTH",
            LetterScene.Says(_scene.ReplyTo(one, oneRow), LetterScene.Shipped()) with { Words = "the first is on its way" },
            LetterScene.Says(new RequestClue.OpenNumber(two.Id), LetterScene.Unfilled()) with { Words = "the second is not" },
            LetterScene.Says(new RequestClue.OpenNumber("HOME9999999"), LetterScene.Shipped()),
            LetterScene.Says(_scene.ReplyTo(one, oneRow)) with { Words = "and a word about the first" }));

        Assert.Equal(ArrivalOutcome.ForStaff, receipt.Outcome);
        var first = await _scene.FindAsync(one);
        Assert.Equal((Status.ShippedPhysically, (long?)receipt.MessageId), (first.Status, Assert.Single(first.Alerts).Letter));
        Assert.Equal(["the first is on its way", "and a word about the first"], first.Notes.Where(
            note => note.Kind == NoteKind.FromPartner).Select(note => note.Text));
        Assert.Contains((await _scene.FindAsync(two)).Notes, note => note.Text == "the second is not");
        Assert.NotEqual(Status.RequestSent, (await _scene.FindAsync(two)).Status);
        var letter = await _scene.WaitingAsync(receipt);
        Assert.Equal([false, false, true, true], letter.Statements.Select(statement => statement.IsWaiting));
    }

    [Fact]
    public async Task Statements_beyond_the_limit_are_for_the_staff()
    {
        var statements = Enumerable.Repeat(LetterScene.Says(null), 201).ToArray();
        var receipt = await _scene.ArriveAsync(_scene.Letter(null, statements));
        var within = await _scene.ArriveAsync(_scene.Letter(null, statements[1..]));

        Assert.Equal("letter-too-long", (await _scene.WaitingAsync(receipt)).Statements[^1].Code);
        Assert.DoesNotContain((await _scene.WaitingAsync(within)).Statements, one => one.Code == "letter-too-long");
    }

    [Fact]
    public async Task More_letters_within_an_hour_than_people_write_hold_the_partners_lane()
    {
        _scene.Gateway.Write("gateway.yaml", $"{Configuration.TemporaryConfiguration.Gateway}\nmail: {{maxLettersPerRequestPerHour: 3}}\n");
        var (request, row) = await _scene.AskAsync("SOUTH");
        for (var count = 1; count <= 3; count++)
        {
            var fine = await _scene.ArriveAsync(_scene.Letter(
                null, LetterScene.Says(_scene.ReplyTo(request, row), Ill.Message(LetterScene.Header(), "round and round"))));
            Assert.Equal(ArrivalOutcome.Applied, fine.Outcome);
        }

        Assert.Null(await _scene.HoldAsync("SOUTH"));
        var tooMuch = await _scene.ArriveAsync(_scene.Letter(
            null, LetterScene.Says(_scene.ReplyTo(request, row), LetterScene.Unfilled())));
        Assert.Equal("mail-loop", (await _scene.WaitingAsync(tooMuch)).Statements[0].Code);
        Assert.StartsWith("mail-loop", (await _scene.HoldAsync("SOUTH"))!.Reason, StringComparison.Ordinal);

        _scene.Gateway.Clock.Advance(TimeSpan.FromHours(2));
        var later = await _scene.ArriveAsync(_scene.Letter(
            null, LetterScene.Says(_scene.ReplyTo(request, row), LetterScene.Unfilled())));
        Assert.Equal(ArrivalOutcome.Applied, later.Outcome);
    }

    [Fact]
    public async Task Strangers_cannot_push_out_what_others_wrote()
    {
        var (request, _) = await _scene.AskAsync("SOUTH");
        for (var count = 1; count <= 30; count++)
        {
            await _scene.ArriveAsync(_scene.Letter(
                LetterScene.Address("SOUTH"), LetterScene.Says(new RequestClue.OpenNumber(request.Id), LetterScene.Unfilled())));
        }

        var after = await _scene.FindAsync(request);
        Assert.Equal((10, 20), (after.Notes.Count(note => note.Kind == NoteKind.FromPartner), after.Alerts.Count));
        Assert.Equal(30, await _scene.Gateway.Store.CountWaitingLettersAsync(TestGateway.Cancel));
    }

    [Fact]
    public async Task Nothing_of_a_letter_is_kept_when_the_store_cannot_write_and_all_of_it_when_it_comes_again()
    {
        var (request, row) = await _scene.AskAsync("SOUTH");
        var letter = _scene.Letter(null, LetterScene.Says(_scene.ReplyTo(request, row), LetterScene.Shipped()));
        _scene.Gateway.Store.Failures = 1;
        var failed = await _scene.ArriveAsync(letter);
        var between = await _scene.FindAsync(request);
        var again = await _scene.ArriveAsync(letter);

        Assert.Equal((ArrivalOutcome.Unavailable, Status.RequestSent), (failed.Outcome, between.Status));
        Assert.Equal(ArrivalOutcome.Applied, again.Outcome);
        Assert.Single((await _scene.Gateway.Store.ListMessagesAsync(null, false, null, 100, TestGateway.Cancel)).Items,
            message => message.Entry.Direction == Direction.In);
    }

    private async Task<(long Request, string? Partner)> PlaceOfAsync(Receipt receipt)
    {
        var entry = (await _scene.Gateway.MessageAsync(receipt)).Entry;
        return (entry.Request!.Value, entry.Partner);
    }
}

/// <summary>Over the embedded store.</summary>
public sealed class LetterSqliteTests() : LetterTests(isInMemory: false)
{
    [Fact]
    public async Task A_letter_that_makes_the_intake_stumble_leaves_nothing_behind_but_its_bytes()
    {
        var (one, oneRow) = await Scene.AskAsync("SOUTH");
        var (two, twoRow) = await Scene.AskAsync("SOUTH");

        // The state of a request has a limit: the last of the writes fails after the others were made.
        var tooLong = new string('x', StoreLimits.StateOctets + 1);
        var receipt = await Scene.ArriveAsync(Scene.Letter(
            null,
            LetterScene.Says(Scene.ReplyTo(one, oneRow), LetterScene.Shipped()),
            LetterScene.Says(Scene.ReplyTo(two, twoRow), new IllMessage.Answer
            {
                Header = LetterScene.Header() with { ResponderReference = tooLong },
                Result = new AnswerResult.WillSupply(ReasonWillSupply.InProcess, null),
            })));

        Assert.Equal((ArrivalOutcome.Quarantined, "intake-fault"), (receipt.Outcome, receipt.Error!.Code));
        var after = await Scene.FindAsync(one);
        Assert.Equal((Status.RequestSent, one.Version), (after.Status, after.Version));
        Assert.False((await Scene.Gateway.MessageAsync(receipt)).Entry.Raw.IsEmpty);
    }
}

/// <summary>Over memory.</summary>
public sealed class LetterMemoryTests() : LetterTests(isInMemory: true);

using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Intake;

namespace ResourceSharing.Tests.Unit.Gateway.Storage;

/// <summary>What an engine must do for letters.</summary>
public abstract class StoreLetterTests(bool isInMemory) : IAsyncDisposable
{
    private protected TestGateway Gateway { get; } = new(isInMemory: isInMemory);

    private protected IStore Store => Gateway.Store;

    public async ValueTask DisposeAsync()
    {
        Assert.Empty((await Store.VerifyAsync(null, CancellationToken.None)).Faults);
        await Gateway.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static JournalEntry Entry(string identity, string? scope = null, string? partner = null) => new()
    {
        Direction = Direction.In,
        At = StoreSamples.Start,
        Protocol = "email",
        Partner = partner,
        Identity = identity,
        Scope = scope,
        Digest = new byte[] { 1 },
        Outcome = ArrivalOutcome.ForStaff,
        Raw = Encoding.UTF8.GetBytes("raw"),
    };

    private protected static StaffLetter Letter(long id, bool isWaiting = true) => new()
    {
        Id = id,
        At = StoreSamples.Start,
        Origin = new LetterOrigin { From = "ill@south.example", Mailbox = "ill", VouchedDomains = ["south.example"] },
        Kind = LetterKind.Written,
        Subject = "Ein Brief",
        Text = "Wörter",
        Attachments = [new LetterAttachment("a.pdf", "application/pdf", 17)],
        Statements =
        [
            new StaffStatement
            {
                Number = 1,
                Reason = "why",
                Request = 4,
                Clues = [new ClueVerdict("number 4", "a hit", true)],
                Proposals = [new LetterProposal(LetterScene.Shipped(), "phrase de/1")],
                End = isWaiting ? null : new StatementEnd(StatementEnding.Dismissed, "ida", StoreSamples.Start, "done"),
            },
        ],
    };

    private Task<long> PutAsync(bool isWaiting = true) => Store.WriteAsync(
        work =>
        {
            var id = work.AppendMessage(Entry($"letter {Guid.NewGuid()}", "(mailbox) ill"));
            work.PutLetter(Letter(id, isWaiting));
            return id;
        },
        TestGateway.Cancel);

    [Fact]
    public async Task A_letter_comes_back_as_it_was_put()
    {
        var id = await PutAsync();
        var found = (await Store.FindLetterAsync(id, TestGateway.Cancel))!;

        Assert.Equal(("Ein Brief", "Wörter", true), (found.Subject, found.Text, found.IsWaiting));
        Assert.Equal(Letter(id).Attachments, found.Attachments);
        Assert.Equal(Letter(id).Statements[0].Clues, found.Statements[0].Clues);
        var proposal = Assert.Single(found.Statements[0].Proposals);
        Assert.Equal(("phrase de/1", IllService.Shipped), (proposal.Rule, proposal.Message.Service));
        Assert.Equal(id, await Store.WriteAsync(work => work.FindLetter(id)!.Id, TestGateway.Cancel));
        Assert.Null(await Store.FindLetterAsync(id + 1, TestGateway.Cancel));
    }

    [Fact]
    public async Task Letters_are_listed_by_pages_newest_first_and_counted()
    {
        for (var i = 1; i <= 7; i++)
        {
            await PutAsync(isWaiting: i % 3 != 0);
        }

        Assert.Equal(5, await Store.CountWaitingLettersAsync(TestGateway.Cancel));
        Assert.Equal([7L, 5L, 4L, 2L, 1L], await IdsAsync(true));
        Assert.Equal([6L, 3L], await IdsAsync(false));
        Assert.Equal([7L, 6L, 5L, 4L, 3L, 2L, 1L], await IdsAsync(null));
        await Gateway.WriteAsync(work => work.PutLetter(Letter(7, isWaiting: false)));
        Assert.Equal(4, await Store.CountWaitingLettersAsync(TestGateway.Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.ListLettersAsync(null, null, 0, TestGateway.Cancel));

        async Task<List<long>> IdsAsync(bool? isWaiting)
        {
            var ids = new List<long>();
            long? after = null;
            do
            {
                var page = await Store.ListLettersAsync(isWaiting, after, 2, TestGateway.Cancel);
                ids.AddRange(page.Items.Select(letter => letter.Id));
                after = page.Next;
            }
            while (after is not null);
            return ids;
        }
    }

    [Fact]
    public async Task A_scope_of_its_own_takes_the_place_of_the_partner()
    {
        await Gateway.WriteAsync(work =>
        {
            var letter = work.AppendMessage(Entry("same", "(mailbox) ill", "SOUTH"));
            var message = work.AppendMessage(Entry("same", partner: "SOUTH"));
            Assert.Equal(letter, work.FindSeen("(mailbox) ill", "email", "same")!.MessageId);
            Assert.Equal(message, work.FindSeen("SOUTH", "email", "same")!.MessageId);
            Assert.Null(work.FindSeen("(mailbox) other", "email", "same"));
            work.AppendMessage(Entry("same", "(mailbox) ill"));
        });

        var rows = (await Store.ListMessagesAsync(null, false, null, 10, TestGateway.Cancel)).Items.Reverse().ToArray();
        Assert.Equal(
            [("same", "(mailbox) ill"), ("same", null), ((string?)null, (string?)null)],
            rows.Select(row => (row.Entry.Identity, row.Entry.Scope)));
    }

    [Fact]
    public async Task Arrivals_about_a_request_are_counted_by_partner_protocol_and_time()
    {
        var request = await Gateway.LendingAsync();
        await Gateway.WriteAsync(work =>
        {
            foreach (var (partner, minutes) in new[] { ("SOUTH", 0), ("SOUTH", 30), ("NORTH", 30), ("SOUTH", 60) })
            {
                work.AppendMessage(Entry($"{partner} {minutes}", "s", partner) with
                {
                    Request = request.Number, At = StoreSamples.Start.AddMinutes(minutes),
                });
            }

            work.AppendMessage(Entry("out", "s", "SOUTH") with
            {
                Request = request.Number, At = StoreSamples.Start.AddMinutes(60), Direction = Direction.Out, Outcome = null,
            });
            Assert.Equal(2, work.CountArrivals(request.Number, "SOUTH", "email", StoreSamples.Start.AddMinutes(30)));
            Assert.Equal(3, work.CountArrivals(request.Number, "SOUTH", "email", StoreSamples.Start));
            Assert.Equal(0, work.CountArrivals(request.Number, "SOUTH", "iso-ill", StoreSamples.Start));
            Assert.Equal(0, work.CountArrivals(request.Number + 1, "SOUTH", "email", StoreSamples.Start));
        });
    }

    [Fact]
    public async Task Bounces_are_counted_and_holds_are_found()
    {
        await Gateway.WriteAsync(work =>
        {
            var row = work.Enqueue(new OutboxEntry(
                null, "SOUTH", LetterScene.Shipped(), StoreSamples.Start, StoreSamples.Start));
            Assert.Equal((1, 2), (work.CountBounce(row), work.CountBounce(row)));
            Assert.Equal(2, work.FindOutbox(row)!.Bounces);
            Assert.Null(work.FindLaneHold("SOUTH"));
            work.SetLaneHold("SOUTH", "why", StoreSamples.Start);
            var hold = work.FindLaneHold("SOUTH")!;
            Assert.Equal(("SOUTH", "why", StoreSamples.Start.ToUniversalTime()), (hold.Partner, hold.Reason, hold.Since.ToUniversalTime()));
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => Gateway.WriteAsync(work => work.CountBounce(99)));
    }
}

/// <summary>Over the embedded engine.</summary>
public sealed class StoreLetterSqliteTests() : StoreLetterTests(isInMemory: false)
{
    [Fact]
    public async Task Letters_go_with_the_bytes_of_their_messages()
    {
        await Gateway.WriteAsync(work =>
        {
            foreach (var (days, isWaiting) in new[] { (0, true), (1, false), (3, true) })
            {
                var id = work.AppendMessage(Entry($"{days}", "s") with { At = StoreSamples.Start.AddDays(days) });
                work.PutLetter(Letter(id, isWaiting));
            }
        });
        var step = await Store.WriteAsync(
            work => work.Prune(Prunable.MessageBytes, StoreSamples.Start.AddDays(2), 0, 100), TestGateway.Cancel);
        await Gateway.WriteAsync(work => work.Prune(Prunable.Identities, StoreSamples.Start.AddDays(2), 0, 100));

        Assert.Equal(2, step.Removed);
        Assert.Equal([3L], (await Store.ListLettersAsync(null, null, 10, TestGateway.Cancel)).Items.Select(letter => letter.Id));
        await Gateway.WriteAsync(work =>
        {
            Assert.Null(work.FindSeen("s", "email", "0"));
            Assert.NotNull(work.FindSeen("s", "email", "3"));
        });
    }

    [Fact]
    public async Task Letters_that_are_done_go_with_the_patron_of_their_request()
    {
        var request = await Gateway.LendingAsync();
        await Gateway.WriteAsync(work =>
        {
            foreach (var isWaiting in new[] { true, false })
            {
                var id = work.AppendMessage(Entry($"{isWaiting}", "s") with { Request = request.Number });
                work.PutLetter(Letter(id, isWaiting));
            }

            work.RemoveRequestBytes(request.Number);
        });

        Assert.True(Assert.Single((await Store.ListLettersAsync(null, null, 10, TestGateway.Cancel)).Items).IsWaiting);
    }

    [Fact]
    public async Task A_letter_without_its_message_is_found_by_the_check()
    {
        await Gateway.WriteAsync(work => work.PutLetter(Letter(99)));
        Assert.Equal(
            ["Letter 99 stands before the staff without a message that came in."],
            (await Store.VerifyAsync(null, TestGateway.Cancel)).Faults);
        await Gateway.WriteAsync(work =>
        {
            while (work.AppendMessage(Entry($"{Guid.NewGuid()}", "s")) < 99)
            {
            }
        });
    }
}

/// <summary>Over memory.</summary>
public sealed class StoreLetterMemoryTests() : StoreLetterTests(isInMemory: true);

using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Storage;

/// <summary>What every engine must do. An engine's tests inherit from this and say how it is
/// opened.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private protected static readonly DateTimeOffset Start = StoreSamples.Start;

    protected IStore Store { get; private set; } = null!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens the store of this test, or opens it again with all that was stored.</summary>
    protected abstract Task<IStore> OpenAsync();

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = await OpenAsync();
    }

    protected Task<T> WriteAsync<T>(Func<IUnitOfWork, T> work) => Store.WriteAsync(work, Cancel);

    protected Task WriteAsync(Action<IUnitOfWork> work) => Store.WriteAsync(
        unit =>
        {
            work(unit);
            return 0;
        },
        Cancel);

    private protected Task<RequestState> InsertAsync(Func<RequestState, RequestState>? change = null, string? group = null) =>
        WriteAsync(unit => StoreSamples.InsertLending(unit, group, change));

    private protected async Task RequireSoundAsync()
    {
        var report = await Store.VerifyAsync(null, Cancel);
        Assert.Empty(report.Faults);
    }

    // Commits

    [Fact]
    public async Task What_a_unit_stored_is_visible_to_readers_when_its_task_completes()
    {
        for (var i = 0; i < 50; i++)
        {
            var state = await InsertAsync();
            Assert.Equal(state.Id, (await Store.FindRequestAsync(state.Number, Cancel))?.Id);
        }
    }

    [Fact]
    public async Task A_failing_unit_is_rolled_back_alone_and_its_exception_reaches_its_caller()
    {
        // All wait together behind the first one, so that they share a commit.
        using var gate = new ManualResetEventSlim();
        var blocking = WriteAsync(_ => gate.Wait(Cancel));
        var before = WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival("a")));
        var failing = Store.WriteAsync<long>(
            unit =>
            {
                StoreSamples.InsertLending(unit);
                unit.AppendMessage(StoreSamples.Arrival("b"));
                throw new FormatException("on purpose");
            },
            Cancel);
        var after = WriteAsync(unit => (
            unit.FindSeen("EAST", "iso-ill", "a"), unit.FindSeen("EAST", "iso-ill", "b"),
            unit.AppendMessage(StoreSamples.Arrival("c")), unit.NextRequestNumber()));
        gate.Set();
        await blocking;

        Assert.Equal(1, await before);
        Assert.Equal("on purpose", (await Assert.ThrowsAsync<FormatException>(() => failing)).Message);
        var (seenA, seenB, id, number) = await after;
        Assert.Equal(1, seenA?.MessageId);
        Assert.Null(seenB);
        Assert.Equal(2, id);
        Assert.Equal(1, number);
        Assert.Null(await Store.FindRequestAsync(1, Cancel));
        await RequireSoundAsync();
    }

    [Fact]
    public async Task Units_see_what_earlier_ones_did_and_keep_their_order()
    {
        var tasks = Enumerable.Range(1, 500).Select(i => WriteAsync(unit =>
        {
            var last = unit.FindSeen("EAST", "iso-ill", $"id {i - 1}");
            return (Id: unit.AppendMessage(StoreSamples.Arrival($"id {i}")), Before: last?.MessageId ?? 0);
        })).ToArray();
        var results = await Task.WhenAll(tasks);
        Assert.Equal(Enumerable.Range(1, 500).Select(i => ((long)i, (long)i - 1)), results);
    }

    [Fact]
    public async Task A_unit_is_valid_only_while_its_work_runs()
    {
        IUnitOfWork? kept = null;
        await WriteAsync(unit => kept = unit);
        Assert.Throws<InvalidOperationException>(() => kept!.NextRequestNumber());
        await WriteAsync(_ => Assert.Throws<InvalidOperationException>(() => kept!.NextRequestNumber()));
    }

    [Fact]
    public async Task A_unit_whose_caller_gave_up_before_it_ran_does_not_run()
    {
        using var gate = new ManualResetEventSlim();
        using var givingUp = new CancellationTokenSource();
        var blocking = WriteAsync(_ => gate.Wait(Cancel));
        var given = Store.WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival()), givingUp.Token);
        await givingUp.CancelAsync();
        gate.Set();
        await blocking;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.Equal(1, await WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival())));
    }

    [Fact]
    public async Task What_was_accepted_before_closing_is_finished_and_later_units_are_refused()
    {
        using var gate = new ManualResetEventSlim();
        var blocking = WriteAsync(_ => gate.Wait(Cancel));
        var accepted = WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival("last")));
        var closing = Store.DisposeAsync();
        var late = WriteAsync(unit => unit.NextRequestNumber());
        gate.Set();
        await closing;
        await blocking;
        Assert.Equal(1, await accepted);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => late);
        await ReopenAsync();
        Assert.NotNull(await Store.FindMessageAsync(1, Cancel));
    }

    // Journal and repeats

    [Fact]
    public async Task A_journal_row_comes_back_as_it_was_written()
    {
        var entry = StoreSamples.Arrival("id 1", "the bytes") with
        {
            Service = IllService.StatusQuery,
            Outcome = ArrivalOutcome.Refused,
            ErrorCode = "no-such-transaction",
            Detail = "Ünknown ✓",
            Reply = Encoding.UTF8.GetBytes("the reply"),
            Losses = new LossReport([new Loss("shipped.via", LossKind.MovedToNote, "no element for it")]),
        };
        await WriteAsync(unit => unit.AppendMessage(entry));
        var row = await Store.FindMessageAsync(1, Cancel);

        Assert.NotNull(row);
        Assert.Equal(entry.Raw.ToArray(), row.Entry.Raw.ToArray());
        Assert.Equal(entry.Reply.Value.ToArray(), row.Entry.Reply!.Value.ToArray());
        Assert.Equal(entry.Digest.ToArray(), row.Entry.Digest.ToArray());
        Assert.Equal(entry.Losses.Losses, row.Entry.Losses.Losses);
        Assert.Equal(9, row.RawOctets);
        Assert.Equal(32, row.Hash.Length);
        var same = entry with
        {
            Raw = row.Entry.Raw, Reply = row.Entry.Reply, Digest = row.Entry.Digest, Losses = row.Entry.Losses,
        };
        Assert.Equal(same, row.Entry);
    }

    [Fact]
    public async Task No_reply_and_an_empty_reply_are_two_things()
    {
        await WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival("none")));
        await WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival("empty", "") with { Reply = Array.Empty<byte>() }));
        Assert.Null((await Store.FindMessageAsync(1, Cancel))!.Entry.Reply);
        Assert.Equal(0, (await Store.FindMessageAsync(2, Cancel))!.Entry.Reply!.Value.Length);
        var (none, empty) = await WriteAsync(unit =>
            (unit.FindSeen("EAST", "iso-ill", "none"), unit.FindSeen("EAST", "iso-ill", "empty")));
        Assert.Null(none!.Reply);
        Assert.Equal(0, empty!.Reply!.Value.Length);
        await RequireSoundAsync();
    }

    [Fact]
    public async Task A_repeat_is_found_with_the_digest_outcome_and_reply_of_the_first()
    {
        await WriteAsync(unit => unit.AppendMessage(
            StoreSamples.Arrival("id", "first") with { Outcome = ArrivalOutcome.Ignored, Reply = new byte[] { 1, 2 } }));
        var seen = await WriteAsync(unit =>
        {
            unit.AppendMessage(StoreSamples.Arrival("id", "second") with { Outcome = ArrivalOutcome.Duplicate, RefersTo = 1 });
            return unit.FindSeen("EAST", "iso-ill", "id");
        });
        Assert.Equal(1, seen!.MessageId);
        Assert.Equal("digest of first", Encoding.UTF8.GetString(seen.Digest.Span));
        Assert.Equal(ArrivalOutcome.Ignored, seen.Outcome);
        Assert.Equal([1, 2], seen.Reply!.Value.ToArray());
        Assert.Null((await Store.FindMessageAsync(2, Cancel))!.Entry.Identity);
        await RequireSoundAsync();
    }

    [Theory]
    [InlineData("SOUTH", "iso-ill", "id")]
    [InlineData("EAST", "email", "id")]
    [InlineData("EAST", "iso-ill", "ID")]
    public async Task An_identity_counts_within_its_partner_and_protocol_and_with_its_case(
        string partner, string protocol, string identity)
    {
        await WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival("id")));
        Assert.Null(await WriteAsync(unit => unit.FindSeen(partner, protocol, identity)));
        Assert.NotNull(await WriteAsync(unit => unit.FindSeen("EAST", "iso-ill", "id")));
    }

    [Fact]
    public async Task An_outgoing_message_does_not_take_an_identity_from_arrivals()
    {
        await WriteAsync(unit => StoreSamples.InsertLending(unit, "g"));
        await WriteAsync(unit => unit.AppendMessage(StoreSamples.Outgoing(1) with { Identity = "id" }));
        Assert.Null(await WriteAsync(unit => unit.FindSeen("EAST", "iso-ill", "id")));
        await WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival("id")));
        Assert.Equal(3, (await WriteAsync(unit => unit.FindSeen("EAST", "iso-ill", "id")))!.MessageId);
        await RequireSoundAsync();
    }

    [Fact]
    public async Task An_arrival_without_an_outcome_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival() with { Outcome = null })));

    [Fact]
    public async Task Limits_hold_at_the_limit_and_one_beyond()
    {
        var identity = new string('i', StoreLimits.IdentityChars);
        await WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival(identity)));
        await Assert.ThrowsAsync<StoreLimitException>(() =>
            WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival(identity + "i"))));
        var raw = new byte[StoreLimits.MessageOctets + 1];
        await WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival() with { Raw = raw.AsMemory(1) }));
        await Assert.ThrowsAsync<StoreLimitException>(() =>
            WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival() with { Raw = raw })));
        await Assert.ThrowsAsync<StoreLimitException>(() => InsertAsync(state => state with
        {
            Notes = [new RequestNote(Start, NoteKind.Internal, new string('n', StoreLimits.StateOctets), "staff")],
        }));
        Assert.Equal(StoreLimits.MessageOctets, (await Store.FindMessageAsync(2, Cancel))!.RawOctets);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(StoreLimits.PageRows + 1)]
    public async Task A_page_has_1_to_200_rows(int limit)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            Store.ListRequestsAsync(new RequestFilter(), null, limit, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            Store.ListMessagesAsync(null, false, null, limit, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            Store.ListOutboxAsync(null, null, null, limit, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.RequestsPastAsync(
            new DateSearch(Side.Lending, RequestDate.DueOn, DateOnly.MinValue) { Status = Status.Lost }, null, limit, Cancel));
    }

    [Fact]
    public async Task Journal_pages_are_newest_first_and_complete()
    {
        await WriteAsync(unit =>
        {
            StoreSamples.InsertLending(unit);
            for (var i = 0; i < 24; i++)
            {
                unit.AppendMessage(StoreSamples.Arrival(request: i % 2 == 0 ? 1 : null) with
                {
                    Outcome = i % 5 == 0 ? ArrivalOutcome.Quarantined : ArrivalOutcome.Applied,
                });
            }
        });
        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(i => (long)i), await IdsAsync(null, false));
        Assert.Equal(13, (await IdsAsync(1, false)).Count);
        Assert.Equal([22L, 17L, 12L, 7L, 2L], await IdsAsync(null, true));
        Assert.Equal([22L, 12L, 2L], await IdsAsync(1, true));
        var first = await Store.ListMessagesAsync(null, false, null, 1, Cancel);
        Assert.Equal(0, first.Items[0].Entry.Raw.Length);
        Assert.Equal(5, first.Items[0].RawOctets);

        async Task<List<long>> IdsAsync(long? request, bool quarantined)
        {
            var ids = new List<long>();
            long? after = null;
            do
            {
                var page = await Store.ListMessagesAsync(request, quarantined, after, 4, Cancel);
                Assert.InRange(page.Items.Count, 1, 4);
                ids.AddRange(page.Items.Select(row => row.Id));
                after = page.Next;
            }
            while (after is not null);
            return ids;
        }
    }

    // Requests and transactions

    [Fact]
    public async Task A_request_comes_back_as_it_was_stored()
    {
        var state = StoreSamples.Borrowing(1) with
        {
            Renewable = false,
            HasUnreadMessage = true,
            DueOn = new DateOnly(2026, 4, 1),
            LastSentAt = new ServiceTime(new DateOnly(2026, 3, 2), new TimeOnly(9, 30, 15)),
            Condition = Condition.LibraryUseOnly,
            Cost = new Money(7.50m, "EUR"),
            Notes = [new RequestNote(Start, NoteKind.FromPartner, "Süß & <schön>", "EAST")],
        };
        await WriteAsync(unit =>
        {
            unit.NextRequestNumber();
            unit.InsertRequest(state);
        });
        var back = await Store.FindRequestAsync(1, Cancel);
        Assert.NotNull(back);
        Assert.Equal(state.Rota, back.Rota);
        Assert.Equal(state.Notes, back.Notes);
        Assert.Equal(state.Content.Services, back.Content.Services);
        Assert.False(back.Renewable);
        Assert.Equal(TimeSpan.FromHours(1), back.CreatedAt.Offset);
        var same = state with { Rota = back.Rota, Notes = back.Notes, Content = back.Content };
        Assert.Equal(same, back);
    }

    [Fact]
    public async Task Numbers_have_no_gaps_when_units_fail_or_do_not_use_theirs()
    {
        Assert.Equal(1, (await InsertAsync()).Number);
        await Assert.ThrowsAsync<FormatException>(() => Store.WriteAsync<int>(
            unit =>
            {
                StoreSamples.InsertLending(unit);
                throw new FormatException();
            },
            Cancel));
        await WriteAsync(unit => unit.NextRequestNumber());
        Assert.Equal(2, (await InsertAsync()).Number);
        await ReopenAsync();
        Assert.Equal(3, (await InsertAsync()).Number);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            WriteAsync(unit => unit.InsertRequest(StoreSamples.Lending(9))));
    }

    [Fact]
    public async Task An_update_of_an_old_version_is_refused_and_keeps_nothing()
    {
        var first = await InsertAsync();
        var second = first with { Version = 2, Status = Status.WillSupply };
        await WriteAsync(unit => unit.UpdateRequest(second));
        await Assert.ThrowsAsync<StaleRequestException>(() => WriteAsync(unit =>
        {
            unit.AppendMessage(StoreSamples.Arrival("lost"));
            unit.UpdateRequest(first with { Version = 2, Status = Status.Rejected });
        }));
        await Assert.ThrowsAsync<StaleRequestException>(() =>
            WriteAsync(unit => unit.UpdateRequest(second with { Version = 4 })));
        await Assert.ThrowsAsync<StaleRequestException>(() =>
            WriteAsync(unit => unit.UpdateRequest(StoreSamples.Lending(77) with { Version = 2 })));
        var now = await Store.FindRequestAsync(1, Cancel);
        Assert.Equal((2, Status.WillSupply), (now!.Version, now.Status));
        Assert.Null(await WriteAsync(unit => unit.FindSeen("EAST", "iso-ill", "lost")));
    }

    [Fact]
    public async Task A_transaction_is_found_without_regard_to_the_case_of_its_symbol_and_blanks_around_qualifiers()
    {
        await InsertAsync(group: "G-1");
        Assert.NotNull(await FindAsync(StoreSamples.Transaction("G-1", "1", Symbol.Parse("rsg:east"))));
        Assert.NotNull(await FindAsync(StoreSamples.Transaction(" G-1 ", "1 ")));
        Assert.Null(await FindAsync(StoreSamples.Transaction("g-1")));
        Assert.Null(await FindAsync(StoreSamples.Transaction("G-1", "2")));
        Assert.Null(await FindAsync(StoreSamples.Transaction("G-1", "1", Symbol.Parse("RSG:WEST"))));
        Assert.Null(await FindAsync(StoreSamples.Transaction("G-1") with { SubQualifier = "s" }));
        Assert.Null(await WriteAsync(unit =>
            unit.FindByTransaction(Side.Borrowing, StoreSamples.Transaction("G-1"), null)));

        Task<RequestState?> FindAsync(TransactionId transaction) =>
            WriteAsync(unit => unit.FindByTransaction(Side.Lending, transaction, null));
    }

    [Fact]
    public async Task A_transaction_without_initial_requester_is_looked_up_under_the_requester()
    {
        var bare = StoreSamples.Transaction("G-2") with { InitialRequester = null };
        await InsertAsync(group: "G-1");
        await InsertAsync(state => state with { Transaction = bare });
        var west = Symbol.Parse("RSG:WEST");

        // Stored with it, asked without; stored without it, asked without or with.
        Assert.Equal(1, await NumberAsync(StoreSamples.Transaction("G-1") with { InitialRequester = null }, StoreSamples.East));
        Assert.Equal(2, await NumberAsync(bare, Symbol.Parse("rsg:East")));
        Assert.Equal(2, await NumberAsync(StoreSamples.Transaction("G-2"), west));
        Assert.Equal(0, await NumberAsync(bare, west));
        Assert.Equal(0, await NumberAsync(bare, null));

        // The partner names itself otherwise later on: the key of the beginning stays.
        var state = await Store.FindRequestAsync(2, Cancel);
        await WriteAsync(unit => unit.UpdateRequest(
            state! with { Version = 2, Counterpart = new Party { Symbol = west } }));
        Assert.Equal(2, await NumberAsync(bare, StoreSamples.East));
        Assert.Equal(2, await NumberAsync(bare, west));
        await RequireSoundAsync();

        async Task<long> NumberAsync(TransactionId transaction, Symbol? requester) =>
            (await WriteAsync(unit => unit.FindByTransaction(Side.Lending, transaction, requester)))?.Number ?? 0;
    }

    [Fact]
    public async Task Every_leg_of_the_rota_leads_to_the_request_also_one_that_was_added_later()
    {
        var state = StoreSamples.Borrowing(1);
        await WriteAsync(unit =>
        {
            unit.NextRequestNumber();
            unit.InsertRequest(state);
        });
        var third = StoreSamples.Transaction(state.ExternalId, "3", StoreSamples.Home);
        Assert.Null(await FindAsync(third));
        await WriteAsync(unit => unit.UpdateRequest(state with
        {
            Version = 2,
            Transaction = third,
            Rota = [state.Rota[0], state.Rota[1] with { Outcome = LegOutcome.Expired }, state.Rota[2] with { Transaction = third }],
        }));
        foreach (var qualifier in new[] { "1", "2", "3" })
        {
            Assert.NotNull(await FindAsync(StoreSamples.Transaction(state.ExternalId, qualifier, StoreSamples.Home)));
        }

        await RequireSoundAsync();

        Task<RequestState?> FindAsync(TransactionId transaction) =>
            WriteAsync(unit => unit.FindByTransaction(Side.Borrowing, transaction, null));
    }

    [Fact]
    public async Task History_is_kept_in_order_for_each_request()
    {
        await InsertAsync();
        await InsertAsync();
        for (var i = 1; i <= 3; i++)
        {
            var text = $"step {i}";
            await WriteAsync(unit => unit.AppendHistory(new HistoryEntry(
                1, Start.AddMinutes(-i), "ship", Status.WillSupply, Status.ShippedPhysically, "staff", text, null)));
        }

        var lines = await Store.HistoryAsync(1, Cancel);
        Assert.Equal(["The partner asks.", "step 1", "step 2", "step 3"], lines.Select(line => line.Text));
        Assert.Equal((null, 1L), (lines[0].From, lines[0].Message));
        Assert.Equal(Status.WillSupply, lines[1].From);
        Assert.Single(await Store.HistoryAsync(2, Cancel));
        Assert.Empty(await Store.HistoryAsync(3, Cancel));
    }

    // Lists

    private async Task FillAsync()
    {
        await WriteAsync(unit =>
        {
            for (var i = 1; i <= 30; i++)
            {
                var number = i;
                StoreSamples.InsertLending(unit, change: state => state with
                {
                    Status = (number % 3) switch
                    {
                        0 => Status.WillSupply,
                        1 => Status.ShippedPhysically,
                        _ => Status.RequestCompleted,
                    },
                    Partner = number % 2 == 0 ? "EAST" : "WEST",
                    HasUnreadMessage = number % 10 == 0,
                    Barcode = number == 7 ? "ÄB-77" : null,
                    CreatedAt = Start.AddDays(number),
                    DueOn = number % 3 == 1 ? new DateOnly(2026, 4, number) : null,
                });
            }

            var deleted = unit.NextRequestNumber();
            unit.InsertRequest(StoreSamples.Lending(deleted) with { Status = Status.Deleted });
            var borrowing = unit.NextRequestNumber();
            unit.InsertRequest(StoreSamples.Borrowing(borrowing) with { Status = Status.ShippedPhysically });
        });
    }

    private protected async Task<List<long>> NumbersAsync(RequestFilter filter, int limit = 7)
    {
        var numbers = new List<long>();
        long? after = null;
        do
        {
            var page = await Store.ListRequestsAsync(filter, after, limit, Cancel);
            numbers.AddRange(page.Items.Select(state => state.Number));
            after = page.Next;
        }
        while (after is not null);
        return numbers;
    }

    private static IEnumerable<long> Down(Func<int, bool> which) =>
        Enumerable.Range(1, 32).Where(which).Reverse().Select(i => (long)i);

    [Fact]
    public async Task Lists_are_newest_first_in_pages_and_leave_out_deleted_ones()
    {
        await FillAsync();
        Assert.Equal(Down(i => i != 31), await NumbersAsync(new RequestFilter()));
        Assert.Equal([31L], await NumbersAsync(new RequestFilter { Statuses = [Status.Deleted] }));
        Assert.Equal(Down(i => i < 31), await NumbersAsync(new RequestFilter { Side = Side.Lending }, limit: 30));
        Assert.Empty(await NumbersAsync(new RequestFilter { Partner = "NOBODY" }));
        Assert.Equal(Down(_ => true), await NumbersAsync(new RequestFilter { Statuses = Enum.GetValues<Status>() }));
    }

    [Fact]
    public async Task Filters_work_together()
    {
        await FillAsync();
        Assert.Equal(
            Down(i => i <= 30 && i % 3 < 2),
            await NumbersAsync(new RequestFilter
            {
                Side = Side.Lending, Statuses = [Status.WillSupply, Status.ShippedPhysically, Status.WillSupply],
            }));
        Assert.Equal(
            Down(i => (i <= 30 && i % 3 == 1) || i == 32),
            await NumbersAsync(new RequestFilter { Statuses = [Status.ShippedPhysically] }));
        Assert.Equal(
            Down(i => i <= 30 && i % 3 == 1 && i % 2 == 0),
            await NumbersAsync(new RequestFilter { Partner = "EAST", Statuses = [Status.ShippedPhysically] }));
        Assert.Equal([30L, 20L, 10L], await NumbersAsync(new RequestFilter { HasUnreadMessage = true }));
        Assert.Equal(28, (await NumbersAsync(new RequestFilter { HasUnreadMessage = false })).Count);
        var day = DateOnly.FromDateTime(Start.AddDays(12).DateTime);
        Assert.Equal(
            [13L, 12L], await NumbersAsync(new RequestFilter { CreatedFrom = day, CreatedTo = day.AddDays(1) }));
    }

    [Theory]
    [InlineData("äb-7", new long[] { 7 })]
    [InlineData("BEES, VOLUME 3", new long[] { 32, 30, 3 })]
    [InlineData("home0000012", new long[] { 12 })]
    [InlineData("east-29", new long[] { 29 })]
    [InlineData("%", new long[0])]
    public async Task Text_is_searched_in_title_numbers_and_barcode_without_case(string text, long[] expected)
    {
        await FillAsync();
        Assert.Equal(expected, await NumbersAsync(new RequestFilter { Text = text }));
        await WriteAsync(unit => unit.IndexText(17));
        Assert.Equal(expected, await NumbersAsync(new RequestFilter { Text = text }));
        await WriteAsync(unit => unit.IndexText(100));
        Assert.Equal(expected, await NumbersAsync(new RequestFilter { Text = text }));
    }

    [Fact]
    public async Task Facets_apply_the_filter_except_for_themselves()
    {
        await FillAsync();
        var all = await Store.CountRequestsAsync(new RequestFilter(), Cancel);
        Assert.Equal(10, all.Statuses[(Side.Lending, Status.WillSupply)]);
        Assert.Equal(1, all.Statuses[(Side.Borrowing, Status.ShippedPhysically)]);
        Assert.Equal(1, all.Statuses[(Side.Lending, Status.Deleted)]);
        Assert.Equal((15, 15, 1), (all.Partners["EAST"], all.Partners["WEST"], all.Partners["SOUTH"]));

        var some = await Store.CountRequestsAsync(
            new RequestFilter { Partner = "EAST", Side = Side.Lending, Statuses = [Status.WillSupply] }, Cancel);
        Assert.Equal(5, some.Statuses[(Side.Lending, Status.WillSupply)]);
        Assert.Equal(5, some.Statuses[(Side.Lending, Status.ShippedPhysically)]);
        Assert.False(some.Statuses.ContainsKey((Side.Borrowing, Status.ShippedPhysically)));
        Assert.Equal((5, 5), (some.Partners["EAST"], some.Partners["WEST"]));
    }

    [Fact]
    public async Task Requests_past_a_day_are_found_earliest_first()
    {
        await FillAsync();
        var today = new DateOnly(2026, 4, 14);
        var all = await PastAsync(null, 200);
        Assert.Equal([1L, 4L, 7L, 10L, 13L], all.Select(found => found.Number).Order());
        Assert.Equal(all.OrderBy(found => found.On).ThenBy(found => found.Number), all);
        Assert.Equal(all.Skip(1).Take(2), await PastAsync(all[0], 2));
        Assert.Empty(await PastAsync(all[^1], 200));
        Assert.Empty(await PastAsync(null, 200, RequestDate.ExpiresOn));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.RequestsPastAsync(
            new DateSearch(Side.Lending, RequestDate.DueOn, today), null, 200, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.RequestsPastAsync(
            new DateSearch(Side.Lending, RequestDate.SentOn, today), null, 200, Cancel));

        Task<IReadOnlyList<DatedRequest>> PastAsync(
            DatedRequest? after, int limit, RequestDate date = RequestDate.DueOn) => Store.RequestsPastAsync(
            new DateSearch(Side.Lending, date, today) { Status = Status.ShippedPhysically }, after, limit, Cancel);
    }

    [Fact]
    public async Task A_date_is_found_as_long_as_it_can_matter()
    {
        var day = new DateOnly(2026, 3, 1);
        var made = await WriteAsync(unit => StoreSamples.InsertLending(unit, "D-1", state => state with
        {
            Side = Side.Borrowing, Status = Status.RequestSent, SentOn = day, LastTransitionOn = day,
        }));
        Assert.Equal([RequestDate.SentOn], await FoundAsync());
        await ChangeAsync(state => state with { Status = Status.Conditional, ReplyBy = day, ExpiresOn = day });
        Assert.Equal([RequestDate.ExpiresOn, RequestDate.ReplyBy, RequestDate.SentOn], await FoundAsync());
        await ChangeAsync(state => state with { Status = Status.OverdueItem, DueOn = day, ReplyBy = null, ExpiresOn = null });
        Assert.Equal([RequestDate.DueOn], await FoundAsync());
        await ChangeAsync(state => state with { IsOverdue = true, OverdueSentOn = day });
        Assert.Equal([RequestDate.RemindedOn], await FoundAsync());
        await ChangeAsync(state => state with { IsOverdue = false, DueOn = null, Status = Status.LocateFailed });
        Assert.Equal([RequestDate.UnlocatedOn], await FoundAsync());
        await ChangeAsync(state => state with { Status = Status.RequestCompleted });
        Assert.Equal([RequestDate.EndedOn], await FoundAsync());
        await ChangeAsync(state => state with { AnonymisedOn = day });
        Assert.Equal([RequestDate.AnonymisedEndedOn], await FoundAsync());
        await RequireSoundAsync();

        async Task<RequestDate[]> FoundAsync()
        {
            var found = new List<RequestDate>();
            foreach (var date in Enum.GetValues<RequestDate>())
            {
                var state = (await Store.FindRequestAsync(made.Number, Cancel))!;
                var search = new DateSearch(Side.Borrowing, date, day.AddDays(1)) { Status = state.Status, Partner = state.Partner };
                found.AddRange((await Store.RequestsPastAsync(search, null, 1, Cancel)).Select(_ => date));
                Assert.Empty(await Store.RequestsPastAsync(search with { Before = day }, null, 1, Cancel));
            }

            return [.. found];
        }

        Task ChangeAsync(Func<RequestState, RequestState> change) => WriteAsync(unit =>
        {
            var state = change(unit.FindRequest(made.Number)!);
            unit.UpdateRequest(state with { Version = state.Version + 1 });
        });
    }

    // Outbox

    private async Task<long[]> QueueAsync(params OutboxEntry[] entries)
    {
        if (await Store.FindRequestAsync(1, Cancel) is null)
        {
            await InsertAsync();
            await InsertAsync();
        }

        return await WriteAsync(unit => entries.Select(unit.Enqueue).ToArray());
    }

    private Task<OutboxRow?> LeaseAsync(string partner = "EAST", int minutes = 0) =>
        WriteAsync(unit => unit.LeaseNext(partner, Start.AddMinutes(minutes)));

    private Task FinishAsync(long id, OutboxState state = OutboxState.Delivered) =>
        WriteAsync(unit => unit.FinishOutbox(id, state, Start, "done"));

    [Fact]
    public async Task A_lease_gives_the_row_with_its_bytes_and_counts_the_attempt()
    {
        var ids = await QueueAsync(StoreSamples.Queued(1, note: "the note"));
        Assert.Equal(OutboxState.Waiting, (await WriteAsync(unit => unit.FindOutbox(ids[0])))!.State);
        await WriteAsync(unit => unit.SetOutboxMessage(ids[0], unit.AppendMessage(StoreSamples.Outgoing(1, "encoded"))));
        var row = await LeaseAsync();
        Assert.Equal((OutboxState.Sending, 1, false), (row!.State, row.Attempts, row.InDoubt));
        Assert.Equal("the note", row.Entry.Message.Note);
        Assert.Equal("encoded", Encoding.UTF8.GetString(row.Bytes!.Value.Span));
        Assert.Equal((3, Start, Start), (row.Message, row.Entry.CreatedAt, row.Entry.NotBefore));
        Assert.Null(await LeaseAsync());
        await FinishAsync(ids[0]);
        var done = await WriteAsync(unit => unit.FindOutbox(ids[0]));
        Assert.Equal((OutboxState.Delivered, "done", Start), (done!.State, done.LastDetail, done.FinishedAt));
        await RequireSoundAsync();
    }

    [Fact]
    public async Task Rows_of_one_request_and_partner_go_out_in_order_and_one_at_a_time()
    {
        var ids = await QueueAsync(
            StoreSamples.Queued(1), StoreSamples.Queued(1), StoreSamples.Queued(2), StoreSamples.Queued(1));
        Assert.Equal(ids[0], (await LeaseAsync())!.Id);
        Assert.Equal(ids[2], (await LeaseAsync())!.Id);
        Assert.Null(await LeaseAsync());
        await WriteAsync(unit => unit.DeferOutbox(ids[0], Start.AddMinutes(5), inDoubt: false, "connection refused"));
        Assert.Null(await LeaseAsync());
        Assert.Equal(ids[0], (await LeaseAsync(minutes: 5))!.Id);
        await FinishAsync(ids[0]);
        Assert.Equal(ids[1], (await LeaseAsync())!.Id);
        await FinishAsync(ids[1], OutboxState.Dead);
        Assert.Equal(ids[3], (await LeaseAsync())!.Id);
        await RequireSoundAsync();
    }

    [Fact]
    public async Task Partners_do_not_hold_each_other_up_and_time_must_have_come()
    {
        var ids = await QueueAsync(
            StoreSamples.Queued(1), StoreSamples.Queued(1, "SOUTH"), StoreSamples.Queued(2, "SOUTH", notBeforeMinutes: 10));
        Assert.Equal(["EAST", "SOUTH"], await Store.PartnersWithDueWorkAsync(Start, Cancel));
        Assert.Equal(ids[0], (await LeaseAsync())!.Id);
        Assert.Equal(["SOUTH"], await Store.PartnersWithDueWorkAsync(Start, Cancel));
        Assert.Equal(ids[1], (await LeaseAsync("SOUTH"))!.Id);
        Assert.Empty(await Store.PartnersWithDueWorkAsync(Start.AddMinutes(9), Cancel));
        Assert.Null(await LeaseAsync("SOUTH", 9));
        Assert.Equal(["SOUTH"], await Store.PartnersWithDueWorkAsync(Start.AddMinutes(10), Cancel));
        Assert.Equal(ids[2], (await LeaseAsync("SOUTH", 10))!.Id);
    }

    [Fact]
    public async Task A_row_that_was_cancelled_behind_another_does_not_break_the_order()
    {
        var ids = await QueueAsync(StoreSamples.Queued(1), StoreSamples.Queued(1), StoreSamples.Queued(1));
        await FinishAsync(ids[1], OutboxState.Cancelled);
        Assert.Equal(ids[0], (await LeaseAsync())!.Id);
        Assert.Null(await LeaseAsync());
        await FinishAsync(ids[0]);
        Assert.Equal(ids[2], (await LeaseAsync())!.Id);
        await RequireSoundAsync();
    }

    [Fact]
    public async Task What_waits_behind_a_row_is_of_its_request_and_partner()
    {
        var ids = await QueueAsync(
            StoreSamples.Queued(1), StoreSamples.Queued(2), StoreSamples.Queued(1),
            StoreSamples.Queued(1) with { Partner = "SOUTH" }, StoreSamples.Queued(1), StoreSamples.Queued(1),
            StoreSamples.Queued(1) with { Request = null });
        await FinishAsync(ids[4], OutboxState.Cancelled);
        var behind = await WriteAsync(unit => unit.WaitingBehind(unit.FindOutbox(ids[0])!));
        Assert.Equal([ids[2], ids[5]], behind.Select(row => row.Id));
        Assert.Empty(await WriteAsync(unit => unit.WaitingBehind(unit.FindOutbox(ids[5])!)));
        Assert.Empty(await WriteAsync(unit => unit.WaitingBehind(unit.FindOutbox(ids[6])!)));
    }

    [Fact]
    public async Task A_finished_row_that_an_operator_retries_goes_first_again()
    {
        var ids = await QueueAsync(StoreSamples.Queued(1), StoreSamples.Queued(1), StoreSamples.Queued(1));
        await LeaseAsync();
        await FinishAsync(ids[0], OutboxState.Dead);
        await WriteAsync(unit => unit.DeferOutbox(ids[0], Start, inDoubt: true, "retried by staff"));
        await RequireSoundAsync();
        var again = await LeaseAsync();
        Assert.Equal((ids[0], 2, true), (again!.Id, again.Attempts, again.InDoubt));
        Assert.Null(again.FinishedAt);
        Assert.Null(await LeaseAsync());
        await FinishAsync(ids[0]);

        // Revived while a later one is being sent: that one ends first.
        Assert.Equal(ids[1], (await LeaseAsync())!.Id);
        await WriteAsync(unit => unit.DeferOutbox(ids[0], Start, inDoubt: false, "retried by staff"));
        await FinishAsync(ids[1]);
        await RequireSoundAsync();
        Assert.Equal(ids[0], (await LeaseAsync())!.Id);
        Assert.Null(await LeaseAsync());
        await FinishAsync(ids[0]);
        Assert.Equal(ids[2], (await LeaseAsync())!.Id);
    }

    [Fact]
    public async Task Leases_of_a_stopped_process_come_back_in_doubt()
    {
        var ids = await QueueAsync(StoreSamples.Queued(1), StoreSamples.Queued(2), StoreSamples.Queued(2, "SOUTH"));
        await LeaseAsync();
        await LeaseAsync("SOUTH");
        await ReopenAsync();
        Assert.Equal(2, await WriteAsync(unit => unit.RecoverLeases(Start.AddMinutes(1))));
        Assert.Equal(0, await WriteAsync(unit => unit.RecoverLeases(Start.AddMinutes(2))));
        var row = await WriteAsync(unit => unit.FindOutbox(ids[0]));
        Assert.Equal((OutboxState.Waiting, true, 1, Start.AddMinutes(1)), (row!.State, row.InDoubt, row.Attempts, row.NextAt));
        Assert.False((await WriteAsync(unit => unit.FindOutbox(ids[1])))!.InDoubt);
        await RequireSoundAsync();
    }

    [Fact]
    public async Task A_row_ends_in_a_final_state_only_and_unknown_rows_are_errors()
    {
        var ids = await QueueAsync(StoreSamples.Queued(1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => FinishAsync(ids[0], OutboxState.Waiting));
        await Assert.ThrowsAsync<InvalidOperationException>(() => FinishAsync(99));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            WriteAsync(unit => unit.DeferOutbox(99, Start, false, "")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(unit => unit.SetOutboxMessage(99, 1)));
        Assert.Null(await WriteAsync(unit => unit.FindOutbox(99)));
    }

    [Fact]
    public async Task Rows_without_a_request_wait_for_no_other()
    {
        var report = StoreSamples.Queued(1) with { Request = null };
        var ids = await QueueAsync(report, report, StoreSamples.Queued(1));
        Assert.Equal(ids[0], (await LeaseAsync())!.Id);
        Assert.Equal(ids[1], (await LeaseAsync())!.Id);
        await FinishAsync(ids[0], OutboxState.Dead);
        await WriteAsync(unit => unit.DeferOutbox(ids[0], Start, inDoubt: false, "retried by staff"));
        await RequireSoundAsync();
        Assert.Equal((ids[0], null), (await LeaseAsync() is { } again ? (again.Id, again.Entry.Request) : default));
        Assert.Equal(ids[2], (await LeaseAsync())!.Id);
    }

    [Fact]
    public async Task Queues_are_counted_and_listed()
    {
        var ids = await QueueAsync(
            StoreSamples.Queued(1), StoreSamples.Queued(1), StoreSamples.Queued(2), StoreSamples.Queued(2, "SOUTH"),
            StoreSamples.Queued(2, "BL"), StoreSamples.Queued(1, "WEST"));
        await LeaseAsync();
        await FinishAsync(ids[3], OutboxState.Refused);
        await FinishAsync(ids[4]);
        await FinishAsync(ids[5], OutboxState.Dead);
        var depths = (await Store.QueueDepthsAsync(Cancel)).OrderBy(depth => depth.Partner, StringComparer.Ordinal);
        Assert.Equal(
            [new("EAST", 2, 1, 0, Start), new("SOUTH", 0, 0, 1, null), new QueueDepth("WEST", 0, 0, 1, null)], depths);

        Assert.Equal(ids.Reverse(), (await Store.ListOutboxAsync(null, null, null, 200, Cancel)).Items.Select(row => row.Id));
        var page = await Store.ListOutboxAsync("EAST", OutboxState.Waiting, null, 1, Cancel);
        Assert.Equal((ids[2], ids[2]), (page.Items[0].Id, page.Next));
        page = await Store.ListOutboxAsync("EAST", OutboxState.Waiting, page.Next, 1, Cancel);
        Assert.Equal((ids[1], null), (page.Items[0].Id, page.Next));
        Assert.Equal([ids[4]], (await Store.ListOutboxAsync(null, OutboxState.Delivered, null, 9, Cancel)).Items.Select(row => row.Id));
    }

    [Fact]
    public async Task Holds_are_set_and_lifted()
    {
        await WriteAsync(unit => unit.SetLaneHold("EAST", "maintenance", Start));
        await WriteAsync(unit => unit.SetLaneHold("EAST", "longer maintenance", Start.AddHours(1)));
        await WriteAsync(unit => unit.SetLaneHold("SOUTH", "moved", Start));
        await ReopenAsync();
        Assert.Equal(
            [new("EAST", "longer maintenance", Start.AddHours(1)), new LaneHold("SOUTH", "moved", Start)],
            await Store.LaneHoldsAsync(Cancel));
        await WriteAsync(unit => unit.SetLaneHold("EAST", null, Start));
        Assert.Equal(["SOUTH"], (await Store.LaneHoldsAsync(Cancel)).Select(hold => hold.Partner));
    }

    [Fact]
    public async Task Order_and_marks_hold_in_a_random_history()
    {
        const int seed = 20260302;
        var random = new Random(seed);
        await QueueAsync();
        var last = new Dictionary<(long?, string), long>();
        for (var step = 0; step < 400; step++)
        {
            var partner = random.Next(2) == 0 ? "EAST" : "SOUTH";
            var now = Start.AddMinutes(step);
            switch (random.Next(3))
            {
                case 0:
                    await QueueAsync(StoreSamples.Queued(1 + random.Next(2), partner, random.Next(step + 1)));
                    break;
                default:
                    await DeliverAsync(partner, now);
                    break;
            }
        }

        await RequireSoundAsync();

        async Task DeliverAsync(string partner, DateTimeOffset now)
        {
            var row = await WriteAsync(unit => unit.LeaseNext(partner, now));
            if (row is null)
            {
                return;
            }

            if (random.Next(2) == 0)
            {
                await WriteAsync(unit => unit.DeferOutbox(row.Id, now.AddMinutes(random.Next(20)), false, "later"));
                return;
            }

            var key = (row.Entry.Request, partner);
            Assert.True(row.Id > last.GetValueOrDefault(key), $"seed {seed}: {row.Id} left after {last.GetValueOrDefault(key)}");
            last[key] = row.Id;
            await FinishAsync(row.Id);
        }
    }

    // Keeping

    [Fact]
    public async Task Everything_is_there_after_reopening_and_the_chain_goes_on()
    {
        await InsertAsync();
        await QueueAsync(StoreSamples.Queued(1));
        var before = (await Store.FindMessageAsync(1, Cancel))!.Hash.ToArray();
        await ReopenAsync();
        Assert.Equal(before, (await Store.FindMessageAsync(1, Cancel))!.Hash.ToArray());
        Assert.Equal(2, await WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival())));
        Assert.Equal(1, (await LeaseAsync())!.Id);
        var report = await Store.VerifyAsync(null, Cancel);
        Assert.Equal((2, 1), (report.Messages, report.Requests));
        Assert.Empty(report.Faults);
    }

    [Fact]
    public async Task References_that_lead_nowhere_are_found()
    {
        await WriteAsync(unit =>
        {
            unit.AppendMessage(StoreSamples.Arrival(request: 5) with { RefersTo = 9 });
            unit.AppendHistory(new HistoryEntry(6, Start, "ship", null, Status.Lost, "staff", "", null));
            unit.SetOutboxMessage(unit.Enqueue(StoreSamples.Queued(7)), 1);
        });
        var faults = (await Store.VerifyAsync(null, Cancel)).Faults;
        Assert.Contains("Journal row 1 belongs to a request that does not exist.", faults);
        Assert.Contains("Journal row 1 refers to a row that does not exist.", faults);
        Assert.Contains("The history of request 6 tells of a request or a message that does not exist.", faults);
        Assert.Contains("Outbox row 1 belongs to a request that does not exist.", faults);
        Assert.Contains("Outbox row 1 refers to bytes that are not in the journal as an outgoing message.", faults);
        Assert.Equal(5, faults.Count);
    }

    [Fact]
    public async Task The_last_thing_about_a_subject_is_kept_and_the_one_before_it_forgotten()
    {
        var longest = new string('i', StoreLimits.IdentityChars);
        await WriteAsync(unit =>
        {
            unit.MarkSubject("item 1", new SubjectMark(1, 0, null, Start));
            unit.MarkSubject("item 1", new SubjectMark(2, 1, 7, Start.AddMinutes(1)));
            unit.MarkSubject(longest, new SubjectMark(3, 0, null, Start));
        });
        await ReopenAsync();
        await WriteAsync(unit =>
        {
            Assert.Equal(new SubjectMark(2, 1, 7, Start.AddMinutes(1)), unit.FindSubject("item 1"));
            Assert.NotNull(unit.FindSubject(longest));
            Assert.Null(unit.FindSubject("item 2"));
        });
        await Assert.ThrowsAsync<StoreLimitException>(() => WriteAsync(unit =>
            unit.MarkSubject(longest + "i", new SubjectMark(3, 0, null, Start))));
    }
}

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Locate;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Locating;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Adapters.Locate;
using ResourceSharing.Tests.Unit.Gateway.Intake;
using ResourceSharing.Tests.Unit.Mapping.Locate;

namespace ResourceSharing.Tests.Unit.Gateway.Locating;

/// <summary>From the wish to locate to what the rules make of the catalogues' answers. The catalogues are real sockets.</summary>
public sealed class LocatorTests : IAsyncDisposable
{
    private const string NothingFound =
        "<searchRetrieveResponse xmlns=\"http://www.loc.gov/zing/srw/\"><version>1.2</version>"
        + "<numberOfRecords>0</numberOfRecords></searchRetrieveResponse>";

    private static readonly IllRequest Book = new()
    {
        Citation = new Citation { Isbn = "0306406152", Title = "The Fossil Record", PublicationDate = "1978" },
    };

    private readonly TestGateway _gateway = new();
    private readonly CatalogueSearch _search = new(new SecretReader("."), TimeProvider.System);
    private readonly StubTarget _has = StubTarget.Saying(
        StubTarget.Http("200 OK", LocateFixtures.Octets("sru-1.2-alma-availability.xml")));

    private readonly StubTarget _hasNot = StubTarget.Saying(StubTarget.Http("200 OK", System.Text.Encoding.UTF8.GetBytes(NothingFound)));

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _has.DisposeAsync();
        await _hasNot.DisposeAsync();
        _search.Dispose();
    }

    [Fact]
    public async Task Owners_are_asked_first_and_the_evidence_is_kept()
    {
        Supplier("EAST", _hasNot.Port);
        Supplier("WEST", StubTarget.DeadPort());
        Supplier("NORTH", _has.Port);
        var located = await LocatedAsync(await BorrowAsync("EAST", "WEST", "NORTH"));

        Assert.Equal(Status.ReadyToSend, located.Status);
        Assert.Equal(
            [("EAST", LegOutcome.NotOwned, Holding.NotOwned), ("NORTH", LegOutcome.Waiting, Holding.Owned), ("WEST", LegOutcome.Waiting, Holding.Unknown)],
            located.Rota.Select(leg => (leg.Partner, leg.Outcome, leg.Catalogue!.Holding)));
        Assert.Contains("nothing was found", located.Rota[0].Catalogue!.Evidence, StringComparison.Ordinal);
        Assert.Contains("no connection", located.Rota[2].Catalogue!.Evidence, StringComparison.Ordinal);
        Assert.Equal("NORTH", (await _gateway.ActAsync(located, StaffAction.Send)).Partner);
    }

    [Fact]
    public async Task What_nobody_holds_is_cancelled_and_what_somebody_holds_is_sent_where_the_library_wants_that()
    {
        Library("borrowing: {locateAutomatically: true, sendAutomatically: true, cancelWhenNotLocated: true}");
        Supplier("EAST", _hasNot.Port);
        Supplier("NORTH", _has.Port);

        var cancelled = await LocatedAsync(await BorrowAsync("EAST"), isAsked: true);
        Assert.Equal(Status.CancelledByStaff, cancelled.Status);
        Assert.Empty(await _gateway.OutboxAsync());

        var sent = await LocatedAsync(await BorrowAsync("EAST", "NORTH"), isAsked: true);
        Assert.Equal((Status.RequestSent, "NORTH"), (sent.Status, sent.Partner));
        Assert.Equal("NORTH", Assert.Single(await _gateway.OutboxAsync()).Entry.Partner);
    }

    [Fact]
    public async Task While_borrowing_rests_what_was_located_waits()
    {
        Library("borrowing: {sendAutomatically: true, closures: [{until: 2999-12-31}]}");
        Supplier("EAST", _has.Port);
        Assert.Equal(Status.ReadyToSend, (await LocatedAsync(await BorrowAsync("EAST"))).Status);
        Assert.Empty(await _gateway.OutboxAsync());
    }

    [Fact]
    public async Task What_our_own_library_holds_waits_for_staff_who_can_have_it_located_all_the_same()
    {
        Library($"locate: {{kind: sru, url: \"http://127.0.0.1:{_has.Port}/sru\"}}");
        Supplier("EAST", _has.Port);
        var held = await LocatedAsync(await BorrowAsync("EAST"));
        Assert.Equal(Status.LocalHolding, held.Status);

        Assert.Equal(Status.ReadyToSend, (await LocatedAsync(held)).Status);
    }

    [Fact]
    public async Task Without_any_catalogue_there_is_nothing_to_locate()
    {
        var request = await BorrowAsync("EAST");
        var refused = Assert.IsType<DeskResult.NotPossible>(
            await _gateway.Desk.ActAsync(request.Id, StaffAction.Locate, ActionFields.None, "ida", TestGateway.Cancel));
        Assert.Contains("has a catalogue", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_we_lend_our_own_catalogue_says_found()
    {
        Library($"locate: {{kind: sru, url: \"http://127.0.0.1:{_has.Port}/sru\"}}\n  lending: {{locateAutomatically: true}}");
        var found = await LendAsync(Book);
        Assert.Equal((Status.RequestCreatedLend, Holding.Owned, false), (found.Status, found.OwnCatalogue!.Holding, found.IsLocateWanted));
        Assert.Equal(new CatalogueTitle("991234560106381", "The Fossil Record : an Invented Survey /", "1978", "QE862.S3", true),
            found.LocatedTitle);
    }

    [Theory]
    [InlineData("{locateAutomatically: true}", Status.LocateFailed)]
    [InlineData("{locateAutomatically: true, rejectWhenNotLocated: true}", Status.Rejected)]
    public async Task Where_we_lend_what_we_do_not_hold_fails_to_be_located_or_is_rejected(string lending, Status status)
    {
        Library($"locate: {{kind: sru, url: \"http://127.0.0.1:{_hasNot.Port}/sru\"}}\n  lending: {lending}");
        var state = await LendAsync(Book);
        Assert.Equal(status, state.Status);
        Assert.Equal(status == Status.Rejected ? 1 : 0, (await _gateway.OutboxAsync()).Count);
    }

    [Fact]
    public async Task Where_we_lend_no_answer_is_not_a_no()
    {
        Library($"locate: {{kind: sru, url: \"http://127.0.0.1:{StubTarget.DeadPort()}/sru\"}}\n"
            + "  lending: {locateAutomatically: true, rejectWhenNotLocated: true}");
        var state = await LendAsync(Book);
        Assert.Equal((Status.RequestCreatedLend, Holding.Unknown), (state.Status, state.OwnCatalogue!.Holding));
    }

    [Fact]
    public async Task What_a_crash_left_in_process_is_found_again()
    {
        Supplier("EAST", _has.Port);
        var request = await _gateway.ActAsync(await BorrowAsync("EAST"), StaffAction.Locate);
        Assert.Equal(Status.LocateInProcess, request.Status);

        await RestartAsync(request);
        Assert.Equal(Status.ReadyToSend, (await _gateway.FindAsync(request)).Status);
    }

    [Fact]
    public async Task What_staff_wanted_located_again_where_we_lend_outlives_a_crash()
    {
        Library($"locate: {{kind: sru, url: \"http://127.0.0.1:{_hasNot.Port}/sru\"}}\n  lending: {{locateAutomatically: true}}");
        var failed = await LendAsync(Book);
        Assert.Equal(Status.LocateFailed, failed.Status);
        Library($"locate: {{kind: sru, url: \"http://127.0.0.1:{_has.Port}/sru\"}}");
        var wanted = await _gateway.ActAsync(failed, StaffAction.Locate);

        await RestartAsync(wanted);
        Assert.Equal(Status.RequestCreatedLend, (await _gateway.FindAsync(wanted)).Status);
    }

    [Fact]
    public async Task Where_we_lend_what_met_a_fault_is_tried_again_without_a_restart()
    {
        Library($"locate: {{kind: sru, url: \"http://127.0.0.1:{_has.Port}/sru\"}}\n  lending: {{locateAutomatically: true}}");
        await _gateway.ArriveAsync(Ill.Request() with { Content = Book });
        var request = (await _gateway.RequestsAsync())[0];
        _gateway.Store.Failures = 1;
        using var service = new LocateService(new LocateQueue(), Locator(), _gateway.Store, _gateway.Network, _gateway.Clock,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<LocateService>.Instance);
        await service.StartAsync(TestGateway.Cancel);
        await UntilAsync(() => Task.FromResult(_gateway.Store.Failures == 0));
        await Task.Delay(200, TestGateway.Cancel);
        Assert.True((await _gateway.FindAsync(request)).IsLocateWanted);

        await UntilAsync(async () =>
        {
            _gateway.Clock.Advance(TimeSpan.FromSeconds(30));
            return !(await _gateway.FindAsync(request)).IsLocateWanted;
        });
        await service.StopAsync(TestGateway.Cancel);
        Assert.Equal(Holding.Owned, (await _gateway.FindAsync(request)).OwnCatalogue!.Holding);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var tries = 0; !await isSo(); tries++)
        {
            Assert.True(tries < 2_000, "it never came to that");
            await Task.Delay(10, TestGateway.Cancel);
        }
    }

    [Theory]
    [InlineData("{locateAutomatically: true}", Status.RequestCreatedLend)]
    [InlineData("{locateAutomatically: true, rejectWhenNotRequestable: true}", Status.Rejected)]
    public async Task Where_we_lend_what_cannot_be_asked_for_is_rejected_where_the_library_wants_it(string lending, Status status)
    {
        var answer = System.Text.Encoding.UTF8.GetString(LocateFixtures.Octets("sru-1.2-alma-availability.xml"));
        var restricted = System.Text.RegularExpressions.Regex.Replace(
            answer, "<datafield ind1=\" \" ind2=\" \" tag=\"AVA\">.*?</datafield>",
            "<datafield tag=\"852\"><subfield code=\"b\">MAIN</subfield></datafield>"
            + "<datafield tag=\"876\"><subfield code=\"h\">Reading room only</subfield></datafield>");
        await using var has = StubTarget.Saying(StubTarget.Http("200 OK", System.Text.Encoding.UTF8.GetBytes(restricted)));
        Library($"locate: {{kind: sru, url: \"http://127.0.0.1:{has.Port}/sru\"}}\n  lending: {lending}");
        var state = await LendAsync(Book);
        Assert.Equal((status, "991234560106381"), (state.Status, state.LocatedTitle!.Id));
        Assert.Contains("its use is restricted", state.OwnCatalogue!.Evidence, StringComparison.Ordinal);
        var answered = (await _gateway.OutboxAsync()).Select(row => row.Entry.Message).OfType<IllMessage.Answer>().ToArray();
        Assert.Equal(status == Status.Rejected ? [ReasonUnfilled.NonCirculating] : [],
            answered.Select(message => Assert.IsType<AnswerResult.Unfilled>(message.Result).Reason));
    }

    private async Task RestartAsync(RequestState request)
    {
        // A new process has an empty queue: it looks through the store.
        var service = new LocateService(new LocateQueue(), Locator(), _gateway.Store, _gateway.Network, TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<LocateService>.Instance);
        await service.StartAsync(TestGateway.Cancel);
        for (var tries = 0; tries < 2_000 && (await _gateway.FindAsync(request)) is var now && LocateQueue.IsWanted(now); tries++)
        {
            await Task.Delay(10, TestGateway.Cancel);
        }

        await service.StopAsync(TestGateway.Cancel);
        service.Dispose();
    }

    private Locator Locator() => new(_gateway.Store, _gateway.Network, _search, _gateway.Signal, _gateway.Time);

    private async Task<RequestState> BorrowAsync(params string[] partners) => Assert.IsType<DeskResult.Done>(
        await _gateway.Desk.BorrowAsync(Book, partners, internalNote: null, "ida", TestGateway.Cancel)).State;

    private async Task<RequestState> LocatedAsync(RequestState request, bool isAsked = false)
    {
        var state = isAsked ? request : await _gateway.ActAsync(request, StaffAction.Locate);
        Assert.Equal(Status.LocateInProcess, state.Status);
        Assert.Equal(state.Number, await _gateway.ToLocate.NextAsync(TimeSpan.FromSeconds(5), TimeProvider.System, TestGateway.Cancel));
        Assert.True(await Locator().LocateAsync(state.Number, TestGateway.Cancel));
        Assert.False(await Locator().LocateAsync(state.Number, TestGateway.Cancel));
        return await _gateway.FindAsync(state);
    }

    private async Task<RequestState> LendAsync(IllRequest content)
    {
        var receipt = await _gateway.ArriveAsync(Ill.Request() with { Content = content });
        Assert.Equal(ArrivalOutcome.Applied, receipt.Outcome);
        var number = await _gateway.ToLocate.NextAsync(TimeSpan.FromSeconds(5), TimeProvider.System, TestGateway.Cancel);
        Assert.True(await Locator().LocateAsync(number!.Value, TestGateway.Cancel));
        return (await _gateway.RequestsAsync())[0];
    }

    private void Supplier(string code, int port) =>
        _gateway.Meet(code, "10.0.0.9", $"locate: {{kind: sru, url: \"http://127.0.0.1:{port}/sru\"}}");

    private void Library(string more) => _gateway.Write("gateway.yaml", $"""
        library:
          code: HOME
          name: Home Library
          symbols: [RSG:HOME]
          email: ill@home.example
          {more}
        """);
}

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Illiad;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Intake;

namespace ResourceSharing.Tests.Unit.Adapters.Illiad;

/// <summary>A rota that ends in ILLiad: real intake, real store, the Web Platform on loopback.</summary>
public sealed class IlliadGatewayTests : IAsyncDisposable
{
    private readonly HttpClient _http = HttpClients.Create(TimeSpan.FromSeconds(30));
    private readonly TestGateway _gateway;
    private StubIlliad? _illiad;

    public IlliadGatewayTests() => _gateway = new TestGateway(
        letters: gateway => new IlliadChannel(
            gateway.Intake, new SecretReader("/", name => name == "KEY" ? StubIlliad.Key : null), _http, TimeProvider.System),
        vocabulary: Protocols.Vocabulary);

    public async ValueTask DisposeAsync()
    {
        if (_illiad is not null)
            await _illiad.DisposeAsync();
        _http.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task The_supplier_of_last_resort_gets_the_request_when_all_others_say_no()
    {
        var request = await AtLastResortAsync("ILLOFFICE");
        await _gateway.DeliverAsync("ILLIAD");
        request = await _gateway.FindAsync(request);
        Assert.Equal((Status.RequestSent, "ILLIAD", "1094509"), (request.Status, request.Partner, request.PartnerReference));
        Assert.Equal($"{request.Id}-2", (string?)_illiad!.Transactions["1094509"]["ItemInfo1"]);
        Assert.Equal("On Rivers", (string?)_illiad.Transactions["1094509"]["LoanTitle"]);

        _illiad.Move("1094509", "Customer Notified via E-Mail", "2026-03-04T10:00:00", ("DueDate", "04/08/2026"));
        await PollAsync();
        var shipped = await _gateway.FindAsync(request);
        Assert.Equal(Status.ShippedPhysically, shipped.Status);
        Assert.Equal((new DateOnly(2026, 3, 4), new DateOnly(2026, 4, 8)), (shipped.ShippedOn, shipped.DueOn));

        // What was supplied is not asked for any more, but staff may ask.
        var calls = _illiad.Server.Calls.Count;
        await PollAsync();
        Assert.Equal(calls, _illiad.Server.Calls.Count);
        _illiad.Move("1094509", "Request Finished", "2026-04-04T10:00:00");
        await _gateway.ActAsync(shipped, StaffAction.StatusQuery);
        await _gateway.DeliverAsync("ILLIAD");
        Assert.Contains((await _gateway.FindAsync(request)).Status, new[] { Status.LenderCheckIn, Status.RequestCompleted });
    }

    [Fact]
    public async Task A_request_for_somebody_without_an_account_there_is_ready_to_be_sent_again()
    {
        var request = await AtLastResortAsync();
        await _gateway.DeliverAsync("ILLIAD");
        request = await _gateway.FindAsync(request);
        Assert.Equal(Status.ReadyToSend, request.Status);
        Assert.Equal(["EAST Rejected", "ILLIAD Waiting"], request.Rota.Select(leg => $"{leg.Partner} {leg.Outcome}"));
        Assert.Contains(request.Notes, note => note.Text.Contains("The patron has no account there.", StringComparison.Ordinal));
        Assert.Empty(_illiad!.Transactions);

        // Once the account is there, the same request goes out.
        _illiad.Users["ILLOFFICE"] = [];
        await _gateway.ActAsync(request, StaffAction.Send);
        await _gateway.DeliverAsync("ILLIAD");
        Assert.Equal("1094509", (await _gateway.FindAsync(request)).PartnerReference);
    }

    [Fact]
    public async Task Its_no_ends_the_request_with_its_reason()
    {
        var request = await AtLastResortAsync("ILLOFFICE");
        await _gateway.DeliverAsync("ILLIAD");
        _illiad!.Move("1094509", "Cancelled by ILL Staff", "2026-03-04T10:00:00",
            ("ReasonForCancellation", "Exhausted all possible sources"));
        await PollAsync();
        request = await _gateway.FindAsync(request);
        Assert.Equal(Status.Rejected, request.Status);
        Assert.Contains(request.Notes, note => note.Text.Contains("Exhausted all possible sources", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_whose_answer_was_lost_is_not_created_twice()
    {
        var request = await AtLastResortAsync("ILLOFFICE");
        _illiad!.Server.Fault = (call => call.Method == "POST", "cut after");
        await _gateway.DeliverAsync("ILLIAD");
        Assert.True((await _gateway.OutboxAsync())[^1].InDoubt);
        _illiad.Server.Fault = null;
        _gateway.Clock.Advance(TimeSpan.FromMinutes(5));
        await _gateway.DeliverAsync("ILLIAD");
        Assert.Equal("1094509", (await _gateway.FindAsync(request)).PartnerReference);
        Assert.Single(_illiad.Transactions);
    }

    [Fact]
    public async Task What_the_broker_carries_on_is_exported_and_not_asked_for()
    {
        var request = await SetAsync("closeRequestOnExport: true", "ILLOFFICE");
        await _gateway.DeliverAsync("ILLIAD");
        request = await _gateway.FindAsync(request);
        Assert.Equal((Status.ExportedToThirdParty, "1094509"), (request.Status, request.PartnerReference));
        Assert.Contains("exported: Exported: ILLIAD carries it on (transaction 1094509).", await _gateway.HistoryAsync(request));
        var calls = _illiad!.Server.Calls.Count;
        await PollAsync();
        Assert.Equal(calls, _illiad.Server.Calls.Count);

        var cancelled = await _gateway.ActAsync(request, StaffAction.Cancel);
        Assert.Equal(Status.CancelledByStaff, cancelled.Status);
        await _gateway.DeliverAsync("ILLIAD");
        Assert.Equal("Cancelled by Customer", (string?)_illiad.Transactions["1094509"]["TransactionStatus"]);
        Assert.Equal(Status.CancelledByStaff, (await _gateway.FindAsync(request)).Status);
    }

    [Fact]
    public async Task A_request_that_was_exported_is_completed_or_shows_what_came_of_it()
    {
        var request = await SetAsync("closeRequestOnExport: true", "ILLOFFICE");
        await _gateway.DeliverAsync("ILLIAD");
        _illiad!.Move("1094509", "Checked Out to Customer", "2026-03-04T10:00:00");
        await _gateway.ActAsync(await _gateway.FindAsync(request), StaffAction.StatusQuery);
        await _gateway.DeliverAsync("ILLIAD");
        Assert.Equal(Status.ShippedPhysically, (await _gateway.FindAsync(request)).Status);
    }

    [Fact]
    public async Task A_cancellation_that_overtakes_the_export_is_carried_out()
    {
        var request = await SetAsync("closeRequestOnExport: true", "ILLOFFICE");
        var before = await _gateway.ActAsync(request, StaffAction.Cancel);
        Assert.Equal(Status.CancelReply, before.Status);
        await _gateway.DeliverAsync("ILLIAD");
        Assert.Equal(Status.CancelledByStaff, (await _gateway.FindAsync(request)).Status);
        Assert.DoesNotContain(
            await _gateway.OutboxAsync(), row => row is { State: OutboxState.Waiting, Entry.Partner: "ILLIAD" });
    }

    private Task<RequestState> AtLastResortAsync(params string[] users) => SetAsync("poll: true", users);

    /// <summary>EAST was asked first, and has said no.</summary>
    private async Task<RequestState> SetAsync(string setting, params string[] users)
    {
        _illiad = await StubIlliad.StartAsync(users);
        _gateway.Environment["KEY"] = "set";
        _gateway.Write("partners/ILLIAD.yaml", $$"""
            code: ILLIAD
            name: Last Resort
            channel:
              type: illiad
              url: {{_illiad.Url}}
              apiKey: env:KEY
              userName: ILLOFFICE
              statuses: {"Awaiting Local Sorting": in-process}
              {{setting}}
            """);
        var request = await _gateway.BorrowingAsync("EAST", "ILLIAD");
        await _gateway.ArriveAsync(Ill.Unfilled(Ill.FromLender(request, "EAST")));
        return await _gateway.FindAsync(request);
    }

    private async Task PollAsync()
    {
        await _gateway.Jobs.RunAsync("status-poll", TestGateway.Cancel);
        await _gateway.DeliverAsync("ILLIAD");
    }
}

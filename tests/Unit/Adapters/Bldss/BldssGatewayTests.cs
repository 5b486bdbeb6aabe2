using System.Text;
using Microsoft.AspNetCore.Http;
using ResourceSharing.Adapters.Bldss;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Intake;

namespace ResourceSharing.Tests.Unit.Adapters.Bldss;

/// <summary>An order from the desk to the British Library and back: real intake, real store, the library on loopback.</summary>
public sealed class BldssGatewayTests : IAsyncDisposable
{
    private readonly HttpClient _http = HttpClients.Create(TimeSpan.FromSeconds(30));
    private readonly SecretReader _secrets = new("/", name => name switch
    {
        "APP" => StubLibrary.ApplicationSecret,
        "CUSTOMER" => StubLibrary.CustomerSecret,
        "KEY" => "0123456789abcdef",
        _ => null,
    });

    private readonly TestGateway _gateway;
    private string _events = "";
    private bool _loses;
    private StubLibrary? _library;

    public BldssGatewayTests() => _gateway = new TestGateway(
        letters: gateway => new BldssChannel(gateway.Intake, _secrets, _http, TimeProvider.System, new Random(1)),
        vocabulary: Protocols.Vocabulary);

    public async ValueTask DisposeAsync()
    {
        if (_library is not null)
            await _library.DisposeAsync();
        _http.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task An_order_its_events_by_poll_and_by_callback_come_to_the_request_once()
    {
        var request = await OrderedAsync();
        Assert.Equal("60010498-001", request.PartnerReference);
        Assert.Equal("BL", request.Partner);

        _events = Event("9c", "2026-03-02 10:00:00.0");
        await PollAsync();
        await PollAsync();
        Assert.Equal(2, await CountAsync(IllService.IllAnswer));

        Assert.Equal(200, await CallbackAsync(request, Event("9c", "2026-03-02 10:00:00.0")));
        Assert.Equal(200, await CallbackAsync(request, Event("14", "2026-03-03 10:00:00.0", "Due back 08-04-2026")));
        var shipped = await _gateway.FindAsync(request);
        Assert.Equal(Status.ShippedPhysically, shipped.Status);
        Assert.Equal(new DateOnly(2026, 4, 8), shipped.DueOn);
        var duplicates = (await _gateway.Store.ListMessagesAsync(null, false, null, 200, TestGateway.Cancel)).Items
            .Count(row => row.Entry.Outcome == ArrivalOutcome.Duplicate);
        Assert.Equal(1, duplicates);

        // What was supplied is not asked for any more.
        var calls = _library!.Calls.Count;
        await PollAsync();
        Assert.Equal(calls, _library.Calls.Count);
    }

    [Fact]
    public async Task A_callback_without_its_token_or_for_another_order_changes_nothing()
    {
        var request = await OrderedAsync();
        var body = Event("14", "2026-03-03 10:00:00.0");
        Assert.Equal(404, await CallbackAsync(request, body, token: new string('0', 40)));
        Assert.Equal(404, await CallbackAsync(request, body, reference: "HOME0000002"));
        Assert.Equal(404, await CallbackAsync(request, body, reference: $"{request.Id}-2"));
        Assert.Equal(400, await CallbackAsync(request, body, orderLine: "60010498-999"));
        Assert.NotEqual(Status.ShippedPhysically, (await _gateway.FindAsync(request)).Status);
    }

    [Fact]
    public async Task An_order_whose_answer_was_lost_is_found_again_and_not_placed_twice()
    {
        _loses = true;
        var request = await OrderedAsync();
        Assert.Null(request.PartnerReference);
        Assert.True(Assert.Single(await _gateway.OutboxAsync()).InDoubt);

        _loses = false;
        _gateway.Clock.Advance(TimeSpan.FromMinutes(5));
        await _gateway.DeliverAsync("BL");
        Assert.Equal("60010498-001", (await _gateway.FindAsync(request)).PartnerReference);
        Assert.Equal(OutboxState.Delivered, Assert.Single(await _gateway.OutboxAsync()).State);
        Assert.Single(_library!.Calls, call => call.Method == "POST");
    }

    [Fact]
    public async Task A_partner_whose_queue_is_not_empty_is_not_asked()
    {
        var request = await OrderedAsync();
        await _gateway.WriteAsync(work => work.SetLaneHold("BL", "paused", _gateway.Clock.GetUtcNow()));
        await RunPollAsync();
        await RunPollAsync();
        Assert.Single(await _gateway.OutboxAsync(OutboxState.Waiting), row => row.Entry.Request == request.Number);
    }

    private async Task<RequestState> OrderedAsync()
    {
        _library = await StubLibrary.StartAsync(AnswerAsync);
        foreach (var name in new[] { "APP", "CUSTOMER", "KEY" })
            _gateway.Environment[name] = "set";
        _gateway.Write("partners/BL.yaml", $$"""
            code: BL
            name: British Library
            channel:
              type: bldss
              url: {{_library.Url.GetLeftPart(UriPartial.Authority)}}
              application: APPDEMO
              applicationSecret: env:APP
              account: 12-3456
              password: env:CUSTOMER
              callbackKey: env:KEY
              callbackBase: https://ill.home.example
            """);
        var request = await _gateway.BorrowingAsync("BL");
        await _gateway.DeliverAsync("BL");
        return await _gateway.FindAsync(request);
    }

    private async Task AnswerAsync(StubCall call, HttpContext context)
    {
        if (call.Method == "POST" && _loses)
        {
            context.Abort();
            return;
        }

        await context.Response.WriteAsync(call switch
        {
            { Method: "POST" } => StubLibrary.Answer(0, "Order successfully submitted",
                "<newOrder><orderline>60010498-001</orderline><customerReference>HOME0000001</customerReference>"
                + "<estimatedDespatchDate>04/03/2026</estimatedDespatchDate></newOrder>"),
            { Path: "/api/orders" } => StubLibrary.Answer(0, "",
                "<orderline id='60010498-001'><customerRef>HOME0000001</customerRef><overallStatus>In progress</overallStatus></orderline>"),
            _ => StubLibrary.Answer(0, "", $"<orderline id='60010498-001'><overallStatus>In progress</overallStatus><history>{_events}</history></orderline>"),
        });
    }

    private static string Event(string id, string time, string info = "") =>
        $"<event time='{time}'><eventType id='{id}'>Step</eventType><additionalInfo>{info}</additionalInfo></event>";

    private async Task PollAsync()
    {
        await RunPollAsync();
        await _gateway.DeliverAsync("BL");
    }

    private Task RunPollAsync() => _gateway.Jobs.RunAsync("status-poll", TestGateway.Cancel);

    private async Task<int> CountAsync(IllService service) =>
        (await _gateway.Store.ListMessagesAsync(null, false, null, 200, TestGateway.Cancel)).Items
            .Count(row => row.Entry.Direction == Direction.In && row.Entry.Service == service);

    private async Task<int> CallbackAsync(
        RequestState request, string @event, string? token = null, string? reference = null, string orderLine = "60010498-001")
    {
        var callback = new BldssCallback(
            new BldssOrders(_gateway.Network, _gateway.Store), _secrets, _gateway.Intake, _gateway.Time);
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes($"<orderline id='{orderLine}'>{@event}</orderline>"));
        context.Response.Body = new MemoryStream();
        var named = reference ?? request.Id;
        await callback.HandleAsync(
            context, "BL", named, token ?? BldssToken.Of(new Secret("0123456789abcdef"), "BL", named)!);
        return context.Response.StatusCode;
    }
}

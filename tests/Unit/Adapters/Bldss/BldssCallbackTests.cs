using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using ResourceSharing.Adapters.Bldss;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Bldss;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Mapping.Letters;

namespace ResourceSharing.Tests.Unit.Adapters.Bldss;

/// <summary>Events that are posted to us: only to the address of their own order.</summary>
public sealed class BldssCallbackTests
{
    private const string Event =
        "<orderline id=\"60010498-001\"><event time=\"2012-08-07 12:32:31.0\"><eventType id=\"9c\">Order confirmed</eventType>"
        + "<additionalInfo>Estimated despatch date: 08-08-2012</additionalInfo></event></orderline>";

    private readonly KeepingIntake _intake = new();
    private readonly Orders _orders = new();

    private static string Token => BldssToken.Of(new Secret("0123456789abcdef"), "BL", "HOME0000042")!;

    [Fact]
    public async Task An_event_is_taken_in_and_then_acknowledged()
    {
        var (status, body) = await PostAsync(Event);
        Assert.Equal(200, status);
        Assert.Equal(
            "<updateResponse><timestamp>2026-03-02 09:00:00.0</timestamp><status>0</status><message></message></updateResponse>", body);
        var arrival = Assert.Single(_intake.Arrivals);
        Assert.Equal(("BL", null), (arrival.Peer.ProvenPartner, arrival.Peer.CalledPartner));
        Assert.Equal("event 60010498-001 9c 2012-08-07 12:32:31.0", Assert.Single(_intake.Identities));
        var answer = Assert.IsType<IllMessage.Answer>(Assert.Single(_intake.Messages));
        Assert.Equal(_orders.Placed!.Transaction, answer.Header.Transaction);
        Assert.Equal(
            new AnswerResult.WillSupply(ReasonWillSupply.BeingProcessedForSupply, new DateOnly(2012, 8, 8)), answer.Result);
    }

    [Fact]
    public async Task An_event_that_cannot_be_kept_is_not_acknowledged()
    {
        _intake.Outcome = ArrivalOutcome.Unavailable;
        var (status, body) = await PostAsync(Event);
        Assert.Equal(503, status);
        Assert.Contains("<status>9</status>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_does_not_know_the_token_learns_nothing()
    {
        var wrong = Token[..^1] + (Token[^1] == '0' ? '1' : '0');
        foreach (var (partner, reference, token) in new[]
        {
            ("BL", "HOME0000042", wrong), ("BL", "HOME0000042", ""), ("BL", "HOME0000042", Token + "0"),
            ("BL", "HOME0000043", Token), ("EAST", "HOME0000042", Token), ("BL", "HOME0000042", BldssToken.Masked),
        })
        {
            Assert.Equal((404, ""), await PostAsync(Event, partner, reference, token));
        }

        _orders.Placed = null;
        Assert.Equal((404, ""), await PostAsync(Event));
        _orders.Settings = _orders.Settings with { CallbackKey = null };
        Assert.Equal((404, ""), await PostAsync(Event));
        Assert.Empty(_intake.Arrivals);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("<orderline id=\"60010498-001\"/>")]
    [InlineData("<orderline id=\"60010498-999\"><event time=\"t\"><eventType id=\"9\"/></event></orderline>")]
    public async Task What_cannot_be_read_or_is_of_another_order_is_kept_and_refused(string body)
    {
        var (status, answer) = await PostAsync(body);
        Assert.Equal(400, status);
        Assert.Contains("<status>1</status>", answer, StringComparison.Ordinal);
        var arrival = Assert.Single(_intake.Arrivals);
        Assert.IsType<ArrivalContent.NotUnderstood>(arrival.Content);
        Assert.Equal(body, Encoding.UTF8.GetString(arrival.Raw.Span));
    }

    [Fact]
    public async Task The_first_event_of_an_order_whose_number_is_not_known_yet_is_taken()
    {
        _orders.Placed = _orders.Placed! with { OrderLine = null };
        Assert.Equal(200, (await PostAsync(Event)).Status);
    }

    [Fact]
    public async Task A_body_is_read_to_its_limit()
    {
        Assert.Equal(200, (await PostAsync(Event.PadRight(BldssLimits.MaxCallbackOctets))).Status);
        Assert.Equal((413, ""), await PostAsync(Event.PadRight(BldssLimits.MaxCallbackOctets + 1)));
    }

    private async Task<(int Status, string Body)> PostAsync(
        string body, string partner = "BL", string reference = "HOME0000042", string? token = null)
    {
        var secrets = new SecretReader("/", name => name == "KEY" ? "0123456789abcdef" : null);
        var callback = new BldssCallback(_orders, secrets, _intake, new FakeTime());
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        context.Response.Body = answer;
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        await callback.HandleAsync(context, partner, reference, token ?? Token);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(answer.ToArray()));
    }

    private sealed class Orders : IBldssOrders
    {
        public BldssPartnerSettings Settings { get; set; } = new()
        {
            Application = "APPDEMO", Account = "12-3456",
            CallbackKey = SecretReference.TryParse("env:KEY", out var key) ? key : null,
        };

        public BldssPlacedOrder? Placed { get; set; } = new(
            new TransactionId { GroupQualifier = "HOME0000042", Qualifier = "1" }, Symbol.Parse("RSG:HOME"),
            InventedRequests.Loan, "60010498-001");

        public BldssPartnerSettings? FindPartner(string code) => code == "BL" ? Settings : null;

        public Task<BldssPlacedOrder?> FindOrderAsync(string partner, string reference, CancellationToken cancellationToken) =>
            Task.FromResult(reference == "HOME0000042" ? Placed : null);
    }
}

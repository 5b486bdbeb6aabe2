using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Adapters.OpenUrl;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.OpenUrl;
using ResourceSharing.Tests.Network;
using ResourceSharing.Tests.Unit.Mapping.Letters;

namespace ResourceSharing.Tests.Unit.Adapters.OpenUrl;

public sealed class OpenUrlChannelTests : IDisposable
{
    private readonly HttpClient _http = HttpClients.Create(TimeSpan.FromSeconds(30));

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData(200, typeof(DeliveryOutcome.Delivered))]
    [InlineData(204, typeof(DeliveryOutcome.Delivered))]
    [InlineData(302, typeof(DeliveryOutcome.Delivered))]
    [InlineData(400, typeof(DeliveryOutcome.Refused))]
    [InlineData(404, typeof(DeliveryOutcome.Refused))]
    [InlineData(401, typeof(DeliveryOutcome.Deferred))]
    [InlineData(429, typeof(DeliveryOutcome.Deferred))]
    [InlineData(503, typeof(DeliveryOutcome.Deferred))]
    [InlineData(500, typeof(DeliveryOutcome.InDoubt))]
    public async Task A_link_is_called_once_and_the_status_decides(int status, Type outcome)
    {
        var calls = new List<string>();
        await using var broker = await StartAsync(context =>
        {
            calls.Add(context.Request.Method + " " + context.Request.Path + context.Request.QueryString);
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://127.0.0.1:1/never";
            return Task.CompletedTask;
        });
        var sent = await SendAsync(Settings(Address(broker)));
        Assert.Equal(outcome, sent.GetType());
        var call = Assert.Single(calls);
        Assert.StartsWith("GET /illiad.dll/OpenURL?rft.genre=book&rft.title=The%20lighthouse%20keepers", call, StringComparison.Ordinal);
        Assert.DoesNotContain("P-1", call, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_is_silent_or_away_or_hangs_up_is_told_apart()
    {
        await using var broker = await StartAsync(async context =>
        {
            if (context.Request.Path.StartsWithSegments("/slow", StringComparison.Ordinal))
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            context.Abort();
        });
        var slow = Settings(new Uri(Address(broker), "/slow")) with { Timeout = TimeSpan.FromMilliseconds(300) };
        Assert.Equal("openurl-timeout", Assert.IsType<DeliveryOutcome.InDoubt>(await SendAsync(slow)).Error.Code);
        Assert.Equal("openurl-connection-lost",
            Assert.IsType<DeliveryOutcome.InDoubt>(await SendAsync(Settings(Address(broker)))).Error.Code);
        var nobody = Settings(new Uri($"http://127.0.0.1:{FreePort.Take()}"));
        Assert.Equal("openurl-unreachable", Assert.IsType<DeliveryOutcome.Deferred>(await SendAsync(nobody)).Error.Code);
    }

    [Fact]
    public async Task By_the_manner_of_a_link_nothing_is_called_and_the_link_is_what_staff_find()
    {
        var settings = Settings(new Uri("https://nowhere.invalid/illiad")) with { Manner = OpenUrlManner.Link };
        var outcome = Assert.IsType<DeliveryOutcome.Delivered>(await SendAsync(settings));
        Assert.StartsWith("https://nowhere.invalid/illiad/illiad.dll/OpenURL?rft.genre=book", outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_patron_is_told_only_to_whom_may_know_and_what_is_lost_is_said()
    {
        var settings = Settings(new Uri("https://r.example")) with { Template = OpenUrlTemplate.Generic, Pickup = "Main" };
        var told = Encoded(Envelope(Request, settings) with { Recipient = Recipient(settings) with { SendPatron = true } });
        Assert.Contains("req_id=P-1", Encoding.ASCII.GetString(told.Bytes.Span), StringComparison.Ordinal);
        var silent = Encoded(Envelope(Request, settings));
        Assert.DoesNotContain("P-1", Encoding.ASCII.GetString(silent.Bytes.Span), StringComparison.Ordinal);
        Assert.Contains("svc.pickupLocation=Main", Encoding.ASCII.GetString(silent.Bytes.Span), StringComparison.Ordinal);
        Assert.Contains(silent.Losses.Losses, loss => loss.Field == "callNumber");
    }

    [Fact]
    public void All_that_is_no_request_cannot_be_said_by_a_link()
    {
        foreach (var message in InventedRequests.All.Values.Select(one => one.Message).Where(one => one is not IllMessage.Request))
        {
            Assert.IsType<EncodeResult.NotExpressible>(Channel.Encode(Envelope(message, Settings(new Uri("https://x.example")))));
        }

        var relais = Settings(new Uri("https://x.example")) with { Template = OpenUrlTemplate.Relais };
        var failed = Assert.IsType<EncodeResult.Failed>(Channel.Encode(Envelope(Request, relais)));
        Assert.Contains("symbol", failed.Error.PublicText, StringComparison.Ordinal);
        var elsewhere = Envelope(Request, relais) with
        {
            Recipient = Recipient(relais) with { Settings = new MailPartnerSettings { Address = "a@b.example" } },
        };
        Assert.IsType<EncodeResult.Failed>(Channel.Encode(elsewhere));
    }

    private OpenUrlChannel Channel => new(_http, TimeProvider.System);

    private static IllMessage.Request Request { get; } = new()
    {
        Header = new MessageHeader
        {
            Transaction = new TransactionId
            {
                InitialRequester = Symbol.Parse("RSG:HOME"), GroupQualifier = "HOME0000042", Qualifier = "1",
            },
            At = ServiceTime.From(InventedRequests.Written),
        },
        Content = InventedRequests.Loan,
    };

    private static OpenUrlPartnerSettings Settings(Uri url) => new()
    {
        Template = OpenUrlTemplate.Illiad, Url = url, Manner = OpenUrlManner.Push, Timeout = TimeSpan.FromSeconds(20),
    };

    private static Recipient Recipient(OpenUrlPartnerSettings settings) => new()
    {
        Code = "BROKER", Name = "Broker", Symbols = [], Language = "en", Settings = settings,
    };

    private static Envelope Envelope(IllMessage message, OpenUrlPartnerSettings settings) => new()
    {
        OutboxId = 7, CreatedAt = InventedRequests.Written, Message = message, About = InventedRequests.Borrowing,
        Recipient = Recipient(settings), Sender = new Sender { Name = "Home Library", Symbols = [Symbol.Parse("RSG:HOME")] },
    };

    private EncodeResult.Encoded Encoded(Envelope envelope) => Assert.IsType<EncodeResult.Encoded>(Channel.Encode(envelope));

    private Task<DeliveryOutcome> SendAsync(OpenUrlPartnerSettings settings)
    {
        var envelope = Envelope(Request, settings);
        return Channel.SendAsync(Encoded(envelope).Bytes, envelope, TestContext.Current.CancellationToken);
    }

    private static Uri Address(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private static async Task<WebApplication> StartAsync(RequestDelegate behaviour)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(behaviour);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Adapters.Shared;

namespace ResourceSharing.Tests.Unit.Adapters.Mail;

public sealed class OAuthTests
{
    private const string ClientSecret = "canary-client-9Zp";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_asked_for_once_and_kept_until_shortly_before_its_end()
    {
        var time = new FakeTime();
        await using var server = await TokenServer.StartAsync(n => (200, $$"""{"access_token": "t{{n}}", "token_type": "Bearer", "expires_in": 3600}"""));
        using var http = HttpClients.Create(TimeSpan.FromSeconds(60));
        using var client = server.Client(http, time);
        Assert.Equal("t1", await TokenOfAsync(client));
        time.Advance(TimeSpan.FromSeconds(3600 - 121));
        Assert.Equal("t1", await TokenOfAsync(client));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("t2", await TokenOfAsync(client));
        Assert.Equal("t3", await TokenOfAsync(client, isRefused: true));
        Assert.Equal("t3", await TokenOfAsync(client));
        Assert.Equal(
            $"grant_type=client_credentials&client_id=id&client_secret={ClientSecret}&scope=https%3A%2F%2Fmail.example%2F.default",
            server.Bodies[0]);
    }

    [Fact]
    public async Task Callers_at_the_same_time_share_one_token()
    {
        await using var server = await TokenServer.StartAsync(n => (200, $$"""{"access_token": "t{{n}}", "expires_in": "3600"}"""));
        using var http = HttpClients.Create(TimeSpan.FromSeconds(60));
        using var client = server.Client(http, new FakeTime());
        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TokenOfAsync(client)));
        Assert.Equal(["t1"], tokens.Distinct());
        Assert.Single(server.Bodies);
    }

    [Theory]
    [InlineData(400, """{"error": "invalid_client", "error_description": "secret canary-client-9Zp is wrong"}""", RetryClass.AfterOperator,
        "The token server refuses us (400, invalid_client).")]
    [InlineData(401, "<html>no</html>", RetryClass.AfterOperator, "The token server refuses us (401).")]
    [InlineData(400, """{"error": "<script>"}""", RetryClass.AfterOperator, "The token server refuses us (400).")]
    [InlineData(302, "", RetryClass.AfterOperator, "The token server refuses us (302).")]
    [InlineData(503, "", RetryClass.Later, "The token server answers 503.")]
    [InlineData(429, "", RetryClass.Later, "The token server answers 429.")]
    [InlineData(200, "no json", RetryClass.Later, "The token server's answer is not readable.")]
    [InlineData(200, "[1]", RetryClass.Later, "The token server's answer holds no token.")]
    [InlineData(200, """{"access_token": ""}""", RetryClass.Later, "The token server's answer holds no token.")]
    [InlineData(200, """{"access_token": "a\u0000b"}""", RetryClass.Later, "The token server's answer holds no token.")]
    [InlineData(200, "(huge)", RetryClass.Later, "The token server's answer is not readable.")]
    public async Task What_goes_wrong_is_told_without_a_secret(int status, string body, RetryClass retry, string text)
    {
        string answer = body == "(huge)" ? new string(' ', OAuthClient.MaxAnswerOctets) + "{}" : body;
        await using var server = await TokenServer.StartAsync(_ => (status, answer));
        using var http = HttpClients.Create(TimeSpan.FromSeconds(60));
        using var client = server.Client(http, new FakeTime());
        var reading = await client.GetAsync(isRefused: false, Token);
        Assert.Null(reading.Secret);
        Assert.Equal(("secret-unavailable", retry, text), (reading.Error!.Code, reading.Error.Retry, reading.Error.PublicText));
        Assert.DoesNotContain(ClientSecret, reading.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again_later_and_a_secret_that_is_not_there_needs_an_operator()
    {
        using var http = HttpClients.Create(TimeSpan.FromSeconds(60));
        var settings = new OAuthClientSettings
        {
            TokenEndpoint = new Uri("http://127.0.0.1:1/token"), ClientId = "id",
            ClientSecret = () => new SecretReading(new Secret("x"), null),
        };
        using var nowhere = new OAuthClient(settings, http, new FakeTime());
        Assert.Equal(RetryClass.Later, (await nowhere.GetAsync(false, Token)).Error!.Retry);
        using var secretless = new OAuthClient(
            settings with { ClientSecret = () => new SecretReading(null, "the environment variable X is not set or empty") }, http, new FakeTime());
        Assert.Equal(RetryClass.AfterOperator, (await secretless.GetAsync(false, Token)).Error!.Retry);
    }

    [Theory]
    [InlineData("echo a-token", "a-token", null)]
    [InlineData("printf 'a-token\\r\\n'; echo noise >&2", "a-token", null)]
    [InlineData("echo 'two words'", null, RetryClass.AfterOperator)]
    [InlineData("true", null, RetryClass.AfterOperator)]
    [InlineData("echo a-token; exit 3", null, RetryClass.AfterOperator)]
    [InlineData("head -c 20000 /dev/zero | tr '\\0' x", null, RetryClass.AfterOperator)]
    [InlineData("yes", null, RetryClass.AfterOperator)]
    public async Task A_command_writes_a_token_and_nothing_else(string script, string? token, RetryClass? retry)
    {
        var command = new TokenCommand(["/bin/sh", "-c", script], TimeProvider.System);
        var reading = await command.GetAsync(isRefused: false, Token);
        Assert.Equal((token, retry), (reading.Secret?.Reveal(), reading.Error?.Retry));
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_ended_and_one_that_is_not_there_needs_an_operator()
    {
        var time = new FakeTime();
        var waiting = new TokenCommand(["/bin/sh", "-c", "sleep 600"], time).GetAsync(isRefused: false, Token).AsTask();
        for (int i = 0; i < 500 && time.TimersSet == 0; i++)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        time.Advance(TokenCommand.MaxTime);
        Assert.Equal(RetryClass.Later, (await waiting.WaitAsync(TimeSpan.FromSeconds(60), Token)).Error!.Retry);
        var missing = await new TokenCommand(["/no/such/program"], time).GetAsync(isRefused: false, Token);
        Assert.Equal(RetryClass.AfterOperator, missing.Error!.Retry);
    }

    private static async Task<string> TokenOfAsync(IMailSecret source, bool isRefused = false)
    {
        var reading = await source.GetAsync(isRefused, Token);
        Assert.True(reading.Secret is not null, reading.Error?.ToString());
        return reading.Secret.Reveal();
    }

    private sealed class TokenServer(WebApplication app) : IAsyncDisposable
    {
        internal List<string> Bodies { get; } = [];

        internal static async Task<TokenServer> StartAsync(Func<int, (int Status, string Body)> answer)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var server = new TokenServer(builder.Build());
            server.Map(answer);
            await server.StartAsync();
            return server;
        }

        internal OAuthClient Client(HttpClient http, TimeProvider time) => new(
            new OAuthClientSettings
            {
                TokenEndpoint = new Uri(app.Urls.Single() + "/token"), ClientId = "id",
                ClientSecret = () => new SecretReading(new Secret(ClientSecret), null), Scope = "https://mail.example/.default",
            },
            http, time);

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private Task StartAsync() => app.StartAsync(Token);

        private void Map(Func<int, (int Status, string Body)> answer) => app.MapPost("/token", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            Bodies.Add(await reader.ReadToEndAsync(context.RequestAborted));
            var (status, body) = answer(Bodies.Count);
            context.Response.StatusCode = status;
            if (status == 302)
                context.Response.Headers.Location = "/elsewhere";
            await context.Response.WriteAsync(body, context.RequestAborted);
        });
    }
}

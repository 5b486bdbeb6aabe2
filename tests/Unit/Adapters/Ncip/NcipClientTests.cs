using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Ncip;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;
using ResourceSharing.Tests.Unit.Adapters.IsoIll;
using ResourceSharing.Tests.Unit.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Adapters.Ncip;

/// <summary>One attempt, and what it means when there is no answer.</summary>
public sealed class NcipClientTests : IDisposable
{
    private static readonly string Answer = NcipSamples.Text("LookupUser.resp.xml");
    private static readonly LookupUser Question = new() { UserId = new NcipUserId { Value = "P900001" } };

    private readonly FakeTime _time = new();
    private readonly Dictionary<string, string> _environment = new()
    {
        ["KEY"] = "a/key & more", ["PASSWORD"] = "open sesame", ["AGENCY"] = "agency <secret> & more",
    };

    private readonly NcipClient _client;

    public NcipClientTests() => _client = new NcipClient(new SecretReader("/", _environment.GetValueOrDefault), _time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task An_answer_is_read_and_the_question_has_the_form_of_the_settings()
    {
        await using var stub = await NcipStub.AnsweringAsync(Answer);
        var settings = new NcipConnectionSettings
        {
            Url = stub.Url(), Version = "2.0", VersionText = "my own 2.0", ContentType = "text/xml", FromAgency = "HOME",
            FromAgencyScheme = "http://home.example/scheme", ToAgency = "THERE", ApplicationProfileType = "ILL",
            FromSystemId = "GATE",
        };
        var answered = Assert.IsType<NcipExchange.Answered>(await _client.AskAsync(Question, settings, Cancel));
        Assert.IsType<LookupUserResponse>(answered.Response);
        Assert.Equal(Answer, Encoding.UTF8.GetString(answered.Raw.Span));

        var call = Assert.Single(stub.Calls);
        Assert.Equal("text/xml", call.Headers["Content-Type"]);
        var asked = NcipSamples.Read(call.Body);
        Assert.Equal("my own 2.0", asked.Form.VersionText);
        Assert.Equal(NcipStyle.DefaultNamespace, asked.Form.Style);
        var header = asked.Message.Header!;
        Assert.Equal(
            (new NcipCode("HOME", "http://home.example/scheme"), "THERE", "ILL", "GATE"),
            (header.FromAgencyId, header.ToAgencyId!.Value, header.ApplicationProfileType!.Value, header.FromSystemId!.Value));

        await _client.AskAsync(Question, settings with { ElementPrefix = NcipElementPrefix.Ns1 }, Cancel);
        Assert.Contains("<ns1:LookupUser>", stub.Calls.Last().Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NcipKeyPlace.Path, "/ncip/a%2Fkey%20%26%20more", null)]
    [InlineData(NcipKeyPlace.Query, "/ncip?apikey=a%2Fkey%20%26%20more", null)]
    [InlineData(NcipKeyPlace.Header, "/ncip", "X-Api-Key: a/key & more")]
    [InlineData(NcipKeyPlace.Bearer, "/ncip", "Authorization: Bearer a/key & more")]
    public async Task A_key_stands_where_the_responder_wants_it(NcipKeyPlace place, string target, string? header)
    {
        await using var stub = await NcipStub.AnsweringAsync(Answer);
        var settings = Settings(stub.Url()) with
        {
            SignIn = new NcipSignInSettings { ApiKey = NcipWorld.Reference("KEY"), ApiKeyIn = place },
        };
        Assert.IsType<NcipExchange.Answered>(await _client.AskAsync(Question, settings, Cancel));
        var call = Assert.Single(stub.Calls);
        Assert.Equal(Uri.UnescapeDataString(target), Uri.UnescapeDataString(call.Target));
        if (header is not null)
            Assert.Equal(header.Split(": ")[1], call.Headers[header.Split(": ")[0]]);
    }

    [Fact]
    public async Task Secrets_are_on_the_wire_and_nowhere_else()
    {
        await using var stub = await NcipStub.AnsweringAsync(Answer);
        var settings = Settings(stub.Url()) with
        {
            SignIn = new NcipSignInSettings
            {
                AgencyAuthentication = NcipWorld.Reference("AGENCY"),
                Basic = new NcipBasicSettings { User = "home", Password = NcipWorld.Reference("PASSWORD") },
            },
        };
        var kept = NcipClient.Encode(Question, settings).Octets;
        Assert.DoesNotContain("secret", Encoding.UTF8.GetString(kept.Span), StringComparison.Ordinal);
        Assert.IsType<NcipExchange.Answered>(await _client.SendAsync(kept, settings, Cancel));
        var call = Assert.Single(stub.Calls);
        Assert.Equal("agency <secret> & more", NcipSamples.Read(call.Body).Message.Header!.FromAgencyAuthentication!.Value);
        Assert.Equal("Basic " + Convert.ToBase64String("home:open sesame"u8), call.Headers["Authorization"]);

        _environment.Remove("AGENCY");
        var failed = await FailedAsync(settings);
        Assert.Equal(("ncip-secret", false), (failed.Error.Code, failed.MayBeDone));
        Assert.Single(stub.Calls);
    }

    [Theory]
    [InlineData(200, "<html><body>Sign in</body></html>", "ncip-no-responder", RetryClass.AfterOperator, false)]
    [InlineData(200, "<!DOCTYPE html><p>x", "ncip-no-responder", RetryClass.AfterOperator, false)]
    [InlineData(200, "<NCIPMessage>It works!</NCIPMessage>", "ncip-service-unknown", RetryClass.Never, false)]
    [InlineData(200, "<soap:Envelope xmlns:soap='x'/>", "ncip-answer-unreadable", RetryClass.Later, true)]
    [InlineData(200, "<NCIPMessage><LookupUserResponse>", "ncip-answer-unreadable", RetryClass.Later, true)]
    [InlineData(200, "<NCIPMessage><LookupUser/></NCIPMessage>", "ncip-answer-unreadable", RetryClass.Later, true)]
    [InlineData(200, "", "ncip-connection-lost", RetryClass.Later, true)]
    [InlineData(301, "", "ncip-redirected", RetryClass.AfterOperator, false)]
    [InlineData(401, "", "ncip-not-authorised", RetryClass.AfterOperator, false)]
    [InlineData(404, "not here", "ncip-refused", RetryClass.Never, false)]
    [InlineData(429, "", "ncip-unavailable", RetryClass.Later, false)]
    [InlineData(500, "<html/>", "ncip-responder-failed", RetryClass.Later, true)]
    [InlineData(503, "<html/>", "ncip-unavailable", RetryClass.Later, false)]
    [InlineData(504, "<html/>", "ncip-responder-failed", RetryClass.Later, true)]
    public async Task What_is_no_answer_is_told_apart(int status, string body, string code, RetryClass retry, bool mayBeDone)
    {
        await using var stub = await NcipStub.AnsweringAsync(body, status, "text/html");
        var failed = await FailedAsync(Settings(stub.Url()));
        Assert.Equal((code, retry, mayBeDone), (failed.Error.Code, failed.Error.Retry, failed.MayBeDone));
    }

    [Fact]
    public async Task A_problem_is_an_answer_whatever_the_status()
    {
        await using var stub = await NcipStub.AnsweringAsync(NcipSamples.Text("LookupUser-problem.resp.xml"), 500);
        var answered = Assert.IsType<NcipExchange.Answered>(await _client.AskAsync(Question, Settings(stub.Url()), Cancel));
        Assert.False(answered.Response.IsSuccess);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_was_done()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        int port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        foreach (var url in new[] { $"http://127.0.0.1:{port}/", $"https://127.0.0.1:{port}/", $"tcp://127.0.0.1:{port}" })
        {
            var failed = await FailedAsync(Settings(NcipStub.Address(url)));
            Assert.Equal(("ncip-unreachable", false), (failed.Error.Code, failed.MayBeDone));
        }
    }

    [Fact]
    public async Task Without_an_answer_in_time_nobody_knows()
    {
        var never = new TaskCompletionSource();
        await using var stub = await NcipStub.StartAsync(context => never.Task);
        var asking = FailedAsync(Settings(stub.Url()));
        await Eventually.HoldsAsync(() => !stub.Calls.IsEmpty, "the stub has the question");
        _time.Advance(TimeSpan.FromSeconds(30));
        var failed = await asking.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        Assert.Equal(("ncip-timeout", true), (failed.Error.Code, failed.MayBeDone));
        never.SetResult();
    }

    [Fact]
    public async Task An_answer_that_is_cut_off_or_too_large_is_none()
    {
        await using var cut = await NcipStub.StartAsync(async context =>
        {
            context.Response.ContentLength = Answer.Length;
            await context.Response.WriteAsync(Answer[..100]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        var failed = await FailedAsync(Settings(cut.Url()));
        Assert.Equal(("ncip-connection-lost", true), (failed.Error.Code, failed.MayBeDone));
        await using var large = await NcipStub.AnsweringAsync(Answer + new string(' ', NcipLimits.MaxOctets));
        Assert.Equal("ncip-answer-too-large", (await FailedAsync(Settings(large.Url()))).Error.Code);
    }

    [Fact]
    public async Task A_server_is_believed_only_with_a_certificate_that_is_trusted_and_is_shown_ours()
    {
        using var key = ECDsa.Create();
        using var server = Certificate(key, "CN=127.0.0.1");
        using var ours = Certificate(key, "CN=home");
        var seen = "";
        await using var stub = await NcipStub.StartAsync(context =>
        {
            seen = context.Connection.ClientCertificate?.Subject;
            return context.Response.WriteAsync(Answer);
        }, server, wantsClient: true);
        _environment["CA"] = server.ExportCertificatePem();
        _environment["OURS"] = ours.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem();
        var trusting = Settings(stub.Url()) with
        {
            Authority = NcipWorld.Reference("CA"), SignIn = new NcipSignInSettings { Certificate = NcipWorld.Reference("OURS") },
        };
        Assert.IsType<NcipExchange.Answered>(await _client.AskAsync(Question, trusting, Cancel));
        Assert.Equal("CN=home", seen);

        var doubting = await FailedAsync(trusting with { Authority = null });
        Assert.Equal(
            ("ncip-unreachable", RetryClass.AfterOperator, false),
            (doubting.Error.Code, doubting.Error.Retry, doubting.MayBeDone));
        _environment["CA"] = "no certificate at all";
        Assert.False((await FailedAsync(trusting)).MayBeDone);
    }

    [Fact]
    public async Task A_token_that_has_ended_is_replaced_within_the_same_attempt()
    {
        await using var server = await TokensAsync();
        await using var stub = await NcipStub.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer token-1" ? 401 : 200;
            return context.Response.WriteAsync(context.Response.StatusCode == 200 ? Answer : "");
        });
        var settings = WithToken(stub, server);
        Assert.IsType<NcipExchange.Answered>(await _client.AskAsync(Question, settings, Cancel));
        Assert.Equal(
            ["Bearer token-1", "Bearer token-2"], stub.Calls.Select(call => call.Headers["Authorization"]));
        Assert.Contains("scope=WMS_NCIP", server.Calls.First().Body, StringComparison.Ordinal);
        Assert.IsType<NcipExchange.Answered>(await _client.AskAsync(Question, settings, Cancel));
        Assert.Equal(3, stub.Calls.Count);
    }

    [Fact]
    public async Task Where_a_new_token_is_refused_too_the_attempt_ends_and_is_made_again_later()
    {
        await using var server = await TokensAsync();
        await using var stub = await NcipStub.AnsweringAsync("", 401);
        var failed = await FailedAsync(WithToken(stub, server));
        Assert.Equal(
            ("ncip-token-refused", RetryClass.Later, false), (failed.Error.Code, failed.Error.Retry, failed.MayBeDone));
        Assert.Equal(2, stub.Calls.Count);
    }

    [Fact]
    public async Task On_a_bare_connection_the_answer_ends_with_its_end_tag()
    {
        var open = new TaskCompletionSource();
        using var stub = new NcipTcpStub(async socket =>
        {
            foreach (var piece in Answer.Chunk(50))
                await NcipTcpStub.SayAsync(socket, new string(piece));
            await open.Task;
        });
        var answered = Assert.IsType<NcipExchange.Answered>(await _client.AskAsync(Question, Settings(stub.Url), Cancel));
        Assert.IsType<LookupUserResponse>(answered.Response);
        open.SetResult();
        await stub.Done;
        Assert.EndsWith("</NCIPMessage>\n", stub.Heard, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "ncip-connection-lost")]
    [InlineData("<NCIPMessage><LookupUserResponse>", "ncip-answer-unreadable")]
    [InlineData("hello", "ncip-answer-unreadable")]
    public async Task On_a_bare_connection_an_end_without_an_answer_leaves_it_open(string said, string code)
    {
        using var stub = new NcipTcpStub(socket => NcipTcpStub.SayAsync(socket, said));
        var failed = await FailedAsync(Settings(stub.Url));
        Assert.Equal((code, true), (failed.Error.Code, failed.MayBeDone));
    }

    [Fact]
    public async Task On_a_bare_connection_silence_within_an_answer_ends_it()
    {
        var open = new TaskCompletionSource();
        using var stub = new NcipTcpStub(async socket =>
        {
            await NcipTcpStub.SayAsync(socket, "<NCIPMessage>");
            await open.Task;
        });
        int before = _time.TimersSet;
        var asking = FailedAsync(Settings(stub.Url));

        // The attempt, its connecting, the address, and at last the silence.
        await Eventually.HoldsAsync(() => _time.TimersSet >= before + 4, "the client waits for the rest");
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("ncip-answer-unreadable", (await asking.WaitAsync(TimeSpan.FromSeconds(10), Cancel)).Error.Code);
        open.SetResult();
    }

    [Theory]
    [InlineData("https://ncip.example.org/ncip", true)]
    [InlineData("http://ncip.example.org", true)]
    [InlineData("tcp://ncip.example.org:6001", true)]
    [InlineData("tcp://[::1]:6001", true)]
    [InlineData("tcp://ncip.example.org", false)]
    [InlineData("tcp://ncip.example.org:6001/path", false)]
    [InlineData("https://user:secret@ncip.example.org/", false)]
    [InlineData("ftp://ncip.example.org/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/ncip", false)]
    [InlineData("", false)]
    public void An_address_is_one_of_three_kinds(string text, bool isOne)
    {
        Assert.Equal(isOne, NcipAddress.TryParse(text, out var address));
        if (address is not null)
            Assert.DoesNotContain("org/", address.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_library_system_answers_a_command()
    {
        await using var stub = await NcipStub.AnsweringAsync(NcipSamples.Text("CheckOutItem.resp.xml"));
        var host = new NcipHost(new NcipHostSettings { Connection = Settings(stub.Url()), Dialect = "koha" }, "HOME", _client, _time);
        var command = new CirculationCommand.CheckOutItem
        {
            Patron = new PatronClaim(new PatronId("P900001")), Item = new CirculationItemId("ILL-12345"),
            Request = new BrokerRequestId("ILL-12345"),
        };
        var done = Assert.IsType<CirculationAnswer.Done>(
            Assert.IsType<HostReply.Answered>(await host.AskAsync(command, Cancel)).Answer);
        Assert.NotNull(done.DueAt);
        await host.AskAsync(command, Cancel);
        Assert.Equal(stub.Calls.First().Body, stub.Calls.Last().Body);
        var asked = NcipSamples.Read<CheckOutItem>(stub.Calls.First().Body);
        Assert.Equal(("HOME", "ILL-12345"), (asked.Header!.FromAgencyId!.Value, asked.ItemId!.Value));

        await using var page = await NcipStub.AnsweringAsync("<html/>", 500);
        var silent = new NcipHost(new NcipHostSettings { Connection = Settings(page.Url()) }, "HOME", _client, _time);
        Assert.True(Assert.IsType<HostReply.Silent>(await silent.AskAsync(command, Cancel)).MayBeDone);
    }

    private static NcipConnectionSettings Settings(NcipAddress url) => new() { Url = url };

    private static Task<NcipStub> TokensAsync()
    {
        int tokens = 0;
        return NcipStub.StartAsync(context => context.Response.WriteAsync(
            $$"""{"access_token": "token-{{Interlocked.Increment(ref tokens)}}", "expires_in": 3600}"""));
    }

    private static NcipConnectionSettings WithToken(NcipStub stub, NcipStub server) => Settings(stub.Url()) with
    {
        SignIn = new NcipSignInSettings
        {
            Oauth = new NcipOAuthSettings
            {
                TokenEndpoint = server.Url("/token").Uri, ClientId = "home", ClientSecret = NcipWorld.Reference("KEY"),
                Scope = "WMS_NCIP",
            },
        },
    };

    private async Task<NcipExchange.Failed> FailedAsync(NcipConnectionSettings settings) =>
        Assert.IsType<NcipExchange.Failed>(await _client.AskAsync(Question, settings, Cancel));

    private static X509Certificate2 Certificate(ECDsa key, string name)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(
            TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}

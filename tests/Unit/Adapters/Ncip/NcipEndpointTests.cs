using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ResourceSharing.Adapters.Ncip;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Ncip;
using ResourceSharing.Tests.Unit.Adapters.IsoIll;
using ResourceSharing.Tests.Unit.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Adapters.Ncip;

/// <summary>NCIP over HTTP, in a real server.</summary>
public sealed class NcipEndpointTests : IDisposable
{
    private static readonly string CheckOut = NcipSamples.Text("CheckOutItem.req.xml");

    private readonly HttpClient _http = HttpClients.Create(TimeSpan.FromSeconds(30));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("/ncip/" + NcipWorld.Key)]
    [InlineData("/ncip?apikey=" + NcipWorld.Key)]
    [InlineData("/view/NCIPServlet?apikey=" + NcipWorld.Key)]
    [InlineData("/view/NCIPServlet/v1?apikey=" + NcipWorld.Key)]
    [InlineData("/view/NcipP2PServlet?apikey=" + NcipWorld.Key)]
    [InlineData("/view/ncipservlet?apikey=" + NcipWorld.Key)]
    public async Task A_message_is_taken_under_every_path(string path)
    {
        await using var world = await new NcipWorld().With("ILLIAD", NcipWorld.Illiad).StartAsync();
        using var response = await PostAsync(world, path, CheckOut, "application/xml");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/xml; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Contains("<ns1:CheckOutItemResponse>", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Api-Key", NcipWorld.Key)]
    [InlineData("Authorization", "Bearer " + NcipWorld.Key)]
    [InlineData("Authorization", "bearer " + NcipWorld.Key)]
    public async Task A_key_may_come_in_a_header(string name, string value)
    {
        await using var world = await new NcipWorld().With("ILLIAD", NcipWorld.Illiad).StartAsync();
        using var right = await PostAsync(world, "/ncip", CheckOut, "text/xml", (name, value));
        Assert.DoesNotContain("Problem", await right.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var wrong = await PostAsync(world, "/ncip", CheckOut, "text/xml", (name, value + "x"));
        Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        Assert.Contains(
            NcipProblemTypes.AgencyAuthenticationFailed, await wrong.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Basic cmVsYWlzOm9wZW4gc2VzYW1l", true)]
    [InlineData("Basic cmVsYWlzOm9wZW4=", false)]
    [InlineData("Basic !!!!", false)]
    [InlineData("Basic", false)]
    [InlineData("Basic cmVsYWlz", false)]
    public async Task A_user_name_and_password_are_believed(string header, bool isBelieved)
    {
        await using var world = await new NcipWorld().With("RELAIS", new NcipBrokerSettings
        {
            ApplicationProfileTypes = ["ILLIAD"],
            Authentication = new NcipAuthenticationSettings
            {
                Basic = new NcipBasicSettings { User = "relais", Password = NcipWorld.Reference("PASSWORD") },
            },
        }).StartAsync();
        using var response = await PostAsync(world, "/ncip", CheckOut, "application/xml", ("Authorization", header));
        var answer = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(isBelieved, !answer.Contains("Problem", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/html")]
    [InlineData("text/xml; charset=ISO-8859-1")]
    [InlineData("application/octet-stream")]
    [InlineData("nonsense")]
    public async Task Every_type_of_content_is_taken(string? contentType)
    {
        await using var world = await new NcipWorld().With("ILLIAD", NcipWorld.Illiad).StartAsync();
        using var response = await PostAsync(world, "/ncip/" + NcipWorld.Key, CheckOut, contentType);
        Assert.Contains("CheckOutItemResponse", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xml=")]
    [InlineData("XForms%3AModel=")]
    [InlineData("")]
    public async Task A_form_is_taken(string field)
    {
        await using var world = await new NcipWorld().With("ILLIAD", NcipWorld.Illiad).StartAsync();
        using var response = await PostAsync(
            world, "/ncip/" + NcipWorld.Key, field + Uri.EscapeDataString(CheckOut), "application/x-www-form-urlencoded");
        Assert.Contains("CheckOutItemResponse", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packed_bodies_are_refused_and_never_unpacked()
    {
        await using var world = await new NcipWorld().With("ILLIAD", NcipWorld.Illiad).StartAsync();
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(world.Url, "/ncip")) { Content = new ByteArrayContent([31, 139, 8]) };
        message.Content.Headers.ContentEncoding.Add("gzip");
        using var response = await _http.SendAsync(message, Cancel);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Empty(world.Intake.Arrivals);
    }

    [Fact]
    public async Task Whoever_looks_with_a_browser_sees_a_short_page()
    {
        await using var world = await new NcipWorld().StartAsync();
        using var response = await _http.GetAsync(new Uri(world.Url, "/ncip"), Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("NCIP responder", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3 << 20)]
    public async Task A_body_is_read_to_the_limit_and_beyond_it_the_answer_is_a_problem(int beyond)
    {
        await using var world = await new NcipWorld().With("ILLIAD", NcipWorld.Illiad).StartAsync();
        var body = CheckOut.PadRight(NcipLimits.MaxOctets + beyond);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, world.Url.Port, Cancel);
        var stream = client.GetStream();
        var head = $"POST /ncip/{NcipWorld.Key} HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        var answer = ReadToEndAsync(stream);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head + body), Cancel);
        }
        catch (IOException)
        {
            // The server had read enough.
        }

        var text = await answer;
        Assert.StartsWith("HTTP/1.1 200", text, StringComparison.Ordinal);
        Assert.Equal(beyond > 0, text.Contains("Message is too large", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_that_does_not_arrive_in_its_time_is_kept_and_answered()
    {
        await using var world = await new NcipWorld().With("ILLIAD", NcipWorld.Illiad).StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, world.Url.Port, Cancel);
        var stream = client.GetStream();
        int before = world.Time.TimersSet;
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /ncip HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\nConnection: close\r\n\r\n<NCIPMessage>"), Cancel);
        await Eventually.HoldsAsync(() => world.Time.TimersSet > before, "the endpoint waits for the body");
        world.Time.Advance(world.Settings.Limits.Body);
        var text = await ReadToEndAsync(stream);
        Assert.Contains("Message did not arrive whole", text, StringComparison.Ordinal);
        await world.Intake.ArrivalAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_that_the_proxy_passes_on_is_believed_where_that_is_switched_on(bool isSwitchedOn)
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=relais", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(
            new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var hash = Convert.ToHexString(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
        await using var world = await new NcipWorld(certificateHeader: isSwitchedOn ? "Client-Cert" : null)
            .With("RELAIS", new NcipBrokerSettings
            {
                ApplicationProfileTypes = ["ILLIAD"], Authentication = new NcipAuthenticationSettings { Certificates = [hash] },
            }).StartAsync();
        foreach (var value in new[]
        {
            $":{Convert.ToBase64String(certificate.RawData)}:", Uri.EscapeDataString(certificate.ExportCertificatePem()),
        })
        {
            using var response = await PostAsync(world, "/ncip", CheckOut, "application/xml", ("Client-Cert", value));
            Assert.Equal(
                isSwitchedOn,
                !(await response.Content.ReadAsStringAsync(Cancel)).Contains("Problem", StringComparison.Ordinal));
        }

        using var nonsense = await PostAsync(world, "/ncip", CheckOut, "application/xml", ("Client-Cert", ":AAAA:"));
        Assert.Contains("Problem", await nonsense.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> PostAsync(
        NcipWorld world, string path, string body, string? contentType, (string Name, string Value)? header = null)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(world.Url, path))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        if (contentType is not null)
            message.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (header is { } shown)
            message.Headers.TryAddWithoutValidation(shown.Name, shown.Value);
        return await _http.SendAsync(message, Cancel);
    }

    private static async Task<string> ReadToEndAsync(NetworkStream stream)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var received = new MemoryStream();
        try
        {
            await stream.CopyToAsync(received, limit.Token);
        }
        catch (IOException)
        {
            // A server that had read enough resets the connection once its answer is out.
        }

        return Encoding.UTF8.GetString(received.ToArray());
    }
}

using System.Globalization;
using System.Text;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.Hostile;

/// <summary>What anybody can send to the HTTP port, with and without the token.</summary>
[Collection(ProcessCollection.Name)]
public sealed class HttpPortTests(HostileGateway gateway) : IClassFixture<HostileGateway>
{
    private const string Requests = "/api/v1/requests";

    private static readonly Dictionary<string, (Func<string> Call, int[] Statuses)> Cases = new(StringComparer.Ordinal)
    {
        ["a body of 65 KiB"] = (() => Post($"{{\"title\":\"{new string('x', 65 << 10)}\"}}"), [413]),
        ["a body of two mebibytes"] = (() => Post(new string(' ', 2 << 20) + "{}"), [413]),
        ["a body announced with 10 GB"] = (() => Call("POST", Requests, "Content-Type: application/json\r\nContent-Length: 10000000000\r\n"), [413]),
        ["a negative length"] = (() => Call("POST", Requests, "Content-Length: -1\r\n"), [400]),
        ["a length and chunks at once"] =
            (() => Call("POST", Requests, "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\nGET / HTTP/1.1\r\n\r\n", [400]),
        ["chunks without end"] = (() => Call("POST", Requests, "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n")
            + string.Concat(Enumerable.Repeat("1000\r\n" + new string(' ', 0x1000) + "\r\n", 40)), [413]),
        ["a chunk of 16 EiB"] = (() => Call("POST", Requests, "Transfer-Encoding: chunked\r\n") + "FFFFFFFFFFFFFFFF\r\n", [400]),
        ["ten thousand levels of JSON"] = (() => Post(new string('[', 10_000) + new string(']', 10_000)), [400]),
        ["ten thousand levels within a field"] =
            (() => Post("{\"title\":" + new string('[', 10_000) + new string(']', 10_000) + "}"), [400]),
        ["six thousand fields"] = (() => Post("{" + string.Join(',', Enumerable.Range(0, 6_000).Select(n => $"\"f{n}\":1")) + "}"), [400, 422]),
        ["a list for an object"] = (() => Post("[]"), [400]),
        ["a number for a partner"] = (() => Post("""{"title": "x", "partner": 5}"""), [400, 422]),
        ["an object for a title"] = (() => Post("""{"title": {"a": 1}, "partner": "GOOD"}"""), [400, 422]),
        ["a list for a patron"] = (() => Post("""{"title": "x", "patron": []}"""), [400, 422]),
        ["a field twice"] = (() => Post("""{"title": "x", "title": "y"}"""), [400]),
        ["NUL and escape in a title"] = (() => Post("""{"title": "a\u0000b\u001b[31m", "partner": "GOOD"}"""), [400, 422]),
        ["half a character in a title"] = (() => Post("""{"title": "\ud800", "partner": "GOOD"}"""), [400, 422]),
        ["octets that are no UTF-8"] = (() => Post("{\"title\": \"\u00c3(\u00ff\", \"partner\": \"GOOD\"}"), [400, 422]),
        ["a number beyond all numbers"] = (() => Post("""{"title": "x", "maximumCost": 1e999999999, "partner": "GOOD"}"""), [400, 422]),
        ["a date of the year 99999"] = (() => Post("""{"title": "x", "neededBy": "99999-01-01", "partner": "GOOD"}"""), [400, 422]),
        ["an unknown field"] = (() => Post("""{"title": "x", "__proto__": {"a": 1}}"""), [400, 422]),
        ["cut JSON"] = (() => Post("""{"title": "x"""), [400]),
        ["XML"] = (() => Post("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>", "text/xml"), [415]),
        ["a form"] = (() => Post("title=x", "application/x-www-form-urlencoded"), [415]),
        ["a packed body"] = (() => Call("POST", Requests, "Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n") + "{}", [415]),
        ["a way up"] = (() => Get("/api/v1/requests/../../../etc/passwd"), [404]),
        ["a hidden way up"] = (() => Get("/api/v1/messages/%2e%2e%2f%2e%2e%2fetc%2fpasswd/raw"), [400, 404]),
        ["a way up with backslashes"] = (() => Get("/api/v1/messages/..\\..\\..\\etc\\passwd/raw"), [400, 404]),
        ["NUL in the path"] = (() => Get("/api/v1/requests/HOME0000001%00.txt"), [400, 404]),
        ["octets that are no UTF-8 in the path"] = (() => Get("/api/v1/requests/%ff%fe"), [400, 404]),
        ["a number of a thousand digits"] = (() => Get($"/api/v1/requests/HOME{new string('9', 1000)}"), [404]),
        ["a negative message"] = (() => Get("/api/v1/messages/-1/raw"), [404]),
        ["a limit below nothing"] = (() => Get("/api/v1/requests?limit=-1"), [400]),
        ["a limit beyond everything"] = (() => Get("/api/v1/requests?limit=99999999999999999999"), [400]),
        ["a cursor that is code"] = (() => Get("/api/v1/requests?cursor=1%20OR%201=1"), [400]),
        ["a search full of wildcards"] = (() => Get($"/api/v1/requests?q={string.Concat(Enumerable.Repeat("%25_", 60))}"), [200, 400]),
        ["a search that is code"] = (() => Get("/api/v1/requests?q=%27%20OR%201=1;--"), [200]),
        ["a path of 20 KB"] = (() => Get("/" + new string('a', 20_000)), [414]),
        ["a thousand headers"] = (() => Get(Requests, string.Concat(Enumerable.Range(0, 1000).Select(n => $"X-{n}: {n}\r\n"))), [431]),
        ["a header of 100 KB"] = (() => Get(Requests, $"X-Long: {new string('a', 100_000)}\r\n"), [431]),
        ["a header with NUL"] = (() => Get(Requests, "X-Nul: a\0b\r\n"), [400]),
        ["a key of 300 characters"] = (() => Post("""{"title": "x", "partner": "GOOD"}""", headers: $"Idempotency-Key: {new string('k', 300)}\r\n"), [400]),
        ["no host"] = (() => "GET /api/v1/requests HTTP/1.1\r\nConnection: close\r\n\r\n", [400]),
        ["a method that is none"] = (() => Call("BREW", Requests, ""), [404, 405, 501]),
        ["a tunnel"] = (() => "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\nConnection: close\r\n\r\n", [400, 404, 405]),
        ["a proxy's call"] = (() => "GET http://169.254.169.254/latest HTTP/1.1\r\nHost: 169.254.169.254\r\nConnection: close\r\n\r\n", [400, 404]),
        ["a wrong token"] = (() => $"GET {Requests} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {new string('t', 43)}\r\nConnection: close\r\n\r\n", [401]),
        ["a token of 20 KB"] = (() => $"GET {Requests} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {new string('t', 20_000)}\r\nConnection: close\r\n\r\n", [401]),
        ["two tokens"] = (() => $"GET {Requests} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\nConnection: close\r\n\r\n", [400, 401]),
        ["HTTP/2 at once"] = (() => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [0, 400, 505]),
        ["HTTP of the future"] = (() => "GET / HTTP/9.9\r\n\r\n", [400, 505]),
        ["a TLS hello"] = (() => "\u0016\u0003\u0001\u0000\u00C8\u0001\u0000\u0000\u00C4\u0003\u0003" + new string('\u00AA', 190), [400]),
    };

    /// <summary>Was answered 500: the server reports it as a fault of reading.</summary>
    [Fact]
    public Task A_chunk_of_impossible_size_is_the_callers_fault() =>
        Whatever_comes_is_borne_cheaply_and_answered_rightly("a chunk of 16 EiB");

    /// <summary>Each unknown field was compared with every known one, also beyond those that the answer names.</summary>
    [Fact]
    public Task Six_thousand_unknown_fields_are_refused_without_guessing_what_each_was_meant_for() =>
        Whatever_comes_is_borne_cheaply_and_answered_rightly("six thousand fields");

    public static IEnumerable<TheoryDataRow<string>> Names() => Cases.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Whatever_comes_is_borne_cheaply_and_answered_rightly(string name)
    {
        var (call, statuses) = Cases[name];
        var octets = Encoding.Latin1.GetBytes(call().Replace("{TOKEN}", gateway.Token, StringComparison.Ordinal));
        var reply = Encoding.UTF8.GetString(await gateway.AttackAsync(gateway.Http, octets));
        var status = reply.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
            ? int.Parse(reply.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;
        Assert.True(statuses.Contains(status), $"expected {string.Join(" or ", statuses)}: {reply}");
        if (status is >= 400 and not (414 or 431) && reply.Contains("problem+json", StringComparison.Ordinal))
        {
            Assert.Contains("\"code\":", reply, StringComparison.Ordinal);
        }
    }

    private static string Post(string body, string contentType = "application/json", string headers = "") => Call("POST", Requests,
        $"Content-Type: {contentType}\r\nContent-Length: {Encoding.Latin1.GetByteCount(body)}\r\n{headers}") + body;

    private static string Get(string path, string headers = "") => Call("GET", path, headers);

    private static string Call(string method, string path, string headers) =>
        $"{method} {path} HTTP/1.1\r\nHost: library.example\r\nAuthorization: Bearer {{TOKEN}}\r\nConnection: close\r\n{headers}\r\n";
}

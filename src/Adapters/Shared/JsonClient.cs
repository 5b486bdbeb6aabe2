using System.Net.Http.Headers;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Json;

namespace ResourceSharing.Adapters.Shared;

/// <summary>What came of a call: a closed set.</summary>
internal abstract record JsonExchange
{
    private JsonExchange()
    {
    }

    /// <summary>An answer.</summary>
    /// <param name="Status">The status of HTTP.</param>
    /// <param name="Body">As it came, within the limit.</param>
    public sealed record Answered(int Status, ReadOnlyMemory<byte> Body) : JsonExchange
    {
        /// <summary>200 to 299.</summary>
        public bool IsSuccess => Status is >= 200 and < 300;
    }

    /// <summary>None.</summary>
    /// <param name="Error">Why.</param>
    /// <param name="MayHaveArrived">False when the server surely never got the call.</param>
    public sealed record Failed(GatewayError Error, bool MayHaveArrived) : JsonExchange;
}

/// <summary>Where calls go, and with what.</summary>
/// <param name="Root">The interface's address; the target of a call is put behind it.</param>
/// <param name="Timeout">For one call.</param>
/// <param name="MaxOctets">Of an answer.</param>
/// <param name="Headers">Sent with each call; they may hold secrets.</param>
internal sealed record JsonWay(
    Uri Root, TimeSpan Timeout, int MaxOctets, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>Headers hold secrets, which a record would print.</summary>
    public override string ToString() => Root.Host;
}

/// <summary>Makes calls with JSON, and tells apart what surely did nothing from what may have.</summary>
/// <param name="http">Follows no redirects.</param>
/// <param name="time">The clock of time limits.</param>
/// <param name="code">Begins the codes of errors.</param>
/// <param name="name">The other system in public texts.</param>
internal sealed class JsonClient(HttpClient http, TimeProvider time, string code, string name)
{
    /// <summary>One call. Never throws for what the network or the server does.</summary>
    public async Task<JsonExchange> CallAsync(JsonCall call, JsonWay way, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(way.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var message = Message(call, way);
        try
        {
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await BoundedBody.ReadAsync(response.Content, way.MaxOctets, either.Token);
            return body is { } octets
                ? new JsonExchange.Answered((int)response.StatusCode, octets)
                : Failed("answer-too-large", $"The answer of {name} is too large.", null, mayHaveArrived: true);
        }
        catch (OperationCanceledException)
        {
            return Failed("timeout", $"{name} did not answer in time.", null, mayHaveArrived: true);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError
            is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return Failed("unreachable", $"{name} cannot be reached.", $"{fault.HttpRequestError}", mayHaveArrived: false);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return Failed(
                "connection-lost", "The connection was lost before there was an answer.", fault.Message, mayHaveArrived: true);
        }
    }

    private static HttpRequestMessage Message(JsonCall call, JsonWay way)
    {
        var address = new Uri($"{way.Root.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{call.Target}");
        var message = new HttpRequestMessage(new HttpMethod(call.Method), address);
        foreach (var (header, value) in way.Headers)
            message.Headers.TryAddWithoutValidation(header, value);
        if (call.Body is { } body)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return message;
    }

    private JsonExchange.Failed Failed(string kind, string text, string? detail, bool mayHaveArrived) =>
        new(new GatewayError($"{code}-{kind}", RetryClass.Later, text, detail), mayHaveArrived);
}

using System.Net.Http.Headers;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Soap;

namespace ResourceSharing.Adapters.Soap;

/// <summary>One call.</summary>
/// <param name="Url">Where the service is.</param>
/// <param name="Version">Of the envelope.</param>
/// <param name="Action">The operation's action.</param>
/// <param name="Octets">The envelope; it may hold secrets.</param>
/// <param name="Timeout">For the whole exchange.</param>
internal sealed record SoapCall(
    Uri Url, SoapVersion Version, string Action, ReadOnlyMemory<byte> Octets, TimeSpan Timeout);

/// <summary>What came of a call: a closed set.</summary>
internal abstract record SoapExchange
{
    private SoapExchange()
    {
    }

    /// <summary>An answer; a fault is one, too.</summary>
    /// <param name="Status">The status of HTTP.</param>
    /// <param name="Octets">As it came, within the limit.</param>
    public sealed record Answered(int Status, ReadOnlyMemory<byte> Octets) : SoapExchange;

    /// <summary>An answer that is longer than the limit.</summary>
    public sealed record TooLarge : SoapExchange;

    /// <summary>None.</summary>
    /// <param name="Error">Why.</param>
    /// <param name="MayHaveArrived">False when the service surely never got the call.</param>
    public sealed record Failed(GatewayError Error, bool MayHaveArrived) : SoapExchange;
}

/// <summary>Makes calls of SOAP.</summary>
/// <param name="http">Follows no redirects and decompresses nothing.</param>
/// <param name="time">The clock of time limits.</param>
/// <param name="code">Begins the codes of errors.</param>
/// <param name="name">The other system in public texts.</param>
internal sealed class SoapClient(HttpClient http, TimeProvider time, string code, string name)
{
    /// <summary>One call. Never throws for what the network or the service does.</summary>
    public async Task<SoapExchange> CallAsync(SoapCall call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(call.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var message = Message(call);
        try
        {
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await BoundedBody.ReadAsync(response.Content, SoapLimits.Answer.MaxOctets, either.Token);
            return body is { } octets
                ? new SoapExchange.Answered((int)response.StatusCode, octets)
                : new SoapExchange.TooLarge();
        }
        catch (OperationCanceledException)
        {
            return Failed("timeout", $"{name} did not answer in time.", null, mayHaveArrived: true);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError
            is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return Failed("unreachable", $"{name} cannot be reached.", $"{fault.HttpRequestError}",
                mayHaveArrived: false);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return Failed(
                "connection-lost", "The connection was lost before there was an answer.", fault.Message,
                    mayHaveArrived: true);
        }
    }

    private static HttpRequestMessage Message(SoapCall call)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, call.Url)
        {
            Content = new ReadOnlyMemoryContent(call.Octets),
        };
        message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(
            SoapMedia.ContentType(call.Version, call.Action));
        if (SoapMedia.Action(call.Version, call.Action) is { } action)
            message.Headers.TryAddWithoutValidation(SoapMedia.ActionHeader, action);
        return message;
    }

    private SoapExchange.Failed Failed(string kind, string text, string? detail, bool mayHaveArrived) =>
        new(new GatewayError($"{code}-{kind}", RetryClass.Later, text, detail), mayHaveArrived);
}

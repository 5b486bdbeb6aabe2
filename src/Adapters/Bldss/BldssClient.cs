using System.Net;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Bldss;

namespace ResourceSharing.Adapters.Bldss;

/// <summary>What came of a call: a closed set.</summary>
internal abstract record BldssCallResult
{
    /// <summary>An answer that could be read.</summary>
    /// <param name="Answer">What it says.</param>
    /// <param name="Raw">As it came.</param>
    public sealed record Answered(BldssAnswer Answer, ReadOnlyMemory<byte> Raw) : BldssCallResult;

    /// <summary>Nothing that could be read.</summary>
    /// <param name="Outcome">What that means for the attempt.</param>
    public sealed record Failed(DeliveryOutcome Outcome) : BldssCallResult;
}

/// <summary>Makes calls: signs them anew each time, and tells apart what surely did nothing from what may have.</summary>
/// <param name="http">Follows no redirects.</param>
/// <param name="time">The clock of time limits and signatures.</param>
/// <param name="random">Makes nonces.</param>
internal sealed class BldssClient(HttpClient http, TimeProvider time, Random random)
{
    // Digits and letters only: the server mishandles a slash.
    private const string NonceLetters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private const int NonceChars = 16;

    public async Task<BldssCallResult> CallAsync(
        BldssCall call, BldssPartnerSettings settings, BldssCredentials credentials, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(settings.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var message = Message(call, settings, credentials);
        try
        {
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await BoundedBody.ReadAsync(response.Content, BldssLimits.MaxAnswerOctets, either.Token);
            return Read(call, response.StatusCode, body);
        }
        catch (OperationCanceledException)
        {
            return Unclear(call, "bldss-timeout", "The British Library did not answer in time.", null);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError
            is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return Failed(new DeliveryOutcome.Deferred(new GatewayError(
                "bldss-unreachable", RetryClass.Later, "The British Library cannot be reached.", $"{fault.HttpRequestError}")));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return Unclear(call, "bldss-connection-lost", "The connection was lost before there was an answer.", fault.Message);
        }
    }

    private HttpRequestMessage Message(BldssCall call, BldssPartnerSettings settings, BldssCredentials credentials)
    {
        var address = new Uri(settings.Url.GetLeftPart(UriPartial.Authority) + call.Target);
        var message = new HttpRequestMessage(new HttpMethod(call.Method), address);
        var header = BldssSignature.Header(call, credentials, Nonce(), time.GetUtcNow().ToUnixTimeMilliseconds());
        message.Headers.TryAddWithoutValidation(BldssSignature.HeaderName, header);
        message.Headers.Accept.ParseAdd("text/xml, application/xml");
        if (call.Body is { } body)
            message.Content = new StringContent(body, Encoding.UTF8, "text/xml");
        return message;
    }

    private string Nonce()
    {
        // Whoever uses this generator locks on it: it is no safe one.
        lock (random)
        {
            return string.Create(NonceChars, random, static (letters, chance) =>
            {
                for (var i = 0; i < letters.Length; i++)
                    letters[i] = NonceLetters[chance.Next(NonceLetters.Length)];
            });
        }
    }

    private static BldssCallResult Read(BldssCall call, HttpStatusCode status, ReadOnlyMemory<byte>? body)
    {
        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return Failed(new DeliveryOutcome.Deferred(new GatewayError("bldss-not-authorised", RetryClass.AfterOperator,
                "The British Library does not accept our signature.", "check application, account, both secrets, and the clock")));
        }

        if (body is not { } octets)
            return Unclear(call, "bldss-answer-too-large", "The answer of the British Library is too large.", null);
        var (answer, fault) = BldssReader.ReadAnswer(octets);
        if (answer is not null)
            return new BldssCallResult.Answered(answer, octets);
        return (int)status switch
        {
            429 or 503 => Failed(new DeliveryOutcome.Deferred(new GatewayError("bldss-unavailable", RetryClass.Later,
                "The British Library takes no calls now.", $"HTTP {(int)status}"))),
            >= 400 and < 500 => Failed(new DeliveryOutcome.Refused(new GatewayError("bldss-refused", RetryClass.Never,
                "The British Library refuses the call.", $"HTTP {(int)status}"))),
            _ => Unclear(call, "bldss-answer-unreadable", "The answer of the British Library cannot be read.",
                $"HTTP {(int)status}, {fault}"),
        };
    }

    /// <summary>A look changes nothing, so that it can simply be repeated; everything else may have been carried out.</summary>
    private static BldssCallResult Unclear(BldssCall call, string code, string text, string? detail)
    {
        var error = new GatewayError(code, RetryClass.Later, text, detail);
        return Failed(call.Method == "GET" ? new DeliveryOutcome.Deferred(error) : new DeliveryOutcome.InDoubt(error));
    }

    private static BldssCallResult.Failed Failed(DeliveryOutcome outcome) => new(outcome);
}

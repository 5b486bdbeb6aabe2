using System.Globalization;
using System.Net;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.OpenUrl;

namespace ResourceSharing.Adapters.OpenUrl;

/// <summary>Requests as links. Nothing comes back on this way: that the broker took the call is all that can be known, and
/// what becomes of the request staff learn from the broker itself.</summary>
/// <param name="http">Follows no redirects.</param>
/// <param name="time">The clock of time limits.</param>
public sealed class OpenUrlChannel(HttpClient http, TimeProvider time) : IChannel
{
    /// <inheritdoc/>
    public string Protocol => "openurl";

    private static GatewayError WrongChannel => new(
        "wrong-channel", RetryClass.AfterOperator, "The partner is not reached by OpenURL links.");

    /// <inheritdoc/>
    public EncodeResult Encode(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not OpenUrlPartnerSettings settings)
            return new EncodeResult.Failed(WrongChannel);
        if (envelope.Message is not IllMessage.Request request)
        {
            return new EncodeResult.NotExpressible(
                "A link can only ask. Everything that follows is done in the broker's own system.");
        }

        var content = envelope.Recipient.SendPatron ? request.Content : request.Content with { Patron = null };
        var (link, fault) = OpenUrlWriter.Write(new OpenUrlOrder(content, request.Note, settings.Pickup), settings.Target);
        return link is null
            ? new EncodeResult.Failed(new GatewayError(
                "openurl-not-written", RetryClass.AfterOperator, $"The request cannot be written as a link: {fault}."))
            : new EncodeResult.Encoded(Encoding.ASCII.GetBytes(link.Address), link.Losses);
    }

    /// <inheritdoc/>
    public async Task<DeliveryOutcome> SendAsync(
        ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not OpenUrlPartnerSettings settings)
            return new DeliveryOutcome.Deferred(WrongChannel);
        var link = Encoding.ASCII.GetString(bytes.Span);
        return settings.Manner == OpenUrlManner.Link
            ? new DeliveryOutcome.Delivered(link)
            : await CallAsync(link, settings, cancellationToken);
    }

    private async Task<DeliveryOutcome> CallAsync(
        string link, OpenUrlPartnerSettings settings, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(settings.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var message = new HttpRequestMessage(HttpMethod.Get, link);
        try
        {
            // The page behind the link is for people; its status is all that is looked at.
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return OutcomeOf(response.StatusCode);
        }
        catch (OperationCanceledException)
        {
            return new DeliveryOutcome.InDoubt(new GatewayError(
                "openurl-timeout", RetryClass.Later, "The broker did not answer in time."));
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError
            is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return new DeliveryOutcome.Deferred(new GatewayError(
                "openurl-unreachable", RetryClass.Later, "The broker cannot be reached.", $"{fault.HttpRequestError}"));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new DeliveryOutcome.InDoubt(new GatewayError(
                "openurl-connection-lost", RetryClass.Later, "The connection was lost before there was an answer.", fault.Message));
        }
    }

    private static DeliveryOutcome OutcomeOf(HttpStatusCode status)
    {
        var number = (int)status;
        var said = string.Create(CultureInfo.InvariantCulture, $"HTTP {number}");
        return number switch
        {
            >= 200 and < 400 => new DeliveryOutcome.Delivered(said),
            401 or 403 or 407 => new DeliveryOutcome.Deferred(new GatewayError(
                "openurl-not-authorised", RetryClass.AfterOperator, "The broker does not let us in.", said)),
            408 or 429 or 503 => new DeliveryOutcome.Deferred(new GatewayError(
                "openurl-unavailable", RetryClass.Later, "The broker takes no calls now.", said)),
            >= 400 and < 500 => new DeliveryOutcome.Refused(new GatewayError(
                "openurl-refused", RetryClass.Never, "The broker refuses the link.", said)),
            _ => new DeliveryOutcome.InDoubt(new GatewayError(
                "openurl-failed", RetryClass.Later, "The broker failed over the link.", said)),
        };
    }
}

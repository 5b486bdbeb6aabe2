using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Mapping.Soap;

namespace ResourceSharing.Adapters.RapidIll;

/// <summary>
/// The interface of RapidILL for members of our own pod, at <c>/soap/rapid</c>: SOAP 1.1 and 1.2, one call and its answer. The
/// element in the Body says what is called, never a header; addresses in headers are never used. Packed bodies are not taken.
/// </summary>
public sealed class RapidPodEndpoint : IDisposable
{
    /// <summary>Where it is mapped.</summary>
    public const string Route = "/soap/rapid";

    private const string Page = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Pod</title></head>"
        + "<body><p>Members of the pod send calls by POST. The interface: <a href=\"?wsdl\">WSDL</a>.</p></body></html>\n";

    private readonly IIntake _intake;
    private readonly IRapidPod _pod;
    private readonly RapidPodDesk _desk;
    private readonly RapidPodSignIn _signIn;
    private readonly TimeProvider _time;
    private readonly ILogger<RapidPodEndpoint> _log;
    private readonly PartitionedRateLimiter<IPAddress> _calls = PerAddress(RapidPodLimits.CallsPerAddress);
    private readonly PartitionedRateLimiter<IPAddress> _strangers = PerAddress(RapidPodLimits.StrangersKept);

    /// <summary>Makes the endpoint; one for all, since it counts.</summary>
    /// <param name="intake">Where every call goes that changes something, or that is refused.</param>
    /// <param name="pod">Members and requests.</param>
    /// <param name="box">Seals passwords of files.</param>
    /// <param name="secrets">Fetches members' passwords.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">For the operator; never the content of a call.</param>
    public RapidPodEndpoint(
        IIntake intake, IRapidPod pod, ISecretBox box, SecretReader secrets, TimeProvider time, ILogger<RapidPodEndpoint> log)
    {
        _intake = intake;
        _pod = pod;
        _desk = new RapidPodDesk(intake, pod, box, time);
        _signIn = new RapidPodSignIn(pod, secrets);
        _time = time;
        _log = log;
    }

    /// <summary>Under what identity the intake remembers an insertion of a member.</summary>
    /// <param name="key">The member's number.</param>
    /// <param name="attempt">Which insertion under that number, from 1.</param>
    public static string IdentityOf(string key, int attempt) => FormattableString.Invariant($"{key} insert {attempt}");

    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapPost(Route, HandleAsync).ExcludeFromDescription();
        app.MapGet(Route, ShowAsync).ExcludeFromDescription();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _signIn.Dispose();
        _calls.Dispose();
        _strangers.Dispose();
    }

    private static PartitionedRateLimiter<IPAddress> PerAddress(int permits) =>
        PartitionedRateLimiter.Create<IPAddress, IPAddress>(
            address => RateLimitPartition.GetFixedWindowLimiter(address, _ => RapidPodSignIn.Window(permits)));

    private static bool Takes(PartitionedRateLimiter<IPAddress> limiter, IPAddress? address)
    {
        using var lease = limiter.AttemptAcquire(ConnectionCount.KeyOf(address ?? IPAddress.None));
        return lease.IsAcquired;
    }

    private Task ShowAsync(HttpContext context)
    {
        bool isWsdl = context.Request.Query.Keys.Any(key => string.Equals(key, "wsdl", StringComparison.OrdinalIgnoreCase));
        context.Response.ContentType = isWsdl ? "text/xml; charset=utf-8" : "text/html; charset=utf-8";
        return context.Response.WriteAsync(isWsdl ? RapidWsdl.Write(AddressOf(context)) : Page, context.RequestAborted);
    }

    /// <summary>The address from outside; without one, that under which the caller has found us.</summary>
    private Uri AddressOf(HttpContext context)
    {
        if (_pod.PublicUrl is { } configured)
            return new Uri($"{configured.ToString().TrimEnd('/')}{Route}");
        return Uri.TryCreate($"{context.Request.Scheme}://{context.Request.Host}{Route}", UriKind.Absolute, out var called)
            ? called
            : new Uri($"http://localhost{Route}");
    }

    private async Task HandleAsync(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (IsPacked(context.Request) || SoapMedia.VersionOf(context.Request.ContentType) is not { } said)
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        if (!Takes(_calls, address))
        {
            await FaultAsync(context, said, new SoapFault(SoapFaultCode.Receiver, "Too many calls; send it again in a minute."));
            return;
        }

        var (body, isWhole) = await ReadAsync(context);
        var read = isWhole
            ? RapidCodec.ReadCall(body)
            : Refused(said, "The body did not arrive in its time.");
        try
        {
            await AnswerAsync(context, body, read);
        }
        catch (Exception fault) when (
            fault is not (OutOfMemoryException or OperationCanceledException) && !context.Response.HasStarted)
        {
            // A fault of ours reaches the caller as SOAP, without its inside.
            _log.LogError(fault, "A call of the pod from {Address} met an unexpected fault.", address);
            await FaultAsync(context, read.Version, Later);
        }
    }

    private async Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body, RapidReadResult read)
    {
        var address = context.Connection.RemoteIpAddress;
        if (read is not RapidReadResult.Call call)
        {
            var fault = (read as RapidReadResult.Refused ?? Refused(read.Version, "This is no call.")).Fault;
            var error = new GatewayError("pod-not-understood", RetryClass.Never, fault.Reason);
            await KeepAsync(RapidPodSecrets.Blanked(body), error, address);
            await FaultAsync(context, read.Version, fault);
            return;
        }

        var raw = RapidPodSecrets.Printed(call.Input);
        var (member, why) = _signIn.Of(call.Input, address);
        if (member is null)
        {
            await KeepAsync(raw, new GatewayError(
                "pod-not-authenticated", RetryClass.AfterOperator, "The caller is not known.", why), address);
            await ResultAsync(
                context, call, RapidPodAnswers.Unknown(call.Operation, "ERROR User name, password or code is not right."));
            return;
        }

        var output = await AnswerInTimeAsync(
            new RapidPodCall(member, call.Input, raw, new Peer { Address = address, ProvenPartner = member.Code }),
            context.RequestAborted);
        if (output is null)
            await FaultAsync(context, call.Version, Later);
        else
            await ResultAsync(context, call, output);
    }

    private async Task<RapidOutput?> AnswerInTimeAsync(RapidPodCall call, CancellationToken aborted)
    {
        // What is only read ends with its time, too; what was said is kept.
        using var limit = new CancellationTokenSource(RapidPodLimits.Answer, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, aborted);
        try
        {
            return await _desk.AnswerAsync(call, either.Token)
                .WaitAsync(RapidPodLimits.Answer, _time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return null;
        }
    }

    private static SoapFault Later => new(SoapFaultCode.Receiver, "It cannot be done now; send it again later.");

    /// <summary>What cannot be read or believed is kept, up to a limit for each address.</summary>
    private async Task KeepAsync(ReadOnlyMemory<byte> raw, GatewayError error, IPAddress? address)
    {
        _log.LogWarning("A call of the pod from {Address} was turned away: {Code}.", address, error.Code);
        if (!Takes(_strangers, address))
            return;
        await _intake.AcceptAsync(new Arrival
        {
            Protocol = RapidPodChannel.Name, Raw = raw, Peer = new Peer { Address = address },
            Content = new ArrivalContent.NotUnderstood(
                new Problem.General(GeneralProblem.BadlyStructuredApdu), error, null, null),
        }, CancellationToken.None);
    }

    private static bool IsPacked(HttpRequest request) =>
        request.Headers[HeaderNames.ContentEncoding] is { Count: > 0 } encodings
        && encodings.Any(encoding => !string.Equals(encoding?.Trim(), "identity", StringComparison.OrdinalIgnoreCase));

    /// <summary>The body, or what came of it in its time; of a larger one than is read, one octet more than the limit.</summary>
    private async Task<(ReadOnlyMemory<byte> Body, bool IsWhole)> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        using var limit = new CancellationTokenSource(RapidPodLimits.Body, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        using var received = new MemoryStream();
        try
        {
            await BoundedBody.CopyAsync(context.Request.Body, received, SoapLimits.Call.MaxOctets + 1, either.Token);
            return (received.ToArray(), true);
        }
        catch (Exception fault) when (IsTooSlow(fault) && !context.RequestAborted.IsCancellationRequested)
        {
            return (received.ToArray(), false);
        }
    }

    private static bool IsTooSlow(Exception fault) => fault is OperationCanceledException
        or BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout };

    private static RapidReadResult.Refused Refused(SoapVersion version, string reason) =>
        new(new SoapFault(SoapFaultCode.Sender, reason)) { Version = version };

    private Task ResultAsync(HttpContext context, RapidReadResult.Call call, RapidOutput output) => WriteAsync(
        context, StatusCodes.Status200OK, call.Version, RapidCodec.Write(call.Operation, output, call.Version));

    private Task FaultAsync(HttpContext context, SoapVersion version, SoapFault fault) =>
        WriteAsync(context, SoapWriter.StatusOf(version, fault), version, SoapWriter.Write(version, fault));

    private async Task WriteAsync(HttpContext context, int status, SoapVersion version, ReadOnlyMemory<byte> octets)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = SoapMedia.ContentType(version);
        context.Response.ContentLength = octets.Length;
        using var limit = new CancellationTokenSource(RapidPodLimits.Answer, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        await context.Response.Body.WriteAsync(octets, either.Token);
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Bldss;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Bldss;

/// <summary>
/// Orders from the British Library by its REST interface. What it answers about the request is taken in before the attempt
/// counts as delivered; when that fails, nobody knows the order line, and the attempt is in doubt.
/// </summary>
public sealed class BldssChannel : IChannel
{
    /// <summary>How far back a lost order is searched for: beyond the longest lifetime of a message nobody searches.</summary>
    private static readonly TimeSpan SearchBack = TimeSpan.FromDays(1);

    /// <summary>Orders of which is remembered how many events were told; the oldest memory is not missed, since a repeated
    /// event is recognised anyway.</summary>
    private const int MaxRemembered = 10_000;

    private readonly IIntake _intake;
    private readonly SecretReader _secrets;
    private readonly TimeProvider _time;
    private readonly BldssClient _client;
    private readonly ConcurrentDictionary<string, int> _told = new(StringComparer.Ordinal);

    /// <summary>Makes the channel; one for all partners.</summary>
    /// <param name="intake">Where answers go.</param>
    /// <param name="secrets">Fetches secrets and keys.</param>
    /// <param name="http">From the client factory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Makes nonces; locked while it is used.</param>
    public BldssChannel(IIntake intake, SecretReader secrets, HttpClient http, TimeProvider time, Random random)
    {
        _intake = intake;
        _secrets = secrets;
        _time = time;
        _client = new BldssClient(http, time, random);
    }

    /// <inheritdoc/>
    public string Protocol => BldssArrivals.Protocol;

    /// <inheritdoc/>
    public EncodeResult Encode(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not BldssPartnerSettings settings)
            return new EncodeResult.Failed(WrongChannel);
        if (envelope.Message is IllMessage.Request request)
            return Order(request, envelope, settings);
        if (envelope.Message is not (IllMessage.Cancel or IllMessage.Renew or IllMessage.StatusQuery))
        {
            return new EncodeResult.NotExpressible(
                "The British Library's interface has no call for it; write to its customer services where it matters.");
        }

        if (OrderLineOf(envelope) is not { } line)
        {
            return new EncodeResult.NotExpressible(
                "The order line of the British Library is not known (yet), so that nothing can be asked about it.");
        }

        var call = envelope.Message switch
        {
            IllMessage.Cancel => BldssCall.Cancel(line),
            IllMessage.Renew => BldssCall.Renew(BldssOrderWriter.Renewal(line, envelope.Sender.Name)),
            _ => BldssCall.View(line),
        };
        return new EncodeResult.Encoded(call.ToOctets(), LossReport.None);
    }

    /// <inheritdoc/>
    public async Task<DeliveryOutcome> SendAsync(
        ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not BldssPartnerSettings settings || !BldssCall.TryRead(bytes.Span, out var call))
            return new DeliveryOutcome.Deferred(WrongChannel);
        if (!TrySecrets(settings, out var credentials, out var error)
            || !TryUnmask(call, settings, envelope, out call, out error))
        {
            return new DeliveryOutcome.Deferred(error);
        }

        var attempt = new Attempt(call, envelope, settings, credentials);
        if (envelope is { MayHaveArrived: true, Message: IllMessage.Request }
            && await FindAgainAsync(attempt, cancellationToken) is { } known)
        {
            return known;
        }

        return await _client.CallAsync(call, settings, credentials, cancellationToken) switch
        {
            BldssCallResult.Answered answered => await TakeAsync(attempt, answered, cancellationToken),
            BldssCallResult.Failed failed => failed.Outcome,
            var other => throw new InvalidOperationException($"No such result of a call: {other}"),
        };
    }

    private static GatewayError WrongChannel => new(
        "wrong-channel", RetryClass.AfterOperator, "The partner is not reached by the British Library's interface.");

    private static EncodeResult Order(IllMessage.Request request, Envelope envelope, BldssPartnerSettings settings)
    {
        var reference = OrderReference.Of(request.Header.Transaction);
        var content = request.Content;
        var written = BldssOrderWriter.Write(new BldssOrder
        {
            Content = content,
            Reference = reference,
            Requestor = envelope.Sender.Name,
            Service = settings.ServiceFor(content),
            Email = content.DeliverTo?.Electronic?.Address ?? envelope.Sender.Email,
            Address = content.DeliverTo?.Postal ?? envelope.Sender.Address,
            Country = settings.Country,
            PayCopyright = settings.PayCopyright,
            AllowWaitingList = content.PlaceOnHold switch
            {
                PlaceOnHold.Yes => true,
                PlaceOnHold.No => false,
                _ => null,
            },
            CallbackUrl = settings.CallbackBase is { } there
                ? BldssCallback.Address(there, envelope.Recipient.Code, reference)
                : null,
            CallbackInDelivery = settings.CallbackInDelivery,
        });
        var losses = string.IsNullOrWhiteSpace(request.Note)
            ? written.Losses
            : new LossReport([.. written.Losses.Losses, new Loss("note", LossKind.Dropped, "An order has no place for it.")]);
        return new EncodeResult.Encoded(BldssCall.Order(written.Xml).ToOctets(), losses);
    }

    private static string? OrderLineOf(Envelope envelope) =>
        envelope.Message.Header.ResponderReference ?? envelope.About?.PartnerReference;

    private bool TrySecrets(
        BldssPartnerSettings settings, [NotNullWhen(true)] out BldssCredentials? credentials,
        [NotNullWhen(false)] out GatewayError? error)
    {
        var application = Read(settings.ApplicationSecret, "applicationSecret");
        var customer = Read(settings.Password, "password");
        var fault = application.Fault ?? customer.Fault;
        credentials = fault is null
            ? new BldssCredentials(
                settings.Application, application.Secret!.Reveal(), settings.Account, customer.Secret!.Reveal())
            : null;
        error = fault is null ? null : new GatewayError(
            "bldss-secret", RetryClass.AfterOperator, "A secret for the British Library cannot be used.", fault);
        return fault is null;
    }

    private SecretReading Read(SecretReference? reference, string name) => reference is null
        ? new SecretReading(null, $"the partner's file names no {name}")
        : _secrets.Read(reference);

    /// <summary>Puts the token into the address for events: it is nowhere but on the wire.</summary>
    private bool TryUnmask(
        BldssCall masked, BldssPartnerSettings settings, Envelope envelope, out BldssCall call,
        [NotNullWhen(false)] out GatewayError? error)
    {
        (call, error) = (masked, null);
        if (settings.CallbackBase is null || masked.Body?.Contains($"/{BldssToken.Masked}<", StringComparison.Ordinal) != true)
            return true;
        var reading = Read(settings.CallbackKey, "callbackKey");
        var reference = OrderReference.Of(envelope.Message.Header.Transaction);
        var token = reading.Secret is { } key ? BldssToken.Of(key, envelope.Recipient.Code, reference) : null;
        if (token is null)
        {
            error = new GatewayError("bldss-secret", RetryClass.AfterOperator,
                "The key for callbacks of the British Library cannot be used.", reading.Fault ?? "it has less than 16 characters");
            return false;
        }

        call = masked with
        {
            Body = masked.Body.Replace($"/{BldssToken.Masked}<", $"/{token}<", StringComparison.Ordinal),
        };
        return true;
    }

    /// <summary>Looks whether an order of which nobody knows is there. Null when it is not, and may be placed.</summary>
    private async Task<DeliveryOutcome?> FindAgainAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var from = DateOnly.FromDateTime((attempt.Envelope.CreatedAt - SearchBack).UtcDateTime);
        var until = DateOnly.FromDateTime((_time.GetUtcNow() + SearchBack).UtcDateTime);
        var result = await _client.CallAsync(
            BldssCall.List(from, until), attempt.Settings, attempt.Credentials, cancellationToken);
        if (result is BldssCallResult.Failed { Outcome: DeliveryOutcome.Deferred failed })
            return failed;
        if (result is not BldssCallResult.Answered { Answer.Status: 0 } list)
        {
            return new DeliveryOutcome.Deferred(new GatewayError("bldss-not-listed", RetryClass.Later,
                "The British Library does not say whether it has the order, which may have arrived.", Detail(result)));
        }

        var reference = OrderReference.Of(attempt.Header.Transaction);
        var found = list.Answer.Orders.FirstOrDefault(one =>
            one.OrderLine.Length > 0 && string.Equals(one.Reference, reference, StringComparison.OrdinalIgnoreCase));
        if (found is null)
            return null;
        var message = BldssReplies.Found(found, Header(attempt));
        return await AcceptAsync(BldssArrivals.Of(
            message, $"order {found.OrderLine} found", found.Reference, list.Raw, Peer(attempt)),
            $"the order was there already, as {found.OrderLine}", cancellationToken);
    }

    private static string Detail(BldssCallResult result) => result is BldssCallResult.Answered answered
        ? FormattableString.Invariant($"status {answered.Answer.Status}: {answered.Answer.Message}")
        : ((BldssCallResult.Failed)result).Outcome.ToString();

    private Task<DeliveryOutcome> TakeAsync(
        Attempt attempt, BldssCallResult.Answered answered, CancellationToken cancellationToken)
    {
        var header = Header(attempt);
        return attempt.Envelope.Message switch
        {
            IllMessage.Request => TakeReplyAsync(
                attempt, BldssReplies.ToOrder(answered.Answer, header), answered, cancellationToken),
            IllMessage.Cancel => TakeReplyAsync(
                attempt, BldssReplies.ToCancel(answered.Answer, header), answered, cancellationToken),
            IllMessage.Renew => TakeReplyAsync(
                attempt, BldssReplies.ToRenew(answered.Answer, header), answered, cancellationToken),
            _ => TakeEventsAsync(attempt, answered, cancellationToken),
        };
    }

    private async Task<DeliveryOutcome> TakeReplyAsync(
        Attempt attempt, BldssReply reply, BldssCallResult.Answered answered, CancellationToken cancellationToken)
    {
        switch (reply)
        {
            case BldssReply.Said said:
                var identity = FormattableString.Invariant($"answer to {attempt.Envelope.OutboxId}");
                var words = FormattableString.Invariant($"{answered.Answer.Status} {said.Message.Header.ResponderReference}");
                return await AcceptAsync(
                    BldssArrivals.Of(said.Message, identity, words, answered.Raw, Peer(attempt)),
                    answered.Answer.Message, cancellationToken);
            case BldssReply.Later later:
                return new DeliveryOutcome.Deferred(new GatewayError(
                    "bldss-unavailable", RetryClass.Later, "The British Library takes no calls now.", later.Detail));
            case BldssReply.Refused refused:
                return new DeliveryOutcome.Refused(new GatewayError(
                    "bldss-refused", RetryClass.Never, $"The British Library refuses: {refused.Detail}."));
            default:
                throw new InvalidOperationException($"No such reply: {reply}");
        }
    }

    /// <summary>A look at an order brings all its events; those that were told before are left out as long as they are
    /// remembered.</summary>
    private async Task<DeliveryOutcome> TakeEventsAsync(
        Attempt attempt, BldssCallResult.Answered answered, CancellationToken cancellationToken)
    {
        var line = OrderLineOf(attempt.Envelope) ?? "";
        var order = answered.Answer.Orders.FirstOrDefault(one => one.OrderLine.Length == 0 || one.OrderLine == line);
        if (answered.Answer.Status != 0 || order is null)
        {
            return new DeliveryOutcome.Refused(new GatewayError(
                "bldss-order-unknown", RetryClass.Never, "The British Library does not show the order.", Detail(answered)));
        }

        var key = $"{attempt.Envelope.Recipient.Code} {line}";
        var about = new BldssAbout(Header(attempt), attempt.Envelope.About is { } summary
            ? BldssPartnerSettings.WantedAs(summary.Content)
            : ServiceType.CopyNonReturnable);
        foreach (var one in order.Events.Skip(_told.GetValueOrDefault(key)))
        {
            var receipt = await _intake.AcceptAsync(
                BldssArrivals.Of(one, line, about, answered.Raw, Peer(attempt)), cancellationToken);
            if (receipt.Outcome == ArrivalOutcome.Unavailable)
                return new DeliveryOutcome.Deferred(NotKept(receipt));
        }

        if (_told.Count >= MaxRemembered)
            _told.Clear();
        _told[key] = order.Events.Count;
        return new DeliveryOutcome.Delivered(order.OverallStatus.Length > 0 ? order.OverallStatus : "the order was shown");
    }

    private async Task<DeliveryOutcome> AcceptAsync(
        Arrival arrival, string detail, CancellationToken cancellationToken)
    {
        var receipt = await _intake.AcceptAsync(arrival, cancellationToken);
        return receipt.Outcome == ArrivalOutcome.Unavailable
            ? new DeliveryOutcome.InDoubt(NotKept(receipt))
            : new DeliveryOutcome.Delivered(detail.Length > 0 ? detail : "taken");
    }

    private static GatewayError NotKept(Receipt receipt) => receipt.Error ?? new GatewayError(
        "store-unavailable", RetryClass.Later, "The answer of the British Library could not be kept.");

    private MessageHeader Header(Attempt attempt) => new()
    {
        Transaction = attempt.Header.Transaction,
        At = ServiceTime.From(_time.GetLocalNow()),
        Requester = attempt.Header.Requester,
        RequesterReference = attempt.Header.RequesterReference,
        ResponderReference = OrderLineOf(attempt.Envelope),
    };

    private static Peer Peer(Attempt attempt) => new() { CalledPartner = attempt.Envelope.Recipient.Code };

    private sealed record Attempt(
        BldssCall Call, Envelope Envelope, BldssPartnerSettings Settings, BldssCredentials Credentials)
    {
        public MessageHeader Header => Envelope.Message.Header;
    }
}

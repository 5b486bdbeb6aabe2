using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>
/// Sends requests and all that follows from them to peers by NCIP. A positive response means delivered. What a response says of
/// the request itself (a renewal is granted, a cancellation comes too late) is taken in like an arrival before the attempt
/// counts as delivered.
/// </summary>
/// <param name="intake">Where answers go.</param>
/// <param name="client">Asks responders.</param>
/// <param name="time">The clock; its zone is that of times which come without one.</param>
public sealed class NcipPeerChannel(IIntake intake, NcipClient client, TimeProvider time) : IChannel
{
    private readonly AnswerIntake arrivals = new(intake, NcipPeerArrivals.Protocol, "the partner's system");

    /// <inheritdoc/>
    public string Protocol => NcipPeerArrivals.Protocol;

    /// <inheritdoc/>
    public EncodeResult Encode(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not NcipPeerSettings settings)
            return new EncodeResult.Failed(WrongChannel);
        var form = settings.Form(envelope.Recipient.SendPatron);
        return NcipPeer.Write(envelope.Message, form, envelope.About?.Content) switch
        {
            NcipPeerWritten.NotExpressible none => new EncodeResult.NotExpressible(none.Reason),
            NcipPeerWritten.Expressed expressed => Encoded(expressed, settings.Connection),
            var other => throw new InvalidOperationException($"No such result: {other}"),
        };
    }

    /// <inheritdoc/>
    public async Task<DeliveryOutcome> SendAsync(
        ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not NcipPeerSettings settings)
            return new DeliveryOutcome.Deferred(WrongChannel);
        return await client.SendAsync(bytes, settings.Connection, cancellationToken) switch
        {
            NcipExchange.Answered answered => await TakeAsync(answered, envelope, settings, cancellationToken),
            NcipExchange.Failed failed => NcipOutcomes.Of(failed),
            var other => throw new InvalidOperationException($"No such exchange: {other}"),
        };
    }

    private static GatewayError WrongChannel => new(
        "wrong-channel", RetryClass.AfterOperator, "The partner is not reached by NCIP between peers.");

    private static EncodeResult.Encoded Encoded(NcipPeerWritten.Expressed expressed, NcipConnectionSettings connection)
    {
        var (ours, wanted) = (expressed.Message.Header!, NcipOutgoing.Header(connection));
        var header = ours with
        {
            FromAgencyId = wanted.FromAgencyId ?? ours.FromAgencyId,
            ToAgencyId = wanted.ToAgencyId ?? ours.ToAgencyId,
            FromAgencyAuthentication = wanted.FromAgencyAuthentication,
            FromSystemAuthentication = wanted.FromSystemAuthentication,
        };
        var written = NcipCodec.Write(expressed.Message with { Header = header }, connection.FormFor(NcipDialect.Generic));
        return new EncodeResult.Encoded(
            written.Octets, new LossReport([.. expressed.Losses.Losses, .. written.Losses.Losses]));
    }

    private async Task<DeliveryOutcome> TakeAsync(
        NcipExchange.Answered answered, Envelope envelope, NcipPeerSettings settings, CancellationToken cancellationToken)
    {
        var form = settings.Form(envelope.Recipient.SendPatron);
        var heard = NcipPeer.Hear(
            answered.Response, envelope.Message, form, time.LocalTimeZone, time.GetUtcNow(), envelope.MayHaveArrived);
        return heard switch
        {
            NcipPeerHeard.Taken taken => new DeliveryOutcome.Delivered(taken.Detail) { IsAcknowledged = true },
            NcipPeerHeard.NotBelieved(var words) => new DeliveryOutcome.Deferred(NcipOutcomes.NotBelieved(words)),

            // Who answers so may still carry the request out (its own answer took too long): a second supplier must not be
            // asked before that is clear.
            NcipPeerHeard.Later(var words) when envelope.Message is IllMessage.Request =>
                new DeliveryOutcome.InDoubt(NcipOutcomes.NotNow(words)),
            NcipPeerHeard.Later(var words) => new DeliveryOutcome.Deferred(NcipOutcomes.NotNow(words)),
            NcipPeerHeard.Refused(var words) => new DeliveryOutcome.Refused(new GatewayError(
                "ncip-peer-refused", RetryClass.Never, $"The partner's system refuses: {words}.")),
            NcipPeerHeard.Says says => await KeepAsync(says, answered, envelope, cancellationToken),
            var other => throw new InvalidOperationException($"No such answer: {other}"),
        };
    }

    /// <summary>One answer to each message of ours: the same message answered again is a repeat.</summary>
    private async Task<DeliveryOutcome> KeepAsync(
        NcipPeerHeard.Says says, NcipExchange.Answered answered, Envelope envelope, CancellationToken cancellationToken)
    {
        var error = await arrivals.TakeAsync(
            says.Message, FormattableString.Invariant($"answer-to-{envelope.OutboxId} {says.Message.Service}"), says.Detail,
            NcipSecrets.Blanked(answered.Raw, null), envelope.Recipient.Code, cancellationToken);
        return error is null ? new DeliveryOutcome.Delivered(says.Detail) : new DeliveryOutcome.InDoubt(error);
    }
}

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>What partners of the type <c>ncip-p2p</c> say, as arrivals. Pure.</summary>
/// <param name="zone">The zone of times that come without one.</param>
public sealed class NcipPeerArrivals(TimeZoneInfo zone) : INcipReading
{
    /// <summary>The type of the channel.</summary>
    internal const string Protocol = "ncip-p2p";

    /// <inheritdoc/>
    public NcipMeant? Read(NcipIncoming incoming)
    {
        ArgumentNullException.ThrowIfNull(incoming);
        if (incoming.Caller.Settings is not NcipPeerSettings settings)
            return null;
        var (message, form) = (incoming.Message, settings.Form(sendPatron: false));
        var answerForm = incoming.Read.Form.Answer();
        var meaning = NcipPeer.Read(message, form, zone, incoming.ReceivedAt);
        return new NcipMeant
        {
            Content = ContentOf(meaning, message),
            EncodeReply = report => NcipCodec.Write(NcipPeer.Response(report, message, form), answerForm).Octets,
            AnsweredWith = message is RenewItem ? IllService.RenewAnswer : null,

            // What was understood is always answered by the intake, unless it has stumbled: then the peer has to try again.
            Answer = NcipPeer.Refusal(
                meaning is NcipPeerMeaning.NotUnderstood none
                    ? none.Problem
                    : new Problem.Unable(UnableToPerform.ResourceLimitation, []),
                message, form),
        };
    }

    private static ArrivalContent ContentOf(NcipPeerMeaning meaning, NcipInitiation message)
    {
        var (identity, digest, isDated) = NcipPeer.IdentityOf(message);
        return meaning switch
        {
            NcipPeerMeaning.Understood one => Understood(one),
            NcipPeerMeaning.EitherWay either =>
                new ArrivalContent.EitherWay(Understood(either.FromLender), Understood(either.FromBorrower)),
            NcipPeerMeaning.NotUnderstood none => new ArrivalContent.NotUnderstood(
                none.Problem,
                new GatewayError("ncip-peer-not-understood", RetryClass.Never, none.Detail), none.Header, null),
            var other => throw new InvalidOperationException($"No such meaning: {other}"),
        };

        ArrivalContent.Understood Understood(NcipPeerMeaning.Understood one) =>
            new(one.Message, identity, digest, one.Losses) { IsUndated = !isDated };
    }
}

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>What the messages of systems mean that manage requests themselves: commands to our circulation.</summary>
/// <param name="zone">The zone of dates that come without one.</param>
/// <param name="ownAgency">How our library is called in ToAgencyId, which in version 1 may name a pickup location
/// instead.</param>
public sealed class NcipBrokerReading(TimeZoneInfo zone, string? ownAgency) : INcipReading
{
    /// <inheritdoc/>
    public NcipMeant? Read(NcipIncoming incoming)
    {
        ArgumentNullException.ThrowIfNull(incoming);
        if (incoming.Caller.Settings is not INcipBroker { Broker: { } broker })
            return null;
        var dialect = NcipDialect.Named(broker.Dialect) ?? NcipDialect.Generic;
        return NcipCirculation.Command(incoming.Read, dialect, zone, ownAgency) switch
        {
            NcipCommandResult.Understood understood => Meant(understood, incoming, broker, dialect),
            NcipCommandResult.Refused refused => Unusable(refused.Answer, incoming, dialect),
            var other => throw new InvalidOperationException($"No such reading: {other}"),
        };
    }

    /// <summary>What makes a message the same one, sent twice.</summary>
    internal static Sameness SamenessOf(NcipInitiation message, string requestPrefix = "")
    {
        var identity = NcipIdentity.Of(message);
        var repeat = identity.Repeat switch
        {
            NcipRepeat.AskedAnew => RepeatRule.AskedAnew,
            NcipRepeat.SameForEver => RepeatRule.SameForEver,
            NcipRepeat.SameWhileUnchanged => RepeatRule.SameWhileUnchanged,
            _ => throw new InvalidOperationException($"No such repeat: {identity.Repeat}"),
        };
        return new Sameness(
            identity.Identity, identity.Digest, repeat, [.. identity.Subjects, .. WithoutPrefix(message, requestPrefix)]);
    }

    /// <summary>The request under the number that its system gave to it when we put it there, without what it puts before
    /// that number in its messages.</summary>
    private static IEnumerable<string> WithoutPrefix(NcipInitiation message, string prefix) =>
        prefix.Length > 0 && message.RequestId?.Value?.Trim() is { } number && number.Length > prefix.Length
            && number.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            ? [CirculationSubject.Request(number[prefix.Length..])]
            : [];

    private NcipMeant Meant(
        NcipCommandResult.Understood understood, NcipIncoming incoming, NcipBrokerSettings broker, NcipDialect dialect)
    {
        var asked = incoming.Message;
        return new NcipMeant
        {
            Content = new ArrivalContent.Asked(
                understood.Command, SamenessOf(asked, broker.RequestPrefix),
                answer => NcipAnswers.Written(NcipCirculation.Response(answer, asked, dialect, zone), incoming.Read.Form)),

            // The intake answers commands itself; where it has kept one and says nothing, nobody knows what came of it.
            Answer = NcipAnswers.Refused(
                asked, CirculationFault.TemporaryProcessingFailure, "The message is kept; the library's staff look at it"),
        };
    }

    private NcipMeant Unusable(CirculationAnswer.Refused refused, NcipIncoming incoming, NcipDialect dialect) => new()
    {
        Content = new ArrivalContent.NotUnderstood(
            new Problem.Unable(UnableToPerform.Other, []),
            new GatewayError("ncip-unusable", RetryClass.Never, refused.Detail, $"{incoming.Message.Name}: {refused.Fault}"),
            null, null),
        Answer = NcipCirculation.Response(refused, incoming.Message, dialect, zone),
    };
}

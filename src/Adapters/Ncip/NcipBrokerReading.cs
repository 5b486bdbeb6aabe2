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
    private const int MaxSubjectChars = 512;

    /// <inheritdoc/>
    public NcipMeant? Read(NcipIncoming incoming)
    {
        ArgumentNullException.ThrowIfNull(incoming);
        if (incoming.Caller.Settings is not INcipBroker { Broker: { } broker })
            return null;
        var dialect = NcipDialect.Named(broker.Dialect) ?? NcipDialect.Generic;
        return NcipCirculation.Command(incoming.Read, dialect, zone, ownAgency) switch
        {
            NcipCommandResult.Understood understood => Meant(understood, incoming, dialect),
            NcipCommandResult.Refused refused => Unusable(refused.Answer, incoming, dialect),
            var other => throw new InvalidOperationException($"No such reading: {other}"),
        };
    }

    /// <summary>What makes a message the same one, sent twice.</summary>
    internal static Sameness SamenessOf(NcipInitiation message)
    {
        var identity = NcipIdentity.Of(message);
        var subjects = new[]
        {
            identity.Subject, Subject("item", message.ItemId?.Value), Subject("request", message.RequestId?.Value),
            Subject("user", message.UserId?.Value),
        };
        var repeat = identity.Repeat switch
        {
            NcipRepeat.AskedAnew => RepeatRule.AskedAnew,
            NcipRepeat.SameForEver => RepeatRule.SameForEver,
            NcipRepeat.SameWhileUnchanged => RepeatRule.SameWhileUnchanged,
            _ => throw new InvalidOperationException($"No such repeat: {identity.Repeat}"),
        };
        return new Sameness(
            identity.Identity, identity.Digest, repeat,
            [.. subjects.Where(subject => subject.Length > 0).Distinct(StringComparer.Ordinal)]);
    }

    private NcipMeant Meant(NcipCommandResult.Understood understood, NcipIncoming incoming, NcipDialect dialect)
    {
        var asked = incoming.Message;
        return new NcipMeant
        {
            Content = new ArrivalContent.Asked(
                understood.Command, SamenessOf(asked),
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

    private static string Subject(string kind, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return "";
        var words = string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var subject = $"{kind} {Uri.EscapeDataString(words)}";
        return subject.Length <= MaxSubjectChars ? subject : "";
    }
}

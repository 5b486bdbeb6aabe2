using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <content>What circulation answers, as the response to the message that asked.</content>
public static partial class NcipCirculation
{
    /// <summary>The response to a message. Numbers are those of the message byte for byte; what is optional is told only
    /// where it was asked for; no title is repeated that was only sent.</summary>
    /// <param name="answer">What circulation answered, or the refusal of <see cref="Command(NcipInitiation, NcipDialect,
    /// TimeZoneInfo, NcipVersion, string?)"/>.</param>
    /// <param name="asked">The message.</param>
    /// <param name="dialect">What its sender wants to hear.</param>
    /// <param name="zone">Where the library is: a last day to fetch something ends there.</param>
    /// <returns>The response; write it with <see cref="NcipForm.Answer"/>.</returns>
    public static NcipResponse Response(
        CirculationAnswer answer, NcipInitiation asked, NcipDialect dialect, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentNullException.ThrowIfNull(zone);
        var mapping = new NcipMapping(dialect, zone, NcipVersion.V202, asked.Name);
        var response = answer switch
        {
            CirculationAnswer.Refused refused => NcipRefusing.Response(refused, asked, dialect)
                ?? new NcipAnswering(asked, new CirculationAnswer.Done(), mapping).Response(),
            CirculationAnswer.Pending pending => Pending(pending, asked, dialect),
            CirculationAnswer.Done done => new NcipAnswering(asked, done, mapping).Response(),
            _ => throw new ArgumentOutOfRangeException(nameof(answer)),
        };
        return response with { Header = asked.Header?.Answer() };
    }

    /// <summary>NCIP has a place for "not yet" in the answer to a renewal alone.</summary>
    private static NcipResponse Pending(CirculationAnswer.Pending pending, NcipInitiation asked, NcipDialect dialect)
    {
        if (asked is RenewItem)
            return new RenewItemResponse { Pending = true, DateOfExpectedReply = NcipMapping.Date(pending.ExpectedAt) };
        var refused = new CirculationAnswer.Refused(
            CirculationFault.TemporaryProcessingFailure, "It is not decided yet; ask again later");
        return NcipRefusing.Problem(refused, asked, dialect);
    }
}

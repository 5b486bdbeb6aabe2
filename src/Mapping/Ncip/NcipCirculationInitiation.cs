using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <content>What we ask of a library's own system, and what it answers.</content>
public static partial class NcipCirculation
{
    /// <summary>A command as a message to a library's own system.</summary>
    /// <param name="command">The command.</param>
    /// <param name="parties">The header.</param>
    /// <param name="dialect">What the receiver understands.</param>
    /// <param name="zone">Where the library is: a last day ends there.</param>
    /// <param name="now">Stands where the schema wants a time and the command has none.</param>
    /// <param name="version">The version that it will be written in; null for the dialect's own.</param>
    /// <returns>The message, and what it does not carry.</returns>
    public static NcipInitiated Initiation(
        CirculationCommand command, NcipParties parties, NcipDialect dialect, TimeZoneInfo zone, DateTimeOffset now,
        NcipVersion? version = null)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(parties);
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentNullException.ThrowIfNull(zone);
        var mapping = new NcipMapping(dialect, zone, version ?? dialect.Version, NcipCommandWriting.NameOf(command));
        var message = new NcipCommandWriting(mapping, parties, now).Write(command);
        return new NcipInitiated(message, mapping.Losses);
    }

    /// <summary>What a library's own system answered. Whatever is no response to the command is a refusal.</summary>
    /// <param name="response">The response.</param>
    /// <param name="asked">The command that it answers.</param>
    /// <param name="dialect">What its sender means by it: which problems say that it was done before.</param>
    /// <param name="zone">Where the library is; null for UTC.</param>
    /// <returns>The answer. A refusal never has the PIN of the command in its words.</returns>
    public static CirculationAnswer Answer(
        NcipResponse response, CirculationCommand asked, NcipDialect dialect, TimeZoneInfo? zone = null)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(dialect);
        var service = NcipCommandWriting.NameOf(asked);
        var mapping = new NcipMapping(dialect, zone ?? TimeZoneInfo.Utc, NcipVersion.V202, service);
        return new NcipAnswerReading(asked, mapping).Read(response);
    }
}

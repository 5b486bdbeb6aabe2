using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>
/// NCIP in the words of circulation: messages become commands, answers become responses; and the other way round for a
/// library system that we ask. Pure.
/// </summary>
public static partial class NcipCirculation
{
    /// <summary>What a message asks of circulation.</summary>
    /// <param name="message">The message. <see cref="LookupVersion"/> and <see cref="LookupAgency"/> ask nothing of
    /// circulation: <see cref="NcipSelf.Answer"/> answers them.</param>
    /// <param name="dialect">What the sender means by it.</param>
    /// <param name="zone">Where the library is: a date without a time is the end of that day there.</param>
    /// <param name="version">The version that the message was sent in. In version 1 an AcceptItem has its pickup location
    /// in ToAgencyId.</param>
    /// <param name="ownAgency">How the library is called in ToAgencyId where that is no pickup location; null if it never
    /// is.</param>
    /// <returns>The command, or the refusal to send back.</returns>
    public static NcipCommandResult Command(
        NcipInitiation message, NcipDialect dialect, TimeZoneInfo zone, NcipVersion version = NcipVersion.V202,
        string? ownAgency = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentNullException.ThrowIfNull(zone);
        var mapping = new NcipMapping(dialect, zone, version, message.Name);
        var command = new NcipCommandReading(mapping, ownAgency).Read(message);
        if (command is null)
        {
            return new NcipCommandResult.Refused(
                new CirculationAnswer.Refused(CirculationFault.UnsupportedService, "Service is not supported"));
        }

        return NcipCommandRules.Fault(command) is { } fault
            ? new NcipCommandResult.Refused(fault)
            : new NcipCommandResult.Understood(command, mapping.Losses);
    }

    /// <summary>What a message asks of circulation, with regard to what could not be read of it: a due date that is none
    /// is refused with Invalid Date instead of being taken for an open end.</summary>
    /// <param name="read">The message as the codec read it. An answer is no command.</param>
    /// <param name="dialect">What the sender means by it.</param>
    /// <param name="zone">Where the library is.</param>
    /// <param name="ownAgency">How the library is called in ToAgencyId.</param>
    /// <returns>The command with all losses of reading and mapping, or the refusal to send back.</returns>
    public static NcipCommandResult Command(
        NcipReadResult.Understood read, NcipDialect dialect, TimeZoneInfo zone, string? ownAgency = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (read.Message is not NcipInitiation message)
        {
            return new NcipCommandResult.Refused(
                new CirculationAnswer.Refused(CirculationFault.UnsupportedService,
                    "An answer was sent where a message is wanted"));
        }

        if (read.Losses.Losses.Any(NcipCommandRules.IsUnreadableDueDate))
        {
            return new NcipCommandResult.Refused(new CirculationAnswer.Refused(
                CirculationFault.InvalidDate, "The due date cannot be read", CirculationField.DueDate));
        }

        var result = Command(message, dialect, zone, read.Form.Version, ownAgency);
        return result is NcipCommandResult.Understood understood && read.Losses.Losses.Count > 0
            ? understood with { Losses = new LossReport([.. read.Losses.Losses, .. understood.Losses.Losses]) }
            : result;
    }
}

using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>What a message asks of circulation: a command, or why there is none.</summary>
public abstract record NcipCommandResult
{
    private NcipCommandResult()
    {
    }

    /// <summary>The message is a command.</summary>
    /// <param name="Command">The command.</param>
    /// <param name="Losses">What of the message the command does not have; without patron data.</param>
    public sealed record Understood(CirculationCommand Command, LossReport Losses) : NcipCommandResult;

    /// <summary>The message cannot be carried out by anybody: something is missing, or it is no command.</summary>
    /// <param name="Answer">The answer to it, for <see cref="NcipCirculation.Response"/>.</param>
    public sealed record Refused(CirculationAnswer.Refused Answer) : NcipCommandResult;
}

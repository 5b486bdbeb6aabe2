using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Contracts;

/// <summary>The library's own system, which keeps the patrons, items and loans.</summary>
public interface ICirculationHost
{
    /// <summary>Asks it one thing and waits for the answer. Never throws for what the network or the system does.</summary>
    /// <param name="command">What. The same command with the same number is sent with the same words, so that the system can
    /// recognise a repeat.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<HostReply> AskAsync(CirculationCommand command, CancellationToken cancellationToken);
}

/// <summary>Settings of the way to the library's own system. No partner is reached by them.</summary>
public interface ICirculationHostSettings : IChannelSettings;

/// <summary>What the library's own system said, or why it said nothing: a closed set.</summary>
public abstract record HostReply
{
    private HostReply()
    {
    }

    /// <summary>It answered.</summary>
    /// <param name="Answer">What.</param>
    /// <param name="Losses">What could not be carried across, both ways.</param>
    public sealed record Answered(CirculationAnswer Answer, LossReport Losses) : HostReply;

    /// <summary>It did not answer, or not in a way that can be read.</summary>
    /// <param name="Error">Why.</param>
    /// <param name="MayBeDone">True when it may have carried the command out all the same.</param>
    public sealed record Silent(GatewayError Error, bool MayBeDone) : HostReply;
}

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>How one exchange with a responder ended: a closed set.</summary>
public abstract record NcipExchange
{
    private NcipExchange()
    {
    }

    /// <summary>It answered with a message of NCIP, which may tell a problem.</summary>
    /// <param name="Response">The answer.</param>
    /// <param name="Read">How it was read.</param>
    /// <param name="Raw">As it came, for the journal.</param>
    public sealed record Answered(NcipResponse Response, NcipReadResult.Understood Read, ReadOnlyMemory<byte> Raw)
        : NcipExchange;

    /// <summary>There was no answer, or none that can be read as one.</summary>
    /// <param name="Error">Why.</param>
    /// <param name="MayBeDone">False when the message surely was not carried out.</param>
    public sealed record Failed(GatewayError Error, bool MayBeDone) : NcipExchange;
}

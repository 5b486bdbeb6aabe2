using System.Net;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.IsoIll;

/// <summary>The partners' files, as far as a listener needs them. Read anew for every message, so that a
/// changed file counts from the next one on.</summary>
public interface IIsoIllPartners
{
    /// <summary>The settings of the partner with that symbol; null when nobody has it, or when that
    /// partner is not reached by ISO ILL.</summary>
    IsoIllPartnerSettings? FindBySymbol(Symbol symbol);

    /// <summary>The settings of the only partner that may call from that address; null when there is none,
    /// when there are several, or when it is not reached by ISO ILL.</summary>
    IsoIllPartnerSettings? FindByAddress(IPAddress? address);
}

using System.Net;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>The partners' files, as far as a responder needs them. Read anew for every message, so that a changed file counts
/// from the next one on.</summary>
public interface INcipPartners
{
    /// <summary>Every partner that may call by NCIP.</summary>
    IReadOnlyList<NcipCaller> Callers { get; }
}

/// <summary>A partner that may call by NCIP.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Known">How it is recognised and believed.</param>
/// <param name="AllowedFrom">Addresses that it may call from; empty where its file names none.</param>
/// <param name="Settings">The channel part of its file.</param>
public sealed record NcipCaller(
    string Code, NcipCallerSettings Known, IReadOnlyList<IPNetwork> AllowedFrom, IChannelSettings Settings);

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Locate;

namespace ResourceSharing.Adapters.Locate;

/// <summary>A way to search catalogues: SRU or Z39.50.</summary>
internal interface ICatalogue
{
    /// <summary>What a catalogue with these settings can be searched by.</summary>
    IReadOnlySet<LocateField> Searchable(LocateTargetSettings settings);

    /// <summary>
    /// Makes one search after the other, until <paramref name="enough"/> says so or one has no answer. What
    /// the network or the server does is in the replies and never thrown, cancellation included: that is a
    /// time-out.
    /// </summary>
    /// <returns>The searches that were made, in order; at least one when there are queries.</returns>
    Task<IReadOnlyList<AskedQuery>> AskAsync(
        LocateTargetSettings settings,
        Secret? password,
        IReadOnlyList<LocateQuery> queries,
        Func<IReadOnlyList<AskedQuery>, bool> enough,
        CancellationToken cancellationToken);
}

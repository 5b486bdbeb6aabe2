using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Gateway.Pod;

/// <summary>A request of the pod with both its halves.</summary>
/// <param name="Asked">The half that goes from lender to lender; null before there is one.</param>
/// <param name="Asking">The borrower's half; null where our own library borrows.</param>
internal sealed record PodCase(RequestState? Asked, RequestState? Asking)
{
    /// <summary>What has happened; null while it was not read.</summary>
    public PodHistory? History { get; private init; }

    /// <summary>The number that both sides know.</summary>
    public long Number => (Asking ?? Asked)!.Number;

    /// <summary>Who is asked, has supplied, or was asked last.</summary>
    public string? LastLender => Asked?.Transaction is { } active
        ? Asked.Rota.LastOrDefault(leg => leg.Transaction == active)?.Partner
        : null;

    /// <summary>The same with what has happened.</summary>
    public async Task<PodCase> WithHistoryAsync(IStore store, CancellationToken cancellationToken) => this with
    {
        History = History ?? new PodHistory(
            Asked, Asked is null ? [] : await store.HistoryAsync(Asked.Number, cancellationToken),
            Asking, Asking is null ? [] : await store.HistoryAsync(Asking.Number, cancellationToken)),
    };

    /// <summary>The last leg of a member that was asked; null when it never was.</summary>
    public RotaLeg? LegOf(string member) => Asked?.Rota.LastOrDefault(
        leg => leg.Transaction is not null && Same(leg.Partner, member));

    /// <summary>On which side a member stands; null when it has nothing to do with the request.</summary>
    public RapidPodRole? RoleOf(string member) =>
        Asking is not null && Same(Asking.Partner, member) ? RapidPodRole.Borrower
        : LegOf(member) is not { } leg ? null
        : leg.Outcome is LegOutcome.Active or LegOutcome.Supplied ? RapidPodRole.Lender
        : RapidPodRole.FormerLender;

    /// <summary>Was the member asked more than once?</summary>
    public bool IsAskedAgain(string member) =>
        Asked?.Rota.Count(leg => leg.Transaction is not null && Same(leg.Partner, member)) > 1;

    /// <summary>The state that a member is shown.</summary>
    public static RapidState StateFor(PodCase one, string member) =>
        one.RoleOf(member) != RapidPodRole.Borrower && one.LegOf(member) is { } leg
            ? PodStates.ForLender(one.Asked!, leg)
            : PodStates.ForBorrower(one.Asked, one.Asking);

    /// <summary>What a member is shown of the history: a lender sees the borrower's steps and its own.</summary>
    public IReadOnlyList<RapidPodEvent> StepsFor(
        string member, RapidPodRole role, Func<string, RapidPodLibrary> library, RapidPodLibrary us)
    {
        var steps = History?.Steps(library, us) ?? [];
        if (role == RapidPodRole.Borrower)
        {
            return steps;
        }

        var own = library(member).RapidCode;
        var borrower = Asking?.Partner is { } code ? library(code).RapidCode : us.RapidCode;
        return [.. steps.Where(step => step.Library.RapidCode == own
            || (role == RapidPodRole.Lender && step.Library.RapidCode == borrower))];
    }

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

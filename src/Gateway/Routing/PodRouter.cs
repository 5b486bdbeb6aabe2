using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Locate;

namespace ResourceSharing.Gateway.Routing;

/// <summary>A member of a pod that may be asked.</summary>
/// <param name="Partner">Its code.</param>
/// <param name="Holding">Whether its holdings list has the item; unknown without a list.</param>
/// <param name="Why">What the list says, as the end of a sentence.</param>
/// <param name="Open">Open requests that it has.</param>
/// <param name="Capacity">So many it can work on at one time.</param>
public sealed record PodLender(string Partner, Holding Holding, string Why, int Open, int Capacity)
{
    /// <summary>Its load, in parts of what it can do.</summary>
    public double Load => (double)Open / Capacity;

    /// <inheritdoc/>
    public override string ToString() => $"{Partner} ({Why}; {Open} of {Capacity} open)";
}

/// <summary>In what order the members of a pod are asked for one request, and why.</summary>
/// <param name="Lenders">The members, the first one first; empty when nobody can be asked.</param>
/// <param name="LeftOut">Who is not asked, and why: <c>NORTH (not in its holdings list)</c>.</param>
/// <param name="AsksCatalogues">True when a catalogue has to be asked before anybody is.</param>
/// <param name="Match">The number by which the first list has it, and its kind; null where no list has.</param>
public sealed record PodRoute(
    IReadOnlyList<PodLender> Lenders, IReadOnlyList<string> LeftOut, bool AsksCatalogues, (string Number, string Type)? Match)
{
    /// <summary>The line for the request's history.</summary>
    public string Explain() =>
        $"Lenders in this order: {(Lenders.Count == 0 ? "none" : string.Join(", ", Lenders))}."
        + (LeftOut.Count == 0 ? "" : $" Left out: {string.Join(", ", LeftOut)}.");
}

/// <summary>
/// Chooses the lenders within a pod: who holds the item comes first, then whose holdings nobody knows, and never who does
/// not hold it; among equals who has least to do; and among those chance, so that the load spreads.
/// </summary>
internal sealed class PodRouter(OpenRequests open, Random random)
{
    /// <summary>Counts what is open; before <see cref="Choose"/>, which must not wait.</summary>
    public Task CountAsync(CancellationToken cancellationToken) => open.WithPartnersAsync(cancellationToken);

    /// <summary>The route for what a member asks, without any consequence.</summary>
    public PodRoute Choose(IllRequest content, Partner borrower, Network network, DateOnly today)
    {
        var lenders = new List<PodLender>();
        var leftOut = new List<string>();
        (string Number, string Type)? match = null;
        foreach (var partner in network.Partners.OrderBy(one => one.Code, StringComparer.Ordinal))
        {
            if (partner.Config.Channel.Settings is not IPodMemberSettings member || partner.Code == borrower.Code)
            {
                continue;
            }

            var held = network.Snapshot.Holdings.GetValueOrDefault(partner.Code)?.Find(content.Citation);
            if (WhyNot(partner, member, content, held, today) is { } why)
            {
                leftOut.Add($"{partner.Code} ({why})");
                continue;
            }

            match ??= held?.By;
            lenders.Add(new PodLender(
                partner.Code, held?.IsHeld == true ? Holding.Owned : Holding.Unknown,
                held?.Text ?? "its holdings are not known", open.With(partner.Code), member.Capacity));
        }

        return new PodRoute(
            Ordered(lenders), leftOut,
            lenders.Any(lender => lender.Holding == Holding.Unknown && network.Find(lender.Partner)?.Config.Locate is not null),
            match);
    }

    /// <summary>The route for a request that is going to be passed on; its first lender counts as asked.</summary>
    public PodRoute Take(IllRequest content, Partner borrower, Network network, DateTimeOffset at)
    {
        var route = Choose(content, borrower, network, DateOnly.FromDateTime(at.DateTime));
        if (route.Lenders is [var first, ..])
        {
            open.CountSent(first.Partner, at);
        }

        return route;
    }

    /// <summary>What a member's own holdings list says; null where it has none.</summary>
    public static HeldAnswer? OwnHoldings(IllRequest content, Partner borrower, Network network) =>
        network.Snapshot.Holdings.GetValueOrDefault(borrower.Code)?.Find(content.Citation);

    private static string? WhyNot(
        Partner partner, IPodMemberSettings member, IllRequest content, HeldAnswer? held, DateOnly today) =>
        !member.MayLend ? "it does not lend in the pod"
        : partner.WhyNotAskable(today) is { } closed ? closed
        : member.WhyNotSupplied(content) is { } kind ? kind
        : held is { IsHeld: false } ? held.Text
        : null;

    private PodLender[] Ordered(List<PodLender> lenders)
    {
        var drawn = lenders.ToArray();
        lock (random)
        {
            random.Shuffle(drawn);
        }

        // The sorts are stable: equals stay as they were drawn.
        return [.. drawn.OrderBy(lender => lender.Holding == Holding.Owned ? 0 : 1).ThenBy(lender => lender.Load)];
    }
}

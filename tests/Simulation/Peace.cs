using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Tests.Simulation;

/// <summary>What must hold when nothing moves any more.</summary>
internal static class Peace
{
    public static void Check(World world)
    {
        foreach (var library in world.Libraries)
        {
            foreach (var fault in MemoryVerification.Of(library.Tables).Faults)
            {
                world.Trace.Fault($"the store of {library}: {fault}");
            }
        }

        NothingIsLost(world);
        foreach (var library in world.Libraries)
        {
            foreach (var state in library.Tables.Requests.Values.Where(one => one.Side == Side.Borrowing))
            {
                BothSidesAgree(world, library, state);
            }
        }
    }

    /// <summary>What a sender was told to be delivered is in the receiver's journal.</summary>
    private static void NothingIsLost(World world)
    {
        foreach (var to in world.Network.Acknowledged.ToLookup(message => message.To))
        {
            var kept = to.Key.Tables.Journal.Select(row => HashKey.Of(row.Entry.Raw.Span)).ToHashSet();
            foreach (var (_, _, words) in to.Where(message => !kept.Contains(HashKey.Of(message.Bytes.Span))))
            {
                world.Trace.Fault($"{to.Key} took {words} and has lost it");
            }
        }
    }

    private static void BothSidesAgree(World world, Library library, RequestState state)
    {
        foreach (var leg in state.Rota.Where(leg => leg.Transaction is not null))
        {
            var supplier = world.Find(leg.Partner);
            var other = supplier.Tables.Requests.Values
                .FirstOrDefault(one => one.Side == Side.Lending && one.Transaction == leg.Transaction);
            var pair = new Pair(library, state, leg, supplier, other);
            if (Agreement.WhatIsWrong(state, leg, other) is { } wrong)
            {
                Differ(world, pair, wrong, Drift.Why(pair));
            }
            else if (Agreement.WhatIsWrongWithTheDates(pair) is { } dates)
            {
                Differ(world, pair, dates, Drift.WhyInDates(pair));
            }
        }
    }

    private static void Differ(World world, Pair pair, string wrong, string? why)
    {
        var text = $"{pair.Library} and {pair.Supplier} do not agree on {pair.Borrower.Id}: {wrong}";
        if (why is null)
        {
            world.Trace.Fault(text);
            return;
        }

        world.Trace.Add($"drift: {text} ({why})");
        world.Drift.Add($"{wrong}: {why}");
    }
}

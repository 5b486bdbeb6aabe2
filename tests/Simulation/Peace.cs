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
            if (Agreement.WhatIsWrong(state, leg, other) is not { } wrong)
            {
                continue;
            }

            var text = $"{library} and {supplier} do not agree on {state.Id}: {wrong}";
            if (Drift.Why(new Pair(library, state, leg, supplier, other)) is { } why)
            {
                world.Trace.Add($"drift: {text} ({why})");
                world.Drift.Add($"{wrong}: {why}");
            }
            else
            {
                world.Trace.Fault(text);
            }
        }
    }
}

/// <summary>The two sides of one leg.</summary>
internal sealed record Pair(Library Library, RequestState Borrower, RotaLeg Leg, Library Supplier, RequestState? Lender)
{
    /// <summary>Was a message of this transaction given up on the way, so that an operator has to look at it?</summary>
    public bool IsAnythingGivenUp => IsGivenUp(Library) || IsGivenUp(Supplier);

    /// <summary>Is the supplier the one whom the request is with?</summary>
    public bool IsActive => Leg.Transaction == Borrower.Transaction;

    /// <summary>Does the lender's history tell of this?</summary>
    public bool LenderDid(string @event, Status from, Status butNotTo) => Lender is not null
        && Supplier.Tables.History.Any(line => line.Request == Lender.Number && line.Event == @event
            && line.From == from && line.To != butNotTo);

    /// <summary>Does the borrower's history tell of this?</summary>
    public bool BorrowerDid(string @event, Status from, Status butNotTo) => Library.Tables.History.Any(line =>
        line.Request == Borrower.Number && line.Event == @event && line.From == from && line.To != butNotTo);

    /// <summary>Did a message come for which the borrower's profile has no step, so that its status stayed?</summary>
    public bool BorrowerOnlyNoted(string @event, WorkflowStep missing) => !Library.ProfileFor(Borrower).Has(missing)
        && Library.Tables.History.Any(line =>
            line.Request == Borrower.Number && line.Event == @event && line.From == line.To);

    private bool IsGivenUp(Library library) => library.Tables.Outbox.Values.Any(row =>
        row.State is OutboxState.Dead or OutboxState.Refused
        && row.Entry.Message.Header.Transaction == Leg.Transaction);
}

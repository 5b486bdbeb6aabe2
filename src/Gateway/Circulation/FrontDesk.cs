using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.Canonical.CirculationAnswer;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>What staff do with an item at the desk.</summary>
internal enum DeskAction
{
    /// <summary>An item from elsewhere is here: put it on the hold shelf.</summary>
    Receive = 1,

    /// <summary>Fetch it from the hold shelf for the patron who waits, and lend it.</summary>
    Fetch,

    /// <summary>Lend it to a patron.</summary>
    CheckOut,

    /// <summary>Take it back from the patron. One from elsewhere waits to be sent to its owner.</summary>
    CheckIn,

    /// <summary>It goes back to its owner: its record is removed.</summary>
    SendBack,
}

/// <summary>What came of an action of staff: a closed set.</summary>
internal abstract record FrontDeskResult
{
    private FrontDeskResult()
    {
    }

    /// <summary>Done.</summary>
    public sealed record Fine(Done Answer) : FrontDeskResult;

    /// <summary>Not possible as things stand.</summary>
    public sealed record NotPossible(string Text, CirculationField? Field) : FrontDeskResult;

    /// <summary>There is no such item.</summary>
    public sealed record NotFound : FrontDeskResult;
}

/// <summary>The desk at which our own staff lend and take back, by the same rules as other systems.</summary>
internal sealed class FrontDesk(IStore store, NetworkSource network, PatronPins pins, TimeProvider time)
{
    /// <summary>Acts on an item.</summary>
    /// <param name="item">Its number.</param>
    /// <param name="action">What to do.</param>
    /// <param name="patron">For a loan: a number of the patron; null for the one who waits.</param>
    /// <param name="isMandated">Against the rules for patrons.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FrontDeskResult> ActAsync(
        long item, DeskAction action, string? patron, bool isMandated, CancellationToken cancellationToken)
    {
        var (current, at) = (network.Current, time.GetLocalNow());
        return store.WriteAsync<FrontDeskResult>(
            work =>
            {
                if (work.Circulation.Find<LibraryItem>(item) is not { } found)
                {
                    return new FrontDeskResult.NotFound();
                }

                var the = CaseOf(work, current, found, patron, isMandated, at);
                var loan = the.LoanOf(found);
                var answer = Act(the, found, action);
                if (answer is Done)
                {
                    DeskSteps.Follow(work, current, found, loan, action, at);
                }

                return answer switch
                {
                    Done done => new FrontDeskResult.Fine(done),
                    Refused refused => new FrontDeskResult.NotPossible(refused.Detail, refused.Field),
                    var other => throw new InvalidOperationException($"Not an answer of the desk: {other}"),
                };
            },
            cancellationToken);
    }

    /// <summary>Sets (or with null, clears) a patron's PIN; false when there is no such patron.</summary>
    public async Task<bool> SetPinAsync(long patron, Pin? pin, CancellationToken cancellationToken)
    {
        // Takes its time: not on the writer.
        var hash = pin is null ? null : await Task.Run(() => pins.Hash(pin), cancellationToken);
        var isDone = await store.WriteAsync(
            work => Change(work, patron, known => known with { PinHash = hash }), cancellationToken);
        pins.Forget(patron);
        return isDone;
    }

    /// <summary>Puts a block on a patron, or takes it away; false when there is no such patron.</summary>
    public Task<bool> SetBlockAsync(long patron, PatronBlock block, bool isOn, CancellationToken cancellationToken) =>
        store.WriteAsync(
            work => Change(work, patron, known => known with
            {
                Record = known.Record with
                {
                    Blocks =
                    [
                        .. known.Record.Blocks.Where(other =>
                            !string.Equals(other.Code, block.Code, StringComparison.OrdinalIgnoreCase)),
                        .. isOn ? new[] { block } : [],
                    ],
                },
            }),
            cancellationToken);

    private static bool Change(IUnitOfWork work, long patron, Func<LibraryPatron, LibraryPatron> change)
    {
        if (work.Circulation.Find<LibraryPatron>(patron) is not { } known)
        {
            return false;
        }

        work.Circulation.Update(change(known));
        return true;
    }

    // An item from elsewhere is lent by the terms of the partner through which it came.
    private static CirculationCase CaseOf(
        IUnitOfWork work, Network network, LibraryItem item, string? patron, bool isMandated, DateTimeOffset at)
    {
        var partner = network.Find(item.Temporary?.Partner);
        var command = new CirculationCommand.CheckOutItem
        {
            Patron = patron is null ? null : new PatronClaim(new PatronId(patron)),
            Item = new CirculationItemId(item.Barcode), IsMandated = isMandated,
        };
        return new CirculationCase(
            work.Circulation, new CirculationTerms(network, partner), command, at, proof: null);
    }

    private static CirculationAnswer Act(CirculationCase the, LibraryItem item, DeskAction action) => action switch
    {
        DeskAction.Receive => Receive(the, item),
        DeskAction.Fetch => Fetch(the, item),
        DeskAction.CheckOut => CheckOut(the, item),
        DeskAction.CheckIn => CheckIn(the, item),
        DeskAction.SendBack => item.Temporary is null ? No("The item is ours.") : ReturnDesk.SendBack(the, item),
        _ => throw new InvalidOperationException($"Not an action of the desk: {action}"),
    };

    private static CirculationAnswer Receive(CirculationCase the, LibraryItem item)
    {
        if (the.HoldsOf(item).FirstOrDefault(hold => hold.Status == HoldStatus.InProcess) is not { } waiting
            || the.LoanOf(item) is not null || the.HoldsOf(item).Any(hold => hold.Status == HoldStatus.AvailableForPickup))
        {
            return No("Nobody waits for the item, or it is on the hold shelf or lent already.");
        }

        the.Tables.Update(waiting with
        {
            Status = HoldStatus.AvailableForPickup,
            PickupUntil = waiting.PickupUntil ?? the.ShelfUntil,
        });
        return Here(the, item);
    }

    private static CirculationAnswer Fetch(CirculationCase the, LibraryItem item)
    {
        var held = the.HoldsOf(item).FirstOrDefault(hold => hold.Status == HoldStatus.AvailableForPickup);
        return held is null || the.Patron(held.Patron) is not { } patron
            ? No("The item is not on the hold shelf.")
            : LoanDesk.CheckOut(the, item, patron, null);
    }

    private static CirculationAnswer CheckOut(CirculationCase the, LibraryItem item)
    {
        if (the.LoanOf(item) is not null)
        {
            return No("The item is lent.");
        }

        if (item.Temporary is { } temporary)
        {
            var isOther = the.Command.Patron?.Id is { } named
                && the.PatronsOf(named).All(patron => patron.Number != temporary.Patron);
            return isOther || the.Patron(temporary.Patron) is not { } owner
                ? No("The item came for another patron.")
                : LoanDesk.CheckOut(the, item, owner, null);
        }

        return the.TryPatron(out var borrower, out var refusal) ? LoanDesk.CheckOut(the, item, borrower, null) : refusal;
    }

    private static CirculationAnswer CheckIn(CirculationCase the, LibraryItem item)
    {
        if (the.LoanOf(item) is not { } loan)
        {
            return No("The item is not lent.");
        }

        if (item.Temporary is not { } temporary)
        {
            return ReturnDesk.TakeBack(the, item, loan);
        }

        ReturnDesk.End(the, loan);
        var waiting = item with { Temporary = temporary with { ReturnedAt = the.At } };
        the.Tables.Update(waiting);
        return Here(the, waiting) with { Routing = new ItemRouting(RoutingInstruction.SendToOwner) };
    }

    private static Done Here(CirculationCase the, LibraryItem item) => new()
    {
        Item = new CirculationItemId(item.Barcode), IsTemporaryItem = item.Temporary is not null,
        PickupLocation = the.HoldsOf(item).FirstOrNone()?.PickupLocation,
    };

    private static Refused No(string why) => LoanDesk.InUse(why);
}

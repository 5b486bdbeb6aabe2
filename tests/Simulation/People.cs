using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Simulation;

/// <summary>Staff and patrons: they do anything that is on offer, as long as it is physically possible.</summary>
internal sealed class People(World world)
{
    /// <summary>How often an action is chosen where it is on offer. No catalogues are simulated, so nothing is located.</summary>
    private static readonly Dictionary<StaffAction, int> Eagerness = new()
    {
        [StaffAction.Send] = 40, [StaffAction.Cancel] = 4, [StaffAction.WillSupply] = 12, [StaffAction.Conditional] = 6,
        [StaffAction.ConditionalReply] = 20, [StaffAction.Reject] = 4, [StaffAction.Ship] = 20,
        [StaffAction.ShipNonReturnable] = 5, [StaffAction.ShipDigitally] = 5, [StaffAction.Receive] = 40,
        [StaffAction.Return] = 12, [StaffAction.CheckIn] = 30, [StaffAction.Renew] = 10, [StaffAction.RenewAnswer] = 25,
        [StaffAction.Recall] = 4, [StaffAction.ReportLost] = 2, [StaffAction.ReportDamaged] = 2,
        [StaffAction.GeneralMessage] = 3, [StaffAction.StatusQuery] = 3, [StaffAction.Remove] = 1,
        [StaffAction.Approve] = 20, [StaffAction.Claim] = 3, [StaffAction.Resubmit] = 15,
        [StaffAction.ExternallyObtained] = 2, [StaffAction.FeePaid] = 8, [StaffAction.Complete] = 3,
        [StaffAction.Reactivate] = 2, [StaffAction.ChangeStatus] = 1,
    };

    private static readonly EventKind[] HappensToBorrowers =
    [
        EventKind.LoanedToPatron, EventKind.ReturnedByPatron, EventKind.PatronRenewal, EventKind.PatronCancelled,
        EventKind.ApprovalNeeded, EventKind.LocalHoldingFound, EventKind.RequestAcknowledged,
    ];

    private static readonly EventKind[] HappensToLenders =
        [EventKind.ProcessingStarted, EventKind.AutomaticWillSupply, EventKind.AutomaticRejection];

    /// <summary>In most seeds nobody sets anything by hand, so that every difference has to have another reason.</summary>
    private readonly bool _isByHand = world.Random.Next(5) == 0;

    private Random Random => world.Random;

    /// <summary>Somebody in this library does something.</summary>
    public void Act(Library library)
    {
        var open = library.Tables.Requests.Values.Where(state => state.Status != Status.Deleted).ToArray();
        var borrowed = open.Count(state => state.Side == Side.Borrowing);
        if (borrowed == 0 || (borrowed < 5 && Random.Next(8) == 0))
        {
            Borrow(library);
            return;
        }

        var state = open[Random.Next(open.Length)];
        if (Random.Next(12) == 0)
        {
            Patron(library, state);
        }
        else if (Choose(library, state) is { } action)
        {
            Work(library, state, action, Fields(state, action));
        }
    }

    private void Borrow(Library library)
    {
        var rota = library.Network.Current.Partners.Select(partner => partner.Code).Order(StringComparer.Ordinal).ToArray();
        Random.Shuffle(rota);
        rota = rota[..(1 + Random.Next(rota.Length))];
        var content = new IllRequest
        {
            Citation = new Citation { Title = "On Rivers", Author = "Blum, Ida" },
            Services = [Random.Next(3) == 0 ? ServiceType.CopyNonReturnable : ServiceType.Loan],
            Expiry = Random.Next(4) == 0 ? ExpiryFlag.NeedBeforeDate : ExpiryFlag.NoExpiry,
            NeededBy = DateOnly.FromDateTime(world.Time.Now.DateTime).AddDays(2 + Random.Next(20)),
        };
        world.Trace.Add($"{library} staff: borrow from {string.Join(", ", rota)}");
        library.Do(() => library.Desk.BorrowAsync(content, rota, internalNote: null, "ida", CancellationToken.None));
    }

    private void Patron(Library library, RequestState state)
    {
        var kinds = state.Side == Side.Lending ? HappensToLenders : HappensToBorrowers;
        var kind = kinds[Random.Next(kinds.Length)];
        library.Do(() => library.TellAsync(state.Number, kind));
    }

    private StaffAction? Choose(Library library, RequestState state)
    {
        var offered = AvailableActions.Of(state, library.Network.Current, world.Time.Now)
            .Select(name => Words.Actions[name])
            .Where(action => Eagerness.ContainsKey(action) && IsPossible(state, action)).ToArray();
        var at = Random.Next(Math.Max(1, offered.Sum(action => Eagerness[action])));
        foreach (var action in offered)
        {
            at -= Eagerness[action];
            if (at < 0)
            {
                return action;
            }
        }

        return null;
    }

    private void Work(Library library, RequestState state, StaffAction action, ActionFields fields)
    {
        library.Do(async () =>
        {
            var result = await library.Desk.ActAsync(state.Id, action, fields, "ida", CancellationToken.None);
            world.Trace.Add($"{library} staff: {action} {state.Id}: {Describe(result)}");
        });
    }

    private static string Describe(DeskResult result) => result switch
    {
        DeskResult.Done done => $"{done.State.Status}. {done.Text}",
        DeskResult.NotPossible not => not.Text,
        DeskResult.Invalid invalid => invalid.Text,
        _ => $"{result}",
    };

    /// <summary>Nobody receives what was not shipped, and nobody checks in what was not returned.</summary>
    private bool IsPossible(RequestState state, StaffAction action) => action switch
    {
        StaffAction.Reactivate or StaffAction.ChangeStatus => _isByHand,
        StaffAction.Receive => world.OtherSide(state) is { ShippedOn: not null },
        StaffAction.Return => state.ReceivedOn is not null,
        StaffAction.CheckIn => state.IsCopy() || world.OtherSide(state) is { ReturnedOn: not null },
        StaffAction.Recall when state.Side == Side.Borrowing =>
            world.OtherSide(state) is not { Status: Status.RecalledLend },
        _ => true,
    };

    private ActionFields Fields(RequestState state, StaffAction action)
    {
        var today = DateOnly.FromDateTime(world.Time.Now.DateTime);
        var later = (state.DueOn is { } due && due > today ? due : today).AddDays(1 + Random.Next(14));
        var isYes = Random.Next(3) > 0;
        return action switch
        {
            // Whoever opens the parcel sees what is in it.
            StaffAction.Receive => new ActionFields { Format = world.OtherSide(state)?.SuppliedAs },
            StaffAction.Ship => new ActionFields { DueDate = Random.Next(2) == 0 ? null : later },
            StaffAction.Conditional => new ActionFields { Reason = "library-use-only", DateForReply = later },
            StaffAction.Reject when state.Side == Side.Lending =>
                new ActionFields { Reason = Random.Next(3) == 0 ? "not-found-as-cited" : "not-owned" },
            StaffAction.ConditionalReply or StaffAction.Cancel or StaffAction.Approve => new ActionFields { Answer = isYes },
            StaffAction.ChangeStatus => new ActionFields { Status = AnyStatus(state.Side) },
            StaffAction.Renew => new ActionFields { DesiredDueDate = later },
            StaffAction.RenewAnswer => new ActionFields { Answer = isYes, DueDate = isYes ? later : null },
            StaffAction.Recall when state.Status is Status.RecalledLend or Status.RecalledBor =>
                new ActionFields { Answer = false },
            StaffAction.GeneralMessage => new ActionFields { Note = $"a word {Random.Next(1000)}" },
            _ => ActionFields.None,
        };
    }

    private Status AnyStatus(Side side)
    {
        var statuses = StatusCatalog.Of(side).Select(info => info.Status).ToArray();
        return statuses[Random.Next(statuses.Length)];
    }
}

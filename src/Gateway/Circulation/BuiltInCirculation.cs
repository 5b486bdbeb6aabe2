using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>
/// The circulation that is built into the gateway, with patrons and items that were imported. What is decided is decided
/// from what the unit of work sees, before anything is written: a refusal changes nothing.
/// </summary>
internal sealed class BuiltInCirculation(IStore store, NetworkSource network, PatronPins pins) : ICirculation
{
    /// <inheritdoc/>
    public bool IsElsewhere => false;

    /// <inheritdoc/>
    public async Task<CirculationWork> PrepareAsync(CirculationOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var terms = new CirculationTerms(network.Current, order.Partner);
        var proof = await ProveAsync(order.Command, terms, cancellationToken);
        return work => Run(new CirculationCase(work.Circulation, terms, order.Command, order.At, proof));
    }

    private static CirculationAnswer Run(CirculationCase the) => the.Command switch
    {
        CirculationCommand.LookupUser => PatronDesk.Lookup(the),
        CirculationCommand.LookupItem => LookupDesk.Item(the),
        CirculationCommand.LookupRequest => LookupDesk.Request(the),
        CirculationCommand.RequestItem request => HoldDesk.Request(the, request),
        CirculationCommand.CancelRequestItem => HoldDesk.Cancel(the),
        CirculationCommand.AcceptItem accept => AcceptDesk.Accept(the, accept),
        CirculationCommand.CheckOutItem lend => LoanDesk.CheckOut(the, lend),
        CirculationCommand.CheckInItem => ReturnDesk.CheckIn(the),
        CirculationCommand.RenewItem renew => RenewalDesk.Renew(the, renew.DesiredDueAt),
        CirculationCommand.RecallItem recall => RenewalDesk.Recall(the, recall.DesiredDueAt),
        CirculationCommand.CreateUser create => VisitorDesk.Create(the, create),
        CirculationCommand.UpdateUser update => VisitorDesk.Update(the, update),
        CirculationCommand.CreateUserFiscalTransaction fee => PatronDesk.NoteFee(the, fee.Fee),
        CirculationCommand.Notice => NoticeDesk.Take(the, Run),
        _ => throw new InvalidOperationException($"Not a command of this set: {the.Command.GetType().Name}"),
    };

    // Who the patron is is looked up again in the unit of work; here it is only found out whose PIN it is.
    private async Task<PinProof?> ProveAsync(
        CirculationCommand command, CirculationTerms terms, CancellationToken cancellationToken)
    {
        if (command.Patron is not { Id: { } id, Pin: { } pin })
        {
            return null;
        }

        foreach (var key in terms.KeysOf(id))
        {
            var found = await store.Circulation.FindByAsync<LibraryPatron>(key, 2, cancellationToken);
            if (found.Count > 0)
            {
                return found is [var patron]
                    ? new PinProof(patron.Number, patron.PinHash,
                        await pins.CheckAsync(patron, pin, terms.House.MaximumPinTries, cancellationToken))
                    : null;
            }
        }

        return null;
    }
}

/// <summary>What comparing the PIN of an order brought.</summary>
/// <param name="Patron">The number of the patron that it was compared for.</param>
/// <param name="Hash">The hash that it was compared with.</param>
/// <param name="Outcome">The outcome.</param>
internal sealed record PinProof(long Patron, string? Hash, PinOutcome Outcome);

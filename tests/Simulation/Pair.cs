using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Simulation;

/// <summary>The two sides of one leg.</summary>
internal sealed record Pair(Library Library, RequestState Borrower, RotaLeg Leg, Library Supplier, RequestState? Lender)
{
    /// <summary>Is the supplier the one whom the request is with?</summary>
    public bool IsActive => Leg.Transaction == Borrower.Transaction;

    public CurrentState BorrowerState => IsoState.Of(Borrower);

    public CurrentState? LenderState => Lender is null ? null : IsoState.Of(Lender);

    /// <summary>Did somebody on either side set a status by hand or open the request again?</summary>
    public bool IsAnythingByHand =>
        BorrowerLines.Concat(LenderLines).Any(line => line.Event is "change-status" or "reactivate");

    /// <summary>Does the lender's history tell of this?</summary>
    public bool LenderDid(string @event, Status from, Status butNotTo) =>
        LenderLines.Any(line => line.Event == @event && line.From == from && line.To != butNotTo);

    /// <summary>Does the borrower's history tell of this?</summary>
    public bool BorrowerDid(string @event, Status from, Status butNotTo) =>
        BorrowerLines.Any(line => line.Event == @event && line.From == from && line.To != butNotTo);

    /// <summary>Did the borrower's staff close the request while it was in a status?</summary>
    public bool BorrowerClosed(Status from) => BorrowerDid("complete", from, butNotTo: from);

    /// <summary>Did a message come for which the borrower's profile has no step, so that its status stayed?</summary>
    public bool BorrowerOnlyNoted(string @event, WorkflowStep missing) => !Library.ProfileFor(Borrower).Has(missing)
        && BorrowerLines.Any(line => line.Event == @event && line.From == line.To);

    /// <summary>Did a message come for which the lender's profile has no step, so that its status stayed?</summary>
    public bool LenderOnlyNoted(string @event, WorkflowStep missing) => Lender is not null
        && !Supplier.ProfileFor(Lender).Has(missing)
        && LenderLines.Any(line => line.Event == @event && line.From == line.To);

    /// <summary>The services of this transaction that one side has given up.</summary>
    public IEnumerable<IllService> GivenUpBy(Library library) => library.Tables.Outbox.Values
        .Where(row => row.State is OutboxState.Dead or OutboxState.Refused
            && row.Entry.Message.Header.Transaction == Leg.Transaction)
        .Select(row => row.Entry.Message.Service);

    public IEnumerable<HistoryEntry> BorrowerLines =>
        Library.Tables.History.Where(line => line.Request == Borrower.Number);

    public IEnumerable<HistoryEntry> LenderLines => Lender is null
        ? []
        : Supplier.Tables.History.Where(line => line.Request == Lender.Number);
}

using System.Collections.Concurrent;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Delivery;

/// <summary>
/// Messages of which nobody knows whether they arrived, and for which the partner was asked about the request. Kept in
/// memory only: after a restart, or without a report, the message is simply sent again with the same identifiers.
/// </summary>
internal sealed class InDoubtProbes
{
    private readonly ConcurrentDictionary<long, long> _rowOfRequest = new();

    /// <summary>The partner was asked because of this row.</summary>
    public void Asked(long request, long outboxRow) => _rowOfRequest[request] = outboxRow;

    /// <summary>A report arrived: the message that waits is delivered, or is sent again at once, as far as the report
    /// tells. Inside the report's own unit of work.</summary>
    /// <returns>True when something can be sent now.</returns>
    public bool Answered(IUnitOfWork work, RequestState state, string partner, Report report, DateTimeOffset at)
    {
        if (!_rowOfRequest.TryGetValue(state.Number, out var id)
            || work.FindOutbox(id) is not { State: OutboxState.Waiting, InDoubt: true } row
            || !string.Equals(row.Entry.Partner, partner, StringComparison.OrdinalIgnoreCase)
            || HasArrived(row.Entry.Message, state.OurSymbol, report) is not { } hasArrived)
        {
            return false;
        }

        _rowOfRequest.TryRemove(state.Number, out _);
        if (hasArrived)
        {
            work.FinishOutbox(id, OutboxState.Delivered, at, "the partner's status report shows that it arrived");
        }
        else
        {
            work.DeferOutbox(id, at, inDoubt: true, "the partner's status report shows that it did not arrive");
        }

        return true;
    }

    /// <summary>Does a report show whether a message of ours arrived? Null when it tells neither: then the usual retry
    /// goes on, which is always right, since the partner knows a repeat by its identifiers.</summary>
    /// <param name="message">The message in doubt.</param>
    /// <param name="ourSymbol">Under which we sent it.</param>
    /// <param name="report">What the partner says.</param>
    internal static bool? HasArrived(IllMessage message, Symbol ourSymbol, Report report) => (message, report) switch
    {
        // A partner that knows the transaction has the request that began it.
        (IllMessage.Request, Report.Status { State: not CurrentState.Unknown }) => true,
        (IllMessage.Request, Report.Status) => false,
        (IllMessage.Request, Report.Error { Problem: Problem.Transaction { Kind: TransactionIdProblem.UnknownTransactionId } }) => false,

        // Free text is no step of the transaction: no state tells of it.
        (IllMessage.Message or IllMessage.StatusQuery or IllMessage.StatusOrErrorReport, _) => null,
        (_, Report.Status { History: var history }) => Shows(history, message, ourSymbol),
        _ => null,
    };

    private static bool? Shows(HistoryReport history, IllMessage message, Symbol ourSymbol)
    {
        var isOurs = history.LastServiceBy.Symbol is not { } by || by == ourSymbol;
        if (isOurs && history.LastService == message.Service && history.LastServiceOn == message.Header.At.Date)
        {
            // A report names a day only. Of a service that may come twice on one day, it may mean the first.
            return ComesOnce(message.Service) ? true : null;
        }

        return history.LastServiceOn < message.Header.At.Date ? false : null;
    }

    private static bool ComesOnce(IllService service) => service is IllService.Shipped or IllService.Received
        or IllService.Returned or IllService.CheckedIn or IllService.Lost or IllService.Expired;
}

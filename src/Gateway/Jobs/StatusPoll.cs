using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Jobs;

/// <summary>Asks partners for the state of requests that were not supplied yet, where the partner's channel wants to be asked.
/// The question goes by the outbox like any message, and what is answered by the intake.</summary>
internal sealed class StatusPoll
{
    private readonly RequestCalendar _calendar;
    private readonly IStore _store;
    private readonly NetworkSource _network;
    private readonly OutboxSignal _signal;
    private readonly TimeProvider _time;

    public StatusPoll(
        RequestCalendar calendar, IStore store, NetworkSource network, OutboxSignal signal, TimeProvider time)
    {
        _calendar = calendar;
        _store = store;
        _network = network;
        _signal = signal;
        _time = time;
    }

    /// <summary>One round. A partner whose queue is not empty is passed over: it is busy, or cannot be reached, and questions
    /// must not pile up.</summary>
    public async Task RunAsync(JobRun run)
    {
        var busy = (await _store.QueueDepthsAsync(run.Stopping)).Where(depth => depth.Waiting + depth.Sending > 0)
            .Select(depth => depth.Partner).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var partner in _network.Current.Partners.Where(one =>
            one.Config.Channel.Settings is IPolledSettings { IsPolled: true } && !busy.Contains(one.Code)))
        {
            var search = new DateSearch(Side.Borrowing, RequestDate.SentOn, _calendar.Today.AddDays(1)) { Partner = partner.Code };
            await _calendar.EachAsync(
                search, (number, stopping) => _store.WriteAsync(work => Ask(work, number, partner.Code), stopping), run);
        }

        _signal.Ring();
    }

    private bool Ask(IUnitOfWork work, long number, string partner)
    {
        if (work.FindRequest(number) is not { PartnerReference: not null, Transaction: { } transaction } state
            || !string.Equals(state.Partner, partner, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var now = _time.GetLocalNow();
        var query = new IllMessage.StatusQuery
        {
            Header = new MessageHeader { Transaction = transaction, At = ServiceTime.From(now) },
        };
        work.Enqueue(new OutboxEntry(
            state.Number, partner, Correspondence.Address(query, state, _network.Current), now, now));
        return true;
    }
}

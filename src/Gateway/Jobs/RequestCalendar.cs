using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Jobs;

/// <summary>Goes through the requests that a watch finds and tells the rules, each request in a unit of work of its own.
/// What another run or another person has done in between is seen there, so that two runs at once do no harm.</summary>
internal sealed class RequestCalendar
{
    private const int PageSize = 200;

    /// <summary>Requests that are worked on at one time, so that the store syncs them together. Far below what may wait for
    /// the writer: messages of partners come in between.</summary>
    private const int AtOnce = 32;

    private readonly IStore _store;
    private readonly NetworkSource _network;
    private readonly OutboxSignal _signal;
    private readonly TimeProvider _time;
    private readonly ILogger<RequestCalendar> _log;

    public RequestCalendar(
        IStore store, NetworkSource network, OutboxSignal signal, TimeProvider time, ILogger<RequestCalendar> log)
    {
        _store = store;
        _network = network;
        _signal = signal;
        _time = time;
        _log = log;
    }

    /// <summary>Today, in the time zone of the gateway.</summary>
    public DateOnly Today => DateOnly.FromDateTime(_time.GetLocalNow().DateTime);

    /// <summary>Tells the rules of everything that the watches find.</summary>
    public async Task RunAsync(Func<Network, DateOnly, IEnumerable<Watch>> watches, JobRun run)
    {
        foreach (var watch in watches(_network.Current, Today))
        {
            await EachAsync(watch.Search, (number, stopping) => TellAsync(number, watch, stopping), run);
        }

        _signal.Ring();
    }

    /// <summary>Does something to every request that is found; true counts as changed. A fault at one of them keeps the work
    /// from no other.</summary>
    public async Task EachAsync(DateSearch search, Func<long, CancellationToken, Task<bool>> work, JobRun run)
    {
        DatedRequest? after = null;
        while (true)
        {
            var found = await _store.RequestsPastAsync(search, after, PageSize, run.Stopping);
            await TogetherAsync(found.Select(one => one.Number), work, run);
            if (found.Count < PageSize)
            {
                return;
            }

            after = found[^1];
        }
    }

    private async Task TogetherAsync(
        IEnumerable<long> numbers, Func<long, CancellationToken, Task<bool>> work, JobRun run)
    {
        foreach (var together in numbers.Chunk(AtOnce))
        {
            run.Stopping.ThrowIfCancellationRequested();
            var done = await Task.WhenAll(together.Select(number => GuardedAsync(number, work, run.Stopping)));
            foreach (var fault in done.Select(one => one.Fault).OfType<string>())
            {
                run.AddFault(fault);
            }

            run.Add(done.Length, done.Count(one => one.IsChanged));
        }
    }

    private async Task<(bool IsChanged, string? Fault)> GuardedAsync(
        long number, Func<long, CancellationToken, Task<bool>> work, CancellationToken stopping)
    {
        try
        {
            return (await work(number, stopping), null);
        }
#pragma warning disable CA1031 // Logged with its number and counted; the next run tries it again.
        catch (Exception fault) when (fault is not (OperationCanceledException or StoreUnavailableException))
#pragma warning restore CA1031
        {
            JobsLog.RequestFault(_log, number, fault);
            return (false, $"request {_network.Current.RequestId(number)}: {fault.Message}");
        }
    }

    /// <summary>Decides beside the writer first: what is not to be changed does not come to it at all.</summary>
    private async Task<bool> TellAsync(long number, Watch watch, CancellationToken stopping)
    {
        var network = _network.Current;
        var @event = new RequestEvent.Calendar(watch.Kind)
        {
            At = _time.GetLocalNow(), By = "calendar", Note = watch.Note,
        };
        return Decide(await _store.FindRequestAsync(number, stopping), watch, @event, network) is not null
            && await _store.WriteAsync(work => Tell(work, number, watch, @event, network), stopping);
    }

    private static bool Tell(
        IUnitOfWork work, long number, Watch watch, RequestEvent.Calendar @event, Network network)
    {
        var state = work.FindRequest(number);
        if (Decide(state, watch, @event, network) is not { } moved)
        {
            return false;
        }

        DecisionWriter.Write(work, state!, moved, @event, null, network);
        return true;
    }

    private static Decision.Moved? Decide(
        RequestState? state, Watch watch, RequestEvent.Calendar @event, Network network) =>
        state is not null && watch.IsDue(state) ? network.Decide(state, @event) as Decision.Moved : null;
}

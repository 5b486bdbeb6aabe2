using System.Globalization;
using ResourceSharing.Adapters.Locate;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Locate;
using ResourceSharing.Mapping.Marc;
using Holding = ResourceSharing.Gateway.Lifecycle.Holding;

namespace ResourceSharing.Gateway.Locating;

/// <summary>
/// Asks catalogues for one request and tells the rules what they say: those of the rota's suppliers where we borrow, our own
/// where we lend. Nothing is held while a catalogue is asked; the request is looked at again before anything is changed.
/// </summary>
internal sealed class Locator
{
    private const string Name = "locate";

    /// <summary>Evidence is kept with the request: a page of it is enough for anybody.</summary>
    private const int MaxEvidenceLength = 2_000;

    private readonly IStore _store;
    private readonly NetworkSource _network;
    private readonly CatalogueSearch _search;
    private readonly OutboxSignal _signal;
    private readonly TimeProvider _time;

    public Locator(
        IStore store, NetworkSource network, CatalogueSearch search, OutboxSignal signal, TimeProvider time)
    {
        _store = store;
        _network = network;
        _search = search;
        _signal = signal;
        _time = time;
    }

    /// <summary>Asks for one request; false when nothing was to be asked any more.</summary>
    public async Task<bool> LocateAsync(long number, CancellationToken cancellationToken)
    {
        if (await _store.FindRequestAsync(number, cancellationToken) is not { } state || !LocateQueue.IsWanted(state))
        {
            return false;
        }

        var network = _network.Current;
        var @event = state.Side == Side.Lending
            ? await AskOursAsync(state, network, cancellationToken)
            : await HeldByUsAsync(state, network, cancellationToken)
                ?? await AskSuppliersAsync(state, network, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var isQueued = await _store.WriteAsync(work => Tell(work, number, @event, network), cancellationToken);
        if (isQueued)
        {
            _signal.Ring();
        }

        return true;
    }

    private static bool Tell(IUnitOfWork work, long number, RequestEvent @event, Network network) =>
        work.FindRequest(number) is { } state && LocateQueue.IsWanted(state)
        && network.Decide(state, @event) is Decision.Moved moved
        && DecisionWriter.Write(work, state, moved, @event, null, network);

    private async Task<RequestEvent> AskSuppliersAsync(
        RequestState state, Network network, CancellationToken cancellationToken)
    {
        var waiting = state.Rota.Where(leg => leg.Outcome == LegOutcome.Waiting).Select(leg => leg.Partner).ToArray();
        var targets = waiting.Select(code => (Code: code, network.Find(code)?.Config.Locate))
            .Where(target => target.Locate is not null)
            .Select(target => new LocateTarget(target.Code, target.Locate!)).ToArray();
        var answers = (await _search.AskAsync(state.Content.Citation, targets, cancellationToken))
            .ToDictionary(answer => answer.Target, StringComparer.OrdinalIgnoreCase);
        var now = _time.GetLocalNow();
        var known = state.Rota.Where(leg => leg.Catalogue is not null)
            .ToLookup(leg => leg.Partner, leg => leg.Catalogue, StringComparer.OrdinalIgnoreCase);
        return new RequestEvent.CataloguesAnswered(
            waiting.Select(code => new CatalogueAnswer(code, targets.Any(target => target.Code == code)
                ? Finding(answers.GetValueOrDefault(code), now)
                : known[code].LastOrDefault() ?? Finding(null, now))).ToArray(),
            Policy(state, network.Snapshot.Gateway.Library.Borrowing, DateOnly.FromDateTime(now.DateTime)))
        {
            At = now, By = Name,
        };
    }

    /// <summary>What another library asks for waits for nobody here.</summary>
    private static LocatePolicy Policy(RequestState state, BorrowingConfig borrowing, DateOnly today) => state.Twin is null
        ? new LocatePolicy(
            borrowing.SendAutomatically && !borrowing.Closures.Any(closure => closure.Covers(today)),
            borrowing.CancelWhenNotLocated, borrowing.UnknownSuppliers)
        : new LocatePolicy(SendNow: true, CancelWhenNone: true, UnknownHolding.Last);

    /// <summary>What our own library holds need not be asked of others, unless staff have seen that and want it all the
    /// same.</summary>
    private async Task<RequestEvent?> HeldByUsAsync(
        RequestState state, Network network, CancellationToken cancellationToken)
    {
        if (state.Twin is not null || state.OwnCatalogue is not null || network.Snapshot.Gateway.Library.Locate is not { } ours
            || !network.Profile(state).Has(WorkflowStep.LocalHolding))
        {
            return null;
        }

        var answer = await AskOneAsync(state, ours, network, cancellationToken);
        return answer.Outcome == LocateOutcome.Owned
            ? new RequestEvent.Internal(EventKind.LocalHoldingFound, Evidence(answer)) { At = _time.GetLocalNow(), By = Name }
            : null;
    }

    private async Task<RequestEvent> AskOursAsync(RequestState state, Network network, CancellationToken cancellationToken)
    {
        var library = network.Snapshot.Gateway.Library;
        if (library.Locate is not { } ours)
        {
            return new RequestEvent.OwnCatalogueAnswered(null, "No catalogue of ours is configured.", null)
            {
                At = _time.GetLocalNow(), By = Name,
            };
        }

        var answer = await AskOneAsync(state, ours, network, cancellationToken);
        int? titles = OwnStock.Judge(answer) switch
        {
            OwnStockOutcome.Found => 1,
            OwnStockOutcome.None => 0,
            OwnStockOutcome.Several => 2,
            OwnStockOutcome.Unknown => null,
            _ => throw new InvalidOperationException($"Not an outcome of this set: {answer.Outcome}"),
        };
        return new RequestEvent.OwnCatalogueAnswered(
            titles, Evidence(answer), WhyReject(titles, answer, state.Content, library.Lending))
        {
            At = _time.GetLocalNow(), By = Name,
            Found = OwnStock.Titles(answer).Select((title, at) => TitleOf(title, at + 1)).ToArray(),
        };
    }

    private static CatalogueTitle TitleOf(OwnTitle title, int place) => new(
        title.RecordId ?? string.Create(CultureInfo.InvariantCulture, $"#{place}"), title.Title,
        title.Years.Count == 0 ? null : string.Join(", ", title.Years),
        title.Held.Select(held => held.CallNumber).FirstOrDefault(number => number is not null),
        title.Held.Any(held => held.Availability == Availability.Available) ? true
        : title.Held.Count > 0 && title.Held.All(held => held.Availability == Availability.Unavailable) ? false
        : null);

    private async Task<LocateAnswer> AskOneAsync(
        RequestState state, LocateTargetSettings ours, Network network, CancellationToken cancellationToken) =>
        (await _search.AskAsync(
            state.Content.Citation, [new LocateTarget(network.Snapshot.Gateway.Library.Code, ours)], cancellationToken))[0];

    private static ReasonUnfilled? WhyReject(int? titles, LocateAnswer answer, IllRequest content, LendingConfig lending)
    {
        var held = answer.Evidence.OfType<LocateEvidence.Held>().ToArray();
        return titles switch
        {
            0 when lending.RejectWhenNotLocated => ReasonUnfilled.NotOwned,
            1 when lending.RejectWhenOnlyElectronic && content.Format() == SupplyFormat.Physical
                && held.Length > 0 && held.All(one => one.Kind != HoldingKind.Physical) => ReasonUnfilled.NonCirculating,
            1 when lending.RejectWhenNotRequestable
                && held.Length > 0 && held.All(one => one.IsRestricted) => ReasonUnfilled.NonCirculating,
            1 when lending.RejectWhenNotAvailable
                && held.Length > 0 && held.All(one => one.Availability == Availability.Unavailable) => ReasonUnfilled.InUseOnLoan,
            _ => null,
        };
    }

    private static CatalogueFinding Finding(LocateAnswer? answer, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.DateTime);
        return answer is null
            ? new CatalogueFinding(Holding.Unknown, "It has no catalogue that could be asked.", today)
            : new CatalogueFinding(
                answer.Outcome switch
                {
                    LocateOutcome.Owned => Holding.Owned,
                    LocateOutcome.NotOwned => Holding.NotOwned,
                    LocateOutcome.Unknown => Holding.Unknown,
                    _ => throw new InvalidOperationException($"Not an outcome of this set: {answer.Outcome}"),
                },
                Evidence(answer), today);
    }

    private static string Evidence(LocateAnswer answer)
    {
        var text = LocateText.Explain(answer).TrimEnd();
        return text.Length <= MaxEvidenceLength ? text : text[..(MaxEvidenceLength - 2)] + " …";
    }
}

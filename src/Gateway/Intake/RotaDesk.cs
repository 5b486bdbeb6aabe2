using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>Who is asked for what: gives new requests their rota, and lets staff change the rest of one.</summary>
internal sealed class RotaDesk
{
    private readonly IStore _store;
    private readonly NetworkSource _network;
    private readonly OpenRequests _open;
    private readonly TimeProvider _time;
    private readonly Random _random;

    public RotaDesk(IStore store, NetworkSource network, OpenRequests open, TimeProvider time, Random random)
    {
        _store = store;
        _network = network;
        _open = open;
        _time = time;
        _random = random;
    }

    /// <summary>The rota for a request that names no partners: of the template that staff name, else of the first rule
    /// that fits; null when there is none.</summary>
    public async Task<RotaChoice?> ChooseAsync(IllRequest content, string? template, CancellationToken cancellationToken)
    {
        var network = _network.Current;
        if (template is null && network.Snapshot.Rotas.Values.All(rota => rota.Assignment is not { Enabled: true }))
        {
            return null;
        }

        var open = await _open.WithPartnersAsync(cancellationToken);
        var today = DateOnly.FromDateTime(_time.GetLocalNow().DateTime);
        return template is null
            ? RotaChoice.For(content, network, open, today, _random)
            : network.Snapshot.Rotas.TryGetValue(template, out var named)
                ? RotaChoice.Of(named, content, network, open, today, _random)
                : null;
    }

    /// <summary>Staff name the suppliers that are to be asked from now on; those that were asked stay in the rota as they
    /// are.</summary>
    /// <param name="id">The request.</param>
    /// <param name="partners">The codes, in order; empty to take the template.</param>
    /// <param name="template">The code of a rota template; null when partners are named.</param>
    /// <param name="user">Who.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<DeskResult> ChangeAsync(
        string id, IReadOnlyList<string> partners, string? template, string user, CancellationToken cancellationToken)
    {
        var network = _network.Current;
        if (RequestIds.Number(id) is not { } number
            || await _store.FindRequestAsync(number, cancellationToken) is not { } known
            || !string.Equals(known.Id, id.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            return new DeskResult.NotFound(id);
        }

        if (template is not null && !network.Snapshot.Rotas.ContainsKey(template))
        {
            return new DeskResult.Invalid("rota", UnknownTemplate(template, network));
        }

        if (StaffDesk.WhyNotAll(partners, network, partner => partner.Config.Borrowing.Supported, "borrow from") is { } fault)
        {
            return new DeskResult.Invalid("partners", fault);
        }

        var choice = template is null ? null : await ChooseAsync(known.Content, template, cancellationToken);
        var at = _time.GetLocalNow();
        return await _store.WriteAsync(
            work => Change(work, number, choice?.Partners ?? partners, choice, user, at), cancellationToken);
    }

    /// <summary>There is no such template.</summary>
    public static string UnknownTemplate(string template, Network network)
    {
        string[] known = [.. network.Snapshot.Rotas.Keys.Order(StringComparer.Ordinal)];
        return $"There is no rota {template}{NearestName.Hint(template, known, "known rotas are")}.";
    }

    private static DeskResult Change(
        IUnitOfWork work, long number, IReadOnlyList<string> partners, RotaChoice? choice, string user, DateTimeOffset at)
    {
        var state = work.FindRequest(number)!;
        if (state.Side == Side.Lending)
        {
            return new DeskResult.NotPossible(state, "A lending request has no rota: the borrower has one.", []);
        }

        if (StatusCatalog.Info(state.Side, state.Status).Phase == Phase.Tracking)
        {
            return new DeskResult.NotPossible(state, "The item was supplied; nobody else has to be asked.", []);
        }

        // A leg that was asked once stays, even where it waits to be asked again: its transaction is never given to another.
        var asked = state.Rota.Where(leg => leg.Outcome != LegOutcome.Waiting || leg.Transaction is not null)
            .Select(leg => leg.Outcome == LegOutcome.Waiting
                ? leg with { Outcome = LegOutcome.Skipped, Reason = "taken off the rota by staff" }
                : leg)
            .ToArray();
        var changed = state with
        {
            Version = state.Version + 1,
            UpdatedAt = at,
            Rota = [.. asked, .. partners.Select(partner => new RotaLeg(partner, LegOutcome.Waiting))],
            RotaTemplate = choice?.Template,
            Partner = state.Transaction is null ? (partners.Count > 0 ? partners[0] : null) : state.Partner,
            Notes = NewRequest.WithNotes(state, choice?.Notes ?? [], at).Notes,
        };
        var text = partners.Count == 0
            ? "The rota has nobody else to ask."
            : $"To be asked from now on: {string.Join(", ", partners)}.";
        work.UpdateRequest(changed);
        work.AppendHistory(new HistoryEntry(number, at, "change-rota", state.Status, state.Status, user, text, null));
        return new DeskResult.Done(changed, text);
    }
}

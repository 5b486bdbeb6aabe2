using System.Runtime.CompilerServices;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.RapidIll;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Gateway.Pod;

/// <summary>The pod, read from the configuration and the store. Nothing is kept beside them: the lists of the members are the
/// requests themselves.</summary>
internal sealed class RapidPod : IRapidPod
{
    /// <summary>Corrected insertions under one number of a borrower.</summary>
    private const int MaxAttempts = 20;

    private readonly IStore _store;
    private readonly NetworkSource _network;
    private readonly PodRouter _router;
    private readonly ISecretBox _box;
    private readonly OutboxSignal _signal;
    private readonly TimeProvider _time;

    public RapidPod(
        IStore store, NetworkSource network, PodRouter router, ISecretBox box, OutboxSignal signal, TimeProvider time)
    {
        _store = store;
        _network = network;
        _router = router;
        _box = box;
        _signal = signal;
        _time = time;
    }

    /// <inheritdoc/>
    public IReadOnlyList<RapidPodMember> Members => [.. _network.Current.Partners.Select(MemberOf).OfType<RapidPodMember>()];

    /// <inheritdoc/>
    public Party Us => UsIn(_network.Current);

    /// <inheritdoc/>
    public Uri? PublicUrl => _network.Current.Snapshot.Gateway.Listeners.Http.PublicUrl;

    /// <inheritdoc/>
    public async Task<RapidPodMatch> MatchAsync(RapidPodMember member, IllRequest content, CancellationToken cancellationToken)
    {
        await _router.CountAsync(cancellationToken);
        var network = _network.Current;
        if (network.Find(member.Code) is not { } partner)
        {
            return new RapidPodMatch(0, null, []);
        }

        var route = _router.Choose(content, partner, network, DateOnly.FromDateTime(_time.GetLocalNow().DateTime));
        var own = PodRouter.OwnHoldings(content, partner, network);
        return new RapidPodMatch(route.Lenders.Count, route.Match ?? own?.By,
        [
            .. own?.Rows.Select(row => new RapidLocalHolding
            {
                BranchName = row.Branch ?? BranchOf(member.Settings),
                LibLocation = row.Location, CallNumber = row.CallNumber,
            }) ?? [],
        ]);
    }

    /// <inheritdoc/>
    public Task<RapidPodInsertion> FindInsertionAsync(
        RapidPodMember member, string key, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) =>
        _store.WriteAsync(work =>
        {
            for (var attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                var identity = RapidPodEndpoint.IdentityOf(key, attempt);
                if (work.FindSeen(member.Code, RapidPodChannel.Name, identity) is not { Request: { } number } seen)
                {
                    return new RapidPodInsertion(attempt, null, IsOther: false);
                }

                if (seen.Digest.Span.SequenceEqual(digest.Span))
                {
                    return new RapidPodInsertion(attempt, (int)number, IsOther: false);
                }

                if (work.FindRequest(number) is { } state && !IsEnded(state))
                {
                    return new RapidPodInsertion(attempt, (int)number, IsOther: true);
                }
            }

            return new RapidPodInsertion(MaxAttempts, 0, IsOther: true);
        }, cancellationToken);

    /// <inheritdoc/>
    public int? NumberOf(string? id) => RequestIds.Number(id) is { } number and <= int.MaxValue ? (int)number : null;

    /// <inheritdoc/>
    public async Task<RapidPodFinding?> FindAsync(RapidPodMember member, int number, CancellationToken cancellationToken)
    {
        if (await CaseAsync(number, cancellationToken) is not { } found
            || await found.WithHistoryAsync(_store, cancellationToken) is not { } known
            || known.RoleOf(member.Code) is not { } role)
        {
            return null;
        }

        var network = _network.Current;
        var (half, transaction) = role == RapidPodRole.Borrower
            ? (known.Asking!, known.Asking!.Transaction!)
            : (known.Asked!, known.LegOf(member.Code)!.Transaction!);
        var loanDays = network.Find(member.Code)?.Config.LoanPeriodDays ?? 28;
        return new RapidPodFinding(
            View(known, member, role, network),
            new RapidPodStanding
            {
                Role = role,
                Transaction = transaction,
                Us = new Party { Symbol = half.OurSymbol, Name = network.Snapshot.Gateway.Library.Name },
                Content = half.Content,
                Round = half.Renewals + Rounds(known.Asking),
                UsualDueOn = DateOnly.FromDateTime(_time.GetLocalNow().DateTime).AddDays(loanDays),
            });
    }

    /// <inheritdoc/>
    public async Task<RapidPodPage> ListAsync(RapidPodMember member, RapidPodSearch search, CancellationToken cancellationToken)
    {
        var queue = PodQueue.Of(search.Queue);
        var found = new List<(PodCase Case, DateTimeOffset At)>();
        var since = queue.Since(search.HoursOld, _time.GetLocalNow());
        var seen = new HashSet<long>();
        await foreach (var half in HalvesAsync(queue, member.Code, since, cancellationToken))
        {
            // What changes while it is read can come once more.
            if (!seen.Add(half.Number) || !RapidPodAnswers.Shows(search.Filter, half.Content)
                || !queue.MayShow(half, member.Code))
            {
                continue;
            }

            var one = await CaseOfAsync(half, cancellationToken);
            if (queue.NeedsHistory || search.WithHistory)
            {
                one = await one.WithHistoryAsync(_store, cancellationToken);
            }

            if (queue.Shows(one, member.Code))
            {
                found.Add((one, half.UpdatedAt));
            }

            if (found.Count > search.Limit)
            {
                // One more than are shown tells that there are more; a year of them need not be read for that.
                break;
            }
        }

        var network = _network.Current;
        return new RapidPodPage(
            [
                .. found.Take(search.Limit).OrderBy(one => one.At)
                    .Select(one => View(one.Case, member, one.Case.RoleOf(member.Code) ?? queue.Role, network) with
                    {
                        State = queue.State ?? PodCase.StateFor(one.Case, member.Code),
                    }),
            ],
            found.Count > search.Limit);
    }

    /// <inheritdoc/>
    public async Task<string> NoteAsync(
        RapidPodMember member, int number, RapidPodNotice notice, ReadOnlyMemory<byte> raw, Peer peer,
        CancellationToken cancellationToken)
    {
        if (await CaseAsync(number, cancellationToken) is not { } found)
        {
            return "Nothing was changed.";
        }

        var network = _network.Current;
        var isBorrowers = notice is RapidPodNotice.Shipped or RapidPodNotice.Finished;
        var half = (isBorrowers ? found.Asking : found.Asked)?.Number ?? number;
        var at = _time.GetLocalNow();
        var (text, isQueued) = await _store.WriteAsync(
            work => PodNotices.Write(work, half, notice, member, raw, peer, at, network), cancellationToken);
        if (isQueued)
        {
            _signal.Ring();
        }

        return text;
    }

    private static Party UsIn(Network network) =>
        new() { Symbol = network.OurSymbols[0], Name = network.Snapshot.Gateway.Library.Name };

    private static RapidPodMember? MemberOf(Partner partner) =>
        partner.Config.Channel.Settings is RapidPodSettings settings
            ? new RapidPodMember(partner.Code, settings, partner.Config.AllowedFrom)
            : null;

    /// <summary>Ended without anything supplied: the number may stand for a corrected request from now on.</summary>
    private static bool IsEnded(RequestState state) =>
        state.Status is Status.Rejected or Status.Expired or Status.Cancelled or Status.Deleted;

    private static int Rounds(RequestState? asking) => asking?.Notes.Count(note =>
        note.Kind == NoteKind.FromPartner && note.Text.StartsWith(RapidPodUpdates.NotReceived, StringComparison.Ordinal)) ?? 0;

    /// <summary>The halves that a queue may show, as far back as is asked for. What waits is worked off from its beginning;
    /// who asks for what is new has seen the older ones before, and gets the newest change first.</summary>
    private async IAsyncEnumerable<RequestState> HalvesAsync(
        PodQueue queue, string member, DateTimeOffset? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var order = new RequestOrder(RequestSort.Updated, IsDescending: queue.IsRecent);
        RequestCursor? after = null;
        do
        {
            var page = await _store.ListRequestsAsync(
                queue.Filter(member), order, after, PodQueue.PageSize, cancellationToken);
            foreach (var half in page.Items)
            {
                if (half.UpdatedAt >= since || since is null)
                {
                    yield return half;
                }
                else if (queue.IsRecent)
                {
                    yield break;
                }
            }

            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>The request of a public number: the borrower's, or one of our own library.</summary>
    private async Task<PodCase?> CaseAsync(int number, CancellationToken cancellationToken) =>
        await _store.FindRequestAsync(number, cancellationToken) is { } half
        && half is not { Side: Side.Borrowing, Twin: not null }
            ? await CaseOfAsync(half, cancellationToken)
            : null;

    private async Task<PodCase> CaseOfAsync(RequestState half, CancellationToken cancellationToken)
    {
        var twin = half.Twin is { } number ? await _store.FindRequestAsync(number, cancellationToken) : null;
        return half.Side == Side.Lending ? new PodCase(twin, half) : new PodCase(half, twin);
    }

    private RapidPodRequest View(PodCase one, RapidPodMember viewer, RapidPodRole role, Network network)
    {
        var leg = one.LegOf(viewer.Code);
        var lenderCode = role == RapidPodRole.Borrower ? one.LastLender : viewer.Code;
        var mayBeHad = role == RapidPodRole.Borrower || leg?.Outcome == LegOutcome.Supplied;
        var half = one.Asking ?? one.Asked!;
        var held = lenderCode is null ? null
            : network.Snapshot.Holdings.GetValueOrDefault(lenderCode)?.Find(half.Content.Citation).Rows is [var row, ..] ? row : null;
        var file = mayBeHad ? one.Asked?.File : null;
        return new RapidPodRequest
        {
            Number = (int)one.Number,
            Content = half.Content with { Patron = MayKnowPatron(viewer, role, network) ? half.Content.Patron : null },
            State = PodCase.StateFor(one, viewer.Code),
            BorrowersNumber = one.Asking is { } asking ? asking.PartnerReference : half.Id,
            Borrower = one.Asking?.Partner is { } borrower ? Library(borrower, network) : Ours(network),
            Lender = lenderCode is null ? null : Library(lenderCode, network),
            Note = half.Notes.FirstOrDefault(note => note.Kind == NoteKind.FromPartner && note.At == half.CreatedAt)?.Text,
            FileAddress = file?.Address?.Address,
            FilePassword = file?.Document.SealedPassword is { } password ? _box.Open(password)?.Reveal() : null,
            DueOn = mayBeHad ? one.Asked?.DueOn : null,
            TrackingNumber = mayBeHad ? TrackingOf(one.Asked) : null,
            Location = held?.Location,
            CallNumber = held?.CallNumber,
            History = one.StepsFor(viewer.Code, role, code => Library(code, network), Ours(network)),
        };
    }

    private static bool MayKnowPatron(RapidPodMember viewer, RapidPodRole role, Network network) =>
        role == RapidPodRole.Borrower || network.Find(viewer.Code)?.Config.SendRequesterInformation == true;

    private static string? TrackingOf(RequestState? asked) => asked?.Notes.Where(note => note.Kind == NoteKind.FromPartner)
        .SelectMany(note => note.Text.Split('\n'))
        .LastOrDefault(line => line.StartsWith(RapidPodUpdates.Tracking, StringComparison.Ordinal))?
        [RapidPodUpdates.Tracking.Length..];

    private static RapidPodLibrary Library(string code, Network network)
    {
        var config = network.Find(code)?.Config;
        var settings = config?.Channel.Settings as RapidPodSettings;
        return new RapidPodLibrary(settings?.RapidCode ?? code, BranchOf(settings), config?.Name ?? code)
        {
            Country = settings?.Country, Address = Block(config?.Addresses.Postal),
        };
    }

    private static string? BranchOf(RapidPodSettings? settings) => settings?.BranchNames is [var main, ..] ? main : null;

    private static RapidPodLibrary Ours(Network network)
    {
        var library = network.Snapshot.Gateway.Library;
        return new RapidPodLibrary(library.Code, null, library.Name) { Address = Block(library.PostalAddress) };
    }

    private static string? Block(PostalAddressConfig? address) =>
        Correspondence.Address(address) is { } postal ? string.Join('\n', postal.Lines()) : null;
}

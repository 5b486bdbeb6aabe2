using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>Where a letter belongs, and by which clue.</summary>
/// <param name="State">The request.</param>
/// <param name="Rule">The clue that won, in words.</param>
internal sealed record LetterPlace(RequestState State, string Rule)
{
    /// <summary>The partner to whom our letter went; null when the clue does not tell.</summary>
    public string? Partner { get; init; }

    /// <summary>True when the clue proves that the writer has our letter, whoever sent it.</summary>
    public bool IsGenuine { get; init; }

    /// <summary>Genuine, but not enough to act on: why.</summary>
    public string? Doubt { get; init; }

    /// <summary>Our letter, where the clue names one that is still known.</summary>
    public OutboxRow? Row { get; init; }

    /// <summary>The transaction that the clue names.</summary>
    public TransactionId? Transaction { get; init; }
}

/// <summary>What was found.</summary>
/// <param name="Place">Where it belongs; null when nobody knows.</param>
/// <param name="Verdicts">What came of every clue.</param>
internal sealed record ClueFinding(LetterPlace? Place, IReadOnlyList<ClueVerdict> Verdicts);

/// <summary>
/// Finds the request of a letter by its clues, the strongest first: the first that hits wins. A token that does not hold is
/// no clue at all, and it is told. Source: feeds reference, 4.3.
/// </summary>
internal sealed class LetterClues
{
    /// <summary>Clues of one statement that are looked at.</summary>
    private const int MaxClues = 60;

    private const string NotLookedAt = "not looked at: a stronger clue has decided";

    private readonly IUnitOfWork _work;
    private readonly Network _network;
    private readonly ILetterProof _proof;
    private readonly LetterNumbers _numbers;
    private readonly IReadOnlyList<Partner> _claimed;
    private readonly DateTimeOffset _at;

    public LetterClues(
        IUnitOfWork work, Network network, ILetterProof proof, LetterNumbers numbers, LetterOrigin origin, DateTimeOffset at)
    {
        _work = work;
        _network = network;
        _proof = proof;
        _numbers = numbers;
        _claimed = LetterSenders.Claimed(network, origin);
        _at = at;
    }

    /// <summary>Follows the clues.</summary>
    public ClueFinding Find(IEnumerable<RequestClue> clues)
    {
        var verdicts = new List<ClueVerdict>();
        LetterPlace? place = null;
        var ordered = clues.Take(MaxClues).OrderBy(Rank).ToArray();
        foreach (var clue in ordered.Where(clue => clue is not RequestClue.OpenNumber))
        {
            var (found, verdict) = place is null ? Follow(clue) : (null, NotLookedAt);
            place ??= found;
            verdicts.Add(new ClueVerdict(Words(clue), verdict, found is not null));
        }

        var words = ordered.OfType<RequestClue.OpenNumber>().ToArray();
        return place is null && words.Length > 0
            ? AmongOpen(words, verdicts)
            : new ClueFinding(place, [.. verdicts, .. words.Select(word => new ClueVerdict(Words(word), NotLookedAt))]);
    }

    private static int Rank(RequestClue clue) => clue switch
    {
        RequestClue.ReplyAddress => 1,
        RequestClue.Thread => 2,
        RequestClue.SubjectTag => 3,
        RequestClue.Native => 4,
        RequestClue.OpenNumber => 5,
        _ => throw new InvalidOperationException($"Not a clue of this set: {clue}"),
    };

    private static string Words(RequestClue clue) => clue switch
    {
        RequestClue.ReplyAddress reply => $"reply address of letter {reply.Letter} about {Cut(reply.Request)}",
        RequestClue.Thread thread => $"answers letter {thread.Letter} about {Cut(thread.Request)}",
        RequestClue.SubjectTag tag => $"subject tag {Cut(tag.Number)}",
        RequestClue.Native { Transaction: { } transaction } native => $"{Cut(native.Format)} {Cut(transaction.ToString())}",
        RequestClue.Native native => $"{Cut(native.Format)} {Cut(native.Number ?? "without a number")}",
        RequestClue.OpenNumber open => $"number {Cut(open.Number)}",
        _ => throw new InvalidOperationException($"Not a clue of this set: {clue}"),
    };

    private static string Cut(string text) => text.Length <= 80 ? text : text[..79] + "…";

    private (LetterPlace? Place, string Verdict) Follow(RequestClue clue) => clue switch
    {
        RequestClue.ReplyAddress reply => ByToken("reply address", reply.Request, reply.Letter, reply.Token),
        RequestClue.Thread thread => ByToken("thread", thread.Request, thread.Letter, thread.Token),
        RequestClue.SubjectTag tag => ByTag(tag),
        RequestClue.Native native => ByNative(native),
        _ => throw new InvalidOperationException($"Not a clue of this set: {clue}"),
    };

    private (LetterPlace? Place, string Verdict) ByToken(string rule, string request, long letter, string token)
    {
        if (Named(request) is not { } state)
        {
            return (null, "there is no such request");
        }

        var row = _work.FindOutbox(letter);
        var isOurs = row is not null && row.Entry.Request == state.Number;
        var partners = isOurs ? [row!.Entry.Partner] : row is null ? PartnersOf(state) : [];
        if (partners.FirstOrDefault(partner => _proof.Proves(state.Id, letter, partner, token)) is not { } partner)
        {
            return (null, "the token is not ours: forged, damaged, or of another letter");
        }

        var doubt = partner == JournalEntry.Patrons ? "it answers a letter to the patron"
            : row is null ? "the letter that it answers is not known any more"
            : _at - row.Entry.CreatedAt > TimeSpan.FromDays(_network.Snapshot.Gateway.Mail.TokenDays)
                ? $"the token is older than {_network.Snapshot.Gateway.Mail.TokenDays} days"
            : null;
        return (new LetterPlace(state, rule)
        {
            Partner = partner,
            IsGenuine = true,
            Doubt = doubt,
            Row = row,
            Transaction = row is not null && Legs.IsWith(state, row.Entry.Message.Header.Transaction, partner)
                ? row.Entry.Message.Header.Transaction
                : Legs.TransactionWith(state, partner),
        }, $"the token of letter {letter} to {partner} holds{(doubt is null ? "" : $", but {doubt}")}");
    }

    private (LetterPlace? Place, string Verdict) ByTag(RequestClue.SubjectTag tag)
    {
        if (Named(tag.Number) is not { } state)
        {
            return (null, "there is no such request");
        }

        return PartnersOf(state).FirstOrDefault(partner => _proof.Checks(state.Id, partner, tag.Check)) is { } partner
            ? (new LetterPlace(state, "subject tag") { Partner = partner, Transaction = Legs.TransactionWith(state, partner) },
                "the check characters fit; they prove nothing")
            : (null, "the check characters do not fit");
    }

    private (LetterPlace? Place, string Verdict) ByNative(RequestClue.Native native)
    {
        if (native.Transaction is { } transaction && OfTransaction(transaction) is { } state)
        {
            return (new LetterPlace(state, native.Format) { Transaction = transaction }, "the transaction is known");
        }

        var found = native.Number is { } number ? Bearing(number).Take(2).ToArray() : [];
        return found.Length switch
        {
            1 => (new LetterPlace(found[0], native.Format), "the number is known"),
            0 => (null, "nothing is known under it"),
            _ => (null, $"several requests bear it: {Ids(found)}"),
        };
    }

    private RequestState? OfTransaction(TransactionId transaction)
    {
        IEnumerable<Symbol?> ours = transaction.InitialRequester is null
            ? _network.OurSymbols.Select(one => (Symbol?)one)
            : [null];
        IEnumerable<Symbol?> theirs = transaction.InitialRequester is null
            ? _claimed.SelectMany(partner => partner.Symbols).Select(one => (Symbol?)one)
            : [null];
        return ours.Select(symbol => _work.FindByTransaction(Side.Borrowing, transaction, symbol))
            .Concat(theirs.Select(symbol => _work.FindByTransaction(Side.Lending, transaction, symbol)))
            .FirstOrDefault(state => state is not null);
    }

    /// <summary>Words count only among the open requests of the partners that the sender may be; more than one request is
    /// for the staff.</summary>
    private ClueFinding AmongOpen(RequestClue.OpenNumber[] words, List<ClueVerdict> verdicts)
    {
        var hits = words.Select(word => (Word: word, Found: Bearing(word.Number)
            .Where(state => !StatusCatalog.Info(state.Side, state.Status).IsFinal
                && _claimed.Any(partner => IsPartOf(state, partner.Code))).ToArray())).ToArray();
        var requests = hits.SelectMany(hit => hit.Found).DistinctBy(state => state.Number).ToArray();
        var isOne = requests.Length == 1;
        verdicts.AddRange(hits.Select(hit => new ClueVerdict(
            Words(hit.Word),
            hit.Found.Length == 0 ? "no open request with this sender bears it"
                : isOne ? "the only open request with this sender that bears it"
                : $"not clear: {Ids(requests)}",
            isOne && hit.Found.Length > 0)));
        return new ClueFinding(isOne ? new LetterPlace(requests[0], "open number") : null, verdicts);
    }

    /// <summary>The requests that bear a number: ours, the borrower's, or the partner's own.</summary>
    private IEnumerable<RequestState> Bearing(string number)
    {
        var trimmed = number.Trim();
        var ours = Named(trimmed);
        var others = _numbers.Of(trimmed).Select(_work.FindRequest).OfType<RequestState>()
            .Where(state => Is(state.ExternalId) || Is(state.PartnerReference) || Is(state.Transaction?.GroupQualifier));
        return (ours is null ? others : others.Prepend(ours)).DistinctBy(state => state.Number)
            .Where(state => state.Status != Status.Deleted);

        bool Is(string? own) => string.Equals(own?.Trim(), trimmed, StringComparison.OrdinalIgnoreCase);
    }

    private RequestState? Named(string id) =>
        RequestIds.Number(id) is { } number && _work.FindRequest(number) is { } state
            && string.Equals(state.Id, id.Trim(), StringComparison.OrdinalIgnoreCase)
                ? state
                : null;

    private static bool IsPartOf(RequestState state, string partner) =>
        PartnersOf(state).Contains(partner, StringComparer.OrdinalIgnoreCase);

    private static IReadOnlyList<string> PartnersOf(RequestState state) =>
        state.Rota.Where(leg => leg.Transaction is not null).Select(leg => leg.Partner)
            .Concat(state.Partner is { } active ? [active] : []).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();

    private static string Ids(IEnumerable<RequestState> requests) =>
        string.Join(", ", requests.Take(5).Select(state => state.Id));
}

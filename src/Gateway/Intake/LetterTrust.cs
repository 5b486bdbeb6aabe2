using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>Whether a letter may act on a request, and in whose name.</summary>
/// <param name="Partner">The partner in whose name it acts; null when nothing proves that it is one's.</param>
/// <param name="Text">By what, or why not.</param>
internal sealed record LetterTrust(Partner? Partner, string Text)
{
    /// <summary>Weighs it: a genuine token of a letter of ours, or a sender of one of the request's partners for whom our
    /// mail server vouches.</summary>
    public static LetterTrust Of(LetterPlace place, LetterOrigin origin, Network network)
    {
        var (state, claimed) = (place.State, LetterSenders.Claimed(network, origin));
        if (place is { IsGenuine: true, Doubt: null, Partner: { } proven })
        {
            return network.Find(proven) is { } partner && Legs.Knows(state, proven)
                ? new LetterTrust(partner, $"token of {proven}")
                : new LetterTrust(null, $"the token holds, but {proven} has no part in {state.Id} any more");
        }

        var vouched = LetterSenders.IsVouched(origin)
            ? claimed.Where(partner => Legs.Knows(state, partner.Code)).ToArray()
            : [];
        var ofClue = vouched.FirstOrDefault(partner => Is(partner, place.Partner))
            ?? vouched.FirstOrDefault(partner => Is(partner, state.Partner));
        if ((ofClue ?? (vouched.Length == 1 ? vouched[0] : null)) is { } sender)
        {
            return new LetterTrust(sender, Vouches(origin, sender));
        }

        var why = WhyNot(state, origin, claimed, vouched.Length);
        return new LetterTrust(null, place.Doubt is { } doubt ? $"{doubt}, and {why}" : why);
    }

    /// <summary>The partner that may make a new request by letter: a vouched sender of just one, or of the one that the
    /// request names.</summary>
    public static LetterTrust OfNew(MessageHeader header, LetterOrigin origin, Network network)
    {
        var claimed = LetterSenders.Claimed(network, origin);
        var named = new[] { header.Requester?.Symbol, header.Transaction.InitialRequester }
            .Select(symbol => network.Find(symbol)?.Code).OfType<string>().ToArray();
        var fitting = claimed.Where(partner => named.All(code => Is(partner, code))).ToArray();
        if (LetterSenders.IsVouched(origin) && fitting.Length == 1)
        {
            return new LetterTrust(fitting[0], Vouches(origin, fitting[0]));
        }

        return new LetterTrust(null, (claimed.Count, fitting.Length) switch
        {
            (0, _) => $"{origin.From ?? "its sender"} is no sender of a partner",
            (_, 0) => $"it names {string.Join(" and ", named)}, but {origin.From} is a sender of {Codes(claimed)}",
            (_, > 1) => $"{origin.From} is a sender of {Codes(fitting)}",
            _ => NobodyVouches(origin),
        });
    }

    private static string WhyNot(RequestState state, LetterOrigin origin, IReadOnlyList<Partner> claimed, int vouched) =>
        origin.From is null ? "it names no sender that can be read"
        : claimed.Count == 0 ? $"{origin.From} is no sender of a partner"
        : !LetterSenders.IsVouched(origin) ? NobodyVouches(origin)
        : vouched > 1 ? $"{origin.From} is a sender of several partners of {state.Id}"
        : $"{Codes(claimed)} has no part in {state.Id}";

    private static string Codes(IEnumerable<Partner> partners) => string.Join(", ", partners.Select(partner => partner.Code));

    private static string Vouches(LetterOrigin origin, Partner partner) =>
        $"{origin.From} is a sender of {partner.Code}, and our mail server vouches for it";

    private static string NobodyVouches(LetterOrigin origin) => $"nobody vouches that it comes from {origin.From}";

    private static bool Is(Partner partner, string? code) =>
        string.Equals(partner.Code, code, StringComparison.OrdinalIgnoreCase);
}

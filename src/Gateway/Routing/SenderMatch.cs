using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Routing;

/// <summary>Who sent an arrival, and on which side of the request we are.</summary>
/// <param name="Partner">The partner; null when nobody matches or the match is not believed.</param>
/// <param name="OurSide">Our side; null when the message does not tell.</param>
/// <param name="Error">Why there is no partner.</param>
public sealed record SenderMatch(Partner? Partner, Side? OurSide, GatewayError? Error)
{
    /// <summary>
    /// Finds the partner by the symbols of the message, and believes it only when it comes from where that partner may
    /// come from: an allowed address, our own call to it, or a secret that it was given. A sender that names no symbol at all
    /// is found by its address when only one partner has it, else by the transaction. An inactive partner is known all the
    /// same: open requests are finished with it.
    /// </summary>
    /// <param name="header">The header of the message, with its sender.</param>
    /// <param name="service">The kind of message, where it is known.</param>
    /// <param name="peer">Who is at the other end.</param>
    /// <param name="network">The partners.</param>
    /// <param name="ofTransaction">The partner with whom we have the message's transaction; asked for a sender without a
    /// name only.</param>
    public static SenderMatch Of(
        MessageHeader header, IllService? service, Peer peer, Network network, Func<Partner?>? ofTransaction = null)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(peer);
        ArgumentNullException.ThrowIfNull(network);
        var side = OurSideOf(header, service, network);
        var named = SymbolsOfSender(header, side).ToArray();
        var partner = named.Select(symbol => network.Find(symbol)).FirstOrDefault(found => found is not null);
        if (partner is null && named.Length == 0)
        {
            partner = AtTheOtherEnd(peer, network) ?? (side == Side.Lending ? null : ofTransaction?.Invoke());
        }

        if (partner is null)
        {
            return new SenderMatch(null, side, new GatewayError("partner-unknown", RetryClass.AfterOperator,
                "The sender is not a partner of this library.",
                $"symbols {(named.Length == 0 ? "none" : string.Join(", ", named))}, from {peer}; add a file under config/partners"));
        }

        var isBelieved = (peer.CalledPartner ?? peer.ProvenPartner) is { } called
            ? string.Equals(called, partner.Code, StringComparison.OrdinalIgnoreCase)
            : partner.Config.Channel.Settings.IsBelievedByAddress && partner.MayConnectFrom(peer.Address);
        return isBelieved
            ? new SenderMatch(partner, side, null)
            : new SenderMatch(null, side, new GatewayError("address-not-allowed", RetryClass.AfterOperator,
                "The sender is not authorised.",
                $"claims to be {partner.Code} but comes from {peer}; add the address to allowedFrom if that is right"));
    }

    /// <summary>The side on which we are when we get a service; null for one that both sides send.</summary>
    public static Side? SideThatGets(IllService service) => service switch
    {
        IllService.IllRequest or IllService.ConditionalReply or IllService.Cancel or IllService.Received
            or IllService.Returned or IllService.Renew => Side.Lending,
        IllService.ForwardNotification or IllService.Shipped or IllService.IllAnswer or IllService.CancelReply
            or IllService.Recall or IllService.CheckedIn or IllService.Overdue or IllService.RenewAnswer
            or IllService.Expired => Side.Borrowing,
        _ => null,
    };

    private static Side? OurSideOf(MessageHeader header, IllService? service, Network network) => service switch
    {
        { } known when SideThatGets(known) is { } side => side,
        _ when network.IsOurs(header.Requester?.Symbol) => Side.Borrowing,
        _ when network.IsOurs(header.Responder?.Symbol) => Side.Lending,
        _ when network.IsOurs(header.Transaction.InitialRequester) => Side.Borrowing,
        _ when network.Find(header.Requester?.Symbol ?? header.Transaction.InitialRequester) is not null => Side.Lending,
        _ when network.Find(header.Responder?.Symbol) is not null => Side.Borrowing,
        _ => null,
    };

    private static IEnumerable<Symbol> SymbolsOfSender(MessageHeader header, Side? ourSide)
    {
        var symbols = ourSide switch
        {
            Side.Lending => [header.Requester?.Symbol, header.Transaction.InitialRequester],
            Side.Borrowing => new[] { header.Responder?.Symbol },
            _ => [header.Requester?.Symbol, header.Responder?.Symbol],
        };
        return symbols.OfType<Symbol>().Concat(header.SenderAliases);
    }

    private static Partner? AtTheOtherEnd(Peer peer, Network network) => (peer.CalledPartner ?? peer.ProvenPartner) is { } known
        ? network.Find(known)
        : network.TheOnlyOneAt(peer.Address);
}

using System.Globalization;
using ResourceSharing.Adapters.Bldss;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>Orders at the British Library, as the store has them.</summary>
internal sealed class BldssOrders(NetworkSource network, IStore store) : IBldssOrders
{
    /// <inheritdoc/>
    public BldssPartnerSettings? FindPartner(string code) =>
        network.Current.Find(code)?.Config.Channel.Settings as BldssPartnerSettings;

    /// <inheritdoc/>
    public async Task<BldssPlacedOrder?> FindOrderAsync(
        string partner, string reference, CancellationToken cancellationToken)
    {
        if (NumberOf(OrderReference.RequestOf(reference)) is not { } number
            || await store.FindRequestAsync(number, cancellationToken) is not { Side: Side.Borrowing } state)
        {
            return null;
        }

        var transaction = state.Rota
            .Where(leg => string.Equals(leg.Partner, partner, StringComparison.OrdinalIgnoreCase))
            .Select(leg => leg.Transaction).OfType<TransactionId>()
            .FirstOrDefault(one => string.Equals(OrderReference.Of(one), reference, StringComparison.OrdinalIgnoreCase));
        return transaction is null ? null : new BldssPlacedOrder(
            transaction, state.OurSymbol, state.Content, state.Transaction == transaction ? state.PartnerReference : null);
    }

    private long? NumberOf(string request)
    {
        var code = network.Current.Snapshot.Gateway.Library.Code;
        return request.StartsWith(code, StringComparison.OrdinalIgnoreCase)
            && long.TryParse(request.AsSpan(code.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && string.Equals(network.Current.RequestId(number), request, StringComparison.OrdinalIgnoreCase)
                ? number
                : null;
    }
}

using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Bldss;

/// <summary>What the callback needs to know of partners and orders.</summary>
public interface IBldssOrders
{
    /// <summary>The settings of a partner; null when there is no such partner, or it is reached in another way.</summary>
    BldssPartnerSettings? FindPartner(string code);

    /// <summary>The order that we placed with a partner under a reference; null when there is none.</summary>
    Task<BldssPlacedOrder?> FindOrderAsync(string partner, string reference, CancellationToken cancellationToken);
}

/// <summary>An order of ours.</summary>
/// <param name="Transaction">Its transaction.</param>
/// <param name="Requester">Our library in it.</param>
/// <param name="Content">What was asked for.</param>
/// <param name="OrderLine">Its number at the British Library; null while it is not known.</param>
public sealed record BldssPlacedOrder(TransactionId Transaction, Symbol Requester, IllRequest Content, string? OrderLine);

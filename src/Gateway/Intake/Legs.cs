using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>Which leg of a request a message is about, and whether it is its sender's. Pure.</summary>
internal static class Legs
{
    /// <summary>Compared as exact strings after trimming.</summary>
    public static bool Same(TransactionId? ours, TransactionId theirs) => ours is not null
        && ours.GroupQualifier.Trim() == theirs.GroupQualifier.Trim()
        && ours.Qualifier.Trim() == theirs.Qualifier.Trim()
        && (ours.SubQualifier ?? "").Trim() == (theirs.SubQualifier ?? "").Trim();

    /// <summary>The leg of a transaction.</summary>
    public static RotaLeg? Of(RequestState state, TransactionId transaction) =>
        state.Rota.FirstOrDefault(leg => Same(leg.Transaction, transaction));

    /// <summary>Is the partner the supplier that we asked in this transaction, or the one to which it passed the request
    /// on, or the borrower?</summary>
    public static bool IsWith(RequestState state, TransactionId transaction, string partner) =>
        AreEqual(Of(state, transaction)?.Partner, partner)
        || ((state.Side == Side.Lending || Same(state.Transaction, transaction)) && AreEqual(state.Partner, partner));

    /// <summary>Has the partner anything to do with the request: does it have it, or was it ever asked?</summary>
    public static bool Knows(RequestState state, string partner) => TransactionWith(state, partner) is not null;

    /// <summary>The transaction with a partner: the active one, or else the last in which it was asked.</summary>
    public static TransactionId? TransactionWith(RequestState state, string partner) =>
        state.Transaction is { } active && AreEqual(state.Partner, partner)
            ? active
            : state.Rota.LastOrDefault(leg => leg.Transaction is not null && AreEqual(leg.Partner, partner))?.Transaction;

    /// <summary>Is it about a supplier that is not asked any more?</summary>
    public static bool IsEarlier(RequestState state, TransactionId transaction) =>
        state.Side == Side.Borrowing && !Same(state.Transaction, transaction);

    /// <summary>A supplier that we had given up answers after all. A shipment counts while nobody else is asked or has
    /// supplied; anything else is kept for the staff to read.</summary>
    public static bool MayResume(RequestState state, IllMessage message) => message is IllMessage.Shipped
        && state.Rota.All(leg => leg.Outcome is not (LegOutcome.Active or LegOutcome.Supplied));

    /// <summary>The request with an earlier leg as the active one.</summary>
    public static RequestState Resumed(RequestState state, TransactionId transaction, string partner) => state with
    {
        Partner = partner,
        Transaction = transaction,
        Counterpart = null,
        PartnerReference = null,
        Rota = state.Rota.Select(leg => Same(leg.Transaction, transaction)
            ? leg with { Outcome = LegOutcome.Active }
            : leg).ToArray(),
    };

    private static bool AreEqual(string? one, string? other) =>
        one is not null && string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

namespace ResourceSharing.Mapping.Canonical;

/// <summary>
/// The number of an order where a partner takes one short reference from the customer: our number of the request, and from
/// the second order for the same request on its leg behind a hyphen (<c>HOME0000042</c>, <c>HOME0000042-2</c>), so that no
/// reference is used twice.
/// </summary>
public static class OrderReference
{
    /// <summary>The reference of a transaction of ours.</summary>
    public static string Of(TransactionId transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return transaction.Qualifier is "" or "1"
            ? transaction.GroupQualifier
            : $"{transaction.GroupQualifier}-{transaction.Qualifier}";
    }

    /// <summary>The number of the request in a reference: without its leg, where it has one.</summary>
    public static string RequestOf(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var hyphen = reference.LastIndexOf('-');
        var leg = hyphen < 0 ? "" : reference[(hyphen + 1)..];
        return leg.Length is 1 or 2 && leg.All(char.IsAsciiDigit) ? reference[..hyphen] : reference;
    }
}

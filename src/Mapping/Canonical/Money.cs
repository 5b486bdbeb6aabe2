namespace ResourceSharing.Mapping.Canonical;

/// <summary>An amount of money. Source: ISO 10161-1 Amount.</summary>
/// <param name="Amount">In whole units of the currency, with its decimals (12.50 is twelve and a half).</param>
/// <param name="Currency">ISO 4217, three letters; null where the partner named none.</param>
public sealed record Money(decimal Amount, string? Currency)
{
    /// <summary>As people write it: <c>12.50 EUR</c>.</summary>
    public override string ToString() =>
        Amount.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture) + (Currency is null ? "" : " " + Currency);
}

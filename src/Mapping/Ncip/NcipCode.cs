namespace ResourceSharing.Mapping.Ncip;

/// <summary>A value with the scheme it is from: <c>SchemeValuePair</c> of version 2, <c>Scheme</c> and <c>Value</c> of
/// version 1.</summary>
/// <param name="Value">The value as it was sent; compare it with <see cref="Is"/>.</param>
/// <param name="Scheme">The URI of the scheme; null where none was sent. Peers invent schemes and put their own host
/// into them, so that nothing is ever decided by it: it is kept for the echo.</param>
public sealed record NcipCode(string Value, string? Scheme = null)
{
    /// <summary>A value without a scheme.</summary>
    public static implicit operator NcipCode(string value) => new(value);

    /// <summary>Whether this is that value: without regard to case, and to blanks around and inside it (templates
    /// carry tabs and ends of lines). Aliases are in <see cref="NcipAliases"/>.</summary>
    /// <param name="value">The value of a list, like <see cref="NcipValues.HoldForPickup"/>.</param>
    /// <returns>True if it is.</returns>
    public bool Is(string value) => string.Equals(Plain(Value), Plain(value), StringComparison.OrdinalIgnoreCase);

    /// <summary>The value alone.</summary>
    public override string ToString() => Value;

    /// <summary>A text with single blanks inside and none around it.</summary>
    internal static string Plain(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>What must never be seen in a log: a password, a PIN, the authentication of an agency.</summary>
/// <param name="Value">The secret itself.</param>
public sealed record NcipSecret(string Value)
{
    /// <summary>Three asterisks.</summary>
    public override string ToString() => "***";
}

/// <summary>An amount of money in the smallest unit of its currency: 1234 EUR is 12.34 euro.</summary>
/// <param name="Currency">ISO 4217, three letters; null where none was sent.</param>
/// <param name="MinorUnits">The amount; negative for a credit.</param>
public sealed record NcipAmount(NcipCode? Currency, long MinorUnits)
{
    /// <summary>The amount as people write it.</summary>
    /// <returns>In whole units, with the decimals that the currency has.</returns>
    public Canonical.Money ToMoney()
    {
        decimal amount = MinorUnits;
        for (int i = Decimals(Currency?.Value); i > 0; i--)
            amount /= 10;
        return new Canonical.Money(amount, Currency is null ? null : NcipCode.Plain(Currency.Value).ToUpperInvariant());
    }

    /// <summary>The amount for the wire.</summary>
    /// <param name="money">In whole units.</param>
    /// <returns>The same in minor units, rounded to the nearest; null where it is too large to be told.</returns>
    public static NcipAmount? From(Canonical.Money money)
    {
        ArgumentNullException.ThrowIfNull(money);
        if (Math.Abs(money.Amount) > 1_000_000_000_000m)
            return null;
        decimal minor = money.Amount;
        for (int i = Decimals(money.Currency); i > 0; i--)
            minor *= 10;
        return new NcipAmount(
            money.Currency is null ? null : new NcipCode(money.Currency),
            (long)Math.Round(minor, MidpointRounding.AwayFromZero));
    }

    /// <summary>Decimals of a currency by ISO 4217; two for all that are not named here.</summary>
    private static int Decimals(string? currency) => currency?.Trim().ToUpperInvariant() switch
    {
        "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" or "PYG" or "RWF" or "UGX" or "VND"
            or "VUV" or "XAF" or "XOF" or "XPF" => 0,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
        _ => 2,
    };
}

/// <summary>An element of <c>Ext</c>. Peers put there what the schema has no place for.</summary>
/// <param name="Name">The name without prefix, like <c>ItemNote</c> or <c>NoticeContent</c>.</param>
/// <param name="Text">Its text; of an element with others in it all their text.</param>
public sealed record NcipExtra(string Name, string Text)
{
    /// <summary>A note on the item (Alma peer to peer, NNCIPP). Declared from 2.02 on.</summary>
    public const string ItemNote = "ItemNote";

    /// <summary>Who does something, like <c>ShippedBy.Lender</c> (NNCIPP).</summary>
    public const string NoticeContent = "NoticeContent";
}

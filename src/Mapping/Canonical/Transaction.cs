namespace ResourceSharing.Mapping.Canonical;

/// <summary>
/// The identity of a transaction, the same in all its messages. Compared as exact strings after trimming; a
/// partner's qualifiers are never taken apart. Source: ISO 10161-1 Transaction-Id.
/// </summary>
public sealed record TransactionId
{
    /// <summary>The library that asked first; null where the message left it out (then its requester stands in).</summary>
    public Symbol? InitialRequester { get; init; }

    /// <summary>Groups all transactions of one patron request: our request number. May be empty.</summary>
    public required string GroupQualifier { get; init; }

    /// <summary>One transaction with one responder: the leg of the rota. May be empty.</summary>
    public required string Qualifier { get; init; }

    /// <summary>A sub-transaction of an intermediary.</summary>
    public string? SubQualifier { get; init; }

    /// <summary>A transaction as one word of printable characters, <c>EAST/4711/1/</c>. Identities of messages begin with it
    /// and a space, so that a store can keep what belongs to one transaction side by side.</summary>
    /// <param name="requester">The initial requester's symbol as it was sent, else the requester's; its case does not matter.</param>
    /// <param name="groupQualifier">As it was sent.</param>
    /// <param name="qualifier">As it was sent.</param>
    /// <param name="subQualifier">As it was sent; null where there is none.</param>
    public static string Word(string? requester, string groupQualifier, string qualifier, string? subQualifier)
    {
        string?[] parts = [requester?.ToUpperInvariant(), groupQualifier, qualifier, subQualifier];
        return string.Join('/', parts.Select(part => Uri.EscapeDataString(part?.Trim() ?? "")));
    }

    /// <summary>For people: <c>RSG:HOME 4711/1</c>.</summary>
    public override string ToString() =>
        $"{InitialRequester?.Text} {GroupQualifier}/{Qualifier}{(SubQualifier is null ? "" : "/" + SubQualifier)}".Trim();
}

/// <summary>When a service was performed, in the sender's local time. Source: ISO 10161-1 Service-Date-Time.</summary>
/// <param name="Date">The day.</param>
/// <param name="Time">The time, to the second; null where the sender gave none.</param>
public sealed record ServiceTime(DateOnly Date, TimeOnly? Time)
{
    /// <summary>From a point in time, cut to whole seconds, in its own offset.</summary>
    public static ServiceTime From(DateTimeOffset at) =>
        new(DateOnly.FromDateTime(at.DateTime), new TimeOnly(at.Hour, at.Minute, at.Second));

    /// <summary>One second later; a service without a time moves to the first second of its day.</summary>
    public ServiceTime NextSecond()
    {
        var next = Date.ToDateTime(Time ?? TimeOnly.MinValue).AddSeconds(1);
        return new ServiceTime(DateOnly.FromDateTime(next), TimeOnly.FromDateTime(next));
    }

    /// <summary>Sorts in time; a service without a time stands at the start of its day.</summary>
    public bool IsAfter(ServiceTime other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Date.ToDateTime(Time ?? TimeOnly.MinValue) > other.Date.ToDateTime(other.Time ?? TimeOnly.MinValue);
    }

    /// <summary>As 2026-03-01 14:05:09.</summary>
    public override string ToString() => Time is { } time ? $"{Date:yyyy-MM-dd} {time:HH:mm:ss}" : $"{Date:yyyy-MM-dd}";
}

/// <summary>What every message says beside its own content. Source: the header common to all APDUs.</summary>
public sealed record MessageHeader
{
    /// <summary>Which transaction.</summary>
    public required TransactionId Transaction { get; init; }

    /// <summary>When this service was performed.</summary>
    public required ServiceTime At { get; init; }

    /// <summary>Set in a repeat: when the service was performed first.</summary>
    public ServiceTime? OriginallyAt { get; init; }

    /// <summary>The requester (borrower), where named.</summary>
    public Party? Requester { get; init; }

    /// <summary>The responder (lender), where named.</summary>
    public Party? Responder { get; init; }

    /// <summary>The borrower's own number for the request. Source: extension 1.0.10161.13.8.</summary>
    public string? RequesterReference { get; init; }

    /// <summary>The lender's own number for the request.</summary>
    public string? ResponderReference { get; init; }

    /// <summary>Further symbols under which the sender of this message is known. Source: extension 13.3.</summary>
    public IReadOnlyList<Symbol> SenderAliases { get; init; } = [];

    /// <summary>Further symbols under which the sender knows the recipient.</summary>
    public IReadOnlyList<Symbol> RecipientAliases { get; init; } = [];
}

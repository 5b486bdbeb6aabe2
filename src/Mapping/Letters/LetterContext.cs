using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Everything that a letter is made from.</summary>
public sealed record LetterContext
{
    /// <summary>What to say.</summary>
    public required IllMessage Message { get; init; }

    /// <summary>The request that it is about.</summary>
    public required TransactionSummary About { get; init; }

    /// <summary>Our library.</summary>
    public required LetterSender Sender { get; init; }

    /// <summary>The partner.</summary>
    public required LetterRecipient Recipient { get; init; }

    /// <summary>The partner's language, ISO 639-1.</summary>
    public required string Language { get; init; }

    /// <summary>When the message was made, with the offset to show; the date of the letter.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The outbox number: the same for every attempt, never used for another message.</summary>
    public required long OutboxId { get; init; }

    /// <summary>The gateway's key, from which the checks in addresses and identifiers are made.</summary>
    public required ReadOnlyMemory<byte> Key { get; init; }

    /// <summary>What separates a sub-address of our mailbox; empty for a mailbox that knows none.</summary>
    public string AddressSeparator { get; init; } = "+";

    /// <summary>The pages on which partners answer; null when the gateway has no address that they reach.</summary>
    public LetterLinks? Links { get; init; }
}

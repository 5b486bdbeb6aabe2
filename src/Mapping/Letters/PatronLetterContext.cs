using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Everything that a letter to a patron is made from.</summary>
public sealed record PatronLetterContext
{
    /// <summary>What to say.</summary>
    public required PatronLetter Letter { get; init; }

    /// <summary>The request that it is about.</summary>
    public required TransactionSummary About { get; init; }

    /// <summary>Our library.</summary>
    public required LetterSender Sender { get; init; }

    /// <summary>The patron's name; null where it is not known.</summary>
    public string? PatronName { get; init; }

    /// <summary>The patron's mail address, <c>local@domain</c>.</summary>
    public required string Email { get; init; }

    /// <summary>The patron's language, ISO 639-1.</summary>
    public required string Language { get; init; }

    /// <summary>The file that was supplied.</summary>
    public SuppliedDocument? Document { get; init; }

    /// <summary>Where the file can be fetched; the secret of our own link is masked in it.</summary>
    public string? Link { get; init; }

    /// <summary>How many characters the password of the file has; null when it needs none. The letter shows as many stars,
    /// which are replaced when it leaves.</summary>
    public int? PasswordChars { get; init; }

    /// <summary>The file itself, where it goes along.</summary>
    public MailAttachment? Attachment { get; init; }

    /// <summary>When the letter was decided, with the offset to show; its date.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The outbox number: the same for every attempt, never used for another letter.</summary>
    public required long OutboxId { get; init; }
}

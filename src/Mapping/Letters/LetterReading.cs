using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Mapping.Letters;

/// <summary>What has to be known to read a letter.</summary>
public sealed record LetterReading
{
    /// <summary>For people and the journal: the mailbox that it was taken from.</summary>
    public required string Mailbox { get; init; }

    /// <summary>When it was taken from the mailbox; stands in for a date that the letter does not have.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Our mail addresses without sub-addresses: where letters come from and answers go to.</summary>
    public required IReadOnlyList<string> OurAddresses { get; init; }

    /// <summary>What separates a sub-address; empty when our mailboxes know none.</summary>
    public string AddressSeparator { get; init; } = "+";

    /// <summary>Our symbols.</summary>
    public required IReadOnlyList<Symbol> OurSymbols { get; init; }

    /// <summary>The phrases of all languages.</summary>
    public required PhraseGrammar Phrases { get; init; }

    /// <summary>The language of whoever writes from an address; null when nobody knows him. The address is a claim, which
    /// is good enough for choosing a language.</summary>
    public Func<string, string?> LanguageOf { get; init; } = _ => null;

    /// <summary>Does an address belong to a supplier that answers orders in codes (ARTEmail)? A claim too: it chooses how
    /// the text is read, not what may be done with it.</summary>
    public Func<string, bool> AnswersInCodes { get; init; } = _ => false;

    /// <summary>Our mail server, which checks senders; null when none is configured.</summary>
    public AuthenticationTrust? Trust { get; init; }

    /// <summary>What tells our own mail from that of others.</summary>
    public OwnMail Own { get; init; } = OwnMail.None;
}

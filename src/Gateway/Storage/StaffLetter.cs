using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Storage;

/// <summary>A letter that the gateway did not act on by itself: it waits for somebody of the staff, with all that is known
/// of it.</summary>
public sealed record StaffLetter
{
    /// <summary>The number of its message in the journal, which has its bytes.</summary>
    public required long Id { get; init; }

    /// <summary>When it was taken over.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who wrote it, as far as it claims and our mail server vouches.</summary>
    public required LetterOrigin Origin { get; init; }

    /// <summary>A person's letter, or which kind of automatic one.</summary>
    public required LetterKind Kind { get; init; }

    /// <summary>The subject; may be empty.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What the writer wrote, cut to <see cref="TextChars"/>; may be empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>The files that came with it.</summary>
    public IReadOnlyList<LetterAttachment> Attachments { get; init; } = [];

    /// <summary>What it says, of which at least one statement waits or has waited.</summary>
    public required IReadOnlyList<StaffStatement> Statements { get; init; }

    /// <summary>Characters that are kept of the text; the whole letter is in the journal.</summary>
    public const int TextChars = 20_000;

    /// <summary>Is there anything left to do?</summary>
    public bool IsWaiting => Statements.Any(statement => statement.IsWaiting);
}

/// <summary>One thing that a letter says about one request.</summary>
public sealed record StaffStatement
{
    /// <summary>Its number within the letter, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Why the staff are asked, stable and in kebab-case: <c>letter-unverified</c>; null for what the gateway did by
    /// itself.</summary>
    public string? Code { get; init; }

    /// <summary>Why the staff are asked, or what the gateway did by itself.</summary>
    public required string Reason { get; init; }

    /// <summary>The number of the request, once it is known.</summary>
    public long? Request { get; init; }

    /// <summary>The code of the partner whose letter it is taken to be; null when nobody knows.</summary>
    public string? Partner { get; init; }

    /// <summary>The words that it rests on; may be empty.</summary>
    public string Words { get; init; } = "";

    /// <summary>What was looked at to find the request, and what came of it.</summary>
    public IReadOnlyList<ClueVerdict> Clues { get; init; } = [];

    /// <summary>What may be meant.</summary>
    public IReadOnlyList<LetterProposal> Proposals { get; init; } = [];

    /// <summary>How it ended; null while it waits.</summary>
    public StatementEnd? End { get; init; }

    /// <summary>Does it wait for the staff?</summary>
    public bool IsWaiting => End is null;
}

/// <summary>A clue and what came of it.</summary>
/// <param name="Clue">The clue in words: <c>reply address for home0000042</c>.</param>
/// <param name="Verdict">What came of it, in words.</param>
/// <param name="IsHit">True for the one that won.</param>
public sealed record ClueVerdict(string Clue, string Verdict, bool IsHit = false);

/// <summary>How a statement ended.</summary>
/// <param name="How">Applied or dismissed.</param>
/// <param name="By">The user, or <c>gateway</c>.</param>
/// <param name="At">When.</param>
/// <param name="Text">What was done, in words.</param>
public sealed record StatementEnd(StatementEnding How, string By, DateTimeOffset At, string Text);

/// <summary>Ways in which a statement ends.</summary>
public enum StatementEnding
{
    /// <summary>One of its readings was applied.</summary>
    Applied = 1,

    /// <summary>It changed nothing, or was worked on in another way.</summary>
    Dismissed = 2,
}

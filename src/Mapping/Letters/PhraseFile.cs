using System.ComponentModel.DataAnnotations;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>What a phrase in a letter means. Who may say it follows from the message: <c>shipped</c> is the lender's,
/// <c>received</c> the borrower's.</summary>
public enum PhraseVerb
{
    /// <summary>Nothing: words that would otherwise be taken for something.</summary>
    Nothing,

    /// <summary>It will be supplied.</summary>
    WillSupply,

    /// <summary>It is on its way.</summary>
    Shipped,

    /// <summary>It cannot be supplied.</summary>
    Unfilled,

    /// <summary>It would be supplied on a condition.</summary>
    Conditional,

    /// <summary>Not now; ask again.</summary>
    Retry,

    /// <summary>A hold was placed.</summary>
    HoldPlaced,

    /// <summary>The condition is accepted.</summary>
    ConditionAccepted,

    /// <summary>The condition is not accepted.</summary>
    ConditionRefused,

    /// <summary>It has arrived at the borrower.</summary>
    Received,

    /// <summary>It is on its way back.</summary>
    Returned,

    /// <summary>It is back at the lender.</summary>
    CheckedIn,

    /// <summary>Somebody returned it: the borrower that it left, or the lender that it came.</summary>
    ReturnedOrCheckedIn,

    /// <summary>The borrower wants to keep it longer.</summary>
    Renew,

    /// <summary>It may be kept longer.</summary>
    RenewGranted,

    /// <summary>It may not be kept longer.</summary>
    RenewRefused,

    /// <summary>The borrower no longer wants it.</summary>
    Cancel,

    /// <summary>The lender has cancelled.</summary>
    CancelAccepted,

    /// <summary>It can no longer be cancelled.</summary>
    CancelRefused,

    /// <summary>The loan is past its due date.</summary>
    Overdue,

    /// <summary>The lender wants it back.</summary>
    Recall,

    /// <summary>It is damaged.</summary>
    Damaged,

    /// <summary>It is lost.</summary>
    Lost,

    /// <summary>Where does the request stand?</summary>
    StatusQuery,
}

/// <summary>How dates in numbers are written.</summary>
public enum DayMonthOrder
{
    /// <summary>The day first.</summary>
    DayFirst,

    /// <summary>One cannot know: a date that could be two is not read.</summary>
    Unknown,
}

/// <summary>The words of one language: <c>config/letters/LANGUAGE/phrases.yaml</c>. A text is compared without regard to
/// case, accents and hyphens.</summary>
public sealed record PhraseFile
{
    /// <summary>How dates in numbers are written; 2026-05-04 is read in every language.</summary>
    public DayMonthOrder DayMonth { get; init; } = DayMonthOrder.DayFirst;

    /// <summary>Whether people write ae, oe, ue and ss for ä, ö, ü and ß.</summary>
    public bool UmlautsAsTwoLetters { get; init; }

    /// <summary>Words that turn a phrase around: a phrase with one beside it says nothing, unless it is part of the
    /// phrase.</summary>
    [MaxLength(100)]
    public IReadOnlyList<string> Negations { get; init; } = [];

    /// <summary>Words that leave everything open in their sentence: if, perhaps.</summary>
    [MaxLength(100)]
    public IReadOnlyList<string> Doubts { get; init; } = [];

    /// <summary>Words after which the rest of a clause only says when: as soon as.</summary>
    [MaxLength(100)]
    public IReadOnlyList<string> Times { get; init; } = [];

    /// <summary>Words that begin another clause: but.</summary>
    [MaxLength(100)]
    public IReadOnlyList<string> Clauses { get; init; } = [];

    /// <summary>Words with which a question begins, besides the question mark at its end.</summary>
    [MaxLength(100)]
    public IReadOnlyList<string> Questions { get; init; } = [];

    /// <summary>Words before the number of an ISO reason: reason.</summary>
    [MaxLength(20)]
    public IReadOnlyList<string> ReasonLabels { get; init; } = [];

    /// <summary>Patterns that hold a due date.</summary>
    [MaxLength(50)]
    [RegularExpression(PhrasePattern.Form, ErrorMessage = PhrasePattern.FormText)]
    public IReadOnlyList<string> DueDates { get; init; } = [];

    /// <summary>Names of the months from January to December, the forms of one month separated by a bar.</summary>
    [MinLength(12), MaxLength(12)]
    public required IReadOnlyList<string> Months { get; init; }

    /// <summary>The numbers from one to twelve in words, the forms of one number separated by a bar.</summary>
    [MinLength(12), MaxLength(12)]
    public required IReadOnlyList<string> Numbers { get; init; }

    /// <summary>Words for a day, separated by a bar.</summary>
    [MinLength(1), MaxLength(100)]
    public required string Days { get; init; }

    /// <summary>Words for a week, separated by a bar.</summary>
    [MinLength(1), MaxLength(100)]
    public required string Weeks { get; init; }

    /// <summary>Words for a span of a month, separated by a bar.</summary>
    [MinLength(1), MaxLength(100)]
    public required string MonthSpans { get; init; }

    /// <summary>How letters of other systems call themselves.</summary>
    [MaxLength(100)]
    public IReadOnlyList<LetterNameConfig> Letters { get; init; } = [];

    /// <summary>What stands before the values in such letters.</summary>
    public LetterLabels Labels { get; init; } = new();

    /// <summary>The phrases.</summary>
    [MinLength(1), MaxLength(200)]
    public required IReadOnlyList<PhraseConfig> Phrases { get; init; }
}

/// <summary>Phrases with one meaning.</summary>
public sealed record PhraseConfig
{
    /// <summary>A name for histories: <c>at-bindery</c>.</summary>
    [RegularExpression(@"^[\p{Ll}0-9][\p{Ll}0-9-]{0,39}$", ErrorMessage = "lower case letters, digits and hyphens")]
    public required string Name { get; init; }

    /// <summary>What it means.</summary>
    public required PhraseVerb Verb { get; init; }

    /// <summary>For unfilled and retry: the reason.</summary>
    public ReasonUnfilled? Reason { get; init; }

    /// <summary>For conditional: the condition.</summary>
    public Condition? Condition { get; init; }

    /// <summary>For shipped: a loan or a copy; left open when not given.</summary>
    public ServiceType? Service { get; init; }

    /// <summary>Whether it may stand in a question: could you renew.</summary>
    public bool InQuestions { get; init; }

    /// <summary>
    /// The patterns. Words in their order; <c>is|are</c> one of them, <c>[the]</c> may be left out, <c>ship*</c> any
    /// ending, <c>...</c> up to six words between, <c>{date} {period} {money} {number}</c>, <c>^</c> and <c>$</c> the ends of
    /// the sentence.
    /// </summary>
    [MinLength(1), MaxLength(100)]
    [RegularExpression(PhrasePattern.Form, ErrorMessage = PhrasePattern.FormText)]
    public required IReadOnlyList<string> Texts { get; init; }
}

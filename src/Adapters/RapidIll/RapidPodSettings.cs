using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Adapters.RapidIll;

/// <summary>
/// A library of our own pod: it puts requests to this gateway at /soap/rapid by the interface of RapidILL, the gateway chooses
/// the lender among the other members, and each member fetches what concerns it.
/// </summary>
public sealed record RapidPodSettings : IPodMemberSettings
{
    /// <summary>The library's code in the pod, as its system sends it (RequestingRapidCode). No two members share one.</summary>
    [RegularExpression("^[A-Za-z0-9_-]{1,32}$", ErrorMessage = "a code of at most 32 letters, digits, hyphens and underscores")]
    public required string RapidCode { get; init; }

    /// <summary>Names of its branches, the main one first; calls that name another one are refused. Any when left out.</summary>
    [MaxLength(50)]
    public IReadOnlyList<string> BranchNames { get; init; } = [];

    /// <summary>The user name that its system sends with every call.</summary>
    [MinLength(1), MaxLength(100)]
    public required string User { get; init; }

    /// <summary>Where its password is kept: env:NAME or file:PATH.</summary>
    public required SecretReference Password { get; init; }

    /// <summary>Whether it may ask.</summary>
    public bool MayBorrow { get; init; } = true;

    /// <summary>Whether it is asked.</summary>
    public bool MayLend { get; init; } = true;

    /// <summary>What it supplies.</summary>
    [MinLength(1)]
    public IReadOnlySet<RapidPodKind> Supplies { get; init; } =
        new HashSet<RapidPodKind> { RapidPodKind.Articles, RapidPodKind.Chapters };

    /// <summary>
    /// How many open requests it can work on at one time. Its load is counted in parts of this: a member with 20 gets twice
    /// as many as one with 10.
    /// </summary>
    [Range(1, 100_000)]
    public int Capacity { get; init; } = 10;

    /// <summary>Hours for an answer, after which the next member is asked; no limit when left out.</summary>
    [Range(1, 1000)]
    public int? AnswerWithinHours { get; init; }

    /// <summary>
    /// File with what it holds, relative to the configuration folder: CSV with the columns issn, isbn, oclc, fromYear, toYear,
    /// branch, location, callNumber. Without one nobody knows, and it is asked after those that are known to hold the item.
    /// </summary>
    [MinLength(1), MaxLength(500)]
    public string? Holdings { get; init; }

    /// <summary>Country as the others are shown it, two letters.</summary>
    [RegularExpression("^[A-Z]{2}$", ErrorMessage = "a country as two capital letters, for example DE")]
    public string? Country { get; init; }

    /// <inheritdoc/>
    string IPodMemberSettings.PodCode => RapidCode;

    /// <inheritdoc/>
    bool IChannelSettings.IsBelievedByAddress => false;

    /// <inheritdoc/>
    public string DescribeWay() => $"as entries of its list at /soap/rapid, which {RapidCode} fetches";

    /// <inheritdoc/>
    public string DescribeMessage(IllMessage message) => "an entry of its list";

    /// <inheritdoc/>
    public string? WhyNotSupplied(IllRequest content)
    {
        var (kind, words) = RapidPodAnswers.TypeOf(content) switch
        {
            RapidRequestType.Article => (RapidPodKind.Articles, "articles"),
            RapidRequestType.Book => (RapidPodKind.Books, "books"),
            _ => (RapidPodKind.Chapters, "chapters"),
        };
        return Supplies.Contains(kind) ? null : $"it supplies no {words}";
    }
}

/// <summary>What a member of a pod supplies.</summary>
public enum RapidPodKind
{
    /// <summary>Copies of articles.</summary>
    Articles = 1,

    /// <summary>Copies of chapters.</summary>
    Chapters,

    /// <summary>Whole books, as loans.</summary>
    Books,
}

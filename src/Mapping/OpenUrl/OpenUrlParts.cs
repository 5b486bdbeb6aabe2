using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.OpenUrl;

/// <summary>A request in the pieces that links have.</summary>
internal sealed partial class OpenUrlParts
{
    private OpenUrlParts(OpenUrlOrder order)
    {
        Order = order;
        Citation = Merged(order.Content.Citation);
        IsCopy = order.Content.Services is [ServiceType.CopyNonReturnable, ..];
        IsPart = Citation.ArticleTitle is not null;
        IsSerial = Citation.ItemType == ItemType.Serial
            || (Citation.ItemType is null && Citation is { Isbn: null } && (Citation.Issn is not null || IsPart));
        (Genre, Format) = KindOf();
        Author = (IsPart ? Citation.ArticleAuthor : null) ?? Citation.Author;
        (LastName, FirstName) = Name().Match(Author ?? "") is { Success: true } name
            ? (name.Groups["last"].Value, name.Groups["first"].Value)
            : (null, null);
        (FirstPage, LastPage) = PageRange().Match(Citation.Pages ?? "") is { Success: true } range
            ? (range.Groups["first"].Value, range.Groups["last"].Value)
            : (null, null);
        (YearOfIssue, MonthOfIssue) = Date().Match(Citation.IssueDate ?? "") is { Success: true } date
            ? (date.Groups["year"].Value, Filled(date.Groups["month"].Value))
            : (null, null);
    }

    public OpenUrlOrder Order { get; }

    /// <summary>With the subtitle in the title, and volume and issue in one text as the volume.</summary>
    public Citation Citation { get; }

    public bool IsCopy { get; }

    public bool IsPart { get; }

    public bool IsSerial { get; }

    public string? Genre { get; }

    public string? Format { get; }

    public string? Author { get; }

    /// <summary>Of an author who is one person, written <c>Last, First</c>.</summary>
    public string? LastName { get; }

    public string? FirstName { get; }

    public string? FirstPage { get; }

    public string? LastPage { get; }

    public string? YearOfIssue { get; }

    public string? MonthOfIssue { get; }

    public static OpenUrlParts Of(OpenUrlOrder order) => new(order);

    /// <summary>Links have no place for a subtitle, nor for volume and issue in one text.</summary>
    public static Citation Merged(Citation one) => one with
    {
        Title = (one.Title ?? one.UniformTitle, one.Subtitle) switch
        {
            ({ } title, { } rest) => $"{title} : {rest}",
            (var title, var rest) => title ?? rest,
        },
        Subtitle = null,
        UniformTitle = one.Title is null ? null : one.UniformTitle,
        Volume = one.Volume ?? (one.Issue is null ? one.VolumeAndIssue : null),
        VolumeAndIssue = one.Volume is null && one.Issue is null ? null : one.VolumeAndIssue,
    };

    private (string? Genre, string? Format) KindOf() => (Citation.ItemType, IsSerial, IsPart) switch
    {
        (ItemType.Other, _, _) => ("document", "book"),
        (_, true, true) => ("article", "journal"),
        (_, true, false) => ("journal", "journal"),
        (_, false, true) => ("bookitem", "book"),
        (ItemType.Monograph, false, false) => ("book", "book"),
        _ => Citation.Isbn is null ? (null, null) : ("book", "book"),
    };

    private static string? Filled(string text) => text.Length == 0 ? null : text;

    [GeneratedRegex("^(?<last>[^,;]+), (?<first>[^,;]+)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex(
        @"^(?<first>[0-9A-Za-z]+)\s?[-\u2013]\s?(?<last>[0-9A-Za-z]+)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PageRange();

    [GeneratedRegex("^(?<year>[0-9]{4})(-(?<month>[0-9]{2})(-[0-9]{2})?)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Date();
}

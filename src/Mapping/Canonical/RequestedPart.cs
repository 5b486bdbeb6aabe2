using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ResourceSharing.Mapping.Canonical;

/// <summary>
/// The part of an item that is to be digitised. What a protocol has a place for is said there as well: pages in
/// <see cref="Citation.Pages"/>, the rest in a note. Source: seed 002, Lending Request Attribute Fields.
/// </summary>
public sealed record RequestedPart
{
    /// <summary>Chapters by number, as the requester writes them: <c>3, 5</c>.</summary>
    public string? Chapters { get; init; }

    /// <summary>True when whole chapters are wanted, from their first page to their last.</summary>
    public bool IsFullChapter { get; init; }

    /// <summary>The pages, in the order in which they were named.</summary>
    public IReadOnlyList<PageRange> Pages { get; init; } = [];

    /// <summary>Pages of the whole item.</summary>
    public int? TotalPages { get; init; }

    /// <summary>Chapters of the whole item.</summary>
    public int? TotalChapters { get; init; }

    /// <summary>Are there images on the pages? Null when nobody knows.</summary>
    public bool? HasImages { get; init; }

    /// <summary>How many pages are wanted; null when that cannot be counted.</summary>
    public int? RequiredPages => PageRange.Count(Pages);

    /// <summary>What stands for the part where a protocol knows only pages; null for nothing.</summary>
    public string? ToPages() => Pages.Count > 0
        ? string.Join(", ", Pages)
        : Chapters is null ? null : $"{(IsFullChapter ? "whole chapter" : "chapter")} {Chapters}";

    /// <summary>What a partner reads in a note, beside the pages; null for nothing.</summary>
    public string? ToNote()
    {
        string?[] parts =
        [
            Chapters is null ? null : $"{(IsFullChapter ? "Whole chapter" : "Chapter")}: {Chapters}",
            HasImages == true ? "With images" : null,
        ];
        var said = parts.OfType<string>().ToArray();
        return said.Length == 0 ? null : string.Join(". ", said) + ".";
    }
}

/// <summary>Pages from one to another, both included; numbers are Arabic, or small Roman ones of a preface.</summary>
/// <param name="From">The first page, as it is printed.</param>
/// <param name="To">The last page; the same as the first for a single one.</param>
public sealed record PageRange(string From, string To)
{
    /// <summary>A page number is no longer than this: <c>lxxxviii</c> has eight characters.</summary>
    public const int MaxChars = 12;

    /// <summary>Ranges beyond these are not read: nobody orders so many pieces of one book.</summary>
    public const int MaxRanges = 50;

    private static readonly (char Letter, int Value)[] Letters =
        [('m', 1000), ('d', 500), ('c', 100), ('l', 50), ('x', 10), ('v', 5), ('i', 1)];

    /// <summary>How many pages; null when the numbers do not tell.</summary>
    public int? Length => Number(From) is { } first && Number(To) is { } last && IsRoman(From) == IsRoman(To) && last >= first
        ? last - first + 1
        : null;

    /// <summary>Reads one range: <c>11-25</c>, <c>xi-xx</c>, <c>40</c>; the short form <c>123-30</c> is 123-130.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PageRange? range)
    {
        range = null;
        var parts = (text ?? "").Replace('\u2013', '-').Split('-', StringSplitOptions.TrimEntries);
        if (parts.Length > 2 || parts.Any(part => part.Length is 0 or > MaxChars || Number(part) is null))
        {
            return false;
        }

        var (from, to) = (parts[0], Completed(parts[0], parts[^1]));
        var read = new PageRange(from, to);
        range = read.Length is null ? null : read;
        return range is not null;
    }

    /// <summary>Reads pages as they are cited: <c>pp. 11-25, 30</c>; empty when that is no list of pages.</summary>
    public static IReadOnlyList<PageRange> ReadAll(string? cited)
    {
        var text = (cited ?? "").Trim();
        foreach (var prefix in new[] { "pp.", "p.", "pp ", "p " })
        {
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                text = text[prefix.Length..];
                break;
            }
        }

        var ranges = new List<PageRange>();
        foreach (var part in text.Split([',', ';'], MaxRanges + 1))
        {
            if (!TryParse(part.Trim(), out var range) || ranges.Count == MaxRanges)
            {
                return [];
            }

            ranges.Add(range);
        }

        return ranges;
    }

    /// <summary>Pages of all ranges together; null for none, and where one of them cannot be counted.</summary>
    public static int? Count(IReadOnlyList<PageRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        return ranges.Count == 0 || ranges.Any(range => range.Length is null)
            ? null
            : (int)Math.Min(int.MaxValue, ranges.Sum(range => (long)range.Length!.Value));
    }

    /// <inheritdoc/>
    public override string ToString() => From == To ? From : $"{From}-{To}";

    // 123-30: the last page is written without the digits that it shares with the first.
    private static string Completed(string from, string to) =>
        !IsRoman(from) && !IsRoman(to) && to.Length < from.Length ? from[..^to.Length] + to : to;

    private static bool IsRoman(string page) => !char.IsAsciiDigit(page[0]);

    private static int? Number(string page) => IsRoman(page)
        ? Roman(page)
        : page.All(char.IsAsciiDigit) && int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    // What is written back as it was is a number; anything else with these letters is a word.
    private static int? Roman(string page)
    {
        var plain = page.ToLowerInvariant();
        var sum = 0;
        for (var at = 0; at < plain.Length; at++)
        {
            var value = ValueOf(plain[at]);
            if (value == 0)
            {
                return null;
            }

            sum += at + 1 < plain.Length && ValueOf(plain[at + 1]) > value ? -value : value;
        }

        return sum > 0 && ToRoman(sum) == plain ? sum : null;
    }

    private static int ValueOf(char letter) => Letters.FirstOrDefault(pair => pair.Letter == letter).Value;

    private static string ToRoman(int number)
    {
        (int Value, string Text)[] parts =
        [
            (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
            (5, "v"), (4, "iv"), (1, "i"),
        ];
        var text = "";
        foreach (var (value, letters) in parts)
        {
            for (; number >= value && text.Length <= MaxChars; number -= value)
            {
                text += letters;
            }
        }

        return text;
    }
}

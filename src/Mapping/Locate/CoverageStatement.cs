using System.Globalization;
using System.Runtime.InteropServices;

namespace ResourceSharing.Mapping.Locate;

/// <summary>Is a year or volume in what is held?</summary>
public enum CoverageVerdict
{
    /// <summary>Yes.</summary>
    Contains = 1,

    /// <summary>No.</summary>
    Excludes = 2,

    /// <summary>The statement cannot be read for this question.</summary>
    NotReadable = 3,
}

/// <summary>
/// Reads statements as people and systems write them: <c>v.1(1990)-v.20(2009)</c>, <c>Bd. 3.1985 -</c>,
/// <c>Available from 1997 volume: 1 until 2005 volume: 8. Most recent 1 year(s) not available.</c> Years
/// decide where both have them, else volumes. What is said to be missing makes a year in it unreadable, never
/// held.
/// </summary>
internal static class CoverageStatement
{
    private const int NoEnd = int.MaxValue;
    private const StringComparison Ignore = StringComparison.OrdinalIgnoreCase;

    private static readonly string[] Gaps =
        ["lack", "missing", "wanting", "except", "without", "incomplete", "gaps", "fehlt", "fehlen", "luecken", "manque"];

    private static readonly string[] VolumeWords = ["V", "VOL", "VOLUME", "VOLS", "BD", "BAND", "JG", "T"];

    private static readonly string[] Connectors = ["until", " to ", " bis ", "through"];
    private static readonly string[] Openers = ["from", "since", "ab", "seit", "depuis", "desde"];

    public static CoverageVerdict Judge(string statement, int? year, int? volume, int thisYear)
    {
        int gap = Gaps.Select(word => statement.IndexOf(word, Ignore)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        string held = gap < 0 ? statement : statement[..gap];
        string missing = gap < 0 ? "" : statement[gap..];
        var years = Ranges(held, Years(held));
        if (year is { } wanted && years.Count > 0)
            return ByYear(held, years, wanted, missing, thisYear);
        var volumes = Ranges(held, Volumes(held));
        if (volume is not { } number || volumes.Count == 0)
            return CoverageVerdict.NotReadable;
        if (missing.Length > 0)
            return CoverageVerdict.NotReadable;
        return volumes.Any(range => range.From <= number && number <= range.To)
            ? CoverageVerdict.Contains : CoverageVerdict.Excludes;
    }

    private static CoverageVerdict ByYear(string held, List<Range> years, int wanted, string missing, int thisYear)
    {
        if (!years.Any(range => range.From <= wanted && wanted <= range.To))
            return CoverageVerdict.Excludes;
        if (missing.Length > 0 && (Years(missing) is { Count: 0 }
            || Ranges(missing, Years(missing)).Any(range => range.From <= wanted && wanted <= range.To)))
            return CoverageVerdict.NotReadable;
        return Embargo(held) is { } embargo && wanted > thisYear - embargo.Years == embargo.Barred
            ? CoverageVerdict.Excludes : CoverageVerdict.Contains;
    }

    /// <summary>"Most recent 1 year(s) not available", or "Most recent 5 years available". Months are rounded
    /// up.</summary>
    private static (int Years, bool Barred)? Embargo(string text)
    {
        int at = text.IndexOf("most recent", Ignore);
        if (at < 0)
            return null;
        string rest = text[at..];
        int digit = rest.AsSpan().IndexOfAnyInRange('0', '9');
        int number = digit < 0 ? 1 : NumberAt(rest, digit).Value;
        int years = rest.Contains("month", Ignore) ? (number + 11) / 12 : number;
        return (years, rest.Contains("not available", Ignore));
    }

    private static List<Mark> Years(string text) =>
        [.. Numbers(text).Where(n => n.Length == 4 && n.Value is >= 1400 and < 2100)];

    /// <summary>Numbers with v., vol., volume: or Bd. in front, and one that is joined to such a one by a
    /// dash.</summary>
    private static List<Mark> Volumes(string text)
    {
        var marks = new List<Mark>();
        foreach (var number in Numbers(text))
        {
            string before = text[..number.At].TrimEnd(' ', '.', ':', '<', '[').ToUpperInvariant();
            bool named = VolumeWords
                .Any(word => before.EndsWith(word, StringComparison.Ordinal) && !IsLetterBefore(before, word.Length));
            bool joined = marks.Count > 0 && text[marks[^1].End..number.At].Trim() is "-" or "\u2013";
            if (named || joined)
                marks.Add(number);
        }

        return marks;
    }

    private static bool IsLetterBefore(string text, int wordLength) =>
        text.Length > wordLength && char.IsLetter(text[^(wordLength + 1)]);

    /// <summary>Joins numbers to ranges: by a dash or a word between them, open at the end, or
    /// single.</summary>
    private static List<Range> Ranges(string text, List<Mark> marks)
    {
        var ranges = new List<Range>();
        for (int i = 0; i < marks.Count; i++)
        {
            string after = text[marks[i].End..(i + 1 < marks.Count ? marks[i + 1].At : text.Length)];
            if (i + 1 < marks.Count && Connects(after))
                ranges.Add(new Range(marks[i].Value, marks[++i].Value));
            else
                ranges.Add(new Range(Start(text, marks[i]), End(text, marks[i], after)));
        }

        return ranges;
    }

    private static bool Connects(string between)
    {
        int dash = between.AsSpan().IndexOfAny('-', '\u2013', '\u2014');
        int comma = between.AsSpan().IndexOfAny(',', ';');
        return (dash >= 0 && (comma < 0 || dash < comma))
            || (comma < 0 && Connectors.Any(word => between.Contains(word, Ignore)));
    }

    /// <summary>"Available until 2005" has no beginning.</summary>
    private static int Start(string text, Mark mark) =>
        text[..mark.At].TrimEnd().EndsWith("until", Ignore) ? 0 : mark.Value;

    /// <summary>Where a range ends of which only the beginning is a number of full length: 1990-95, 1990-,
    /// from 1990.</summary>
    private static int End(string text, Mark mark, string after)
    {
        string rest = after.TrimStart(' ', ')', ']', '>', '.');
        if (rest.Length > 0 && rest[0] is '-' or '\u2013' or '\u2014')
        {
            string tail = rest[1..].TrimStart();
            if (tail.Length == 0 || !char.IsAsciiDigit(tail[0]))
                return NoEnd;
            var number = NumberAt(tail, 0);
            return number.Length == 2 ? (mark.Value / 100 * 100) + number.Value : mark.Value;
        }

        string before = text[..mark.At].TrimEnd();
        return Openers.Any(word => before.EndsWith(word, Ignore)) ? NoEnd : mark.Value;
    }

    private static List<Mark> Numbers(string text)
    {
        var numbers = new List<Mark>();
        for (int at = 0; at < text.Length; at++)
        {
            if (!char.IsAsciiDigit(text[at]))
                continue;
            var number = NumberAt(text, at);
            numbers.Add(number);
            at = number.End;
        }

        return numbers;
    }

    private static Mark NumberAt(string text, int at)
    {
        int length = text.AsSpan(at).IndexOfAnyExceptInRange('0', '9');
        length = length < 0 ? text.Length - at : length;
        _ = int.TryParse(text.AsSpan(at, length), NumberStyles.None, CultureInfo.InvariantCulture, out int value);
        return new Mark(at, length, value);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Mark(int At, int Length, int Value)
    {
        public int End => At + Length;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Range(int From, int To);
}

using System.Globalization;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>The small values of the wire: texts, dates, times, amounts, and the texts that stand for what
/// ISO has no element for. Reading is tolerant, writing is strict.</summary>
internal static class IsoIllMapperValues
{
    public const string BarcodeLine = "barcode ";
    public const string DueLine = "due ";

    private static readonly (WellKnownSystem System, string Name)[] Systems =
    [
        (WellKnownSystem.LibraryOfCongress, "library-of-Congress"), (WellKnownSystem.Bnb, "bNB"),
        (WellKnownSystem.Canadiana, "canadiana"), (WellKnownSystem.Oclc, "oCLC"),
        (WellKnownSystem.Dialog, "dialog"), (WellKnownSystem.Rlin, "rLIN"),
        (WellKnownSystem.Wln, "wLN"), (WellKnownSystem.Carl, "cARL"),
    ];

    /// <summary>Trimmed, lines ending in LF; null when nothing is left.</summary>
    public static string? ReadText(IllString? text) => ReadText(text?.Text);

    /// <inheritdoc cref="ReadText(IllString?)"/>
    public static string? ReadText(string? text)
    {
        var clean = text?.Trim(' ', '\t', '\r', '\n', '\0', '\u00A0').ReplaceLineEndings("\n");
        return string.IsNullOrEmpty(clean) ? null : clean;
    }

    /// <summary>As a GeneralString: lines end in CRLF, no other control characters (peers written in C
    /// take an octet 0 for the end); null for a text in which nothing can be read.</summary>
    public static IllString? WriteText(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var lines = text.Trim().ReplaceLineEndings("\n");
        if (lines.AsSpan().IndexOfAnyInRange('\0', '\u001F') < 0)
            return new IllString(lines);
        var kept = lines.Where(c => !char.IsControl(c) || c is '\n' or '\t');
        return new IllString(string.Concat(kept).Replace("\n", "\r\n", StringComparison.Ordinal));
    }

    /// <summary>YYYYMMDD, also with separators or with a time behind it.</summary>
    public static DateOnly? ReadDate(string? text)
    {
        var clean = text?.Trim() ?? "";
        if (clean.Length is < 8 or > 20 || !clean[..4].All(char.IsAsciiDigit))
            return null;
        var digits = string.Concat(clean.Where(c => c is not ('-' or '/' or '.' or ' ' or ':' or 'T')));
        if (digits.Length is not (8 or 12 or 14) || !digits.All(char.IsAsciiDigit))
            return null;
        var read = DateOnly.TryParseExact(
            digits[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        return read && date.Year >= 1900 ? date : null;
    }

    public static string WriteDate(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>HHMMSS or HHMM, also with colons.</summary>
    public static TimeOnly? ReadTime(string? text)
    {
        var digits = (text?.Trim() ?? "").Replace(":", "", StringComparison.Ordinal);
        return TimeOnly.TryParseExact(
            digits, ["HHmmss", "HHmm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time : null;
    }

    public static string WriteTime(TimeOnly time) => time.ToString("HHmmss", CultureInfo.InvariantCulture);

    /// <summary>An amount as people write it: <c>35.00</c>, <c>1.234,50</c>, <c>$35</c>, <c>EUR 12,5</c>.
    /// The last point or comma is the decimal mark, unless three digits follow it: then it groups
    /// thousands.</summary>
    /// <returns>The amount and the currency that stood beside it; null when there is no number.</returns>
    public static (decimal Amount, string? Currency)? ReadAmount(string text)
    {
        var digits = text.Where(c => char.IsAsciiDigit(c) || c is '.' or ',').ToArray();
        if (digits.Length is 0 or > 20 || !digits.Any(char.IsAsciiDigit) || text.Contains('-', StringComparison.Ordinal))
            return null;
        var number = new string(digits).TrimEnd('.', ',');
        int mark = number.LastIndexOfAny(['.', ',']);
        int decimals = mark < 0 ? 0 : number.Length - mark - 1;
        bool groups = decimals == 3 || (mark >= 0 && number.Count(c => c == number[mark]) > 1);
        var whole = string.Concat((mark < 0 || groups ? number : number[..mark]).Where(char.IsAsciiDigit));
        var fraction = mark < 0 || groups ? "" : number[(mark + 1)..];
        return decimal.TryParse(
            $"{(whole.Length == 0 ? "0" : whole)}.{(fraction.Length == 0 ? "0" : fraction)}",
            NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? (amount, CurrencyBeside(text)) : null;
    }

    /// <summary>A number as the module allows it, 1 to 10 characters; null when the amount does not fit.
    /// Never three decimals, which could be read as thousands.</summary>
    public static string? WriteAmount(decimal amount)
    {
        if (amount is < 0 or >= 10_000_000m)
            return null;
        bool fine = decimal.Round(amount, 2) == amount;
        var text = amount.ToString(fine ? "0.00" : "0.0000", CultureInfo.InvariantCulture);
        return text.Length <= 10 ? text : amount.ToString("0.00", CultureInfo.InvariantCulture);
    }

    public static string? ReadCurrency(string? code)
    {
        var clean = code?.Trim().ToUpperInvariant() ?? "";
        return clean.Length == 3 && clean.All(char.IsAsciiLetterUpper) ? clean : null;
    }

    public static string SystemName(WellKnownSystem system) =>
        Array.Find(Systems, s => s.System == system).Name
        ?? ((int)system).ToString(CultureInfo.InvariantCulture);

    public static WellKnownSystem? FindSystem(string name) =>
        Array.Find(Systems, s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Name: not null } found
            ? found.System : null;

    /// <summary><c>12(3)</c>, <c>12</c> or <c>(3)</c>; null when there is neither.</summary>
    public static string? VolumeIssue(string? volume, string? issue) => (volume, issue) switch
    {
        (null, null) => null,
        (_, null) => volume,
        _ => $"{volume}({issue})",
    };

    /// <summary>Takes a word like <c>DOI:10.1000/1</c> out of a text.</summary>
    /// <returns>What followed the prefix, and the text without the word.</returns>
    public static (string? Value, string? Others) TakeWord(string? text, string prefix)
    {
        for (int at = 0; text is not null && at >= 0 && at < text.Length; at = NextWord(text, at))
        {
            if (!text.AsSpan(at).StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                continue;
            int from = at + prefix.Length;
            int end = from;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
                end++;
            if (end > from)
                return (text[from..end], ReadText(text[..at].TrimEnd() + text[end..]));
        }

        return (null, text);
    }

    /// <summary>Takes the line that begins with a keyword out of a note. A note with two such lines is
    /// left as it is: which of them is meant only a person can tell.</summary>
    /// <returns>What followed the keyword, and the note without the line.</returns>
    public static (string? Value, string? Others) TakeLine(string? note, string keyword)
    {
        var lines = note?.Split('\n') ?? [];
        var found = lines.Where(line => line.StartsWith(keyword, StringComparison.Ordinal)).ToArray();
        if (found.Length != 1)
            return (null, note);
        var value = found[0][keyword.Length..].Trim();
        if (value.Length == 0 || value.Any(char.IsWhiteSpace))
            return (null, note);
        return (value, ReadText(string.Join('\n', lines.Where(line => line != found[0]))));
    }

    private static int NextWord(string text, int at)
    {
        int blank = text.AsSpan(at).IndexOfAny(' ', '\n', '\t');
        return blank < 0 ? -1 : at + blank + 1;
    }

    private static string? CurrencyBeside(string text)
    {
        if (text.Contains('€', StringComparison.Ordinal))
            return "EUR";
        if (text.Contains('£', StringComparison.Ordinal))
            return "GBP";
        return ReadCurrency(string.Concat(text.Where(char.IsLetter)));
    }
}

using System.Buffers;

namespace ResourceSharing.Mapping.Locate;

/// <summary>International Standard Book Numbers. Source: ISO 2108.</summary>
internal static class Isbn
{
    private const string Bookland = "978";

    private static readonly SearchValues<char> Parts = SearchValues.Create("0123456789Xx-\u2010\u2011\u2013 ");

    /// <summary>
    /// The forms under which a catalogue may hold a number: 13 and 10 digits. A number whose check digit is
    /// wrong is kept as it is; a text that has neither 10 nor 13 digits gives nothing.
    /// </summary>
    public static IReadOnlyList<string> Forms(string? text)
    {
        string digits = Digits(text);
        return digits.Length switch
        {
            13 when Check13(digits[..12]) != digits[12] => [digits],
            13 when !digits.StartsWith(Bookland, StringComparison.Ordinal) => [digits],
            13 => [digits, digits[3..12] + Check10(digits[3..12])],
            10 when Check10(digits[..9]) != digits[9] => [digits],
            10 => [Bookland + digits[..9] + Check13(Bookland + digits[..9]), digits],
            _ => [],
        };
    }

    /// <summary>Is it a number of 10 or 13 digits whose check digit is right?</summary>
    public static bool IsValid(string? text)
    {
        string digits = Digits(text);
        return digits.Length switch
        {
            13 => Check13(digits[..12]) == digits[12],
            10 => Check10(digits[..9]) == digits[9],
            _ => false,
        };
    }

    /// <summary>The first number in a text without hyphens; what follows in brackets is not part of
    /// it.</summary>
    private static string Digits(string? text)
    {
        if (text is null)
            return "";
        int from = text.AsSpan().IndexOfAnyInRange('0', '9');
        var rest = from < 0 ? [] : text.AsSpan(from);
        int end = rest.IndexOfAnyExcept(Parts);
        rest = end < 0 ? rest : rest[..end];
        string digits = string.Concat(rest.ToString().Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return digits.AsSpan(0, Math.Max(0, digits.Length - 1)).Contains('X') ? "" : digits;
    }

    private static char Check10(string nine)
    {
        int sum = 0;
        for (int i = 0; i < nine.Length; i++)
            sum += (10 - i) * (nine[i] - '0');
        int check = (11 - (sum % 11)) % 11;
        return check == 10 ? 'X' : (char)('0' + check);
    }

    private static char Check13(string twelve)
    {
        int sum = 0;
        for (int i = 0; i < twelve.Length; i++)
            sum += (i % 2 == 0 ? 1 : 3) * (twelve[i] - '0');
        return (char)('0' + ((10 - (sum % 10)) % 10));
    }
}

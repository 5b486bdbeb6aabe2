using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace ResourceSharing.Mapping.Canonical;

/// <summary>The names that ISO 10161-1 gives to the numbers of an enumeration (<c>in-use-on-loan</c>), both ways.</summary>
public static class IsoCode
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<int, string>> Names = new();

    /// <summary>The standard's name of a code; the bare number where the standard has none.</summary>
    public static string Name<T>(T code)
        where T : struct, Enum
    {
        var number = Number(code);
        return NamesOf<T>().TryGetValue(number, out var name) ? name : number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The number of a code.</summary>
    public static int Number<T>(T code)
        where T : struct, Enum => Convert.ToInt32(code, CultureInfo.InvariantCulture);

    /// <summary>In words for a person: <c>in use on loan</c>.</summary>
    public static string Words<T>(T code)
        where T : struct, Enum => Name(code).Replace('-', ' ');

    /// <summary>Reads a number (<c>8</c>) or a name (<c>at-bindery</c>, case and separators do not matter).
    /// A number outside the standard is refused.</summary>
    public static bool TryParse<T>(string? text, out T code)
        where T : struct, Enum
    {
        code = default;
        var wanted = Simplify(text ?? "");
        foreach (var (number, name) in NamesOf<T>())
        {
            if (wanted == Simplify(name) || wanted == number.ToString(CultureInfo.InvariantCulture))
            {
                code = (T)Enum.ToObject(typeof(T), number);
                return true;
            }
        }

        return false;
    }

    /// <summary>All codes of an enumeration by number, with their names: <c>8 at-bindery</c>.</summary>
    public static IReadOnlyDictionary<int, string> NamesOf<T>()
        where T : struct, Enum => Names.GetOrAdd(typeof(T), static _ => Enum.GetValues<T>()
            .ToDictionary(value => Number(value), value => Kebab(value.ToString())));

    /// <summary>Turns UpperCamelCase into kebab-case.</summary>
    public static string Kebab(string camel)
    {
        ArgumentNullException.ThrowIfNull(camel);
        var kebab = new StringBuilder(camel.Length + 8);
        foreach (var letter in camel)
        {
            if (char.IsAsciiLetterUpper(letter) && kebab.Length > 0)
            {
                kebab.Append('-');
            }

            kebab.Append(char.ToLowerInvariant(letter));
        }

        return kebab.ToString();
    }

    private static string Simplify(string text) =>
        text.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}

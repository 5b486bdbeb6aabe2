using System.Globalization;

namespace ResourceSharing.Gateway.Intake;

/// <summary>Ids of requests as people see them: the library's code, which does not end with a digit, then at least seven
/// digits: <c>HOME0000042</c>.</summary>
internal static class RequestIds
{
    /// <summary>The number in the store that an id stands for; null when it is none. The caller compares the whole id
    /// with the request that it finds.</summary>
    public static long? Number(string? id)
    {
        var text = (id ?? "").AsSpan().Trim();
        var digits = text[(text.LastIndexOfAnyExceptInRange('0', '9') + 1)..];
        return digits.Length is >= 7 and <= 18 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }
}

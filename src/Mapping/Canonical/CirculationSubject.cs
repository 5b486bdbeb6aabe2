using System.Security.Cryptography;
using System.Text;

namespace ResourceSharing.Mapping.Canonical;

/// <summary>What a command to circulation is about, as a key: the same for every way in which its number is written.</summary>
public static class CirculationSubject
{
    private const int MaxLength = 512;

    /// <summary>An item, by its barcode; the same for every partner.</summary>
    public static string Item(string barcode) => Of("item", barcode);

    /// <summary>A request, by the number of the system that manages it.</summary>
    public static string Request(string number) => Of("request", number);

    /// <summary>A patron.</summary>
    public static string User(string number) => Of("user", number);

    /// <summary>Is it an item?</summary>
    public static bool IsItem(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.StartsWith("item ", StringComparison.Ordinal);
    }

    /// <summary>The subject as one partner names it. An item is the same for everybody; the numbers of requests are each
    /// partner's own.</summary>
    public static string Within(string subject, string? partner) => IsItem(subject) ? subject : $"{partner} {subject}";

    private static string Of(string kind, string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        var plain = string.Join(' ', number.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var subject = $"{kind} {Uri.EscapeDataString(plain)}";
        return subject.Length <= MaxLength
            ? subject
            : $"{kind} sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)))}";
    }
}

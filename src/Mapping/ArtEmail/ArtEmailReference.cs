using System.Diagnostics.CodeAnalysis;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.ArtEmail;

/// <summary>The reference of an order (<see cref="OrderReference"/>) as it stands behind TX, and back.</summary>
public static class ArtEmailReference
{
    /// <summary>The reference of a transaction.</summary>
    /// <param name="transaction">Of the order.</param>
    /// <param name="reference">Upper-case letters, digits and hyphens, at most 15.</param>
    /// <returns>False when the number of the request has other characters or is too long.</returns>
    public static bool TryWrite(TransactionId transaction, [NotNullWhen(true)] out string? reference)
    {
        var text = OrderReference.Of(transaction).ToUpperInvariant();
        var fits = text.Length is > 0 and <= ArtEmailLimits.ReferenceChars
            && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '-');
        reference = fits ? text : null;
        return fits;
    }

    /// <summary>The numbers that a word of a reply may stand for, the likeliest first: itself, without a leading TX, and
    /// without its leg.</summary>
    public static IEnumerable<string> Numbers(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var upper = word.ToUpperInvariant();
        var bare = upper.StartsWith("TX", StringComparison.Ordinal) ? upper[2..] : upper;
        return new[] { upper, bare, OrderReference.RequestOf(upper), OrderReference.RequestOf(bare) }
            .Where(number => number.Length > 0).Distinct(StringComparer.Ordinal);
    }
}

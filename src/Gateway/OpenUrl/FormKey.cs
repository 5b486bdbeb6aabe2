using System.Globalization;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.OpenUrl;

/// <summary>What a sent form proves about itself.</summary>
internal enum FormKeyState
{
    /// <summary>A page of ours made it, not long ago.</summary>
    Fresh = 1,

    /// <summary>A page of ours made it, long ago.</summary>
    Stale,

    /// <summary>No page of ours has made it.</summary>
    Foreign,
}

/// <summary>The key of one form: when it was shown and a number that nobody has twice, sealed. A form is one request,
/// however often it is sent.</summary>
internal static class FormKey
{
    private const string Purpose = "openurl-form";

    /// <summary>A new one.</summary>
    public static string Make(LetterKey key, DateTimeOffset now, Random random)
    {
        Span<byte> chance = stackalloc byte[12];
        lock (random)
        {
            random.NextBytes(chance);
        }

        var text = string.Create(
            CultureInfo.InvariantCulture, $"{now.ToUnixTimeSeconds()}-{Convert.ToHexStringLower(chance)}");
        return $"{text}.{LetterToken.Seal(key.Octets, Purpose, text)}";
    }

    /// <summary>What a key is worth now.</summary>
    public static FormKeyState Check(string formKey, LetterKey key, DateTimeOffset now)
    {
        var dot = formKey.IndexOf('.', StringComparison.Ordinal);
        var dash = formKey.IndexOf('-', StringComparison.Ordinal);
        if (dot < 0 || dash < 0 || dash > dot
            || !LetterToken.MatchesSeal(key.Octets, Purpose, formKey[..dot], formKey[(dot + 1)..])
            || !long.TryParse(formKey[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var shown))
        {
            return FormKeyState.Foreign;
        }

        return now.ToUnixTimeSeconds() - shown > (long)OpenUrlPageLimits.FormLifetime.TotalSeconds
            ? FormKeyState.Stale
            : FormKeyState.Fresh;
    }
}

using System.Text;
using System.Text.RegularExpressions;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Adapters.RapidIll;

/// <summary>Calls as the journal keeps them: without user names, passwords, and the passwords of files.</summary>
internal static partial class RapidPodSecrets
{
    private const string Blank = "***";

    /// <summary>A call that was read, written anew.</summary>
    public static ReadOnlyMemory<byte> Printed(RapidInput input)
    {
        var blanked = input with { UserName = Masked(input.UserName), Password = Masked(input.Password) };
        if (blanked is UpdateRequestInput update)
            blanked = update with { ArticleExchangePassword = Masked(update.ArticleExchangePassword) };
        return Encoding.UTF8.GetBytes(RapidCodec.Print(blanked));
    }

    /// <summary>The beginning of a call that cannot be read; from a name of a secret on, up to the next end tag, nothing of it
    /// is kept. Octets of zero, which would hide such a name, are left out.</summary>
    public static ReadOnlyMemory<byte> Blanked(ReadOnlyMemory<byte> octets)
    {
        var kept = octets.Length > RapidPodLimits.KeptOctets ? octets[..RapidPodLimits.KeptOctets] : octets;
        var text = Encoding.Latin1.GetString(kept.Span).Replace("\0", "", StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(Secret().Replace(text, match => $"{match.Groups["tag"].Value}{Blank}"));
    }

    private static string? Masked(string? secret) => secret is null ? null : Blank;

    [GeneratedRegex(
        "(?<tag><[^/<>]*(UserName|Password)[^<>]*>)([^<]|<[^/])*",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Secret();
}

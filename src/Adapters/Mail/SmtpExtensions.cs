using System.Globalization;

namespace ResourceSharing.Adapters.Mail;

/// <summary>What a server offers in its answer to EHLO (RFC 5321, 4.1.1.1).</summary>
internal sealed record SmtpExtensions
{
    internal static SmtpExtensions None { get; } = new();

    internal bool StartTls { get; private init; }

    internal bool EightBitMime { get; private init; }

    internal bool SmtpUtf8 { get; private init; }

    internal bool Dsn { get; private init; }

    internal bool Size { get; private init; }

    /// <summary>Largest message in octets; 0 when the server names no limit.</summary>
    internal long MaxOctets { get; private init; }

    internal IReadOnlySet<string> AuthMechanisms { get; private init; } = new HashSet<string>();

    internal static SmtpExtensions Parse(SmtpReply reply)
    {
        var offered = None;
        foreach (string line in reply.Lines.Skip(1))
            offered = offered.With(line.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries));
        return offered;
    }

    private SmtpExtensions With(string[] words) => words switch
    {
        [] => this,
        [var name, .. var rest] => name.ToUpperInvariant() switch
        {
            "STARTTLS" => this with { StartTls = true },
            "8BITMIME" => this with { EightBitMime = true },
            "SMTPUTF8" => this with { SmtpUtf8 = true },
            "DSN" => this with { Dsn = true },
            "SIZE" => this with { Size = true, MaxOctets = ParseSize(rest) },
            "AUTH" => this with { AuthMechanisms = AuthMechanisms.Union(rest.Select(Upper)).ToHashSet() },
            _ => this,
        },
    };

    private static string Upper(string word) => word.ToUpperInvariant();

    private static long ParseSize(string[] rest)
    {
        string digits = rest.Length > 0 ? rest[0] : string.Empty;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long max) ? max : 0;
    }
}

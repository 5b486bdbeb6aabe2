using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace ResourceSharing.Mapping.Canonical;

/// <summary>
/// A library's symbol in the inter-library loan network, written <c>AUTHORITY:CODE</c> (<c>NLA:AATO</c>,
/// <c>OCLC:XYZ</c>) or as a bare code where the peer uses no authority. Kept as it was written;
/// compared trimmed and without case. Source: IPIG profile, System-Id.
/// </summary>
[JsonConverter(typeof(SymbolJsonConverter))]
public readonly record struct Symbol
{
    /// <summary>The longest symbol that is accepted, in characters: the profile's own limit is not published,
    /// and no register in use comes near this one.</summary>
    public const int MaxLength = 128;

    private readonly string? text;

    private Symbol(string text) => this.text = text;

    /// <summary>The whole symbol as it was written, trimmed; empty for the default value.</summary>
    public string Text => this.text ?? string.Empty;

    /// <summary>The part before the first colon; empty where the symbol names no authority.</summary>
    public string Authority => Text.IndexOf(':', StringComparison.Ordinal) is var at and >= 0 ? Text[..at] : "";

    /// <summary>The part after the first colon, or the whole symbol where there is none.</summary>
    public string Code => Text[(Text.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>Reads a symbol; false for an empty text, one with control characters, or one that is too long.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Symbol symbol)
    {
        symbol = default;
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed) || trimmed.Length > MaxLength || trimmed.Any(char.IsControl))
        {
            return false;
        }

        symbol = new Symbol(trimmed);
        return true;
    }

    /// <summary>Reads a symbol that is known to be well formed.</summary>
    /// <exception cref="FormatException">The text is not a symbol.</exception>
    public static Symbol Parse(string text) =>
        TryParse(text, out var symbol) ? symbol : throw new FormatException($"'{text}' is not a library symbol.");

    /// <summary>Equal when the texts agree without regard to case.</summary>
    public bool Equals(Symbol other) => string.Equals(Text, other.Text, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Text);

    /// <summary>The symbol as it was written.</summary>
    public override string ToString() => Text;
}

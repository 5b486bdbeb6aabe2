using System.Text;

namespace ResourceSharing.Gateway.Replies;

/// <summary>A file that a partner sent.</summary>
/// <param name="Name">Its name, for people; cleaned and cut.</param>
/// <param name="Octets">What is in it; empty when it is too large.</param>
/// <param name="IsTooLarge">True when it is larger than we take.</param>
internal sealed record ReplyFile(string Name, ReadOnlyMemory<byte> Octets, bool IsTooLarge)
{
    private static readonly (string Type, byte[] Magic)[] Known =
    [
        ("application/pdf", "%PDF-"u8.ToArray()),
        ("image/tiff", [0x49, 0x49, 0x2A, 0x00]),
        ("image/tiff", [0x4D, 0x4D, 0x00, 0x2A]),
        ("image/jpeg", [0xFF, 0xD8, 0xFF]),
        ("image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
    ];

    /// <summary>What its first octets say that it is, whatever the browser says; null for anything else.</summary>
    public string? Type => Known
        .FirstOrDefault(known => Octets.Span.StartsWith(known.Magic)).Type;

    /// <summary>A file's name without path, control characters and what is longer than anybody reads.</summary>
    public static string CleanName(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var clean = new StringBuilder();
        foreach (var letter in last.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter)
            && char.GetUnicodeCategory(letter) != System.Globalization.UnicodeCategory.Format))
        {
            clean.Append(letter);
        }

        var text = clean.ToString().Trim();
        return text.Length <= ReplyLimits.FileNameChars ? text : text[..ReplyLimits.FileNameChars];
    }
}

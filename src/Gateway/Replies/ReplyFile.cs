using ResourceSharing.Gateway.Documents;

namespace ResourceSharing.Gateway.Replies;

/// <summary>A file that a partner sent.</summary>
/// <param name="Name">Its name, for people; cleaned and cut.</param>
/// <param name="Octets">What is in it; empty when it is too large.</param>
/// <param name="IsTooLarge">True when it is larger than we take.</param>
internal sealed record ReplyFile(string Name, ReadOnlyMemory<byte> Octets, bool IsTooLarge)
{
    /// <summary>What may come by a page that anybody with the link can open.</summary>
    private static readonly FileType[] Taken = [FileType.Pdf, FileType.Tiff, FileType.Jpeg, FileType.Png];

    /// <summary>What its own octets say that it is, whatever the browser says; null for anything else, and for what is two
    /// things at once.</summary>
    public string? Type => FileTypes.Of(Octets.Span) is { } type && Taken.Contains(type)
        && !FileTypes.IsTwoThings(type, Octets.Span[Math.Max(0, Octets.Length - DocumentLimits.TailOctets)..])
            ? FileTypes.MediaTypeOf(type) : null;
}

using System.Buffers.Binary;

namespace ResourceSharing.Gateway.Documents;

/// <summary>Types of files that can be taken.</summary>
public enum FileType
{
    /// <summary>PDF.</summary>
    Pdf = 1,

    /// <summary>TIFF, of both orders of octets.</summary>
    Tiff,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>GIF.</summary>
    Gif,

    /// <summary>JPEG 2000, as JP2 or as bare code stream.</summary>
    Jpeg2000,

    /// <summary>WebP.</summary>
    Webp,

    /// <summary>ZIP archives, and all formats that are such.</summary>
    Zip,
}

/// <summary>Tells what a file is by its own octets, whatever its name or its sender says. A file that is two things at once
/// is neither.</summary>
internal static class FileTypes
{
    private static readonly (FileType Type, string MediaType, string Ending, byte[] Magic)[] Known =
    [
        (FileType.Pdf, "application/pdf", "pdf", "%PDF-"u8.ToArray()),
        (FileType.Tiff, "image/tiff", "tif", [0x49, 0x49, 0x2A, 0x00]),
        (FileType.Tiff, "image/tiff", "tif", [0x4D, 0x4D, 0x00, 0x2A]),
        (FileType.Jpeg, "image/jpeg", "jpg", [0xFF, 0xD8, 0xFF]),
        (FileType.Png, "image/png", "png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        (FileType.Gif, "image/gif", "gif", "GIF87a"u8.ToArray()),
        (FileType.Gif, "image/gif", "gif", "GIF89a"u8.ToArray()),
        (FileType.Jpeg2000, "image/jp2", "jp2", [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A]),
        (FileType.Jpeg2000, "image/jp2", "jp2", [0xFF, 0x4F, 0xFF, 0x51]),
        (FileType.Zip, "application/zip", "zip", [0x50, 0x4B, 0x03, 0x04]),
        (FileType.Zip, "application/zip", "zip", [0x50, 0x4B, 0x05, 0x06]),
    ];

    /// <summary>What is taken when nobody says otherwise: everything but archives, into which nobody can look.</summary>
    public static IReadOnlyList<FileType> Usual { get; } =
        [FileType.Pdf, FileType.Tiff, FileType.Jpeg, FileType.Png, FileType.Gif, FileType.Jpeg2000, FileType.Webp];

    /// <summary>What a file is; null for anything else. The type stands at the very first octet: a PDF behind something else is
    /// none, although some programs would open it.</summary>
    /// <param name="head">Its beginning, <see cref="DocumentLimits.HeadOctets"/> or the whole of it.</param>
    public static FileType? Of(ReadOnlySpan<byte> head)
    {
        foreach (var known in Known)
        {
            if (head.StartsWith(known.Magic))
            {
                return known.Type;
            }
        }

        return head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8) ? FileType.Webp : null;
    }

    /// <summary>Is it a ZIP archive at the same time? Programs look for archives from the end, so that one can hang behind a
    /// picture.</summary>
    /// <param name="type">What its beginning says.</param>
    /// <param name="tail">Its end, <see cref="DocumentLimits.TailOctets"/> or the whole of it.</param>
    public static bool IsTwoThings(FileType type, ReadOnlySpan<byte> tail)
    {
        const int EndOctets = 22;
        for (var at = tail.Length - EndOctets; type != FileType.Zip && at >= 0; at--)
        {
            if (tail[at..].StartsWith("PK\x05\x06"u8)
                && BinaryPrimitives.ReadUInt16LittleEndian(tail[(at + 20)..]) == tail.Length - at - EndOctets)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Its media type.</summary>
    public static string MediaTypeOf(FileType type) => type == FileType.Webp
        ? "image/webp"
        : Known.First(known => known.Type == type).MediaType;

    /// <summary>Is a part of a letter what a library has scanned? Pictures are as often the marks of its writer.</summary>
    public static bool IsScan(string mediaType, string? name) => mediaType is "application/pdf" or "image/tiff"
        || (mediaType == "application/octet-stream" && name?.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>The ending of names of a media type, without dot.</summary>
    public static string EndingOf(string mediaType) => mediaType == "image/webp"
        ? "webp"
        : Known.FirstOrDefault(known => known.MediaType == mediaType).Ending ?? "bin";
}

using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>A file that travels with a letter.</summary>
public sealed record MailAttachment
{
    private MailAttachment(
        HeaderText fileName, MediaType mediaType, ReadOnlyMemory<byte> content, bool isInline)
    {
        FileName = fileName;
        MediaType = mediaType;
        Content = content;
        IsInline = isInline;
    }

    /// <summary>Name without a folder; empty when the part shall have no name.</summary>
    public HeaderText FileName { get; }

    /// <summary>Media type with its parameters.</summary>
    public MediaType MediaType { get; }

    /// <summary>The octets, sent as base64 whatever they are.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>True to be shown within the letter, false to be offered for saving (RFC 2183).</summary>
    public bool IsInline { get; }

    /// <summary>Checks the name and builds the attachment.</summary>
    /// <param name="fileName">Name without a folder; may be empty. At most 255 octets of UTF-8.</param>
    /// <param name="mediaType">Media type of the content.</param>
    /// <param name="content">The octets; not copied, must not change afterwards.</param>
    /// <param name="isInline">True for the disposition inline.</param>
    /// <param name="value">The attachment, when the answer is true.</param>
    /// <param name="problem">
    /// <c>file-name-folder</c>, <c>file-name-too-long</c> or a code of <see cref="HeaderText"/>.
    /// </param>
    public static bool TryCreate(
        string? fileName,
        MediaType mediaType,
        ReadOnlyMemory<byte> content,
        bool isInline,
        [NotNullWhen(true)] out MailAttachment? value,
        [NotNullWhen(false)] out MailProblem? problem)
    {
        ArgumentNullException.ThrowIfNull(mediaType);
        value = null;
        if (!HeaderText.TryCreate(fileName, out var name, out problem))
            return false;
        if (name.Value.AsSpan().IndexOfAny('/', '\\') >= 0 || name.Value is "." or "..")
            problem = new MailProblem("file-name-folder", "A file name of an attachment names a folder.");
        else if (Encoding.UTF8.GetByteCount(name.Value) > MailLimits.FileNameMaxOctets)
            problem = new MailProblem("file-name-too-long", "A file name of an attachment is too long.");
        if (problem is not null)
            return false;
        value = new MailAttachment(name, mediaType, content, isInline);
        return true;
    }
}

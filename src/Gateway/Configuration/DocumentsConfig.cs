using System.ComponentModel.DataAnnotations;
using ResourceSharing.Gateway.Documents;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>How a file goes to a partner.</summary>
public enum FileDelivery
{
    /// <summary>The message has a link; the file stays here until it is fetched.</summary>
    Link,

    /// <summary>The file travels in the letter.</summary>
    Attachment,
}

/// <summary>Files that are supplied: where they are, which are taken, how they are fetched, and when they are
/// deleted.</summary>
public sealed record DocumentsConfig
{
    /// <summary>Folder of the files; relative to the data folder.</summary>
    [MinLength(1), MaxLength(1000)]
    public string Folder { get; init; } = "documents";

    /// <summary>Largest file in octets.</summary>
    [Range(1024L, 1_099_511_627_776L)]
    public long MaxOctets { get; init; } = 125_829_120;

    /// <summary>
    /// Types that are taken, told by the files' own octets. Archives (zip) are not unless they are named; those that the
    /// gateway packs itself always can be.
    /// </summary>
    [MinLength(1), MaxLength(20)]
    public IReadOnlyList<FileType> Types { get; init; } = FileTypes.Usual;

    /// <summary>How often a link can be used, 1 to 10; 0 for as often as anybody likes.</summary>
    [Range(0, 10)]
    public int MaxViews { get; init; } = 5;

    /// <summary>Days that a link can be used.</summary>
    [Range(1, 365)]
    public int DaysAvailable { get; init; } = 30;

    /// <summary>Days that a link can be used after its first use; without an end of its own when left out.</summary>
    [Range(1, 365)]
    public int? DaysAfterFirstView { get; init; }

    /// <summary>
    /// Whether a link needs a password, too. It goes out in the note of the same message: whoever sees the link alone, in a
    /// log or a history of addresses, has nothing.
    /// </summary>
    public bool Password { get; init; }

    /// <summary>Largest file in octets that travels as an attachment, where staff want that.</summary>
    [Range(0L, DocumentLimits.AttachmentOctets)]
    public long AttachmentMaxOctets { get; init; } = 10_485_760;

    /// <summary>Above so many octets a file goes as a link, unless staff want it otherwise.</summary>
    [Range(0L, DocumentLimits.AttachmentOctets)]
    public long LinkAboveOctets { get; init; } = 5_242_880;

    /// <summary>Days after the end of its last link until a file is deleted. Who fetched it is kept with the request.</summary>
    [Range(1, 365)]
    public int PurgeAfterDays { get; init; } = 7;

    /// <summary>Days until a file without any link is deleted: one that was attached, or came from a partner.</summary>
    [Range(7, 3650)]
    public int KeepDays { get; init; } = 60;
}

/// <summary>How files go to a partner.</summary>
public sealed record PartnerDocumentsConfig
{
    /// <summary>As a link, or as an attachment where the file is a small PDF; only letters can carry one.</summary>
    public FileDelivery Delivery { get; init; } = FileDelivery.Link;
}

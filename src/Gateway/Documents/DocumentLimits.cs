namespace ResourceSharing.Gateway.Documents;

/// <summary>What the pages of documents take from outside, and what is bounded about files, each limit with its
/// reason.</summary>
internal sealed record DocumentLimits
{
    /// <summary>Documents of one request: nobody looks through more.</summary>
    public const int PerRequest = 100;

    /// <summary>Characters of a file's name that are kept.</summary>
    public const int NameChars = 120;

    /// <summary>Octets that are looked at to tell the type of a file: its beginning.</summary>
    public const int HeadOctets = 1024;

    /// <summary>Octets at the end of a file in which a ZIP archive has its directory's end: 22 and the longest
    /// comment.</summary>
    public const int TailOctets = 22 + ushort.MaxValue;

    /// <summary>Octets that are read, hashed and sent at one time: what a transfer costs in memory.</summary>
    public const int BufferOctets = 64 * 1024;

    /// <summary>The longest attachment that any setting allows: it is held in memory while it is sent, and mail servers take
    /// little more.</summary>
    public const int AttachmentOctets = 16 * 1024 * 1024;

    /// <summary>For so long a transfer that broke off can be continued without a view more.</summary>
    public static readonly TimeSpan Continuation = TimeSpan.FromHours(1);

    /// <summary>The window of the limits below.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Calls from one address in one window. Behind a proxy all have one address.</summary>
    public int CallsPerAddress { get; init; } = 300;

    /// <summary>Calls from one address with a wrong secret or password in one window: people mistype a few times, programs
    /// thousands.</summary>
    public int MissesPerAddress { get; init; } = 20;

    /// <summary>Wrong passwords for one link in one window, wherever they come from.</summary>
    public int MissesPerLink { get; init; } = 20;
}

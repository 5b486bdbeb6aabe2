namespace ResourceSharing.Gateway.Replies;

/// <summary>What the pages behind reply links take from outside, each limit with its reason.</summary>
internal sealed record ReplyLimits
{
    /// <summary>Characters of a note: three pages.</summary>
    public const int NoteChars = 4000;

    /// <summary>Characters of a barcode or another line.</summary>
    public const int LineChars = 100;

    /// <summary>Octets of a file, in MiB: what mail servers take too.</summary>
    public const int FileMiB = 10;

    /// <summary>Octets around the file: the other fields and the borders of the parts.</summary>
    public const int AroundFileOctets = Pages.PostedForm.Octets;

    /// <summary>Years around today in which a date may lie: others are typing errors.</summary>
    public const int DateYears = 5;

    /// <summary>Largest amount of money: beyond it somebody has mistyped.</summary>
    public const decimal Amount = 9_999_999.99m;

    /// <summary>The window of the limits below.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Calls from one address in one window. Behind a proxy all partners have one address: thirty people who answer
    /// at the same time are below.</summary>
    public int CallsPerAddress { get; init; } = 300;

    /// <summary>Calls with one link in one window: nobody answers one letter every two seconds.</summary>
    public int CallsPerLink { get; init; } = 30;

    /// <summary>Files that are taken at one time: each is held in memory until it is on disk.</summary>
    public int Uploads { get; init; } = 4;
}

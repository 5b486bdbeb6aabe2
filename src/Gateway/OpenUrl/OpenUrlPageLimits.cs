namespace ResourceSharing.Gateway.OpenUrl;

/// <summary>What the page for OpenURL links takes from outside, each limit with its reason.</summary>
internal sealed record OpenUrlPageLimits
{
    /// <summary>Characters of a note: three pages.</summary>
    public const int NoteChars = 4000;

    /// <summary>Years from today on within which an item can be needed: others are typing errors.</summary>
    public const int DateYears = 5;

    /// <summary>Languages of a browser that are looked at; people speak fewer.</summary>
    public const int Languages = 10;

    /// <summary>How long a form can be sent after it was shown: a day at the desk.</summary>
    public static readonly TimeSpan FormLifetime = TimeSpan.FromHours(24);

    /// <summary>The window of the limits below.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Calls from one address in one window. Behind a proxy all patrons have one address.</summary>
    public int CallsPerAddress { get; init; } = 300;

    /// <summary>Forms that are sent from one address in one window: a whole class in a computer room is below.</summary>
    public int RequestsPerAddress { get; init; } = 60;
}

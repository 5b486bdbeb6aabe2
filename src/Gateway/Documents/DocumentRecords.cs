namespace ResourceSharing.Gateway.Documents;

/// <summary>How a document came to us.</summary>
public enum DocumentOrigin
{
    /// <summary>Our staff put it there.</summary>
    Staff = 1,

    /// <summary>A partner sent it.</summary>
    Partner = 2,

    /// <summary>We packed several into one.</summary>
    Packed = 3,
}

/// <summary>A file that belongs to a request. The row outlives the bytes: who had it, when, and how much.</summary>
public sealed record StoredDocument
{
    /// <summary>Its number, counted from 1 over all requests; 0 before it is stored.</summary>
    public long Number { get; init; }

    /// <summary>The number of the request.</summary>
    public required long Request { get; init; }

    /// <summary>SHA-256 of the bytes in 64 lower-case hexadecimal digits: under this the bytes are kept.</summary>
    public required string Digest { get; init; }

    /// <summary>Its length in octets.</summary>
    public required long Octets { get; init; }

    /// <summary>The media type that its bytes show, whatever the sender said.</summary>
    public required string MediaType { get; init; }

    /// <summary>Its name for people, cleaned; never a path.</summary>
    public required string Name { get; init; }

    /// <summary>Who brought it.</summary>
    public required string By { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How it came.</summary>
    public DocumentOrigin Origin { get; init; } = DocumentOrigin.Staff;

    /// <summary>When it was shipped; null for never.</summary>
    public DateTimeOffset? ShippedAt { get; init; }

    /// <summary>When its bytes were deleted; null while they are there.</summary>
    public DateTimeOffset? PurgedAt { get; init; }

    /// <summary>The journal row that it came with; null for none.</summary>
    public long? Message { get; init; }
}

/// <summary>A link by which a document can be fetched so many times, so long. Of its secret and its password only hashes
/// are kept.</summary>
public sealed record DocumentLink
{
    /// <summary>Its number, counted from 1; 0 before it is stored.</summary>
    public long Number { get; init; }

    /// <summary>The document.</summary>
    public required long Document { get; init; }

    /// <summary>The document's request.</summary>
    public required long Request { get; init; }

    /// <summary>SHA-256 of the secret, 32 octets.</summary>
    public required ReadOnlyMemory<byte> SecretDigest { get; init; }

    /// <summary>SHA-256 of secret and password, 32 octets; empty when it needs no password.</summary>
    public ReadOnlyMemory<byte> PasswordDigest { get; init; }

    /// <summary>How often it can be used; null for as often as anybody likes.</summary>
    public int? MaxViews { get; init; }

    /// <summary>How often it was used.</summary>
    public int Used { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From then on it cannot be used any more.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Days that it lives after its first view; null for no such end.</summary>
    public int? DaysAfterFirstView { get; init; }

    /// <summary>When it was used first.</summary>
    public DateTimeOffset? FirstViewAt { get; init; }

    /// <summary>When it was used last.</summary>
    public DateTimeOffset? LastViewAt { get; init; }

    /// <summary>The code of the partner to whom it goes; null for a patron.</summary>
    public string? Partner { get; init; }

    /// <summary>The name under which the file is saved.</summary>
    public required string FileName { get; init; }

    /// <summary>True when all its views are used.</summary>
    public bool IsUsedUp => Used >= MaxViews;

    /// <summary>Can it be used at that time?</summary>
    public bool IsAlive(DateTimeOffset at) => at < ExpiresAt && !IsUsedUp;

    /// <summary>When it could be used for the last time.</summary>
    public DateTimeOffset EndsAt => IsUsedUp && LastViewAt < ExpiresAt ? LastViewAt.Value : ExpiresAt;

    /// <summary>With one view more, unless there is none left.</summary>
    public DocumentLink? Viewed(DateTimeOffset at)
    {
        var limit = FirstViewAt is null && DaysAfterFirstView is { } days ? at.AddDays(days) : ExpiresAt;
        return !IsAlive(at) ? null : this with
        {
            Used = Used + 1, FirstViewAt = FirstViewAt ?? at, LastViewAt = at, ExpiresAt = limit < ExpiresAt ? limit : ExpiresAt,
        };
    }
}

/// <summary>How a view went.</summary>
public enum ViewOutcome
{
    /// <summary>It began; what became of it is not known (yet).</summary>
    Begun = 1,

    /// <summary>The last octet was sent.</summary>
    Complete = 2,

    /// <summary>The line broke before the last octet.</summary>
    BrokenOff = 3,

    /// <summary>Nothing was sent: the view does not count.</summary>
    GivenBack = 4,
}

/// <summary>Who is at the other end of a download.</summary>
/// <param name="Address">The address.</param>
/// <param name="Program">What the program calls itself; empty when it does not.</param>
public sealed record Viewer(string Address, string Program);

/// <summary>One use of a link: the audit, kept after the bytes are gone.</summary>
public sealed record DocumentView
{
    /// <summary>Its number, counted from 1; 0 before it is stored.</summary>
    public long Number { get; init; }

    /// <summary>The link.</summary>
    public required long Link { get; init; }

    /// <summary>The document's request.</summary>
    public required long Request { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who; blank after the request was anonymised.</summary>
    public required Viewer Viewer { get; init; }

    /// <summary>Octets that were sent in all, with continuations.</summary>
    public long Octets { get; init; }

    /// <summary>How it went.</summary>
    public ViewOutcome Outcome { get; init; } = ViewOutcome.Begun;
}

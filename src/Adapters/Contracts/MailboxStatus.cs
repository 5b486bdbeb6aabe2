namespace ResourceSharing.Adapters.Contracts;

/// <summary>How it stands with a mailbox that is read, for health and figures.</summary>
public sealed record MailboxStatus
{
    /// <summary>The mailbox's name.</summary>
    public required string Name { get; init; }

    /// <summary>When reading began.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the mailbox was last looked through to its end; null when it never was.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>Since when it cannot be read, or nothing can be kept; null when all is well.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Why.</summary>
    public GatewayError? Error { get; init; }

    /// <summary>Messages that were kept.</summary>
    public long Kept { get; init; }

    /// <summary>Messages among them of which only the header was kept.</summary>
    public long TooLarge { get; init; }

    /// <summary>Messages that were set aside for people.</summary>
    public long SetAside { get; init; }
}

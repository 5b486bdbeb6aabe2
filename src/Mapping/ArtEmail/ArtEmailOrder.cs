using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.ArtEmail;

/// <summary>What an order says beside the request itself.</summary>
public sealed record ArtEmailContext
{
    /// <summary>The customer's reference behind TX; see <see cref="ArtEmailReference"/>.</summary>
    public required string Reference { get; init; }

    /// <summary>Keywords for the service and speed, as the partner's file has them: <c>S PTW</c>.</summary>
    public required string Keywords { get; init; }

    /// <summary>Where this item goes; null for the address of the account.</summary>
    public ArtEmailDelivery? DeliverTo { get; init; }

    /// <summary>The note to the partner, which no line takes.</summary>
    public string? Note { get; init; }
}

/// <summary>An address block: a closed set.</summary>
public abstract record ArtEmailDelivery
{
    private ArtEmailDelivery()
    {
    }

    /// <summary>By post.</summary>
    /// <param name="Address">At most six lines of it fit.</param>
    public sealed record Postal(PostalAddress Address) : ArtEmailDelivery;

    /// <summary>As a file.</summary>
    /// <param name="Address">A mail address, at most 99 characters.</param>
    public sealed record Email(string Address) : ArtEmailDelivery;
}

/// <summary>An order, or why there is none: a closed set.</summary>
public abstract record ArtEmailResult
{
    private ArtEmailResult()
    {
    }

    /// <summary>Written.</summary>
    /// <param name="Text">From TX on; ASCII, each line with LF.</param>
    /// <param name="Losses">What was cut, and what has no place.</param>
    public sealed record Written(string Text, LossReport Losses) : ArtEmailResult;

    /// <summary>Not possible.</summary>
    /// <param name="Code">Kebab case.</param>
    /// <param name="Text">What to mend.</param>
    public sealed record Failed(string Code, string Text) : ArtEmailResult;
}

/// <summary>Which detail lines an order has.</summary>
internal enum ArtEmailKind
{
    Article,
    Book,
    Chapter,
    ConferencePaper,
}

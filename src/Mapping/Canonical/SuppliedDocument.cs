namespace ResourceSharing.Mapping.Canonical;

/// <summary>
/// A file that a library supplies: where it can be fetched, or that it travels in the message itself. The link of a message
/// that has one stands in <see cref="SupplyDetails.Electronic"/>, as ISO 10161-1 has it; here is what goes with it.
/// </summary>
public sealed record SuppliedDocument
{
    /// <summary>What a secret of a link looks like in messages that are kept: as many stars as it has characters. The secret
    /// itself is put there when the message leaves.</summary>
    public const string MaskedSecret = "**********************";

    /// <summary>The number of our own link to it; null for a file of somebody else, and for one that is attached.</summary>
    public long? Link { get; init; }

    /// <summary>The number of our own document, where the file is ours.</summary>
    public long? Number { get; init; }

    /// <summary>The file's name, for people.</summary>
    public string? Name { get; init; }

    /// <summary>Its media type: <c>application/pdf</c>.</summary>
    public string? MediaType { get; init; }

    /// <summary>Its length in octets.</summary>
    public long? Octets { get; init; }

    /// <summary>SHA-256 of it in lower-case hexadecimal digits, where it is ours.</summary>
    public string? Sha256 { get; init; }

    /// <summary>True when the file travels in the message itself.</summary>
    public bool IsAttached { get; init; }

    /// <summary>How often it can be fetched; null when nothing is said or nothing is counted.</summary>
    public int? MaxViews { get; init; }

    /// <summary>The last day on which it can be fetched.</summary>
    public DateOnly? AvailableUntil { get; init; }

    /// <summary>The secret part of our own link, sealed: nobody reads it in the store.</summary>
    public string? SealedSecret { get; init; }

    /// <summary>The password that the file is fetched with, sealed: nobody reads it in the store. Null when it needs
    /// none.</summary>
    public string? SealedPassword { get; init; }
}

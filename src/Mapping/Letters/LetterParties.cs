using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Our library, as it signs letters.</summary>
public sealed record LetterSender
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its symbol; the default value where it has none.</summary>
    public Symbol Symbol { get; init; }

    /// <summary>Its mail address, <c>local@domain</c>; also the right side of Message-IDs.</summary>
    public required string Email { get; init; }

    /// <summary>Its postal address, for the signature.</summary>
    public PostalAddress? Address { get; init; }
}

/// <summary>The partner who reads the letter.</summary>
public sealed record LetterRecipient
{
    /// <summary>The code of its file.</summary>
    public required string Code { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its symbol; the default value where it has none.</summary>
    public Symbol Symbol { get; init; }

    /// <summary>Its mail address, <c>local@domain</c>.</summary>
    public required string Email { get; init; }

    /// <summary>May it be told who the patron is?</summary>
    public bool SendPatron { get; init; }
}

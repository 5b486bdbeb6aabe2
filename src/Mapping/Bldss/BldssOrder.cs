using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Bldss;

/// <summary>What an order says beside the request itself.</summary>
public sealed record BldssOrder
{
    /// <summary>What is wanted.</summary>
    public required IllRequest Content { get; init; }

    /// <summary>Our reference; the same in every attempt, and never used for another order.</summary>
    public required string Reference { get; init; }

    /// <summary>The name of our library.</summary>
    public required string Requestor { get; init; }

    /// <summary>Service, format, speed and quality by the numbers of the interface.</summary>
    public required BldssService Service { get; init; }

    /// <summary>For notices, and for digital delivery.</summary>
    public string? Email { get; init; }

    /// <summary>Where a parcel goes; sent for physical formats only.</summary>
    public PostalAddress? Address { get; init; }

    /// <summary>Country of the address, ISO 3166 alpha-3, where the address has no such code.</summary>
    public string Country { get; init; } = "GBR";

    /// <summary>Wanted outside the United Kingdom; null leaves it out.</summary>
    public bool? PayCopyright { get; init; }

    /// <summary>May it be put on a waiting list? Null leaves it out.</summary>
    public bool? AllowWaitingList { get; init; }

    /// <summary>Where events are posted to; null for nowhere.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>The two clients that are known put the callback in two places: within Delivery, or below it.</summary>
    public bool CallbackInDelivery { get; init; } = true;
}

/// <summary>Numbers of the interface; <c>/api/reference</c> lists them.</summary>
/// <param name="Service">The service.</param>
/// <param name="Format">1 encrypted download, 2 download, 3 secure transfer, 4 paper, 5 disc, 6 loan.</param>
/// <param name="Speed">The speed.</param>
/// <param name="Quality">The quality.</param>
public sealed record BldssService(int Service, int Format, int Speed, int Quality)
{
    /// <summary>True for formats that need a postal address.</summary>
    public bool IsPhysical => Format is >= 4 and <= 6;
}

/// <summary>An order as it is sent.</summary>
/// <param name="Xml">The body.</param>
/// <param name="Losses">What has no place in it.</param>
public sealed record BldssOrderXml(string Xml, LossReport Losses);

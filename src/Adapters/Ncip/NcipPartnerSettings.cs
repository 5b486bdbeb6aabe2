using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>Settings of a channel whose partner may ask our circulation by NCIP, whatever way we take to it.</summary>
public interface INcipBroker
{
    /// <summary>By what it is known, and how it proves to be itself; null when it does not call.</summary>
    NcipBrokerSettings? Broker { get; }
}

/// <summary>A system that manages requests itself and asks our circulation by NCIP: how it is recognised and believed, and what
/// is special about what it says.</summary>
public sealed record NcipBrokerSettings
{
    /// <summary>What system it is: generic, illiad, relais, navigator, worldshare, inn-reach, alma or koha.</summary>
    [RegularExpression(
        "^(generic|illiad|relais|navigator|worldshare|inn-reach|alma|koha)$",
        ErrorMessage = "generic, illiad, relais, navigator, worldshare, inn-reach, alma or koha")]
    public string Dialect { get; init; } = "generic";

    /// <summary>What it says as ApplicationProfileType; its code at Alma, usually. No two partners share one.</summary>
    [MaxLength(50)]
    [RegularExpression("^.{1,200}$", ErrorMessage = "a text of at most 200 characters")]
    public IReadOnlyList<string> ApplicationProfileTypes { get; init; } = [];

    /// <summary>What it says as FromSystemId, where it names no profile.</summary>
    [MaxLength(50)]
    [RegularExpression("^.{1,200}$", ErrorMessage = "a text of at most 200 characters")]
    public IReadOnlyList<string> SystemIds { get; init; } = [];

    /// <summary>What it says as FromAgencyId, where it names neither profile nor system.</summary>
    [MaxLength(1000)]
    [RegularExpression("^.{1,200}$", ErrorMessage = "a text of at most 200 characters")]
    public IReadOnlyList<string> Agencies { get; init; } = [];

    /// <summary>Values of its own, beyond those that its dialect knows.</summary>
    [MaxLength(200)]
    public IReadOnlyList<NcipAliasSettings> Aliases { get; init; } = [];

    /// <summary>What stands before the barcodes of temporary items that it makes.</summary>
    [MaxLength(50)]
    public string ItemPrefix { get; init; } = "";

    /// <summary>What stands before the numbers of its requests.</summary>
    [MaxLength(50)]
    public string RequestPrefix { get; init; } = "";

    /// <summary>How it proves to be itself.</summary>
    public NcipAuthenticationSettings Authentication { get; init; } = new();
}

/// <summary>A value that a partner uses for one of the standard's lists.</summary>
public sealed record NcipAliasSettings
{
    /// <summary>The element, by its name in version 2, like RequestType.</summary>
    [RegularExpression("^[A-Za-z]{1,100}$", ErrorMessage = "the name of an element, for example RequestType")]
    public required string Element { get; init; }

    /// <summary>What the partner sends.</summary>
    [MinLength(1), MaxLength(200)]
    public required string Value { get; init; }

    /// <summary>What it means, mostly a value of the list.</summary>
    [MinLength(1), MaxLength(200)]
    public required string Meaning { get; init; }
}

/// <summary>A partner that manages requests itself, speaks NCIP to our circulation, and is told nothing but renewals.</summary>
public sealed record NcipPartnerSettings : IChannelSettings, INcipBroker
{
    /// <summary>How its messages are recognised and believed.</summary>
    public required NcipBrokerSettings Broker { get; init; }

    /// <summary>Where its own responder is, for the renewals that we ask for; none are sent when left out.</summary>
    public NcipConnectionSettings? Connection { get; init; }

    /// <inheritdoc/>
    public string DescribeWay() => Connection is { } connection
        ? $"by NCIP: it asks our circulation itself, and gets renewals at {connection.Url}"
        : "by NCIP: it asks our circulation itself, and is told nothing";

    /// <inheritdoc/>
    public string DescribeMessage(IllMessage message) => message is IllMessage.Renew && Connection is not null
        ? "a RenewItem"
        : "nothing, since it does this itself";
}

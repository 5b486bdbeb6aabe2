using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>Settings of a channel whose partner may call us by NCIP.</summary>
public interface INcipCaller
{
    /// <summary>By what it is known, and how it proves to be itself; null when it does not call.</summary>
    /// <param name="ours">The symbols of our own library.</param>
    NcipCallerSettings? CallerAmong(IReadOnlyCollection<Symbol> ours);
}

/// <summary>Settings of a channel whose partner may ask our circulation by NCIP, whatever way we take to it.</summary>
public interface INcipBroker : INcipCaller
{
    /// <summary>How its messages are recognised, believed and understood; null when it does not ask.</summary>
    NcipBrokerSettings? Broker { get; }

    /// <inheritdoc/>
    NcipCallerSettings? INcipCaller.CallerAmong(IReadOnlyCollection<Symbol> ours) => Broker;
}

/// <summary>By what a partner that calls by NCIP is known: the profile it names, else its system, else its agency, else the key
/// it shows.</summary>
public record NcipCallerSettings
{
    /// <summary>What it says as ApplicationProfileType; in Alma's terms its partner code.</summary>
    [MaxLength(50)]
    [RegularExpression("^.{1,200}$", ErrorMessage = "a text of at most 200 characters")]
    public IReadOnlyList<string> ApplicationProfileTypes { get; init; } = [];

    /// <summary>What it says as FromSystemId, where it names no profile that is known.</summary>
    [MaxLength(50)]
    [RegularExpression("^.{1,200}$", ErrorMessage = "a text of at most 200 characters")]
    public IReadOnlyList<string> SystemIds { get; init; } = [];

    /// <summary>What it says as FromAgencyId, where it names neither profile nor system that is known.</summary>
    [MaxLength(1000)]
    [RegularExpression("^.{1,200}$", ErrorMessage = "a text of at most 200 characters")]
    public IReadOnlyList<string> Agencies { get; init; } = [];

    /// <summary>How it proves to be itself.</summary>
    public NcipAuthenticationSettings Authentication { get; init; } = new();
}

/// <summary>A system that manages requests itself and asks our circulation by NCIP.</summary>
public sealed record NcipBrokerSettings : NcipCallerSettings
{
    /// <summary>What system it is: generic, illiad, relais, navigator, worldshare, inn-reach, alma or koha.</summary>
    [RegularExpression(NcipDialectNames.Pattern, ErrorMessage = NcipDialectNames.Text)]
    public string Dialect { get; init; } = "generic";

    /// <summary>What stands before the barcodes of items that it brings.</summary>
    [MaxLength(50)]
    public string ItemPrefix { get; init; } = "";

    /// <summary>What stands before the numbers of its requests.</summary>
    [MaxLength(50)]
    public string RequestPrefix { get; init; } = "";
}

/// <summary>The names of dialects, as files write them.</summary>
internal static class NcipDialectNames
{
    public const string Pattern = "^(generic|illiad|relais|navigator|worldshare|inn-reach|alma|koha)$";
    public const string Text = "generic, illiad, relais, navigator, worldshare, inn-reach, alma or koha";
}

/// <summary>A partner that manages requests itself, speaks NCIP to our circulation, and is told nothing but renewals.</summary>
public sealed record NcipPartnerSettings : IChannelSettings, INcipBroker
{
    /// <summary>How its messages are recognised and believed.</summary>
    public required NcipBrokerSettings Broker { get; init; }

    /// <summary>Where its own responder is, for the renewals that we ask for; none are sent when left out.</summary>
    public NcipConnectionSettings? Connection { get; init; }

    /// <inheritdoc/>
    public bool AsksCirculation => true;

    /// <inheritdoc/>
    public bool IsBelievedByAddress => false;

    /// <inheritdoc/>
    public bool Says(IllMessage message) => message is IllMessage.Renew && Connection is not null;

    /// <inheritdoc/>
    public string DescribeWay() => Connection is { } connection
        ? $"by NCIP: it asks our circulation itself, and gets renewals at {connection.Url}"
        : "by NCIP: it asks our circulation itself, and is told nothing";

    /// <inheritdoc/>
    public string DescribeMessage(IllMessage message) => message is IllMessage.Renew && Connection is not null
        ? "a RenewItem"
        : "nothing, since it does this itself";
}

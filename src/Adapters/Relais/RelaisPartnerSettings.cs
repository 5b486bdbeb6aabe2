using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Ncip;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Relais;

/// <summary>How a partnership is reached that shares by Relais D2D: loans are requested for our patrons.</summary>
public sealed record RelaisPartnerSettings : IChannelSettings, IPolledSettings, INcipBroker
{
    /// <summary>Address of the interface, for example https://bd.relais-host.example.</summary>
    public required Uri Url { get; init; }

    /// <summary>Where the key of the interface is kept: env:NAME or file:PATH.</summary>
    public SecretReference? ApiKey { get; init; }

    /// <summary>The partnership, for example BD.</summary>
    [MinLength(1), MaxLength(50)]
    public required string PartnershipId { get; init; }

    /// <summary>Our library's symbol in the partnership.</summary>
    [MinLength(1), MaxLength(50)]
    public required string LibrarySymbol { get; init; }

    /// <summary>The group in which users sign in.</summary>
    [MinLength(1), MaxLength(50)]
    public string UserGroup { get; init; } = "patron";

    /// <summary>The user for all requests. When left out, the patron's identifier signs in, which needs
    /// sendRequesterInformation.</summary>
    [MinLength(1), MaxLength(100)]
    public string? PatronId { get; init; }

    /// <summary>Code of the pickup location; the first one that is offered when left out.</summary>
    [MinLength(1), MaxLength(50)]
    public string? PickupLocation { get; init; }

    /// <summary>Whether only what is available now is requested; everything else counts as not supplied. Otherwise all that is
    /// found is requested.</summary>
    public bool RequireAvailable { get; init; } = true;

    /// <summary>Whether our request is closed as exported to a third party as soon as Relais has taken it.</summary>
    public bool CloseRequestOnExport { get; init; }

    /// <summary>Language of the answers, as Accept-Language. It is the same in every call, as the server wants.</summary>
    [RegularExpression("^[A-Za-z-]{2,10}$", ErrorMessage = "a language, for example en")]
    public string Language { get; init; } = "en";

    /// <summary>Whether open requests are asked for by the calendar (jobs.statusPoll).</summary>
    public bool Poll { get; init; } = true;

    /// <summary>How long one call may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How its NCIP messages about the requests are recognised and believed; it sends none when left out.</summary>
    public NcipBrokerSettings? Ncip { get; init; }

    /// <inheritdoc/>
    NcipBrokerSettings? INcipBroker.Broker => Ncip;

    /// <inheritdoc/>
    bool IChannelSettings.AsksCirculation => Ncip is not null;

    /// <inheritdoc/>
    bool IPolledSettings.IsPolled => Poll;

    /// <inheritdoc/>
    public string DescribeWay() => $"as requests to Relais D2D at {Url.Host}"
        + (CloseRequestOnExport ? ", which carries them on by itself" : "")
        + (Poll && !CloseRequestOnExport ? "; open requests are asked for by the calendar" : "");

    /// <inheritdoc/>
    public string DescribeMessage(IllMessage message) => message switch
    {
        IllMessage.Request => "a search, and a request where it is found",
        IllMessage.StatusQuery => "a look at the user's requests",
        _ => "nothing, since the interface has no call for it",
    };
}

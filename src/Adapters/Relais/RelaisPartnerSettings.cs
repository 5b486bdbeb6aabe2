using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Relais;

/// <summary>How a partnership is reached that shares by Relais D2D: loans are requested for our patrons.</summary>
public sealed record RelaisPartnerSettings : PushedBrokerSettings
{
    /// <summary>Address of the interface, for example https://bd.relais-host.example.</summary>
    public required Uri Url { get; init; }

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

    /// <summary>Language of the answers, as Accept-Language. It is the same in every call, as the server wants.</summary>
    [RegularExpression("^[A-Za-z-]{2,10}$", ErrorMessage = "a language, for example en")]
    public string Language { get; init; } = "en";

    /// <inheritdoc/>
    private protected override string Way => $"as requests to Relais D2D at {Url.Host}";

    /// <inheritdoc/>
    public override string DescribeMessage(IllMessage message) => message switch
    {
        IllMessage.Request => "a search, and a request where it is found",
        IllMessage.StatusQuery => "a look at the user's requests",
        _ => "nothing, since the interface has no call for it",
    };
}

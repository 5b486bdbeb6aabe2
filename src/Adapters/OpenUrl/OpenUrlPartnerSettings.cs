using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.OpenUrl;

namespace ResourceSharing.Adapters.OpenUrl;

/// <summary>What is done with a link.</summary>
public enum OpenUrlManner
{
    /// <summary>The gateway calls it.</summary>
    Push,

    /// <summary>Nothing is called: the link stands with the sent message, and staff open it.</summary>
    Link,
}

/// <summary>A broker that takes requests as OpenURL links: ILLiad, Relais, Tipasa, WorldShare, or any resolver.</summary>
public sealed record OpenUrlPartnerSettings : IChannelSettings
{
    /// <summary>Whose conventions the links follow.</summary>
    public required OpenUrlTemplate Template { get; init; }

    /// <summary>
    /// Address of the system: for ILLiad up to /illiad, for Relais, Tipasa and WorldShare the host alone, for generic the
    /// whole address of the resolver.
    /// </summary>
    public required Uri Url { get; init; }

    /// <summary>Whether the gateway calls the link, or leaves it to staff.</summary>
    public OpenUrlManner Manner { get; init; } = OpenUrlManner.Link;

    /// <summary>ILLiad: the number of the form that is opened. When left out, its OpenURL page decides.</summary>
    [Range(1, 9999)]
    public int? Form { get; init; }

    /// <summary>ILLiad: the code of the site, where there are several.</summary>
    [RegularExpression("^[A-Za-z0-9_-]{1,20}$", ErrorMessage = "a site of up to 20 letters and digits, for example IND")]
    public string? SiteCode { get; init; }

    /// <summary>Relais: the symbol of our library; needed there.</summary>
    [MinLength(1), MaxLength(50)]
    public string? LibrarySymbol { get; init; }

    /// <summary>Name of this gateway in the links (rfr_id), for example ill.example.org:gateway.</summary>
    [MinLength(1), MaxLength(100)]
    public string? Referrer { get; init; }

    /// <summary>Generic: where patrons fetch what was ordered.</summary>
    [MinLength(1), MaxLength(100)]
    public string? Pickup { get; init; }

    /// <summary>How long one call may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public string DescribeWay() => Manner == OpenUrlManner.Push
        ? $"as OpenURL links for {Template} that are called at {Url.Host}; nothing comes back"
        : $"as OpenURL links for {Template} at {Url.Host}, which staff open; nothing comes back";

    /// <inheritdoc/>
    public string DescribeMessage(IllMessage message) => message is IllMessage.Request
        ? "a link with the request"
        : "nothing, since a link can only ask";

    /// <summary>Where links lead.</summary>
    internal OpenUrlTarget Target => new(Template, Url)
    {
        Form = Form, SiteCode = SiteCode, LibrarySymbol = LibrarySymbol, Referrer = Referrer,
    };
}

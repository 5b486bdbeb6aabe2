using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.OpenUrl;

/// <summary>Whose conventions a link follows.</summary>
public enum OpenUrlTemplate
{
    /// <summary>ILLiad of Atlas Systems.</summary>
    Illiad = 1,

    /// <summary>The patron portal of Relais D2D.</summary>
    Relais,

    /// <summary>Tipasa of OCLC.</summary>
    Tipasa,

    /// <summary>WorldShare Interlibrary Loan of OCLC.</summary>
    Worldshare,

    /// <summary>Any resolver that reads OpenURL 1.0; needed-by, note and pickup as ReShare has them.</summary>
    Generic,
}

/// <summary>Where links lead.</summary>
/// <param name="Template">Whose conventions they follow.</param>
/// <param name="Base">The address of the system, without what the template adds: for ILLiad up to <c>/illiad</c>, for
/// Relais, Tipasa and WorldShare the host alone, else the whole resolver.</param>
public sealed record OpenUrlTarget(OpenUrlTemplate Template, Uri Base)
{
    /// <summary>ILLiad: the number of the form that is opened; its OpenURL page decides when null.</summary>
    public int? Form { get; init; }

    /// <summary>ILLiad: the site, a folder of the address.</summary>
    public string? SiteCode { get; init; }

    /// <summary>Relais: the symbol of the patron's library.</summary>
    public string? LibrarySymbol { get; init; }

    /// <summary>Who we are, for <c>rfr_id</c>; without <c>info:sid/</c>.</summary>
    public string? Referrer { get; init; }
}

/// <summary>What a link is to say.</summary>
/// <param name="Content">What is wanted; with its patron only where the other side may know.</param>
/// <param name="Note">To the other side.</param>
/// <param name="PickupLocation">Where the patron fetches it.</param>
public sealed record OpenUrlOrder(IllRequest Content, string? Note = null, string? PickupLocation = null);

/// <summary>A link.</summary>
/// <param name="Address">The whole of it, in ASCII.</param>
/// <param name="Losses">What it does not carry: what a reader would not read out of it again.</param>
public sealed record OpenUrlLink(string Address, LossReport Losses);

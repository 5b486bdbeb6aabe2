using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>How an item is supplied, in Alma's words. Source: lifecycle reference, section 8.</summary>
public enum SupplyFormat
{
    /// <summary>A loan.</summary>
    Physical = 1,

    /// <summary>A file.</summary>
    Digital,

    /// <summary>A copy on paper.</summary>
    PhysicalNonReturnable,
}

/// <summary>The format that a request asks for.</summary>
public static class SupplyFormats
{
    /// <summary>What the first of the kinds of supply and of the media mean together.</summary>
    public static SupplyFormat Format(this IllRequest content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.Services is [] or [ServiceType.Loan, ..] ? SupplyFormat.Physical
            : content.Media is [{ Medium: MediumType.MachineReadable }, ..] ? SupplyFormat.Digital
            : SupplyFormat.PhysicalNonReturnable;
    }
}

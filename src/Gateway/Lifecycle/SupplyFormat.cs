using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>How an item is supplied, in Alma's words. Source: lifecycle reference, section 8.</summary>
public enum SupplyFormat
{
    /// <summary>Not known: nothing was supplied yet.</summary>
    Undefined = 0,

    /// <summary>A loan.</summary>
    Physical = 1,

    /// <summary>A file.</summary>
    Digital,

    /// <summary>A copy on paper.</summary>
    PhysicalNonReturnable,
}

/// <summary>Reads formats out of requests.</summary>
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

    /// <summary>The format in which it was supplied. A copy counts as a file when one was asked for, or while the status
    /// says so: messages tell copies on paper and files apart by nothing else.</summary>
    public static SupplyFormat Supplied(RequestState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state switch
        {
            { Status: Status.ShippedDigitally or Status.ReceivedDigitally } => SupplyFormat.Digital,
            { SuppliedAs: ServiceType.Loan } => SupplyFormat.Physical,
            { SuppliedAs: ServiceType.CopyNonReturnable } => state.Content.Format() == SupplyFormat.Digital
                ? SupplyFormat.Digital
                : SupplyFormat.PhysicalNonReturnable,
            _ => SupplyFormat.Undefined,
        };
    }
}

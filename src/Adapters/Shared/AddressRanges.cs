using System.Net;

namespace ResourceSharing.Adapters.Shared;

/// <summary>Addresses that a partner's file allows.</summary>
public static class AddressRanges
{
    /// <summary>Whether an address is in one of the ranges. An IPv4 address counts as itself where the system writes it as an
    /// IPv6 one; no address at all is in none.</summary>
    public static bool Hold(IReadOnlyCollection<IPNetwork> ranges, IPAddress? address)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        if (address is null)
            return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return ranges.Any(range => range.Contains(plain) || range.Contains(address));
    }
}

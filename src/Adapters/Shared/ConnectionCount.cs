using System.Net;
using System.Net.Sockets;

namespace ResourceSharing.Adapters.Shared;

/// <summary>Counts the open connections, all together and for each address.</summary>
internal sealed class ConnectionCount(int max, int maxPerAddress)
{
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, int> perAddress = [];
    private int total;

    /// <summary>Takes a place.</summary>
    /// <returns>False when there is none left; then nothing was taken.</returns>
    public bool TryEnter(IPAddress address)
    {
        var key = KeyOf(address);
        lock (gate)
        {
            perAddress.TryGetValue(key, out int here);
            if (total >= max || here >= maxPerAddress)
                return false;
            total++;
            perAddress[key] = here + 1;
            return true;
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Leave(IPAddress address)
    {
        var key = KeyOf(address);
        lock (gate)
        {
            total--;
            if (--perAddress[key] == 0)
                perAddress.Remove(key);
        }
    }

    /// <summary>One host commonly owns a whole /64, so the lower half of an IPv6 address tells nobody
    /// apart.</summary>
    public static IPAddress KeyOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var octets = address.GetAddressBytes();
        Array.Clear(octets, 8, 8);
        return new IPAddress(octets);
    }
}

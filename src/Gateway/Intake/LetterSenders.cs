using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>Whose letter it is. The address in From is a claim; it counts only where our own mail server vouches for its
/// domain. Source: feeds reference, 4.3.</summary>
internal static class LetterSenders
{
    /// <summary>The partners whose letters come from an address, if it is not forged.</summary>
    public static IReadOnlyList<Partner> Claimed(Network network, LetterOrigin origin) => Claimed(network, origin.From);

    /// <summary>The same, for an address alone; none for no address.</summary>
    public static IReadOnlyList<Partner> Claimed(Network network, string? address) => address is null
        ? []
        : network.Partners.Where(partner => partner.Config.Channel.Settings.LetterSenders.Any(sender => Fits(sender, address)))
            .OrderBy(partner => partner.Code, StringComparer.Ordinal).ToArray();

    /// <summary>Does our mail server vouch for the domain of From, or for a domain above it?</summary>
    public static bool IsVouched(LetterOrigin origin) => DomainOf(origin.From) is { } domain
        && origin.VouchedDomains.Any(vouched => IsSameOrAbove(vouched, domain));

    /// <summary>The partners whose letter it surely is.</summary>
    public static IReadOnlyList<Partner> Vouched(Network network, LetterOrigin origin) =>
        IsVouched(origin) ? Claimed(network, origin) : [];

    private static bool Fits(string sender, string from) => sender.StartsWith('@')
        ? string.Equals(sender[1..], DomainOf(from), StringComparison.OrdinalIgnoreCase)
        : string.Equals(sender, from, StringComparison.OrdinalIgnoreCase);

    private static string? DomainOf(string? address) =>
        address?.LastIndexOf('@') is { } at and >= 0 && at + 1 < address.Length ? address[(at + 1)..] : null;

    // A domain of one label (org) is nobody's own: it vouches for nothing below it.
    private static bool IsSameOrAbove(string vouched, string domain) =>
        string.Equals(vouched, domain, StringComparison.OrdinalIgnoreCase)
        || (vouched.Contains('.', StringComparison.Ordinal) && vouched[0] != '.'
            && domain.EndsWith("." + vouched, StringComparison.OrdinalIgnoreCase));
}

using System.Diagnostics.CodeAnalysis;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>The settings under which circulation acts: the library's own, and those of the partner that asks.</summary>
internal sealed class CirculationTerms
{
    private readonly Network _network;
    private readonly PartnerCirculationConfig _own;

    /// <param name="network">Our library.</param>
    /// <param name="partner">The partner that asks; null for our own desk.</param>
    public CirculationTerms(Network network, Partner? partner)
    {
        _network = network;
        Partner = partner;
        _own = partner?.Config.Circulation ?? new PartnerCirculationConfig { InstitutionPatrons = [] };
    }

    /// <summary>The partner that asks.</summary>
    public Partner? Partner { get; }

    /// <summary>The library's settings.</summary>
    public CirculationConfig House => _network.Snapshot.Gateway.Circulation;

    /// <summary>The partner's settings.</summary>
    public PartnerCirculationConfig Own => _own;

    /// <summary>The library that owns the records of items from elsewhere.</summary>
    public string Owner => House.ResourceSharingLibrary ?? _network.Snapshot.Gateway.Library.Code;

    /// <summary>Where items from elsewhere stand.</summary>
    public string AcceptLocation => _own.AcceptItemLocation ?? House.ResourceSharingLocation;

    /// <summary>The partner's code; empty for our own desk, which no request belongs to.</summary>
    public string PartnerCode => Partner?.Code ?? "";

    /// <summary>Is that surely the name of our own institution?</summary>
    public bool IsOurs(string agency)
    {
        var plain = agency.Trim();
        return House.Agencies.Concat(_network.Snapshot.Gateway.Library.Symbols).Append(_network.Snapshot.Gateway.Library.Code)
            .Any(own => string.Equals(own.Trim(), plain, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>May a patron with this agency in front of the number be one of ours?</summary>
    public bool MayBeOurs(string agency) => House.Agencies.Count == 0 || IsOurs(agency);

    /// <summary>Does this name stand for a library?</summary>
    public bool IsInstitution(string name)
    {
        var plain = name.Trim();
        return _own.InstitutionPatrons.Any(pattern => pattern.EndsWith('*')
            ? plain.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
            : string.Equals(pattern.Trim(), plain, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Under what a patron is looked for: the first key that leads to anybody counts.</summary>
    /// <param name="id">The number.</param>
    /// <param name="isInstitution">Whether the message says that it stands for a library.</param>
    public IEnumerable<CirculationKey> KeysOf(PatronId id, bool isInstitution = false)
    {
        if (!CirculationLimits.IsNumber(id.Value))
        {
            yield break;
        }

        if (id.Agency is { } agency)
        {
            yield return CirculationKey.Patron(id.Value, agency);
        }

        if (id.Agency is null || MayBeOurs(id.Agency))
        {
            yield return CirculationKey.Patron(id.Value, null);
        }

        if (isInstitution || IsInstitution(id.Value))
        {
            yield return CirculationKey.Institution(PartnerCode, id.Value);
        }
    }

    /// <summary>Our code for a pickup location that a message names.</summary>
    /// <returns>Null with <c>IsKnown</c> when none was named and there is none by default.</returns>
    public (string? Code, bool IsKnown) Pickup(string? named)
    {
        var plain = named?.Trim();
        if (string.IsNullOrEmpty(plain) || plain.ToUpperInvariant() is "NOTHING" or "NONE")
        {
            return (House.DefaultPickup ?? (House.PickupLocations.Count > 0 ? House.PickupLocations[0].Code : null), true);
        }

        var ours = PickupOf(plain);
        if (House.PickupLocations.Count == 0)
        {
            return (ours, CirculationLimits.IsNumber(ours));
        }

        var place = House.PickupLocations.FirstOrDefault(
            place => string.Equals(place.Code.Trim(), ours, StringComparison.OrdinalIgnoreCase));
        return (place?.Code, place is not null);
    }

    /// <summary>Our code for a pickup location that the partner's file maps; any other as it is.</summary>
    [return: NotNullIfNotNull(nameof(named))]
    public string? PickupOf(string? named) => _own.PickupMapping.FirstOrDefault(
        pair => string.Equals(pair.Key.Trim(), named?.Trim(), StringComparison.OrdinalIgnoreCase)).Value ?? named;

    /// <summary>Most loans of a patron; null for a library that stands as one.</summary>
    public int? MaximumLoans(LibraryPatron patron) => patron.Kind switch
    {
        PatronKind.Own => House.MaximumLoans,
        PatronKind.Visitor => House.Visitors.MaximumLoans,
        _ => null,
    };

    /// <summary>When a loan of our own item is due by the rules.</summary>
    public DateTimeOffset DueBy(LibraryPatron patron, DateTimeOffset at)
    {
        var through = Partner is { } partner ? _own.LoanDays ?? partner.Config.LoanPeriodDays : House.LoanDays;
        return EndOfDay(at, patron.Kind == PatronKind.Institution ? through : Math.Min(through, House.LoanDays));
    }

    /// <summary>When an item of another library is due for its patron: before its owner wants it back, by the days in transit,
    /// though never before the day itself.</summary>
    public DateTimeOffset PatronDue(DateTimeOffset? ownerDue, DateTimeOffset at)
    {
        if (ownerDue is not { } due)
        {
            return EndOfDay(at, House.LoanDays);
        }

        var delay = TimeSpan.FromDays(Partner?.Config.DeliveryDelayDays ?? 0);
        var early = due - DateTimeOffset.MinValue > delay ? due - delay : due;
        return early >= at || due <= at ? early : Earlier(due, EndOfDay(at, 0));
    }

    /// <summary>The last minute of a day.</summary>
    public static DateTimeOffset EndOfDay(DateTimeOffset at, int days) =>
        new(at.Date.AddDays(days).AddMinutes((24 * 60) - 1), at.Offset);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

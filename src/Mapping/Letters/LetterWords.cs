using System.Globalization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Codes and dates in words for a reader. The words for codes are English in every
/// language.</summary>
internal static class LetterWords
{
    /// <summary>The language that always has all letters.</summary>
    internal const string FallbackLanguage = "en";

    /// <summary><c>4 May 2026</c> in English; <c>2026-05-04</c> elsewhere, which nobody can
    /// misread.</summary>
    internal static string? Date(DateOnly? date, string language) =>
        language == FallbackLanguage
            ? date?.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)
            : Iso(date);

    internal static string? Iso(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Service(ServiceType type) => type switch
    {
        ServiceType.Loan => "loan",
        ServiceType.CopyNonReturnable => "copy (not to be returned)",
        ServiceType.Locations => "names of holding libraries only",
        ServiceType.Estimate => "estimate of the cost only",
        _ => "as agreed between us",
    };

    /// <summary>A reason with its number, since many libraries know the numbers: <c>at bindery
    /// (8)</c>.</summary>
    internal static string? Reason(ReasonUnfilled? reason) => reason is { } code ? Coded(code) : null;

    internal static string Reason(ReasonWillSupply reason) => Coded(reason);

    internal static string? Condition(Condition? condition) => condition is { } code ? Coded(code) : null;

    internal static string Medium(MediumType medium) => IsoCode.Words(medium);

    internal static string Flag(bool value) => value ? "yes" : "";

    internal static string Units(IReadOnlyList<UnitsOfMedium> units) =>
        string.Join(", ", units.Select(u => FormattableString.Invariant($"{u.Count} {Medium(u.Medium)}")));

    internal static string? Address(PostalAddress? address) =>
        address is null ? null : string.Join('\n', address.Lines());

    internal static string? Address(ElectronicAddress? address) => (address?.Service, address?.Address) switch
    {
        (null, null) => null,
        (null, { } place) => place,
        ({ } service, null) => service,
        ({ } service, { } place) when service.Equals("SMTP", StringComparison.OrdinalIgnoreCase) => place,
        ({ } service, { } place) => $"{place} ({service})",
    };

    internal static string? Address(DeliveryAddress? address)
    {
        var parts = new[] { Address(address?.Postal), Address(address?.Electronic) };
        return string.Join('\n', parts.Where(part => !string.IsNullOrWhiteSpace(part)));
    }

    internal static string Location(Location location)
    {
        var parts = new[] { location.Library.ToString(), Address(location.Address), location.Note };
        return string.Join(", ", parts.Where(part => !string.IsNullOrWhiteSpace(part)));
    }

    private static string Coded<T>(T code)
        where T : struct, Enum =>
        string.Create(CultureInfo.InvariantCulture, $"{IsoCode.Words(code)} ({IsoCode.Number(code)})");
}

using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Addresses, both ways. A shipment has to have one by its schema: where none is known, the sender's agency stands
/// there, and is not read as an address.</summary>
internal static class NcipPeerAddresses
{
    /// <summary>The service of an address that names none.</summary>
    public const string UnknownService = "uri";

    /// <summary>An address for parcels; null where it is none.</summary>
    /// <param name="address">As it came.</param>
    /// <param name="agency">The sender's agency.</param>
    public static PostalAddress? Read(NcipPhysicalAddress? address, string? agency)
    {
        if (address?.Structured is { } structured)
            return Read(structured);
        var lines = (address?.Unstructured?.Data ?? "").Split(
            '\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0 || (lines.Length == 1 && lines[0] == NcipCode.Plain(agency ?? ""))
            ? null
            : new PostalAddress { Name = lines[0], Extended = lines.Length == 1 ? null : string.Join('\n', lines[1..]) };
    }

    /// <summary>Where a file goes or is; null where nothing is said.</summary>
    public static ElectronicAddress? Read(NcipElectronicAddress? address) => string.IsNullOrWhiteSpace(address?.Data)
        ? null
        : new ElectronicAddress(address.Type?.Value, address.Data.Trim());

    /// <summary>An address for parcels.</summary>
    public static NcipPhysicalAddress Write(PostalAddress address)
    {
        bool hasStreet = !string.IsNullOrWhiteSpace(address.Street) || !string.IsNullOrWhiteSpace(address.PostOfficeBox);
        return hasStreet
            ? new NcipPhysicalAddress
            {
                Type = NcipPeerWords.PostalAddress,
                Structured = new NcipStructuredAddress
                {
                    LocationWithinBuilding = address.Extended,
                    Street = address.Street,
                    PostOfficeBox = address.PostOfficeBox,
                    Locality = address.City,
                    Region = address.Region,
                    Country = address.Country,
                    PostalCode = address.PostalCode,
                    CareOf = address.Name,
                },
            }
            : InLines(string.Join('\n', address.Lines()));
    }

    /// <summary>An address in lines.</summary>
    public static NcipPhysicalAddress InLines(string text) => new()
    {
        Type = NcipPeerWords.PostalAddress,
        Unstructured = new NcipUnstructuredAddress { Type = NcipPeerWords.Lines, Data = text },
    };

    /// <summary>Where a file goes or is.</summary>
    public static NcipElectronicAddress Write(ElectronicAddress address) => new()
    {
        Type = string.IsNullOrWhiteSpace(address.Service) ? UnknownService : address.Service, Data = address.Address,
    };

    private static PostalAddress Read(NcipStructuredAddress address) => new()
    {
        Name = address.CareOf,
        Extended = Joined(address.LocationWithinBuilding, address.HouseName, address.District),
        Street = Joined(address.Street, address.Line1, address.Line2),
        PostOfficeBox = address.PostOfficeBox,
        City = address.Locality,
        Region = address.Region,
        Country = address.Country,
        PostalCode = address.PostalCode,
    };

    private static string? Joined(params string?[] parts) =>
        string.Join('\n', parts.Where(part => !string.IsNullOrWhiteSpace(part))) is { Length: > 0 } text ? text : null;
}

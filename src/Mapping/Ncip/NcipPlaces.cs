using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Addresses, and where things are sent.</summary>
internal static class NcipPlaces
{
    private const string AddressType = "Postal Address";
    private const string Lines = "Newline-Delimited Text";

    public static PostalAddress Read(NcipPhysicalAddress from, NcipMapping mapping)
    {
        if (from.Structured is not { } parts)
            return new PostalAddress { Extended = mapping.Text(from.Unstructured?.Data, "UnstructuredAddressData") };
        string?[] further =
        [
            parts.LocationWithinBuilding, parts.HouseName, parts.Line1 is null ? null : parts.Line2, parts.District,
        ];
        return new PostalAddress
        {
            Name = mapping.Text(parts.CareOf, "CareOf"),
            Extended = mapping.Text(string.Join('\n', further.Where(line => !string.IsNullOrWhiteSpace(line))),
                "StructuredAddress"),
            Street = mapping.Text(parts.Street ?? parts.Line1, "Street"),
            PostOfficeBox = mapping.Text(parts.PostOfficeBox, "PostOfficeBox"),
            City = mapping.Text(parts.Locality, "Locality"), Region = mapping.Text(parts.Region, "Region"),
            Country = mapping.Text(parts.Country, "Country"), PostalCode = mapping.Text(parts.PostalCode, "PostalCode"),
        };
    }

    /// <summary>In parts; as lines where there is neither street nor box, without which NCIP has no parts.</summary>
    public static NcipPhysicalAddress Write(PostalAddress address, NcipMapping mapping)
    {
        if (address.Street is null && address.PostOfficeBox is null)
        {
            if (address != new PostalAddress { Extended = address.Extended })
                mapping.Defaulted("PostalAddress", "without street and box it is written as lines");
            var lines = address.Extended is { } text && address == new PostalAddress { Extended = text }
                ? text : string.Join('\n', address.Lines());
            return new() { Unstructured = new() { Type = Lines, Data = lines }, Type = AddressType };
        }

        return new()
        {
            Type = AddressType,
            Structured = new()
            {
                CareOf = address.Name, LocationWithinBuilding = address.Extended, Street = address.Street,
                PostOfficeBox = address.PostOfficeBox, Locality = address.City, Region = address.Region,
                Country = address.Country, PostalCode = address.PostalCode,
            },
        };
    }

    public static DeliveryAddress? Read(NcipShippingInformation? from, NcipMapping mapping)
    {
        if (from is null)
            return null;
        mapping.Unused("ShippingInformation/ShippingInstructions", from.Instructions is not null);
        mapping.Unused("ShippingInformation/ShippingNote", from.Note is not null);
        var electronic = mapping.Text(from.Electronic?.Data, "ElectronicAddressData");
        if (from.Physical is null && electronic is null)
            return null;
        return new DeliveryAddress
        {
            Postal = from.Physical is { } physical ? Read(physical, mapping) : null,
            Electronic = electronic is null ? null : new ElectronicAddress(ServiceOf(from.Electronic?.Type, mapping), electronic),
        };
    }

    public static NcipShippingInformation? Write(DeliveryAddress? address, NcipMapping mapping)
    {
        if (address?.Postal is { } postal)
        {
            if (address.Electronic is not null)
                mapping.Dropped("ShipTo.Electronic", "NCIP has one address, and the parcel's stands there");
            return new() { Physical = Write(postal, mapping) };
        }

        if (address?.Electronic is not { Address: { } data } electronic)
            return null;
        var type = electronic.Service?.ToUpperInvariant() switch
        {
            "SMTP" => "mailto",
            "HTTP" => "http",
            _ => electronic.Service,
        };
        return new() { Electronic = new() { Type = type is null ? null : new NcipCode(type), Data = data } };
    }

    private static string? ServiceOf(NcipCode? type, NcipMapping mapping) => type switch
    {
        null => null,
        _ when type.Is("mailto") => "SMTP",
        _ when type.Is("http") || type.Is("https") => "HTTP",
        _ => mapping.Text(type, "ElectronicAddressType"),
    };
}

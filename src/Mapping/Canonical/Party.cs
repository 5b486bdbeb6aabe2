namespace ResourceSharing.Mapping.Canonical;

/// <summary>A library or person that takes part in a transaction. At least one of symbol and name is present.
/// Source: ISO 10161-1 System-Id.</summary>
public sealed record Party
{
    /// <summary>The symbol, where one was given.</summary>
    public Symbol? Symbol { get; init; }

    /// <summary>The name in words, where one was given.</summary>
    public string? Name { get; init; }

    /// <summary>True when <see cref="Name"/> or <see cref="Symbol"/> stands for a person, not an institution.</summary>
    public bool IsPerson { get; init; }

    /// <summary>What a person reads: the name, with the symbol behind it.</summary>
    public override string ToString() => (Name, Symbol) switch
    {
        (null, null) => "(nobody named)",
        (null, { } symbol) => symbol.Text,
        ({ } name, null) => name,
        ({ } name, { } symbol) => $"{name} ({symbol.Text})",
    };
}

/// <summary>A postal address. Every part is optional, since partners send what they have.
/// Source: ISO 10161-1 Postal-Address.</summary>
public sealed record PostalAddress
{
    /// <summary>The library or person that the parcel is addressed to.</summary>
    public string? Name { get; init; }

    /// <summary>Further lines: department, building, or a whole address in one block.</summary>
    public string? Extended { get; init; }

    /// <summary>Street and number.</summary>
    public string? Street { get; init; }

    /// <summary>Post office box.</summary>
    public string? PostOfficeBox { get; init; }

    /// <summary>City.</summary>
    public string? City { get; init; }

    /// <summary>State, province or region.</summary>
    public string? Region { get; init; }

    /// <summary>Country, as the sender writes it (name or code).</summary>
    public string? Country { get; init; }

    /// <summary>Postal code.</summary>
    public string? PostalCode { get; init; }

    /// <summary>The lines as they stand on a parcel, empty parts left out.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var block in new[] { Name, Extended, Street, PostOfficeBox })
        {
            foreach (var line in (block ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                yield return line;
            }
        }

        var town = string.Join(' ', new[] { PostalCode, City, Region }.Where(part => !string.IsNullOrWhiteSpace(part)));
        if (town.Length > 0)
        {
            yield return town;
        }

        if (!string.IsNullOrWhiteSpace(Country))
        {
            yield return Country;
        }
    }
}

/// <summary>Where a message or a file can be sent electronically. Source: ISO 10161-1 System-Address.</summary>
/// <param name="Service">The kind of service: <c>TCP/IP</c>, <c>SMTP</c>, <c>ARIEL</c>, <c>HTTP</c>, ...</param>
/// <param name="Address">The address in that service: host:port, mail address, link.</param>
public sealed record ElectronicAddress(string? Service, string? Address);

/// <summary>Where the item goes and where the invoice goes. Source: ISO 10161-1 Delivery-Address.</summary>
public sealed record DeliveryAddress
{
    /// <summary>For parcels.</summary>
    public PostalAddress? Postal { get; init; }

    /// <summary>For files.</summary>
    public ElectronicAddress? Electronic { get; init; }
}

/// <summary>The patron for whom the borrower asks. Sent to a partner only when that partner's file says so; never
/// written to a log. Source: ISO 10161-1 Client-Id, extension 1.0.10161.13.4.</summary>
public sealed record Patron
{
    /// <summary>The name, as the borrower's library writes it.</summary>
    public string? Name { get; init; }

    /// <summary>The patron's group at the borrower's library.</summary>
    public string? Status { get; init; }

    /// <summary>The card number or other identifier at the borrower's library.</summary>
    public string? Identifier { get; init; }

    /// <summary>The patron's mail address.</summary>
    public string? Email { get; init; }
}

namespace ResourceSharing.Mapping.Ncip;

/// <summary>A user: <c>UserId</c>; <c>UniqueUserId</c> and <c>VisibleUserId</c> of version 1.</summary>
public sealed record NcipUserId
{
    /// <summary>Where the value is unique; null where not said.</summary>
    public NcipCode? AgencyId { get; init; }

    /// <summary>What kind of number it is (<c>Barcode Id</c>, <c>Institution Id Number</c>); null where not said. In
    /// version 1 only a VisibleUserId has it.</summary>
    public NcipCode? IdentifierType { get; init; }

    /// <summary>The number or name, byte for byte.</summary>
    public string? Value { get; init; }
}

/// <summary>An item: <c>ItemId</c>; <c>UniqueItemId</c> of version 1.</summary>
public sealed record NcipItemId
{
    /// <summary>Where the value is unique; null where not said.</summary>
    public NcipCode? AgencyId { get; init; }

    /// <summary>What kind of number it is (<c>Barcode</c>, <c>ILL Request Id</c>); null where not said. Version 1 has
    /// no place for it, but in the VisibleItemId of a LookupItem.</summary>
    public NcipCode? IdentifierType { get; init; }

    /// <summary>The number, byte for byte.</summary>
    public string? Value { get; init; }
}

/// <summary>A request: <c>RequestId</c>; <c>UniqueRequestId</c> of version 1.</summary>
public sealed record NcipRequestId
{
    /// <summary>Where the value is unique; null where not said.</summary>
    public NcipCode? AgencyId { get; init; }

    /// <summary>What kind of number it is; null where not said. Version 1 has no place for it.</summary>
    public NcipCode? IdentifierType { get; init; }

    /// <summary>The number, byte for byte.</summary>
    public string? Value { get; init; }
}

/// <summary>The number of a publication, <c>BibliographicItemId</c>: an ISBN for example.</summary>
public sealed record NcipBibliographicItemId
{
    /// <summary>The number.</summary>
    public string? Identifier { get; init; }

    /// <summary>What it is: ISBN, ISSN, DOI; null where not said.</summary>
    public NcipCode? Code { get; init; }
}

/// <summary>The number of a record, <c>BibliographicRecordId</c>.</summary>
public sealed record NcipBibliographicRecordId
{
    /// <summary>The number.</summary>
    public string? Identifier { get; init; }

    /// <summary>Whose record it is; null where <see cref="Code"/> says it.</summary>
    public NcipCode? AgencyId { get; init; }

    /// <summary>What kind of number it is: OCLC, LCCN; null where <see cref="AgencyId"/> says it.</summary>
    public NcipCode? Code { get; init; }
}

/// <summary>What is wanted, where no copy is named: <c>BibliographicId</c>. One of the two is there.</summary>
public sealed record NcipBibliographicId
{
    /// <summary>By a number of the publication.</summary>
    public NcipBibliographicItemId? Item { get; init; }

    /// <summary>By a number of a record.</summary>
    public NcipBibliographicRecordId? Record { get; init; }
}

/// <summary>Who asks and who is asked: <c>InitiationHeader</c> and <c>ResponseHeader</c>.</summary>
public sealed record NcipHeader
{
    /// <summary>The sender's system, like <c>ALMA_NCIP_ILL</c>.</summary>
    public NcipCode? FromSystemId { get; init; }

    /// <summary>The sender's system proves itself.</summary>
    public NcipSecret? FromSystemAuthentication { get; init; }

    /// <summary>The sender.</summary>
    public NcipCode? FromAgencyId { get; init; }

    /// <summary>The sender proves itself.</summary>
    public NcipSecret? FromAgencyAuthentication { get; init; }

    /// <summary>For whom it is sent; not in answers.</summary>
    public NcipCode? OnBehalfOfAgency { get; init; }

    /// <summary>The receiver's system.</summary>
    public NcipCode? ToSystemId { get; init; }

    /// <summary>The receiver. Version 1 peers put the pickup location of an AcceptItem here.</summary>
    public NcipCode? ToAgencyId { get; init; }

    /// <summary>The profile, for Alma and its like the code of the partner; not in answers.</summary>
    public NcipCode? ApplicationProfileType { get; init; }

    /// <summary>The header of the answer: from and to changed over, and no proofs.</summary>
    /// <returns>The header.</returns>
    public NcipHeader Answer() => new()
    {
        FromSystemId = ToSystemId, FromAgencyId = ToAgencyId, ToSystemId = FromSystemId, ToAgencyId = FromAgencyId,
    };
}

/// <summary>One thing that is wrong: <c>Problem</c>; an error of version 1.</summary>
public sealed record NcipProblem
{
    /// <summary>The type, one of <see cref="NcipProblemTypes"/>.</summary>
    public NcipCode? Type { get; init; }

    /// <summary>In words. Clients take an answer without it for a success: give it always. Version 1 has no place
    /// for it.</summary>
    public string? Detail { get; init; }

    /// <summary>Where, like <c>//CheckOutItem/ItemId/ItemIdentifierValue</c>, with the names of version 2.</summary>
    public string? Element { get; init; }

    /// <summary>What stood there; never a PIN, a password or a token.</summary>
    public string? Value { get; init; }
}

/// <summary>How a user proves to be one: <c>AuthenticationInput</c>.</summary>
public sealed record NcipAuthenticationInput
{
    /// <summary>The barcode, name, password or PIN.</summary>
    public NcipSecret? Data { get; init; }

    /// <summary><c>text/plain</c>, on the wire mostly <c>text</c>.</summary>
    public NcipCode? DataFormat { get; init; }

    /// <summary>What it is: <see cref="NcipValues.BarcodeId"/>, <see cref="NcipValues.Pin"/>.</summary>
    public NcipCode? Type { get; init; }
}

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>
/// One element of an extension list; the item says by its object identifier what it is. ISO
/// 10161-1 <c>Extension</c>.
/// </summary>
public sealed record Extension : Defaulted
{
    /// <summary><c>identifier</c> [0], mandatory.</summary>
    public required long Identifier { get; init; }

    /// <summary><c>critical</c> [1], default FALSE.</summary>
    public bool Critical { get; init; }

    /// <summary><c>item</c> [2], mandatory.</summary>
    public required AnyElement Item { get; init; }
}

/// <summary>
/// Extension 1.0.10161.13.3, which the IPIG profile wants in every APDU: how to reach both
/// parties. ISO 10161-1 <c>APDU-Delivery-Info</c>.
/// </summary>
public sealed record ApduDeliveryInfo
{
    /// <summary><c>sender-info</c> [0], mandatory.</summary>
    public required WireList<ApduDeliveryParameters> SenderInfo { get; init; }

    /// <summary><c>recipient-info</c> [1], mandatory.</summary>
    public required WireList<ApduDeliveryParameters> RecipientInfo { get; init; }

    /// <summary><c>transponder-info</c> [2], optional.</summary>
    public WireList<ApduDeliveryParameters>? TransponderInfo { get; init; }
}

/// <summary>
/// One way to reach a party: encodings in order of preference, address, symbols. ISO 10161-1
/// <c>APDU-Delivery-Parameters</c>.
/// </summary>
public sealed record ApduDeliveryParameters
{
    /// <summary><c>encoding</c> [0], mandatory.</summary>
    public required WireList<ApduEncoding> Encoding { get; init; }

    /// <summary><c>transport</c> [1], mandatory.</summary>
    public required SystemAddress Transport { get; init; }

    /// <summary><c>aliases</c> [2], optional.</summary>
    public WireList<SystemId>? Aliases { get; init; }
}

/// <summary>
/// Patron data of one kind (element of extension 1.0.10161.13.4). ISO 10161-1
/// <c>ClientInfoData</c>.
/// </summary>
public sealed record ClientInfoData
{
    /// <summary><c>infoType</c> untagged, mandatory.</summary>
    public required ClientInfoType InfoType { get; init; }

    /// <summary><c>infoContent</c> [3], mandatory.</summary>
    public required WireList<ClientInfoContent> InfoContent { get; init; }
}

/// <summary>
/// The kind of a piece of patron data: from the standard list or a local one. ISO 10161-1
/// <c>ClientInfoType</c>.
/// </summary>
public abstract record ClientInfoType
{
    private ClientInfoType()
    {
    }

    /// <summary><c>standard</c> [1].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record Standard(StandardClientInfoType Value) : ClientInfoType;

    /// <summary><c>local</c> [2].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record Local(IllString Value) : ClientInfoType;
}

/// <summary>A piece of patron data. ISO 10161-1 <c>ClientInfoContent</c>.</summary>
public abstract record ClientInfoContent
{
    private ClientInfoContent()
    {
    }

    /// <summary><c>stringContent</c> [1].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record StringContent(IllString Value) : ClientInfoContent;

    /// <summary><c>postalAddress</c> [2].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record PostalAddress(IsoIll.PostalAddress Value) : ClientInfoContent;

    /// <summary><c>nameOrId</c> [3].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record NameOrId(SystemId Value) : ClientInfoContent;

    /// <summary><c>statusCode</c> [4].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record StatusCode(IsoIll.StatusCode Value) : ClientInfoContent;

    /// <summary><c>definedNumber</c> [5].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record DefinedNumber(long Value) : ClientInfoContent;

    /// <summary><c>nested</c> [6].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record Nested(ClientInfoData Value) : ClientInfoContent;

    /// <summary><c>amount</c> [7].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record Amount(IsoIll.Amount Value) : ClientInfoContent;
}

/// <summary>What is wrong with which element (element of extension 1.0.10161.13.6).</summary>
public abstract record AdditionalUserError
{
    private AdditionalUserError()
    {
    }

    /// <summary><c>element-truncated</c> [4].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record ElementTruncated(IsoIll.ElementTruncated Value) : AdditionalUserError;

    /// <summary><c>missing-required-element</c> [5].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record MissingRequiredElement(IllString Value) : AdditionalUserError;

    /// <summary><c>unsupported-field-length</c> [6].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record UnsupportedFieldLength(IsoIll.UnsupportedFieldLength Value) : AdditionalUserError;

    /// <summary><c>unrecognized-data</c> [7].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record UnrecognizedData(IsoIll.UnrecognizedData Value) : AdditionalUserError;

    /// <summary><c>inconsistent-data</c> [8].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record InconsistentData(IllString Value) : AdditionalUserError;

    /// <summary><c>other</c> [9].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record Other(IllString Value) : AdditionalUserError;
}

/// <summary>An element was cut to the given value. ISO 10161-1 <c>Element-Truncated</c>.</summary>
public sealed record ElementTruncated
{
    /// <summary><c>element</c> [0], mandatory.</summary>
    public required IllString Element { get; init; }

    /// <summary><c>truncated-value</c> [1], mandatory.</summary>
    public required IllString TruncatedValue { get; init; }
}

/// <summary>
///  An element is shorter or longer than the responder can take. ISO 10161-1
/// <c>Unsupported-Field-Length</c>.
/// </summary>
public sealed record UnsupportedFieldLength
{
    /// <summary><c>element</c> [0], mandatory.</summary>
    public required IllString Element { get; init; }

    /// <summary><c>min-length</c> [1], optional.</summary>
    public long? MinLength { get; init; }

    /// <summary><c>max-length</c> [2], optional.</summary>
    public long? MaxLength { get; init; }
}

/// <summary>The data of an element was not understood. ISO 10161-1 <c>Unrecognized-Data</c>.</summary>
public sealed record UnrecognizedData
{
    /// <summary><c>element</c> [0], mandatory.</summary>
    public required IllString Element { get; init; }

    /// <summary><c>data</c> [1], optional.</summary>
    public IllString? Data { get; init; }

    /// <summary><c>expected-format</c> [2], optional.</summary>
    public IllString? ExpectedFormat { get; init; }

    /// <summary><c>supported-values</c> [3], optional.</summary>
    public IllString? SupportedValues { get; init; }
}

/// <summary>
///  Extension 1.0.10161.13.8: the file numbers of both parties. ISO 10161-1 <c>Internal-Reference</c>.
/// </summary>
public sealed record InternalReference
{
    /// <summary><c>requester-reference</c> [0], optional.</summary>
    public InternalReferenceType? RequesterReference { get; init; }

    /// <summary><c>responder-reference</c> [1], optional.</summary>
    public InternalReferenceType? ResponderReference { get; init; }
}

/// <summary>
/// A number under which a party files the request. ISO 10161-1 <c>Internal-Reference-Type</c>.
/// </summary>
public sealed record InternalReferenceType
{
    /// <summary><c>reference-authority</c> [0], optional.</summary>
    public IllString? ReferenceAuthority { get; init; }

    /// <summary><c>internal-reference</c> [1], mandatory.</summary>
    public required IllString InternalReference { get; init; }
}

/// <summary>A record number in a bibliographic system (element of system-no 1.0.10161.6.1).</summary>
public sealed record SystemNumber
{
    /// <summary><c>type</c> untagged, mandatory.</summary>
    public required SystemNumberType Type { get; init; }

    /// <summary><c>database-ID</c> [3], optional.</summary>
    public IllString? DatabaseId { get; init; }

    /// <summary><c>number</c> [4], mandatory.</summary>
    public required IllString Number { get; init; }
}

/// <summary>The system that gave a record its number.</summary>
public abstract record SystemNumberType
{
    private SystemNumberType()
    {
    }

    /// <summary><c>well-known</c> [1].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record WellKnown(WellKnownSystem Value) : SystemNumberType;

    /// <summary><c>other</c> [2].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record Other(SystemId Value) : SystemNumberType;
}

namespace ResourceSharing.Mapping.Soap;

/// <summary>Who is at fault, in the words of SOAP 1.2. Source: SOAP 1.2 part 1, 5.4.6.</summary>
public enum SoapFaultCode
{
    /// <summary>The caller (1.1: Client): the same call will fail again.</summary>
    Sender = 1,

    /// <summary>The server (1.1: Server): it may pass later.</summary>
    Receiver,

    /// <summary>A header that must be understood was not.</summary>
    MustUnderstand,

    /// <summary>The envelope is of no version that is known.</summary>
    VersionMismatch,

    /// <summary>An encoding that is not known. SOAP 1.1 has no word for it.</summary>
    DataEncodingUnknown,
}

/// <summary>A fault.</summary>
/// <param name="Code">Who is at fault.</param>
/// <param name="Reason">In words.</param>
public sealed record SoapFault(SoapFaultCode Code, string Reason)
{
    /// <summary>What the server adds, as text; null when it adds nothing.</summary>
    public string? Detail { get; init; }
}

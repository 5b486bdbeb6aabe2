namespace ResourceSharing.Mapping.Soap;

/// <summary>A version of SOAP.</summary>
public enum SoapVersion
{
    /// <summary>1.1: <c>text/xml</c> with a SOAPAction header.</summary>
    V11 = 11,

    /// <summary>1.2: <c>application/soap+xml</c>, the action in the content type.</summary>
    V12 = 12,
}

/// <summary>Namespaces of SOAP.</summary>
internal static class SoapNames
{
    public const string V11 = "http://schemas.xmlsoap.org/soap/envelope/";
    public const string V12 = "http://www.w3.org/2003/05/soap-envelope";

    public static string Of(SoapVersion version) => version == SoapVersion.V11 ? V11 : V12;

    public static SoapVersion? VersionOf(string name) => name switch
    {
        V11 => SoapVersion.V11,
        V12 => SoapVersion.V12,
        _ => null,
    };
}

namespace ResourceSharing.Mapping.Soap;

/// <summary>Content types and actions. An action routes nothing: the element in the Body says what is
/// called.</summary>
public static class SoapMedia
{
    /// <summary>The name of SOAP 1.1's header.</summary>
    public const string ActionHeader = "SOAPAction";

    private const string V11 = "text/xml";
    private const string V12 = "application/soap+xml";

    /// <summary>The version that a content type stands for; null for any other, packages with attachments among
    /// them.</summary>
    /// <param name="contentType">As it came; null where there was none.</param>
    public static SoapVersion? VersionOf(string? contentType)
    {
        var type = (contentType ?? "").Split(';')[0].Trim();
        if (string.Equals(type, V11, StringComparison.OrdinalIgnoreCase))
            return SoapVersion.V11;
        return string.Equals(type, V12, StringComparison.OrdinalIgnoreCase) ? SoapVersion.V12 : null;
    }

    /// <summary>The content type of a call or an answer.</summary>
    /// <param name="version">Of the envelope.</param>
    /// <param name="action">The action of a call; null for an answer. SOAP 1.1 puts it into a header of its
    /// own.</param>
    public static string ContentType(SoapVersion version, string? action = null) => (version, action) switch
    {
        (SoapVersion.V11, _) => $"{V11}; charset=utf-8",
        (_, null) => $"{V12}; charset=utf-8",
        _ => $"{V12}; charset=utf-8; action=\"{action}\"",
    };

    /// <summary>The value of SOAP 1.1's header; null for 1.2, which has none.</summary>
    public static string? Action(SoapVersion version, string action) =>
        version == SoapVersion.V11 ? $"\"{action}\"" : null;
}

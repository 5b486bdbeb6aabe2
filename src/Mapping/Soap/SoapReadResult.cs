using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Soap;

/// <summary>What reading an envelope has come to: a closed set.</summary>
public abstract record SoapReadResult
{
    private SoapReadResult()
    {
    }

    /// <summary>The version of the envelope; 1.1 where that cannot be told.</summary>
    public required SoapVersion Version { get; init; }

    /// <summary>One element in a Body.</summary>
    /// <param name="Body">The element.</param>
    public sealed record Understood(SoapBody Body) : SoapReadResult;

    /// <summary>The other side says that it could not do what it was asked.</summary>
    /// <param name="Fault">What it says.</param>
    public sealed record Faulted(SoapFault Fault) : SoapReadResult;

    /// <summary>No envelope that is accepted.</summary>
    /// <param name="Fault">The fault that answers it where it was a call.</param>
    public sealed record Refused(SoapFault Fault) : SoapReadResult;
}

/// <summary>The element in a Body.</summary>
public sealed class SoapBody
{
    internal SoapBody(XmlPart part) => Part = part;

    /// <summary>Its local name: the operation.</summary>
    public string Name => Part.Name;

    /// <summary>Its namespace.</summary>
    public string Namespace => Part.Namespace;

    internal XmlPart Part { get; }
}

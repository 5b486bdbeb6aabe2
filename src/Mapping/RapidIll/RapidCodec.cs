using System.Xml;
using ResourceSharing.Mapping.Soap;

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>Calls and answers of the interface as octets, in both directions and both versions of SOAP.
/// Pure.</summary>
public static class RapidCodec
{
    /// <summary>The interface's namespace; with an operation's name behind it, it is the action of SOAP.</summary>
    public const string Namespace = "http://rapid2.library.colostate.edu/rapid5api/";

    private static readonly XmlWriterSettings Fragment = new()
    {
        OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize,
    };

    /// <summary>A call.</summary>
    public static ReadOnlyMemory<byte> Write(RapidInput input, SoapVersion version)
    {
        var operation = RapidOperation.Of(input);
        return SoapWriter.Write(version, xml =>
        {
            xml.WriteStartElement(operation.Name, Namespace);
            RapidWriter.Write(xml, "input", input);
            xml.WriteEndElement();
        });
    }

    /// <summary>An answer.</summary>
    /// <param name="operation">Of what.</param>
    /// <param name="output">What is answered; a record of the operation's type.</param>
    /// <param name="version">The version of the call.</param>
    public static ReadOnlyMemory<byte> Write(RapidOperation operation, RapidOutput output, SoapVersion version)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(output);
        if (output.GetType() != operation.Output)
            throw new ArgumentException($"{operation} is not answered with {output.GetType().Name}", nameof(output));
        return SoapWriter.Write(version, xml =>
        {
            xml.WriteStartElement(operation.ResponseName, Namespace);
            RapidWriter.Write(xml, operation.ResultName, output);
            xml.WriteEndElement();
        });
    }

    /// <summary>One record alone, without an envelope: as the journal keeps an entry of a queue. Blank secrets
    /// before.</summary>
    /// <param name="record">A record of this folder.</param>
    public static string Print(object record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var text = new System.Text.StringBuilder();
        using (var xml = XmlWriter.Create(text, Fragment))
            RapidWriter.Write(xml, RapidShape.Of(record.GetType()).Name, record);
        return text.ToString();
    }

    /// <summary>Reads a call.</summary>
    public static RapidReadResult ReadCall(ReadOnlyMemory<byte> octets)
    {
        switch (SoapReader.Read(octets, SoapLimits.Call, Namespace))
        {
            case SoapReadResult.Understood { Version: var version, Body: var body }:
                return ReadCall(version, body);
            case SoapReadResult.Faulted { Version: var version }:
                return Refused(version, "a fault is no call");
            case SoapReadResult.Refused { Version: var version, Fault: var fault }:
                return new RapidReadResult.Refused(fault) { Version = version };
            case var other:
                throw new InvalidOperationException($"No such result: {other}");
        }
    }

    /// <summary>Reads the answer to a call of ours.</summary>
    /// <param name="octets">The answer.</param>
    /// <param name="operation">What was called.</param>
    public static RapidReadResult ReadAnswer(ReadOnlyMemory<byte> octets, RapidOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        switch (SoapReader.Read(octets, SoapLimits.Answer, Namespace))
        {
            case SoapReadResult.Understood { Version: var version, Body: var body }:
                return ReadAnswer(version, body, operation);
            case SoapReadResult.Faulted { Version: var version, Fault: var fault }:
                return new RapidReadResult.Faulted(fault) { Version = version };
            case SoapReadResult.Refused { Version: var version, Fault: var fault }:
                return new RapidReadResult.Refused(fault) { Version = version };
            case var other:
                throw new InvalidOperationException($"No such result: {other}");
        }
    }

    private static RapidReadResult ReadCall(SoapVersion version, SoapBody body)
    {
        if (RapidOperation.Find(body.Name) is not { } operation)
            return Refused(version, "there is no such operation");
        if (body.Part.Child("input") is not { } input)
            return Refused(version, $"{operation} has no input");
        var reader = new RapidReader();
        var record = reader.Read(input, operation.Input);
        return reader.Fault is { } fault
            ? Refused(version, $"{operation}: {fault}")
            : new RapidReadResult.Call(operation, (RapidInput)record) { Version = version, Notes = reader.Notes };
    }

    private static RapidReadResult ReadAnswer(SoapVersion version, SoapBody body, RapidOperation operation)
    {
        if (body.Name != operation.ResponseName || body.Part.Child(operation.ResultName) is not { } result)
            return Refused(version, $"this is no answer to {operation}");
        var reader = new RapidReader();
        var record = reader.Read(result, operation.Output);
        return reader.Fault is { } fault
            ? Refused(version, $"{operation}: {fault}")
            : new RapidReadResult.Answer((RapidOutput)record) { Version = version, Notes = reader.Notes };
    }

    private static RapidReadResult.Refused Refused(SoapVersion version, string reason) =>
        new(new SoapFault(SoapFaultCode.Sender, reason)) { Version = version };
}

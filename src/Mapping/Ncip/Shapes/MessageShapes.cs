using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Ncip.Shapes;

/// <summary>The element of a message.</summary>
internal abstract class MessageShape(string name)
{
    /// <summary>The name of the element.</summary>
    public string Name { get; } = name;

    /// <summary>Whether version 1 has this message.</summary>
    public bool IsInVersion1 { get; init; } = true;

    /// <summary>Reads the content of the element.</summary>
    public abstract NcipMessage Read(XmlPart part, NcipReading reading);

    /// <summary>Writes the element.</summary>
    public abstract void Write(NcipWriting writing, NcipMessage message);
}

/// <summary>The element of a message, as a record.</summary>
internal sealed class MessageShape<T>(string name, Func<T> make, Action<Content<T>> describe) : MessageShape(name)
    where T : NcipMessage
{
    /// <summary>The description of its content.</summary>
    public StructShape<T> Shape { get; } = new(make, describe);

    public override NcipMessage Read(XmlPart part, NcipReading reading)
    {
        Shape.TryRead(part, reading, out var message);
        return message;
    }

    public override void Write(NcipWriting writing, NcipMessage message)
    {
        if (writing.IsV1 && !IsInVersion1)
            writing.Miss($"{Name} in version 1, which does not have it");
        writing.Open(Name);
        Shape.WriteContent(writing, (T)message);
        writing.Close(Name);
    }
}

/// <summary>The header, which version 1 wants in every message. Either name is read.</summary>
internal sealed class HeaderMember<T>(string name, StructShape<NcipHeader> shape)
    : Member<T>(name, nameof(NcipMessage.Header), NcipVersions.All, isRequired: false)
    where T : NcipMessage
{
    private static readonly Property<T, NcipHeader?> Header = new(message => message.Header, "message.Header");

    public override bool IsPresent(T source) => source.Header is not null;

    public override void AddTo(Dictionary<string, Slot<T>> slots)
    {
        slots.TryAdd("InitiationHeader", new Slot<T>(this, null));
        slots.TryAdd("ResponseHeader", new Slot<T>(this, null));
    }

    public override void Read(XmlPart part, NcipReading reading, Collected<T> collected)
    {
        if (!collected.IsFirst(Property))
            reading.Repeated(part);
        else if (shape.TryRead(part, reading, out var header))
            Header.Set(collected.Target, header);
    }

    public override void Write(NcipWriting writing, T source)
    {
        if (source.Header is null && (!writing.IsV1 || writing.IsForDigest))
            return;
        shape.Write(writing, Name, source.Header ?? new NcipHeader());
    }
}

/// <summary>The agencies of a LookupVersion, which stand right in it.</summary>
internal sealed class VersionAgenciesMember<T>()
    : Member<T>("FromAgencyId", nameof(NcipMessage.Header), NcipVersions.All, isRequired: false)
    where T : NcipMessage
{
    private static readonly CodeShape Code = new();
    private static readonly Property<T, NcipHeader?> Header = new(message => message.Header, "message.Header");

    public override bool IsPresent(T source) => source.Header is not null;

    public override void AddTo(Dictionary<string, Slot<T>> slots)
    {
        slots.TryAdd("FromAgencyId", new Slot<T>(this, null));
        slots.TryAdd("ToAgencyId", new Slot<T>(this, null));
    }

    public override void Read(XmlPart part, NcipReading reading, Collected<T> collected)
    {
        var agency = part.Child("UniqueAgencyId") ?? part.Child("AgencyId") ?? part;
        if (!Code.TryRead(agency, reading, out var code))
            return;
        var header = collected.Target.Header ?? new NcipHeader();
        Header.Set(collected.Target, part.Name == "ToAgencyId"
            ? header with { ToAgencyId = code } : header with { FromAgencyId = code });
    }

    public override void Write(NcipWriting writing, T source)
    {
        if (source.Header is null && writing.Form.Envelope == NcipEnvelope.Message)
            return;
        WriteAgency(writing, "FromAgencyId", source.Header?.FromAgencyId);
        WriteAgency(writing, "ToAgencyId", source.Header?.ToAgencyId);
    }

    private static void WriteAgency(NcipWriting writing, string name, NcipCode? code)
    {
        writing.Open(name);
        if (code is not null)
            Code.Write(writing, "AgencyId", code);
        else
            Code.TryWriteEmpty(writing, "AgencyId");
        writing.Close(name);
    }
}

/// <summary>An element with nothing but a user in it.</summary>
internal sealed class UserWithinShape(Shape<NcipUserId> user) : Shape<NcipUserId>
{
    public override bool TryRead(XmlPart part, NcipReading reading, out NcipUserId value)
    {
        var inner = part.Child("UserId") ?? part.Child("UniqueUserId");
        value = null!;
        return inner is not null && user.TryRead(inner, reading, out value);
    }

    public override void Write(NcipWriting writing, string name, NcipUserId value)
    {
        writing.Open(name);
        user.Write(writing, "UserId", value);
        writing.Close(name);
    }
}

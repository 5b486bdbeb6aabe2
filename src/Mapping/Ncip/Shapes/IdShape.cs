using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Ncip.Shapes;

/// <summary>When version 1 writes a number as the one that people see (<c>VisibleUserId</c>).</summary>
internal enum Visibility
{
    /// <summary>Never: the message has no place for it.</summary>
    Never,

    /// <summary>When it has a type.</summary>
    WhenTyped,

    /// <summary>Always.</summary>
    Always,
}

/// <summary>
/// The number of a user, an item or a request. Version 2 has one structure; version 1 has <c>UniqueUserId</c> (agency
/// and value) and for some places <c>VisibleUserId</c> (type and value).
/// </summary>
/// <param name="what"><c>User</c>, <c>Item</c> or <c>Request</c>.</param>
/// <param name="visibility">When version 1 writes the visible form.</param>
/// <param name="agency">The property for the agency.</param>
/// <param name="type">The property for the type.</param>
/// <param name="value">The property for the value.</param>
internal sealed class IdShape<T>(
    string what, Visibility visibility, Property<T, NcipCode?> agency, Property<T, NcipCode?> type,
    Property<T, string?> value) : Shape<T>
    where T : class, new()
{
    private static readonly CodeShape Code = new();

    private readonly StructShape<T> inner = new(() => new T(), content => content
        .Add(new OneMember<T, NcipCode>("AgencyId", Code, agency, NcipVersions.V2, isRequired: false))
        .Add(new OneMember<T, NcipCode>(what + "IdentifierType", Code, type, NcipVersions.V2, isRequired: false))
        .Add(new OneMember<T, string>(
            what + "IdentifierValue", new TextShape(isFree: false), value, NcipVersions.V2, isRequired: true)));

    /// <summary>As this, with another visibility.</summary>
    public IdShape<T> With(Visibility other) => new(what, other, agency, type, value);

    public override bool TryRead(XmlPart part, NcipReading reading, out T id)
    {
        inner.TryRead(part, reading, out id);
        // Some write the number into the element itself.
        if (part.Children.Count == 0 && !part.Text.AsSpan().IsWhiteSpace())
            value.Set(id, part.Text);
        return value.Get(id) is not null || agency.Get(id) is not null || type.Get(id) is not null;
    }

    public override void Write(NcipWriting writing, string name, T id)
    {
        if (!writing.IsV1)
            inner.Write(writing, name, id);
        else if (visibility == Visibility.Always || (visibility == Visibility.WhenTyped && type.Get(id) is not null))
            WriteVisible(writing, id);
        else
            WriteUnique(writing, id);
    }

    private void WriteVisible(NcipWriting writing, T id)
    {
        var name = $"Visible{what}Id";
        writing.Open(name);
        if (agency.Get(id) is { } from && what == "User")
            Code.Write(writing, "AgencyId", from);
        else if (agency.Get(id) is not null)
            writing.Lose("AgencyId", "a visible number has none in version 1");
        var typeName = $"Visible{what}IdentifierType";
        if (type.Get(id) is { } typed)
            Code.Write(writing, typeName, typed);
        else
            Code.TryWriteEmpty(writing, typeName);
        writing.Element($"Visible{what}Identifier", value.Get(id) ?? "");
        writing.Close(name);
    }

    private void WriteUnique(NcipWriting writing, T id)
    {
        var name = $"Unique{what}Id";
        writing.Open(name);
        if (agency.Get(id) is { } from)
            Code.Write(writing, "AgencyId", from);
        else
            Code.TryWriteEmpty(writing, "AgencyId");
        if (type.Get(id) is not null)
            writing.Lose($"{what}IdentifierType", "a unique number has none in version 1");
        writing.Element($"{what}IdentifierValue", value.Get(id) ?? "");
        writing.Close(name);
    }
}

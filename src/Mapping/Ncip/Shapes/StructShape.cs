using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Ncip.Shapes;

/// <summary>An element that is a record.</summary>
/// <param name="make">Makes the record that is read into.</param>
/// <param name="describe">Describes its content; called when first used, since shapes hold each other.</param>
internal sealed class StructShape<T>(Func<T> make, Action<Content<T>> describe) : Shape<T>
    where T : class
{
    private readonly Lazy<(Content<T> Content, Dictionary<string, Slot<T>> Slots)> made = new(() =>
    {
        var content = new Content<T>();
        describe(content);
        return (content, content.Slots());
    });

    public Content<T> Content => made.Value.Content;

    public override bool TryRead(XmlPart part, NcipReading reading, out T value)
    {
        value = make();
        var collected = new Collected<T>(value);
        Content<T>.Read(part, reading, collected, made.Value.Slots);
        collected.Finish();
        return true;
    }

    public override void Write(NcipWriting writing, string name, T value)
    {
        var written = NcipNames.Written(name, writing.Version);
        writing.Open(written);
        WriteContent(writing, value);
        writing.Close(written);
    }

    /// <summary>Writes what is in the element.</summary>
    public void WriteContent(NcipWriting writing, T value)
    {
        Content.Write(writing, value);
        if (!writing.IsForDigest)
            Content.NoteUnwritten(writing, value);
    }
}

using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Ncip.Shapes;

/// <summary>
/// <c>Ext</c>: whatever peers have put there is read as names and texts. Written is what the schema of the version
/// declares, since its content is checked strictly; the rest only where the form says that the peer wants it.
/// </summary>
internal sealed class ExtMember<T>(Property<T, WireList<NcipExtra>> property)
    : Member<T>("Ext", property.Name, NcipVersions.V2, isRequired: false)
{
    public override bool IsPresent(T source) => property.Get(source).Count > 0;

    public override void Read(XmlPart part, NcipReading reading, Collected<T> collected)
    {
        var list = collected.List(property);
        for (int i = 0; i < part.Children.Count; i++)
        {
            var child = part.Children[i];
            if (list.Count < NcipLimits.MaxNotes)
                list.Add(new NcipExtra(child.Name, AllText(child)));
            else
                reading.Unknown(child);
        }
    }

    public override void Write(NcipWriting writing, T source)
    {
        var written = property.Get(source).Where(extra => IsWritten(writing, extra)).ToList();
        foreach (var lost in property.Get(source).Except(written))
            writing.Lose($"Ext/{lost.Name}", "the schema of this version does not declare it");
        if (written.Count == 0)
            return;
        writing.Open(Name);
        foreach (var extra in written)
            writing.FreeText(extra.Name, extra.Text);
        writing.Close(Name);
    }

    private static bool IsWritten(NcipWriting writing, NcipExtra extra) => writing.IsForDigest || extra.Name switch
    {
        NcipExtra.NoticeContent => true,
        NcipExtra.ItemNote => writing.Version == NcipVersions.V202 || writing.Form.WritesUndeclaredExt,
        _ => writing.Form.WritesUndeclaredExt && IsName(extra.Name),
    };

    private static bool IsName(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>The text of a simple element whole, of another one the texts in it.</summary>
    private static string AllText(XmlPart part) => part.Children.Count == 0 ? part.Text : NcipReading.TextOf(part);
}

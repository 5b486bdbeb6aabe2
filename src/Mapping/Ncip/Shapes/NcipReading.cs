using System.Text;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Ncip.Shapes;

/// <summary>What is noted while a message is read.</summary>
internal sealed class NcipReading
{
    private readonly LossLog losses = new();
    private readonly List<NcipUnread> unread = [];
    private int notes;

    public LossReport Losses => losses.ToReport();

    public WireList<NcipUnread> Unread => new([.. unread]);

    /// <summary>An element, or an attribute, that the model has no place for.</summary>
    public void Unknown(XmlPart part) => Note(part, LossKind.Dropped, "an element that is not known here", TextOf(part));

    /// <summary>A second element where one is expected.</summary>
    public void Repeated(XmlPart part) => Note(part, LossKind.Dropped, "only the first one is taken", TextOf(part));

    /// <summary>A text that is none of its kind.</summary>
    public void Unreadable(XmlPart part, string expected) =>
        Note(part, LossKind.Dropped, $"no {expected}", part.Text);

    /// <summary>Something that was read otherwise than it was sent.</summary>
    public void Note(string field, LossKind kind, string detail)
    {
        if (notes++ < NcipLimits.MaxNotes)
            losses.Add(field, kind, detail);
    }

    /// <summary>All text in an element, up to the length that is cited.</summary>
    public static string TextOf(XmlPart part)
    {
        if (part.Children.Count == 0)
            return Cited(part.Text);
        var text = new StringBuilder();
        var open = new Stack<XmlPart>([part]);
        while (open.Count > 0 && text.Length < NcipLimits.MaxCitedChars)
        {
            var next = open.Pop();
            var words = Cited(NcipCode.Plain(Cited(next.Text)));
            if (words.Length > 0)
                text.Append(text.Length > 0 ? " " : "").Append(words);
            for (int i = next.Children.Count - 1; i >= 0; i--)
                open.Push(next.Children[i]);
        }

        return Cited(text.ToString());
    }

    /// <summary>Where an element stands, without the root: <c>CheckInItem/UserId</c>.</summary>
    public static string PathOf(XmlPart part)
    {
        var names = new Stack<string>();
        for (var at = part; at?.Parent is not null; at = at.Parent)
            names.Push(Cited(at.Name));
        return string.Join('/', names);
    }

    private void Note(XmlPart part, LossKind kind, string detail, string text)
    {
        if (notes++ >= NcipLimits.MaxNotes)
            return;
        var path = PathOf(part);
        losses.Add(path, kind, detail);
        unread.Add(new NcipUnread(path, Cited(text)));
    }

    private static string Cited(string text) =>
        text.Length <= NcipLimits.MaxCitedChars ? text : text[..NcipLimits.MaxCitedChars];
}

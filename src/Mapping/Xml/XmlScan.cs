using System.Buffers;

namespace ResourceSharing.Mapping.Xml;

/// <summary>
/// Looks a text over before it is read as XML: whether it stays within bounds. One pass, nothing kept but a few
/// numbers. What is not well-formed is left to the reader after it; this only has to count at least as much as that
/// one would keep.
/// </summary>
internal ref struct XmlScan
{
    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\n=/>\"'");

    private readonly ReadOnlySpan<char> text;
    private readonly XmlBounds bounds;
    private int at;
    private int depth;
    private int elements;
    private string? fault;

    private XmlScan(ReadOnlySpan<char> text, XmlBounds bounds)
    {
        this.text = text;
        this.bounds = bounds;
    }

    /// <summary>What is beyond the bounds; null when nothing is.</summary>
    public static string? Fault(ReadOnlySpan<char> text, XmlBounds bounds)
    {
        if (text.Length > bounds.MaxChars)
            return $"longer than {bounds.MaxChars} characters";
        var scan = new XmlScan(text, bounds);
        scan.Run();
        return scan.fault;
    }

    private void Run()
    {
        while (fault is null && at < text.Length)
        {
            int length = text[at..].IndexOf('<');
            int chars = length < 0 ? text.Length - at : length;
            if (chars > bounds.MaxTextChars)
                fault = $"a text longer than {bounds.MaxTextChars} characters";
            at += chars;
            if (fault is null && at < text.Length)
                Markup();
        }
    }

    private void Markup()
    {
        var rest = text[at..];
        if (rest.StartsWith("<!--"))
            Skip("-->", 4);
        else if (rest.StartsWith("<![CDATA["))
            CharacterData();
        else if (rest.StartsWith("<?"))
            Skip("?>", 2);
        else if (rest.StartsWith("<!"))
            DocumentType();
        else if (rest.StartsWith("</"))
            EndTag();
        else
            StartTag();
    }

    private void Skip(string end, int from)
    {
        int length = text[(at + from)..].IndexOf(end);
        at = length < 0 ? text.Length : at + from + length + end.Length;
    }

    private void CharacterData()
    {
        int start = at;
        Skip("]]>", 9);
        if (at - start > bounds.MaxTextChars)
            fault = $"a text longer than {bounds.MaxTextChars} characters";
    }

    /// <summary>A document type is passed over; an internal subset is where entities are declared, and no honest
    /// message has one.</summary>
    private void DocumentType()
    {
        if (bounds.RefusesDocumentType)
            fault = "a document type";
        int length = text[at..].IndexOfAny('>', '[');
        if (length >= 0 && text[at + length] == '[')
            fault ??= "a document type with declarations in it";
        at = length < 0 ? text.Length : at + length + 1;
    }

    private void EndTag()
    {
        depth--;
        Skip(">", 2);
    }

    private void StartTag()
    {
        at++;
        Name();
        if (++elements > bounds.MaxElements)
            fault = $"more than {bounds.MaxElements} elements";
        bool isClosed = Attributes();
        if (isClosed)
            return;
        if (++depth > bounds.MaxDepth)
            fault = $"nested deeper than {bounds.MaxDepth} levels";
    }

    /// <summary>Passes over attributes and the end of the tag; true when the tag closes its element.</summary>
    private bool Attributes()
    {
        int count = 0;
        while (fault is null && at < text.Length)
        {
            char c = text[at];
            if (c == '>')
            {
                at++;
                return text[at - 2] == '/';
            }

            if (c == '"' || c == '\'')
                AttributeValue(c);
            else if (c == '/' || c == '=' || char.IsWhiteSpace(c))
                at++;
            else if (++count > bounds.MaxAttributes)
                fault = $"more than {bounds.MaxAttributes} attributes of one element";
            else
                Name();
        }

        return false;
    }

    private void AttributeValue(char quote)
    {
        int length = text[(at + 1)..].IndexOf(quote);
        int chars = length < 0 ? text.Length - at : length;
        if (chars > bounds.MaxTextChars)
            fault = $"an attribute longer than {bounds.MaxTextChars} characters";
        at += length < 0 ? chars : length + 2;
    }

    private void Name()
    {
        int length = text[at..].IndexOfAny(NameEnds);
        int chars = length < 0 ? text.Length - at : length;
        if (chars > bounds.MaxNameChars)
            fault = $"a name longer than {bounds.MaxNameChars} characters";
        at += Math.Max(chars, 0);
    }
}

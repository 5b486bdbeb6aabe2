using System.Text;
using ResourceSharing.Mapping.IsoIll.Ber;

namespace ResourceSharing.Mapping.Z3950;

/// <summary>
/// One element of a scanned PDU, with what is inside it. Definite and indefinite lengths look alike here.
/// </summary>
internal readonly struct BerNode
{
    private readonly ReadOnlyMemory<byte> message;
    private readonly BerElement[] index;
    private readonly int at;

    private BerNode(ReadOnlyMemory<byte> message, BerElement[] index, int at)
    {
        this.message = message;
        this.index = index;
        this.at = at;
    }

    public BerTag Tag => index[at].Tag;

    public bool IsConstructed => index[at].Constructed;

    public ReadOnlySpan<byte> Content => message.Span.Slice(index[at].Content, index[at].Length);

    /// <summary>The root, or null and why; what follows the first value is ignored.</summary>
    public static (BerNode? Root, string Fault) Read(ReadOnlyMemory<byte> octets)
    {
        var scanner = new BerScanner(withIndex: true);
        try
        {
            var state = scanner.Scan(octets.Span, 0);
            return state switch
            {
                ScanState.Complete => (new BerNode(octets, scanner.Index.ToArray(), 0), ""),
                ScanState.NeedsMore => (null, "the PDU is incomplete"),
                _ => (null, scanner.Fault ?? "not BER"),
            };
        }
        finally
        {
            scanner.ReturnIndex();
        }
    }

    public IEnumerable<BerNode> Children()
    {
        if (!index[at].Constructed)
            yield break;
        for (int child = at + 1; child < index[at].Next; child = index[child].Next)
            yield return new BerNode(message, index, child);
    }

    /// <summary>The child with a context tag; null when there is none.</summary>
    public BerNode? Find(int contextTag) => Find(BerTag.Context(contextTag));

    public BerNode? Find(BerTag tag)
    {
        foreach (var child in Children())
        {
            if (child.Tag == tag)
                return child;
        }

        return null;
    }

    /// <summary>The only thing inside an explicit tag; null when it is empty.</summary>
    public BerNode? Inner()
    {
        foreach (var child in Children())
            return child;
        return null;
    }

    /// <summary>The number of an INTEGER of up to eight octets; null for anything else.</summary>
    public long? Integer()
    {
        var octets = Content;
        if (IsConstructed || octets.Length is 0 or > 8)
            return null;
        long number = (sbyte)octets[0];
        foreach (byte octet in octets[1..])
            number = (number << 8) | octet;
        return number;
    }

    /// <summary>True for a BOOLEAN with any octet but zero.</summary>
    public bool Truth() => !IsConstructed && Content is [not 0];

    /// <summary>A string's octets, segments of a constructed one taken together.</summary>
    public byte[] Octets()
    {
        if (!IsConstructed)
            return Content.ToArray();
        var whole = new List<byte>();
        foreach (var segment in Children().Where(child => !child.IsConstructed))
            whole.AddRange(segment.Content);
        return [.. whole];
    }

    /// <summary>
    /// A text: UTF-8 where it is valid, else Latin-1; control characters are blanks; trimmed and cut to the
    /// limit.
    /// </summary>
    public string Text()
    {
        var octets = Octets();
        string text = System.Text.Unicode.Utf8.IsValid(octets)
            ? Encoding.UTF8.GetString(octets) : Encoding.Latin1.GetString(octets);
        text = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return text.Length <= Z3950Limits.MaxText ? text : text[..Z3950Limits.MaxText];
    }

    /// <summary>An OBJECT IDENTIFIER with dots; empty for something else.</summary>
    public string Identifier() => ObjectIdentifier.Read(Content);
}

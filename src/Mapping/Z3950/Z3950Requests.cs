using ResourceSharing.Mapping.IsoIll.Ber;

namespace ResourceSharing.Mapping.Z3950;

/// <summary>How records are wanted.</summary>
public enum Z3950Syntax
{
    /// <summary>MARC 21 with holdings around it (1.2.840.10003.5.102).</summary>
    Opac,

    /// <summary>MARC 21 alone (1.2.840.10003.5.10).</summary>
    Marc21,
}

/// <summary>Who we are to the target. Source: Z39.50-1995, idAuthentication.</summary>
/// <param name="User">User name.</param>
/// <param name="Password">Password.</param>
/// <param name="Group">Group; empty for none.</param>
/// <param name="Open">Sends the form <c>user/password</c> as one text instead of the parts.</param>
public sealed record Z3950Identity(string User, string Password, string Group, bool Open)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => $"{User} (password not shown)";
}

/// <summary>One attribute of a term, in the set Bib-1.</summary>
/// <param name="Type">1 use, 2 relation, 3 position, 4 structure, 5 truncation, 6 completeness.</param>
/// <param name="Value">The value in its list.</param>
public sealed record Bib1Attribute(int Type, int Value);

/// <summary>A query in reverse Polish notation: a closed set.</summary>
public abstract record RpnQuery
{
    private RpnQuery()
    {
    }

    /// <summary>A term.</summary>
    /// <param name="Attributes">Its attributes.</param>
    /// <param name="Value">What to look for.</param>
    public sealed record Term(IReadOnlyList<Bib1Attribute> Attributes, string Value) : RpnQuery;

    /// <summary>Both have to hold.</summary>
    /// <param name="Left">One.</param>
    /// <param name="Right">The other.</param>
    public sealed record And(RpnQuery Left, RpnQuery Right) : RpnQuery;

    /// <summary>One is enough.</summary>
    /// <param name="Left">One.</param>
    /// <param name="Right">The other.</param>
    public sealed record Or(RpnQuery Left, RpnQuery Right) : RpnQuery;

    /// <summary>As people write it: prefix notation, <c>@and @attr 1=4 "beowulf" @attr 1=1003
    /// "heaney"</c>.</summary>
    public sealed override string ToString() => this switch
    {
        Term term => string.Concat(term.Attributes.Select(a => FormattableString.Invariant($"@attr {a.Type}={a.Value} ")))
            + $"\"{term.Value}\"",
        And and => $"@and {and.Left} {and.Right}",
        Or or => $"@or {or.Left} {or.Right}",
        _ => throw new InvalidOperationException("the set of queries is closed"),
    };
}

/// <summary>
/// Writes the PDUs of an origin: Init, Search, Present, Close. All lengths are definite. Source: Z39.50-1995
/// (ISO 23950), clause 4.1; tags are implicit unless the module says otherwise.
/// </summary>
public static class Z3950Requests
{
    private const string ResultSet = "1";
    private const string ImplementationVersion = "1";
    private const int OperatorAnd = 0;
    private const int OperatorOr = 1;

    private static readonly BerTag AttributeList = BerTag.Context(44);
    private static readonly BerTag GeneralTerm = BerTag.Context(45);

    /// <summary>InitializeRequest: versions 1 to 3, services search and present.</summary>
    public static byte[] Init(Z3950Identity? identity)
    {
        using var writer = new BerWriter();
        Text(writer, 112, ImplementationVersion);
        Text(writer, 111, "Resource Sharing Gateway");
        if (identity is not null)
            WriteIdentity(writer, identity);
        Number(writer, 6, Z3950Limits.MaxPduOctets);
        Number(writer, 5, Z3950Limits.MaxPduOctets);
        Primitive(writer, 4, [0x06, 0xC0]);
        Primitive(writer, 3, [0x05, 0xE0]);
        return Whole(writer, 20);
    }

    /// <summary>SearchRequest: the result set is replaced, and no record comes with the answer.</summary>
    public static byte[] Search(string database, RpnQuery query)
    {
        using var writer = new BerWriter();
        int rpn = writer.Length;
        Write(writer, query);
        Identifier(writer, BerTag.ObjectIdentifier, ObjectIdentifier.Bib1Attributes);
        Close(writer, 1, rpn);
        Close(writer, 21, rpn);
        int databases = writer.Length;
        Text(writer, 105, database);
        Close(writer, 18, databases);
        Text(writer, 17, ResultSet);
        Primitive(writer, 16, [0x01]);
        Number(writer, 15, 0);
        Number(writer, 14, 1);
        Number(writer, 13, 0);
        return Whole(writer, 22);
    }

    /// <summary>PresentRequest for some records of the result set of the last search.</summary>
    /// <param name="first">Number of the first one; they count from 1.</param>
    /// <param name="count">How many.</param>
    /// <param name="syntax">In which form.</param>
    public static byte[] Present(int first, int count, Z3950Syntax syntax)
    {
        using var writer = new BerWriter();
        Identifier(writer, BerTag.Context(104), syntax switch
        {
            Z3950Syntax.Opac => ObjectIdentifier.Opac,
            Z3950Syntax.Marc21 => ObjectIdentifier.Marc21,
            _ => throw new ArgumentOutOfRangeException(nameof(syntax)),
        });
        Number(writer, 29, count);
        Number(writer, 30, first);
        Text(writer, 31, ResultSet);
        return Whole(writer, 24);
    }

    /// <summary>Close, with the reason "finished".</summary>
    public static byte[] Close()
    {
        using var writer = new BerWriter();
        Number(writer, 211, 0);
        return Whole(writer, 48);
    }

    private static void WriteIdentity(BerWriter writer, Z3950Identity identity)
    {
        int start = writer.Length;
        if (identity.Open)
        {
            int length = writer.Utf8Contents($"{identity.User}/{identity.Password}");
            writer.Header(BerTag.VisibleString, constructed: false, length);
        }
        else
        {
            int parts = writer.Length;
            Text(writer, 2, identity.Password);
            Text(writer, 1, identity.User);
            if (identity.Group.Length > 0)
                Text(writer, 0, identity.Group);
            writer.Header(BerTag.Sequence, constructed: true, writer.Length - parts);
        }

        Close(writer, 7, start);
    }

    private static void Write(BerWriter writer, RpnQuery query)
    {
        int start = writer.Length;
        switch (query)
        {
            case RpnQuery.Term term:
                WriteTerm(writer, term);
                Close(writer, 0, start);
                break;
            case RpnQuery.And and:
                WriteBoth(writer, and.Left, and.Right, OperatorAnd);
                Close(writer, 1, start);
                break;
            case RpnQuery.Or or:
                WriteBoth(writer, or.Left, or.Right, OperatorOr);
                Close(writer, 1, start);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(query));
        }
    }

    private static void WriteBoth(BerWriter writer, RpnQuery left, RpnQuery right, int operatorTag)
    {
        int start = writer.Length;
        Primitive(writer, operatorTag, []);
        Close(writer, 46, start);
        Write(writer, right);
        Write(writer, left);
    }

    private static void WriteTerm(BerWriter writer, RpnQuery.Term term)
    {
        int start = writer.Length;
        int length = writer.Utf8Contents(term.Value);
        writer.Header(GeneralTerm, constructed: false, length);
        int list = writer.Length;
        foreach (var attribute in term.Attributes.Reverse())
        {
            int one = writer.Length;
            Number(writer, 121, attribute.Value);
            Number(writer, 120, attribute.Type);
            writer.Header(BerTag.Sequence, constructed: true, writer.Length - one);
        }

        writer.Header(AttributeList, constructed: true, writer.Length - list);
        Close(writer, 102, start);
    }

    private static void Number(BerWriter writer, int tag, long value) =>
        writer.Header(BerTag.Context(tag), constructed: false, writer.IntegerContents(value));

    private static void Text(BerWriter writer, int tag, string value) =>
        writer.Header(BerTag.Context(tag), constructed: false, writer.Utf8Contents(value));

    private static void Primitive(BerWriter writer, int tag, ReadOnlySpan<byte> contents)
    {
        writer.Octets(contents);
        writer.Header(BerTag.Context(tag), constructed: false, contents.Length);
    }

    private static void Identifier(BerWriter writer, BerTag tag, string identifier)
    {
        var contents = ObjectIdentifier.Contents(identifier);
        writer.Octets(contents);
        writer.Header(tag, constructed: false, contents.Length);
    }

    /// <summary>Puts a constructed tag around what was written since.</summary>
    private static void Close(BerWriter writer, int tag, int since) =>
        writer.Header(BerTag.Context(tag), constructed: true, writer.Length - since);

    private static byte[] Whole(BerWriter writer, int tag)
    {
        Close(writer, tag, since: 0);
        return writer.Written.ToArray();
    }
}

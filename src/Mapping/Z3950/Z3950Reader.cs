using ResourceSharing.Mapping.IsoIll.Ber;
using ResourceSharing.Mapping.Marc;

namespace ResourceSharing.Mapping.Z3950;

/// <summary>
/// Reads the PDUs of a target. Lengths may be indefinite at any level. Source: Z39.50-1995 (ISO 23950),
/// clause 4.1.
/// </summary>
public static class Z3950Reader
{
    private const int SingleType = 0;
    private const int OctetAligned = 1;

    /// <summary>Reads one whole PDU. Never throws.</summary>
    public static Z3950Answer Read(ReadOnlyMemory<byte> octets)
    {
        var (root, fault) = BerNode.Read(octets);
        if (root is not { } pdu)
            return new Z3950Answer.Garbage(fault);
        if (!pdu.IsConstructed || pdu.Tag.Class != 2)
            return new Z3950Answer.Garbage($"not a PDU but {pdu.Tag}");
        return pdu.Tag.Number switch
        {
            21 => ReadInit(pdu),
            23 => ReadSearch(pdu),
            25 => new Z3950Answer.Present(Records(pdu), Diagnostics(pdu)),
            48 => new Z3950Answer.Close(pdu.Find(211)?.Integer() ?? -1, pdu.Find(3)?.Text() ?? ""),
            _ => new Z3950Answer.Garbage($"a PDU that nobody asked for, {pdu.Tag}"),
        };
    }

    private static Z3950Answer ReadInit(BerNode pdu) =>
        pdu.Find(12) is { } result
            ? new Z3950Answer.Init(result.Truth(), pdu.Find(111)?.Text() ?? "")
            : new Z3950Answer.Garbage("an InitializeResponse without result");

    private static Z3950Answer ReadSearch(BerNode pdu) =>
        pdu.Find(23)?.Integer() is { } hits and >= 0 && pdu.Find(22) is { } status
            ? new Z3950Answer.Search(status.Truth(), hits, Diagnostics(pdu))
            : new Z3950Answer.Garbage("a SearchResponse without count or status");

    /// <summary>The diagnostics that stand for the records: one [130] or several [205].</summary>
    private static Z3950Diagnostic[] Diagnostics(BerNode pdu)
    {
        if (pdu.Find(130) is { } one)
            return [ReadDiagnostic(one)];
        return pdu.Find(205) is { } several
            ? [.. several.Children().Take(Z3950Limits.MaxDiagnostics).Select(ReadDiagnostic)]
            : [];
    }

    /// <summary>
    /// DefaultDiagFormat: set, condition, addinfo. A diagnostic of another format has the condition -1.
    /// </summary>
    private static Z3950Diagnostic ReadDiagnostic(BerNode diagnostic)
    {
        long condition = diagnostic.Find(BerTag.Integer)?.Integer() ?? -1;
        var information = diagnostic.Children().Where(child => child.Tag.Class == 0 && !child.IsConstructed
            && child.Tag != BerTag.Integer && child.Tag != BerTag.ObjectIdentifier);
        return new Z3950Diagnostic(condition, string.Join(' ', information.Select(child => child.Text())));
    }

    private static Z3950Record[] Records(BerNode pdu) =>
        pdu.Find(28) is { } records ? [.. records.Children().Select(ReadRecord)] : [];

    /// <summary>NamePlusRecord: [1] retrievalRecord EXTERNAL, [2] surrogate diagnostic; both
    /// explicit.</summary>
    private static Z3950Record ReadRecord(BerNode named)
    {
        if (named.Find(1)?.Inner() is not { } record)
            return new Z3950Record.Unreadable("a record without content");
        if (record.Tag == BerTag.Context(2) && record.Inner() is { } diagnostic)
            return new Z3950Record.Refused(ReadDiagnostic(diagnostic));
        if (record.Tag != BerTag.Context(1) || record.Inner() is not { } external)
            return new Z3950Record.Unreadable($"a fragment or something else, {record.Tag}");
        return Syntax(external) switch
        {
            ObjectIdentifier.Opac => ReadOpac(external),
            ObjectIdentifier.Marc21 => ReadMarc(external),
            var other => new Z3950Record.Unreadable($"record syntax {other}"),
        };
    }

    private static string Syntax(BerNode external) =>
        external.Find(BerTag.ObjectIdentifier)?.Identifier() ?? "";

    private static Z3950Record ReadMarc(BerNode external)
    {
        var reading = Marc(external);
        return reading.Record is { } record
            ? new Z3950Record.Read(record, [])
            : new Z3950Record.Unreadable(reading.Fault ?? "");
    }

    private static MarcReading Marc(BerNode external) =>
        external.Find(OctetAligned) is { } octets
            ? MarcIso2709.Read(octets.Octets())
            : new MarcReading(null, "a MARC record that is not octets");

    private static Z3950Record ReadOpac(BerNode external)
    {
        if (external.Find(SingleType)?.Inner() is not { } opac)
            return new Z3950Record.Unreadable("an OPAC record without content");
        if (opac.Find(1) is not { } bibliographic)
            return new Z3950Record.Unreadable("an OPAC record without a bibliographic record");
        var reading = Marc(Unwrapped(bibliographic));
        return reading.Record is { } record
            ? new Z3950Record.Read(record, OpacHoldings.Read(opac))
            : new Z3950Record.Unreadable(reading.Fault ?? "");
    }

    /// <summary>The record inside an EXTERNAL that is a holdings record; null when it is none.</summary>
    internal static MarcRecord? HoldingsRecord(BerNode external) => Marc(Unwrapped(external)).Record;

    /// <summary>
    /// The tag of an EXTERNAL inside an OPAC record is implicit in the module; a target that makes it
    /// explicit has the EXTERNAL one level further in.
    /// </summary>
    private static BerNode Unwrapped(BerNode external) => external.Find(BerTag.External) ?? external;
}

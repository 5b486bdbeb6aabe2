using System.Text;
using ResourceSharing.Mapping.Locate;
using ResourceSharing.Mapping.Marc;

namespace ResourceSharing.Tests.Unit.Mapping.Locate;

/// <summary>Answers from the wire (yaz-ztest) and invented records.</summary>
internal static class LocateFixtures
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests/Fixtures/Locate");

    public static byte[] Octets(string name) => name.EndsWith(".hex", StringComparison.Ordinal)
        ? Convert.FromHexString(string.Concat(File.ReadAllText(Path.Combine(Folder, name)).Where(char.IsAsciiHexDigit)))
        : File.ReadAllBytes(Path.Combine(Folder, name));

    /// <summary>A record from lines such as <c>245 $aTitle$bsubtitle</c> and <c>008 text</c>.</summary>
    public static MarcRecord Record(params string[] lines)
    {
        var control = new List<MarcControlField>();
        var fields = new List<MarcField>();
        foreach (string line in lines)
        {
            if (line.StartsWith("00", StringComparison.Ordinal))
                control.Add(new MarcControlField(line[..3], line[4..]));
            else
                fields.Add(new MarcField(line[..3], ' ', ' ',
                    [.. line[5..].Split('$').Select(part => new MarcSubfield(part[0], part[1..]))]));
        }

        return new MarcRecord { Leader = "00000nam a2200000 a 4500", ControlFields = control, Fields = fields };
    }

    /// <summary>The same record as ISO 2709 octets.</summary>
    public static byte[] Iso2709(char charset, params (string Tag, byte[] Content)[] fields)
    {
        var directory = new StringBuilder();
        using var data = new MemoryStream();
        foreach (var (tag, content) in fields)
        {
            directory.Append(FormattableString.Invariant($"{tag}{content.Length + 1:0000}{data.Length:00000}"));
            data.Write(content);
            data.WriteByte(0x1E);
        }

        data.WriteByte(0x1D);
        int start = 24 + directory.Length + 1;
        string head = FormattableString.Invariant($"{start + data.Length:00000}nam {charset}22{start:00000} a 4500");
        return [.. Encoding.ASCII.GetBytes(head), .. Encoding.ASCII.GetBytes(directory.ToString()), 0x1E, .. data.ToArray()];
    }

    public static CatalogueReply.Answered Found(params MarcRecord[] records) => new()
    {
        Hits = records.Length, Records = [.. records.Select(CatalogueRecord.Of)],
    };
}

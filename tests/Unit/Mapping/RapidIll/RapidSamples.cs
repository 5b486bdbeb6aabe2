using System.Text;
using System.Xml;
using System.Xml.Schema;
using ResourceSharing.Mapping;
using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Mapping.Soap;

namespace ResourceSharing.Tests.Unit.Mapping.RapidIll;

/// <summary>Third-party files, which are not part of this repository, and random records.</summary>
internal static class RapidSamples
{
    /// <summary>A file of the vendor's; skips where it is not there.</summary>
    public static string Vendor(string name)
    {
        string[] folders = [Path.Combine(Repository.Root, ".."), Path.Combine(Repository.Root, "..", "..")];
        var file = folders.Select(folder =>
            Path.Combine(folder, "shared", "schemas", "rapid", name)).FirstOrDefault(File.Exists);
        if (file is null)
            Assert.Skip($"../shared/schemas/rapid/{name} is not there");
        return file!;
    }

    public static XmlSchemaSet VendorSchema()
    {
        var set = new XmlSchemaSet { XmlResolver = null };
        using var reader = XmlReader.Create(Vendor("rapid5api.xsd"));
        set.Add(null, reader);
        set.Compile();
        return set;
    }

    public static XmlSchemaSet OurSchema()
    {
        var set = new XmlSchemaSet { XmlResolver = null };
        using var text = new StringReader(RapidWsdl.WriteSchema());
        using var reader = XmlReader.Create(text);
        set.Add(null, reader);
        set.Compile();
        return set;
    }

    /// <summary>What the schema says against the element in the Body.</summary>
    public static IReadOnlyList<string> Faults(ReadOnlyMemory<byte> envelope, XmlSchemaSet schema)
    {
        var faults = new List<string>();
        using var octets = new MemoryStream(envelope.ToArray());
        using var outer = XmlReader.Create(octets);
        while (outer.Read() && !(outer.Depth == 2 && outer.NodeType == XmlNodeType.Element))
        {
        }

        var settings = new XmlReaderSettings { Schemas = schema, ValidationType = ValidationType.Schema };
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, fault) => faults.Add(fault.Message);
        using var body = XmlReader.Create(outer.ReadSubtree(), settings);
        while (body.Read())
        {
        }

        return faults;
    }

    public static ReadOnlyMemory<byte> Envelope(string body, SoapVersion version = SoapVersion.V11) =>
        Encoding.UTF8.GetBytes(
        $"<?xml version=\"1.0\" encoding=\"utf-8\"?><e:Envelope xmlns:e=\"{(version == SoapVersion.V11
            ? "http://schemas.xmlsoap.org/soap/envelope/"
                : "http://www.w3.org/2003/05/soap-envelope")}\"><e:Body>{body}</e:Body></e:Envelope>");

    public static T Call<T>(ReadOnlyMemory<byte> octets)
        where T : RapidInput => Assert.IsType<T>(Assert.IsType<RapidReadResult.Call>(RapidCodec.ReadCall(octets)).Input);

    public static T Answer<T>(ReadOnlyMemory<byte> octets, string operation)
        where T : RapidOutput => Assert.IsType<T>(
            Assert.IsType<RapidReadResult.Answer>(RapidCodec.ReadAnswer(octets, RapidOperation.Find(operation)!)).Output);

    /// <summary>A record with random fields, made from the description that is under test and from nothing
    /// else.</summary>
    public static object Random(Type type, Random chance)
    {
        var record = Activator.CreateInstance(type)!;
        foreach (var field in RapidShape.Of(type).Fields)
            field.Set(record, Value(field, chance));
        return record;
    }

    private static object? Value(RapidField field, Random chance)
    {
        bool absent = chance.Next(3) == 0;
        return field.Kind switch
        {
            RapidKind.Text => absent ? null : Text(chance),
            RapidKind.Whole => chance.Next(int.MinValue, int.MaxValue),
            RapidKind.Flag => chance.Next(2) == 0,
            RapidKind.OptionalFlag => absent ? null : chance.Next(2) == 0,
            RapidKind.Time => Time(chance),
            RapidKind.NillableTime => absent ? null : Time(chance),
            RapidKind.Code => Enum.GetValues(field.Inner!).GetValue(chance.Next(Enum.GetValues(field.Inner!).Length)),
            RapidKind.Texts => absent ? null
                : WireList.Create<string>([.. Enumerable.Range(0, chance.Next(4)).Select(_ => Text(chance))]),
            RapidKind.Records => absent ? null : Records(field.Inner!, chance),
            RapidKind.Record => absent ? null : Random(field.Inner!, chance),
            _ => throw new InvalidOperationException(),
        };
    }

    private static object Records(Type type, Random chance)
    {
        var made = Enumerable.Range(0, chance.Next(3)).Select(_ => Random(type, chance)).ToArray();
        return type == typeof(RapidTransaction) ? WireList.Create<RapidTransaction>([.. made.Cast<RapidTransaction>()])
            : type == typeof(RapidHistory) ? WireList.Create<RapidHistory>([.. made.Cast<RapidHistory>()])
            : WireList.Create<RapidLocalHolding>([.. made.Cast<RapidLocalHolding>()]);
    }

    private static DateTime Time(Random chance) => new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified)
        .AddMilliseconds(chance.NextInt64(0, 100_000_000_000));

    private static string Text(Random chance)
    {
        string[] pieces = ["a", "Ä", "<", ">", "&", "]]>", "\"", "'", " ", "\n", "\r", "\t", "\u2028", "𝄞", "<!--",
            "日本", "0"];
        return string.Concat(Enumerable.Range(0, chance.Next(12)).Select(_ => pieces[chance.Next(pieces.Length)]));
    }
}

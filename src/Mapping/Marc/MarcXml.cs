using System.Xml.Linq;

namespace ResourceSharing.Mapping.Marc;

/// <summary>
/// Reads a record from MARCXML. Elements are found by their local names: some servers leave the namespace
/// out, and there is no other vocabulary with these names inside a record.
/// </summary>
public static class MarcXml
{
    /// <summary>The namespace of MARCXML.</summary>
    public const string Namespace = "http://www.loc.gov/MARC21/slim";

    /// <summary>Reads one record, also the only one of a collection. Never throws.</summary>
    public static MarcReading Read(XElement element)
    {
        var record = element.Name.LocalName == "collection" ? element.Elements().FirstOrDefault() : element;
        if (record is null || record.Name.LocalName != "record" || !IsMarc(record.Name.NamespaceName))
            return MarcReading.Refused($"not a MARC record but {element.Name.LocalName}");
        var control = new List<MarcControlField>();
        var fields = new List<MarcField>();
        string leader = "";
        int subfields = 0;
        foreach (var child in record.Elements())
        {
            if (child.Name.LocalName == "leader")
                leader = child.Value;
            else if (child.Name.LocalName == "controlfield")
                control.Add(new MarcControlField(Tag(child), child.Value));
            else if (child.Name.LocalName == "datafield")
                fields.Add(ReadField(child, ref subfields));
            if (control.Count + fields.Count > MarcLimits.MaxFields || subfields > MarcLimits.MaxSubfields)
                return MarcReading.Refused("more fields or subfields than the limit");
        }

        return control.Count + fields.Count == 0
            ? MarcReading.Refused("a record without any field")
            : new MarcReading(
                new MarcRecord { Leader = leader, ControlFields = control, Fields = fields }, null);
    }

    private static MarcField ReadField(XElement element, ref int count)
    {
        var subfields = element.Elements().Where(child => child.Name.LocalName == "subfield")
            .Select(child => new MarcSubfield(Letter(child, "code"), child.Value)).ToArray();
        count += subfields.Length;
        return new MarcField(Tag(element), Letter(element, "ind1"), Letter(element, "ind2"), subfields);
    }

    private static bool IsMarc(string space) => space.Length == 0 || space == Namespace;

    private static string Tag(XElement element) => (string?)element.Attribute("tag") ?? "";

    private static char Letter(XElement element, string name) =>
        (string?)element.Attribute(name) is { Length: > 0 } text ? text[0] : ' ';
}

using System.Reflection;
using System.Text;
using System.Xml;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// The summaries of doc comments, read from the XML files that the compiler writes next to the assemblies.
/// They are the only description of a setting, so that code, schema and editor cannot tell different stories.
/// </summary>
internal sealed class XmlDocumentation
{
    private readonly Dictionary<string, string> _summaries = new(StringComparer.Ordinal);
    private readonly HashSet<Assembly> _loaded = [];

    /// <summary>
    /// The summary of a type, property or enumeration value as plain text; null when there is none.
    /// </summary>
    public string? SummaryOf(MemberInfo member)
    {
        var assembly = member.Module.Assembly;
        if (_loaded.Add(assembly))
            Load(Path.ChangeExtension(assembly.Location, ".xml"));
        return _summaries.GetValueOrDefault(IdOf(member));
    }

    private static string IdOf(MemberInfo member) => member switch
    {
        Type type => $"T:{type.FullName}",
        PropertyInfo property => $"P:{property.DeclaringType!.FullName}.{property.Name}",
        _ => $"F:{member.DeclaringType!.FullName}.{member.Name}",
    };

    private void Load(string path)
    {
        if (!File.Exists(path))
            return; // a test assembly has none
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using var reader = XmlReader.Create(path, settings);
        while (reader.ReadToFollowing("member"))
        {
            var id = reader.GetAttribute("name")!;
            using var member = reader.ReadSubtree();
            if (member.ReadToFollowing("summary"))
                _summaries[id] = TextOf(member);
        }
    }

    private static string TextOf(XmlReader summary)
    {
        var text = new StringBuilder();
        using var content = summary.ReadSubtree();
        while (content.Read())
        {
            if (content.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace)
                text.Append(content.Value);
            else if (content.NodeType == XmlNodeType.Whitespace)
                text.Append(' ');
            else if (content.GetAttribute("cref") is { } reference)
                text.Append(reference[(reference.LastIndexOf('.') + 1)..]);
        }
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}

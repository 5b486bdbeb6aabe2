using System.Text.Json;
using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Prints a document as it was sent: an element with nothing but text is that text, attributes are <c>@name</c>,
/// text beside them is <c>#text</c>, elements of one name are a list.</summary>
internal static class NcipJson
{
    public static void Print(Utf8JsonWriter json, XmlPart root)
    {
        json.WriteStartObject();
        json.WritePropertyName(NameOf(root));
        PrintValue(json, root);
        json.WriteEndObject();
    }

    private static void PrintValue(Utf8JsonWriter json, XmlPart part)
    {
        if (part.Children.Count == 0 && part.Attributes.Count == 0)
        {
            json.WriteStringValue(part.Text);
            return;
        }

        json.WriteStartObject();
        foreach (var attribute in part.Attributes)
        {
            var prefix = attribute.Prefix.Length == 0 ? "@" : $"@{attribute.Prefix}:";
            json.WriteString(prefix + attribute.Name, attribute.Value);
        }

        if (!part.Text.AsSpan().IsWhiteSpace())
            json.WriteString("#text", part.Text);
        foreach (var named in part.Children.GroupBy(NameOf, StringComparer.Ordinal))
            PrintAll(json, named.Key, [.. named]);
        json.WriteEndObject();
    }

    private static void PrintAll(Utf8JsonWriter json, string name, XmlPart[] parts)
    {
        json.WritePropertyName(name);
        if (parts.Length > 1)
            json.WriteStartArray();
        foreach (var part in parts)
            PrintValue(json, part);
        if (parts.Length > 1)
            json.WriteEndArray();
    }

    private static string NameOf(XmlPart part) => part.Prefix.Length == 0 ? part.Name : $"{part.Prefix}:{part.Name}";
}

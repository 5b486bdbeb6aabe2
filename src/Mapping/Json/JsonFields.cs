using System.Text.Json;

namespace ResourceSharing.Mapping.Json;

/// <summary>The fields of an object that somebody else wrote. A field that is missing or of another kind is empty; names are
/// compared without case.</summary>
/// <param name="Element">Any element; one that is no object has no fields.</param>
/// <param name="MaxText">Characters of a text that are read.</param>
internal readonly record struct JsonFields(JsonElement Element, int MaxText)
{
    /// <summary>A text, a number or a truth value in words, without control characters and outer blanks.</summary>
    public string Text(string name) => Find(name) is { } value
        ? Clean(value.ValueKind switch
        {
            JsonValueKind.String => value.GetString() ?? "",
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => "",
        })
        : "";

    /// <summary>A truth value; null where there is none.</summary>
    public bool? Flag(string name) => Text(name).ToUpperInvariant() switch
    {
        "TRUE" or "YES" => true,
        "FALSE" or "NO" => false,
        _ => null,
    };

    /// <summary>An object in this one; null where there is none.</summary>
    public JsonFields? Within(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Object } inner ? new JsonFields(inner, MaxText) : null;

    /// <summary>The objects of an array; none where there is no array.</summary>
    public IEnumerable<JsonFields> Each(string name) => Find(name) is { } array ? Each(array, MaxText) : [];

    /// <summary>The objects of an array.</summary>
    public static IEnumerable<JsonFields> Each(JsonElement array, int maxText) =>
        array.ValueKind == JsonValueKind.Array
            ? array.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object)
                .Select(one => new JsonFields(one, maxText))
            : [];

    /// <summary>Is there such a field, whatever its kind?</summary>
    public bool Has(string name) => Find(name) is not null;

    private JsonElement? Find(string name)
    {
        if (Element.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var property in Element.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return null;
    }

    private string Clean(string text)
    {
        var cut = text.Length <= MaxText ? text : text[..MaxText];
        return string.Concat(cut.Select(one => char.IsControl(one) ? ' ' : one)).Trim();
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>Something that is wrong with an import. Never repeats a value: it may be a patron's.</summary>
/// <param name="Line">The line of a CSV file, or the place in a JSON list, from 1.</param>
/// <param name="Field">The column; null for the whole row.</param>
/// <param name="Text">What is wrong.</param>
internal sealed record ImportFault(int Line, string? Field, string Text);

/// <summary>A row of an import: its fields by the names of their columns, blank ones left out.</summary>
/// <param name="Line">The line of a CSV file, or the place in a JSON list, from 1.</param>
/// <param name="Fields">The fields.</param>
internal sealed record ImportRow(int Line, IReadOnlyDictionary<string, string> Fields);

/// <summary>Reads a file with one record a row: CSV with a line of names (RFC 4180; comma, semicolon or tab), or a JSON list of
/// objects. Several values of a field are separated by bars, or are a JSON list.</summary>
internal static class ImportFile
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads it whole.</summary>
    /// <param name="octets">The file, UTF-8.</param>
    /// <param name="isJson">JSON, not CSV.</param>
    /// <param name="columns">The names that there may be.</param>
    public static (IReadOnlyList<ImportRow> Rows, IReadOnlyList<ImportFault> Faults) Read(
        ReadOnlyMemory<byte> octets, bool isJson, IReadOnlyList<string> columns)
    {
        if (octets.Length > CirculationLimits.ImportOctets)
        {
            return ([], [new ImportFault(1, null, $"The file has more than {CirculationLimits.ImportOctets} octets.")]);
        }

        var faults = new List<ImportFault>();
        try
        {
            var rows = isJson ? ReadJson(octets, columns, faults) : ReadCsv(Strict.GetString(octets.Span), columns, faults);
            return (rows, faults);
        }
        catch (ArgumentException)
        {
            return ([], [new ImportFault(1, null, "The file is not UTF-8.")]);
        }
        catch (JsonException fault)
        {
            return ([], [new ImportFault((int)(fault.LineNumber ?? 0) + 1, null, "The file cannot be read as JSON here.")]);
        }
        catch (InvalidOperationException)
        {
            return ([], [new ImportFault(1, null, "The file holds text that is not valid Unicode.")]);
        }
    }

    private static List<ImportRow> ReadCsv(string text, IReadOnlyList<string> columns, List<ImportFault> faults)
    {
        var lines = new CsvReader(text.TrimStart('\uFEFF'));
        if (lines.Next() is not { } heads || heads.Cells.Count > CirculationLimits.ImportColumns)
        {
            faults.Add(new ImportFault(1, null, $"The first line names the columns, {CirculationLimits.ImportColumns} at most."));
            return [];
        }

        var names = heads.Cells.Select(head => Known(head, columns)).ToArray();
        CheckNames(names, faults);
        var rows = new List<ImportRow>();
        while (faults.Count < CirculationLimits.ImportFaults && lines.Next() is { } line)
        {
            if (line.Cells.Count != names.Length)
            {
                faults.Add(new ImportFault(line.Number, null, $"The row has {line.Cells.Count} fields, not {names.Length}."));
            }
            else if (HasRoom(rows, line.Number, faults))
            {
                Add(rows, line.Number, names.Zip(line.Cells, (name, cell) => (name ?? "", cell)), faults);
            }
        }

        if (lines.IsBroken)
        {
            faults.Add(new ImportFault(lines.RowLine, null, "A field in quotes does not end."));
        }

        return rows;
    }

    private static void CheckNames(string?[] names, List<ImportFault> faults)
    {
        foreach (var (at, name) in names.Index())
        {
            if (name is null)
            {
                faults.Add(new ImportFault(1, null, $"Column {at + 1} has a name that is not known."));
            }
            else if (Array.IndexOf(names, name) != at)
            {
                faults.Add(new ImportFault(1, name, "The column stands twice."));
            }
        }
    }

    private static List<ImportRow> ReadJson(
        ReadOnlyMemory<byte> octets, IReadOnlyList<string> columns, List<ImportFault> faults)
    {
        using var document = JsonDocument.Parse(
            octets, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
        var rows = new List<ImportRow>();
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            faults.Add(new ImportFault(1, null, "The file is no JSON list of objects."));
            return rows;
        }

        foreach (var (at, item) in document.RootElement.EnumerateArray().Index())
        {
            if (faults.Count >= CirculationLimits.ImportFaults || !HasRoom(rows, at + 1, faults))
            {
                break;
            }

            if (item.ValueKind != JsonValueKind.Object)
            {
                faults.Add(new ImportFault(at + 1, null, "This is no object."));
                continue;
            }

            Add(rows, at + 1, item.EnumerateObject().Select(field => Field(field, columns, at + 1, faults)), faults);
        }

        return rows;
    }

    private static (string Name, string Value) Field(
        JsonProperty field, IReadOnlyList<string> columns, int line, List<ImportFault> faults)
    {
        if (Known(field.Name, columns) is not { } name)
        {
            faults.Add(new ImportFault(line, null, "A field has a name that is not known."));
            return ("", "");
        }

        if (Text(field.Value) is { } text)
        {
            return (name, text);
        }

        faults.Add(new ImportFault(line, name, "The field is no text, number, truth value, or list of texts."));
        return (name, "");
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Null => "",
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            string.Join('|', value.EnumerateArray().Select(item => item.GetString())),
        _ => null,
    };

    private static bool HasRoom(List<ImportRow> rows, int line, List<ImportFault> faults)
    {
        if (rows.Count < CirculationLimits.ImportRows)
        {
            return true;
        }

        if (faults.Count == 0 || faults[^1].Line != line - 1)
        {
            faults.Add(new ImportFault(line, null, $"A file has {CirculationLimits.ImportRows} rows at most."));
        }

        return false;
    }

    private static void Add(
        List<ImportRow> rows, int line, IEnumerable<(string Name, string Value)> cells, List<ImportFault> faults)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in cells)
        {
            var text = value.Trim();
            if (text.Length > CirculationLimits.FieldChars)
            {
                faults.Add(new ImportFault(line, name, $"The field has more than {CirculationLimits.FieldChars} characters."));
            }
            else if (text.AsSpan().ContainsAny(Controls))
            {
                faults.Add(new ImportFault(line, name, "The field holds control characters."));
            }
            else if (text.Length > 0 && name.Length > 0)
            {
                fields[name] = text;
            }
        }

        rows.Add(new ImportRow(line, fields));
    }

    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 32).Append(127).Select(code => (char)code)]);

    private static string? Known(string head, IReadOnlyList<string> columns) => columns.FirstOrDefault(
        column => string.Equals(column, head.Trim(), StringComparison.OrdinalIgnoreCase));
}

using System.Text.RegularExpressions;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// Reads the tags of a template before it is compiled, so that a fault has its line, and so that nothing
/// but the small language that <c>config/letters/README.md</c> describes is ever compiled. </summary>
internal sealed partial class TemplateScan
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;
    private readonly TemplatePart part;
    private readonly ICollection<LetterFault> faults;
    private readonly Stack<(string Block, int Line)> open = new();
    private readonly HashSet<string> fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> partials = new(StringComparer.Ordinal);

    private TemplateScan(TemplatePart part, ICollection<LetterFault> faults)
    {
        this.part = part;
        this.faults = faults;
    }

    /// <summary>The placeholders that the part names itself.</summary>
    internal IReadOnlySet<string> Fields => fields;

    /// <summary>The partials that it uses, with the line of the first use.</summary>
    internal IReadOnlyDictionary<string, int> Partials => partials;

    internal static TemplateScan Read(TemplatePart part, ICollection<LetterFault> faults)
    {
        var scan = new TemplateScan(part, faults);
        scan.Run();
        return scan;
    }

    private void Run()
    {
        string text = part.Text;
        int line = part.FirstLine;
        int from = 0;
        for (int at = Next(text, 0); at >= 0; at = Next(text, from))
        {
            line += Count(text.AsSpan(from, at - from));
            bool isLongComment = string.CompareOrdinal(text, at, "{{!--", 0, 5) == 0;
            string closing = isLongComment ? "--}}" : "}}";
            int end = text.IndexOf(closing, at + 2, StringComparison.Ordinal);
            if (end < 0)
            {
                Fault(line, $"A tag that begins with two braces never ends with \"{closing}\".");
                return;
            }
            end += closing.Length;
            if (!isLongComment)
                Tag(text[(at + 2)..(end - 2)], line);
            line += Count(text.AsSpan(at, end - at));
            from = end;
        }
        foreach (var (block, opened) in open)
            Fault(opened, $"The block #{block} is never closed; write {{{{/{block}}}}} where it ends.");
    }

    private void Tag(string raw, int line)
    {
        string tag = raw.Trim().Trim('~').Trim();
        if (tag.StartsWith('!'))
            return;
        if (tag.StartsWith('{') || tag.StartsWith('&'))
            Fault(line, "Write two braces: with three, a partner's text could become part of the HTML.");
        else if (FieldTag().Match(tag) is { Success: true } field && tag != "else")
            Field(field.Groups["name"].Value, line);
        else if (HelperTag().Match(tag) is { Success: true } helper)
            Field(helper.Groups["name"].Value, line);
        else if (PartialTag().Match(tag) is { Success: true } partial)
            partials.TryAdd(partial.Groups["name"].Value, line);
        else if (OpenTag().Match(tag) is { Success: true } opening)
            Open(opening.Groups["block"].Value, opening.Groups["name"].Value, line);
        else if (ElseTag().Match(tag) is { Success: true } otherwise)
            Else(otherwise.Groups["name"].Value, line);
        else if (CloseTag().Match(tag) is { Success: true } closing)
            Close(closing.Groups["block"].Value, line);
        else
            Fault(line, $"\"{Short(tag)}\" is not understood; see README.md.");
    }

    private void Open(string block, string field, int line)
    {
        open.Push((block, line));
        Field(field, line);
    }

    private void Else(string field, int line)
    {
        if (open.Count == 0)
            Fault(line, "An \"else\" outside of a block.");
        if (field.Length > 0)
            Field(field, line);
    }

    private void Close(string block, int line)
    {
        if (open.Count == 0 || open.Peek().Block != block)
            Fault(line, $"This closes a block #{block} that is not open here.");
        else
            open.Pop();
    }

    private void Field(string name, int line)
    {
        fields.Add(name);
        if (LetterField.ByName.ContainsKey(name))
            return;
        string plain = name.Replace("_", "", StringComparison.Ordinal);
        string? near = LetterField.All.Select(field => field.Name).FirstOrDefault(known =>
            known.Equals(plain, StringComparison.OrdinalIgnoreCase));
        Fault(line, $"No value is called \"{Short(name)}\"" +
            (near is null ? "; README.md names them all." : $"; did you mean \"{near}\"?"));
    }

    private void Fault(int line, string text) => faults.Add(new LetterFault(part.File, line, text));

    private static string Short(string tag) => LetterText.Shorten(LetterText.OneLine(tag), 60);

    private static int Next(string text, int from) => text.IndexOf("{{", from, StringComparison.Ordinal);

    private static int Count(ReadOnlySpan<char> text) => text.Count('\n');

    [GeneratedRegex("^(?<name>[A-Za-z_][A-Za-z0-9_]*)$", Options)]
    private static partial Regex FieldTag();

    [GeneratedRegex("^(?:row\\s+\"[^\"\\\\\\n]{1,60}\"|paragraph|lines)\\s+(?<name>[A-Za-z_][A-Za-z0-9_]*)$",
        Options)]
    private static partial Regex HelperTag();

    [GeneratedRegex("^>\\s*(?<name>[a-z][a-z0-9-]*)$", Options)]
    private static partial Regex PartialTag();

    [GeneratedRegex("^#(?<block>if|unless)\\s+(?<name>[A-Za-z_][A-Za-z0-9_]*)$", Options)]
    private static partial Regex OpenTag();

    [GeneratedRegex("^else(?:\\s+if\\s+(?<name>[A-Za-z_][A-Za-z0-9_]*))?$", Options)]
    private static partial Regex ElseTag();

    [GeneratedRegex("^/(?<block>if|unless)$", Options)]
    private static partial Regex CloseTag();
}

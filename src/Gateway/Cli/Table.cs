namespace ResourceSharing.Gateway.Cli;

/// <summary>Prints rows in columns, the last one as wide as it is.</summary>
internal static class Table
{
    private const int WidestColumn = 40;

    public static async Task WriteAsync(TextWriter writer, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = new[] { heads }.Concat(rows.Select(row => row.Select(OneLine).ToArray())).ToArray();
        var widths = heads.Select((_, column) => Math.Min(WidestColumn, all.Max(row => row[column].Length))).ToArray();
        foreach (var row in all)
        {
            var cells = row.Select((cell, column) => column == row.Count - 1 ? cell : Fit(cell, widths[column]));
            await writer.WriteLineAsync(string.Join("  ", cells).TrimEnd());
        }
    }

    /// <summary>Control characters must not reach a terminal.</summary>
    private static string OneLine(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static string Fit(string text, int width) =>
        text.Length <= width ? text.PadRight(width) : text[..(width - 1)] + "…";
}

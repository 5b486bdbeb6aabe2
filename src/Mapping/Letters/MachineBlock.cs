using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// The lines that end the text part of every letter: the whole message for a program, as <c>key: value</c>. What is longer
/// than a line goes on with <c>key+:</c>, and a new line of the value begins with <c>key/:</c>, so that nothing hangs on
/// blanks that mail programs change. The last line counts the values. Source: feeds reference, 4.2 (the keys are ours).
/// </summary>
internal static partial class MachineBlock
{
    /// <summary>The first line; the version grows when a key changes its meaning.</summary>
    internal const string FirstLine = "-- ILL-DATA v1";

    private const string EndKey = "end";

    /// <summary>Writes the block of a letter.</summary>
    internal static string Render(LetterContext context, LetterCode code, LossLog losses)
    {
        var lines = new MachineLines(losses);
        MachineMessage.Write(lines, context, code);
        return $"{FirstLine}\n{lines.Text}{EndKey}: {lines.Count.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>Finds the blocks in lines without quotation marks.</summary>
    /// <param name="lines">The lines; those that belong to a block are replaced by empty ones.</param>
    /// <returns>At most <see cref="LetterLimits.MachineBlocksMax"/>.</returns>
    internal static IReadOnlyList<MachineReading> Take(IList<string> lines)
    {
        var found = new List<MachineReading>();
        for (int i = 0; i < lines.Count && found.Count < LetterLimits.MachineBlocksMax; i++)
        {
            if (lines[i].TrimEnd() != FirstLine)
                continue;
            int from = i;
            found.Add(ReadBlock(lines, ref i));
            for (int used = from; used <= i && used < lines.Count; used++)
                lines[used] = "";
        }
        return found;
    }

    /// <summary>Reads from the first line on; leaves <paramref name="at"/> on the last line of the block.</summary>
    private static MachineReading ReadBlock(IList<string> lines, ref int at)
    {
        var block = new BlockUnderWay();
        int last = at;
        int stop = Math.Min(lines.Count, at + LetterLimits.MachineBlockMaxLines);
        for (int i = at + 1; i < stop && !block.IsEnded; i++)
        {
            string line = lines[i].TrimEnd();
            if (line.Length == 0)
                continue;
            if (line.Length > LetterLimits.MachineLineMaxChars || !block.TryTake(line, isNext: i == last + 1))
                break;
            last = i;
        }
        at = last;
        return block.Close();
    }

    [GeneratedRegex("^(?<key>[a-z][a-z0-9-]{0,39})(?<how>[+/]?):(?: (?<value>.*))?$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex KeyLine();

    /// <summary>A block while its lines are read.</summary>
    private sealed class BlockUnderWay
    {
        private readonly Dictionary<string, StringBuilder> values = new(StringComparer.Ordinal);
        private string? key;
        private bool isBroken;
        private int? announced;

        internal bool IsEnded => announced is not null;

        internal bool TryTake(string line, bool isNext)
        {
            var match = KeyLine().Match(line);
            if (!match.Success)
                return isNext && TryTakeRest(line);
            string name = match.Groups["key"].Value;
            string value = match.Groups["value"].Value;
            if (name == EndKey)
                announced = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : -1;
            else if (match.Groups["how"].Value is { Length: > 0 } how)
                Continue(name, value, how == "+" ? ' ' : '\n');
            else
                isBroken |= !values.TryAdd(name, new StringBuilder(value));
            key = name;
            return true;
        }

        internal MachineReading Close() => new(
            values.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal),
            !isBroken && announced == values.Count);

        /// <summary>A mail program has broken a line in two.</summary>
        private bool TryTakeRest(string line)
        {
            if (key is null)
                return false;
            Continue(key, line.TrimStart(), ' ');
            return true;
        }

        private void Continue(string name, string value, char joint)
        {
            if (name == key && values.TryGetValue(name, out var before))
                before.Append(joint).Append(value);
            else
                isBroken = true;
        }
    }
}

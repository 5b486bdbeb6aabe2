using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ResourceSharing.Mapping.Json;

/// <summary>One call of an interface that speaks JSON, without address and credentials.</summary>
/// <param name="Method">GET, POST or PUT.</param>
/// <param name="Target">Path and query below the interface's address, encoded and without a leading slash.</param>
/// <param name="Body">JSON without line breaks; null for none.</param>
public sealed record JsonCall(string Method, string Target, string? Body)
{
    private static readonly char[] Blank = [' ', '\n', '\r'];

    /// <summary>As the journal keeps calls: for each a line with method and target, and a line with the body.</summary>
    public static byte[] ToOctets(IEnumerable<JsonCall> calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        return Encoding.UTF8.GetBytes(string.Concat(calls.Select(call => $"{call.Method} {call.Target}\n{call.Body}\n")));
    }

    /// <summary>Reads what <see cref="ToOctets"/> wrote: one call or more.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out IReadOnlyList<JsonCall>? calls)
    {
        calls = null;
        var lines = Encoding.UTF8.GetString(octets).Split('\n');
        if (lines.Length < 3 || lines.Length % 2 == 0 || lines[^1].Length > 0)
            return false;
        var read = new List<JsonCall>();
        for (var i = 0; i + 1 < lines.Length; i += 2)
        {
            var words = lines[i].Split(' ');
            if (words.Length != 2 || words[0] is not ("GET" or "POST" or "PUT"))
                return false;
            read.Add(new JsonCall(words[0], words[1], lines[i + 1].Length == 0 ? null : lines[i + 1]));
        }

        calls = read;
        return true;
    }

    /// <summary>A segment of a path that names something of ours or theirs; null where it could lead elsewhere.</summary>
    public static string? Segment(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Any(char.IsLetterOrDigit) && !name.Any(char.IsControl) && name.IndexOfAny(Blank) != 0
            ? Uri.EscapeDataString(name)
            : null;
    }
}

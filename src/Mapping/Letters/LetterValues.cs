using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// The values of one letter: every placeholder has one, which may be empty. Remembers which of them the
/// message itself says, so that a template that does not show them can be told from one that does. Not
/// shared between threads. </summary>
internal sealed class LetterValues(LossLog losses)
{
    private readonly Dictionary<string, string> values =
        LetterField.All.ToDictionary(field => field.Name, _ => "", StringComparer.Ordinal);

    private readonly List<string> said = [];

    /// <summary>All values, for the templates.</summary>
    internal IReadOnlyDictionary<string, string> All => values;

    /// <summary>The placeholders that the message itself fills.</summary>
    internal IReadOnlyList<string> Said => said;

    /// <summary>Sets a value that surrounds the message: names, dates, the citation of an earlier
    /// request.</summary>
    internal void Know(string name, string? value)
    {
        string clean = LetterText.Clean(value, out bool wasCut);
        if (!LetterField.ByName.ContainsKey(name))
            throw new ArgumentOutOfRangeException(nameof(name), name, "No placeholder has this name.");
        values[name] = clean;
        if (wasCut)
            losses.Add(name, LossKind.Dropped, "Cut off: longer than a letter shows.");
    }

    /// <summary>Sets the lines for programs, which are clean and bounded already.</summary>
    internal void KnowLines(string name, string lines) => values[name] = lines;

    /// <summary>Sets a value that the message itself says; an empty one leaves what is known.</summary>
    internal void Say(string name, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return;
        Know(name, value);
        said.Add(name);
    }

    /// <summary>The value of a placeholder.</summary>
    internal string this[string name] => values[name];
}

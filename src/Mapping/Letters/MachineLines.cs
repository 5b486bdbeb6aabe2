using System.Globalization;
using System.Text;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>The values of a machine block while it is written. Not shared between threads.</summary>
internal sealed class MachineLines(LossLog losses)
{
    private readonly StringBuilder text = new();

    /// <summary>The lines, each with its line feed.</summary>
    internal string Text => text.ToString();

    /// <summary>How many values there are.</summary>
    internal int Count { get; private set; }

    /// <summary>A number or code: whole or not at all, since a cut number would be another number.</summary>
    internal void AddNumber(string key, string? value)
    {
        string line = LetterText.OneLine(LetterText.Clean(value, out _));
        if (line.Length > LetterLimits.MachineValueMaxChars)
            losses.Add($"machineBlock.{key}", LossKind.Dropped, "Longer than the block takes.");
        else
            Put(key, line);
    }

    /// <summary>Words, on as many lines as they have.</summary>
    internal void Add(string key, string? value)
    {
        string clean = LetterText.Clean(value, out bool wasCut);
        if (wasCut)
            losses.Add($"machineBlock.{key}", LossKind.Dropped, "Cut off: longer than a letter shows.");
        Put(key, string.Join('\n', clean.Split('\n').Select(LetterText.OneLine)));
    }

    internal void Add(string key, DateOnly? date) => AddNumber(key, LetterWords.Iso(date));

    internal void Add(string key, bool? flag)
    {
        if (flag is { } value)
            AddNumber(key, value ? "yes" : "no");
    }

    internal void Add(string key, Money? amount) => AddNumber(
        key, amount is null ? null : FormattableString.Invariant($"{amount.Amount} {amount.Currency}"));

    internal void Add(string key, int? number) => AddNumber(key, number?.ToString(CultureInfo.InvariantCulture));

    internal void AddCode<T>(string key, T? code)
        where T : struct, Enum => AddNumber(key, code is { } value ? IsoCode.Name(value) : null);

    /// <summary>One element a line; nothing for none.</summary>
    internal void AddList(string key, IEnumerable<string> elements) =>
        Add(key, string.Join('\n', elements.Select(LetterText.OneLine)));

    internal void Add(string key, Party? party)
    {
        AddNumber(key, party?.Symbol?.Text);
        Add($"{key}-name", party?.Name);
    }

    internal void Add(string key, PostalAddress? address)
    {
        Add($"{key}-name", address?.Name);
        Add($"{key}-extended", address?.Extended);
        Add($"{key}-street", address?.Street);
        Add($"{key}-box", address?.PostOfficeBox);
        Add($"{key}-city", address?.City);
        Add($"{key}-region", address?.Region);
        Add($"{key}-country", address?.Country);
        Add($"{key}-code", address?.PostalCode);
    }

    internal void Add(string key, ElectronicAddress? address)
    {
        Add($"{key}-service", address?.Service);
        Add($"{key}-address", address?.Address);
    }

    private void Put(string key, string value)
    {
        if (value.Length == 0)
            return;
        Count++;
        int columns = LetterLimits.TextColumns - key.Length - 3;
        string mark = "";
        foreach (string line in value.Split('\n'))
        {
            foreach (string piece in LetterText.Wrap(line, columns))
            {
                text.Append(key).Append(mark).Append(':').Append(piece.Length > 0 ? " " : "").Append(piece).Append('\n');
                mark = "+";
            }
            mark = "/";
        }
    }
}

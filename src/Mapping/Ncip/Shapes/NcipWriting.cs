using System.Text;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip.Shapes;

/// <summary>Writes elements in the form that a peer wants, and notes what did not fit.</summary>
internal sealed class NcipWriting(NcipForm form, bool isForDigest = false)
{
    /// <summary>The word that clients look for in an answer to see whether it failed, and what stands for it.</summary>
    private const string FailureWord = "Problem";
    private const string FailureWordBroken = "Probl.";

    private readonly StringBuilder text = new(2048);
    private readonly LossLog losses = new();
    private readonly List<string> missing = [];
    private readonly List<string> path = [];
    private readonly string prefix = form.Style == NcipStyle.Ns1 && form.Version != NcipVersion.V1 ? "ns1:" : "";

    /// <summary>The version, as one bit.</summary>
    public NcipVersions Version { get; } = form.Version switch
    {
        NcipVersion.V1 => NcipVersions.V1,
        NcipVersion.V20 => NcipVersions.V20,
        NcipVersion.V201 => NcipVersions.V201,
        _ => NcipVersions.V202,
    };

    public NcipForm Form => form;

    /// <summary>Every member is written, whether a schema has it or not: for comparing messages.</summary>
    public bool IsForDigest => isForDigest;

    public bool IsV1 => Version == NcipVersions.V1;

    /// <summary>Whether text must not hold the word by which clients know a failure.</summary>
    public bool BreaksFailureWord { get; set; }

    public LossReport Losses => losses.ToReport();

    public IReadOnlyList<string> Missing => missing;

    public override string ToString() => text.ToString();

    /// <summary>Whether something of these versions is written now.</summary>
    public bool Writes(NcipVersions versions) => isForDigest || versions.Overlaps(Version);

    /// <summary>Notes what is not written.</summary>
    public void Lose(string name, string why) => losses.Add(PathOf(name), LossKind.Dropped, why);

    /// <summary>Notes what is written though nobody gave it.</summary>
    public void Default(string name, string what) => losses.Add(PathOf(name), LossKind.Defaulted, what);

    /// <summary>Notes what the schema wants and is not there.</summary>
    public void Miss(string name) => missing.Add(PathOf(name));

    public void Raw(string markup) => text.Append(markup);

    /// <summary>Writes the start of an element under its own name, without a mapping of versions.</summary>
    public void Open(string name, string attributes = "")
    {
        text.Append('<').Append(prefix).Append(name).Append(attributes).Append('>');
        path.Add(name);
    }

    public void Close(string name)
    {
        text.Append("</").Append(prefix).Append(name).Append('>');
        path.RemoveAt(path.Count - 1);
    }

    /// <summary>Writes an element with a text.</summary>
    public void Element(string name, string value)
    {
        Open(name);
        Append(value);
        Close(name);
    }

    /// <summary>Writes a free text; the word by which clients know a failure is broken where it must not be
    /// seen.</summary>
    public void FreeText(string name, string value) => Element(name, Safe(name, value));

    /// <summary>Writes an element that is there or not.</summary>
    public void Flag(string name) => text.Append('<').Append(prefix).Append(name).Append("/>");

    /// <summary>Writes a value with its scheme. Agencies are numbers, which come out as they went in.</summary>
    public void Code(string name, NcipCode code)
    {
        var value = name is "AgencyId" or "UniqueAgencyId" ? code.Value : Safe(name, code.Value);
        if (IsV1)
        {
            Open(name);
            Element("Scheme", code.Scheme ?? NcipSchemes.Of(name));
            Element("Value", value);
            Close(name);
            return;
        }

        var mark = form.Style == NcipStyle.Ns1 ? "ns1:" : "ncip:";
        Open(name, code.Scheme is null ? "" : $" {mark}Scheme=\"{NcipMarkup.Escaped(code.Scheme)}\"");
        Append(value);
        Close(name);
    }

    /// <summary>A text without the word by which clients know a failure, where that must not be seen.</summary>
    private string Safe(string name, string value)
    {
        if (!BreaksFailureWord || !value.Contains(FailureWord, StringComparison.Ordinal))
            return value;
        Default(name, $"clients take an answer with the word {FailureWord} for a failure: it is cut short");
        return value.Replace(FailureWord, FailureWordBroken, StringComparison.Ordinal);
    }

    private void Append(string value) => NcipMarkup.Append(text, value);

    private string PathOf(string name) => string.Join('/', path.Append(name));
}

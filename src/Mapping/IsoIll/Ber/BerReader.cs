using System.Runtime.InteropServices;
using System.Text;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.IsoIll.Ber;

/// <summary>
/// Walks a scanned message. It carries what belongs to one decoding: the path to the element being read,
/// the notes on what was tolerated, and the first reason for refusing, after which readers return early
/// with nothing.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct BerReader
{
    /// <summary>Steps of a path that are kept; no type of the module nests deeper.</summary>
    public const int PathSteps = 48;

    private readonly ReadOnlySpan<byte> message;
    private readonly ReadOnlySpan<BerElement> index;
    private readonly string root;
    private readonly Span<int> path;
    private int depth;
    private List<DecodeNote>? notes;

    public BerReader(
        ReadOnlySpan<byte> message,
        ReadOnlySpan<BerElement> index,
        Span<int> path,
        string root,
        DecodeOptions options)
    {
        this.path = path;
        this.message = message;
        this.index = index;
        this.root = root;
        Options = options;
    }

    public DecodeOptions Options { get; }

    /// <summary>The reading failed; <see cref="Problem"/> and what follows it say why.</summary>
    public bool Failed { get; private set; }

    public GeneralProblem Problem { get; private set; }

    public string FailedPath { get; private set; } = "";

    public string Detail { get; private set; } = "";

    public int FailedOffset { get; private set; }

    public readonly IReadOnlyList<DecodeNote> Notes => notes is null ? [] : notes;

    public readonly BerTag Tag(int element) => index[element].Tag;

    public readonly bool IsConstructed(int element) => index[element].Constructed;

    public readonly int Next(int element) => index[element].Next;

    public readonly bool HasChildren(int element) => index[element].Next > element + 1;

    /// <summary>The element holds exactly one other one, the usual form of an explicit tag.</summary>
    public readonly bool HoldsOne(int element)
    {
        int next = index[element].Next;
        return next > element + 1 && index[element + 1].Next == next;
    }

    public readonly ReadOnlySpan<byte> Content(int element)
    {
        ref readonly var e = ref index[element];
        return message.Slice(e.Content, e.Length);
    }

    /// <summary>The whole element as it was sent, header included.</summary>
    public readonly ReadOnlySpan<byte> Whole(int element)
    {
        ref readonly var e = ref index[element];
        return message[e.Start..e.End];
    }

    /// <summary>
    /// Goes into a component, whose name is given by its number in <see cref="ElementNames"/>.
    /// </summary>
    public void EnterMember(int nameNumber) => Enter(~nameNumber);

    /// <summary>Goes into an element of a list.</summary>
    public void EnterItem(int position) => Enter(position);

    public void Leave() => depth--;

    /// <summary>Records that something outside the rules was accepted.</summary>
    public void Note(string what)
    {
        notes ??= [];
        if (notes.Count < IsoIllLimits.MaxNotes)
            notes.Add(new DecodeNote(Path(null), what));
    }

    /// <summary>Refuses the message; only the first refusal counts.</summary>
    public void Refuse(GeneralProblem problem, int element, string detail, string? missing = null)
    {
        if (Failed)
            return;
        Failed = true;
        Problem = problem;
        Detail = detail;
        FailedPath = Path(missing);
        FailedOffset = element < index.Length ? index[element].Start : message.Length;
    }

    public void RefuseMistyped(int element, string detail) =>
        Refuse(GeneralProblem.MistypedApdu, element, detail);

    /// <summary>A constructed element was expected.</summary>
    public void RefusePrimitive(int element, string expected) =>
        RefuseMistyped(element, $"{expected} expected, found a primitive {Tag(element)}");

    /// <summary>An element with another tag was expected.</summary>
    public void RefuseOther(int element, string expected) =>
        RefuseMistyped(element, $"{expected} expected, found {Tag(element)}");

    /// <summary>
    /// Takes back a refusal, for a part that can also be kept as it was sent; returns its detail.
    /// </summary>
    public string Recover(int depthBefore)
    {
        Failed = false;
        depth = depthBefore;
        return $"{FailedPath}: {Detail}";
    }

    public readonly int Depth => depth;

    private readonly string Path(string? last)
    {
        var text = new StringBuilder(root);
        for (int i = 0; i < depth && i < path.Length; i++)
        {
            if (path[i] < 0)
                text.Append('.').Append(ElementNames.Name(~path[i]));
            else
                text.Append('[').Append(path[i]).Append(']');
        }

        return last is null ? text.ToString() : text.Append('.').Append(last).ToString();
    }

    private void Enter(int step)
    {
        if ((uint)depth < (uint)path.Length)
            path[depth] = step;
        depth++;
    }
}

/// <summary>
/// The names of all components of the module, numbered, so that a path is kept as numbers until it is needed.
/// </summary>
internal static class ElementNames
{
    private static readonly List<string> Names = [];

    public static int Add(string name)
    {
        lock (Names)
        {
            Names.Add(name);
            return Names.Count - 1;
        }
    }

    public static string Name(int number)
    {
        lock (Names)
            return Names[number];
    }
}

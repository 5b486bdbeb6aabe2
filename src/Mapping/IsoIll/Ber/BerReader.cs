using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace ResourceSharing.Mapping.IsoIll.Ber;

/// <summary>
/// Walks a scanned message. It carries what belongs to one decoding: the path to the element being read,
/// the notes on what was tolerated, and the first reason for refusing, after which readers return early
/// with nothing.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct BerReader
{
    private readonly ReadOnlySpan<byte> message;
    private readonly ReadOnlySpan<BerElement> index;
    private readonly string root;
    private PathSteps path;
    private int depth;
    private List<DecodeNote>? notes;

    public BerReader(
        ReadOnlySpan<byte> message, ReadOnlySpan<BerElement> index, string root, DecodeOptions options)
    {
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

    public void Enter(string name)
    {
        if (depth < PathSteps.Length)
            path[depth] = new PathStep(name, -1);
        depth++;
    }

    public void Enter(int position)
    {
        if (depth < PathSteps.Length)
            path[depth] = new PathStep(null, position);
        depth++;
    }

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
        for (int i = 0; i < depth && i < PathSteps.Length; i++)
        {
            if (path[i].Name is { } name)
                text.Append('.').Append(name);
            else
                text.Append('[').Append(path[i].Position).Append(']');
        }

        return last is null ? text.ToString() : text.Append('.').Append(last).ToString();
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct PathStep(string? Name, int Position);

    [InlineArray(Length)]
    private struct PathSteps
    {
        public const int Length = 48;

        private PathStep first;
    }
}

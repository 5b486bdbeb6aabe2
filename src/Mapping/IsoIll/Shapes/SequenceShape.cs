using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll.Ber;

namespace ResourceSharing.Mapping.IsoIll.Shapes;

/// <summary>
/// A SEQUENCE. Reading tolerates unknown elements and a wrong order, both with a note; a repeated or a
/// missing component refuses the message.
/// </summary>
internal sealed class SequenceShape<T>(string name) : Shape<T>
    where T : class
{
    private Member<T>[] members = [];
    private Func<T>? make;

    /// <summary>The tags that can come next, in order, and the component that each of them begins.</summary>
    private ushort[] tags = [];
    private Member<T>[] owners = [];
    private ulong mandatory;
    private ulong defaults;

    public override string Name => name;

    public override ShapeKind Kind => ShapeKind.Sequence;

    public override BerTag NaturalTag => BerTag.Sequence;

    public override bool IsPrimitive => false;

    public override IReadOnlyList<IMember> Members => members;

    public SequenceShape<T> Mandatory<TValue>(
        string element, Tagging tagging, Shape<TValue> shape, Func<T, TValue> property,
        [CallerArgumentExpression(nameof(property))] string source = "") =>
        Add(new PlainMember<T, TValue>(element, tagging, Presence.Mandatory, shape, new(property, source)));

    public SequenceShape<T> Optional<TValue>(
        string element, Tagging tagging, Shape<TValue> shape, Func<T, TValue?> property,
        [CallerArgumentExpression(nameof(property))] string source = "")
        where TValue : class =>
        Add(new PlainMember<T, TValue>(element, tagging, Presence.Optional, shape, new(property!, source)));

    public SequenceShape<T> Optional<TValue>(
        string element, Tagging tagging, Shape<TValue> shape, Func<T, TValue?> property,
        [CallerArgumentExpression(nameof(property))] string source = "")
        where TValue : struct =>
        Add(new NullableMember<T, TValue>(element, tagging, shape, new(property, source)));

    /// <summary>A component with a DEFAULT, which its property has initially. It is always written.</summary>
    public SequenceShape<T> Default<TValue>(
        string element, Tagging tagging, Shape<TValue> shape, Func<T, TValue> property,
        [CallerArgumentExpression(nameof(property))] string source = "")
        where TValue : struct =>
        Add(new PlainMember<T, TValue>(element, tagging, Presence.Default, shape, new(property, source)));

    public SequenceShape<T> Add(Member<T> member)
    {
        int position = members.Length;
        members = [.. members, member];
        ReadOnlySpan<BerTag> starts =
            member.Tagging.Mode == TaggingMode.None ? member.Shape.Tags : [member.Tagging.Tag];
        foreach (var start in starts)
            tags = [.. tags, start.Packed];
        owners = [.. owners, .. Enumerable.Repeat(member, starts.Length)];
        member.Bit = 1UL << position;
        if (member.Presence == Presence.Mandatory)
            mandatory |= member.Bit;
        if (member.Presence == Presence.Default)
            defaults |= member.Bit;
        return this;
    }

    public override T Read(ref BerReader reader, int element)
    {
        var target = (make ??= CompileConstructor())();
        if (!reader.IsConstructed(element))
        {
            reader.RefusePrimitive(element, name);
            return target;
        }

        ulong seen = ReadMembers(ref reader, element, target);
        if (!reader.Failed && (seen & (mandatory | defaults)) != (mandatory | defaults))
            Complete(ref reader, element, target, seen);
        return target;
    }

    public override void Write(BerWriter writer, T value, BerTag tag)
    {
        int before = writer.Length;
        for (int i = members.Length - 1; i >= 0; i--)
            members[i].Write(writer, value);
        writer.Header(tag, constructed: true, writer.Length - before);
    }

    public override void Print(Utf8JsonWriter json, T value)
    {
        var omitted = defaults == 0 ? default : ((Defaulted)(object)value).Omitted;
        json.WriteStartObject();
        for (int i = 0; i < members.Length; i++)
        {
            if (!omitted.Contains(i))
                members[i].Print(json, value);
        }

        json.WriteEndObject();
    }

    /// <summary>
    /// A constructor call that leaves <c>required</c> to <see cref="Complete"/>, which new() would not, and
    /// that costs nothing like Activator.
    /// </summary>
    private static Func<T> CompileConstructor() =>
        Expression.Lambda<Func<T>>(Expression.New(typeof(T))).Compile();

    /// <summary>Reads what is there; returns one bit per component that was.</summary>
    private ulong ReadMembers(ref BerReader reader, int element, T target)
    {
        ulong seen = 0;
        int expected = 0;
        int end = reader.Next(element);
        ushort[] order = tags;
        for (int child = element + 1; child < end; child = reader.Next(child))
        {
            int at = expected;
            ushort tag = reader.Tag(child).Packed;
            while ((uint)at < (uint)order.Length && order[at] != tag)
                at++;
            if (at < order.Length)
                expected = at;
            else if ((at = FindMisplaced(ref reader, child, expected)) < 0)
                continue;
            var member = owners[at];
            if ((seen & member.Bit) != 0)
                reader.Refuse(GeneralProblem.BadlyStructuredApdu, child, "element occurs twice", member.Name);
            reader.EnterMember(member.NameNumber);
            if (!reader.Failed && member.Read(ref reader, target, child))
                seen |= member.Bit;
            if (reader.Failed)
                break;
            reader.Leave();
        }

        return seen;
    }

    private int FindMisplaced(ref BerReader reader, int child, int expected)
    {
        int at = Array.IndexOf(tags, reader.Tag(child).Packed, 0, expected);
        reader.Note((at < 0 ? "unknown element skipped: " : "out of order: ") + reader.Tag(child));
        return at;
    }

    private void Complete(ref BerReader reader, int element, T target, ulong seen)
    {
        ulong missing = mandatory & ~seen;
        if (missing != 0)
        {
            string first = members[System.Numerics.BitOperations.TrailingZeroCount(missing)].Name;
            reader.Refuse(GeneralProblem.MistypedApdu, element, "mandatory element is missing", first);
            return;
        }

        ((Defaulted)(object)target).Omitted = new(defaults & ~seen);
    }
}

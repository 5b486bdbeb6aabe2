using System.Text.Json;
using ResourceSharing.Mapping.IsoIll.Ber;

namespace ResourceSharing.Mapping.IsoIll.Shapes;

/// <summary>A CHOICE whose arms are the sealed records inside <typeparamref name="T"/>.</summary>
internal sealed class ChoiceShape<T>(string name) : Shape<T>
    where T : class
{
    private ChoiceArm[] arms = [];
    private BerTag[] tags = [];

    public override string Name => name;

    public override ShapeKind Kind => ShapeKind.Choice;

    public override BerTag NaturalTag => default;

    public override ReadOnlySpan<BerTag> Tags => tags;

    public override bool IsPrimitive => false;

    public override IReadOnlyList<IMember> Members => arms;

    public ChoiceShape<T> Arm<TArm, TValue>(
        string element, Tagging tagging, Shape<TValue> shape, Func<TArm, TValue> get, Func<TValue, T> make)
        where TArm : T => Add(new ValueArm<TArm, TValue>(element, tagging, shape, get, make));

    /// <summary>An arm of type NULL.</summary>
    public ChoiceShape<T> Arm<TArm>(string element, Tagging tagging, TArm arm)
        where TArm : T =>
        Add(new ValueArm<TArm, NullValue>(element, tagging, NullShape.Instance, _ => default, _ => arm));

    public override bool Accepts(BerTag tag) => tags.AsSpan().Contains(tag);

    public override T Read(ref BerReader reader, int element)
    {
        var tag = reader.Tag(element);
        int at = 0;
        while (at < tags.Length && tags[at] != tag)
            at++;
        if (at == tags.Length)
        {
            reader.RefuseMistyped(element, $"{name} has no arm {tag}");
            return null!;
        }

        reader.EnterMember(arms[at].NameNumber);
        var value = arms[at].Read(ref reader, element);
        if (!reader.Failed)
            reader.Leave();
        return value;
    }

    public override void Write(BerWriter writer, T value, BerTag tag)
    {
        var type = value.GetType();
        foreach (var arm in arms)
        {
            if (arm.ValueType != type)
                continue;
            arm.Write(writer, value);
            return;
        }

        throw new InvalidOperationException($"{type.Name} is no arm of {name}.");
    }

    public override void Print(Utf8JsonWriter json, T value)
    {
        json.WriteStartObject();
        foreach (var arm in arms)
        {
            if (arm.TryPrint(json, value))
                break;
        }

        json.WriteEndObject();
    }

    private ChoiceShape<T> Add(ChoiceArm arm)
    {
        arms = [.. arms, arm];
        tags = [.. tags, arm.Tagging.Tag];
        return this;
    }

    private abstract class ChoiceArm(string name, Tagging tagging) : IMember
    {
        public string Name => name;

        public int NameNumber { get; } = ElementNames.Add(name);

        public Tagging Tagging => tagging;

        public Presence Presence => Presence.Mandatory;

        public abstract Shape Shape { get; }

        /// <summary>The sealed record that stands for the arm.</summary>
        public abstract Type ValueType { get; }

        public abstract T Read(ref BerReader reader, int element);

        public abstract void Write(BerWriter writer, T value);

        public abstract bool TryPrint(Utf8JsonWriter json, T value);
    }

    private sealed class ValueArm<TArm, TValue>(
        string name, Tagging tagging, Shape<TValue> shape, Func<TArm, TValue> get, Func<TValue, T> make)
        : ChoiceArm(name, tagging)
        where TArm : T
    {
        private readonly BerTag tag = tagging.Tag;
        private readonly bool isExplicit = tagging.Mode == TaggingMode.Explicit;

        public override Shape Shape => shape;

        public override Type ValueType { get; } = typeof(TArm);

        public override T Read(ref BerReader reader, int element)
        {
            TValue value;
            if (!isExplicit)
                value = shape.Read(ref reader, element);
            else if (!ExplicitTag.TryRead(ref reader, element, shape, mayBeAbsent: false, out value))
                return null!;
            return reader.Failed ? null! : make(value);
        }

        public override void Write(BerWriter writer, T value)
        {
            int before = writer.Length;
            shape.Write(writer, get((TArm)value), isExplicit ? shape.NaturalTag : tag);
            if (isExplicit)
                writer.Header(tag, constructed: true, writer.Length - before);
        }

        public override bool TryPrint(Utf8JsonWriter json, T value)
        {
            if (value is not TArm arm)
                return false;
            json.WritePropertyName(Name);
            shape.Print(json, get(arm));
            return true;
        }
    }
}

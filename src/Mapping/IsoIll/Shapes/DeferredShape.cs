using System.Text.Json;
using ResourceSharing.Mapping.IsoIll.Ber;

namespace ResourceSharing.Mapping.IsoIll.Shapes;

/// <summary>A type that is described later, for the one recursive type of the extensions.</summary>
internal sealed class DeferredShape<T>(Func<Shape<T>> described) : Shape<T>
{
    public override string Name => described().Name;

    public override ShapeKind Kind => described().Kind;

    public override BerTag NaturalTag => BerTag.Sequence;

    public override bool IsPrimitive => described().IsPrimitive;

    public override IReadOnlyList<IMember> Members => described().Members;

    public override T Read(ref BerReader reader, int element) => described().Read(ref reader, element);

    public override void Write(BerWriter writer, T value, BerTag tag) =>
        described().Write(writer, value, tag);

    public override void Print(Utf8JsonWriter json, T value) => described().Print(json, value);
}

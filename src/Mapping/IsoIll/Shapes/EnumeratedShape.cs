using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll.Ber;

namespace ResourceSharing.Mapping.IsoIll.Shapes;

/// <summary>
/// ENUMERATED, or an INTEGER with named numbers. An open one keeps a number that the module does not name:
/// to refuse a whole request for an unusual reason or medium would lose it. A closed one decides what a
/// message means, so an unknown number refuses the message.
/// </summary>
internal sealed class EnumeratedShape<T> : Shape<T>
    where T : struct, Enum
{
    private readonly Dictionary<long, string> values;
    private readonly Dictionary<long, string> printed;
    private readonly bool[] isNamed;
    private readonly bool isOpen;
    private readonly BerTag naturalTag;
    private readonly GeneralProblem problem;

    /// <param name="names">The module's list: <c>1=loan 2=copy-non-returnable ...</c>.</param>
    /// <param name="isOpen">Numbers outside the list are kept.</param>
    /// <param name="naturalTag">ENUMERATED, or INTEGER.</param>
    /// <param name="problem">What a message with another number has.</param>
    public EnumeratedShape(string names, bool isOpen, BerTag naturalTag, GeneralProblem problem)
    {
        this.isOpen = isOpen;
        this.naturalTag = naturalTag;
        this.problem = problem;
        values = names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => long.Parse(pair[0], CultureInfo.InvariantCulture), pair => pair[1]);
        isNamed = new bool[values.Keys.Max() + 1];
        foreach (long value in values.Keys)
            isNamed[value] = true;
        printed = values.ToDictionary(v => v.Key, v => $"{v.Value}({v.Key})");
    }

    public override string Name => typeof(T).Name;

    public override ShapeKind Kind => ShapeKind.Enumerated;

    public override BerTag NaturalTag => naturalTag;

    public override IReadOnlyDictionary<long, string> Values => values;

    public bool IsOpen => isOpen;

    public override T Read(ref BerReader reader, int element)
    {
        long number = IntegerShape.ReadNumber(ref reader, element);
        if ((ulong)number < (ulong)isNamed.Length && isNamed[number])
            return ToEnum(number);
        if (reader.Failed)
            return default;
        if (isOpen && number is >= int.MinValue and <= int.MaxValue)
            reader.Note($"{Name} has no value {number}; the number was kept");
        else
            reader.Refuse(problem, element, $"{Name} has no value {number}");
        return ToEnum(number);
    }

    public override void Write(BerWriter writer, T value, BerTag tag) =>
        writer.Header(tag, constructed: false, writer.IntegerContents(ToNumber(value)));

    public override void Print(Utf8JsonWriter json, T value)
    {
        long number = ToNumber(value);
        json.WriteStringValue(printed.TryGetValue(number, out string? text) ? text : $"unknown({number})");
    }

    private static T ToEnum(long number) => Unsafe.BitCast<int, T>((int)number);

    private static long ToNumber(T value) => Unsafe.BitCast<T, int>(value);
}

using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Mapping.IsoIll.Shapes;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.IsoIll;

public partial class ModuleTests
{
    private static readonly Type[] WireTypes = [.. typeof(Apdu).Assembly.GetExportedTypes()
        .Where(type => type.Namespace == typeof(Apdu).Namespace)];

    [Fact]
    public void Every_enumeration_has_the_numbers_and_names_of_the_module()
    {
        var shapes =
            Shapes().Where(shape => shape.Kind == ShapeKind.Enumerated).ToDictionary(shape => shape.Name);
        // Codes that mean the same in every protocol are the canonical ones.
        var canonical = typeof(CurrentState).Assembly.GetExportedTypes()
            .Where(type => type.IsEnum && type.Namespace == typeof(CurrentState).Namespace && shapes.ContainsKey(type.Name));
        var wire = WireTypes.Where(type => type.IsEnum).Except([typeof(ExternalEncoding), typeof(FrameState)]).ToArray();
        var enumerations = wire.Concat(canonical.ExceptBy(wire.Select(type => type.Name), type => type.Name)).ToArray();
        Assert.Equal(enumerations.Select(type => type.Name).Order(), shapes.Keys.Order());
        foreach (var type in enumerations)
        {
            var expected = shapes[type.Name].Values.ToDictionary(v => (int)v.Key, v => MemberName(v.Value));
            var actual = Enum.GetValuesAsUnderlyingType(type).Cast<int>().ToDictionary(v => v, v =>
                Enum.GetName(type, v));
            Assert.Equal(expected.OrderBy(v => v.Key), actual.OrderBy(v => v.Key)!);
        }
    }

    [Fact]
    public void Every_record_is_described_with_all_its_properties()
    {
        var described = Shapes().Where(shape => shape.Kind == ShapeKind.Sequence).ToList();
        foreach (var shape in described)
        {
            var record = shape.GetType().GetGenericArguments()[0];
            var settable = record.GetProperties().Where(property => property.SetMethod is not null);
            Assert.True(settable.Count() == shape.Members.Count, $"{shape.Name} and {record.Name} differ");
        }

        var records = WireTypes.Where(type => type.GetProperties().Any(IsRequired) && !type.IsAbstract)
            .Except([typeof(External), typeof(DecodeResult.Decoded), typeof(Refusal),
                typeof(SalvagedHeader)]);
        var known = described.Select(shape => shape.GetType().GetGenericArguments()[0]);
        Assert.Empty(records.Except(known));
    }

    [Fact]
    public void No_two_components_of_a_type_begin_with_the_same_tag()
    {
        foreach (var shape in Shapes().Where(shape => shape.Members.Count > 0))
        {
            var tags = shape.Members.SelectMany(member =>
                member.Tagging.Mode == TaggingMode.None ? member.Shape.Tags.ToArray() : [member.Tagging.Tag]);
            Assert.Equal(tags.Count(), tags.Distinct().Count());
        }
    }

    [Fact]
    public void Tags_rise_in_every_apdu_as_the_module_orders_them_by_hand()
    {
        Assert.Equal(
            "0,1,2,3,4,5,6,7/50,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,46,47,49",
            Order(IsoIllModule.IllRequest));
        Assert.Equal("0,1,2,3,4,24,25,26,15,5,17,27,28,29,30,46,49", Order(IsoIllModule.Shipped));
        Assert.Equal("0,1,2,3,4,31,32,33,17,23,34,28,46,49", Order(IsoIllModule.IllAnswer));
        Assert.Equal("0,1,2,3,4,43,44,45,46,49", Order(IsoIllModule.StatusOrErrorReport));
    }

    private static string Order(ApduShape apdu) => string.Join(',', apdu.Body.Members.Select(member =>
        member.Tagging.Mode == TaggingMode.None
            ? string.Join('/', member.Shape.Tags.ToArray().Select(tag => tag.Number))
            : $"{member.Tagging.Tag.Number}"));

    /// <summary>All shapes that can be reached from an APDU or an extension.</summary>
    private static HashSet<Shape> Shapes()
    {
        var found = new HashSet<Shape>();
        var open = new Stack<Shape>(
            Enumerable.Range(1, 20).Select(type => IsoIllModule.Find((IllApduType)type).Body));
        foreach (var type in IsoIllExternals.All)
            open.Push(type.Shape);
        while (open.TryPop(out var shape))
        {
            if (shape.GetType().Name.StartsWith("Deferred", StringComparison.Ordinal) || !found.Add(shape))
                continue;
            foreach (var member in shape.Members)
                open.Push(member.Shape);
            if (shape.ElementShape is { } element)
                open.Push(element);
        }

        return found;
    }

    private static bool IsRequired(PropertyInfo property) =>
        property.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null;

    /// <summary>
    /// nOT-SUPPLIED becomes NotSupplied, need-Before-Date NeedBeforeDate, eMailInfo EMailInfo.
    /// </summary>
    private static string MemberName(string name)
    {
        var text = new StringBuilder();
        foreach (string part in name.Split('-'))
        {
            string word = part == "phD" ? "Phd" : part;
            bool shouted = Shouted().IsMatch(word);
            text.Append(char.ToUpperInvariant(word[0]));
            text.Append(shouted ? word[1..].ToLowerInvariant() : word[1..]);
        }

        return text.ToString();
    }

    [GeneratedRegex("^[a-z]?[A-Z]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shouted();
}

using System.Collections;
using System.Reflection;
using ResourceSharing.Mapping;
using ResourceSharing.Mapping.Ncip;
using ResourceSharing.Mapping.Ncip.Shapes;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

/// <summary>
/// Makes random messages that a version has a place for, by walking the description that reading and writing go by.
/// </summary>
internal sealed class NcipGenerator(Random random, NcipVersions version)
{
    private static readonly string[] Words =
    [
        "Muster", "Erika", "A & B", "<tag>", "\"quoted\" 'twice'", "Grüße", "日本語", "😀 smile", "x]]>y", "O'Neill",
        "two  blanks", "P900001", "ILL-12345", "a/b:c", "&amp;", "100 %",
    ];

    private static readonly NcipSecret[] Secrets = [new("0000"), new(" leading blank"), new("p<w>&")];

    private bool IsV1 => version == NcipVersions.V1;

    /// <summary>A message of a kind.</summary>
    public NcipMessage Message(MessageShape shape)
    {
        var struc = shape.GetType().GetProperty("Shape")!.GetValue(shape)!;
        return (NcipMessage)Record(struc)!;
    }

    /// <summary>A record that a <c>StructShape</c> describes.</summary>
    private object Record(object shape)
    {
        var make = (Delegate)Field(shape, "make");
        var record = make.DynamicInvoke()!;
        Fill(record, shape.GetType().GetProperty("Content")!.GetValue(shape)!);
        return record;
    }

    private void Fill(object record, object content)
    {
        foreach (var particle in (IEnumerable)content.GetType().GetProperty("Particles")!.GetValue(content)!)
            FillParticle(record, particle);
    }

    private void FillParticle(object record, object particle)
    {
        var type = particle.GetType();
        var versions = (NcipVersions)type.GetProperty("Versions")!.GetValue(particle)!;
        if (!versions.Overlaps(version))
            return;
        bool isRequired = type.GetProperty("IsRequired") is { } required && (bool)required.GetValue(particle)!;
        if (type.Name.StartsWith("HeaderMember", StringComparison.Ordinal) && IsV1)
            isRequired = true;
        if (!isRequired && random.Next(3) == 0)
            return;
        if (type.Name.StartsWith("Choice", StringComparison.Ordinal))
        {
            var alternatives = ((IEnumerable)type.GetProperty("Alternatives")!.GetValue(particle)!).Cast<object>().ToArray();
            Fill(record, alternatives[random.Next(alternatives.Length)]);
        }
        else if (type.Name.StartsWith("Wrap", StringComparison.Ordinal))
        {
            Fill(record, Field(particle, "content"));
        }
        else
        {
            FillMember(record, particle);
        }
    }

    private void FillMember(object record, object member)
    {
        var kind = member.GetType().Name.Split('`')[0];
        var name = (string)member.GetType().GetProperty("Property")!.GetValue(member)!;
        var property = record.GetType().GetProperty(name)!;
        switch (kind)
        {
            case "FlagMember":
                property.SetValue(record, true);
                break;
            case "PendingMember":
                property.SetValue(record, true);
                record.GetType().GetProperty("DateOfExpectedReply")!.SetValue(record, random.Next(2) == 0 ? null : Date());
                break;
            case "VersionAgenciesMember":
                property.SetValue(record, new NcipHeader { FromAgencyId = Code(), ToAgencyId = Code() });
                break;
            case "ExtMember":
                property.SetValue(record, Ext());
                break;
            case "ProblemsMember":
                property.SetValue(record, Problems((string)Field(member, "service"), (bool)Field(member, "isNotification")));
                break;
            case "ManyMember":
                property.SetValue(record, Many(property.PropertyType, member));
                break;
            default:
                property.SetValue(record, Value(Field(member, "shape")));
                break;
        }
    }

    private object Many(Type listType, object member)
    {
        bool isSingle = ((NcipVersions)Field(member, "single")).Overlaps(version);
        int count = isSingle ? 1 : random.Next(1, 4);
        var elements = Array.CreateInstance(listType.GetGenericArguments()[0], count);
        for (int i = 0; i < count; i++)
            elements.SetValue(Value(Field(member, "shape")), i);
        return Activator.CreateInstance(
            listType, BindingFlags.Instance | BindingFlags.NonPublic, null, [elements], null)!;
    }

    private object Value(object shape) => shape switch
    {
        TextShape => (bool)Field(shape, "isFree") ? Word().Trim() : Word(),
        CodeShape => Code(),
        DateShape => Date(),
        SecretShape => Secrets[random.Next(Secrets.Length)],
        AmountShape => new NcipAmount(Code(), random.Next(-5000, 500_000)),
        NumberShape => random.Next(1, 99),
        UserWithinShape => Value(Field(shape, "user")),
        _ when shape.GetType().Name.StartsWith("IdShape", StringComparison.Ordinal) => IdOf(shape),
        _ => Record(shape),
    };

    private object IdOf(object shape)
    {
        var what = (string)Field(shape, "what");
        var visibility = (Visibility)Field(shape, "visibility");
        bool isVisible = IsV1 && (visibility == Visibility.Always || (visibility == Visibility.WhenTyped && random.Next(2) == 0));
        var agency = isVisible && what == "Item" ? null : Maybe();
        var type = !IsV1 ? Maybe() : isVisible ? Code() : null;
        return what switch
        {
            "User" => new NcipUserId { AgencyId = agency, IdentifierType = type, Value = Word() },
            "Item" => new NcipItemId { AgencyId = agency, IdentifierType = type, Value = Word() },
            _ => new NcipRequestId { AgencyId = agency, IdentifierType = type, Value = Word() },
        };
    }

    private WireList<NcipProblem> Problems(string service, bool isNotification)
    {
        string[] types = isNotification
            ? [NcipProblemTypes.UnknownElement, NcipProblemTypes.ProtocolError]
            : [NcipProblemTypes.UnknownItem, NcipProblemTypes.UnknownUser, "9022"];
        var problems = new NcipProblem[random.Next(1, 3)];
        for (int i = 0; i < problems.Length; i++)
        {
            var type = types[random.Next(types.Length)];
            problems[i] = IsV1
                ? new NcipProblem
                {
                    Type = new NcipCode(type, "http://example.invalid/problems.scm"),
                    Element = service.Length == 0 ? "//ItemId" : $"//{service}/ItemId/ItemIdentifierValue", Value = Word(),
                }
                : new NcipProblem { Type = type, Detail = Word(), Element = $"//{service}/ItemId", Value = Word() };
        }

        return new WireList<NcipProblem>(problems);
    }

    private WireList<NcipExtra> Ext()
    {
        var notice = new NcipExtra(NcipExtra.NoticeContent, "ShippedBy.Lender");
        return version == NcipVersions.V202 ? [notice, new NcipExtra(NcipExtra.ItemNote, Word())] : [notice];
    }

    private NcipCode? Maybe() => random.Next(2) == 0 ? null : Code();

    private NcipCode Code() => new(Word(), IsV1 || random.Next(2) == 0 ? $"http://example.invalid/{random.Next(9)}.scm?a=1&b" : null);

    private NcipDate Date() => NcipDate.Of(
        new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(random.Next(-12, 13)))
            .AddSeconds(random.Next(100_000_000)).AddMilliseconds(random.Next(2) * random.Next(1000)));

    private string Word() => Words[random.Next(Words.Length)];

    private static object Field(object of, string name)
    {
        for (var type = of.GetType(); type is not null; type = type.BaseType)
        {
            var field = type.GetField($"<{name}>P", BindingFlags.Instance | BindingFlags.NonPublic);
            if (field is not null)
                return field.GetValue(of)!;
        }

        throw new InvalidOperationException($"{of.GetType().Name} has no {name}.");
    }
}

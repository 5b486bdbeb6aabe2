using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit;

/// <summary>What docs/architecture.md and the ADRs 1 and 8 promise, read from the compiled assemblies and the source.</summary>
public sealed partial class ArchitectureTests
{
    private const string Root = "ResourceSharing";
    private const int MaxLines = 600;
    private const int MaxColumns = 150;

    private static readonly Assembly Mapping = typeof(IllMessage).Assembly;
    private static readonly Assembly Adapters = typeof(IIntake).Assembly;
    private static readonly Assembly Gateway = typeof(IStore).Assembly;

    /// <summary>Parts of Gateway in which no protocol has a name.</summary>
    private static readonly string[] CanonicalOnly =
        ["Intake", "Lifecycle", "Routing", "Delivery", "Storage", "Jobs", "Configuration", "Security", "Telemetry", "Api"];

    /// <summary>Folders of Mapping and Adapters that are no protocol. Locate is the neutral face of two: Sru and Z3950.</summary>
    private static readonly string[] NoProtocol = ["Canonical", "Contracts", "Shared", "Locate", "bin", "obj"];

    private static readonly Regex Impure = ImpureTypes();

    [Fact]
    public void Nothing_points_back()
    {
        Assert.DoesNotContain(References(Mapping), name => name.StartsWith(Root, StringComparison.Ordinal));
        Assert.DoesNotContain(References(Adapters), name => name.Contains("Gateway", StringComparison.Ordinal));
        Assert.Contains("ResourceSharing.Mapping", References(Adapters));
        Assert.Contains("ResourceSharing.Adapters", References(Gateway));
    }

    [Fact]
    public void Mapping_touches_no_clock_no_chance_no_file_and_no_socket() =>
        Assert.Empty(Uses(Mapping).Where(use => Impure.IsMatch(use.Member)).Select(use => use.ToString()));

    [Fact]
    public void The_rules_touch_no_clock_no_chance_no_file_and_no_socket()
    {
        var uses = Uses(Gateway).Where(use => use.From.StartsWith("ResourceSharing.Gateway.Lifecycle", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(uses);
        Assert.Empty(uses.Where(use => Impure.IsMatch(use.Member) || use.Member.StartsWith("System.Threading", StringComparison.Ordinal))
            .Select(use => use.ToString()));
    }

    [Fact]
    public void The_rules_know_neither_the_store_nor_the_network()
    {
        var others = new Regex(@"^ResourceSharing\.Gateway\.(?!Lifecycle)");
        Assert.Empty(Uses(Gateway)
            .Where(use => use.From.StartsWith("ResourceSharing.Gateway.Lifecycle", StringComparison.Ordinal) && others.IsMatch(use.Member))
            .Select(use => use.ToString()));
    }

    [Fact]
    public void Only_the_composition_root_and_the_command_line_name_a_protocol()
    {
        var protocols = new Regex($@"^ResourceSharing\.(Mapping|Adapters)\.({string.Join('|', Protocols("Mapping").Union(Protocols("Adapters")))})\.");
        var uses = Uses(Gateway).Where(use => protocols.IsMatch(use.Member)).ToArray();
        Assert.Contains(uses, use => use.From.StartsWith("ResourceSharing.Gateway.Hosting", StringComparison.Ordinal));
        var elsewhere = uses.Where(use => CanonicalOnly.Any(part => use.From.StartsWith($"ResourceSharing.Gateway.{part}.", StringComparison.Ordinal)));
        Assert.Equal([], elsewhere.Select(use => use.ToString()));
    }

    [Theory]
    [InlineData("Mapping")]
    [InlineData("Adapters")]
    public void Every_protocol_folder_says_what_it_is(string project)
    {
        Assert.NotEmpty(Protocols(project));
        Assert.All(Protocols(project), protocol => Assert.True(
            File.Exists(Path.Combine(Source, project, protocol, "README.md")), $"{project}/{protocol} has no README.md"));
    }

    [Fact]
    public void No_type_is_a_manager_a_helper_or_a_util() => Assert.Empty(
        new[] { Mapping, Adapters, Gateway }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Namespace?.StartsWith(Root, StringComparison.Ordinal) == true && VagueNames().IsMatch(type.Name))
            .Select(type => type.FullName));

    [Fact]
    public void No_file_is_longer_than_one_can_keep_in_mind() =>
        Assert.Empty(SourceFiles().Where(file => !IsTable(file) && File.ReadLines(file).Count() > MaxLines).Select(Name));

    [Fact]
    public void No_line_is_wider_than_a_page() => Assert.Empty(
        from file in SourceFiles()
        from line in File.ReadLines(file).Select((text, index) => (text, number: index + 1))
        where line.text.Length > MaxColumns
        select $"{Name(file)}:{line.number}");

    [Fact]
    public void Every_file_stands_in_the_namespace_of_its_folder() => Assert.Empty(
        from file in SourceFiles()
        let folder = Path.GetDirectoryName(Path.GetRelativePath(Source, file))!.Replace(Path.DirectorySeparatorChar, '.')
        let declared = File.ReadLines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))
        where declared is not null && declared != $"namespace {Root}.{folder};"
        select $"{Name(file)} is in {declared}");

    private static string Source => Path.Combine(Repository.Root, "src");

    private static IEnumerable<string> SourceFiles() => Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Source, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    /// <summary>The two tables of ISO 10161-1 are as long as the standard's own module.</summary>
    private static bool IsTable(string file) => Path.GetFileName(file) is "IsoIllModule.cs" or "Enumerations.cs";

    private static string Name(string file) => Path.GetRelativePath(Source, file);

    private static IEnumerable<string> Protocols(string project) => Directory.EnumerateDirectories(Path.Combine(Source, project))
        .Select(folder => Path.GetFileName(folder)).Except(NoProtocol);

    private static string[] References(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(name => name.Name!)];

    /// <summary>Every member that a method's code or a signature names, with the outermost type that names it.</summary>
    private static List<Use> Uses(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var uses = new List<Use>();
        foreach (var type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
        {
            var from = FullName(metadata, type);
            foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition))
            {
                uses.AddRange(TokensOf(file, method).Select(token => new Use(from, MemberName(metadata, token))));
            }

            uses.AddRange(type.GetFields().Select(metadata.GetFieldDefinition)
                .Select(field => new Use(from, field.DecodeSignature(new TypeNames(), null))));
        }

        return uses;
    }

    private static IEnumerable<EntityHandle> TokensOf(PEReader file, MethodDefinition method)
    {
        if (method.RelativeVirtualAddress == 0)
        {
            yield break;
        }

        var code = file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!;
        for (var at = 0; at < code.Length;)
        {
            var operation = code[at] == 0xFE ? TwoOctetCodes[code[at + 1]] : OneOctetCodes[code[at]];
            at += operation.Size;
            if (operation.OperandType is System.Reflection.Emit.OperandType.InlineMethod
                or System.Reflection.Emit.OperandType.InlineField or System.Reflection.Emit.OperandType.InlineType
                or System.Reflection.Emit.OperandType.InlineTok)
            {
                yield return MetadataTokens.EntityHandle(BitConverter.ToInt32(code, at));
            }

            at += OperandOctets(operation.OperandType, code, at);
        }
    }

    private static int OperandOctets(System.Reflection.Emit.OperandType operand, byte[] code, int at) => operand switch
    {
        System.Reflection.Emit.OperandType.InlineNone => 0,
        System.Reflection.Emit.OperandType.ShortInlineBrTarget or System.Reflection.Emit.OperandType.ShortInlineI
            or System.Reflection.Emit.OperandType.ShortInlineVar => 1,
        System.Reflection.Emit.OperandType.InlineVar => 2,
        System.Reflection.Emit.OperandType.InlineI8 or System.Reflection.Emit.OperandType.InlineR => 8,
        System.Reflection.Emit.OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };

    private static readonly System.Reflection.Emit.OpCode[] OneOctetCodes = Codes(size: 1);

    private static readonly System.Reflection.Emit.OpCode[] TwoOctetCodes = Codes(size: 2);

    private static System.Reflection.Emit.OpCode[] Codes(int size)
    {
        var codes = new System.Reflection.Emit.OpCode[256];
        foreach (var field in typeof(System.Reflection.Emit.OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            if (field.GetValue(null) is System.Reflection.Emit.OpCode code && code.Size == size)
            {
                codes[code.Value & 0xFF] = code;
            }
        }

        return codes;
    }

    private static string MemberName(MetadataReader metadata, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MemberReference:
                var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                return $"{MemberName(metadata, member.Parent)}.{metadata.GetString(member.Name)}";
            case HandleKind.MethodSpecification:
                return MemberName(metadata, metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            case HandleKind.MethodDefinition:
                var method = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                return $"{FullName(metadata, metadata.GetTypeDefinition(method.GetDeclaringType()))}.{metadata.GetString(method.Name)}";
            case HandleKind.FieldDefinition:
                var field = metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                return $"{FullName(metadata, metadata.GetTypeDefinition(field.GetDeclaringType()))}.{metadata.GetString(field.Name)}";
            case HandleKind.TypeReference:
                return new TypeNames().GetTypeFromReference(metadata, (TypeReferenceHandle)handle, 0);
            case HandleKind.TypeDefinition:
                return FullName(metadata, metadata.GetTypeDefinition((TypeDefinitionHandle)handle));
            case HandleKind.TypeSpecification:
                return metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(new TypeNames(), null);
            default:
                return "";
        }
    }

    private static string FullName(MetadataReader metadata, TypeDefinition type) => type.GetDeclaringType() is { IsNil: false } outer
        ? FullName(metadata, metadata.GetTypeDefinition(outer))
        : $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";

    /// <summary>CurrentManagedThreadId is what the compiler writes into every iterator.</summary>
    [GeneratedRegex(
        @"^System\.(IO\.(File|Directory|FileInfo|DirectoryInfo|FileStream|StreamReader|StreamWriter|Path\.GetTemp)|Net\.(Sockets|Http)" +
        @"|DateTime\.get_(Now|UtcNow|Today)|DateTimeOffset\.get_(Now|UtcNow)|TimeProvider|Diagnostics\.Stopwatch|Random\b" +
        @"|Guid\.NewGuid|Environment\.(?!get_NewLine|get_CurrentManagedThreadId)|Console\b|Threading\.(Thread|Tasks|Timer)|Security\.Cryptography\.RandomNumber)")]
    private static partial Regex ImpureTypes();

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Utility)(`[0-9]+)?$")]
    private static partial Regex VagueNames();

    private sealed record Use(string From, string Member)
    {
        public override string ToString() => $"{From} uses {Member}";
    }

    /// <summary>The name of what a signature is about; of a generic type the definition, of an array the element.</summary>
    private sealed class TypeNames : ISignatureTypeProvider<string, object?>
    {
        public string GetArrayType(string elementType, ArrayShape shape) => elementType;

        public string GetByReferenceType(string elementType) => elementType;

        public string GetFunctionPointerType(MethodSignature<string> signature) => "";

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;

        public string GetGenericMethodParameter(object? genericContext, int index) => "";

        public string GetGenericTypeParameter(object? genericContext, int index) => "";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => elementType;

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => $"System.{typeCode}";

        public string GetSZArrayType(string elementType) => elementType;

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
            FullName(reader, reader.GetTypeDefinition(handle));

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeReference(handle);
            var name = reader.GetString(type.Name);
            return type.ResolutionScope.Kind == HandleKind.TypeReference
                ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)}.{name}"
                : $"{reader.GetString(type.Namespace)}.{name}";
        }

        public string GetTypeFromSpecification(
            MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
    }
}

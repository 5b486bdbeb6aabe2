using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResourceSharing.Mapping.IsoIll;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.IsoIll;

/// <summary>
/// Sample APDUs of all kinds (made with libyaz, which knows nothing of this codec) and edge cases, each
/// with what an independent decoder says about it.
/// </summary>
internal static class IsoIllVectors
{
    private static readonly string Root = Path.Combine(RepositoryRoot(), "tests", "Fixtures", "IsoIll");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Root, "*.hex", SearchOption.AllDirectories)
        .Select(file => Path.ChangeExtension(Path.GetRelativePath(Root, file), null))
        .Order(StringComparer.Ordinal);

    public static byte[] Octets(string name) =>
        Convert.FromHexString(
            string.Concat(File.ReadAllText(PathOf(name + ".hex")).Where(char.IsAsciiHexDigit)));

    public static bool HasJson(string name) => File.Exists(PathOf(name + ".json"));

    /// <summary>What the other decoder printed, without its own remarks.</summary>
    public static JsonNode Json(string name)
    {
        var json = JsonNode.Parse(File.ReadAllText(PathOf(name + ".json")))!;
        json.AsObject().Remove("_notes");
        return json;
    }

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static DecodeResult.Decoded Decode(ReadOnlyMemory<byte> octets) =>
        IsoIllCodec.Decode(octets) switch
        {
            DecodeResult.Decoded decoded => decoded,
            DecodeResult.Refused refused => throw new InvalidOperationException(
                $"{refused.Refusal.Path}: {refused.Refusal.PrivateDetail} in "
                + Convert.ToHexString(octets.Span)),
            _ => throw new InvalidOperationException(),
        };

    public static DecodeResult.Decoded Decode(string name) => Decode(Octets(name));

    public static Refusal Refuse(ReadOnlyMemory<byte> octets) =>
        Assert.IsType<DecodeResult.Refused>(IsoIllCodec.Decode(octets)).Refusal;

    public static JsonNode Print(Apdu apdu)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            IsoIllJson.Print(json, apdu);
        return JsonNode.Parse(Encoding.UTF8.GetString(stream.ToArray()))!;
    }

    public static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ResourceSharing.sln")))
            folder =
                folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        return folder.FullName;
    }
}

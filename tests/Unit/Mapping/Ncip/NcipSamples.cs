using System.Text;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

/// <summary>The golden messages of tests/Fixtures/Ncip, and short ways to read.</summary>
internal static class NcipSamples
{
    private static string Folder { get; } = Path.Combine(Repository.Root, "tests", "Fixtures", "Ncip");

    public static IEnumerable<string> Names { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.xml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public static byte[] Octets(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public static string Text(string name) => Encoding.UTF8.GetString(Octets(name));

    public static NcipReadResult.Understood Read(string text, string? contentType = null) =>
        Read(Encoding.UTF8.GetBytes(text), contentType);

    public static NcipReadResult.Understood Read(byte[] octets, string? contentType = null) =>
        NcipCodec.Read(octets, contentType) switch
        {
            NcipReadResult.Understood understood => understood,
            NcipReadResult.Refused refused => throw new InvalidOperationException(refused.PrivateDetail),
            _ => throw new InvalidOperationException(),
        };

    public static T Read<T>(string text, string? contentType = null)
        where T : NcipMessage => Assert.IsType<T>(Read(text, contentType).Message);

    public static NcipReadResult.Refused Refused(byte[] octets, string? contentType = null) =>
        Assert.IsType<NcipReadResult.Refused>(NcipCodec.Read(octets, contentType));

    public static NcipReadResult.Refused Refused(string text) => Refused(Encoding.UTF8.GetBytes(text));

    public static string Write(NcipMessage message, NcipForm form) =>
        Encoding.UTF8.GetString(NcipCodec.Write(message, form).Octets.Span);

    /// <summary>A message of version 2 around some content, as an add-on of ILLiad would send it.</summary>
    public static string Illiad(string content, string version = "http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd") =>
        $"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><NCIPMessage xmlns=\"{NcipCodec.Namespace}\" "
        + $"version=\"{version}\">{content}</NCIPMessage>";

    /// <summary>The third-party schemas, which are not part of this repository; skips where they are not there.</summary>
    public static string Schema(string name)
    {
        string[] folders = [Path.Combine(Repository.Root, ".."), Path.Combine(Repository.Root, "..", "..")];
        var file = folders.Select(folder => Path.Combine(folder, "shared", "schemas", "ncip", name)).FirstOrDefault(File.Exists);
        if (file is null)
            Assert.Skip($"../shared/schemas/ncip/{name} is not there");
        return file!;
    }
}

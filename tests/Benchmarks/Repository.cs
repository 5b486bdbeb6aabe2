namespace ResourceSharing.Benchmarks;

/// <summary>The repository that the benchmarks were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The octets of an APDU among the fixtures.</summary>
    public static byte[] Apdu(string name)
    {
        string file = Path.Combine(Root, "tests", "Fixtures", "IsoIll", name + ".hex");
        return Convert.FromHexString(string.Concat(File.ReadAllText(file).Where(char.IsAsciiHexDigit)));
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ResourceSharing.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The benchmark runs outside the repository.");
        return folder.FullName;
    }
}

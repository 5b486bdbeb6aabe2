namespace ResourceSharing.Tests;

/// <summary>Files of the repository, and golden files among them.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>True when golden files are to be written instead of compared.</summary>
    public static bool UpdatesGolden => Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    /// <summary>Compares a text with a golden file; with UPDATE_GOLDEN=1 writes it.</summary>
    public static void AssertGolden(string path, string text)
    {
        if (UpdatesGolden)
        {
            File.WriteAllText(path, text);
            return;
        }

        Assert.True(File.Exists(path), $"{path} is missing; run with UPDATE_GOLDEN=1 and look it over.");
        Assert.Equal(File.ReadAllText(path), text);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ResourceSharing.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("not below the repository");
        }

        return folder.FullName;
    }
}

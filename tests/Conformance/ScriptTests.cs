namespace ResourceSharing.Tests.Conformance;

/// <summary>Runs every script of the folder; a new case needs a text file and no code.</summary>
public sealed class ScriptTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Conformance", "scripts");

    public static IEnumerable<TheoryDataRow<string>> Scripts() => Named(isNcip: false);

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task The_flow_runs_as_written(string name) => RunAsync(name);

    /// <summary>The scripts of the folder that are about NCIP, or all others.</summary>
    internal static IEnumerable<TheoryDataRow<string>> Named(bool isNcip) => Directory.EnumerateFiles(Folder, "*.txt")
        .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)
        .Where(name => name.StartsWith("ncip-", StringComparison.Ordinal) == isNcip).Select(name => new TheoryDataRow<string>(name));

    internal static async Task RunAsync(string name)
    {
        await using var runner = new ScriptRunner();
        await runner.RunAsync(await File.ReadAllLinesAsync(Path.Combine(Folder, name + ".txt")));
        Repository.AssertGolden(Path.Combine(Folder, name + ".log"), await runner.LogAsync());
    }
}

/// <summary>Runs the scripts about systems that manage requests themselves and ask our circulation by NCIP.</summary>
public sealed class NcipScriptTests
{
    public static IEnumerable<TheoryDataRow<string>> Scripts() => ScriptTests.Named(isNcip: true);

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task The_flow_runs_as_written(string name) => ScriptTests.RunAsync(name);
}

namespace ResourceSharing.Tests.Conformance;

/// <summary>Runs every script of the folder; a new case needs a text file and no code.</summary>
public sealed class ScriptTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Conformance", "scripts");

    public static IEnumerable<TheoryDataRow<string>> Scripts() => Directory.EnumerateFiles(Folder, "*.txt")
        .Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal).Select(name => new TheoryDataRow<string>(name!));

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task The_flow_runs_as_written(string name)
    {
        await using var runner = new ScriptRunner();
        await runner.RunAsync(await File.ReadAllLinesAsync(Path.Combine(Folder, name + ".txt")));
        Repository.AssertGolden(Path.Combine(Folder, name + ".log"), await runner.LogAsync());
    }
}

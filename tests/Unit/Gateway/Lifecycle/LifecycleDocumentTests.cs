using System.Text.RegularExpressions;
using ResourceSharing.Gateway.Lifecycle;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Lifecycle;

public class LifecycleDocumentTests
{
    [Fact]
    public void The_document_in_docs_says_what_the_tables_say()
    {
        var path = Path.Combine(Root(), "docs", "lifecycle.md");
        var text = LifecycleDocument.Render();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path), "docs/lifecycle.md is missing; run this test with UPDATE_GOLDEN=1");
        Assert.True(File.ReadAllText(path) == text, "docs/lifecycle.md is stale; run this test with UPDATE_GOLDEN=1");
    }

    [Fact]
    public void Every_status_and_every_event_stands_in_the_document()
    {
        var text = LifecycleDocument.Render();
        foreach (var info in StatusCatalog.Of(Side.Borrowing).Concat(StatusCatalog.Of(Side.Lending)))
        {
            Assert.Contains($"`{info.Code}`", text, StringComparison.Ordinal);
            Assert.Contains($"#### {info.Label}\n", text, StringComparison.Ordinal);
        }

        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
    }

    [Fact]
    public void The_diagrams_name_only_what_they_declare_and_stay_small_enough_to_read()
    {
        var diagrams = Regex.Matches(LifecycleDocument.Render(), "```mermaid\n(?<diagram>.*?)```", RegexOptions.Singleline);
        Assert.Equal(2, diagrams.Count);
        foreach (var diagram in diagrams.Select(match => match.Groups["diagram"].Value))
        {
            var declared = Regex.Matches(diagram, " as (?<id>\\w+)").Select(match => match.Groups["id"].Value).ToHashSet();
            var arrows = Regex.Matches(diagram, "^    (?<from>\\S+) --> (?<to>\\w+)(?<label> : [a-z ,0-9]+)?$", RegexOptions.Multiline);
            Assert.Equal(diagram.Split("-->").Length - 1, arrows.Count);
            Assert.All(arrows, arrow => Assert.Contains(arrow.Groups["to"].Value, declared));
            Assert.All(arrows.Skip(1), arrow => Assert.Contains(arrow.Groups["from"].Value, declared));
            Assert.InRange(arrows.Count, 30, 180);
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ResourceSharing.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The repository's root was not found.");
    }
}

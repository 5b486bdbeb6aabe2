using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd;

/// <summary>What somebody meets who has just fetched the project: the shipped configuration and the tour of the
/// README.</summary>
[Collection(ProcessCollection.Name)]
public sealed class FirstRunTests(ITestOutputHelper output)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task The_first_tour_of_the_README_works_as_it_stands_there()
    {
        var folder = Directory.CreateTempSubdirectory("rsg-").FullName;
        GatewayFolder.CopyFolder(Path.Combine(Repository.Root, "config"), Path.Combine(folder, "config"));
        await using var gateway = new GatewayProcess(Path.Combine(folder, "config"), Path.Combine(folder, "data"));
        await gateway.StartAsync();
        output.WriteLine($"ready {gateway.TimeToReady.TotalMilliseconds:F0} ms after the start of the process");

        var tour = await RunTourAsync(gateway, folder);
        Assert.True(tour.ExitCode == 0, tour.Output + tour.Error);
        Assert.Contains("The Wooden Bridge", tour.Output, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"REQUEST_SENT\"", tour.Output, StringComparison.Ordinal);
        Assert.Contains("ILL-Request", tour.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Ada Example</ns1:UnstructuredPersonalUserName>", tour.Output, StringComparison.Ordinal);
        await AssertPythonReadsTheLetterAsync(folder);
        var (exitCode, _) = await gateway.TerminateAsync();
        Assert.Equal(0, exitCode);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_shipped_configuration_is_ready_soon_and_says_where_to_look()
    {
        var data = Directory.CreateTempSubdirectory("rsg-").FullName;
        await using var gateway = new GatewayProcess(Path.Combine(Repository.Root, "config"), data);
        await gateway.StartAsync();
        Assert.True(gateway.TimeToReady < StartLimit, $"ready after {gateway.TimeToReady}");
        foreach (var word in new[] { gateway.Url, gateway.Ill.ToString(), "EAST, ", "SOUTH", Path.Combine(data, "admin-token"), "mail" })
        {
            Assert.Contains(word, gateway.Output, StringComparison.Ordinal);
        }

        var token = Path.Combine(data, "admin-token");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(token));
        }

        Assert.DoesNotContain((await File.ReadAllTextAsync(token)).Trim(), gateway.Output, StringComparison.Ordinal);
        await gateway.TerminateAsync();
        Directory.Delete(data, recursive: true);
    }

    /// <summary>The commands of the README, but for the port and for the program, which is built already. Between sending
    /// and reading the letter a person needs a moment; the letter needs it too.</summary>
    private static async Task<VerbResult> RunTourAsync(GatewayProcess gateway, string folder)
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));
        var tour = Regex.Match(readme, "```sh\n(?<commands>api\\(\\).*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1)).Groups["commands"].Value;
        Assert.Contains("actions/send", tour, StringComparison.Ordinal);
        var commands = tour
            .Replace("localhost:8080", gateway.Url, StringComparison.Ordinal)
            .Replace("dotnet run --project src/Gateway --", $"dotnet {GatewayProcess.Program}", StringComparison.Ordinal)
            .Replace("patrons import", $"patrons import --urls {gateway.Url} --config {Path.Combine(Repository.Root, "config")}",
                StringComparison.Ordinal)
            .Replace("/tmp/patrons.csv", "patrons.csv", StringComparison.Ordinal)
            .Replace("tests/Fixtures", Path.Combine(Repository.Root, "tests", "Fixtures"), StringComparison.Ordinal)
            .Replace("cat data/mail/new/*", "for i in $(seq 300); do ls data/mail/new/* >/dev/null 2>&1 && break; sleep 0.1; done\n"
                + "cat data/mail/new/*", StringComparison.Ordinal);
        var script = Path.Combine(folder, "tour.sh");
        await File.WriteAllTextAsync(script, "set -euo pipefail\n" + commands);
        return await OtherProgram.RunAsync(folder, "bash", script);
    }

    private static async Task AssertPythonReadsTheLetterAsync(string folder)
    {
        var letter = Assert.Single(Directory.GetFiles(Path.Combine(folder, "data", "mail", "new")));
        var read = await OtherProgram.RunAsync(folder, "python3", "-c", """
            import email, email.policy, json, sys
            letter = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
            text = letter.get_body(("plain",)).get_content()
            print(json.dumps({"to": letter["To"], "defects": len(letter.defects), "subject": letter["Subject"], "text": text}))
            """, letter);
        Assert.True(read.ExitCode == 0, read.Error);
        var json = JsonNode.Parse(read.Output)!;
        Assert.Contains("south@example.org", (string)json["to"]!, StringComparison.Ordinal);
        Assert.Equal(0, (int)json["defects"]!);
        Assert.Contains("HOME0000001", (string)json["subject"]! + (string)json["text"]!, StringComparison.Ordinal);
        Assert.Contains("The Wooden Bridge", (string)json["text"]!, StringComparison.Ordinal);
        Assert.Contains("For a reader in a hurry.", (string)json["text"]!, StringComparison.Ordinal);
    }
}

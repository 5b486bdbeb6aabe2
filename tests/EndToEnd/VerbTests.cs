using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ResourceSharing.Gateway.Cli;
using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Tests.Network;
using ResourceSharing.Tests.Unit.Mapping.IsoIll;

namespace ResourceSharing.Tests.EndToEnd;

/// <summary>The verbs of the command line: what they print and how they end.</summary>
[Collection(ProcessCollection.Name)]
public sealed class VerbTests
{
    public static IEnumerable<TheoryDataRow<string>> Vectors() => IsoIllVectors.Names.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Vectors))]
    public async Task Decode_explains_or_refuses_every_vector_from_octets_and_from_digits(string name)
    {
        var octets = IsoIllVectors.Octets(name);
        var isSound = IsoIllCodec.Decode(octets) is DecodeResult.Decoded;
        var binary = Path.GetTempFileName();
        await File.WriteAllBytesAsync(binary, octets);
        var fromOctets = await RunAsync("decode", binary);
        var fromDigits = await RunAsync("decode", IsoIllVectors.PathOf(name + ".hex"));
        var json = await RunAsync("decode", "--json", binary);
        File.Delete(binary);

        Assert.Equal(isSound ? CommandLine.Fine : CommandLine.Failed, fromOctets.ExitCode);
        Assert.Equal(fromOctets, fromDigits);
        Assert.Equal(fromOctets.ExitCode, json.ExitCode);
        Assert.NotEmpty(isSound ? fromOctets.Output : fromOctets.Error);
        var explained = JsonNode.Parse(json.Output)!.AsObject();
        Assert.Equal("iso-ill", (string?)explained["protocol"]);
        foreach (var key in new[] { "kind", "wire", "canonical", "losses" })
        {
            Assert.True(explained.ContainsKey(key), key);
        }

        Assert.Equal(isSound, explained["wire"] is not null);
        Assert.Equal(!isSound, explained["refusal"] is not null);
    }

    [Fact]
    public async Task Decode_reads_standard_input_in_both_forms()
    {
        const string Vector = "01-ill-request-loan-full";
        var octets = IsoIllVectors.Octets(Vector);
        var digits = await File.ReadAllBytesAsync(IsoIllVectors.PathOf(Vector + ".hex"));
        var fromOctets = await GatewayProcess.VerbAsync(["decode", "-"], octets);
        var fromDigits = await GatewayProcess.VerbAsync(["decode", "-"], digits);
        Assert.Equal(0, fromOctets.ExitCode);
        Assert.NotEmpty(fromOctets.Output);
        Assert.Equal(fromOctets, fromDigits);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("")]
    [InlineData("<NCIPMessage/>")]
    public async Task Decode_refuses_garbage_with_the_reason(string garbage)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, garbage);
        var result = await RunAsync("decode", file);
        File.Delete(file);
        Assert.Equal(CommandLine.Failed, result.ExitCode);
        Assert.NotEmpty(result.Error.Trim());
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_names_every_fault_with_its_place()
    {
        using var folder = new GatewayFolder();
        folder.AddIllPartner("GOOD", "RSG:GOOD", 1612);
        Assert.Equal(0, (await GatewayProcess.VerbAsync(["check", "--config", folder.Config])).ExitCode);

        await File.AppendAllTextAsync(Path.Combine(folder.Config, "gateway.yaml"), "\nlistners: {}\n");
        var partner = Path.Combine(folder.Config, "partners", "GOOD.yaml");
        await File.WriteAllTextAsync(partner, (await File.ReadAllTextAsync(partner))
            .Replace("port: 1612", "port: 99999", StringComparison.Ordinal).Replace("127.0.0.1]", "127.0.0.300]", StringComparison.Ordinal));
        var result = await GatewayProcess.VerbAsync(["check", "--config", folder.Config]);
        Assert.Equal(1, result.ExitCode);
        var faults = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(faults, line => Regex.IsMatch(line, @"gateway\.yaml:\d+:\d+: .*listeners", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Contains(faults, line => Regex.IsMatch(line, @"GOOD\.yaml:\d+:\d+: .*port", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Contains(faults, line => Regex.IsMatch(line, @"GOOD\.yaml:\d+:\d+: .*127\.0\.0\.300", RegexOptions.None, TimeSpan.FromSeconds(1)));

        var run = await GatewayProcess.VerbAsync(["run", "--config", folder.Config, "--data", folder.Data]);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(faults, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(Directory.Exists(folder.Data), "nothing is made when the configuration is wrong");
    }

    [Theory]
    [InlineData("--no-such-option")]
    [InlineData("no-such-verb")]
    [InlineData("run", "--ill-port", "many")]
    [InlineData("decode")]
    public async Task A_bad_command_line_is_told_with_code_2(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.Equal(CommandLine.Usage, result.ExitCode);
        Assert.NotEmpty(result.Error);
    }

    [Theory]
    [InlineData("--ill-port", "99999")]
    [InlineData("--urls", "not-a-url")]
    [InlineData("--set", "no.such.setting=1")]
    [InlineData("--config", "/nonexistent")]
    public async Task A_start_that_cannot_work_is_told_with_code_1(params string[] arguments)
    {
        using var folder = new GatewayFolder();
        var result = await GatewayProcess.VerbAsync(
            ["run", .. arguments[0] == "--config" ? [] : new[] { "--config", folder.Config }, "--data", folder.Data, .. arguments]);
        Assert.Equal(1, result.ExitCode);
        Assert.NotEmpty(result.Error);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_verb_works_beside_the_running_program()
    {
        await using var sink = new ApduSink();
        using var folder = new GatewayFolder();
        folder.AddIllPartner("SINK", "RSG:SINK", sink.Port);
        await using var gateway = new GatewayProcess(folder);
        await gateway.StartAsync();
        using var made = await gateway.Http.PostAsJsonAsync("/api/v1/requests", new { title = "The Wooden Bridge", partner = "SINK" });
        made.EnsureSuccessStatusCode();
        using var sent = await gateway.Http.PostAsync("/api/v1/requests/HOME0000001/actions/send", null);
        sent.EnsureSuccessStatusCode();
        using (var connection = await IllConnection.OpenAsync(gateway.Ill))
        {
            await connection.AskAsync(IllRequests.Encode("RSG:SINK", GatewayFolder.OurSymbol, "N-1"));
        }

        string[] where = ["--config", folder.Config, "--data", folder.Data, "--urls", gateway.Url];
        var copy = Path.Combine(folder.Root, "copy", "gateway.db");
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        await AssertPrintsAsync(["requests", .. where], "HOME0000001", "The Wooden Bridge", "HOME0000002", "Beowulf");
        await AssertPrintsAsync(["requests", "--status", "REQUEST_CREATED_LEND", .. where], "HOME0000002");
        await AssertPrintsAsync(["messages", .. where], "ill-request", "applied", "SINK");
        await AssertPrintsAsync(["messages", "HOME0000002", .. where], "ill-request");
        await AssertPrintsAsync(["outbox", "--all", .. where], "ill-request", "SINK");
        await AssertPrintsAsync(["partners", .. where], "SINK", "iso-ill");
        await AssertPrintsAsync(["verify", .. where], "2 requests read, 0 fault(s)");
        await AssertPrintsAsync(["backup", copy, .. where], copy);
        await AssertPrintsAsync(["verify", "--data", Path.GetDirectoryName(copy)!], "2 requests read, 0 fault(s)");
        await AssertPrintsAsync(["lifecycle"], "REQUEST_CREATED_LEND", "mermaid");
        await AssertPrintsAsync(["health", .. where], "\"status\":\"ok\"");
        await AssertPrintsAsync(["check", .. where], "is fine");

        await gateway.TerminateAsync();
        Assert.Equal(1, (await GatewayProcess.VerbAsync(["health", .. where])).ExitCode);
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_is_refused()
    {
        using var folder = new GatewayFolder();
        await using var gateway = new GatewayProcess(folder);
        await gateway.StartAsync();
        var second = await GatewayProcess.VerbAsync(
            ["run", "--config", folder.Config, "--data", folder.Data, "--urls", "http://127.0.0.1:0", "--ill-port", "0"]);
        Assert.Equal(1, second.ExitCode);
        Assert.Contains("Another process runs on the data folder", second.Error, StringComparison.Ordinal);
        Assert.True(gateway.IsAlive);
        Assert.Equal("ok", (string?)(await gateway.Http.GetFromJsonAsync<JsonNode>("/health/ready"))!["status"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_taken_port_is_told_in_one_line_that_names_it_and_its_setting(bool isIll)
    {
        using var folder = new GatewayFolder();
        await using var sink = new ApduSink();
        var result = await GatewayProcess.VerbAsync(["run", "--config", folder.Config, "--data", folder.Data,
            "--urls", $"http://127.0.0.1:{(isIll ? 0 : sink.Port)}", "--ill-port", $"{(isIll ? sink.Port : 0)}"]);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        var line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"Port {sink.Port} ", line, StringComparison.Ordinal);
        Assert.Contains(isIll ? "--ill-port" : "--urls", line, StringComparison.Ordinal);
        Assert.DoesNotContain(isIll ? "--urls" : "--ill-port", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_not_ours_is_told_in_one_line()
    {
        using var folder = new GatewayFolder();
        var result = await GatewayProcess.VerbAsync(["run", "--config", folder.Config, "--data", folder.Data,
            "--urls", "http://192.0.2.1:8080", "--ill-port", "0"]);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("--urls", Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static async Task AssertPrintsAsync(IReadOnlyList<string> arguments, params string[] words)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.Output}{result.Error}");
        foreach (var word in words)
        {
            Assert.Contains(word, result.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>In this process, as <c>Program</c> calls it.</summary>
    private static async Task<VerbResult> RunAsync(params IReadOnlyList<string> arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(arguments, output, error);
        return new VerbResult(code, output.ToString(), error.ToString());
    }
}

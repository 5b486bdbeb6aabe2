using ResourceSharing.Gateway.Cli;
using ResourceSharing.Gateway.Storage.Sqlite;

namespace ResourceSharing.Tests.Unit.Gateway.Cli;

/// <summary>Exit codes and reasons, which scripts and operators rely on.</summary>
public sealed class CommandLineTests : IDisposable
{
    private static readonly string Config = Path.Combine(Repository.Root, "config");

    private readonly string _folder = Directory.CreateTempSubdirectory("rsg-cli-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("no-such-verb")]
    [InlineData("check", "--no-such-option")]
    [InlineData("outbox", "cancel", "1")]
    [InlineData("run", "--ill-port", "many")]
    public async Task A_wrong_command_line_ends_with_2_and_a_hint(params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.Contains("--help", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_good_configuration_ends_with_0_and_a_bad_one_with_1_and_every_fault()
    {
        Assert.Equal(0, await RunAsync("check", "--config", Config));
        Assert.Equal(1, await RunAsync("check", "--config", Config, "--set", "delivery.factor=99", "--set", "nonsense=1"));
        Assert.Contains("2 fault(s)", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("outbox")]
    [InlineData("messages")]
    [InlineData("requests")]
    [InlineData("backup", "copy.db")]
    public async Task Without_a_store_the_reading_verbs_end_with_1_and_make_none(params string[] verb)
    {
        var data = Path.Combine(_folder, "data");
        Assert.Equal(1, await RunAsync([.. verb, "--data", data]));
        Assert.Contains("There is no store", _error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder_is_turned_away()
    {
        await using var first = SqliteStore.Open(new SqliteStoreOptions { DataFolder = _folder });
        Assert.Equal(1, await RunAsync("run", "--config", Config, "--data", _folder, "--ill-port", "0"));
        Assert.Contains("Another process", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_cannot_be_used_stops_the_start_with_the_reason()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "admin-token"), "short", TestContext.Current.CancellationToken);
        Assert.Equal(1, await RunAsync("run", "--config", Config, "--data", _folder, "--ill-port", "0"));
        Assert.Contains("admin-token", _error.ToString(), StringComparison.Ordinal);

        // The folder was given back: the next start is not turned away.
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = _folder });
    }

    [Fact]
    public async Task A_backup_is_a_store_that_verifies_and_never_overwrites_a_file()
    {
        await using (SqliteStore.Open(new SqliteStoreOptions { DataFolder = _folder }))
        {
        }

        var copy = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "restored")).FullName, "gateway.db");
        Assert.Equal(0, await RunAsync("backup", copy, "--data", _folder));
        Assert.Equal(0, await RunAsync("verify", "--data", Path.GetDirectoryName(copy)!));
        Assert.Contains("0 fault(s)", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await RunAsync("backup", copy, "--data", _folder));
        Assert.Contains("exists already", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_message_is_refused_with_1_and_a_reason()
    {
        var file = Path.Combine(_folder, "garbage");
        await File.WriteAllTextAsync(file, "GET / HTTP/1.1", TestContext.Current.CancellationToken);
        Assert.Equal(1, await RunAsync("decode", file));
        Assert.NotEmpty(_error.ToString());
    }

    private Task<int> RunAsync(params string[] args) => CommandLine.RunAsync(args, _output, _error);
}

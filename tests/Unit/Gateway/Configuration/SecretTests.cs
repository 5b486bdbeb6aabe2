using System.Text.Json;
using ResourceSharing.Adapters.Contracts;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

public sealed class SecretTests : IDisposable
{
    private const UnixFileMode Closed = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("secrets").FullName;

    [Theory]
    [InlineData("env:SMTP_PASSWORD", SecretKind.Environment, "SMTP_PASSWORD")]
    [InlineData("file:secrets/smtp", SecretKind.File, "secrets/smtp")]
    [InlineData("file:/run/secrets/a b", SecretKind.File, "/run/secrets/a b")]
    public void A_reference_says_where_the_secret_is(string text, SecretKind kind, string name)
    {
        Assert.True(SecretReference.TryParse(text, out var reference));
        Assert.Equal((kind, name, text), (reference.Kind, reference.Name, reference.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("hunter2")]
    [InlineData("env:")]
    [InlineData("env:1A")]
    [InlineData("env:A-B")]
    [InlineData("ENV:A")]
    [InlineData("file:")]
    [InlineData("file: ")]
    [InlineData("file:a\nb")]
    public void Everything_else_is_no_reference(string? text) => Assert
        .False(SecretReference.TryParse(text, out _));

    [Fact]
    public void The_length_of_a_reference_ends_at_the_limit()
    {
        Assert.True(SecretReference.TryParse("file:" + new string('a', 4096 - 5), out _));
        Assert.False(SecretReference.TryParse("file:" + new string('a', 4096 - 4), out _));
    }

    [Fact]
    public void A_secret_shows_itself_only_when_asked()
    {
        var secret = new Secret("hunter2");
        Assert.Equal("***", secret.ToString());
        Assert.Equal("***", $"{secret}");
        Assert.Equal(
            "{\"Secret\":\"***\",\"Fault\":null}", JsonSerializer.Serialize(new SecretReading(secret, null)));
        Assert.DoesNotContain(
            "hunter2", new SecretReading(secret, null).ToString(), StringComparison.Ordinal);
        Assert.Equal("hunter2", secret.Reveal());
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Secret>("\"x\""));
    }

    [Fact]
    public void A_variable_is_read_when_it_is_used()
    {
        var variables = new Dictionary<string, string> { ["A"] = "one", ["EMPTY"] = "" };
        var reader = new SecretReader(_folder, variables.GetValueOrDefault);
        Assert.Equal("one", Read(reader, "env:A").Secret!.Reveal());
        variables["A"] = "two";
        Assert.Equal("two", Read(reader, "env:A").Secret!.Reveal());
        Assert.Equal("the environment variable B is not set or empty", Read(reader, "env:B").Fault);
        Assert.Equal("the environment variable EMPTY is not set or empty", Read(reader, "env:EMPTY").Fault);
    }

    [Theory]
    [InlineData("hunter2", "hunter2")]
    [InlineData("hunter2\n", "hunter2")]
    [InlineData("hunter2\r\n", "hunter2")]
    [InlineData(" two\nlines \n\n", " two\nlines \n")]
    public void A_file_is_read_without_its_last_line_break(string content, string value)
    {
        WriteFile("s", content, Closed);
        Assert.Equal(value, Read(new SecretReader(_folder), "file:s").Secret!.Reveal());
        Assert.Equal(value, Read(new SecretReader("/"), $"file:{_folder}/s").Secret!.Reveal());
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead, "640")]
    [InlineData(UnixFileMode.OtherRead, "604")]
    [InlineData(UnixFileMode.GroupWrite, "620")]
    [InlineData(UnixFileMode.OtherExecute, "601")]
    public void A_file_that_is_open_to_others_is_refused(UnixFileMode open, string mode)
    {
        var path = WriteFile("s", "hunter2", Closed | open);
        Assert.Equal(
            $"the secret file {path} has mode {mode} and is open to other accounts; it must be readable by "
            + "its owner only (chmod 600)",
            Read(new SecretReader(_folder), "file:s").Fault);
    }

    [Fact]
    public void A_file_that_gives_no_secret_is_a_fault()
    {
        WriteFile("empty", "\n", Closed);
        File.WriteAllBytes(WriteFile("latin", "", Closed), [0xE9]);
        WriteFile("largest", new string('x', SecretReader.MaxOctets), Closed);
        WriteFile("larger", new string('x', SecretReader.MaxOctets + 1), Closed);
        var reader = new SecretReader(_folder);
        Assert.Equal($"the secret file {_folder}/none does not exist", Read(reader, "file:none").Fault);
        Assert.Equal($"the secret file {_folder}/no/ne does not exist", Read(reader, "file:no/ne").Fault);
        Assert.Equal($"the secret file {_folder}/empty is empty", Read(reader, "file:empty").Fault);
        Assert.Equal($"the secret file {_folder}/latin is not UTF-8 text", Read(reader, "file:latin").Fault);
        Assert.Null(Read(reader, "file:largest").Fault);
        Assert.Equal($"the secret file {_folder}/larger is larger than 65536 octets",
            Read(reader, "file:larger").Fault);
        Assert.Equal(
            $"the secret file {_folder} cannot be read by this account", Read(reader, "file:.").Fault);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static SecretReading Read(SecretReader reader, string reference)
    {
        Assert.True(SecretReference.TryParse(reference, out var parsed));
        return reader.Read(parsed);
    }

    private string WriteFile(string name, string content, UnixFileMode mode)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
        return path;
    }
}

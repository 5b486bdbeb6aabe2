using ResourceSharing.Gateway.Security;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Security;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class AdminTokenTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token");

    private string File_ => Path.Combine(_folder.FullName, AdminToken.FileName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_first_start_makes_a_token_that_only_the_owner_can_read()
    {
        var token = AdminToken.LoadOrCreate(_folder.FullName);

        Assert.True(token.IsNew);
        Assert.Equal(File_, token.Path);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(File_));
        var text = File.ReadAllText(File_);
        Assert.Matches("^[A-Za-z0-9_-]{43}\n$", text);
        Assert.True(token.Matches(text.Trim()));
        Assert.Equal([AdminToken.FileName], _folder.EnumerateFiles().Select(file => file.Name));
    }

    [Fact]
    public void Later_starts_read_the_same_token()
    {
        AdminToken.LoadOrCreate(_folder.FullName);
        var text = File.ReadAllText(File_).Trim();

        var again = AdminToken.LoadOrCreate(_folder.FullName);

        Assert.False(again.IsNew);
        Assert.True(again.Matches(text));
    }

    [Fact]
    public void Tokens_differ_and_nothing_but_the_token_matches()
    {
        var token = AdminToken.LoadOrCreate(Path.Combine(_folder.FullName, "a"));
        var other = File.ReadAllText(AdminToken.LoadOrCreate(Path.Combine(_folder.FullName, "b")).Path).Trim();

        Assert.All(new[] { other, "", null, "admin", File.ReadAllText(token.Path) }, text => Assert.False(token.Matches(text)));
    }

    [Fact]
    public void A_half_written_token_of_a_crash_is_replaced()
    {
        File.WriteAllText(File_ + ".new", "half");

        Assert.True(AdminToken.LoadOrCreate(_folder.FullName).IsNew);
        Assert.False(File.Exists(File_ + ".new"));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_token_that_others_can_read_or_write_is_refused(UnixFileMode more)
    {
        AdminToken.LoadOrCreate(_folder.FullName);
        File.SetUnixFileMode(File_, OwnerOnly | more);

        var fault = Assert.Throws<AdminTokenException>(() => AdminToken.LoadOrCreate(_folder.FullName));
        Assert.Contains("chmod 600", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(5000)]
    public void A_token_that_is_too_short_or_too_long_is_refused(int chars)
    {
        AdminToken.LoadOrCreate(_folder.FullName);
        File.WriteAllText(File_, new string('x', chars));

        Assert.Throws<AdminTokenException>(() => AdminToken.LoadOrCreate(_folder.FullName));
    }

    [Fact]
    public void A_token_of_the_least_length_is_taken()
    {
        AdminToken.LoadOrCreate(_folder.FullName);
        File.WriteAllText(File_, new string('x', 32));

        Assert.True(AdminToken.LoadOrCreate(_folder.FullName).Matches(new string('x', 32)));
    }

    [Fact]
    public void A_folder_that_cannot_be_used_is_told_in_words()
    {
        File.WriteAllText(File_, "");
        Assert.Throws<AdminTokenException>(() => AdminToken.LoadOrCreate(File_));
    }
}

using ResourceSharing.Gateway.Security;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Security;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class LetterKeyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("letter-key");

    private string File_ => Path.Combine(_folder.FullName, LetterKey.FileName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_first_start_makes_a_key_that_only_the_owner_can_read_and_later_ones_read_it()
    {
        var first = LetterKey.LoadOrCreate(_folder.FullName);
        var second = LetterKey.LoadOrCreate(_folder.FullName);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(File_));
        Assert.Equal(32, first.Octets.Length);
        Assert.True(first.Octets.SequenceEqual(second.Octets));
        Assert.Equal(File.ReadAllBytes(File_), first.Octets.ToArray());
        Assert.Equal([LetterKey.FileName], _folder.EnumerateFiles().Select(file => file.Name));
    }

    [Fact]
    public void Two_folders_have_different_keys()
    {
        var one = LetterKey.LoadOrCreate(Path.Combine(_folder.FullName, "a"));
        var other = LetterKey.LoadOrCreate(Path.Combine(_folder.FullName, "b"));

        Assert.False(one.Octets.SequenceEqual(other.Octets));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_key_that_others_can_read_or_write_is_refused(UnixFileMode more)
    {
        LetterKey.LoadOrCreate(_folder.FullName);
        File.SetUnixFileMode(File_, File.GetUnixFileMode(File_) | more);

        var fault = Assert.Throws<KeyFileException>(() => LetterKey.LoadOrCreate(_folder.FullName));
        Assert.Contains("chmod 600", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_key_of_another_length_is_refused_and_not_replaced(int octets)
    {
        LetterKey.LoadOrCreate(_folder.FullName);
        File.WriteAllBytes(File_, new byte[octets]);

        Assert.Throws<KeyFileException>(() => LetterKey.LoadOrCreate(_folder.FullName));
        Assert.Equal(octets, new FileInfo(File_).Length);
    }

    [Fact]
    public void A_folder_that_cannot_be_used_is_told_in_words()
    {
        File.WriteAllText(File_, "");
        Assert.Throws<KeyFileException>(() => LetterKey.LoadOrCreate(File_));
    }
}

using ResourceSharing.Gateway.Security;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Security;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SecretBoxTests : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(octet => (byte)octet)];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("secret-box");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("open sesame")]
    [InlineData("Schlüssel €")]
    public void What_is_sealed_can_be_opened_again_and_does_not_show_itself(string secret)
    {
        var box = SecretBox.Of(Key);

        var closed = box.Seal(secret);

        Assert.Equal(secret, box.Open(closed)?.Reveal());
        if (secret.Length > 0)
            Assert.DoesNotContain(secret, closed, StringComparison.Ordinal);
        Assert.NotEqual(closed, box.Seal(secret));
    }

    [Fact]
    public void A_secret_has_at_most_1000_characters()
    {
        var box = SecretBox.Of(Key);

        Assert.Equal(1_000, box.Open(box.Seal(new string('a', 1_000)))!.Reveal().Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => box.Seal(new string('a', 1_001)));
    }

    [Fact]
    public void What_was_changed_sealed_elsewhere_or_never_sealed_cannot_be_opened()
    {
        var box = SecretBox.Of(Key);
        var closed = box.Seal("open sesame");
        var other = SecretBox.Of([.. Key.Reverse()]);

        Assert.Null(other.Open(closed));
        Assert.Null(box.Open(closed[..^4]));
        Assert.Null(box.Open("open sesame"));
        Assert.Null(box.Open("sealed-1:"));
        Assert.Null(box.Open("sealed-1:?"));
        for (var at = closed.IndexOf(':', StringComparison.Ordinal) + 1; at < closed.Length - 1; at++)
        {
            var changed = closed[..at] + (closed[at] == 'A' ? 'B' : 'A') + closed[(at + 1)..];
            Assert.Null(box.Open(changed));
        }
    }

    [Fact]
    public void The_first_start_makes_a_key_that_only_the_owner_can_read_and_later_ones_open_what_it_sealed()
    {
        var closed = SecretBox.LoadOrCreate(_folder.FullName).Seal("open sesame");

        Assert.Equal("open sesame", SecretBox.LoadOrCreate(_folder.FullName).Open(closed)?.Reveal());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(_folder.FullName, SecretBox.FileName)));
    }
}

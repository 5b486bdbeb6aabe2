using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Tests.Simulation;

namespace ResourceSharing.Tests.Unit.Gateway.Documents;

/// <summary>What every place for files promises.</summary>
public abstract class DocumentFilesContract
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes("%PDF-1.7 invented");

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected abstract IDocumentFiles Files { get; }

    [Fact]
    public async Task A_file_is_kept_under_its_digest_once()
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Content));
        for (var i = 0; i < 2; i++)
        {
            await using var incoming = await Files.ReceiveAsync(new MemoryStream(Content), 100, Cancel);
            Assert.Equal((digest, Content.LongLength), (incoming!.Digest, incoming.Octets));
            Assert.Equal(Content, incoming.Head.ToArray());
            Assert.Equal(Content, incoming.Tail.ToArray());
            await Files.KeepAsync(incoming, Cancel);
        }

        Assert.Equal([digest], Files.All());
        await using var open = Files.Open(digest);
        open!.Position = 5;
        using var rest = new MemoryStream();
        await open.CopyToAsync(rest, Cancel);
        Assert.Equal(Content[5..], rest.ToArray());
    }

    [Fact]
    public async Task The_limit_counts_while_it_comes_in_and_nothing_stays_of_what_is_longer()
    {
        await using (var fits = await Files.ReceiveAsync(new MemoryStream(Content), Content.Length, Cancel))
        {
            Assert.NotNull(fits);
        }

        Assert.Null(await Files.ReceiveAsync(new MemoryStream(Content), Content.Length - 1, Cancel));
        Assert.Empty(Files.All());
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_what_never_was_can_be_deleted()
    {
        await using (var incoming = await Files.ReceiveAsync(new MemoryStream(Content), 100, Cancel))
        {
            await Files.KeepAsync(incoming!, Cancel);
            Files.Delete(incoming!.Digest);
            Files.Delete(incoming.Digest);
            Assert.Null(Files.Open(incoming.Digest));
        }

        Assert.Empty(Files.All());
    }

    [Fact]
    public async Task Beginning_and_end_are_those_of_the_whole_however_it_comes()
    {
        var random = new Random(5);
        foreach (var octets in new[] { 0, 1, 1023, 1024, 1025, 65_556, 65_557, 65_558, 200_000 })
        {
            var content = new byte[octets];
            random.NextBytes(content);
            await using var incoming = await Files.ReceiveAsync(new Drops(content, random), octets, Cancel);
            Assert.Equal(content[..Math.Min(octets, DocumentLimits.HeadOctets)], incoming!.Head.ToArray());
            Assert.Equal(content[Math.Max(0, octets - DocumentLimits.TailOctets)..], incoming.Tail.ToArray());
        }
    }

    [Fact]
    public async Task A_long_file_that_comes_in_small_pieces_costs_no_memory_for_each_piece()
    {
        const int Octets = 16 * 1024 * 1024;
        await using var content = new Pieces(new byte[Octets]);
        var copy = new FileCopy();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var copying = copy.RunAsync(content, Stream.Null, Octets, Cancel);
        Assert.True(copying.IsCompletedSuccessfully);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
        Assert.Equal(Octets, copy.Octets);
        await copying;
    }

    private sealed class Pieces(byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span[..Math.Min(buffer.Length, 4096)]));
    }

    /// <summary>Gives as few octets at a time as a slow line does.</summary>
    private sealed class Drops(byte[] content, Random random) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 4000))], cancellationToken);
    }
}

public sealed class MemoryDocumentFilesTests : DocumentFilesContract
{
    private protected override IDocumentFiles Files { get; } = new MemoryDocumentFiles();
}

public sealed class DocumentFolderTests : DocumentFilesContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rsg-files-").FullName;
    private readonly DocumentFolder _files;

    public DocumentFolderTests() => _files = new DocumentFolder(_folder);

    private protected override IDocumentFiles Files => _files;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde/")]
    [InlineData("0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void Nothing_but_a_digest_names_a_file(string name)
    {
        Assert.Throws<ArgumentException>(() => _files.Open(name));
        Assert.Throws<ArgumentException>(() => _files.Delete(name));
    }

    [Fact]
    public async Task What_was_not_kept_leaves_nothing_behind()
    {
        await using (await _files.ReceiveAsync(new MemoryStream([1, 2, 3]), 100, Cancel))
        {
            Assert.Single(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
        }

        Assert.Empty(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(Path.Combine(_folder, "incoming", "1-1"), "half", Cancel);
        _files.DeleteUnkept();
        Assert.Empty(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_backup_has_every_file_and_a_second_one_only_what_is_new()
    {
        var copy = Path.Combine(_folder, "copy");
        await KeepAsync(1);
        Assert.Equal(1, _files.CopyTo(copy, Cancel));
        await KeepAsync(2);
        Assert.Equal(1, _files.CopyTo(copy, Cancel));
        Assert.Equal(_files.All().Order(), new DocumentFolder(copy).All().Order());
    }

    private async Task KeepAsync(byte octet)
    {
        await using var incoming = await _files.ReceiveAsync(new MemoryStream([octet]), 10, Cancel);
        await _files.KeepAsync(incoming!, Cancel);
    }
}

using System.Globalization;
using ResourceSharing.Adapters.Shared;

namespace ResourceSharing.Gateway.Documents;

/// <summary>
/// Files in a folder: <c>ab/abcd...</c>, by their SHA-256. A file comes in beside its place, is synced, and then moved there,
/// so that whatever is found under a digest is whole.
/// </summary>
internal sealed class DocumentFolder : IDocumentFiles
{
    private const string Coming = "incoming";
    private const int DigestChars = 64;

    private readonly string _folder;
    private long _numbers;

    /// <summary>Opens the folder, and makes it when it is missing.</summary>
    public DocumentFolder(string folder)
    {
        _folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(Path.Combine(_folder, Coming));
    }

    /// <inheritdoc/>
    public async Task<IncomingFile?> ReceiveAsync(Stream content, long maxOctets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var path = Path.Combine(_folder, Coming, string.Create(
            CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Interlocked.Increment(ref _numbers)}"));
        var copy = new FileCopy();
        var isWhole = false;
        try
        {
            await using (var file = new FileStream(path, ForUsAlone()))
            {
                var hasAll = await copy.RunAsync(content, file, maxOctets, cancellationToken);
                if (hasAll)
                {
                    file.Flush(flushToDisk: true);
                }

                // A disk that is full may say so only now; then nothing stays either.
                isWhole = hasAll;
            }
        }
        finally
        {
            if (!isWhole)
            {
                File.Delete(path);
            }
        }

        return isWhole
            ? new Incoming(path) { Digest = copy.Digest, Octets = copy.Octets, Head = copy.Head, Tail = copy.Tail }
            : null;
    }

    /// <inheritdoc/>
    public Task KeepAsync(IncomingFile incoming, CancellationToken cancellationToken)
    {
        var (from, to) = (((Incoming)incoming).Path, PathOf(incoming.Digest));
        if (!File.Exists(to))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Move(from, to, overwrite: false);
            SyncFolder(Path.GetDirectoryName(to)!);
            SyncFolder(_folder);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Stream? Open(string digest)
    {
        try
        {
            return new FileStream(PathOf(digest), new FileStreamOptions
            {
                Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, BufferSize = 0,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Delete(string digest)
    {
        var path = PathOf(digest);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> All() => Directory.EnumerateDirectories(_folder, "??")
        .SelectMany(folder => Directory.EnumerateFiles(folder)).Select(path => Path.GetFileName(path)).Where(IsDigest);

    /// <inheritdoc/>
    public void DeleteUnkept()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(_folder, Coming)))
        {
            File.Delete(path);
        }
    }

    /// <summary>Copies everything that is kept into another folder, for a backup.</summary>
    /// <returns>How many files it has now that it did not have before.</returns>
    public int CopyTo(string folder, CancellationToken cancellationToken)
    {
        var (target, copied) = (new DocumentFolder(folder), 0);
        foreach (var digest in All())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (from, to) = (PathOf(digest), target.PathOf(digest));
            if (File.Exists(to))
            {
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            var partial = Path.Combine(target._folder, Coming, digest);
            try
            {
                File.Copy(from, partial, overwrite: true);
            }
            catch (FileNotFoundException)
            {
                // It was purged in the meantime.
                continue;
            }

            using (var copy = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite))
            {
                copy.Flush(flushToDisk: true);
            }

            File.Move(partial, to, overwrite: true);
            copied++;
        }

        return copied;
    }

    private static FileStreamOptions ForUsAlone()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private string PathOf(string digest) => IsDigest(digest)
        ? Path.Combine(_folder, digest[..2], digest)
        : throw new ArgumentException("A document is named by its digest.", nameof(digest));

    private static bool IsDigest(string name) => name.Length == DigestChars && name.All(char.IsAsciiHexDigitLower);

    /// <summary>A moved file is safe once its folder is synced, too.</summary>
    private static void SyncFolder(string path) => DirectorySync.Flush(path);

    private sealed class Incoming(string path) : IncomingFile
    {
        public string Path => path;

        public override ValueTask DisposeAsync()
        {
            if (File.Exists(path))
            {
                File.Delete(path);
            }

            return ValueTask.CompletedTask;
        }
    }
}

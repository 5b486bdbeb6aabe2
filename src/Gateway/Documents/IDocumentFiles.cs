using System.Security.Cryptography;

namespace ResourceSharing.Gateway.Documents;

/// <summary>
/// Where the bytes of documents are: a disk, later perhaps a store of objects. What is kept is named by its SHA-256, never
/// by anything that came from outside, and equal files are kept once. What was kept does not change.
/// </summary>
public interface IDocumentFiles
{
    /// <summary>Takes a file in, piece by piece: it is not kept before <see cref="KeepAsync"/>.</summary>
    /// <param name="content">The bytes, read to their end.</param>
    /// <param name="maxOctets">Takes no octet more.</param>
    /// <param name="cancellationToken">Ends it; nothing stays.</param>
    /// <returns>What came; null when it is longer.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    Task<IncomingFile?> ReceiveAsync(Stream content, long maxOctets, CancellationToken cancellationToken);

    /// <summary>Keeps what came: when the task completes, it is on the disk under its digest.</summary>
    Task KeepAsync(IncomingFile incoming, CancellationToken cancellationToken);

    /// <summary>Opens a file to be read, also in parts; null when it is not there.</summary>
    Stream? Open(string digest);

    /// <summary>Deletes a file; nothing when it is not there.</summary>
    void Delete(string digest);

    /// <summary>The digests of all that is kept.</summary>
    IEnumerable<string> All();

    /// <summary>Deletes what a stopped process had taken in, but not kept.</summary>
    void DeleteUnkept();
}

/// <summary>A file that has come in, and is not kept yet. Disposing it lets go of it.</summary>
public abstract class IncomingFile : IAsyncDisposable
{
    /// <summary>SHA-256 in lower-case hexadecimal digits.</summary>
    public required string Digest { get; init; }

    /// <summary>Its length.</summary>
    public required long Octets { get; init; }

    /// <summary>Its first octets.</summary>
    public required ReadOnlyMemory<byte> Head { get; init; }

    /// <summary>Its last octets.</summary>
    public required ReadOnlyMemory<byte> Tail { get; init; }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>Copies a stream within its limit and remembers of it what is needed: digest, length, beginning and end. Takes as
/// much memory for a large file as for a small one.</summary>
internal sealed class FileCopy
{
    private readonly byte[] _head = new byte[DocumentLimits.HeadOctets];

    /// <summary>The last octets, round and round: the next one stands where the oldest one did.</summary>
    private readonly byte[] _ring = new byte[DocumentLimits.TailOctets];

    /// <summary>Octets that the two above have seen.</summary>
    private long _seen;

    /// <summary>Its length so far.</summary>
    public long Octets { get; private set; }

    /// <summary>Its first octets.</summary>
    public byte[] Head => _head[..(int)Math.Min(_seen, _head.Length)];

    /// <summary>Its last octets.</summary>
    public byte[] Tail
    {
        get
        {
            var next = (int)(_seen % _ring.Length);
            return _seen <= _ring.Length ? _ring[..(int)_seen] : [.. _ring.AsSpan(next), .. _ring.AsSpan(0, next)];
        }
    }

    /// <summary>SHA-256 of all of it, once it is copied.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>Copies.</summary>
    /// <returns>False when there is more than the limit.</returns>
    public async Task<bool> RunAsync(Stream from, Stream to, long maxOctets, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[DocumentLimits.BufferOctets];
        for (int read; (read = await from.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            Octets += read;
            if (Octets > maxOctets)
            {
                return false;
            }

            hash.AppendData(buffer, 0, read);
            Remember(buffer.AsSpan(0, read));
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        Digest = Convert.ToHexStringLower(hash.GetHashAndReset());
        return true;
    }

    private void Remember(ReadOnlySpan<byte> piece)
    {
        if (_seen < _head.Length)
        {
            piece[..(int)Math.Min(piece.Length, _head.Length - _seen)].CopyTo(_head.AsSpan((int)_seen));
        }

        // Of a piece that is longer than the ring, only its end stays.
        var skipped = Math.Max(0, piece.Length - _ring.Length);
        var kept = piece[skipped..];
        var at = (int)((_seen + skipped) % _ring.Length);
        var first = Math.Min(kept.Length, _ring.Length - at);
        kept[..first].CopyTo(_ring.AsSpan(at));
        kept[first..].CopyTo(_ring);
        _seen += piece.Length;
    }
}

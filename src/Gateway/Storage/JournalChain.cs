using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ResourceSharing.Gateway.Storage;

/// <summary>
/// The hash chain of the journal: each link is SHA-256 over the previous link, the fields of the row in one
/// fixed encoding, and the digests of its bytes. The bytes themselves are not in it, so that they can be
/// removed later and the chain still holds. Not shared between threads.
/// </summary>
internal sealed class JournalChain
{
    /// <summary>The length of a link and of a digest, in octets.</summary>
    public const int LinkOctets = SHA256.HashSizeInBytes;

    private const byte EncodingVersion = 1;

    private readonly ArrayBufferWriter<byte> fields = new(1024);

    /// <summary>What stands before the first row.</summary>
    public static ReadOnlySpan<byte> Start => new byte[LinkOctets];

    /// <summary>Computes the link of a row into <paramref name="link"/>.</summary>
    /// <param name="previous">The link of the row before.</param>
    /// <param name="id">The row's number.</param>
    /// <param name="entry">Its fields; <c>Raw</c>, <c>Reply</c> and <c>Losses</c> are taken from the
    /// rest.</param>
    /// <param name="bytes">Digests and JSON as they are stored.</param>
    /// <param name="link">32 octets.</param>
    public void Link(ReadOnlySpan<byte> previous, long id, JournalEntry entry, in ChainedBytes bytes, Span<byte> link)
    {
        this.fields.ResetWrittenCount();
        this.fields.Write(previous);
        this.fields.Write([EncodingVersion]);
        Number(id);
        Number((int)entry.Direction);
        Number(entry.At.UtcTicks);
        Text(entry.Protocol);
        Text(entry.Partner);
        Optional(entry.Request);
        Optional((int?)entry.Service);
        Text(entry.Identity);
        Text(entry.Scope);
        Octets(entry.Digest.Span);
        Optional((int?)entry.Outcome);
        Text(entry.ErrorCode);
        Text(entry.Detail);
        Text(entry.Peer);
        Octets(bytes.Losses);
        Octets(bytes.ReplyDigest);
        Optional(entry.RefersTo);
        Number(bytes.RawOctets);
        Octets(bytes.RawDigest);
        SHA256.HashData(this.fields.WrittenSpan, link);
    }

    private void Number(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(this.fields.GetSpan(sizeof(long)), value);
        this.fields.Advance(sizeof(long));
    }

    private void Optional(long? value)
    {
        this.fields.Write([value is null ? (byte)0 : (byte)1]);
        Number(value ?? 0);
    }

    private void Text(string? value)
    {
        Number(value is null ? -1 : Encoding.UTF8.GetByteCount(value));
        if (value is not null)
        {
            Encoding.UTF8.GetBytes(value, this.fields);
        }
    }

    private void Octets(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        this.fields.Write(value);
    }
}

/// <summary>The parts of a journal row that the chain takes as they are stored.</summary>
/// <param name="rawOctets">The length of the bytes.</param>
/// <param name="rawDigest">SHA-256 of the bytes.</param>
/// <param name="replyDigest">SHA-256 of the reply; empty when there is none.</param>
/// <param name="losses">The losses as JSON; empty when there are none.</param>
internal readonly ref struct ChainedBytes(
    int rawOctets, ReadOnlySpan<byte> rawDigest, ReadOnlySpan<byte> replyDigest, ReadOnlySpan<byte> losses)
{
    public int RawOctets { get; } = rawOctets;

    public ReadOnlySpan<byte> RawDigest { get; } = rawDigest;

    public ReadOnlySpan<byte> ReplyDigest { get; } = replyDigest;

    public ReadOnlySpan<byte> Losses { get; } = losses;
}

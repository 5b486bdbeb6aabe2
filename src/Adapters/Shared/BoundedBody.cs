namespace ResourceSharing.Adapters.Shared;

/// <summary>Bodies of HTTP, read within a limit whatever their headers say.</summary>
internal static class BoundedBody
{
    private const int ReadOctets = 16 * 1024;

    /// <summary>The body; null when it is longer than the limit.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(
        HttpContent content, int maxOctets, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxOctets)
            return null;
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        return await ReadAsync(stream, maxOctets, cancellationToken);
    }

    /// <summary>The whole stream; null when it is longer than the limit.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(
        Stream stream, int maxOctets, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var part = new byte[ReadOctets];
        while (true)
        {
            int read = await stream.ReadAsync(part, cancellationToken);
            if (read == 0)
                return whole.ToArray();
            if (whole.Length + read > maxOctets)
                return null;
            whole.Write(part, 0, read);
        }
    }

    /// <summary>Copies at most so many octets; the rest stays unread.</summary>
    public static async Task CopyAsync(Stream from, Stream to, int maxOctets, CancellationToken cancellationToken)
    {
        var part = new byte[ReadOctets];
        for (int left = maxOctets; left > 0;)
        {
            int read = await from.ReadAsync(part.AsMemory(0, Math.Min(left, part.Length)), cancellationToken);
            if (read == 0)
                return;
            await to.WriteAsync(part.AsMemory(0, read), cancellationToken);
            left -= read;
        }
    }
}

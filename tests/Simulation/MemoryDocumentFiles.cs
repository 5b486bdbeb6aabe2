using System.Collections.Concurrent;
using ResourceSharing.Gateway.Documents;

namespace ResourceSharing.Tests.Simulation;

/// <summary>Files in memory.</summary>
internal sealed class MemoryDocumentFiles : IDocumentFiles
{
    private readonly ConcurrentDictionary<string, byte[]> _kept = new(StringComparer.Ordinal);

    public async Task<IncomingFile?> ReceiveAsync(Stream content, long maxOctets, CancellationToken cancellationToken)
    {
        using var to = new MemoryStream();
        var copy = new FileCopy();
        return await copy.RunAsync(content, to, maxOctets, cancellationToken)
            ? new Incoming(to.ToArray()) { Digest = copy.Digest, Octets = copy.Octets, Head = copy.Head, Tail = copy.Tail }
            : null;
    }

    public Task KeepAsync(IncomingFile incoming, CancellationToken cancellationToken)
    {
        _kept.TryAdd(incoming.Digest, ((Incoming)incoming).Content);
        return Task.CompletedTask;
    }

    public Stream? Open(string digest) => _kept.TryGetValue(digest, out var octets) ? new MemoryStream(octets, writable: false) : null;

    public void Delete(string digest) => _kept.TryRemove(digest, out _);

    public IEnumerable<string> All() => _kept.Keys;

    public void DeleteUnkept()
    {
    }

    private sealed class Incoming(byte[] content) : IncomingFile
    {
        public byte[] Content => content;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

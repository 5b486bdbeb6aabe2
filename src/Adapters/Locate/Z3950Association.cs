using System.Net.Sockets;
using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Mapping.Z3950;

namespace ResourceSharing.Adapters.Locate;

/// <summary>
/// One connection to a Z39.50 target: a PDU goes out, one comes back. Socket errors and cancellation are
/// thrown to the catalogue, which makes values of them.
/// </summary>
internal sealed class Z3950Association(Socket socket)
{
    private const int FirstOctets = 8 * 1024;

    private byte[] buffer = new byte[FirstOctets];
    private int filled;

    /// <summary>The target has accepted us.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Connects to the first address of the host that answers.</summary>
    public async Task ConnectAsync(string host, int port, CancellationToken cancellationToken) =>
        await socket.ConnectAsync(host, port, cancellationToken);

    /// <summary>Sends one PDU and waits for the answer.</summary>
    public async Task<Z3950Answer> ExchangeAsync(byte[] pdu, CancellationToken cancellationToken)
    {
        await SendAsync(pdu, cancellationToken);
        var framing = new Z3950Framing();
        while (true)
        {
            var frame = framing.Examine(buffer.AsSpan(0, filled));
            if (frame.State == FrameState.Refused)
                return new Z3950Answer.Garbage(frame.Reason);
            if (frame.State == FrameState.Complete)
                return Z3950Reader.Read(Take(frame.Octets));
            if (filled == Z3950Limits.MaxPduOctets)
                return new Z3950Answer.Garbage("longer than the limit");
            if (filled == buffer.Length)
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, Z3950Limits.MaxPduOctets));
            int read = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None, cancellationToken);
            if (read == 0)
                throw new SocketException((int)SocketError.ConnectionReset);
            filled += read;
        }
    }

    /// <summary>Tells the target that we are done; whether that succeeds is of no interest any
    /// more.</summary>
    public async Task SayGoodbyeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(Z3950Requests.Close(), cancellationToken);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // The connection is closed in any case.
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> pdu, CancellationToken cancellationToken)
    {
        for (int sent = 0; sent < pdu.Length;)
            sent += await socket.SendAsync(pdu[sent..], SocketFlags.None, cancellationToken);
    }

    private byte[] Take(int octets)
    {
        var taken = buffer.AsSpan(0, octets).ToArray();
        buffer.AsSpan(octets, filled - octets).CopyTo(buffer);
        filled -= octets;
        return taken;
    }
}

using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Benchmarks;

/// <summary>One connection of <see cref="NcipLoad"/>: a message, its answer, the next message.</summary>
internal sealed class NcipConnection(NcipQuestion question, Socket socket, NcipLoad load) : IDisposable
{
    private const int CheckedEvery = 100;

    private readonly byte[] output = question.Copy();
    private readonly byte[] input = new byte[32 * 1024];
    private int filled;
    private int patron;
    private long dueAt;

    /// <summary>How long each answer took, from when its message was due.</summary>
    public List<long> AnsweredAfter { get; } = new(4096);

    /// <summary>Sends the next message. The socket takes so little at once.</summary>
    public void Send(long due)
    {
        dueAt = due;
        patron = question.Next(output);
        try
        {
            for (int sent = 0; sent < output.Length;)
                sent += socket.Send(output.AsSpan(sent));
        }
        catch (SocketException fault)
        {
            load.Failed(fault);
        }
    }

    /// <summary>Takes answers until it is disposed.</summary>
    public async void BeginReceiving()
    {
        try
        {
            while (await socket.ReceiveAsync(input.AsMemory(filled)) is > 0 and var received)
            {
                filled += received;
                if (!IsWhole())
                    continue;
                AnsweredAfter.Add(Stopwatch.GetTimestamp() - dueAt);
                filled = 0;
                load.Answered(this);
            }

            load.Failed(new IOException("The connection was closed."));
        }
        catch (Exception fault) when (fault is SocketException or IOException or ObjectDisposedException)
        {
            load.Failed(fault);
        }
    }

    public void Dispose() => socket.Dispose();

    private bool IsWhole()
    {
        var octets = input.AsSpan(0, filled);
        int head = octets.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        int at = octets[..head].IndexOf("Content-Length: "u8);
        if (!octets.StartsWith("HTTP/1.1 200 "u8) || at < 0
            || !Utf8Parser.TryParse(octets[(at + "Content-Length: "u8.Length)..head], out int length, out _))
        {
            throw Unexpected(octets);
        }

        var body = octets[(head + 4)..];
        if (body.Length < length)
            return false;
        if (body.Length > length || body.IndexOf(question.SuccessWord.Span) < 0 || body.IndexOf("Problem"u8) >= 0)
            throw Unexpected(octets);
        if (AnsweredAfter.Count % CheckedEvery == 0)
            Check(body.ToArray());
        return true;
    }

    private void Check(byte[] body)
    {
        var message = (NcipCodec.Read(body) as NcipReadResult.Understood)?.Message;
        bool isRight = message switch
        {
            LookupUserResponse looked => looked.IsSuccess
                && looked.UserId?.Value == string.Create(CultureInfo.InvariantCulture, $"P{patron:D7}")
                && looked.UserOptionalFields is { NameInformation: not null, Addresses.Count: > 0, Privileges.Count: > 0 },
            AcceptItemResponse accepted => accepted.IsSuccess
                && accepted.RequestId?.Value is { } request && output.AsSpan().IndexOf(Encoding.ASCII.GetBytes(request)) > 0,
            _ => false,
        };
        if (!isRight)
            throw Unexpected(body);
    }

    private static IOException Unexpected(ReadOnlySpan<byte> octets) => new("No success: " + Encoding.UTF8.GetString(octets));
}

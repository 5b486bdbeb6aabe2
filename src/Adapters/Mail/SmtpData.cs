using System.Buffers;

namespace ResourceSharing.Adapters.Mail;

/// <summary>The message as it goes over the wire after DATA.</summary>
internal static class SmtpData
{
    /// <summary>
    /// Gives every line the ending CRLF, whatever it had, and doubles a dot at the start of a line (RFC 5321,
    /// 4.5.2). So no content can end the data, and no bare CR or LF reaches a server that might take it for a
    /// line end.
    /// </summary>
    internal static ReadOnlyMemory<byte> Stuff(ReadOnlySpan<byte> message)
    {
        var target = new ArrayBufferWriter<byte>(message.Length + (message.Length / 64) + 16);
        while (!message.IsEmpty)
        {
            int end = message.IndexOfAny((byte)'\r', (byte)'\n');
            var line = end < 0 ? message : message[..end];
            if (line.StartsWith("."u8))
                target.Write("."u8);
            target.Write(line);
            target.Write("\r\n"u8);
            if (end < 0)
                break;
            message = message[end..];
            message = message[(message.StartsWith("\r\n"u8) ? 2 : 1)..];
        }
        return target.WrittenMemory;
    }

    /// <summary>Why this cannot be sent as mail at all; null when it can.</summary>
    internal static string? Check(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty)
            return "The message is empty.";
        if (message.Contains((byte)0))
            return "The message holds a NUL octet.";
        while (!message.IsEmpty)
        {
            int end = message.IndexOfAny((byte)'\r', (byte)'\n');
            int octets = end < 0 ? message.Length : end;
            if (octets > SmtpLimits.MessageLineMaxOctets)
                return "A line of the message is too long.";
            message = end < 0 ? default : message[(end + 1)..];
        }
        return null;
    }

    internal static bool IsEightBit(ReadOnlySpan<byte> message) => !System.Text.Ascii.IsValid(message);
}

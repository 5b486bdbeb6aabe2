namespace ResourceSharing.Adapters.Mail;

/// <summary>Finds where the header of a message ends. Pure.</summary>
internal static class HeaderOctets
{
    /// <summary>The octets up to the first empty line and with it; all when there is none.</summary>
    internal static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> message)
    {
        var octets = message.Span;
        int start = 0;
        while (start < octets.Length)
        {
            int feed = octets[start..].IndexOf((byte)'\n');
            if (feed < 0)
                break;
            var line = octets.Slice(start, feed);
            start += feed + 1;
            if (line is [] or [(byte)'\r'])
                return message[..start];
        }
        return message;
    }
}

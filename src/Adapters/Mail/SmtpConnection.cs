using System.Text;

namespace ResourceSharing.Adapters.Mail;

/// <summary>
/// The transport of one conversation: lines, data blocks, TLS and time limits. Everything that can go wrong
/// on it becomes an <see cref="SmtpFault"/>.
/// </summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private const int DataBlockOctets = 32 * 1024;

    private readonly SmtpSettings _settings;
    private readonly Action<SmtpTranscriptLine>? _transcript;
    private readonly MailTransport _transport;
    private SmtpReplyReader _reader;

    private SmtpConnection(
        SmtpSettings settings, Action<SmtpTranscriptLine>? transcript, MailTransport transport)
    {
        _settings = settings;
        _transcript = transcript;
        _transport = transport;
        _reader = new SmtpReplyReader(transport.Stream);
    }

    /// <summary>True when the peer's address, not just its name, is a loopback address.</summary>
    internal bool IsLoopback => _transport.IsLoopback;

    internal bool IsEncrypted => _transport.IsEncrypted;

    internal SmtpExtensions Offered { get; set; } = SmtpExtensions.None;

    internal static async Task<SmtpConnection> ConnectAsync(
        SmtpSettings settings,
        TimeProvider time,
        Action<SmtpTranscriptLine>? transcript,
        CancellationToken cancellationToken)
    {
        var transport = await MailTransport.ConnectAsync(
            settings.Host, settings.Port, settings.ConnectTimeout, time, SmtpFault.Of, cancellationToken);
        return new SmtpConnection(settings, transcript, transport);
    }

    /// <summary>Reads one reply.</summary>
    internal async Task<SmtpReply> ReadAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        SmtpReply? reply = null;
        await _transport.WithinAsync(
            timeout, async token => reply = await _reader.ReadAsync(token), cancellationToken);
        _transcript?.Invoke(new SmtpTranscriptLine(true, reply!.ToString()));
        return reply!;
    }

    /// <summary>Sends one command and reads its reply.</summary>
    /// <param name="command">The line without CRLF.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="shown">What the transcript shows instead, when the line holds a secret.</param>
    internal async Task<SmtpReply> CommandAsync(
        string command, CancellationToken cancellationToken, string? shown = null)
    {
        AssertTurn();
        if (command.Any(char.IsControl))
            throw SmtpFault.Operator("control-character", "A command would hold a control character.");
        _transcript?.Invoke(new SmtpTranscriptLine(false, shown ?? command));
        byte[] line = Encoding.UTF8.GetBytes(command + "\r\n");
        await _transport.WriteAsync(line, _settings.CommandTimeout, cancellationToken);
        return await ReadAsync(_settings.CommandTimeout, cancellationToken);
    }

    /// <summary>Sends the message, already stuffed, without its final dot.</summary>
    internal async Task WriteDataAsync(ReadOnlyMemory<byte> stuffed, CancellationToken cancellationToken)
    {
        string shown = FormattableString.Invariant($"({stuffed.Length} octets)");
        _transcript?.Invoke(new SmtpTranscriptLine(false, shown));
        while (!stuffed.IsEmpty)
        {
            var block = stuffed[..Math.Min(DataBlockOctets, stuffed.Length)];
            await _transport.WriteAsync(block, _settings.DataBlockTimeout, cancellationToken);
            stuffed = stuffed[block.Length..];
        }
        AssertTurn();
    }

    /// <summary>Sends the final dot and waits for the answer that decides everything.</summary>
    internal async Task<SmtpReply> FinishDataAsync(CancellationToken cancellationToken)
    {
        _transcript?.Invoke(new SmtpTranscriptLine(false, "."));
        await _transport.WriteAsync(".\r\n"u8.ToArray(), _settings.DataBlockTimeout, cancellationToken);
        return await ReadAsync(_settings.FinalReplyTimeout, cancellationToken);
    }

    /// <summary>Turns the connection into a TLS connection and verifies the server's certificate.</summary>
    internal async Task EncryptAsync(CancellationToken cancellationToken)
    {
        // What came in the clear after the answer to STARTTLS was put there by somebody else.
        if (_reader.HasLeftover)
            throw SmtpFault.Operator("tls-injection", "The mail server sent data in the clear before TLS.");
        await _transport.EncryptAsync(
            _settings.Host, _settings.TrustedRoots, _settings.TlsTimeout, cancellationToken);
        _reader = new SmtpReplyReader(_transport.Stream);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _transport.DisposeAsync();

    /// <summary>A server that answers before it is asked could make a refusal look like a consent.</summary>
    private void AssertTurn()
    {
        if (_reader.HasLeftover)
            throw SmtpFault.Later("reply-out-of-turn", "The mail server answered more than it was asked.");
    }
}

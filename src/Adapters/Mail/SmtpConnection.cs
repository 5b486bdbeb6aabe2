using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ResourceSharing.Adapters.Mail;

/// <summary>
/// The transport of one conversation: lines, data blocks, TLS and time limits. Everything that can go wrong
/// on it becomes an <see cref="SmtpFault"/>.
/// </summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private const int DataBlockOctets = 32 * 1024;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly SmtpSettings _settings;
    private readonly TimeProvider _time;
    private readonly Action<SmtpTranscriptLine>? _transcript;
    private readonly Socket _socket;
    private Stream _stream;
    private SmtpReplyReader _reader;

    private SmtpConnection(
        SmtpSettings settings, TimeProvider time, Action<SmtpTranscriptLine>? transcript, Socket socket)
    {
        _settings = settings;
        _time = time;
        _transcript = transcript;
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new SmtpReplyReader(_stream);
        IsLoopback = socket.RemoteEndPoint is IPEndPoint peer && IPAddress.IsLoopback(peer.Address);
    }

    /// <summary>True when the peer's address, not just its name, is a loopback address.</summary>
    internal bool IsLoopback { get; }

    internal bool IsEncrypted => _stream is SslStream;

    internal SmtpExtensions Offered { get; set; } = SmtpExtensions.None;

    internal static async Task<SmtpConnection> ConnectAsync(
        SmtpSettings settings,
        TimeProvider time,
        Action<SmtpTranscriptLine>? transcript,
        CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await WithinAsync(
                time,
                settings.ConnectTimeout,
                token => socket.ConnectAsync(settings.Host, settings.Port, token),
                cancellationToken);
            return new SmtpConnection(settings, time, transcript, socket);
        }
        catch (SmtpFault)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Reads one reply.</summary>
    internal async Task<SmtpReply> ReadAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        SmtpReply? reply = null;
        await WithinAsync(
            _time, timeout, async token => reply = await _reader.ReadAsync(token), cancellationToken);
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
        await WriteAsync(line, _settings.CommandTimeout, cancellationToken);
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
            await WriteAsync(block, _settings.DataBlockTimeout, cancellationToken);
            stuffed = stuffed[block.Length..];
        }
        AssertTurn();
    }

    /// <summary>Sends the final dot and waits for the answer that decides everything.</summary>
    internal async Task<SmtpReply> FinishDataAsync(CancellationToken cancellationToken)
    {
        _transcript?.Invoke(new SmtpTranscriptLine(false, "."));
        await WriteAsync(".\r\n"u8.ToArray(), _settings.DataBlockTimeout, cancellationToken);
        return await ReadAsync(_settings.FinalReplyTimeout, cancellationToken);
    }

    /// <summary>Turns the connection into a TLS connection and verifies the server's certificate.</summary>
    internal async Task EncryptAsync(CancellationToken cancellationToken)
    {
        // What came in the clear after the answer to STARTTLS was put there by somebody else.
        if (_reader.HasLeftover)
            throw SmtpFault.Operator("tls-injection", "The mail server sent data in the clear before TLS.");
        var encrypted = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = encrypted;
        try
        {
            await WithinAsync(
                _time,
                _settings.TlsTimeout,
                token => new ValueTask(encrypted.AuthenticateAsClientAsync(TlsOptions(), token)),
                cancellationToken);
        }
        catch (AuthenticationException e)
        {
            throw e.InnerException is null
                ? SmtpFault.Operator("certificate-not-trusted", $"The server is not trusted: {e.Message}")
                : SmtpFault.Operator("tls-failed", $"TLS failed: {e.InnerException.Message}");
        }
        _reader = new SmtpReplyReader(_stream);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        // No TLS farewell: it would wait for a peer that may be gone.
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private SslClientAuthenticationOptions TlsOptions()
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = _settings.Host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (_settings.TrustedRoots is null)
            return options;
        options.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(_settings.TrustedRoots);
        options.CertificateChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return options;
    }

    /// <summary>A server that answers before it is asked could make a refusal look like a consent.</summary>
    private void AssertTurn()
    {
        if (_reader.HasLeftover)
            throw SmtpFault.Later("reply-out-of-turn", "The mail server answered more than it was asked.");
    }

    private Task WriteAsync(
        ReadOnlyMemory<byte> octets, TimeSpan timeout, CancellationToken cancellationToken) =>
        WithinAsync(_time, timeout, token => _stream.WriteAsync(octets, token), cancellationToken);

    private static async Task WithinAsync(
        TimeProvider time,
        TimeSpan timeout,
        Func<CancellationToken, ValueTask> work,
        CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await work(either.Token);
        }
        catch (OperationCanceledException)
        {
            throw cancellationToken.IsCancellationRequested
                ? SmtpFault.Later("cancelled", "The attempt was cancelled.")
                : SmtpFault.Later("timeout", "The mail server did not answer in time.");
        }
        catch (SocketException e)
        {
            throw SmtpFault.Later("connect-failed", $"No connection ({e.SocketErrorCode}).");
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw SmtpFault.Later("connection-lost", "The connection to the mail server was lost.");
        }
    }
}

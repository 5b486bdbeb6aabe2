using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.Mail;

/// <summary>Makes the fault of a protocol out of what happened on its connection.</summary>
/// <param name="retry">What to do about it.</param>
/// <param name="code">Stable kebab-case code.</param>
/// <param name="text">One sentence for an operator, without secrets.</param>
internal delegate Exception MailFaultOf(RetryClass retry, string code, string text);

/// <summary>
/// The connection under a conversation with a mail server: TCP, TLS and time limits. Whatever goes wrong on it
/// becomes the fault of the protocol above.
/// </summary>
internal sealed class MailTransport : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly TimeProvider _time;
    private readonly MailFaultOf _fault;

    private MailTransport(Socket socket, TimeProvider time, MailFaultOf fault)
    {
        _socket = socket;
        _time = time;
        _fault = fault;
        Stream = new NetworkStream(socket, ownsSocket: true);
        IsLoopback = socket.RemoteEndPoint is IPEndPoint { Address: var address }
            && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
    }

    /// <summary>What is read and written; another one after <see cref="EncryptAsync"/>.</summary>
    internal Stream Stream { get; private set; }

    /// <summary>True when the peer's address, not just its name, is a loopback address.</summary>
    internal bool IsLoopback { get; }

    internal bool IsEncrypted => Stream is SslStream;

    internal static async Task<MailTransport> ConnectAsync(
        string host,
        int port,
        TimeSpan timeout,
        TimeProvider time,
        MailFaultOf fault,
        CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        bool isConnected = false;
        try
        {
            await WithinAsync(
                time, fault, timeout, token => socket.ConnectAsync(host, port, token), cancellationToken);
            isConnected = true;
            return new MailTransport(socket, time, fault);
        }
        finally
        {
            if (!isConnected)
                socket.Dispose();
        }
    }

    /// <summary>Turns the connection into a TLS connection and verifies the server's certificate.</summary>
    /// <param name="host">The name that the certificate has to bear.</param>
    /// <param name="roots">Roots to trust instead of the system's; null for the system's.</param>
    /// <param name="timeout">Time for the handshake.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task EncryptAsync(
        string host, X509Certificate2Collection? roots, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var encrypted = new SslStream(Stream, leaveInnerStreamOpen: false);
        Stream = encrypted;
        try
        {
            await WithinAsync(
                timeout,
                token => new ValueTask(encrypted.AuthenticateAsClientAsync(MailTls.Options(host, roots), token)),
                cancellationToken);
        }
        catch (AuthenticationException e)
        {
            throw e.InnerException is null
                ? _fault(RetryClass.AfterOperator, "certificate-not-trusted", $"The server is not trusted: {e.Message}")
                : _fault(RetryClass.AfterOperator, "tls-failed", $"TLS failed: {e.InnerException.Message}");
        }
    }

    /// <summary>Sends octets.</summary>
    internal Task WriteAsync(
        ReadOnlyMemory<byte> octets, TimeSpan timeout, CancellationToken cancellationToken) =>
        WithinAsync(timeout, token => Stream.WriteAsync(octets, token), cancellationToken);

    /// <summary>Does something that has to be over in time.</summary>
    internal Task WithinAsync(
        TimeSpan timeout, Func<CancellationToken, ValueTask> work, CancellationToken cancellationToken) =>
        WithinAsync(_time, _fault, timeout, work, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        // No TLS farewell: it would wait for a peer that may be gone.
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task WithinAsync(
        TimeProvider time,
        MailFaultOf fault,
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
                ? fault(RetryClass.Later, "cancelled", "The attempt was cancelled.")
                : fault(RetryClass.Later, "timeout", "The mail server did not answer in time.");
        }
        catch (SocketException e)
        {
            throw fault(RetryClass.Later, "connect-failed", $"No connection ({e.SocketErrorCode}).");
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw fault(RetryClass.Later, "connection-lost", "The connection to the mail server was lost.");
        }
    }
}

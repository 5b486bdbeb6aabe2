using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ResourceSharing.Tests.Unit.Adapters.Mail;

/// <summary>How a scripted server writes its replies.</summary>
public enum ReplyMode
{
    Whole,
    Line,
    Byte,
}

/// <summary>
/// A mail server that plays canned replies. A reply is chosen by the longest key that the received line
/// starts with; "greeting" and "final" are the replies that answer no line.
/// </summary>
internal sealed class ScriptedSmtpServer : IAsyncDisposable
{
    internal const string Close = "(close)";
    internal const string Hang = "(hang)";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ReplyMode _mode;
    private readonly Task _accepting;

    internal ScriptedSmtpServer(ReplyMode mode = ReplyMode.Whole)
    {
        _mode = mode;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal Dictionary<string, string> Replies { get; } = new()
    {
        ["greeting"] = "220 mail.example ESMTP\r\n",
        ["EHLO"] =
            "250-mail.example\r\n250-SIZE 100000\r\n250-8BITMIME\r\n250-DSN\r\n250 ENHANCEDSTATUSCODES\r\n",
        ["HELO"] = "250 mail.example\r\n",
        ["MAIL"] = "250 2.1.0 Ok\r\n",
        ["RCPT"] = "250 2.1.5 Ok\r\n",
        ["DATA"] = "354 go on\r\n",
        ["final"] = "250 2.0.0 Ok: queued as 4FxyZ\r\n",
        ["QUIT"] = "221 2.0.0 Bye\r\n",
        ["STARTTLS"] = "220 2.0.0 Ready\r\n",
    };

    internal X509Certificate2? Certificate { get; init; }

    internal bool ImplicitTls { get; init; }

    internal List<string> Lines { get; } = [];

    /// <summary>What followed each DATA, with the final dot.</summary>
    internal List<string> Messages { get; } = [];

    internal int Connections { get; private set; }

    /// <summary>Called with each line before it is answered.</summary>
    internal Action<string>? OnLine { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
        Certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync(_stop.Token);
                socket.NoDelay = true;
                Connections++;
                await ServeAsync(new NetworkStream(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Stream stream)
    {
        try
        {
            if (ImplicitTls)
                stream = await EncryptAsync(stream);
            bool open = await ReplyAsync(stream, Replies["greeting"]);
            while (open && await ReadLineAsync(stream) is { } line)
            {
                Lines.Add(line);
                OnLine?.Invoke(line);
                string reply = Find(line);
                open = await ReplyAsync(stream, reply);
                if (line == "STARTTLS" && reply.StartsWith("220", StringComparison.Ordinal))
                    stream = await EncryptAsync(stream);
                if (line == "DATA" && reply.StartsWith("354", StringComparison.Ordinal))
                    open = await ReceiveAsync(stream);
            }
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, as some tests want.
        }
    }

    private string Find(string line)
    {
        string? key = Replies.Keys
            .Where(k => line.StartsWith(k, StringComparison.Ordinal))
            .MaxBy(k => k.Length);
        return key is null ? "500 5.5.2 what?\r\n" : Replies[key];
    }

    private async Task<Stream> EncryptAsync(Stream stream)
    {
        var encrypted = new SslStream(stream);
        await encrypted.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = Certificate! }, _stop.Token);
        return encrypted;
    }

    private async Task<bool> ReceiveAsync(Stream stream)
    {
        var text = new StringBuilder();
        var octet = new byte[1];
        while (!(text.Length >= 5 && text.ToString(text.Length - 5, 5) == "\r\n.\r\n"))
        {
            if (await stream.ReadAsync(octet, _stop.Token) == 0)
                return false;
            text.Append((char)octet[0]);
        }
        Messages.Add(text.ToString());
        OnLine?.Invoke("final");
        return await ReplyAsync(stream, Replies["final"]);
    }

    private async Task<bool> ReplyAsync(Stream stream, string reply)
    {
        if (reply == Close)
            return false;
        if (reply == Hang)
            await Task.Delay(Timeout.Infinite, _stop.Token);
        foreach (string piece in Pieces(reply))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(piece), _stop.Token);
            await stream.FlushAsync(_stop.Token);
        }
        return true;
    }

    private IEnumerable<string> Pieces(string reply) => _mode switch
    {
        ReplyMode.Whole => [reply],
        ReplyMode.Line => reply.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(l => l + "\r\n"),
        _ => reply.Select(c => c.ToString()),
    };

    private async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var octet = new byte[1];
        while (true)
        {
            if (await stream.ReadAsync(octet, _stop.Token) == 0)
                return null;
            line.Append((char)octet[0]);
            if (line.Length >= 2 && line[^2] == '\r' && line[^1] == '\n')
                return line.ToString(0, line.Length - 2);
        }
    }
}

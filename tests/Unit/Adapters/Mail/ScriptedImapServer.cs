using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace ResourceSharing.Tests.Unit.Adapters.Mail;

/// <summary>
/// An IMAP server that plays canned replies. A reply is chosen by the longest key that the received line, without its tag,
/// starts with; <c>{tag}</c> in it stands for the tag of the last command. Several texts for one key are played in turn,
/// the last one again and again.
/// </summary>
internal sealed partial class ScriptedImapServer : IAsyncDisposable
{
    internal const string Close = "(close)";
    internal const string Hang = "(hang)";
    internal const string Ok = "{tag} OK done\r\n";
    internal const string Selected = "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n"
        + "* OK [PERMANENTFLAGS (\\Seen \\Flagged \\Deleted \\*)] x\r\n{tag} OK [READ-WRITE] done\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, int> _played = [];
    private readonly Task _accepting;
    private string _tag = "";

    internal ScriptedImapServer(string capabilities = "IMAP4rev1 SASL-IR AUTH=PLAIN IDLE MOVE UIDPLUS")
    {
        Replies["CAPABILITY"] = [$"* CAPABILITY {capabilities}\r\n{Ok}"];
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal Dictionary<string, string[]> Replies { get; } = new()
    {
        ["(greeting)"] = ["* OK ready\r\n"],
        ["LOGIN"] = [Ok],
        ["AUTHENTICATE"] = [Ok],
        ["SELECT"] = [Selected],
        ["NOOP"] = [Ok],
        ["UID"] = [Ok],
        ["LOGOUT"] = ["* BYE see you\r\n" + Ok],
        ["STARTTLS"] = [Ok],
        ["IDLE"] = ["+ idling\r\n"],
        ["DONE"] = [Ok],
    };

    internal X509Certificate2? Certificate { get; init; }

    internal bool ImplicitTls { get; init; }

    /// <summary>What came, without tags.</summary>
    internal List<string> Lines { get; } = [];

    internal int Connections { get; private set; }

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
            bool open = await ReplyAsync(stream, Next("(greeting)"));
            while (open && await ReadCommandAsync(stream) is { } line)
            {
                lock (Lines)
                    Lines.Add(line);
                open = await ReplyAsync(stream, Find(line));
                if (line == "STARTTLS" && Certificate is not null)
                    stream = await EncryptAsync(stream);
            }
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, as some tests want.
        }
    }

    private string Find(string line)
    {
        string? key = Replies.Keys.Where(k => line.StartsWith(k, StringComparison.Ordinal)).MaxBy(k => k.Length);
        return key is null ? "{tag} BAD what?\r\n" : Next(key);
    }

    private string Next(string key)
    {
        int at = _played.GetValueOrDefault(key);
        _played[key] = at + 1;
        return Replies[key][Math.Min(at, Replies[key].Length - 1)];
    }

    private async Task<Stream> EncryptAsync(Stream stream)
    {
        var encrypted = new SslStream(stream);
        await encrypted.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = Certificate! }, _stop.Token);
        return encrypted;
    }

    private async Task<bool> ReplyAsync(Stream stream, string reply)
    {
        foreach (string part in reply.Split('|'))
        {
            if (part == Close)
                return false;
            if (part == Hang)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(part.Replace("{tag}", _tag, StringComparison.Ordinal)), _stop.Token);
            await stream.FlushAsync(_stop.Token);
        }
        return true;
    }

    /// <summary>A command with its literals, each after a line feed.</summary>
    private async Task<string?> ReadCommandAsync(Stream stream)
    {
        var command = new StringBuilder();
        while (await ReadLineAsync(stream) is { } line)
        {
            if (command.Length == 0 && Tagged().Match(line) is { Success: true } match)
            {
                _tag = match.Groups["tag"].Value;
                line = line[match.Length..];
            }
            command.Append(line);
            if (!line.EndsWith('}'))
                return command.ToString();
            command.Append('\n');
            await ReplyAsync(stream, "+ go on\r\n");
        }
        return null;
    }

    private async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new List<byte>();
        var octet = new byte[1];
        while (true)
        {
            if (await stream.ReadAsync(octet, _stop.Token) == 0)
                return null;
            line.Add(octet[0]);
            if (line.Count >= 2 && line[^2] == '\r' && line[^1] == '\n')
                return Encoding.UTF8.GetString([.. line[..^2]]);
        }
    }

    [GeneratedRegex(@"^(?<tag>a\d+) ", RegexOptions.NonBacktracking)]
    private static partial Regex Tagged();
}

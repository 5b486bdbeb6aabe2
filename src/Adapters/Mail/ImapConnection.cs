using System.Globalization;
using System.Text;

namespace ResourceSharing.Adapters.Mail;

/// <summary>
/// Commands and responses of one conversation (RFC 3501), one command at a time. Everything that can go wrong on it
/// becomes a <see cref="MailboxException"/>; after one the connection is of no use any more.
/// </summary>
internal sealed class ImapConnection : IAsyncDisposable
{
    private readonly ImapSettings _settings;
    private readonly MailTransport _transport;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly ImapFramer _framer = new();
    private int _start;
    private int _end;
    private int _tag;
    private Task<int>? _filling;

    private ImapConnection(ImapSettings settings, MailTransport transport)
    {
        _settings = settings;
        _transport = transport;
    }

    internal bool IsLoopback => _transport.IsLoopback;

    internal bool IsEncrypted => _transport.IsEncrypted;

    /// <summary>What the server has told about itself and the folder.</summary>
    internal ImapState State { get; } = new();

    internal static async Task<ImapConnection> ConnectAsync(
        ImapSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        var transport = await MailTransport.ConnectAsync(
            settings.Host, settings.Port, settings.ConnectTimeout, time, MailboxException.Of, cancellationToken);
        return new ImapConnection(settings, transport);
    }

    internal async Task EncryptAsync(CancellationToken cancellationToken)
    {
        // What came in the clear after the answer to STARTTLS was put there by somebody else.
        if (_start < _end || _framer.IsWithin)
            throw MailboxException.Operator("tls-injection", "The mail server sent data in the clear before TLS.");
        await _transport.EncryptAsync(
            _settings.Host, _settings.TrustedRoots, _settings.TlsTimeout, cancellationToken);
        State.ForgetCapabilities();
    }

    /// <summary>Reads the greeting.</summary>
    internal async Task<ImapResponse.Status> GreetingAsync(CancellationToken cancellationToken)
    {
        ImapResponse? greeting = null;
        await _transport.WithinAsync(
            _settings.CommandTimeout, async token => greeting = await ReadAsync(token), cancellationToken);
        return greeting as ImapResponse.Status ?? throw MailboxException.Malformed("The server greets in no way of IMAP.");
    }

    /// <summary>Sends one command and reads everything up to its result.</summary>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="onData">Told what comes in between.</param>
    /// <param name="timeout">Time for all of it; the settings' time for a command when null.</param>
    internal async Task<ImapResponse.Status> CommandAsync(
        ImapCommand command,
        CancellationToken cancellationToken,
        Action<ImapResponse.Data>? onData = null,
        TimeSpan? timeout = null)
    {
        ImapResponse.Status? result = null;
        await _transport.WithinAsync(
            timeout ?? _settings.CommandTimeout,
            async token => result = await ExchangeAsync(command, onData, token),
            cancellationToken);
        return result!;
    }

    /// <summary>Lets the next command receive a literal of this size.</summary>
    internal void Expect(int literalOctets) =>
        _framer.MaxLiteralOctets = Math.Max(literalOctets, ImapLimits.SmallLiteralMaxOctets);

    /// <summary>
    /// Waits for news of the folder with IDLE (RFC 2177). The read that waits is never torn off, since TLS would not
    /// survive that: when the time is over it goes on and receives the end of IDLE.
    /// </summary>
    internal async Task IdleAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        string tag = NextTag();
        await SendAsync($"{tag} IDLE", _settings.CommandTimeout, cancellationToken);
        bool isIdle = false;
        await _transport.WithinAsync(
            _settings.CommandTimeout,
            async token => isIdle = await UntilAsync(tag, r => r is ImapResponse.Continuation, token) is null,
            cancellationToken);
        if (!isIdle)
            throw MailboxException.Later("idle-refused", "The mail server refuses to wait with us.");
        using (var timer = new CancellationTokenSource(time, clock))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken))
        {
            await _transport.WithinAsync(Timeout.InfiniteTimeSpan, token => WaitAsync(tag, either.Token), cancellationToken);
        }
        await SendAsync("DONE", _settings.CommandTimeout, cancellationToken);
        await _transport.WithinAsync(
            _settings.CommandTimeout, async token => await UntilAsync(tag, _ => false, token), cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _transport.DisposeAsync();
        // A read that still waits ends with the socket; nobody needs its fault.
        _ = _filling?.ContinueWith(
            task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private async ValueTask WaitAsync(string tag, CancellationToken token)
    {
        try
        {
            if (!State.HasNews && await UntilAsync(tag, _ => State.HasNews, token) is { } early)
                throw MailboxException.Later("idle-ended", "The mail server ended the wait.", early.ToString());
        }
        catch (OperationCanceledException)
        {
            // The time is over, or the gateway stops: the caller knows which.
        }
    }

    private async ValueTask<ImapResponse.Status> ExchangeAsync(
        ImapCommand command, Action<ImapResponse.Data>? onData, CancellationToken token)
    {
        if (_start < _end)
            await DrainAsync(token);
        string tag = NextTag();
        AssertPrintable(command.First);
        await WriteAsync($"{tag} {command.First}", token);
        int further = 0;
        for (int count = 0; count < ImapLimits.CommandMaxResponses; count++)
        {
            switch (await ReadAsync(token))
            {
                case ImapResponse.Continuation when further < command.Further.Count:
                    await WriteAsync(command.Further[further++], token);
                    break;
                case ImapResponse.Continuation:
                    throw MailboxException.Malformed("The mail server asks for more than there is to say.");
                case ImapResponse.Status { Tag: not null } status:
                    return status.Tag == tag ? status : throw WrongTag();
                case ImapResponse.Data data:
                    onData?.Invoke(data);
                    break;
                default:
                    break;
            }
        }
        throw TooMuch();
    }

    /// <summary>Reads until something holds, or until the result of a command, which it then gives.</summary>
    private async ValueTask<ImapResponse.Status?> UntilAsync(
        string tag, Func<ImapResponse, bool> isEnough, CancellationToken token)
    {
        for (int count = 0; count < ImapLimits.CommandMaxResponses; count++)
        {
            var response = await ReadAsync(token);
            if (response is ImapResponse.Status { Tag: not null } status)
                return status.Tag == tag ? status : throw WrongTag();
            if (isEnough(response))
                return null;
        }
        throw TooMuch();
    }

    /// <summary>News that came between two commands; a result or a question has no place there.</summary>
    private async ValueTask DrainAsync(CancellationToken token)
    {
        while (_start < _end)
        {
            if (await ReadAsync(token) is ImapResponse.Continuation or ImapResponse.Status { Tag: not null })
                throw WrongTag();
        }
    }

    private async ValueTask<ImapResponse> ReadAsync(CancellationToken token)
    {
        while (true)
        {
            if (_start == _end)
                await FillAsync(token);
            _start += _framer.Consume(_buffer.AsSpan(_start, _end - _start), out var frame);
            if (frame is null)
                continue;
            var response = ImapParser.Parse(frame);
            State.Observe(response);
            return response;
        }
    }

    private async ValueTask FillAsync(CancellationToken token)
    {
        _filling ??= _transport.Stream.ReadAsync(_buffer, CancellationToken.None).AsTask();
        int count = await _filling.WaitAsync(token);
        _filling = null;
        (_start, _end) = (0, count);
        if (count == 0)
        {
            throw MailboxException.Later(
                "connection-lost", "The mail server closed the connection.", State.Farewell);
        }
    }

    private Task SendAsync(string line, TimeSpan timeout, CancellationToken cancellationToken) =>
        _transport.WithinAsync(timeout, token => WriteAsync(line, token), cancellationToken);

    private ValueTask WriteAsync(string line, CancellationToken token) =>
        _transport.Stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), token);

    private string NextTag() => string.Create(CultureInfo.InvariantCulture, $"a{++_tag}");

    private static void AssertPrintable(string line)
    {
        if (line.Any(char.IsControl))
            throw MailboxException.Operator("control-character", "A command would hold a control character.");
    }

    private static MailboxException WrongTag() =>
        MailboxException.Malformed("The mail server answers something that it was not asked.");

    private static MailboxException TooMuch() =>
        MailboxException.Malformed("The mail server answers without end.");
}

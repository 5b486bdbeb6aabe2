namespace ResourceSharing.Adapters.Mail;

/// <summary>
/// Hands letters to one mail server (RFC 5321), one after the other over the same connection while all goes
/// well. Whatever the network or the server does ends in an <see cref="SmtpResult"/>, cancellation too. Not
/// for concurrent use: each lane has its own session.
/// </summary>
/// <param name="settings">The server.</param>
/// <param name="time">Clock of the time limits.</param>
/// <param name="transcript">Told every line with secrets blanked; null for nobody.</param>
public sealed class SmtpSession(
    SmtpSettings settings,
    TimeProvider time,
    Action<SmtpTranscriptLine>? transcript = null) : IAsyncDisposable
{
    private const int ReadyForData = 354;
    private const int Closing = 421;
    private static readonly TimeSpan QuitTimeout = TimeSpan.FromSeconds(5);

    private SmtpConnection? _connection;
    private SmtpStep _step;

    /// <summary>Sends one mail.</summary>
    /// <param name="envelope">From whom and to whom.</param>
    /// <param name="message">
    /// The rendered letter. Line endings are made CRLF; NUL octets and lines over 998 octets are refused.
    /// </param>
    /// <param name="cancellationToken">
    /// Ends the attempt; the result then says whether the mail may have been taken.
    /// </param>
    public async Task<SmtpResult> SendAsync(
        SmtpEnvelope envelope, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        bool reused = _connection is not null;
        var result = await AttemptAsync(envelope, message, cancellationToken);
        // A server may close an idle connection; nothing of this mail was said on it yet.
        bool wasIdle = reused && result.Step == SmtpStep.Sender
            && (result.Code == "connection-lost" || result.Reply?.Code == Closing);
        return wasIdle ? await AttemptAsync(envelope, message, cancellationToken) : result;
    }

    /// <summary>
    /// Says goodbye and closes the connection, if there is one. Never throws, waits at most 5 seconds.
    /// </summary>
    public async Task QuitAsync()
    {
        if (_connection is not { } connection)
            return;
        _connection = null;
        using var timer = new CancellationTokenSource(QuitTimeout, time);
        try
        {
            await connection.CommandAsync("QUIT", timer.Token);
        }
        catch (SmtpFault)
        {
            // All mails have their results already: nothing depends on this answer.
        }
        await connection.DisposeAsync();
    }

    /// <summary>The same as <see cref="QuitAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await QuitAsync();

    private async Task<SmtpResult> AttemptAsync(
        SmtpEnvelope envelope, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var results = new SmtpRecipientResult?[envelope.Recipients.Count];
        SmtpResult result;
        try
        {
            _step = SmtpStep.Prepare;
            SmtpPreparation.Check(settings, envelope, message.Span);
            var stuffed = SmtpData.Stuff(message.Span);
            var connection = _connection ??= await OpenAsync(cancellationToken);
            SmtpPreparation.CheckAgainst(connection.Offered, envelope, stuffed);
            await AddressAsync(connection, envelope, stuffed, results, cancellationToken);
            var reply = await TransferAsync(connection, stuffed, cancellationToken);
            return Accepted(envelope, reply, results);
        }
        catch (SmtpFault fault)
        {
            result = Failed(envelope, fault, results);
        }
        await LeaveAsync(result);
        return result;
    }

    /// <summary>
    /// After a refusal the connection is given up politely, after a fault of the connection at once.
    /// </summary>
    private async Task LeaveAsync(SmtpResult result)
    {
        bool alive = result.Reply is not null && result.Reply.Code != Closing;
        if (alive)
        {
            await QuitAsync();
        }
        else if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    private async Task<SmtpConnection> OpenAsync(CancellationToken cancellationToken)
    {
        _step = SmtpStep.Connect;
        var connection = await SmtpConnection.ConnectAsync(settings, time, transcript, cancellationToken);
        try
        {
            await GreetAsync(connection, cancellationToken);
            await HelloAsync(connection, cancellationToken);
            if (await StartTlsAsync(connection, cancellationToken))
                await HelloAsync(connection, cancellationToken);
            _step = SmtpStep.SignIn;
            await SmtpSignIn.RunAsync(connection, settings, cancellationToken);
            return connection;
        }
        catch (SmtpFault)
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task GreetAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        if (settings.Tls == MailTlsMode.Implicit)
        {
            _step = SmtpStep.Tls;
            await connection.EncryptAsync(cancellationToken);
        }
        _step = SmtpStep.Greeting;
        AssertPositive(await connection.ReadAsync(settings.CommandTimeout, cancellationToken));
    }

    private async Task HelloAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        _step = SmtpStep.Hello;
        var reply = await connection.CommandAsync($"EHLO {settings.HeloName}", cancellationToken);
        connection.Offered = reply.IsPositive ? SmtpExtensions.Parse(reply) : SmtpExtensions.None;
        // Servers older than the extensions do not know EHLO (RFC 5321, 3.2).
        bool isUnknown = reply.Code is 500 or 501 or 502 or 504 or 550;
        if (isUnknown)
            reply = await connection.CommandAsync($"HELO {settings.HeloName}", cancellationToken);
        AssertPositive(reply);
    }

    private async Task<bool> StartTlsAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        _step = SmtpStep.Tls;
        if (settings.Tls is MailTlsMode.Never or MailTlsMode.Implicit)
            return false;
        if (!connection.Offered.StartTls)
        {
            return settings.Tls == MailTlsMode.WhenOffered
                ? false
                : throw SmtpFault.Operator("tls-not-offered", "The mail server does not offer STARTTLS.");
        }
        AssertPositive(await connection.CommandAsync("STARTTLS", cancellationToken));
        await connection.EncryptAsync(cancellationToken);
        return true;
    }

    private async Task AddressAsync(
        SmtpConnection connection,
        SmtpEnvelope envelope,
        ReadOnlyMemory<byte> stuffed,
        SmtpRecipientResult?[] results,
        CancellationToken cancellationToken)
    {
        _step = SmtpStep.Sender;
        bool eightBit = SmtpData.IsEightBit(stuffed.Span);
        string mail = SmtpCommands.Mail(envelope, connection.Offered, stuffed.Length, eightBit);
        AssertPositive(await connection.CommandAsync(mail, cancellationToken));
        _step = SmtpStep.Recipient;
        for (int i = 0; i < results.Length; i++)
        {
            var recipient = envelope.Recipients[i];
            string command = SmtpCommands.Recipient(recipient, envelope, connection.Offered);
            var reply = await connection.CommandAsync(command, cancellationToken);
            if (reply.IsPositive)
                continue;
            var fault = SmtpFault.Refusal(reply);
            if (reply.Code == Closing)
                throw fault;
            results[i] = new SmtpRecipientResult(recipient, fault.Outcome, reply);
        }
        AssertAnyone(results);
    }

    private async Task<SmtpReply> TransferAsync(
        SmtpConnection connection, ReadOnlyMemory<byte> stuffed, CancellationToken cancellationToken)
    {
        _step = SmtpStep.Data;
        var reply = await connection.CommandAsync("DATA", cancellationToken);
        if (reply.Code != ReadyForData)
            throw SmtpFault.Refusal(reply);
        await connection.WriteDataAsync(stuffed, cancellationToken);
        _step = SmtpStep.FinalReply;
        try
        {
            reply = await connection.FinishDataAsync(cancellationToken);
        }
        catch (SmtpFault fault)
        {
            // The dot may have arrived: from here on only a reply can tell that the mail was not taken.
            throw new SmtpFault(SmtpOutcome.InDoubt, fault.Code, fault.Message);
        }
        if (reply.IsPositive)
            return reply;
        throw reply.Code >= 400
            ? SmtpFault.Refusal(reply)
            : new SmtpFault(SmtpOutcome.InDoubt, "unexpected-reply", "The final reply is not clear.", reply);
    }

    private static void AssertPositive(SmtpReply reply)
    {
        if (!reply.IsPositive)
            throw SmtpFault.Refusal(reply);
    }

    /// <summary>
    /// Goes on when the server takes at least one recipient; else the refusal that leaves most hope decides.
    /// </summary>
    private static void AssertAnyone(SmtpRecipientResult?[] results)
    {
        if (Array.Exists(results, r => r is null))
            return;
        var deciding = results.FirstOrDefault(r => r!.Outcome == SmtpOutcome.NeedsOperator)
            ?? results.FirstOrDefault(r => r!.Outcome == SmtpOutcome.TemporarilyRefused)
            ?? results[0];
        throw SmtpFault.Refusal(deciding!.Reply!);
    }

    private static SmtpResult Accepted(
        SmtpEnvelope envelope, SmtpReply reply, SmtpRecipientResult?[] results) => new()
    {
        Outcome = SmtpOutcome.Accepted,
        Step = SmtpStep.FinalReply,
        Code = "accepted",
        Text = "The mail server has taken the mail.",
        Reply = reply,
        QueueId = SmtpQueueId.Find(reply),
        Recipients = Complete(envelope, results, SmtpOutcome.Accepted, reply),
    };

    private SmtpResult Failed(SmtpEnvelope envelope, SmtpFault fault, SmtpRecipientResult?[] results) => new()
    {
        Outcome = fault.Outcome,
        Step = _step,
        Code = fault.Code,
        Text = fault.Message,
        Reply = fault.Reply,
        Recipients = Complete(envelope, results, fault.Outcome, fault.Reply),
    };

    private static IReadOnlyList<SmtpRecipientResult> Complete(
        SmtpEnvelope envelope, SmtpRecipientResult?[] results, SmtpOutcome outcome, SmtpReply? reply) =>
        [.. envelope.Recipients.Select((r, i) => results[i] ?? new SmtpRecipientResult(r, outcome, reply))];
}

using Microsoft.Extensions.Logging;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.Mail;

/// <summary>How a mailbox is worked through.</summary>
public sealed record MailboxPollerSettings
{
    /// <summary>Messages that are handed over before they are marked together: so many may come twice after a crash.</summary>
    public int BatchSize { get; init; } = 20;

    /// <summary>A message that makes its receiver stumble so often is set aside.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>So many messages in a row that fail are the mailbox's fault, not theirs.</summary>
    public int MaxFaultsInARow { get; init; } = 5;

    /// <summary>Waits after a fault of the mailbox, or while nothing can be kept.</summary>
    public MailboxBackOff BackOff { get; init; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10));

    /// <summary>Waits before a message that failed is tried again.</summary>
    public MailboxBackOff MessageBackOff { get; init; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromHours(1));

    /// <summary>Time for marking what is kept when the gateway stops.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>
/// Works through one mailbox, over and over: takes a message, hands it over, and marks it as done only when it is kept.
/// One message is in memory at a time. Whatever goes wrong, it goes on.
/// </summary>
public sealed class MailboxPoller
{
    private static readonly TimeSpan NoLimit = TimeSpan.FromDays(1);

    private readonly IMailbox _mailbox;
    private readonly IMailReceiver _receiver;
    private readonly MailboxPollerSettings _settings;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _log;

    /// <summary>Kept, but perhaps not marked: the connection was lost in between. They are not handed over again.</summary>
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);

    private readonly Dictionary<string, Trouble> _troubles = new(StringComparer.Ordinal);
    private volatile MailboxStatus _status;
    private int _faultsInARow;

    /// <summary>Makes one; the mailbox stays the caller's.</summary>
    /// <param name="mailbox">What is read.</param>
    /// <param name="receiver">Where messages go.</param>
    /// <param name="settings">How.</param>
    /// <param name="time">The clock of all waits.</param>
    /// <param name="random">Spreads retries; it is locked while it is used.</param>
    /// <param name="log">For the operator; never the content of a message.</param>
    /// <param name="before">How it stood with the mailbox under the settings before these; null at the start.</param>
    public MailboxPoller(
        IMailbox mailbox, IMailReceiver receiver, MailboxPollerSettings settings, TimeProvider time, Random random,
        ILogger<MailboxPoller> log, MailboxStatus? before = null)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        ArgumentNullException.ThrowIfNull(time);
        _mailbox = mailbox;
        _receiver = receiver;
        _settings = settings;
        _time = time;
        _random = random;
        _log = log;
        _status = before ?? new MailboxStatus { Name = mailbox.Name, Since = time.GetUtcNow() };
    }

    /// <summary>The mailbox's name.</summary>
    public string Name => _mailbox.Name;

    /// <summary>How it stands.</summary>
    public MailboxStatus Status => _status;

    /// <summary>
    /// Works until it is stopped; then the message under way is finished and marked first. Never throws for what a server
    /// or a message does.
    /// </summary>
    public async Task RunAsync(CancellationToken stop)
    {
        int failures = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var round = await RoundAsync(stop);
                failures = round.Error is null ? 0 : failures + 1;
                if (round.Error is { } error)
                    Failed(error);
                await RestAsync(round, failures, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (MailboxException) when (stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A mailbox that makes it stumble must not end the reading of it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failures++;
                Failed(e is MailboxException { Error: var error } ? error : Unexpected(e));
                await DelayAsync(Wait(_settings.BackOff, failures), stop);
            }
        }
    }

    /// <summary>Looks through the mailbox once. What was kept is marked in any case.</summary>
    private async Task<Round> RoundAsync(CancellationToken stop)
    {
        var listing = await _mailbox.ListAsync(stop);
        if (listing.IsComplete)
            ForgetAllBut(listing.Keys);
        var done = new List<string>();
        try
        {
            foreach (string key in listing.Keys)
            {
                if (stop.IsCancellationRequested)
                    break;
                if (await HandleAsync(key, done, stop) is { } error)
                    return new Round(error, IsComplete: true);
                if (done.Count >= _settings.BatchSize)
                    await MarkAsync(done, stop);
            }
        }
        finally
        {
            await MarkAsync(done, stop);
        }
        Succeeded();
        return new Round(null, listing.IsComplete);
    }

    /// <summary>Takes one message and hands it over; an error when nothing can be kept at present.</summary>
    private async Task<GatewayError?> HandleAsync(string key, List<string> done, CancellationToken stop)
    {
        if (_kept.Contains(key))
        {
            done.Add(key);
            return null;
        }
        if (_troubles.TryGetValue(key, out var trouble))
        {
            if (trouble.Attempts >= _settings.MaxAttempts)
                await SetAsideAsync(key, trouble, stop);
            if (trouble.Attempts >= _settings.MaxAttempts || _time.GetUtcNow() < trouble.NextAt)
                return null;
        }
        if (await TakeAsync(key, stop) is not { } message)
            return null;
        return await HandOverAsync(message, done, stop);
    }

    private async Task<MailboxMessage?> TakeAsync(string key, CancellationToken stop)
    {
        try
        {
            return await _mailbox.TakeAsync(key, stop);
        }
        catch (MailboxException e) when (!stop.IsCancellationRequested)
        {
            // A lost connection is nobody's fault, but the others go first next time, should it be this message's.
            await TroubledAsync(key, e, e.IsAboutMessage, stop);
            if (!e.IsAboutMessage)
                throw;
            return null;
        }
    }

    private async Task<GatewayError?> HandOverAsync(MailboxMessage message, List<string> done, CancellationToken stop)
    {
        MailTaken taken;
        try
        {
            // Not cancelled when the gateway stops: what has begun is finished and marked.
            taken = await _receiver.ReceiveAsync(message, CancellationToken.None);
        }
#pragma warning disable CA1031 // One message that makes the receiver stumble must not end the reading of the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await TroubledAsync(message.Key, e, counts: true, stop);
            return null;
        }
        if (taken == MailTaken.Unavailable)
            return new GatewayError("unavailable", RetryClass.Later, "Nothing can be kept at present; mail stays where it is.");
        _kept.Add(message.Key);
        _troubles.Remove(message.Key);
        _faultsInARow = 0;
        done.Add(message.Key);
        _status = _status with
        {
            Kept = _status.Kept + 1, TooLarge = _status.TooLarge + (message.IsTooLarge ? 1 : 0),
        };
        return null;
    }

    private async Task TroubledAsync(string key, Exception fault, bool counts, CancellationToken stop)
    {
        int attempts = _troubles.GetValueOrDefault(key)?.Attempts ?? 0;
        attempts += counts ? 1 : 0;
        var wait = Wait(_settings.MessageBackOff, Math.Max(attempts, 1));
        var trouble = new Trouble(attempts, _time.GetUtcNow() + wait);
        _troubles[key] = trouble;
        if (!counts)
            return;
        _log.LogError(
            fault, "Message {Key} of the mailbox {Mailbox} could not be handled, attempt {Attempt}.", key, Name, attempts);
        if (attempts >= _settings.MaxAttempts)
            await SetAsideAsync(key, trouble, stop);
        if (++_faultsInARow >= _settings.MaxFaultsInARow)
        {
            _faultsInARow = 0;
            throw MailboxException.Later("all-fail", "No message of the mailbox can be handled; the log says why.");
        }
    }

    private async Task SetAsideAsync(string key, Trouble trouble, CancellationToken stop)
    {
        await _mailbox.SetAsideAsync(key, stop);
        _troubles.Remove(key);
        _status = _status with { SetAside = _status.SetAside + 1 };
        _log.LogError(
            "Message {Key} of the mailbox {Mailbox} was set aside after {Attempts} attempts: it stays there, marked.",
            key, Name, trouble.Attempts);
    }

    private async Task MarkAsync(List<string> done, CancellationToken stop)
    {
        if (done.Count == 0)
            return;
        using var patience = new CancellationTokenSource();
        await using var link = stop.Register(() => patience.CancelAfter(_settings.StopTime));
        await _mailbox.MarkDoneAsync(done, patience.Token);
        _kept.ExceptWith(done);
        done.Clear();
    }

    /// <summary>What is no longer in the mailbox needs no memory.</summary>
    private void ForgetAllBut(IReadOnlyList<string> keys)
    {
        if (_kept.Count == 0 && _troubles.Count == 0)
            return;
        var listed = keys.ToHashSet(StringComparer.Ordinal);
        _kept.IntersectWith(listed);
        foreach (string gone in _troubles.Keys.Where(key => !listed.Contains(key)).ToList())
            _troubles.Remove(gone);
    }

    private async Task RestAsync(Round round, int failures, CancellationToken stop)
    {
        if (round.Error is not null)
        {
            // News would only wake us to find that nothing can be kept.
            await DelayAsync(Wait(_settings.BackOff, failures), stop);
        }
        else if (round.IsComplete)
        {
            await _mailbox.WaitAsync(UntilNextTrouble(), stop);
        }
    }

    private TimeSpan UntilNextTrouble()
    {
        if (_troubles.Count == 0)
            return NoLimit;
        var wait = _troubles.Values.Min(trouble => trouble.NextAt) - _time.GetUtcNow();
        // Timers cut off parts of a millisecond: woken too early, it would look again and again until that part is over.
        return TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(wait.TotalMilliseconds, 0)));
    }

    private TimeSpan Wait(MailboxBackOff backOff, int failures)
    {
        lock (_random)
            return backOff.After(failures, _random.NextDouble());
    }

    private async Task DelayAsync(TimeSpan wait, CancellationToken stop)
    {
        // The loop looks at the stop itself.
        await Task.Delay(wait, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Succeeded()
    {
        if (_status.FailingSince is not null)
            _log.LogInformation("The mailbox {Mailbox} can be read again.", Name);
        _status = _status with { LastSuccess = _time.GetUtcNow(), FailingSince = null, Error = null };
    }

    private void Failed(GatewayError error)
    {
        // One line for each trouble, not for each attempt.
        if (_status.Error?.Code != error.Code)
            _log.LogWarning("The mailbox {Mailbox} cannot be read: {Error}", Name, error);
        _status = _status with { FailingSince = _status.FailingSince ?? _time.GetUtcNow(), Error = error };
    }

    private GatewayError Unexpected(Exception fault)
    {
        _log.LogError(fault, "Reading the mailbox {Mailbox} met an unexpected fault and goes on.", Name);
        return new GatewayError("unexpected", RetryClass.Later, "An unexpected fault; the log tells it.", fault.GetType().Name);
    }

    /// <param name="Error">Why the round ended early; null when it did not.</param>
    /// <param name="IsComplete">False when more waits already.</param>
    private sealed record Round(GatewayError? Error, bool IsComplete);

    private sealed record Trouble(int Attempts, DateTimeOffset NextAt);
}

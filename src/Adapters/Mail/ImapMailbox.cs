using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ResourceSharing.Adapters.Mail;

/// <summary>
/// A folder on an IMAP server (RFC 3501). Nothing is remembered about it here but the numbers of the last listing: which
/// messages wait is written in the folder itself, so that a folder that was numbered anew is simply looked at again.
/// </summary>
public sealed class ImapMailbox : IMailbox
{
    private readonly ImapSettings _settings;
    private readonly TimeSpan _pollInterval;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Dictionary<uint, uint> _sizes = [];
    private ImapSession? _session;
    private uint _validity;
    private List<uint> _listed = [];

    /// <summary>Makes one; it connects when it is first used.</summary>
    /// <param name="name">The name by which the configuration and the log know it.</param>
    /// <param name="settings">The server and the folder.</param>
    /// <param name="pollInterval">How often it is looked at where the server does not tell of new messages.</param>
    /// <param name="time">The clock of all limits.</param>
    /// <param name="log">For the operator; never the content of a message.</param>
    public ImapMailbox(
        string name, ImapSettings settings, TimeSpan pollInterval, TimeProvider time, ILogger<ImapMailbox> log)
    {
        Name = name;
        _settings = settings;
        _pollInterval = pollInterval;
        _time = time;
        _log = log;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public async Task<MailboxListing> ListAsync(CancellationToken cancellationToken)
    {
        var listing = await OnSessionAsync(s => s.SearchAsync(cancellationToken), cancellationToken);
        _listed = [.. listing.Uids];
        _sizes.Clear();
        return new MailboxListing([.. listing.Uids.Select(KeyOf)], listing.IsComplete);
    }

    /// <inheritdoc />
    public async Task<MailboxMessage?> TakeAsync(string key, CancellationToken cancellationToken)
    {
        if (await OpenUidsAsync([key], cancellationToken) is not [var uid])
            return null;
        try
        {
            if (!_sizes.ContainsKey(uid))
                await LearnSizesAsync(uid, cancellationToken);
            if (!_sizes.Remove(uid, out uint octets))
                return null;
            return await FetchAsync(key, uid, octets, cancellationToken);
        }
        catch (MailboxException e) when (e.Error.Code is "refused" or "malformed-response")
        {
            throw e.AboutMessage();
        }
    }

    /// <inheritdoc />
    public async Task MarkDoneAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var uids = await OpenUidsAsync(keys, cancellationToken);
        if (uids.Count == 0)
            return;
        await OnSessionAsync(
            async s =>
            {
                await s.MarkDoneAsync(uids, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async Task SetAsideAsync(string key, CancellationToken cancellationToken)
    {
        if (await OpenUidsAsync([key], cancellationToken) is not [var uid])
            return;
        await OnSessionAsync(
            async s =>
            {
                await s.SetAsideAsync(uid, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        if (_session is not { CanIdle: true })
        {
            await Task.Delay(longest < _pollInterval ? longest : _pollInterval, _time, cancellationToken);
            return;
        }
        await OnSessionAsync(
            async s =>
            {
                await s.IdleAsync(longest, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_session is not { } session)
            return;
        _session = null;
        await session.LogoutAsync();
        await session.DisposeAsync();
    }

    private async Task<MailboxMessage?> FetchAsync(
        string key, uint uid, uint octets, CancellationToken cancellationToken)
    {
        // Servers estimate: one octet more than the limit shows that a size was told too small.
        bool isTooLarge = octets > (uint)_settings.MaxMessageOctets;
        var content = await OnSessionAsync(
            s => isTooLarge
                ? s.FetchAsync(uid, "HEADER", ImapLimits.HeaderMaxOctets, cancellationToken)
                : s.FetchAsync(uid, "", _settings.MaxMessageOctets + 1, cancellationToken),
            cancellationToken);
        if (content is not { } raw)
            return null;
        isTooLarge |= raw.Length > _settings.MaxMessageOctets;
        var header = HeaderOctets.Of(raw);
        return new MailboxMessage
        {
            Mailbox = Name,
            Key = key,
            Raw = isTooLarge ? header[..Math.Min(header.Length, ImapLimits.HeaderMaxOctets)] : raw,
            Octets = Math.Max(octets, raw.Length),
            IsTooLarge = isTooLarge,
        };
    }

    /// <summary>Asks for the sizes of a message and those that are likely to be taken next.</summary>
    private async Task LearnSizesAsync(uint uid, CancellationToken cancellationToken)
    {
        int at = _listed.BinarySearch(uid);
        List<uint> next = at < 0 ? [uid] : _listed.GetRange(at, Math.Min(ImapLimits.SizesAtOnce, _listed.Count - at));
        var sizes = await OnSessionAsync(s => s.SizesAsync(next, cancellationToken), cancellationToken);
        _sizes.Clear();
        foreach (var (each, octets) in sizes)
            _sizes[each] = octets;
    }

    /// <summary>The numbers of keys that still count; a folder that was numbered anew has none of them.</summary>
    private async Task<List<uint>> OpenUidsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        await SessionAsync(cancellationToken);
        var uids = new List<uint>();
        foreach (string key in keys)
        {
            string[] parts = key.Split('.');
            if (Number(parts[0]) == _validity)
                uids.Add(Number(parts[1]));
        }
        uids.Sort();
        return uids;
    }

    private string KeyOf(uint uid) => string.Create(CultureInfo.InvariantCulture, $"{_validity}.{uid}");

    private static uint Number(string digits) => uint.Parse(digits, CultureInfo.InvariantCulture);

    private async Task<T> OnSessionAsync<T>(Func<ImapSession, Task<T>> work, CancellationToken cancellationToken)
    {
        var session = await SessionAsync(cancellationToken);
        bool isGood = false;
        try
        {
            var result = await work(session);
            isGood = true;
            return result;
        }
        finally
        {
            if (!isGood)
            {
                _session = null;
                await session.DisposeAsync();
            }
        }
    }

    private async Task<ImapSession> SessionAsync(CancellationToken cancellationToken)
    {
        if (_session is { } open)
            return open;
        var session = await ImapSession.OpenAsync(_settings, _time, cancellationToken);
        if (_validity != 0 && _validity != session.UidValidity)
        {
            _log.LogWarning("The folder of the mailbox {Mailbox} was numbered anew: all of it is looked at again.", Name);
        }
        if (_validity != session.UidValidity)
            _sizes.Clear();
        _validity = session.UidValidity;
        return _session = session;
    }
}

using ResourceSharing.Adapters.Shared;

namespace ResourceSharing.Adapters.Mail;

/// <summary>
/// A folder of mails that a mail server on this machine delivers into (Maildir). Messages in <c>new</c> wait, and those
/// in <c>cur</c> that nobody has read: mail programs move messages there as soon as they list them. What is done goes to
/// <c>cur</c> with the flag S (seen), what is set aside with the flag F (flagged). <c>tmp</c> is never looked at.
/// </summary>
/// <param name="name">The name by which the configuration and the log know it.</param>
/// <param name="folder">The Maildir itself.</param>
/// <param name="maxMessageOctets">Of larger messages the header is read alone.</param>
/// <param name="pollInterval">How often it is looked at.</param>
/// <param name="time">The clock of the waits.</param>
public sealed class MaildirMailbox(
    string name, string folder, int maxMessageOctets, TimeSpan pollInterval, TimeProvider time) : IMailbox
{
    private const char FlagMark = ':';
    private const string Info = ":2,";
    private const char Seen = 'S';
    private const char Flagged = 'F';

    /// <summary>Read, flagged by somebody, or thrown away: nothing of ours.</summary>
    private const string NotWaiting = "SFT";

    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public string Name => name;

    private string New => Path.Combine(folder, "new");

    private string Cur => Path.Combine(folder, "cur");

    /// <inheritdoc />
    public Task<MailboxListing> ListAsync(CancellationToken cancellationToken) => Guarded(() =>
    {
        if (!Directory.Exists(New))
            throw MailboxException.Operator("folder-missing", "There is no Maildir at the place of the mailbox.", folder);
        _paths.Clear();
        bool isComplete = AddAll(New) & AddAll(Cur);
        // The names begin with the second of the delivery.
        return new MailboxListing([.. _paths.Keys.Order(StringComparer.Ordinal)], isComplete);
    });

    /// <inheritdoc />
    public Task<MailboxMessage?> TakeAsync(string key, CancellationToken cancellationToken) => Guarded(() =>
    {
        if (Find(key) is not { } path)
            return null;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Read(key, file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw MailboxException.Later("file-unreadable", "A message cannot be read.", e.Message).AboutMessage();
        }
    });

    /// <inheritdoc />
    public Task MarkDoneAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => Guarded(() =>
    {
        foreach (string key in keys)
            Flag(key, Seen);
        Flush();
        return true;
    });

    /// <inheritdoc />
    public Task SetAsideAsync(string key, CancellationToken cancellationToken) => Guarded(() =>
    {
        Flag(key, Flagged);
        Flush();
        return true;
    });

    /// <inheritdoc />
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) =>
        Task.Delay(longest < pollInterval ? longest : pollInterval, time, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>True when all that wait in this part are in the listing now.</summary>
    private bool AddAll(string part)
    {
        if (!Directory.Exists(part))
            return true;
        foreach (string path in Directory.EnumerateFiles(part))
        {
            string file = Path.GetFileName(path);
            if (file.StartsWith('.') || !IsWaiting(file))
                continue;
            if (_paths.Count == ImapLimits.ListingMaxMessages)
                return false;
            _paths[Unique(file)] = path;
        }
        return true;
    }

    private static string Unique(string file)
    {
        int mark = file.IndexOf(FlagMark, StringComparison.Ordinal);
        return mark < 0 ? file : file[..mark];
    }

    private static string Flags(string file)
    {
        int info = file.LastIndexOf(Info, StringComparison.Ordinal);
        return info < 0 ? "" : file[(info + Info.Length)..];
    }

    private static bool IsWaiting(string file) => !Flags(file).Any(flag => NotWaiting.Contains(flag, StringComparison.Ordinal));

    /// <summary>Where the message is now: another program may have moved it since it was listed.</summary>
    private string? Find(string key)
    {
        if (_paths.TryGetValue(key, out string? listed) && File.Exists(listed))
            return listed;
        string delivered = Path.Combine(New, key);
        if (File.Exists(delivered))
            return delivered;
        return Directory.Exists(Cur)
            ? Directory.EnumerateFiles(Cur).FirstOrDefault(path => Unique(Path.GetFileName(path)) == key
                && IsWaiting(Path.GetFileName(path)))
            : null;
    }

    private MailboxMessage Read(string key, FileStream file)
    {
        bool isTooLarge = file.Length > maxMessageOctets;
        long wanted = isTooLarge ? Math.Min(file.Length, ImapLimits.HeaderMaxOctets) : file.Length;
        var octets = new byte[wanted];
        int count = file.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false);
        var raw = octets.AsMemory(0, count);
        return new MailboxMessage
        {
            Mailbox = name,
            Key = key,
            Raw = isTooLarge ? HeaderOctets.Of(raw) : raw,
            Octets = file.Length,
            IsTooLarge = isTooLarge,
        };
    }

    private void Flag(string key, char flag)
    {
        if (Find(key) is not { } path)
            return;
        // The flags stand in the order of the alphabet.
        string flags = new([.. Flags(Path.GetFileName(path)).Append(flag).Distinct().Order()]);
        try
        {
            Directory.CreateDirectory(Cur);
            File.Move(path, Path.Combine(Cur, key + Info + flags), overwrite: true);
            _paths.Remove(key);
        }
        catch (FileNotFoundException)
        {
            // Somebody else was quicker; whatever they did, the message is listed again if it still waits.
        }
    }

    /// <summary>The message has to be in its new place on disk before it is gone from the old one.</summary>
    private void Flush()
    {
        DirectorySync.Flush(Cur);
        DirectorySync.Flush(New);
    }

    private static Task<T> Guarded<T>(Func<T> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromException<T>(
                MailboxException.Later("folder-unreadable", "The folder of the mailbox cannot be used.", e.Message));
        }
        catch (MailboxException e)
        {
            return Task.FromException<T>(e);
        }
    }
}

namespace ResourceSharing.Adapters.Mail;

/// <summary>
/// A mailbox that is read from. A message stays in it, and is listed again and again, until it is marked as done or set
/// aside: whoever crashes in between meets it again. Every method may throw a <see cref="MailboxException"/>; the next
/// call then begins with a new connection. Not for concurrent use.
/// </summary>
public interface IMailbox : IAsyncDisposable
{
    /// <summary>The name by which the configuration and the log know it.</summary>
    string Name { get; }

    /// <summary>The messages that wait, oldest first.</summary>
    Task<MailboxListing> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reads one message of the last listing without changing it; null when it has gone. At most the limit of a message
    /// is in memory: of a larger one only the header is read.
    /// </summary>
    Task<MailboxMessage?> TakeAsync(string key, CancellationToken cancellationToken);

    /// <summary>
    /// Marks messages that are kept elsewhere, so that they are not listed any more. Those that have gone are no fault.
    /// </summary>
    Task MarkDoneAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>Takes a message that cannot be handled out of the listing. It stays, marked for people.</summary>
    Task SetAsideAsync(string key, CancellationToken cancellationToken);

    /// <summary>Returns when messages may have come, or after a while.</summary>
    /// <param name="longest">The longest wait; the mailbox may choose a shorter one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken);
}

/// <summary>The messages that wait in a mailbox.</summary>
/// <param name="Keys">One for each, oldest first; a message has the same one as long as it waits.</param>
/// <param name="IsComplete">False when more wait than one listing holds.</param>
public sealed record MailboxListing(IReadOnlyList<string> Keys, bool IsComplete);

/// <summary>A message as it was read from a mailbox.</summary>
public sealed record MailboxMessage
{
    /// <summary>The mailbox's name.</summary>
    public required string Mailbox { get; init; }

    /// <summary>What the mailbox calls it; for the log.</summary>
    public required string Key { get; init; }

    /// <summary>The octets as they came; the header alone when it is too large. Nobody else uses the memory.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>Octets of the whole message, as the mailbox counts them.</summary>
    public required long Octets { get; init; }

    /// <summary>True when it exceeds the limit: <see cref="Raw"/> is then its header, with the empty line.</summary>
    public bool IsTooLarge { get; init; }
}

/// <summary>Where the messages of a mailbox go.</summary>
public interface IMailReceiver
{
    /// <summary>
    /// Takes over one message. Only when it says that the message is kept, the mailbox marks it as done. The same message
    /// may come again, after a crash or a lost connection. It throws for faults of its own only; a message that makes it
    /// throw again and again is set aside.
    /// </summary>
    Task<MailTaken> ReceiveAsync(MailboxMessage message, CancellationToken cancellationToken);
}

/// <summary>What became of a message.</summary>
public enum MailTaken
{
    /// <summary>It is on our disk, whatever follows from it.</summary>
    Kept = 1,

    /// <summary>Nothing can be kept at present: it has to stay where it is, and all others too.</summary>
    Unavailable = 2,
}

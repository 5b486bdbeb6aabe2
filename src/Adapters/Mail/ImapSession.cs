using System.Globalization;

namespace ResourceSharing.Adapters.Mail;

/// <summary>Identifiers of messages that wait, and whether these are all.</summary>
internal sealed record ImapListing(IReadOnlyList<uint> Uids, bool IsComplete);

/// <summary>
/// One signed-in conversation with one open folder. After a <see cref="MailboxException"/> it is of no use any more. Not
/// for concurrent use.
/// </summary>
internal sealed class ImapSession : IAsyncDisposable
{
    /// <summary>The keyword of messages that could not be handled; staff look at them.</summary>
    internal const string SetAsideKeyword = "$GatewaySetAside";

    private const string Flagged = "\\Flagged";
    private static readonly TimeSpan LogoutTimeout = TimeSpan.FromSeconds(2);

    private readonly ImapConnection _connection;
    private readonly ImapSettings _settings;
    private readonly TimeProvider _time;

    private ImapSession(ImapConnection connection, ImapSettings settings, TimeProvider time)
    {
        _connection = connection;
        _settings = settings;
        _time = time;
        UidValidity = connection.State.UidValidity;
    }

    /// <summary>The generation of identifiers of the folder.</summary>
    internal uint UidValidity { get; }

    internal bool CanIdle => _settings.UseIdle && State.Offers("IDLE");

    private ImapState State => _connection.State;

    /// <summary>Connects, encrypts, signs in and opens the folder.</summary>
    internal static async Task<ImapSession> OpenAsync(
        ImapSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        var connection = await ImapConnection.ConnectAsync(settings, time, cancellationToken);
        bool isOpen = false;
        try
        {
            await ImapOpening.RunAsync(connection, settings, cancellationToken);
            isOpen = true;
            return new ImapSession(connection, settings, time);
        }
        finally
        {
            if (!isOpen)
                await connection.DisposeAsync();
        }
    }

    /// <summary>Messages that wait, oldest first. The folder is looked through in pieces of bounded size.</summary>
    internal async Task<ImapListing> SearchAsync(CancellationToken cancellationToken)
    {
        await OkAsync(new ImapCommand("NOOP"), cancellationToken);
        State.HasNews = false;
        var found = new SortedSet<uint>();
        for (long first = 1; first <= State.Exists; first += ImapLimits.SearchWindow)
        {
            if (found.Count > ImapLimits.ListingMaxMessages - ImapLimits.SearchWindow)
                return new ImapListing([.. found], IsComplete: false);
            long last = Math.Min(first + ImapLimits.SearchWindow - 1, State.Exists);
            string command = string.Create(CultureInfo.InvariantCulture, $"UID SEARCH {first}:{last} {Waiting()}");
            await OkAsync(new ImapCommand(command), cancellationToken, data =>
            {
                if (data.Name == "SEARCH")
                    found.UnionWith(data.Values.Select(value => value.Number).OfType<uint>());
            });
        }
        return new ImapListing([.. found], IsComplete: true);
    }

    /// <summary>Sizes in octets, as the server counts them; messages that have gone are missing.</summary>
    internal async Task<IReadOnlyDictionary<uint, uint>> SizesAsync(
        IReadOnlyList<uint> uids, CancellationToken cancellationToken)
    {
        var sizes = new Dictionary<uint, uint>();
        await OkAsync(
            new ImapCommand($"UID FETCH {ImapText.Set(uids)} (UID RFC822.SIZE)"),
            cancellationToken,
            data =>
            {
                if (ItemOf(data, "UID")?.Number is { } uid && ItemOf(data, "RFC822.SIZE")?.Number is { } size)
                    sizes[uid] = size;
            });
        return sizes;
    }

    /// <summary>A message, or the beginning of it, without marking it as read; null when it has gone.</summary>
    /// <param name="uid">Its identifier.</param>
    /// <param name="section">Empty for all of it, or <c>HEADER</c>.</param>
    /// <param name="maxOctets">More is not fetched.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<ReadOnlyMemory<byte>?> FetchAsync(
        uint uid, string section, int maxOctets, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? content = null;
        string name = $"BODY[{section}]";
        string command = string.Create(
            CultureInfo.InvariantCulture, $"UID FETCH {uid} (UID BODY.PEEK[{section}]<0.{maxOctets}>)");
        _connection.Expect(maxOctets);
        try
        {
            await OkAsync(
                new ImapCommand(command),
                cancellationToken,
                data =>
                {
                    if (ItemOf(data, "UID")?.Number == uid
                        && (ItemOf(data, name + "<0>") ?? ItemOf(data, name)) is ImapValue.Octets octets)
                        content = octets.Content;
                },
                _settings.FetchTimeout);
        }
        finally
        {
            _connection.Expect(ImapLimits.SmallLiteralMaxOctets);
        }
        return content;
    }

    /// <summary>Moves messages away, or marks them, so that the next listing does not hold them.</summary>
    internal async Task MarkDoneAsync(IReadOnlyList<uint> uids, CancellationToken cancellationToken)
    {
        string set = ImapText.Set(uids);
        if (_settings.DoneFolder is not { } folder)
        {
            await FlagAsync(set, _settings.DoneFlag, cancellationToken);
            return;
        }
        if (State.Offers("MOVE"))
        {
            await ToFolderAsync($"UID MOVE {set}", folder, cancellationToken);
            return;
        }
        await ToFolderAsync($"UID COPY {set}", folder, cancellationToken);
        await FlagAsync(set, "\\Deleted", cancellationToken);
        // A plain EXPUNGE would take away what others have marked.
        if (State.Offers("UIDPLUS"))
            await OkAsync(new ImapCommand($"UID EXPUNGE {set}"), cancellationToken);
    }

    /// <summary>Marks a message, which stays, so that the next listing does not hold it.</summary>
    internal async Task SetAsideAsync(uint uid, CancellationToken cancellationToken)
    {
        string set = ImapText.Set([uid]);
        if (State.Allows(SetAsideKeyword))
            await FlagAsync(set, SetAsideKeyword, cancellationToken);
        await FlagAsync(set, Flagged, cancellationToken);
    }

    /// <summary>Waits for news with IDLE.</summary>
    internal async Task IdleAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        if (State.HasNews)
            return;
        var time = longest < _settings.IdleTime ? longest : _settings.IdleTime;
        await _connection.IdleAsync(time, _time, cancellationToken);
    }

    /// <summary>Says goodbye, for at most two seconds. Never throws.</summary>
    internal async Task LogoutAsync()
    {
        try
        {
            await _connection.CommandAsync(new ImapCommand("LOGOUT"), CancellationToken.None, timeout: LogoutTimeout);
        }
        catch (MailboxException)
        {
            // Everything that matters has been answered before.
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>What is searched for.</summary>
    private string Waiting()
    {
        string notSetAside = State.Allows(SetAsideKeyword) ? $"UNKEYWORD {SetAsideKeyword}" : "UNFLAGGED";
        string notDone = _settings.DoneFolder is not null ? "" : _settings.DoneFlag switch
        {
            "\\Seen" => " UNSEEN",
            var keyword => " UNKEYWORD " + keyword,
        };
        return $"UNDELETED {notSetAside}{notDone}";
    }

    private async Task ToFolderAsync(string command, string folder, CancellationToken cancellationToken)
    {
        string name = ImapText.Folder(folder);
        var result = await CommandAsync(new ImapCommand($"{command} {name}"), cancellationToken);
        if (result.Condition == ImapCondition.No && result.Code?.Name is "TRYCREATE" or "NONEXISTENT")
        {
            await CommandAsync(new ImapCommand($"CREATE {name}"), cancellationToken);
            result = await CommandAsync(new ImapCommand($"{command} {name}"), cancellationToken);
        }
        if (result.Condition != ImapCondition.Ok)
        {
            throw MailboxException.Operator(
                "done-folder", $"Mail cannot be moved to the folder {folder}.", result.ToString());
        }
    }

    private async Task FlagAsync(string set, string flag, CancellationToken cancellationToken)
    {
        if (!State.Allows(flag))
            throw MailboxException.Operator("flag-not-allowed", $"Mail cannot be marked with {flag} in this folder.");
        await OkAsync(new ImapCommand($"UID STORE {set} +FLAGS.SILENT ({flag})"), cancellationToken);
    }

    private async Task OkAsync(
        ImapCommand command,
        CancellationToken cancellationToken,
        Action<ImapResponse.Data>? onData = null,
        TimeSpan? timeout = null)
    {
        var result = await CommandAsync(command, cancellationToken, onData, timeout);
        if (result.Condition != ImapCondition.Ok)
            throw MailboxException.Later("refused", "The mail server refuses for now.", result.ToString());
    }

    private async Task<ImapResponse.Status> CommandAsync(
        ImapCommand command,
        CancellationToken cancellationToken,
        Action<ImapResponse.Data>? onData = null,
        TimeSpan? timeout = null)
    {
        var result = await _connection.CommandAsync(command, cancellationToken, onData, timeout);
        if (State.UidValidity != UidValidity)
            throw MailboxException.Later("folder-renumbered", "The mail server has numbered the folder anew.");
        return result;
    }

    /// <summary>One item of a FETCH response: names and values stand in turn.</summary>
    private static ImapValue? ItemOf(ImapResponse.Data data, string name)
    {
        if (data is not { Name: "FETCH", Values: [ImapValue.List { Items: var items }] })
            return null;
        for (int i = 0; i + 1 < items.Count; i += 2)
        {
            if (items[i] is ImapValue.Atom { Text: var text } && text.Equals(name, StringComparison.OrdinalIgnoreCase))
                return items[i + 1];
        }
        return null;
    }
}

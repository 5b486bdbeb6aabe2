using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Simulation;

/// <summary>One unit of work: makes new tables out of old ones.</summary>
internal sealed class MemoryUnit(MemoryTables tables) : IUnitOfWork
{
    private readonly JournalChain _chain = new();
    private MemoryTables _tables = tables;
    private long _lastGiven = tables.Requests.IsEmpty ? 0 : tables.Requests.Keys.Max();
    private bool _isClosed;

    /// <summary>The tables with what the unit has done so far.</summary>
    public MemoryTables Tables
    {
        get => _isClosed ? throw new InvalidOperationException("The unit of work has ended.") : _tables;
        private set => _tables = value;
    }

    public IDocumentTables Documents => new MemoryDocuments(() => Tables, tables => Tables = tables);

    public ICirculationTables Circulation => new MemoryCirculation(() => Tables, tables => Tables = tables);

    public MemoryTables Close()
    {
        _isClosed = true;
        return _tables;
    }

    public long AppendMessage(JournalEntry entry)
    {
        CheckLimits(entry);
        var id = Tables.Journal.Count + 1L;
        var identity = entry is { Direction: Direction.In, Identity: { } own } && (entry.Scope ?? entry.Partner) is { } scope
            ? (scope, entry.Protocol, own)
            : default;
        var isFirst = identity != default && !Tables.Seen.ContainsKey(identity);
        var stored = isFirst || entry.Direction == Direction.Out ? entry : entry with { Identity = null, Scope = null };
        Tables = Tables with
        {
            Journal = Tables.Journal.Add(new JournalRow(id, stored, stored.Raw.Length, Link(id, stored))),
            Seen = isFirst ? Tables.Seen.Add(identity, id) : Tables.Seen,
        };
        return id;
    }

    public SeenMessage? FindSeen(string scope, string protocol, string identity)
    {
        if (!Tables.Seen.TryGetValue((scope, protocol, identity), out var id))
        {
            return null;
        }

        var entry = Tables.Journal[(int)id - 1].Entry;
        return new SeenMessage(id, entry.Digest, entry.Outcome!.Value, entry.Reply, entry.Request);
    }

    public int CountArrivals(long request, string partner, string protocol, DateTimeOffset since) =>
        Tables.Journal.Count(row => row.Entry is { Direction: Direction.In } entry && entry.Request == request
            && entry.Partner == partner && entry.Protocol == protocol && entry.At >= since);

    public SubjectMark? FindSubject(string subject) => Tables.Subjects.GetValueOrDefault(subject);

    public void MarkSubject(string subject, SubjectMark mark)
    {
        StoreLimits.Require(subject.Length, StoreLimits.IdentityChars, "subject");
        Tables = Tables with { Subjects = Tables.Subjects.SetItem(subject, mark) };
    }

    public void PutLetter(StaffLetter letter) => Tables = Tables with { Letters = Tables.Letters.SetItem(letter.Id, letter) };

    public StaffLetter? FindLetter(long id) => Tables.Letters.GetValueOrDefault(id);

    public long NextRequestNumber()
    {
        _ = Tables;
        return ++_lastGiven;
    }

    public RequestState? FindRequest(long number) => Tables.Requests.GetValueOrDefault(number);

    public RequestState? FindByTransaction(Side side, TransactionId transaction, Symbol? requester)
    {
        var key = HashKey.OfTransaction(side, requester, transaction);
        return Tables.Transactions.GetValueOrDefault(key, []).Select(number => Tables.Requests[number])
            .FirstOrDefault(state => state.Side == side && HashKey.Holds(state, transaction, requester));
    }

    public void InsertRequest(RequestState state, PreparedContent? content = null)
    {
        if (state.Number < 1 || state.Number > _lastGiven || Tables.Requests.ContainsKey(state.Number))
        {
            throw new InvalidOperationException($"Number {state.Number} was not given to this unit of work.");
        }

        Put(state);
    }

    public void UpdateRequest(RequestState state)
    {
        if (FindRequest(state.Number) is not { } before || before.Version != state.Version - 1)
        {
            throw new StaleRequestException(
                $"Request {state.Number} does not exist or no longer has version {state.Version - 1}.");
        }

        Put(state);
    }

    public RequestState? FindRepeated(RequestState request, DateTimeOffset since) =>
        HashKey.OfRepeat(request) is { } key
            ? Tables.Requests.Values.Where(state => HashKey.OfRepeat(state) == key && state.CreatedAt >= since
                && state.Number != request.Number && state.Status != Status.Deleted).MaxBy(state => state.Number)
            : null;

    public int CountOpenDigital(RequestState request) => HashKey.OfDigitalPatron(request) is { } key
        ? Tables.Requests.Values.Count(state => state.Number != request.Number && HashKey.OfDigitalPatron(state) == key)
        : 0;

    public int CountCopies(RequestState request, CopyStage from, int publishedWithinYears) => CopyCard.Of(request) is { } copy
        ? Tables.Requests.Values.Count(state => state.Number != request.Number && CopyCard.Of(state) is { } other
            && ((other.Issn is not null && other.Issn == copy.Issn) || (other.Title is not null && other.Title == copy.Title))
            && other.Stage >= from && other.Age <= publishedWithinYears)
        : 0;

    /// <summary>There is no index of words here: every search reads everything.</summary>
    public int IndexText(int limit) => 0;

    public void ForgetText(RequestState state) => throw new NotSupportedException("Memory is not pruned.");

    public bool MergeText() => throw new NotSupportedException("Memory is not pruned.");

    public void AppendHistory(HistoryEntry entry) => Tables = Tables with { History = Tables.History.Add(entry) };

    public long Enqueue(OutboxEntry entry)
    {
        var id = Tables.Outbox.Count + 1L;
        PutRow(new OutboxRow { Id = id, Entry = entry, State = OutboxState.Waiting, Attempts = 0, NextAt = entry.NotBefore });
        return id;
    }

    public OutboxRow? FindOutbox(long id) => Tables.Outbox.TryGetValue(id, out var row)
        ? row with { Bytes = row.Message is { } message ? Tables.Journal[(int)message - 1].Entry.Raw : default(ReadOnlyMemory<byte>?) }
        : null;

    public IReadOnlyList<OutboxRow> WaitingBehind(OutboxRow row) => [.. Tables.OpenRows.Where(later =>
        later.Id > row.Id && later.State == OutboxState.Waiting && row.Entry.Request is not null
        && later.Entry.Request == row.Entry.Request && later.Entry.Partner == row.Entry.Partner)];

    public OutboxRow? LeaseNext(string partner, DateTimeOffset now)
    {
        var next = Tables.OpenRows
            .Where(row => row.State == OutboxState.Waiting && row.Entry.Partner == partner && row.NextAt <= now)
            .OrderBy(row => row.NextAt).ThenBy(row => row.Id)
            .FirstOrDefault(Tables.IsHead);
        if (next is null)
        {
            return null;
        }

        PutRow(next with { State = OutboxState.Sending, Attempts = next.Attempts + 1 });
        return FindOutbox(next.Id);
    }

    public void SetOutboxMessage(long outboxId, long messageId) => PutRow(Row(outboxId) with { Message = messageId });

    public void FinishOutbox(long id, OutboxState state, DateTimeOffset at, string detail)
    {
        if (state is OutboxState.Waiting or OutboxState.Sending)
        {
            throw new ArgumentOutOfRangeException(nameof(state), state, "A row ends in a final state.");
        }

        PutRow(Row(id) with { State = state, FinishedAt = at, LastDetail = detail });
    }

    public void DeferOutbox(long id, DateTimeOffset nextAt, bool inDoubt, string detail) => PutRow(Row(id) with
    {
        State = OutboxState.Waiting, NextAt = nextAt, InDoubt = inDoubt, LastDetail = detail, FinishedAt = null,
    });

    public void PostponeOutbox(long id, DateTimeOffset nextAt, string detail) => PutRow(Row(id) with
    {
        State = OutboxState.Waiting, NextAt = nextAt, LastDetail = detail, Attempts = Row(id).Attempts - 1,
    });

    public int CountBounce(long id)
    {
        PutRow(Row(id) with { Bounces = Row(id).Bounces + 1 });
        return Row(id).Bounces;
    }

    public LaneHold? FindLaneHold(string partner) => Tables.Holds.GetValueOrDefault(partner);

    public int RecoverLeases(DateTimeOffset now)
    {
        var left = Tables.OpenRows.Where(row => row.State == OutboxState.Sending).ToArray();
        foreach (var row in left)
        {
            PutRow(row with { State = OutboxState.Waiting, InDoubt = true, NextAt = now });
        }

        return left.Length;
    }

    public void SetLaneHold(string partner, string? reason, DateTimeOffset at) => Tables = Tables with
    {
        Holds = reason is null
            ? Tables.Holds.Remove(partner)
            : Tables.Holds.SetItem(partner, new LaneHold(partner, reason, at)),
    };

    // A simulated consortium does not live long enough for anything to be old.
    public PruneStep Prune(Prunable what, DateTimeOffset before, long after, int rows) =>
        throw new NotSupportedException("Memory is not pruned.");

    public int RemoveRequestBytes(long request) => throw new NotSupportedException("Memory is not pruned.");

    public bool RemoveRequest(long number, DateOnly on) => throw new NotSupportedException("Memory is not pruned.");

    private static void CheckLimits(JournalEntry entry)
    {
        StoreLimits.Require(entry.Raw.Length, StoreLimits.MessageOctets, "message");
        StoreLimits.Require(entry.Reply?.Length ?? 0, StoreLimits.MessageOctets, "reply");
        StoreLimits.Require(entry.Identity?.Length ?? 0, StoreLimits.IdentityChars, "message identity");
        if (entry.Direction == Direction.In && entry.Outcome is null or ArrivalOutcome.Unavailable)
        {
            throw new ArgumentException("An arrival is journalled with what became of it.", nameof(entry));
        }
    }

    private byte[] Link(long id, JournalEntry entry)
    {
        var link = new byte[JournalChain.LinkOctets];
        var previous = id == 1 ? JournalChain.Start : Tables.Journal[(int)id - 2].Hash.Span;
        Link(_chain, previous, id, entry, link);
        return link;
    }

    /// <summary>The link of the hash chain for a row.</summary>
    public static void Link(JournalChain chain, ReadOnlySpan<byte> previous, long id, JournalEntry entry, Span<byte> link)
    {
        var losses = entry.Losses.Losses.Count == 0
            ? []
            : JsonSerializer.SerializeToUtf8Bytes(entry.Losses, RequestJson.Options);
        var reply = entry.Reply is { } bytes ? SHA256.HashData(bytes.Span) : [];
        chain.Link(previous, id, entry,
            new ChainedBytes(entry.Raw.Length, SHA256.HashData(entry.Raw.Span), reply, losses), link);
    }

    private void Put(RequestState state)
    {
        CheckLength(state);
        var keys = HashKey.OfTransactions(state).Where(key =>
            !Tables.Transactions.GetValueOrDefault(key, []).Contains(state.Number)).ToArray();
        Tables = Tables with
        {
            Requests = Tables.Requests.SetItem(state.Number, state),
            Transactions = Tables.Transactions.SetItems(keys.Select(key => KeyValuePair.Create(
                key, Tables.Transactions.GetValueOrDefault(key, []).Add(state.Number)))),
        };
    }

    // Writing the state out to measure it is dear; only notes can make one so long that it matters.
    private static void CheckLength(RequestState state)
    {
        if (state.Notes.Sum(note => note.Text.Length) > StoreLimits.StateOctets / 8)
        {
            var written = JsonSerializer.SerializeToUtf8Bytes(state, RequestJson.Options);
            StoreLimits.Require(written.Length, StoreLimits.StateOctets, "request's state");
        }
    }

    private OutboxRow Row(long id) =>
        Tables.Outbox.GetValueOrDefault(id) ?? throw new InvalidOperationException($"There is no outbox row {id}.");

    private void PutRow(OutboxRow row) => Tables = Tables with
    {
        Outbox = Tables.Outbox.SetItem(row.Id, row with { Bytes = null }),
        Open = row.State is OutboxState.Waiting or OutboxState.Sending ? Tables.Open.Add(row.Id) : Tables.Open.Remove(row.Id),
    };
}

using System.Collections.Immutable;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Tests.Simulation;

/// <summary>Everything that a store holds, as one immutable value: a unit of work makes the next one, a commit puts it
/// in the place of the last, and a crash simply never puts it there.</summary>
internal sealed record MemoryTables
{
    public ImmutableList<JournalRow> Journal { get; init; } = [];

    /// <summary>The first arrival with an identity: the number of its journal row.</summary>
    public ImmutableDictionary<(string Scope, string Protocol, string Identity), long> Seen { get; init; } =
        ImmutableDictionary<(string Scope, string Protocol, string Identity), long>.Empty;

    public ImmutableSortedDictionary<long, RequestState> Requests { get; init; } =
        ImmutableSortedDictionary<long, RequestState>.Empty;

    /// <summary>The numbers of the requests under the key of a transaction; a key is never taken away.</summary>
    public ImmutableDictionary<long, ImmutableSortedSet<long>> Transactions { get; init; } =
        ImmutableDictionary<long, ImmutableSortedSet<long>>.Empty;

    /// <summary>What was done last about the subjects of circulation.</summary>
    public ImmutableDictionary<string, SubjectMark> Subjects { get; init; } =
        ImmutableDictionary.Create<string, SubjectMark>(StringComparer.Ordinal);

    /// <summary>The letters before the staff.</summary>
    public ImmutableSortedDictionary<long, StaffLetter> Letters { get; init; } =
        ImmutableSortedDictionary<long, StaffLetter>.Empty;

    public ImmutableSortedDictionary<long, CirculationRecord> Circulation { get; init; } =
        ImmutableSortedDictionary<long, CirculationRecord>.Empty;

    /// <summary>The keys by which records of circulation are found, and the numbers that they lead to.</summary>
    public ImmutableSortedSet<(int Index, string Value, long Number)> CirculationKeys { get; init; } =
        ImmutableSortedSet.Create(MemoryCirculation.ByKey);

    /// <summary>The last number that a record of circulation was given.</summary>
    public long LastCirculation { get; init; }

    public ImmutableSortedDictionary<long, StoredDocument> Documents { get; init; } =
        ImmutableSortedDictionary<long, StoredDocument>.Empty;

    public ImmutableSortedDictionary<long, DocumentLink> Links { get; init; } = ImmutableSortedDictionary<long, DocumentLink>.Empty;

    public ImmutableSortedDictionary<long, DocumentView> Views { get; init; } = ImmutableSortedDictionary<long, DocumentView>.Empty;

    /// <summary>The last number that a document was given.</summary>
    public long LastDocument { get; init; }

    public ImmutableList<HistoryEntry> History { get; init; } = [];

    public ImmutableSortedDictionary<long, OutboxRow> Outbox { get; init; } =
        ImmutableSortedDictionary<long, OutboxRow>.Empty;

    /// <summary>The rows of the outbox that are not finished.</summary>
    public ImmutableSortedSet<long> Open { get; init; } = [];

    public ImmutableSortedDictionary<string, LaneHold> Holds { get; init; } =
        ImmutableSortedDictionary.Create<string, LaneHold>(StringComparer.Ordinal);

    /// <summary>The unfinished rows, in the order in which they were decided.</summary>
    public IEnumerable<OutboxRow> OpenRows => Open.Select(id => Outbox[id]);

    /// <summary>Is no earlier message of the same request on its way to the same partner?</summary>
    public bool IsHead(OutboxRow row) => row.Entry.Request is null || !OpenRows.Any(earlier =>
        earlier.Id < row.Id && earlier.Entry.Request == row.Entry.Request && earlier.Entry.Partner == row.Entry.Partner);
}

/// <summary>What survives a crash: the tables of the last commit.</summary>
internal sealed class MemoryDisk
{
    /// <summary>As the last commit left them.</summary>
    public MemoryTables Tables { get; private set; } = new();

    /// <summary>While full, every commit fails and nothing of it is kept.</summary>
    public bool IsFull { get; set; }

    /// <summary>Told of every commit: the tables before and after it.</summary>
    public Action<MemoryTables, MemoryTables>? Committed { get; set; }

    public void Commit(MemoryTables tables)
    {
        if (IsFull)
        {
            throw new IOException("No space left on the disk.");
        }

        var before = Tables;
        Tables = tables;
        Committed?.Invoke(before, tables);
    }
}

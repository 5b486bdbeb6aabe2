using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Tests.Simulation;

/// <summary>The records of circulation within a unit of work in memory.</summary>
internal sealed class MemoryCirculation(Func<MemoryTables> read, Action<MemoryTables> write) : ICirculationTables
{
    /// <summary>The order of keys: as the octets of their values, which for what they hold is the order of their letters.</summary>
    public static IComparer<(int Index, string Value, long Number)> ByKey { get; } =
        Comparer<(int Index, string Value, long Number)>.Create((one, other) =>
            one.Index != other.Index ? one.Index.CompareTo(other.Index)
            : string.CompareOrdinal(one.Value, other.Value) is var order and not 0 ? order
            : one.Number.CompareTo(other.Number));

    public static IEnumerable<T> By<T>(MemoryTables tables, CirculationKey first, CirculationKey last)
        where T : CirculationRecord
    {
        var keys = tables.CirculationKeys;
        var at = keys.IndexOf(((int)first.Index, first.Value, long.MinValue));
        for (at = at < 0 ? ~at : at; at < keys.Count; at++)
        {
            var key = keys[at];
            if (key.Index != (int)last.Index || string.CompareOrdinal(key.Value, last.Value) > 0)
            {
                yield break;
            }

            if (tables.Circulation[key.Number] is T found)
            {
                yield return found;
            }
        }
    }

    public T? Find<T>(long number)
        where T : CirculationRecord => read().Circulation.GetValueOrDefault(number) as T;

    public IReadOnlyList<T> FindBy<T>(CirculationKey key, int limit = StoreLimits.PageRows)
        where T : CirculationRecord => [.. By<T>(read(), key, key).Take(limit)];

    public IReadOnlyList<T> FindUpTo<T>(CirculationKey last, int limit = StoreLimits.PageRows)
        where T : CirculationRecord => [.. By<T>(read(), last with { Value = "" }, last).Take(limit)];

    public long Count(CirculationKey key) => By<CirculationRecord>(read(), key, key).LongCount();

    public T Insert<T>(T record)
        where T : CirculationRecord
    {
        var number = read().LastCirculation + 1;
        var stored = (T)(record with { Number = number });
        write(read() with { LastCirculation = number });
        Put(stored);
        return stored;
    }

    public void Update<T>(T record)
        where T : CirculationRecord
    {
        Remove(record);
        Put(record);
    }

    public void Remove<T>(T record)
        where T : CirculationRecord
    {
        var stored = Find<T>(record.Number)
            ?? throw new StaleRequestException($"There is no record {record.Number} of circulation any more.");
        write(read() with
        {
            Circulation = read().Circulation.Remove(record.Number),
            CirculationKeys = read().CirculationKeys.Except(KeysOf(stored)),
        });
    }

    private static IEnumerable<(int Index, string Value, long Number)> KeysOf(CirculationRecord record) =>
        record.Keys.Select(key => ((int)key.Index, key.Value, record.Number));

    private void Put(CirculationRecord record) => write(read() with
    {
        Circulation = read().Circulation.SetItem(record.Number, record),
        CirculationKeys = read().CirculationKeys.Union(KeysOf(record)),
    });
}

/// <summary>The same outside of units of work.</summary>
internal sealed class MemoryCirculationReader(Func<MemoryTables> read) : ICirculationReader
{
    public Task<T?> FindAsync<T>(long number, CancellationToken cancellationToken)
        where T : CirculationRecord => Task.FromResult(read().Circulation.GetValueOrDefault(number) as T);

    public Task<IReadOnlyList<T>> FindByAsync<T>(CirculationKey key, int limit, CancellationToken cancellationToken)
        where T : CirculationRecord =>
        Task.FromResult<IReadOnlyList<T>>([.. MemoryCirculation.By<T>(read(), key, key).Take(limit)]);

    public Task<Page<T>> ListAsync<T>(long? after, int limit, CancellationToken cancellationToken)
        where T : CirculationRecord
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, StoreLimits.PageRows);
        var found = read().Circulation.Values.OfType<T>().Where(record => record.Number < (after ?? long.MaxValue))
            .OrderByDescending(record => record.Number).Take(limit + 1).ToArray();
        return Task.FromResult(found.Length <= limit
            ? new Page<T>(found, null)
            : new Page<T>(found[..limit], found[limit - 1].Number));
    }
}

using ResourceSharing.Gateway.Circulation;

namespace ResourceSharing.Gateway.Storage;

/// <summary>Patrons, items, holds, loans and fees, as the writer sees them. Finding by a key costs the same however much
/// there is.</summary>
public interface ICirculationTables
{
    /// <summary>A record by its number; null when there is none, or it is of another kind.</summary>
    T? Find<T>(long number)
        where T : CirculationRecord;

    /// <summary>The records that have a key, the oldest first.</summary>
    /// <param name="key">The key.</param>
    /// <param name="limit">At most so many.</param>
    IReadOnlyList<T> FindBy<T>(CirculationKey key, int limit = StoreLimits.PageRows)
        where T : CirculationRecord;

    /// <summary>The records of an index up to a value, by value.</summary>
    /// <param name="last">The index, and the last value.</param>
    /// <param name="limit">At most so many.</param>
    IReadOnlyList<T> FindUpTo<T>(CirculationKey last, int limit = StoreLimits.PageRows)
        where T : CirculationRecord;

    /// <summary>How many records have a key.</summary>
    long Count(CirculationKey key);

    /// <summary>Stores a new record and gives it a number.</summary>
    /// <exception cref="StoreLimitException">It is longer than the store takes.</exception>
    T Insert<T>(T record)
        where T : CirculationRecord;

    /// <summary>Stores a changed record.</summary>
    /// <exception cref="StaleRequestException">There is no such record any more.</exception>
    void Update<T>(T record)
        where T : CirculationRecord;

    /// <summary>Removes a record.</summary>
    void Remove<T>(T record)
        where T : CirculationRecord;
}

/// <summary>Patrons, items, holds, loans and fees outside of units of work, as of the last commit.</summary>
public interface ICirculationReader
{
    /// <summary>A record by its number; null when there is none, or it is of another kind.</summary>
    Task<T?> FindAsync<T>(long number, CancellationToken cancellationToken)
        where T : CirculationRecord;

    /// <summary>The records that have a key, the oldest first.</summary>
    Task<IReadOnlyList<T>> FindByAsync<T>(CirculationKey key, int limit, CancellationToken cancellationToken)
        where T : CirculationRecord;

    /// <summary>All records of a kind, newest first.</summary>
    /// <param name="after">The number to continue after; null for the start.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Page<T>> ListAsync<T>(long? after, int limit, CancellationToken cancellationToken)
        where T : CirculationRecord;
}

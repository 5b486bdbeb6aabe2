using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>
/// The embedded store: one SQLite file in write-ahead mode, synced at every commit. One process writes;
/// others may read beside it.
/// </summary>
public sealed class SqliteStore : IStore
{
    private readonly SqliteStoreOptions options;
    private readonly SqliteReaders readers;
    private readonly FileStream? folderLock;
    private readonly SqliteEngine? engine;
    private readonly SqliteWriter? writer;
    private int disposed;

    private SqliteStore(SqliteStoreOptions options, FileStream? folderLock, SqliteEngine? engine)
    {
        this.options = options;
        this.folderLock = folderLock;
        this.engine = engine;
        this.readers = new SqliteReaders(options.File, options.Readers);
        Circulation = new SqliteCirculationReader(this.readers);
        Documents = new SqliteDocumentReader(this.readers);
        this.writer = engine is null ? null : new SqliteWriter(engine, options);
    }

    /// <inheritdoc/>
    public ICirculationReader Circulation { get; }

    /// <inheritdoc/>
    public IDocumentReader Documents { get; }

    /// <inheritdoc/>
    public string? LastFailure => this.writer?.LastFailure;

    /// <summary>Opens the store, makes it when there is none, and brings its schema up to date.</summary>
    /// <exception cref="StoreUnusableException">Another process runs on the folder, the file is damaged or
    /// from a newer version, or the folder cannot be written.</exception>
    public static SqliteStore Open(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            return options.ReadOnly ? OpenToRead(options) : OpenToWrite(options);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreUnusableException(
                $"The store {options.File} cannot be opened: {exception.Message} If the file is damaged, restore a "
                + "backup.",
                exception);
        }
    }

    /// <inheritdoc/>
    public Task<T> WriteAsync<T>(Func<IUnitOfWork, T> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return this.writer is null
            ? Task.FromException<T>(new StoreUnavailableException("The store was opened for reading only."))
            : this.writer.WriteAsync(work, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RequestState?> FindRequestAsync(long number, CancellationToken cancellationToken) =>
        this.readers.ReadAsync(connection => SqliteQueries.FindRequest(connection, number), cancellationToken);

    /// <inheritdoc/>
    public async Task<Page<RequestState>> ListRequestsAsync(
        RequestFilter filter, long? after, int limit, CancellationToken cancellationToken)
    {
        var cursor = after is { } number ? new RequestCursor("", number) : null;
        var page = await ListRequestsAsync(filter, RequestOrder.NewestFirst, cursor, limit, cancellationToken);
        return new Page<RequestState>(page.Items, page.Next?.Number);
    }

    /// <inheritdoc/>
    public Task<OrderedPage> ListRequestsAsync(
        RequestFilter filter, RequestOrder order, RequestCursor? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(order);
        CheckLimit(limit);
        return this.readers.ReadAsync(
            connection => RequestQueries.List(connection, filter, order, after, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DashboardCounts>> CountDashboardAsync(string user, CancellationToken cancellationToken) =>
        this.readers.ReadAsync(connection => RequestQueries.Dashboard(connection, user), cancellationToken);

    /// <inheritdoc/>
    public Task<Ageing> AgeingAsync(Side? side, string? partner, DateOnly today, CancellationToken cancellationToken) =>
        this.readers.ReadAsync(connection => RequestQueries.Ageing(connection, side, partner, today), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DepartmentCounts>> CountDepartmentsAsync(DateOnly today, CancellationToken cancellationToken) =>
        this.readers.ReadAsync(connection => RequestQueries.Departments(connection, today), cancellationToken);

    /// <inheritdoc/>
    public Task<RequestFacets> CountRequestsAsync(RequestFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return this.readers.ReadAsync(
            connection => RequestQueries.Count(connection, filter), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(long request, CancellationToken cancellationToken) =>
        this.readers.ReadAsync(connection => SqliteQueries.History(connection, request), cancellationToken);

    /// <inheritdoc/>
    public Task<Page<JournalRow>> ListMessagesAsync(
        long? request, bool onlyQuarantined, long? after, int limit, CancellationToken cancellationToken)
    {
        CheckLimit(limit);
        return this.readers.ReadAsync(
            connection => SqliteQueries.ListMessages(connection, request, onlyQuarantined, after, limit),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<JournalRow?> FindMessageAsync(long id, CancellationToken cancellationToken) =>
        this.readers.ReadAsync(connection => SqliteQueries.FindMessage(connection, id), cancellationToken);

    /// <inheritdoc/>
    public Task<Page<StaffLetter>> ListLettersAsync(
        bool? isWaiting, long? after, int limit, CancellationToken cancellationToken)
    {
        CheckLimit(limit);
        return this.readers.ReadAsync(
            connection => SqliteLetters.List(connection, isWaiting, after, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StaffLetter?> FindLetterAsync(long id, CancellationToken cancellationToken) =>
        this.readers.ReadAsync(connection => SqliteLetters.Find(connection, id), cancellationToken);

    /// <inheritdoc/>
    public Task<long> CountWaitingLettersAsync(CancellationToken cancellationToken) =>
        this.readers.ReadAsync(SqliteLetters.CountWaiting, cancellationToken);

    /// <inheritdoc/>
    public Task<Page<OutboxRow>> ListOutboxAsync(
        string? partner, OutboxState? state, long? after, int limit, CancellationToken cancellationToken)
    {
        CheckLimit(limit);
        return this.readers.ReadAsync(
            connection => SqliteQueries.ListOutbox(connection, partner, state, after, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<QueueDepth>> QueueDepthsAsync(CancellationToken cancellationToken) =>
        this.readers.ReadAsync(SqliteQueries.QueueDepths, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> PartnersWithDueWorkAsync(
        DateTimeOffset now, CancellationToken cancellationToken) =>
        this.readers.ReadAsync(connection => SqliteQueries.PartnersWithDueWork(connection, now), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DatedRequest>> RequestsPastAsync(
        DateSearch search, DatedRequest? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(search);
        CheckLimit(limit);
        return this.readers.ReadAsync(
            connection => RequestDates.Find(connection, search, after, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LaneHold>> LaneHoldsAsync(CancellationToken cancellationToken) =>
        this.readers.ReadAsync(SqliteQueries.LaneHolds, cancellationToken);

    /// <inheritdoc/>
    public Task<VerifyReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken) =>
        Task.Run(() => SqliteVerification.Run(this.options.File, progress, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task BackupAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Task.Run(() => SqliteBackup.Write(this.options.File, path, cancellationToken), cancellationToken);
    }

    /// <summary>Finishes the units of work that were accepted, empties the log and releases the
    /// folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref this.disposed, 1) != 0)
        {
            return;
        }

        await this.readers.DisposeAsync();
        if (this.writer is not null)
        {
            await this.writer.DisposeAsync();
        }

        this.engine?.Dispose();
        if (this.folderLock is not null)
        {
            await this.folderLock.DisposeAsync();
        }
    }

    private static SqliteStore OpenToRead(SqliteStoreOptions options)
    {
        if (!File.Exists(options.File))
        {
            throw new StoreUnusableException($"There is no store in {options.DataFolder}: start the gateway once.");
        }

        using (var connection = SqliteReaders.Open(options.File))
        {
            SqliteSchema.RequireNewest(connection);
        }

        return new SqliteStore(options, folderLock: null, engine: null);
    }

    private static SqliteStore OpenToWrite(SqliteStoreOptions options)
    {
        Directory.CreateDirectory(options.DataFolder);
        var locked = LockFolder(options);
        try
        {
            return new SqliteStore(options, locked, new SqliteEngine(options));
        }
        catch
        {
            locked.Dispose();
            throw;
        }
    }

    // The system releases the lock when the process ends, however it ends; the file itself may stay.
    private static FileStream LockFolder(SqliteStoreOptions options)
    {
        var path = Path.Combine(options.DataFolder, SqliteStoreOptions.LockName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new StoreUnusableException(
                $"Another process runs on the data folder {options.DataFolder} (its lock is {path}). Stop it "
                + "first, or choose another folder.",
                exception);
        }
    }

    private static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, StoreLimits.PageRows);
    }
}

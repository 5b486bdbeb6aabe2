using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>
/// The thread that writes. It takes the units of work that wait, runs each in a savepoint of its own inside
/// one transaction, commits once, and only then tells the callers. It never waits for more to come: the time
/// of one commit is what gathers the next one, and prepares it on the other threads.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    // With this many times the wanted log, commits wait for the checkpoint: the disk does not keep up.
    private const int TooLong = 3;

    private readonly SqliteEngine engine;
    private readonly SqliteStoreOptions options;
    private readonly SqliteCheckpoints checkpoints;
    private readonly Channel<WaitingUnit> waiting;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<WaitingUnit> batch = [];
    private int pagesInLog;
    private bool isMoving;
    private bool mustLoad = true;
    private bool mustFit = true;
    private volatile string? lastFailure;

    public SqliteWriter(SqliteEngine engine, SqliteStoreOptions options)
    {
        this.engine = engine;
        this.options = options;
        this.checkpoints = new SqliteCheckpoints(options.File);
        this.waiting = Channel.CreateBounded<WaitingUnit>(new BoundedChannelOptions(options.WaitingUnits)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
        new Thread(Work) { Name = "store writer", IsBackground = true }.Start();
    }

    /// <summary>Why the last commit failed; null when it did not.</summary>
    public string? LastFailure => this.lastFailure;

    public Task<T> WriteAsync<T>(Func<IUnitOfWork, T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var unit = new WaitingUnit<T>(work, cancellationToken);
        if (this.waiting.Writer.TryWrite(unit))
        {
            return unit.Task;
        }

        return Task.FromException<T>(new StoreUnavailableException(
            this.waiting.Reader.Completion.IsCompleted || this.ended.Task.IsCompleted
                ? "The store is closing."
                : "Too much is waiting to be stored, or the store is closing: try again later."));
    }

    /// <summary>Finishes what was accepted and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        this.waiting.Writer.TryComplete();
        await this.ended.Task;
    }

    private void Work()
    {
        try
        {
            while (WaitForWork())
            {
                CommitWaiting();
            }

            this.checkpoints.Wait();
            this.engine.Checkpoint(truncate: true);
        }
        finally
        {
            this.checkpoints.Dispose();
            this.ended.SetResult();
        }
    }

    // The thread is ours: it may sleep here.
    private bool WaitForWork() => this.waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();

    private void CommitWaiting()
    {
        this.batch.Clear();
        try
        {
            RunWaiting();
        }
        catch (Exception exception)
        {
            this.engine.Rollback();
            this.mustLoad = true;
            this.lastFailure = exception.Message;
            foreach (var unit in this.batch)
            {
                unit.Fail(new StoreUnavailableException(
                    $"The store cannot write now, nothing was kept: {exception.Message}", exception));
            }

            return;
        }

        this.lastFailure = null;
        foreach (var unit in this.batch)
        {
            unit.Complete();
        }

        CheckpointWhenLarge();
    }

    private void RunWaiting()
    {
        long octets = 0;
        var units = Math.Min(
            this.options.UnitsPerCommit, Math.Max(this.waiting.Reader.Count, StoreLimits.UnitsThatCatchUp));
        while (this.batch.Count < units && octets < StoreLimits.OctetsPerCommit
            && this.waiting.Reader.TryRead(out var unit))
        {
            if (unit.IsGivenUp)
            {
                unit.Cancel();
                continue;
            }

            this.batch.Add(unit);
            BeginOnce();
            octets += Run(unit);
        }

        if (this.batch.Count > 0)
        {
            this.engine.Commit();
        }
    }

    // After a failure the heads are read again: whether a failed commit reached the disk is for the file to
    // say.
    private void BeginOnce()
    {
        if (this.batch.Count > 1)
        {
            return;
        }

        this.engine.Begin();
        if (this.mustLoad)
        {
            this.engine.Load();
            this.mustLoad = false;
        }

        if (this.mustFit)
        {
            this.engine.FitCache();
            this.mustFit = false;
        }
    }

    private long Run(WaitingUnit unit)
    {
        this.engine.BeginUnit();
        var work = new SqliteUnitOfWork(this.engine);
        try
        {
            unit.Run(work);
        }
        catch (Exception exception) when (!IsEngineFailure(exception))
        {
            unit.Fault = exception;
        }
        finally
        {
            work.Close();
        }

        if (unit.Fault is null)
        {
            this.engine.EndUnit();
        }
        else
        {
            this.engine.GoBack();
        }

        return work.Octets;
    }

    // What concerns the file and not the unit: then nothing of the whole commit can be trusted. A constraint
    // that a unit has broken (1 to 3, 12, 18 to 21, 25) stays with that unit.
    private static bool IsEngineFailure(Exception exception) => exception is SqliteException
    {
        SqliteErrorCode: 4 or 5 or 6 or 7 or 8 or 9 or 10 or 11 or 13 or 14 or 15 or 17 or 22 or 23 or 26,
    };

    private void CheckpointWhenLarge()
    {
        this.pagesInLog += this.engine.TakeLoggedPages();
        if (this.pagesInLog < this.options.LogPages)
        {
            return;
        }

        if (!this.isMoving)
        {
            this.checkpoints.Start();
            this.isMoving = true;
            return;
        }

        if (this.pagesInLog >= TooLong * this.options.LogPages)
        {
            this.checkpoints.Wait();
        }

        if (this.checkpoints.IsIdle)
        {
            this.isMoving = false;
            this.pagesInLog = this.engine.Checkpoint(truncate: false) ? 0 : this.pagesInLog;
            this.mustFit = true;
        }
    }
}

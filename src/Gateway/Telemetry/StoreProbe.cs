using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Telemetry;

/// <summary>
/// Finds out whether the store can write, by writing: a mark is set and taken away in one unit of work, so that a real
/// commit reaches the disk and nothing is left. The answer is kept for a while, since anybody may ask for it.
/// </summary>
internal sealed class StoreProbe : IDisposable
{
    /// <summary>How long an answer counts.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // No partner has such a code.
    private const string Mark = "(readiness)";

    private readonly SemaphoreSlim _one = new(1);
    private readonly IStore _store;
    private readonly TimeProvider _time;
    private Answer? _last;

    public StoreProbe(IStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
    }

    /// <summary>Why the store cannot write, for the operator; null when it can.</summary>
    public async Task<string?> WhyNotAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_last is null || _time.GetElapsedTime(_last.At) > Validity)
            {
                _last = new Answer(await WriteAsync(cancellationToken), _time.GetTimestamp());
            }

            return _last.Fault;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<string?> WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            var at = _time.GetUtcNow();
            return await _store.WriteAsync(
                work =>
                {
                    work.SetLaneHold(Mark, "readiness", at);
                    work.SetLaneHold(Mark, null, at);
                    return (string?)null;
                },
                cancellationToken).WaitAsync(Patience, _time, cancellationToken);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException)
        {
            return fault.Message;
        }
    }

    private sealed record Answer(string? Fault, long At);
}

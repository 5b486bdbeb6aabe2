using System.Collections.Concurrent;

namespace ResourceSharing.Gateway.Intake;

/// <summary>Lets work with one key through one after the other, and all else at once.</summary>
internal sealed class OneAtATime
{
    private readonly ConcurrentDictionary<string, Task> _underWay = new(StringComparer.Ordinal);

    /// <summary>Waits until nothing with the key is under way, then does the work.</summary>
    public async Task<T> RunAsync<T>(string key, Func<Task<T>> work)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (_underWay.GetOrAdd(key, over.Task) is var first && first != over.Task)
        {
            await first;
        }

        try
        {
            return await work();
        }
        finally
        {
            _underWay.TryRemove(key, out _);
            over.SetResult();
        }
    }
}

using System.Threading.Channels;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Locating;

/// <summary>The requests for which catalogues are to be asked. What it cannot hold is found by looking through the
/// store.</summary>
internal sealed class LocateQueue
{
    /// <summary>Numbers of 8 octets; what is beyond is found by the next look.</summary>
    private const int MaxWaiting = 100_000;

    private readonly Channel<long> _numbers = Channel.CreateBounded<long>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Is there something to ask for a request?</summary>
    public static bool IsWanted(RequestState state) => state is { Side: Side.Borrowing, Status: Status.LocateInProcess }
        or { Side: Side.Lending, IsLocateWanted: true, Status: Status.RequestCreatedLend or Status.LocateFailed };

    /// <summary>After a commit: puts the request in the queue, if there is something to ask for it.</summary>
    public void AddIfWanted(RequestState state)
    {
        if (IsWanted(state))
        {
            _numbers.Writer.TryWrite(state.Number);
        }
    }

    /// <summary>What could not be worked on comes again.</summary>
    public void AddAgain(long number) => _numbers.Writer.TryWrite(number);

    /// <summary>The next number; null when it is time to look through the store.</summary>
    public async Task<long?> NextAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        if (_numbers.Reader.TryRead(out var waiting))
        {
            return waiting;
        }

        using var timeout = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await _numbers.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}

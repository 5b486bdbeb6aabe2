using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Identity;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>What comparing a PIN brought: a closed set.</summary>
internal enum PinOutcome
{
    /// <summary>It is the patron's.</summary>
    Right = 1,

    /// <summary>It is not, or the patron has none.</summary>
    Wrong,

    /// <summary>There were too many wrong ones; this one was not compared.</summary>
    TooMany,
}

/// <summary>
/// Hashes and compares PINs. Comparing is slow on purpose, and PINs are short: what keeps them from being guessed is that
/// wrong ones are counted for each patron, whoever sends them.
/// </summary>
internal sealed class PatronPins(TimeProvider time) : IDisposable
{
    /// <summary>For so long wrong PINs count.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    // The user is part of the framework's interface; its hasher does not look at it.
    private static readonly object Nobody = new();

    private readonly PasswordHasher<object> _hasher = new();
    private readonly SemaphoreSlim _processors = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Tries> _tries = [];

    /// <summary>The hash to be kept, with a salt of its own.</summary>
    public string Hash(Pin pin) => _hasher.HashPassword(Nobody, pin.Reveal());

    /// <summary>Compares. Takes some hundredths of a second, away from the caller's thread.</summary>
    /// <param name="patron">Whose.</param>
    /// <param name="pin">What was typed.</param>
    /// <param name="maximumTries">So many wrong ones are compared within <see cref="Window"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<PinOutcome> CheckAsync(
        LibraryPatron patron, Pin pin, int maximumTries, CancellationToken cancellationToken)
    {
        // Counted before it is compared: many at one time are no way around the limit.
        if (!Count(patron.Number, maximumTries))
        {
            return PinOutcome.TooMany;
        }

        if (patron.PinHash is not { } hash || pin.Reveal().Length is 0 or > CirculationLimits.PinChars)
        {
            return PinOutcome.Wrong;
        }

        await _processors.WaitAsync(cancellationToken);
        try
        {
            var result = await Task.Run(() => _hasher.VerifyHashedPassword(Nobody, hash, pin.Reveal()), cancellationToken);
            if (result == PasswordVerificationResult.Failed)
            {
                return PinOutcome.Wrong;
            }
        }
        finally
        {
            _processors.Release();
        }

        Forget(patron.Number);
        return PinOutcome.Right;
    }

    /// <summary>Staff have set or cleared the PIN: what was wrong before no longer counts.</summary>
    public void Forget(long patron)
    {
        lock (_gate)
        {
            _tries.Remove(patron);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _processors.Dispose();

    private bool Count(long patron, int maximumTries)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var tries = _tries.GetValueOrDefault(patron);
            if (tries.Number == 0 || now - tries.Since >= Window)
            {
                MakeRoom(now);
                _tries[patron] = new Tries(1, now);
                return true;
            }

            if (tries.Number >= maximumTries)
            {
                return false;
            }

            _tries[patron] = tries with { Number = tries.Number + 1 };
            return true;
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        if (_tries.Count < CirculationLimits.WatchedPatrons)
        {
            return;
        }

        foreach (var (patron, _) in _tries.Where(pair => now - pair.Value.Since >= Window).ToArray())
        {
            _tries.Remove(patron);
        }

        if (_tries.Count >= CirculationLimits.WatchedPatrons)
        {
            _tries.Remove(_tries.MinBy(pair => pair.Value.Since).Key);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Tries(int Number, DateTimeOffset Since);
}

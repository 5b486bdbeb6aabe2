namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>What has happened to a file that staff have put in for a request.</summary>
/// <param name="File">The file, where the gateway itself carries it; null for one that travels by other ways.</param>
/// <param name="Became">Held, released or deleted.</param>
public sealed record FileChange(OfferedFile? File, HeldFile Became);

/// <summary>Whether a file may leave. Whoever hands files out asks here, at the time of handing out: the request knows of every
/// approval, and nobody else has to. Pure.</summary>
public static class DigitisationGate
{
    /// <summary>May somebody outside have the request's file now? True as well for a request without a work order: nobody wants
    /// an approval of it.</summary>
    public static bool MayRelease(RequestState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Digitisation is not { } work
            || (!work.IsUnapproved && work.File is not (HeldFile.Held or HeldFile.Deleted));
    }

    /// <summary>What has to be done with files after a decision, in this order: what is held is kept and shown to nobody, what is
    /// released can be fetched, what is deleted is removed from the disk and its link is closed.</summary>
    /// <param name="before">The request before the decision.</param>
    /// <param name="after">The request after it.</param>
    public static IReadOnlyList<FileChange> Changes(RequestState before, RequestState after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, now) = (before.Digitisation, after.Digitisation);
        var changes = new List<FileChange>();
        if (old is { File: HeldFile.Held } && (now is null || now.File == HeldFile.Deleted || now.Held != old.Held)
            && now?.File != HeldFile.Released)
        {
            changes.Add(new FileChange(old.Held?.File, HeldFile.Deleted));
        }

        if (now is { File: HeldFile.Held } && (old?.File != HeldFile.Held || old.Held != now.Held))
        {
            changes.Add(new FileChange(now.Held?.File, HeldFile.Held));
        }
        else if (now is { File: HeldFile.Released } && old?.File != HeldFile.Released)
        {
            changes.Add(new FileChange(after.File, HeldFile.Released));
        }

        return changes;
    }

    /// <summary>Why no file can be put in; null when one can.</summary>
    internal static string? WhyNotShip(RequestState state) => state.Digitisation switch
    {
        { IsOpen: false, IsRefused: true } =>
            "The approval of the digitisation was refused, so no file leaves. Order a new one with digitise.",
        { IsOpen: false, IsUnapproved: true } =>
            "The digitisation ended without its approval, so no file leaves. Order a new one with digitise.",
        { Stage: WorkStage.Blocked } =>
            "The digitisation waits for its approval, and its rule lets nothing begin before that.",
        _ => null,
    };
}

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Locate;

namespace ResourceSharing.Adapters.Locate;

/// <summary>
/// Asks catalogues whether they hold what is wanted: many at a time, each within its own time-out and all
/// within one, and none hurts another. Answers are remembered. One instance serves the whole process.
/// </summary>
public sealed class CatalogueSearch : IDisposable
{
    /// <summary>No target may take longer, so that the time-out of HTTP itself never comes first.</summary>
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(2);

    private readonly CatalogueLimits limits;
    private readonly TimeProvider time;
    private readonly SecretReader secrets;
    private readonly HttpClient http = HttpClients.Create(LongestTimeout);
    private readonly SemaphoreSlim places;
    private readonly LocateMemory memory;
    private readonly SruCatalogue sru;
    private readonly Z3950Catalogue z3950 = new();

    /// <summary>Makes one.</summary>
    /// <param name="secrets">Where passwords are fetched when they are used.</param>
    /// <param name="time">The clock.</param>
    /// <param name="limits">Limits; null for the usual ones.</param>
    public CatalogueSearch(SecretReader secrets, TimeProvider time, CatalogueLimits? limits = null)
    {
        this.limits = limits ?? new CatalogueLimits();
        this.time = time;
        this.secrets = secrets;
        places = new SemaphoreSlim(this.limits.MaxParallel);
        memory = new LocateMemory(this.limits, time);
        sru = new SruCatalogue(http);
    }

    /// <summary>
    /// Asks. Never throws for what a catalogue or the network does; when the caller cancels, what is not
    /// known by then is unknown.
    /// </summary>
    /// <param name="citation">What is wanted.</param>
    /// <param name="targets">Whom to ask.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>One answer for each target, in their order.</returns>
    public async Task<IReadOnlyList<LocateAnswer>> AskAsync(
        Citation citation, IReadOnlyList<LocateTarget> targets, CancellationToken cancellationToken = default)
    {
        var question = LocateQuestion.Of(citation);
        using var whole = new CancellationTokenSource(limits.WholeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(whole.Token, cancellationToken);
        return await Task.WhenAll(targets.Select(target => AskOneAsync(question, target, either.Token)));
    }

    /// <summary>Closes connections that are kept open.</summary>
    public void Dispose()
    {
        http.Dispose();
        places.Dispose();
    }

    private async Task<LocateAnswer> AskOneAsync(
        LocateQuestion question, LocateTarget target, CancellationToken cancellationToken)
    {
        if (memory.Find(target, question) is { } known)
            return known;
        var since = time.GetUtcNow();
        if (!await EnterAsync(cancellationToken))
        {
            return Answer(target, since, new LocateVerdict(LocateOutcome.Unknown, LocateReason.NotAsked,
                [new LocateEvidence.Failed(null, "the time for all catalogues was over before this one had its turn")]));
        }

        try
        {
            var asking = time.GetUtcNow();
            var answer = Answer(target, asking, await JudgeAsync(question, target, cancellationToken));
            // What was cut off by the caller says nothing about the catalogue.
            if (answer.Outcome != LocateOutcome.Unknown || !cancellationToken.IsCancellationRequested)
                memory.Keep(target, question, answer);
            return answer;
        }
        finally
        {
            places.Release();
        }
    }

    private async Task<bool> EnterAsync(CancellationToken cancellationToken)
    {
        try
        {
            await places.WaitAsync(cancellationToken);
            if (!cancellationToken.IsCancellationRequested)
                return true;
            // The place became free because everybody was told to stop.
            places.Release();
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<LocateVerdict> JudgeAsync(
        LocateQuestion question, LocateTarget target, CancellationToken cancellationToken)
    {
        var settings = target.Settings;
        ICatalogue catalogue = settings.Kind switch
        {
            CatalogueKind.Sru => sru,
            CatalogueKind.Z3950 => z3950,
            _ => throw new ArgumentOutOfRangeException(nameof(target)),
        };
        var secret = settings.Password is { } reference ? secrets.Read(reference) : null;
        if (secret?.Fault is { } fault)
        {
            return new LocateVerdict(LocateOutcome.Unknown, LocateReason.NotConfigured,
                [new LocateEvidence.Failed(null, $"the password cannot be had: {fault}")]);
        }

        using var limit = new CancellationTokenSource(settings.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var queries = LocateQuery.Plan(question, catalogue.Searchable(settings));
        int year = time.GetUtcNow().Year;
        var asked = queries.Count == 0 ? [] : await catalogue.AskAsync(
            settings, secret?.Secret, queries, soFar => Decide(soFar).Outcome == LocateOutcome.Owned, either.Token);
        return Decide(asked);

        LocateVerdict Decide(IReadOnlyList<AskedQuery> replies) =>
            LocateDecision.Decide(question, settings.HoldingCode, replies, year);
    }

    private LocateAnswer Answer(LocateTarget target, DateTimeOffset since, LocateVerdict verdict) => new()
    {
        Target = target.Code,
        Outcome = verdict.Outcome,
        Reason = verdict.Reason,
        HoldingCode = target.Settings.HoldingCode,
        AskedAt = since,
        ElapsedMs = (long)(time.GetUtcNow() - since).TotalMilliseconds,
        Evidence = verdict.Evidence,
    };
}

using System.Collections.Concurrent;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Soap;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Adapters.RapidIll;

/// <summary>What a round through the queues has come to.</summary>
/// <param name="Taken">Entries that were told to the intake for the first time since the start.</param>
/// <param name="Error">The first thing that went wrong; null when nothing did.</param>
public sealed record RapidRound(int Taken, GatewayError? Error);

/// <summary>
/// Reads the queues of RapidILL: what is to be answered as a lender, and what became of our own requests. An entry is
/// acknowledged after its commit only, so that nothing is lost; an entry that comes again is the same message.
/// </summary>
public sealed class RapidPoller
{
    private static readonly Queue[] LendersNew =
    [
        new(RapidQueue.LenderPending, RapidUpdateAction.IllSoftwarePending),
        new(RapidQueue.LenderResend, RapidUpdateAction.IllSoftwareResend),
    ];

    private static readonly Queue[] LendersOpen =
    [
        new(RapidQueue.LenderRecentlyReceived, RapidUpdateAction.ReceivedLenderAck),
        new(RapidQueue.LenderRecentlyReturned, RapidUpdateAction.ReturnedLenderAck),
        new(RapidQueue.LenderRecentlyRenewalRequested, RapidUpdateAction.RenewalRequestedLenderAck),
    ];

    private static readonly Queue[] Borrowers =
    [
        new(RapidQueue.BorrowerRecentlyFilled, null),
        new(RapidQueue.BorrowerRecentlyFilledRapidX, null),
        new(RapidQueue.BorrowerBadCitation, null),
        new(RapidQueue.BorrowerNotAvailable, null),
        new(RapidQueue.BorrowerRecentlyShipped, RapidUpdateAction.ShippedBorrowerAck),
        new(RapidQueue.BorrowerRecentlyFinished, RapidUpdateAction.FinishedBorrowerAck),
    ];

    private readonly IIntake _intake;
    private readonly ISecretBox _box;
    private readonly TimeProvider _time;
    private readonly RapidClient _client;
    private readonly ConcurrentDictionary<(string Partner, RapidQueue Queue), Memory> _memories = new();

    /// <summary>Makes the poller; one for all partners.</summary>
    /// <param name="intake">Where entries go.</param>
    /// <param name="secrets">Fetches our passwords.</param>
    /// <param name="box">Seals passwords of files.</param>
    /// <param name="http">From the client factory.</param>
    /// <param name="time">The clock.</param>
    public RapidPoller(IIntake intake, SecretReader secrets, ISecretBox box, HttpClient http, TimeProvider time)
    {
        _intake = intake;
        _box = box;
        _time = time;
        _client = new RapidClient(new SoapClient(http, time, RapidClient.Code, RapidClient.Name), secrets);
    }

    /// <summary>One round through the queues of a partner; not at the same time as another one for it. Never throws
    /// for what the network or the service does.</summary>
    /// <param name="partner">The partner's code.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="takesNew">False for a partner that is switched off: open requests are finished, new ones stay
    /// there.</param>
    /// <param name="cancellationToken">Ends the round between two entries.</param>
    public async Task<RapidRound> PollAsync(
        string partner, RapidPartnerSettings settings, bool takesNew, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(partner);
        ArgumentNullException.ThrowIfNull(settings);
        Queue[] queues =
        [
            .. settings.Lends && takesNew ? LendersNew : [],
            .. settings.Lends ? LendersOpen : [],
            .. settings.Borrows ? Borrowers : [],
        ];
        var round = new RapidRound(0, null);
        foreach (var queue in queues)
        {
            var (taken, error) = await ReadAsync(partner, settings, queue, cancellationToken);
            round = new RapidRound(round.Taken + taken, round.Error ?? error);
            if (error is { Retry: RetryClass.AfterOperator } || cancellationToken.IsCancellationRequested)
                break;
        }

        return round;
    }

    private async Task<RapidRound> ReadAsync(
        string partner, RapidPartnerSettings settings, Queue queue, CancellationToken cancellationToken)
    {
        var memory = _memories.GetOrAdd((partner, queue.Type), _ => new Memory());
        var (hours, whole) = memory.Hours(settings, _time.GetUtcNow());
        while (true)
        {
            var look = new RetrieveRequestsInput
            {
                QueueType = queue.Type, RapidRequestType = RapidQueueFilter.All, DoRetrieveTransactionHistory = true,
                DoRetrievePatronInfo = settings.RetrievePatron, HoursOld = hours,
            };
            switch (await _client.CallAsync(look, settings, cancellationToken))
            {
                case RapidExchange.Answered { Output: RetrieveRequestsOutput { IsSuccessful: true } output }:
                    var round = await TakeAllAsync(
                        new Reading(partner, settings, queue, memory), output.Transactions ?? [], cancellationToken);
                    if (round.Error is null)
                        memory.Read(hours, hours >= whole, _time.GetUtcNow());
                    return round;
                case RapidExchange.Answered no:
                    return new RapidRound(0, RapidClient.RefusedError($"{queue.Type}: {no.Note}"));
                case RapidExchange.TooLarge when hours > 1:
                    hours /= 2;
                    break;
                case RapidExchange.TooLarge:
                    return new RapidRound(0, new GatewayError("rapid-answer-too-large", RetryClass.Later,
                        $"A queue of {RapidClient.Name} is too long.", $"{queue.Type}, one hour"));
                case RapidExchange.Failed failed:
                    return new RapidRound(0, failed.Error);
                case var other:
                    throw new InvalidOperationException($"No such result of a call: {other}");
            }
        }
    }

    private async Task<RapidRound> TakeAllAsync(
        Reading reading, IReadOnlyList<RapidTransaction> entries, CancellationToken cancellationToken)
    {
        var now = new Dictionary<string, Told>(StringComparer.Ordinal);
        int taken = 0;
        GatewayError? error = null;
        foreach (var entry in entries)
        {
            if (cancellationToken.IsCancellationRequested)
                break;
            var told = reading.Memory.Told.GetValueOrDefault(Identity(reading, entry));
            if (told == Told.Not)
            {
                var receipt = await TakeAsync(reading, entry, cancellationToken);
                if (receipt is { Outcome: ArrivalOutcome.Unavailable })
                {
                    error = receipt.Error;
                    break;
                }

                taken++;
                told = receipt is null
                    or { Outcome: ArrivalOutcome.Applied or ArrivalOutcome.Ignored or ArrivalOutcome.Duplicate }
                    ? Told.ToIntake
                    : Told.InVain;
            }

            if (told == Told.ToIntake && await AcknowledgeAsync(reading, entry, cancellationToken) is { } failed)
                error ??= failed;
            else if (told == Told.ToIntake)
                told = Told.Acknowledged;
            now[Identity(reading, entry)] = told;
        }

        // What has left the queue is forgotten; what was not looked at in this round is not.
        if (error is null && !cancellationToken.IsCancellationRequested)
            reading.Memory.Told.Clear();
        foreach (var (identity, told) in now)
            reading.Memory.Told[identity] = told;
        return new RapidRound(taken, error);
    }

    private static string Identity(Reading reading, RapidTransaction entry) => reading.Queue.IsNew
        ? RapidArrivals.RequestIdentity(entry, reading.Queue.IsResent)
        : RapidEntry.Of(entry, _ => "").Identity;

    /// <summary>Null when the entry says nothing to us.</summary>
    private async Task<Receipt?> TakeAsync(Reading reading, RapidTransaction entry, CancellationToken cancellationToken)
    {
        var at = _time.GetLocalNow();
        var now = ServiceTime.From(at);
        if (reading.Queue.IsNew)
        {
            DateOnly? answerBy = reading.Settings.AnswerWithinHours is > 0 and var hours
                ? DateOnly.FromDateTime(at.AddHours(hours).DateTime)
                : null;
            var receipt = await _intake.AcceptAsync(
                RapidArrivals.Request(entry, reading.Queue.IsResent, reading.Partner, now, answerBy), cancellationToken);
            return receipt.Outcome == ArrivalOutcome.Ignored
                ? await _intake.AcceptAsync(
                    RapidArrivals.Again(entry, reading.Queue.IsResent, reading.Partner, now), cancellationToken)
                : receipt;
        }

        var stands = RapidEntry.Of(entry, _box.Seal);
        var message = reading.Queue.IsLenders
            ? RapidEvents.ToLender(stands, RapidArrivals.TransactionOf(entry.RapidRequestId, reading.Partner), now)
            : RapidEvents.ToBorrower(stands, now);
        return message is null || (!reading.Queue.IsLenders && stands.Reference.Length == 0)
            ? null
            : await _intake.AcceptAsync(
                RapidArrivals.Of(message, stands.Identity, RapidArrivals.Raw(entry), reading.Partner), cancellationToken);
    }

    /// <summary>Null when the service knows, or says that there is nothing to know.</summary>
    private async Task<GatewayError?> AcknowledgeAsync(
        Reading reading, RapidTransaction entry, CancellationToken cancellationToken)
    {
        if (!reading.Settings.Acknowledge || reading.Queue.Acknowledgement is not { } action)
            return null;
        var update = new UpdateRequestInput { RapidRequestId = entry.RapidRequestId, UpdateAction = action };
        return await _client.CallAsync(update, reading.Settings, cancellationToken) is RapidExchange.Failed failed
            ? failed.Error
            : null;
    }

    /// <summary>What became of an entry that is in its queue.</summary>
    private enum Told
    {
        /// <summary>Nothing yet.</summary>
        Not,

        /// <summary>It is kept, and not acknowledged yet.</summary>
        ToIntake,

        /// <summary>It was refused; the service keeps it, and it is not told again until the next start.</summary>
        InVain,

        /// <summary>It is kept, and the service knows.</summary>
        Acknowledged,
    }

    private sealed record Queue(RapidQueue Type, RapidUpdateAction? Acknowledgement)
    {
        public bool IsNew => Type is RapidQueue.LenderPending or RapidQueue.LenderResend;

        public bool IsResent => Type == RapidQueue.LenderResend;

        public bool IsLenders => IsNew || Type is RapidQueue.LenderRecentlyReceived
            or RapidQueue.LenderRecentlyReturned or RapidQueue.LenderRecentlyRenewalRequested;
    }

    private sealed record Reading(string Partner, RapidPartnerSettings Settings, Queue Queue, Memory Memory);

    /// <summary>What is remembered of a queue: what was told of it, and how far back it was read.</summary>
    private sealed class Memory
    {
        private const int MaxHours = 8760;

        private DateTimeOffset? _readAt;
        private DateTimeOffset? _readWholeAt;
        private int _lastHours;

        public Dictionary<string, Told> Told { get; } = new(StringComparer.Ordinal);

        /// <summary>How far back to read now, and how far it has to be in all: over the time since everything was
        /// read. A reading that was cut short is followed by ones that reach back twice as far each time, so that what
        /// it has left out is not lost.</summary>
        public (int Hours, int Whole) Hours(RapidPartnerSettings settings, DateTimeOffset now)
        {
            var whole = _readWholeAt is { } complete
                ? Math.Max(settings.HoursOld, HoursSince(complete, now))
                : Math.Max(settings.CatchUpHours, settings.HoursOld);
            return _readAt is { } last
                ? (Math.Min(whole, Math.Max(_lastHours * 2, HoursSince(last, now))), whole)
                : (whole, whole);
        }

        public void Read(int hours, bool isWhole, DateTimeOffset now)
        {
            (_readAt, _lastHours) = (now, hours);
            _readWholeAt = isWhole ? now : _readWholeAt;
        }

        private static int HoursSince(DateTimeOffset then, DateTimeOffset now) =>
            (int)Math.Min((now - then).TotalHours + 1, MaxHours);
    }
}

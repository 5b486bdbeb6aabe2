using System.Globalization;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Adapters.RapidIll;

/// <summary>What a search has come to: a closed set.</summary>
internal abstract record RapidFinding
{
    private RapidFinding()
    {
    }

    /// <summary>It is there.</summary>
    /// <param name="Number">The number of the request.</param>
    /// <param name="Entry">How it stands; an empty entry where an update was looked for.</param>
    public sealed record Found(int Number, RapidTransaction Entry) : RapidFinding;

    /// <summary>It is not there, and may be sent.</summary>
    public sealed record NotThere : RapidFinding;

    /// <summary>The service does not say.</summary>
    /// <param name="Error">Why.</param>
    public sealed record Unclear(GatewayError Error) : RapidFinding;
}

/// <summary>Looks whether something arrived of which nobody knows: the service takes a repeat for another
/// request.</summary>
internal sealed class RapidSearch(RapidClient client, TimeProvider time)
{
    /// <summary>Clocks differ, and an attempt may be older than the message in the outbox says.</summary>
    private const int MarginHours = 24;

    /// <summary>Where an inserted request may be, the likely ones first.</summary>
    private static readonly RapidQueue[] Queues =
    [
        RapidQueue.BorrowerPending, RapidQueue.BorrowerRecentlyFilled, RapidQueue.BorrowerRecentlyFilledRapidX,
        RapidQueue.BorrowerNotAvailable, RapidQueue.BorrowerBadCitation, RapidQueue.BorrowerRecentlyShipped,
    ];

    /// <summary>A request by our reference.</summary>
    public async Task<RapidFinding> FindAsync(
        InsertRequestInput insert, DateTimeOffset createdAt, RapidPartnerSettings settings,
        CancellationToken cancellationToken)
    {
        var hours = (int)Math.Clamp((time.GetUtcNow() - createdAt).TotalHours + MarginHours, MarginHours, 8760);
        foreach (var queue in Queues)
        {
            var look = new RetrieveRequestsInput
            {
                QueueType = queue, RapidRequestType = RapidQueueFilter.All, DoRetrieveTransactionHistory = false,
                HoursOld = hours,
            };
            switch (await client.CallAsync(look, settings, cancellationToken))
            {
                case RapidExchange.Answered { Output: RetrieveRequestsOutput { IsSuccessful: true } output }:
                    if (output.Transactions?.FirstOrDefault(one => IsSame(one.XRefRequestId, insert)) is { } found)
                        return new RapidFinding.Found(found.RapidRequestId, found);
                    break;
                case RapidExchange.Answered no:
                    return Unclear($"{queue}: {no.Note}");
                case RapidExchange.TooLarge:
                    return Unclear($"{queue}: the answer is too large");
                case RapidExchange.Failed failed:
                    return new RapidFinding.Unclear(failed.Error);
            }
        }

        return new RapidFinding.NotThere();
    }

    /// <summary>The number of a request that the service takes ours for a repeat of; null when that one is not
    /// ours.</summary>
    public async Task<int?> IsOursAsync(
        string duplicate, InsertRequestInput insert, RapidPartnerSettings settings, CancellationToken cancellationToken)
    {
        if (!int.TryParse(duplicate, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return null;
        return await client.CallAsync(new RetrieveInfoInput { RequestId = number }, settings, cancellationToken)
            is RapidExchange.Answered { Output: RetrieveInfoOutput { IsSuccessful: true } info }
                && IsSame(info.XRefRequestId, insert)
                ? number
                : null;
    }

    /// <summary>An update, by the history of its request. A renewal may be asked for again and again, so that only
    /// the last step counts for it; a lender's answer counts when it is its own.</summary>
    public async Task<RapidFinding> HasArrivedAsync(
        UpdateRequestInput update, bool weBorrow, RapidPartnerSettings settings, CancellationToken cancellationToken)
    {
        switch (await client.CallAsync(new RetrieveHistoryInput { RequestId = update.RapidRequestId }, settings,
            cancellationToken))
        {
            case RapidExchange.Answered { Output: RetrieveHistoryOutput { IsSuccessful: true } output }:
                var states = RapidUpdates.StatesAfter(update.UpdateAction);
                var steps = RapidEntry.InOrder(output.HistoryTransactions).ToArray();
                var isRepeatable = update.UpdateAction is RapidUpdateAction.RenewalRequested
                    or RapidUpdateAction.Renewed or RapidUpdateAction.NotRenewed;
                var looked = isRepeatable ? steps.TakeLast(1) : steps;
                return looked.Any(step => states.Contains(step.StateType) && (weBorrow || IsOurs(step, settings)))
                    ? new RapidFinding.Found(update.RapidRequestId, new RapidTransaction
                    {
                        RapidRequestId = update.RapidRequestId, StateType = states[0],
                        RapidRequestType = output.RapidRequestType,
                    })
                    : new RapidFinding.NotThere();
            case RapidExchange.Answered no:
                return Unclear(no.Note);
            case RapidExchange.Failed failed:
                return new RapidFinding.Unclear(failed.Error);
            default:
                return Unclear("the answer is too large");
        }
    }

    private static bool IsOurs(RapidHistory step, RapidPartnerSettings settings) =>
        string.IsNullOrWhiteSpace(step.RapidCode)
        || string.Equals(step.RapidCode.Trim(), settings.RapidCode, StringComparison.OrdinalIgnoreCase);

    private static bool IsSame(string? reference, InsertRequestInput insert) =>
        string.Equals(reference?.Trim(), insert.XRefRequestId, StringComparison.OrdinalIgnoreCase);

    private static RapidFinding.Unclear Unclear(string detail) => new(new GatewayError(
        "rapid-not-listed", RetryClass.Later, "RapidILL does not say whether it has it, which may have arrived.",
            detail));
}

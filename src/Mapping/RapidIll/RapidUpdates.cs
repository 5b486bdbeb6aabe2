using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>Messages about a request as updates. There is no structured reason, only a comment. Source: feeds
/// reference 2.1 and 2.3.</summary>
public static class RapidUpdates
{
    /// <summary>What stands for a password in calls that are kept.</summary>
    public const string Masked = "***";

    /// <summary>The update of a message; null when the service has none for it.</summary>
    /// <param name="message">What is to be said.</param>
    /// <param name="number">The number of the request at the service.</param>
    /// <param name="weBorrow">On which side we are.</param>
    public static UpdateRequestInput? Of(IllMessage message, int number, bool weBorrow)
    {
        ArgumentNullException.ThrowIfNull(message);
        var update = weBorrow ? AsBorrower(message) : AsLender(message);
        return update is null ? null : update with { RapidRequestId = number };
    }

    /// <summary>The states by which a look shows that an update has arrived.</summary>
    public static IReadOnlyList<RapidState> StatesAfter(RapidUpdateAction action) => action switch
    {
        RapidUpdateAction.Fill => [RapidState.Filled],
        RapidUpdateAction.Unfill => [RapidState.Unfilled],
        RapidUpdateAction.BadCitation => [RapidState.BadCitationLender, RapidState.BadCitationBorrower],
        RapidUpdateAction.Cancel => [RapidState.Cancelled, RapidState.Deleted],
        RapidUpdateAction.Shipped => [RapidState.Shipped],
        RapidUpdateAction.Received => [RapidState.Received],
        RapidUpdateAction.Returned => [RapidState.Returned],
        RapidUpdateAction.Finished => [RapidState.Finished],
        RapidUpdateAction.Lost => [RapidState.Lost],
        RapidUpdateAction.RenewalRequested => [RapidState.RenewalRequested],
        RapidUpdateAction.Renewed => [RapidState.Renewed],
        RapidUpdateAction.NotRenewed => [RapidState.NotRenewed],
        _ => [],
    };

    private static UpdateRequestInput? AsBorrower(IllMessage message) => message switch
    {
        IllMessage.Cancel => Say(RapidUpdateAction.Cancel, message.Note),
        IllMessage.Received { ServiceType: ServiceType.Loan } => Say(RapidUpdateAction.Received, message.Note),
        IllMessage.Returned => Say(RapidUpdateAction.Returned, message.Note),
        IllMessage.Lost => Say(RapidUpdateAction.Lost, message.Note),
        IllMessage.Renew renew => Say(RapidUpdateAction.RenewalRequested, Join(
            renew.DesiredDueOn is { } on ? FormattableString.Invariant($"Until {on:yyyy-MM-dd}, please") : null,
                message.Note)),
        _ => null,
    };

    private static UpdateRequestInput? AsLender(IllMessage message) => message switch
    {
        IllMessage.Shipped { ServiceType: ServiceType.Loan } shipped => Say(RapidUpdateAction.Shipped, message.Note) with
        {
            DueDate = Day(shipped.Supply.Due), TrackingNumber = shipped.Supply.Via,
        },
        IllMessage.Shipped shipped => Say(RapidUpdateAction.Fill, message.Note) with
        {
            ArticleExchangeAddress = shipped.Supply.Electronic?.Address,
            ArticleExchangePassword = shipped.Supply.Document?.SealedPassword is null ? null : Masked,
        },
        IllMessage.Answer answer => Answer(answer),
        IllMessage.Expired => Say(RapidUpdateAction.Unfill, Join("Our time for an answer is over", message.Note)),
        IllMessage.CheckedIn => Say(RapidUpdateAction.Finished, message.Note),
        IllMessage.Lost => Say(RapidUpdateAction.Lost, message.Note),
        IllMessage.RenewAnswer { Grants: true } renewed => Say(RapidUpdateAction.Renewed, message.Note) with
        {
            DueDate = Day(renewed.Due),
        },
        IllMessage.RenewAnswer => Say(RapidUpdateAction.NotRenewed, message.Note),
        _ => null,
    };

    /// <summary>A bad citation goes back to the borrower, everything else to the next lender.</summary>
    private static UpdateRequestInput? Answer(IllMessage.Answer answer) => answer.Result switch
    {
        AnswerResult.Unfilled { Reason: ReasonUnfilled.NotFoundAsCited } => Say(
            RapidUpdateAction.BadCitation, Text(answer.Note) ?? "Not found as cited."),
        AnswerResult.Unfilled unfilled => Say(RapidUpdateAction.Unfill, Join(
            unfilled.Reason == ReasonUnfilled.Other && Text(answer.Note) is not null ? null
                : Sentence(IsoCode.Words(unfilled.Reason)),
            answer.Note)),
        AnswerResult.Retry retry => Say(RapidUpdateAction.Unfill, Join(
            retry.On is { } on ? FormattableString.Invariant($"Not now, but from {on:yyyy-MM-dd}") : "Not now",
                answer.Note)),
        AnswerResult.LocationsProvided => Say(RapidUpdateAction.Unfill, Join("Not supplied", answer.Note)),
        _ => null,
    };

    private static UpdateRequestInput Say(RapidUpdateAction action, string? comment) => new()
    {
        UpdateAction = action, UpdateComment = Text(comment),
    };

    private static string? Day(DueDate? due) => due is null ? null : FormattableString.Invariant($"{due.On:yyyy-MM-dd}");

    private static string Sentence(string words) =>
        words.Length == 0 ? words : $"{char.ToUpperInvariant(words[0])}{words[1..]}";

    private static string? Join(string? one, string? other) => (Text(one), Text(other)) switch
    {
        (null, var only) => only,
        (var only, null) => only,
        ({ } first, { } second) => $"{first.TrimEnd('.')}. {second}",
    };

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

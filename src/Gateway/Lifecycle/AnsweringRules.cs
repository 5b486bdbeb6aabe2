using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>Lending, from the arrival of a request to the decision about it: what rows do. Pure.</summary>
internal static class AnsweringRules
{
    /// <summary>Days before the expiry date from which staff are told that the borrower waits.</summary>
    internal const int AnswerDueDays = 1;

    private const string AnswerDueAlert = "answer-due";

    public static Decision Locate(Situation s) => s.State.LocatedTitle is { } title
        ? LifecycleRules.Prohibited($"The request is located: {title}. Detach it to have it located again.")
        : (s.State with { IsLocateWanted = true }).Done("Our own catalogue is being asked.");

    public static Decision Detach(Situation s) => s.State.LocatedTitle is not { } title
        ? LifecycleRules.Prohibited(
            "No title of our own catalogue is attached to the request, so there is nothing to detach.")
        : (s.State.To(Status.LocateFailed, s.Event) with { LocatedTitle = null })
            .Done($"Detached from {title}; it can be located again.");

    public static Decision ChooseTitle(Situation s)
    {
        if (s.State.LocatedTitle is { } located)
        {
            return LifecycleRules.Prohibited($"The request is located: {located}. Detach it to choose another title.");
        }

        if (s.State.FoundTitles.Count == 0)
        {
            return LifecycleRules.Prohibited(
                "Our own catalogue has found no title that could be chosen. Locate the request first.");
        }

        var wanted = LifecycleRules.Text(s.Fields().Title);
        return s.State.FoundTitles.FirstOrDefault(
            title => string.Equals(title.Id, wanted, StringComparison.OrdinalIgnoreCase)) is { } chosen
            ? (s.State.To(Status.RequestCreatedLend, s.Event) with { LocatedTitle = chosen, IsLocateWanted = false })
                .Done($"Located by staff: {chosen}.")
            : LifecycleRules.Invalid("title",
                $"Say in title the id of one that was found: {string.Join("; ", s.State.FoundTitles)}.");
    }

    public static Decision Located(Situation s)
    {
        var answered = (RequestEvent.OwnCatalogueAnswered)s.Event;
        return MayReject(s, answered)
            ?? WithFinding(s, answered, Holding.Owned).To(Status.RequestCreatedLend, s.Event)
            .Noting(s.Event, answered.Text).Done($"Located: {Headline(answered)}");
    }

    /// <summary>No answer is not a no: the request stays where it is, and staff read why.</summary>
    public static Decision NotLocated(Situation s)
    {
        var answered = (RequestEvent.OwnCatalogueAnswered)s.Event;
        if (answered.Titles is null)
        {
            return WithFinding(s, answered, Holding.Unknown).Noting(s.Event, answered.Text)
                .Done($"Our own catalogue gave no answer: {answered.Text}");
        }

        var finding = answered.Titles == 0 ? Holding.NotOwned : Holding.Owned;
        return MayReject(s, answered) ?? WithFinding(s, answered, finding).To(Status.LocateFailed, s.Event)
            .Noting(s.Event, answered.Text).Done($"Not located: {Headline(answered)}");
    }

    private static Decision? MayReject(Situation s, RequestEvent.OwnCatalogueAnswered answered)
    {
        var holding = answered.Titles == 0 ? Holding.NotOwned : Holding.Owned;
        return answered.RejectBecause is { } reason && s.Profile.Has(WorkflowStep.Reject)
            ? RejectAutomatically(
                s with { State = WithFinding(s, answered, holding).Noting(s.Event, answered.Text) }, reason, Headline(answered))
            : null;
    }

    /// <summary>For the history, which has a line for each event; the evidence is kept as a note.</summary>
    private static string Headline(RequestEvent.OwnCatalogueAnswered answered) => answered.Titles switch
    {
        0 => "our own catalogue does not have it.",
        1 => "our own catalogue has it.",
        _ => "several titles of our own catalogue fit, or one with several records.",
    };

    private static RequestState WithFinding(
        Situation s, RequestEvent.OwnCatalogueAnswered answered, Holding holding) =>
        s.State with
        {
            IsLocateWanted = false,
            OwnCatalogue = new CatalogueFinding(holding, answered.Text, s.Event.Today),
            FoundTitles = answered.Found,
            LocatedTitle = answered is { Titles: 1, Found: [var only] } ? only : null,
        };

    public static Decision ProcessingStarted(Situation s) => s.State.To(Status.BeingProcessed, s.Event)
        .Done(((RequestEvent.Internal)s.Event).Text);

    public static Decision WillSupply(Situation s)
    {
        var reason = ReasonWillSupply.BeingProcessedForSupply;
        if (s.Fields().Reason is { } text && !IsoCode.TryParse(text, out reason))
        {
            return UnknownReason<ReasonWillSupply>(text);
        }

        return Answer(s, new AnswerResult.WillSupply(reason, null), Status.WillSupply,
            "Told the borrower that it will be supplied.");
    }

    /// <summary>With a day when it is expected back, else it is here. Source: lifecycle
    /// reference 5.</summary>
    public static Decision WillSupplyAutomatically(Situation s)
    {
        var found = (RequestEvent.Internal)s.Event;
        var reason = found.ExpectedOn is null
            ? ReasonWillSupply.BeingProcessedForSupply
            : ReasonWillSupply.InUseOnLoan;
        return Answer(s, new AnswerResult.WillSupply(reason, found.ExpectedOn), Status.WillSupply,
            $"Told the borrower, without staff, that it will be supplied: {found.Text}");
    }

    public static Decision Conditional(Situation s)
    {
        if (s.Fields().Reason is not { } text)
        {
            return LifecycleRules.Invalid("reason", $"A condition needs a reason: {Choices<Condition>()}.");
        }

        if (!IsoCode.TryParse<Condition>(text, out var condition))
        {
            return UnknownReason<Condition>(text);
        }

        var replyBy = s.Fields().DateForReply;
        if (replyBy < s.Event.Today)
        {
            return LifecycleRules.Invalid("dateForReply", "The date for the reply has passed already.");
        }

        return Answer(
            s with { State = s.State with { Condition = condition, ReplyBy = replyBy } },
            new AnswerResult.Conditional(condition, replyBy), Status.Conditional,
            $"Condition made: {IsoCode.Words(condition)}.");
    }

    public static Decision ConditionAccepted(Situation s) =>
        (s.State.To(Status.RequestCreatedLend, s.Event) with { ReplyBy = null })
            .Done("The borrower accepts the condition.");

    public static Decision ConditionAcceptedWhileCancelling(Situation s) =>
        (s.State with { ResumeAt = Status.RequestCreatedLend, ReplyBy = null })
            .Done("The borrower accepts the condition; the cancellation is still to be answered.");

    public static Decision ConditionRefused(Situation s) =>
        (s.State.To(Status.Rejected, s.Event) with { ReplyBy = null, ResumeAt = null })
            .Done("The borrower does not accept the condition.");

    public static Decision ConditionRefusedTooLate(Situation s)
    {
        const string text = "The borrower does not accept the condition, but the item has left.";
        return (s.State.Noting(s.Event, text) with { HasUnreadMessage = true }).Done(text);
    }

    /// <summary>The answer is needed: without it the borrower would wait for us, and we for it.</summary>
    public static Decision ReplyDatePassed(Situation s)
    {
        if (LifecycleRules.WhyNotLate(s) is { } why)
        {
            return LifecycleRules.Ignored(why);
        }

        return s.Profile.ReplyDate == ReplyDatePolicy.TreatAsNo
            ? Unfilled(s with { State = s.State with { ReplyBy = null } }, ReasonUnfilled.Other,
                "No reply to our condition came in time, which counts as no: rejected.")
            : LifecycleRules.RemindOfReply(s,
                "The date for the borrower's reply to our condition has passed.");
    }

    public static Decision Reject(Situation s)
    {
        var note = LifecycleRules.Text(s.Fields().Note);
        var reason = ReasonUnfilled.Other;
        if (s.Fields().Reason is null && note is null)
        {
            return LifecycleRules.Invalid("reason",
                $"Say why, in reason or in note. Reasons: {Choices<ReasonUnfilled>()}.");
        }

        if (s.Fields().Reason is { } text && !IsoCode.TryParse(text, out reason))
        {
            return UnknownReason<ReasonUnfilled>(text);
        }

        return Answer(
            s, new AnswerResult.Unfilled(reason), Status.Rejected, $"Rejected: {IsoCode.Words(reason)}.");
    }

    public static Decision RejectAutomatically(Situation s)
    {
        var rejection = (RequestEvent.Internal)s.Event;
        return RejectAutomatically(s, rejection.Reason ?? ReasonUnfilled.Other, rejection.Text);
    }

    /// <summary>Staff can still step in where the profile lets it wait.</summary>
    internal static Decision RejectAutomatically(Situation s, ReasonUnfilled reason, string text) =>
        s.Profile.Has(WorkflowStep.PendingAutoReject)
            ? (s.State.Noting(s.Event, text).To(Status.PendingAutoReject, s.Event) with
            {
                PendingReason = reason,
            }).Done($"Will be rejected automatically ({IsoCode.Words(reason)}): {text}")
            : Unfilled(s, reason, $"Rejected automatically ({IsoCode.Words(reason)}): {text}");

    public static Decision AutoRejectDue(Situation s)
    {
        var reason = s.State.PendingReason ?? ReasonUnfilled.Other;
        return Unfilled(s, reason, $"Rejected automatically: {IsoCode.Words(reason)}.");
    }

    public static Decision Expire(Situation s)
    {
        if (s.State.ExpiresOn is { } last && s.Event.Today <= last)
        {
            return LifecycleRules.Ignored($"The expiry date, {last:yyyy-MM-dd}, has not passed.");
        }

        if (s.State.AnsweredWith == TransactionResults.WillSupply)
        {
            return LifecycleRules.Ignored(
                "The expiry date has passed, but a promise to supply keeps the request alive.");
        }

        var (state, send) = s.State.Sending(s.Event, new IllMessage.Expired { Header = s.Header() });
        return state.To(Status.Expired, s.Event)
            .Done("Expired: the date has passed; the borrower was told.", send);
    }

    public static Decision AnswerDue(Situation s)
    {
        if (s.State.ExpiresOn is not { } last || s.State.AnswerAlertFor == last
            || last > s.Event.Today.AddDays(AnswerDueDays))
        {
            return LifecycleRules.Ignored("Nobody has to be told of an expiry date.");
        }

        var text = $"The borrower waits for this until {last:yyyy-MM-dd}.";
        return (s.State.WithoutAnswerDue() with { AnswerAlertFor = last })
            .Alerted(AnswerDueAlert, text, s.Event.At).Done(text);
    }

    /// <summary>The last look at a decision: what has left or has ended is not waited for any more.</summary>
    public static RequestState Answered(RequestState before, RequestState after) =>
        before.Status == after.Status || after.Side != Side.Lending
            || StatusCatalog.Info(Side.Lending, after.Status) is { IsFinal: false, Phase: Phase.BeforeShipping }
            ? after
            : after.WithoutAnswerDue();

    private static RequestState WithoutAnswerDue(this RequestState state) =>
        state.Alerts.Any(alert => alert.Code == AnswerDueAlert)
            ? state with { Alerts = state.Alerts.Where(alert => alert.Code != AnswerDueAlert).ToArray() }
            : state;

    public static Decision CancelArrived(Situation s)
    {
        if (s.Profile.Has(WorkflowStep.CancelReply))
        {
            return (s.State.To(Status.CancelReply, s.Event) with
            {
                ResumeAt = s.State.Status, HasUnreadMessage = true,
            })
                .Done("The borrower wants to cancel; answer with yes or no.");
        }

        var (state, send) = s.State.Sending(
            s.Event, new IllMessage.CancelReply { Header = s.Header(), Agrees = true });
        return state.To(Status.Cancelled, s.Event).Done("Cancelled by the borrower; agreed at once.", send);
    }

    public static Decision CancelRepeated(Situation s) =>
        s.State.Done("The borrower asks again to cancel; answer with yes or no.");

    public static Decision CancelReactivated(Situation s) =>
        s.State.WasSupplied() ? CancelTooLate(s) : CancelArrived(s);

    public static Decision CancelTooLate(Situation s)
    {
        var (state, send) = s.State.Sending(
            s.Event, new IllMessage.CancelReply { Header = s.Header(), Agrees = false });
        return state.Done("The borrower wanted to cancel, but the item has left: refused.", send);
    }

    public static Decision CancelAgreedAgain(Situation s)
    {
        var (state, send) = s.State.Sending(
            s.Event, new IllMessage.CancelReply { Header = s.Header(), Agrees = true });
        return state.Done("The borrower asks again to cancel; it is cancelled, and was told so again.", send);
    }

    public static Decision CancelRefusedAgain(Situation s)
    {
        var (state, send) = s.State.Sending(
            s.Event, new IllMessage.CancelReply { Header = s.Header(), Agrees = false });
        return state.Done(
            "The borrower asks again to cancel; it was told again that the request goes on.", send);
    }

    public static Decision AgreeToCancel(Situation s)
    {
        var (state, send) = s.State.Sending(s.Event, new IllMessage.CancelReply
        {
            Header = s.Header(), Agrees = true, Note = LifecycleRules.Text(s.Fields().Note),
        });
        return (state.To(Status.Cancelled, s.Event) with { ResumeAt = null })
            .Done("Cancelled as the borrower asked.", send);
    }

    public static Decision RefuseToCancel(Situation s)
    {
        var (state, send) = s.State.Sending(s.Event, new IllMessage.CancelReply
        {
            Header = s.Header(), Agrees = false, Note = LifecycleRules.Text(s.Fields().Note),
        });
        return (state.To(s.State.ResumeAt ?? Status.RequestCreatedLend, s.Event) with { ResumeAt = null })
            .Done("Cancellation refused; the request goes on.", send);
    }

    private static Decision Answer(Situation s, AnswerResult result, Status status, string text)
    {
        var (state, send) = s.State.Sending(s.Event, new IllMessage.Answer
        {
            Header = s.Header(), Result = result, Messages = ResponderMessages.All,
            Note = LifecycleRules.Text(s.Fields().Note),
        });
        return (state.To(status, s.Event) with { AnsweredWith = result.Kind }).Done(text, send);
    }

    internal static Decision Unfilled(Situation s, ReasonUnfilled reason, string text) =>
        Answer(s with { State = s.State with { PendingReason = null } }, new AnswerResult.Unfilled(reason),
            Status.Rejected, text);

    private static Decision UnknownReason<T>(string text)
        where T : struct, Enum =>
            LifecycleRules.Invalid("reason", $"'{text}' is not one of the reasons: {Choices<T>()}.");

    private static string Choices<T>()
        where T : struct, Enum => string.Join(", ", IsoCode.NamesOf<T>().OrderBy(pair => pair.Key)
            .Select(pair => $"{pair.Key} {pair.Value}"));
}

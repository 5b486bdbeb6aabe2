using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>Borrowing, from the making of a request to its last answer: what rows do. Pure.</summary>
internal static class AskingRules
{
    /// <summary>Says why, where a rule of copyright has a reason.</summary>
    public static Decision ApprovalNeeded(Situation s)
    {
        var why = LifecycleRules.Text(((RequestEvent.Internal)s.Event).Text);
        return Cleared(s, CopyrightCodes.Pending).To(Status.PendingApproval, s.Event)
            .Done(why is null ? "Waits for an approval." : $"Waits for an approval: {why}");
    }

    public static Decision Approve(Situation s) =>
        Cleared(s, CopyrightCodes.Approved).To(Status.ReadyToSend, s.Event).Done("Approved.");

    public static Decision ApprovalRefused(Situation s) => Cleared(s, CopyrightCodes.Rejected)
        .To(Status.CancelledByStaff, s.Event).Done("Not approved; cancelled. Nobody had to be told.");

    /// <summary>A library that does not manage copyright statuses has none.</summary>
    private static RequestState Cleared(Situation s, string status) =>
        s.State.CopyrightStatus is null ? s.State : s.State with { CopyrightStatus = status };

    public static Decision Locate(Situation s) =>
        s.State.To(Status.LocateInProcess, s.Event).Done("The suppliers' catalogues are being asked.");

    public static Decision LocalHoldingFound(Situation s)
    {
        var text = $"Held by our own library: {((RequestEvent.Internal)s.Event).Text}";
        return (s.State.Noting(s.Event, text).To(Status.LocalHolding, s.Event) with
        {
            OwnCatalogue = new CatalogueFinding(Holding.Owned, text, s.Event.Today),
        }).Done(text);
    }

    public static Decision Exported(Situation s) => s.State.To(Status.ExportedToThirdParty, s.Event)
        .Done($"Exported: {((RequestEvent.Internal)s.Event).Text}");

    public static Decision CancelUnsent(Situation s) =>
        s.State.To(CancelledBy(s.Event), s.Event).Done("Cancelled; nobody had to be told.");

    /// <summary>Another system that is no partner of ours cannot be told anything.</summary>
    public static Decision CancelExported(Situation s)
    {
        if (s.State.Rota.All(leg => leg.Outcome != LegOutcome.Active))
        {
            return CancelUnsent(s);
        }

        var (told, send) = s.State.Sending(s.Event,
            new IllMessage.Cancel { Header = s.Header(), Note = LifecycleRules.Text(s.Fields().Note) });
        return told.EndLeg(LegOutcome.Cancelled, "cancelled")
            .Cancelled(s, $"Cancelled; {s.State.Partner}, which carried it on, was told.", send);
    }

    public static Decision Send(Situation s) => s.State.NextLeg() is null
        ? LifecycleRules.Prohibited(
            "No supplier is left to ask. Add a partner to the rota, or cancel the request.")
        : s.State.AskNext(s, Status.Rejected, "Sent");

    /// <summary>The same supplier gets a leg of its own, before those that still wait.</summary>
    public static Decision Resubmit(Situation s)
    {
        if (s.State.Partner is not { } partner)
        {
            return LifecycleRules.Prohibited(
                "No supplier has been asked yet, so there is nothing to send again. Send it instead.");
        }

        var asked = s.State.Rota.TakeWhile(leg => leg.Outcome != LegOutcome.Waiting).ToArray();
        var again = new RotaLeg(partner, LegOutcome.Waiting);
        RotaLeg[] rota = [.. asked, again, .. s.State.Rota.Skip(asked.Length)];
        return (s.State with { Rota = rota })
            .AskNext(s, Status.Rejected, "Sent again with the corrected citation");
    }

    public static Decision Claim(Situation s)
    {
        var (state, send) = Claiming(s);
        return state.To(Status.Claimed, s.Event)
            .Done("Claimed: the supplier was asked where its answer stays.", send);
    }

    public static Decision ClaimPromise(Situation s)
    {
        var (state, send) = Claiming(s);
        return state.Done("Claimed: the supplier was asked where the item stays.", send);
    }

    public static Decision AutoCancel(Situation s) => s.Profile.AutoCancel switch
    {
        AutoCancelPolicy.Cancel => CancelSent(s),
        AutoCancelPolicy.NextSupplier => Skip(s, LegOutcome.Expired, "no answer in time"),
        _ => throw new ArgumentOutOfRangeException(
            nameof(s), s.Profile.AutoCancel, "not a policy of this set"),
    };

    public static Decision ExternallyObtained(Situation s)
    {
        var state = s.State.EndLeg(LegOutcome.Cancelled, "obtained elsewhere")
            .To(Status.ExternallyObtained, s.Event) with
        {
            ResumeAt = null, ReplyBy = null, IsCancelledByPatron = false,
        };
        if (s.State.Rota.All(leg => leg.Outcome != LegOutcome.Active))
        {
            return state.Done("Obtained elsewhere.");
        }

        var (told, send) = state.Sending(s.Event,
            new IllMessage.Cancel { Header = s.Header(), Note = LifecycleRules.Text(s.Fields().Note) });
        return told.Done("Obtained elsewhere; the supplier was told to stop.", send);
    }

    public static Decision RequestUndeliverable(Situation s)
    {
        var undeliverable = (RequestEvent.Undeliverable)s.Event;
        if (undeliverable.Message.Header.Transaction != s.State.Transaction)
        {
            return LifecycleRules.MessageUndeliverable(s);
        }

        if (undeliverable.IsTakenBack)
        {
            return BackInTheRota(
                s.State, s, $"The request to {s.State.Partner} was taken back: {undeliverable.Reason}");
        }

        var text = $"{s.State.Partner} could not be reached";
        var noted = s.State.Noting(s.Event, $"{text}: {undeliverable.Reason}");
        return noted.NextLeg() is null
            ? BackInTheRota(noted, s, $"{text}; no other supplier is left.")
            : noted.EndLeg(LegOutcome.Undeliverable, undeliverable.Reason)
                .AskNext(s, Status.ReadyToSend, text);
    }

    /// <summary>The same transaction again: a supplier that has it after all will know it again.</summary>
    private static Decision BackInTheRota(RequestState state, Situation s, string text) =>
        state.EndLeg(LegOutcome.Waiting, null).To(Status.ReadyToSend, s.Event).Done(text);

    public static Decision UndeliverableWhileCancelling(Situation s) =>
        s.State.EndLeg(LegOutcome.Undeliverable, ((RequestEvent.Undeliverable)s.Event).Reason)
            .Cancelled(s,
                "The request itself could not be delivered, so the cancellation needs no answer; cancelled.");

    public static Decision ForwardNotificationArrived(Situation s)
    {
        var notification = s.Message<IllMessage.ForwardNotification>();
        var now = notification.Header.Responder;
        return (s.State.Noting(s.Event, $"{notification.Intermediary} passed the request on to {now}.") with
        {
            Counterpart = now,
        }).Done($"The request was passed on to {now}.");
    }

    public static Decision WillSupplyArrived(Situation s)
    {
        var answer = s.Message<IllMessage.Answer>();
        var state = Answered(s, answer).To(Status.WillSupply, s.Event);
        return state.Done(answer.Result switch
        {
            AnswerResult.WillSupply will => $"The supplier will supply ({IsoCode.Words(will.Reason)})" +
                (will.On is { } on ? $", expected on {on:yyyy-MM-dd}." : "."),
            AnswerResult.HoldPlaced { AvailableOn: { } on } =>
                $"The supplier placed a hold; expected on {on:yyyy-MM-dd}.",
            _ => "The supplier placed a hold.",
        });
    }

    /// <summary>Should the supplier refuse the cancellation, the request goes on where the supplier
    /// thinks it is.</summary>
    public static Decision OfferedWhileCancelling(Situation s)
    {
        var answer = s.Message<IllMessage.Answer>();
        var state = Answered(s, answer);
        state = answer.Result is AnswerResult.Conditional conditional
            ? Conditioned(state, conditional) with { ResumeAt = Status.Conditional }
            : state with { ResumeAt = Status.WillSupply };
        return state.Done("The answer crossed our cancellation, which is still open.");
    }

    public static Decision OfferedTooLate(Situation s)
    {
        var answer = IsoCode.Words(s.Message<IllMessage.Answer>().Result.Kind);
        var text = $"{s.State.Partner} answers {answer}, but is not asked any more.";
        return (s.State.Noting(s.Event, text) with { HasUnreadMessage = true }).Done(text);
    }

    public static Decision ConditionalArrived(Situation s)
    {
        var answer = s.Message<IllMessage.Answer>();
        var conditional = (AnswerResult.Conditional)answer.Result;
        if (!s.Profile.Has(WorkflowStep.Conditional))
        {
            var condition = IsoCode.Words(conditional.Condition);
            var missing = StepCatalog.Missing([WorkflowStep.Conditional]);
            return Skip(s with { State = Answered(s, answer) }, LegOutcome.Rejected,
                $"makes a condition ({condition}), and the workflow profile {s.Profile.Code} has {missing}");
        }

        var state = Conditioned(Answered(s, answer).To(Status.Conditional, s.Event), conditional);
        var by = conditional.ReplyBy is { } date ? $"; reply by {date:yyyy-MM-dd}" : "";
        return state.Done($"The supplier makes a condition: {IsoCode.Words(conditional.Condition)}{by}.");
    }

    public static Decision RequestAcknowledged(Situation s) => s.State.To(Status.RequestAccepted, s.Event)
        .Done($"Accepted: {((RequestEvent.Internal)s.Event).Text}");

    public static Decision ReplyDatePassed(Situation s)
    {
        if (LifecycleRules.WhyNotLate(s) is { } why)
        {
            return LifecycleRules.Ignored(why);
        }

        return s.Profile.ReplyDate == ReplyDatePolicy.TreatAsNo
            ? RefuseCondition(s)
            : LifecycleRules.RemindOfReply(s,
                "The date for our reply to the supplier's condition has passed.");
    }

    public static Decision AcceptCondition(Situation s)
    {
        var (state, send) = s.State.Sending(s.Event, new IllMessage.ConditionalReply
        {
            Header = s.Header(), Accepts = true, Note = LifecycleRules.Text(s.Fields().Note),
        });
        return (state.To(Status.RequestSent, s.Event) with { ReplyBy = null })
            .Done("Condition accepted.", send);
    }

    public static Decision RefuseCondition(Situation s)
    {
        var (told, send) = s.State.Sending(s.Event, new IllMessage.ConditionalReply
        {
            Header = s.Header(), Accepts = false, Note = LifecycleRules.Text(s.Fields().Note),
        });
        var made = s.State.Condition is { } condition ? IsoCode.Words(condition) : "unknown";
        var reason = $"condition not accepted: {made}";
        var state = (told with { ReplyBy = null }).EndLeg(LegOutcome.Rejected, reason);
        return state.AskNext(s, Status.Rejected, "Condition not accepted", send);
    }

    public static Decision NotSuppliedArrived(Situation s)
    {
        var answer = s.Message<IllMessage.Answer>();
        var reason = Why(answer.Result);
        var state = Answered(s, answer).EndLeg(LegOutcome.Rejected, reason);
        return answer.Result is AnswerResult.Unfilled { Reason: ReasonUnfilled.NotFoundAsCited }
            && s.Profile.Has(WorkflowStep.BadCitation)
            ? (state.To(Status.BadCitation, s.Event) with { HasUnreadMessage = true })
                .Done($"{s.State.Partner} does not find it as cited; " +
                    "correct the citation and resubmit, or send it to the next.")
            : state.AskNext(s, Status.Rejected, $"{s.State.Partner} does not supply: {reason}");
    }

    public static Decision ExpiredArrived(Situation s)
    {
        var state = s.State.EndLeg(LegOutcome.Expired, "expired at the supplier");
        return state.AskNext(s, Status.Expired, $"{s.State.Partner} did not supply in time");
    }

    public static Decision EndedWhileCancelling(Situation s) =>
        s.State.EndLeg(LegOutcome.Cancelled, "ended by the supplier while our cancellation was open")
            .Cancelled(s, "The supplier ended the request while our cancellation was open; cancelled.");

    /// <summary>The leg has expired, or the whole request: with time left and suppliers left, the next one
    /// is asked.</summary>
    public static Decision ExpiryDatePassed(Situation s)
    {
        if (s.State.ExpiresOn is { } last && s.Event.Today <= last)
        {
            return LifecycleRules.Ignored($"The expiry date, {last:yyyy-MM-dd}, has not passed.");
        }

        if (IsAsked(s.State.Status) && s.State.Status != Status.CancelNotAccepted
            && s.State.AnsweredWith is TransactionResults.WillSupply or TransactionResults.HoldPlaced)
        {
            return LifecycleRules.Ignored(
                "The expiry date has passed, but the supplier's promise keeps the request alive.");
        }

        var wasAsked = IsAsked(s.State.Status);
        if (!wasAsked)
        {
            return s.State.EndLeg(LegOutcome.Expired, "our expiry date has passed")
                .To(Status.Expired, s.Event)
                .Done("Expired: the date has passed.");
        }

        var (told, send) = s.State.Sending(s.Event, new IllMessage.Cancel { Header = s.Header() });
        var isOver = s.State.Content.ExpiryDate() < s.Event.Today;
        var state = told.EndLeg(
            LegOutcome.Expired, isOver ? "our expiry date has passed" : "did not answer in time");
        return isOver
            ? state.To(Status.Expired, s.Event)
                .Done("Expired: the date has passed; the supplier was told.", send)
            : state.AskNext(s, Status.Expired,
                $"{s.State.Partner} did not supply in time and was told", send);
    }

    public static Decision SkipSupplier(Situation s) => Skip(s, LegOutcome.Rejected, "skipped by staff");

    public static Decision CancelSent(Situation s)
    {
        var isPatron = CancelledBy(s.Event) == Status.CancelledByPatron;
        var (told, send) = s.State.Sending(s.Event,
            new IllMessage.Cancel { Header = s.Header(), Note = LifecycleRules.Text(s.Fields().Note) });
        told = told with { IsCancelledByPatron = isPatron };
        return s.Profile.Has(WorkflowStep.CancelReply)
            ? (told.To(Status.CancelReply, s.Event) with { ResumeAt = s.State.Status })
                .Done("Cancellation sent; waits for the supplier's answer.", send)
            : told.EndLeg(LegOutcome.Cancelled, "cancelled")
                .Cancelled(s, "Cancelled; the supplier was told and is not waited for.", send);
    }

    public static Decision RepeatCancel(Situation s)
    {
        var (state, send) = s.State.Sending(s.Event,
            new IllMessage.Cancel { Header = s.Header(), Note = LifecycleRules.Text(s.Fields().Note) });
        return state.Done("Cancellation sent again.", send);
    }

    public static Decision CancelAgreed(Situation s) => s.State.EndLeg(LegOutcome.Cancelled, "cancelled")
        .Cancelled(s, "The supplier agrees; cancelled.");

    public static Decision CancelledBySupplier(Situation s)
    {
        if (s.Profile.Has(WorkflowStep.CancelledByPartner))
        {
            return s.State.EndLeg(LegOutcome.Cancelled, "ended by the supplier").To(Status.Cancelled, s.Event)
                .Done("The supplier ended the request, though no cancellation was open.");
        }

        var missing = StepCatalog.Missing([WorkflowStep.CancelledByPartner]);
        return s.State.EndLeg(LegOutcome.Rejected, "ended by the supplier").AskNext(s, Status.Rejected,
            "The supplier ended the request, which counts as not supplied, since the workflow profile " +
            $"{s.Profile.Code} has {missing}");
    }

    /// <summary>A condition that is still to be answered comes back, so that it can be answered.</summary>
    public static Decision CancelRefused(Situation s)
    {
        var before = s.State.ResumeAt ?? Status.RequestSent;
        var status = before == Status.Conditional || !s.Profile.Has(WorkflowStep.CancelNotAccepted)
            ? before
            : Status.CancelNotAccepted;
        var next = status == Status.Conditional ? "its condition waits for a reply" : "supply goes on";
        return (s.State.To(status, s.Event) with
        {
            ResumeAt = null, HasUnreadMessage = true, IsCancelledByPatron = false,
        })
            .Done($"The supplier does not agree to the cancellation; {next}.");
    }

    public static Decision CancelRefusedTooLate(Situation s)
    {
        var text = $"{s.State.Partner} does not agree to the cancellation and may ship all the same.";
        return (s.State.Noting(s.Event, text) with { HasUnreadMessage = true }).Done(text);
    }

    /// <summary>Supply may come without anything more from us.</summary>
    public static bool IsAsked(Status status) =>
        status is Status.RequestSent or Status.RequestAccepted or Status.Claimed
        or Status.AutoWillSupply or Status.WillSupply or Status.CancelNotAccepted;

    /// <summary>Tells the supplier to stop and asks the next one.</summary>
    private static Decision Skip(Situation s, LegOutcome outcome, string why)
    {
        var (told, send) = s.State.Sending(s.Event,
            new IllMessage.Cancel { Header = s.Header(), Note = LifecycleRules.Text(s.Fields().Note) });
        var state = told.EndLeg(outcome, why) with { ReplyBy = null };
        return state.AskNext(s, Status.Rejected, $"{s.State.Partner}: {why}", send);
    }

    private static (RequestState State, Effect Effect) Claiming(Situation s)
    {
        var asked = s.State.SentOn is { } on ? $" of {on:yyyy-MM-dd}" : "";
        var note = LifecycleRules.Text(s.Fields().Note)
            ?? $"We are still waiting for an answer to our request{asked}. " +
                "Please tell us whether you can supply it.";
        return s.State.Sending(
            s.Event, new IllMessage.Message { Header = s.Header(), IsClaim = true, Note = note });
    }

    private static Status CancelledBy(RequestEvent @event) =>
        @event is RequestEvent.Internal { Kind: EventKind.PatronCancelled }
            ? Status.CancelledByPatron
            : Status.CancelledByStaff;

    /// <summary>The end of a cancellation: whoever asked for it gave the status its name.</summary>
    private static Decision Cancelled(
        this RequestState state, Situation s, string text, params Effect[] effects)
    {
        var status = state.IsCancelledByPatron ? Status.CancelledByPatron : Status.CancelledByStaff;
        return (state.To(status, s.Event) with { IsCancelledByPatron = false, ResumeAt = null })
            .Done(text, effects);
    }

    private static RequestState Conditioned(RequestState state, AnswerResult.Conditional conditional) =>
        state with
        {
            Condition = conditional.Condition, ReplyBy = conditional.ReplyBy, ReplyReminderOn = null,
        };

    private static RequestState Answered(Situation s, IllMessage.Answer answer) =>
        s.State with { AnsweredWith = answer.Result.Kind };

    private static string Why(AnswerResult result) => result switch
    {
        AnswerResult.Unfilled unfilled => IsoCode.Words(unfilled.Reason),
        AnswerResult.Retry retry => "ask again later" +
            (retry.On is { } on ? $", from {on:yyyy-MM-dd}" : "") +
            (retry.Reason is { } reason ? $" ({IsoCode.Words(reason)})" : ""),
        AnswerResult.LocationsProvided { Locations: { Count: > 0 } locations } =>
            $"held by {string.Join(", ", locations.Select(location => location.Library))}",
        AnswerResult.Estimate estimate => $"an estimate only: {estimate.Cost}",
        _ => "no reason given",
    };
}

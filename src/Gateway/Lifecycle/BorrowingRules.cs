using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>What the rows of the borrowing table do. All pure.</summary>
internal static class BorrowingRules
{
    public static Decision ApprovalNeeded(Situation s) => s.State.To(Status.PendingApproval, s.Event).Done("Waits for an approval.");

    public static Decision Approve(Situation s) => s.State.To(Status.ReadyToSend, s.Event).Done("Approved.");

    public static Decision ApprovalRefused(Situation s) =>
        s.State.To(Status.CancelledByStaff, s.Event).Done("Not approved; cancelled. Nobody had to be told.");

    public static Decision Locate(Situation s) =>
        s.State.To(Status.LocateInProcess, s.Event).Done("The suppliers' catalogues are being asked.");

    public static Decision LocalHoldingFound(Situation s)
    {
        var text = $"Held by our own library: {((RequestEvent.Internal)s.Event).Text}";
        return s.State.Noting(s.Event, text).To(Status.LocalHolding, s.Event).Done(text);
    }

    public static Decision Exported(Situation s) => s.State.To(Status.ExportedToThirdParty, s.Event)
        .Done($"Exported: {((RequestEvent.Internal)s.Event).Text}");

    public static Decision CancelUnsent(Situation s) =>
        s.State.To(CancelledBy(s.Event), s.Event).Done("Cancelled; nobody had to be told.");

    public static Decision Send(Situation s) => s.State.NextLeg() is null
        ? LifecycleRules.Prohibited("No supplier is left to ask. Add a partner to the rota, or cancel the request.")
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
        RotaLeg[] rota = [.. asked, new RotaLeg(partner, LegOutcome.Waiting), .. s.State.Rota.Skip(asked.Length)];
        return (s.State with { Rota = rota }).AskNext(s, Status.Rejected, "Sent again with the corrected citation");
    }

    public static Decision Claim(Situation s)
    {
        var (state, send) = Claiming(s);
        return state.To(Status.Claimed, s.Event).Done("Claimed: the supplier was asked where its answer stays.", send);
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
        _ => throw new ArgumentOutOfRangeException(nameof(s), s.Profile.AutoCancel, "not a policy of this set"),
    };

    public static Decision ExternallyObtained(Situation s)
    {
        var state = s.State.EndLeg(LegOutcome.Cancelled, "obtained elsewhere").To(Status.ExternallyObtained, s.Event) with
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
            return BackInTheRota(s.State, s, $"The request to {s.State.Partner} was taken back: {undeliverable.Reason}");
        }

        var text = $"{s.State.Partner} could not be reached";
        var noted = s.State.Noting(s.Event, $"{text}: {undeliverable.Reason}");
        return noted.NextLeg() is null
            ? BackInTheRota(noted, s, $"{text}; no other supplier is left.")
            : noted.EndLeg(LegOutcome.Undeliverable, undeliverable.Reason).AskNext(s, Status.ReadyToSend, text);
    }

    /// <summary>The same transaction once more: a supplier that has the request after all will know it again.</summary>
    private static Decision BackInTheRota(RequestState state, Situation s, string text) =>
        state.EndLeg(LegOutcome.Waiting, null).To(Status.ReadyToSend, s.Event).Done(text);

    public static Decision UndeliverableWhileCancelling(Situation s) =>
        s.State.EndLeg(LegOutcome.Undeliverable, ((RequestEvent.Undeliverable)s.Event).Reason)
            .Cancelled(s, "The request itself could not be delivered, so the cancellation needs no answer; cancelled.");

    public static Decision WillSupplyArrived(Situation s)
    {
        var answer = s.Message<IllMessage.Answer>();
        var state = Answered(s, answer).To(Status.WillSupply, s.Event);
        return state.Done(answer.Result switch
        {
            AnswerResult.WillSupply will => $"The supplier will supply ({IsoCode.Words(will.Reason)})" +
                (will.On is { } on ? $", expected on {on:yyyy-MM-dd}." : "."),
            AnswerResult.HoldPlaced { AvailableOn: { } on } => $"The supplier placed a hold; expected on {on:yyyy-MM-dd}.",
            _ => "The supplier placed a hold.",
        });
    }

    /// <summary>Should the supplier refuse the cancellation, the request goes on where the supplier thinks it is.</summary>
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
        var text = $"{s.State.Partner} answers {IsoCode.Words(s.Message<IllMessage.Answer>().Result.Kind)}, but is not asked any more.";
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
            : LifecycleRules.RemindOfReply(s, "The date for our reply to the supplier's condition has passed.");
    }

    public static Decision AcceptCondition(Situation s)
    {
        var (state, send) = s.State.Sending(s.Event, new IllMessage.ConditionalReply
        {
            Header = s.Header(), Accepts = true, Note = LifecycleRules.Text(s.Fields().Note),
        });
        return (state.To(Status.RequestSent, s.Event) with { ReplyBy = null }).Done("Condition accepted.", send);
    }

    public static Decision RefuseCondition(Situation s)
    {
        var (told, send) = s.State.Sending(s.Event, new IllMessage.ConditionalReply
        {
            Header = s.Header(), Accepts = false, Note = LifecycleRules.Text(s.Fields().Note),
        });
        var reason = $"condition not accepted: {(s.State.Condition is { } condition ? IsoCode.Words(condition) : "unknown")}";
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
                .Done($"{s.State.Partner} does not find it as cited; correct the citation and resubmit, or send it to the next.")
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

    public static Decision DueDateNear(Situation s)
    {
        if (LifecycleRules.WhyNotRemind(s) is { } why)
        {
            return LifecycleRules.Ignored(why);
        }

        var text = $"Due back at {s.State.Partner} on {s.State.DueOn:yyyy-MM-dd}.";
        return (s.State.Noting(s.Event, text) with { HasUnreadMessage = true, ReminderSentFor = s.State.DueOn }).Done(text);
    }

    /// <summary>The leg has expired, or the whole request: with time left and suppliers left, the next one is asked.</summary>
    public static Decision ExpiryDatePassed(Situation s)
    {
        if (s.State.ExpiresOn is { } last && s.Event.Today <= last)
        {
            return LifecycleRules.Ignored($"The expiry date, {last:yyyy-MM-dd}, has not passed.");
        }

        if (IsAsked(s.State.Status) && s.State.Status != Status.CancelNotAccepted
            && s.State.AnsweredWith is TransactionResults.WillSupply or TransactionResults.HoldPlaced)
        {
            return LifecycleRules.Ignored("The expiry date has passed, but the supplier's promise keeps the request alive.");
        }

        var wasAsked = IsAsked(s.State.Status);
        if (!wasAsked)
        {
            return s.State.EndLeg(LegOutcome.Expired, "our expiry date has passed").To(Status.Expired, s.Event)
                .Done("Expired: the date has passed.");
        }

        var (told, send) = s.State.Sending(s.Event, new IllMessage.Cancel { Header = s.Header() });
        var isOver = s.State.Content.ExpiryDate() < s.Event.Today;
        var state = told.EndLeg(LegOutcome.Expired, isOver ? "our expiry date has passed" : "did not answer in time");
        return isOver
            ? state.To(Status.Expired, s.Event).Done("Expired: the date has passed; the supplier was told.", send)
            : state.AskNext(s, Status.Expired, $"{s.State.Partner} did not supply in time and was told", send);
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
            $"The supplier ended the request, which counts as not supplied, since the workflow profile {s.Profile.Code} " +
            $"has {missing}");
    }

    /// <summary>A condition that is still to be answered comes back, so that it can be answered.</summary>
    public static Decision CancelRefused(Situation s)
    {
        var before = s.State.ResumeAt ?? Status.RequestSent;
        var status = before == Status.Conditional || !s.Profile.Has(WorkflowStep.CancelNotAccepted)
            ? before
            : Status.CancelNotAccepted;
        var next = status == Status.Conditional ? "its condition waits for a reply" : "supply goes on";
        return (s.State.To(status, s.Event) with { ResumeAt = null, HasUnreadMessage = true, IsCancelledByPatron = false })
            .Done($"The supplier does not agree to the cancellation; {next}.");
    }

    public static Decision CancelRefusedTooLate(Situation s)
    {
        var text = $"{s.State.Partner} does not agree to the cancellation and may ship all the same.";
        return (s.State.Noting(s.Event, text) with { HasUnreadMessage = true }).Done(text);
    }

    public static Decision ShippedArrived(Situation s)
    {
        if (s.State.Transaction is null)
        {
            return LifecycleRules.Ignored("No supplier has been asked, so nothing can be on its way.");
        }

        var isExpected = IsAsked(s.State.Status) || s.State.Status == Status.Conditional;
        var state = WithShipment(s) with
        {
            ReceivedOn = null, ReturnedOn = null, Renewals = 0, IsCancelledByPatron = false,
            HasUnreadMessage = s.State.HasUnreadMessage || !isExpected,
        };
        return state.To(OnItsWay(s), s.Event).Done(Shipment(s, state));
    }

    public static Decision ShippedArrivedAgain(Situation s) => WithShipment(s)
        .To(OnItsWay(s), s.Event)
        .Done("The supplier sent the shipping message again; its details are kept.");

    /// <summary>What we know by now (a renewed due date, a recall) is newer than the shipping message.</summary>
    public static Decision ShippedArrivedLate(Situation s)
    {
        var (state, shipment) = (s.State, WithShipment(s));
        var isOver = state.Status is Status.RequestCompleted or Status.LenderCheckIn or Status.Delivered or Status.History;

        // Complete without any parcel: staff had got it elsewhere. Complete with one that had come: this is another.
        var isUnexpected = isOver && (state.ShippedOn is not null || state.ReceivedOn is null);
        return (state with
        {
            SuppliedAs = state.SuppliedAs ?? shipment.SuppliedAs,
            ShippedOn = state.ShippedOn ?? shipment.ShippedOn,
            DueOn = state.DueOn ?? shipment.DueOn,
            Renewable = shipment.Renewable,
            Cost = state.Cost ?? shipment.Cost,
            Barcode = state.Barcode ?? shipment.Barcode,
            ReturnTo = state.ReturnTo ?? shipment.ReturnTo,
            HasUnreadMessage = state.HasUnreadMessage || isUnexpected,
        }).Done(isUnexpected
            ? $"The supplier has shipped{(state.ShippedOn is null ? "" : " again")}; reactivate the request to receive it."
            : "The shipping message came late; what was not known yet is kept.");
    }

    public static Decision Receive(Situation s)
    {
        var (state, send) = Received(s);
        return state.IsCopy()
            ? ReceiveCopy(s, state, send)
            : state.To(Status.ReceivedPhysically, s.Event).Done("Received.", send);
    }

    public static Decision ReceiveAfterTrouble(Situation s)
    {
        if (s.State.ReceivedOn is { } on)
        {
            return LifecycleRules.Prohibited($"The item was received on {on:yyyy-MM-dd} already.");
        }

        var (state, send) = Received(s);
        if (state.IsCopy())
        {
            return ReceiveCopy(s, state, send);
        }

        var isLost = s.State.Status is Status.LostCommunicated or Status.ReportLost or Status.DeclaredLost
            or Status.LostAndFeePaid;
        return (isLost ? state.To(Status.ReceivedPhysically, s.Event) : state with { ResumeAt = Status.ReceivedPhysically })
            .Done(isLost ? "Received after all." : "Received.", send);
    }

    public static Decision LoanedToPatron(Situation s) => s.State.To(Status.Loaned, s.Event).Done("Loaned to the patron.");

    public static Decision ReturnedByPatron(Situation s) =>
        s.State.To(Status.ReturnedByPatron, s.Event).Done("The patron brought it back; return it to the supplier.");

    public static Decision PatronRenewal(Situation s)
    {
        if (!s.Profile.Has(WorkflowStep.RenewRequested))
        {
            return LifecycleRules.Ignored("The patron asks for a renewal, but no renewals are asked of this supplier: " +
                $"the workflow profile {s.Profile.Code} has {StepCatalog.Missing([WorkflowStep.RenewRequested])}.");
        }

        return s.Profile.Has(WorkflowStep.MediatedRenewal)
            ? s.State.To(Status.MediatedRenewal, s.Event).Done("The patron asks for a renewal.")
            : Renew(s);
    }

    public static Decision PatronRenewalRefused(Situation s)
    {
        var status = s.State.IsOverdue ? Status.OverdueItem
            : s.Profile.Has(WorkflowStep.RenewNotAccepted) ? Status.RenewNotAccepted
            : Status.Loaned;
        return s.State.To(status, s.Event).Done("The patron's wish for a renewal was not passed on; the due date stays.");
    }

    public static Decision Renew(Situation s)
    {
        if (s.State.IsCopy())
        {
            return LifecycleRules.Prohibited("A copy is kept; there is nothing to renew.");
        }

        if (!s.State.Renewable)
        {
            return LifecycleRules.Prohibited("The supplier marked this loan as not renewable. Write a general message instead.");
        }

        if (s.State.Renewals >= s.Profile.MaxRenewals)
        {
            return LifecycleRules.Prohibited($"It was renewed {s.State.Renewals} times; the workflow profile " +
                $"{s.Profile.Code} allows no more than {s.Profile.MaxRenewals}. Write a general message instead.");
        }

        if (s.Fields().DesiredDueDate is { } wanted && s.State.DueOn is { } due && wanted <= due)
        {
            return LifecycleRules.Invalid("desiredDueDate", $"The desired due date is not after the present one, {due:yyyy-MM-dd}.");
        }

        var (state, send) = s.State.Sending(s.Event, new IllMessage.Renew
        {
            Header = s.Header(), DesiredDueOn = s.Fields().DesiredDueDate, Note = LifecycleRules.Text(s.Fields().Note),
        });
        return (state.To(Status.RenewRequested, s.Event) with
        {
            DesiredDueOn = s.Fields().DesiredDueDate,
            ResumeAt = InUse(s.State),
        }).Done("Renewal asked for.", send);
    }

    public static Decision RenewGranted(Situation s)
    {
        var status = s.Profile.Has(WorkflowStep.Renewed) ? Status.Renewed : InUse(s.State);
        return Renewed(s).To(status, s.Event).Done($"Renewed{DueText(Renewed(s))}.");
    }

    public static Decision RenewGrantedLate(Situation s) =>
        Renewed(s).Done($"The supplier grants the renewal{DueText(Renewed(s))}; the status stays.");

    public static Decision RenewRefused(Situation s)
    {
        var status = s.State.IsOverdue ? Status.OverdueItem
            : s.Profile.Has(WorkflowStep.RenewNotAccepted) ? Status.RenewNotAccepted
            : InUse(s.State);
        return (s.State.To(status, s.Event) with { DesiredDueOn = null, ResumeAt = null })
            .Done("The supplier does not grant the renewal.");
    }

    public static Decision OverdueArrived(Situation s) =>
        Overdue(s).To(Status.OverdueItem, s.Event).Done("The supplier says it is overdue.");

    public static Decision OverdueArrivedStay(Situation s) => Overdue(s).Done("The supplier says it is overdue.");

    public static Decision DueDatePassed(Situation s) => s.State.DueOn is { } due && s.Event.Today <= due
        ? LifecycleRules.Ignored($"The due date, {due:yyyy-MM-dd}, has not passed.")
        : (s.State.To(Status.OverdueItem, s.Event) with { IsOverdue = true }).Done("The due date has passed.");

    public static Decision RecallArrived(Situation s)
    {
        var dueOn = s.Message<IllMessage.Recall>().DueOn;
        var state = s.State.To(Status.RecalledBor, s.Event) with
        {
            OriginalDueOn = s.State.OriginalDueOn ?? s.State.DueOn,
            DueOn = dueOn ?? s.State.DueOn,
            DesiredDueOn = null,
            ResumeAt = InUse(s.State),
        };
        return state.Done($"The supplier wants it back{(dueOn is { } due ? $" by {due:yyyy-MM-dd}" : "")}.");
    }

    public static Decision RecallTakenBack(Situation s)
    {
        var state = s.State.To(s.State.IsOverdue ? Status.OverdueItem : InUse(s.State), s.Event) with
        {
            DueOn = s.State.OriginalDueOn ?? s.State.DueOn, OriginalDueOn = null, ResumeAt = null,
        };
        return state.Done($"The recall is taken back{DueText(state)}.");
    }

    public static Decision Return(Situation s)
    {
        if (s.State.IsCopy())
        {
            return LifecycleRules.Prohibited("A copy is kept; it does not go back.");
        }

        var (state, send) = s.State.Sending(s.Event, new IllMessage.Returned
        {
            Header = s.Header(), ReturnedOn = s.Event.Today, Note = LifecycleRules.Text(s.Fields().Note),
        });
        return (state.To(Status.ReturnedToPartner, s.Event) with { ReturnedOn = s.Event.Today, IsOverdue = false })
            .Done("Returned to the supplier.", send);
    }

    public static Decision CheckedInArrived(Situation s)
    {
        var isShown = s.Profile.Has(WorkflowStep.LenderCheckIn);
        var state = s.State.To(isShown ? Status.LenderCheckIn : Status.RequestCompleted, s.Event) with { IsOverdue = false };
        return state.Done(isShown
            ? "The supplier has checked it in; complete the request when nothing else is open."
            : "The supplier has checked it in; completed.");
    }

    public static Decision ReportLost(Situation s)
    {
        var (state, send) = s.State.Sending(s.Event,
            new IllMessage.Lost { Header = s.Header(), Note = LifecycleRules.Text(s.Fields().Note) });
        var status = s.Profile.LossStatus == LossStatus.ReportLost ? Status.ReportLost : Status.LostCommunicated;
        return state.To(status, s.Event).Done("Reported as lost.", send);
    }

    public static Decision ReportDamaged(Situation s)
    {
        var (state, send) = s.State.Sending(s.Event,
            new IllMessage.Damaged { Header = s.Header(), Note = LifecycleRules.Text(s.Fields().Note) });
        var status = s.Profile.DamageStatus == DamageStatus.Damaged ? Status.Damaged : Status.DamagedCommunicated;
        return state.To(status, s.Event).Done("Reported as damaged.", send);
    }

    public static Decision FeePaid(Situation s) =>
        s.State.To(Status.LostAndFeePaid, s.Event).Done("The loss is paid for; the supplier was not told.");

    public static Decision LostArrived(Situation s) =>
        s.State.To(Status.DeclaredLost, s.Event).Done("The supplier declares it lost.");

    public static Decision LostArrivedLate(Situation s) =>
        (s.State.Noting(s.Event, "The supplier declares it lost.") with { HasUnreadMessage = true })
            .Done("The supplier declares it lost, though the request is over here.");

    public static Decision DamagedArrived(Situation s) =>
        (s.State.Noting(s.Event, "The supplier reports damage.") with { HasUnreadMessage = true })
            .Done("The supplier reports damage.");

    public static Decision ForwardNotificationArrived(Situation s)
    {
        var notification = s.Message<IllMessage.ForwardNotification>();
        var now = notification.Header.Responder;
        return (s.State.Noting(s.Event, $"{notification.Intermediary} passed the request on to {now}.") with
        {
            Counterpart = now,
        }).Done($"The request was passed on to {now}.");
    }

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
            ?? $"We are still waiting for an answer to our request{asked}. Please tell us whether you can supply it.";
        return s.State.Sending(s.Event, new IllMessage.Message { Header = s.Header(), IsClaim = true, Note = note });
    }

    private static Status CancelledBy(RequestEvent @event) =>
        @event is RequestEvent.Internal { Kind: EventKind.PatronCancelled }
            ? Status.CancelledByPatron
            : Status.CancelledByStaff;

    /// <summary>The end of a cancellation: whoever asked for it gave the status its name.</summary>
    private static Decision Cancelled(this RequestState state, Situation s, string text, params Effect[] effects) =>
        (state.To(state.IsCancelledByPatron ? Status.CancelledByPatron : Status.CancelledByStaff, s.Event) with
        {
            IsCancelledByPatron = false, ResumeAt = null,
        }).Done(text, effects);

    /// <summary>Supply may come without anything more from us.</summary>
    private static bool IsAsked(Status status) => status is Status.RequestSent or Status.RequestAccepted or Status.Claimed
        or Status.AutoWillSupply or Status.WillSupply or Status.CancelNotAccepted;

    private static Status OnItsWay(Situation s) =>
        !IsFile(s) ? Status.ShippedPhysically
        : s.Profile.Has(WorkflowStep.WaitingForReceiveDigitally) ? Status.ReceiveDigitallyReply
        : Status.ShippedDigitally;

    private static (RequestState State, Effect Effect) Received(Situation s)
    {
        var type = s.Fields().Format ?? s.State.SuppliedAs ?? s.State.Content.Services.FirstOrDefault(ServiceType.Loan);
        var received = s.State.SupplyLeg() with
        {
            ReceivedOn = s.Event.Today, SuppliedAs = type, ResumeAt = null,
        };
        return received.Sending(s.Event, new IllMessage.Received
        {
            Header = s.Header(), ReceivedOn = s.Event.Today, ServiceType = type, Note = LifecycleRules.Text(s.Fields().Note),
        });
    }

    /// <summary>A copy that came without a shipping message is taken for a file.</summary>
    private static Decision ReceiveCopy(Situation s, RequestState state, Effect send)
    {
        if (s.State.ShippedOn is not null && s.State.Status is not (Status.ShippedDigitally or Status.ReceiveDigitallyReply))
        {
            return state.To(Status.ReceivedNotForLoan, s.Event).Done("Received; the copy is kept.", send);
        }

        return s.Profile.Has(WorkflowStep.ReceiveDigitally)
            ? state.To(Status.ReceivedDigitally, s.Event).Done("Received as a file.", send)
            : state.To(Status.RequestCompleted, s.Event).Done("Received as a file; completed.", send);
    }

    /// <summary>Where the item is when nothing special is the matter: to go back to after a renewal or a recall.</summary>
    public static Status InUse(RequestState state) => state.Status switch
    {
        Status.ShippedPhysically or Status.ReceivedPhysically or Status.ReturnedByPatron => state.Status,
        Status.RenewRequested or Status.RecalledBor => state.ResumeAt ?? Status.Loaned,
        Status.DamagedCommunicated or Status.Damaged or Status.Reactivated => Status.ReceivedPhysically,
        Status.OverdueItem when state.ReceivedOn is null => Status.ShippedPhysically,
        _ => Status.Loaned,
    };

    private static RequestState Renewed(Situation s)
    {
        var due = s.Message<IllMessage.RenewAnswer>().Due;
        return s.State with
        {
            DueOn = due?.On ?? s.State.DesiredDueOn ?? s.State.DueOn,
            Renewable = due?.Renewable ?? s.State.Renewable,
            DesiredDueOn = null,
            ResumeAt = null,
            IsOverdue = false,
            Renewals = s.State.Renewals + 1,
        };
    }

    private static string DueText(RequestState state) => state.DueOn is { } due ? $"; due {due:yyyy-MM-dd}" : "";

    private static string Shipment(Situation s, RequestState state)
    {
        var what = IsFile(s) ? "Shipped as a file" : "Shipped";
        return IsAsked(s.State.Status)
            ? $"{what}{DueText(state)}."
            : $"{what}{DueText(state)}, though the request was \"{StatusCatalog.Info(Side.Borrowing, s.State.Status).Label}\".";
    }

    private static RequestState Conditioned(RequestState state, AnswerResult.Conditional conditional) =>
        state with { Condition = conditional.Condition, ReplyBy = conditional.ReplyBy, ReplyReminderOn = null };

    private static RequestState Answered(Situation s, IllMessage.Answer answer) =>
        s.State with { AnsweredWith = answer.Result.Kind };

    private static RequestState Overdue(Situation s) => s.State with
    {
        IsOverdue = true,
        DueOn = s.State.DueOn ?? s.Message<IllMessage.Overdue>().Due.On,
    };

    private static RequestState WithShipment(Situation s)
    {
        var shipped = s.Message<IllMessage.Shipped>();
        var supply = shipped.Supply;
        return s.State with
        {
            SuppliedAs = shipped.ServiceType,
            ShippedOn = supply.ShippedOn ?? s.Event.Today,
            DueOn = supply.Due?.On ?? s.State.DueOn,
            Renewable = supply.Due?.Renewable ?? s.State.Renewable,
            Cost = supply.Cost ?? s.State.Cost,
            Condition = supply.Condition ?? s.State.Condition,
            Barcode = shipped.Barcode ?? s.State.Barcode,
            ReturnTo = shipped.ReturnTo ?? s.State.ReturnTo,
            ResumeAt = null,
            Rota = s.State.SupplyLeg().Rota,
        };
    }

    private static bool IsFile(Situation s)
    {
        var shipped = s.Message<IllMessage.Shipped>();
        return shipped.ServiceType == ServiceType.CopyNonReturnable && shipped.Supply.Via is null
            && shipped.Supply.Units.All(unit => unit.Medium == MediumType.MachineReadable);
    }

    private static string Why(AnswerResult result) => result switch
    {
        AnswerResult.Unfilled unfilled => IsoCode.Words(unfilled.Reason),
        AnswerResult.Retry retry => "ask again later" + (retry.On is { } on ? $", from {on:yyyy-MM-dd}" : "") +
            (retry.Reason is { } reason ? $" ({IsoCode.Words(reason)})" : ""),
        AnswerResult.LocationsProvided { Locations: { Count: > 0 } locations } =>
            $"held by {string.Join(", ", locations.Select(location => location.Library))}",
        AnswerResult.Estimate estimate => $"an estimate only: {estimate.Cost}",
        _ => "no reason given",
    };
}

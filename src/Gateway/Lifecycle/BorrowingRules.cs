using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>What the rows of the borrowing table do. All pure.</summary>
internal static class BorrowingRules
{
    public static Decision ApprovalNeeded(Situation s) =>
        s.State.To(Status.PendingApproval, s.Event).Done("Waits for an approval.");

    public static Decision Approved(Situation s) => s.State.To(Status.ReadyToSend, s.Event).Done("Approved.");

    public static Decision Locate(Situation s) =>
        s.State.To(Status.LocateInProcess, s.Event).Done("The suppliers' catalogues are being asked.");

    public static Decision Located(Situation s) => s.State.To(Status.ReadyToSend, s.Event)
        .Done($"Located: {((RequestEvent.Internal)s.Event).Text}");

    public static Decision NotLocated(Situation s) => s.State.To(Status.LocateFailed, s.Event)
        .Done($"Not located: {((RequestEvent.Internal)s.Event).Text}");

    public static Decision CancelUnsent(Situation s) =>
        s.State.To(Status.CancelledByStaff, s.Event).Done("Cancelled; nobody had to be told.");

    public static Decision Send(Situation s) => NextLeg(s.State) is null
        ? LifecycleRules.Prohibited(
            "No supplier is left to ask. Add a partner to the rota, or cancel the request.")
        : AskNext(s.State, s, Status.Rejected, "Asked the supplier.");

    public static Decision RequestUndeliverable(Situation s)
    {
        var undeliverable = (RequestEvent.Undeliverable)s.Event;
        var state = EndLeg(s.State, LegOutcome.Undeliverable, undeliverable.Reason)
            .Noting(s.Event, $"{s.State.Partner} could not be reached: {undeliverable.Reason}");
        return AskNext(state, s, Status.ReadyToSend, $"{s.State.Partner} could not be reached");
    }

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

    public static Decision AnsweredWhileCancelling(Situation s) => Answered(s, s.Message<IllMessage.Answer>())
        .Done("The answer crossed our cancellation, which is still open.");

    public static Decision ConditionalArrived(Situation s)
    {
        var answer = s.Message<IllMessage.Answer>();
        var conditional = (AnswerResult.Conditional)answer.Result;
        var state = Answered(s, answer).To(Status.Conditional, s.Event) with
        {
            Condition = conditional.Condition,
            ReplyBy = conditional.ReplyBy,
        };
        var by = conditional.ReplyBy is { } date ? $"; reply by {date:yyyy-MM-dd}" : "";
        return state.Done($"The supplier makes a condition: {IsoCode.Words(conditional.Condition)}{by}.");
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
        var state = EndLeg(told with { ReplyBy = null }, LegOutcome.Rejected, reason);
        return AskNext(state, s, Status.Rejected, "Condition not accepted", send);
    }

    public static Decision NotSuppliedArrived(Situation s)
    {
        var answer = s.Message<IllMessage.Answer>();
        var reason = Why(answer.Result);
        var state = EndLeg(Answered(s, answer), LegOutcome.Rejected, reason);
        return AskNext(state, s, Status.Rejected, $"{s.State.Partner} does not supply: {reason}");
    }

    public static Decision ExpiredArrived(Situation s)
    {
        var state = EndLeg(s.State, LegOutcome.Expired, "expired at the supplier");
        return AskNext(state, s, Status.Expired, $"{s.State.Partner} did not supply in time");
    }

    public static Decision EndedWhileCancelling(Situation s) =>
        EndLeg(s.State, LegOutcome.Cancelled, "ended by the supplier while our cancellation was open")
            .To(Status.CancelledByStaff, s.Event)
            .Done("The supplier ended the request while our cancellation was open; cancelled.");

    public static Decision ExpiryDatePassed(Situation s)
    {
        var wasAsked = s.State.Status is Status.RequestSent or Status.CancelNotAccepted;
        var state = EndLeg(s.State, LegOutcome.Expired, "our expiry date has passed").To(Status.Expired, s.Event);
        if (!wasAsked)
        {
            return state.Done("Expired: the date has passed.");
        }

        var (told, send) = state.Sending(s.Event, new IllMessage.Cancel { Header = s.Header() });
        return told.Done("Expired: the date has passed; the supplier was told.", send);
    }

    public static Decision SkipSupplier(Situation s)
    {
        var (told, send) = s.State.Sending(s.Event,
            new IllMessage.Cancel { Header = s.Header(), Note = LifecycleRules.Text(s.Fields().Note) });
        var state = EndLeg(told, LegOutcome.Rejected, "skipped by staff");
        return AskNext(state, s, Status.Rejected, $"{s.State.Partner} skipped", send);
    }

    public static Decision CancelSent(Situation s)
    {
        var (told, send) = s.State.Sending(s.Event,
            new IllMessage.Cancel { Header = s.Header(), Note = LifecycleRules.Text(s.Fields().Note) });
        if (!s.Profile.Has(WorkflowStep.CancelReply))
        {
            return EndLeg(told, LegOutcome.Cancelled, "cancelled").To(Status.CancelledByStaff, s.Event)
                .Done("Cancelled; the supplier was told and is not waited for.", send);
        }

        return (told.To(Status.CancelReply, s.Event) with { ResumeAt = s.State.Status })
            .Done("Cancellation sent; waits for the supplier's answer.", send);
    }

    public static Decision RepeatCancel(Situation s)
    {
        var (state, send) = s.State.Sending(s.Event,
            new IllMessage.Cancel { Header = s.Header(), Note = LifecycleRules.Text(s.Fields().Note) });
        return state.Done("Cancellation sent again.", send);
    }

    public static Decision CancelAgreed(Situation s) => EndLeg(s.State, LegOutcome.Cancelled, "cancelled")
        .To(Status.CancelledByStaff, s.Event).Done("The supplier agrees; cancelled.");

    public static Decision CancelRefused(Situation s)
    {
        var status = s.Profile.Has(WorkflowStep.CancelNotAccepted)
            ? Status.CancelNotAccepted
            : s.State.ResumeAt ?? Status.RequestSent;
        return (s.State.To(status, s.Event) with { ResumeAt = null })
            .Done("The supplier does not agree to the cancellation; supply goes on.");
    }

    public static Decision ShippedArrived(Situation s)
    {
        var state = WithShipment(s);
        var isFile = IsFile(s.Message<IllMessage.Shipped>());
        return state.To(isFile ? Status.ShippedDigitally : Status.ShippedPhysically, s.Event)
            .Done(isFile ? "Shipped as a file." : $"Shipped{(state.DueOn is { } due ? $"; due {due:yyyy-MM-dd}" : "")}.");
    }

    public static Decision ShippedArrivedLate(Situation s) =>
        WithShipment(s).Done("The shipping message came late or again; its details are kept.");

    public static Decision Receive(Situation s)
    {
        var type = s.Fields().Format ?? s.State.SuppliedAs ?? s.State.Content.Services[0];
        var received = s.State with
        {
            ReceivedOn = s.Event.Today,
            SuppliedAs = type,
            Rota = EndLeg(s.State, LegOutcome.Supplied, null).Rota,
        };
        var (state, send) = received.Sending(s.Event, new IllMessage.Received
        {
            Header = s.Header(), ReceivedOn = s.Event.Today, ServiceType = type,
            Note = LifecycleRules.Text(s.Fields().Note),
        });
        return type == ServiceType.Loan
            ? state.To(Status.ReceivedPhysically, s.Event).Done("Received.", send)
            : ReceiveCopy(s, state, send);
    }

    public static Decision LoanedToPatron(Situation s) =>
        s.State.To(Status.Loaned, s.Event).Done("Loaned to the patron.");

    public static Decision ReturnedByPatron(Situation s) =>
        s.State.To(Status.ReturnedByPatron, s.Event).Done("The patron brought it back; return it to the supplier.");

    public static Decision PatronRenewal(Situation s) =>
        s.State.To(Status.MediatedRenewal, s.Event).Done("The patron asks for a renewal.");

    public static Decision Renew(Situation s)
    {
        if (!s.State.Renewable)
        {
            return LifecycleRules.Prohibited("The supplier marked this loan as not renewable. Write a general message instead.");
        }

        if (s.Fields().DesiredDueDate is { } wanted && s.State.DueOn is { } due && wanted <= due)
        {
            return LifecycleRules.Invalid("desiredDueDate", $"The desired due date is not after the present one, {due:yyyy-MM-dd}.");
        }

        var (state, send) = s.State.Sending(s.Event, new IllMessage.Renew
        {
            Header = s.Header(), DesiredDueOn = s.Fields().DesiredDueDate, Note = LifecycleRules.Text(s.Fields().Note),
        });
        return (state.To(Status.RenewRequested, s.Event) with { DesiredDueOn = s.Fields().DesiredDueDate })
            .Done("Renewal asked for.", send);
    }

    public static Decision RenewGranted(Situation s)
    {
        var due = s.Message<IllMessage.RenewAnswer>().Due;
        var state = s.State.To(Status.Renewed, s.Event) with
        {
            DueOn = due?.On ?? s.State.DesiredDueOn ?? s.State.DueOn,
            Renewable = due?.Renewable ?? s.State.Renewable,
            DesiredDueOn = null,
            IsOverdue = false,
        };
        return state.Done($"Renewed{(state.DueOn is { } on ? $"; due {on:yyyy-MM-dd}" : "")}.");
    }

    public static Decision RenewRefused(Situation s) =>
        (s.State.To(s.State.IsOverdue ? Status.OverdueItem : Status.RenewNotAccepted, s.Event) with { DesiredDueOn = null })
            .Done("The supplier does not grant the renewal.");

    public static Decision OverdueArrived(Situation s) =>
        Overdue(s).To(Status.OverdueItem, s.Event).Done("The supplier says it is overdue.");

    public static Decision OverdueArrivedStay(Situation s) => Overdue(s).Done("The supplier says it is overdue.");

    public static Decision DueDatePassed(Situation s) =>
        (s.State.To(Status.OverdueItem, s.Event) with { IsOverdue = true }).Done("The due date has passed.");

    public static Decision RecallArrived(Situation s)
    {
        var dueOn = s.Message<IllMessage.Recall>().DueOn;
        var state = s.State.To(Status.RecalledBor, s.Event) with
        {
            OriginalDueOn = s.State.OriginalDueOn ?? s.State.DueOn,
            DueOn = dueOn ?? s.State.DueOn,
        };
        return state.Done($"The supplier wants it back{(dueOn is { } due ? $" by {due:yyyy-MM-dd}" : "")}.");
    }

    public static Decision Return(Situation s)
    {
        var (state, send) = s.State.Sending(s.Event, new IllMessage.Returned
        {
            Header = s.Header(), ReturnedOn = s.Event.Today, Note = LifecycleRules.Text(s.Fields().Note),
        });
        return (state.To(Status.ReturnedToPartner, s.Event) with { ReturnedOn = s.Event.Today, IsOverdue = false })
            .Done("Returned to the supplier.", send);
    }

    public static Decision CheckedInArrived(Situation s) =>
        (s.State.To(Status.RequestCompleted, s.Event) with { IsOverdue = false })
            .Done("The supplier has checked it in; completed.");

    public static Decision ReportLost(Situation s)
    {
        var (state, send) = s.State.Sending(s.Event,
            new IllMessage.Lost { Header = s.Header(), Note = LifecycleRules.Text(s.Fields().Note) });
        return state.To(Status.LostCommunicated, s.Event).Done("Reported as lost.", send);
    }

    public static Decision ReportDamaged(Situation s)
    {
        var (state, send) = s.State.Sending(s.Event,
            new IllMessage.Damaged { Header = s.Header(), Note = LifecycleRules.Text(s.Fields().Note) });
        return state.To(Status.DamagedCommunicated, s.Event).Done("Reported as damaged.", send);
    }

    public static Decision LostArrived(Situation s) =>
        s.State.To(Status.DeclaredLost, s.Event).Done("The supplier declares it lost.");

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

    private static Decision ReceiveCopy(Situation s, RequestState state, Effect send)
    {
        if (s.State.Status != Status.ShippedDigitally && s.State.Status == Status.ShippedPhysically)
        {
            return state.To(Status.ReceivedNotForLoan, s.Event).Done("Received; the copy is kept.", send);
        }

        return s.Profile.Has(WorkflowStep.ReceiveDigitally)
            ? state.To(Status.ReceivedDigitally, s.Event).Done("Received as a file.", send)
            : state.To(Status.RequestCompleted, s.Event).Done("Received as a file; completed.", send);
    }

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
            Rota = EndLeg(s.State, LegOutcome.Supplied, null).Rota,
        };
    }

    private static bool IsFile(IllMessage.Shipped shipped) =>
        shipped.ServiceType == ServiceType.CopyNonReturnable && shipped.Supply.Via is null
        && shipped.Supply.Units.All(unit => unit.Medium == MediumType.MachineReadable);

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

    private static RotaLeg? NextLeg(RequestState state) =>
        state.Rota.FirstOrDefault(leg => leg.Outcome == LegOutcome.Waiting);

    private static RequestState EndLeg(RequestState state, LegOutcome outcome, string? reason) => state with
    {
        Rota = state.Rota.Select(leg => leg.Outcome == LegOutcome.Active
            ? leg with { Outcome = outcome, Reason = reason }
            : leg).ToArray(),
    };

    /// <summary>Asks the next supplier, or ends in the status for "nobody left".</summary>
    private static Decision AskNext(RequestState state, Situation s, Status nobodyLeft, string text, params Effect[] before)
    {
        if (NextLeg(state) is not { } next)
        {
            return state.To(nobodyLeft, s.Event).Done($"{text}; no supplier is left.", before);
        }

        var index = state.Rota.TakeWhile(leg => leg != next).Count();
        var transaction = new TransactionId
        {
            InitialRequester = state.OurSymbol, GroupQualifier = state.Id, Qualifier = $"{index + 1}",
        };
        var asked = state with
        {
            Rota = state.Rota.Select((leg, at) => at == index
                ? leg with { Outcome = LegOutcome.Active, Transaction = transaction }
                : leg).ToArray(),
            Partner = next.Partner,
            Transaction = transaction,
            Counterpart = null,
            SentOn = s.Event.Today,
            AnsweredWith = null,
            ReplyBy = null,
            ResumeAt = null,
            Condition = null,
        };
        var (sent, send) = asked.Sending(s.Event, new IllMessage.Request
        {
            Header = (s with { State = asked }).Header(), Content = asked.Content, Note = LifecycleRules.Text(s.Fields().Note),
        });
        return sent.To(Status.RequestSent, s.Event).Done($"{text}; {next.Partner} was asked.", [.. before, send]);
    }
}

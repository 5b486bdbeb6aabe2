using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>Borrowing, from the shipment of an item to its way back: what the rows do. All pure.</summary>
internal static class BorrowedItemRules
{
    public static Decision ShippedArrived(Situation s)
    {
        if (s.State.Transaction is null)
        {
            return LifecycleRules.Ignored("No supplier has been asked, so nothing can be on its way.");
        }

        var isExpected = AskingRules.IsAsked(s.State.Status) || s.State.Status == Status.Conditional;
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

    /// <summary>What we know by now (a renewed due date, a recall) is newer than the message.</summary>
    public static Decision ShippedArrivedLate(Situation s)
    {
        var (state, shipment) = (s.State, WithShipment(s));
        var isOver = state.Status is Status.RequestCompleted or Status.LenderCheckIn
            or Status.Delivered or Status.History;

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
            File = state.File ?? shipment.File,
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
        return (isLost
                ? state.To(Status.ReceivedPhysically, s.Event)
                : state with { ResumeAt = Status.ReceivedPhysically })
            .Done(isLost ? "Received after all." : "Received.", send);
    }

    public static Decision LoanedToPatron(Situation s) =>
        s.State.To(Status.Loaned, s.Event).Done("Loaned to the patron.");

    public static Decision ReturnedByPatron(Situation s) =>
        s.State.To(Status.ReturnedByPatron, s.Event)
            .Done("The patron brought it back; return it to the supplier.");

    public static Decision PatronRenewal(Situation s)
    {
        if (!s.Profile.Has(WorkflowStep.RenewRequested))
        {
            var missing = StepCatalog.Missing([WorkflowStep.RenewRequested]);
            return LifecycleRules.Ignored("The patron asks for a renewal, but none is asked of this " +
                $"supplier: the workflow profile {s.Profile.Code} has {missing}.");
        }

        return s.Profile.Has(WorkflowStep.MediatedRenewal)
            ? (s.State.To(Status.MediatedRenewal, s.Event) with { IsRenewalForPatron = true })
                .Done("The patron asks for a renewal.")
            : Renew(s);
    }

    public static Decision PatronRenewalRefused(Situation s)
    {
        var status = s.State.IsOverdue ? Status.OverdueItem
            : s.Profile.Has(WorkflowStep.RenewNotAccepted) ? Status.RenewNotAccepted
            : Status.Loaned;
        return (s.State.To(status, s.Event) with { IsRenewalForPatron = false })
            .Done("The patron's wish for a renewal was not passed on; the due date stays.");
    }

    public static Decision Renew(Situation s)
    {
        if (s.State.IsCopy())
        {
            return LifecycleRules.Prohibited("A copy is kept; there is nothing to renew.");
        }

        if (!s.State.Renewable)
        {
            return LifecycleRules.Prohibited(
                "The supplier marked this loan as not renewable. Write a general message instead.");
        }

        if (s.State.Renewals >= s.Profile.MaxRenewals)
        {
            return LifecycleRules.Prohibited(
                $"It was renewed {LifecycleRules.Times(s.State.Renewals)}; the workflow profile {s.Profile.Code} " +
                $"allows no more than {s.Profile.MaxRenewals}. Write a general message instead.");
        }

        if (s.Fields().DesiredDueDate is { } wanted && s.State.DueOn is { } due && wanted <= due)
        {
            return LifecycleRules.Invalid("desiredDueDate",
                $"The desired due date is not after the present one, {due:yyyy-MM-dd}.");
        }

        var (state, send) = s.State.Sending(s.Event, new IllMessage.Renew
        {
            Header = s.Header(), DesiredDueOn = s.Fields().DesiredDueDate,
            Note = LifecycleRules.Text(s.Fields().Note),
        });
        return (state.To(Status.RenewRequested, s.Event) with
        {
            DesiredDueOn = s.Fields().DesiredDueDate,
            ResumeAt = InUse(s.State),
            IsRenewalForPatron = s.Fields().NotifyPatron
                ?? (s.Event is not RequestEvent.Staff || s.State is { Status: Status.MediatedRenewal, IsRenewalForPatron: true }),
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
        return (s.State.To(status, s.Event) with
        {
            DesiredDueOn = null, ResumeAt = null, IsRenewalForPatron = false,
        }).Done("The supplier does not grant the renewal.");
    }

    public static Decision OverdueArrived(Situation s) =>
        Overdue(s).To(Status.OverdueItem, s.Event).Done("The supplier says it is overdue.");

    public static Decision OverdueArrivedStay(Situation s) =>
        Overdue(s).Done("The supplier says it is overdue.");

    public static Decision DueDatePassed(Situation s) => s.State.DueOn is { } due && s.Event.Today <= due
        ? LifecycleRules.Ignored($"The due date, {due:yyyy-MM-dd}, has not passed.")
        : (s.State.To(Status.OverdueItem, s.Event) with { IsOverdue = true })
            .Done("The due date has passed.");

    public static Decision DueDateNear(Situation s)
    {
        if (LifecycleRules.WhyNotRemind(s) is { } why)
        {
            return LifecycleRules.Ignored(why);
        }

        var text = $"Due back at {s.State.Partner} on {s.State.DueOn:yyyy-MM-dd}.";
        return (s.State.Noting(s.Event, text) with
        {
            HasUnreadMessage = true, ReminderSentFor = s.State.DueOn,
        }).Done(text);
    }

    /// <summary>Which date is the patron's, only the network knows: here it is told that it has passed.</summary>
    public static Decision PatronDueDatePassed(Situation s) =>
        s.State.DueOn is not { } due || s.State.PatronOverdueFor == due
            ? LifecycleRules.Ignored("It was told already.")
            : (s.State with { PatronOverdueFor = due }).Done("The patron's due date has passed.");

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
        return (state.To(Status.ReturnedToPartner, s.Event) with
        {
            ReturnedOn = s.Event.Today, IsOverdue = false,
        }).Done("Returned to the supplier.", send);
    }

    public static Decision CheckedInArrived(Situation s)
    {
        var isShown = s.Profile.Has(WorkflowStep.LenderCheckIn);
        var status = isShown ? Status.LenderCheckIn : Status.RequestCompleted;
        var state = s.State.To(status, s.Event) with { IsOverdue = false };
        return state.Done(isShown
            ? "The supplier has checked it in; complete the request when nothing else is open."
            : "The supplier has checked it in; completed.");
    }

    public static Decision ReportLost(Situation s)
    {
        var (state, send) = s.State.Sending(s.Event,
            new IllMessage.Lost { Header = s.Header(), Note = LifecycleRules.Text(s.Fields().Note) });
        var status = s.Profile.LossStatus == LossStatus.ReportLost
            ? Status.ReportLost
            : Status.LostCommunicated;
        return state.To(status, s.Event).Done("Reported as lost.", send);
    }

    public static Decision ReportDamaged(Situation s)
    {
        var (state, send) = s.State.Sending(s.Event,
            new IllMessage.Damaged { Header = s.Header(), Note = LifecycleRules.Text(s.Fields().Note) });
        var status = s.Profile.DamageStatus == DamageStatus.Damaged
            ? Status.Damaged
            : Status.DamagedCommunicated;
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

    private static Status OnItsWay(Situation s) =>
        !IsFile(s) ? Status.ShippedPhysically
        : s.Profile.Has(WorkflowStep.WaitingForReceiveDigitally) ? Status.ReceiveDigitallyReply
        : Status.ShippedDigitally;

    private static bool IsFile(Situation s)
    {
        var shipped = s.Message<IllMessage.Shipped>();
        return shipped.ServiceType == ServiceType.CopyNonReturnable && shipped.Supply.Via is null
            && shipped.Supply.Units.All(unit => unit.Medium == MediumType.MachineReadable);
    }

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
            File = OfferedFile(supply) ?? s.State.File,
            ResumeAt = null,
            Rota = s.State.SupplyLeg().Rota,
        };
    }

    private static OfferedFile? OfferedFile(SupplyDetails supply) =>
        supply.Document is null && supply.Electronic is null
            ? null
            : new OfferedFile(supply.Document ?? new SuppliedDocument(), supply.Electronic);

    private static string Shipment(Situation s, RequestState state)
    {
        var what = IsFile(s) ? "Shipped as a file" : "Shipped";
        return AskingRules.IsAsked(s.State.Status)
            ? $"{what}{DueText(state)}."
            : $"{what}{DueText(state)}, though the request was " +
                $"\"{StatusCatalog.Info(Side.Borrowing, s.State.Status).Label}\".";
    }

    private static string DueText(RequestState state) =>
        state.DueOn is { } due ? $"; due {due:yyyy-MM-dd}" : "";

    private static (RequestState State, Effect Effect) Received(Situation s)
    {
        var type = s.Fields().Format ?? s.State.SuppliedAs
            ?? s.State.Content.Services.FirstOrDefault(ServiceType.Loan);
        var received = s.State.SupplyLeg() with
        {
            ReceivedOn = s.Event.Today, SuppliedAs = type, ResumeAt = null, File = s.Fields().File ?? s.State.File,
        };
        return received.Sending(s.Event, new IllMessage.Received
        {
            Header = s.Header(), ReceivedOn = s.Event.Today, ServiceType = type,
            Note = LifecycleRules.Text(s.Fields().Note),
        });
    }

    /// <summary>A copy that came without a shipping message is taken for a file.</summary>
    private static Decision ReceiveCopy(Situation s, RequestState state, Effect send)
    {
        if (s.State.ShippedOn is not null
            && s.State.Status is not (Status.ShippedDigitally or Status.ReceiveDigitallyReply))
        {
            return state.To(Status.ReceivedNotForLoan, s.Event).Done("Received; the copy is kept.", send);
        }

        if (LifecycleRules.WhyNotOpen(s) is { } fault)
        {
            return fault;
        }

        return s.Profile.Has(WorkflowStep.ReceiveDigitally) && s.Fields().Complete != true
            ? state.To(Status.ReceivedDigitally, s.Event).Done("Received as a file.", send)
            : state.To(Status.RequestCompleted, s.Event).Done("Received as a file; completed.", send);
    }

    /// <summary>Where the item is when nothing special is the matter: to go back to after a renewal or a
    /// recall.</summary>
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
            IsRenewalForPatron = false,
            Renewals = s.State.Renewals + 1,
        };
    }

    private static RequestState Overdue(Situation s) => s.State with
    {
        IsOverdue = true,
        DueOn = s.State.DueOn ?? s.Message<IllMessage.Overdue>().Due.On,
    };
}

using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>Lending, from the shipment of an item until it is back: what the rows do. All pure.</summary>
internal static class LentItemRules
{
    public static Decision Ship(Situation s) => s.Fields().DueDate is null
        ? LifecycleRules.Invalid("dueDate", "A loan needs a due date in dueDate.")
        : s.Fields().DueDate < s.Event.Today
        ? LifecycleRules.Invalid("dueDate", "The due date has passed already.")
        : Shipped(s, ServiceType.Loan, MediumType.Printed, Status.ShippedPhysically, "Shipped");

    public static Decision ShipNonReturnable(Situation s) =>
        Shipped(s, ServiceType.CopyNonReturnable, MediumType.Photocopy, Status.ShippedPhysically,
            "Shipped, to be kept");

    /// <summary>The profile says whether a file can wait for the borrower; where it can, the shipment may be the end all the
    /// same.</summary>
    public static Decision ShipDigitally(Situation s)
    {
        if ((LifecycleRules.WhyNotOpen(s) ?? DigitisationRules.Hold(s)) is { } instead)
        {
            return instead;
        }

        var mayWait = s.Profile.Has(WorkflowStep.ReceiveDigitally);
        var isChosen = mayWait && s.Fields().Complete == true;
        var shipped = Shipped(s, ServiceType.CopyNonReturnable, MediumType.MachineReadable,
            mayWait && !isChosen ? Status.ShippedDigitally : Status.RequestCompleted,
            $"Shipped as a file, {WayOf(s.Fields().File)}{(isChosen ? ", and completed with it" : "")}");
        return shipped is Decision.Moved moved ? moved with { State = moved.State.Completed(s) } : shipped;
    }

    private static string WayOf(OfferedFile? file) => file switch
    {
        null => "which went another way",
        { Document.IsAttached: true } => "in the message",
        _ => "by a link",
    };

    public static Decision ReceivedArrived(Situation s)
    {
        var state = s.State with { ReceivedOn = s.Message<IllMessage.Received>().ReceivedOn };
        if (state.SuppliedAs == ServiceType.CopyNonReturnable)
        {
            return state.To(Status.RequestCompleted, s.Event)
                .Done("The borrower has received the copy; completed.");
        }

        return s.Profile.Has(WorkflowStep.ReceivedByPartner)
            ? state.To(Status.ReceivedByPartner, s.Event).Done("The borrower has received it.")
            : state.Done("The borrower has received it; the profile does not show that step.");
    }

    public static Decision ReceivedArrivedLate(Situation s) =>
        (s.State with { ReceivedOn = s.Message<IllMessage.Received>().ReceivedOn })
            .Done("The borrower has received it.");

    public static Decision ReceivedArrivedThoughLost(Situation s)
    {
        var text = "The borrower has received the item that counts as lost.";
        return (s.State.Noting(s.Event, text) with
        {
            ReceivedOn = s.Message<IllMessage.Received>().ReceivedOn, HasUnreadMessage = true,
        }).Done(text);
    }

    public static Decision ReturnedArrived(Situation s)
    {
        var state = s.State with { ReturnedOn = s.Message<IllMessage.Returned>().ReturnedOn };
        state = state with { IsOverdue = false, DesiredDueOn = null, RenewalAskedOn = null };
        if (s.Profile.Has(WorkflowStep.ReturnedByPartner))
        {
            return state.To(Status.ReturnedByPartner, s.Event).Done("The borrower has sent it back.");
        }

        var isSettled = s.State.Status is Status.OverdueItem or Status.RenewRequested or Status.PatronRenewal
            or Status.StaffRenewal or Status.Lost;
        return (isSettled ? state.To(WhereItIs(s), s.Event) : state)
            .Done("The borrower has sent it back; the profile does not show that step.");
    }

    public static Decision RenewArrived(Situation s)
    {
        var wanted = s.Message<IllMessage.Renew>().DesiredDueOn;
        var asked = s with { State = s.State with { DesiredDueOn = wanted, RenewalAskedOn = s.Event.Today } };
        if (s.Profile.Has(WorkflowStep.AutomaticRenew)
            && s.State.Status is not (Status.Damaged or Status.Reactivated))
        {
            return RenewAutomatically(asked, wanted);
        }

        if (!s.Profile.Has(WorkflowStep.ManualRenew) && !s.Profile.Has(WorkflowStep.AutomaticRenew))
        {
            return RefuseAtOnce(asked, $"the workflow profile {s.Profile.Code} has " +
                StepCatalog.Missing([WorkflowStep.ManualRenew, WorkflowStep.AutomaticRenew]));
        }

        return asked.State.To(Status.RenewRequested, s.Event)
            .Done($"The borrower asks for a renewal{(wanted is { } on ? $" until {on:yyyy-MM-dd}" : "")}.");
    }

    public static Decision RenewRepeated(Situation s) => (s.State with
    {
        DesiredDueOn = s.Message<IllMessage.Renew>().DesiredDueOn ?? s.State.DesiredDueOn,
        RenewalAskedOn = s.State.RenewalAskedOn ?? s.Event.Today,
    }).Done("The borrower asks again for a renewal.");

    public static Decision RenewHopeless(Situation s) => RefuseAtOnce(
        s, $"the request is \"{StatusCatalog.Info(Side.Lending, s.State.Status).Label}\"");

    public static Decision GrantRenewal(Situation s)
    {
        if (s.State.IsCopy())
        {
            return LifecycleRules.Prohibited("A copy is kept by the borrower; there is nothing to renew.");
        }

        if (s.Fields().DueDate is not { } due)
        {
            return LifecycleRules.Invalid("dueDate", "A renewal needs the new due date in dueDate.");
        }

        return s.State.DueOn is { } now && due <= now
            ? LifecycleRules.Invalid("dueDate",
                $"The new due date is not after the present one, {now:yyyy-MM-dd}.")
            : Renewed(s, due, "Renewed");
    }

    public static Decision RefuseRenewal(Situation s)
    {
        var isAsking = s.State.Status is Status.RenewRequested or Status.PatronRenewal or Status.StaffRenewal;
        if (!isAsking && s.State.RenewalAskedOn is null)
        {
            return LifecycleRules.Prohibited(
                "The borrower has not asked for a renewal, so there is nothing to refuse.");
        }

        var (state, send) = s.State.Sending(s.Event, new IllMessage.RenewAnswer
        {
            Header = s.Header(), Grants = false, Note = LifecycleRules.Text(s.Fields().Note),
        });
        var status = !isAsking ? s.State.Status : s.State.IsOverdue ? Status.OverdueItem : Answered(s);
        return (state.To(status, s.Event) with { DesiredDueOn = null, RenewalAskedOn = null })
            .Done("Renewal refused.", send);
    }

    public static Decision DueDatePassed(Situation s)
    {
        if (WhyNotOverdue(s) is { } why)
        {
            return LifecycleRules.Ignored(why);
        }

        var (state, send) = Overdue(s);
        return state.To(Status.OverdueItem, s.Event).Done("Overdue; the borrower was told.", send);
    }

    public static Decision DueDatePassedStay(Situation s)
    {
        if (WhyNotOverdue(s) is { } why)
        {
            return LifecycleRules.Ignored(why);
        }

        var (state, send) = Overdue(s);
        return state.Done("Overdue; the borrower was told, and the status stays.", send);
    }

    public static Decision DueDateNear(Situation s)
    {
        if (LifecycleRules.WhyNotRemind(s) is { } why)
        {
            return LifecycleRules.Ignored(why);
        }

        var (state, send) = s.State.Sending(s.Event, new IllMessage.Message
        {
            Header = s.Header(),
            Note = $"A reminder: {s.State.Content.Citation.DisplayTitle} (your {s.State.ExternalId}) " +
                $"is due on {s.State.DueOn:yyyy-MM-dd}.",
        });
        return (state with { ReminderSentFor = s.State.DueOn })
            .Done("The borrower was reminded of the due date.", send);
    }

    public static Decision Recall(Situation s)
    {
        if (s.State.IsCopy())
        {
            return LifecycleRules.Prohibited("A copy is kept by the borrower; it cannot be recalled.");
        }

        if (s.State.ReturnedOn is { } on)
        {
            return LifecycleRules.Prohibited(
                $"The item went back on {on:yyyy-MM-dd}; there is nothing to recall.");
        }

        if (s.Fields().DueDate < s.Event.Today)
        {
            return LifecycleRules.Invalid("dueDate", "The due date has passed already.");
        }

        var due = s.Fields().DueDate ?? s.Event.Today;
        var (state, send) = s.State.Sending(s.Event, new IllMessage.Recall
        {
            Header = s.Header(), DueOn = due, Note = LifecycleRules.Text(s.Fields().Note),
        });
        return (state.To(Status.RecalledLend, s.Event) with
        {
            OriginalDueOn = s.State.DueOn, DueOn = due, DesiredDueOn = null, RenewalAskedOn = null,
        }).Done($"Recalled; due {due:yyyy-MM-dd}.", send);
    }

    public static Decision TakeRecallBack(Situation s)
    {
        var due = s.State.OriginalDueOn;
        var note = LifecycleRules.Text(s.Fields().Note)
            ?? "The recall is taken back" +
                (due is { } on ? $"; the item is due on {on:yyyy-MM-dd} again." : ".");
        var (state, send) = s.State.Sending(
            s.Event, new IllMessage.Message { Header = s.Header(), Note = note });
        var status = s.State.IsOverdue ? Status.OverdueItem : WhereItIs(s);
        return (state.To(status, s.Event) with { DueOn = due, OriginalDueOn = null })
            .Done($"Recall taken back{(due is { } old ? $"; due {old:yyyy-MM-dd} again" : "")}.", send);
    }

    public static Decision CheckIn(Situation s)
    {
        var state = s.State.To(Status.RequestCompleted, s.Event) with
        {
            IsOverdue = false, DesiredDueOn = null, RenewalAskedOn = null,
            ReturnedOn = s.State.IsCopy() ? null : s.State.ReturnedOn ?? s.Event.Today,
        };
        if (s.State.IsCopy())
        {
            return state.Done("Completed; a copy does not come back, so no message is sent.");
        }

        if (!s.Profile.Has(WorkflowStep.CheckedInMessage))
        {
            return state.Done("Checked in; completed. The profile sends no message for it.");
        }

        var (told, send) = state.Sending(s.Event, new IllMessage.CheckedIn
        {
            Header = s.Header(), CheckedInOn = s.Event.Today, Note = LifecycleRules.Text(s.Fields().Note),
        });
        return told.Done("Checked in; completed.", send);
    }

    public static Decision ReportLost(Situation s)
    {
        var (state, send) = s.State.Sending(s.Event,
            new IllMessage.Lost { Header = s.Header(), Note = LifecycleRules.Text(s.Fields().Note) });
        return state.To(Status.Lost, s.Event).Done("Reported as lost.", send);
    }

    public static Decision ReportDamaged(Situation s)
    {
        if (s.State.IsCopy() && s.State.Status == Status.RequestCompleted)
        {
            return LifecycleRules.Prohibited("A copy is kept by the borrower; it does not come back damaged.");
        }

        var (state, send) = Damaged(s);
        return state.To(Status.Damaged, s.Event).Done("Reported as damaged.", send);
    }

    public static Decision ReportDamagedStay(Situation s)
    {
        var (state, send) = Damaged(s);
        return state.Noting(s.Event, "Reported as damaged.")
            .Done("Reported as damaged; the status stays.", send);
    }

    public static Decision LostArrived(Situation s) =>
        (s.State.To(Status.Lost, s.Event) with { HasUnreadMessage = true })
            .Done("The borrower reports it lost.");

    public static Decision LostArrivedLate(Situation s) =>
        (s.State.Noting(s.Event, "The borrower reports it lost.") with { HasUnreadMessage = true })
            .Done("The borrower reports it lost, though the request is over here.");

    public static Decision DamagedArrived(Situation s) =>
        (s.State.Noting(s.Event, "The borrower reports damage.").To(Status.Damaged, s.Event) with
        {
            HasUnreadMessage = true,
        }).Done("The borrower reports damage.");

    public static Decision DamagedArrivedStay(Situation s) =>
        (s.State.Noting(s.Event, "The borrower reports damage.") with { HasUnreadMessage = true })
            .Done("The borrower reports damage; the status stays.");

    private static Decision Shipped(
        Situation s, ServiceType type, MediumType medium, Status status, string text)
    {
        var fields = s.Fields();
        var due = type == ServiceType.Loan && fields.DueDate is { } on ? new DueDate(on) : null;
        var (state, send) = s.State.Sending(s.Event, new IllMessage.Shipped
        {
            Header = s.Header(),
            ServiceType = type,
            Supply = new SupplyDetails
            {
                ShippedOn = s.Event.Today, Due = due, Cost = fields.Cost,
                Condition = s.State.Condition is { } made && IsOfUse(made) ? made : null,
                Electronic = fields.File?.Address, Document = fields.File?.Document,
                Units = [new UnitsOfMedium(medium, 1)],
            },
            Messages = ResponderMessages.All,
            Barcode = LifecycleRules.Text(fields.Barcode),
            Note = LifecycleRules.Text(fields.Note),
        });
        return (state.To(status, s.Event) with
        {
            SuppliedAs = type, ShippedOn = s.Event.Today, DueOn = due?.On, Cost = fields.Cost, File = fields.File,
            Barcode = LifecycleRules.Text(fields.Barcode), ReceivedOn = null, ReturnedOn = null,
            IsOverdue = false, OverdueSentOn = null, OriginalDueOn = null, DesiredDueOn = null,
            RenewalAskedOn = null, Renewals = 0, PendingReason = null,
        }).Done($"{text}{(due is null ? "" : $"; due {due.On:yyyy-MM-dd}")}.", send);
    }

    private static bool IsOfUse(Condition condition) =>
        condition is Condition.LibraryUseOnly or Condition.NoReproduction or Condition.ClientSignatureRequired
            or Condition.SpecialCollectionsSupervisionRequired or Condition.Other;

    /// <summary>The rules of an automatic renewal: as often and as long as the profile allows. Source:
    /// lifecycle reference 7.3.</summary>
    private static Decision RenewAutomatically(Situation s, DateOnly? wanted)
    {
        if (s.State.Renewals >= s.Profile.MaxRenewals)
        {
            return RefuseAtOnce(s, $"it was renewed {LifecycleRules.Times(s.State.Renewals)}, and the " +
                $"workflow profile {s.Profile.Code} allows no more without staff");
        }

        var due = NextDueDate(s, wanted);
        var last = s.Profile.MaxLoanDays is { } days
            ? (s.State.ShippedOn ?? s.Event.Today).AddDays(days)
            : due;
        return last < due && last <= (s.State.DueOn ?? s.Event.Today)
            ? RefuseAtOnce(s, $"the last possible due date, {last:yyyy-MM-dd}, is reached")
            : Renewed(s, last < due ? last : due, "Renewed at once, as the profile says");
    }

    /// <summary>Whatever the profile says, the borrower gets an answer.</summary>
    private static Decision RefuseAtOnce(Situation s, string why)
    {
        var (state, send) = s.State.Sending(
            s.Event, new IllMessage.RenewAnswer { Header = s.Header(), Grants = false });
        return (state with { DesiredDueOn = null, RenewalAskedOn = null })
            .Done($"Renewal refused at once, since {why}.", send);
    }

    private static Decision Renewed(Situation s, DateOnly due, string text)
    {
        var (state, send) = s.State.Sending(s.Event, new IllMessage.RenewAnswer
        {
            Header = s.Header(), Grants = true, Due = new DueDate(due),
            Note = LifecycleRules.Text(s.Fields().Note),
        });
        return (state.To(Answered(s), s.Event) with
        {
            DueOn = due, DesiredDueOn = null, RenewalAskedOn = null, Renewals = s.State.Renewals + 1,
            IsOverdue = false, OverdueSentOn = null,
        }).Done($"{text}; due {due:yyyy-MM-dd}.", send);
    }

    /// <summary>What the borrower wishes, if that is later than now; else as long once more.</summary>
    private static DateOnly NextDueDate(Situation s, DateOnly? wanted)
    {
        var due = s.State.DueOn ?? s.Event.Today;
        if (wanted > due && wanted >= s.Event.Today)
        {
            return wanted.Value;
        }

        var from = due < s.Event.Today ? s.Event.Today : due;
        var period = Math.Max(due.DayNumber - (s.State.ShippedOn ?? s.Event.Today).DayNumber, 1);
        return DateOnly.FromDayNumber(Math.Min(from.DayNumber + period, DateOnly.MaxValue.DayNumber));
    }

    /// <summary>Where a request is once its renewal was answered.</summary>
    private static Status Answered(Situation s) =>
        s.Profile.Has(WorkflowStep.RenewalResponse) ? Status.RenewalResponse : WhereItIs(s);

    private static Status WhereItIs(Situation s) =>
        s.State.ReceivedOn is not null && s.Profile.Has(WorkflowStep.ReceivedByPartner)
            ? Status.ReceivedByPartner
            : Status.ShippedPhysically;

    private static string? WhyNotOverdue(Situation s) => s.State switch
    {
        { SuppliedAs: ServiceType.CopyNonReturnable } => "A copy is kept, so it cannot be overdue.",
        { ReturnedOn: { } on } => $"The item went back on {on:yyyy-MM-dd}, so nobody is reminded.",
        { DueOn: { } due } when s.Event.Today <= due => $"The due date, {due:yyyy-MM-dd}, has not passed.",
        { OverdueSentOn: { } sent } when sent >= s.Event.Today => "The borrower was reminded today already.",
        _ => null,
    };

    private static (RequestState State, Effect Effect) Overdue(Situation s) =>
        (s.State with { IsOverdue = true, OverdueSentOn = s.Event.Today })
            .Sending(s.Event, new IllMessage.Overdue
        {
            Header = s.Header(), Due = new DueDate(s.State.DueOn ?? s.Event.Today),
        });

    private static (RequestState State, Effect Effect) Damaged(Situation s) => s.State.Sending(s.Event,
        new IllMessage.Damaged { Header = s.Header(), Note = LifecycleRules.Text(s.Fields().Note) });
}

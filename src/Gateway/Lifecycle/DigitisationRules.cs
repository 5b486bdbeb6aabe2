using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>Work orders for digitisations and their approvals: what rows do, on both sides. Where we lend, a partner gets the
/// file; where we borrow, our own copy is digitised for our own patron. Pure.</summary>
internal static class DigitisationRules
{
    /// <summary>Alerts of a digitisation begin so; there is one at a time.</summary>
    private const string Alert = "digitisation-";

    public static Decision Begin(Situation s)
    {
        if (s.State.Digitisation is { IsOpen: true } open)
        {
            return LifecycleRules.Prohibited(
                $"It is being digitised already: {open.Department} has it since {open.Since:yyyy-MM-dd}.");
        }

        if (s.State.Content.Format() == SupplyFormat.Physical)
        {
            return LifecycleRules.Prohibited("A loan is wanted, which nobody digitises.");
        }

        if (s.State.Status == Status.Reactivated && s.State.WasSupplied())
        {
            return LifecycleRules.Prohibited("It was supplied already. Ship the file, or set the status back first.");
        }

        return s.Fields().Digitisation is not { } plan
            ? LifecycleRules.Invalid("department", "Name the department that digitises it.")
            : Begun(s, plan);
    }

    private static Decision Begun(Situation s, DigitisationPlan plan)
    {
        var isAutomatic = plan.Mode == ApprovalMode.Automatic;
        var work = new DigitisationWork
        {
            Department = plan.Department, Rule = plan.Rule, Since = s.Event.Today, WorkDays = plan.WorkDays,
            DueBy = LastDay(s, plan.WorkDays), Mode = plan.Mode, Target = plan.Target, MaxViews = plan.MaxViews,
            Stage = plan.Mode == ApprovalMode.Blocking && plan.Needs.Count > 0 ? WorkStage.Blocked : WorkStage.InProcess,
            Tasks = plan.Needs.Select(kind => isAutomatic
                ? new ApprovalTask(kind, ApprovalState.Approved, "gateway", s.Event.At, plan.Reason)
                : new ApprovalTask(kind, ApprovalState.Pending)).ToArray(),
        };
        var status = s.State.Side == Side.Borrowing ? Status.LocalHolding
            : work.Stage != WorkStage.Blocked ? Status.BeingProcessed
            : s.State.Status == Status.Reactivated ? Status.RequestCreatedLend
            : s.State.Status;
        var end = work.DueBy is { } due ? $", until {due:yyyy-MM-dd}" : "";
        var text = $"{work.Department} digitises it{end} (rule \"{plan.Rule}\"){Approvals(work, plan.Reason)}.";
        return s.State.To(status, s.Event).WithWork(work, s, work.Stage == WorkStage.Blocked ? "approval" : "in-process", text)
            .Done(text);
    }

    private static string Approvals(DigitisationWork work, string? reason) => (work.Tasks.Count, work.Mode) switch
    {
        (0, _) => "",
        (_, ApprovalMode.Automatic) => $"; {NameIs(work.Tasks)} given automatically: {reason}",
        (_, ApprovalMode.Blocking) => $" once it has {Name(work.Tasks)}",
        _ => $"; the file waits for {Name(work.Tasks)}",
    };

    /// <summary>Gives the approvals that wait, or the one that is named.</summary>
    public static Decision Approve(Situation s)
    {
        if (WhyNotDecided(s) is { } fault)
        {
            return fault;
        }

        var work = Decided(s, ApprovalState.Approved, LifecycleRules.Text(s.Fields().InternalNote));
        if (Pending(work) is { Length: > 0 } left)
        {
            return (s.State with { Digitisation = work }).Done($"Approved; {NameIs(left)} still to be given.");
        }

        if (work.Held is { } held)
        {
            return Released(s, work, held);
        }

        if (work.Stage != WorkStage.Blocked)
        {
            return (s.State with { Digitisation = work }).Done("Approved.");
        }

        var begun = work with { Stage = WorkStage.InProcess, DueBy = LastDay(s, work.WorkDays), IsWarned = false };
        var text = $"Approved; {work.Department} begins{(begun.DueBy is { } due ? $", until {due:yyyy-MM-dd}" : "")}.";
        var status = s.State.Side == Side.Lending ? Status.BeingProcessed : s.State.Status;
        return s.State.To(status, s.Event).WithWork(begun, s, "in-process", text).Done(text);
    }

    /// <summary>The request ends, and the file with it.</summary>
    public static Decision Refuse(Situation s)
    {
        if (WhyNotDecided(s) is { } fault)
        {
            return fault;
        }

        var isCopyright = Waiting(s).All(task => task.Kind == ApprovalKind.Copyright);
        var reason = isCopyright ? ReasonUnfilled.LacksCopyrightCompliance : ReasonUnfilled.PolicyProblem;
        if (s.Fields().Reason is { } said && !IsoCode.TryParse(said, out reason))
        {
            return LifecycleRules.Invalid("reason", $"'{said}' is not one of the reasons for which a request is unfilled.");
        }

        var work = Decided(s, ApprovalState.Rejected, LifecycleRules.Text(s.Fields().InternalNote) ?? IsoCode.Words(reason));
        var text = $"Refused: {Name(Waiting(s))} ({IsoCode.Words(reason)}).";
        var ended = s with { State = s.State.Ended(work, s, text) };
        return s.State.Side == Side.Lending
            ? AnsweringRules.Unfilled(ended, reason, text)
            : ended.State.To(Status.CancelledByStaff, s.Event).Done(text);
    }

    /// <summary>A file that has to wait is kept; nothing is sent. Null when it need not.</summary>
    public static Decision? Hold(Situation s)
    {
        if (DigitisationGate.WhyNotShip(s.State) is { } why)
        {
            return LifecycleRules.Prohibited(why);
        }

        if (s.State.Digitisation is not { IsApprovalPending: true } work)
        {
            return null;
        }

        var fields = s.Fields();
        var held = new HeldShipment(fields.File, fields.Complete, LifecycleRules.Text(fields.Note), fields.Cost);
        var text = $"The file is held until {NameIs(Pending(work))} given; nothing was sent.";
        return s.State.WithWork(work with { File = HeldFile.Held, Held = held }, s, "approval", text).Done(text);
    }

    /// <summary>Our own patron gets the file, once it may leave.</summary>
    public static Decision DeliverToPatron(Situation s) =>
        s.State.Digitisation is not ({ IsOpen: true } or { IsUnapproved: true })
        ? LifecycleRules.Prohibited("Our own library is not digitising it: order that with digitise, or send the request.")
        : Hold(s) ?? Delivered(s);

    private static Decision Delivered(Situation s) => (s.State.To(Status.RequestCompleted, s.Event) with
    {
        SuppliedAs = ServiceType.CopyNonReturnable, ShippedOn = s.Event.Today, ReceivedOn = s.Event.Today,
        File = s.Fields().File,
    }).Completed(s).Done("The file goes to our patron; completed.");

    /// <summary>Marks the work as done: the file has left.</summary>
    public static RequestState Completed(this RequestState state, Situation s) => state.Digitisation is not { IsOpen: true } work
        ? state
        : state.WithWork(
            work with { Stage = WorkStage.Completed, File = HeldFile.Released, Held = null }, s, "completed",
            $"{work.Department} has digitised it.");

    private static Decision Released(Situation s, DigitisationWork work, HeldShipment held)
    {
        var said = new ActionFields { File = held.File, Complete = held.Complete, Note = held.Note, Cost = held.Cost };
        var shipping = s with
        {
            State = s.State with { Digitisation = work },
            Event = new RequestEvent.Staff(StaffAction.ShipDigitally, said) { At = s.Event.At, By = s.Event.By },
        };
        var shipped = s.State.Side == Side.Lending ? LentItemRules.ShipDigitally(shipping) : Delivered(shipping);
        return shipped is Decision.Moved moved
            ? moved with { Text = $"Approved, so the held file leaves. {moved.Text}" }
            : shipped;
    }

    /// <summary>Lending: rejected, as any automatic rejection; a request of our own patron is cancelled.</summary>
    public static Decision WorkTimePassed(Situation s)
    {
        switch (s.State.Digitisation)
        {
            case not { IsOpen: true }:
                return LifecycleRules.Ignored("Nothing is being digitised.");
            case { DueBy: { } last } when s.Event.Today <= last:
                return LifecycleRules.Ignored($"The work time, until {last:yyyy-MM-dd}, has not passed.");
            case { File: HeldFile.Held }:
                return LifecycleRules.Ignored("The file is there and waits only for its approval.");
        }

        var work = s.State.Digitisation!;
        var text = $"{work.Department} has not digitised it in its work time.";
        var ended = s.State.Ended(work, s, text);
        return s.State.Side == Side.Lending
            ? AnsweringRules.RejectAutomatically(s with { State = ended }, ReasonUnfilled.Other, text)
            : ended.To(Status.CancelledByStaff, s.Event).Done($"Cancelled: {text}");
    }

    public static Decision WorkTimeNear(Situation s)
    {
        if (s.State.Digitisation is not { IsOpen: true, File: HeldFile.None, DueBy: { } due, IsWarned: false } work)
        {
            return LifecycleRules.Ignored("Nobody has to be told of a work time.");
        }

        var text = $"The work time of {work.Department} is nearly over: {due:yyyy-MM-dd}.";
        return s.State.WithWork(work with { IsWarned = true }, s, "due", text).Done(text);
    }

    /// <summary>The last look at a decision: where a request has gone on without its file, the work is over, and a held file
    /// goes.</summary>
    public static RequestState Settled(RequestState before, RequestState after, Situation s)
    {
        if (after.Digitisation is not { IsOpen: true } work || IsWorkedOn(after) || before.Status == after.Status)
        {
            return after;
        }

        var label = StatusCatalog.Info(after.Side, after.Status).Label;
        return after.Ended(work, s, $"The digitisation is called off: the request is \"{label}\".");
    }

    private static bool IsWorkedOn(RequestState state) => state.Side == Side.Borrowing
        ? state.Status == Status.LocalHolding
        : StatusCatalog.Info(Side.Lending, state.Status) is { IsFinal: false, Phase: Phase.BeforeShipping };

    private static RequestState Ended(this RequestState state, DigitisationWork work, Situation s, string text) => state.WithWork(
        work with
        {
            Stage = WorkStage.Cancelled, Held = null, File = work.File == HeldFile.Held ? HeldFile.Deleted : work.File,
        },
        s, "cancelled", text);

    private static RequestState WithWork(this RequestState state, DigitisationWork work, Situation s, string code, string text)
    {
        var others = state.Alerts.Where(alert => !alert.Code.StartsWith(Alert, StringComparison.Ordinal)).ToArray();
        return (state with { Digitisation = work, Alerts = others }).Alerted(Alert + code, text, s.Event.At);
    }

    private static Decision? WhyNotDecided(Situation s) => s.State.Digitisation is not { IsApprovalPending: true }
        ? LifecycleRules.Prohibited("No approval of a digitisation waits to be given.")
        : Waiting(s).Count == 0
        ? LifecycleRules.Invalid("task", "That approval does not wait to be given.")
        : null;

    private static List<ApprovalTask> Waiting(Situation s) => s.State.Digitisation!.Tasks
        .Where(task => task.State == ApprovalState.Pending && (s.Fields().Task ?? task.Kind) == task.Kind).ToList();

    private static DigitisationWork Decided(Situation s, ApprovalState state, string? reason)
    {
        var waiting = Waiting(s);
        var work = s.State.Digitisation!;
        return work with
        {
            Tasks = work.Tasks.Select(task => waiting.Contains(task)
                ? task with { State = state, By = s.Event.By, At = s.Event.At, Reason = reason }
                : task).ToArray(),
        };
    }

    private static DateOnly? LastDay(Situation s, int? days) => days is { } known ? s.Event.Today.AddDays(known) : null;

    private static string Name(IReadOnlyCollection<ApprovalTask> tasks) => tasks.Count > 1
        ? "the approval and the copyright clearance"
        : tasks.First().Kind == ApprovalKind.Copyright ? "the copyright clearance" : "the approval";

    private static string NameIs(IReadOnlyCollection<ApprovalTask> tasks) => $"{Name(tasks)} {(tasks.Count > 1 ? "are" : "is")}";

    private static ApprovalTask[] Pending(DigitisationWork work) =>
        work.Tasks.Where(task => task.State == ApprovalState.Pending).ToArray();
}

using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>How a request goes from supplier to supplier along its rota. All pure.</summary>
internal static class RotaRules
{
    /// <summary>A lender's own clock ends a leg with EXPIRED, at the next run of its job; ours waits these days longer, so
    /// that the two do not cross.</summary>
    public const int GraceDays = 2;

    /// <summary>The supplier whose turn it is next; null when nobody is left.</summary>
    public static RotaLeg? NextLeg(this RequestState state) =>
        state.Rota.FirstOrDefault(leg => leg.Outcome == LegOutcome.Waiting);

    /// <summary>The active leg is over.</summary>
    public static RequestState EndLeg(this RequestState state, LegOutcome outcome, string? reason) => state with
    {
        Rota = state.Rota.Select(leg => leg.Outcome == LegOutcome.Active
            ? leg with { Outcome = outcome, Reason = reason }
            : leg).ToArray(),
        ExpiresOn = state.Content.ExpiryDate(),
    };

    /// <summary>The day of the event on every leg that it has ended.</summary>
    public static RequestState WithDates(this RequestState after, RequestState before, DateOnly today) =>
        ReferenceEquals(after.Rota, before.Rota) ? after : after with
        {
            Rota = after.Rota.Select(leg =>
                leg.Outcome is LegOutcome.Waiting or LegOutcome.Active ? leg with { EndedOn = null }
                : leg.EndedOn is null ? leg with { EndedOn = today }
                : leg).ToArray(),
        };

    /// <summary>The supplier of the present transaction has supplied, also one that had been skipped or cancelled.</summary>
    public static RequestState SupplyLeg(this RequestState state) => state with
    {
        Rota = state.Rota.Select(leg => leg.Transaction is not null && leg.Transaction == state.Transaction
            ? leg with { Outcome = LegOutcome.Supplied, Reason = null }
            : leg).ToArray(),
    };

    /// <summary>Asks the next supplier, or ends in the status for "nobody left" with the reasons of every leg.</summary>
    public static Decision AskNext(this RequestState state, Situation s, Status nobodyLeft, string text, params Effect[] before)
    {
        var ready = PassOver(state, s);
        if (ready.NextLeg() is not { } next)
        {
            return ready.To(nobodyLeft, s.Event).Done($"{text}; no supplier is left{WhyNobody(ready)}.", before);
        }

        var passed = PassedOver(state, ready);
        var asked = Asking(ready, next, s);
        var (sent, send) = asked.Sending(s.Event, new IllMessage.Request
        {
            Header = (s with { State = asked }).Header(), Content = asked.Content, Note = LifecycleRules.Text(s.Fields().Note),
        });
        return sent.To(Status.RequestSent, s.Event).Done($"{text}; {passed}{next.Partner} was asked.", [.. before, send]);
    }

    /// <summary>The next supplier of a rota is skipped before it is asked.</summary>
    public static Decision SkipWaiting(Situation s)
    {
        if (s.State.NextLeg() is not { } skipped)
        {
            return LifecycleRules.Prohibited("No supplier of the rota is left that could be skipped.");
        }

        var state = EndWaiting(s.State, skipped, LegOutcome.Skipped, "skipped by staff");
        return state.NextLeg() is { } next
            ? state.Done($"{skipped.Partner} skipped; {next.Partner} is next.")
            : state.To(Status.Rejected, s.Event).Done($"{skipped.Partner} skipped; no supplier is left.");
    }

    /// <summary>The catalogues have answered, and at least one supplier may hold the item: those that do not are out, and
    /// those that nobody knows about go where the library wants them.</summary>
    public static Decision Located(Situation s)
    {
        var answered = (RequestEvent.CataloguesAnswered)s.Event;
        var state = WithFindings(s.State, answered);
        var text = $"Located: {Told(answered)}";
        return answered.Then.SendNow
            ? state.AskNext(s, Status.ReadyToSend, text)
            : state.To(Status.ReadyToSend, s.Event).Done($"{text}.");
    }

    /// <summary>No supplier of the rota holds the item.</summary>
    public static Decision NotLocated(Situation s)
    {
        var answered = (RequestEvent.CataloguesAnswered)s.Event;
        var state = WithFindings(s.State, answered);
        var text = $"Not located: {(answered.Answers.Count == 0 ? "the rota has no supplier to ask" : Told(answered))}";
        return answered.Then.CancelWhenNone
            ? state.To(Status.CancelledByStaff, s.Event).Done($"{text}; cancelled, as the settings say.")
            : state.To(Status.LocateFailed, s.Event).Done($"{text}.");
    }

    /// <summary>What has become of every leg: <c>: EAST: not owned; WEST: closed until 2026-01-04</c>.</summary>
    private static string WhyNobody(RequestState state)
    {
        var reasons = state.Rota.Where(leg => leg.Reason is not null && leg.Outcome != LegOutcome.Active)
            .Select(leg => $"{leg.Partner}: {leg.Reason}").ToArray();
        return reasons.Length == 0 ? "" : $" ({string.Join("; ", reasons)})";
    }

    /// <summary>Suppliers that cannot be asked today are passed over when their turn comes, with a note that says why.</summary>
    private static RequestState PassOver(RequestState before, Situation s)
    {
        var state = before;
        while (state.NextLeg() is { } next && s.Suppliers.WhyNotAskable(next.Partner) is { } why)
        {
            state = EndWaiting(state, next, LegOutcome.Skipped, why).Noting(s.Event, $"{next.Partner} was passed over: {why}.");
        }

        return state;
    }

    /// <summary>For the history: <c>WEST was passed over (closed until 2026-01-04); </c>, or nothing.</summary>
    private static string PassedOver(RequestState before, RequestState ready) => string.Concat(ready.Rota
        .Where((leg, at) => leg.Outcome == LegOutcome.Skipped && before.Rota[at].Outcome == LegOutcome.Waiting)
        .Select(leg => $"{leg.Partner} was passed over ({leg.Reason}); "));

    private static RequestState EndWaiting(RequestState state, RotaLeg leg, LegOutcome outcome, string reason) => state with
    {
        Rota = state.Rota.Select(one => ReferenceEquals(one, leg) ? one with { Outcome = outcome, Reason = reason } : one)
            .ToArray(),
    };

    /// <summary>A new leg starts with a transaction of its own, and nothing of the leg before counts in it.</summary>
    private static RequestState Asking(RequestState before, RotaLeg next, Situation s)
    {
        // Only a status that was changed by hand leaves a leg active here.
        var state = before.EndLeg(LegOutcome.Rejected, "set aside by staff");
        var index = state.Rota.TakeWhile(leg => leg.Outcome != LegOutcome.Waiting).Count();
        var transaction = next.Transaction ?? new TransactionId
        {
            InitialRequester = state.OurSymbol, GroupQualifier = state.Id, Qualifier = $"{Qualifier(state)}",
        };
        return state with
        {
            Rota = state.Rota.Select((leg, at) => at == index
                ? leg with { Outcome = LegOutcome.Active, Transaction = transaction, AskedOn = s.Event.Today }
                : leg).ToArray(),
            Partner = next.Partner,
            Transaction = transaction,
            Counterpart = null,
            PartnerReference = null,
            SentOn = s.Event.Today,
            ExpiresOn = LegExpiry(state, next, s),
            AnsweredWith = null, ReplyBy = null, ResumeAt = null, Condition = null,
            SuppliedAs = null, ShippedOn = null, ReceivedOn = null, ReturnedOn = null,
            DueOn = null, OriginalDueOn = null, DesiredDueOn = null, Renewable = true, IsOverdue = false,
            Barcode = null, Cost = null, ReturnTo = null,
        };
    }

    /// <summary>Each supplier that is asked counts one on: the rota may be ordered anew between two of them.</summary>
    private static int Qualifier(RequestState state) => state.Rota.Count(leg => leg.Transaction is not null) + 1;

    private static DateOnly? LegExpiry(RequestState state, RotaLeg next, Situation s)
    {
        var ofRequest = state.Content.ExpiryDate();
        var ofLeg = s.Suppliers.LegEndsOn(next.Partner, state.Content)?.AddDays(GraceDays);
        return ofRequest is null || ofLeg < ofRequest ? ofLeg ?? ofRequest : ofRequest;
    }

    private static RequestState WithFindings(RequestState state, RequestEvent.CataloguesAnswered answered)
    {
        var findings = answered.Answers.ToDictionary(
            answer => answer.Partner, answer => answer.Finding, StringComparer.OrdinalIgnoreCase);
        var legs = state.Rota.Select(leg => leg.Outcome == LegOutcome.Waiting && findings.TryGetValue(leg.Partner, out var finding)
            ? Judged(leg with { Catalogue = finding }, answered.Then.Unknown)
            : leg).ToArray();
        return state with
        {
            // The order of a sort is stable: those that hold it keep theirs.
            Rota = answered.Then.Unknown == UnknownHolding.Last
                ? legs.OrderBy(leg => leg is { Outcome: LegOutcome.Waiting, Catalogue.Holding: Holding.Unknown } ? 1 : 0).ToArray()
                : legs,
        };
    }

    private static RotaLeg Judged(RotaLeg leg, UnknownHolding unknown) => leg.Catalogue!.Holding switch
    {
        Holding.NotOwned => leg with { Outcome = LegOutcome.NotOwned, Reason = "does not hold it" },
        Holding.Unknown when unknown == UnknownHolding.Skip =>
            leg with { Outcome = LegOutcome.Skipped, Reason = "its catalogue gave no answer" },
        _ => leg,
    };

    private static string Told(RequestEvent.CataloguesAnswered answered) => string.Join(", ", answered.Answers
        .GroupBy(answer => answer.Finding.Holding).OrderBy(group => group.Key)
        .Select(group => $"{Word(group.Key)} {string.Join(" and ", group.Select(answer => answer.Partner))}"));

    private static string Word(Holding holding) => holding switch
    {
        Holding.Owned => "held by",
        Holding.NotOwned => "not held by",
        _ => "no answer for",
    };
}

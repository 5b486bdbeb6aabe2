using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>How a request goes from supplier to supplier along its rota. All pure.</summary>
internal static class RotaRules
{
    /// <summary>The supplier whose turn it is next; null when nobody is left.</summary>
    public static RotaLeg? NextLeg(this RequestState state) =>
        state.Rota.FirstOrDefault(leg => leg.Outcome == LegOutcome.Waiting);

    /// <summary>The active leg is over.</summary>
    public static RequestState EndLeg(this RequestState state, LegOutcome outcome, string? reason) => state with
    {
        Rota = state.Rota.Select(leg => leg.Outcome == LegOutcome.Active
            ? leg with { Outcome = outcome, Reason = reason }
            : leg).ToArray(),
    };

    /// <summary>The supplier of the present transaction has supplied, also one that had been skipped or cancelled.</summary>
    public static RequestState SupplyLeg(this RequestState state) => state with
    {
        Rota = state.Rota.Select(leg => leg.Transaction is not null && leg.Transaction == state.Transaction
            ? leg with { Outcome = LegOutcome.Supplied, Reason = null }
            : leg).ToArray(),
    };

    /// <summary>Asks the next supplier, or ends in the status for "nobody left".</summary>
    public static Decision AskNext(this RequestState state, Situation s, Status nobodyLeft, string text, params Effect[] before)
    {
        if (state.NextLeg() is not { } next)
        {
            return state.To(nobodyLeft, s.Event).Done($"{text}; no supplier is left.", before);
        }

        var asked = Asking(state, next, s.Event);
        var (sent, send) = asked.Sending(s.Event, new IllMessage.Request
        {
            Header = (s with { State = asked }).Header(), Content = asked.Content, Note = LifecycleRules.Text(s.Fields().Note),
        });
        return sent.To(Status.RequestSent, s.Event).Done($"{text}; {next.Partner} was asked.", [.. before, send]);
    }

    /// <summary>A new leg starts with a transaction of its own, and nothing of the leg before counts in it.</summary>
    private static RequestState Asking(RequestState before, RotaLeg next, RequestEvent @event)
    {
        // Only a status that was changed by hand leaves a leg active here.
        var state = before.EndLeg(LegOutcome.Rejected, "set aside by staff");
        var index = state.Rota.TakeWhile(leg => leg.Outcome != LegOutcome.Waiting).Count();
        var transaction = new TransactionId
        {
            InitialRequester = state.OurSymbol, GroupQualifier = state.Id, Qualifier = $"{index + 1}",
        };
        return state with
        {
            Rota = state.Rota.Select((leg, at) => at == index
                ? leg with { Outcome = LegOutcome.Active, Transaction = transaction }
                : leg).ToArray(),
            Partner = next.Partner,
            Transaction = transaction,
            Counterpart = null,
            PartnerReference = null,
            SentOn = @event.Today,
            AnsweredWith = null, ReplyBy = null, ResumeAt = null, Condition = null,
            SuppliedAs = null, ShippedOn = null, ReceivedOn = null, ReturnedOn = null,
            DueOn = null, OriginalDueOn = null, DesiredDueOn = null, Renewable = true, IsOverdue = false,
            Barcode = null, Cost = null, ReturnTo = null,
        };
    }
}

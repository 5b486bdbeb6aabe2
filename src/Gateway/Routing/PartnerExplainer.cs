using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Routing;

/// <summary>Explains a partner by asking the rules, so that it says what happens and nothing else.</summary>
internal static class PartnerExplainer
{
    private static readonly bool[] Answers = [true, false];

    /// <summary>What the partner's configuration does, with the settings of our own library.</summary>
    public static PartnerExplanation Explain(Partner partner, GatewayConfig gateway)
    {
        var config = partner.Config;
        return new PartnerExplanation(
            partner.Code, config.Name, config.Channel.Type, Introduction(partner).ToArray(),
            config.Borrowing.Supported ? Explain(partner, Side.Borrowing, gateway) : null,
            config.Lending.Supported ? Explain(partner, Side.Lending, gateway) : null);
    }

    private static SideExplanation Explain(Partner partner, Side side, GatewayConfig gateway)
    {
        var profile = partner.Profile(side);
        var actions = ActionsOf(side);
        var habits = side == Side.Borrowing
            ? BorrowingHabits.Of(partner, gateway)
            : LendingHabits.Of(partner, gateway);
        return new SideExplanation(
            profile.Code,
            actions.Where(one => IsOnOffer(side, one.Kind, profile))
                .Select(one => Explain(partner, side, one)).ToArray(),
            habits.ToArray(),
            StepCatalog.Of(side).Where(info => !profile.Has(info.Step))
                .Select(info => Missing(info, actions, profile)).ToArray(),
            PartnerQuirks.Of(partner, side, gateway).ToArray());
    }

    private static IEnumerable<string> Introduction(Partner partner)
    {
        var config = partner.Config;
        yield return $"Everything we send goes out {config.Channel.Settings.DescribeWay()}.";
        if (!partner.IsActive)
        {
            yield return "The partner is inactive: it gets no new requests, and open ones are finished.";
        }

        foreach (var (isSupported, what) in new[]
        {
            (config.Borrowing.Supported, "borrow from"), (config.Lending.Supported, "lend to"),
        }.Where(one => !one.Item1))
        {
            yield return $"We do not {what} it.";
        }
    }

    /// <summary>Every action of a side once, twice where yes and no are two things.</summary>
    private static NamedAction[] ActionsOf(Side side)
    {
        var named = Enum.GetValues<StaffAction>()
            .SelectMany(
                action => Answers,
                (action, answer) =>
                    (Action: action, Answer: answer, Kind: EventKinds.Of(side, action, answer)))
            .DistinctBy(one => one.Kind).Where(one => Rules.Table(side).Expecting(one.Kind).Count > 0)
            .ToArray();
        return named.Select(one =>
        {
            var hasTwo = EventKinds.Of(side, one.Action, true) != EventKinds.Of(side, one.Action, false);
            var answer = !hasTwo ? "" : one.Answer ? " (yes)" : " (no)";
            return new NamedAction(
                IsoCode.Kebab(one.Action.ToString()) + answer, one.Action, one.Answer, one.Kind);
        }).ToArray();
    }

    private static bool IsOnOffer(Side side, EventKind kind, WorkflowProfile profile)
    {
        var table = Rules.Table(side);
        return table.Expecting(kind).Any(status => StatusGate.IsOn(side, status, profile)
            && profile.HasAny(((Cell.Move)table[status, kind]).Steps));
    }

    private static ActionExplanation Explain(Partner partner, Side side, NamedAction action)
    {
        var profile = partner.Profile(side);
        var outcomes = Rules.Table(side).Expecting(action.Kind)
            .Where(status => StatusGate.IsOn(side, status, profile))
            .Select(status => Rules.Decide(
                SampleRequest.In(side, status), SampleRequest.Acting(action.Action, action.Answer), profile))
            .OfType<Decision.Moved>()
            .Select(moved => moved.Effects.OfType<Effect.Send>().Select(send => send.Message).ToArray())
            .ToArray();
        var messages = outcomes.SelectMany(sent => sent).DistinctBy(EventKinds.Of)
            .Select(partner.Config.Channel.Settings.DescribeMessage);
        var sends = string.Join(", ", messages);
        var isSometimesSilent = sends.Length > 0 && outcomes.Any(sent => sent.Length == 0);
        return new ActionExplanation(action.Name, EventWords.Of(action.Kind),
            sends.Length == 0 ? "nothing is sent"
            : isSometimesSilent ? $"{sends}; in some statuses nothing"
            : sends);
    }

    private static MissingStep Missing(StepInfo info, NamedAction[] actions, WorkflowProfile profile) => new(
        StepCatalog.Name(info.Step),
        info.Statuses.Where(status => !StatusGate.IsOn(info.Side, status, profile))
            .Select(status => StatusCatalog.Info(info.Side, status).Label).ToArray(),
        actions.Where(action => IsBroughtBy(info, action.Kind) && !IsOnOffer(info.Side, action.Kind, profile))
            .Select(action => action.Name).ToArray(),
        info.Without);

    private static bool IsBroughtBy(StepInfo info, EventKind kind)
    {
        var table = Rules.Table(info.Side);
        return table.Expecting(kind)
            .Any(status => ((Cell.Move)table[status, kind]).Steps.Contains(info.Step));
    }

    private sealed record NamedAction(string Name, StaffAction Action, bool Answer, EventKind Kind);
}

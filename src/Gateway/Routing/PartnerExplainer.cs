using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Routing;

/// <summary>Explains a partner by asking the rules, so that it cannot say anything else than what happens.</summary>
internal static class PartnerExplainer
{
    private const string LetterChannel = "email";

    private static readonly bool[] Answers = [true, false];

    /// <summary>What the partner's configuration does.</summary>
    public static PartnerExplanation Explain(Partner partner)
    {
        var config = partner.Config;
        return new PartnerExplanation(partner.Code, config.Name, config.Channel.Type, Introduction(partner).ToArray(),
            config.Borrowing.Supported ? Explain(partner, Side.Borrowing) : null,
            config.Lending.Supported ? Explain(partner, Side.Lending) : null);
    }

    private static SideExplanation Explain(Partner partner, Side side)
    {
        var profile = partner.Profile(side);
        var actions = ActionsOf(side);
        return new SideExplanation(
            profile.Code,
            actions.Where(one => IsOnOffer(side, one.Kind, profile)).Select(one => Explain(partner, side, one)).ToArray(),
            PartnerHabits.Automatic(partner, side).ToArray(),
            StepCatalog.Of(side).Where(info => !profile.Has(info.Step)).Select(info => Missing(info, actions, profile)).ToArray(),
            PartnerHabits.Quirks(partner, side).ToArray());
    }

    private static IEnumerable<string> Introduction(Partner partner)
    {
        var config = partner.Config;
        yield return config.Channel.Type == LetterChannel
            ? "Everything we send goes out as a letter by e-mail."
            : $"Everything we send goes over the channel {config.Channel.Type}.";
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
            .SelectMany(action => Answers, (action, answer) => (Action: action, Answer: answer, Kind: EventKinds.Of(side, action, answer)))
            .DistinctBy(one => one.Kind).Where(one => Rules.Table(side).Expecting(one.Kind).Count > 0).ToArray();
        return named.Select(one =>
        {
            var hasTwo = EventKinds.Of(side, one.Action, true) != EventKinds.Of(side, one.Action, false);
            var name = IsoCode.Kebab(one.Action.ToString()) + (!hasTwo ? "" : one.Answer ? " (yes)" : " (no)");
            return new NamedAction(name, one.Action, one.Answer, one.Kind);
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
        var outcomes = Rules.Table(side).Expecting(action.Kind).Where(status => StatusGate.IsOn(side, status, profile))
            .Select(status => Rules.Decide(
                SampleRequest.In(side, status), SampleRequest.Acting(action.Action, action.Answer), profile))
            .OfType<Decision.Moved>().Select(moved => moved.Effects.OfType<Effect.Send>().Select(send => send.Message).ToArray())
            .ToArray();
        var messages = outcomes.SelectMany(sent => sent).DistinctBy(EventKinds.Of).Select(message => NameOf(message, partner));
        var sends = string.Join(", ", messages);
        var isSometimesSilent = sends.Length > 0 && outcomes.Any(sent => sent.Length == 0);
        return new ActionExplanation(action.Name, EventWords.Of(action.Kind),
            sends.Length == 0 ? "nothing is sent" : isSometimesSilent ? $"{sends}; in some statuses nothing" : sends);
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
        return table.Expecting(kind).Any(status => ((Cell.Move)table[status, kind]).Steps.Contains(info.Step));
    }

    /// <summary>A message as the partner gets it: the letter, or the service of ISO 10160 that its protocol carries.</summary>
    private static string NameOf(IllMessage message, Partner partner)
    {
        if (partner.Config.Channel.Type == LetterChannel)
        {
            return LetterChoice.For(message) is { } letter
                ? $"the letter {letter}"
                : "nothing, since no letter says that";
        }

        var service = IsoCode.Name(message.Service).ToUpperInvariant();
        return message switch
        {
            IllMessage.Answer answer => $"{service} ({IsoCode.Words(answer.Result.Kind)})",
            IllMessage.ConditionalReply reply => $"{service} ({YesOrNo(reply.Accepts)})",
            IllMessage.CancelReply reply => $"{service} ({YesOrNo(reply.Agrees)})",
            IllMessage.RenewAnswer answer => $"{service} ({YesOrNo(answer.Grants)})",
            _ => service,
        };
    }

    private static string YesOrNo(bool answer) => answer ? "yes" : "no";

    private sealed record NamedAction(string Name, StaffAction Action, bool Answer, EventKind Kind);
}

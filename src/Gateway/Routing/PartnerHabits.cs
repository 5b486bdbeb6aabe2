using ResourceSharing.Gateway.Lifecycle;
using static ResourceSharing.Gateway.Lifecycle.WorkflowStep;

namespace ResourceSharing.Gateway.Routing;

/// <summary>What happens with a partner without staff, and what surprises people about it, in sentences.</summary>
internal static class PartnerHabits
{
    /// <summary>What happens by itself.</summary>
    public static IEnumerable<string> Automatic(Partner partner, Side side) =>
        side == Side.Borrowing ? AutomaticBorrowing(partner) : AutomaticLending(partner);

    /// <summary>What surprises people.</summary>
    public static IEnumerable<string> Quirks(Partner partner, Side side) =>
        side == Side.Borrowing ? QuirksOfBorrowing(partner.Borrowing) : QuirksOfLending(partner);

    private static IEnumerable<string> AutomaticBorrowing(Partner partner)
    {
        var (code, profile) = (partner.Code, partner.Borrowing);
        yield return $"When {code} does not supply, or its time runs out, the next supplier of the rota is asked.";
        if (profile.Has(BadCitation))
        {
            yield return $"When {code} does not find what we cited, the request waits until staff correct and resubmit it.";
        }

        if (profile.Has(Conditional))
        {
            yield return OnReplyDate(profile, "the condition is refused and the next supplier is asked");
        }

        yield return profile.Has(CancelReply)
            ? $"A cancellation waits for {code} to agree."
            : $"A cancellation takes effect at once; {code} is told, and its answer changes nothing.";
        if (profile.Has(RenewRequested))
        {
            var limit = profile.MaxRenewals is { } times ? $", at most {Times(times)}" : "";
            yield return (profile.Has(MediatedRenewal)
                ? "A patron's wish for a renewal waits for staff"
                : $"A patron's wish for a renewal goes to {code} at once") + $"{limit}.";
        }

        yield return $"A file that was received {(profile.Has(ReceiveDigitally) ? "stays until staff complete it" : "completes the request")}.";
        yield return profile.Has(LenderCheckIn)
            ? $"When {code} has checked the item in, the request waits until staff complete it."
            : $"When {code} has checked the item in, the request is completed.";
        if (profile.Has(Overdue))
        {
            yield return "When the due date passes, the request is marked as overdue.";
        }
    }

    private static IEnumerable<string> AutomaticLending(Partner partner)
    {
        var (code, profile, config) = (partner.Code, partner.Lending, partner.Config);
        yield return profile.Has(CancelReply)
            ? $"When {code} cancels before we have shipped, staff answer; afterwards we refuse."
            : $"When {code} cancels before we have shipped, we agree at once; afterwards we refuse.";
        if (profile.Has(AutomaticWillSupply))
        {
            yield return "When our catalogue shows the item, we promise to supply it without staff.";
        }

        yield return profile.Has(PendingAutoReject)
            ? "A request that the library's rules reject waits for the next run of the job; until then staff can decide otherwise."
            : "A request that the library's rules reject is rejected at once, with the reason.";
        if (profile.Has(Conditional))
        {
            yield return OnReplyDate(profile, $"the request is rejected and {code} is told");
        }

        if (profile.Has(Expired))
        {
            yield return $"When the expiry date passes before we have shipped or promised, the request ends and {code} is told.";
        }

        yield return $"A loan is due {Days(config.LoanPeriodDays)} after shipping, unless staff say otherwise.";
        yield return OnRenewal(partner);
        if (profile.Has(Overdue))
        {
            yield return config.OverdueRepeatDays > 0
                ? $"When a loan is overdue, {code} is told, and again every {Days(config.OverdueRepeatDays)}."
                : $"When a loan is overdue, {code} is told once.";
        }

        yield return profile.Has(ReceiveDigitally)
            ? $"A file that was sent is complete when {code} has received it."
            : "A file that was sent completes the request at once.";
    }

    private static string OnRenewal(Partner partner)
    {
        var profile = partner.Lending;
        if (!profile.Has(AutomaticRenew))
        {
            return profile.Has(ManualRenew)
                ? $"When {partner.Code} asks for a renewal, staff answer."
                : $"When {partner.Code} asks for a renewal, it is refused at once.";
        }

        var limits = new[]
        {
            profile.MaxRenewals is { } times ? $"at most {Times(times)}" : null,
            profile.MaxLoanDays is { } days ? $"to {Days(days)} after shipping at the latest" : null,
        }.OfType<string>().ToArray();
        return $"When {partner.Code} asks for a renewal, it is granted at once" +
            $"{(limits.Length > 0 ? $", {string.Join(" and ", limits)}; beyond that it is refused" : "")}.";
    }

    private static string OnReplyDate(WorkflowProfile profile, string asNo) => profile.ReplyDate switch
    {
        ReplyDatePolicy.Leave => "The date for the reply to a condition is only information: nothing follows when it passes.",
        ReplyDatePolicy.Remind => "When the date for the reply to a condition passes, staff are reminded once.",
        ReplyDatePolicy.TreatAsNo => $"When the date for the reply to a condition passes, it counts as no: {asNo}.",
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile.ReplyDate, "not a policy of this set"),
    };

    private static IEnumerable<string> QuirksOfBorrowing(WorkflowProfile profile)
    {
        if (profile.Has(AutomaticRenew) || profile.Has(ManualRenew))
        {
            yield return "automatic-renew and manual-renew stand in this profile, but they say how we answer the partner's renewals " +
                "when we lend to it.";
        }

        if (profile.Has(WillSupply) && profile.Has(AutomaticWillSupply))
        {
            yield return "A message does not say whether a person or a system promises: with will-supply on, automatic-will-supply shows nothing.";
        }

        foreach (var (step, needed) in new[]
        {
            (MediatedRenewal, new[] { RenewRequested }), (Renewed, [RenewRequested]), (RenewNotAccepted, [RenewRequested]),
            (CancelNotAccepted, [CancelReply]), (LostAndFeePaid, [Lost, DeclaredLost]),
            (CancelReply, [CancelledByStaff, CancelledByPatron]),
        })
        {
            if (profile.Has(step) && !profile.HasAny(needed))
            {
                yield return $"{StepCatalog.Name(step)} does nothing here: the profile has {StepCatalog.Missing(needed)}.";
            }
        }
    }

    private static IEnumerable<string> QuirksOfLending(Partner partner)
    {
        var profile = partner.Lending;
        var fromBorrowing = new[] { AutomaticRenew, ManualRenew }.Where(partner.Borrowing.Has).Select(StepCatalog.Name).ToArray();
        if (fromBorrowing.Length > 0)
        {
            yield return $"The borrowing profile {partner.Borrowing.Code} has {string.Join(" and ", fromBorrowing)}, which counts here.";
        }

        if (profile.Has(AutomaticRenew) && profile.Has(ManualRenew))
        {
            yield return "With automatic-renew and manual-renew both on, renewals are automatic.";
        }

        if (profile.Has(RenewRequested) && !profile.HasAny([AutomaticRenew, ManualRenew]))
        {
            yield return "renew-requested does nothing here: the profile has " +
                $"{StepCatalog.Missing([AutomaticRenew, ManualRenew])}, so renewals are refused at once.";
        }

        if (!profile.Has(CheckedInMessage))
        {
            yield return $"{partner.Code} is not told that an item is back, so its own request may stay open.";
        }
    }

    private static string Times(int times) => times == 1 ? "once" : $"{times} times";

    private static string Days(int days) => days == 1 ? "1 day" : $"{days} days";
}

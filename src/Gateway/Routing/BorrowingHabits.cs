using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using static ResourceSharing.Gateway.Lifecycle.WorkflowStep;
using static ResourceSharing.Gateway.Routing.Phrases;

namespace ResourceSharing.Gateway.Routing;

/// <summary>What happens without staff when we borrow from a partner, in sentences, in the order of a
/// request's life.</summary>
internal static class BorrowingHabits
{
    /// <summary>The lender's own clock may need a little longer to tell us.</summary>
    private static readonly string AfterExpiry = $"when nothing has come {Days(RotaRules.GraceDays)} after " +
        "that " +
        "either, it is told to stop, and the next supplier of the rota is asked.";

    /// <summary>All of them.</summary>
    public static IEnumerable<string> Of(Partner partner, GatewayConfig gateway) =>
    [
        .. Locating(partner, gateway), .. Asking(partner, gateway), .. Silence(partner, gateway.Jobs),
        .. Answers(partner, gateway.Jobs), .. Items(partner, gateway.Jobs),
    ];

    private static IEnumerable<string> Locating(Partner partner, GatewayConfig gateway)
    {
        var (code, library) = (partner.Code, gateway.Library);
        var borrowing = library.Borrowing;
        yield return (borrowing.LocateAutomatically
                ? "As soon as a request is made, the catalogues of the suppliers in its rota are asked"
                : "The catalogues of the suppliers in a rota are asked when staff press locate")
            + (borrowing.SendAutomatically
                ? "; when one of them holds the item, the request is sent at once."
                : "; sending the request is left to staff.");
        if (library.Locate is { } ours && partner.Borrowing.Has(LocalHolding))
        {
            yield return "Our own catalogue is asked before them; what we hold ourselves waits for staff. " +
                $"It is searched by {ours.Describe()}.";
        }

        yield return partner.Config.Locate is { } theirs
            ? $"The catalogue of {code} is searched by {theirs.Describe()}."
            : $"{code} has no catalogue that could be asked, so whether it holds an item is not known.";
        const string noAnswer = "When a catalogue gives no answer, or there is none, the supplier";
        yield return borrowing.UnknownSuppliers switch
        {
            UnknownHolding.Last => $"{noAnswer} is asked after those that hold the item.",
            UnknownHolding.Keep => $"{noAnswer} keeps its place in the rota.",
            UnknownHolding.Skip => $"{noAnswer} is left out.",
            _ => throw new ArgumentOutOfRangeException(
                nameof(gateway), borrowing.UnknownSuppliers, "not a choice of this set"),
        };
        yield return borrowing.CancelWhenNotLocated
            ? "When no supplier of the rota holds the item, the request is cancelled."
            : ByJob("When no supplier of the rota holds the item, the request waits for staff, and the " +
                $"catalogues are asked again after {Days(gateway.Jobs.LocateRetryDays)}.",
                gateway.Jobs.LocateRetry, "locate-retry");
    }

    private static IEnumerable<string> Asking(Partner partner, GatewayConfig gateway)
    {
        var (code, config) = (partner.Code, partner.Config);
        foreach (var closure in gateway.Library.Borrowing.Closures)
        {
            yield return $"Borrowing rests {Period(closure)}: staff can send no requests then.";
        }

        foreach (var closure in config.Closures)
        {
            yield return $"{code} takes no requests {Period(closure)}: when its turn comes then, it is " +
                "passed over.";
        }

        if (config.OpenRequestThreshold is { } most)
        {
            yield return $"With more than {most} open requests of ours, {code} goes to the end of new rotas.";
        }

        if (config.AverageSupplyDays + config.DeliveryDelayDays is > 0 and var needed)
        {
            yield return $"{code} usually needs {Days(needed)} with the way here; where the patron cannot " +
                "wait so long, it goes behind the others in new rotas.";
        }

        yield return $"When {code} does not supply, the next supplier of the rota is asked.";
    }

    private static IEnumerable<string> Silence(Partner partner, JobsConfig jobs)
    {
        var (code, config, profile) = (partner.Code, partner.Config, partner.Borrowing);
        if (config.ClaimAfterDays is { } claimDays && profile.Has(Claimed))
        {
            yield return ByJob(
                $"When {code} has said nothing {Days(claimDays)} after the request was sent, it is asked, " +
                "once, where its answer stays.", jobs.Claim, "claim");
        }

        if (config.AutoCancelAfterDays is { } cancelDays && profile.Has(CancelledByStaff))
        {
            yield return ByJob(
                $"When {code} has said nothing {Days(cancelDays)} after the request was sent, the request " +
                $"is cancelled there, with the reason \"{config.AutoCancelReason}\"; " +
                $"{AfterAutoCancel(profile)}.",
                jobs.AutoCancel, "auto-cancel");
        }

        yield return config.Expiry switch
        {
            { Type: ExpiryType.ExpiryTime, Days: { } days } => ByJob(
                $"{code} has {Days(days)} after sending to answer; {AfterExpiry}", jobs.Expiry, "expiry"),
            { Type: ExpiryType.InterestDate } => ByJob(
                $"{code} has until the last day on which the patron needs the item to answer; {AfterExpiry}",
                jobs.Expiry, "expiry"),
            _ => $"{code} may take any time to answer, unless the request itself names its end.",
        };
        yield return ByJob(
            "When the end that the request itself names has passed without an offer to supply, the request " +
            $"is over, and {code} is told.", jobs.Expiry, "expiry");
    }

    private static string AfterAutoCancel(WorkflowProfile profile) => profile.AutoCancel switch
    {
        AutoCancelPolicy.NextSupplier => "the next supplier of the rota is asked",
        AutoCancelPolicy.Cancel => profile.Has(CancelReply)
            ? "the request ends when the cancellation is agreed to"
            : "the request ends at once",
        _ => throw new ArgumentOutOfRangeException(
            nameof(profile), profile.AutoCancel, "not a policy of this set"),
    };

    private static IEnumerable<string> Answers(Partner partner, JobsConfig jobs)
    {
        var (code, profile) = (partner.Code, partner.Borrowing);
        if (profile.Has(BadCitation))
        {
            yield return $"When {code} does not find what we cited, the request waits until staff correct " +
                "and resubmit it.";
        }

        if (profile.Has(Conditional))
        {
            yield return OnReplyDate(
                profile, "the condition is refused and the next supplier is asked", jobs.ReplyDate);
        }

        yield return profile.Has(CancelReply)
            ? $"A cancellation waits for {code} to agree."
            : $"A cancellation takes effect at once; {code} is told, and its answer changes nothing.";
    }

    private static IEnumerable<string> Items(Partner partner, JobsConfig jobs)
    {
        var (code, config, profile) = (partner.Code, partner.Config, partner.Borrowing);
        yield return "A file that was received " +
            $"{(profile.Has(ReceiveDigitally) ? "stays until staff complete it" : "completes the request")}.";
        if (config.DeliveryDelayDays > 0)
        {
            yield return $"The patron's due date is {Days(config.DeliveryDelayDays)} before that of {code}.";
        }

        if (profile.Has(RenewRequested))
        {
            var limit = profile.MaxRenewals is { } times ? $", at most {Times(times)}" : "";
            yield return (profile.Has(MediatedRenewal)
                ? "A patron's wish for a renewal waits for staff"
                : $"A patron's wish for a renewal goes to {code} at once") + $"{limit}.";
        }

        if (config.DueSoonDays > 0)
        {
            yield return ByJob(
                $"{Days(config.DueSoonDays)} before the patron's due date our staff are reminded.",
                jobs.DueSoon, "due-soon");
        }

        if (profile.Has(Overdue))
        {
            yield return ByJob(
                "When the due date passes, the request is marked as overdue.", jobs.Overdue, "overdue");
        }

        yield return profile.Has(LenderCheckIn)
            ? $"When {code} has checked the item in, the request waits until staff complete it."
            : $"When {code} has checked the item in, the request is completed.";
    }
}

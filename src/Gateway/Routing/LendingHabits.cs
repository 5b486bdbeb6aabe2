using ResourceSharing.Gateway.Configuration;
using static ResourceSharing.Gateway.Lifecycle.WorkflowStep;
using static ResourceSharing.Gateway.Routing.Phrases;

namespace ResourceSharing.Gateway.Routing;

/// <summary>What happens without staff when we lend to a partner, in sentences, in the order of a request's
/// life.</summary>
internal static class LendingHabits
{
    /// <summary>All of them.</summary>
    public static IEnumerable<string> Of(Partner partner, GatewayConfig gateway) =>
    [
        .. Arriving(gateway.Library), .. Deciding(partner, gateway), .. Shipping(partner),
        .. Lent(partner, gateway.Jobs),
    ];

    /// <summary>What the settings of our own library reject, as the ends of a sentence.</summary>
    public static IReadOnlyList<string> Rejected(LendingConfig lending) => new[]
    {
        (lending.RejectWhenNotLocated, "we do not hold the title"),
        (lending.RejectWhenNotRequestable, "the use of every copy is restricted"),
        (lending.RejectWhenNotAvailable, "no copy of it is on the shelf"),
        (lending.RejectWhenOnlyElectronic, "a loan is wanted and we hold it in electronic form only"),
    }.Where(one => one.Item1).Select(one => one.Item2).ToArray();

    private static IEnumerable<string> Arriving(LibraryConfig library)
    {
        foreach (var closure in library.Lending.Closures)
        {
            yield return $"Lending rests {Period(closure)}: requests that arrive then are rejected with " +
                "the reason.";
        }

        if (library.Lending.MaxOpenRequests is { } most)
        {
            yield return $"With {most} open requests of other libraries, new ones are rejected with the " +
                "reason.";
        }

        yield return library.Locate is not { } ours
            ? "We have no catalogue that could be asked, so staff look for the item themselves."
            : library.Lending.LocateAutomatically
            ? $"As soon as a request arrives, our catalogue is searched by {ours.Describe()}."
            : $"When staff press locate, our catalogue is searched by {ours.Describe()}.";
    }

    private static IEnumerable<string> Deciding(Partner partner, GatewayConfig gateway)
    {
        var (code, profile, library) = (partner.Code, partner.Lending, gateway.Library);
        if (library.Locate is not null)
        {
            var rejected = Rejected(library.Lending);
            yield return rejected.Count > 0 && profile.Has(Reject)
                ? $"When our catalogue shows that {Or(rejected)}, the request is rejected with the reason."
                : "Whatever our catalogue shows, the request waits for staff.";
        }

        if (profile.Has(AutomaticWillSupply))
        {
            yield return "When our library system reports that the item can be supplied, we promise it " +
                "without staff.";
        }

        yield return profile.Has(PendingAutoReject)
            ? ByJob("What is rejected by itself is shown as \"Pending auto reject\" first, so that staff can " +
                "decide otherwise; it goes out the night after.", gateway.Jobs.AutoReject, "auto-reject")
            : "What is rejected by itself is rejected at once.";
        if (profile.Has(Conditional))
        {
            yield return OnReplyDate(
                profile, $"the request is rejected and {code} is told", gateway.Jobs.ReplyDate);
        }

        if (profile.Has(Expired))
        {
            yield return ByJob("When the expiry date passes before we have shipped or promised, the " +
                $"request ends and {code} is told.", gateway.Jobs.Expiry, "expiry");
        }

        yield return profile.Has(CancelReply)
            ? $"When {code} cancels before we have shipped, staff answer; afterwards we refuse."
            : $"When {code} cancels before we have shipped, we agree at once; afterwards we refuse.";
    }

    private static IEnumerable<string> Shipping(Partner partner)
    {
        yield return $"A loan is due {Days(partner.Config.LoanPeriodDays)} after shipping, unless staff " +
            "say otherwise.";
        yield return partner.Lending.Has(ReceiveDigitally)
            ? $"A file that was sent is complete when {partner.Code} has received it, unless staff say that " +
                "it is complete with the shipment."
            : "A file that was sent completes the request at once.";
    }

    private static IEnumerable<string> Lent(Partner partner, JobsConfig jobs)
    {
        var (code, config) = (partner.Code, partner.Config);
        yield return OnRenewal(partner);
        if (config.DueSoonDays > 0)
        {
            yield return ByJob(
                $"{Days(config.DueSoonDays)} before a loan is due, {code} is reminded by a message.",
                jobs.DueSoon, "due-soon");
        }

        if (partner.Lending.Has(Overdue))
        {
            yield return ByJob(
                config.OverdueRepeatDays > 0
                    ? $"When a loan is overdue, {code} is told, and again every " +
                        $"{Days(config.OverdueRepeatDays)}."
                    : $"When a loan is overdue, {code} is told once.",
                jobs.Overdue, "overdue");
        }
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
        var within = limits.Length > 0 ? $", {string.Join(" and ", limits)}; beyond that it is refused" : "";
        return $"When {partner.Code} asks for a renewal, it is granted at once{within}.";
    }
}

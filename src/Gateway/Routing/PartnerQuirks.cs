using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using static ResourceSharing.Gateway.Lifecycle.WorkflowStep;

namespace ResourceSharing.Gateway.Routing;

/// <summary>What surprises people about the configuration of a partner, in sentences: settings without
/// effect, and settings that act where nobody looks for them.</summary>
internal static class PartnerQuirks
{
    /// <summary>All of them.</summary>
    public static IEnumerable<string> Of(Partner partner, Side side, GatewayConfig gateway) =>
        side == Side.Borrowing
        ? [.. QuirksOfBorrowing(partner.Borrowing), .. IdleSettings(partner)]
        : [.. QuirksOfLending(partner), .. IdleSettings(partner, gateway.Library)];

    /// <summary>Settings of the partner's file that wait for a step of the borrowing profile.</summary>
    private static IEnumerable<string> IdleSettings(Partner partner)
    {
        var (config, profile) = (partner.Config, partner.Borrowing);
        foreach (var (isSet, name, step) in new[]
        {
            (config.ClaimAfterDays is not null, "claimAfterDays", Claimed),
            (config.AutoCancelAfterDays is not null, "autoCancelAfterDays", CancelledByStaff),
        })
        {
            if (isSet && !profile.Has(step))
            {
                yield return $"{name} does nothing here: the profile has {StepCatalog.Missing([step])}.";
            }
        }
    }

    /// <summary>Settings of our library that wait for a catalogue or for a step.</summary>
    private static IEnumerable<string> IdleSettings(Partner partner, LibraryConfig library)
    {
        if (LendingHabits.Rejected(library.Lending).Count == 0)
        {
            yield break;
        }

        if (library.Locate is null)
        {
            yield return "Our library is to reject by what its catalogue shows, but no catalogue is named.";
        }
        else if (!partner.Lending.Has(Reject))
        {
            yield return "Our library is to reject by what its catalogue shows, but not here: the profile " +
                $"has {StepCatalog.Missing([Reject])}.";
        }
    }

    private static IEnumerable<string> QuirksOfBorrowing(WorkflowProfile profile)
    {
        if (profile.Has(AutomaticRenew) || profile.Has(ManualRenew))
        {
            yield return "automatic-renew and manual-renew stand in this profile, but they say how we " +
                "answer the partner's renewals when we lend to it.";
        }

        if (profile.Has(WillSupply) && profile.Has(AutomaticWillSupply))
        {
            yield return "A message does not say whether a person or a system promises: with will-supply " +
                "on, automatic-will-supply shows nothing.";
        }

        foreach (var (step, needed) in new[]
        {
            (MediatedRenewal, new[] { RenewRequested }), (Renewed, [RenewRequested]),
            (RenewNotAccepted, [RenewRequested]), (CancelNotAccepted, [CancelReply]),
            (LostAndFeePaid, [Lost, DeclaredLost]), (CancelReply, [CancelledByStaff, CancelledByPatron]),
        })
        {
            if (profile.Has(step) && !profile.HasAny(needed))
            {
                yield return $"{StepCatalog.Name(step)} does nothing here: the profile has " +
                    $"{StepCatalog.Missing(needed)}.";
            }
        }
    }

    private static IEnumerable<string> QuirksOfLending(Partner partner)
    {
        var profile = partner.Lending;
        var fromBorrowing = new[] { AutomaticRenew, ManualRenew }.Where(partner.Borrowing.Has)
            .Select(StepCatalog.Name).ToArray();
        if (fromBorrowing.Length > 0)
        {
            yield return $"The borrowing profile {partner.Borrowing.Code} has " +
                $"{string.Join(" and ", fromBorrowing)}, which counts here.";
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
            yield return $"{partner.Code} is not told that an item is back; its own request may stay open.";
        }
    }
}

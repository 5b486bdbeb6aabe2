using System.Globalization;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Digitisation;

/// <summary>What patrons may ask for: limits by group, the copyright declaration and status. Asked when a borrowing request is
/// made. Source: seed 004, lifecycle reference 8.</summary>
internal static class PatronDigitisation
{
    /// <summary>The group of a patron: what the request says, else what circulation knows by the patron's number.</summary>
    public static string? GroupOf(IUnitOfWork work, RequestState state) => LifecycleRules.Text(state.Content.Patron?.Status)
        ?? (LifecycleRules.Text(state.Content.Patron?.Identifier) is { } number
            && work.Circulation.FindBy<LibraryPatron>(CirculationKey.Patron(number, null), 1) is [var patron, ..]
                ? patron.Record.Group
                : null);

    /// <summary>Why a patron may place no more requests for files; null when one more may be placed.</summary>
    /// <param name="work">Counts those that are open.</param>
    /// <param name="state">The new request, with the patron's group.</param>
    /// <param name="config">The limits.</param>
    public static string? WhyNot(IUnitOfWork work, RequestState state, DigitisationConfig config)
    {
        if (state.Content.Format() != SupplyFormat.Digital || Limit(config, state.PatronGroup) is not { } most)
        {
            return null;
        }

        if (most == 0)
        {
            return $"Patrons of the group {state.PatronGroup} cannot request files.";
        }

        var open = work.CountOpenDigital(state);
        return open < most
            ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"The patron has {open} open request{(open == 1 ? "" : "s")} for files; ")
                + string.Create(CultureInfo.InvariantCulture,
                    $"patrons of the group {state.PatronGroup} can have {most} at one time.");
    }

    private static int? Limit(DigitisationConfig config, string? group) => group is null
        ? null
        : config.PatronLimits.FirstOrDefault(
            limit => string.Equals(limit.Group.Trim(), group.Trim(), StringComparison.OrdinalIgnoreCase))?.Maximum;
}

/// <summary>Copyright where we borrow copies: the declaration, the status, the rule of five.</summary>
internal static class CopyrightDesk
{
    /// <summary>Why a new request cannot be made; null when it can.</summary>
    /// <param name="state">The request.</param>
    /// <param name="isDeclared">Was the copyright declaration accepted?</param>
    /// <param name="status">The status that was named.</param>
    /// <param name="config">The settings.</param>
    public static (string Field, string Text)? WhyNot(
        RequestState state, bool? isDeclared, string? status, CopyrightConfig config)
    {
        if (config.DeclarationRequired && isDeclared != true && state.Content.Format() != SupplyFormat.Physical)
        {
            return ("copyrightDeclaration",
                "A copy can be requested only once the copyright declaration is accepted: say copyrightDeclaration: true.");
        }

        return WhyNotStatus(status, config) is { } fault ? ("copyrightStatus", fault) : null;
    }

    /// <summary>Why a code cannot be the copyright status of a request; null when it can, or none is said.</summary>
    public static string? WhyNotStatus(string? status, CopyrightConfig config)
    {
        if (status is null || (config.Management && config.Statuses.Contains(status, StringComparer.Ordinal)))
        {
            return null;
        }

        return config.Management
            ? $"There is no copyright status {status}{NearestName.Hint(status, [.. config.Statuses], "there are")}."
            : "Copyright statuses are not managed here: digitisation.copyright.management in gateway.yaml says so.";
    }

    /// <summary>The request with its copyright status and the day of the declaration.</summary>
    public static RequestState WithStatus(
        RequestState state, bool? isDeclared, string? status, CopyrightConfig config, DateTimeOffset at) => state with
        {
            CopyrightStatus = config.Management && state.Content.Format() != SupplyFormat.Physical
                ? status ?? CopyrightCodes.Approved
                : null,
            CopyrightDeclaredOn = isDeclared == true ? DateOnly.FromDateTime(at.DateTime) : null,
        };

    /// <summary>Why a request for an article needs an approval: as many of its journal were requested in this year as need
    /// none. Null when it needs none.</summary>
    public static string? WhyApprove(IUnitOfWork work, RequestState state, CopyrightConfig config)
    {
        var rule = config.RuleOfFive;
        if (!rule.Enabled || CopyCard.Of(state) is not { } copy || copy.Age > rule.Years)
        {
            return null;
        }

        var stage = rule.Counted switch
        {
            CopyCounted.Requested => CopyStage.Requested,
            CopyCounted.Sent => CopyStage.Sent,
            CopyCounted.Supplied => CopyStage.Supplied,
            _ => throw new ArgumentOutOfRangeException(nameof(config), rule.Counted, "not one of this set"),
        };
        var others = work.CountCopies(state, stage, rule.Years);
        return others < rule.Limit ? null : string.Create(CultureInfo.InvariantCulture,
            $"number {others + 1} of this year out of the last {rule.Years} years of this journal; ")
            + string.Create(CultureInfo.InvariantCulture, $"{rule.Limit} need no approval.");
    }
}

using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Routing;

/// <summary>The suppliers for a borrowing request, in the order in which they are asked.</summary>
/// <param name="Template">The code of the rota template.</param>
/// <param name="Partners">The partners' codes.</param>
/// <param name="Notes">Why the order or the number differs from the template, a sentence each.</param>
public sealed record RotaChoice(string Template, IReadOnlyList<string> Partners, IReadOnlyList<string> Notes)
{
    /// <summary>The rota of the first assignment rule that fits a new request; null when none does. Pure but for the
    /// chance that is handed in.</summary>
    /// <param name="content">What is wanted.</param>
    /// <param name="network">The rotas and the partners.</param>
    /// <param name="openRequests">How many open requests of ours a partner has.</param>
    /// <param name="today">The day.</param>
    /// <param name="random">Draws the order of an unordered rota.</param>
    public static RotaChoice? For(
        IllRequest content, Network network, Func<string, int> openRequests, DateOnly today, Random random)
    {
        ArgumentNullException.ThrowIfNull(network);
        var template = network.Snapshot.Rotas.Values
            .Where(rota => rota.Assignment is { Enabled: true } rule && Fits(rule, content, today))
            .MinBy(rota => rota.Assignment!.Rank);
        return template is null ? null : Of(template, content, network, openRequests, today, random);
    }

    /// <summary>The suppliers of one template.</summary>
    /// <inheritdoc cref="For"/>
    public static RotaChoice Of(
        RotaConfig template, IllRequest content, Network network, Func<string, int> openRequests, DateOnly today,
        Random random)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(network);
        var notes = new List<string>();
        var usable = template.Partners.Select(code => network.Find(code)).OfType<Partner>()
            .Where(partner => IsUsable(partner, notes)).ToArray();
        if (!template.Ordered)
        {
            Shuffle(usable, random);
        }

        // The sort is stable: within a rank the order stays.
        var ranked = usable.OrderBy(partner => Rank(partner, content, openRequests(partner.Code), today, notes));
        return new RotaChoice(template.Code, ranked.Select(partner => partner.Code).ToArray(), notes);
    }

    private static bool Fits(RotaAssignmentConfig rule, IllRequest content, DateOnly today) =>
        (rule.Formats.Count == 0 || rule.Formats.Contains(content.Format()))
        && (rule.CitationTypes.Count == 0
            || (content.Citation.ItemType is { } type && rule.CitationTypes.Contains(type)))
        && (rule.LevelsOfService.Count == 0
            || rule.LevelsOfService.Contains(content.LevelOfService, StringComparer.OrdinalIgnoreCase))
        && (rule.NeededWithinDays is not { } days || content.NeededBy <= today.AddDays(days));

    /// <summary>A partner that is closed for some days stays: it is passed over if its turn comes in them.</summary>
    private static bool IsUsable(Partner partner, List<string> notes)
    {
        var why = !partner.IsActive ? "it is switched off in its file"
            : !partner.Config.Borrowing.Supported ? "we do not borrow from it"
            : null;
        if (why is not null)
        {
            notes.Add($"{partner.Code} of the rota is left out: {why}.");
        }

        return why is null;
    }

    /// <summary>Who has too much to do comes later, and so does who would be too late.</summary>
    private static int Rank(Partner partner, IllRequest content, int open, DateOnly today, List<string> notes)
    {
        if (open > partner.Config.OpenRequestThreshold)
        {
            notes.Add($"{partner.Code} goes to the end of the rota: it has {open} open requests of ours, "
                + $"more than {partner.Config.OpenRequestThreshold}.");
            return 2;
        }

        var days = partner.Config.AverageSupplyDays + partner.Config.DeliveryDelayDays;
        if (content.NeededBy is { } neededBy && today.AddDays(days) > neededBy)
        {
            notes.Add($"{partner.Code} goes behind the others: it usually needs {days} days, which is after {neededBy:yyyy-MM-dd}.");
            return 1;
        }

        return 0;
    }

    private static void Shuffle(Partner[] partners, Random random)
    {
        lock (random)
        {
            random.Shuffle(partners);
        }
    }
}

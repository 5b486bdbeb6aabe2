using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>Rotas: the templates, and the suppliers of one request.</summary>
internal static class RotaEndpoints
{
    public static IResult List(NetworkSource network) => TypedResults.Ok(new PageView<RotaView>(
        network.Current.Snapshot.Rotas.Values
            .OrderBy(rota => rota.Assignment?.Rank ?? int.MaxValue).ThenBy(rota => rota.Code, StringComparer.Ordinal)
            .Select(rota => new RotaView(rota)).ToArray(), null));

    public static async Task<IResult> ChangeAsync(
        string id, HttpContext context, RotaDesk desk, IStore store, NetworkSource network, TimeProvider time,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<string> partners = [];
        string? template = null;
        var problem = await JsonBody.ReadFieldsAsync(context, isOptional: false, fields =>
        {
            (partners, template) = (RequestDraft.ReadPartners(fields), fields.Line("rota", ApiLimits.WordChars));
            if (template is not null && partners.Count > 0)
            {
                fields.Fault("rota", "Say rota, or partner or partners, not both.");
            }
        });
        if (problem is not null)
        {
            return problem;
        }

        var result = await desk.ChangeAsync(id, partners, template, RequestEndpoints.User(context), cancellationToken);
        return await RequestEndpoints.AnswerAsync(result, store, network, time, cancellationToken);
    }
}

/// <summary>A rota template.</summary>
internal sealed record RotaView
{
    public RotaView(RotaConfig rota)
    {
        Code = rota.Code;
        Name = rota.Name;
        Ordered = rota.Ordered;
        Partners = rota.Partners;
        AssignedTo = rota.Assignment is { } rule ? Words(rule) : null;
    }

    public string Code { get; }

    public string Name { get; }

    public bool Ordered { get; }

    public IReadOnlyList<string> Partners { get; }

    /// <summary>In words; null when staff choose it by hand.</summary>
    public string? AssignedTo { get; }

    private static string Words(RotaAssignmentConfig rule)
    {
        string?[] conditions =
        [
            Either("format", rule.Formats.Order().Select(format => IsoCode.Kebab(format.ToString()))),
            Either("type", rule.CitationTypes.Order().Select(type => IsoCode.Name(type))),
            Either("level of service", rule.LevelsOfService),
            rule.NeededWithinDays is { } days ? $"needed within {days} days" : null,
        ];
        var said = string.Join(" and ", conditions.OfType<string>());
        return $"{(rule.Enabled ? "" : "switched off; ")}rank {rule.Rank}: {(said.Length == 0 ? "every new request" : said)}";
    }

    private static string? Either(string name, IEnumerable<string> values) =>
        string.Join(" or ", values) is { Length: > 0 } text ? $"{name} {text}" : null;
}

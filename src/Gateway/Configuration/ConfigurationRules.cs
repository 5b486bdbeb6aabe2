using System.Text.Json;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// Rules that look at more than one setting or more than one file. Each adds its faults at the place where
/// the correction most likely belongs.
/// </summary>
internal static class ConfigurationRules
{
    public static void Check(ConfigFiles files, ConfigurationVocabulary vocabulary, List<ConfigFault> faults)
    {
        CheckCodes(files.Partners, f => f.Code, faults);
        CheckCodes(files.Profiles, f => f.Code, faults);
        CheckCodes(files.Rotas, f => f.Code, faults);
        if (files.Gateway is not null)
        {
            GatewayRules.Check(files.Gateway, faults);
            MailRules.Check(files.Gateway, files.Directory, faults);
            DigitisationConfigRules.Check(files.Gateway, files.Partners.Files.Select(partner => partner.Value.Code), faults);
        }
        PartnerRules.Check(files, vocabulary, faults);
        foreach (var profile in files.Profiles.Files)
            CheckSteps(profile, faults);
        foreach (var rota in files.Rotas.Files)
            CheckRota(rota, files.Partners, faults);
        CheckRanks(files.Rotas, faults);
        LetterRules.Check(files, vocabulary.LetterCodes, faults);
    }

    private static void CheckCodes<T>(
        ConfigFolder<T> folder, Func<T, string> codeOf, List<ConfigFault> faults)
    {
        var first = new Dictionary<string, ConfigFile<T>>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in folder.Files)
        {
            var code = codeOf(file.Value);
            if (code.Length == 0)
                continue; // reported as missing or malformed
            var place = file.Root.Nearest("code").Position;
            if (code != file.Code)
                faults.Add(place.Fault($"code: '{code}' differs from the file name '{Echo.Of(file.Code)}'"));
            if (!first.TryAdd(code, file))
                faults.Add(place.Fault($"code: '{code}' is also the code in {first[code].Path}"));
        }
    }

    private static void CheckSteps(ConfigFile<WorkflowProfileConfig> file, List<ConfigFault> faults)
    {
        if (SideOf(file) is not { } side)
            return;
        var allowed = side == ProfileSide.Borrowing ? WorkflowSteps.Borrowing : WorkflowSteps.Lending;
        foreach (var item in file.Root.TextsAt("steps"))
        {
            var step = (WorkflowStep?)ScalarFormat.ReadName(typeof(WorkflowStep), item.Text);
            if (step is { } known && !allowed.Contains(known))
            {
                faults.Add(item.Position.Fault(
                    $"steps: '{item.Text}' is not a step of the {NameOf(side)} side"));
            }
        }
    }

    private static void CheckRota(
        ConfigFile<RotaConfig> file, ConfigFolder<PartnerConfig> partners, List<ConfigFault> faults)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in file.Root.TextsAt("partners"))
        {
            if (!seen.Add(item.Text))
                faults.Add(item.Position.Fault($"partners: '{Echo.Of(item.Text)}' is listed twice"));
            else if (!partners.Has(item.Text))
                faults.Add(item.Position.Fault($"partners: unknown partner '{Echo.Of(item.Text)}'"
                    + NearestName.Hint(item.Text, partners.Codes, "known partners are")));
        }
    }

    private static void CheckRanks(ConfigFolder<RotaConfig> rotas, List<ConfigFault> faults)
    {
        var owners = new Dictionary<int, ConfigFile<RotaConfig>>();
        foreach (var file in rotas.Files)
        {
            if (file.Value.Assignment is { Rank: > 0 and var rank } && !owners.TryAdd(rank, file))
            {
                faults.Add(file.Root.Nearest("assignment", "rank").Position.Fault(
                    $"rank: {rank} is also the rank of {owners[rank].Path}; the first rule that fits counts"));
            }
        }
    }

    /// <summary>Days that end before they begin would never count.</summary>
    public static void CheckClosures<T>(
        ConfigFile<T> file, IReadOnlyList<ClosureConfig> closures, List<ConfigFault> faults, params string[] path)
    {
        for (var i = 0; i < closures.Count; i++)
        {
            if (closures[i] is { From: { } from, Until: { } until } && until < from)
            {
                faults.Add(file.Root.NearestItem(i, path).Position.Fault(
                    $"closures: ends on {until:yyyy-MM-dd}, before it begins on {from:yyyy-MM-dd}"));
            }
        }
    }

    /// <summary>
    /// The side as the file gives it; null when it is missing or malformed, which is reported.
    /// </summary>
    public static ProfileSide? SideOf(ConfigFile<WorkflowProfileConfig> file) =>
        file.Root.At("side") is ConfigScalar side
            ? (ProfileSide?)ScalarFormat.ReadName(typeof(ProfileSide), side.Text)
            : null;

    /// <summary>The side as files write it.</summary>
    public static string NameOf(ProfileSide side) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(side.ToString());
}

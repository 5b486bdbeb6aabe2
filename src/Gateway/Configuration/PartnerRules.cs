using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// Rules about partners: their symbols, what they refer to, and settings that belong together.
/// </summary>
internal static class PartnerRules
{
    public static void Check(ConfigFiles files, ConfigurationVocabulary vocabulary, List<ConfigFault> faults)
    {
        CheckSymbols(files, faults);
        CheckPodCodes(files, faults);
        foreach (var file in files.Partners.Files)
        {
            CheckWorkflow(file, ProfileSide.Borrowing, file.Value.Borrowing, files.Profiles, faults);
            CheckWorkflow(file, ProfileSide.Lending, file.Value.Lending, files.Profiles, faults);
            CheckDialects(file, vocabulary.Dialects, faults);
            CheckRelay(file, files.Partners, faults);
            if (file.Value.Channel?.Settings is ICirculationHostSettings)
                faults.Add(file.Root.Nearest("channel", "type").Position.Fault(
                    "type: this is the way to the library's own system (circulation.host in gateway.yaml), not to a partner"));
            CheckExpiry(file, faults);
            CheckClaim(file, faults);
            ConfigurationRules.CheckClosures(file, file.Value.Closures, faults, "closures");
            LocateRules.Check(file.Value.Locate, file.Root.At("locate"), faults);
            if (file.Value.Delivery.Lifetime is { } lifetime && files.Gateway is { } gateway)
            {
                var place = file.Root.Nearest("delivery", "lifetime");
                GatewayRules.CheckLifetime(lifetime, gateway.Value.Retention, place, faults);
            }
        }
    }

    private static void CheckSymbols(ConfigFiles files, List<ConfigFault> faults)
    {
        var ours = files.Gateway?.Root.TextsAt("library", "symbols").Select(s => s.Text.Trim())
            .ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        var owners = new Dictionary<string, ConfigFile<PartnerConfig>>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files.Partners.Files)
        {
            foreach (var item in file.Root.TextsAt("symbols"))
            {
                var symbol = item.Text.Trim();
                var shown = Echo.Of(symbol);
                if (ours.Contains(symbol))
                    faults.Add(item.Position.Fault($"symbols: '{shown}' is our own (library.symbols)"));
                else if (owners.TryGetValue(symbol, out var owner) && owner == file)
                    faults.Add(item.Position.Fault($"symbols: '{shown}' is listed twice"));
                else if (owner is not null)
                    faults.Add(item.Position.Fault($"symbols: '{shown}' already belongs to {owner.Path}"));
                else
                    owners.Add(symbol, file);
            }
        }
    }

    private static void CheckPodCodes(ConfigFiles files, List<ConfigFault> faults)
    {
        var owners = new Dictionary<string, ConfigFile<PartnerConfig>>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files.Partners.Files)
        {
            if (file.Value.Channel?.Settings is not IPodMemberSettings { PodCode: { Length: > 0 } code })
                continue;
            if (!owners.TryAdd(code, file))
            {
                faults.Add(file.Root.Nearest("channel").Position.Fault(
                    $"channel: the code '{Echo.Of(code)}' in the pod already belongs to {owners[code].Path}"));
            }

            if (file.Value.Relay.Count > 0)
            {
                faults.Add(file.Root.Nearest("relay").Position.Fault(
                    "relay: has no effect for a member of a pod, whose lenders are chosen"));
            }
        }
    }

    private static void CheckWorkflow(
        ConfigFile<PartnerConfig> file,
        ProfileSide expected,
        PartnerSideConfig direction,
        ConfigFolder<WorkflowProfileConfig> profiles,
        List<ConfigFault> faults)
    {
        if (!direction.Supported || direction.Workflow is not { } code)
            return;
        var key = ConfigurationRules.NameOf(expected);
        var place = file.Root.Nearest(key, "workflow").Position;
        if (!profiles.Has(code))
        {
            faults.Add(place.Fault($"workflow: unknown workflow profile '{code}' for {key}"
                + NearestName.Hint(code, profiles.Codes, "known profiles are")));
        }
        var side = profiles.Find(code) is { } profile ? ConfigurationRules.SideOf(profile) : null;
        if (side is not null && side != expected)
        {
            faults.Add(place.Fault(
                $"workflow: profile '{code}' is for the other side; {key} needs one with side: {key}"));
        }
    }

    private static void CheckRelay(
        ConfigFile<PartnerConfig> file, ConfigFolder<PartnerConfig> partners, List<ConfigFault> faults)
    {
        foreach (var item in file.Root.TextsAt("relay"))
        {
            if (string.Equals(item.Text, file.Value.Code, StringComparison.OrdinalIgnoreCase))
                faults.Add(item.Position.Fault("relay: a partner's requests cannot be passed on to itself"));
            else if (!partners.Has(item.Text))
                faults.Add(item.Position.Fault($"relay: unknown partner '{Echo.Of(item.Text)}'"
                    + NearestName.Hint(item.Text, partners.Codes, "known partners are")));
            else if (partners.Find(item.Text) is { } other && !other.Value.Borrowing.Supported)
                faults.Add(item.Position.Fault($"relay: we do not borrow from '{item.Text}' (borrowing.supported in its file)"));
        }
    }

    private static void CheckDialects(
        ConfigFile<PartnerConfig> file, IReadOnlySet<string> known, List<ConfigFault> faults)
    {
        foreach (var item in file.Root.TextsAt("dialects"))
        {
            if (known.Contains(item.Text))
                continue;
            var hint = NearestName.Hint(
                item.Text, [.. known.Order(StringComparer.Ordinal)], "known dialects are");
            faults.Add(item.Position.Fault($"dialects: unknown dialect '{Echo.Of(item.Text)}'{hint}"));
        }
    }

    private static void CheckClaim(ConfigFile<PartnerConfig> file, List<ConfigFault> faults)
    {
        var (claim, cancel) = (file.Value.ClaimAfterDays, file.Value.AutoCancelAfterDays);
        if (claim >= cancel)
        {
            faults.Add(file.Root.Nearest("claimAfterDays").Position.Fault(
                $"claimAfterDays: {claim} is not before autoCancelAfterDays, {cancel}, so nothing is ever claimed"));
        }
    }

    private static void CheckExpiry(ConfigFile<PartnerConfig> file, List<ConfigFault> faults)
    {
        var days = file.Root.At("expiry", "days");
        var counts = file.Value.Expiry.Type == ExpiryType.ExpiryTime;
        if (counts && days is null)
        {
            faults.Add(file.Root.Nearest("expiry", "type").Position.Fault(
                "type: expiry-time needs days, for example days: 14"));
        }
        if (!counts && days is not null)
            faults.Add(days.Position.Fault("days: has no effect unless the type is expiry-time"));
    }
}

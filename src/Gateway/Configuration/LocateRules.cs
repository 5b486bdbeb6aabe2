using ResourceSharing.Adapters.Locate;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>Rules between the settings of a catalogue.</summary>
internal static class LocateRules
{
    public static void Check(LocateTargetSettings? locate, ConfigNode? node, List<ConfigFault> faults)
    {
        if (locate is null || node is not ConfigMap place || place.At("kind") is not ConfigScalar kind
            || ScalarFormat.ReadName(typeof(CatalogueKind), kind.Text) is null)
            return; // reported as missing or unknown
        var (needed, example, foreign) = locate.Kind == CatalogueKind.Sru
            ? ("url", "url: https://catalogue.example.org/sru/main", "host")
            : ("host", "host: catalogue.example.org", "url");
        if (place.At(needed) is null)
            faults.Add(place.Nearest("kind").Position.Fault($"kind: needs {needed}, for example {example}"));
        if (place.At(foreign) is { } unused)
            faults.Add(unused.Position.Fault($"{foreign}: has no effect with this kind, which uses {needed}"));
        CheckPassword(locate, place, faults);
    }

    private static void CheckPassword(LocateTargetSettings locate, ConfigMap place, List<ConfigFault> faults)
    {
        bool hasPassword = place.At("password") is not null;
        if (locate.Username is not null && !hasPassword)
            faults.Add(place.Nearest("username").Position.Fault("username: needs a password"));
        if (locate.Username is null && hasPassword)
            faults.Add(place.Nearest("password").Position.Fault("password: needs a username"));
        if (hasPassword && locate is { Kind: CatalogueKind.Sru, Url: { Scheme: "http" } url }
            && !GatewayRules.IsThisMachine(url.Host))
        {
            faults.Add(place.Nearest("url").Position.Fault(
                "url: must begin with https, because a password is sent to another machine"));
        }
    }
}

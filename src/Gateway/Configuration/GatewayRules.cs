using ResourceSharing.Adapters.Contracts;
using System.Net;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>Rules between the settings of gateway.yaml.</summary>
internal static class GatewayRules
{
    public static void Check(ConfigFile<GatewayConfig> file, List<ConfigFault> faults)
    {
        CheckOwnSymbols(file, faults);
        CheckOwners(file, faults);
        CheckStaff(file, faults);
        CheckHttpUrls(file, faults);
        CheckPublicUrl(file, faults);
        CheckReplyLinks(file, faults);
        CheckConnectionLimits(file, faults);
        CheckDelivery(file, faults);
        CheckRetention(file, faults);
        CheckCirculation(file, faults);
        CheckDocuments(file, faults);
        var library = file.Value.Library;
        ConfigurationRules.CheckClosures(file, library.Borrowing?.Closures ?? [], faults, "library", "borrowing", "closures");
        ConfigurationRules.CheckClosures(file, library.Lending?.Closures ?? [], faults, "library", "lending", "closures");
        LocateRules.Check(file.Value.Library.Locate, file.Root.At("library", "locate"), faults);
    }

    private static void CheckCirculation(ConfigFile<GatewayConfig> file, List<ConfigFault> faults)
    {
        var circulation = file.Value.Circulation;
        var codes = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (at, place) in circulation.PickupLocations.Index())
        {
            if (place.Code is { } code && !codes.Add(code.Trim()))
            {
                var item = file.Root.NearestItem(at, "circulation", "pickupLocations").Position;
                faults.Add(item.Fault($"pickupLocations: '{Echo.Of(code)}' is listed twice"));
            }
        }
        if (circulation.System == CirculationSystem.Host && circulation.Host?.Settings is not ICirculationHostSettings)
        {
            faults.Add(file.Root.Nearest("circulation", "host").Position.Fault(
                "host: system host needs the way to the library's own system, for example {type: ncip-host, connection: {url: ...}}"));
        }
        if (circulation.DefaultPickup is { } chosen && codes.Count > 0 && !codes.Contains(chosen.Trim()))
        {
            faults.Add(file.Root.Nearest("circulation", "defaultPickup").Position.Fault(
                $"defaultPickup: '{Echo.Of(chosen)}' is not in pickupLocations"
                + NearestName.Hint(chosen, [.. codes], "known codes are")));
        }
    }

    /// <summary>What waits in the outbox must still be there when it goes out.</summary>
    private static void CheckDocuments(ConfigFile<GatewayConfig> file, List<ConfigFault> faults)
    {
        var (documents, lifetime) = (file.Value.Documents, file.Value.Delivery.Lifetime);
        if (TimeSpan.FromDays(documents.KeepDays) <= lifetime)
        {
            faults.Add(file.Root.Nearest("documents", "keepDays").Position.Fault(
                $"keepDays: {documents.KeepDays} days must be longer than delivery.lifetime, {Durations.Format(lifetime)}"));
        }
        if (documents.LinkAboveOctets > documents.AttachmentMaxOctets)
        {
            faults.Add(file.Root.Nearest("documents", "linkAboveOctets").Position.Fault(
                $"linkAboveOctets: {documents.LinkAboveOctets} is more than attachmentMaxOctets, {documents.AttachmentMaxOctets}"));
        }
    }

    private static void CheckOwnSymbols(ConfigFile<GatewayConfig> file, List<ConfigFault> faults)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in file.Root.TextsAt("library", "symbols"))
        {
            if (!seen.Add(item.Text.Trim()))
                faults.Add(item.Position.Fault($"symbols: '{Echo.Of(item.Text)}' is listed twice"));
        }
    }

    private static void CheckOwners(ConfigFile<GatewayConfig> file, List<ConfigFault> faults)
    {
        var library = file.Value.Library;
        var ours = (library.Symbols ?? []).Select(symbol => symbol.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var codes = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (at, owner) in (library.Owners ?? []).Index())
        {
            var place = file.Root.NearestItem(at, "library", "owners").Position;
            if (owner.Code is { } code && !codes.Add(code))
                faults.Add(place.Fault($"owners: '{Echo.Of(code)}' is listed twice"));
            foreach (var symbol in (owner.Symbols ?? []).Select(symbol => symbol.Trim()))
            {
                if (!ours.Contains(symbol))
                    faults.Add(place.Fault($"owners: '{Echo.Of(symbol)}' of {owner.Code} is not in library.symbols"));
                else if (!taken.Add(symbol))
                    faults.Add(place.Fault($"owners: '{Echo.Of(symbol)}' is listed twice"));
            }
        }
    }

    private static void CheckStaff(ConfigFile<GatewayConfig> file, List<ConfigFault> faults)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (at, member) in file.Value.Staff.Index())
        {
            if (member.User is { } user && !seen.Add(user.Trim()))
                faults.Add(file.Root.NearestItem(at, "staff").Position.Fault($"staff: '{Echo.Of(user)}' is listed twice"));
        }
    }

    private static void CheckHttpUrls(ConfigFile<GatewayConfig> file, List<ConfigFault> faults)
    {
        var urls = file.Value.Listeners.Http.Urls;
        for (var i = 0; i < urls.Count; i++)
        {
            var place = file.Root.NearestItem(i, "listeners", "http", "urls").Position;
            var url = urls[i];
            if (url.Scheme != Uri.UriSchemeHttp || url.PathAndQuery != "/")
            {
                faults.Add(place.Fault(
                    $"urls: expected http://ADDRESS:PORT, found '{Echo.Of(url.OriginalString)}'"));
            }
            if (urls.Take(i).Any(e => Clash(AddressOf(e), e.Port, AddressOf(url), url.Port)))
                faults.Add(place.Fault($"urls: port {url.Port} is taken by an earlier address of the list"));
            CheckPortClash(file.Value.Listeners, url, place, faults);
        }

        var (isoIll, ncip) = (file.Value.Listeners.IsoIll, file.Value.Listeners.Ncip);
        if (isoIll.Enabled && ncip.Enabled && Clash(isoIll.BindAddress, isoIll.Port, ncip.BindAddress, ncip.Port))
        {
            faults.Add(file.Root.Nearest("listeners", "ncip", "port").Position.Fault(
                $"port: {ncip.Port} is also the port of listeners.isoIll"));
        }
    }

    /// <summary>The links in letters act without a password: on their way through the net they must not be read.</summary>
    private static void CheckPublicUrl(ConfigFile<GatewayConfig> file, List<ConfigFault> faults)
    {
        if (file.Value.Listeners.Http.PublicUrl is not { } url)
            return;
        var place = file.Root.Nearest("listeners", "http", "publicUrl").Position;
        var isHttps = url.IsAbsoluteUri && url.Scheme == Uri.UriSchemeHttps;
        var isHere = url.IsAbsoluteUri && url.Scheme == Uri.UriSchemeHttp && IsThisMachine(url.Host.Trim('[', ']'));
        if (!isHttps && !isHere)
            faults.Add(place.Fault($"publicUrl: expected https://HOST, found '{Echo.Of(url.OriginalString)}'"));
        else if (url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
            faults.Add(place.Fault($"publicUrl: expected only host and path, found '{Echo.Of(url.OriginalString)}'"));
    }

    /// <summary>Behind a link that lives longer than the tokens of letters, answers would only go before the staff.</summary>
    private static void CheckReplyLinks(ConfigFile<GatewayConfig> file, List<ConfigFault> faults)
    {
        var mail = file.Value.Mail;
        if (mail.ReplyLinkDays > mail.TokenDays)
        {
            faults.Add(file.Root.Nearest("mail", "replyLinkDays").Position.Fault(
                $"replyLinkDays: {mail.ReplyLinkDays} is more than tokenDays, {mail.TokenDays}"));
        }
    }

    private static void CheckPortClash(
        ListenersConfig listeners, Uri url, ConfigPosition place, List<ConfigFault> faults)
    {
        var (isoIll, ncip) = (listeners.IsoIll, listeners.Ncip);
        if (isoIll.Enabled && Clash(isoIll.BindAddress, isoIll.Port, AddressOf(url), url.Port))
            faults.Add(place.Fault($"urls: port {url.Port} is also the port of listeners.isoIll"));
        if (ncip.Enabled && Clash(ncip.BindAddress, ncip.Port, AddressOf(url), url.Port))
            faults.Add(place.Fault($"urls: port {url.Port} is also the port of listeners.ncip"));
    }

    /// <summary>
    /// Whether both cannot listen at one time. Port 0 is any free one; a null address stands for a host name.
    /// </summary>
    private static bool Clash(IPAddress? one, int onePort, IPAddress? other, int otherPort) =>
        onePort == otherPort && onePort != 0
        && (one is null || other is null || one.Equals(other) || IsAny(one) || IsAny(other));

    private static bool IsAny(IPAddress address) =>
        address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static IPAddress? AddressOf(Uri url) =>
        IPAddress.TryParse(url.Host, out var address) ? address : null;

    private static void CheckConnectionLimits(ConfigFile<GatewayConfig> file, List<ConfigFault> faults)
    {
        foreach (var (name, limits) in new[]
        {
            ("isoIll", file.Value.Listeners.IsoIll.Limits), ("ncip", file.Value.Listeners.Ncip.Limits),
        })
        {
            if (limits.MaxConnectionsPerAddress <= limits.MaxConnections)
                continue;
            var place = file.Root.Nearest("listeners", name, "limits", "maxConnectionsPerAddress");
            faults.Add(place.Position.Fault(
                $"maxConnectionsPerAddress: {limits.MaxConnectionsPerAddress} is more than maxConnections, "
                + $"{limits.MaxConnections}"));
        }
    }

    internal static bool IsThisMachine(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static void CheckDelivery(ConfigFile<GatewayConfig> file, List<ConfigFault> faults)
    {
        var delivery = file.Value.Delivery;
        if (delivery.FirstRetry > delivery.MaxRetry)
        {
            faults.Add(file.Root.Nearest("delivery", "firstRetry").Position.Fault(
                $"firstRetry: {Durations.Format(delivery.FirstRetry)} is longer than maxRetry, "
                + Durations.Format(delivery.MaxRetry)));
        }
        if (delivery.MaxRetry > delivery.Lifetime)
        {
            faults.Add(file.Root.Nearest("delivery", "maxRetry").Position.Fault(
                $"maxRetry: {Durations.Format(delivery.MaxRetry)} is longer than lifetime, "
                + Durations.Format(delivery.Lifetime)));
        }
        var place = file.Root.Nearest("delivery", "lifetime");
        CheckLifetime(delivery.Lifetime, file.Value.Retention, place, faults);
    }

    /// <summary>
    /// A message must not outlive the memory of what was sent before: a late repetition would count as new.
    /// </summary>
    public static void CheckLifetime(
        TimeSpan lifetime, RetentionConfig retention, ConfigNode place, List<ConfigFault> faults)
    {
        if (lifetime >= TimeSpan.FromDays(retention.DuplicateDays))
        {
            faults.Add(place.Position.Fault(
                $"lifetime: {Durations.Format(lifetime)} must be shorter than retention.duplicateDays, "
                + $"{retention.DuplicateDays} days"));
        }
    }

    private static void CheckRetention(ConfigFile<GatewayConfig> file, List<ConfigFault> faults)
    {
        var retention = file.Value.Retention;
        if (retention.PatronDays > retention.RequestDays)
        {
            faults.Add(file.Root.Nearest("retention", "patronDays").Position.Fault(
                $"patronDays: {retention.PatronDays} is more than requestDays, {retention.RequestDays}"));
        }
    }
}

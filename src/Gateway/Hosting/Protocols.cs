using System.Net;
using ResourceSharing.Adapters.ArtEmail;
using ResourceSharing.Adapters.Bldss;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Illiad;
using ResourceSharing.Adapters.IsoIll;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Adapters.Ncip;
using ResourceSharing.Adapters.OpenUrl;
using ResourceSharing.Adapters.RapidIll;
using ResourceSharing.Adapters.Relais;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Pod;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>The protocols that this gateway speaks. Adding one is a line in each of these members.</summary>
public static class Protocols
{
    /// <summary>Each partner's file sets its own time limit below this one.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(3);

    /// <summary>What files may say about channels.</summary>
    public static ConfigurationVocabulary Vocabulary { get; } = new()
    {
        ChannelTypes = new Dictionary<string, Type>(StringComparer.Ordinal)
        {
            ["iso-ill"] = typeof(IsoIllPartnerSettings),
            ["iso-ill-mail"] = typeof(IsoIllMailPartnerSettings),
            ["email"] = typeof(MailPartnerSettings),
            ["artemail"] = typeof(ArtEmailPartnerSettings),
            ["bldss"] = typeof(BldssPartnerSettings),
            ["openurl"] = typeof(OpenUrlPartnerSettings),
            ["ncip-p2p"] = typeof(NcipPeerSettings),
            ["ncip"] = typeof(NcipPartnerSettings),
            ["ncip-host"] = typeof(NcipHostSettings),
            ["illiad"] = typeof(IlliadPartnerSettings),
            ["relais"] = typeof(RelaisPartnerSettings),
            ["rapid"] = typeof(RapidPartnerSettings),
            [RapidPodChannel.Name] = typeof(RapidPodSettings),
        },
        StaffMail = address => new ChannelConfig("email", new MailPartnerSettings { Address = address }),
    };

    /// <summary>Adds listeners and channels.</summary>
    public static void Add(IServiceCollection services, ConfigurationSnapshot snapshot, GatewayOptions options)
    {
        AddIsoIll(services, snapshot);
        services.AddSingleton<IChannel>(provider => new LetterChannel(
            provider.GetRequiredService<ConfigurationSource>(), options.DataFolder,
            provider.GetRequiredService<LetterKey>(), options.Time, provider.GetRequiredService<ISecretBox>()));
        services.AddSingleton<IChannel>(provider => new IsoIllMailChannel(
            Outlet(provider, options), provider.GetRequiredService<LetterKey>().Octets.ToArray()));
        services.AddSingleton<IChannel>(provider => new ArtEmailChannel(
            Outlet(provider, options), new SecretReader(snapshot.Directory)));
        AddBldss(services, snapshot);
        services.AddSingleton<IChannel>(provider => new OpenUrlChannel(
            HttpClients.Create(LongestCall), provider.GetRequiredService<TimeProvider>()));
        AddNcip(services, snapshot, options);
        AddBrokers(services, snapshot);
        AddRapidIll(services, snapshot);
        AddPod(services, snapshot);
    }

    /// <summary>Maps what partners call over HTTP.</summary>
    public static void Map(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapPost(BldssCallback.Route, (HttpContext context, string partner, string reference, string token, BldssCallback callback) =>
            callback.HandleAsync(context, partner, reference, token)).ExcludeFromDescription();
        app.Services.GetRequiredService<NcipEndpoint>().Map(app);
        app.Services.GetRequiredService<RapidPodEndpoint>().Map(app);
    }

    /// <summary>The mail server as the configuration in force has it.</summary>
    private static Func<MailOutlet> Outlet(IServiceProvider provider, GatewayOptions options)
    {
        var configuration = provider.GetRequiredService<ConfigurationSource>();
        return () => MailOutlets.Of(configuration.Current, options.DataFolder, options.Time);
    }

    private static void AddBldss(IServiceCollection services, ConfigurationSnapshot snapshot)
    {
        services.AddSingleton<IBldssOrders, BldssOrders>();
        services.AddSingleton(provider => new BldssCallback(
            provider.GetRequiredService<IBldssOrders>(), new SecretReader(snapshot.Directory),
            provider.GetRequiredService<IIntake>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IChannel>(provider => new BldssChannel(
            provider.GetRequiredService<IIntake>(), new SecretReader(snapshot.Directory), HttpClients.Create(LongestCall),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Random>()));
    }

    private static void AddNcip(IServiceCollection services, ConfigurationSnapshot snapshot, GatewayOptions options)
    {
        var (listener, library) = (snapshot.Gateway.Listeners.Ncip, snapshot.Gateway.Library);
        var agency = listener.Agency ?? library.Code;
        services.AddSingleton(new NcipResponderSettings
        {
            Self = new NcipSelf(agency, library.Name) { Email = library.Email },
            CertificateHeader = listener.ClientCertificateHeader,
            Limits = new NcipResponderLimits
            {
                FirstOctet = listener.Limits.FirstOctetTimeout,
                WholeMessage = listener.Limits.MessageTimeout,
                Idle = listener.Limits.IdleTimeout,
                MinOctetsPerSecond = listener.Limits.MinOctetsPerSecond,
                MaxConnections = listener.Limits.MaxConnections,
                MaxConnectionsPerAddress = listener.Limits.MaxConnectionsPerAddress,
            },
        });
        services.AddSingleton<INcipPartners, NcipPartners>();
        services.AddSingleton<INcipReading>(new NcipBrokerReading(options.Time.LocalTimeZone, agency));
        services.AddSingleton<INcipReading>(new NcipPeerArrivals(options.Time.LocalTimeZone));
        services.AddSingleton(provider => new NcipResponder(
            provider.GetRequiredService<IIntake>(), provider.GetRequiredService<INcipPartners>(),
            provider.GetServices<INcipReading>(), provider.GetRequiredService<NcipResponderSettings>(),
            new SecretReader(snapshot.Directory), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<NcipResponder>>()));
        services.AddSingleton<NcipEndpoint>();
        services.AddSingleton<NcipListener>();
        services.AddSingleton(provider => new NcipClient(
            new SecretReader(snapshot.Directory), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ICirculationHost, LibraryHost>();
        services.AddSingleton<IChannel>(provider => new NcipChannel(
            provider.GetRequiredService<NcipClient>(), provider.GetRequiredService<IIntake>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IChannel>(provider => new NcipPeerChannel(
            provider.GetRequiredService<IIntake>(), provider.GetRequiredService<NcipClient>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Systems into which borrowing requests are pushed.</summary>
    private static void AddBrokers(IServiceCollection services, ConfigurationSnapshot snapshot)
    {
        services.AddSingleton<IChannel>(provider => new IlliadChannel(
            provider.GetRequiredService<IIntake>(), new SecretReader(snapshot.Directory), HttpClients.Create(LongestCall),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IChannel>(provider => new RelaisChannel(
            provider.GetRequiredService<IIntake>(), new SecretReader(snapshot.Directory), HttpClients.Create(LongestCall),
            provider.GetRequiredService<TimeProvider>()));
    }

    private static void AddRapidIll(IServiceCollection services, ConfigurationSnapshot snapshot)
    {
        services.AddSingleton<IChannel>(provider => new RapidChannel(
            provider.GetRequiredService<IIntake>(), new SecretReader(snapshot.Directory),
            provider.GetRequiredService<ISecretBox>(), HttpClients.Create(LongestCall),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RapidPoller(
            provider.GetRequiredService<IIntake>(), new SecretReader(snapshot.Directory),
            provider.GetRequiredService<ISecretBox>(), HttpClients.Create(LongestCall),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<RapidReading>();
    }

    /// <summary>Our own pod.</summary>
    private static void AddPod(IServiceCollection services, ConfigurationSnapshot snapshot)
    {
        services.AddSingleton<IRapidPod, RapidPod>();
        services.AddSingleton<IChannel, RapidPodChannel>();
        services.AddSingleton<PodDeadlines>();
        services.AddHostedService(provider => provider.GetRequiredService<PodDeadlines>());
        services.AddSingleton(provider => new RapidPodEndpoint(
            provider.GetRequiredService<IIntake>(), provider.GetRequiredService<IRapidPod>(),
            provider.GetRequiredService<ISecretBox>(), new SecretReader(snapshot.Directory),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RapidPodEndpoint>>()));
    }

    private static void AddIsoIll(IServiceCollection services, ConfigurationSnapshot snapshot)
    {
        var listener = snapshot.Gateway.Listeners.IsoIll;
        services.AddSingleton(new IsoIllListenerSettings
        {
            OurSymbols = snapshot.Gateway.Library.Symbols.Select(Symbol.Parse).ToArray(),
            PublicAddress = Correspondence.PublicAddress(listener),
            Limits = new IsoIllListenerLimits
            {
                FirstOctet = listener.Limits.FirstOctetTimeout,
                WholeApdu = listener.Limits.MessageTimeout,
                Idle = listener.Limits.IdleTimeout,
                MinOctetsPerSecond = listener.Limits.MinOctetsPerSecond,
                MaxConnections = listener.Limits.MaxConnections,
                MaxConnectionsPerAddress = listener.Limits.MaxConnectionsPerAddress,
            },
        });
        services.AddSingleton<IIsoIllPartners, IsoIllPartners>();
        services.AddSingleton<IsoIllListener>();
        services.AddSingleton<IChannel, IsoIllChannel>();
    }

    /// <summary>The library's own system, as the configuration in force has it.</summary>
    private sealed class LibraryHost(ConfigurationSource configuration, NcipClient client, TimeProvider time) : ICirculationHost
    {
        public Task<HostReply> AskAsync(CirculationCommand command, CancellationToken cancellationToken)
        {
            var gateway = configuration.Current.Gateway;
            return gateway.Circulation.Host?.Settings is NcipHostSettings settings
                ? new NcipHost(settings, gateway.Library.Code, client, time).AskAsync(command, cancellationToken)
                : Task.FromResult<HostReply>(new HostReply.Silent(
                    new GatewayError("host-missing", RetryClass.AfterOperator, "The library's system is not configured."), false));
        }
    }

    /// <summary>Partners' ISO ILL settings, as the configuration in force has them.</summary>
    private sealed class IsoIllPartners(NetworkSource network) : IIsoIllPartners
    {
        public IsoIllPartnerSettings? FindBySymbol(Symbol symbol) =>
            network.Current.Find((Symbol?)symbol)?.Config.Channel.Settings as IsoIllPartnerSettings;

        public IsoIllPartnerSettings? FindByAddress(IPAddress? address) =>
            network.Current.TheOnlyOneAt(address)?.Config.Channel.Settings as IsoIllPartnerSettings;
    }

    /// <summary>Partners that may call by NCIP, as the configuration in force has them.</summary>
    private sealed class NcipPartners(NetworkSource network) : INcipPartners
    {
        private volatile Known? _last;

        public IReadOnlyList<NcipCaller> Callers
        {
            get
            {
                var current = network.Current;
                var last = _last;
                if (last is null || !ReferenceEquals(last.Network, current))
                    _last = last = new Known(current, [.. current.Partners.Select(partner => CallerOf(partner, current)).OfType<NcipCaller>()]);
                return last.Callers;
            }
        }

        private static NcipCaller? CallerOf(Partner partner, Network network) =>
            (partner.Config.Channel.Settings as INcipCaller)?.CallerAmong(network.OurSymbols) is { } known
                ? new NcipCaller(partner.Code, known, partner.Config.AllowedFrom, partner.Config.Channel.Settings)
                : null;

        private sealed record Known(Network Network, IReadOnlyList<NcipCaller> Callers);
    }
}

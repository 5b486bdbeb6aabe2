using System.Net;
using ResourceSharing.Adapters.ArtEmail;
using ResourceSharing.Adapters.Bldss;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Illiad;
using ResourceSharing.Adapters.IsoIll;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Adapters.Relais;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Mapping.Canonical;

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
            ["illiad"] = typeof(IlliadPartnerSettings),
            ["relais"] = typeof(RelaisPartnerSettings),
        },
        StaffMail = address => new ChannelConfig("email", new MailPartnerSettings { Address = address }),
    };

    /// <summary>Adds listeners and channels.</summary>
    public static void Add(IServiceCollection services, ConfigurationSnapshot snapshot, GatewayOptions options)
    {
        AddIsoIll(services, snapshot);
        services.AddSingleton<IChannel>(provider => new LetterChannel(
            provider.GetRequiredService<ConfigurationSource>(), options.DataFolder,
            provider.GetRequiredService<LetterKey>(), options.Time));
        services.AddSingleton<IChannel>(provider => new IsoIllMailChannel(
            Outlet(provider, options), provider.GetRequiredService<LetterKey>().Octets.ToArray()));
        services.AddSingleton<IChannel>(provider => new ArtEmailChannel(
            Outlet(provider, options), new SecretReader(snapshot.Directory)));
        AddBldss(services, snapshot);
        AddBrokers(services, snapshot);
    }

    /// <summary>Maps what partners call over HTTP.</summary>
    public static void Map(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapPost(BldssCallback.Route, (HttpContext context, string partner, string reference, string token, BldssCallback callback) =>
            callback.HandleAsync(context, partner, reference, token)).ExcludeFromDescription();
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

    /// <summary>Partners' ISO ILL settings, as the configuration in force has them.</summary>
    private sealed class IsoIllPartners(NetworkSource network) : IIsoIllPartners
    {
        public IsoIllPartnerSettings? FindBySymbol(Symbol symbol) =>
            network.Current.Find((Symbol?)symbol)?.Config.Channel.Settings as IsoIllPartnerSettings;

        public IsoIllPartnerSettings? FindByAddress(IPAddress? address) =>
            network.Current.TheOnlyOneAt(address)?.Config.Channel.Settings as IsoIllPartnerSettings;
    }
}

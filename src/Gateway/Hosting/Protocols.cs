using System.Net;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.IsoIll;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>The protocols that this gateway speaks. Adding one is a line in each of these members.</summary>
public static class Protocols
{
    /// <summary>What files may say about channels.</summary>
    public static ConfigurationVocabulary Vocabulary { get; } = new()
    {
        ChannelTypes = new Dictionary<string, Type>(StringComparer.Ordinal)
        {
            ["iso-ill"] = typeof(IsoIllPartnerSettings),
            ["email"] = typeof(MailPartnerSettings),
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

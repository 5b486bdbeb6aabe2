using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.IsoIll;
using ResourceSharing.Adapters.Locate;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Adapters.Ncip;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Jobs;
using ResourceSharing.Gateway.Locating;
using ResourceSharing.Gateway.OpenUrl;
using ResourceSharing.Gateway.Pages;
using ResourceSharing.Gateway.Replies;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Telemetry;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>The composition root: puts the parts together, in the order in which they start. Stopping goes the other way
/// round: listeners first, the store last.</summary>
public static class GatewayHost
{
    /// <summary>The whole stop, before a container's 30 s are over.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(25);

    /// <summary>Puts a gateway together; starting it is the caller's.</summary>
    /// <param name="snapshot">The configuration, checked.</param>
    /// <param name="options">What it is started with.</param>
    /// <param name="store">The open store; the host owns it from now on.</param>
    /// <exception cref="AdminTokenException">The administrator's token is there but cannot be used.</exception>
    /// <exception cref="KeyFileException">A key in the data folder is there but cannot be used.</exception>
    public static WebApplication Build(ConfigurationSnapshot snapshot, GatewayOptions options, IStore store)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = "ResourceSharing.Gateway",

            // Nobody's appsettings.json is read; without this the whole current folder would be watched for one.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Configuration.Sources.Clear();
        var start = new StartPhase();
        AddLogging(builder, options, start);
        AddCore(builder.Services, snapshot, options, store);
        Protocols.Add(builder.Services, snapshot, options);
        builder.Services.AddGatewayApi(options.DataFolder);
        builder.Services.AddSingleton<PageWords>();
        builder.Services.AddReplyPages(options.Replies);
        builder.Services.AddOpenUrlPages(options.OpenUrl);
        builder.Services.AddDocuments(snapshot.Gateway.Documents, options.DataFolder, options.Documents);
        AddWorkers(builder.Services, options);
        AddMailReading(builder.Services, options);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, snapshot.Gateway.Listeners));

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => start.IsOver = true);
        app.Services.GetRequiredService<LetterKey>();
        app.Services.GetRequiredService<ISecretBox>();
        app.MapGatewayApi();
        app.MapReplyPages();
        app.MapOpenUrlPages();
        app.MapFilePages();
        Protocols.Map(app);
        return app;
    }

    private static void AddLogging(WebApplicationBuilder builder, GatewayOptions options, StartPhase start)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Quartz", LogLevel.Warning);

        // What goes wrong at the start is thrown to the caller, who says it in words; it is not told twice.
        builder.Logging.AddFilter(
            "Microsoft.Extensions.Hosting.Internal.Host", level => start.IsOver && level >= LogLevel.Warning);
        builder.Logging.SetMinimumLevel(options.IsQuiet ? LogLevel.Warning : LogLevel.Information);
        if (Console.IsOutputRedirected)
        {
            builder.Logging.AddJsonConsole();
        }
        else
        {
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        }
    }

    private static void AddCore(
        IServiceCollection services, ConfigurationSnapshot snapshot, GatewayOptions options, IStore store)
    {
        services.Configure<HostOptions>(host => host.ShutdownTimeout = StopPatience);
        services.AddSingleton(options.Time);
        services.AddSingleton(_ => store);
        services.AddSingleton(new ConfigurationSource(snapshot, () => options.Load(checkSecrets: true)));
        services.AddSingleton(_ => LetterKey.LoadOrCreate(options.DataFolder));
        services.AddSingleton<ISecretBox>(_ => SecretBox.LoadOrCreate(options.DataFolder));
        services.AddSingleton<ILetterProof, LetterProof>();
        services.AddSingleton<NetworkSource>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<InDoubtProbes>();
        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton<NoCirculation>();
        services.AddSingleton<HostCirculation>();
        services.AddSingleton<ICirculation, ChosenCirculation>();
        services.AddSingleton<MessageIntake>();
        services.AddSingleton<IIntake>(provider => provider.GetRequiredService<MessageIntake>());
        services.AddSingleton<OpenRequests>();
        services.AddSingleton<PodRouter>();
        services.AddSingleton(provider => new LendingGate(
            provider.GetRequiredService<OpenRequests>(), provider.GetRequiredService<PodRouter>()));
        services.AddSingleton(provider => new CatalogueSearch(new SecretReader(snapshot.Directory), options.Time));
        services.AddSingleton<LocateQueue>();
        services.AddSingleton<Locator>();
        services.AddSingleton<RotaDesk>();
        services.AddSingleton<StaffDesk>();
        services.AddSingleton<TaskDesk>();
        services.AddSingleton<LetterDesk>();
        services.AddSingleton<PatronPins>();
        services.AddSingleton<BuiltInCirculation>();
        services.AddSingleton<FrontDesk>();
        services.AddSingleton<CirculationImport>();
#pragma warning disable RS0030 // The one place where chance comes from; everything else is given it.
        services.AddSingleton(options.Seed is { } seed ? new Random(seed) : new Random());
#pragma warning restore RS0030
        services.AddSingleton<LaneFiles>();
        services.AddSingleton<LaneTools>();
    }

    private static void AddWorkers(IServiceCollection services, GatewayOptions options)
    {
        services.AddHostedService<Recovery>();
        services.AddSingleton<DeliveryService>();
        services.AddHostedService(provider => provider.GetRequiredService<DeliveryService>());
        services.AddHostedService<TextIndexing>();
        services.AddHostedService<LocateService>();
        services.AddJobs(options.DataFolder, options.Time);
    }

    private static void AddMailReading(IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton<LetterFiles>();
        services.AddSingleton<IMailReceiver, MailReceiver>();
        services.AddHostedService(provider => new MailReading(
            provider.GetRequiredService<ConfigurationSource>(), provider.GetRequiredService<IMailReceiver>(),
            provider.GetRequiredService<MailboxHealth>(), options.DataFolder, options.Time,
            provider.GetRequiredService<Random>(), provider.GetRequiredService<ILoggerFactory>()));
    }

    private static void Listen(KestrelServerOptions kestrel, ListenersConfig listeners)
    {
        GatewayApi.Limit(kestrel);
        foreach (var url in listeners.Http.Urls)
        {
            if (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address))
            {
                kestrel.Listen(address, url.Port);
            }
            else
            {
                kestrel.ListenLocalhost(url.Port);
            }
        }

        // The greeting takes the last address for that of ISO ILL.
        if (listeners.Ncip.Enabled)
        {
            kestrel.Listen(listeners.Ncip.BindAddress, listeners.Ncip.Port,
                listen => listen.UseConnectionHandler<NcipListener>());
        }

        if (listeners.IsoIll.Enabled)
        {
            kestrel.Listen(listeners.IsoIll.BindAddress, listeners.IsoIll.Port,
                listen => listen.UseConnectionHandler<IsoIllListener>());
        }
    }

    private sealed class StartPhase
    {
        private volatile bool _isOver;

        public bool IsOver
        {
            get => _isOver;
            set => _isOver = value;
        }
    }
}

using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Ncip;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;
using ResourceSharing.Tests.Unit.Adapters.IsoIll;

namespace ResourceSharing.Tests.Unit.Adapters.Ncip;

/// <summary>A responder with some partners, and an intake that does what it is asked to.</summary>
internal sealed class NcipWorld : IAsyncDisposable
{
    public const string Key = "key-of-illiad-0123456789abcdef";

    private readonly List<NcipCaller> _callers = [];
    private WebApplication? _app;

    public NcipWorld(NcipResponderLimits? limits = null, string? certificateHeader = null)
    {
        Intake.Answer = (arrival, number) => Task.FromResult(Decide(arrival, number));
        Settings = new NcipResponderSettings
        {
            Self = new NcipSelf("01GATE_INST", "Gate Library"), CertificateHeader = certificateHeader,
            Limits = limits ?? new NcipResponderLimits(),
        };
        Responder = new NcipResponder(
            Intake, new Partners(_callers), [new NcipBrokerReading(TimeZoneInfo.Utc, "01GATE_INST")], Settings, Secrets, Time,
            NullLogger<NcipResponder>.Instance);
    }

    public static SecretReader Secrets { get; } = new("/", name => name switch
    {
        "ILLIAD_KEY" => Key,
        "OTHER_KEY" => "another-key-0123456789abcdef",
        "PASSWORD" => "open sesame",
        "AGENCY" => "agency <secret> & more",
        _ => null,
    });

    public FakeIntake Intake { get; } = new();

    public FakeTime Time { get; } = new();

    public NcipResponderSettings Settings { get; }

    public NcipResponder Responder { get; }

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    public int TcpPort { get; private set; }

    /// <summary>What circulation answers.</summary>
    public CirculationAnswer Answer { get; set; } = new CirculationAnswer.Done();

    public static SecretReference Reference(string name) =>
        SecretReference.TryParse($"env:{name}", out var reference) ? reference : throw new ArgumentException("no reference", nameof(name));

    /// <summary>ILLiad, which shows a key and calls from this machine.</summary>
    public static NcipBrokerSettings Illiad { get; } = new()
    {
        Dialect = "illiad", ApplicationProfileTypes = ["ILLIAD"],
        Authentication = new NcipAuthenticationSettings { ApiKeys = [Reference("ILLIAD_KEY")] },
    };

    /// <summary>A partner that is told by its address alone.</summary>
    public static NcipBrokerSettings ByAddress { get; } = new() { ApplicationProfileTypes = ["ILLIAD"], Agencies = ["PARTNER-A"] };

    public NcipWorld With(string code, NcipBrokerSettings broker, params string[] allowedFrom)
    {
        _callers.Add(new NcipCaller(
            code, broker, [.. allowedFrom.Select(IPNetwork.Parse)], new NcipPartnerSettings { Broker = broker }));
        return this;
    }

    /// <summary>Listens by HTTP and on a bare connection.</summary>
    public async Task<NcipWorld> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new NcipListener(Responder, Time, NullLogger<NcipListener>.Instance));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseConnectionHandler<NcipListener>());
        });
        _app = builder.Build();
        new NcipEndpoint(Responder, Time).Map(_app);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        (Url, TcpPort) = (new Uri(addresses[0]), new Uri(addresses[1]).Port);
        return this;
    }

    public async Task<string> AskAsync(string message, string? key = Key, string? contentType = "application/xml") =>
        Encoding.UTF8.GetString((await Responder.AnswerAsync(Encoding.UTF8.GetBytes(message), contentType,
            new NcipCredentials(IPAddress.Loopback) { Keys = key is null ? [] : [key] })).Span);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await _app.StopAsync(now.Token);
            await _app.DisposeAsync();
        }

        Responder.Dispose();
    }

    private Receipt Decide(Arrival arrival, int number) => arrival.Content switch
    {
        ArrivalContent.Asked asked => new Receipt(ArrivalOutcome.Applied, number, asked.EncodeAnswer(Answer), null),
        ArrivalContent.NotUnderstood no => new Receipt(ArrivalOutcome.Quarantined, number, null, no.Error),
        _ => new Receipt(ArrivalOutcome.Applied, number, null, null),
    };

    private sealed class Partners(IReadOnlyList<NcipCaller> callers) : INcipPartners
    {
        public IReadOnlyList<NcipCaller> Callers => callers;
    }
}

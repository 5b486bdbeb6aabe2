using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.IsoIll;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Jobs;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Locating;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Telemetry;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Simulation;

/// <summary>
/// One library: a disk that lasts, and the real gateway that runs over it (intake, desk, calendar, delivery), which can
/// crash and start again.
/// </summary>
#pragma warning disable CA1001 // A crash closes nothing, and neither does the end of a run: all is in memory.
internal sealed class Library(World world, string code, int index, ConfigurationSnapshot configuration)
#pragma warning restore CA1001
{
    // Counts for nobody; one for all runs, since a meter is dear.
    private static readonly GatewayMetrics Metrics = new();

    // Nothing grows so old here that it could be removed.
    private static readonly string[] Retention = ["anonymise", "retention"];

    private Process _process = null!;
    private MemoryStore _store = null!;
    private MessageIntake _intake = null!;
    private JobCatalog _jobs = null!;

    public string Code => code;

    public IPAddress Address { get; } = AddressOf(index);

    public MemoryDisk Disk { get; } = new();

    public MemoryTables Tables => Disk.Tables;

    public NetworkSource Network { get; } =
        new(new ConfigurationSource(configuration, () => new ConfigurationResult(configuration, [])));

    public bool IsUp { get; private set; }

    public StaffDesk Desk { get; private set; } = null!;

    public static IPAddress AddressOf(int index) => new([10, 0, 0, (byte)(index + 1)]);

    /// <summary>Starts the gateway, as the host does: recovery first, then everything else.</summary>
    public void Start()
    {
        world.Trace.Add($"{code} starts");
        IsUp = true;
        _process = new Process(world.Scheduler);
        _store = new MemoryStore(Disk, _process.Post);
        var (signal, probes) = (new OutboxSignal(), new InDoubtProbes());
        var faults = new FaultLog(world.Trace, code);
        var open = new OpenRequests(_store, world.Time);
        var toLocate = new LocateQueue();
        _intake = new MessageIntake(
            _store, Network, signal, probes, new LendingGate(open), toLocate,
            new LetterProof(LetterKey.Of(new byte[LetterKey.KeyOctets])), new NoCirculation(), Metrics, world.Time, new TypedLog<MessageIntake>(faults));
        var rotas = new RotaDesk(_store, Network, open, world.Time, world.Random);
        Desk = new StaffDesk(_store, Network, signal, rotas, toLocate, world.Time);
        var calendar = new RequestCalendar(_store, Network, signal, world.Time, new TypedLog<RequestCalendar>(faults));
        _jobs = new JobCatalog(
            calendar, new HoldJob(calendar, _store, Network), new RetentionJobs(calendar, _store, Network, world.Time),
            new StatusPoll(calendar, _store, Network, signal, world.Time));
        var tools = new LaneTools(
            _store, Network, [new Channel(world, this, _intake)], probes, open, Metrics, world.Time,
            world.Random);
        var delivery = new DeliveryService(tools, signal, new TypedLog<DeliveryService>(faults));
        var recovery = new Recovery(_store, Metrics, world.Time, NullLogger<Recovery>.Instance);
        _process.Begin(async () =>
        {
            try
            {
                await recovery.StartAsync(CancellationToken.None);
            }
            catch (StoreUnavailableException)
            {
                // Without its store the gateway does not start.
                Crash();
            }

            await delivery.RunAsync(CancellationToken.None);
        });
    }

    /// <summary>The jobs of the calendar, one after the other, as in a night.</summary>
    public async Task RunJobsAsync()
    {
        foreach (var job in _jobs.All.Where(job => !Retention.Contains(job.Name)))
        {
            await _jobs.RunAsync(job.Name, CancellationToken.None);
        }
    }

    /// <summary>Ends the gateway in the middle of whatever it does.</summary>
    public void Crash()
    {
        world.Trace.Add($"{code} crashes");
        IsUp = false;
        _process.Crash();
        world.Network.ConnectionsBreak(this);
    }

    /// <summary>Somebody in this library does something, unless the gateway crashes before it is done.</summary>
    public void Do(Func<Task> work) => _process.Begin(async () =>
    {
        try
        {
            await work();
        }
        catch (StoreUnavailableException)
        {
            world.Trace.Add($"{code} cannot: the disk is full");
        }
        catch (Exception fault)
        {
            world.Trace.Fault($"{code}: {fault}");
        }
    });

    /// <summary>A fact that the gateway has no door for yet (what patrons do) is told to the rules as the calendar's
    /// facts are.</summary>
    public Task TellAsync(long number, EventKind kind) => _store.WriteAsync(
        work =>
        {
            var state = work.FindRequest(number)!;
            var @event = new RequestEvent.Internal(kind, "invented") { At = world.Time.Now, By = "patron" };
            return Network.Current.Decide(state, @event) is Decision.Moved moved
                && DecisionWriter.Write(work, state, moved, @event, null, Network.Current);
        },
        CancellationToken.None);

    public WorkflowProfile ProfileFor(RequestState state) =>
        Network.Current.Find(state.Partner)?.Profile(state.Side) ?? WorkflowProfile.Full(state.Side);

    /// <summary>The listener: bytes become an arrival, and the network hears of it after the commit.</summary>
    public void Accept(SimulatedNetwork.Flight flight) => Do(async () =>
    {
        var listener = new IsoIllListenerSettings { OurSymbols = Network.Current.OurSymbols };
        var network = Network.Current;
        var arrivals = new IsoIllArrivals(
            listener, symbol => SettingsOf(network.Find((Symbol?)symbol)), from => SettingsOf(network.TheOnlyOneAt(from)));
        var peer = new Peer { Address = flight.From.Address, CalledPartner = flight.IsAnswer ? flight.From.Code : null };
        var arrival = arrivals.Whole(flight.Bytes, peer, world.Time.Now);
        if (flight.IsAnswer)
        {
            arrival = arrival with { EncodeReply = null, WaitsForReply = false };
        }

        var receipt = await _intake.AcceptAsync(arrival, CancellationToken.None);
        world.Network.Accepted(flight, receipt);
    });

    public override string ToString() => code;

    private static IsoIllPartnerSettings? SettingsOf(Partner? partner) =>
        partner?.Config.Channel.Settings as IsoIllPartnerSettings;

    /// <summary>The real encoder; the simulated network instead of sockets.</summary>
#pragma warning disable CA1001 // It encodes and never opens a connection that would have to be closed.
    private sealed class Channel(World world, Library from, IIntake intake) : IChannel
#pragma warning restore CA1001
    {
        private readonly IsoIllChannel _real = new(
            intake, new IsoIllListenerSettings { OurSymbols = from.Network.Current.OurSymbols }, world.Time,
            NullLogger<IsoIllChannel>.Instance);

        public string Protocol => _real.Protocol;

        public EncodeResult Encode(Envelope envelope) => _real.Encode(envelope);

        public Task<DeliveryOutcome> SendAsync(
            ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken) =>
            world.Network.SendAsync(from, world.Find(envelope.Recipient.Code), bytes, envelope.Message);
    }

    /// <summary>What the gateway logs as an error is a fault of the run, but for a disk that we filled ourselves.</summary>
    private sealed class FaultLog(Trace trace, string code)
    {
        public void Add(LogLevel level, Exception? exception, string text)
        {
            if (level >= LogLevel.Error && exception is not StoreUnavailableException)
            {
                trace.Fault($"{code} logs: {text} {exception}");
            }
        }
    }

    private sealed class TypedLog<T>(FaultLog faults) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => faults.Add(logLevel, exception, formatter(state, exception));
    }
}

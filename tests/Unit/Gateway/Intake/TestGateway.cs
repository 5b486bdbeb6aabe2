using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using ResourceSharing.Adapters.Contracts;
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
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Gateway.Telemetry;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Simulation;
using ResourceSharing.Tests.Unit.Gateway.Configuration;
using ResourceSharing.Tests.Unit.Gateway.Delivery;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>The core of a gateway over a real store, without listeners: a clock that stands still, channels that follow a
/// script, arrivals made of canonical messages. Our library is HOME; EAST is a partner at 10.0.0.1.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    public const string EastAddress = "10.0.0.1";

    private readonly TemporaryConfiguration _configuration = new();
    private readonly string _data = Directory.CreateTempSubdirectory("rsg-core-").FullName;
    private readonly ConfigurationVocabulary _vocabulary;
    private readonly ConfigurationSource _source;
    private readonly Dictionary<string, Lane> _lanes = [];

    /// <param name="time">The clock; one that stands still when left out.</param>
    /// <param name="isInMemory">Keeps everything in memory, which is quicker.</param>
    /// <param name="letters">The channel of partners who read mails; one that follows a script when left out.</param>
    /// <param name="vocabulary">Channel types; invented ones when left out.</param>
    /// <param name="circulation">What circulation says; none is connected when left out.</param>
    public TestGateway(
        TimeProvider? time = null, bool isInMemory = false, Func<TestGateway, IChannel>? letters = null,
        ConfigurationVocabulary? vocabulary = null, ICirculation? circulation = null)
    {
        Time = time ?? Clock;
        _vocabulary = vocabulary ?? TemporaryConfiguration.Vocabulary;
        foreach (var profile in Directory.EnumerateFiles(Path.Combine(Repository.Root, "config", "profiles")))
        {
            _configuration.Write($"profiles/{Path.GetFileName(profile)}", File.ReadAllText(profile));
        }

        _configuration.Write("gateway.yaml", $$"""
            {{TemporaryConfiguration.Gateway}}
            delivery: {jitterPercent: 0, startDelay: 0s, suspendAfterFailures: 5, probeInterval: 60s, lifetime: 5d}
            """);
        _configuration.Write("partners/EAST.yaml", PartnerFile("EAST", EastAddress));
        var loaded = Load();
        Assert.True(loaded.IsValid, string.Join('\n', loaded.Faults));
        _source = new ConfigurationSource(loaded.Snapshot, Load);
        Network = new NetworkSource(_source);
        Store = new FlakyStore(isInMemory
            ? new MemoryStore(new MemoryDisk(), commit => _ = Task.Run(commit))
            : SqliteStore.Open(new SqliteStoreOptions { DataFolder = _data }));
        Open = new OpenRequests(Store, Time);
        Intake = new MessageIntake(
            Store, Network, Signal, Probes, new LendingGate(Open), ToLocate, new LetterProof(Key), circulation ?? new NoCirculation(), Metrics, Time,
            NullLogger<MessageIntake>.Instance);
        Letters = new LetterDesk(Store, Network, Signal, Probes, new LendingGate(Open), ToLocate, Time);
        Rotas = new RotaDesk(Store, Network, Open, Time, new Random(1));
        Desk = new StaffDesk(Store, Network, Signal, Rotas, ToLocate, Time);
        Tasks = new TaskDesk(Store, Desk, Network, Signal, Time);
        Calendar = new RequestCalendar(Store, Network, Signal, Time, NullLogger<RequestCalendar>.Instance);
        Jobs = new JobCatalog(
            Calendar, new HoldJob(Calendar, Store, Network), new RetentionJobs(Calendar, Store, Network, Time),
            new StatusPoll(Calendar, Store, Network, Signal, Time));
        Tools = new LaneTools(
            Store, Network, [Iso, letters?.Invoke(this) ?? Mail], Probes, Open, Metrics, Time, new Random(1));
    }

    /// <summary>The key of the tokens in letters; every test gateway has the same.</summary>
    public static LetterKey Key { get; } = LetterKey.Of(Enumerable.Repeat((byte)7, LetterKey.KeyOctets).ToArray());

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public FakeTime Clock { get; } = new();

    public TimeProvider Time { get; }

    public NetworkSource Network { get; }

    public FlakyStore Store { get; }

    public OutboxSignal Signal { get; } = new();

    public InDoubtProbes Probes { get; } = new();

    public LocateQueue ToLocate { get; } = new();

    public GatewayMetrics Metrics { get; } = new();

    public MessageIntake Intake { get; }

    public OpenRequests Open { get; }

    public RotaDesk Rotas { get; }

    public StaffDesk Desk { get; }

    public TaskDesk Tasks { get; }

    public LetterDesk Letters { get; }

    public RequestCalendar Calendar { get; }

    public JobCatalog Jobs { get; }

    public LaneTools Tools { get; }

    public ScriptedChannel Iso { get; } = new("iso-ill");

    public ScriptedChannel Mail { get; } = new("email");

    public static string PartnerFile(string code, string address, string extra = "") => $$"""
        code: {{code}}
        name: {{code}} Library
        symbols: [RSG:{{code}}]
        allowedFrom: [{{address}}]
        {{extra}}
        {{(extra.Contains("channel:", StringComparison.Ordinal) ? "" : $"channel: {{type: iso-ill, host: {code.ToLowerInvariant()}.example}}")}}
        """;

    /// <summary>Writes the file of a partner, and reads the configuration again.</summary>
    public void Meet(string code, string address, string extra = "")
    {
        _configuration.Write($"partners/{code}.yaml", PartnerFile(code, address, extra));
        Reload();
    }

    public void MeetByMail(string code) =>
        Write($"partners/{code}.yaml", $"code: {code}\nname: {code}\nchannel: {{type: email, address: {code}@{code}.example}}\n");

    public void Forget(string code)
    {
        File.Delete(Path.Combine(_configuration.Path, "partners", $"{code}.yaml"));
        Reload();
    }

    public void Write(string file, string content)
    {
        _configuration.Write(file, content);
        Reload();
    }

    public static Arrival Arrival(IllMessage message, string? from = EastAddress, string? identity = null) => new()
    {
        Protocol = "iso-ill",
        Raw = JsonSerializer.SerializeToUtf8Bytes(message, RequestJson.Options),
        Peer = new Peer { Address = from is null ? null : IPAddress.Parse(from) },
        Content = new ArrivalContent.Understood(
            message,
            identity ?? $"{message.Header.Transaction} {message.Service} {message.Header.OriginallyAt ?? message.Header.At}",
            SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(Timeless(message), RequestJson.Options)),
            LossReport.None),
        EncodeReply = reply => JsonSerializer.SerializeToUtf8Bytes(reply, RequestJson.Options),
    };

    public Task<Receipt> ArriveAsync(IllMessage message, string? from = EastAddress, string? identity = null) =>
        AcceptAsync(Arrival(message, from, identity));

    public Task<Receipt> AcceptAsync(Arrival arrival) => Intake.AcceptAsync(arrival, Cancel);

    /// <summary>A lending request of a partner has arrived.</summary>
    public async Task<RequestState> LendingAsync(string partner = "EAST", string from = EastAddress, string group = "E-1")
    {
        var receipt = await ArriveAsync(Ill.Request(partner, group), from);
        Assert.Equal(ArrivalOutcome.Applied, receipt.Outcome);
        var newest = await Store.ListRequestsAsync(new RequestFilter(), null, 1, Cancel);
        return newest.Items[0];
    }

    /// <summary>A borrowing request was made and sent to the first of the partners.</summary>
    public async Task<RequestState> BorrowingAsync(params string[] partners)
    {
        var content = new IllRequest { Citation = new Citation { Title = "On Rivers" } };
        var made = Assert.IsType<DeskResult.Done>(await Desk.BorrowAsync(content, partners, internalNote: null, "ida", Cancel));
        return await ActAsync(made.State, StaffAction.Send);
    }

    public async Task<RequestState> ActAsync(RequestState request, StaffAction action, ActionFields? fields = null) =>
        Assert.IsType<DeskResult.Done>(
            await Desk.ActAsync(request.Id, action, fields ?? ActionFields.None, "ida", Cancel)).State;

    public async Task<RequestState> FindAsync(RequestState request) =>
        (await Store.FindRequestAsync(request.Number, Cancel))!;

    public async Task<IReadOnlyList<RequestState>> RequestsAsync() =>
        (await Store.ListRequestsAsync(new RequestFilter(), null, 200, Cancel)).Items;

    /// <summary>All rows, oldest first.</summary>
    public async Task<IReadOnlyList<OutboxRow>> OutboxAsync(OutboxState? state = null) =>
        [.. (await Store.ListOutboxAsync(null, state, null, 200, Cancel)).Items.Reverse()];

    public async Task<JournalRow> MessageAsync(Receipt receipt) => (await Store.FindMessageAsync(receipt.MessageId, Cancel))!;

    public async Task<IReadOnlyList<string>> HistoryAsync(RequestState request) =>
        [.. (await Store.HistoryAsync(request.Number, Cancel)).Select(line => $"{line.Event}: {line.Text}")];

    public Lane Lane(string partner)
    {
        _lanes.TryAdd(partner, new Lane(partner, Tools));
        return _lanes[partner];
    }

    /// <summary>Lets a lane work until nothing is due.</summary>
    public Task DeliverAsync(string partner = "EAST") => Lane(partner).RunAsync(Cancel, Cancel);

    public Task WriteAsync(Action<IUnitOfWork> work) => Store.WriteAsync(
        unit =>
        {
            work(unit);
            return 0;
        },
        Cancel);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Metrics.Dispose();
        Open.Dispose();
        _configuration.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Variables to which the files may refer.</summary>
    public Dictionary<string, string> Environment => _configuration.Environment;

    private ConfigurationResult Load() => _configuration.LoadWith(_vocabulary);

    private void Reload()
    {
        var result = _source.Reload();
        Assert.True(result.IsValid, string.Join('\n', result.Faults));
    }

    private static IllMessage Timeless(IllMessage message) => message with
    {
        Header = message.Header with { At = new ServiceTime(DateOnly.MinValue, null), OriginallyAt = null },
    };
}

/// <summary>Invented messages.</summary>
internal static class Ill
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static readonly Symbol Home = Symbol.Parse("RSG:HOME");

    /// <summary>The header of what a borrower sends us.</summary>
    public static MessageHeader FromBorrower(string partner = "EAST", string group = "E-1", string qualifier = "1", int second = 0) =>
        new()
        {
            Transaction = new TransactionId
            {
                InitialRequester = Symbol.Parse($"RSG:{partner}"), GroupQualifier = group, Qualifier = qualifier,
            },
            At = ServiceTime.From(Start.AddSeconds(second)),
            Requester = new Party { Symbol = Symbol.Parse($"RSG:{partner}") },
            Responder = new Party { Symbol = Home },
        };

    /// <summary>The header of what a supplier sends us about a request of ours.</summary>
    public static MessageHeader FromLender(RequestState request, string partner, TransactionId? transaction = null, int second = 0) =>
        new()
        {
            Transaction = transaction ?? request.Transaction!,
            At = ServiceTime.From(Start.AddSeconds(second)),
            Requester = new Party { Symbol = Home },
            Responder = new Party { Symbol = Symbol.Parse($"RSG:{partner}") },
        };

    public static IllMessage.Request Request(string partner = "EAST", string group = "E-1", string title = "On Rivers") => new()
    {
        Header = FromBorrower(partner, group), Content = new IllRequest { Citation = new Citation { Title = title } },
    };

    public static IllMessage.Shipped Shipped(MessageHeader header) => new()
    {
        Header = header,
        ServiceType = ServiceType.Loan,
        Supply = new SupplyDetails { ShippedOn = new DateOnly(2026, 3, 2), Due = new DueDate(new DateOnly(2026, 4, 1)) },
    };

    public static IllMessage.Answer Unfilled(MessageHeader header) =>
        new() { Header = header, Result = new AnswerResult.Unfilled(ReasonUnfilled.NotOwned) };

    public static IllMessage.Received Received(MessageHeader header) =>
        new() { Header = header, ReceivedOn = new DateOnly(2026, 3, 9), ServiceType = ServiceType.Loan };

    public static IllMessage.Message Message(MessageHeader header, string note = "a word") => new() { Header = header, Note = note };

    public static IllMessage.StatusOrErrorReport Report(MessageHeader header, Report report) =>
        new() { Header = header, Report = report };

    public static Problem ProblemIn(IllMessage message) =>
        Assert.IsType<Report.Error>(Assert.IsType<IllMessage.StatusOrErrorReport>(message).Report).Problem;

    public static Problem ProblemIn(ReadOnlyMemory<byte>? reply) =>
        ProblemIn(JsonSerializer.Deserialize<IllMessage>(Encoding.UTF8.GetString(reply!.Value.Span), RequestJson.Options)!);
}

using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Mapping.Canonical;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Storage;

/// <summary>What the store counts and finds for digitisation and copyright.</summary>
public sealed class DigitisationStoreTests : IAsyncDisposable
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private readonly string _data = Directory.CreateTempSubdirectory("rsg-digi-").FullName;

    private IStore _store;

    public DigitisationStoreTests() => _store = SqliteStore.Open(Options);

    private SqliteStoreOptions Options => new() { DataFolder = _data, CacheKib = 1024 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Copies_and_open_files_are_counted_as_by_reading_everything()
    {
        var all = await InsertAsync(Enumerable.Range(0, 300).Select(seed => (Func<long, RequestState>)(number => Any(number, new Random(seed)))));
        foreach (var (at, request) in all.Index().Where(one => one.Index % 7 == 0))
        {
            foreach (var stage in Enum.GetValues<CopyStage>())
            {
                var counted = await _store.WriteAsync(unit => unit.CountCopies(request, stage, 5), Cancel);
                Assert.True(counted == Copies(all, request, stage), $"request {at}, {stage}: {counted}");
            }

            var open = await _store.WriteAsync(unit => unit.CountOpenDigital(request), Cancel);
            Assert.True(open == Open(all, request), $"request {at}: {open} open");
        }

        Assert.Contains(all, request => Copies(all, request, CopyStage.Sent) > 3);
        Assert.Contains(all, request => Open(all, request) > 3);
        Assert.Empty((await _store.VerifyAsync(null, Cancel)).Faults);
    }

    [Fact]
    public async Task A_store_from_before_counts_what_was_there_when_it_is_opened()
    {
        var all = await InsertAsync(Enumerable.Range(0, 60).Select(seed => (Func<long, RequestState>)(number => Any(number, new Random(seed)))));
        await _store.DisposeAsync();
        await using (var old = new SqliteConnection($"Data Source={Options.File};Pooling=False"))
        {
            await old.OpenAsync(Cancel);
            await StoreSamples.TakeBackAsync(old, 2);
        }

        _store = SqliteStore.Open(Options);
        Assert.Empty((await _store.VerifyAsync(null, Cancel)).Faults);
        foreach (var request in all)
        {
            Assert.Equal(Copies(all, request, CopyStage.Requested),
                await _store.WriteAsync(unit => unit.CountCopies(request, CopyStage.Requested, 5), Cancel));
        }
    }

    [Fact]
    public async Task Departments_have_their_queues_and_late_work_is_found_by_its_date()
    {
        await InsertAsync(
        [
            number => Ordered(number, "SCAN", Today.AddDays(-1), ApprovalState.Approved),
            number => Ordered(number, "SCAN", Today.AddDays(3), ApprovalState.Pending),
            number => Ordered(number, "DESK", null, ApprovalState.Approved),
            number => Ordered(number, "SCAN", Today, ApprovalState.Approved, WorkStage.Completed),
            number => StoreSamples.Borrowing(number) with { Status = Status.PendingApproval, Transaction = null, Rota = [] },
        ]);
        Assert.Equal(
            [new DepartmentCounts("DESK", 1, 0, 0), new DepartmentCounts("SCAN", 2, 1, 1)],
            (await _store.CountDepartmentsAsync(Today, Cancel)).OrderBy(one => one.Department, StringComparer.Ordinal));
        Assert.Equal<long[]>([2, 1], await NumbersAsync(new RequestFilter { Department = "SCAN" }));
        Assert.Equal<long[]>([5, 2], await NumbersAsync(new RequestFilter { IsApprovalPending = true }));
        var late = await _store.RequestsPastAsync(new DateSearch(Side.Lending, RequestDate.WorkDueOn, Today), null, 10, Cancel);
        Assert.Equal(1, Assert.Single(late).Number);
        var facets = await _store.CountRequestsAsync(new RequestFilter { Department = "DESK" }, Cancel);
        Assert.Equal((1L, 2L), (facets.Departments["DESK"], facets.Departments["SCAN"]));
        Assert.Equal(0, facets.AwaitingApproval);
        Assert.Equal(2, (await _store.CountRequestsAsync(new RequestFilter(), Cancel)).AwaitingApproval);
        Assert.Empty((await _store.VerifyAsync(null, Cancel)).Faults);
    }

    private async Task<long[]> NumbersAsync(RequestFilter filter) =>
        [.. (await _store.ListRequestsAsync(filter, null, 10, Cancel)).Items.Select(state => state.Number)];

    private Task<List<RequestState>> InsertAsync(IEnumerable<Func<long, RequestState>> makes) => _store.WriteAsync(
        unit => makes.Select(make =>
        {
            var state = make(unit.NextRequestNumber());
            unit.InsertRequest(state);
            return state;
        }).ToList(), Cancel);

    private static RequestState Ordered(
        long number, string department, DateOnly? due, ApprovalState state, WorkStage stage = WorkStage.InProcess) =>
        StoreSamples.Lending(number) with
        {
            Digitisation = new DigitisationWork
            {
                Department = department, Rule = "Default", Since = Today, DueBy = due, Stage = stage,
                Tasks = [new ApprovalTask(ApprovalKind.Approval, state)],
            },
        };

    /// <summary>Of few journals, years and patrons, so that many belong together.</summary>
    private static RequestState Any(long number, Random random)
    {
        var journal = random.Next(3);
        var isDigital = random.Next(4) > 0;
        var isLent = random.Next(8) == 0;
        return StoreSamples.Borrowing(number) with
        {
            Side = isLent ? Side.Lending : Side.Borrowing,
            Status = random.Next(5) switch
            {
                _ when isLent => Status.RequestCreatedLend,
                0 => Status.CancelledByStaff, 1 => Status.RequestSent, 2 => Status.RequestCompleted, 3 => Status.WillSupply, _ => Status.Rejected,
            },
            SentOn = random.Next(2) == 0 ? null : new DateOnly(2025 + random.Next(2), 5, 1),
            ShippedOn = random.Next(4) == 0 ? Today : null,
            Content = new IllRequest
            {
                Citation = new Citation
                {
                    ItemType = random.Next(5) == 0 ? ItemType.Monograph : ItemType.Serial,
                    Title = random.Next(4) == 0 ? null : $"Annals of Moss {journal}",
                    Issn = random.Next(3) == 0 ? $"1234-567{journal}" : null,
                    PublicationDate = random.Next(4) == 0 ? null : $"c{2014 + random.Next(13)}",
                },
                Services = [isDigital ? ServiceType.CopyNonReturnable : ServiceType.Loan],
                Media = isDigital ? [new SupplyMedium(MediumType.MachineReadable)] : [],
                Patron = random.Next(6) == 0 ? null : new Patron { Identifier = $"P-{random.Next(4)}" },
            },
        };
    }

    private static int Copies(List<RequestState> all, RequestState request, CopyStage from) => CopyCard.Of(request) is null
        ? 0
        : all.Count(other => other.Number != request.Number && IsCounted(other) && StageOf(other) >= from && Age(other) <= 5
            && Year(other) == Year(request) && IsSame(other.Content.Citation, request.Content.Citation));

    private static bool IsCounted(RequestState state) => state.Side == Side.Borrowing && state.Content.Services[0] != ServiceType.Loan
        && (state.Content.Citation.ItemType == ItemType.Serial || state.Content.Citation.Issn is not null)
        && (state.ShippedOn is not null || state.Status is not (Status.CancelledByStaff or Status.Rejected));

    private static bool IsSame(Citation one, Citation other) =>
        (one.Issn is not null && one.Issn == other.Issn) || (one.Title is not null && one.Title == other.Title);

    private static CopyStage StageOf(RequestState state) =>
        state.ShippedOn is not null ? CopyStage.Supplied : state.SentOn is not null ? CopyStage.Sent : CopyStage.Requested;

    private static int Year(RequestState state) => (state.SentOn ?? Today).Year;

    private static int Age(RequestState state) =>
        state.Content.Citation.PublicationDate is { } date ? Math.Max(0, Year(state) - int.Parse(date[1..], null)) : 0;

    private static int Open(List<RequestState> all, RequestState request) => Waits(request)
        ? all.Count(other => other.Number != request.Number && Waits(other)
            && other.Content.Patron!.Identifier == request.Content.Patron!.Identifier)
        : 0;

    private static bool Waits(RequestState state) => state is { Side: Side.Borrowing, Content.Patron: not null, ShippedOn: null }
        && state.Content.Media.Count > 0 && state.Status is Status.RequestSent or Status.WillSupply or Status.Rejected;
}

using ResourceSharing.Gateway.Cli;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Storage;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Cli;

public sealed class RequestsVerbTests : IAsyncLifetime
{
    private static readonly string Config = Path.Combine(Repository.Root, "config");

    private readonly string _folder = Directory.CreateTempSubdirectory("rsg-requests-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    /// <summary>Three lending requests, of which one is Ida's and differs from the partner's state, and a borrowing one.</summary>
    public async ValueTask InitializeAsync()
    {
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = _folder });
        await store.WriteAsync(unit =>
        {
            Insert(Titled(StoreSamples.Lending(unit.NextRequestNumber()), "Zebras") with
            {
                AssignedTo = "ida", ExpiresOn = new DateOnly(2001, 1, 1),
                Drift = new StateDrift(StoreSamples.Start, CurrentState.Shipped, CurrentState.Pending, "They differ.",
                    new DriftRepair(DriftRepairKind.ChangeStatus, null, Status.ShippedPhysically, "Set it by hand.")),
            });
            Insert(Titled(StoreSamples.Lending(unit.NextRequestNumber()), "Atlas of ants") with { HasUnreadMessage = true });
            Insert(Titled(StoreSamples.Lending(unit.NextRequestNumber()), "Moths") with { Status = Status.RequestCompleted });
            Insert(Titled(StoreSamples.Borrowing(unit.NextRequestNumber()), "Bees"));
            return 0;

            void Insert(RequestState state)
            {
                unit.InsertRequest(state);
                unit.AppendHistory(new HistoryEntry(
                    state.Number, state.CreatedAt, "created", null, state.Status, "ida", "It began.", null));
            }
        }, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("", "HOME0000004 HOME0000003 HOME0000002 HOME0000001")]
    [InlineData("--sort=title", "HOME0000002 HOME0000004 HOME0000003 HOME0000001")]
    [InlineData("--sort=-title --role lender", "HOME0000001 HOME0000003 HOME0000002")]
    [InlineData("--assigned me --user ida", "HOME0000001")]
    [InlineData("--assigned nobody --activity active --role lender", "HOME0000002")]
    [InlineData("--status REQUEST_COMPLETED", "HOME0000003")]
    [InlineData("--q atl", "HOME0000002")]
    [InlineData("--unread true", "HOME0000002")]
    [InlineData("--created-to 2000-01-01", "")]
    [InlineData("drift", "HOME0000001")]
    [InlineData("drift --role borrower", "")]
    public async Task Lists_know_the_filters_and_orders_of_the_interface(string options, string ids)
    {
        Assert.Equal(0, await RunAsync(options.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(ids, string.Join(' ', Lines().Skip(1).Select(line => line.Split(' ')[0])));
    }

    [Fact]
    public async Task A_long_list_says_how_to_go_on()
    {
        Assert.Equal(0, await RunAsync("--sort=title", "--limit", "3"));
        var cursor = Lines()[^1].Split("--cursor ")[1];
        _output.GetStringBuilder().Clear();
        Assert.Equal(0, await RunAsync("--sort=title", "--cursor", cursor));
        Assert.StartsWith("HOME0000001", Assert.Single(Lines().Skip(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facets_name_the_option_that_narrows_the_list_down()
    {
        Assert.Equal(0, await RunAsync("--facets", "--user", "ida"));
        var rows = Lines().Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();
        Assert.Contains("--status 2 REQUEST_CREATED_LEND (lender)", rows);
        Assert.Contains("--assigned 1 me", rows);
        Assert.Contains("--unread 1 true", rows);
    }

    [Theory]
    [InlineData("--status NONSENSE", "--status: status is \"NONSENSE\"")]
    [InlineData("--requested-format PAPER", "--requested-format:")]
    [InlineData("--limit 201", "--limit:")]
    [InlineData("--q ...", "--q:")]
    [InlineData("ageing --late perhaps", "--late:")]
    [InlineData("shwo", "shwo")]
    public async Task What_is_wrong_is_said_with_the_name_of_the_option(string options, string reason)
    {
        Assert.Equal(2, await RunAsync(options.Split(' ')));
        Assert.Contains(reason, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_tells_everything_about_one()
    {
        Assert.Equal(0, await RunAsync("show", "home0000001"));
        foreach (var part in new[] { "HOME0000001", "Zebras", "They differ. Set it by hand.", "HISTORY", "It began." })
        {
            Assert.Contains(part, _output.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(1, await RunAsync("show", "HOME0000099"));
        Assert.Contains("There is no request HOME0000099", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dashboard_counts_by_whose_task_it_is()
    {
        Assert.Equal(0, await RunAsync("dashboard", "--user", "ida"));
        var rows = Lines().Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();
        Assert.Contains("lender new 1 1 0", rows);
        Assert.Contains("lender unread messages 0 1 0", rows);
    }

    [Fact]
    public async Task Ages_are_listed_by_partner_and_status()
    {
        Assert.Equal(0, await RunAsync("ageing", "--role", "lender", "--config", Config));
        Assert.Matches("^ROLE .* COUNT +LATE +DUE +OVERDUE +OLDEST ", Lines()[0]);
        Assert.Matches("^lender +EAST +REQUEST_CREATED_LEND +2 +[0-9]+ +0 +1 ", Assert.Single(Lines().Skip(1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("show")]
    [InlineData("dashboard")]
    [InlineData("ageing")]
    [InlineData("drift")]
    public async Task Help_teaches_with_examples(string verb)
    {
        Assert.Equal(0, await RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]));
        Assert.Matches($"Examples?:\\s+requests {verb}", _output.ToString());
    }

    private string[] Lines() => _output.ToString().Split(_output.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private static RequestState Titled(RequestState state, string title) =>
        state with { Content = state.Content with { Citation = state.Content.Citation with { Title = title } } };

    private Task<int> RunAsync(params string[] args) =>
        CommandLine.RunAsync(["requests", .. args, "--data", _folder], _output, _error);
}

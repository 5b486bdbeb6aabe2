using System.Text;
using System.Text.Json.Nodes;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Ncip;

/// <summary>ILLiad manages the requests of HOME and sends nothing but its own messages. HOME's circulation is the one that is
/// built in, or the library's own system, whose part a second gateway plays.</summary>
public sealed class IlliadGatewayTests : IAsyncDisposable
{
    private const string Title = "Fjällets böcker: The Three-Body Problem";

    private const string Rules = """

          system: built-in
          agencies: [01HOME_INST]
          pickupLocations: [{code: MAIN, name: Main desk}]
          maximumRenewals: 1
        """;

    private readonly ShiftedTime _clock = new(new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero));
    private readonly List<TestLibrary> _libraries = [];

    private TestLibrary Home => _libraries[0];

    /// <summary>Who keeps patrons, items and loans.</summary>
    private TestLibrary Keeper => _libraries[^1];

    public async ValueTask DisposeAsync()
    {
        foreach (var library in _libraries)
        {
            await library.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("built-in")]
    [InlineData("host")]
    public async Task A_whole_loan_for_a_patron_of_ours(string system)
    {
        await StartAsync(system);
        await TakenAsync(IlliadMessages.AcceptItem("100234", "CARD-1", Title), type: null);
        var log = await LibraryLog.CirculationAsync(Keeper);
        Assert.DoesNotContain("Problem", await IlliadMessages.SendAsync(
            Home, IlliadMessages.AcceptItem("100234", "CARD-1", Title)), StringComparison.Ordinal);

        // The patron fetches it at the desk, of which ILLiad hears nothing.
        var item = Assert.Single(await LibraryLog.AllAsync<LibraryItem>(Keeper), one => one.Temporary is not null);
        await Keeper.PostAsync($"/api/v1/items/{item.Number}/actions/fetch", new JsonObject());
        log += await LibraryLog.CirculationAsync(Keeper);
        var renewed = await TakenAsync(IlliadMessages.RenewItem("100234", "CARD-1", "2026-07-14"));
        Assert.Contains("<ns1:DateDue>", renewed, StringComparison.Ordinal);
        var refused = await IlliadMessages.SendAsync(Home, IlliadMessages.RenewItem("100234", "CARD-1", "2026-07-30"), "text/xml");
        Assert.False(IlliadMessages.IsSuccess(refused), refused);
        Assert.DoesNotContain("<ns1:DateDue>", refused, StringComparison.Ordinal);
        log += await LibraryLog.CirculationAsync(Keeper);
        await TakenAsync(IlliadMessages.CheckInItem("100234", "CARD-1", "100234"));
        await TakenAsync(IlliadMessages.CheckInItem("100234", "CARD-1", "100234"));
        await AssertNothingIsLeftAsync();
        await AssertLogAsync($"illiad-borrower-{system}.log", log);
    }

    [Theory]
    [InlineData("built-in")]
    [InlineData("host")]
    public async Task A_whole_loan_to_another_library(string system)
    {
        await StartAsync(system);
        await TakenAsync(IlliadMessages.CheckOutItem("B1", "200777"));
        await TakenAsync(IlliadMessages.CheckOutItem("B1", "200777"));
        var log = await LibraryLog.CirculationAsync(Keeper);
        var unknown = await IlliadMessages.SendAsync(Home, IlliadMessages.CheckOutItem("NOT-OURS", "200778"), "text/xml");
        Assert.Contains("Unknown Item", unknown, StringComparison.Ordinal);
        await TakenAsync(IlliadMessages.CheckInItem("B1", "pseudopatron"));
        await AssertNothingIsLeftAsync();
        await AssertLogAsync($"illiad-lender-{system}.log", log);
    }

    private async Task<string> TakenAsync(string message, string? type = "text/xml")
    {
        var answer = await IlliadMessages.SendAsync(Home, message, type);
        Assert.True(IlliadMessages.IsSuccess(answer), answer);
        return answer;
    }

    private async Task AssertNothingIsLeftAsync()
    {
        foreach (var library in _libraries)
        {
            Assert.DoesNotContain(await LibraryLog.AllAsync<LibraryItem>(library), item => item.Temporary is not null);
            Assert.DoesNotContain(await LibraryLog.AllAsync<Loan>(library), loan => loan.EndedAt is null);
            Assert.Empty(await LibraryLog.AllAsync<Hold>(library));
        }

        Assert.Single(await LibraryLog.AllAsync<LibraryItem>(Keeper));
        Assert.Single(await LibraryLog.AllAsync<Loan>(Keeper));
    }

    private async Task AssertLogAsync(string file, string log)
    {
        foreach (var library in _libraries)
        {
            log += await LibraryLog.OfAsync(library) + await LibraryLog.MessagesAsync(library);
        }

        LibraryLog.AssertGolden(file, log + await LibraryLog.CirculationAsync(Keeper));
    }

    private async Task StartAsync(string system)
    {
        _libraries.Add(await TestLibrary.StartAsync("HOME", _clock));
        if (system == "host")
        {
            _libraries.Add(await TestLibrary.StartAsync("HOST", _clock));
            Keeper.SetGateway("circulation", Rules);
            Meet(Keeper, "HOME", "{applicationProfileTypes: [RSG_HOME]}");
            Home.SetGateway("circulation", $$"""
                {system: host, agencies: [01HOME_INST], host: {type: ncip-host, connection: {url: "{{Keeper.Url}}/ncip",
                  fromAgency: 01HOME_INST, toAgency: 01HOST_INST, applicationProfileType: RSG_HOME} } }
                """);
        }
        else
        {
            Home.SetGateway("circulation", Rules);
        }

        Meet(Home, "ILLIAD", "{applicationProfileTypes: [ILLIAD], dialect: illiad}");
        using var pins = new PatronPins(_clock);
        var import = new CirculationImport(Keeper.Store, pins);
        Assert.Empty((await import.PatronsAsync(
            Encoding.UTF8.GetBytes("id,ids,name,group\nP1,CARD-1,Ada Example,STUDENT\n"), isJson: false, CancellationToken.None)).Faults);
        Assert.Empty((await import.ItemsAsync(
            Encoding.UTF8.GetBytes("barcode,title\nB1,The Northern Lights Atlas\n"), isJson: false, CancellationToken.None)).Faults);
    }

    private static void Meet(TestLibrary library, string code, string broker) =>
        library.MeetBy(code, $"{{type: ncip, broker: {broker}}}", ("deliveryDelayDays", "2"), ("loanPeriodDays", "28"));
}

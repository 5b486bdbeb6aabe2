using System.Text;
using System.Text.Json.Nodes;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Ncip;

/// <summary>EAST borrows by ISO ILL and WEST lends by NCIP. Neither speaks the other's language: MIDDLE stands between both and
/// passes on what each of them says.</summary>
public sealed class BridgeTests : IAsyncDisposable
{
    private const string Agencies = """{"RSG:MIDDLE": "01MIDDLE_INST", "RSG:WEST": "01WEST_INST"}""";

    private readonly ShiftedTime _clock = new(new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero));
    private readonly List<TestLibrary> _libraries = [];

    private TestLibrary East => _libraries[0];

    private TestLibrary Middle => _libraries[1];

    private TestLibrary West => _libraries[2];

    public async ValueTask DisposeAsync()
    {
        foreach (var library in _libraries)
        {
            await library.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_whole_loan_across_two_protocols()
    {
        await StartAsync();
        var (asked, lent) = await AskedAsync();
        await ActAsync(West, lent, "ship", new() { ["barcode"] = "W-30001", ["dueDate"] = "2026-06-15", ["note"] = "Mind the spine" });
        var shipped = await LibraryLog.UntilAsync(East, asked, "SHIPPED_PHYSICALLY");
        Assert.Equal("2026-06-15", (string?)shipped["dueDate"]);
        await ActAsync(East, asked, "receive");
        await LibraryLog.UntilAsync(West, lent, "RECEIVED_BY_PARTNER");
        await ActAsync(East, asked, "renew", new() { ["desiredDueDate"] = "2026-07-15" });
        await LibraryLog.UntilAsync(West, lent, "RENEW_REQUESTED");
        await ActAsync(West, lent, "renew-answer", new() { ["answer"] = true, ["dueDate"] = "2026-06-30" });
        var renewed = await LibraryLog.UntilAsync(East, asked, "RENEWED");
        Assert.Equal("2026-06-30", (string?)renewed["dueDate"]);
        await ActAsync(West, lent, "recall", new() { ["dueDate"] = "2026-06-01" });
        await LibraryLog.UntilAsync(East, asked, "RECALLED_BOR");
        await ActAsync(East, asked, "return");
        await LibraryLog.UntilAsync(West, lent, "RETURNED_BY_PARTNER");
        await ActAsync(West, lent, "check-in");
        await LibraryLog.UntilAsync(East, asked, "REQUEST_COMPLETED");
        await AssertLogAsync("bridge-loan.log");
    }

    [Fact]
    public async Task Unfilled_cancelled_and_cancelled_too_late()
    {
        await StartAsync();
        var (refused, first) = await AskedAsync();
        await ActAsync(West, first, "reject", new() { ["reason"] = "not-owned", ["note"] = "Sold in spring" });
        await LibraryLog.UntilAsync(East, refused, "REJECTED");

        var (cancelled, second) = await AskedAsync(2);
        await ActAsync(East, cancelled, "cancel");
        await LibraryLog.UntilAsync(West, second, "CANCELLED");
        await LibraryLog.UntilAsync(East, cancelled, "CANCELLED_BY_STAFF");

        // The item has left, but the news of it waits in WEST's queue while the cancellation passes it.
        var (late, third) = await AskedAsync(3);
        await PauseAsync(West, "MIDDLE", isPaused: true);
        await PressAsync(West, third, "ship", new() { ["barcode"] = "W-30002", ["dueDate"] = "2026-06-15" });
        await PressAsync(East, late, "cancel");
        await LibraryLog.UntilAsync(East, late, "CANCEL_NOT_ACCEPTED");
        await PauseAsync(West, "MIDDLE", isPaused: false);
        await LibraryLog.UntilAsync(East, late, "SHIPPED_PHYSICALLY");
        await LibraryLog.SettleAsync(_libraries);
        await AssertLogAsync("bridge-ends.log");
    }

    [Fact]
    public async Task What_the_relay_does_not_pass_on_is_in_the_history()
    {
        await StartAsync();
        var (asked, _) = await AskedAsync();
        var ours = await OnlyAsync(Middle, "borrower");
        await SayAsWestAsync($"""
            <NCIPMessage xmlns="http://www.niso.org/2008/ncip" version="http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd"><ItemShipped>
            <InitiationHeader><FromAgencyId><AgencyId>01WEST_INST</AgencyId></FromAgencyId>
            <ToAgencyId><AgencyId>01MIDDLE_INST</AgencyId></ToAgencyId></InitiationHeader>
            <RequestId><AgencyId>01MIDDLE_INST</AgencyId><RequestIdentifierValue>{ours}</RequestIdentifierValue></RequestId>
            <ItemId><ItemIdentifierValue>W-30003</ItemIdentifierValue></ItemId><DateShipped>2026-05-04T08:00:00Z</DateShipped>
            <ShippingInformation><ShippingInstructions>By courier</ShippingInstructions></ShippingInformation>
            <ItemOptionalFields><DateDue>2026-06-15T23:59:00Z</DateDue></ItemOptionalFields></ItemShipped></NCIPMessage>
            """);
        var shipped = await LibraryLog.UntilAsync(East, asked, "SHIPPED_PHYSICALLY");
        Assert.Equal("2026-06-15", (string?)shipped["dueDate"]);
        var history = (await Middle.GetAsync($"/api/v1/requests/{await OnlyAsync(Middle, "lender")}"))["history"]!.AsArray();
        Assert.Contains("Not passed on: via, since the relay does not pass it on.", history.Select(line => (string?)line!["text"]));
    }

    private static async Task<string> OnlyAsync(TestLibrary library, string role) =>
        (string)Assert.Single((await library.GetAsync($"/api/v1/requests?role={role}"))["items"]!.AsArray())!["id"]!;

    private async Task SayAsWestAsync(string message)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        using var content = new StringContent(message, Encoding.UTF8, "application/xml");
        using var response = await client.PostAsync(new Uri($"{Middle.Url}/ncip"), content);
        Assert.DoesNotContain("Problem", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task StartAsync()
    {
        foreach (var code in new[] { "EAST", "MIDDLE", "WEST" })
        {
            _libraries.Add(await TestLibrary.StartAsync(code, _clock));
        }

        East.Meet(Middle);
        Middle.MeetBy("WEST", Peer(West));
        Middle.Meet(East);
        Middle.SetPartner("EAST", "relay", "[WEST]");
        West.MeetBy("MIDDLE", Peer(Middle));
    }

    private static string Peer(TestLibrary other) =>
        $"{{type: ncip-p2p, dialect: generic, agencies: {Agencies}, connection: {{url: \"{other.Url}/ncip\"}}}}";

    /// <summary>A request of EAST that has come to WEST: its ids at both.</summary>
    private async Task<(string Asked, string Lent)> AskedAsync(int count = 1)
    {
        var asked = await East.BorrowAsync(new JsonObject
        {
            ["partners"] = new JsonArray("MIDDLE"), ["title"] = "The Wooden Bridge", ["author"] = "Adler, Nora",
            ["isbn"] = "9783161484100", ["volume"] = "2", ["neededBy"] = "2026-08-01",
        });
        await ActAsync(East, asked, "send");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            // What ISO ILL has sent is delivered before the other side has read it.
            var lent = (await West.GetAsync("/api/v1/requests?role=lender"))["items"]!.AsArray()
                .Select(one => (string)one!["id"]!).Order(StringComparer.Ordinal).ToArray();
            if (lent.Length >= count)
            {
                return (asked, Assert.Single(lent[(count - 1)..]));
            }

            await Task.Delay(20, patience.Token);
        }
    }

    private async Task ActAsync(TestLibrary library, string id, string action, JsonObject? fields = null)
    {
        await PressAsync(library, id, action, fields);
        await LibraryLog.SettleAsync(_libraries);
    }

    private static async Task PressAsync(TestLibrary library, string id, string action, JsonObject? fields = null)
    {
        var (isDone, answer) = await library.ActAsync(id, action, fields ?? []);
        Assert.True(isDone, answer.ToString());
    }

    private static Task PauseAsync(TestLibrary library, string partner, bool isPaused) => library.PostAsync(
        $"/api/v1/partners/{partner}/{(isPaused ? "pause" : "resume")}",
        isPaused ? new JsonObject { ["reason"] = "the line is down" } : []);

    private async Task AssertLogAsync(string file)
    {
        var log = "";
        foreach (var library in _libraries)
        {
            log += await LibraryLog.OfAsync(library);
        }

        LibraryLog.AssertGolden(file, log + await LibraryLog.MessagesAsync(Middle));
    }
}

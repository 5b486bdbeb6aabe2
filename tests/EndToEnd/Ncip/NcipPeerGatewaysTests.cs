using ResourceSharing.Mapping.Ncip;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Ncip;

/// <summary>Two gateways that carry out whole requests by NCIP, peer to peer, over HTTP.</summary>
[Collection(ProcessCollection.Name)]
public sealed class NcipPeerGatewaysTests
{
    private const string Shipment = """{"barcode": "30001", "dueDate": "2030-01-15"}""";

    [Fact]
    public async Task A_whole_loan_in_the_words_of_Alma()
    {
        await using var town = await PeerTown.StartAsync("alma-p2p", "47HOME_INST||MAIN", "01EAST_INST||MAIN");
        var (asked, lent) = await AskedAsync(town, "EAST");
        await PeerTown.ActAsync(town.East, lent, "ship", Shipment);
        var shipped = await PeerTown.UntilAsync(town.Home, asked, "SHIPPED_PHYSICALLY");
        Assert.Equal("30001", (string?)shipped["barcode"]);
        await PeerTown.ActAsync(town.Home, asked, "receive");
        await PeerTown.UntilAsync(town.East, lent, "RECEIVED_BY_PARTNER");
        await PeerTown.ActAsync(town.Home, asked, "renew", """{"desiredDueDate": "2030-02-15"}""");
        await PeerTown.UntilAsync(town.East, lent, "RENEW_REQUESTED");
        await PeerTown.ActAsync(town.East, lent, "renew-answer", """{"answer": true, "dueDate": "2030-01-31"}""");
        await PeerTown.UntilAsync(town.Home, asked, "RENEWED");
        await PeerTown.ActAsync(town.Home, asked, "renew", """{"desiredDueDate": "2030-03-15"}""");
        await PeerTown.UntilAsync(town.East, lent, "RENEW_REQUESTED");
        await PeerTown.ActAsync(town.East, lent, "renew-answer", """{"answer": false}""");
        await PeerTown.UntilAsync(town.Home, asked, "RENEW_NOT_ACCEPTED");
        await PeerTown.ActAsync(town.East, lent, "recall", """{"dueDate": "2030-01-20"}""");
        await PeerTown.UntilAsync(town.Home, asked, "RECALLED_BOR");
        await PeerTown.ActAsync(town.Home, asked, "return");
        await PeerTown.UntilAsync(town.East, lent, "RETURNED_BY_PARTNER");
        await PeerTown.ActAsync(town.East, lent, "check-in");
        await PeerTown.UntilAsync(town.Home, asked, "REQUEST_COMPLETED");
        await AssertLogAsync(town, "two-gateways.log", asked, lent);
    }

    [Fact]
    public async Task A_refusal_goes_to_the_next_and_cancellations_end_or_come_too_late()
    {
        await using var town = await PeerTown.StartAsync("nncipp", "NO-9000001", "NO-9000002");
        var (refused, first) = await AskedAsync(town, "EAST", "SOUTH");
        await PeerTown.ActAsync(town.East, first, "reject", """{"reason": "not-owned", "note": "Sold in spring"}""");
        await UntilLogAsync(town.Home, refused, "SOUTH was asked");

        var cancelled = await town.BorrowAsync("EAST");
        var second = (await town.LentAsync(2))[1];
        await PeerTown.ActAsync(town.Home, cancelled, "cancel");
        await PeerTown.UntilAsync(town.East, second, "CANCELLED");
        await PeerTown.UntilAsync(town.Home, cancelled, "CANCELLED_BY_STAFF");

        // The shipment waits in the lender's queue while the cancellation passes it.
        var crossed = await town.BorrowAsync("EAST");
        var third = (await town.LentAsync(3))[2];
        await PeerTown.PauseAsync(town.East, "HOME", isPaused: true);
        await PeerTown.ActAsync(town.East, third, "ship", Shipment);
        await PeerTown.ActAsync(town.Home, crossed, "cancel");
        await UntilLogAsync(town.Home, crossed, "received:cancel-reply");
        await PeerTown.PauseAsync(town.East, "HOME", isPaused: false);
        await PeerTown.UntilAsync(town.Home, crossed, "SHIPPED_PHYSICALLY");
        await UntilLogAsync(town.East, second, "delivery:cancel-reply");
        await UntilLogAsync(town.East, third, "delivery:cancel-reply");
        await AssertLogAsync(town, "two-gateways-ends.log", refused, first, cancelled, second, crossed, third);
    }

    [Fact]
    public async Task Repeats_change_nothing_and_impossible_jumps_are_refused()
    {
        await using var town = await PeerTown.StartAsync("nncipp", "NO-9000001", "NO-9000002");
        var number = Number("NO-9000001:H-1");
        var request = Message("RequestItem", $"""
            {User}<ItemId><ItemIdentifierType>ISBN</ItemIdentifierType><ItemIdentifierValue>9783161484100</ItemIdentifierValue></ItemId>
            {number}<RequestType>Physical</RequestType><RequestScopeType>Title</RequestScopeType>
            <ItemOptionalFields><BibliographicDescription><Title>The Wooden Bridge</Title></BibliographicDescription></ItemOptionalFields>
            """);
        AssertTaken(await PeerTown.SayAsync(town.East, request));
        AssertTaken(await PeerTown.SayAsync(town.East, request));
        var lent = Assert.Single(await town.LentAsync());

        // Received and returned before it was shipped; another number; other content under the same number.
        AssertRefused(await PeerTown.SayAsync(town.East, Received(number)), NcipProblemTypes.ItemNotCheckedOut);
        AssertRefused(await PeerTown.SayAsync(town.East, Returned(number, null)), NcipProblemTypes.ItemNotCheckedOut);
        AssertRefused(
            await PeerTown.SayAsync(town.East, Received(Number("NO-9000001:H-2"))), NcipProblemTypes.UnknownRequest);
        AssertRefused(
            await PeerTown.SayAsync(town.East, request.Replace("Wooden", "Iron", StringComparison.Ordinal)),
            NcipProblemTypes.ElementRuleViolated);
        AssertRefused(
            await PeerTown.SayAsync(town.East, Message("ItemRequested", $"{User}{number}")), NcipProblemTypes.UnsupportedService);

        await PeerTown.ActAsync(town.East, lent, "ship", Shipment);

        // The return overtakes the receipt: a message without a mark of its role is known by the request.
        AssertTaken(await PeerTown.SayAsync(town.East, Returned(number, null)));
        await PeerTown.UntilAsync(town.East, lent, "RETURNED_BY_PARTNER");
        AssertTaken(await PeerTown.SayAsync(town.East, Received(number)));
        AssertTaken(await PeerTown.SayAsync(town.East, Received(number)));
        Assert.Single(await town.LentAsync());
        Repository.AssertGolden(Golden("repeats.log"), await PeerTown.LogAsync(town.East, lent));
    }

    private const string User = "<UserId><UserIdentifierValue>NO-9000001</UserIdentifierValue></UserId>";

    private static string Number(string value) =>
        $"<RequestId><RequestIdentifierValue>{value}</RequestIdentifierValue></RequestId>";

    private static string Received(string number) =>
        Message("ItemReceived", $"{number}<DateReceived>2026-03-06</DateReceived>", "ReceivedBy.Borrower");

    private static string Returned(string number, string? mark) =>
        Message("ItemShipped", $"{number}<DateShipped>2026-04-06</DateShipped>", mark);

    private static string Message(string service, string content, string? mark = null) => $"""
        <NCIPMessage xmlns="{NcipCodec.Namespace}" version="http://www.niso.org/schemas/ncip/v2_0/ncip_v2_0.xsd"><{service}>
        <InitiationHeader><FromAgencyId><AgencyId>NO-9000001</AgencyId></FromAgencyId>
        <ToAgencyId><AgencyId>NO-9000002</AgencyId></ToAgencyId></InitiationHeader>
        {content}{(mark is null ? "" : $"<Ext><NoticeContent>{mark}</NoticeContent></Ext>")}
        </{service}></NCIPMessage>
        """;

    private static void AssertTaken(string answer) =>
        Assert.DoesNotContain("Problem", answer, StringComparison.Ordinal);

    private static void AssertRefused(string answer, string type) =>
        Assert.Contains($"ProblemType>{type}<", answer, StringComparison.Ordinal);

    private static async Task<(string Asked, string Lent)> AskedAsync(PeerTown town, params string[] partners) =>
        (await town.BorrowAsync(partners), (await town.LentAsync())[0]);

    private static async Task UntilLogAsync(GatewayProcess gateway, string id, string text)
    {
        for (int i = 0; i < 400; i++)
        {
            var log = await PeerTown.LogAsync(gateway, id);
            if (log.Contains(text, StringComparison.Ordinal))
                return;
            await Task.Delay(50);
        }

        Assert.Fail(await PeerTown.LogAsync(gateway, id));
    }

    private static async Task AssertLogAsync(PeerTown town, string file, params string[] requests)
    {
        var log = "";
        for (int i = 0; i < requests.Length; i++)
            log += await PeerTown.LogAsync(i % 2 == 0 ? town.Home : town.East, requests[i]);
        Repository.AssertGolden(Golden(file), log);
    }

    private static string Golden(string file) => Path.Combine(Repository.Root, "tests", "EndToEnd", "Ncip", file);
}

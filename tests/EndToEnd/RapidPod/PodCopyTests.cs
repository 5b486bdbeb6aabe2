using System.Text.Json.Nodes;
using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Mapping.Soap;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.RapidPod;

/// <summary>Articles in a pod, with the real program: from the insertion to the file, and every way aside.</summary>
[Collection(ProcessCollection.Name)]
public sealed class PodCopyTests(PodGateway pod) : IClassFixture<PodGateway>
{
    private const string Link = "https://delivery.example.org/d/abc";

    [Theory]
    [InlineData(SoapVersion.V11)]
    [InlineData(SoapVersion.V12)]
    public async Task An_article_goes_to_a_holder_and_its_file_comes_back(SoapVersion version)
    {
        var north = new PodClient(pod.Process.Http, "NORTH") { Version = version };
        var inserted = await north.InsertAsync(PodClient.Article($"N-1-{version}"));
        Assert.True(inserted is { IsSuccessful: true, FoundMatch: true, NumberOfAvailableHoldings: 3, IsLocalHolding: false });
        Assert.Equal(("0272-4634", "ISSN"), (inserted.MatchingStandardNumber, inserted.MatchingStandardNumberType));
        Assert.Equal($"Request Insert Successful. Request Id is {inserted.RapidRequestId}.", inserted.VerificationNote);
        var number = inserted.RapidRequestId;

        var (lender, other) = await pod.LenderAsync(number);
        var entry = Assert.Single(await lender.QueueAsync(RapidQueue.LenderPending), one => one.RapidRequestId == number);
        Assert.Equal((RapidState.Pending, $"N-1-{version}", "NORTH", lender.Code),
            (entry.StateType, entry.XRefRequestId, entry.BorrowerRapidCode, entry.LenderRapidCode));
        Assert.Equal(("0272-4634", "Journal of Examples", "29", "2009", "1-20"),
            (entry.Issn, entry.JournalTitle, entry.JournalVol, entry.JournalYear, entry.JournalPages));
        Assert.Null((await other.InfoAsync(number)).LenderRapidCode);
        Assert.True(await north.IsInAsync(RapidQueue.BorrowerPending, number));

        await lender.SayAsync(number, RapidUpdateAction.IllSoftwarePending);
        Assert.False(await lender.IsInAsync(RapidQueue.LenderPending, number));
        Assert.True(await lender.IsInAsync(RapidQueue.IllSoftwarePending, number));

        await lender.SayAsync(number, RapidUpdateAction.Fill, update => update with
        {
            ArticleExchangeAddress = Link, ArticleExchangePassword = "canary-of-the-file", UpdateComment = "20 pages",
        });
        var info = await north.InfoAsync(number);
        Assert.Equal((Link, "canary-of-the-file", lender.Code),
            (info.ArticleExchangeAddress, info.ArticleExchangePassword, info.LenderRapidCode));
        Assert.Equal($"NORTH:New {lender.Code}:Pending {lender.Code}:Filled", await north.StatesAsync(number));
        Assert.Equal("20 pages", info.HistoryTransactions![^1].AdditionalInfo);
        foreach (var queue in new[] { RapidQueue.BorrowerRecentlyFilled, RapidQueue.BorrowerRecentlyFilledRapidX })
        {
            var filled = Assert.Single(await north.QueueAsync(queue), one => one.RapidRequestId == number);
            Assert.Equal((RapidState.Filled, Link), (filled.StateType, filled.ArticleExchangeAddress));
        }

        Assert.False(await north.IsInAsync(RapidQueue.BorrowerPending, number));
        await AssertSecretsAreBlankAsync(number);
    }

    [Fact]
    public async Task An_unfilled_one_moves_on_and_ends_when_nobody_is_left()
    {
        var number = await pod.North.AskAsync(PodClient.Article("N-2"));
        var (first, second) = await pod.LenderAsync(number);
        await first.SayAsync(number, RapidUpdateAction.Unfill, update => update with { UpdateComment = "Lacking volume" });
        Assert.False(await first.IsInAsync(RapidQueue.LenderPending, number));
        Assert.Equal("Unfilled", (await first.StatesAsync(number)).Split(':')[^1]);
        Assert.True(await second.IsInAsync(RapidQueue.LenderPending, number));
        Assert.Contains("not with you any more", (await first.TryAsync(number, RapidUpdateAction.BadCitation)).VerificationNote,
            StringComparison.Ordinal);

        await second.SayAsync(number, RapidUpdateAction.Unfill);
        Assert.True(await pod.South.IsInAsync(RapidQueue.LenderPending, number));
        await pod.South.SayAsync(number, RapidUpdateAction.Unfill, update => update with { UpdateComment = "Not on shelf" });
        Assert.True(await pod.North.IsInAsync(RapidQueue.BorrowerNotAvailable, number));
        Assert.False(await pod.North.IsInAsync(RapidQueue.BorrowerBadCitation, number));
        var history = await pod.North.HistoryAsync(number);
        Assert.Equal(
            $"NORTH:New {first.Code}:Pending {first.Code}:Unfilled {second.Code}:Pending {second.Code}:Unfilled "
            + "SOUTH:Pending SOUTH:Unfilled HOME:NotAvailable",
            await pod.North.StatesAsync(number));
        Assert.Equal("Lacking volume", history.HistoryTransactions![2].AdditionalInfo);
    }

    [Fact]
    public async Task A_bad_citation_comes_back_and_is_corrected_under_the_same_number()
    {
        var wrong = PodClient.Article("N-3");
        var number = await pod.North.AskAsync(wrong);
        var (lender, other) = await pod.LenderAsync(number);
        await lender.SayAsync(number, RapidUpdateAction.BadCitation, update => update with { UpdateComment = "Not in vol. 29" });
        var entry = Assert.Single(
            await pod.North.QueueAsync(RapidQueue.BorrowerBadCitation), one => one.RapidRequestId == number);
        Assert.Equal(RapidState.BadCitationBorrower, entry.StateType);
        Assert.Equal(("Not in vol. 29", RapidState.BadCitationLender),
            (entry.TransactionHistory![^1].AdditionalInfo, entry.TransactionHistory[^1].StateType));
        Assert.False(await other.IsInAsync(RapidQueue.LenderPending, number));
        Assert.False(await pod.North.IsInAsync(RapidQueue.BorrowerNotAvailable, number));

        var again = await pod.North.AskAsync(wrong with { JournalVol = "30" });
        Assert.NotEqual(number, again);
        var repeat = await pod.North.InsertAsync(wrong);
        Assert.Equal((true, number, $"{number}"), (repeat.IsSuccessful, repeat.RapidRequestId, repeat.DuplicateRequestId));
    }

    [Fact]
    public async Task The_same_insertion_again_is_the_same_request_and_another_one_under_its_number_is_a_conflict()
    {
        var article = PodClient.Article("N-4");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => pod.North.InsertAsync(article)));
        var number = Assert.Single(answers.Select(answer => answer.RapidRequestId).Distinct());
        Assert.All(answers, answer => Assert.True(answer.IsSuccessful, answer.VerificationNote));
        var repeat = await pod.North.InsertAsync(article with { ClientAppVersion = "2.0" });
        Assert.Equal((number, $"{number}"), (repeat.RapidRequestId, repeat.DuplicateRequestId));

        var conflict = await pod.North.InsertAsync(article with { ArticlePages = "99" });
        Assert.False(conflict.IsSuccessful);
        Assert.Contains($"stands for another request, {number}", conflict.VerificationNote, StringComparison.Ordinal);
        Assert.Equal(number, await pod.South.AskAsync(article) is var souths && souths != number ? number : 0);
    }

    [Fact]
    public async Task A_cancellation_counts_at_once()
    {
        var number = await pod.North.AskAsync(PodClient.Article("N-5"));
        var (lender, other) = await pod.LenderAsync(number);
        Assert.Contains("for the library that borrows",
            (await lender.TryAsync(number, RapidUpdateAction.Cancel)).VerificationNote, StringComparison.Ordinal);
        await pod.North.SayAsync(number, RapidUpdateAction.Cancel, update => update with { UpdateComment = "Found elsewhere" });
        Assert.False(await lender.IsInAsync(RapidQueue.LenderPending, number));
        Assert.False(await other.IsInAsync(RapidQueue.LenderPending, number));
        Assert.Equal("Cancelled", (await pod.North.StatesAsync(number)).Split(':')[^1]);
        var late = await lender.TryAsync(number, RapidUpdateAction.Unfill);
        Assert.False(late.IsSuccessful);
        Assert.Equal("Cancelled", (await pod.North.StatesAsync(number)).Split(':')[^1]);
    }

    [Fact]
    public async Task A_copy_that_never_came_is_put_to_its_lender_again()
    {
        var number = await pod.North.AskAsync(PodClient.Article("N-6"));
        var (lender, _) = await pod.LenderAsync(number);
        await lender.SayAsync(number, RapidUpdateAction.Fill, update => update with { ArticleExchangeAddress = Link });
        await pod.North.SayAsync(
            number, RapidUpdateAction.NotReceived, update => update with { UpdateComment = "page 3 is missing" });
        var entry = Assert.Single(await lender.QueueAsync(RapidQueue.LenderResend), one => one.RapidRequestId == number);
        Assert.Equal(RapidState.NewResend, entry.StateType);
        Assert.EndsWith("NORTH:NotReceived", await lender.StatesAsync(number), StringComparison.Ordinal);
        await lender.SayAsync(number, RapidUpdateAction.Fill, update => update with { ArticleExchangeAddress = Link + "-2" });
        Assert.False(await lender.IsInAsync(RapidQueue.LenderResend, number));
        Assert.Equal(Link + "-2", (await pod.North.InfoAsync(number)).ArticleExchangeAddress);
        await pod.North.SayAsync(number, RapidUpdateAction.Received);
    }

    [Fact]
    public async Task What_the_borrower_has_itself_is_told_and_stops_the_insertion_where_it_asks_for_that()
    {
        var article = PodClient.Article("E-7") with { DoBlockLocalOnly = true };
        var stopped = await pod.East.InsertAsync(article);
        Assert.Equal((false, true, 0), (stopped.IsSuccessful, stopped.IsLocalHolding, stopped.RapidRequestId));
        Assert.Equal("Main", Assert.Single(stopped.LocalHoldings!).BranchName);
        var check = await pod.East.InsertAsync(article with { IsHoldingsCheckOnly = true });
        Assert.Equal((true, true, true, 0), (check.IsSuccessful, check.FoundMatch, check.IsLocalHolding, check.RapidRequestId));
        Assert.Equal(2, check.NumberOfAvailableHoldings);
        var number = await pod.East.AskAsync(article with { DoInsertLocalHolding = true });
        Assert.False(await pod.East.IsInAsync(RapidQueue.LenderPending, number));
        Assert.True(await pod.West.IsInAsync(RapidQueue.LenderPending, number));
    }

    [Theory]
    [InlineData("an ISSN or an OCLC number", "number")]
    [InlineData("title or its pages", "part")]
    [InlineData("year or a volume", "date")]
    [InlineData("Invalid ISSN", "issn")]
    public async Task What_cannot_be_found_is_not_inserted(string note, string lack)
    {
        var article = PodClient.Article($"N-8-{lack}");
        var poor = lack switch
        {
            "number" => article with { SuggestedIssns = null },
            "part" => article with { ArticleTitle = " ", ArticlePages = null },
            "date" => article with { PatronJournalYear = null, JournalVol = null },
            _ => article with { SuggestedIssns = ["12345"] },
        };
        var answer = await pod.North.InsertAsync(poor);
        Assert.False(answer.IsSuccessful);
        Assert.Contains(note, answer.VerificationNote, StringComparison.Ordinal);
        Assert.Equal(0, answer.RapidRequestId);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("user")]
    [InlineData("code")]
    [InlineData("other member")]
    [InlineData("address")]
    public async Task Nobody_is_believed_without_every_proof(string lack)
    {
        var input = PodClient.Article("X-9") with
        {
            UserName = "NORTH-user", Password = PodClient.PasswordOf("NORTH"), RequestingRapidCode = "NORTH",
        };
        var wrong = lack switch
        {
            "password" => input with { Password = "canary-wrong" },
            "user" => input with { UserName = "SOUTH-user" },
            "code" => input with { RequestingRapidCode = "NOWHERE" },
            "other member" => input with { RequestingRapidCode = "SOUTH" },
            _ => input with { UserName = "HILL-user", Password = PodClient.PasswordOf("HILL"), RequestingRapidCode = "HILL" },
        };
        var answer = await pod.North.InsertAsync(wrong);
        Assert.Equal((false, "ERROR User name, password or code is not right."), (answer.IsSuccessful, answer.VerificationNote));
    }

    [Fact]
    public async Task Another_members_request_is_as_unknown_as_none()
    {
        var number = await pod.North.AskAsync(PodClient.Article("N-10"));
        var info = await pod.South.InfoAsync(number);
        Assert.False(info.IsSuccessful);
        Assert.Null(info.ArticleTitle);
        var unknown = (await pod.South.InfoAsync(999_999_999)).VerificationNote!;
        Assert.Equal(unknown.Replace("999999999", $"{number}", StringComparison.Ordinal), info.VerificationNote);
        Assert.False((await pod.South.TryAsync(number, RapidUpdateAction.Fill)).IsSuccessful);
        Assert.False((await pod.South.HistoryAsync(number + 1)).IsSuccessful);
    }

    [Fact]
    public async Task The_history_of_the_request_says_why_these_lenders()
    {
        var number = await pod.North.AskAsync(PodClient.Article("N-11", year: "1975"));
        Assert.True(await pod.West.IsInAsync(RapidQueue.LenderPending, number));
        var twin = JsonNode.Parse(await pod.Process.Http.GetStringAsync($"/api/v1/requests/HOME{number + 1:D7}"))!.ToJsonString();
        Assert.Contains("WEST (holds ISSN 0272-4634;", twin, StringComparison.Ordinal);
        Assert.Contains("SOUTH (its holdings are not known;", twin, StringComparison.Ordinal);
        Assert.Contains("EAST (holds ISSN 0272-4634 1980-, not 1975)", twin, StringComparison.Ordinal);
    }

    /// <summary>Neither the journal nor the request shows a password.</summary>
    private async Task AssertSecretsAreBlankAsync(int number)
    {
        foreach (var half in new[] { number, number + 1 })
        {
            var id = $"HOME{half:D7}";
            var shown = await pod.Process.Http.GetStringAsync($"/api/v1/requests/{id}");
            Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
            var listed = await pod.Process.Http.GetStringAsync($"/api/v1/requests/{id}/messages");
            var messages = JsonNode.Parse(listed)!["items"]!.AsArray();
            Assert.NotEmpty(messages);
            foreach (var message in messages)
            {
                var raw = await pod.Process.Http.GetStringAsync($"/api/v1/messages/{message!["id"]}/raw");
                Assert.DoesNotContain("canary", raw, StringComparison.Ordinal);
            }
        }

        Assert.DoesNotContain("canary", pod.Process.Output, StringComparison.Ordinal);
    }
}

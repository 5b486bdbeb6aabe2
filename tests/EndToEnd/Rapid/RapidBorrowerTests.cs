using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Mapping.Soap;

namespace ResourceSharing.Tests.EndToEnd.Rapid;

/// <summary>Borrowing from RapidILL.</summary>
public sealed class RapidBorrowerTests
{
    [Theory]
    [InlineData("soap: v11")]
    [InlineData("soap: v12")]
    public async Task An_article_is_inserted_filled_and_its_password_is_nowhere_to_be_read(string soap)
    {
        await using var town = await RapidTown.StartAsync(soap);
        var sent = await town.BorrowAsync();
        Assert.Equal((Status.RequestAccepted, "1001"), (sent.Status, sent.PartnerReference));
        var call = Assert.Single(town.Service.Calls);
        var insert = Assert.IsType<InsertRequestInput>(call.Input);
        Assert.Equal((sent.Id, "Journal of Rivers", "On Rivers", "2009", "29", "3", "03", "787-806"),
            (insert.XRefRequestId, insert.PatronJournalTitle, insert.ArticleTitle, insert.PatronJournalYear,
                insert.JournalVol,
                insert.JournalIssue, insert.JournalMonth, insert.ArticlePages));
        Assert.Equal(["0272-4634", "1937-2809"], insert.SuggestedIssns!);
        Assert.Equal((null, null, "DOI: 10.1000/rivers"), (insert.PatronName, insert.PatronId, insert.PatronNotes));
        var action = RapidCodec.Namespace + "InsertRequest";
        Assert.Equal(soap.EndsWith("v11", StringComparison.Ordinal)
            ? (SoapVersion.V11, "text/xml; charset=utf-8", $"\"{action}\"")
            : (SoapVersion.V12, $"application/soap+xml; charset=utf-8; action=\"{action}\"", null),
                (call.Version, call.ContentType, call.Action));

        town.Service.Move(1001, RapidState.Filled, with: one =>
            (one.FileAt, one.FilePassword) = ("https://files.example/x?a=1", "kiwi-42"));
        Assert.Null((await town.PollAsync()).Error);
        var filled = await town.Gateway.FindAsync(sent);
        Assert.Equal(Status.ShippedDigitally, filled.Status);
        Assert.Equal(new ElectronicAddress("HTTP", "https://files.example/x?a=1"), filled.File!.Address);
        Assert.Equal("kiwi-42", town.Open(filled.File.Document));

        var journal = await town.JournalAsync(filled);
        Assert.Contains("<Password>***</Password>", journal);
        Assert.Contains("<ArticleExchangePassword>***</ArticleExchangePassword>", journal);
        Assert.DoesNotContain("kiwi-42", journal);
        Assert.DoesNotContain(RapidService.Password, journal);
    }

    [Fact]
    public async Task What_is_polled_again_and_again_is_told_once()
    {
        await using var town = await RapidTown.StartAsync();
        var sent = await town.BorrowAsync();
        town.Service.Move(1001, RapidState.Filled, with: one => one.FileAt = "https://files.example/x");
        for (int i = 0; i < 20; i++)
        {
            if (i % 7 == 6)
                town.Restart();
            await town.PollAsync();
        }

        Assert.Single(await town.Gateway.HistoryAsync(sent), line =>
            line.StartsWith("received:shipped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bad_citation_is_corrected_and_resubmitted()
    {
        await using var town = await RapidTown.StartAsync();
        var sent = await town.BorrowAsync();
        town.Service.Move(1001, RapidState.BadCitationLender, remarks: "Not in vol. 29 no. 3");
        await town.PollAsync();
        var bad = await town.Gateway.FindAsync(sent);
        Assert.Equal(Status.BadCitation, bad.Status);
        Assert.Contains(bad.Notes, note => note.Text.Contains("Not in vol. 29 no. 3", StringComparison.Ordinal));

        var again = await town.ActAsync(bad, StaffAction.Resubmit);
        Assert.Equal((Status.RequestAccepted, "1002"), (again.Status, again.PartnerReference));
        Assert.Equal($"{sent.Id}-2", town.Service.Requests[1].Reference);
        await town.PollAsync();
        Assert.Equal(Status.RequestAccepted, (await town.Gateway.FindAsync(sent)).Status);
        town.Service.Move(1002, RapidState.Filled, with: one => one.FileAt = "https://files.example/y");
        await town.PollAsync();
        Assert.Equal(Status.ShippedDigitally, (await town.Gateway.FindAsync(sent)).Status);
    }

    [Fact]
    public async Task At_the_end_of_its_lenders_the_request_is_rejected_with_the_reason()
    {
        await using var town = await RapidTown.StartAsync();
        var sent = await town.BorrowAsync();
        town.Service.Move(1001, RapidState.Unfilled, remarks: "Lacking volume");
        town.Service.Move(1001, RapidState.NotAvailable);
        await town.PollAsync();
        Assert.Equal(Status.Rejected, (await town.Gateway.FindAsync(sent)).Status);
    }

    [Fact]
    public async Task What_the_service_refuses_is_ready_to_be_sent_with_its_note()
    {
        await using var town = await RapidTown.StartAsync();
        town.Service.NotHeld.Add("0272-4634");
        var refused = await town.BorrowAsync();
        Assert.Equal(Status.ReadyToSend, refused.Status);
        Assert.Contains(refused.Notes, note =>
            note.Text.Contains("Unable to find matching journal", StringComparison.Ordinal));
        Assert.Equal(LegOutcome.Waiting, Assert.Single(refused.Rota).Outcome);

        town.Service.NotHeld.Clear();
        var sent = await town.ActAsync(refused, StaffAction.Send);
        Assert.Equal((Status.RequestAccepted, "1001"), (sent.Status, sent.PartnerReference));
    }

    [Fact]
    public async Task What_lacks_a_number_is_not_sent_and_says_what_is_missing()
    {
        await using var town = await RapidTown.StartAsync();
        var lacking = RapidTown.Article with { Citation = RapidTown.Article.Citation with { Issn = "none",
            PublicationDate = null, IssueDate = null, Volume = null } };
        var request = await town.BorrowAsync(lacking);
        Assert.Equal(Status.ReadyToSend, request.Status);
        Assert.Contains(request.Notes, note => note.Text.Contains(
            "RapidILL takes an article only with an ISSN or OCLC number, with a year or volume.",
                StringComparison.Ordinal));
        Assert.Empty(town.Service.Calls);
    }

    [Fact]
    public async Task A_cancellation_is_carried_out_and_agreed_to()
    {
        await using var town = await RapidTown.StartAsync();
        var sent = await town.BorrowAsync();
        var cancelled = await town.ActAsync(sent, StaffAction.Cancel, new ActionFields { Note = "Found elsewhere" });
        Assert.Equal(Status.CancelledByStaff, cancelled.Status);
        var request = Assert.Single(town.Service.Requests);
        Assert.Equal((RapidState.Cancelled, "Found elsewhere"),
            (request.State, Assert.Single(request.Updates).UpdateComment));
    }

    [Theory]
    [InlineData("lose")]
    [InlineData("slow")]
    public async Task A_request_whose_answer_was_lost_is_not_inserted_twice(string fault)
    {
        await using var town = await RapidTown.StartAsync();
        town.Service.Fault = input => input is InsertRequestInput ? fault : null;
        var sent = await town.BorrowAsync();
        Assert.True((await town.Gateway.OutboxAsync())[^1].InDoubt);

        // Nothing is repeated as long as the service does not say what it has.
        town.Service.Fault = _ => "503";
        town.Gateway.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.Gateway.DeliverAsync("RAPID");
        Assert.DoesNotContain(town.Service.CallNames.Skip(1), name => name == "InsertRequest");

        town.Service.Fault = _ => null;
        town.Gateway.Clock.Advance(TimeSpan.FromHours(1));
        await town.Gateway.DeliverAsync("RAPID");
        Assert.Equal("1001", (await town.Gateway.FindAsync(sent)).PartnerReference);
        Assert.Single(town.Service.Requests);
    }

    [Fact]
    public async Task A_request_in_doubt_that_was_filled_meanwhile_is_found_there()
    {
        await using var town = await RapidTown.StartAsync();
        town.Service.Fault = input => input is InsertRequestInput ? "lose" : null;
        var sent = await town.BorrowAsync();
        town.Service.Fault = _ => null;
        town.Service.Move(1001, RapidState.Filled, with: one => one.FileAt = "https://files.example/x");
        town.Gateway.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.Gateway.DeliverAsync("RAPID");
        await town.PollAsync();
        Assert.Equal(Status.ShippedDigitally, (await town.Gateway.FindAsync(sent)).Status);
        Assert.Single(town.Service.Requests);
    }

    [Fact]
    public async Task What_the_service_takes_for_a_repeat_of_ours_is_ours()
    {
        await using var town = await RapidTown.StartAsync();
        town.Service.KnowsDuplicates = true;
        town.Service.Fault = input => input is InsertRequestInput ? "lose" : null;
        var sent = await town.BorrowAsync();
        town.Service.Fault = _ => null;
        town.Service.Move(1001, RapidState.PendingLocal);
        town.Gateway.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.Gateway.DeliverAsync("RAPID");
        Assert.Equal("1001", (await town.Gateway.FindAsync(sent)).PartnerReference);
        Assert.Contains("InsertRequest", town.Service.CallNames.Skip(1));
    }

    [Fact]
    public async Task What_we_hold_ourselves_is_told_and_not_inserted()
    {
        await using var town = await RapidTown.StartAsync("holdingsCheck: true");
        town.Service.HeldByBorrower["0272-4634"] = "QL1 .J6";
        var request = await town.BorrowAsync();
        Assert.Equal(Status.ReadyToSend, request.Status);
        Assert.Contains(request.Notes, note => note.Text.Contains("Our own library holds it", StringComparison.Ordinal)
            && note.Text.Contains("Main, Stacks, QL1 .J6", StringComparison.Ordinal));
        Assert.Equal(["HoldingsCheck"], town.Service.CallNames);
    }

    [Fact]
    public async Task What_nobody_holds_is_asked_for_twice_and_not_inserted()
    {
        await using var town = await RapidTown.StartAsync("holdingsCheck: true");
        town.Service.NotHeld.Add("0272-4634");
        Assert.Equal(Status.ReadyToSend, (await town.BorrowAsync()).Status);
        Assert.Equal([null, RapidInsertWriter.RemoteSearch],
            town.Service.Calls.Select(call =>
                Assert.IsType<InsertRequestInput>(call.Input).PatronNotes is RapidInsertWriter.RemoteSearch
                ? RapidInsertWriter.RemoteSearch : null));
        Assert.Empty(town.Service.Requests);
    }

    [Fact]
    public async Task A_loan_goes_through_all_its_states()
    {
        await using var town = await RapidTown.StartAsync();
        var loan = await town.BorrowAsync(RapidTown.Book);
        Assert.Equal(["9780715630402"],
            Assert.IsType<InsertRequestInput>(town.Service.Calls.First().Input).SuggestedIsbns!);
        town.Service.Move(1001, RapidState.Shipped, with: one =>
            one.DueDate = new DateTime(2026, 5, 4, 0, 0, 0, DateTimeKind.Unspecified));
        await town.PollAsync();
        loan = await town.Gateway.FindAsync(loan);
        Assert.Equal((Status.ShippedPhysically, new DateOnly(2026, 5, 4)), (loan.Status, loan.DueOn));
        Assert.Contains(RapidUpdateAction.ShippedBorrowerAck, town.Service.Requests[0].Acknowledged);

        await town.ActAsync(loan, StaffAction.Receive);
        Assert.Equal(RapidState.Received, town.Service.Requests[0].State);
        await town.ActAsync(loan, StaffAction.Renew, new ActionFields { DesiredDueDate = new DateOnly(2026, 6, 1) });
        Assert.Equal(("Until 2026-06-01, please", RapidState.RenewalRequested),
            (town.Service.Requests[0].Steps[^1].AdditionalInfo, town.Service.Requests[0].State));
        town.Service.Move(1001, RapidState.Renewed, with: one =>
            one.DueDate = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Unspecified));
        var renewed = await town.ActAsync(loan, StaffAction.StatusQuery);
        Assert.Equal((Status.Renewed, new DateOnly(2026, 6, 1)), (renewed.Status, renewed.DueOn));

        await town.ActAsync(loan, StaffAction.Return);
        Assert.Equal(RapidState.Returned, town.Service.Requests[0].State);
        town.Service.Move(1001, RapidState.Finished);
        await town.PollAsync();
        Assert.Contains((await town.Gateway.FindAsync(loan)).Status,
            new[] { Status.LenderCheckIn, Status.RequestCompleted });
        Assert.Contains(RapidUpdateAction.FinishedBorrowerAck, town.Service.Requests[0].Acknowledged);
    }

    [Fact]
    public async Task A_password_that_is_wrong_holds_the_lane_until_somebody_mends_it()
    {
        await using var town = await RapidTown.StartAsync();
        var settings = town.Settings with { User = "somebody" };
        Assert.Equal("somebody", settings.User);
        var file = $"code: RAPID\nname: RapidILL\nchannel: {{type: rapid, url: \"{town.Service.Url}\", user: somebody, "
            + "password: env:RAPID, rapidCode: HOME1}";
        town.Gateway.Write("partners/RAPID.yaml", file);
        var sent = await town.BorrowAsync();
        Assert.Equal(Status.RequestSent, sent.Status);
        Assert.Contains(await town.Gateway.Store.LaneHoldsAsync(TestContext.Current.CancellationToken), hold =>
            hold.Partner == "RAPID");
        Assert.Equal("rapid-not-authorised", (await town.PollAsync()).Error!.Code);
    }

    [Fact]
    public async Task The_calendar_asks_for_open_requests_one_by_one()
    {
        await using var town = await RapidTown.StartAsync();
        var sent = await town.BorrowAsync();
        town.Service.Move(1001, RapidState.Filled, with: one =>
            (one.FileAt, one.FilePassword) = ("https://files.example/x", "kiwi-42"));
        await town.Gateway.Jobs.RunAsync("status-poll", TestContext.Current.CancellationToken);
        await town.Gateway.DeliverAsync("RAPID");
        var filled = await town.Gateway.FindAsync(sent);
        Assert.Equal((Status.ShippedDigitally, "kiwi-42"), (filled.Status, town.Open(filled.File!.Document)));

        // The queue shows the same, which is nothing new.
        await town.PollAsync();
        Assert.Single(await town.Gateway.HistoryAsync(sent), line =>
            line.StartsWith("received:shipped", StringComparison.Ordinal));
    }
}

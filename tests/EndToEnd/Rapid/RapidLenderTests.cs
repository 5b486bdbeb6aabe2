using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Tests.EndToEnd.Rapid;

/// <summary>Lending through RapidILL.</summary>
public sealed class RapidLenderTests
{
    [Fact]
    public async Task An_entry_becomes_one_lending_request_however_often_it_is_polled()
    {
        await using var town = await RapidTown.StartAsync("acknowledge: false");
        town.Service.Lend(RapidTown.Code);
        for (int i = 0; i < 20; i++)
        {
            if (i % 5 == 4)
                town.Restart();
            Assert.Null((await town.PollAsync()).Error);
        }

        var request = Assert.Single(await town.Gateway.RequestsAsync());
        Assert.Equal((Side.Lending, Status.RequestCreatedLend, "1001", "1001", "RAPID"),
            (request.Side, request.Status, request.ExternalId, request.PartnerReference, request.Partner));
        var citation = request.Content.Citation;
        Assert.Equal((MediumType.MachineReadable, "Z713 .J68", "On Lending", "Journal of Lending", "165-183"),
            (citation.Medium, citation.CallNumber, citation.ArticleTitle, citation.Title, citation.Pages));
        Assert.Equal([ServiceType.CopyNonReturnable], request.Content.Services);
        Assert.Equal("OTHER University (OTHER)", request.Counterpart!.Name);
        Assert.Contains(request.Notes, note => note.Text.Contains("Held here: Electronic", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("answerWithinHours: 24", 1)]
    [InlineData("answerWithinHours: 48", 2)]
    [InlineData("answerWithinHours: 0", null)]
    public async Task The_deadline_is_the_day_until_which_it_is_needed_and_on_which_it_expires(string setting, int? days)
    {
        await using var town = await RapidTown.StartAsync(setting);
        town.Service.Lend(RapidTown.Code);
        var before = DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime);
        await town.PollAsync();
        var request = Assert.Single(await town.Gateway.RequestsAsync());
        Assert.Equal(request.ExpiresOn, request.Content.NeededBy);
        if (days is { } some)
            Assert.InRange(request.ExpiresOn!.Value, before.AddDays(some), before.AddDays(some + 1));
        else
            Assert.Null(request.ExpiresOn);
    }

    [Fact]
    public async Task An_entry_is_acknowledged_after_the_commit_only()
    {
        await using var town = await RapidTown.StartAsync();
        town.Service.Lend(RapidTown.Code);
        town.Gateway.Store.Failures = 1;
        Assert.Equal("store-unavailable", (await town.PollWithoutDeliveryAsync()).Error!.Code);
        Assert.DoesNotContain("Update IllSoftwarePending", town.Service.CallNames);
        await town.PollAsync();
        Assert.Single(await town.Gateway.RequestsAsync());
        Assert.Equal(1, town.Service.CallNames.Count(name => name == "Update IllSoftwarePending"));
        await town.PollAsync();
        Assert.Equal(1, town.Service.CallNames.Count(name => name == "Update IllSoftwarePending"));
    }

    [Fact]
    public async Task An_acknowledgement_that_was_lost_is_repeated_without_telling_the_entry_again()
    {
        await using var town = await RapidTown.StartAsync();
        town.Service.Lend(RapidTown.Code);
        town.Service.Fault = input => input is UpdateRequestInput ? "503" : null;
        Assert.NotNull((await town.PollAsync()).Error);
        town.Service.Fault = _ => null;
        Assert.Equal(0, (await town.PollAsync()).Taken);
        Assert.Contains(RapidUpdateAction.IllSoftwarePending, town.Service.Requests[0].Acknowledged);
    }

    [Fact]
    public async Task A_file_is_offered_by_our_link_with_its_password()
    {
        await using var town = await RapidTown.StartAsync();
        var request = await LentAsync(town);
        var file = new OfferedFile(
            new SuppliedDocument { SealedPassword = town.Seal("plum-7") },
            new ElectronicAddress("HTTP", "https://home.example/d/1.abc"));
        var shipped = await town.ActAsync(request, StaffAction.ShipDigitally, new ActionFields { File = file });
        Assert.Contains(shipped.Status, new[] { Status.ShippedDigitally, Status.RequestCompleted });
        var there = Assert.Single(town.Service.Requests);
        Assert.Equal((RapidState.Filled, "https://home.example/d/1.abc", "plum-7"),
            (there.State, there.FileAt, there.FilePassword));
        Assert.DoesNotContain("plum-7", await town.JournalAsync(request));
    }

    [Theory]
    [InlineData("lacking", null, RapidUpdateAction.Unfill, "Lacking")]
    [InlineData("other", "The volume burnt.", RapidUpdateAction.Unfill, "The volume burnt.")]
    [InlineData("not-found-as-cited", "Not in vol. 21 no. 4", RapidUpdateAction.BadCitation, "Not in vol. 21 no. 4")]
    public async Task A_no_goes_out_with_its_reason_as_text(string reason, string? note, RapidUpdateAction action,
        string text)
    {
        await using var town = await RapidTown.StartAsync();
        var request = await LentAsync(town);
        var rejected = await town.ActAsync(request, StaffAction.Reject,
            new ActionFields { Reason = reason, Note = note });
        Assert.Equal(Status.Rejected, rejected.Status);
        var update = town.Service.Requests[0].Updates[^1];
        Assert.Equal((action, text), (update.UpdateAction, update.UpdateComment));
    }

    [Theory]
    [InlineData("lose")]
    [InlineData("slow")]
    public async Task An_answer_that_was_lost_is_looked_for_before_it_is_repeated(string fault)
    {
        await using var town = await RapidTown.StartAsync();
        var request = await LentAsync(town);
        town.Service.Fault = input => input is UpdateRequestInput ? fault : null;
        await town.ActAsync(request, StaffAction.Reject, new ActionFields { Reason = "lacking" });
        Assert.True((await town.Gateway.OutboxAsync())[^1].InDoubt);
        town.Service.Fault = _ => null;
        town.Gateway.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.Gateway.DeliverAsync("RAPID");
        Assert.Equal([RapidUpdateAction.Unfill], town.Service.Requests[0].Effects);
        Assert.Equal(OutboxState.Delivered, (await town.Gateway.OutboxAsync())[^1].State);
        Assert.Equal(1, town.Service.Requests[0].Updates.Count(update =>
            update.UpdateAction == RapidUpdateAction.Unfill));
    }

    [Fact]
    public async Task What_passes_its_deadline_is_given_to_the_next_lender()
    {
        await using var town = await RapidTown.StartAsync();
        var request = await LentAsync(town);
        town.Gateway.Clock.Advance(TimeSpan.FromDays(400));
        await town.Gateway.Jobs.RunAsync("expiry", TestContext.Current.CancellationToken);
        await town.Gateway.DeliverAsync("RAPID");
        Assert.Equal(Status.Expired, (await town.Gateway.FindAsync(request)).Status);
        Assert.Equal((RapidState.Unfilled, "Our time for an answer is over"),
            (town.Service.Requests[0].State, town.Service.Requests[0].Updates[^1].UpdateComment));
    }

    [Fact]
    public async Task A_request_that_comes_again_tells_the_staff_of_the_one_that_is_here()
    {
        await using var town = await RapidTown.StartAsync();
        var request = await LentAsync(town);
        await town.ActAsync(request, StaffAction.Reject,
            new ActionFields { Reason = "not-found-as-cited", Note = "No such pages" });
        town.Service.Move(1001, RapidState.NewResend, RapidTown.Code, with: one =>
            one.Input = one.Input with { ArticlePages = "180-190" });
        await town.PollAsync();
        town.Restart();
        await town.PollAsync();
        var again = Assert.Single(await town.Gateway.RequestsAsync());
        Assert.True(again.HasUnreadMessage);
        Assert.Single(again.Notes, note => note.Text.Contains("pages 180-190", StringComparison.Ordinal));
        Assert.Contains(RapidUpdateAction.IllSoftwareResend, town.Service.Requests[0].Acknowledged);
    }

    [Fact]
    public async Task A_loan_goes_through_all_its_states()
    {
        await using var town = await RapidTown.StartAsync();
        var loan = await LentAsync(town, one => one.Input = new InsertRequestInput
        {
            RapidRequestType = RapidRequestType.Book, SuggestedIsbns = ["9780715630402"], PatronJournalTitle = "Rivers",
        });
        Assert.Equal([ServiceType.Loan], loan.Content.Services);
        var due = TimeProvider.System.GetLocalNow().DateTime.AddDays(90);
        var shipped = await town.ActAsync(loan, StaffAction.Ship,
            new ActionFields { Barcode = "B-1", DueDate = DateOnly.FromDateTime(due) });
        Assert.Equal(Status.ShippedPhysically, shipped.Status);
        Assert.Equal((RapidState.Shipped, due.Date), (town.Service.Requests[0].State, town.Service.Requests[0].DueDate));

        town.Service.Move(1001, RapidState.Received, "OTHER");
        await town.PollAsync();
        Assert.Equal(Status.ReceivedByPartner, (await town.Gateway.FindAsync(loan)).Status);
        town.Service.Move(1001, RapidState.RenewalRequested, "OTHER", "One more week");
        await town.PollAsync();
        Assert.Equal(Status.RenewRequested, (await town.Gateway.FindAsync(loan)).Status);
        await town.ActAsync(loan, StaffAction.RenewAnswer,
            new ActionFields { Answer = true, DueDate = DateOnly.FromDateTime(due).AddDays(7) });
        Assert.Equal(RapidState.Renewed, town.Service.Requests[0].State);
        town.Service.Move(1001, RapidState.Returned, "OTHER");
        await town.PollAsync();
        Assert.Equal(Status.ReturnedByPartner, (await town.Gateway.FindAsync(loan)).Status);
        await town.ActAsync(loan, StaffAction.CheckIn);
        Assert.Equal(RapidState.Finished, town.Service.Requests[0].State);
        Assert.Superset(
            new HashSet<RapidUpdateAction>
            {
                RapidUpdateAction.ReceivedLenderAck, RapidUpdateAction.ReturnedLenderAck,
                    RapidUpdateAction.RenewalRequestedLenderAck,
            },
            town.Service.Requests[0].Acknowledged);
    }

    [Fact]
    public async Task A_queue_that_is_too_long_is_read_over_less_time()
    {
        await using var town = await RapidTown.StartAsync("role: lender");
        town.Service.Lend(RapidTown.Code);
        town.Service.Fault = input => input is RetrieveRequestsInput { HoursOld: > 100 } ? "huge" : null;
        Assert.Null((await town.PollAsync()).Error);
        Assert.Single(await town.Gateway.RequestsAsync());
        Assert.Equal([720, 360, 180, 90], town.Service.Calls.Select(call => call.Input).OfType<RetrieveRequestsInput>()
            .Where(look => look.QueueType == RapidQueue.LenderPending).Select(look => look.HoursOld));
    }

    [Fact]
    public async Task What_a_shortened_reading_has_left_out_is_read_by_the_next_ones()
    {
        await using var town = await RapidTown.StartAsync();
        var waiting = town.Service.Lend(RapidTown.Code);
        waiting.Since = waiting.Since.AddDays(-10);
        town.Service.Fault = input => input is RetrieveRequestsInput { HoursOld: > 100 } ? "huge" : null;
        Assert.Null((await town.PollAsync()).Error);
        Assert.Empty(await town.Gateway.RequestsAsync());

        town.Service.Fault = _ => null;
        for (int round = 0; round < 4; round++)
            Assert.Null((await town.PollAsync()).Error);
        Assert.Single(await town.Gateway.RequestsAsync());
        Assert.Equal([180, 360, 720, 72], town.Service.Calls.Select(call => call.Input).OfType<RetrieveRequestsInput>()
            .Where(look => look.QueueType == RapidQueue.LenderPending).Select(look => look.HoursOld).TakeLast(4));
    }

    [Fact]
    public async Task A_queue_of_more_elements_than_are_read_is_read_over_less_time()
    {
        await using var town = await RapidTown.StartAsync();
        town.Service.Lend(RapidTown.Code);
        town.Service.Fault = input => input is RetrieveRequestsInput { HoursOld: > 100 } ? "crowded" : null;
        Assert.Null((await town.PollAsync()).Error);
        Assert.Single(await town.Gateway.RequestsAsync());
    }

    [Fact]
    public async Task A_queue_that_cannot_be_read_keeps_no_other_from_being_read()
    {
        await using var town = await RapidTown.StartAsync();
        town.Service.Lend(RapidTown.Code);
        town.Service.Fault = input => input is RetrieveRequestsInput { QueueType: RapidQueue.LenderPending } ? "fault"
            : input is RetrieveRequestsInput { QueueType: RapidQueue.LenderResend } ? "garbage" : null;
        Assert.Equal("rapid-answer-unreadable", (await town.PollAsync()).Error!.Code);
        Assert.Contains("Queue BorrowerRecentlyFinished", town.Service.CallNames);
        town.Service.Fault = _ => null;
        await town.PollAsync();
        Assert.Single(await town.Gateway.RequestsAsync());
    }

    private static async Task<RequestState> LentAsync(RapidTown town, Action<RapidServiceRequest>? with = null)
    {
        town.Service.Lend(RapidTown.Code, with);
        await town.PollAsync();
        return Assert.Single(await town.Gateway.RequestsAsync());
    }
}

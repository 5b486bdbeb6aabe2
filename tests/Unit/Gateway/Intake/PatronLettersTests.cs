using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>Which letter follows from what, without anything around it.</summary>
public class PatronLettersTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Due = new(2026, 4, 1);
    private static readonly OfferedFile Link = new(new SuppliedDocument(), new ElectronicAddress("HTTP", "https://files.example/1"));

    [Theory]
    [InlineData(Status.ReceivedPhysically, PatronLetterCode.FulPlaceOnHoldShelfLetter)]
    [InlineData(Status.ReceivedNotForLoan, PatronLetterCode.FulPlaceOnHoldShelfLetter)]
    [InlineData(Status.RecalledBor, null)]
    [InlineData(Status.ReceivedDigitally, null)]
    [InlineData(Status.RequestCompleted, null)]
    public void An_item_that_came_waits_for_the_patron(Status status, PatronLetterCode? code) =>
        Assert.Equal(code, Of(Status.ShippedPhysically, status, Act(StaffAction.Receive))?.Code);

    [Theory]
    [InlineData(Status.ReceivedDigitally)]
    [InlineData(Status.RequestCompleted)]
    public void A_file_that_came_is_told_by_its_link_or_goes_along(Status status)
    {
        Assert.Equal(PatronLetterCode.FulDigitizationDocumentDeliveryNotificationLetter,
            Of(Status.ShippedDigitally, status, Act(StaffAction.Receive), s => s with { File = Link })?.Code);
        var attached = new OfferedFile(new SuppliedDocument { Number = 7, IsAttached = true }, null);
        Assert.Equal(PatronLetterCode.FulDigitizationNotificationItemLetter,
            Of(Status.ShippedDigitally, status, Act(StaffAction.Receive), s => s with { File = attached })?.Code);
        Assert.Null(Of(Status.ShippedDigitally, status, Act(StaffAction.Receive, new ActionFields { NotifyPatron = false }),
            s => s with { File = Link }));

        // A file that came with the supplier's message is none that we could attach, unless it has become a document of ours.
        Assert.Null(Of(Status.ShippedDigitally, status, Act(StaffAction.Receive),
            s => s with { File = new OfferedFile(new SuppliedDocument { IsAttached = true }, null) }));
    }

    [Theory]
    [InlineData("https://files.example/1", true)]
    [InlineData("http://files.example/1", true)]
    [InlineData("ill@home.example", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("ftp://files.example/1", false)]
    [InlineData(null, false)]
    public void Only_what_a_browser_opens_is_a_link(string? address, bool isLink) => Assert.Equal(
        isLink, PatronLetters.LinkOf(Link with { Address = new ElectronicAddress("HTTP", address) }) is not null);

    [Theory]
    [InlineData(Status.ReadyToSend, StaffAction.Cancel, Status.CancelledByStaff, PatronEnding.ByLibrary)]
    [InlineData(Status.Rejected, StaffAction.Cancel, Status.CancelledByStaff, PatronEnding.NotSupplied)]
    [InlineData(Status.LocateFailed, StaffAction.Cancel, Status.CancelledByStaff, PatronEnding.NotSupplied)]
    [InlineData(Status.RequestSent, StaffAction.Cancel, Status.CancelReply, null)]
    [InlineData(Status.RequestSent, StaffAction.ChangeStatus, Status.CancelledByStaff, null)]
    [InlineData(Status.RequestSent, StaffAction.Reject, Status.Rejected, null)]
    public void A_request_that_ended_is_told_with_what_ended_it(Status from, StaffAction action, Status to, PatronEnding? ending) =>
        Assert.Equal(ending, Of(from, to, Act(action))?.Ending);

    [Fact]
    public void What_ended_it_may_also_be_the_calendar_the_catalogues_or_the_approval()
    {
        Assert.Equal(PatronEnding.Expired, Of(Status.RequestSent, Status.Expired, Day(EventKind.ExpiryDatePassed))?.Ending);
        Assert.Equal(PatronEnding.NotSupplied, Of(Status.RequestSent, Status.CancelledByStaff, Day(EventKind.AutoCancelDue))?.Ending);
        Assert.Equal(PatronEnding.NotApproved, Of(Status.PendingApproval, Status.CancelledByStaff,
            Act(StaffAction.Approve, new ActionFields { Answer = false }))?.Ending);
        var patron = new RequestEvent.Internal(EventKind.PatronCancelled, "") { At = At, By = "circulation" };
        Assert.Null(Of(Status.ReadyToSend, Status.CancelledByPatron, patron));
    }

    [Fact]
    public void The_reason_is_told_as_a_word_of_the_standard_or_in_its_own_words()
    {
        var said = Of(Status.ReadyToSend, Status.CancelledByStaff, Act(StaffAction.Cancel, new ActionFields { Reason = "charges" }));
        Assert.Equal((ReasonUnfilled.Charges, null), (said!.Reason, said.Note));
        said = Of(Status.ReadyToSend, Status.CancelledByStaff,
            Act(StaffAction.Cancel, new ActionFields { Reason = "bought instead", PatronNote = "Shelf 3." }));
        Assert.Equal((null, "bought instead\nShelf 3."), (said!.Reason, said.Note));
    }

    [Fact]
    public void What_staff_said_waits_for_the_supplier_and_goes_when_supply_goes_on()
    {
        var cancel = Act(StaffAction.Cancel, new ActionFields { PatronNote = "Sorry." });
        var waiting = PatronLetters.Remember(State(Status.RequestSent), State(Status.CancelReply), cancel);
        Assert.Equal("Sorry.", waiting.PatronWord!.Note);
        var agreed = new RequestEvent.Arrived(new IllMessage.CancelReply { Header = Header, Agrees = true }) { At = At, By = "EAST" };
        Assert.Equal("Sorry.", PatronLetters.Of(waiting, waiting with { Status = Status.CancelledByStaff }, agreed, Due)!.Note);
        Assert.Null(PatronLetters.Remember(waiting, waiting with { Status = Status.ShippedPhysically }, agreed).PatronWord);
        var quiet = waiting with { PatronWord = new PatronWord(false, null, null) };
        Assert.Null(PatronLetters.Of(quiet, quiet with { Status = Status.CancelledByStaff }, agreed, Due));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Who_asked_for_a_renewal_is_told_the_answer(bool isForPatron, bool isGranted)
    {
        var answer = new RequestEvent.Arrived(new IllMessage.RenewAnswer { Header = Header, Grants = isGranted }) { At = At, By = "EAST" };
        var letter = Of(Status.RenewRequested, Status.Loaned, answer, s => s with { IsRenewalForPatron = isForPatron });
        Assert.Equal(isForPatron ? isGranted : null, letter?.IsGranted);
    }

    [Fact]
    public void Overdue_is_told_with_the_patrons_date_and_nobody_is_told_where_there_is_no_patron()
    {
        Assert.Equal(Due, Of(Status.Loaned, Status.Loaned, Day(EventKind.PatronDueDatePassed))!.DueOn);
        Assert.Null(Of(Status.Loaned, Status.Loaned, Day(EventKind.PatronDueDatePassed),
            s => s with { Content = s.Content with { Patron = null } }));
    }

    private static MessageHeader Header => new()
    {
        Transaction = new TransactionId { GroupQualifier = "HOME0000001", Qualifier = "1" }, At = ServiceTime.From(At),
    };

    private static PatronLetter? Of(Status from, Status to, RequestEvent @event, Func<RequestState, RequestState>? with = null)
    {
        var change = with ?? (state => state);
        return PatronLetters.Of(change(State(from)), change(State(to)), @event, Due);
    }

    private static RequestState State(Status status)
    {
        var sample = SampleRequest.In(Side.Borrowing, status);
        return sample with { PatronWord = null, File = null, Content = sample.Content with { Patron = new Patron { Name = "Reader" } } };
    }

    private static RequestEvent.Staff Act(StaffAction action, ActionFields? fields = null) =>
        new(action, fields ?? ActionFields.None) { At = At, By = "ida" };

    private static RequestEvent.Calendar Day(EventKind kind) => new(kind) { At = At, By = "calendar" };
}

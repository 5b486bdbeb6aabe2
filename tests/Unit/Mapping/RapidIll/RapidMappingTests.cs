using ResourceSharing.Adapters.RapidIll;
using ResourceSharing.Mapping;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Tests.Unit.Mapping.RapidIll;

public sealed class RapidMappingTests
{
    private static readonly ServiceTime Now = new(new DateOnly(2026, 3, 2), new TimeOnly(9, 0));

    private static readonly TransactionId Lending = new() { GroupQualifier = "1001", Qualifier = "RAPID" };

    [Theory]
    [InlineData("0272-4634", "0272-4634")]
    [InlineData("02724634; 1937-280x", "0272-4634 1937-280X")]
    [InlineData("ISSN 0272-4634 (print), 0272-4634", "0272-4634")]
    [InlineData("unknown", "")]
    public void Issns_are_found_in_what_was_cited(string text, string expected) => Assert.Equal(expected,
        string.Join(' ', Write(new Citation { Issn = text, ArticleTitle = "A", Volume = "1" }).Input.SuggestedIssns ?? []));

    [Theory]
    [InlineData("978-0-7156-3040-2", "9780715630402")]
    [InlineData("0 7156 3040 x (pbk.); 978 0 7156 3040 2", "071563040X 9780715630402")]
    [InlineData("123", "")]
    public void Isbns_are_found_in_what_was_cited(string text, string expected) => Assert.Equal(expected,
        string.Join(' ', Write(new Citation { Isbn = text }, ServiceType.Loan).Input.SuggestedIsbns ?? []));

    [Theory]
    [InlineData("2009-03", "2009", "03")]
    [InlineData("20090315", "2009", "03")]
    [InlineData("March 2009", "2009", "03")]
    [InlineData("c2009", "2009", null)]
    [InlineData("forthcoming", null, null)]
    public void Year_and_month_are_found_in_a_date(string date, string? year, string? month)
    {
        var input = Write(new Citation { Issn = "0272-4634", ArticleTitle = "A", Volume = "1", IssueDate = date }).Input;
        Assert.Equal((year, month), (input.PatronJournalYear, input.JournalMonth));
    }

    [Theory]
    [InlineData(ServiceType.Loan, null, "9780715630402", RapidRequestType.Book, null)]
    [InlineData(ServiceType.Loan, null, null, RapidRequestType.Book, "an ISBN or OCLC number")]
    [InlineData(
        ServiceType.CopyNonReturnable, null, "9780715630402", RapidRequestType.BookChapter, "the chapter's title or pages")]
    [InlineData(ServiceType.CopyNonReturnable, "0272-4634", null, RapidRequestType.Article, "the article's title or pages")]
    [InlineData(ServiceType.CopyNonReturnable, null, null, RapidRequestType.Article, "an ISSN or OCLC number")]
    public void What_is_missing_is_said(
        ServiceType service, string? issn, string? isbn, RapidRequestType type, string? missing)
    {
        var insertion = Write(new Citation { Issn = issn, Isbn = isbn }, service);
        Assert.Equal(type, insertion.Input.RapidRequestType);
        if (missing is null)
            Assert.Null(insertion.Fault);
        else
            Assert.Contains(missing, insertion.Fault);
    }

    [Fact]
    public void A_patron_goes_along_only_where_that_is_allowed_and_what_has_no_place_is_reported()
    {
        var content = new IllRequest
        {
            Services = [ServiceType.CopyNonReturnable],
            Citation = new Citation
            {
                Issn = "0272-4634", ArticleTitle = "A", Volume = "1", Doi = "10.1000/1", PlaceOfPublication = "Leeds",
            },
            NeededBy = new DateOnly(2026, 4, 1),
        };
        var patron = new Patron { Name = "Reader, R.", Identifier = "P-1", Email = "r@home.example", Status = "STUDENT" };
        var without = RapidInsertWriter.Write(new RapidOrder { Content = content, Reference = "H-1" });
        var with = RapidInsertWriter.Write(new RapidOrder { Content = content, Reference = "H-1", Patron = patron });
        Assert.Equal((null, null), (without.Input.PatronName, without.Input.PatronEmail));
        Assert.Equal(("Reader, R.", "P-1", "r@home.example", "STUDENT"),
            (with.Input.PatronName, with.Input.PatronId, with.Input.PatronEmail, with.Input.PatronStatus));
        Assert.Equal("DOI: 10.1000/1. Needed by 2026-04-01", with.Input.PatronNotes);
        Assert.Equal(["doi", "neededBy", "placeOfPublication"], without.Losses.Losses.Select(loss => loss.Field));
    }

    [Theory]
    [InlineData(RapidState.Pending, RapidRequestType.Article, "StatusOrErrorReport", null)]
    [InlineData(RapidState.Unfilled, RapidRequestType.Article, "StatusOrErrorReport", null)]
    [InlineData(RapidState.Filled, RapidRequestType.Article, "Shipped", null)]
    [InlineData(RapidState.Filled, RapidRequestType.Book, "Answer", null)]
    [InlineData(RapidState.NotAvailable, RapidRequestType.Article, "Answer", null)]
    [InlineData(RapidState.BadCitationBorrower, RapidRequestType.Article, "Answer", null)]
    [InlineData(RapidState.LocalHoldingIn, RapidRequestType.Article, "Answer", null)]
    [InlineData(RapidState.Shipped, RapidRequestType.Book, "Shipped", null)]
    [InlineData(RapidState.Received, RapidRequestType.Book, null, "Received")]
    [InlineData(RapidState.NotReceived, RapidRequestType.Book, null, "Message")]
    [InlineData(RapidState.Returned, RapidRequestType.Book, null, "Returned")]
    [InlineData(RapidState.Lost, RapidRequestType.Book, "Lost", "Lost")]
    [InlineData(RapidState.Finished, RapidRequestType.Book, "CheckedIn", null)]
    [InlineData(RapidState.RenewalRequested, RapidRequestType.Book, null, "Renew")]
    [InlineData(RapidState.Renewed, RapidRequestType.Book, "RenewAnswer", null)]
    [InlineData(RapidState.NotRenewed, RapidRequestType.Book, "RenewAnswer", null)]
    [InlineData(RapidState.Cancelled, RapidRequestType.Article, "CancelReply", "Cancel")]
    [InlineData(RapidState.Unknown, RapidRequestType.Article, "Message", null)]
    public void A_state_says_this(RapidState state, RapidRequestType type, string? toBorrower, string? toLender)
    {
        var entry = new RapidEntry { Number = 1001, Reference = "HOME0000042-2", State = state, Type = type };
        var message = RapidEvents.ToBorrower(entry, Now);
        Assert.Equal((toBorrower, toLender),
            (message?.GetType().Name, RapidEvents.ToLender(entry, Lending, Now)?.GetType().Name));
        if (message is not null)
        {
            Assert.Equal(("HOME0000042", "2", "1001"), (message.Header.Transaction.GroupQualifier,
                message.Header.Transaction.Qualifier, message.Header.ResponderReference));
        }
    }

    [Fact]
    public void Every_state_says_something_or_nothing_and_never_fails() => Assert.All(Enum.GetValues<RapidState>(), state =>
    {
        var entry = new RapidEntry { Number = 1, Reference = "H", State = state, Type = RapidRequestType.Book };
        _ = RapidEvents.ToBorrower(entry, Now);
        _ = RapidEvents.ToLender(entry, Lending, Now);
    });

    [Fact]
    public void A_look_and_a_queue_that_show_the_same_have_the_same_identity()
    {
        var at = new DateTime(2026, 3, 2, 9, 5, 0, 120, DateTimeKind.Unspecified);
        WireList<RapidHistory> steps =
        [
            new RapidHistory { StateType = RapidState.Filled, TransactionDate = at },
            new RapidHistory { StateType = RapidState.Pending, TransactionDate = at.AddHours(-2) },
        ];
        var look = new RetrieveInfoOutput { RapidRequestType = RapidRequestType.Article, HistoryTransactions = steps };
        var queue = new RapidTransaction
        {
            RapidRequestId = 7, StateType = RapidState.Filled, RapidRequestType = RapidRequestType.Article,
            TransactionHistory = steps,
        };
        Assert.Equal(RapidEntry.Of(queue, text => text).Identity, RapidEntry.Of(7, look, text => text).Identity);
        Assert.Equal("request 7 Filled 2026-03-02T09:05:00.12", RapidEntry.Of(queue, text => text).Identity);
    }

    [Fact]
    public void A_second_renewal_is_another_message_though_the_service_lists_the_newest_step_first()
    {
        var at = new DateTime(2026, 3, 2, 9, 5, 0, DateTimeKind.Unspecified);
        var first = new RapidHistory { StateType = RapidState.RenewalRequested, TransactionDate = at };
        var second = first with { TransactionDate = at.AddDays(20) };
        var queue = new RapidTransaction
        {
            RapidRequestId = 7, StateType = RapidState.RenewalRequested, RapidRequestType = RapidRequestType.Book,
            TransactionHistory = [first],
        };
        var again = queue with { TransactionHistory = [second, first] };
        Assert.NotEqual(RapidEntry.Of(queue, text => text).Identity, RapidEntry.Of(again, text => text).Identity);
        Assert.NotEqual(
            RapidArrivals.RequestIdentity(queue, isResent: true), RapidArrivals.RequestIdentity(again, isResent: true));
    }

    private static RapidInsertion Write(Citation citation, ServiceType service = ServiceType.CopyNonReturnable) =>
        RapidInsertWriter.Write(new RapidOrder
        {
            Content = new IllRequest { Citation = citation, Services = [service] }, Reference = "HOME0000042",
        });
}

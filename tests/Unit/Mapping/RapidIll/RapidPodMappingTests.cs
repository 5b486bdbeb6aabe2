using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Mapping.Soap;

namespace ResourceSharing.Tests.Unit.Mapping.RapidIll;

/// <summary>Insertions, updates and answers of a pod.</summary>
public sealed class RapidPodMappingTests
{
    private static readonly ServiceTime Now = new(new DateOnly(2026, 3, 2), new TimeOnly(10, 0));

    private static readonly InsertRequestInput Article = new()
    {
        RapidRequestType = RapidRequestType.Article, XRefRequestId = "N-1", SuggestedIssns = ["0272-4634", "1937-2809"],
        ArticleTitle = "On Examples", ArticleAuthor = "Example, Ada", ArticlePages = "1-20",
        PatronJournalTitle = "Journal of Examples", PatronJournalYear = "2009", JournalVol = "29",
        JournalIssue = "3", JournalMonth = "9", PatronName = "Reader, Ann", PatronPhone = "555",
    };

    public static TheoryData<RapidUpdateAction, RapidPodRole> Actions()
    {
        var data = new TheoryData<RapidUpdateAction, RapidPodRole>();
        foreach (var action in Enum.GetValues<RapidUpdateAction>())
        {
            foreach (var role in Enum.GetValues<RapidPodRole>())
                data.Add(action, role);
        }

        return data;
    }

    [Fact]
    public void An_article_is_read_whole_and_shown_to_its_lender_whole()
    {
        var (content, losses) = RapidPodInserts.Read(Article);
        Assert.Equal("PatronPhone", Assert.Single(losses.Losses).Field);
        Assert.Equal([ServiceType.CopyNonReturnable], content.Services);
        Assert.Equal("1937-2809", content.Citation.OtherNumbers);
        var entry = RapidPodAnswers.Entry(Shown(content), withHistory: true, withPatron: true);
        Assert.Equal(
            ("On Examples", "Example, Ada", "Journal of Examples", "2009", "29", "3", "09", "1-20", "0272-4634"),
            (entry.ArticleTitle, entry.ArticleAuthor, entry.JournalTitle, entry.JournalYear, entry.JournalVol, entry.JournalIssue,
                entry.JournalMonth, entry.JournalPages, entry.Issn));
        Assert.Equal((RapidRequestType.Article, "Reader, Ann"), (entry.RapidRequestType, entry.PatronInfo!.PatronName));
        Assert.Null(RapidPodAnswers.Entry(Shown(content), withHistory: false, withPatron: false).PatronInfo);
    }

    [Theory]
    [InlineData(RapidRequestType.Article)]
    [InlineData(RapidRequestType.Book)]
    [InlineData(RapidRequestType.BookChapter)]
    public void The_kind_is_told_from_what_was_read(RapidRequestType type)
    {
        var input = Article with
        {
            RapidRequestType = type, SuggestedIsbns = ["9780715630402"],
            SuggestedIssns = type == RapidRequestType.Article ? Article.SuggestedIssns : null,
        };
        Assert.Null(RapidPodInserts.Fault(input));
        var content = RapidPodInserts.Read(input).Content;
        Assert.Equal(type, RapidPodAnswers.TypeOf(content));
        Assert.True(RapidPodAnswers.Shows(Enum.Parse<RapidQueueFilter>(type.ToString()), content));
        Assert.True(RapidPodAnswers.Shows(RapidQueueFilter.All, content));
        Assert.Single(
            Enum.GetValues<RapidQueueFilter>().Except([RapidQueueFilter.All]), filter => RapidPodAnswers.Shows(filter, content));
    }

    [Fact]
    public void The_digest_is_of_what_is_asked_for_and_not_of_who_asks_with_what()
    {
        var digest = RapidPodInserts.Digest(Article).ToArray();
        var same = Article with { Password = "x", ClientAppVersion = "2", DoBlockLocalOnly = true };
        Assert.Equal(digest, RapidPodInserts.Digest(same).ToArray());
        Assert.NotEqual(digest, RapidPodInserts.Digest(Article with { ArticlePages = "1-21" }).ToArray());
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void The_number_of_the_borrower_has_a_limit(int chars, bool isTaken) =>
        Assert.Equal(isTaken, RapidPodInserts.Fault(Article with { XRefRequestId = new string('N', chars) }) is null);

    /// <summary>Every action of every role is either a message, a notice, or refused with a reason.</summary>
    [Theory]
    [MemberData(nameof(Actions))]
    public void Every_action_means_something_to_everybody(RapidUpdateAction action, RapidPodRole role)
    {
        foreach (var type in new[] { RapidRequestType.Article, RapidRequestType.Book })
        {
            var update = Update(new UpdateRequestInput { RapidRequestId = 7, UpdateAction = action }, role, type);
            switch (update)
            {
                case RapidPodUpdate.Says says:
                    Assert.Equal("7", says.Message.Header.Transaction.GroupQualifier);
                    var us = role == RapidPodRole.Borrower ? says.Message.Header.Responder : says.Message.Header.Requester;
                    Assert.Equal("RSG:HOME", us?.Symbol?.Text);
                    break;
                case RapidPodUpdate.Refused refused:
                    Assert.NotEmpty(refused.Why);
                    break;
                default:
                    Assert.IsType<RapidPodUpdate.Notes>(update);
                    break;
            }
        }
    }

    [Fact]
    public void A_bad_citation_goes_back_and_a_reason_in_words_is_kept()
    {
        var bad = Assert.IsType<RapidPodUpdate.Says>(
            Update(Of(RapidUpdateAction.BadCitation) with { UpdateComment = "No such page" }));
        Assert.Equal("No such page", bad.Message.Note);
        Assert.Equal(new AnswerResult.Unfilled(ReasonUnfilled.NotFoundAsCited),
            Assert.IsType<IllMessage.Answer>(bad.Message).Result);
        var lacking = Assert.IsType<RapidPodUpdate.Says>(
            Update(Of(RapidUpdateAction.Unfill) with { UpdateComment = "at bindery" }));
        Assert.Equal(new AnswerResult.Unfilled(ReasonUnfilled.AtBindery),
            Assert.IsType<IllMessage.Answer>(lacking.Message).Result);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("ftp://example.org/x")]
    [InlineData("https://user:secret@example.org/x")]
    [InlineData("no address")]
    public void An_address_of_a_file_is_one_of_the_web(string address) =>
        Assert.IsType<RapidPodUpdate.Refused>(Update(Of(RapidUpdateAction.Fill) with { ArticleExchangeAddress = address }));

    [Fact]
    public void An_address_and_a_password_have_limits()
    {
        const int MaxAddress = RapidPodUpdates.MaxAddressChars;
        foreach (var (chars, isTaken) in new[] { (MaxAddress, true), (MaxAddress + 1, false) })
        {
            var address = "https://e.org/".PadRight(chars, 'x');
            var fill = Of(RapidUpdateAction.Fill) with { ArticleExchangeAddress = address };
            Assert.Equal(isTaken, Update(fill) is RapidPodUpdate.Says);
        }

        const int MaxPassword = RapidPodUpdates.MaxPasswordChars;
        foreach (var (chars, isTaken) in new[] { (MaxPassword, true), (MaxPassword + 1, false) })
        {
            Assert.Equal(isTaken, Update(Of(RapidUpdateAction.Fill) with
            {
                ArticleExchangeAddress = "https://e.org/", ArticleExchangePassword = new string('p', chars),
            }) is RapidPodUpdate.Says);
        }
    }

    [Fact]
    public void The_password_of_a_file_is_sealed_before_anything_is_made_of_it()
    {
        var fill = Assert.IsType<RapidPodUpdate.Says>(Update(Of(RapidUpdateAction.Fill) with
        {
            ArticleExchangeAddress = "https://e.org/d", ArticleExchangePassword = "canary",
        }));
        var shipped = Assert.IsType<IllMessage.Shipped>(fill.Message);
        Assert.Equal("sealed(6)", shipped.Supply.Document!.SealedPassword);
    }

    [Theory]
    [InlineData("2026-12-31", true)]
    [InlineData("2026-12-31T00:00:00", true)]
    [InlineData("12/31/2026", true)]
    [InlineData("2026-03-02", true)]
    [InlineData("2026-03-01", false)]
    [InlineData("31.12.2026", false)]
    public void A_due_date_is_read_in_the_usual_forms(string due, bool isTaken) =>
        Assert.Equal(isTaken,
            Update(Of(RapidUpdateAction.Shipped) with { DueDate = due }, type: RapidRequestType.Book) is RapidPodUpdate.Says);

    [Fact]
    public void The_same_update_again_has_the_same_identity_until_a_new_round()
    {
        var renew = Of(RapidUpdateAction.RenewalRequested);
        var first = RapidPodUpdates.IdentityOf(renew, Standing(RapidPodRole.Borrower, RapidRequestType.Book));
        var again = RapidPodUpdates.IdentityOf(
            renew with { Password = "x" }, Standing(RapidPodRole.Borrower, RapidRequestType.Book));
        var later = RapidPodUpdates.IdentityOf(renew, Standing(RapidPodRole.Borrower, RapidRequestType.Book) with { Round = 1 });
        Assert.Equal(first.Identity, again.Identity);
        Assert.NotEqual(first.Identity, later.Identity);
    }

    [Fact]
    public void Every_answer_is_valid_by_our_schema_and_by_the_vendors()
    {
        var request = Shown(RapidPodInserts.Read(Article).Content);
        foreach (var schema in new[] { RapidSamples.OurSchema(), RapidSamples.VendorSchema() })
        {
            Check("RetrieveRequestInfo", RapidPodAnswers.Info(request));
            Check("RetrieveHistory", RapidPodAnswers.HistoryOf(request));
            Check("RetrieveRequests", new RetrieveRequestsOutput
            {
                IsSuccessful = true, Transactions = [RapidPodAnswers.Entry(request, true, true)],
            });
            foreach (var operation in RapidOperation.All)
                Check(operation.Name, RapidPodAnswers.Unknown(operation, "No."));

            void Check(string name, RapidOutput output) => Assert.Empty(
                RapidSamples.Faults(RapidCodec.Write(RapidOperation.Find(name)!, output, SoapVersion.V12), schema));
        }
    }

    private static UpdateRequestInput Of(RapidUpdateAction action) => new() { RapidRequestId = 7, UpdateAction = action };

    private static RapidPodUpdate Update(
        UpdateRequestInput input, RapidPodRole role = RapidPodRole.Lender, RapidRequestType type = RapidRequestType.Article) =>
        RapidPodUpdates.Of(input, Standing(role, type), Now, secret => $"sealed({secret.Length})");

    private static RapidPodStanding Standing(RapidPodRole role, RapidRequestType type) => new()
    {
        Role = role, Transaction = new TransactionId { GroupQualifier = "7", Qualifier = "1" },
        Us = new Party { Symbol = Symbol.Parse("RSG:HOME") },
        Content = RapidPodInserts.Read(Article with { RapidRequestType = type }).Content, Round = 0,
        UsualDueOn = new DateOnly(2026, 4, 1),
    };

    private static RapidPodRequest Shown(IllRequest content) => new()
    {
        Number = 7, Content = content, State = RapidState.Filled, BorrowersNumber = "N-1",
        Borrower = new RapidPodLibrary("NORTH", "Main", "North Library"),
        Lender = new RapidPodLibrary("EAST", null, "East Library"),
        FileAddress = "https://e.org/d", FilePassword = "p", DueOn = new DateOnly(2026, 4, 1),
        History =
        [
            new RapidPodEvent(new RapidPodLibrary("EAST", null, "East Library"), RapidState.Filled,
                new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(1)), "20 pages"),
        ],
    };
}

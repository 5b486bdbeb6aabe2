using System.Text;
using System.Text.Json.Nodes;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Illiad;
using ResourceSharing.Tests.Unit.Mapping.Letters;

namespace ResourceSharing.Tests.Unit.Mapping.Illiad;

public class IlliadMappingTests
{
    private static readonly Dictionary<string, IlliadMeaning> NoneOfSite = [];

    /// <summary>Example I1 of the feeds reference; every field of it, with its value.</summary>
    private const string ExampleI1 = """
        {"Username":"jdoe","RequestType":"Article","ProcessType":"Borrowing",
        "PhotoJournalTitle":"Journal of Interlibrary Loan,Document Delivery & Electronic Reserve",
        "PhotoArticleTitle":"Interlibrary Loan in the United States: …",
        "PhotoArticleAuthor":"Williams, Joseph; Woolwine, David","PhotoJournalVolume":"21",
        "PhotoJournalIssue":"4","PhotoJournalYear":"2011","PhotoJournalInclusivePages":"165-183",
        "ISSN":"1072-303X","TransactionStatus":"Awaiting Request Processing"}
        """;

    /// <summary>Example I2 of the feeds reference.</summary>
    private const string ExampleI2 = """
        {"TransactionNumber":1094509,"Username":"jstudent","RequestType":"Loan",
        "LoanAuthor":"Cornelis, Bart","LoanTitle":"Adriaen van de Velde : Dutch master of landscape",
        "LoanPublisher":"London: Paul Holberton Publishing","LoanDate":"2016","NotWantedAfter":"12/15/2020",
        "TransactionStatus":"Cancelled By ILL Staff","TransactionDate":"2020-06-18T16:43:25",
        "ISSN":"9781907372964","ESPNumber":"932386459","CallNumber":"ND653.V414 A4 2016",
        "ProcessType":"Borrowing","DocumentType":"Book","WebRequestForm":"LoanRequest",
        "CreationDate":"2020-06-18T16:43:25.103"}
        """;

    private static MessageHeader Header { get; } = new()
    {
        Transaction = new TransactionId { GroupQualifier = "HOME0000042", Qualifier = "1" },
        At = new ServiceTime(new DateOnly(2026, 3, 1), new TimeOnly(9, 0)),
    };

    [Fact]
    public void Example_I1_is_written_field_by_field()
    {
        var written = Write(new IllRequest
        {
            Services = [ServiceType.CopyNonReturnable],
            Citation = new Citation
            {
                Title = "Journal of Interlibrary Loan,Document Delivery & Electronic Reserve",
                ArticleTitle = "Interlibrary Loan in the United States: …", ArticleAuthor = "Williams, Joseph; Woolwine, David",
                Volume = "21", Issue = "4", PublicationDate = "2011", Pages = "165-183", Issn = "1072-303X",
            },
        });
        foreach (var (name, value) in JsonNode.Parse(ExampleI1)!.AsObject())
            Assert.Equal((string?)value, (string?)written[name]);
        Assert.Equal(
            ["DocumentType", "ItemInfo1"],
            written.Select(one => one.Key).Except(JsonNode.Parse(ExampleI1)!.AsObject().Select(one => one.Key))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Example_I2_is_read_whatever_its_status_is_written_like()
    {
        var transaction = Read(ExampleI2)!;
        Assert.Equal(("1094509", "Cancelled By ILL Staff", true), (transaction.Number, transaction.Status, transaction.IsLoan));
        Assert.Equal(new ServiceTime(new DateOnly(2020, 6, 18), new TimeOnly(16, 43, 25)), transaction.StatusAt);
        var answer = Assert.IsType<IllMessage.Answer>(Assert.Single(Told(transaction)));
        Assert.Equal(new AnswerResult.Unfilled(ReasonUnfilled.Other), answer.Result);
        Assert.Equal((transaction.StatusAt, "1094509"), (answer.Header.At, answer.Header.ResponderReference));
    }

    [Fact]
    public void A_loan_goes_into_the_fields_for_loans()
    {
        var content = InventedRequests.Loan with
        {
            Citation = InventedRequests.Loan.Citation with
            {
                OclcNumber = "5678", Volume = "3", Subtitle = "a yearbook", Doi = "10.1/x",
            },
        };
        var written = Write(content, "Handle with care.");
        Assert.Equal(
            """
            {"Username":"jdoe","RequestType":"Loan","ProcessType":"Borrowing",
            "LoanTitle":"The lighthouse keepers' almanac : a yearbook","LoanAuthor":"Muster, Erika",
            "LoanPublisher":"Sample Press","LoanPlace":"Sampletown","LoanDate":"1987","LoanEdition":"2nd",
            "ISSN":"978-0-00-000000-2","DocumentType":"Book","ESPNumber":"5678","DOI":"10.1/x",
            "CallNumber":"XY 123","NotWantedAfter":"06/01/2026","Maxcost":"20.00",
            "SpecIns":"Handle with care. volume: 3.","ItemInfo1":"HOME0000042",
            "TransactionStatus":"Awaiting Request Processing"}
            """.ReplaceLineEndings(""), IlliadWriter.Transaction(Order(content, "Handle with care.")).Json);
        Assert.Equal("HOME0000042", (string?)written["ItemInfo1"]);
        var losses = IlliadWriter.Transaction(Order(content)).Losses.Losses;
        Assert.Contains(losses, loss => loss is { Field: "volume", Kind: LossKind.MovedToNote });
        Assert.Contains(losses, loss => loss is { Field: "currency", Kind: LossKind.Dropped });
    }

    [Fact]
    public void A_chapter_goes_into_the_fields_of_an_article_and_those_of_its_book()
    {
        var written = Write(new IllRequest
        {
            Services = [ServiceType.CopyNonReturnable],
            Citation = new Citation
            {
                Title = "A book", Author = "Muster, E.", Publisher = "Sample Press", PlaceOfPublication = "Sampletown",
                Edition = "2nd", ArticleTitle = "A chapter", ArticleAuthor = "Sample, S.", Pages = "1-9",
                Isbn = "9780000000002", PublicationDate = "1987",
            },
        });
        Assert.Equal(
            [
                "Article", "A book", "A chapter", "Sample, S.", "1987", "1-9",
                "Muster, E.", "Sampletown", "Sample Press", "2nd", "9780000000002", "Book Chapter",
            ],
            new[]
            {
                "RequestType", "PhotoJournalTitle", "PhotoArticleTitle", "PhotoArticleAuthor", "PhotoJournalYear",
                "PhotoJournalInclusivePages",
                "PhotoItemAuthor", "PhotoItemPlace", "PhotoItemPublisher", "PhotoItemEdition", "ISSN", "DocumentType",
            }.Select(name => (string?)written[name]));
    }

    [Theory]
    [InlineData(IlliadLimits.MaxField, false)]
    [InlineData(IlliadLimits.MaxField + 1, true)]
    public void A_field_is_cut_at_its_length(int length, bool isCut)
    {
        var order = Order(new IllRequest { Citation = new Citation { Title = new string('x', length) } });
        var body = IlliadWriter.Transaction(order);
        Assert.Equal(IlliadLimits.MaxField, ((string?)JsonNode.Parse(body.Json)!["LoanTitle"])!.Length);
        Assert.Equal(isCut, body.Losses.Losses.Any(loss => loss.Field == "LoanTitle"));
    }

    [Theory]
    [InlineData("Reader, R.", "Reader", "R.")]
    [InlineData("Rita van Reader", "Reader", "Rita van")]
    [InlineData("Reader", "Reader", null)]
    public void A_name_is_taken_apart_for_an_account(string name, string last, string? first)
    {
        var patron = new Patron { Name = name, Email = "r@home.example" };
        var user = JsonNode.Parse(IlliadWriter.User(new IlliadNewUser("jdoe", patron, null, null)))!;
        Assert.Equal(("jdoe", last, first, "r@home.example"),
            ((string?)user["UserName"], (string?)user["LastName"], (string?)user["FirstName"], (string?)user["EmailAddress"]));
    }

    [Theory]
    [InlineData("2026-04-08T00:00:00", "2026-04-08")]
    [InlineData("2026-04-08T00:00:00.103Z", "2026-04-08")]
    [InlineData("04/08/2026", "2026-04-08")]
    [InlineData("4/8/2026", "2026-04-08")]
    [InlineData("4/8/2026 1:02:03 PM", "2026-04-08")]
    [InlineData("2026-04-08", "2026-04-08")]
    [InlineData("0001-01-01T00:00:00", null)]
    [InlineData("13/13/2026", null)]
    [InlineData("tomorrow", null)]
    [InlineData("", null)]
    public void Dates_are_read_in_both_forms(string written, string? date) => Assert.Equal(
        date is null ? null : DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture),
        Read($$"""{"TransactionNumber":1,"DueDate":"{{written}}"}""")!.DueOn);

    [Theory]
    [InlineData("Awaiting Request Processing", false, "StatusOrErrorReport")]
    [InlineData("awaiting request  processing", false, "StatusOrErrorReport")]
    [InlineData("REQUEST SENT", false, "StatusOrErrorReport")]
    [InlineData("Request Sent", true, "")]
    [InlineData("Awaiting Conditional Request Processing", false, "IllAnswer")]
    [InlineData("Awaiting Unfilled Processing", false, "Message")]
    [InlineData("Awaiting Post Receipt Processing", false, "Shipped")]
    [InlineData("Customer Notified Via E-mail", false, "Shipped")]
    [InlineData("Customer Notified Via E-mail", true, "")]
    [InlineData("Delivered to Web", false, "Shipped")]
    [InlineData("Checked Out to Customer", false, "Shipped")]
    [InlineData("Awaiting Renewal OK Processing", true, "RenewAnswer")]
    [InlineData("Awaiting Denied Renewal Processing", true, "RenewAnswer")]
    [InlineData("Awaiting Recalled Processing", true, "Recall")]
    [InlineData("Awaiting Return Label Printing", true, "")]
    [InlineData("Request Finished", true, "CheckedIn")]
    [InlineData("Request Finished", false, "Shipped CheckedIn")]
    [InlineData("Cancelled by Customer", false, "IllAnswer")]
    [InlineData("Cancelled by Whomever", true, "Message")]
    [InlineData("Lost", true, "Lost")]
    [InlineData("Claims Returned", true, "Message")]
    [InlineData("Awaiting Something of Ours", false, "Message")]
    [InlineData("", false, "Message")]
    public void A_queue_means_what_the_table_says(string status, bool isSupplied, string services) => Assert.Equal(
        services, string.Join(' ', Told(Transaction(status), isSupplied).Select(message => message.Service)));

    [Fact]
    public void A_shipment_says_what_the_transaction_knows()
    {
        var loan = Assert.IsType<IllMessage.Shipped>(Assert.Single(Told(Transaction("Customer Notified via E-Mail",
            """
            ,"DueDate":"04/08/2026","LendingLibrary":"ABC","RenewalsAllowed":"No","LibraryUseOnly":"Yes",
            "ArticleExchangeUrl":"https://x.example/f"
            """))));
        Assert.Equal((ServiceType.Loan, new DueDate(new DateOnly(2026, 4, 8), false), Condition.LibraryUseOnly, "ABC"),
            (loan.ServiceType, loan.Supply.Due, loan.Supply.Condition, loan.Supplier?.Name));
        Assert.Null(loan.Supply.Electronic);

        var copy = Assert.IsType<IllMessage.Shipped>(Assert.Single(Told(Transaction("Delivered to Web",
            ""","RequestType":"Article","DueDate":"04/08/2026","ArticleExchangeUrl":"https://x.example/f" """))));
        Assert.Equal(ServiceType.CopyNonReturnable, copy.ServiceType);
        Assert.Equal("https://x.example/f", copy.Supply.Electronic?.Address);
        Assert.Null(copy.Supply.Due);
        var unsafeLink = Told(Transaction("Delivered to Web", ""","ArticleExchangeUrl":"javascript:alert(1)" """));
        Assert.Null(Assert.IsType<IllMessage.Shipped>(Assert.Single(unsafeLink)).Supply.Electronic);
    }

    [Fact]
    public void A_finished_copy_was_supplied_and_does_not_go_back()
    {
        var copy = Transaction("Request Finished", ""","RequestType":"Article" """);
        Assert.Equal(ServiceType.CopyNonReturnable, Assert.IsType<IllMessage.Shipped>(Assert.Single(Told(copy))).ServiceType);
        Assert.Empty(Told(copy, isSupplied: true));
    }

    [Fact]
    public void A_site_names_its_own_queues()
    {
        var site = new Dictionary<string, IlliadMeaning>
        {
            ["Awaiting Sorting"] = IlliadMeaning.InProcess, ["Request Finished"] = IlliadMeaning.ForStaff,
        };
        Assert.Equal(IlliadMeaning.InProcess, IlliadStatuses.Of("awaiting sorting", site));
        Assert.Equal(IlliadMeaning.ForStaff, IlliadStatuses.Of("Request Finished", site));
        Assert.Equal(IlliadMeaning.Finished, IlliadStatuses.Of("Request Finished", NoneOfSite));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("""{"TransactionNumber":-5}""")]
    [InlineData("""{"TransactionNumber":1.5}""")]
    [InlineData("""{"TransactionNumber":1e5}""")]
    [InlineData("""{"TransactionNumber":"1234567890123456789"}""")]
    [InlineData("""{"TransactionNumber":{"a":1}}""")]
    [InlineData("""{"TransactionNumber":null}""")]
    public void What_has_no_number_is_no_transaction(string json) => Assert.Null(Read(json));

    [Fact]
    public void Fields_of_another_kind_are_tolerated()
    {
        var transaction = Read("""
            {"TransactionNumber":"123456789012345678","TransactionStatus":["a"],"TransactionDate":7,
            "RequestType":{},"DueDate":null,"ArticleExchangeUrl":[]}
            """)!;
        Assert.Equal(("", null, null, null, null),
            (transaction.Status, transaction.StatusAt, transaction.IsLoan, transaction.DueOn, transaction.FileAt));
        Assert.IsType<IllMessage.Message>(Assert.Single(Told(transaction)));
    }

    [Theory]
    [InlineData(IlliadLimits.MaxTransactions, true)]
    [InlineData(IlliadLimits.MaxTransactions + 1, false)]
    public void A_list_is_read_up_to_its_limit(int count, bool isRead)
    {
        var json = "[" + string.Join(',', Enumerable.Range(1, count).Select(i => $$"""{"TransactionNumber":{{i}}}""")) + "]";
        var (all, fault) = IlliadReader.Transactions(Encoding.UTF8.GetBytes(json), IlliadReferenceField.ItemInfo1);
        Assert.Equal((isRead, isRead), (all is not null, fault.Length == 0));
    }

    [Fact]
    public void A_password_is_struck_out_in_its_length()
    {
        const string json = """{"ArticleExchangePassword":"se\"cret","x":[{"password":"p"}],"Password":7,"Status":"open"}""";
        var struck = Encoding.UTF8.GetString(IlliadReader.WithoutPassword(Encoding.UTF8.GetBytes(json)).Span);
        Assert.Equal("""{"ArticleExchangePassword":"********","x":[{"password":"*"}],"Password":7,"Status":"open"}""", struck);
        Assert.Equal("no json", Encoding.UTF8.GetString(IlliadReader.WithoutPassword("no json"u8.ToArray()).Span));
    }

    private static IlliadOrder Order(IllRequest content, string? note = null) => new()
    {
        Content = content, UserName = "jdoe", Reference = "HOME0000042", Note = note,
    };

    private static JsonObject Write(IllRequest content, string? note = null) =>
        JsonNode.Parse(IlliadWriter.Transaction(Order(content, note)).Json)!.AsObject();

    private static IlliadTransaction? Read(string json) =>
        IlliadReader.Transaction(Encoding.UTF8.GetBytes(json), IlliadReferenceField.ItemInfo1).Transaction;

    private static IlliadTransaction Transaction(string status, string more = "") =>
        Read($$"""{"TransactionNumber":5,"TransactionStatus":"{{status}}"{{more}}}""")!;

    private static IReadOnlyList<IllMessage> Told(IlliadTransaction transaction, bool isSupplied = false) =>
        IlliadEvents.ToCanonical(
            transaction, IlliadStatuses.Of(transaction.Status, NoneOfSite), new IlliadAbout(Header, ServiceType.Loan, isSupplied));
}

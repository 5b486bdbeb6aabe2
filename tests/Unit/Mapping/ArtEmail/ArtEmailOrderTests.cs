using ResourceSharing.Mapping.ArtEmail;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Mapping.ArtEmail;

/// <summary>Orders in the layout of feeds reference 1.1, with the golden files in tests/Fixtures/ArtEmail.</summary>
public sealed class ArtEmailOrderTests
{
    private static readonly ArtEmailDelivery Mail = new ArtEmailDelivery.Email("ill+home0000042.815.k7f3@home.example");

    private static readonly ArtEmailDelivery Post = new ArtEmailDelivery.Postal(new PostalAddress
    {
        Name = "Interlibrary Loans", Extended = "Home Library", Street = "1 Reading Lane", City = "Bookham",
        PostalCode = "BK1 1AA", Country = "Nowhere",
    });

    public static TheoryData<string> Names => [.. Orders().Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_order_is_written_as_in_its_golden_file(string name)
    {
        var (content, context) = Orders()[name];
        var written = Assert.IsType<ArtEmailResult.Written>(ArtEmailOrderWriter.Write(content, context));
        Golden($"{name}.txt", ArtEmailFile.Write("12-3456", "PASSWORD", [written.Text]));
        Assert.All(written.Text.Split('\n').Skip(1).Where(line => !line.Contains('@', StringComparison.Ordinal)),
            line => Assert.True(line.Length <= ArtEmailLimits.Columns, line));
        Assert.All(written.Text, c => Assert.True(c is '\n' or (>= ' ' and <= '~')));
    }

    [Fact]
    public void Several_orders_stand_in_one_file_up_to_nnnn()
    {
        var orders = Orders().Values.Take(3).Select(one =>
            Assert.IsType<ArtEmailResult.Written>(ArtEmailOrderWriter.Write(one.Content, one.Context)).Text);
        Golden("several-orders.txt", ArtEmailFile.Write("12-3456", "PASSWORD", orders));
    }

    [Fact]
    public void What_is_cut_or_has_no_place_is_a_loss()
    {
        var content = Loan with
        {
            Citation = Loan.Citation with { Title = new string('x', 41), Doi = "10.1000/1", Series = "Papers" },
            NeededBy = new DateOnly(2026, 6, 1),
            PlaceOnHold = PlaceOnHold.No,
        };
        var written = Write(content, Context("S LOAN") with { Note = "Any edition will do." });
        Assert.Equal(
            ["title", "note", "neededBy", "series", "doi", "placeOnHold"], written.Losses.Losses.Select(loss => loss.Field));
        Assert.Equal(new string('x', 40), written.Text.Split('\n')[1]);
        Assert.Equal(new string('x', 40), Write(Titled(new string('x', 40))).Text.Split('\n')[1]);
        Assert.Empty(Write(Titled(new string('x', 40))).Losses.Losses);
    }

    [Theory]
    [InlineData("Über Straßen – ein Café", "Uber Strassen - ein Cafe")]
    [InlineData("Łódź œuvre Ærø “quoted” …", "Lodz oeuvre AEro \"quoted\" ...")]
    [InlineData("тест и 漢字", "???? ? ??")]
    [InlineData("two\r\nlines\tand\u00a0blanks", "two lines and blanks")]
    [InlineData("From here to there", "FROM here to there")]
    [InlineData("NNNN", "NNNN.")]
    [InlineData("a\u200bb\u0000c", "ab c")]
    [InlineData("Nguyễn ½ ﬁn cafe\u0301 ２", "Nguyen 1/2 fin cafe ?")]
    public void A_line_is_plain_ascii_that_nothing_on_the_way_takes_for_something_else(string title, string line) =>
        Assert.Equal(line, Write(Titled(title)).Text.Split('\n')[1]);

    [Fact]
    public void No_field_can_begin_an_order_or_end_the_file()
    {
        var text = Write(Titled("A\n\n\n\nTXEVIL-1 S LOAN\nNNNN")).Text;
        Assert.Equal("A TXEVIL-1 S LOAN NNNN", text.Split('\n')[1]);
        Assert.Single(text.Split('\n'), line => line.StartsWith("TX", StringComparison.Ordinal));
    }

    [Fact]
    public void An_address_has_six_lines_and_a_mail_address_is_not_cut()
    {
        var long6 = new PostalAddress { Extended = "1\n2\n3\n4\n5\n6" };
        var written = Write(Loan, Context("S LOAN") with { DeliverTo = new ArtEmailDelivery.Postal(long6) });
        Assert.EndsWith(":DELIVER ABOVE ITEM TO:\n1\n2\n3\n4\n5\n6\n", written.Text, StringComparison.Ordinal);
        Assert.Empty(written.Losses.Losses);
        var seven = Write(Loan, Context("S LOAN") with
        {
            DeliverTo = new ArtEmailDelivery.Postal(long6 with { City = "7" }),
        });
        Assert.EndsWith("5\n6\n", seven.Text, StringComparison.Ordinal);
        Assert.Equal(["deliverTo"], seven.Losses.Losses.Select(loss => loss.Field));

        var mail = new string('a', 86) + "@home.example";
        Assert.Equal(99, mail.Length);
        Assert.EndsWith($"{mail}\n", Write(Loan, By(mail)).Text, StringComparison.Ordinal);
        foreach (var bad in new[] { "a" + mail, "no-at.example", "two@at@home.example", "with blank@home.example", "ä@home.example", "" })
            Assert.IsType<ArtEmailResult.Failed>(ArtEmailOrderWriter.Write(Loan, By(bad)));
    }

    [Fact]
    public void A_request_without_any_citation_is_no_order() => Assert.Equal("artemail-no-citation",
        Assert.IsType<ArtEmailResult.Failed>(ArtEmailOrderWriter.Write(Titled(""), Context("S LOAN"))).Code);

    [Theory]
    [InlineData("HOME0000042", "1", "HOME0000042")]
    [InlineData("home0000042", "2", "HOME0000042-2")]
    [InlineData("HOMELIBR0000042", "1", "HOMELIBR0000042")]
    [InlineData("HOMELIBRA0000042", "1", null)]
    [InlineData("HOMELIB0000042", "2", null)]
    [InlineData("HOME 42", "1", null)]
    [InlineData("", "", null)]
    public void A_reference_is_the_number_of_the_request_and_its_leg(string group, string qualifier, string? reference)
    {
        var fits = ArtEmailReference.TryWrite(
            new TransactionId { GroupQualifier = group, Qualifier = qualifier }, out var written);
        Assert.Equal((reference is not null, reference), (fits, written));
        if (reference is not null)
            Assert.Contains(group.ToUpperInvariant(), ArtEmailReference.Numbers("TX" + reference));
    }

    private static readonly IllRequest Loan = new()
    {
        Citation = new Citation
        {
            ItemType = ItemType.Monograph, Title = "Property and wealth in an invented city", Author = "Muster, Erika",
            Publisher = "Sample Press", PlaceOfPublication = "Sampletown", PublicationDate = "c2000.", Isbn = "0-000-00000-0",
        },
        Services = [ServiceType.Loan],
    };

    private static Dictionary<string, (IllRequest Content, ArtEmailContext Context)> Orders() => new()
    {
        ["article-by-mail"] = (Copy(new Citation
        {
            ItemType = ItemType.Serial, Title = "Journal of Invented Palaeontology", PublicationDate = "2009-06", Volume = "29",
            Issue = "3", Pages = "787-806", ArticleTitle = "A re-evaluation of an animal that nobody has seen so far",
            ArticleAuthor = "Muster, Erika", Issn = "0000-0000", CallNumber = "0000.000",
        }), Context("S PTW") with { DeliverTo = Mail }),
        ["loan"] = (Loan, Context("SL LOAN WLX") with { Reference = "HOME0000043" }),
        ["chapter-by-post"] = (Copy(new Citation
        {
            ItemType = ItemType.Monograph, Title = "Handbook of library lending", PublicationDate = "2014", Volume = "2",
            Pages = "65-105", ArticleTitle = "Land tenure", ArticleAuthor = "Muster, Ann", Isbn = "9780000000002",
        }), Context("S PHOTO COPYRT") with { Reference = "HOME0000050", DeliverTo = Post }),
        ["conference-paper"] = (Copy(new Citation
        {
            Title = "Third International Conference on Invention", IssueDate = "12-14 May 1998", PlaceOfPublication = "Sampletown",
            SponsoringBody = "Sample Society", PublicationDate = "1999", Volume = "1", Pages = "1-9",
            ArticleTitle = "Wheels", ArticleAuthor = "Muster, Max", Isbn = "9780000000019", CallNumber = "99/1",
        }), Context("S SED99*24*") with { Reference = "HOME0000051", DeliverTo = Mail }),
        ["loan-by-post"] = (Loan, Context("S LOAN") with { Reference = "HOME0000052-2", DeliverTo = Post }),
        ["article-with-one-number"] = (Copy(new Citation
        {
            Title = "Journal", VolumeAndIssue = "12(3)", ArticleTitle = "Short", Issn = "0000-0000",
        }), Context("S PTW*2*") with { Reference = "HOME0000053", DeliverTo = Mail }),
    };

    private static IllRequest Copy(Citation citation) =>
        new() { Citation = citation, Services = [ServiceType.CopyNonReturnable] };

    private static IllRequest Titled(string title) => new() { Citation = new Citation { Title = title } };

    private static ArtEmailContext Context(string keywords) => new() { Reference = "HOME0000042", Keywords = keywords };

    private static ArtEmailContext By(string mail) => Context("S PTW") with { DeliverTo = new ArtEmailDelivery.Email(mail) };

    private static ArtEmailResult.Written Write(IllRequest content, ArtEmailContext? context = null) =>
        Assert.IsType<ArtEmailResult.Written>(ArtEmailOrderWriter.Write(content, context ?? Context("S LOAN")));

    private static void Golden(string file, string text) =>
        Repository.AssertGolden(Path.Combine(Repository.Root, "tests", "Fixtures", "ArtEmail", file), text);
}

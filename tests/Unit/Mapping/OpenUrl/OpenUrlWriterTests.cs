using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.OpenUrl;

namespace ResourceSharing.Tests.Unit.Mapping.OpenUrl;

public sealed class OpenUrlWriterTests
{
    private static readonly IllRequest Book = new()
    {
        Citation = new Citation
        {
            ItemType = ItemType.Monograph, Title = "Adriaen van de Velde", Subtitle = "Dutch master of landscape",
            Author = "Cornelis, Bart", Publisher = "Sample & Sons", PlaceOfPublication = "London", PublicationDate = "2016",
            Edition = "2nd", Isbn = "9781907372964", OclcNumber = "932386459",
        },
        Patron = new Patron { Identifier = "12345", Name = "Reader, R." },
        NeededBy = new DateOnly(2026, 5, 4),
    };

    private static readonly IllRequest Article = new()
    {
        Citation = new Citation
        {
            ItemType = ItemType.Serial, Title = "Journal of Invented Studies", ArticleTitle = "Grüße", ArticleAuthor = "Sample, Sam",
            PublicationDate = "2009", IssueDate = "2009-09-12", Volume = "12", Issue = "3", Pages = "17-34", Issn = "0272-4634",
            Doi = "10.1/x", PubMedId = "5",
        },
        Services = [ServiceType.CopyNonReturnable],
    };

    [Fact]
    public void ILLiad_takes_a_book_at_its_OpenURL_page_or_by_the_number_of_a_form()
    {
        const string keys = "rft.genre=book&rft.title=Adriaen%20van%20de%20Velde%20%3A%20Dutch%20master%20of%20landscape&rft.date=2016"
            + "&rft.edition=2nd&rft.isbn=9781907372964&rft.au=Cornelis%2C%20Bart&rft.pub=Sample%20%26%20Sons&rft.place=London"
            + "&rfe_dat=932386459&rfr_id=info%3Asid%2Fill.example";
        var target = Target(OpenUrlTemplate.Illiad, "https://ill.example/illiad/") with { Referrer = "ill.example" };
        var link = Write(Book, target);
        Assert.Equal("https://ill.example/illiad/illiad.dll/OpenURL?" + keys, link.Address);
        Assert.Equal(["patron.identifier", "patron.name", "neededBy"], Lost(link));
        Assert.Equal("https://ill.example/illiad/IND/illiad.dll/OpenURL?" + keys, Write(Book, target with { SiteCode = "IND" }).Address);
        Assert.Equal("https://ill.example/illiad/illiad.dll?Action=10&Form=30&" + keys, Write(Book, target with { Form = 30 }).Address);
    }

    [Fact]
    public void ILLiad_has_the_journal_in_jtitle_and_title_and_the_year_alone_in_date()
    {
        var link = Write(Article, Target(OpenUrlTemplate.Illiad, "https://ill.example/illiad"));
        Assert.Equal("https://ill.example/illiad/illiad.dll/OpenURL?rft.genre=article&rft.jtitle=Journal%20of%20Invented%20Studies"
            + "&rft.title=Journal%20of%20Invented%20Studies&rft.atitle=Gr%C3%BC%C3%9Fe&rft.date=2009&rft.month=09&rft.volume=12"
            + "&rft.issue=3&rft.spage=17&rft.epage=34&rft.issn=0272-4634&rft.aulast=Sample&rft.aufirst=Sam&rft.doi=10.1%2Fx", link.Address);
        Assert.Equal(["issueDate", "pubMedId"], Lost(link));
    }

    [Fact]
    public void The_portal_of_Relais_signs_the_patron_in_first()
    {
        var target = Target(OpenUrlTemplate.Relais, "https://relais.example") with { LibrarySymbol = "TEMPLE" };
        var link = Write(Book, target);
        Assert.StartsWith("https://relais.example/user/login.html?group=patron&LS=TEMPLE&dest=discovery&PI=12345&RK=12345&rft.btitle=Adriaen",
            link.Address, StringComparison.Ordinal);
        Assert.Contains("&rft.isbn=9781907372964&rft.oclcnum=932386459&rft.genre=book&rft.au=Cornelis", link.Address, StringComparison.Ordinal);
        Assert.Equal(["patron.name", "neededBy"], Lost(link));
        Assert.NotNull(OpenUrlWriter.Write(new OpenUrlOrder(Book), target with { LibrarySymbol = null }).Fault);
    }

    [Theory]
    [InlineData(OpenUrlTemplate.Tipasa, "https://9.account.example", "https://9.account.example/profile/route/openurl?url_ver=Z39.88-2004&")]
    [InlineData(OpenUrlTemplate.Worldshare, "https://9.account.example/", "https://9.account.example/account/route/wsill/openurl?url_ver=Z39.88-2004&")]
    [InlineData(OpenUrlTemplate.Generic, "https://r.example/menu", "https://r.example/menu?url_ver=Z39.88-2004&")]
    [InlineData(OpenUrlTemplate.Generic, "https://r.example/menu?site=1", "https://r.example/menu?site=1&url_ver=Z39.88-2004&")]
    public void The_others_take_the_standard_at_their_own_address(OpenUrlTemplate template, string url, string start)
    {
        var link = Write(Article, Target(template, url));
        Assert.StartsWith(start + "ctx_ver=Z39.88-2004&ctx_enc=info%3Aofi%2Fenc%3AUTF-8&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal"
            + "&rft.genre=article&rft.jtitle=", link.Address, StringComparison.Ordinal);
        Assert.Contains("&rft_id=info%3Adoi%2F10.1%2Fx&rft_id=info%3Apmid%2F5", link.Address, StringComparison.Ordinal);
        Assert.Empty(Lost(link));
    }

    [Fact]
    public void A_generic_link_carries_patron_note_date_and_pickup_and_says_what_it_does_not()
    {
        var order = new OpenUrlOrder(Book with
        {
            Citation = Book.Citation with { CallNumber = "XY 1", Languages = ["en"] },
            Cost = new CostInfo { WillPayFee = true },
        }, "Two lines\nof it", "Main");
        var (link, _) = OpenUrlWriter.Write(order, Target(OpenUrlTemplate.Generic, "https://r.example/"));
        var read = OpenUrlReaderTests.Read(link!.Address);
        Assert.Equal((Book.Patron, Book.NeededBy), (read.Content.Patron, read.Content.NeededBy));
        Assert.Equal(("Two lines of it", "Main"), (read.Note, read.PickupLocation));
        Assert.Equal(["callNumber", "languages", "cost"], Lost(link));
    }

    [Theory]
    [InlineData(OpenUrlTemplate.Illiad, "title author publisher place date edition isbn oclc")]
    [InlineData(OpenUrlTemplate.Relais, "title author publisher place date edition isbn oclc")]
    [InlineData(OpenUrlTemplate.Tipasa, "title author publisher place date edition isbn oclc doi lccn series")]
    [InlineData(OpenUrlTemplate.Worldshare, "title author publisher place date edition isbn oclc doi lccn series")]
    [InlineData(OpenUrlTemplate.Generic, "title author publisher place date edition isbn oclc doi lccn series")]
    public void What_a_template_carries_is_read_again_whatever_stands_in_it(OpenUrlTemplate template, string carried)
    {
        const int seed = 20260314;
        var random = new Random(seed);
        string[] letters = ["a", "Z", "0", "ä", "ß", "Ж", "中", "📖", "&", "=", "?", "#", "%", "+", " ", "'", "\"", "<", ">", ".", "-", "/"];
        string Text() => $"x{string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => letters[random.Next(letters.Length)]))}y";
        for (var round = 0; round < 300; round++)
        {
            var one = new Citation
            {
                ItemType = ItemType.Monograph, Title = Text(), Author = Text(), Publisher = Text(), PlaceOfPublication = Text(),
                PublicationDate = $"{random.Next(1500, 2030)}", Edition = Text(), Isbn = "9781907372964", OclcNumber = $"{random.Next(1, 999999)}",
                Doi = $"10.{random.Next(1000, 9999)}/a{random.Next()}", LccNumber = $"20{random.Next(10, 99)}", Series = Text(),
            };
            var (link, fault) = OpenUrlWriter.Write(new OpenUrlOrder(new IllRequest { Citation = one }),
                Target(template, "https://x.example") with { LibrarySymbol = "X" });
            Assert.True(fault is null, $"seed {seed}, round {round}: {fault}");
            Assert.All(link!.Address, letter => Assert.InRange(letter, '!', '~'));
            var read = OpenUrlReaderTests.Read(link.Address).Content.Citation;
            (string Name, string? Sent, string? Read)[] fields =
            [
                ("title", one.Title, read.Title), ("author", one.Author, read.Author), ("publisher", one.Publisher, read.Publisher),
                ("place", one.PlaceOfPublication, read.PlaceOfPublication), ("date", one.PublicationDate, read.PublicationDate),
                ("edition", one.Edition, read.Edition), ("isbn", one.Isbn, read.Isbn), ("oclc", one.OclcNumber, read.OclcNumber),
                ("doi", one.Doi, read.Doi), ("lccn", one.LccNumber, read.LccNumber), ("series", one.Series, read.Series),
            ];
            foreach (var (name, sent, got) in fields.Where(field => carried.Split(' ').Contains(field.Name)))
                Assert.True(System.Text.RegularExpressions.Regex.Replace(sent!, " +", " ") == got, $"seed {seed}, round {round}, {name}: {sent} is read as {got}");
        }
    }

    [Fact]
    public void A_link_that_servers_would_cut_is_not_written()
    {
        var target = Target(OpenUrlTemplate.Generic, "https://r.example/");
        (OpenUrlLink? Link, string? Fault) OfNote(int chars) => OpenUrlWriter.Write(new OpenUrlOrder(Book, new string('n', chars)), target);
        var most = OpenUrlLimits.LinkChars - OfNote(1).Link!.Address.Length + 1;
        Assert.Equal(OpenUrlLimits.LinkChars, OfNote(most).Link!.Address.Length);
        Assert.NotNull(OfNote(most + 1).Fault);
    }

    private static OpenUrlTarget Target(OpenUrlTemplate template, string url) => new(template, new Uri(url));

    private static OpenUrlLink Write(IllRequest content, OpenUrlTarget target)
    {
        var (link, fault) = OpenUrlWriter.Write(new OpenUrlOrder(content), target);
        Assert.Null(fault);
        return link!;
    }

    private static IEnumerable<string> Lost(OpenUrlLink link) => link.Losses.Losses.Select(loss => loss.Field);
}

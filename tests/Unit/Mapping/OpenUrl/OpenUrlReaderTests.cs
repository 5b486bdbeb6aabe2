using System.Text;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.OpenUrl;

namespace ResourceSharing.Tests.Unit.Mapping.OpenUrl;

public sealed class OpenUrlReaderTests
{
    [Fact]
    public void A_book_in_the_style_of_ILLiad_comes_without_the_marks_of_its_catalogue_card()
    {
        var read = Read("https://ill.example/illiad/illiad.dll?Action=10&Form=30&rft.genre=book"
            + "&rft.title=Property+and+wealth+in+classical+Sparta+%2F&rft.date=2000.&rft.isbn=0715630407&rft.au=,"
            + "&rft.pub=Duckworth+and+the+Classical+Press+of+Wales&rft.place=London+%3A&rfe_dat=44786349"
            + "&rfr_id=info%3Asid%2Fprimo.exlibrisgroup.com-01NWU_ALMA");
        Assert.Equal((OpenUrlVersion.V10, OpenUrlGenre.Book), (read.Version, read.Genre));
        Same(new Citation
        {
            ItemType = ItemType.Monograph, Title = "Property and wealth in classical Sparta", PublicationDate = "2000",
            Isbn = "0715630407", OclcNumber = "44786349", Publisher = "Duckworth and the Classical Press of Wales",
            PlaceOfPublication = "London",
        }, read.Content.Citation);
        Assert.Equal(ServiceType.Loan, Assert.Single(read.Content.Services));
        Assert.Equal("primo.exlibrisgroup.com-01NWU_ALMA", read.Referrer);
        Assert.Empty(read.Doubts);
        Assert.Equal(["action", "form"], read.Losses.Losses.Select(loss => loss.Field));
    }

    [Fact]
    public void An_article_from_a_discovery_system_ignores_the_identifiers_that_nobody_filled_in()
    {
        var read = Read("?ctx_ver=Z39.88-2004&url_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:journal&rft.genre=article"
            + "&rft.atitle=A%20re-evaluation%20of%20Brachiosaurus…&rft.jtitle=Journal%20of%20Vertebrate%20Paleontology"
            + "&rft.aulast=Taylor&rft.aufirst=Michael%20P.&rft.au=Taylor,%20Michael%20P.&rft.date=2009-09-12&rft.volume=29"
            + "&rft.issue=3&rft.spage=787&rft.epage=806&rft.issn=0272-4634&rft.eissn=1937-2809"
            + "&rft_id=info:doi/10.1671/039.029.0309&rft_id=info:oai/&rft_id=info:pmid/");
        Assert.Equal((OpenUrlVersion.V10, OpenUrlGenre.Article), (read.Version, read.Genre));
        Same(new Citation
        {
            ItemType = ItemType.Serial, Title = "Journal of Vertebrate Paleontology",
            ArticleTitle = "A re-evaluation of Brachiosaurus…", ArticleAuthor = "Taylor, Michael P.", PublicationDate = "2009",
            IssueDate = "2009-09-12", Volume = "29", Issue = "3", Pages = "787-806", Issn = "0272-4634",
            Doi = "10.1671/039.029.0309", OtherNumbers = "ISSN 1937-2809",
        }, read.Content.Citation);
        Assert.Equal(ServiceType.CopyNonReturnable, Assert.Single(read.Content.Services));
        Assert.Empty(read.Losses.Losses);
    }

    [Fact]
    public void A_link_of_version_0_1_says_the_same_with_other_keys()
    {
        var read = Read("?sid=OVID:medline&id=doi:10.1000/182&genre=article&aulast=Smith&aufirst=Ann&issn=1072-303X"
            + "&title=J+Interlib+Loan&atitle=ILL+today&volume=21&issue=4&spage=165&epage=183&date=2011");
        Assert.Equal((OpenUrlVersion.V01, OpenUrlGenre.Article), (read.Version, read.Genre));
        Same(new Citation
        {
            ItemType = ItemType.Serial, Title = "J Interlib Loan", ArticleTitle = "ILL today", ArticleAuthor = "Smith, Ann",
            PublicationDate = "2011", Volume = "21", Issue = "4", Pages = "165-183", Issn = "1072-303X", Doi = "10.1000/182",
        }, read.Content.Citation);
        Assert.Equal("OVID:medline", read.Referrer);
        Assert.Empty(read.Losses.Losses);
    }

    [Fact]
    public void Who_asks_and_how_stands_in_the_keys_of_requester_and_service()
    {
        var read = Read("rft.genre=book&rft.title=Atlas&req_id=P-1&req.lastname=Reader&req.firstname=Rita&req.emailAddress=rita@x.example"
            + "&svc_id=copy&svc.neededBy=2026-05-04&svc.note=Only+chapter+2&svc.pickupLocation=Main&req.group=staff&pid=secret");
        Assert.Equal(
            new Patron { Identifier = "P-1", Name = "Reader, Rita", Email = "rita@x.example", Status = "staff" }, read.Content.Patron);
        Assert.Equal(ServiceType.CopyNonReturnable, read.Content.Services[0]);
        Assert.Equal(new DateOnly(2026, 5, 4), read.Content.NeededBy);
        Assert.Equal(("Only chapter 2", "Main"), (read.Note, read.PickupLocation));
        var loss = Assert.Single(read.Losses.Losses);
        Assert.Equal("pid", loss.Field);
        Assert.DoesNotContain("secret", loss.Detail, StringComparison.Ordinal);
        Assert.Equal("rita@x.example", Read("rft.title=A&req_id=mailto:rita@x.example").Content.Patron!.Email);
    }

    [Theory]
    [InlineData("rft.genre=book&rft.atitle=One&rft.btitle=All", OpenUrlGenre.BookItem, ItemType.Monograph)]
    [InlineData("rft.genre=journal&rft.atitle=One", OpenUrlGenre.Article, ItemType.Serial)]
    [InlineData("rft.genre=Book%20Chapter&rft.title=All", OpenUrlGenre.BookItem, ItemType.Monograph)]
    [InlineData("rft.genre=proceeding&rft.isbn=0715630407", OpenUrlGenre.Proceeding, ItemType.Monograph)]
    [InlineData("rft.genre=proceeding&rft.issn=0272-4634", OpenUrlGenre.Proceeding, ItemType.Serial)]
    [InlineData("rft_val_fmt=info:ofi/fmt:kev:mtx:dissertation&rft.title=All", OpenUrlGenre.Dissertation, ItemType.Monograph)]
    [InlineData("rft_val_fmt=info:ofi/fmt:kev:mtx:journal&rft.title=All", OpenUrlGenre.Journal, ItemType.Serial)]
    [InlineData("rft.genre=unknown&rft.atitle=One&rft.issn=0272-4634", OpenUrlGenre.Article, ItemType.Serial)]
    [InlineData("atitle=One&isbn=0715630407", OpenUrlGenre.BookItem, ItemType.Monograph)]
    [InlineData("isbn=0715630407", OpenUrlGenre.Book, ItemType.Monograph)]
    [InlineData("genre=document&title=All", OpenUrlGenre.Document, ItemType.Other)]
    [InlineData("rft.title=All", OpenUrlGenre.Unknown, null)]
    public void The_kind_is_what_the_link_says_or_what_its_keys_let_us_guess(string query, OpenUrlGenre genre, ItemType? type)
    {
        var read = Read(query);
        Assert.Equal((genre, type), (read.Genre, read.Content.Citation.ItemType));
    }

    [Theory]
    [InlineData("title=Simon & Schuster&date=2000", "Simon & Schuster")]
    [InlineData("title=Simon&Schuster&date=2000", "Simon&Schuster")]
    [InlineData("title=Tom+&+Jerry+=+friends&date=2000", "Tom & Jerry = friends")]
    [InlineData("title=A &amp; B&amp;date=2000", "A & B")]
    [InlineData("title=Atlas&rft.jtitle&date=2000", "Atlas")]
    [InlineData("title=Gr%C3%BC%C3%9Fe&date=2000", "Grüße")]
    [InlineData("title=Gr%FC%DFe&date=2000", "Grüße")]
    [InlineData("title=100%+wool&date=2000", "100% wool")]
    [InlineData("title=%7B%7Bcontrol/title%7D%7DAtlas&date=2000", "Atlas")]
    [InlineData("title={{control/title}}&date=2000", null)]
    [InlineData("title=%20Atlas%0D%0A%20of%00the%E2%80%AE%20world%20=%20&date=2000", "Atlas of the world")]
    [InlineData("TITLE=Atlas%20;&Date=2000#top", "Atlas")]
    public void Values_are_cleaned_of_what_senders_forget(string query, string? title)
    {
        var read = Read(query);
        Assert.Equal((title, "2000"), (read.Content.Citation.Title, read.Content.Citation.PublicationDate));
    }

    [Fact]
    public void Octets_that_nobody_escaped_are_read_in_either_charset()
    {
        byte[] latin = [.. "title=Gr"u8, 0xFC, 0xDF, .. "e&au=M\u00fcller"u8];
        var read = ((OpenUrlReading.Understood)OpenUrlReader.Read(latin)).Request.Content.Citation;
        Assert.Equal(("Grüße", "Müller"), (read.Title, read.Author));
    }

    [Theory]
    [InlineData("date=%5B1999%5D", "1999", null)]
    [InlineData("date=c2001.", "2001", null)]
    [InlineData("date=%C2%A92001", "2001", null)]
    [InlineData("year=1987", "1987", null)]
    [InlineData("issn=0272-4634&date=20090912", "2009", "2009-09-12")]
    [InlineData("issn=0272-4634&date=200909", "2009", "2009-09")]
    [InlineData("issn=0272-4634&year=2009&month=9", "2009", "2009-09")]
    [InlineData("issn=0272-4634&date=2009&month=Fall", "2009", "Fall 2009")]
    [InlineData("isbn=0715630407&date=2009-09-12", "2009-09-12", null)]
    [InlineData("date=.", null, null)]
    public void Dates_lose_their_brackets_and_journals_have_two(string query, string? published, string? issue)
    {
        var read = Read(query).Content.Citation;
        Assert.Equal((published, issue), (read.PublicationDate, read.IssueDate));
    }

    [Theory]
    [InlineData("rft.au=Smith, A.&rft.au=Jones, B.", "Smith, A.; Jones, B.")]
    [InlineData("rft.aulast=Smith&rft.auinit=A.", "Smith, A.")]
    [InlineData("rft.aulast=Smith&rft.auinit1=A.&rft.auinitm=B.", "Smith, A. B.")]
    [InlineData("rft.aulast=Smith&rft.aufirst=Ann&rft.ausuffix=III", "Smith, Ann, III")]
    [InlineData("rft.au=,&rft.aucorp=Sample+Society", "Sample Society")]
    [InlineData("rft.creator=Smith", "Smith")]
    public void Authors_come_in_many_keys(string query, string author) => Assert.Equal(author, Read(query).Content.Citation.Author);

    [Fact]
    public void Numbers_are_found_wherever_they_stand_and_doubtful_ones_are_kept_as_they_came()
    {
        var read = Read("rft.isbn=0715630408&rft.eisbn=978-0-7156-3040-2&rft_id=urn:ISBN:0715630407&rft_id=https://doi.org/10.1000/182"
            + "&rft_id=pmid:123&rft_id=info:oclcnum/77&rft_id=info:lccn/2001-1&rft_id=info:bibcode/2009X&rft_id=http://x.example/y"
            + "&rft.mms_id=99&rft.sici=S1&rft.dat=%3Cmms%3E");
        var one = read.Content.Citation;
        Assert.Equal(("978-0-7156-3040-2", "10.1000/182", "123", "77", "2001-1"), (one.Isbn, one.Doi, one.PubMedId, one.OclcNumber, one.LccNumber));
        Assert.Equal("ISBN 0715630408; ISBN 0715630407; SICI S1", one.OtherNumbers);
        Assert.Equal([new SystemNumber("bibcode", "2009X"), new SystemNumber("mms", "99")], one.SystemNumbers);
        Assert.Equal(["rft_id", "rft.dat"], read.Losses.Losses.Select(loss => loss.Field));

        var doubtful = Read("rft.isbn=0715630408&rft.issn=0272-4635&rft.doi=doi:10.1/x&rfe_dat=(OCoLC)ocm1");
        Assert.Equal(("0715630408", "0272-4635", "10.1/x"),
            (doubtful.Content.Citation.Isbn, doubtful.Content.Citation.Issn, doubtful.Content.Citation.Doi));
        Assert.Equal(["isbn", "issn"], doubtful.Doubts);
        Assert.Equal("5", Read("rft.isbn=0715630407&rfe_dat=(OCoLC)5").Content.Citation.OclcNumber);
    }

    [Fact]
    public void What_has_no_field_goes_into_the_note_and_foreign_keys_are_named_without_their_values()
    {
        var read = Read("rft.genre=article&rft.jtitle=J&rft.part=B&rft.quarter=3&rft.pages=e12&rft.artnum=e12&HeldLocally=N&rft.genre=article");
        Assert.Equal("Part: B\nQuarter: 3", read.Note);
        Assert.Equal("e12", read.Content.Citation.Pages);
        Assert.Equal(
            [new Loss("rft.part", LossKind.MovedToNote, "has no field of its own"),
                new Loss("rft.quarter", LossKind.MovedToNote, "has no field of its own"),
                new Loss("heldlocally", LossKind.Dropped, "a key that means nothing here")],
            read.Losses.Losses);
    }

    [Fact]
    public void A_link_of_version_1_0_may_have_keys_of_0_1_among_its_own()
    {
        var read = Read("genre=Book&sid=BD&HeldLocally=N&rft.title=Atlas&rft.dat=730926717");
        Assert.Equal((OpenUrlVersion.V10, OpenUrlGenre.Book, "BD"), (read.Version, read.Genre, read.Referrer));
        Assert.Equal("730926717", read.Content.Citation.OclcNumber);
    }

    [Fact]
    public void A_query_may_be_as_long_and_have_as_many_keys_as_the_limits_say_and_no_more()
    {
        var start = "title=A&x=";
        var most = start + new string('y', OpenUrlLimits.QueryOctets - start.Length);
        Assert.IsType<OpenUrlReading.Understood>(OpenUrlReader.Read(most));
        Assert.IsType<OpenUrlReading.Refused>(OpenUrlReader.Read(most + "y"));

        var keys = string.Join('&', Enumerable.Range(0, OpenUrlLimits.Pairs).Select(i => $"k{i}=1"));
        var read = Read(keys);
        Assert.Equal(OpenUrlLimits.Losses, read.Losses.Losses.Count);
        Assert.IsType<OpenUrlReading.Refused>(OpenUrlReader.Read(keys + "&title=A"));
    }

    [Fact]
    public void A_value_may_be_as_long_as_the_limit_says_and_is_cut_behind_it()
    {
        var whole = Read("title=" + new string('a', OpenUrlLimits.ValueChars));
        Assert.Equal(OpenUrlLimits.ValueChars, whole.Content.Citation.Title!.Length);
        Assert.Empty(whole.Losses.Losses);
        var cut = Read("title=" + new string('a', OpenUrlLimits.ValueChars - 1) + "%F0%9F%93%96b");
        Assert.Equal(new string('a', OpenUrlLimits.ValueChars - 1), cut.Content.Citation.Title);
        Assert.Equal("title", Assert.Single(cut.Losses.Losses).Field);

        var authors = string.Join('&', Enumerable.Range(0, OpenUrlLimits.Repeats).Select(i => $"rft.au=A{i}"));
        Assert.Empty(Read(authors).Losses.Losses);
        Assert.Equal("rft.au", Assert.Single(Read(authors + "&rft.au=B").Losses.Losses).Field);

        var key = new string('k', OpenUrlLimits.KeyChars);
        Assert.Single(Read($"{key}=1").Losses.Losses);
        Assert.Empty(Read($"{key}k=1").Losses.Losses);
    }

    [Fact]
    public void Whatever_comes_something_is_read_and_nothing_thrown()
    {
        const int seed = 3988;
        var random = new Random(seed);
        const string link = "https://x.example/?rft.genre=article&rft.atitle=A%20re%C3%BC&rft.au=T,%20M&rft.date=2009-09-12&rft_id=info:doi/10.1/2&amp;x";
        for (var round = 0; round < 5000; round++)
        {
            var octets = Encoding.UTF8.GetBytes(link);
            for (var i = random.Next(1, 12); i > 0; i--)
                octets[random.Next(octets.Length)] = (byte)random.Next(256);
            var reading = OpenUrlReader.Read(octets.AsSpan(0, random.Next(octets.Length)));
            Assert.True(reading is OpenUrlReading.Understood, $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void The_worst_queries_are_read_in_a_moment()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var unit in (string[])["&", "%7B%7B", "a=&", "&b", "%", "=", "a=,+/;&", "amp;", "rft_id=info:doi/&"])
            _ = OpenUrlReader.Read("title=x&" + string.Concat(Enumerable.Repeat(unit, OpenUrlLimits.QueryOctets / (unit.Length + 1))));
        Assert.True(watch.ElapsedMilliseconds < 2000, $"{watch.ElapsedMilliseconds} ms");
    }

    internal static OpenUrlRequest Read(string query) =>
        Assert.IsType<OpenUrlReading.Understood>(OpenUrlReader.Read(query)).Request;

    /// <summary>Lists are compared by what is in them.</summary>
    private static void Same(Citation expected, Citation actual)
    {
        Assert.Equal(expected.SystemNumbers, actual.SystemNumbers);
        Assert.Equal(expected.Languages, actual.Languages);
        Assert.Equal(expected with { SystemNumbers = actual.SystemNumbers, Languages = actual.Languages }, actual);
    }
}

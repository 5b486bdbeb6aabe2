using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Locate;
using ResourceSharing.Mapping.Z3950;

namespace ResourceSharing.Tests.Unit.Mapping.Locate;

public sealed class LocateQuestionTests
{
    private static readonly HashSet<LocateField> Everything = [.. Enum.GetValues<LocateField>()];

    [Theory]
    [InlineData("0-306-40615-2", "9780306406157", "0306406152")]
    [InlineData("978-0-306-40615-7 (pbk.)", "9780306406157", "0306406152")]
    [InlineData("ISBN 080442957x", "9780804429573", "080442957X")]
    [InlineData("9791090636071", "9791090636071", null)]
    [InlineData("0306406153", "0306406153", null)]
    [InlineData("12345", null, null)]
    [InlineData("", null, null)]
    public void An_isbn_is_asked_for_in_both_forms(string given, string? first, string? second)
    {
        var question = LocateQuestion.Of(new Citation { Isbn = given });
        Assert.Equal((first, second), (question.Isbn, question.Isbn10));
    }

    [Fact]
    public void Numbers_go_before_words()
    {
        var plan = Plan(new Citation
        {
            Isbn = "0306406152", OclcNumber = "(OCoLC)ocm00012345", Title = "The Fossil Record", Author = "Nobody, A.",
        });
        Assert.Equal(
            ["bath.isbn = \"9780306406157\" or bath.isbn = \"0306406152\"", "x.oclc = \"12345\""], plan.Select(Cql));
        Assert.Equal("@or @attr 1=7 \"9780306406157\" @attr 1=7 \"0306406152\"", Rpn(plan[0]));
    }

    [Fact]
    public void Words_are_asked_for_when_there_is_no_number()
    {
        var plan = Plan(new Citation { Title = "Fossils: a \"record\"*", Author = "Anna M. Nobody" });
        Assert.Equal("dc.title all \"Fossils a record\" and dc.creator all \"Nobody\"", Cql(Assert.Single(plan)));
        Assert.Equal("@and @attr 1=4 @attr 4=6 \"Fossils a record\" @attr 1=1003 @attr 4=6 \"Nobody\"", Rpn(plan[0]));
    }

    [Fact]
    public void An_article_is_looked_for_by_its_journal()
    {
        var question = LocateQuestion.Of(new Citation
        {
            Title = "Journal of Inventions", Issn = "1234567x", ArticleTitle = "On nothing", Volume = "Vol. 12",
            IssueDate = "20040301",
        });
        Assert.Equal(("1234-567X", 2004, 12, true), (question.Issn, question.Year, question.Volume, question.IsSerial));
        Assert.Equal("bath.issn = \"1234-567X\"", Cql(Assert.Single(LocateQuery.Plan(question, Everything))));
    }

    [Fact]
    public void A_chapter_is_looked_for_by_its_book()
    {
        var question = LocateQuestion.Of(new Citation { Isbn = "0306406152", ArticleTitle = "A chapter", Volume = "2" });
        Assert.False(question.IsSerial);
    }

    [Fact]
    public void A_catalogue_is_only_asked_for_what_it_can_be_searched_by()
    {
        var question = LocateQuestion.Of(new Citation { OclcNumber = "12345", Title = "Fossils" });
        Assert.Equal("dc.title all \"Fossils\"", Cql(Assert.Single(
            LocateQuery.Plan(question, new HashSet<LocateField> { LocateField.Title }))));
        Assert.Empty(LocateQuery.Plan(question, new HashSet<LocateField> { LocateField.Isbn }));
        Assert.Empty(Plan(new Citation { Doi = "10.1/x" }));
        Assert.Empty(Plan(new Citation { Title = "?!", Author = "," }));
    }

    [Fact]
    public void The_same_book_is_the_same_question_however_its_number_is_written() => Assert.Equal(
        LocateQuestion.Of(new Citation { Isbn = "0-306-40615-2" }), LocateQuestion.Of(new Citation { Isbn = "9780306406157" }));

    [Fact]
    public void A_title_too_long_for_an_address_is_cut()
    {
        var query = Assert.Single(Plan(new Citation { Title = new string('x', 100_000) }));
        Assert.True(Cql(query).Length < 1_000);
    }

    private static IReadOnlyList<LocateQuery> Plan(Citation citation) =>
        LocateQuery.Plan(LocateQuestion.Of(citation), Everything);

    private static string Cql(LocateQuery query) => LocateCql.Write(query, new Dictionary<LocateField, string>
    {
        [LocateField.Isbn] = "bath.isbn", [LocateField.Issn] = "bath.issn", [LocateField.Oclc] = "x.oclc",
        [LocateField.Title] = "dc.title", [LocateField.Author] = "dc.creator",
    })!;

    private static string Rpn(LocateQuery query) => LocateRpn.Write(
        query, new Dictionary<LocateField, int> { [LocateField.Isbn] = 7, [LocateField.Title] = 4, [LocateField.Author] = 1003 },
        [new Bib1Attribute(4, 6)]).ToString();
}

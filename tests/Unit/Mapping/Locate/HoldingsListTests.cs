using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Locate;

namespace ResourceSharing.Tests.Unit.Mapping.Locate;

public sealed class HoldingsListTests
{
    private const string Head = "issn,isbn,oclc,fromYear,toYear,branch,location,callNumber\n";

    [Theory]
    [InlineData("1979", false)]
    [InlineData("1980", true)]
    [InlineData("1999", true)]
    [InlineData("2000", false)]
    [InlineData(null, true)]
    [InlineData("n.d.", true)]
    public void A_journal_is_held_in_its_years(string? year, bool isHeld)
    {
        var list = Read(Head + "0272-4634,,,1980,1999,Main,Stacks,Z 1\n");
        var answer = list.Find(new Citation { Issn = "02724634", PublicationDate = year });
        Assert.Equal(isHeld, answer.IsHeld);
        Assert.Contains("0272-4634", answer.Text, StringComparison.Ordinal);
        Assert.Equal(isHeld ? "Stacks" : null, answer.Rows is [var row, ..] ? row.Location : null);
    }

    [Fact]
    public void Every_number_of_a_citation_is_looked_up_in_every_form()
    {
        var list = Read(Head + ",0-7156-3040-7,,,,,,\n,,ocm00012345,,,,,\n");
        Assert.True(list.Find(new Citation { Isbn = "9780715630402" }).IsHeld);
        Assert.True(list.Find(new Citation { OclcNumber = "(OCoLC)12345" }).IsHeld);
        Assert.True(list.Find(new Citation { Isbn = "9783161484100", OtherNumbers = "978-0-7156-3040-2" }).IsHeld);
        Assert.False(list.Find(new Citation { Isbn = "9783161484100" }).IsHeld);
        Assert.Null(list.Find(new Citation { Title = "On Examples" }).IsHeld);
    }

    [Fact]
    public void Columns_come_in_any_order_with_any_separator()
    {
        var list = Read("\uFEFFtoYear;ISSN\n\n1990;1072-303X\n");
        Assert.Equal(1, list.Count);
        Assert.False(list.Find(new Citation { Issn = "1072-303X", IssueDate = "1991-05" }).IsHeld);
    }

    [Theory]
    [InlineData("", 1, "name the columns")]
    [InlineData("title\nx\n", 1, "name the columns")]
    [InlineData("issn,colour\n", 1, "no column 'colour'")]
    [InlineData("issn,fromYear,toYear\n0272-4634,1980,1979\n", 2, "after toYear")]
    [InlineData("issn,fromYear\n0272-4634,80\n", 2, "four digits")]
    [InlineData("issn\n0272-463\n", 2, "no ISSN")]
    [InlineData("isbn\n12\n", 2, "no ISBN")]
    [InlineData("oclc\nabc\n", 2, "no OCLC")]
    [InlineData("issn,fromYear\n,1980\n", 2, "neither")]
    [InlineData("issn\n0272-4634,1\n", 2, "2 fields")]
    public void What_is_wrong_is_told_with_its_line(string text, int line, string fault)
    {
        var (list, faults) = HoldingsList.Read(text);
        Assert.Null(list);
        var told = Assert.Single(faults);
        Assert.Equal(line, told.Line);
        Assert.Contains(fault, told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_a_limit_on_rows_and_on_faults()
    {
        var rows = string.Concat(Enumerable.Repeat("0272-4634\n", HoldingsList.MaxRows));
        Assert.Equal(HoldingsList.MaxRows, Read($"issn\n{rows}").Count);
        Assert.Contains("more than", Assert.Single(HoldingsList.Read($"issn\n{rows}0272-4634\n").Faults).Text, StringComparison.Ordinal);
        Assert.Equal(HoldingsList.MaxFaults, HoldingsList.Read("issn\n" + string.Concat(Enumerable.Repeat("x\n", 100))).Faults.Count);
    }

    private static HoldingsList Read(string text)
    {
        var (list, faults) = HoldingsList.Read(text);
        Assert.Empty(faults);
        return list!;
    }
}

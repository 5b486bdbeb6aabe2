using ResourceSharing.Mapping.Locate;

namespace ResourceSharing.Tests.Unit.Mapping.Locate;

public sealed class CoverageStatementTests
{
    private const CoverageVerdict Contains = CoverageVerdict.Contains;
    private const CoverageVerdict Excludes = CoverageVerdict.Excludes;
    private const CoverageVerdict NotReadable = CoverageVerdict.NotReadable;

    [Theory]
    [InlineData("v.1(1990)-v.20(2009)", 1990, Contains)]
    [InlineData("v.1(1990)-v.20(2009)", 2009, Contains)]
    [InlineData("v.1(1990)-v.20(2009)", 2010, Excludes)]
    [InlineData("v.1(1990)-", 2024, Contains)]
    [InlineData("v.1(1990)-", 1989, Excludes)]
    [InlineData("1990-1995, 1997-2000", 1996, Excludes)]
    [InlineData("1990-1995, 1997-2000", 1999, Contains)]
    [InlineData("v.1-3 (1990), v.5-6 (1992)", 1991, Excludes)]
    [InlineData("1990-95", 1993, Contains)]
    [InlineData("1990-95", 1996, Excludes)]
    [InlineData("Bd. 3.1985 -", 2001, Contains)]
    [InlineData("1990", 1990, Contains)]
    [InlineData("1990", 1991, Excludes)]
    [InlineData("Available from 1997 volume: 1 issue: 1 until 2005 volume: 8.", 2001, Contains)]
    [InlineData("Available from 1997 volume: 1 issue: 1 until 2005 volume: 8.", 2006, Excludes)]
    [InlineData("Available from 1997.", 2020, Contains)]
    [InlineData("Available until 2005.", 1950, Contains)]
    [InlineData("Available until 2005.", 2006, Excludes)]
    [InlineData("Available from 1997. Most recent 1 year(s) not available.", 2024, Contains)]
    [InlineData("Available from 1997. Most recent 1 year(s) not available.", 2026, Excludes)]
    [InlineData("Available from 1997. Most recent 18 month(s) not available.", 2025, Excludes)]
    [InlineData("Available from 1997. Most recent 5 year(s) available.", 2024, Contains)]
    [InlineData("Available from 1997. Most recent 5 year(s) available.", 2010, Excludes)]
    [InlineData("1990-2000, lacks 1994", 1993, Contains)]
    [InlineData("1990-2000, lacks 1994", 1994, NotReadable)]
    [InlineData("1990-2000 (incomplete)", 1994, NotReadable)]
    [InlineData("v.1-20", 1994, NotReadable)]
    [InlineData("some issues", 1994, NotReadable)]
    [InlineData("", 1994, NotReadable)]
    public void A_year_is_in_it_or_not(string statement, int year, CoverageVerdict verdict) =>
        Assert.Equal(verdict, CoverageStatement.Judge(statement, year, null, 2026));

    [Theory]
    [InlineData("v.1-20", 20, Contains)]
    [InlineData("v.1-20", 21, Excludes)]
    [InlineData("v.1-v.20", 5, Contains)]
    [InlineData("Vol. 3-", 99, Contains)]
    [InlineData("Vol. 3", 4, Excludes)]
    [InlineData("v.1-20, lacks v.3", 3, NotReadable)]
    [InlineData("1-20", 5, NotReadable)]
    public void A_volume_is_in_it_or_not(string statement, int volume, CoverageVerdict verdict) =>
        Assert.Equal(verdict, CoverageStatement.Judge(statement, 1994, volume, 2026));

    [Fact]
    public void Nothing_that_a_catalogue_writes_throws()
    {
        const int seed = 866;
        var random = new Random(seed);
        const string pieces = "0123456789-()., vVBd–:;/<>[]until from most recent lacks";
        for (int round = 0; round < 20_000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));
            Assert.True(Enum.IsDefined(CoverageStatement.Judge(text, 1990, 5, 2026)), $"seed {seed}: {text}");
        }
    }
}

using ResourceSharing.Mapping.Canonical;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping;

/// <summary>Pages from and to, and how many they are.</summary>
public class PageRangeTests
{
    [Theory]
    [InlineData("11-25", "11-25", 15)]
    [InlineData(" 40 ", "40", 1)]
    [InlineData("123-30", "123-130", 8)]
    [InlineData("xi - xx", "xi-xx", 10)]
    [InlineData("11\u201325", "11-25", 15)]
    [InlineData("MCMXC", "MCMXC", 1)]
    public void A_range_is_read_and_counted(string text, string written, int pages)
    {
        Assert.True(PageRange.TryParse(text, out var range));
        Assert.Equal((written, pages), (range.ToString(), range.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("25-11")]
    [InlineData("xi-25")]
    [InlineData("iiii")]
    [InlineData("civil")]
    [InlineData("1-2-3")]
    [InlineData("e17")]
    [InlineData("-5")]
    [InlineData("99999999999")]
    [InlineData("1234567890123")]
    public void Anything_else_is_no_range(string? text) => Assert.False(PageRange.TryParse(text, out _));

    [Theory]
    [InlineData("pp. 11-25, 30; xi", 17)]
    [InlineData("p. 5", 1)]
    [InlineData("11-25, passim", null)]
    [InlineData(null, null)]
    public void Pages_as_cited_are_counted_where_they_can_be_read(string? cited, int? pages) =>
        Assert.Equal(pages, PageRange.Count(PageRange.ReadAll(cited)));

    [Fact]
    public void So_many_ranges_are_read_and_no_more()
    {
        var most = string.Join(',', Enumerable.Range(1, PageRange.MaxRanges));
        Assert.Equal(PageRange.MaxRanges, PageRange.ReadAll(most).Count);
        Assert.Empty(PageRange.ReadAll(most + ",60"));
    }

    [Fact]
    public void What_was_written_is_read_again_as_the_same()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var (from, length) = (random.Next(1, 5_000), random.Next(1, 400));
            Assert.True(PageRange.TryParse($"{from}-{from + length - 1}", out var range), $"seed {seed}");
            Assert.Equal(length, range.Length);
            Assert.True(PageRange.TryParse(range.ToString(), out var again) && again == range, $"seed {seed}: {range}");
        }
    }

    [Fact]
    public void A_part_says_its_pages_and_the_rest_in_a_note()
    {
        PageRange[] pages = [new PageRange("xi", "xx"), new PageRange("40", "40")];
        var part = new RequestedPart { Chapters = "3, 5", IsFullChapter = true, Pages = pages, HasImages = true };
        Assert.Equal(("xi-xx, 40", 11, "Whole chapter: 3, 5. With images."), (part.ToPages(), part.RequiredPages, part.ToNote()));
        Assert.Equal("whole chapter 3, 5", (part with { Pages = [] }).ToPages());
        Assert.Equal((null, null, null), (new RequestedPart().ToPages(), new RequestedPart().RequiredPages, new RequestedPart().ToNote()));
    }
}

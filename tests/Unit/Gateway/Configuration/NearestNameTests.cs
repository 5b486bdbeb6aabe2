using ResourceSharing.Gateway.Configuration;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "abd", 1)]
    [InlineData("abc", "ab", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_typing_errors(string a, string b, int distance)
    {
        Assert.Equal(distance, NearestName.Distance(a, b));
        Assert.Equal(distance, NearestName.Distance(b, a));
    }

    [Theory]
    [InlineData("isoil", "isoIll")]
    [InlineData("HTTP", "http")]
    [InlineData("lsiteners", "listeners")]
    [InlineData("listnrs", "listeners")]
    [InlineData("lis", "listeners")]
    [InlineData("listenersOfTheGateway", "listeners")]
    [InlineData("li", null)]
    [InlineData("ssl", null)]
    [InlineData("xyz", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_found(string name, string? expected) =>
        Assert.Equal(expected, NearestName.Find(name, ["listeners", "isoIll", "http", "tls"]));

    [Fact]
    public void Of_two_equally_near_names_the_first_in_order_is_taken() =>
        Assert.Equal("aaab", NearestName.Find("aaaa", ["aaac", "aaab"]));

    [Fact]
    public void Names_longer_than_the_limit_are_not_compared()
    {
        var longest = new string('a', ConfigLimits.MaxComparedCharacters);
        Assert.Equal(longest, NearestName.Find(longest[1..] + "b", [longest]));
        Assert.Null(NearestName.Find(longest + "b", [longest]));
        Assert.Null(NearestName.Find(longest, [longest + "b"]));
    }

    [Fact]
    public void A_long_list_of_known_names_is_cut()
    {
        var known = Enumerable.Range(0, 1000).Select(i => $"P{i:0000}").ToList();
        Assert.EndsWith(", P0039 and 960 more", NearestName.Hint("zzzzzzz", known, "known are"),
            StringComparison.Ordinal);
    }
}

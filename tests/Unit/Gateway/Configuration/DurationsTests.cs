using ResourceSharing.Gateway.Configuration;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("0s", 0)]
    [InlineData("500ms", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("2h", 7200)]
    [InlineData("14d", 1209600)]
    public void A_duration_is_read_and_written(string text, double seconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
        Assert.Equal(text, Durations.Format(duration));
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("1.5h")]
    [InlineData("5 m")]
    [InlineData("5M")]
    [InlineData("1h30m")]
    [InlineData("1234567890s")]
    [InlineData("999999999d")]
    [InlineData("\u0663s")]
    public void Anything_else_is_refused(string text) => Assert.False(Durations.TryParse(text, out _));

    [Fact]
    public void The_largest_unit_that_divides_is_written() =>
        Assert.Equal(["90s", "36h", "1d"],
            new[] { 90, 129_600, 86_400 }.Select(s => Durations.Format(TimeSpan.FromSeconds(s))));
}

using ResourceSharing.Gateway.Configuration;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

/// <summary>When a job runs, as people write it.</summary>
public sealed class JobScheduleTests
{
    [Theory]
    [InlineData("0 2 * * *")]
    [InlineData("*/15 6-20 * * 1-5")]
    [InlineData("every 1s")]
    [InlineData("every 366d")]
    [InlineData("off")]
    public void A_schedule_is_read_and_kept_as_it_was_written(string text)
    {
        Assert.True(JobSchedule.TryParse(text, out var schedule));
        Assert.Equal(text, schedule.Text);
        Assert.Equal(text == "off", schedule.IsOff);
        Assert.Equal(JobSchedule.Parse(text), schedule);
    }

    [Theory]
    [InlineData("")]
    [InlineData("never")]
    [InlineData("0 2 * *")]
    [InlineData("0 0 2 * * ? 2030 5")]
    [InlineData("61 2 * * *")]
    [InlineData("every")]
    [InlineData("every 0s")]
    [InlineData("every 999ms")]
    [InlineData("every 367d")]
    [InlineData("every day")]
    public void What_is_no_schedule_is_refused(string text) => Assert.False(JobSchedule.TryParse(text, out _));

    [Fact]
    public void The_first_field_is_the_minute_and_the_second_the_hour()
    {
        var after = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        var next = JobSchedule.Parse("30 2 * * *").Cron!.WithTimeZone(TimeZoneInfo.Utc).GetNextValidTimeAfter(after);
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 2, 30, 0, TimeSpan.Zero), next);
    }

    [Fact]
    public void A_mistake_is_reported_where_it_stands()
    {
        using var configuration = new TemporaryConfiguration();
        configuration.Write("gateway.yaml", $"{TemporaryConfiguration.Gateway}\njobs:\n  expiry: at night\n");
        var fault = Assert.Single(configuration.Load().Faults);
        Assert.Contains("expiry", fault.Message, StringComparison.Ordinal);
        Assert.Contains("every 15m", fault.Message, StringComparison.Ordinal);
        Assert.Equal((7, 11), (fault.Line, fault.Column));
    }
}

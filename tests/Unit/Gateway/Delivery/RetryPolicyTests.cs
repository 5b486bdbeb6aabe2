using FsCheck;
using FsCheck.Fluent;
using ResourceSharing.Gateway.Delivery;

namespace ResourceSharing.Tests.Unit.Gateway.Delivery;

/// <summary>The arithmetic of the waits.</summary>
public sealed class RetryPolicyTests
{
    private static readonly RetryPolicy Policy =
        new(TimeSpan.FromSeconds(30), 2, TimeSpan.FromHours(1), TimeSpan.FromDays(5), 50);

    [Fact]
    public void Waits_double_from_the_first_to_the_longest()
    {
        var waits = Enumerable.Range(1, 10).Select(attempt => (Policy with { JitterPercent = 0 }).WaitAfter(attempt, 0.5).TotalSeconds);
        Assert.Equal([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600], waits);
    }

    [Fact]
    public void A_wait_strays_from_its_plain_length_by_the_jitter_at_most() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(
            (from attempts in Gen.Choose(-5, 5000)
             from chance in Gen.Choose(0, 999_999)
             from jitter in Gen.Choose(0, 100)
             select (attempts, chance: chance / 1_000_000.0, jitter)).ToArbitrary(),
            sample =>
            {
                var plain = (Policy with { JitterPercent = 0 }).WaitAfter(sample.attempts, 0);
                var wait = (Policy with { JitterPercent = sample.jitter }).WaitAfter(sample.attempts, sample.chance);
                return wait >= plain * (1 - (sample.jitter / 100.0)) - TimeSpan.FromMilliseconds(1)
                    && wait <= plain * (1 + (sample.jitter / 100.0)) + TimeSpan.FromMilliseconds(1);
            }));

    [Fact]
    public void A_message_is_over_when_the_next_attempt_would_be_after_its_lifetime()
    {
        var decided = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        Assert.False(Policy.IsOver(decided, decided.AddDays(5)));
        Assert.True(Policy.IsOver(decided, decided.AddDays(5).AddTicks(1)));
    }
}

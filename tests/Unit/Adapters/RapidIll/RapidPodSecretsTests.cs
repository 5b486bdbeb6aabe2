using System.Text;
using ResourceSharing.Adapters.RapidIll;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Tests.Unit.Adapters.RapidIll;

public sealed class RapidPodSecretsTests
{
    [Theory]
    [InlineData("<Password>canary</Password>")]
    [InlineData("<r:Password a='>'>canary</r:Password>")]
    [InlineData("<Password><![CDATA[canary]]></Password>")]
    [InlineData("<Password><!--x-->canary</Password>")]
    [InlineData("<Password><!--a<b-->canary</Password>")]
    [InlineData("<Password>x<?y?>canary</Password>")]
    [InlineData("<Password>x<y/>canary</Password>")]
    [InlineData("<UserName>canary")]
    [InlineData("<ArticleExchangePassword >canary</ArticleExchangePassword>")]
    public void What_cannot_be_read_is_kept_without_its_secrets(string body)
    {
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            var kept = Encoding.Latin1.GetString(RapidPodSecrets.Blanked(encoding.GetBytes($"<input>{body}")).Span);
            Assert.DoesNotContain("canary", kept, StringComparison.Ordinal);
            Assert.Contains("***", kept, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_what_is_too_long_the_beginning_is_kept() => Assert.Equal(
        RapidPodLimits.KeptOctets, RapidPodSecrets.Blanked(new byte[1 << 20].Select(_ => (byte)'x').ToArray()).Length);

    [Fact]
    public void A_call_is_kept_as_it_was_read()
    {
        var kept = Encoding.UTF8.GetString(RapidPodSecrets.Printed(new UpdateRequestInput
        {
            UserName = "canary", Password = "canary", RequestingRapidCode = "EAST", RapidRequestId = 7,
            UpdateAction = RapidUpdateAction.Fill, ArticleExchangeAddress = "https://e.org/d", ArticleExchangePassword = "canary",
        }).Span);
        Assert.DoesNotContain("canary", kept, StringComparison.Ordinal);
        Assert.Contains("https://e.org/d", kept, StringComparison.Ordinal);
    }
}

using ResourceSharing.Gateway.Hosting;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

/// <summary>Where lists of holdings may be.</summary>
public sealed class HoldingsFileTests
{
    [Theory]
    [InlineData("../secret.csv")]
    [InlineData("/dev/zero")]
    [InlineData("holdings/../../secret.csv")]
    public void A_list_of_holdings_outside_of_the_configuration_folder_is_not_read(string path)
    {
        using var folder = new TemporaryConfiguration();
        folder.Write("gateway.yaml", TemporaryConfiguration.Gateway);
        folder.Write("partners/ASKS.yaml", $$"""
            code: ASKS
            name: Asks
            channel: {type: rapid-pod, rapidCode: ASKS, user: asks, password: "env:ASKS", holdings: "{{path}}"}
            """);
        var faults = folder.LoadWith(Protocols.Vocabulary).Faults;
        Assert.Contains(faults, fault => fault.ToString().Contains("is not in the configuration folder", StringComparison.Ordinal));
    }
}

using ResourceSharing.Adapters.Ncip;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Tests.Unit.Gateway.Configuration;

namespace ResourceSharing.Tests.Unit.Adapters.Ncip;

/// <summary>What files may say about NCIP.</summary>
public sealed class NcipSettingsTests
{
    private const string Broker = "broker: {applicationProfileTypes: [RELAIS], authentication: {apiKeys: [\"env:K\"]}}";

    [Fact]
    public void A_partner_is_read_with_all_its_settings()
    {
        var settings = Assert.IsType<NcipPartnerSettings>(Load(
            """
              broker:
                dialect: inn-reach
                applicationProfileTypes: [RELAIS, D2D]
                systemIds: [S]
                agencies: [A, B]
                itemPrefix: D2D-
                requestPrefix: R-
                authentication:
                  apiKeys: ["env:K", "env:L"]
                  basic: {user: relais, password: "env:P"}
                  certificates: [aa00aa00aa00aa00aa00aa00aa00aa00aa00aa00aa00aa00aa00aa00aa00aa00]
                  agencyAuthentication: "env:A"
              connection:
                url: tcp://relais.example:6001
                version: "1.0"
                elementPrefix: ns1
                fromAgency: HOME
                timeout: 3m
                signIn: {apiKey: "env:K", apiKeyIn: path, oauth: {tokenEndpoint: "https://x.example/t", clientId: c, clientSecret: "env:S"}}
            """, "").Snapshot!.Partners["RELAIS"].Channel.Settings);
        Assert.Equal(("inn-reach", "D2D-"), (settings.Broker.Dialect, settings.Broker.ItemPrefix));
        Assert.Equal(["A", "B"], settings.Broker.Agencies);
        Assert.Equal(2, settings.Broker.Authentication.ApiKeys.Count);
        var connection = settings.Connection!;
        Assert.Equal((true, "1.0", NcipElementPrefix.Ns1), (connection.Url.IsTcp, connection.Version, connection.ElementPrefix));
        Assert.Equal((TimeSpan.FromMinutes(3), NcipKeyPlace.Path), (connection.Timeout, connection.SignIn.ApiKeyIn));
        Assert.Contains("tcp://relais.example:6001", settings.DescribeWay(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  broker: {dialect: aleph}", "dialect: expected generic, illiad")]
    [InlineData("  broker: {authentication: {certificates: [abc]}}", "certificates[0]: expected 64 hexadecimal digits")]
    [InlineData("  " + Broker + "\n  connection: {url: \"ftp://x.example\"}", "url: expected an address like https://")]
    [InlineData("  " + Broker + "\n  connection: {url: \"https://x.example\", timeout: 4m}", "timeout: must be between")]
    [InlineData("  " + Broker + "\n  connection: {url: \"https://x.example\", version: \"3\"}", "version: expected a version of NCIP")]
    [InlineData("  broker: {authentication: {apiKeys: [in-the-clear]}}", "a secret must be given as env:NAME")]
    public void A_mistake_is_told_at_its_place(string channel, string expected) =>
        Assert.Contains(Load(channel, "").Faults, fault => fault.ToString()!.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void A_password_in_an_address_is_not_repeated()
    {
        var faults = Load("  " + Broker + "\n  connection: {url: \"https://me:hunter2@x.example/\"}", "").Faults;
        Assert.NotEmpty(faults);
        Assert.DoesNotContain(faults, fault => fault.ToString()!.Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("listeners: {ncip: {enabled: true, port: 1611}}", "port: 1611 is also the port of listeners.isoIll")]
    [InlineData("listeners: {ncip: {enabled: true, port: 8080}}", "urls: port 8080 is also the port of listeners.ncip")]
    [InlineData("listeners: {ncip: {limits: {maxConnections: 5}}}", "maxConnectionsPerAddress: 20 is more than maxConnections, 5")]
    [InlineData("listeners: {ncip: {clientCertificateHeader: a b}}", "clientCertificateHeader: expected the name of a header")]
    public void A_listener_that_cannot_be_is_told(string gateway, string expected) => Assert.Contains(
        Load("  " + Broker, gateway).Faults, fault => fault.ToString()!.Contains(expected, StringComparison.Ordinal));

    private static ConfigurationResult Load(string channel, string gateway)
    {
        using var folder = new TemporaryConfiguration();
        folder.Write("partners/RELAIS.yaml", $"code: RELAIS\nname: Relais\nchannel:\n  type: ncip\n{channel}\n");
        folder.Write("gateway.yaml", $"{TemporaryConfiguration.Gateway}\n{gateway}\n");
        return new ConfigurationLoader(Protocols.Vocabulary, _ => "x").Load(folder.Path);
    }
}

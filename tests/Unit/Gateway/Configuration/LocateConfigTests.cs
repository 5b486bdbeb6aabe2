using ResourceSharing.Adapters.Locate;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

public sealed class LocateConfigTests
{
    [Fact]
    public void A_partner_names_its_catalogue_of_either_kind_and_so_do_we()
    {
        using var folder = new TemporaryConfiguration();
        folder.Write("gateway.yaml", TemporaryConfiguration.Gateway
            + "\n  locate: {kind: sru, url: \"http://127.0.0.1:8210/ours\", indexes: {isbn: alma.isbn}}\n");
        folder.Write("partners/EAST.yaml", TemporaryConfiguration.East
            + "\nlocate: {kind: z3950, host: z.example, port: 2100, database: main, holdingCode: MAIN, timeout: 2s, attributes: {oclc: 1211}}\n");
        Assert.Empty(folder.Faults());
        var snapshot = folder.Load().Snapshot!;
        Assert.Equal(
            new LocateTargetSettings
            {
                Kind = CatalogueKind.Z3950, Host = "z.example", Port = 2100, Database = "main", HoldingCode = "MAIN",
                Timeout = TimeSpan.FromSeconds(2), Attributes = new LocateAttributes { Oclc = 1211 },
            },
            snapshot.FindPartner("EAST")!.Locate);
        Assert.Equal("alma.isbn", snapshot.Gateway.Library.Locate!.Indexes.Isbn);
        Assert.Equal(TimeSpan.FromSeconds(5), snapshot.Gateway.Library.Locate.Timeout);
    }

    [Theory]
    [InlineData("{kind: sru}", "kind: needs url, for example url: https://catalogue.example.org/sru/main")]
    [InlineData("{kind: z3950}", "kind: needs host, for example host: catalogue.example.org")]
    [InlineData("{host: z.example}", "'kind' is required")]
    [InlineData("{kind: soap, host: z.example}", "kind: unknown value 'soap'; known values are sru, z3950")]
    [InlineData("{kind: z3950, host: z.example, url: \"http://x.example\"}", "url: has no effect with this kind, which uses host")]
    [InlineData("{kind: z3950, host: z.example, username: ill}", "username: needs a password")]
    [InlineData("{kind: z3950, host: z.example, password: \"env:P\"}", "password: needs a username")]
    [InlineData("{kind: sru, url: \"http://x.example\", username: ill, password: \"env:P\"}",
        "url: must begin with https, because a password is sent to another machine")]
    [InlineData("{kind: sru, url: \"https://x.example\", version: \"1.3\"}", "version: expected \"1.1\", \"1.2\" or \"2.0\", found '1.3'")]
    [InlineData("{kind: sru, url: \"https://x.example\", indexes: {isbn: \"a b\"}}",
        "isbn: expected the name of an index, for example bath.isbn, found 'a b'")]
    [InlineData("{kind: sru, url: \"https://x.example\", timeout: 5m}", "timeout: must be between 100ms and 1m, found '5m'")]
    public void What_is_wrong_is_told_at_its_place(string locate, string fault)
    {
        using var folder = new TemporaryConfiguration();
        folder.Environment["P"] = "geheim";
        folder.Write("partners/EAST.yaml", TemporaryConfiguration.East + $"\nlocate: {locate}\n");
        string told = Assert.Single(folder.Faults());
        Assert.StartsWith("partners/EAST.yaml:5:", told, StringComparison.Ordinal);
        Assert.EndsWith(fault, told, StringComparison.Ordinal);
    }
}

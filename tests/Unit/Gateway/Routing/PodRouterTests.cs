using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Simulation;
using ResourceSharing.Tests.Unit.Gateway.Configuration;
using GatewayNetwork = ResourceSharing.Gateway.Routing.Network;

namespace ResourceSharing.Tests.Unit.Gateway.Routing;

/// <summary>Which member of a pod is asked, and in what order.</summary>
public sealed class PodRouterTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly Today = DateOnly.FromDateTime(Now.DateTime);

    private static readonly IllRequest Article = new()
    {
        Citation = new Citation { ItemType = ItemType.Serial, Issn = "0272-4634", ArticleTitle = "On Examples", PublicationDate = "1990" },
        Services = [ServiceType.CopyNonReturnable],
    };

    private readonly TemporaryConfiguration _configuration = new();

    private readonly OpenRequests _open = new(
        new MemoryStore(new MemoryDisk(), commit => _ = Task.Run(commit)), new FakeTime());

    public PodRouterTests()
    {
        _configuration.Write("gateway.yaml", TemporaryConfiguration.Gateway);
        Member("ASKS", "issn\n0272-4634\n");
    }

    public void Dispose()
    {
        _open.Dispose();
        _configuration.Dispose();
    }

    [Fact]
    public void Holders_come_first_then_the_unknown_and_never_the_borrower_or_who_does_not_hold_it()
    {
        Member("HOLDS", "issn,fromYear\n0272-4634,1980\n");
        Member("LATER", "issn,fromYear\n0272-4634,2000\n");
        Member("LACKS", "issn\n1072-303X\n");
        Member("SILENT");
        Member("READS", settings: "supplies: [books]");
        Member("RESTS", settings: "mayLend: false");
        Member("CLOSED", partner: "closures: [{until: 2026-03-09}]");
        Member("GONE", partner: "status: inactive");
        for (var seed = 0; seed < 20; seed++)
        {
            var route = Choose(seed);
            Assert.Equal(["HOLDS", "SILENT"], route.Lenders.Select(lender => lender.Partner));
            Assert.Equal(("0272-4634", "ISSN"), route.Match);
            Assert.False(route.AsksCatalogues);
        }

        var why = Choose(1).Explain();
        foreach (var part in new[]
        {
            "HOLDS (holds ISSN 0272-4634 1980-; 0 of 10 open)", "LATER (holds ISSN 0272-4634 2000-, not 1990)",
            "LACKS (not in its holdings list)", "READS (it supplies no articles)", "RESTS (it does not lend in the pod)",
            "CLOSED (closed until 2026-03-09)", "GONE (it is switched off in its file)",
        })
        {
            Assert.Contains(part, why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_catalogue_is_asked_where_no_list_tells()
    {
        Member("SILENT", partner: "locate: {kind: sru, url: \"http://127.0.0.1:9/sru\"}");
        Assert.True(Choose(1).AsksCatalogues);
        Member("SILENT", "issn\n0272-4634\n", partner: "locate: {kind: sru, url: \"http://127.0.0.1:9/sru\"}");
        Assert.False(Choose(1).AsksCatalogues);
    }

    [Fact]
    public async Task The_load_spreads_by_what_each_can_do()
    {
        Member("SMALL", "issn\n0272-4634\n", "capacity: 10");
        Member("LARGE", "issn\n0272-4634\n", "capacity: 30");
        await _open.WithPartnersAsync(TestContext.Current.CancellationToken);
        var network = Network();
        var router = new PodRouter(_open, new Random(7));
        var firsts = Enumerable.Range(0, 200).Select(at =>
            router.Take(Article, network.Find("ASKS")!, network, Now.AddDays(1).AddSeconds(at)).Lenders[0].Partner).ToArray();
        Assert.InRange(firsts.Count(code => code == "LARGE"), 147, 153);
    }

    [Fact]
    public void Among_equals_chance_decides()
    {
        Member("ONE");
        Member("TWO");
        Member("THREE");
        var firsts = Enumerable.Range(0, 60).Select(seed => Choose(seed).Lenders[0].Partner).Distinct();
        Assert.Equal(["ONE", "THREE", "TWO"], firsts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_holdings_file_is_part_of_the_configuration()
    {
        Member("BAD", "issn\n12\n");
        Member("NONE", settings: "holdings: holdings/none.csv");
        Member("TWICE", settings: "rapidCode: ASKS", code: null);
        var faults = Load().Faults.Select(fault => fault.ToString()).ToArray();
        Assert.Contains(faults, fault => fault.Contains("BAD.csv:2", StringComparison.Ordinal) && fault.Contains("no ISSN", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("no file holdings/none.csv", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("'ASKS' in the pod already belongs to", StringComparison.Ordinal));
    }

    private PodRoute Choose(int seed)
    {
        var network = Network();
        return new PodRouter(_open, new Random(seed)).Choose(Article, network.Find("ASKS")!, network, Today);
    }

    private GatewayNetwork Network()
    {
        var loaded = Load();
        Assert.True(loaded.IsValid, string.Join('\n', loaded.Faults));
        return new GatewayNetwork(loaded.Snapshot);
    }

    private ConfigurationResult Load() =>
        new ConfigurationLoader(Protocols.Vocabulary).Load(_configuration.Path, checkSecrets: false);

    private void Member(string name, string? holdings = null, string settings = "capacity: 10", string partner = "", string? code = "")
    {
        if (holdings is not null)
            _configuration.Write($"holdings/{name}.csv", holdings);
        _configuration.Write($"partners/{name}.yaml", string.Join('\n',
        [
            $"code: {name}", $"name: {name} Library", partner, "channel:", "  type: rapid-pod", code is null ? "" : $"  rapidCode: {name}",
            "  user: u", "  password: env:X", $"  {settings}", holdings is null ? "" : $"  holdings: holdings/{name}.csv", "",
        ]));
    }
}

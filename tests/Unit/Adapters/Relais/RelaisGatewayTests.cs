using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Relais;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Intake;

namespace ResourceSharing.Tests.Unit.Adapters.Relais;

/// <summary>A rota that begins with Relais: real intake, real store, Relais on loopback.</summary>
public sealed class RelaisGatewayTests : IAsyncDisposable
{
    private const string Title = "On Rivers";

    private readonly HttpClient _http = HttpClients.Create(TimeSpan.FromSeconds(30));
    private readonly TestGateway _gateway;
    private StubRelais? _relais;

    public RelaisGatewayTests() => _gateway = new TestGateway(
        letters: gateway => new RelaisChannel(
            gateway.Intake, new SecretReader("/", name => name == "KEY" ? StubRelais.Key : null), _http, TimeProvider.System),
        vocabulary: Protocols.Vocabulary);

    public async ValueTask DisposeAsync()
    {
        if (_relais is not null)
            await _relais.DisposeAsync();
        _http.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task What_is_not_found_goes_to_the_next_supplier()
    {
        var request = await SentAsync("poll: true");
        Assert.Equal((Status.RequestSent, "EAST"), (request.Status, request.Partner));
        Assert.Equal(["RELAIS Rejected", "EAST Active"], request.Rota.Select(leg => $"{leg.Partner} {leg.Outcome}"));
    }

    [Fact]
    public async Task What_is_requested_is_followed_by_the_poll()
    {
        var request = await SentAsync("poll: true", Title);
        Assert.Equal((Status.RequestSent, "COR-99003268"), (request.Status, request.PartnerReference));
        _relais!.Move("COR-99003268", "IN_PROCESS", "20260315080000");
        await PollAsync();
        Assert.Equal(Status.RequestSent, (await _gateway.FindAsync(request)).Status);
        _relais.Move("COR-99003268", "SHIPPED", "20260316080000");
        await PollAsync();
        Assert.Equal(Status.ShippedPhysically, (await _gateway.FindAsync(request)).Status);
    }

    [Fact]
    public async Task What_Relais_does_not_fill_goes_to_the_next_supplier()
    {
        var request = await SentAsync("poll: true", Title);
        _relais!.Move("COR-99003268", "UNFILLED", "20260316080000");
        await PollAsync();
        Assert.Equal("EAST", (await _gateway.FindAsync(request)).Partner);
    }

    [Fact]
    public async Task What_Relais_carries_on_is_exported()
    {
        var request = await SentAsync("closeRequestOnExport: true", Title);
        Assert.Equal((Status.ExportedToThirdParty, "COR-99003268"), (request.Status, request.PartnerReference));
    }

    private async Task<RequestState> SentAsync(string setting, params string[] available)
    {
        _relais = await StubRelais.StartAsync(available);
        _gateway.Environment["KEY"] = "set";
        _gateway.Write("partners/RELAIS.yaml", $$"""
            code: RELAIS
            name: Partnership
            channel:
              type: relais
              url: {{_relais.Url}}
              apiKey: env:KEY
              partnershipId: BD
              librarySymbol: HOME
              patronId: ILLOFFICE
              {{setting}}
            """);
        var request = await _gateway.BorrowingAsync("RELAIS", "EAST");
        await _gateway.DeliverAsync("RELAIS");
        return await _gateway.FindAsync(request);
    }

    private async Task PollAsync()
    {
        await _gateway.Jobs.RunAsync("status-poll", TestGateway.Cancel);
        await _gateway.DeliverAsync("RELAIS");
    }
}

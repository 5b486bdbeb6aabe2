using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Ncip;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Network;
using ResourceSharing.Tests.Unit.Gateway.Circulation;
using static ResourceSharing.Mapping.Canonical.CirculationAnswer;

namespace ResourceSharing.Tests.EndToEnd.Ncip;

/// <summary>
/// The library's own system does what every circulation must do, asked by NCIP over HTTP. Its part is played by a second
/// gateway, whose circulation is built in and to which each of our partners is a caller of its own.
/// </summary>
public sealed class HostCirculationTests : CirculationContract
{
    private readonly string _data = Directory.CreateTempSubdirectory("rsg-host-").FullName;
    private readonly ShiftedTime _clock = new(Start);
    private TestLibrary? _host;
    private NcipClient? _client;

    private protected override async Task<(IStore Store, ICirculation Circulation)> OpenAsync(NetworkSource network)
    {
        _host = await TestLibrary.StartAsync("HOST", _clock);
        _host.SetGateway("circulation", House["circulation:".Length..]);
        _host.MeetBy("ILLIAD", Caller("ILLIAD"), ("deliveryDelayDays", "2"), ("loanPeriodDays", "14"));
        _host.MeetBy("RELAIS", Caller("RELAIS"), ("circulation", """
            {checkInAlwaysSucceeds: true, automaticReceive: false, temporaryBarcodePrefix: "R-", existingUser: refuse,
              lookUpUserAuthentication: true, requestItemSupportsBorrowing: false}
            """));
        using var pins = new PatronPins(_clock);
        var import = new CirculationImport(_host.Store, pins);
        Assert.Empty((await import.PatronsAsync(Encoding.UTF8.GetBytes(Patrons), isJson: false, Cancel)).Faults);
        Assert.Empty((await import.ItemsAsync(Encoding.UTF8.GetBytes(Items), isJson: true, Cancel)).Faults);
        _client = new NcipClient(new SecretReader(_data), _clock);
        return (SqliteStore.Open(new SqliteStoreOptions { DataFolder = _data, CacheKib = 1024 }), new Asked(this, network));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _client?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        Directory.Delete(_data, recursive: true);
    }

    /// <summary>To who asks by messages, the same command is the same message, and has been carried out.</summary>
    private protected override async Task AgainAsync(
        CirculationFault fault, CirculationCommand command, string partner = "ILLIAD") => await DoneAsync(command, partner);

    /// <summary>NCIP has no place for it.</summary>
    private protected override void AssertTemporary(bool expected, Done answer) => Assert.False(answer.IsTemporaryItem);

    [Fact]
    public async Task A_pickup_location_is_told_in_our_codes() =>
        Assert.Equal("MAIN", await PickupAsync(Accept("TN-1") with { PickupLocation = "m" }));

    [Fact]
    public async Task A_notice_about_an_item_that_came_ends_extends_and_shortens_its_loan()
    {
        await DoneAsync(Accept("TN-1") with { Action = AcceptAction.Circulate });
        await DoneAsync(Told(CirculationNotice.ItemRenewed, Start.AddDays(40)));
        Assert.Equal(Start.AddDays(38), (await StandsAsync()).DueAt);
        await DoneAsync(Told(CirculationNotice.ItemRecalled, Start.AddDays(12)));
        Assert.Equal(Start.AddDays(10), (await StandsAsync()).DueAt);
        await DoneAsync(Told(CirculationNotice.ItemCheckedIn));
        await RefusedAsync(CirculationFault.UnknownItem, new CirculationCommand.LookupItem { Item = Barcode("TN-1") });
    }

    [Fact]
    public async Task A_notice_that_a_request_was_cancelled_ends_its_hold_in_the_librarys_system()
    {
        await DoneAsync(Wish("L-1", "pseudopatron", "B1"));
        await DoneAsync(Told(CirculationNotice.ItemRequestCancelled) with
        {
            Item = null, Request = new BrokerRequestId("L-1"), Patron = Who("pseudopatron"),
        });
        await RefusedAsync(
            CirculationFault.UnknownRequest, new CirculationCommand.LookupRequest { Request = new BrokerRequestId("L-1") });
    }

    [Fact]
    public async Task While_the_system_is_away_nothing_is_done_and_everything_may_come_again()
    {
        await _host!.DisposeAsync();
        _host = null;
        await RefusedAsync(CirculationFault.TemporaryProcessingFailure, Accept("TN-1"));
        await RefusedAsync(CirculationFault.TemporaryProcessingFailure, Told(CirculationNotice.ItemCheckedIn));
        await DoneAsync(Told(CirculationNotice.ItemShipped));
    }

    private static CirculationCommand.Notice Told(CirculationNotice kind, DateTimeOffset? due = null) =>
        new() { Kind = kind, Item = Barcode("TN-1"), DueAt = due };

    private async Task<PatronLoan> StandsAsync() => Assert.Single((await DoneAsync(
        new CirculationCommand.LookupUser { Patron = Who("P1"), PatronParts = PatronParts.Loans })).Loans);

    private async Task<string?> PickupAsync(CirculationCommand.AcceptItem accept)
    {
        await DoneAsync(accept);
        return (await StandsAsync(accept.Request!.Value)).PickupLocation;
    }

    private static string Caller(string profile) =>
        $"{{type: ncip, broker: {{applicationProfileTypes: [{profile}], dialect: generic}}}}";

    /// <summary>Asks the host as the partner that asked us, at the time that the order says.</summary>
    private sealed class Asked(HostCirculationTests test, NetworkSource network) : ICirculation
    {
        public bool IsElsewhere => true;

        public Task<CirculationWork> PrepareAsync(CirculationOrder order, CancellationToken cancellationToken)
        {
            if (order.At - test._clock.GetUtcNow() is { TotalHours: > 1 } later)
            {
                test._clock.Pass(later);
            }

            Assert.True(NcipAddress.TryParse($"{test._host?.Url ?? "http://127.0.0.1:1"}/ncip", out var address));
            var settings = new NcipHostSettings
            {
                Connection = new NcipConnectionSettings
                {
                    Url = address, FromAgency = "HOME-U", ApplicationProfileType = order.Partner.Code,
                },
            };
            return new HostCirculation(new NcipHost(settings, "HOME-U", test._client!, test._clock), network)
                .PrepareAsync(order, cancellationToken);
        }
    }
}

using ResourceSharing.Gateway.Configuration;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

/// <summary>Our libraries, our staff, and what they may do.</summary>
public sealed class OwnersAndStaffTests : IDisposable
{
    private readonly TemporaryConfiguration _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_settings_there_are_none_and_everybody_may_reactivate()
    {
        var gateway = _folder.Load().Snapshot!.Gateway;
        Assert.Empty(gateway.Library.Owners);
        Assert.Empty(gateway.Staff);
        Assert.Equal(Permission.Everybody, gateway.Requests.Reactivate);
    }

    [Fact]
    public void A_library_or_a_user_twice_and_a_symbol_that_is_not_ours_are_faults()
    {
        _folder.Write("gateway.yaml", $$"""
            {{TemporaryConfiguration.Gateway}}
              owners:
                - {code: MAIN, name: Main, symbols: [RSG:HOME]}
                - {code: MAIN, name: Main again, symbols: [rsg:home]}
                - {code: NORTH, name: North, symbols: [RSG:NORTH]}
                - {code: north}
            staff:
              - {user: per, email: per@home.example}
              - {user: per, email: per}
            """);
        Assert.Equal(
        [
            "gateway.yaml:8:7: owners: 'MAIN' is listed twice",
            "gateway.yaml:8:7: owners: 'rsg:home' is listed twice",
            "gateway.yaml:9:7: owners: 'RSG:NORTH' of NORTH is not in library.symbols",
        ], _folder.Faults().Where(fault => fault.Contains("owners:", StringComparison.Ordinal)));
        Assert.Contains("gateway.yaml:13:5: staff: 'per' is listed twice", _folder.Faults());
        Assert.Contains(_folder.Faults(), fault => fault.Contains("an email address", StringComparison.Ordinal));
    }
}

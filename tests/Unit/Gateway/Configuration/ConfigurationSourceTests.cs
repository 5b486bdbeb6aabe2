using ResourceSharing.Gateway.Configuration;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

public sealed class ConfigurationSourceTests : IDisposable
{
    private readonly TemporaryConfiguration _folder = new();

    [Fact]
    public void A_good_reload_takes_the_place_of_the_old_configuration()
    {
        var source = Start();
        var before = source.Current;
        _folder.Write("partners/WEST.yaml", "code: WEST\nname: West\nchannel: {type: email, address: a@b}\n");
        Assert.True(source.Reload().IsValid);
        Assert.NotNull(source.Current.FindPartner("WEST"));
        Assert.Null(before.FindPartner("WEST"));
        Assert.Empty(source.LastFaults);
    }

    [Fact]
    public void A_reload_with_faults_leaves_the_configuration_as_it_was()
    {
        var source = Start();
        var before = source.Current;
        _folder.Write("partners/WEST.yaml", "code: WEST\n");
        var result = source.Reload();
        Assert.False(result.IsValid);
        Assert.Same(before, source.Current);
        Assert.Equal(
            ["'name' is required", "'channel' is required"], source.LastFaults.Select(f => f.Message));
        Assert.Same(result.Faults, source.LastFaults);
    }

    [Fact]
    public void A_good_reload_clears_the_faults()
    {
        var source = Start();
        _folder.Write("partners/WEST.yaml", "code: [");
        source.Reload();
        Assert.NotEmpty(source.LastFaults);
        File.Delete(Path.Combine(_folder.Path, "partners/WEST.yaml"));
        source.Reload();
        Assert.Empty(source.LastFaults);
    }

    [Fact]
    public async Task Readers_never_see_half_a_configuration()
    {
        var source = Start();
        var reloads = Task.Run(() =>
        {
            for (var i = 0; i < 40; i++)
            {
                var name = i % 2 == 0 ? "Old" : "New";
                _folder.Write("gateway.yaml",
                    TemporaryConfiguration.Gateway.Replace("Home Library", name, StringComparison.Ordinal));
                _folder.Write("partners/EAST.yaml",
                    TemporaryConfiguration.East.Replace("East Library", name, StringComparison.Ordinal));
                source.Reload();
            }
        });
        var first = source.Current;
        while (!reloads.IsCompleted)
        {
            var snapshot = source.Current;
            if (!ReferenceEquals(snapshot, first))
                Assert.Equal(snapshot.Gateway.Library.Name, snapshot.FindPartner("EAST")!.Name);
        }
        await reloads;
        Assert.Equal("New", source.Current.Gateway.Library.Name);
    }

    public void Dispose() => _folder.Dispose();

    private ConfigurationSource Start() => new(_folder.Load().Snapshot!, () => _folder.Load());
}

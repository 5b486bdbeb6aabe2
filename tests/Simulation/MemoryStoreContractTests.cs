using ResourceSharing.Gateway.Storage;
using ResourceSharing.Tests.Unit.Gateway.Storage;

namespace ResourceSharing.Tests.Simulation;

/// <summary>The store of the simulation does what every engine must do: what it finds out about the gateway is true of the
/// gateway over a real store as well.</summary>
public sealed class MemoryStoreContractTests : StoreContract
{
    private readonly MemoryDisk disk = new();

    protected override Task<IStore> OpenAsync() =>
        Task.FromResult<IStore>(new MemoryStore(this.disk, commit => _ = Task.Run(commit)));

    [Fact]
    public async Task What_no_commit_kept_is_lost_in_a_crash_and_its_caller_is_never_told()
    {
        Action? held = null;
        var crashing = new MemoryStore(this.disk, commit => held = commit);
        var told = crashing.WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival("lost")), Cancel);
        Assert.False(told.IsCompleted);
        Assert.NotNull(held);
        var next = new MemoryStore(this.disk, commit => commit());
        Assert.Equal(1, await next.WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival("kept")), Cancel));
        Assert.Null(await next.WriteAsync(unit => unit.FindSeen("EAST", "iso-ill", "lost"), Cancel));
        Assert.False(told.IsCompleted);
    }

    [Fact]
    public async Task A_full_disk_keeps_nothing_and_says_so()
    {
        this.disk.IsFull = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival())));
        Assert.NotNull(Store.LastFailure);
        this.disk.IsFull = false;
        Assert.Equal(1, await WriteAsync(unit => unit.AppendMessage(StoreSamples.Arrival())));
        Assert.Null(Store.LastFailure);
    }
}

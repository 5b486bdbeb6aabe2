using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;

namespace ResourceSharing.Tests.Unit.Gateway.Storage;

/// <summary>The embedded engine does what every engine must do.</summary>
public sealed class SqliteStoreContractTests : StoreListContract
{
    private readonly string folder = Directory.CreateTempSubdirectory("rsg-store-").FullName;

    protected override Task<IStore> OpenAsync() =>
        Task.FromResult<IStore>(SqliteStore.Open(new SqliteStoreOptions { DataFolder = this.folder }));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(this.folder, recursive: true);
    }
}

using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.RapidPod;

/// <summary>The real program with a pod of four members. EAST and WEST hold the journal 0272-4634, NORTH does not, and of SOUTH
/// nobody knows.</summary>
public sealed class PodGateway : IAsyncLifetime
{
    private readonly GatewayFolder _folder = new();

    public PodGateway()
    {
        _folder.AddPodMember("EAST", ["0272-4634,,1980,", ",9780715630402,,"]);
        _folder.AddPodMember("WEST", ["0272-4634,,,", ",9780715630402,,"]);
        _folder.AddPodMember("NORTH", ["1072-303X,,,"]);
        _folder.AddPodMember("SOUTH", partner: "allowedFrom: [127.0.0.0/8]");
        _folder.AddPodMember("HILL", settings: "mayLend: false", partner: "allowedFrom: [192.0.2.0/24]");
        Process = new GatewayProcess(_folder);
    }

    internal GatewayFolder Folder => _folder;

    internal GatewayProcess Process { get; }

    internal PodClient East => Member("EAST");

    internal PodClient West => Member("WEST");

    internal PodClient North => Member("NORTH");

    internal PodClient South => Member("SOUTH");

    internal PodClient Member(string code) => new(Process.Http, code);

    public async ValueTask InitializeAsync() => await Process.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The member that has the request now, of those that hold the journal.</summary>
    internal async Task<(PodClient Lender, PodClient Other)> LenderAsync(int number) =>
        await East.IsInAsync(RapidQueue.LenderPending, number) ? (East, West) : (West, East);
}

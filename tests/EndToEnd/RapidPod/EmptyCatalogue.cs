using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ResourceSharing.Tests.EndToEnd.RapidPod;

/// <summary>A catalogue that answers by SRU and holds nothing.</summary>
internal sealed class EmptyCatalogue(WebApplication app) : IAsyncDisposable
{
    private const string Nothing = "<searchRetrieveResponse xmlns=\"http://www.loc.gov/zing/srw/\"><version>1.2</version>"
        + "<numberOfRecords>0</numberOfRecords></searchRetrieveResponse>";

    public string Url => $"{app.Urls.Single()}/sru";

    public static async Task<EmptyCatalogue> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/sru", () => Results.Text(Nothing, "text/xml"));
        await app.StartAsync();
        return new EmptyCatalogue(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

using ResourceSharing.Gateway.Configuration;

namespace ResourceSharing.Gateway.Documents;

/// <summary>Puts documents together, and maps the pages behind their links: <c>/d/{id}.{secret}</c>.</summary>
internal static class DocumentServices
{
    /// <summary>Where the files are.</summary>
    public static string FolderOf(DocumentsConfig documents, string dataFolder) => Path.Combine(dataFolder, documents.Folder);

    /// <summary>Adds everything.</summary>
    public static IServiceCollection AddDocuments(
        this IServiceCollection services, DocumentsConfig documents, string dataFolder, DocumentLimits limits)
    {
        services.AddSingleton<IDocumentFiles>(_ => new DocumentFolder(FolderOf(documents, dataFolder)));
        services.AddSingleton(limits);
        services.AddSingleton<FileThrottle>();
        services.AddSingleton<DocumentShelf>();
        services.AddSingleton<FileLinks>();
        services.AddSingleton<FileShipping>();
        services.AddSingleton<RelayedFiles>();
        services.AddSingleton<FileDesk>();
        services.AddHostedService<DocumentSweep>();
        return services;
    }

    /// <summary>Maps the pages.</summary>
    public static WebApplication MapFilePages(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        const string Path = $"/{FileLinks.Folder}/{{token}}";
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], (
            HttpContext context, string token, CancellationToken cancellationToken) =>
            context.RequestServices.GetRequiredService<FileDesk>().ShowAsync(context, token, cancellationToken))
            .ExcludeFromDescription();
        app.MapPost(Path, (HttpContext context, string token, CancellationToken cancellationToken) =>
            context.RequestServices.GetRequiredService<FileDesk>().FetchAsync(context, token, cancellationToken))
            .ExcludeFromDescription();
        return app;
    }
}

/// <summary>At the start: deletes what a stopped process had half taken in.</summary>
internal sealed partial class DocumentSweep(
    IDocumentFiles files, DocumentShelf shelf, ILogger<DocumentSweep> log) : BackgroundService
{
    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before anything can come in: later there may be files that are just on their way.
        files.DeleteUnkept();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var orphans = await Task.Run(() => shelf.SweepAsync(stoppingToken), stoppingToken);
            if (orphans > 0)
            {
                Swept(log, orphans);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The normal way to stop.
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or Storage.StoreUnavailableException)
        {
            NotSwept(log, fault);
        }
    }

    [LoggerMessage(EventId = 6003, Level = LogLevel.Information,
        Message = "{Orphans} files in the folder of documents belonged to no document; they were deleted")]
    private static partial void Swept(ILogger logger, int orphans);

    [LoggerMessage(EventId = 6004, Level = LogLevel.Warning,
        Message = "The folder of documents could not be swept; the next start tries again")]
    private static partial void NotSwept(ILogger logger, Exception exception);
}

namespace ResourceSharing.Gateway.OpenUrl;

/// <summary>The page for OpenURL links: <c>/openurl</c>.</summary>
internal static class OpenUrlPages
{
    private const string Path = "/openurl";

    /// <summary>Adds what the page needs beside what the host provides.</summary>
    public static IServiceCollection AddOpenUrlPages(this IServiceCollection services, OpenUrlPageLimits limits)
    {
        services.AddSingleton(limits);
        services.AddSingleton<OpenUrlThrottle>();
        return services.AddSingleton<OpenUrlDesk>();
    }

    /// <summary>Maps the page.</summary>
    public static WebApplication MapOpenUrlPages(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context) =>
            context.RequestServices.GetRequiredService<OpenUrlDesk>().Show(context))
            .ExcludeFromDescription();
        app.MapPost(Path, (HttpContext context, CancellationToken cancellationToken) =>
            context.RequestServices.GetRequiredService<OpenUrlDesk>().PostAsync(context, cancellationToken))
            .ExcludeFromDescription();
        return app;
    }
}

using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Replies;

/// <summary>The pages behind reply links: <c>/r/{token}</c>.</summary>
internal static class ReplyPages
{
    /// <summary>Adds what the pages need beside what the host provides.</summary>
    public static IServiceCollection AddReplyPages(this IServiceCollection services, ReplyLimits limits)
    {
        services.AddSingleton(limits);
        services.AddSingleton<ReplyThrottle>();
        return services.AddSingleton<ReplyDesk>();
    }

    /// <summary>Maps the pages.</summary>
    public static WebApplication MapReplyPages(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        const string Path = $"/{LetterLinks.Folder}/{{token}}";
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], (
            HttpContext context, string token, CancellationToken cancellationToken) =>
            context.RequestServices.GetRequiredService<ReplyDesk>().ShowAsync(context, token, cancellationToken))
            .ExcludeFromDescription();
        app.MapPost(Path, (HttpContext context, string token, CancellationToken cancellationToken) =>
            context.RequestServices.GetRequiredService<ReplyDesk>().ActAsync(context, token, cancellationToken))
            .ExcludeFromDescription();
        return app;
    }
}

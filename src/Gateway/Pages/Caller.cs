using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Gateway.Pages;

/// <summary>Who is at the other end of a page.</summary>
internal static class Caller
{
    /// <summary>Characters of the browser's name that are kept.</summary>
    public const int ProgramChars = 200;

    /// <summary>For the journal.</summary>
    public static Peer Of(HttpContext context) => new()
    {
        Address = context.Connection.RemoteIpAddress, Program = Program(context.Request),
    };

    /// <summary>What the browser calls itself.</summary>
    private static string? Program(HttpRequest request)
    {
        var text = new string(request.Headers.UserAgent.ToString().Where(letter => letter is >= ' ' and <= '~')
            .Take(ProgramChars).ToArray()).Trim();
        return text.Length == 0 ? null : text;
    }
}

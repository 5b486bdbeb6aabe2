namespace ResourceSharing.Gateway.OpenUrl;

/// <summary>Was a form sent from a page of ours? There is no session that another site could misuse, but nobody's browser
/// is to make requests in his name from a page that he did not read.</summary>
internal static class SameOrigin
{
    /// <summary>Looks at what the browser says. A program that is no browser says nothing, and is let through: it can say
    /// what it likes.</summary>
    /// <param name="request">The call.</param>
    /// <param name="publicUrl">Our address from outside; null when nobody told.</param>
    public static bool Holds(HttpRequest request, Uri? publicUrl)
    {
        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0)
        {
            return site is ["same-origin"];
        }

        var origin = request.Headers.Origin;
        return origin.Count == 0
            || (origin is [{ } one] && Uri.TryCreate(one, UriKind.Absolute, out var from)
                && (IsSame(from.Authority, request.Host.Value) || IsSame(from.Authority, publicUrl?.Authority)));
    }

    private static bool IsSame(string authority, string? ours) =>
        string.Equals(authority, ours, StringComparison.OrdinalIgnoreCase);
}

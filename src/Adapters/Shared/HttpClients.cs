using System.Net;
using System.Net.Security;

namespace ResourceSharing.Adapters.Shared;

/// <summary>The only place where HTTP clients are made: every default that could surprise is set here. TLS verification
/// is never off.</summary>
public static class HttpClients
{
    /// <summary>Larger answers are refused.</summary>
    public const int MaxAnswerOctets = 4 * 1024 * 1024;

    /// <summary>Makes a client that follows no redirects, uses no proxy, keeps no cookies and decompresses nothing.</summary>
    /// <param name="timeout">For the whole exchange; connecting may take at most a third of it.</param>
    public static HttpClient Create(TimeSpan timeout)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = timeout / 3,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = System.Security.Authentication.SslProtocols.Tls12 | System.Security.Authentication.SslProtocols.Tls13,
            },
        };
#pragma warning disable RS0030 // This is the factory that the ban points to.
        return new HttpClient(handler, disposeHandler: true)
        {
            Timeout = timeout,
            MaxResponseContentBufferSize = MaxAnswerOctets,
        };
#pragma warning restore RS0030
    }
}

using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ResourceSharing.Adapters.Shared;

/// <summary>The only place where HTTP clients are made: every default that could surprise is set here. TLS verification
/// is never off.</summary>
public static class HttpClients
{
    /// <summary>Larger answers are refused.</summary>
    public const int MaxAnswerOctets = 4 * 1024 * 1024;

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Makes a client that follows no redirects, uses no proxy, keeps no cookies and decompresses nothing.</summary>
    /// <param name="timeout">For the whole exchange; connecting may take at most a third of it.</param>
    /// <param name="tls">Who is trusted, and who we are; the system's trust and nobody when null.</param>
    public static HttpClient Create(TimeSpan timeout, HttpTls? tls = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = timeout / 3,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = SslOptions(tls),
        };
#pragma warning disable RS0030 // This is the factory that the ban points to.
        return new HttpClient(handler, disposeHandler: true)
        {
            Timeout = timeout,
            MaxResponseContentBufferSize = MaxAnswerOctets,
        };
#pragma warning restore RS0030
    }

    private static SslClientAuthenticationOptions SslOptions(HttpTls? tls)
    {
        var options = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 };
        if (tls?.Certificate is { } certificate)
            options.ClientCertificates = [certificate];
        if (tls?.Authorities is { } authorities)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
            options.CertificateChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        }

        return options;
    }
}

/// <summary>What is special about the encryption of a client.</summary>
/// <param name="Certificate">Our certificate with its key; null where we need none.</param>
/// <param name="Authorities">Whose certificates are trusted, instead of those that the system trusts; null for those.</param>
public sealed record HttpTls(X509Certificate2? Certificate, X509Certificate2Collection? Authorities);

using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ResourceSharing.Adapters.Mail;

/// <summary>How a connection to a mail server is encrypted. Certificates are always verified.</summary>
public enum MailTlsMode
{
    /// <summary>STARTTLS, or nothing is said (RFC 3207, RFC 3501 6.2.1).</summary>
    Required,

    /// <summary>STARTTLS when the server offers it; then it has to succeed.</summary>
    WhenOffered,

    /// <summary>No encryption: for a server on the same machine or network.</summary>
    Never,

    /// <summary>TLS from the first octet, usually on port 465 or 993 (RFC 8314).</summary>
    Implicit,
}

/// <summary>How servers are verified.</summary>
internal static class MailTls
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>The handshake with a server that has to bear a name.</summary>
    /// <param name="host">The name that its certificate has to bear.</param>
    /// <param name="trustedRoots">Roots to trust instead of the system's; null for the system's.</param>
    internal static SslClientAuthenticationOptions Options(string host, X509Certificate2Collection? trustedRoots)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (trustedRoots is null)
            return options;
        options.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(trustedRoots);
        options.CertificateChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return options;
    }
}

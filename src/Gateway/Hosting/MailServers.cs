using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Gateway.Configuration;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>How the configuration describes mail servers, in the terms of the adapters: the same for sending and reading.
/// </summary>
internal static class MailServers
{
    // One for the process: token servers are asked about once an hour.
    private static readonly Lazy<HttpClient> Http = new(() => HttpClients.Create(TimeSpan.FromSeconds(30)));

    public static MailTlsMode Tls(MailServerTls tls) => tls switch
    {
        MailServerTls.Required => MailTlsMode.Required,
        MailServerTls.WhenOffered => MailTlsMode.WhenOffered,
        MailServerTls.None => MailTlsMode.Never,
        MailServerTls.Implicit => MailTlsMode.Implicit,
        _ => throw new ArgumentOutOfRangeException(nameof(tls), tls, "not a TLS mode of this set"),
    };

    public static MailAuthentication Authentication(MailServerSignIn way) => way switch
    {
        MailServerSignIn.Plain => MailAuthentication.Plain,
        MailServerSignIn.Login => MailAuthentication.Login,
        MailServerSignIn.Xoauth2 => MailAuthentication.XOAuth2,
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, "not a way of this set to sign in"),
    };

    /// <summary>A password may go without encryption only where the rules of the configuration have let it pass: to this
    /// machine.</summary>
    public static bool AllowsPlainText(MailServerTls tls) => tls is MailServerTls.None or MailServerTls.WhenOffered;

    /// <summary>Where the password or token comes from; null when there is none.</summary>
    public static IMailSecret? Secret(SecretReference? password, OAuthConfig? oauth, string directory, TimeProvider time)
    {
        var secrets = new SecretReader(directory);
        return oauth switch
        {
            { Command: { Count: > 0 } command } => new TokenCommand(command, time),
            { TokenEndpoint: { } endpoint, ClientId: { } clientId, ClientSecret: { } clientSecret } => new OAuthClient(
                new OAuthClientSettings
                {
                    TokenEndpoint = endpoint, ClientId = clientId, ClientSecret = () => secrets.Read(clientSecret),
                    Scope = oauth.Scope,
                },
                Http.Value, time),
            _ => password is null ? null : new MailPassword(() => secrets.Read(password)),
        };
    }
}

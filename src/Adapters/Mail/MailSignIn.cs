using System.Text;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.Mail;

/// <summary>How we say to a mail server who we are.</summary>
public enum MailAuthentication
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>User name and password in one response (RFC 4616).</summary>
    Plain,

    /// <summary>User name and password one by one: AUTH LOGIN of SMTP, the LOGIN command of IMAP.</summary>
    Login,

    /// <summary>User name and an OAuth 2.0 access token.</summary>
    XOAuth2,
}

/// <summary>The responses of the mechanisms, as SMTP and IMAP both send them. Pure.</summary>
internal static class MailSignIn
{
    /// <summary>RFC 4616: no authorisation identity, user name, password.</summary>
    internal static string Plain(string user, string password) => Base64($"\0{user}\0{password}");

    /// <summary>The mechanism of Google and Microsoft.</summary>
    internal static string XOAuth2(string user, string token) =>
        Base64($"user={user}\u0001auth=Bearer {token}\u0001\u0001");

    /// <summary>RFC 7628, the standardised form of the same.</summary>
    internal static string OAuthBearer(string user, string host, int port, string token) =>
        Base64(FormattableString.Invariant(
            $"n,a={GsName(user)},\u0001host={host}\u0001port={port}\u0001auth=Bearer {token}\u0001\u0001"));

    internal static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>Asks for the password or token.</summary>
    /// <param name="source">Where it comes from; null is a fault of the settings.</param>
    /// <param name="isRefused">True when the server has refused the last one.</param>
    /// <param name="fault">Makes the fault of the protocol.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal static async Task<string> SecretAsync(
        IMailSecret? source, bool isRefused, MailFaultOf fault, CancellationToken cancellationToken)
    {
        if (source is null)
            return Checked(null, "password or token", fault);
        var reading = await source.GetAsync(isRefused, cancellationToken);
        if (reading.Error is { } error)
            throw fault(error.Retry, error.Code, error.PublicText);
        return Checked(reading.Secret?.Reveal(), "password or token", fault);
    }

    /// <summary>A text that can be sent: there is one, and it cannot end a line.</summary>
    internal static string Checked(string? value, string what, MailFaultOf fault)
    {
        string? wrong = string.IsNullOrEmpty(value) ? $"The {what} for the mail server is missing."
            : value.Any(char.IsControl) ? $"The {what} holds a control character."
            : null;
        return wrong is null ? value! : throw fault(RetryClass.AfterOperator, "sign-in-incomplete", wrong);
    }

    /// <summary>RFC 5801, section 4: comma and equals sign are escaped.</summary>
    private static string GsName(string user) =>
        user.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);
}

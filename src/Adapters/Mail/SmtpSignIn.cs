namespace ResourceSharing.Adapters.Mail;

/// <summary>
/// AUTH (RFC 4954) with PLAIN, LOGIN or XOAUTH2. Secrets appear in no transcript and no result.
/// </summary>
internal static class SmtpSignIn
{
    private const string Blank = "***";
    private const int Accepted = 235;
    private const int Continue = 334;

    internal static async Task RunAsync(
        SmtpConnection connection, SmtpSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Authentication == SmtpAuthentication.None)
            return;
        AssertSafe(connection, settings);
        string mechanism = settings.Authentication.ToString().ToUpperInvariant();
        if (!connection.Offered.AuthMechanisms.Contains(mechanism))
            throw SmtpFault.Operator("sign-in-not-offered", $"The server does not offer AUTH {mechanism}.");
        string user = Checked(settings.UserName, "user name");
        string secret = Checked(await GetSecretAsync(settings, cancellationToken), "password or token");
        var reply = settings.Authentication switch
        {
            SmtpAuthentication.Plain => await InOneStepAsync(
                connection, mechanism, $"\0{user}\0{secret}", cancellationToken),
            SmtpAuthentication.Login => await LoginAsync(connection, user, secret, cancellationToken),
            _ => await InOneStepAsync(
                connection,
                mechanism,
                $"user={user}\u0001auth=Bearer {secret}\u0001\u0001",
                cancellationToken),
        };
        if (reply.Code == Accepted)
            return;
        throw reply.IsTemporary
            ? SmtpFault.Refusal(reply)
            : SmtpFault.Operator("sign-in-refused", "The mail server refuses our sign-in.", reply);
    }

    private static void AssertSafe(SmtpConnection connection, SmtpSettings settings)
    {
        bool allowed = connection.IsEncrypted
            || (settings.AllowPlainTextSignInOnLoopback && connection.IsLoopback);
        if (!allowed)
            throw SmtpFault.Operator("sign-in-needs-tls", "Signing in without TLS is not allowed.");
    }

    private static async Task<SmtpReply> InOneStepAsync(
        SmtpConnection connection, string mechanism, string response, CancellationToken cancellationToken)
    {
        string command = $"AUTH {mechanism} {SmtpCommands.Base64(response)}";
        var reply = await connection.CommandAsync(command, cancellationToken, $"AUTH {mechanism} {Blank}");
        // XOAUTH2 explains a refusal in a challenge and wants an empty answer before it says no.
        bool isAsked = reply.Code == Continue;
        return isAsked ? await connection.CommandAsync(string.Empty, cancellationToken) : reply;
    }

    private static async Task<SmtpReply> LoginAsync(
        SmtpConnection connection, string user, string secret, CancellationToken cancellationToken)
    {
        var reply = await connection.CommandAsync("AUTH LOGIN", cancellationToken);
        if (reply.Code == Continue)
            reply = await connection.CommandAsync(SmtpCommands.Base64(user), cancellationToken, Blank);
        if (reply.Code == Continue)
            reply = await connection.CommandAsync(SmtpCommands.Base64(secret), cancellationToken, Blank);
        return reply;
    }

    private static async Task<string?> GetSecretAsync(
        SmtpSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Secret is null)
            return null;
        try
        {
            return await settings.Secret(cancellationToken);
        }
        catch (Exception e) when (e is not SmtpFault)
        {
            // A token may come over the network; whatever its source throws, the mail is not lost by it.
            throw SmtpFault.Later("secret-unavailable", $"No password or token ({e.GetType().Name}).");
        }
    }

    private static string Checked(string? value, string what)
    {
        if (string.IsNullOrEmpty(value))
            throw SmtpFault.Operator("sign-in-incomplete", $"The {what} for the mail server is missing.");
        return value.Any(char.IsControl)
            ? throw SmtpFault.Operator("sign-in-incomplete", $"The {what} holds a control character.")
            : value;
    }
}

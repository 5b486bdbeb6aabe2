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
        if (settings.Authentication == MailAuthentication.None)
            return;
        AssertSafe(connection, settings);
        string mechanism = settings.Authentication.ToString().ToUpperInvariant();
        if (!connection.Offered.AuthMechanisms.Contains(mechanism))
            throw SmtpFault.Operator("sign-in-not-offered", $"The server does not offer AUTH {mechanism}.");
        var reply = await AttemptAsync(connection, settings, mechanism, isRefused: false, cancellationToken);
        if (reply.Code != Accepted && !reply.IsTemporary && settings.Secret!.IsRenewable)
            reply = await AttemptAsync(connection, settings, mechanism, isRefused: true, cancellationToken);
        if (reply.Code == Accepted)
            return;
        throw reply.IsTemporary
            ? SmtpFault.Refusal(reply)
            : SmtpFault.Operator("sign-in-refused", "The mail server refuses our sign-in.", reply);
    }

    private static async Task<SmtpReply> AttemptAsync(
        SmtpConnection connection,
        SmtpSettings settings,
        string mechanism,
        bool isRefused,
        CancellationToken cancellationToken)
    {
        string user = MailSignIn.Checked(settings.UserName, "user name", SmtpFault.Of);
        string secret = await MailSignIn.SecretAsync(settings.Secret, isRefused, SmtpFault.Of, cancellationToken);
        return settings.Authentication switch
        {
            MailAuthentication.Plain => await InOneStepAsync(
                connection, mechanism, MailSignIn.Plain(user, secret), cancellationToken),
            MailAuthentication.Login => await LoginAsync(connection, user, secret, cancellationToken),
            _ => await InOneStepAsync(
                connection, mechanism, MailSignIn.XOAuth2(user, secret), cancellationToken),
        };
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
        string command = $"AUTH {mechanism} {response}";
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
            reply = await connection.CommandAsync(MailSignIn.Base64(user), cancellationToken, Blank);
        if (reply.Code == Continue)
            reply = await connection.CommandAsync(MailSignIn.Base64(secret), cancellationToken, Blank);
        return reply;
    }
}

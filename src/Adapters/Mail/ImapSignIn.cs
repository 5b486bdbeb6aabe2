namespace ResourceSharing.Adapters.Mail;

/// <summary>
/// LOGIN, AUTHENTICATE PLAIN, XOAUTH2 or OAUTHBEARER. A secret appears in no fault. A token that is refused is renewed
/// once.
/// </summary>
internal static class ImapSignIn
{
    // RFC 7628, 3.2.3: the answer to the explanation of a refusal. XOAUTH2 wants an empty one.
    private const string Acknowledged = "AQ==";

    /// <summary>Signs in; what the server offers afterwards is known then.</summary>
    internal static async Task RunAsync(
        ImapConnection connection, ImapSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Authentication == MailAuthentication.None)
            return;
        AssertSafe(connection, settings);
        var result = await AttemptAsync(connection, settings, isRefused: false, cancellationToken);
        if (IsRefused(result) && settings.Secret!.IsRenewable)
            result = await AttemptAsync(connection, settings, isRefused: true, cancellationToken);
        if (result.Condition == ImapCondition.Ok)
            return;
        throw IsRefused(result)
            ? MailboxException.Operator("sign-in-refused", "The mail server refuses our sign-in.", result.ToString())
            : MailboxException.Later("sign-in-put-off", "The mail server lets nobody in for now.", result.ToString());
    }

    private static void AssertSafe(ImapConnection connection, ImapSettings settings)
    {
        bool allowed = connection.IsEncrypted
            || (settings.AllowPlainTextSignInOnLoopback && connection.IsLoopback);
        if (!allowed)
            throw MailboxException.Operator("sign-in-needs-tls", "Signing in without TLS is not allowed.");
    }

    /// <summary>RFC 5530: some refusals are about the server and will pass.</summary>
    private static bool IsRefused(ImapResponse.Status result) =>
        result.Condition != ImapCondition.Ok && result.Code?.Name is not ("UNAVAILABLE" or "INUSE" or "LIMIT");

    private static async Task<ImapResponse.Status> AttemptAsync(
        ImapConnection connection, ImapSettings settings, bool isRefused, CancellationToken cancellationToken)
    {
        string user = MailSignIn.Checked(settings.UserName, "user name", MailboxException.Of);
        string secret = await MailSignIn.SecretAsync(
            settings.Secret, isRefused, MailboxException.Of, cancellationToken);
        var command = settings.Authentication switch
        {
            MailAuthentication.Login => Login(connection.State, user, secret),
            MailAuthentication.Plain => Authenticate(connection.State, "PLAIN", MailSignIn.Plain(user, secret)),
            _ => Bearer(connection.State, settings, user, secret),
        };
        return await connection.CommandAsync(command, cancellationToken);
    }

    private static ImapCommand Login(ImapState state, string user, string secret)
    {
        if (state.Offers("LOGINDISABLED"))
            throw NotOffered("LOGIN");
        return ImapText.Command("LOGIN", user, secret);
    }

    private static ImapCommand Bearer(ImapState state, ImapSettings settings, string user, string token) =>
        state.Offers("AUTH=XOAUTH2") || !state.Offers("AUTH=OAUTHBEARER")
            ? Authenticate(state, "XOAUTH2", MailSignIn.XOAuth2(user, token), "")
            : Authenticate(
                state, "OAUTHBEARER", MailSignIn.OAuthBearer(user, settings.Host, settings.Port, token), Acknowledged);

    private static ImapCommand Authenticate(ImapState state, string mechanism, string response, params string[] further)
    {
        if (!state.Offers("AUTH=" + mechanism))
            throw NotOffered(mechanism);
        return state.Offers("SASL-IR")
            ? new ImapCommand($"AUTHENTICATE {mechanism} {response}", further)
            : new ImapCommand($"AUTHENTICATE {mechanism}", [response, .. further]);
    }

    private static MailboxException NotOffered(string mechanism) =>
        MailboxException.Operator("sign-in-not-offered", $"The mail server does not offer to sign in by {mechanism}.");
}

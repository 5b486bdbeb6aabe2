namespace ResourceSharing.Adapters.Mail;

/// <summary>The beginning of a conversation: greeting, TLS, sign-in, the folder.</summary>
internal static class ImapOpening
{
    /// <summary>Goes all the way to the open folder.</summary>
    /// <exception cref="MailboxException">Any step fails.</exception>
    internal static async Task RunAsync(
        ImapConnection connection, ImapSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Tls == MailTlsMode.Implicit)
            await connection.EncryptAsync(cancellationToken);
        bool isSignedIn = await GreetAsync(connection, cancellationToken);
        if (await WantsStartTlsAsync(connection, settings, cancellationToken))
        {
            // A greeting that skips the sign-in would also skip STARTTLS: that is how somebody in between does it.
            if (isSignedIn)
                throw MailboxException.Operator("tls-not-offered", "The mail server skips STARTTLS.");
            await StartTlsAsync(connection, cancellationToken);
        }
        await LearnAsync(connection, cancellationToken);
        if (!isSignedIn)
        {
            await ImapSignIn.RunAsync(connection, settings, cancellationToken);
            connection.State.ForgetCapabilities();
            await LearnAsync(connection, cancellationToken);
        }
        await SelectAsync(connection, settings, cancellationToken);
    }

    /// <summary>Reads the greeting; true when the server has signed us in already (PREAUTH).</summary>
    private static async Task<bool> GreetAsync(ImapConnection connection, CancellationToken cancellationToken)
    {
        var greeting = await connection.GreetingAsync(cancellationToken);
        if (greeting is { Tag: null, Condition: ImapCondition.Ok or ImapCondition.PreAuth })
            return greeting.Condition == ImapCondition.PreAuth;
        throw MailboxException.Later("greeting-refused", "The mail server turns us away.", greeting.ToString());
    }

    private static async Task<bool> WantsStartTlsAsync(
        ImapConnection connection, ImapSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Tls is MailTlsMode.Never or MailTlsMode.Implicit)
            return false;
        await LearnAsync(connection, cancellationToken);
        if (connection.State.Offers("STARTTLS"))
            return true;
        return settings.Tls == MailTlsMode.WhenOffered
            ? false
            : throw MailboxException.Operator("tls-not-offered", "The mail server does not offer STARTTLS.");
    }

    private static async Task StartTlsAsync(ImapConnection connection, CancellationToken cancellationToken)
    {
        var result = await connection.CommandAsync(new ImapCommand("STARTTLS"), cancellationToken);
        if (result.Condition != ImapCondition.Ok)
            throw MailboxException.Later("tls-refused", "The mail server refuses STARTTLS for now.", result.ToString());
        await connection.EncryptAsync(cancellationToken);
    }

    /// <summary>Asks what the server offers, unless it has told already.</summary>
    private static async Task LearnAsync(ImapConnection connection, CancellationToken cancellationToken)
    {
        if (connection.State.Capabilities.Count > 0)
            return;
        var result = await connection.CommandAsync(new ImapCommand("CAPABILITY"), cancellationToken);
        if (result.Condition != ImapCondition.Ok || !connection.State.Offers("IMAP4REV1"))
            throw MailboxException.Operator("not-imap4rev1", "The server does not speak IMAP4rev1.", result.ToString());
    }

    private static async Task SelectAsync(
        ImapConnection connection, ImapSettings settings, CancellationToken cancellationToken)
    {
        var state = connection.State;
        state.ForgetFolder();
        var command = new ImapCommand($"SELECT {ImapText.Folder(settings.Folder)}");
        var result = await connection.CommandAsync(command, cancellationToken);
        if (result.Condition != ImapCondition.Ok)
        {
            bool passes = result.Code?.Name is "UNAVAILABLE" or "INUSE" or "LIMIT" or "SERVERBUG";
            string text = $"The folder {settings.Folder} cannot be opened.";
            throw passes
                ? MailboxException.Later("folder-busy", text, result.ToString())
                : MailboxException.Operator("folder-missing", text, result.ToString());
        }
        if (state.IsReadOnly)
            throw MailboxException.Operator("folder-read-only", $"The folder {settings.Folder} cannot be changed.");
        if (state.UidValidity == 0)
            throw MailboxException.Operator("no-uidvalidity", "The mail server gives messages no lasting numbers.");
        if (settings.DoneFolder is null && !state.Allows(settings.DoneFlag))
        {
            throw MailboxException.Operator(
                "flag-not-allowed", $"Mail cannot be marked with {settings.DoneFlag} in this folder.");
        }
    }
}

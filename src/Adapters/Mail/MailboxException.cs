using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.Mail;

/// <summary>Ends the work on a mailbox from within; <see cref="MailboxPoller"/> turns it into its state.</summary>
public sealed class MailboxException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="error">What is wrong, in an operator's words.</param>
    /// <param name="isAboutMessage">True when it is the fault of one message: others may pass.</param>
    public MailboxException(GatewayError error, bool isAboutMessage = false)
        : base(error?.ToString())
    {
        ArgumentNullException.ThrowIfNull(error);
        Error = error;
        IsAboutMessage = isAboutMessage;
    }

    /// <summary>What is wrong.</summary>
    public GatewayError Error { get; }

    /// <summary>True when it is the fault of one message: others may pass.</summary>
    public bool IsAboutMessage { get; }

    internal static MailboxException Of(RetryClass retry, string code, string text) =>
        new(new GatewayError(code, retry, text));

    internal static MailboxException Later(string code, string text, string? said = null) =>
        new(new GatewayError(code, RetryClass.Later, text, said));

    internal static MailboxException Operator(string code, string text, string? said = null) =>
        new(new GatewayError(code, RetryClass.AfterOperator, text, said));

    /// <summary>What was sent is no IMAP, or breaks a limit: the connection cannot be used any more.</summary>
    internal static MailboxException Malformed(string text) => Later("malformed-response", text);

    /// <summary>The same fault as one of a single message.</summary>
    internal MailboxException AboutMessage() => new(Error, isAboutMessage: true);
}

using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.Mail;

/// <summary>
/// Ends a conversation from within; <see cref="SmtpSession"/> turns it into a result at its boundary.
/// </summary>
internal sealed class SmtpFault : Exception
{
    internal SmtpFault(SmtpOutcome outcome, string code, string text, SmtpReply? reply = null)
        : base(text)
    {
        Outcome = outcome;
        Code = code;
        Reply = reply;
    }

    internal SmtpOutcome Outcome { get; }

    internal string Code { get; }

    internal SmtpReply? Reply { get; }

    internal static SmtpFault Later(string code, string text, SmtpReply? reply = null) =>
        new(SmtpOutcome.TemporarilyRefused, code, text, reply);

    internal static SmtpFault Never(string code, string text, SmtpReply? reply = null) =>
        new(SmtpOutcome.PermanentlyRefused, code, text, reply);

    internal static SmtpFault Operator(string code, string text, SmtpReply? reply = null) =>
        new(SmtpOutcome.NeedsOperator, code, text, reply);

    /// <summary>The fault that an error of the connection stands for.</summary>
    internal static SmtpFault Of(RetryClass retry, string code, string text) => retry switch
    {
        RetryClass.Later => Later(code, text),
        RetryClass.AfterOperator => Operator(code, text),
        _ => Never(code, text),
    };

    /// <summary>The fault that a negative reply stands for.</summary>
    internal static SmtpFault Refusal(SmtpReply reply) => reply.Code switch
    {
        530 or 534 or 535 or 538 => Operator("sign-in-refused", "The server refuses our sign-in.", reply),
        >= 400 and < 500 => Later("refused-for-now", "The mail server refuses for now.", reply),
        >= 500 => Never("refused", "The mail server refuses.", reply),
        _ => Later("unexpected-reply", "The mail server gave an unexpected reply.", reply),
    };
}

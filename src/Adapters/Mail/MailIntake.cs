using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Mail;

/// <summary>Hands the messages of mailboxes to the intake, whose receipt decides whether one may be marked as done.</summary>
/// <param name="intake">Where every message goes.</param>
/// <param name="read">What the octets of a message of a mailbox, given by its name, mean. Pure; never throws for what is in
/// them.</param>
public sealed class MailIntake(IIntake intake, Func<ReadOnlyMemory<byte>, string, ArrivalContent> read) : IMailReceiver
{
    /// <inheritdoc />
    public async Task<MailTaken> ReceiveAsync(MailboxMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var arrival = new Arrival
        {
            Protocol = "email",
            Raw = message.Raw,
            Peer = new Peer(),
            Content = message.IsTooLarge ? TooLarge(message) : read(message.Raw, message.Mailbox),
        };
        var receipt = await intake.AcceptAsync(arrival, cancellationToken);
        return receipt.Outcome == ArrivalOutcome.Unavailable ? MailTaken.Unavailable : MailTaken.Kept;
    }

    /// <summary>Nobody has read it: it goes to the operator as it came.</summary>
    public static ArrivalContent Unread(ReadOnlyMemory<byte> message, string mailbox) => NotUnderstood(
        new GatewayError("letter-not-read", RetryClass.Never, "Letters are not read yet.", $"mailbox {mailbox}"));

    private static ArrivalContent.NotUnderstood TooLarge(MailboxMessage message) => NotUnderstood(new GatewayError(
        "mail-too-large", RetryClass.Never, "The mail is larger than the limit; only its header is kept here.",
        FormattableString.Invariant($"{message.Octets} octets, message {message.Key} of the mailbox {message.Mailbox}")));

    private static ArrivalContent.NotUnderstood NotUnderstood(GatewayError error) =>
        new(new Problem.General(GeneralProblem.BadlyStructuredApdu), error, null, null);
}

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Adapters.Mail;

/// <summary>A rendered mail on its way to the outlet. The same in every attempt.</summary>
internal sealed record RenderedMail
{
    /// <summary>Our address; null when the library has none.</summary>
    public required string? From { get; init; }

    /// <summary>Where bounces go, when that is another address than From; one that cannot be used is passed over.</summary>
    public string? EnvelopeSender { get; init; }

    /// <summary>The one recipient; null when the partner's file names none.</summary>
    public required string? To { get; init; }

    /// <summary>The identifier that a bounce brings back; null for none.</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>What the mail is known by where it is written as a file.</summary>
    public required string FileId { get; init; }

    /// <summary>The date of the mail.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The mail with its CRLF.</summary>
    public required ReadOnlyMemory<byte> Octets { get; init; }
}

/// <summary>Brings mails out, for all channels that write them: to the mail server, or into the folder that stands in for
/// it. Each attempt opens a connection of its own.</summary>
internal static class MailDispatch
{
    /// <summary>One attempt. Delivered means that the mail server has taken the mail over.</summary>
    public static async Task<DeliveryOutcome> SendAsync(
        MailOutlet outlet, RenderedMail mail, CancellationToken cancellationToken)
    {
        if (!Mailbox.TryCreate(null, mail.From, out var from, out var problem)
            || !Mailbox.TryCreate(null, mail.To, out var to, out problem))
        {
            return new DeliveryOutcome.Deferred(new GatewayError(
                problem.Code, RetryClass.AfterOperator, "A mail address is not usable.", problem.Text));
        }

        return outlet switch
        {
            MailOutlet.Server server => await HandOverAsync(server, from, to, mail, cancellationToken),
            MailOutlet.Folder folder => Put(folder, mail),
            _ => throw new InvalidOperationException($"No such outlet: {outlet}"),
        };
    }

    private static async Task<DeliveryOutcome> HandOverAsync(
        MailOutlet.Server server, Mailbox from, Mailbox to, RenderedMail mail, CancellationToken cancellationToken)
    {
        await using var session = new SmtpSession(server.Settings, server.Time);
        var result = await session.SendAsync(
            new SmtpEnvelope
            {
                Sender = Mailbox.TryCreate(null, mail.EnvelopeSender, out var bounces, out _) ? bounces : from,
                Recipients = [to],
                EnvelopeId = mail.EnvelopeId,
                HeadersNeedSmtpUtf8 = from.NeedsSmtpUtf8 || to.NeedsSmtpUtf8,
            },
            mail.Octets,
            cancellationToken);
        return Outcome(result);
    }

    private static DeliveryOutcome Outcome(SmtpResult result) => result.Outcome switch
    {
        SmtpOutcome.Accepted => new DeliveryOutcome.Delivered(result.Reply?.ToString() ?? result.Text),
        SmtpOutcome.TemporarilyRefused => new DeliveryOutcome.Deferred(Error(result, RetryClass.Later)),
        SmtpOutcome.NeedsOperator => new DeliveryOutcome.Deferred(Error(result, RetryClass.AfterOperator)),
        SmtpOutcome.PermanentlyRefused => new DeliveryOutcome.Refused(Error(result, RetryClass.Never)),
        SmtpOutcome.InDoubt => new DeliveryOutcome.InDoubt(Error(result, RetryClass.Later)),
        _ => throw new InvalidOperationException($"No such outcome of a mail: {result.Outcome}"),
    };

    /// <summary>The server's own words are for the operator: they may name mailboxes and machines.</summary>
    private static GatewayError Error(SmtpResult result, RetryClass retry) => new(
        $"smtp-{result.Code}",
        retry,
        result.Text,
        result.Reply is null ? $"at {result.Step}" : $"at {result.Step}: {result.Reply}");

    private static DeliveryOutcome Put(MailOutlet.Folder folder, RenderedMail mail)
    {
        var written = new Maildir(folder.Path, folder.Host).Write(mail.Date, mail.FileId, mail.Octets.Span);
        return written.Outcome == MaildirOutcome.Failed
            ? new DeliveryOutcome.Deferred(new GatewayError(
                "maildir", RetryClass.Later, "The mail folder cannot be written.", written.Problem))
            : new DeliveryOutcome.Delivered($"Written to {written.Path}");
    }
}

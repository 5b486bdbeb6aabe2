using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Adapters.Mail;

/// <summary>Letters to patrons: how they are written and how they leave. What is kept has stars where secrets stand.</summary>
/// <param name="letters">The templates.</param>
/// <param name="box">Opens the secrets of files; null where there are none.</param>
internal sealed class PatronMail(LetterSet letters, ISecretBox? box)
{
    /// <summary>The letter with stars.</summary>
    public EncodeResult Encode(Envelope envelope, ToPatron patron)
    {
        if (patron.Email is not { } address)
            return Failed("letter-no-address", "No mail address of the patron is known.");
        if (envelope is not { Sender.Email: { } ours, About: { } about })
            return Failed("letter-sender", "Our library has no mail address to write from.");
        var attachment = patron.Attached is { } file ? FilePlaceholder.Of(file) : null;
        if (attachment is null && patron.TakesFile)
            return Failed("letter-file", "The file that should go along is not here.");
        var password = Open(patron.Document?.SealedPassword);
        if (patron.Document?.SealedPassword is not null && (password is null || !LetterMasks.CanShow(password)))
            return Failed("letter-password", "The password of the file cannot be shown in a letter; tell the patron yourself.");
        var context = new PatronLetterContext
        {
            Letter = patron.Letter,
            About = about,
            Sender = new LetterSender
            {
                Name = envelope.Sender.Name,
                Symbol = envelope.Sender.Symbols is [var own, ..] ? own : default,
                Email = ours,
                Address = envelope.Sender.Address,
            },
            PatronName = patron.Name,
            Email = address,
            Language = patron.Language,
            Document = patron.Document,
            Link = patron.Link,
            PasswordChars = password?.Length,
            Attachment = attachment,
            CreatedAt = envelope.CreatedAt,
            OutboxId = envelope.OutboxId,
        };
        return PatronLetterMapper.Map(context, letters) switch
        {
            PatronLetterResult.Written written => Render(written.Mail),
            PatronLetterResult.Failed failed => Failed(failed.Problem.Code, failed.Problem.Text),
            var other => throw new InvalidOperationException($"No such result of a letter: {other}"),
        };
    }

    /// <summary>The letter as it leaves: the secrets stand in it for the time of the attempt.</summary>
    public ReadOnlyMemory<byte> Revealed(ReadOnlyMemory<byte> bytes, ToPatron patron) => LetterMasks.Reveal(
        bytes, Open(patron.Document?.SealedSecret), Open(patron.Document?.SealedPassword));

    private string? Open(string? secret) => secret is null ? null : box?.Open(secret)?.Reveal();

    private static EncodeResult Render(MailMessage mail) =>
        MimeWriter.TryRender(mail, MailLimits.Default, out var octets, out var problem)
            ? new EncodeResult.Encoded(octets, LossReport.None)
            : Failed(problem.Code, problem.Text);

    private static EncodeResult.Failed Failed(string code, string text) =>
        new(new GatewayError(code, RetryClass.AfterOperator, text));
}

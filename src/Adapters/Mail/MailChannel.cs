using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Adapters.Mail;

/// <summary>
/// Delivers messages as letters to partners who read email. An attempt opens its own connection, so that one
/// channel serves all lanes at once. Delivered means that the mail server has taken the letter over; a bounce
/// that comes later names it by its envelope identifier.
/// </summary>
/// <param name="letters">The templates.</param>
/// <param name="outlet">The mail server, or the folder that stands in for it.</param>
/// <param name="key">The gateway's key, from which the checks in addresses and identifiers are made.</param>
/// <param name="addressSeparator">What separates a sub-address of our mailbox; empty when it knows none.</param>
/// <param name="links">The pages on which partners answer; null when they reach none.</param>
/// <param name="box">Opens the secrets of files in letters to patrons.</param>
public sealed class MailChannel(
    LetterSet letters, MailOutlet outlet, ReadOnlyMemory<byte> key, string addressSeparator = "+",
    LetterLinks? links = null, ISecretBox? box = null) : IChannel
{
    private readonly PatronMail patrons = new(letters, box);

    /// <inheritdoc/>
    public string Protocol => "email";

    /// <inheritdoc/>
    public EncodeResult Encode(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Patron is { } patron)
            return patrons.Encode(envelope, patron);
        if (Address(envelope) is not { } address)
            return Failed("letter-recipient", "The partner's file names no mail address.");
        if (envelope.Sender.Email is not { } ours)
            return Failed("letter-sender", "Our library has no mail address to write from.");
        if (envelope.About is not { } about)
            return new EncodeResult.NotExpressible("A letter needs a request that it is about.");
        var context = Context(envelope, about, ours, address);
        var format = (envelope.Recipient.Settings as MailPartnerSettings)?.Format ?? LetterFormat.Letters;
        return Map(context, format) switch
        {
            LetterResult.Written written => Render(written, AttachedTo(envelope)),
            LetterResult.NotExpressible none => new EncodeResult.NotExpressible(none.Reason),
            LetterResult.Failed failed => Failed(failed.Problem.Code, failed.Problem.Text),
            var other => throw new InvalidOperationException($"No such result of a letter: {other}"),
        };
    }

    /// <inheritdoc/>
    public Task<DeliveryOutcome> SendAsync(
        ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Patron is not null && !Mailbox.TryCreate(null, Address(envelope), out _, out _))
        {
            // One patron's address must not hold up the letters to all others, as a partner's does.
            return Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Refused(new GatewayError(
                "letter-no-address", RetryClass.Never, "No usable mail address of the patron is known any more.")));
        }
        string? id = EnvelopeId(envelope);
        var mail = new RenderedMail
        {
            From = envelope.Sender.Email,
            To = Address(envelope),
            EnvelopeSender = BouncesTo(envelope),
            EnvelopeId = id,
            FileId = id ?? FormattableString.Invariant($"{envelope.OutboxId}"),
            Date = envelope.CreatedAt,
            Octets = Filled(bytes, envelope),
        };
        return MailDispatch.SendAsync(outlet, mail, cancellationToken);
    }

    /// <summary>The letter with its file and its secrets, for the time of the attempt.</summary>
    private ReadOnlyMemory<byte> Filled(ReadOnlyMemory<byte> bytes, Envelope envelope)
    {
        var attached = envelope.Patron is { } to ? to.Attached : AttachedTo(envelope);
        var whole = attached is null ? bytes : FilePlaceholder.Fill(bytes, attached, envelope.File);
        return envelope.Patron is { } patron ? patrons.Revealed(whole, patron) : whole;
    }

    private LetterResult Map(LetterContext context, LetterFormat format) => format switch
    {
        LetterFormat.Letters => LetterMapper.Map(context, letters),
        LetterFormat.GenericScript => LetterMapper.MapToGenericScript(context),
        _ => throw new InvalidOperationException($"No such format of a letter: {format}"),
    };

    private LetterContext Context(
        Envelope envelope, TransactionSummary about, string ours, string address) => new()
    {
        Message = envelope.Message,
        About = about,
        Sender = new LetterSender
        {
            Name = envelope.Sender.Name,
            Symbol = First(envelope.Sender.Symbols),
            Email = ours,
            Address = envelope.Sender.Address,
        },
        Recipient = new LetterRecipient
        {
            Code = envelope.Recipient.Code,
            Name = envelope.Recipient.Name,
            Symbol = First(envelope.Recipient.Symbols),
            Email = address,
            SendPatron = envelope.Recipient.SendPatron,
        },
        Language = envelope.Recipient.Language,
        CreatedAt = envelope.CreatedAt,
        OutboxId = envelope.OutboxId,
        Key = key,
        AddressSeparator = addressSeparator,
        Links = links,
    };

    private static EncodeResult Render(LetterResult.Written written, SuppliedDocument? file)
    {
        var attached = file is null ? null : FilePlaceholder.Of(file);
        if (file is not null && attached is null)
            return Failed("letter-attachment", "The file has no name or type that a letter can carry.");
        var mail = attached is null ? written.Mail : written.Mail with { Attachments = [.. written.Mail.Attachments, attached] };
        return MimeWriter.TryRender(mail, MailLimits.Default, out var octets, out var problem)
            ? new EncodeResult.Encoded(octets, written.Losses)
            : new EncodeResult.Failed(new GatewayError(problem.Code, RetryClass.Never, problem.Text));
    }

    /// <summary>The file of ours that goes with the letter.</summary>
    private static SuppliedDocument? AttachedTo(Envelope envelope) =>
        envelope.Message is IllMessage.Shipped { Supply.Document: { IsAttached: true, Number: not null } file } ? file : null;

    /// <summary>The name of the letter, which a bounce brings back.</summary>
    private string? EnvelopeId(Envelope envelope) => envelope.About is not { } about
        ? null
        : LetterIds.Local(about.OurReference, envelope.OutboxId, LetterToken.Of(
            key.Span, about.OurReference, envelope.OutboxId, envelope.Recipient.Code));

    /// <summary>The envelope sender of one letter, so that a bounce finds its request by the address alone.</summary>
    private string? BouncesTo(Envelope envelope) =>
        EnvelopeId(envelope) is { } letter && envelope.Sender.Email is { } ours
            ? LetterIds.BounceAddress(ours, addressSeparator, letter)
            : null;

    private static string? Address(Envelope envelope) => envelope.Patron is { } patron
        ? patron.Email
        : (envelope.Recipient.Settings as MailPartnerSettings)?.Address;

    private static Symbol First(IReadOnlyList<Symbol> symbols) => symbols.Count > 0 ? symbols[0] : default;

    private static EncodeResult.Failed Failed(string code, string text) =>
        new(new GatewayError(code, RetryClass.AfterOperator, text));
}

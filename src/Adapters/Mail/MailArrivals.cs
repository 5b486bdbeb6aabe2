using System.Security.Cryptography;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.IsoIll;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Mapping.Letters;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Adapters.Mail;

/// <summary>Who writes from an address, as the partners' files have it.</summary>
/// <param name="Symbols">The partner's symbols.</param>
/// <param name="IsoIll">Its settings, when it sends ISO ILL in mails.</param>
public sealed record MailSender(IReadOnlyList<Symbol> Symbols, IsoIllMailPartnerSettings? IsoIll);

/// <summary>
/// Turns mails into arrivals. A part with an APDU (RFC 2503) goes the way of ISO ILL when our mail server vouches for its
/// sender and its symbols are that partner's; otherwise it is a letter that staff look at. Pure; never fails.
/// </summary>
/// <param name="limits">The bounds of mails.</param>
/// <param name="findSender">Whose address it is; null when it is nobody's, or that of several.</param>
public sealed class MailArrivals(MimeReadLimits limits, Func<string, MailSender?> findSender)
{
    /// <summary>The protocol's name.</summary>
    public const string Protocol = "email";

    /// <summary>Reads one mail. A mail with several APDUs is several arrivals.</summary>
    /// <param name="raw">The octets as they came; the arrivals keep them.</param>
    /// <param name="reading">Who we are, and which words we know.</param>
    /// <returns>At least one.</returns>
    public IReadOnlyList<Arrival> Read(ReadOnlyMemory<byte> raw, LetterReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return MimeReader.Read(raw, limits) switch
        {
            MimeReading.Read { Mail: var mail } => Read(raw, mail, reading),
            MimeReading.Refused { Problem: var problem } => [Refused(raw, problem.Code, problem.Text)],
            var other => throw new InvalidOperationException($"No such reading of a mail: {other}"),
        };
    }

    private IReadOnlyList<Arrival> Read(ReadOnlyMemory<byte> raw, ReceivedMail mail, LetterReading reading)
    {
        var letter = LetterReader.Read(mail, reading);
        var parts = IsoIllMailParts.Find(mail);
        return parts.Count == 0 || letter.Kind is not (LetterKind.Written or LetterKind.AutomaticReply)
            ? [Arrival(raw, new ArrivalContent.Written(letter))]
            : [.. parts.Select((part, index) => Apdu(raw, part, index, letter, reading))];
    }

    /// <summary>A mail of which only the header was taken, since it is larger than the limit.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="octets">How large it is.</param>
    public static Arrival TooLarge(ReadOnlyMemory<byte> header, long octets) => Refused(
        header, "mail-too-long", FormattableString.Invariant($"The mail has {octets} octets, more than are taken."));

    private Arrival Apdu(
        ReadOnlyMemory<byte> raw, IsoIllMailPart part, int index, ReceivedLetter letter, LetterReading reading)
    {
        var sender = letter.Origin.From is { } from ? findSender(from) : null;
        var content = IsoIllMailArrivals.Read(part, sender?.IsoIll, reading.ReceivedAt);
        if (content is ArrivalContent.NotUnderstood)
            return Arrival(raw, content);
        var understood = (ArrivalContent.Understood)content;
        if (letter.Origin.VouchedDomains.Count > 0 && IsFrom(sender, understood.Message.Header))
            return new Arrival { Protocol = IsoIllMailArrivals.Protocol, Raw = raw, Peer = new Peer(), Content = content };
        return Arrival(raw, new ArrivalContent.Written(AsLetter(letter, understood, index)));
    }

    /// <summary>Is one of the parties that partner?</summary>
    private static bool IsFrom(MailSender? sender, MessageHeader header) =>
        sender is { IsoIll: not null }
        && new[] { header.Requester?.Symbol, header.Responder?.Symbol, header.Transaction.InitialRequester }
            .OfType<Symbol>().Any(sender.Symbols.Contains);

    /// <summary>Nobody vouches for the sender: the message is a proposal, and its transaction leads to the request.</summary>
    private static ReceivedLetter AsLetter(ReceivedLetter letter, ArrivalContent.Understood understood, int index) => letter with
    {
        Kind = LetterKind.Written,
        Identity = index == 0 ? letter.Identity : FormattableString.Invariant($"{letter.Identity} part {index + 1}"),
        Digest = SHA256.HashData([.. letter.Digest.Span, .. understood.Digest.Span]),
        Losses = understood.Losses,
        Statements =
        [
            new LetterStatement
            {
                Clues =
                [
                    .. letter.Statements.SelectMany(statement => statement.Clues),
                    new RequestClue.Native("ISO ILL part", understood.Message.Header.Transaction, null),
                ],
                Proposals = [new LetterProposal(understood.Message, "ISO ILL part")],
                Words = understood.Message.Note ?? "",
            },
        ],
    };

    private static Arrival Refused(ReadOnlyMemory<byte> raw, string code, string text) => Arrival(
        raw, new ArrivalContent.NotUnderstood(
            new Problem.General(GeneralProblem.BadlyStructuredApdu), new GatewayError(code, RetryClass.Never, text), null, null));

    private static Arrival Arrival(ReadOnlyMemory<byte> raw, ArrivalContent content) =>
        new() { Protocol = Protocol, Raw = raw, Peer = new Peer(), Content = content };
}

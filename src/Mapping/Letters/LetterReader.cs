using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Mapping.ArtEmail;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// Finds out what a mail says about requests: clues that lead to them, and what may be meant. Pure, and never fails: a mail
/// of which nothing is understood is a letter without proposals. Source: feeds reference, 4.2 to 4.4.
/// </summary>
public static class LetterReader
{
    private const int WordsMaxChars = 1000;

    private static readonly string[] SignedFields = ["From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"];

    /// <summary>Reads a mail.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="settings">Who we are, and which words we know.</param>
    public static ReceivedLetter Read(ReceivedMail mail, LetterReading settings)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(settings);
        var recognised = LetterKinds.Of(mail, settings.Own);
        var text = MailText.Of(mail);
        var parts = ReplyText.Split(text.Text);
        var letter = new LetterInHand
        {
            Mail = mail,
            Settings = settings,
            Subject = LetterText.OneLine(LetterText.Clean(mail.Header("Subject"), out _)),
            From = ReceivedAddress.Author(mail)?.Address.ToLowerInvariant(),
            WrittenAt = WrittenAt(mail, settings),
            Parts = parts,
            About = recognised.About,
        };
        bool isCoded = letter.From is { } author && settings.AnswersInCodes(author);
        var natives = isCoded ? ArtEmailReplies.Read(parts.Own, letter.WrittenAt) : NativeLetters.Read(letter);
        bool isSystems = recognised.MayBeLetterOfSystem && natives.Any(statement => statement.Proposals.Count > 0);
        var kind = isSystems ? LetterKind.Written : recognised.Kind;
        var digest = Digest(mail);
        return new ReceivedLetter
        {
            Identity = Identity(mail, digest),
            Digest = digest,
            Origin = new LetterOrigin
            {
                From = letter.From,
                VouchedDomains = VouchedSender.Domains(mail, settings.Trust),
                Mailbox = settings.Mailbox,
            },
            Kind = kind,
            // Codes are about many orders: each line names its own, and the mail's thread would lead all of them to one.
            Statements = isCoded && kind == LetterKind.Written ? natives : Statements(letter, kind, natives),
            Subject = letter.Subject,
            Text = parts.Own,
            Attachments = [.. text.Attachments.Select(part => new LetterAttachment(
                LetterText.OneLine(LetterText.Clean(part.FileName, out _)), part.Type, part.Content.Length))],
            Report = recognised.Report,
        };
    }

    private static IReadOnlyList<LetterStatement> Statements(
        LetterInHand letter, LetterKind kind, IReadOnlyList<LetterStatement> natives)
    {
        var clues = LetterClueReader.Read(letter);
        string words = LetterText.Shorten(LetterText.OneLine(letter.Parts.Own), WordsMaxChars);
        if (kind != LetterKind.Written)
            return [new LetterStatement { Clues = Strongest(clues), Words = words }];
        if (natives.Count > 0)
            return [.. natives.Select(native => native with { Clues = Strongest([.. clues, .. native.Clues]) })];
        // Words beside a block for programs are those of a template, or of a letter of ours that was copied without marks:
        // they cannot be told from the writer's own.
        var proposals = letter.Parts.Blocks.Count > 0 ? [] : Phrases(letter);
        return [new LetterStatement { Clues = Strongest(clues), Proposals = proposals, Words = words }];
    }

    private static IReadOnlyList<RequestClue> Strongest(IReadOnlyList<RequestClue> clues) =>
        [.. clues.Distinct().OrderBy(LetterClueReader.Rank).Take(LetterLimits.CluesMax)];

    private static IReadOnlyList<LetterProposal> Phrases(LetterInHand letter)
    {
        string language = (letter.From is { } from ? letter.Settings.LanguageOf(from) : null) ?? LetterWords.FallbackLanguage;
        return letter.Settings.Phrases.Read(letter.Parts.Own, language, letter.WrittenAt);
    }

    /// <summary>The identifier that its writer gave it; its digest when it has none.</summary>
    private static string Identity(ReceivedMail mail, byte[] digest) =>
        mail.HeadersNamed("Message-ID").ToList() is [{ Raw: { } raw }] && MessageId.TryParse(raw.Trim(), out var id, out _)
            ? id.Value
            : "sha256-" + Convert.ToHexStringLower(digest);

    /// <summary>Of what its writer wrote, not of what mail servers put above it on the way.</summary>
    private static byte[] Digest(ReceivedMail mail)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var field in SignedFields.SelectMany(mail.HeadersNamed))
            Append(hash, Encoding.UTF8.GetBytes($"{field.Name.ToLowerInvariant()}:{field.Raw.Trim()}"));
        foreach (var part in mail.Body.SelfAndBelow())
        {
            Append(hash, Encoding.UTF8.GetBytes($"{part.Type};{part.FileName}"));
            Append(hash, part.Content.Span);
            if (part.Message is { } inside)
                Append(hash, Digest(inside));
        }
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> octets)
    {
        hash.AppendData(BitConverter.GetBytes(octets.Length));
        hash.AppendData(octets);
    }

    private static ServiceTime WrittenAt(ReceivedMail mail, LetterReading settings)
    {
        string date = mail.Header("Date") ?? "";
        int comment = date.IndexOf('(', StringComparison.Ordinal);
        string bare = (comment < 0 ? date : date[..comment]).Trim();
        string[] forms = ["ddd, d MMM yyyy HH:mm:ss zzz", "d MMM yyyy HH:mm:ss zzz", "ddd, d MMM yyyy HH:mm zzz"];
        bool isRead = DateTimeOffset.TryParseExact(
            bare.Replace(" GMT", " +00:00", StringComparison.Ordinal), forms, CultureInfo.InvariantCulture,
            DateTimeStyles.AllowWhiteSpaces, out var at);
        // A clock that is far off would make "today" another day.
        bool isNear = isRead && (at - settings.ReceivedAt).Duration() < TimeSpan.FromDays(30);
        return ServiceTime.From(isNear ? at : settings.ReceivedAt);
    }
}

/// <summary>A mail while it is read.</summary>
internal sealed record LetterInHand
{
    internal required ReceivedMail Mail { get; init; }

    internal required LetterReading Settings { get; init; }

    internal required string Subject { get; init; }

    internal required string? From { get; init; }

    internal required ServiceTime WrittenAt { get; init; }

    internal required ReplyParts Parts { get; init; }

    /// <summary>The letter of ours that a report is about.</summary>
    internal ReportedLetter? About { get; init; }

    /// <summary>Stands a letter of ours in the text without marks?</summary>
    internal bool HoldsOurBlock => Parts.Blocks.Any(IsOurs);

    /// <summary>Did we write that block?</summary>
    internal bool IsOurs(MachineReading block) =>
        block.Text("from") is { } from && Symbol.TryParse(from, out var symbol) && Settings.OurSymbols.Contains(symbol);
}

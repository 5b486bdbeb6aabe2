using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Mail;

/// <summary>What tells our own mail from that of others, for the guard against loops.</summary>
public sealed record OwnMail
{
    /// <summary>For an installation that sends nothing yet.</summary>
    public static OwnMail None { get; } = new();

    /// <summary>True for the identifier of a letter that this installation has written.</summary>
    public Func<MessageId, bool> Wrote { get; init; } = _ => false;

    /// <summary>True for an address that this installation writes from.</summary>
    public Func<Mailbox, bool> IsOurs { get; init; } = _ => false;

    /// <summary>A field that this installation, and no other, puts into its letters; null when it has none.</summary>
    public (string Name, string Value)? Marker { get; init; }
}

/// <summary>Which kind of letter a mail is, and why it is taken for that.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Sign">The sign that decided, for the history: <c>Auto-Submitted: auto-replied</c>.</param>
public sealed record RecognisedKind(LetterKind Kind, string Sign)
{
    /// <summary>
    /// True when the mail is automatic, but does not say that it is an answer: another system's letter in a format that we
    /// read looks so, and so do our own. When such a format stands in it unquoted, it counts as written.
    /// </summary>
    public bool MayBeLetterOfSystem { get; init; }

    /// <summary>What a mail server reports; only for a delivery report.</summary>
    public DeliveryReport? Report { get; init; }

    /// <summary>Which letter of ours a report is about; null for all other kinds.</summary>
    public ReportedLetter? About { get; init; }
}

/// <summary>What a report tells about the letter that it is about.</summary>
/// <param name="MessageId">Its identifier; null when it is not given.</param>
/// <param name="EnvelopeId">The envelope identifier that we gave (RFC 3461, 4.4); null when it is not given.</param>
/// <param name="Subject">Its subject, decoded; null when it is not given.</param>
public sealed record ReportedLetter(MessageId? MessageId, string? EnvelopeId, string? Subject);

/// <summary>Tells people's letters from automatic mail (RFC 3834, 3464, 8098, 5965 and what programs do besides).</summary>
public static class LetterKinds
{
    /// <summary>Servers that a mail may have passed: real mail passes about ten, a loop many more.</summary>
    public const int MaxReceivedLines = 20;

    /// <summary>How the subjects of absence notes begin, as the common programs write them.</summary>
    private static readonly string[] SubjectsOfAutomaticReplies =
    [
        "automatic reply", "automated reply", "auto reply", "auto-reply", "autoreply", "auto response", "auto-response",
        "out of office", "out of the office", "out-of-office", "vacation reply", "on vacation", "i am away",
        "automatische antwort", "abwesenheit", "abwesend", "autoantwort", "nicht im büro",
        "réponse automatique", "reponse automatique", "message automatique", "absence du bureau", "absent du bureau",
        "message d'absence", "notification d'absence",
        "respuesta automática", "respuesta automatica", "fuera de la oficina", "ausente de la oficina",
        "risposta automatica", "fuori sede", "fuori ufficio", "resposta automática", "fora do escritório", "ausência",
        "automatisch antwoord", "automatische beantwoording", "afwezig", "autosvar", "automatiskt svar", "automatisk svar",
        "frånvaro", "fravær", "automaattinen vastaus", "poissa", "automatyczna odpowiedź", "autoodpowiedź",
        "automatická odpověď", "automatická odpoveď", "automatikus válasz", "răspuns automat", "automatski odgovor",
        "автоответ", "автоматический ответ", "автоматична відповідь", "αυτόματη απάντηση", "otomatik yanıt",
        "自動返信", "自動応答", "自动回复", "自動回覆", "자동 회신",
    ];

    private static readonly string[] FieldsOfAutomaticReplies =
        ["X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Autoresponder", "X-Vacation", "X-FC-MachineGenerated"];

    private static readonly string[] FieldsOfLists =
        ["List-Id", "List-Post", "List-Unsubscribe", "List-Help", "List-Subscribe", "List-Owner", "Mailing-List"];

    /// <summary>Recognises the kind of a mail. A mail without any sign is taken for a person's.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="own">What our own mail looks like.</param>
    public static RecognisedKind Of(ReceivedMail mail, OwnMail own)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(own);
        return MailReports.Find(mail)
            ?? FindLoop(mail, own)
            ?? FindReply(mail)
            ?? FindAutomatic(mail)
            ?? new RecognisedKind(LetterKind.Written, "no sign of automatic mail");
    }

    /// <summary>
    /// True for the empty return path of reports and automatic answers (RFC 5321, 4.5.5), as the last server noted it.
    /// </summary>
    /// <param name="mail">The mail.</param>
    public static bool HasNullReturnPath(ReceivedMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        return mail.HeadersNamed("Return-Path").FirstOrDefault()?.Raw.Replace(" ", "", StringComparison.Ordinal) == "<>";
    }

    private static RecognisedKind? FindLoop(ReceivedMail mail, OwnMail own)
    {
        if (mail.HeadersNamed("Received").Skip(MaxReceivedLines).Any())
            return new RecognisedKind(LetterKind.Loop, $"more than {MaxReceivedLines} Received lines");
        if (own.Marker is var (name, value) && mail.HeadersNamed(name).Any(field => field.Text == value))
            return new RecognisedKind(LetterKind.Loop, "the mark of this installation");
        bool isOurs = ReceivedAddress.Author(mail) is { } author && own.IsOurs(author)
            && MessageId.ListOf(mail.Header("Message-ID")).Any(own.Wrote);
        return isOurs ? new RecognisedKind(LetterKind.Loop, "our own Message-ID and From") : null;
    }

    /// <summary>Mail that says that it answers by itself.</summary>
    private static RecognisedKind? FindReply(ReceivedMail mail)
    {
        if (AutoSubmitted(mail) is "auto-replied" or "auto-notified")
            return Reply($"Auto-Submitted: {AutoSubmitted(mail)}");
        foreach (string field in FieldsOfAutomaticReplies)
        {
            if (mail.Header(field) is { Length: > 0 } value && !Is(value, "no"))
                return Reply(field);
        }
        if (Precedence(mail) is "auto_reply" or "auto-reply")
            return Reply("Precedence: auto_reply");
        string subject = mail.Header("Subject") ?? "";
        foreach (string beginning in SubjectsOfAutomaticReplies)
        {
            if (subject.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
                return Reply("the subject of an automatic reply");
        }
        return null;
    }

    private static RecognisedKind Reply(string sign) => new(LetterKind.AutomaticReply, sign);

    /// <summary>Mail that a program has sent, for whatever reason.</summary>
    private static RecognisedKind? FindAutomatic(ReceivedMail mail)
    {
        string? list = Array.Find(FieldsOfLists, field => mail.HeadersNamed(field).Any());
        if (list is not null)
            return new RecognisedKind(LetterKind.Bulk, list) { MayBeLetterOfSystem = true };
        if (Precedence(mail) is "bulk" or "list" or "junk")
            return new RecognisedKind(LetterKind.Bulk, $"Precedence: {Precedence(mail)}") { MayBeLetterOfSystem = true };
        string? sign = AutoSubmitted(mail) is not ("" or "no") ? "Auto-Submitted"
            : mail.Header("X-Auto-Response-Suppress") is { Length: > 0 } value && !Is(value, "none")
                ? "X-Auto-Response-Suppress"
            : HasNullReturnPath(mail) ? "an empty Return-Path" : null;
        return sign is null ? null : Reply(sign) with { MayBeLetterOfSystem = true };
    }

    /// <summary>The first word, in lower case: parameters may follow (RFC 3834, 5).</summary>
    private static string AutoSubmitted(ReceivedMail mail) => FirstWord(mail.Header("Auto-Submitted"));

    private static string Precedence(ReceivedMail mail) => FirstWord(mail.Header("Precedence"));

    private static string FirstWord(string? text)
    {
        text ??= "";
        int start = FieldText.SkipComments(text, 0);
        int length = text.AsSpan(start).IndexOfAny(" \t;(");
        return (length < 0 ? text[start..] : text.Substring(start, length)).ToLowerInvariant();
    }

    private static bool Is(string text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);
}

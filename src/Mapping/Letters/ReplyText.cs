using System.Text;
using System.Text.RegularExpressions;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// What a person wrote, out of the text of a mail: without quotations, what mail programs put before them, signatures and
/// the lines for programs. Answers between quoted lines stay. Whatever is doubtful is taken for a quotation: words that
/// are missed go to the staff with the whole mail, words of ours that were taken for the partner's would be acted on.
/// Source: feeds reference, 4.3.
/// </summary>
public static partial class ReplyText
{
    private const RegexOptions Options =
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>The words of the writer.</summary>
    /// <param name="text">The text of the mail; only its beginning is read
    /// (<see cref="LetterLimits.ReplyMaxChars"/>, <see cref="LetterLimits.ReplyMaxLines"/>).</param>
    /// <returns>Lines joined with LF, without blank ones at both ends; may be empty.</returns>
    public static string Read(string text) => Split(text).Own;

    /// <summary>The words of the writer, and the blocks for programs: the writer's own, and those that were quoted.</summary>
    internal static ReplyParts Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = Lines(text);
        int end = EndOfOwn(lines);
        var quoted = lines[end..].Select(WithoutMarks).ToList();
        quoted.AddRange(lines[..end].Where(IsQuoted).Select(WithoutMarks));
        var own = lines[..end].Select((line, i) => IsQuoted(line) || IsAttribution(lines, i) ? "" : line).ToList();
        var blocks = MachineBlock.Take(own);
        CutSignature(own);
        return new ReplyParts(Join(own), blocks, MachineBlock.Take(quoted));
    }

    private static List<string> Lines(string text)
    {
        string start = text.Length > LetterLimits.ReplyMaxChars ? text[..LetterLimits.ReplyMaxChars] : text;
        var lines = new List<string>();
        foreach (var line in start.AsSpan().EnumerateLines())
        {
            if (lines.Count == LetterLimits.ReplyMaxLines)
                break;
            string clean = line.ToString().Replace('\u00A0', ' ').Replace("\u200B", "", StringComparison.Ordinal)
                .Replace("\uFEFF", "", StringComparison.Ordinal).TrimEnd();
            lines.Add(clean);
        }
        return lines;
    }

    /// <summary>The first line of a quotation that has no marks of its own, or the number of lines.</summary>
    private static int EndOfOwn(List<string> lines)
    {
        for (int i = 0; i < lines.Count; i++)
        {
            if (IsQuoted(lines[i]) || lines[i].Length == 0)
                continue;
            bool begins = Divider().IsMatch(Short(lines[i])) || IsHeaderBlock(lines, i)
                || (AttributionLength(lines, i) is > 0 and var length && !IsQuoted(NextText(lines, i + length)));
            if (begins && !IsQuoted(NextText(lines, i + 1)))
                return i;
        }
        return lines.Count;
    }

    /// <summary>A line like "On Monday somebody wrote:", or one of the two or three that it was broken into.</summary>
    private static bool IsAttribution(List<string> lines, int at)
    {
        for (int from = at; from > at - 3 && from >= 0; from--)
        {
            if (AttributionLength(lines, from) > at - from)
                return true;
        }
        return Divider().IsMatch(Short(lines[at]));
    }

    private static int AttributionLength(List<string> lines, int at)
    {
        var joined = new StringBuilder();
        for (int i = at; i < lines.Count && i < at + 3; i++)
        {
            if (lines[i].Length is 0 or > 200 || IsQuoted(lines[i]))
                return 0;
            string line = joined.Append(i > at ? " " : "").Append(lines[i].Trim()).ToString();
            if (line.EndsWith(':') && HasSender(line) && (StartedAttribution().IsMatch(line) || NamedAttribution().IsMatch(line)))
                return i - at + 1;
        }
        return 0;
    }

    /// <summary>A day, a time or an address: "the user wrote:" alone is no attribution.</summary>
    private static bool HasSender(string line) => line.Any(char.IsAsciiDigit) || line.Contains('@', StringComparison.Ordinal);

    /// <summary>The header of a mail as some programs repeat it: at least three fields, who wrote it among them.</summary>
    private static bool IsHeaderBlock(List<string> lines, int at)
    {
        int fields = 0;
        bool hasSender = false;
        for (int i = at; i < lines.Count && i < at + 8; i++)
        {
            string line = Short(lines[i]);
            if (line.Length == 0 && fields > 0)
                continue;
            bool isSender = SenderField().IsMatch(line);
            if (!isSender && !OtherField().IsMatch(line))
                break;
            hasSender |= isSender;
            fields++;
        }
        return hasSender && fields >= 3;
    }

    private static void CutSignature(List<string> lines)
    {
        bool isCut = false;
        for (int i = 0; i < lines.Count; i++)
        {
            isCut |= lines[i] is "--" || SentFrom().IsMatch(Short(lines[i]));
            if (isCut)
                lines[i] = "";
        }
    }

    private static string NextText(List<string> lines, int from)
    {
        while (from < lines.Count && lines[from].Length == 0)
            from++;
        return from < lines.Count ? lines[from] : "";
    }

    private static bool IsQuoted(string line)
    {
        string start = line.TrimStart();
        return start.StartsWith('>') || start.StartsWith("|>", StringComparison.Ordinal);
    }

    private static string WithoutMarks(string line) => IsQuoted(line) ? line.TrimStart(' ', '\t', '>', '|') : line;

    private static string Short(string line)
    {
        string trimmed = line.Trim(' ', '\t', '*');
        return trimmed.Length > 200 ? trimmed[..200] : trimmed;
    }

    private static string Join(List<string> lines)
    {
        var kept = new List<string>();
        foreach (string line in lines)
        {
            if (line.Length > 0 || (kept.Count > 0 && kept[^1].Length > 0))
                kept.Add(line);
        }
        return string.Join('\n', kept).TrimEnd('\n');
    }

    [GeneratedRegex("^-{2,}\\s*(original message|original appointment|forwarded message|ursprüngliche nachricht|"
        + "originalnachricht|original-nachricht|weitergeleitete nachricht|urspr\\. nachricht|message d['’]origine|"
        + "message original|message transféré|mensaje original|mensaje reenviado|messaggio originale|"
        + "messaggio inoltrato|mensagem original|oprindelig meddelelse|original meddelelse|ursprungligt meddelande|"
        + "originalmeddelande|opprinnelig melding|oorspronkelijk bericht|doorgestuurd bericht|původní zpráva|"
        + "oryginalna wiadomość|wiadomość oryginalna|alkuperäinen viesti|eredeti üzenet|mesaj original|"
        + "исходное сообщение|пересылаемое сообщение)\\s*-*\\s*$"
        + "|^_{20,}$"
        + "|^(begin forwarded message|anfang der weitergeleiteten nachricht|début du message (transféré|réexpédié))\\s*:?$",
        Options)]
    private static partial Regex Divider();

    [GeneratedRegex("^(on|am|le|el|il|op|den|dne|em|w dniu|no dia|il giorno|på|kl|в|a|em)\\b.{5,400}"
        + "(wrote|writes|schrieb|geschrieben|a écrit|écrivait|escribió|ha scritto|scrisse|schreef|skrev|napsala?|"
        + "napisała?|napisał\\(a\\)|escreveu|kirjoitti|írta|a scris|написала?|пишет)\\b.{0,200}:$", Options)]
    private static partial Regex StartedAttribution();

    [GeneratedRegex("^.{2,300}\\b(wrote|writes|schrieb|hat geschrieben|a écrit|escribió|ha scritto|schreef|skrev|napsala?|"
        + "escreveu|kirjoitti|írta|написала?|пишет)\\b.{0,200}:$", Options)]
    private static partial Regex NamedAttribution();

    [GeneratedRegex("^(from|von|de|fra|från|van|da|od|expéditeur|absender|remitente|mittente|lähettäjä|"
        + "feladó|от)\\s*:\\*?\\s",
        Options)]
    private static partial Regex SenderField();

    [GeneratedRegex("^(sent|date|to|subject|cc|bcc|reply-to|importance|gesendet|datum|an|betreff|kopie|antwort an|envoyé|le|à|"
        + "objet|répondre à|enviado( el)?|fecha|para|asunto|inviato|a|oggetto|"
        + "data|enviada( em)?|assunto|sendt|dato|til|"
        + "emne|skickat|till|ämne|kopia|verzonden|aan|onderwerp|odesláno|komu|předmět|wysłano|do|temat|lähetetty|"
        + "vastaanottaja|aihe|küldve|címzett|tárgy|отправлено|дата|кому|тема|копия)\\s*:\\*?(\\s|$)", Options)]
    private static partial Regex OtherField();

    [GeneratedRegex("^(sent from my |sent from outlook|get outlook for |von meinem .{2,40} gesendet|gesendet (von|mit) |"
        + "diese nachricht wurde von meinem |envoyé de mon |envoyé (à partir|depuis) |enviado desde mi |inviato da |"
        + "enviado do meu |sendt fra |skickat från |verzonden vanaf )", Options)]
    private static partial Regex SentFrom();
}

/// <summary>The text of a mail, taken apart.</summary>
/// <param name="Own">The words of the writer.</param>
/// <param name="Blocks">The lines for programs that the writer's own text holds.</param>
/// <param name="QuotedBlocks">Those that stand in quotations.</param>
internal sealed record ReplyParts(
    string Own, IReadOnlyList<MachineReading> Blocks, IReadOnlyList<MachineReading> QuotedBlocks);

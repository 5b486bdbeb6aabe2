using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// Text of a header field. It holds well-formed Unicode without any control character or line separator, and
/// so can never end its field and start another: header injection is impossible by type. Never starts or ends
/// with white space; at most <see cref="MailLimits.HeaderTextMaxOctets"/> octets of UTF-8.
/// </summary>
public sealed record HeaderText
{
    private HeaderText(string value) => Value = value;

    /// <summary>The text as a reader sees it: not encoded, not folded.</summary>
    public string Value { get; }

    /// <summary>
    /// Takes the text as it is, without white space at its ends, or says why it cannot be a header.
    /// </summary>
    /// <param name="text">The text; may be empty, not null.</param>
    /// <param name="value">The header text, when the answer is true.</param>
    /// <param name="problem">
    /// <c>header-missing</c>, <c>header-not-unicode</c>, <c>header-control-character</c> or
    /// <c>header-too-long</c>.
    /// </param>
    public static bool TryCreate(
        string? text,
        [NotNullWhen(true)] out HeaderText? value,
        [NotNullWhen(false)] out MailProblem? problem)
    {
        value = null;
        problem = Check(text);
        if (problem is not null)
            return false;
        value = new HeaderText(text!.Trim());
        return true;
    }

    /// <summary>
    /// Makes a header text of whatever a catalogue record holds: control characters and line breaks become
    /// one space, what is not Unicode becomes U+FFFD, and the end is cut off at the limit.
    /// </summary>
    /// <param name="text">Free text of any length.</param>
    public static HeaderText Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kept = new StringBuilder(Math.Min(text.Length, MailLimits.HeaderTextMaxOctets));
        int octets = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var wanted = IsForbidden(rune) ? new Rune(' ') : rune;
            bool repeatsSpace = IsForbidden(rune) && (kept.Length == 0 || kept[^1] == ' ');
            if (repeatsSpace)
                continue;
            octets += wanted.Utf8SequenceLength;
            if (octets > MailLimits.HeaderTextMaxOctets)
                break;
            kept.Append(wanted.ToString());
        }
        return new HeaderText(kept.ToString().Trim());
    }

    /// <summary>The text itself.</summary>
    public override string ToString() => Value;

    internal static bool IsForbidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
            or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;

    private static MailProblem? Check(string? text)
    {
        if (text is null)
            return new MailProblem("header-missing", "A header text is missing.");
        if (text.Length > MailLimits.HeaderTextMaxOctets * 2)
            return TooLong();
        if (!IsWellFormed(text))
            return new MailProblem("header-not-unicode", "A header text holds half a surrogate pair.");
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsForbidden(rune))
                return new MailProblem("header-control-character", "A header holds a control character.");
        }
        return Encoding.UTF8.GetByteCount(text.Trim()) > MailLimits.HeaderTextMaxOctets ? TooLong() : null;
    }

    private static MailProblem TooLong() => new(
        "header-too-long",
        string.Create(
            CultureInfo.InvariantCulture,
            $"A header text is longer than {MailLimits.HeaderTextMaxOctets} octets."));

    internal static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out int consumed) != System.Buffers.OperationStatus.Done)
                return false;
            text = text[consumed..];
        }
        return true;
    }
}

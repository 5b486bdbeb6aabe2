using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace ResourceSharing.Mapping.Mail;

/// <summary>An extra unstructured header field, for example <c>X-Auto-Response-Suppress: All</c>.</summary>
public sealed record MailHeader
{
    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        [
            "Date", "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Message-ID", "In-Reply-To",
            "References", "Subject", "Auto-Submitted", "MIME-Version", "Return-Path", "Received",
            "DKIM-Signature",
        ],
        StringComparer.OrdinalIgnoreCase);

    private MailHeader(string name, HeaderText value)
    {
        Name = name;
        Value = value;
    }

    /// <summary>Field name: letters, digits and hyphens.</summary>
    public string Name { get; }

    /// <summary>Field text; encoded when it is not ASCII.</summary>
    public HeaderText Value { get; }

    /// <summary>Checks the name and builds the header.</summary>
    /// <param name="name">
    /// 1 to 50 letters, digits and hyphens, none of the fields that <see cref="MailMessage"/> or a mail
    /// server sets.
    /// </param>
    /// <param name="text">The text, see <see cref="HeaderText"/>.</param>
    /// <param name="value">The header, when the answer is true.</param>
    /// <param name="problem">
    /// <c>header-name-invalid</c>, <c>header-name-reserved</c> or a code of <see cref="HeaderText"/>.
    /// </param>
    public static bool TryCreate(
        string? name,
        string? text,
        [NotNullWhen(true)] out MailHeader? value,
        [NotNullWhen(false)] out MailProblem? problem)
    {
        value = null;
        problem = CheckName(name ?? string.Empty);
        if (problem is not null)
            return false;
        if (!HeaderText.TryCreate(text, out var clean, out problem))
            return false;
        value = new MailHeader(name!, clean);
        return true;
    }

    private static MailProblem? CheckName(string name)
    {
        bool wellFormed = name.Length is > 0 and <= MailLimits.HeaderNameMaxChars
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
        if (!wellFormed)
            return new MailProblem("header-name-invalid", "A header name holds letters, digits and hyphens.");
        bool reserved = Reserved.Contains(name)
            || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Resent-", StringComparison.OrdinalIgnoreCase);
        return reserved
            ? new MailProblem("header-name-reserved", "A header of this name is set by the mail system.")
            : null;
    }
}

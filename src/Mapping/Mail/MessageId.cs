using System.Diagnostics.CodeAnalysis;

namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// A message identifier (RFC 5322, 3.6.4) without its angle brackets: visible ASCII, exactly one <c>@</c>, no
/// angle bracket. Identifiers of other people's mail are kept as they came, as long as they are harmless in a
/// header.
/// </summary>
public sealed record MessageId
{
    private MessageId(string value) => Value = value;

    /// <summary>
    /// The identifier without angle brackets, for example <c>100042.1.k7f3q2@gw.example.org</c>.
    /// </summary>
    public string Value { get; }

    /// <summary>Reads an identifier with or without its angle brackets.</summary>
    /// <param name="text">For example <c>&lt;100042.1@gw.example.org&gt;</c>.</param>
    /// <param name="value">The identifier, when the answer is true.</param>
    /// <param name="problem">
    /// <c>message-id-missing</c>, <c>message-id-invalid</c> or <c>message-id-too-long</c>.
    /// </param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out MessageId? value,
        [NotNullWhen(false)] out MailProblem? problem)
    {
        value = null;
        string bare = WithoutBrackets(text ?? string.Empty);
        problem = Check(bare);
        if (problem is not null)
            return false;
        value = new MessageId(bare);
        return true;
    }

    /// <summary>
    /// Reads References or In-Reply-To as programs write them: with words, commas and line ends between, or without
    /// brackets. What is no identifier is passed over; of very many, the last ones are given.
    /// </summary>
    /// <param name="text">The value of the field; null when it is missing.</param>
    public static IReadOnlyList<MessageId> ListOf(string? text)
    {
        var found = new List<MessageId>();
        text ??= "";
        bool hasBrackets = text.Contains('<', StringComparison.Ordinal);
        foreach (string candidate in hasBrackets ? InBrackets(text) : text.Split([' ', '\t', ',', ';']))
        {
            if (TryParse(candidate, out var id, out _))
                found.Add(id);
        }
        return found.Count > MimeReadLimits.MaxMessageIds ? found[^MimeReadLimits.MaxMessageIds..] : found;
    }

    /// <summary>The identifier in angle brackets, as it stands in a header.</summary>
    public override string ToString() => $"<{Value}>";

    private static IEnumerable<string> InBrackets(string text)
    {
        int open = text.IndexOf('<', StringComparison.Ordinal);
        while (open >= 0)
        {
            int close = text.IndexOf('>', open);
            if (close < 0)
                yield break;
            // Folding leaves spaces inside; an identifier never has any.
            open = text.LastIndexOf('<', close);
            yield return text[(open + 1)..close].Replace(" ", "").Replace("\t", "");
            open = text.IndexOf('<', close);
        }
    }

    private static string WithoutBrackets(string text) =>
        text.Length >= 2 && text[0] == '<' && text[^1] == '>' ? text[1..^1] : text;

    private static MailProblem? Check(string bare)
    {
        if (bare.Length == 0)
            return new MailProblem("message-id-missing", "A message identifier is missing.");
        if (bare.Length > MailLimits.MessageIdMaxOctets)
            return new MailProblem("message-id-too-long", "A message identifier is too long.");
        int at = bare.IndexOf('@', StringComparison.Ordinal);
        bool oneAt = at > 0 && at < bare.Length - 1 && at == bare.LastIndexOf('@');
        bool harmless = bare.All(c => c is > ' ' and < '\x7f' and not '<' and not '>')
            && !MailboxSyntax.LooksEncoded(bare);
        return oneAt && harmless
            ? null
            : new MailProblem("message-id-invalid", "A message identifier is not left@right in ASCII.");
    }
}

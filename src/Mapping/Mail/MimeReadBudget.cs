namespace ResourceSharing.Mapping.Mail;

/// <summary>What is left of the limits while one mail is read, and what was found wrong on the way.</summary>
internal sealed class MimeReadBudget(MimeReadLimits limits)
{
    private readonly List<MailProblem> _tolerated = [];
    private int _parts = limits.MaxParts;
    private int _decodedOctets = limits.DecodedMaxOctets;
    private int _words = limits.MaxEncodedWords;

    internal MimeReadLimits Limits { get; } = limits;

    /// <summary>Why the mail is refused; null as long as it is not. Once set, reading ends.</summary>
    internal MailProblem? Refusal { get; private set; }

    internal IReadOnlyList<MailProblem> Tolerated => _tolerated;

    /// <summary>Characters of text that may still be made.</summary>
    internal int TextChars { get; set; } = limits.TextMaxChars;

    internal void Refuse(string code, string text) => Refusal ??= new MailProblem(code, text);

    internal void Tolerate(string code, string text)
    {
        if (_tolerated.Count < MimeReadLimits.ToleratedMax
            && _tolerated.Count(problem => problem.Code == code) < MimeReadLimits.ToleratedMaxOfOneCode)
        {
            _tolerated.Add(new MailProblem(code, text));
        }
    }

    /// <summary>Counts one part at a depth; false when the mail is refused for it.</summary>
    internal bool TakePart(int depth)
    {
        if (depth > Limits.MaxDepth)
            Refuse("mail-too-deep", "The mail has too many parts within parts.");
        else if (--_parts < 0)
            Refuse("mail-too-many-parts", "The mail has too many parts.");
        return Refusal is null;
    }

    /// <summary>Counts the octets that a decoding may make; false when the mail is refused for it.</summary>
    internal bool TakeDecoded(int octets)
    {
        _decodedOctets -= octets;
        if (_decodedOctets < 0)
            Refuse("mail-decoded-too-long", "The parts of the mail are too long once decoded.");
        return Refusal is null;
    }

    /// <summary>Counts one encoded word; false when it is to be left as it is.</summary>
    internal bool TakeEncodedWord()
    {
        if (--_words >= 0)
            return true;
        _words = 0;
        Tolerate("encoded-words-many", "Some encoded words of the header were left as they are.");
        return false;
    }
}

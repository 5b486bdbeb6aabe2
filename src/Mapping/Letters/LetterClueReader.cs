using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Collects what may lead from a letter to its request, the strongest first. Source: feeds reference, 4.3.</summary>
internal static partial class LetterClueReader
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    internal static IReadOnlyList<RequestClue> Read(LetterInHand letter)
    {
        var clues = new List<RequestClue>();
        clues.AddRange(Addresses(letter));
        clues.AddRange(Threads(letter));
        clues.AddRange(Tags(letter));
        clues.AddRange(letter.Parts.Blocks.Where(letter.IsOurs).Concat(letter.Parts.QuotedBlocks)
            .Select(Quoted).OfType<RequestClue>());
        clues.AddRange(OpenNumbers(letter));
        return clues;
    }

    /// <summary>The order in which clues win.</summary>
    internal static int Rank(RequestClue clue) => clue switch
    {
        RequestClue.ReplyAddress => 1,
        RequestClue.Thread => 2,
        RequestClue.SubjectTag => 3,
        RequestClue.Native => 4,
        RequestClue.OpenNumber => 5,
        _ => throw new ArgumentOutOfRangeException(nameof(clue), clue, "No known clue."),
    };

    private static IEnumerable<RequestClue> Addresses(LetterInHand letter)
    {
        var settings = letter.Settings;
        foreach (var mailbox in ReceivedAddress.Recipients(letter.Mail))
        {
            foreach (string ours in settings.OurAddresses)
            {
                if (LetterIds.LetterOf(mailbox.Address, ours, settings.AddressSeparator) is { } name
                    && LetterIds.TryReadLocal(name, out var request, out long number, out var token))
                {
                    yield return new RequestClue.ReplyAddress(request, number, token);
                }
            }
        }
    }

    /// <summary>What it answers, then the thread from the newest letter back; a bounce names the letter in its own
    /// fields.</summary>
    private static IEnumerable<RequestClue> Threads(LetterInHand letter)
    {
        var names = new[] { letter.About?.EnvelopeId, LeftSide(letter.About?.MessageId?.Value) }.OfType<string>()
            .Concat(Identifiers(letter.Mail, "In-Reply-To"))
            .Concat(Identifiers(letter.Mail, "References").Reverse());
        foreach (string name in names)
        {
            if (LetterIds.TryReadLocal(name, out var request, out long number, out var token))
                yield return new RequestClue.Thread(request, number, token);
        }
    }

    private static IEnumerable<string> Identifiers(ReceivedMail mail, string header) => mail.HeadersNamed(header)
        .SelectMany(field => Identifier().Matches(field.Raw).Select(match => match.Groups["left"].Value))
        .Take(MimeReadLimits.MaxMessageIds);

    private static string? LeftSide(string? identifier) => identifier?.Split('@')[0];

    private static IEnumerable<RequestClue> Tags(LetterInHand letter)
    {
        foreach (string subject in new[] { letter.Subject, letter.About?.Subject }.OfType<string>())
        {
            foreach (Match match in Tag().Matches(subject).Take(LetterLimits.TagsMax))
            {
                yield return new RequestClue.SubjectTag(match.Groups["number"].Value.Trim(), match.Groups["check"].Value);
                if (match.Groups["theirs"].Value.Trim() is { Length: > 0 } theirs)
                    yield return new RequestClue.OpenNumber(theirs);
            }
        }
    }

    /// <summary>Our own block, quoted back: it leads to the request and says nothing.</summary>
    private static RequestClue? Quoted(MachineReading block)
    {
        var transaction = MachineMessage.Transaction(block);
        string? number = block.Text("our-request") ?? block.Text("request");
        return transaction is null && number is null ? null : new RequestClue.Native("machine block", transaction, number);
    }

    private static IEnumerable<RequestClue> OpenNumbers(LetterInHand letter)
    {
        string first = string.Join(' ', letter.Parts.Own.Split('\n').Take(LetterLimits.NumberLinesMax));
        string both = $"{Tag().Replace(letter.Subject, " ")} {first}";
        return Word().Matches(both.Length > LetterLimits.PhraseTextMaxChars ? both[..LetterLimits.PhraseTextMaxChars] : both)
            .Select(match => match.Value.Trim('.', ':', '/', '-', '_'))
            .Where(word => word.Length >= 4 && word.Count(char.IsAsciiDigit) >= 3 && !Date().IsMatch(word))
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(LetterLimits.OpenNumbersMax)
            .Select(word => new RequestClue.OpenNumber(word));
    }

    [GeneratedRegex("<(?<left>[^<>@\\s]{1,200})@[^<>@\\s]{1,253}>", Options)]
    private static partial Regex Identifier();

    [GeneratedRegex("\\[ILL (?<number>[^\\]\\[,/]{1,64})/(?<check>[A-Za-z2-7]{4})(, ?(?<theirs>[^\\]\\[]{1,64}))?\\]", Options)]
    private static partial Regex Tag();

    [GeneratedRegex("[A-Za-z0-9][A-Za-z0-9/_.:-]{3,63}", Options)]
    private static partial Regex Word();

    [GeneratedRegex("^(\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}|\\d{1,2}:\\d{2}(:\\d{2})?|\\d{1,4}-\\d{1,4}|(19|20)\\d{2})$", Options)]
    private static partial Regex Date();
}

using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.ArtEmail;

/// <summary>
/// Reads coded replies, reports and rejections of the British Library. The layout of its mails is not published, so a line
/// is understood only when a word that may be a reference is followed by a known code; everything else is a statement
/// without a proposal, for the staff. Pure. Source: feeds reference, 1.2.
/// </summary>
public static partial class ArtEmailReplies
{
    /// <summary>The format in the clues: <see cref="RequestClue.Native.Format"/>.</summary>
    public const string Format = "artemail";

    /// <summary>Reads the text of a mail whose sender is the British Library.</summary>
    /// <param name="text">The plain text.</param>
    /// <param name="at">When the mail was written; times that are said in weeks count from here.</param>
    /// <returns>At least one statement; those with a known code have exactly one proposal.</returns>
    public static IReadOnlyList<LetterStatement> Read(string text, ServiceTime at)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(at);
        var isCut = text.Length > ArtEmailLimits.ReplyChars;
        var lines = (isCut ? text[..ArtEmailLimits.ReplyChars] : text).ReplaceLineEndings("\n").Split('\n');
        var statements = new List<LetterStatement>();
        foreach (var line in lines)
        {
            if (statements.Count == ArtEmailLimits.Statements)
            {
                isCut = true;
                break;
            }

            var candidates = Candidates(line).ToArray();
            if (candidates.Length > 0)
                statements.Add(Statement(line, candidates, at));
            else if (statements.Count > 0 && IsContinuation(line))
                statements[^1] = Continued(statements[^1], line);
        }

        if (statements.Count == 0 || isCut)
            statements.Add(new LetterStatement { Words = Shorten(text.Trim()) });
        return statements;
    }

    private static LetterStatement Statement(string line, Match[] candidates, ServiceTime at)
    {
        foreach (var candidate in candidates)
        {
            var rest = Normalized(line[(candidate.Index + candidate.Length)..]);
            if (ArtEmailReplyCodes.Find(rest) is not var (code, tail))
                continue;
            var message = code.Meaning(new ArtEmailReplyCase(tail, HeaderAt(at)));
            return new LetterStatement
            {
                Clues = [.. ArtEmailReference.Numbers(candidate.Value).Select(number => new RequestClue.Native(Format, null, number))],
                Proposals = message is null ? [] : [new LetterProposal(message, $"ARTEmail code {code.Code}")],
                Words = Shorten(line.Trim()),
            };
        }

        return new LetterStatement
        {
            Clues = [.. candidates.SelectMany(one => ArtEmailReference.Numbers(one.Value))
                .Select(number => new RequestClue.OpenNumber(number))],
            Words = Shorten(line.Trim()),
        };
    }

    /// <summary>The transaction is filled in once the request is known.</summary>
    private static MessageHeader HeaderAt(ServiceTime at) => new()
    {
        Transaction = new TransactionId { GroupQualifier = "", Qualifier = "" }, At = at,
    };

    /// <summary>Words with letters and at least three digits: our numbers have seven, codes and years alone have
    /// none.</summary>
    private static IEnumerable<Match> Candidates(string line) => Word().Matches(line)
        .Where(word => word.Length is >= 4 and <= ArtEmailLimits.ReferenceChars + 2
            && word.Value.Any(char.IsAsciiLetter) && word.Value.Count(char.IsAsciiDigit) >= 3)
        .Take(ArtEmailLimits.CandidatesPerLine);

    private static string Normalized(string rest)
    {
        var single = string.Join(' ', rest.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return single.Replace(" *", "*", StringComparison.Ordinal).Replace("* ", "*", StringComparison.Ordinal)
            .TrimStart(' ', ':', '-', '=', '.', ',', ';');
    }

    private static bool IsContinuation(string line) => line.Length > 0 && line[0] is ' ' or '\t' && line.Trim().Length > 0;

    private static LetterStatement Continued(LetterStatement statement, string line)
    {
        var words = Shorten($"{statement.Words}\n{line.Trim()}");
        return statement with
        {
            Words = words,
            Proposals = [.. statement.Proposals.Select(one => one with
            {
                Message = one.Message with { Note = Shorten($"{one.Message.Note}\n{line.Trim()}".Trim()) },
            })],
        };
    }

    private static string Shorten(string text) =>
        text.Length <= ArtEmailLimits.WordsChars ? text : text[..ArtEmailLimits.WordsChars];

    [GeneratedRegex(@"[A-Za-z0-9-]+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}

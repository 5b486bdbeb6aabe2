using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Mails of Reprints Desk: a block of keys between two marks; the subject says what has happened. Source: feeds
/// reference, 4.8.</summary>
internal sealed partial class ReprintsDeskLetters : ILetterDialect
{
    private const string Format = "Reprints Desk";
    private const string Begin = "-RPDESK_BEGIN_BLOCK-";
    private const string End = "-RPDESK_END_BLOCK-";
    private static readonly string[] Numbers = ["customerreference1", "orderid"];

    /// <inheritdoc/>
    public LetterStatement? Read(LetterInHand letter)
    {
        string text = letter.Parts.Own;
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        int end = begin < 0 ? -1 : text.IndexOf(End, begin, StringComparison.Ordinal);
        if (end < 0 || text.IndexOf(Begin, begin + 1, StringComparison.Ordinal) >= 0)
            return null;
        var values = Values(text[(begin + Begin.Length)..end]);
        var numbers = Numbers.Select(key => values.GetValueOrDefault(key, ""));
        return new LetterStatement
        {
            Clues = [.. numbers.Where(number => number.Length > 0)
                .Select(number => new RequestClue.Native(Format, null, number))],
            Proposals = [.. Messages(letter, values, text)
                .Select(message => new LetterProposal(message, $"{Format}, by its subject"))],
            Words = letter.Subject,
        };
    }

    private static Dictionary<string, string> Values(string block)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in block.Split('\n').Take(LetterLimits.TaggedLinesMax))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                values.TryAdd(line[..colon].Trim().ToLowerInvariant(), LetterText.Clean(line[(colon + 1)..].Trim(), out _));
        }
        return values;
    }

    private static IEnumerable<IllMessage> Messages(LetterInHand letter, Dictionary<string, string> values, string text)
    {
        var header = PhraseMessages.Header(letter.WrittenAt) with { ResponderReference = values.GetValueOrDefault("orderid") };
        string subject = letter.Subject.ToLowerInvariant();
        if (subject.Contains("order confirmation", StringComparison.Ordinal))
        {
            yield return new IllMessage.Answer
            {
                Header = header, Result = new AnswerResult.WillSupply(ReasonWillSupply.ElectronicDelivery, null),
            };
        }
        else if (subject.Contains("article delivery", StringComparison.Ordinal))
        {
            string? link = Link().Match(text) is { Success: true } match ? match.Value : null;
            yield return new IllMessage.Shipped
            {
                Header = header,
                ServiceType = ServiceType.CopyNonReturnable,
                Supply = new SupplyDetails
                {
                    ShippedOn = letter.WrittenAt.Date,
                    Electronic = link is null ? null : new ElectronicAddress("HTTP", link),
                },
            };
        }
        else if (subject.Contains("cancelled order", StringComparison.Ordinal))
        {
            // The supplier gave up, or did what we had asked for: staff know.
            yield return new IllMessage.Answer
            {
                Header = header, Result = new AnswerResult.Unfilled(ReasonUnfilled.Other),
            };
            yield return new IllMessage.CancelReply { Header = header, Agrees = true };
        }
    }

    [GeneratedRegex("https://[^\\s<>\"]{1,500}", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}

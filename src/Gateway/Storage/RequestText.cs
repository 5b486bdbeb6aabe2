using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Storage;

/// <summary>
/// The words by which requests are searched, and how a search is compared with them: without case, without accents, by
/// the beginnings of words. The index and the direct search of what is not indexed yet both work on these words, so that
/// they find the same.
/// </summary>
internal static class RequestText
{
    /// <summary>Characters of a title that decide its place in a sorted list.</summary>
    private const int TitleKeyChars = 64;

    /// <summary>Words of a search that count; nobody types more.</summary>
    private const int MaxSearchWords = 16;

    /// <summary>Longer texts are folded rune by rune, on the heap.</summary>
    private const int StackChars = 256;

    /// <summary>Latin capitals and their forms with accents. A table of our own, since the program runs without the data
    /// of languages. Letters of their own right (Ø, Æ, Ð) stay.</summary>
    private static readonly FrozenDictionary<char, char> Plain = new[]
    {
        "AÀÁÂÃÄÅĀĂĄǍ", "CÇĆĈĊČ", "DĎ", "EÈÉÊËĒĔĖĘĚ", "GĜĞĠĢ", "HĤ", "IÌÍÎÏĨĪĬĮİǏ", "JĴ", "KĶ", "LĹĻĽ", "NÑŃŅŇ",
        "OÒÓÔÕÖŌŎŐǑ", "RŔŖŘ", "SŚŜŞŠȘ", "TŢŤȚ", "UÙÚÛÜŨŪŬŮŰŲǓ", "WŴ", "YÝŶŸ", "ZŹŻŽ",
    }.SelectMany(forms => forms[1..].Select(form => (form, Plain: forms[0]))).ToFrozenDictionary(pair => pair.form, pair => pair.Plain);

    /// <summary>All words of a request, with a blank before and behind each: citation, numbers, barcode, partners,
    /// patron.</summary>
    public static string Of(RequestState state)
    {
        var words = new StringBuilder(" ", 512);
        foreach (var text in Parts(state))
        {
            Append(words, text);
        }

        return words.Append(BareNumber(state.Id)).Append(' ').ToString();
    }

    /// <summary>A checksum of all that <see cref="Of"/> is made of; cheaper than the words themselves. As long as it is the
    /// same, so are the words.</summary>
    public static long Checksum(RequestState state) => HashKey.Of(string.Join('\n', Parts(state)));

    /// <summary>The words of a search; empty when it has no letter and no digit.</summary>
    public static IReadOnlyList<string> Words(string search) => search
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(word => HasDigit(word) ? [Fold(word, joins: true)] : Fold(word, joins: false).Split(' '))
        .Where(word => word.Length > 0).Distinct(StringComparer.Ordinal).Take(MaxSearchWords).ToArray();

    /// <summary>True when every word begins a word of the text.</summary>
    public static bool Holds(string text, IReadOnlyList<string> words) =>
        words.Count > 0 && words.All(word => text.Contains(" " + word, StringComparison.Ordinal));

    /// <summary>What titles are sorted by.</summary>
    public static string TitleKey(Citation citation)
    {
        var title = citation.DisplayTitle;
        return Fold(title.Length <= TitleKeyChars ? title : title[..TitleKeyChars], joins: false).Trim();
    }

    /// <summary>Upper case without accents; what is neither letter nor digit parts words, or is left out.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="joins">True to leave it out: <c>978-0-306</c> is <c>9780306</c>. An apostrophe is always left out.</param>
    public static string Fold(string text, bool joins)
    {
        // Most titles are plain ASCII: a letter is one char there and stands in no table.
        return text.Length <= StackChars && Ascii.IsValid(text) ? FoldAscii(text, joins) : FoldRunes(text, joins);
    }

    private static string FoldAscii(string text, bool joins)
    {
        Span<char> folded = stackalloc char[StackChars];
        var length = 0;
        foreach (var letter in text)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                folded[length++] = char.IsAsciiLetterLower(letter) ? (char)(letter - 'a' + 'A') : letter;
            }
            else if (letter != '\'' && !joins && length > 0 && folded[length - 1] != ' ')
            {
                folded[length++] = ' ';
            }
        }

        return new string(folded[..length]);
    }

    private static string FoldRunes(string text, bool joins)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                AppendPlain(folded, Rune.ToUpperInvariant(rune));
            }
            else if (!IsInsideWord(rune) && !joins && folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString();
    }

    private static IEnumerable<string?> Parts(RequestState state)
    {
        var (citation, patron) = (state.Content.Citation, state.Content.Patron);
        string?[] parts =
        [
            citation.Title, citation.Subtitle, citation.UniformTitle, citation.Author, citation.ArticleTitle,
            citation.ArticleAuthor, citation.SponsoringBody, citation.Publisher, citation.PlaceOfPublication,
            citation.PublicationDate, citation.Series, citation.Volume, citation.Issue, citation.VolumeAndIssue,
            citation.Pages, citation.Isbn, citation.Issn, citation.Doi, citation.PubMedId, citation.OclcNumber,
            citation.LccNumber, citation.OtherNumbers, citation.CallNumber, state.Id, state.ExternalId,
            state.PartnerReference, state.Barcode, state.Partner, patron?.Name, patron?.Identifier,
        ];
        return state.Rota.Count == 0 ? parts : parts.Concat(state.Rota.Select(leg => leg.Partner));
    }

    // A word with digits stands twice where something parts it: as it is written, and as a number is typed.
    private static void Append(StringBuilder words, string? text)
    {
        foreach (var word in (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var parted = Fold(word, joins: false).TrimEnd();
            if (parted.Length == 0)
            {
                continue;
            }

            words.Append(parted).Append(' ');
            if (HasDigit(word) && parted.Contains(' ', StringComparison.Ordinal))
            {
                words.Append(Fold(word, joins: true)).Append(' ');
            }
        }
    }

    // Of HOME0000042 staff remember 42.
    private static string BareNumber(string id) =>
        id[(id.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1)..].TrimStart('0');

    private static void AppendPlain(StringBuilder folded, Rune upper)
    {
        if (upper.IsBmp)
        {
            var letter = (char)upper.Value;
            folded.Append(upper.IsAscii ? letter : Plain.GetValueOrDefault(letter, letter));
        }
        else
        {
            folded.Append(upper.ToString());
        }
    }

    private static bool IsInsideWord(Rune rune) => rune.Value is '\'' or 0x2019
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.Format;

    private static bool HasDigit(string word) => word.Any(char.IsDigit);
}

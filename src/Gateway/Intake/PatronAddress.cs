using System.Collections.Frozen;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>How a patron is reached, as known now. Never written to a log.</summary>
/// <param name="Name">The name.</param>
/// <param name="Email">The mail address; null when none is known.</param>
/// <param name="Language">The language, ISO 639-1 where it has such a code; null when none is known.</param>
internal sealed record PatronAddress(string? Name, string? Email, string? Language)
{
    /// <summary>Bibliographic and terminological codes of ISO 639-2 of the languages that letters are shipped in.</summary>
    private static readonly FrozenDictionary<string, string> ShortCodes = new Dictionary<string, string>
    {
        ["eng"] = "en", ["ger"] = "de", ["deu"] = "de", ["fre"] = "fr", ["fra"] = "fr",
    }.ToFrozenDictionary();

    /// <summary>Looks a request's patron up: what the request says counts, then what circulation knows of the number.</summary>
    public static PatronAddress Of(ICirculationTables circulation, Patron? patron)
    {
        var known = patron?.Identifier is { Length: > 0 } number
            ? circulation.FindBy<LibraryPatron>(CirculationKey.Patron(number, null), 1)
                .FirstOrDefault(one => one.Kind == PatronKind.Own)?.Record
            : null;
        var language = known?.Languages is [var preferred, ..] ? preferred.Trim().ToLowerInvariant() : null;
        return new PatronAddress(
            Text(patron?.Name) ?? Text($"{known?.GivenName} {known?.Surname}"),
            Text(patron?.Email) ?? Text(known?.Email),
            language is null ? null : ShortCodes.GetValueOrDefault(language, language));
    }

    /// <summary>Says nothing of the patron.</summary>
    public override string ToString() => Email is null ? "a patron without a mail address" : "a patron";

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// The written forms that several settings share, each with the words that a message expects.
/// </summary>
internal static class Forms
{
    public const string Code = "^[A-Z0-9][A-Z0-9-]{0,31}$";
    public const string CodeText = "a code of up to 32 upper case letters, digits and -, for example EAST";

    // With seven digits behind it, it is a transaction group qualifier: 20 characters at most. A digit at its end could
    // not be told from the number.
    public const string LibraryCode = "^[A-Z]([A-Z0-9-]{0,11}[A-Z])?$";
    public const string LibraryCodeText =
        "a code of up to 13 upper case letters, digits and -, with a letter at both ends, for example HOME";

    public const string Name = "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$";
    public const string NameText = "a code of up to 64 letters, digits, _ and -, for example DEFAULT_BOR_WF";

    public const string Symbol = "^\\S.{0,127}$";
    public const string SymbolText = "a symbol of up to 128 characters, for example RSG:HOME";

    public const string Email = "^[^@\\s<>,;]{1,64}@[^@\\s<>,;]{1,190}$";
    public const string EmailText = "an email address, for example ill@example.org";

    public const string Language = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$";
    public const string LanguageText = "a language code, for example en or pt-BR";

    public const string Country = "^[A-Z]{2}$";
    public const string CountryText = "a country of two letters by ISO 3166, for example NO";

    public const string Currency = "^[A-Z]{3}$";
    public const string CurrencyText = "a currency of three letters by ISO 4217, for example EUR";

    public const string FileName = "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$";
    public const string FileNameText = "a file name without folders, for example gateway.db";
}

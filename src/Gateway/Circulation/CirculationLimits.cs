using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>What circulation takes from outside, each limit with its reason.</summary>
internal static class CirculationLimits
{
    /// <summary>Octets of an import: 100,000 patrons with addresses.</summary>
    public const int ImportOctets = 32 * 1024 * 1024;

    /// <summary>Rows of an import: with these and the longest fields, memory still holds it at once.</summary>
    public const int ImportRows = 100_000;

    /// <summary>Rows with a PIN in one import: each takes some hundredths of a second, and more of them would keep the
    /// caller waiting for minutes.</summary>
    public const int ImportPins = 2_000;

    /// <summary>Columns of an import: twice as many as there are names.</summary>
    public const int ImportColumns = 60;

    /// <summary>Faults that are told of one import: who has more mends the export first.</summary>
    public const int ImportFaults = 50;

    /// <summary>Characters of a field: the longest titles in catalogues.</summary>
    public const int FieldChars = 1_000;

    /// <summary>Characters of a number of a patron, an item or a request: barcodes have up to 50.</summary>
    public const int NumberChars = 200;

    /// <summary>Numbers of one patron: card, matriculation, login, and those of former cards.</summary>
    public const int NumbersPerPatron = 20;

    /// <summary>Blocks, privileges or languages of one patron.</summary>
    public const int PartsPerPatron = 20;

    /// <summary>Restrictions of one item.</summary>
    public const int RestrictionsPerItem = 10;

    /// <summary>Characters of a PIN: longer passwords only cost time to compare.</summary>
    public const int PinChars = 100;

    /// <summary>Largest amount of a fee: beyond it somebody has mistyped.</summary>
    public const decimal FeeAmount = 99_999.99m;

    /// <summary>Fees of one patron that are kept: a partner that repeats itself does not fill the disk.</summary>
    public const int FeesPerPatron = 1_000;

    /// <summary>Holds of one patron: nobody waits for more; a library that stands as one does.</summary>
    public const int HoldsPerPatron = 500;

    /// <summary>Patrons whose wrong PINs are remembered.</summary>
    public const int WatchedPatrons = 10_000;

    /// <summary>Loans, holds or fees that one answer lists.</summary>
    public const int Listed = 200;

    /// <summary>What is too long or too much in a patron's record; null when nothing is.</summary>
    public static string? Fault(PatronRecord record)
    {
        if (record.Ids.Count > NumbersPerPatron)
        {
            return $"A patron has {NumbersPerPatron} numbers at most.";
        }

        if (record.Ids.Any(id => !IsNumber(id.Value) || id.Agency is { } agency && !IsNumber(agency)))
        {
            return $"A number of a patron has 1 to {NumberChars} characters, without control characters.";
        }

        if (record.Blocks.Count > PartsPerPatron || record.Privileges.Count > PartsPerPatron
            || record.Languages.Count > PartsPerPatron)
        {
            return $"A patron has {PartsPerPatron} blocks, privileges or languages at most.";
        }

        return Fault(Texts(record));
    }

    /// <summary>What is too long among texts; null when nothing is.</summary>
    public static string? Fault(IEnumerable<string?> texts) =>
        texts.Any(text => text?.Length > FieldChars) ? $"A field has {FieldChars} characters at most." : null;

    /// <summary>What is too long in a description; null when nothing is.</summary>
    public static string? Fault(Citation citation) => Fault(
        [
            citation.Title, citation.Subtitle, citation.Author, citation.Publisher, citation.PlaceOfPublication,
            citation.PublicationDate, citation.Edition, citation.Series, citation.Volume, citation.Isbn, citation.Issn,
            citation.OclcNumber, citation.CallNumber, citation.OtherNumbers,
        ]);

    /// <summary>Can it be a number?</summary>
    public static bool IsNumber(string? text) =>
        text is { Length: > 0 and <= NumberChars } && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);

    private static IEnumerable<string?> Texts(PatronRecord record) =>
    [
        record.Name, record.GivenName, record.Surname, record.Group, record.Email, record.Phone,
        .. record.Postal is { } postal
            ? new[]
            {
                postal.Name, postal.Extended, postal.Street, postal.PostOfficeBox, postal.City, postal.Region, postal.Country,
                postal.PostalCode,
            }
            : [],
        .. record.Ids.Select(id => id.Kind), .. record.Languages,
        .. record.Blocks.SelectMany(block => new[] { block.Code, block.Text }),
        .. record.Privileges.SelectMany(privilege => new[] { privilege.Type, privilege.Status }),
    ];
}

using System.Globalization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>The values of a machine block that was read. Values that cannot be what they should be are noted: such a block
/// is not acted on. Not shared between threads.</summary>
internal sealed class MachineReading(IReadOnlyDictionary<string, string> values, bool isWhole)
{
    /// <summary>True when all values are there that the writer has counted, each once, and none was unreadable.</summary>
    internal bool IsWhole => isWhole && Fault is null;

    /// <summary>The first key whose value could not be read; null when there is none.</summary>
    internal string? Fault { get; private set; }

    internal string? Text(string key) => values.GetValueOrDefault(key) is { Length: > 0 } text ? text : null;

    internal IReadOnlyList<string> List(string key) =>
        Text(key)?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    internal Symbol? Symbol(string key) =>
        Text(key) is { } text ? Read<Symbol>(key, Canonical.Symbol.TryParse(text, out var symbol), symbol) : null;

    internal DateOnly? Date(string key) => Text(key) is { } text
        ? Read<DateOnly>(key, TryDate(text, out var date), date)
        : null;

    internal bool Flag(string key) => Text(key) is { } text && Read(key, text is "yes" or "no", text == "yes");

    internal bool? MaybeFlag(string key) => Text(key) is null ? null : Flag(key);

    internal int? Number(string key) => Text(key) is { } text
        ? Read<int>(key, int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number), number)
        : null;

    internal T? Code<T>(string key)
        where T : struct, Enum =>
        Text(key) is { } text ? Read<T>(key, IsoCode.TryParse<T>(text, out var code), code) : null;

    internal Money? Amount(string key)
    {
        if (Text(key) is not { } text)
            return null;
        string[] parts = text.Split(' ');
        bool isAmount = decimal.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount);
        string? currency = parts.Length > 1 ? parts[1] : null;
        return Read(key, isAmount && parts.Length <= 2, new Money(amount, currency));
    }

    internal Party? Party(string key)
    {
        var party = new Party { Symbol = Symbol(key), Name = Text($"{key}-name") };
        return party.Symbol is null && party.Name is null ? null : party;
    }

    internal PostalAddress? Postal(string key)
    {
        var address = new PostalAddress
        {
            Name = Text($"{key}-name"),
            Extended = Text($"{key}-extended"),
            Street = Text($"{key}-street"),
            PostOfficeBox = Text($"{key}-box"),
            City = Text($"{key}-city"),
            Region = Text($"{key}-region"),
            Country = Text($"{key}-country"),
            PostalCode = Text($"{key}-code"),
        };
        return address == new PostalAddress() ? null : address;
    }

    internal ElectronicAddress? Electronic(string key)
    {
        var address = new ElectronicAddress(Text($"{key}-service"), Text($"{key}-address"));
        return address.Service is null && address.Address is null ? null : address;
    }

    /// <summary>A list whose elements have to be codes.</summary>
    internal IReadOnlyList<T> Codes<T>(string key)
        where T : struct, Enum =>
        [.. List(key).Select(text => Read(key, IsoCode.TryParse<T>(text, out var code), code))];

    /// <summary>A value that has to be there.</summary>
    internal T Must<T>(string key, T? value)
        where T : struct
    {
        Read(key, value is not null, 0);
        return value ?? default;
    }

    internal T Read<T>(string key, bool isRead, T value)
    {
        if (!isRead)
            Fault ??= key;
        return value;
    }

    private static bool TryDate(string text, out DateOnly date) => DateOnly.TryParseExact(
        text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}

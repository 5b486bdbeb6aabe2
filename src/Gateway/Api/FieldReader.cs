using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>
/// Reads the fields of a JSON object one by one and collects everything that is wrong with them. What was asked for is
/// what is known: <see cref="Finish"/> complains about the rest. Values of texts are never repeated in a fault, since they
/// may be a patron's.
/// </summary>
internal sealed partial class FieldReader
{
    private const string DateForm = "yyyy-MM-dd";

    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];
    private readonly List<FieldFault> _faults;
    private readonly string _prefix;

    private FieldReader(JsonElement body, List<FieldFault> faults, string prefix)
    {
        _faults = faults;
        _prefix = prefix;
        if (body.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var property in body.EnumerateObject())
        {
            if (NameOf(property) is { } name)
            {
                _fields[name] = property.Value;
            }
            else
            {
                Fault("(name)", "A field has a name that is not valid Unicode.");
            }
        }
    }

    /// <summary>Reads a body.</summary>
    public FieldReader(JsonBody body)
        : this(body.Root, [], "")
    {
    }

    /// <summary>Everything that was found wrong so far.</summary>
    public IReadOnlyList<FieldFault> Faults => _faults.Take(ApiLimits.Faults).ToArray();

    /// <summary>The names that were asked for.</summary>
    public IReadOnlyList<string> Known => _known;

    /// <summary>A text on one line, trimmed; null when it is missing, null or blank. Numbers are taken as they are
    /// written, since clients write volumes and years that way.</summary>
    public string? Line(string name, int maxChars = ApiLimits.LineChars) =>
        Text(name, maxChars, isMultiLine: false);

    /// <summary>A text that may have several lines.</summary>
    public string? Note(string name) => Text(name, ApiLimits.NoteChars, isMultiLine: true);

    /// <summary>A day.</summary>
    public DateOnly? Date(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? StringOf(value) : null;
        if (DateOnly.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var date)
            && date.Year is >= ApiLimits.FirstYear and <= ApiLimits.LastYear)
        {
            return date;
        }

        var said = text is null ? $"a {Kind(value)}" : $"\"{Echo.Of(text)}\"";
        Fault(name, $"{_prefix}{name} is {said}, which is not a usable day; write it like \"2026-03-31\".");
        return null;
    }

    /// <summary>True or false.</summary>
    public bool? Bool(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Fault(name, $"{_prefix}{name} is a {Kind(value)}; write true or false, without quotes.");
        return null;
    }

    /// <summary>A whole number from 1 on.</summary>
    public int? Whole(string name, int most)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 1 && number <= most)
        {
            return number;
        }

        Fault(name, $"{_prefix}{name} is a whole number from 1 to {most}, without quotes.");
        return null;
    }

    /// <summary>One of several words, without case.</summary>
    public T? Choice<T>(string name, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Line(name, ApiLimits.WordChars) is not { } text)
        {
            return null;
        }

        foreach (var (word, meaning) in words)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            {
                return meaning;
            }
        }

        var near = NearestName.Find(text, words.Keys) is { } found ? $" (did you mean \"{found}\"?)" : "";
        Fault(name, $"{_prefix}{name} is \"{Echo.Of(text)}\"{near}; write one of {string.Join(", ", words.Keys)}.");
        return null;
    }

    /// <summary>Money: <c>{"amount": 12.50, "currency": "EUR"}</c>.</summary>
    public Money? Money(string name)
    {
        if (Object(name, """{"amount": 12.50, "currency": "EUR"}""") is not { } inner)
        {
            return null;
        }

        var amount = inner.Amount("amount");
        var currency = inner.Line("currency", ApiLimits.WordChars);
        if (currency is not null && !CurrencyCode().IsMatch(currency))
        {
            inner.Fault("currency", $"{inner._prefix}currency is no code of ISO 4217; write three letters like \"EUR\".");
        }

        inner.Finish();
        return amount is { } known ? new Money(known, currency?.ToUpperInvariant()) : null;
    }

    /// <summary>An object inside; its faults are collected here.</summary>
    public FieldReader? Object(string name, string example)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return new FieldReader(value, _faults, $"{_prefix}{name}.");
        }

        Fault(name, $"{_prefix}{name} is a {Kind(value)}; write an object like {example}.");
        return null;
    }

    /// <summary>A list of words; one word alone counts as a list of one.</summary>
    public IReadOnlyList<string> Words(string name, int maxCount, string example)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value];
        var words = items.Select(item => item.ValueKind == JsonValueKind.String
            ? StringOf(item)?.Trim() : null).ToArray();
        if (items.Length <= maxCount && words.All(word => IsWord(word)))
        {
            return words!;
        }

        Fault(name, $"{_prefix}{name} is a list of at most {maxCount} texts; write it like {example}.");
        return [];
    }

    /// <summary>A list of whole numbers from 1 on; one number alone counts as a list of one.</summary>
    public IReadOnlyList<long> Numbers(string name, int maxCount, string example)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value];
        var numbers = items.Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) ? number : 0)
            .ToArray();
        if (items.Length <= maxCount && numbers.All(number => number > 0))
        {
            return numbers;
        }

        Fault(name, $"{_prefix}{name} is a list of at most {maxCount} numbers; write it like {example}.");
        return [];
    }

    /// <summary>Adds a fault of a field.</summary>
    public void Fault(string name, string message) => _faults.Add(new FieldFault(_prefix + name, message));

    /// <summary>Complains about fields that nobody asked for; about as many as an answer names, since to guess what each
    /// was meant for takes its time.</summary>
    public void Finish()
    {
        foreach (var name in _fields.Keys.Except(_known, StringComparer.Ordinal).Take(ApiLimits.Faults))
        {
            var near = NearestName.Find(name, _known) is { } found
                ? $" (did you mean \"{_prefix}{found}\"?)" : "";
            Fault(Echo.Of(name), $"There is no field \"{_prefix}{Echo.Of(name)}\"{near}. Known fields: {string.Join(", ", _known)}.");
        }
    }

    private decimal? Amount(string name)
    {
        if (Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var amount)
            && amount is >= 0 and <= ApiLimits.Amount && decimal.Round(amount, 2) == amount)
        {
            return amount;
        }

        Fault(name, $"{_prefix}{name} is a number of whole units with at most two decimals, up to {ApiLimits.Amount}: write it like 12.50.");
        return null;
    }

    private string? Text(string name, int maxChars, bool isMultiLine)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            Fault(name, $"{_prefix}{name} is a {Kind(value)}; write a text in quotes.");
            return null;
        }

        var text = (value.ValueKind == JsonValueKind.Number ? value.GetRawText() : StringOf(value))?.Trim();
        if (text is null || text.Any(letter => char.IsControl(letter)
            && !(isMultiLine && letter is '\n' or '\r' or '\t')))
        {
            Fault(name, $"{_prefix}{name} holds control characters or is not valid Unicode; write plain text.");
            return null;
        }

        if (text.Length > maxChars)
        {
            Fault(name, $"{_prefix}{name} has {text.Length} characters; at most {maxChars} are kept.");
            return null;
        }

        return text.Length == 0 ? null : text;
    }

    private JsonElement? Find(string name)
    {
        _known.Add(name);
        return _fields.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value : null;
    }

    private static bool IsWord(string? text) =>
        text is { Length: > 0 and <= ApiLimits.WordChars } && !text.Any(char.IsControl);

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "JSON object",
        JsonValueKind.Array => "JSON array",
        JsonValueKind.Number => "JSON number",
        JsonValueKind.String => "JSON string",
        _ => "JSON literal",
    };

    // Escapes can spell half of a surrogate pair, which is no text.
    private static string? StringOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex("^[A-Za-z]{3}$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex CurrencyCode();
}

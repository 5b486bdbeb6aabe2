using System.Globalization;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Api;

/// <summary>Reads the parameters of a query one by one and collects everything that is wrong with them, unknown ones
/// included: a filter with a typing error must not look like a list without that filter.</summary>
internal sealed class QueryReader
{
    private readonly IQueryCollection _query;
    private readonly List<string> _known = [];
    private readonly List<FieldFault> _faults = [];

    public QueryReader(IQueryCollection query) => _query = query;

    /// <summary>A text; null when it is missing or blank.</summary>
    public string? Text(string name)
    {
        var values = All(name);
        if (values.Count > 1)
        {
            Fault(name, $"{name} stands more than once.");
            return null;
        }

        var text = values.Count == 0 ? null : values[0].Trim();
        if (text is { Length: > ApiLimits.WordChars } || text?.Any(char.IsControl) == true)
        {
            Fault(name, $"{name} is a plain text of at most {ApiLimits.WordChars} characters.");
            return null;
        }

        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>Words, repeated or separated by commas.</summary>
    public IReadOnlyList<string> Words(string name) => All(name)
        .SelectMany(value => value.Split(',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToArray();

    /// <summary>One of several words, without case.</summary>
    public T? Choice<T>(string name, IReadOnlyDictionary<string, T> words)
        where T : struct => Text(name) is { } text ? Choose(name, text, words) : null;

    /// <summary>Any of several words, without case.</summary>
    public IReadOnlyList<T> Choices<T>(string name, IReadOnlyDictionary<string, T> words)
        where T : struct => Words(name).Select(word => Choose(name, word, words)).OfType<T>().Distinct()
            .ToArray();

    /// <summary>Any of several names, without case.</summary>
    public IReadOnlyList<string> Names(string name, IReadOnlyDictionary<string, string> known) =>
        Choices(name, known.Keys.Select((word, index) => (word, index)).ToDictionary(pair => pair.word, pair => pair.index))
            .Select(index => known.Keys.ElementAt(index)).ToArray();

    /// <summary>True or false.</summary>
    public bool? Bool(string name) =>
        Choice(name, new Dictionary<string,
            bool> { ["true"] = true, ["false"] = false, ["1"] = true, ["0"] = false });

    /// <summary>A day.</summary>
    public DateOnly? Date(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var date))
        {
            return date;
        }

        Fault(name, $"{name} is \"{Echo.Of(text)}\", which is not a day; write it like 2026-03-31.");
        return null;
    }

    /// <summary>Rows on a page.</summary>
    public int Limit() => (int)(Number("limit", 1, StoreLimits.PageRows) ?? ApiLimits.DefaultPageRows);

    /// <summary>Where the page before ended.</summary>
    public long? Cursor() => Number("cursor", 1, long.MaxValue);

    /// <summary>What was wrong so far.</summary>
    public IReadOnlyList<FieldFault> Faults => _faults;

    /// <summary>Says what is wrong, if anything is.</summary>
    public ApiProblem? Finish()
    {
        foreach (var name in _query.Keys.Except(_known, StringComparer.Ordinal))
        {
            var near = NearestName.Find(name, _known) is { } found ? $" (did you mean \"{found}\"?)" : "";
            Fault(Echo.Of(name), $"There is no parameter \"{Echo.Of(name)}\"{near}. " +
                (_known.Count == 0 ? "This call takes none."
                    : $"Known parameters: {string.Join(", ", _known)}."));
        }

        return _faults.Count == 0 ? null : ApiProblem.InvalidQuery(_faults.Take(ApiLimits.Faults).ToArray());
    }

    private long? Number(string name, long least, long most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        Fault(name, name == "cursor"
            ? "cursor is what an earlier answer gave as next."
            : $"{name} is \"{Echo.Of(text)}\"; write a whole number from {least} to {most}.");
        return null;
    }

    private T? Choose<T>(string name, string text, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        foreach (var (word, meaning) in words)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            {
                return meaning;
            }
        }

        var near = NearestName.Find(text, words.Keys) is { } found ? $" (did you mean {found}?)" : "";
        Fault(name, $"{name} is \"{Echo.Of(text)}\"{near}; known are {string.Join(", ", words.Keys)}.");
        return null;
    }

    private List<string> All(string name)
    {
        _known.Add(name);
        return _query[name].OfType<string>().ToList();
    }

    /// <summary>Adds what is wrong with a parameter.</summary>
    public void Fault(string name, string message) => _faults.Add(new FieldFault(name, message));
}

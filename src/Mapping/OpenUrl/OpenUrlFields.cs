using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.OpenUrl;

/// <summary>The pairs of a link by key, cleaned. Knows which keys were asked for: the others are foreign.</summary>
internal sealed class OpenUrlFields
{
    /// <summary>Keys about the link itself, and those that only say which keys follow.</summary>
    private static readonly string[] Administrative =
    [
        "url_ver", "url_tim", "url_ctx_fmt", "url_ctx_val", "url_ctx_ref", "ctx_ver", "ctx_enc", "ctx_id", "ctx_tim",
        "rft_ref_fmt", "rft_val_fmt", "rfr_val_fmt", "req_val_fmt", "svc_val_fmt", "rfe_val_fmt", "res_val_fmt", "res_id",
    ];

    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(Administrative, StringComparer.Ordinal);
    private readonly List<string> _order = [];

    public OpenUrlFields(IReadOnlyList<OpenUrlPair> pairs)
    {
        Version = pairs.Any(pair => IsOfVersion10(pair.Key)) ? OpenUrlVersion.V10 : OpenUrlVersion.V01;
        foreach (var (key, raw) in pairs)
        {
            var value = OpenUrlText.Clean(raw);
            if (value.Length == 0)
                continue;
            if (value.Length > OpenUrlLimits.ValueChars)
            {
                Note(key, LossKind.Dropped, $"cut after {OpenUrlLimits.ValueChars} characters");
                value = OpenUrlText.Cut(value, OpenUrlLimits.ValueChars);
            }

            Add(key, value);
        }
    }

    /// <summary>1.0 as soon as one key has the prefix of the referent or the requester; few links say their version.</summary>
    public OpenUrlVersion Version { get; }

    private List<Loss> Noted { get; } = [];

    /// <summary>The first value of the referent's first key that has one. Links of version 1.0 have keys of 0.1 among
    /// theirs (<c>genre=Book&amp;rft.title=...</c>), so that both are looked for.</summary>
    public string? Rft(params ReadOnlySpan<string> names) => RftAll(names) is [var first, ..] ? first : null;

    /// <summary>All values of the referent's first key that has any.</summary>
    public IReadOnlyList<string> RftAll(params ReadOnlySpan<string> names)
    {
        IReadOnlyList<string> found = [];
        foreach (var name in names)
        {
            foreach (var key in (string[])[$"rft.{name}", name])
            {
                var here = All(key);
                found = found.Count > 0 ? found : here;
            }
        }

        return found;
    }

    /// <summary>The first value of the first key that has one.</summary>
    public string? First(params ReadOnlySpan<string> keys)
    {
        string? found = null;
        foreach (var key in keys)
        {
            var here = All(key);
            found ??= here.Count > 0 ? here[0] : null;
        }

        return found;
    }

    /// <summary>All values of a key.</summary>
    public IReadOnlyList<string> All(string key)
    {
        _asked.Add(key);
        return _values.TryGetValue(key, out var values) ? values : [];
    }

    /// <summary>Notes what became of a key.</summary>
    public void Note(string key, LossKind kind, string detail) => Noted.Add(new Loss(key, kind, detail));

    /// <summary>What was noted, and every key that nobody asked for.</summary>
    public LossReport Losses()
    {
        var foreign = _order.Where(key => !_asked.Contains(key))
            .Select(key => new Loss(key, LossKind.Dropped, "a key that means nothing here"));
        Loss[] all = [.. Noted.Concat(foreign).Take(OpenUrlLimits.Losses)];
        return all.Length == 0 ? LossReport.None : new LossReport(all);
    }

    private static bool IsOfVersion10(string key) =>
        key.StartsWith("rft.", StringComparison.Ordinal) || key.StartsWith("rft_", StringComparison.Ordinal)
        || key.StartsWith("req.", StringComparison.Ordinal) || key.StartsWith("req_", StringComparison.Ordinal);

    private void Add(string key, string value)
    {
        if (!_values.TryGetValue(key, out var values))
        {
            _values[key] = values = [];
            _order.Add(key);
        }

        if (values.Count == OpenUrlLimits.Repeats)
            Note(key, LossKind.Dropped, $"stands more than {OpenUrlLimits.Repeats} times");
        else if (!values.Contains(value, StringComparer.Ordinal))
            values.Add(value);
    }
}

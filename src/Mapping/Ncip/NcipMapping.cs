using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>What mapping one message needs: the peer's dialect, where the library is, and what gets lost.</summary>
internal sealed class NcipMapping(NcipDialect dialect, TimeZoneInfo zone, NcipVersion version, string service)
{
    private static readonly TimeOnly LastSecond = new(23, 59, 59);

    private readonly LossLog losses = new();
    private int notes;

    public NcipDialect Dialect => dialect;

    public NcipAliases Aliases => dialect.Aliases;

    public NcipVersion Version => version;

    public string Service => service;

    public LossReport Losses => losses.ToReport();

    public void Dropped(string field, string why) => Note(field, LossKind.Dropped, why);

    public void Defaulted(string field, string what) => Note(field, LossKind.Defaulted, what);

    public void MovedToNote(string field, string why) => Note(field, LossKind.MovedToNote, why);

    /// <summary>Notes that a part of the message is not kept, where it is there.</summary>
    public void Unused(string element, bool isThere, string why = "circulation has no use for it")
    {
        if (isThere)
            Dropped($"{service}/{element}", why);
    }

    /// <summary>A text without blanks around it; null for none.</summary>
    public string? Text(string? text, string element)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var trimmed = text.Trim();
        if (trimmed.Length <= NcipLimits.MaxFieldChars)
            return trimmed;
        Dropped($"{service}/{element}", $"only the first {NcipLimits.MaxFieldChars} characters are kept");
        return trimmed[..NcipLimits.MaxFieldChars].TrimEnd();
    }

    public string? Text(NcipCode? code, string element) => Text(code?.Value, element);

    /// <summary>The first entries of a list, as many as are kept.</summary>
    public IEnumerable<T> Some<T>(IReadOnlyList<T> list, string element)
    {
        Unused(element, list.Count > NcipLimits.MaxRepeats, $"only the first {NcipLimits.MaxRepeats} are kept");
        return list.Take(NcipLimits.MaxRepeats);
    }

    public DateTimeOffset? Time(NcipDate? date) => date?.At(zone);

    /// <summary>The day of a date: for the library, but midnight in UTC is what programs send for a day.</summary>
    public DateOnly? Day(NcipDate? date)
    {
        if (date is null)
            return null;
        bool isDay = !date.IsUtc || date.Value.TimeOfDay == TimeSpan.Zero;
        return DateOnly.FromDateTime(isDay ? date.Value : TimeZoneInfo.ConvertTime(date.At(zone), zone).DateTime);
    }

    public static NcipDate? Date(DateTimeOffset? time) =>
        time is { UtcDateTime.Year: > 1 and < 9999 } at ? NcipDate.Of(at) : null;

    /// <summary>The end of a day for the library.</summary>
    public NcipDate? Date(DateOnly? day)
    {
        if (day is not { Year: > 1 and < 9999 } known)
            return null;
        var local = known.ToDateTime(LastSecond);
        return NcipDate.Of(new DateTimeOffset(local, zone.GetUtcOffset(local)));
    }

    private void Note(string field, LossKind kind, string detail)
    {
        if (notes++ < NcipLimits.MaxNotes)
            losses.Add(field, kind, detail);
    }
}

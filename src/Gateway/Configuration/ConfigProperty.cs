using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// One setting: a property of a settings record, seen the way files see it. The binder and the schema writer
/// both work from this, so that what the editor accepts and what the gateway accepts cannot differ.
/// </summary>
internal sealed class ConfigProperty
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<ConfigProperty>> Cache = new();

    private ConfigProperty(PropertyInfo info)
    {
        Info = info;
        Key = KeyOf(info.Name);
        ValueType = Nullable.GetUnderlyingType(info.PropertyType) ?? info.PropertyType;
        IsRequired = info.IsDefined(typeof(RequiredMemberAttribute));
        Range = info.GetCustomAttribute<RangeAttribute>() is { } range ? ValueRange.Of(range) : null;
        MinLength = info.GetCustomAttribute<MinLengthAttribute>()?.Length;
        MaxLength = info.GetCustomAttribute<MaxLengthAttribute>()?.Length;
        Form = info.GetCustomAttribute<RegularExpressionAttribute>() is { } form ? TextForm.Of(form) : null;
    }

    /// <summary>The property of the record.</summary>
    public PropertyInfo Info { get; }

    /// <summary>The key in a file: the property's name in camel case.</summary>
    public string Key { get; }

    /// <summary>The type of the value, without the question mark of a nullable one.</summary>
    public Type ValueType { get; }

    /// <summary>Whether a file must give it.</summary>
    public bool IsRequired { get; }

    /// <summary>Least and greatest value; null without a limit.</summary>
    public ValueRange? Range { get; }

    /// <summary>Fewest characters of a text, or items of a list.</summary>
    public int? MinLength { get; }

    /// <summary>Most characters of a text, or items of a list.</summary>
    public int? MaxLength { get; }

    /// <summary>
    /// The form of a text, or of each item of a list of texts; its error message says what is expected.
    /// </summary>
    public TextForm? Form { get; }

    /// <summary>The settings of a record in the order of its declaration.</summary>
    public static IReadOnlyList<ConfigProperty> Of(Type type) => Cache.GetOrAdd(type, static t =>
    [
        .. t.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.SetMethod is { IsPublic: true })
            .OrderBy(p => p.MetadataToken)
            .Select(p => new ConfigProperty(p)),
    ]);

    /// <summary>A property name as a key: <c>MaxRetry</c> is <c>maxRetry</c>.</summary>
    public static string KeyOf(string propertyName) => JsonNamingPolicy.CamelCase.ConvertName(propertyName);

    /// <summary>
    /// The names of an enumeration as they are written in files: <c>WhenOffered</c> is <c>when-offered</c>.
    /// </summary>
    public static IReadOnlyList<string> NamesOf(Type enumType) =>
        [.. Enum.GetNames(enumType).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];
}

/// <summary>Least and greatest value of a number or a duration.</summary>
internal sealed record ValueRange(IComparable Least, IComparable Greatest)
{
    /// <summary>Reads the attribute: numbers as they are, durations as <c>hh:mm:ss</c>.</summary>
    public static ValueRange Of(RangeAttribute range) =>
        new(Bound(range, range.Minimum), Bound(range, range.Maximum));

    /// <summary>Whether a value of any number type, or a duration, lies within.</summary>
    public bool Contains(object value)
    {
        var comparable = value is TimeSpan ? value : Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        return Least.CompareTo(comparable) <= 0 && Greatest.CompareTo(comparable) >= 0;
    }

    /// <summary>The range in words: <c>between 1 and 65535</c>.</summary>
    public override string ToString() => $"between {Text(Least)} and {Text(Greatest)}";

    private static IComparable Bound(RangeAttribute range, object bound) =>
        range.OperandType == typeof(TimeSpan)
            ? TimeSpan.Parse((string)bound, CultureInfo.InvariantCulture)
            : Convert.ToDecimal(bound, CultureInfo.InvariantCulture);

    private static string Text(IComparable bound) =>
        bound is TimeSpan duration
            ? Durations.Format(duration)
            : Convert.ToString(bound, CultureInfo.InvariantCulture)!;
}

/// <summary>The form of a text.</summary>
/// <param name="Regex">The expression; kept, because building one costs more than binding a file.</param>
/// <param name="Expected">What a message expects.</param>
internal sealed record TextForm(Regex Regex, string Expected)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>Reads the attribute; its error message says what is expected.</summary>
    public static TextForm Of(RegularExpressionAttribute form) => new(
        new Regex(form.Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Timeout),
        form.ErrorMessage ?? $"a text of the form {form.Pattern}");
}

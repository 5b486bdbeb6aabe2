using System.Globalization;
using ResourceSharing.Gateway.Pages;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Replies;

/// <summary>One form as it was posted: read field by field, all faults together. What a partner wrote is data: it is
/// cleaned here, and escaped where it is shown.</summary>
internal sealed class ReplyForm
{
    private static readonly string[] DateForms = ["yyyy-MM-dd", "d.M.yyyy"];

    private readonly IReadOnlyDictionary<string, string> _values;
    private readonly LetterWords _words;
    private readonly DateOnly _today;
    private readonly List<PageFault> _faults = [];

    private ReplyForm(
        ReplyAction action, IReadOnlyDictionary<string, string> values, ReplyFile? file, LetterWords words, DateOnly today)
    {
        Action = action;
        File = file;
        _values = values;
        _words = words;
        _today = today;
    }

    /// <summary>What is said.</summary>
    public ReplyAction Action { get; }

    /// <summary>The file, where one came.</summary>
    public ReplyFile? File { get; }

    /// <summary>What was filled in; of use only without faults.</summary>
    public ReplyAnswer Answer { get; private set; } = new();

    /// <summary>What is wrong, in the order of the form.</summary>
    public IReadOnlyList<PageFault> Faults => _faults;

    /// <summary>What stands in a field, to show it again.</summary>
    public string Shown(string field) => PageText.Clean(_values.GetValueOrDefault(field) ?? "");

    /// <summary>Reads a form.</summary>
    public static ReplyForm Read(
        ReplyAction action, IReadOnlyDictionary<string, string> values, ReplyFile? file, LetterWords words, DateOnly today)
    {
        var form = new ReplyForm(action, values, file, words, today);
        foreach (var field in ReplyFields.Of(action))
        {
            form.Take(field);
        }

        return form;
    }

    private void Take(ReplyField field)
    {
        var text = Shown(field.Name).Trim();
        var isThere = field.Kind == FieldKind.File ? File is not null : text.Length > 0;
        if (!isThere)
        {
            if (field.IsNeeded)
            {
                Fault(field, field.Kind is FieldKind.Reason or FieldKind.Condition or FieldKind.Service or FieldKind.File
                    ? "page.not-chosen"
                    : "page.missing");
            }

            return;
        }

        Answer = field.Kind switch
        {
            FieldKind.Date => WithDate(field, text),
            FieldKind.Line => Answer with { Barcode = Bounded(field, text, ReplyLimits.LineChars) },
            FieldKind.Text => Answer with { Note = Bounded(field, text, ReplyLimits.NoteChars) },
            FieldKind.Cost => WithCost(field, text),
            FieldKind.Currency => WithCurrency(field, text),
            FieldKind.Reason => Code<ReasonUnfilled>(field, text) is { } reason ? Answer with { Reason = reason } : Answer,
            FieldKind.Condition => Code<Condition>(field, text) is { } condition ? Answer with { Condition = condition } : Answer,
            FieldKind.Service => WithService(field, text),
            FieldKind.File => WithFile(field),
            _ => throw new InvalidOperationException($"Not a kind of field: {field.Kind}"),
        };
    }

    private ReplyAnswer WithDate(ReplyField field, string text)
    {
        if (!DateOnly.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            Fault(field, "page.bad-date");
            return Answer;
        }

        if (Math.Abs(date.Year - _today.Year) > ReplyLimits.DateYears)
        {
            Fault(field, "page.far-date");
        }

        return field.Name == "due" ? Answer with { Due = date } : Answer with { On = date };
    }

    private ReplyAnswer WithCost(ReplyField field, string text)
    {
        var isAmount = decimal.TryParse(
            text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount);
        if (!isAmount || amount > ReplyLimits.Amount || decimal.Round(amount, 2) != amount)
        {
            Fault(field, "page.bad-cost");
            return Answer;
        }

        return Answer with { Cost = new Money(amount, null) };
    }

    private ReplyAnswer WithCurrency(ReplyField field, string text)
    {
        if (text.Length != 3 || !text.All(char.IsAsciiLetter))
        {
            Fault(field, "page.bad-currency");
            return Answer;
        }

        return Answer with { Cost = Answer.Cost is { } cost ? cost with { Currency = text.ToUpperInvariant() } : null };
    }

    private ReplyAnswer WithService(ReplyField field, string text)
    {
        if (Code<ServiceType>(field, text) is not { } service)
        {
            return Answer;
        }

        if (service is not (ServiceType.Loan or ServiceType.CopyNonReturnable))
        {
            Fault(field, "page.not-chosen");
        }

        return Answer with { Service = service };
    }

    private ReplyAnswer WithFile(ReplyField field)
    {
        if (File is { IsTooLarge: true })
        {
            Fault(field, "page.large-file", ("size", $"{ReplyLimits.FileMiB}"));
        }
        else if (File is { Type: null })
        {
            Fault(field, "page.bad-file");
        }

        return Answer;
    }

    private string Bounded(ReplyField field, string text, int chars)
    {
        if (text.Length > chars)
        {
            Fault(field, "page.too-long", ("count", chars.ToString(CultureInfo.InvariantCulture)));
        }

        return text;
    }

    /// <summary>Only the numbers that the form itself offers.</summary>
    private T? Code<T>(ReplyField field, string text)
        where T : struct, Enum
    {
        if (text.All(char.IsAsciiDigit) && IsoCode.TryParse(text, out T code))
        {
            return code;
        }

        Fault(field, "page.not-chosen");
        return null;
    }

    private void Fault(ReplyField field, string text, params ReadOnlySpan<(string Name, string Value)> more) =>
        _faults.Add(new PageFault(
            field.Name, _words.Say(text, [("field", _words[$"page.{field.Label}"]), .. more])));
}

using System.Globalization;
using System.Net.Mail;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Pages;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;
using ResourceSharing.Mapping.OpenUrl;

namespace ResourceSharing.Gateway.OpenUrl;

/// <summary>The form of a patron: filled from a link, or as it was sent. What stands in it is data: it is cleaned here, and
/// escaped where it is shown.</summary>
internal sealed class OpenUrlForm
{
    /// <summary>The hidden field that names the system in which the link was made.</summary>
    public const string Referrer = "referrer";

    private static readonly string[] DateForms = ["yyyy-MM-dd", "d.M.yyyy"];

    private readonly Func<string, string> _valueOf;
    private readonly List<PageFault> _faults = [];

    private OpenUrlForm(Func<string, string> valueOf) => _valueOf = valueOf;

    /// <summary>What is wrong, in the order of the form.</summary>
    public IReadOnlyList<PageFault> Faults => _faults;

    /// <summary>Fields in which a number has a wrong check digit.</summary>
    public IReadOnlyList<string> Doubts { get; private init; } = [];

    /// <summary>What is wanted; null when something is wrong.</summary>
    public RequestDraft? Draft { get; private set; }

    /// <summary>Fills a form from a link. What is longer than its field is cut, so that it can be sent.</summary>
    public static OpenUrlForm Of(OpenUrlRequest link)
    {
        var values = OpenUrlField.All.ToDictionary(
            field => field.Name, field => Cut(field.Of(link) ?? "", field.MaxChars), StringComparer.Ordinal);
        values[Referrer] = Cut(link.Referrer ?? "", ApiLimits.WordChars);
        return new OpenUrlForm(name => values.GetValueOrDefault(name) ?? "") { Doubts = link.Doubts };
    }

    /// <summary>Reads a form that was sent.</summary>
    /// <param name="post">As it came.</param>
    /// <param name="config">What must be filled in.</param>
    /// <param name="words">The patron's language.</param>
    /// <param name="ours">The library's language.</param>
    /// <param name="today">The day.</param>
    public static OpenUrlForm Read(PostedForm post, OpenUrlConfig config, LetterWords words, LetterWords ours, DateOnly today)
    {
        var form = new OpenUrlForm(name => post[name]);
        foreach (var field in OpenUrlField.All)
        {
            form.Check(field, config, words, today);
        }

        var draft = new RequestDraft(
            Side.Borrowing, form.Content(), [], null, null, form.NoteForStaff(ours), null, null);
        if (form._faults.Count == 0 && draft.WhyIncomplete() is not null)
        {
            form._faults.Add(new PageFault("item-title", words["form.nothing-wanted"]));
        }

        form.Draft = form._faults.Count == 0 ? draft : null;
        return form;
    }

    /// <summary>What stands in a field, to show it.</summary>
    public string Shown(string name) => PageText.Clean(_valueOf(name));

    private string? Value(string name)
    {
        var text = Shown(name).Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>On one line, whatever was sent.</summary>
    private string? Line(string name) => Value(name)?.Replace('\n', ' ');

    private void Check(OpenUrlField field, OpenUrlConfig config, LetterWords words, DateOnly today)
    {
        var label = ("field", words[$"form.{field.Name}"]);
        void Fault(string text, params ReadOnlySpan<(string Name, string Value)> more) =>
            _faults.Add(new PageFault(field.Name, words.Say(text, [label, .. more])));
        if (Value(field.Name) is not { } value)
        {
            if (IsNeeded(field, config))
            {
                Fault("page.missing");
            }

            return;
        }

        if (value.Length > field.MaxChars)
        {
            Fault("page.too-long", ("count", field.MaxChars.ToString(CultureInfo.InvariantCulture)));
            return;
        }

        switch (field.Kind)
        {
            case FormKind.Email when !MailAddress.TryCreate(value, out var address) || address.Address != value:
                Fault("form.bad-email");
                break;
            case FormKind.Service when value is not ("loan" or "copy"):
            case FormKind.ItemType when !RequestDraft.CitationTypes.ContainsKey(value):
                Fault("page.not-chosen");
                break;
            case FormKind.Date when Date(value) is null:
                Fault("page.bad-date");
                break;
            case FormKind.Date when Date(value) < today:
                Fault("form.past-date");
                break;
            case FormKind.Date when Date(value)!.Value.Year - today.Year > OpenUrlPageLimits.DateYears:
                Fault("page.far-date");
                break;
        }
    }

    /// <summary>Must it be filled in?</summary>
    public static bool IsNeeded(OpenUrlField field, OpenUrlConfig config) => field.Name == "user-id" && config.RequireUserId;

    private IllRequest Content()
    {
        var patron = new Patron { Identifier = Line("user-id"), Name = Line("name"), Email = Line("email") };
        return new IllRequest
        {
            Citation = Citation(),
            Services = [Value("service") == "copy" ? ServiceType.CopyNonReturnable : ServiceType.Loan],
            Patron = patron == new Patron() ? null : patron,
            NeededBy = Value("needed-by") is { } day ? Date(day) : null,
        };
    }

    private Citation Citation() => new()
    {
        ItemType = Value("type") is { } type && RequestDraft.CitationTypes.TryGetValue(type, out var known) ? known : null,
        Title = Line("item-title"),
        Author = Line("author"),
        ArticleTitle = Line("article-title"),
        ArticleAuthor = Line("article-author"),
        Volume = Line("volume"),
        Issue = Line("issue"),
        Pages = Line("pages"),
        PublicationDate = Line("year"),
        IssueDate = Line("issue-date"),
        Edition = Line("edition"),
        Publisher = Line("publisher"),
        PlaceOfPublication = Line("place"),
        Series = Line("series"),
        Isbn = Line("isbn"),
        Issn = Line("issn"),
        Doi = Line("doi"),
        PubMedId = Line("pmid"),
        OclcNumber = Line("oclc"),
        LccNumber = Line("lccn"),
        OtherNumbers = Line("other-numbers"),
        VerificationSource = Line(Referrer) is { } source ? Cut(source, ApiLimits.WordChars) : null,
    };

    /// <summary>What a patron writes is for our staff: partners get nothing of it by itself.</summary>
    private string? NoteForStaff(LetterWords ours)
    {
        string[] lines =
        [
            .. Value("note") is { } note ? [note] : Array.Empty<string>(),
            .. Line("pickup") is { } place ? [$"{ours["form.pickup"]}: {place}"] : Array.Empty<string>(),
        ];
        return lines.Length == 0 ? null : string.Join('\n', lines);
    }

    private static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static string Cut(string text, int chars) =>
        text.Length <= chars ? text : text[..(char.IsHighSurrogate(text[chars - 1]) ? chars - 1 : chars)];
}

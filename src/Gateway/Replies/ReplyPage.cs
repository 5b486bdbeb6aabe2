using System.Globalization;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Pages;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Replies;

/// <summary>What a page is made from.</summary>
/// <param name="State">The request.</param>
/// <param name="Partner">Who reads the page.</param>
/// <param name="Library">Our library.</param>
/// <param name="Link">The link that led here.</param>
/// <param name="Offers">What can be answered now.</param>
/// <param name="Seal">Names the version of the request that the page shows; goes with every form.</param>
/// <param name="Today">The day.</param>
internal sealed record ReplyView(
    RequestState State, Partner Partner, LibraryConfig Library, LetterLink Link, IReadOnlyList<ReplyAction> Offers,
    string Seal, DateOnly Today);

/// <summary>The pages behind reply links. Nothing of the patron is shown.</summary>
internal sealed class ReplyPage
{
    private readonly LetterWords _words;
    private readonly PageHtml _html;

    private ReplyPage(LetterWords words)
    {
        _words = words;
        _html = new PageHtml(words);
    }

    /// <summary>The request with what can be answered.</summary>
    /// <param name="words">The language.</param>
    /// <param name="view">What is shown.</param>
    /// <param name="notice">A text above everything; null for none.</param>
    /// <param name="form">The form that was posted, with what is wrong with it; null for none.</param>
    public static string OfRequest(LetterWords words, ReplyView view, string? notice = null, ReplyForm? form = null)
    {
        var page = new ReplyPage(words);
        var title = words.Say("page.title", ("number", view.State.ExternalId));
        page._html.Begin(title);
        page._html.Notice(notice);
        if (form is not null)
        {
            page._html.Faults(form.Faults, field => Id(form.Action, field));
        }

        page.Facts(view);
        page.Answers(view, form);
        page._html.Paragraph(words.Say("page.contact", ("email", view.Library.Email)));
        page._html.Paragraph(words.Say("page.link-ends", ("date", words.Date(view.Link.EndsOn)!)));
        return page._html.End();
    }

    private void Facts(ReplyView view)
    {
        var (state, citation) = (view.State, view.State.Content.Citation);
        var weAsk = state.Side == Side.Borrowing;
        _html.Paragraph(_words.Say(weAsk ? "page.we-ask" : "page.you-ask",
            ("library", view.Library.Name), ("partner", view.Partner.Config.Name)));
        _html.Write("<dl>\n");
        Fact("number", state.ExternalId);
        Fact("your-number", state.PartnerReference == state.ExternalId ? null : state.PartnerReference);
        Fact("article", citation.ArticleTitle);
        Fact("item", citation.Title);
        Fact("author", citation.ArticleAuthor ?? citation.Author);
        Fact("volume", citation.VolumeAndIssue ?? string.Join(", ", new[] { citation.Volume, citation.Issue }.OfType<string>()));
        Fact("pages", citation.Pages);
        Fact("published", citation.PublicationDate);
        Fact("isbn", citation.Isbn);
        Fact("issn", citation.Issn);
        Fact("call-number", weAsk ? citation.CallNumber : null);
        Fact("services", string.Join(", ", state.Content.Services.Select(_words.Words)));
        Fact("needed-by", _words.Date(state.Content.NeededBy));
        Fact("maximum-cost", weAsk ? state.Content.Cost?.MaximumCost?.ToString() : null);
        if (ReplyOffers.IsWith(state, view.Partner.Code))
        {
            Fact("shipped-on", _words.Date(state.ShippedOn));
            Fact("due-on", _words.Date(state.DueOn));
            Fact("barcode", state.Barcode);
        }

        var condition = state.Condition is { } code ? _words.Words(code) : "";
        var situation = _words.Say(ReplyOffers.Situation(state, view.Partner.Code), ("condition", condition));
        _html.Write($"</dl>\n<p><strong>{PageHtml.E(situation)}</strong></p>\n");
    }

    private void Fact(string label, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            _html.Write($"<dt>{PageHtml.E(_words[$"page.{label}"])}</dt><dd>{PageHtml.E(value)}</dd>\n");
        }
    }

    private void Answers(ReplyView view, ReplyForm? form)
    {
        if (view.Offers.Count == 0)
        {
            _html.Paragraph(_words["page.nothing-to-do"]);
            return;
        }

        _html.Write($"<h2>{PageHtml.E(_words["page.what-now"])}</h2>\n");
        _html.Paragraph(_words["page.choose"]);
        foreach (var action in view.Offers)
        {
            Answer(view, action, form?.Action == action ? form : null);
        }
    }

    private void Answer(ReplyView view, ReplyAction action, ReplyForm? form)
    {
        var (name, title) = (IsoCode.Kebab(action.ToString()), PageHtml.E(_words[$"page.{IsoCode.Kebab(action.ToString())}"]));
        var coding = action == ReplyAction.Upload ? " enctype=\"multipart/form-data\"" : "";
        _html.Write($"""
            <details id="{name}"{(form is null ? "" : " open")}><summary>{title}</summary>
            <form method="post"{coding} accept-charset="utf-8" novalidate><fieldset><legend>{title}</legend>
            <input type="hidden" name="answer" value="{name}"><input type="hidden" name="state" value="{PageHtml.E(view.Seal)}">

            """);
        foreach (var field in ReplyFields.Of(action))
        {
            Field(view, action, field, form);
        }

        _html.Write($"<button type=\"submit\">{PageHtml.E(_words.Say("page.send", ("action", _words[$"page.{name}"])))}</button>\n");
        _html.Write("</fieldset></form></details>\n");
    }

    private void Field(ReplyView view, ReplyAction action, ReplyField field, ReplyForm? form)
    {
        var id = Id(action, field.Name);
        var fault = form?.Faults.FirstOrDefault(one => one.Field == field.Name)?.Text;
        var value = form?.Shown(field.Name)
            ?? (field.IsToday ? view.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "");
        var hint = HintOf(field.Kind);
        var (label, attributes) = _html.FieldParts(
            id, field.Name, _words[$"page.{field.Label}"], field.IsNeeded, hint, fault);
        if (field.Kind == FieldKind.Service)
        {
            Services(view, id, label, attributes, value);
            return;
        }

        _html.Write($"<label for=\"{id}\">{label}</label>\n");
        Input(field.Kind, $"id=\"{id}\" {attributes}", value);
    }

    private void Input(FieldKind kind, string attributes, string value)
    {
        switch (kind)
        {
            case FieldKind.Text:
                _html.Write($"<textarea {attributes} rows=\"4\" maxlength=\"{ReplyLimits.NoteChars}\">\n{PageHtml.E(value)}</textarea>\n");
                break;
            case FieldKind.Reason:
                Choices<ReasonUnfilled>(attributes, value, _words.Words);
                break;
            case FieldKind.Condition:
                Choices<Condition>(attributes, value, _words.Words);
                break;
            case FieldKind.File:
                _html.Write($"<input {attributes} type=\"file\" accept=\".pdf,.tif,.tiff,.jpg,.jpeg,.png\">\n");
                break;
            case FieldKind.Date:
                _html.Write($"<input {attributes} type=\"date\" value=\"{PageHtml.E(value)}\">\n");
                break;
            case FieldKind.Cost:
                _html.Write($"<input {attributes} type=\"text\" inputmode=\"decimal\" autocomplete=\"off\" value=\"{PageHtml.E(value)}\">\n");
                break;
            default:
                _html.Write($"<input {attributes} type=\"text\" autocomplete=\"off\" maxlength=\"{ReplyLimits.LineChars}\" "
                    + $"value=\"{PageHtml.E(value)}\">\n");
                break;
        }
    }

    /// <summary>A list of all codes with their numbers, which many libraries know.</summary>
    private void Choices<T>(string attributes, string value, Func<T, string> word)
        where T : struct, Enum
    {
        _html.Write($"<select {attributes}>\n<option value=\"\">{PageHtml.E(_words["page.select"])}</option>\n");
        foreach (var code in Enum.GetValues<T>())
        {
            var number = IsoCode.Number(code).ToString(CultureInfo.InvariantCulture);
            var selected = number == value ? " selected" : "";
            _html.Write($"<option value=\"{number}\"{selected}>{PageHtml.E(word(code))} ({number})</option>\n");
        }

        _html.Write("</select>\n");
    }

    private void Services(ReplyView view, string id, string label, string attributes, string value)
    {
        var wanted = view.State.Content.Services.FirstOrDefault(ServiceType.Loan);
        var chosen = value.Length > 0 ? value : $"{IsoCode.Number(wanted)}";
        _html.Radios(id, label, attributes,
            new[] { ServiceType.Loan, ServiceType.CopyNonReturnable }
                .Select(service => ($"{IsoCode.Number(service)}", _words.Words(service))), chosen);
    }

    private string? HintOf(FieldKind kind) => kind switch
    {
        FieldKind.Date => _words["page.date-hint"],
        FieldKind.Cost => _words["page.cost-hint"],
        FieldKind.Currency => _words["page.currency-hint"],
        FieldKind.File => _words.Say("page.file-hint", ("size", $"{ReplyLimits.FileMiB}")),
        _ => null,
    };

    private static string Id(ReplyAction action, string field) => $"{IsoCode.Kebab(action.ToString())}-{field}";
}

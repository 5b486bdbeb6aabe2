using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
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

/// <summary>
/// The pages behind reply links: plain HTML without script, for a telephone, the keyboard and a screen reader. Everything
/// that is not a word of ours is escaped, and nothing of the patron is shown.
/// </summary>
internal sealed class ReplyPage
{
    private const string Style = """
        :root{color-scheme:light dark}
        body{font:1rem/1.5 system-ui,sans-serif;margin:0;overflow-wrap:anywhere}
        main{max-width:42rem;margin:0 auto;padding:1rem}
        h1{font-size:1.5rem;line-height:1.2}h2{font-size:1.2rem}
        dt{font-weight:600;margin-top:.4rem}dd{margin:0}
        details{border:1px solid GrayText;border-radius:.4rem;margin:.6rem 0}
        summary{padding:.7rem;font-weight:600;cursor:pointer}
        form{padding:0 .7rem .7rem}fieldset{border:0;margin:0;padding:0;min-width:0}
        legend{padding:0}label,.label{display:block;font-weight:600;margin-top:.8rem}
        input,select,textarea{box-sizing:border-box;width:100%;max-width:100%;font:inherit;padding:.5rem;min-height:2.75rem}
        input[type=radio]{width:1.4rem;min-height:1.4rem;vertical-align:middle}.choice{font-weight:400;margin-top:.3rem}
        button{font:inherit;font-weight:600;margin-top:1rem;padding:.7rem 1rem;min-height:2.75rem;width:100%}
        :focus-visible{outline:3px solid Highlight;outline-offset:2px}
        .hint{display:block;font-weight:400}.fault{display:block;font-weight:600;color:#b00020}
        .box{border:2px solid;border-radius:.4rem;padding:.2rem .8rem;margin:1rem 0}.bad{border-color:#b00020}
        @media (prefers-color-scheme:dark){.fault{color:#ff8a80}.bad{border-color:#ff8a80}}
        """;

    private readonly LetterWords _words;
    private readonly StringBuilder _html = new(8192);

    private ReplyPage(LetterWords words) => _words = words;

    /// <summary>What a browser may do with the page: show it in its own style, and post its form to where it came
    /// from.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The request with what can be answered.</summary>
    /// <param name="words">The language.</param>
    /// <param name="view">What is shown.</param>
    /// <param name="notice">A text above everything; null for none.</param>
    /// <param name="form">The form that was posted, with what is wrong with it; null for none.</param>
    public static string OfRequest(LetterWords words, ReplyView view, string? notice = null, ReplyForm? form = null)
    {
        var page = new ReplyPage(words);
        var title = words.Say("page.title", ("number", view.State.ExternalId));
        page.Begin(title);
        page.Notice(notice);
        page.Faults(form);
        page.Facts(view);
        page.Answers(view, form);
        page.Paragraph(words.Say("page.contact", ("email", view.Library.Email)));
        page.Paragraph(words.Say("page.link-ends", ("date", words.Date(view.Link.EndsOn)!)));
        return page.End();
    }

    /// <summary>A page that only says something.</summary>
    /// <param name="words">The language.</param>
    /// <param name="title">Its title.</param>
    /// <param name="texts">What it says.</param>
    /// <param name="back">Where the request is; null for no way there.</param>
    public static string OfText(LetterWords words, string title, IEnumerable<string> texts, string? back = null)
    {
        var page = new ReplyPage(words);
        page.Begin(title);
        page._html.Append("<div class=\"box\" role=\"status\">\n");
        foreach (var text in texts)
        {
            page.Paragraph(text);
        }

        page._html.Append("</div>\n");
        if (back is not null)
        {
            page._html.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{E(back)}\">{E(words["page.back"])}</a></p>\n");
        }

        return page.End();
    }

    private static string E(string text) => HtmlEncoder.Default.Encode(text);

    private void Begin(string title) => _html.Append(CultureInfo.InvariantCulture, $"""
        <!DOCTYPE html>
        <html lang="{E(_words.Language)}">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex, nofollow"><title>{E(title)}</title>
        <style>{Style}</style></head>
        <body><main>
        <h1>{E(title)}</h1>

        """);

    private string End() => _html.Append("</main></body>\n</html>\n").ToString();

    private void Paragraph(string text) => _html.Append(CultureInfo.InvariantCulture, $"<p>{E(text)}</p>\n");

    private void Notice(string? notice)
    {
        if (notice is not null)
        {
            _html.Append(CultureInfo.InvariantCulture, $"<div class=\"box bad\" role=\"alert\"><p>{E(notice)}</p></div>\n");
        }
    }

    /// <summary>The summary of what is wrong; every line leads to its field.</summary>
    private void Faults(ReplyForm? form)
    {
        if (form is not { Faults.Count: > 0 })
        {
            return;
        }

        _html.Append(CultureInfo.InvariantCulture,
            $"<div class=\"box bad\" role=\"alert\" tabindex=\"-1\" autofocus><h2>{E(_words["page.errors"])}</h2>\n<ul>\n");
        foreach (var fault in form.Faults)
        {
            _html.Append(CultureInfo.InvariantCulture,
                $"<li><a href=\"#{Id(form.Action, fault.Field)}\">{E(fault.Text)}</a></li>\n");
        }

        _html.Append("</ul></div>\n");
    }

    private void Facts(ReplyView view)
    {
        var (state, citation) = (view.State, view.State.Content.Citation);
        var weAsk = state.Side == Side.Borrowing;
        Paragraph(_words.Say(weAsk ? "page.we-ask" : "page.you-ask",
            ("library", view.Library.Name), ("partner", view.Partner.Config.Name)));
        _html.Append("<dl>\n");
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

        _html.Append("</dl>\n<p><strong>");
        var condition = state.Condition is { } code ? _words.Words(code) : "";
        _html.Append(E(_words.Say(ReplyOffers.Situation(state, view.Partner.Code), ("condition", condition))));
        _html.Append("</strong></p>\n");
    }

    private void Fact(string label, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            _html.Append(CultureInfo.InvariantCulture, $"<dt>{E(_words[$"page.{label}"])}</dt><dd>{E(value)}</dd>\n");
        }
    }

    private void Answers(ReplyView view, ReplyForm? form)
    {
        if (view.Offers.Count == 0)
        {
            Paragraph(_words["page.nothing-to-do"]);
            return;
        }

        _html.Append(CultureInfo.InvariantCulture, $"<h2>{E(_words["page.what-now"])}</h2>\n");
        Paragraph(_words["page.choose"]);
        foreach (var action in view.Offers)
        {
            Answer(view, action, form?.Action == action ? form : null);
        }
    }

    private void Answer(ReplyView view, ReplyAction action, ReplyForm? form)
    {
        var (name, title) = (IsoCode.Kebab(action.ToString()), E(_words[$"page.{IsoCode.Kebab(action.ToString())}"]));
        var coding = action == ReplyAction.Upload ? " enctype=\"multipart/form-data\"" : "";
        _html.Append(CultureInfo.InvariantCulture, $"""
            <details id="{name}"{(form is null ? "" : " open")}><summary>{title}</summary>
            <form method="post"{coding} accept-charset="utf-8" novalidate><fieldset><legend>{title}</legend>
            <input type="hidden" name="answer" value="{name}"><input type="hidden" name="state" value="{E(view.Seal)}">

            """);
        foreach (var field in ReplyFields.Of(action))
        {
            Field(view, action, field, form);
        }

        _html.Append(CultureInfo.InvariantCulture,
            $"<button type=\"submit\">{E(_words.Say("page.send", ("action", _words[$"page.{name}"])))}</button>\n");
        _html.Append("</fieldset></form></details>\n");
    }

    private void Field(ReplyView view, ReplyAction action, ReplyField field, ReplyForm? form)
    {
        var id = Id(action, field.Name);
        var fault = form?.Faults.FirstOrDefault(one => one.Field == field.Name)?.Text;
        var value = form?.Shown(field.Name)
            ?? (field.IsToday ? view.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "");
        var hint = HintOf(field.Kind);
        var label = E(_words[$"page.{field.Label}"])
            + (field.IsNeeded ? "" : $" <span class=\"hint\">({E(_words["page.optional"])})</span>")
            + (hint is null ? "" : $"<span class=\"hint\" id=\"{id}-hint\">{E(hint)}</span>")
            + (fault is null ? "" : $"<span class=\"fault\" id=\"{id}-fault\">{E(fault)}</span>");
        var about = new[] { hint is null ? null : $"{id}-hint", fault is null ? null : $"{id}-fault" };
        var said = string.Join(' ', about.OfType<string>());
        var attributes = $"name=\"{field.Name}\"" + (field.IsNeeded ? " aria-required=\"true\"" : "")
            + (fault is null ? "" : " aria-invalid=\"true\"") + (said.Length == 0 ? "" : $" aria-describedby=\"{said}\"");
        if (field.Kind == FieldKind.Service)
        {
            Services(view, id, label, attributes, value);
            return;
        }

        _html.Append(CultureInfo.InvariantCulture, $"<label for=\"{id}\">{label}</label>\n");
        Input(field.Kind, $"id=\"{id}\" {attributes}", value);
    }

    private void Input(FieldKind kind, string attributes, string value) => _ = kind switch
    {
        FieldKind.Text => _html.Append(CultureInfo.InvariantCulture,
            $"<textarea {attributes} rows=\"4\" maxlength=\"{ReplyLimits.NoteChars}\">\n{E(value)}</textarea>\n"),
        FieldKind.Reason => Choices<ReasonUnfilled>(attributes, value, _words.Words),
        FieldKind.Condition => Choices<Condition>(attributes, value, _words.Words),
        FieldKind.File => _html.Append(CultureInfo.InvariantCulture,
            $"<input {attributes} type=\"file\" accept=\".pdf,.tif,.tiff,.jpg,.jpeg,.png\">\n"),
        FieldKind.Date => _html.Append(CultureInfo.InvariantCulture,
            $"<input {attributes} type=\"date\" value=\"{E(value)}\">\n"),
        FieldKind.Cost => _html.Append(CultureInfo.InvariantCulture,
            $"<input {attributes} type=\"text\" inputmode=\"decimal\" autocomplete=\"off\" value=\"{E(value)}\">\n"),
        _ => _html.Append(CultureInfo.InvariantCulture,
            $"<input {attributes} type=\"text\" autocomplete=\"off\" maxlength=\"{ReplyLimits.LineChars}\"")
            .Append(CultureInfo.InvariantCulture, $" value=\"{E(value)}\">\n"),
    };

    /// <summary>A list of all codes with their numbers, which many libraries know.</summary>
    private StringBuilder Choices<T>(string attributes, string value, Func<T, string> word)
        where T : struct, Enum
    {
        _html.Append(CultureInfo.InvariantCulture,
            $"<select {attributes}>\n<option value=\"\">{E(_words["page.select"])}</option>\n");
        foreach (var code in Enum.GetValues<T>())
        {
            var number = IsoCode.Number(code).ToString(CultureInfo.InvariantCulture);
            var selected = number == value ? " selected" : "";
            _html.Append(CultureInfo.InvariantCulture,
                $"<option value=\"{number}\"{selected}>{E(word(code))} ({number})</option>\n");
        }

        return _html.Append("</select>\n");
    }

    private void Services(ReplyView view, string id, string label, string attributes, string value)
    {
        var wanted = view.State.Content.Services.FirstOrDefault(ServiceType.Loan);
        var chosen = value.Length > 0 ? value : $"{IsoCode.Number(wanted)}";
        _html.Append(CultureInfo.InvariantCulture,
            $"<div class=\"label\" role=\"radiogroup\" aria-labelledby=\"{id}-label\"><span id=\"{id}-label\">{label}</span>\n");
        foreach (var (index, service) in new[] { ServiceType.Loan, ServiceType.CopyNonReturnable }.Index())
        {
            var number = $"{IsoCode.Number(service)}";
            var own = index == 0 ? id : $"{id}-{number}";
            _html.Append(CultureInfo.InvariantCulture,
                $"<label class=\"choice\" for=\"{own}\"><input id=\"{own}\" type=\"radio\" {attributes} value=\"{number}\"");
            _html.Append(number == chosen ? " checked" : "").Append("> ").Append(E(_words.Words(service))).Append("</label>\n");
        }

        _html.Append("</div>\n");
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

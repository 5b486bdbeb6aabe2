using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Pages;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.OpenUrl;

/// <summary>The form of a patron as a page.</summary>
internal sealed class OpenUrlPage
{
    private readonly LetterWords _words;
    private readonly OpenUrlForm _form;
    private readonly GatewayConfig _config;
    private readonly PageHtml _html;

    private OpenUrlPage(LetterWords words, OpenUrlForm form, GatewayConfig config)
    {
        _words = words;
        _form = form;
        _config = config;
        _html = new PageHtml(words);
    }

    /// <summary>The page.</summary>
    /// <param name="words">The language.</param>
    /// <param name="form">What stands in the fields, and what is wrong with it.</param>
    /// <param name="key">The key of this form.</param>
    /// <param name="config">Our library, and what must be filled in.</param>
    /// <param name="notice">A text above everything; null for none.</param>
    public static string Of(LetterWords words, OpenUrlForm form, string key, GatewayConfig config, string? notice = null)
    {
        var page = new OpenUrlPage(words, form, config);
        page._html.Begin(words["form.title"]);
        page._html.Notice(notice);
        page._html.Faults(form.Faults, OpenUrlField.Id);
        page._html.Paragraph(words.Say("form.intro", ("library", config.Library.Name)));

        // The address is relative, so that it holds behind a proxy that puts the gateway into a folder.
        page._html.Write($"""
            <form method="post" action="openurl" accept-charset="utf-8" novalidate>
            <input type="hidden" name="form" value="{PageHtml.E(key)}">
            <input type="hidden" name="{OpenUrlForm.Referrer}" value="{PageHtml.E(form.Shown(OpenUrlForm.Referrer))}">

            """);
        page.Part(FormPart.Item, "part-item");
        page.Folded();
        page.Part(FormPart.Patron, "part-patron");
        page._html.Write($"<button type=\"submit\">{PageHtml.E(words["form.send"])}</button>\n</form>\n");
        page._html.Paragraph(words.Say("page.contact", ("email", config.Library.Email)));
        return page._html.End();
    }

    private void Part(FormPart part, string title)
    {
        _html.Write($"<fieldset><legend><h2>{PageHtml.E(_words[$"form.{title}"])}</h2></legend>\n");
        Fields(part);
        _html.Write("</fieldset>\n");
    }

    /// <summary>Folded away, unless something in it must be looked at.</summary>
    private void Folded()
    {
        var names = OpenUrlField.All.Where(field => field.Part == FormPart.More).Select(field => field.Name).ToArray();
        var isOpen = names.Any(name => _form.Doubts.Contains(name) || _form.Faults.Any(fault => fault.Field == name));
        _html.Write($"<details{(isOpen ? " open" : "")}><summary>{PageHtml.E(_words["form.part-more"])}</summary>\n<div class=\"folded\">\n");
        Fields(FormPart.More);
        _html.Write("</div></details>\n");
    }

    private void Fields(FormPart part)
    {
        foreach (var field in OpenUrlField.All.Where(field => field.Part == part))
        {
            Field(field);
        }
    }

    private void Field(OpenUrlField field)
    {
        var id = OpenUrlField.Id(field.Name);
        var hint = field.Kind == FormKind.Date ? _words["page.date-hint"]
            : _form.Doubts.Contains(field.Name) ? _words["form.check-number"] : null;
        var isNeeded = OpenUrlForm.IsNeeded(field, _config.OpenUrl) || field.Kind == FormKind.Service;
        var (label, attributes) = _html.FieldParts(
            id, field.Name, _words[$"form.{field.Name}"], isNeeded, hint,
            _form.Faults.FirstOrDefault(fault => fault.Field == field.Name)?.Text);
        var value = _form.Shown(field.Name);
        if (field.Kind == FormKind.Service)
        {
            _html.Radios(id, label, attributes,
                [("loan", _words.Words(ServiceType.Loan)), ("copy", _words.Words(ServiceType.CopyNonReturnable))],
                value == "copy" ? value : "loan");
            return;
        }

        _html.Write($"<label for=\"{id}\">{label}</label>\n");
        Input(field, $"id=\"{id}\" {attributes}", value);
    }

    private void Input(OpenUrlField field, string attributes, string value)
    {
        var text = PageHtml.E(value);
        switch (field.Kind)
        {
            case FormKind.Text:
                _html.Write($"<textarea {attributes} rows=\"4\" maxlength=\"{field.MaxChars}\">\n{text}</textarea>\n");
                break;
            case FormKind.Date:
                _html.Write($"<input {attributes} type=\"date\" value=\"{text}\">\n");
                break;
            case FormKind.ItemType:
                Choices(attributes, value);
                break;
            default:
                var type = field.Kind == FormKind.Email ? "email" : "text";
                _html.Write($"<input {attributes} type=\"{type}\" autocomplete=\"{field.AutoComplete ?? "off"}\" "
                    + $"maxlength=\"{field.MaxChars}\" value=\"{text}\">\n");
                break;
        }
    }

    private void Choices(string attributes, string value)
    {
        _html.Write($"<select {attributes}>\n<option value=\"\">{PageHtml.E(_words["page.select"])}</option>\n");
        foreach (var one in (string[])["book", "journal", "other"])
        {
            var selected = one == value ? " selected" : "";
            _html.Write($"<option value=\"{one}\"{selected}>{PageHtml.E(_words[$"form.{one}"])}</option>\n");
        }

        _html.Write("</select>\n");
    }
}

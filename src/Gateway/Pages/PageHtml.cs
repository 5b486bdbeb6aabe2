using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Pages;

/// <summary>What is wrong with a field of a form, in the reader's language.</summary>
/// <param name="Field">The name of the field.</param>
/// <param name="Text">What is wrong.</param>
internal sealed record PageFault(string Field, string Text);

/// <summary>
/// A page for people outside: plain HTML without script, for a telephone, the keyboard and a screen reader. Everything that
/// is not a word of ours is escaped.
/// </summary>
/// <param name="words">The language.</param>
internal sealed class PageHtml(LetterWords words)
{
    private const string Style = """
        :root{color-scheme:light dark}
        body{font:1rem/1.5 system-ui,sans-serif;margin:0;overflow-wrap:anywhere}
        main{max-width:42rem;margin:0 auto;padding:1rem}
        h1{font-size:1.5rem;line-height:1.2}h2{font-size:1.2rem}
        dt{font-weight:600;margin-top:.4rem}dd{margin:0}
        details{border:1px solid GrayText;border-radius:.4rem;margin:.6rem 0}
        summary{padding:.7rem;font-weight:600;cursor:pointer}
        form,.folded{padding:0 .7rem .7rem}fieldset{border:0;margin:0;padding:0;min-width:0}
        legend{padding:0}label,.label{display:block;font-weight:600;margin-top:.8rem}
        input,select,textarea{box-sizing:border-box;width:100%;max-width:100%;font:inherit;padding:.5rem;min-height:2.75rem}
        input[type=radio]{width:1.4rem;min-height:1.4rem;vertical-align:middle}.choice{font-weight:400;margin-top:.3rem}
        button{font:inherit;font-weight:600;margin-top:1rem;padding:.7rem 1rem;min-height:2.75rem;width:100%}
        :focus-visible{outline:3px solid Highlight;outline-offset:2px}
        .hint{display:block;font-weight:400}.fault{display:block;font-weight:600;color:#b00020}
        .box{border:2px solid;border-radius:.4rem;padding:.2rem .8rem;margin:1rem 0}.bad{border-color:#b00020}
        @media (prefers-color-scheme:dark){.fault{color:#ff8a80}.bad{border-color:#ff8a80}}
        """;

    private readonly StringBuilder _html = new(8192);

    /// <summary>What a browser may do with a page: show it in its own style, and post its form to where it came
    /// from.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The words of the page.</summary>
    public LetterWords Words => words;

    /// <summary>A page that only says something.</summary>
    /// <param name="words">The language.</param>
    /// <param name="title">Its title.</param>
    /// <param name="texts">What it says.</param>
    /// <param name="back">Where its subject is; null for no way there.</param>
    public static string OfText(LetterWords words, string title, IEnumerable<string> texts, string? back = null)
    {
        var page = new PageHtml(words);
        page.Begin(title);
        page.Write("<div class=\"box\" role=\"status\">\n");
        foreach (var text in texts)
        {
            page.Paragraph(text);
        }

        page.Write("</div>\n");
        if (back is not null)
        {
            page.Write($"<p><a href=\"{E(back)}\">{E(words["page.back"])}</a></p>\n");
        }

        return page.End();
    }

    /// <summary>A text as HTML shows it.</summary>
    public static string E(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary>Writes HTML; what is filled in is escaped by the caller.</summary>
    public void Write(string html) => _html.Append(html);

    /// <summary>The page up to its title.</summary>
    public void Begin(string title) => Write($"""
        <!DOCTYPE html>
        <html lang="{E(words.Language)}">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex, nofollow"><title>{E(title)}</title>
        <style>{Style}</style></head>
        <body><main>
        <h1>{E(title)}</h1>

        """);

    /// <summary>The whole page.</summary>
    public string End() => _html.Append("</main></body>\n</html>\n").ToString();

    /// <summary>A paragraph of text.</summary>
    public void Paragraph(string text) => Write($"<p>{E(text)}</p>\n");

    /// <summary>A text that is to be read first; nothing for null.</summary>
    public void Notice(string? notice)
    {
        if (notice is not null)
        {
            Write($"<div class=\"box bad\" role=\"alert\"><p>{E(notice)}</p></div>\n");
        }
    }

    /// <summary>The summary of what is wrong; every line leads to its field.</summary>
    /// <param name="faults">What is wrong; nothing is shown when there is none.</param>
    /// <param name="id">The id of a field on the page, from its name.</param>
    public void Faults(IReadOnlyList<PageFault> faults, Func<string, string> id)
    {
        if (faults.Count == 0)
        {
            return;
        }

        Write($"<div class=\"box bad\" role=\"alert\" tabindex=\"-1\" autofocus><h2>{E(words["page.errors"])}</h2>\n<ul>\n");
        foreach (var fault in faults)
        {
            Write($"<li><a href=\"#{id(fault.Field)}\">{E(fault.Text)}</a></li>\n");
        }

        Write("</ul></div>\n");
    }

    /// <summary>What every field has: the inner HTML of its label, and the attributes that tie the field to it.</summary>
    /// <param name="id">Its id on the page.</param>
    /// <param name="name">Its name in the form.</param>
    /// <param name="label">Its label in words.</param>
    /// <param name="isNeeded">True when it must be filled in.</param>
    /// <param name="hint">How to fill it in; null for nothing.</param>
    /// <param name="fault">What is wrong with it; null for nothing.</param>
    public (string Label, string Attributes) FieldParts(
        string id, string name, string label, bool isNeeded, string? hint, string? fault)
    {
        var inner = E(label)
            + (isNeeded ? "" : $" <span class=\"hint\">({E(words["page.optional"])})</span>")
            + (hint is null ? "" : $"<span class=\"hint\" id=\"{id}-hint\">{E(hint)}</span>")
            + (fault is null ? "" : $"<span class=\"fault\" id=\"{id}-fault\">{E(fault)}</span>");
        var about = new[] { hint is null ? null : $"{id}-hint", fault is null ? null : $"{id}-fault" };
        var said = string.Join(' ', about.OfType<string>());
        var attributes = $"name=\"{name}\"" + (isNeeded ? " aria-required=\"true\"" : "")
            + (fault is null ? "" : " aria-invalid=\"true\"") + (said.Length == 0 ? "" : $" aria-describedby=\"{said}\"");
        return (inner, attributes);
    }

    /// <summary>A group of choices of which one is taken.</summary>
    /// <param name="id">The id of the group's first choice.</param>
    /// <param name="label">The inner HTML of the group's label.</param>
    /// <param name="attributes">Those of every choice.</param>
    /// <param name="choices">Values and their words.</param>
    /// <param name="chosen">The value that is chosen.</param>
    public void Radios(
        string id, string label, string attributes, IEnumerable<(string Value, string Text)> choices, string chosen)
    {
        Write($"<div class=\"label\" role=\"radiogroup\" aria-labelledby=\"{id}-label\">"
            + $"<span id=\"{id}-label\">{label}</span>\n");
        foreach (var (index, (value, text)) in choices.Index())
        {
            var own = index == 0 ? id : $"{id}-{value}";
            var mark = value == chosen ? " checked" : "";
            Write($"<label class=\"choice\" for=\"{own}\"><input id=\"{own}\" type=\"radio\" {attributes} value=\"{value}\"{mark}> "
                + $"{E(text)}</label>\n");
        }

        Write("</div>\n");
    }
}

using System.Collections.Frozen;
using AngleSharp.Common;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens.Struct;
using AngleSharp.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// Makes HTML into text that reads the same. It works on the tokens and builds no tree: a tree of a hundred thousand nested
/// elements costs time that grows with the square. Nothing is run, and nothing is fetched.
/// </summary>
internal sealed class HtmlText : IDisposable
{
    private const int MaxAttributes = 16;
    private const int LinkMaxChars = 2_000;

    private static readonly FrozenSet<string> Lines = FrozenSet.Create(
        StringComparer.Ordinal,
        "address", "article", "aside", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure",
        "footer", "form", "header", "html", "legend", "li", "main", "nav", "option", "section", "summary", "tbody", "tfoot",
        "thead", "tr");

    private static readonly FrozenSet<string> Paragraphs = FrozenSet.Create(
        StringComparer.Ordinal, "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul");

    /// <summary>What people never see.</summary>
    private static readonly FrozenSet<string> Unseen = FrozenSet.Create(
        StringComparer.Ordinal,
        "script", "style", "title", "template", "iframe", "noembed", "noframes", "object", "svg", "math", "datalist", "audio",
        "video", "canvas");

    private static readonly FrozenSet<string> Void = FrozenSet.Create(
        StringComparer.Ordinal, "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr");

    private static readonly FrozenSet<string> Attributes =
        FrozenSet.Create(StringComparer.Ordinal, "href", "alt", "style", "hidden");

    private readonly HtmlTokenizer _tokens;
    private readonly TextLines _lines = new();
    private string? _skipped;
    private int _skippedDepth;
    private string? _link;

    private HtmlText(string html)
    {
        var source = new TextSource(html[..Math.Min(html.Length, MimeReadLimits.HtmlMaxChars)]);
        _tokens = new HtmlTokenizer(source, HtmlEntityProvider.Resolver)
        {
            SkipComments = true,
            ShouldEmitAttribute = static (ref token, name) =>
                token.Attributes.Count < MaxAttributes && Attributes.Contains(name.ToString()),
        };
    }

    /// <summary>The text; lines end with LF, quotations begin with <c>&gt;</c>, links tell where they lead.</summary>
    internal static string Of(string html)
    {
        using var reader = new HtmlText(html);
        return reader.Run();
    }

    public void Dispose() => _tokens.Dispose();

    private string Run()
    {
        while (true)
        {
            ref var token = ref _tokens.GetStructToken();
            switch (token.Type)
            {
                case HtmlTokenType.EndOfFile:
                    return _lines.Finish();
                case HtmlTokenType.Character when _skipped is null:
                    _lines.Write(token.Data.Memory.Span);
                    break;
                case HtmlTokenType.StartTag:
                    Open(token.Name.ToString(), ref token);
                    break;
                case HtmlTokenType.EndTag:
                    Close(token.Name.ToString());
                    break;
            }
        }
    }

    private void Open(string name, ref StructHtmlToken token)
    {
        _tokens.State = StateWithin(name);
        // These end without an end tag when the next one begins.
        if (_skipped is "p" or "li" && (name == _skipped || Paragraphs.Contains(name)))
            _skipped = null;
        if (_skipped is not null)
        {
            _skippedDepth += name == _skipped && !token.IsSelfClosing ? 1 : 0;
            return;
        }
        if (Unseen.Contains(name) || IsHidden(ref token))
        {
            bool hasContent = !Void.Contains(name) && !(token.IsSelfClosing && _tokens.State == HtmlParseMode.PCData);
            (_skipped, _skippedDepth) = hasContent ? (name, 1) : (null, 0);
            return;
        }
        Break(name, isStart: true);
        if (name == "a")
            _link = LinkOf(token.GetAttribute("href").ToString());
        if (name == "a")
            _lines.MarkLink();
        if (name == "img" && token.GetAttribute("alt") is { Length: > 0 } alternative)
            _lines.Write($"[{alternative.ToString().Trim()}]");
    }

    private void Close(string name)
    {
        if (_skipped is not null)
        {
            if (name == _skipped && --_skippedDepth == 0)
                _skipped = null;
            return;
        }
        if (name == "a" && _link is not null)
        {
            if (!_lines.LinkText().Contains(WithoutScheme(_link), StringComparison.OrdinalIgnoreCase))
                _lines.Write($" <{_link}>");
            _link = null;
        }
        Break(name, isStart: false);
    }

    private void Break(string name, bool isStart)
    {
        if (Paragraphs.Contains(name))
            _lines.EndParagraph();
        else if (Lines.Contains(name))
            _lines.EndLine();
        switch (name)
        {
            case "br" when isStart:
                _lines.NewLine();
                break;
            case "hr" when isStart:
                _lines.Rule();
                break;
            case "td" or "th" when isStart:
                _lines.Cell();
                break;
            case "li" when isStart:
                _lines.Write("- ");
                break;
            case "blockquote":
                _lines.Quote(isStart ? 1 : -1);
                break;
            case "pre":
                _lines.Preformat(isStart);
                break;
        }
    }

    /// <summary>Within these, tags are characters until the end tag of the same name.</summary>
    private static HtmlParseMode StateWithin(string name) => name switch
    {
        "script" => HtmlParseMode.Script,
        "style" or "iframe" or "noembed" or "noframes" or "xmp" => HtmlParseMode.Rawtext,
        "title" or "textarea" => HtmlParseMode.RCData,
        _ => HtmlParseMode.PCData,
    };

    private static bool IsHidden(ref StructHtmlToken token)
    {
        for (int i = 0; i < token.Attributes.Count; i++)
        {
            var attribute = token.Attributes[i];
            if (attribute.Name == "hidden" || (attribute.Name == "style" && IsHiding(attribute.Value)))
                return true;
        }
        return false;
    }

    private static bool IsHiding(StringOrMemory style)
    {
        string plain = style.ToString().Replace(" ", "", StringComparison.Ordinal);
        return plain.Contains("display:none", StringComparison.OrdinalIgnoreCase)
            || plain.Contains("visibility:hidden", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Where a link leads, when a person could go there; null otherwise.</summary>
    private static string? LinkOf(string target)
    {
        target = FieldText.Clean(target);
        bool leads = target.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || target.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || target.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);
        return leads && target.Length <= LinkMaxChars ? target : null;
    }

    private static string WithoutScheme(string link) =>
        link[(link.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim('/');
}

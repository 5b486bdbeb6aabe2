using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using HandlebarsDotNet;
using HandlebarsDotNet.Features;

namespace ResourceSharing.Mapping.Letters;

/// <summary>The engines of one language.</summary>
internal sealed record LetterEngines(LetterEngine Text, LetterEngine Html);

/// <summary>
/// Compiles and renders the templates of one language for one kind of part, text or HTML. What a partner
/// wrote is data at every step: it is escaped for the part it goes into, and never read as a template.
/// </summary>
internal sealed class LetterEngine
{
    private readonly IHandlebars handlebars;
    private readonly bool isHtml;

    internal LetterEngine(bool isHtml, IReadOnlyDictionary<string, string> partials)
    {
        this.isHtml = isHtml;
        var configuration = new HandlebarsConfiguration
        {
            TextEncoder = new LetterEncoder(isHtml),
            ThrowOnUnresolvedBindingExpression = true,
            FormatProvider = CultureInfo.InvariantCulture,
        };
        configuration.CompileTimeConfiguration.Features.Add(new Interpretation());
        this.handlebars = Handlebars.Create(configuration);
        handlebars.RegisterHelper("row", Row);
        handlebars.RegisterHelper("paragraph", Paragraph);
        handlebars.RegisterHelper("lines", Lines);
        foreach (var (name, text) in partials)
            handlebars.RegisterTemplate(name, text);
    }

    /// <summary>Compiles a template.</summary>
    /// <exception cref="HandlebarsException">The template is not well formed.</exception>
    internal Func<IReadOnlyDictionary<string, string>, string> Compile(string template)
    {
        var compiled = handlebars.Compile(new StringReader(template));
        return values =>
        {
            using var text = new BoundedWriter(LetterLimits.RenderedMaxChars);
            compiled(text, values);
            return LetterText.DropEmptyLines(text.ToString());
        };
    }

    /// <summary>A label and its value: a line of text, a row of an HTML table; nothing without a
    /// value.</summary>
    private void Row(
        in EncodedTextWriter output, in HelperOptions options, in Context context, in Arguments arguments)
    {
        var (label, value) = (Value(arguments[0]), Value(arguments[1]));
        if (value.Length == 0)
            output.WriteSafeString(LetterText.Nothing.ToString());
        else
            output.WriteSafeString(isHtml ? HtmlRow(label, value) : TextRow(label, value));
    }

    /// <summary>What somebody wrote, as a block of its own, indented in text.</summary>
    private void Paragraph(
        in EncodedTextWriter output, in HelperOptions options, in Context context, in Arguments arguments)
    {
        string value = Value(arguments[0]);
        if (value.Length == 0)
            output.WriteSafeString(LetterText.Nothing.ToString());
        else if (isHtml)
            output.WriteSafeString($"<blockquote dir=\"auto\">{HtmlLines(value)}</blockquote>");
        else
            output.WriteSafeString(TextParagraph(value));
    }

    /// <summary>The lines of a value as they are: an address, the block for programs.</summary>
    private void Lines(
        in EncodedTextWriter output, in HelperOptions options, in Context context, in Arguments arguments)
    {
        string value = Value(arguments[0]);
        string shown = isHtml ? HtmlLines(value) : value;
        output.WriteSafeString(value.Length == 0 ? LetterText.Nothing.ToString() : shown);
    }

    private static string TextRow(string label, string value)
    {
        string head = (label + ":").PadRight(LetterLimits.LabelColumns - 1) + " ";
        string indent = new(' ', LetterLimits.LabelColumns);
        // Where a value has lines of its own, what is wrapped stands a little deeper than a new line.
        string hang = value.Contains('\n', StringComparison.Ordinal) ? "  " : "";
        var lines = LetterText.Wrap(value, LetterLimits.TextColumns - LetterLimits.LabelColumns, hang);
        return head + string.Join('\n' + indent, lines);
    }

    private static string TextParagraph(string value) =>
        "  " + string.Join("\n  ", LetterText.Wrap(value, LetterLimits.TextColumns - 2));

    private static string HtmlRow(string label, string value) =>
        $"<tr valign=\"top\"><th scope=\"row\" align=\"left\">{LetterText.Html(label)}</th>"
        + $"<td dir=\"auto\">{HtmlLines(value)}</td></tr>";

    private static string HtmlLines(string value) =>
        LetterText.Html(value).Replace("\n", "<br>\n", StringComparison.Ordinal);

    private static string Value(object? argument) => argument as string ?? "";

    /// <summary>Lets templates be interpreted. Every start tries every letter in every language: making machine code of
    /// a template takes 6 ms, interpreting it 0.1 ms for each letter that goes out.</summary>
    private sealed class Interpretation : IFeatureFactory, IFeature, IExpressionCompiler
    {
        public IFeature CreateFeature() => this;

        public void OnCompiling(ICompiledHandlebarsConfiguration configuration) => configuration.ExpressionCompiler = this;

        public void CompilationCompleted()
        {
        }

        public T Compile<T>(Expression<T> expression)
            where T : class, Delegate =>
            expression.Compile(preferInterpretation: true);
    }

    /// <summary>Escapes what stands alone in a template: one line, and for HTML without meaning.</summary>
    private sealed class LetterEncoder(bool isHtml) : ITextEncoder
    {
        public IFormatProvider? FormatProvider { get; } = CultureInfo.InvariantCulture;

        public void Encode(StringBuilder? text, TextWriter target) => Encode(text?.ToString(), target);

        public void Encode(string? text, TextWriter target)
        {
            string line = (text ?? "").Replace('\n', ' ');
            target.Write(isHtml ? LetterText.Html(line) : line);
        }

        public void Encode<T>(T? text, TextWriter target)
            where T : IEnumerator<char>
        {
            var whole = new StringBuilder();
            while (text is not null && text.MoveNext())
                whole.Append(text.Current);
            Encode(whole.ToString(), target);
        }
    }
}

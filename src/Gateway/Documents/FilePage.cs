using System.Globalization;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Pages;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Documents;

/// <summary>What a link has led to.</summary>
internal sealed record FileVisit(
    LetterWords Words, LibraryConfig Library, DocumentLink Link, StoredDocument Document, string Secret, TimeZoneInfo Zone)
{
    /// <summary>The last day on which the link works, as days are counted here.</summary>
    public DateOnly LastDay => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Link.ExpiresAt, Zone).AddTicks(-1).DateTime);
}

/// <summary>The page behind a link: what there is, under which terms, how often and how long; and the button.</summary>
internal static class FilePage
{
    private const string PasswordId = "file-password";

    /// <summary>The page.</summary>
    public static string Of(FileVisit visit, bool isPasswordWrong = false)
    {
        var (words, document, link) = (visit.Words, visit.Document, visit.Link);
        var html = new PageHtml(words);
        html.Begin(words["file.title"]);
        PageFault[] faults = isPasswordWrong
            ? [new PageFault("password", words.Say("file.wrong-password", ("field", words["file.password"])))] : [];
        html.Faults(faults, _ => PasswordId);
        html.Paragraph(words.Say("file.intro", ("library", visit.Library.Name)));
        html.Write("<dl>\n");
        Fact("name", link.FileName);
        Fact("type", FileTypes.EndingOf(document.MediaType).ToUpperInvariant());
        Fact("size", SizeOf(document.Octets));
        Fact("left", link.MaxViews is { } most
            ? words.Say("file.left-of", ("left", Number(most - link.Used)), ("all", Number(most)))
            : words["file.unlimited"]);
        Fact("until", words.Date(visit.LastDay)!);
        html.Write("</dl>\n");
        html.Paragraph(words["file.terms"]);
        html.Paragraph(words["file.counts"]);
        Form(html, link, faults);
        html.Paragraph(words.Say("page.contact", ("email", visit.Library.Email)));
        return html.End();

        void Fact(string label, string value) =>
            html.Write($"<dt>{PageHtml.E(words[$"file.{label}"])}</dt><dd>{PageHtml.E(value)}</dd>\n");
    }

    private static void Form(PageHtml html, DocumentLink link, IReadOnlyList<PageFault> faults)
    {
        var words = html.Words;
        html.Write("<form method=\"post\" accept-charset=\"utf-8\">\n");
        if (!link.PasswordDigest.IsEmpty)
        {
            var (label, attributes) = html.FieldParts(
                PasswordId, "password", words["file.password"], isNeeded: true, words["file.password-hint"],
                faults.Count > 0 ? faults[0].Text : null);
            html.Write($"<label for=\"{PasswordId}\">{label}</label>\n"
                + $"<input id=\"{PasswordId}\" {attributes} type=\"text\" autocomplete=\"off\" autocapitalize=\"none\" "
                + "spellcheck=\"false\" maxlength=\"100\">\n");
        }

        html.Write($"<button type=\"submit\">{PageHtml.E(words["file.fetch"])}</button></form>\n");
    }

    /// <summary>In units of 1,024, as browsers and mail programs show it.</summary>
    private static string SizeOf(long octets) => octets switch
    {
        < 1024 => Invariant($"{octets} B"),
        < 1024 * 1024 => Invariant($"{octets / 1024.0:0} KiB"),
        < 1024 * 1024 * 1024 => Invariant($"{octets / 1024.0 / 1024:0.0} MiB"),
        _ => Invariant($"{octets / 1024.0 / 1024 / 1024:0.0} GiB"),
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

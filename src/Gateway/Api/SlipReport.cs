using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using ResourceSharing.Gateway.Lifecycle;
using Excel = DocumentFormat.OpenXml.Spreadsheet;

namespace ResourceSharing.Gateway.Api;

/// <summary>The slip report: a table of requests, for other programs as XML or for people as an Excel workbook.</summary>
internal static partial class SlipReport
{
    /// <summary>The media type of the XML.</summary>
    public const string XmlType = "application/xml";

    /// <summary>The media type of the workbook.</summary>
    public const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Characters that Excel takes in a cell.</summary>
    private const int CellChars = 32_767;

    /// <summary>The built-in number format "@": what is typed into the cell later stays text as well.</summary>
    private const uint TextFormat = 49;

    private const uint HeadStyle = 1;
    private const uint TextStyle = 2;

    private static readonly (string Name, double WidthChars, Func<RequestState, string?> Value)[] Columns =
    [
        ("id", 14, state => state.Id),
        ("externalId", 16, state => state.ExternalId),
        ("role", 10, state => Words.Of(state.Side)),
        ("status", 24, state => StatusCatalog.Code(state.Status)),
        ("partner", 12, state => state.Partner),
        ("title", 40, state => state.Content.Citation.Title),
        ("author", 24, state => state.Content.Citation.Author),
        ("articleTitle", 40, state => state.Content.Citation.ArticleTitle),
        ("articleAuthor", 24, state => state.Content.Citation.ArticleAuthor),
        ("volume", 10, state => state.Content.Citation.Volume ?? state.Content.Citation.VolumeAndIssue),
        ("issue", 10, state => state.Content.Citation.Issue),
        ("pages", 12, state => state.Content.Citation.Pages),
        ("year", 10, state => state.Content.Citation.PublicationDate ?? state.Content.Citation.IssueDate),
        ("isbn", 18, state => state.Content.Citation.Isbn),
        ("issn", 12, state => state.Content.Citation.Issn),
        ("callNumber", 18, state => state.Content.Citation.CallNumber),
        ("barcode", 16, state => state.Barcode),
        ("format", 16, state => Words.Format(state.Content)),
        ("levelOfService", 16, state => state.Content.LevelOfService),
        ("neededBy", 12, state => Day(state.Content.NeededBy)),
        ("dueDate", 12, state => Day(state.DueOn)),
        ("assignedTo", 14, state => state.AssignedTo),
    ];

    /// <summary>One element for each request, one in it for each column.</summary>
    public static byte[] Xml(IReadOnlyList<RequestState> states)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, CheckCharacters = false }))
        {
            xml.WriteStartElement("requests");
            foreach (var state in states)
            {
                xml.WriteStartElement("request");
                foreach (var (name, _, value) in Columns)
                {
                    xml.WriteElementString(name, Clean(value(state)));
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return stream.ToArray();
    }

    /// <summary>One sheet with a head and a row for each request. Every cell is text: a title that begins with an equals
    /// sign is no formula, and a barcode keeps its zeros.</summary>
    public static byte[] Workbook(IReadOnlyList<RequestState> states)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            WriteStyles(workbook.AddNewPart<WorkbookStylesPart>());
            var sheet = workbook.AddNewPart<WorksheetPart>();
            WriteSheet(sheet, states);
            workbook.Workbook = new Excel.Workbook(new Excel.Sheets(
                new Excel.Sheet { Name = "Slip report", SheetId = 1, Id = workbook.GetIdOfPart(sheet) }));
        }

        return stream.ToArray();
    }

    private static void WriteSheet(WorksheetPart part, IReadOnlyList<RequestState> states)
    {
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Excel.Worksheet());
        writer.WriteElement(new Excel.SheetViews(new Excel.SheetView(
            new Excel.Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = Excel.PaneValues.BottomLeft, State = Excel.PaneStateValues.Frozen })
        {
            WorkbookViewId = 0,
        }));
        writer.WriteElement(new Excel.Columns(Columns.Select((column, index) => new Excel.Column
        {
            Min = (uint)index + 1, Max = (uint)index + 1, Width = column.WidthChars, CustomWidth = true,
        })));
        writer.WriteStartElement(new Excel.SheetData());
        WriteRow(writer, Columns.Select(column => column.Name), HeadStyle);
        foreach (var state in states)
        {
            WriteRow(writer, Columns.Select(column => column.Value(state)), TextStyle);
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteRow(OpenXmlWriter writer, IEnumerable<string?> values, uint style)
    {
        writer.WriteStartElement(new Excel.Row());
        foreach (var value in values)
        {
            var cell = new Excel.Cell { StyleIndex = style };
            if (!string.IsNullOrEmpty(value))
            {
                cell.DataType = Excel.CellValues.InlineString;
                cell.InlineString = new Excel.InlineString(new Excel.Text(CellText(value)) { Space = SpaceProcessingModeValues.Preserve });
            }

            writer.WriteElement(cell);
        }

        writer.WriteEndElement();
    }

    private static void WriteStyles(WorkbookStylesPart part)
    {
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteElement(new Excel.Stylesheet(
            new Excel.Fonts(new Excel.Font(), new Excel.Font(new Excel.Bold())),
            new Excel.Fills(
                new Excel.Fill(new Excel.PatternFill { PatternType = Excel.PatternValues.None }),
                new Excel.Fill(new Excel.PatternFill { PatternType = Excel.PatternValues.Gray125 })),
            new Excel.Borders(new Excel.Border()),
            new Excel.CellStyleFormats(new Excel.CellFormat()),
            new Excel.CellFormats(
                new Excel.CellFormat(),
                new Excel.CellFormat { FontId = 1, ApplyFont = true, NumberFormatId = TextFormat, ApplyNumberFormat = true },
                new Excel.CellFormat { NumberFormatId = TextFormat, ApplyNumberFormat = true })));
    }

    /// <summary>Excel reads _x0041_ as the letter A, unless the first underscore is written like that itself.</summary>
    private static string CellText(string value)
    {
        var text = Clean(value);
        if (text.Length > CellChars)
        {
            text = text[..(char.IsHighSurrogate(text[CellChars - 1]) ? CellChars - 1 : CellChars)];
        }

        return LooksEscaped().Replace(text, "_x005F_");
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // XML 1.0 has no place for most control characters and halves of surrogate pairs.
    private static string Clean(string? value) => string.Concat((value ?? "").EnumerateRunes()
        .Where(rune => rune.Value >= ' ' && rune.Value is not (>= 0xFFFD and <= 0xFFFF)).Select(rune => rune.ToString()));

    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LooksEscaped();
}

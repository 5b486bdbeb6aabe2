using System.Diagnostics;
using System.Text;
using System.Text.Json;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Tests.Unit.Gateway.Storage;
using Xunit;
using Cell = DocumentFormat.OpenXml.Spreadsheet.Cell;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

/// <summary>The workbook as others read it.</summary>
public sealed class SlipReportTests
{
    private const int Title = 5;

    private static RequestState Titled(long number, string title)
    {
        var state = StoreSamples.Lending(number);
        return state with { Content = state.Content with { Citation = state.Content.Citation with { Title = title } } };
    }

    private static byte[] Workbook(params string[] titles) =>
        SlipReport.Workbook(titles.Select((title, index) => Titled(index + 1, title)).ToArray());

    [Fact]
    public void The_workbook_is_valid_and_has_a_row_for_each_request()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Workbook("One", "Two")), isEditable: false);
        Assert.Empty(new OpenXmlValidator().Validate(document).Select(fault => fault.Description));
        var rows = Rows(document);
        Assert.Equal(3, rows.Count);
        Assert.Equal(["id", "externalId", "role"], rows[0].Take(3));
        Assert.Equal(["HOME0000001", "EAST-1", "lender"], rows[1].Take(3));
        Assert.Equal(["title", "One", "Two"], rows.Select(row => row[Title]));
    }

    [Fact]
    public void No_title_becomes_a_formula()
    {
        string[] titles = ["=1+1", "+2", "-3", "@SUM(A1)", "=HYPERLINK(\"http://x.example\")", "007"];
        using var document = SpreadsheetDocument.Open(new MemoryStream(Workbook(titles)), isEditable: false);
        var sheet = document.WorkbookPart!.WorksheetParts.Single().Worksheet;
        Assert.Empty(sheet.Descendants<CellFormula>());
        var filled = sheet.Descendants<Cell>().Where(cell => cell.HasChildren).ToArray();
        Assert.NotEmpty(filled);
        Assert.All(filled, cell => Assert.Equal(CellValues.InlineString, cell.DataType!.Value));
        Assert.Equal(titles, Rows(document).Skip(1).Select(row => row[Title]));
    }

    [Theory]
    [InlineData("a\u0001b\nc\ufffe", "abc")]
    [InlineData("half \ud800 pair", "half  pair")]
    [InlineData("<b> & \"q\" 😀 ", "<b> & \"q\" 😀 ")]
    [InlineData("_x0041_ _x41_", "_x005F_x0041_ _x41_")]
    public void What_a_cell_cannot_hold_is_left_out_and_what_it_would_read_otherwise_is_marked(string title, string cell)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Workbook(title)), isEditable: false);
        Assert.Equal(cell, Rows(document)[1][Title]);
    }

    [Theory]
    [InlineData(32_767, 32_767)]
    [InlineData(32_768, 32_767)]
    public void A_cell_holds_what_Excel_takes(int chars, int kept)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Workbook(new string('t', chars))), isEditable: false);
        Assert.Equal(kept, Rows(document)[1][Title].Length);
    }

    [Fact]
    public async Task Python_reads_it_too()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, Workbook("=1+1", "Räksmörgås & Söner"), TestContext.Current.CancellationToken);
            var titles = JsonSerializer.Deserialize<List<string>>(await PythonAsync("""
                import json, sys, zipfile
                import xml.etree.ElementTree as tree
                ns = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
                book = zipfile.ZipFile(sys.argv[1])
                assert book.testzip() is None
                assert "[Content_Types].xml" in book.namelist()
                parts = [tree.fromstring(book.read(name)) for name in book.namelist() if name.endswith((".xml", ".rels"))]
                sheet = next(part for part in parts if part.tag.endswith("}worksheet"))
                assert not sheet.findall(".//m:f", ns)
                print(json.dumps([row.findall("m:c", ns)[5].find("m:is/m:t", ns).text for row in sheet.iter("{%s}row" % ns["m"])]))
                """, file));
            Assert.Equal(["title", "=1+1", "Räksmörgås & Söner"], titles);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static List<string[]> Rows(SpreadsheetDocument document) => document.WorkbookPart!.WorksheetParts.Single()
        .Worksheet.Descendants<Row>().Select(row => row.Elements<Cell>().Select(cell => cell.InnerText).ToArray()).ToList();

    private static async Task<string> PythonAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("python3", ["-c", .. arguments])
        {
            RedirectStandardOutput = true, UseShellExecute = false, StandardOutputEncoding = Encoding.UTF8,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not installed");
            throw;
        }

        using (process)
        {
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
            return output;
        }
    }
}

using System.IO.Compression;
using System.Text;
using ResourceSharing.Gateway.Documents;

namespace ResourceSharing.Tests.Unit.Gateway.Documents;

public sealed class FileTypesTests
{
    [Theory]
    [InlineData("255044462D312E37", FileType.Pdf)]
    [InlineData("49492A0008000000", FileType.Tiff)]
    [InlineData("4D4D002A00000008", FileType.Tiff)]
    [InlineData("FFD8FFE000104A46", FileType.Jpeg)]
    [InlineData("89504E470D0A1A0A", FileType.Png)]
    [InlineData("474946383961", FileType.Gif)]
    [InlineData("474946383761", FileType.Gif)]
    [InlineData("0000000C6A5020200D0A870A", FileType.Jpeg2000)]
    [InlineData("FF4FFF51", FileType.Jpeg2000)]
    [InlineData("52494646000000005745425056503820", FileType.Webp)]
    [InlineData("504B0304", FileType.Zip)]
    [InlineData("504B0506", FileType.Zip)]
    public void A_file_is_what_its_first_octets_say(string head, FileType type)
    {
        Assert.Equal(type, FileTypes.Of(Convert.FromHexString(head)));
        Assert.Equal(type, FileTypes.Of([.. Convert.FromHexString(head), 1, 2, 3]));
        Assert.Null(FileTypes.Of(Convert.FromHexString(head).AsSpan(0, 2)));
    }

    [Theory]
    [InlineData("<html><script>alert(1)</script>")]
    [InlineData("<!DOCTYPE html>")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\">")]
    [InlineData("MZ\u0090")]
    [InlineData("#!/bin/sh")]
    [InlineData("<html>\n%PDF-1.7")]
    [InlineData(" %PDF-1.7")]
    [InlineData("\r\n%PDF-1.7")]
    [InlineData("RIFF....WAVE")]
    [InlineData("")]
    public void What_is_disguised_or_stands_behind_something_else_is_nothing(string text) =>
        Assert.Null(FileTypes.Of(Encoding.Latin1.GetBytes(text)));

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(65_535)]
    public void A_file_that_is_an_archive_at_the_same_time_is_found_out(int commentOctets)
    {
        using var stream = new MemoryStream();
        stream.Write("%PDF-1.7 and so on"u8);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("inside.js");
            archive.Comment = new string('c', commentOctets);
        }

        var content = stream.ToArray();
        var tail = content[Math.Max(0, content.Length - DocumentLimits.TailOctets)..];
        Assert.True(FileTypes.IsTwoThings(FileType.Pdf, tail));
        Assert.False(FileTypes.IsTwoThings(FileType.Zip, tail));
        Assert.False(FileTypes.IsTwoThings(FileType.Pdf, [.. tail, (byte)'\n']));
        Assert.False(FileTypes.IsTwoThings(FileType.Pdf, "%PDF-1.7 PK\x05\x06 in the middle of a long text %%EOF"u8));
    }

    [Theory]
    [InlineData("..\\..\\windows\\system.ini", "system.ini")]
    [InlineData("../../../etc/passwd", "passwd")]
    [InlineData("/tmp/a\u0000b\r\n.pdf", "ab.pdf")]
    [InlineData("exe\u202Efdp.pdf", "exefdp.pdf")]
    [InlineData(null, "")]
    public void A_name_is_for_people_and_never_a_path(string? name, string clean) => Assert.Equal(clean, FileNames.Clean(name));

    [Theory]
    [InlineData("HOME0000042", "application/pdf", "HOME0000042.pdf")]
    [InlineData("../4711/ä", "image/tiff", "___4711__.tif")]
    [InlineData("", "application/zip", "document.zip")]
    public void A_file_leaves_under_the_number_that_both_sides_know(string externalId, string type, string name) =>
        Assert.Equal(name, FileNames.Leaving(externalId, type));
}

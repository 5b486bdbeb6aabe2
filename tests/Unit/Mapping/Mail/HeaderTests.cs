using System.Text;
using ResourceSharing.Mapping.Mail;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.Mail;

public class HeaderTests
{
    [Fact]
    public void No_control_character_or_line_separator_becomes_header_text()
    {
        int[] controls =
            [.. Enumerable.Range(0, 0x20), .. Enumerable.Range(0x7f, 0x21), 0x2028, 0x2029];
        foreach (int code in controls)
        {
            Assert.False(HeaderText.TryCreate($"a{(char)code}b", out _, out var problem), $"U+{code:X4}");
            Assert.Equal("header-control-character", problem.Code);
        }
    }

    [Fact]
    public void Missing_or_broken_text_is_refused()
    {
        Assert.False(HeaderText.TryCreate(null, out _, out var problem));
        Assert.Equal("header-missing", problem.Code);
        foreach (string broken in new[] { "\ud83d", "a\udc00b", "\udc00\ud800" })
        {
            Assert.False(HeaderText.TryCreate(broken, out _, out problem));
            Assert.Equal("header-not-unicode", problem.Code);
        }
    }

    [Theory]
    [InlineData("a", 998, true)]
    [InlineData("a", 999, false)]
    [InlineData("ü", 499, true)]
    [InlineData("ü", 500, false)]
    [InlineData("a", 5000, false)]
    public void Header_text_holds_998_octets(string unit, int count, bool accepted)
    {
        string text = string.Concat(Enumerable.Repeat(unit, count));
        Assert.Equal(accepted, HeaderText.TryCreate(text, out _, out var problem));
        Assert.Equal(accepted ? null : "header-too-long", problem?.Code);
    }

    [Fact]
    public void Cleaning_keeps_what_a_reader_needs()
    {
        Assert.Equal("Sparta: a history", HeaderText.Clean("\tSparta:\r\na\u2028history\0 ").Value);
        Assert.Equal("x\ufffdy", HeaderText.Clean("x\ud800y").Value);
        string cut = HeaderText.Clean(string.Concat(Enumerable.Repeat("😀", 400))).Value;
        Assert.Equal(996, Encoding.UTF8.GetByteCount(cut));
        Assert.True(HeaderText.TryCreate(cut, out _, out _));
    }

    [Theory]
    [InlineData("X-Auto-Response-Suppress", true)]
    [InlineData("X", true)]
    [InlineData("", false)]
    [InlineData("X Y", false)]
    [InlineData("X:Y", false)]
    [InlineData("X\r\nBcc", false)]
    [InlineData("Übung", false)]
    public void A_header_name_holds_letters_digits_and_hyphens(string name, bool accepted)
    {
        Assert.Equal(accepted, MailHeader.TryCreate(name, "All", out _, out var problem));
        Assert.Equal(accepted ? null : "header-name-invalid", problem?.Code);
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(51, false)]
    public void A_header_name_has_at_most_50_characters(int chars, bool accepted) =>
        Assert.Equal(accepted, MailHeader.TryCreate(new string('X', chars), "v", out _, out _));

    [Theory]
    [InlineData("bcc")]
    [InlineData("Subject")]
    [InlineData("content-type")]
    [InlineData("Resent-To")]
    [InlineData("MIME-Version")]
    [InlineData("Return-Path")]
    public void Headers_of_the_mail_system_cannot_be_added(string name)
    {
        Assert.False(MailHeader.TryCreate(name, "x", out _, out var problem));
        Assert.Equal("header-name-reserved", problem.Code);
    }

    [Theory]
    [InlineData("<a.b@c.example>", "a.b@c.example")]
    [InlineData("a!b$c@d", "a!b$c@d")]
    public void A_message_identifier_is_kept_as_it_came(string text, string value) =>
        Assert.Equal(value, Letters.Id(text).Value);

    [Theory]
    [InlineData("", "message-id-missing")]
    [InlineData("<>", "message-id-missing")]
    [InlineData("<a>", "message-id-invalid")]
    [InlineData("<a@>", "message-id-invalid")]
    [InlineData("<a@b@c>", "message-id-invalid")]
    [InlineData("<a@b> <c@d>", "message-id-invalid")]
    [InlineData("<a@b>\r\nX: y", "message-id-invalid")]
    [InlineData("<ä@b>", "message-id-invalid")]
    [InlineData("<=?utf-8?q?=0D=0A?=@b>", "message-id-invalid")]
    public void A_harmful_message_identifier_is_refused(string text, string code)
    {
        Assert.False(MessageId.TryParse(text, out _, out var problem));
        Assert.Equal(code, problem.Code);
    }

    [Theory]
    [InlineData(250, true)]
    [InlineData(251, false)]
    public void A_message_identifier_has_at_most_250_octets(int octets, bool accepted)
    {
        Assert.Equal(
            accepted, MessageId.TryParse(new string('a', octets - 2) + "@b", out _, out var problem));
        Assert.Equal(accepted ? null : "message-id-too-long", problem?.Code);
    }

    [Theory]
    [InlineData("application/pdf", "application/pdf")]
    [InlineData("Application/PDF", "application/pdf")]
    [InlineData("application/iso-10161-ill-1; transfer-encoding=iso-8825-ber", "application/iso-10161-ill-1")]
    [InlineData("text/csv; header=present; charset=\"utf-8\"", "text/csv")]
    [InlineData("text/x; title=\"a; b\"", "text/x")]
    public void A_media_type_is_read(string text, string name)
    {
        Assert.True(MediaType.TryParse(text, out var value, out _));
        Assert.Equal(name, value.Name);
    }

    [Theory]
    [InlineData("pdf", "media-type-invalid")]
    [InlineData("application/", "media-type-invalid")]
    [InlineData("application/pdf; x", "media-type-invalid")]
    [InlineData("application/pdf; x=a b", "media-type-invalid")]
    [InlineData("application/pdf; x=1; X=2", "media-type-invalid")]
    [InlineData("application/pdf; x*=utf-8''a", "media-type-invalid")]
    [InlineData("application/pdf; x=\"a\"b\"", "media-type-invalid")]
    [InlineData("application/pdf\r\nX: y", "header-control-character")]
    [InlineData("message/rfc822", "media-type-composite")]
    [InlineData("Multipart/Mixed; boundary=x", "media-type-composite")]
    public void A_doubtful_media_type_is_refused(string text, string code)
    {
        Assert.False(MediaType.TryParse(text, out _, out var problem));
        Assert.Equal(code, problem.Code);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void A_media_type_has_at_most_8_parameters(int count, bool accepted)
    {
        string text = "text/x" + string.Concat(Enumerable.Range(0, count).Select(i => $"; p{i}=v"));
        Assert.Equal(accepted, MediaType.TryParse(text, out _, out _));
    }

    [Theory]
    [InlineData("scan.pdf", null)]
    [InlineData("", null)]
    [InlineData("../scan.pdf", "file-name-folder")]
    [InlineData("c:\\scan.pdf", "file-name-folder")]
    [InlineData("..", "file-name-folder")]
    [InlineData("scan.pdf\r\nX: y", "header-control-character")]
    public void A_file_name_names_no_folder(string name, string? code)
    {
        MailAttachment.TryCreate(name, MediaType.OctetStream, default, false, out _, out var problem);
        Assert.Equal(code, problem?.Code);
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void A_file_name_has_at_most_255_octets(int octets, bool accepted) =>
        Assert.Equal(
            accepted,
            MailAttachment.TryCreate(
                new string('n', octets), MediaType.OctetStream, default, false, out _, out _));
}

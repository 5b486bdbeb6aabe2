using ResourceSharing.Adapters.Mail;
using ResourceSharing.Tests.Unit.Mapping.Mail;
using Xunit;

namespace ResourceSharing.Tests.Unit.Adapters.Mail;

public sealed class MaildirTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rs-maildir-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_mail_is_one_complete_file_in_new()
    {
        var result = Write("a@home.example", "Subject: x\r\n\r\nHello\r\n");
        Assert.Equal(MaildirOutcome.Written, result.Outcome);
        Assert.Equal("Subject: x\r\n\r\nHello\r\n", File.ReadAllText(result.Path!));
        Assert.Equal(Path.Combine(Root, "new"), Path.GetDirectoryName(result.Path));
        Assert.Empty(Files("tmp"));
        Assert.True(Directory.Exists(Path.Combine(Root, "cur")));
    }

    [Fact]
    public void The_same_mail_again_is_the_same_file()
    {
        var first = Write("a@home.example", "one");
        var second = Write("a@home.example", "one");
        Assert.Equal(first, second);
        Assert.Single(Files("new"));
        Write("b@home.example", "two");
        Assert.Equal(2, Files("new").Length);
    }

    [Fact]
    public void A_mail_that_somebody_has_read_does_not_come_back()
    {
        var first = Write("a@home.example", "one");
        string read = Path.Combine(Root, "cur", Path.GetFileName(first.Path!) + ":2,S");
        File.Move(first.Path!, read);
        Assert.Equal(
            new MaildirResult(MaildirOutcome.AlreadyThere, read, null), Write("a@home.example", "one"));
        Assert.Empty(Files("new"));
    }

    [Fact]
    public void A_leftover_of_a_crash_in_tmp_is_overwritten()
    {
        var first = Write("a@home.example", "one");
        File.Move(first.Path!, Path.Combine(Root, "tmp", Path.GetFileName(first.Path!)));
        Assert.Equal(MaildirOutcome.Written, Write("a@home.example", "two").Outcome);
        Assert.Equal("two", File.ReadAllText(Assert.Single(Files("new"))));
        Assert.Empty(Files("tmp"));
    }

    [Theory]
    [InlineData("../../x", "a/../b")]
    [InlineData("<a@b>\r\n", "host:2,S")]
    [InlineData("", "")]
    public void No_identifier_and_no_host_leads_out_of_the_folder(string id, string host)
    {
        var result = new Maildir(Root, host).Write(Letters.Day, id, "x"u8);
        Assert.Equal(MaildirOutcome.Written, result.Outcome);
        Assert.Equal(result.Path, Assert.Single(Files("new")));
        Assert.DoesNotContain(':', Path.GetFileName(result.Path!));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_as_a_value()
    {
        File.WriteAllText(Root, "in the way");
        var result = Write("a@home.example", "one");
        Assert.Equal(MaildirOutcome.Failed, result.Outcome);
        Assert.NotNull(result.Problem);
    }

    private string Root => Path.Combine(_folder, "mail");

    private MaildirResult Write(string id, string text) =>
        new Maildir(Root, "gw.home.example").Write(
            Letters.Day, id, System.Text.Encoding.ASCII.GetBytes(text));

    private string[] Files(string part) => Directory.GetFiles(Path.Combine(Root, part));
}

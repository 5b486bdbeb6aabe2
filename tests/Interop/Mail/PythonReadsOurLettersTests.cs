using ResourceSharing.Tests.Unit.Mapping.Letters;
using Xunit;

namespace ResourceSharing.Tests.Interop.Mail;

public class PythonReadsOurLettersTests
{
    [Fact]
    public async Task Python_reads_every_letter_to_a_partner_without_a_defect()
    {
        var contexts = InventedRequests.All.Values.ToList();
        var read = await PythonMail.ParseAsync([.. contexts.Select(GoldenLetterTests.Octets)]);
        Assert.Equal(contexts.Count, read.Count);
        foreach (var (context, mail) in contexts.Zip(read))
        {
            var sent = GoldenLetterTests.Written(context).Mail;
            Assert.Empty(mail.Defects);
            Assert.Equal(sent.Subject.Value, mail.Header("Subject"));
            Assert.Equal(sent.MessageId.ToString(), mail.Header("Message-ID"));
            Assert.Equal(sent.TextBody!.ReplaceLineEndings("\r\n"), mail.Text);
            Assert.Equal(sent.HtmlBody!.ReplaceLineEndings("\r\n"), mail.Html);
        }
    }
}

using System.Text.Json;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;
using ResourceSharing.Mapping.Mail;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.Letters;

public class GenericScriptTests
{
    [Fact]
    public void A_request_is_written_as_the_script_has_it()
    {
        string text = Written(InventedRequests.All["FulOutgoingEmailLetter"])!;
        Assert.StartsWith("REQ.NO/NO.DEM: HOME0000042\n\n          ILL REQUEST/DEMANDE DE PEB\n\nLSB:      RSG:HOME\nLSP:      RSG:SOUTH\n", text, StringComparison.Ordinal);
        Assert.Contains("\nADR:      Home Library\n          Interlibrary Loan\n", text, StringComparison.Ordinal);
        Assert.Contains("\nTIT:      The lighthouse keepers' almanac\n", text, StringComparison.Ordinal);
        Assert.Contains("\nN/R:      2026-06-01\nCO$:      20.00 EUR\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Reader", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ILL-DATA", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FulOutgoingEmailLetter")]
    [InlineData("FulOutgoingEmailLetter.copy")]
    [InlineData("FulCancelEmailLetter")]
    [InlineData("FulRenewEmailLetter")]
    [InlineData("LenderRejectEmailLetter")]
    [InlineData("LenderWillSupplyEmailLetter")]
    [InlineData("LenderWillSupplyEmailLetter.hold")]
    [InlineData("LenderConditionalEmailLetter")]
    [InlineData("LenderAnswerEmailLetter.retry")]
    [InlineData("LenderAnswerEmailLetter.estimate")]
    [InlineData("LenderShipEmailLetter")]
    [InlineData("LenderRenewResponseEmailLetter")]
    [InlineData("LenderRenewResponseEmailLetter.no")]
    [InlineData("BorrowerConditionalReplyEmailLetter")]
    [InlineData("BorrowerConditionalReplyEmailLetter.no")]
    [InlineData("BorrowerOverdueEmailLetter")]
    [InlineData("LendingRecallEmailLetter")]
    [InlineData("GeneralMessageEmailLetter")]
    public void What_is_written_is_read_again(string name)
    {
        var context = InventedRequests.All[name];
        var mail = Assert.IsType<LetterResult.Written>(LetterMapper.MapToGenericScript(context)).Mail;
        Assert.True(MimeWriter.TryRender(mail, MailLimits.Default, out var octets, out _));
        var letter = LetterReader.Read(LetterReaderTests.Mail(octets), LetterReaderTests.Settings with
        {
            OurSymbols = [Symbol.Parse("RSG:SOUTH")], OurAddresses = ["loans@south.example"],
        });
        var statement = Assert.Single(letter.Statements);
        var read = Assert.Single(statement.Proposals).Message;
        Assert.Equal(context.Message.Service, read.Service);
        Assert.Equal(context.Message.Note, read.Note);
        Assert.Contains(new RequestClue.Native("Generic Script", null, context.About.ExternalId), statement.Clues);
        if (context.Message is IllMessage.Answer answer && ((IllMessage.Answer)read).Result is var result)
            Assert.Equal(Json(answer.Result), Json(result is AnswerResult.HoldPlaced hold ? hold with { Medium = MediumType.Printed } : result));
        if (context.Message is IllMessage.Request request)
            Assert.Equal(request.Content.Citation.DisplayTitle, ((IllMessage.Request)read).Content.Citation.DisplayTitle);
        if (context.Message is IllMessage.Shipped shipped)
            Assert.Equal((shipped.Supply.Due, shipped.Barcode), (((IllMessage.Shipped)read).Supply.Due, ((IllMessage.Shipped)read).Barcode));
    }

    [Theory]
    [InlineData("StatusQueryEmailLetter")]
    [InlineData("BorrowerReceiveEmailLetter")]
    [InlineData("FulLostEmailLetter")]
    public void What_the_script_has_no_name_for_is_not_expressible(string name) =>
        Assert.IsType<LetterResult.NotExpressible>(LetterMapper.MapToGenericScript(InventedRequests.All[name]));

    private static string? Written(LetterContext context) =>
        Assert.IsType<LetterResult.Written>(LetterMapper.MapToGenericScript(context)).Mail.TextBody;

    private static string Json(AnswerResult result) => JsonSerializer.Serialize(result);
}

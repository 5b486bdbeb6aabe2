using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Mail;

/// <summary>Two gateways that know each other by e-mail alone: letters for people, whose last lines are for programs.</summary>
[Collection(ProcessCollection.Name)]
public sealed class OnlyLettersTests
{
    [Fact]
    public async Task A_whole_loan_between_two_gateways_that_write_letters()
    {
        await using var town = await MailTown.StartAsync("home.test", "south.test");
        var borrower = await town.GatewayAsync("HOME", "home.test", ("SOUTH", "south.test", "de"));
        var lender = await town.GatewayAsync("SOUTH", "south.test", ("HOME", "home.test", "fr"));
        var asked = await MailTown.BorrowAsync(borrower, "SOUTH");
        await MailTown.ActAsync(borrower, asked, "send");
        var lent = await MailTown.FirstLendingAsync(lender);
        await MailTown.ActAsync(lender, lent, "will-supply");
        await MailTown.UntilAsync(borrower, asked, "WILL_SUPPLY");
        await MailTown.ActAsync(lender, lent, "ship", """{"barcode": "30001", "dueDate": "2030-01-15"}""");
        await MailTown.UntilAsync(borrower, asked, "SHIPPED_PHYSICALLY");
        await MailTown.ActAsync(borrower, asked, "receive");
        await MailTown.UntilAsync(lender, lent, "RECEIVED_BY_PARTNER");
        await MailTown.ActAsync(borrower, asked, "renew", """{"desiredDueDate": "2030-02-15"}""");
        await MailTown.UntilAsync(lender, lent, "RENEW_REQUESTED");
        await MailTown.ActAsync(lender, lent, "renew-answer", """{"answer": true, "dueDate": "2030-01-31"}""");
        await MailTown.UntilAsync(borrower, asked, "RENEWED");
        await MailTown.ActAsync(borrower, asked, "return");
        await MailTown.UntilAsync(lender, lent, "RETURNED_BY_PARTNER");
        await MailTown.ActAsync(lender, lent, "check-in");
        await MailTown.UntilAsync(borrower, asked, "REQUEST_COMPLETED");
        Repository.AssertGolden(
            Path.Combine(Repository.Root, "tests", "EndToEnd", "Mail", "two-gateways.log"),
            await MailTown.LogAsync(borrower, asked) + await MailTown.LogAsync(lender, lent));
    }
}

using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Mail;

/// <summary>A whole loan with a library that has no system: a person there reads our letters and writes back.</summary>
[Collection(ProcessCollection.Name)]
public sealed class PersonAnswersTests
{
    [Theory]
    [InlineData("en", "Re", "On 22 Nov 2026, Home Library wrote:",
        "Dear colleagues,\n\nwe will supply this book.\n\nKind regards",
        "The book was sent today. It is due on 15 January 2030.",
        "The loan is renewed until 31 January 2030.",
        "The book has arrived back, thank you.")]
    [InlineData("de", "AW", "Am 22.11.2026 schrieb Home Library:",
        "Sehr geehrte Damen und Herren,\n\nwir werden das Buch gerne liefern.\n\nMit freundlichen Grüßen",
        "Das Buch wurde heute verschickt. Leihfrist bis 15. Januar 2030.",
        "Die Leihfrist wurde bis zum 31. Januar 2030 verlängert.",
        "Das Buch ist wieder bei uns eingetroffen, vielen Dank.")]
    [InlineData("fr", "RE", "Le 22 nov. 2026 à 10:00, Home Library a écrit :",
        "Chers collègues,\n\nnous vous enverrons cet ouvrage.\n\nBien cordialement",
        "L'ouvrage a été envoyé aujourd'hui. À rendre avant le 15 janvier 2030.",
        "Le prêt est prolongé jusqu'au 31 janvier 2030.",
        "L'ouvrage est bien revenu chez nous, merci.")]
    public async Task In_words_of_their_own(
        string language, string replyWord, string attribution, string willSupply, string shipped, string renewed, string back)
    {
        await using var town = await MailTown.StartAsync("home.test", "south.test");
        var gateway = await town.GatewayAsync("HOME", "home.test", ("SOUTH", "south.test", language));
        var person = town.PersonAsync("south.test", "Südbibliothek", replyWord, attribution,
            MailTown.Say("FulOutgoingEmailLetter", willSupply),
            MailTown.Say("GeneralMessageEmailLetter", shipped),
            MailTown.Say("FulRenewEmailLetter", renewed),
            MailTown.Say("BorrowerReturnEmailLetter", back));
        await BorrowAsync(gateway, $"person-writes-{language}");
        await person;
    }

    [Fact]
    public async Task On_the_pages_that_the_letters_link_to()
    {
        await using var town = await MailTown.StartAsync("home.test", "south.test");
        var gateway = await town.GatewayAsync("HOME", "home.test", ("SOUTH", "south.test", "en"));
        var person = town.PersonAsync("south.test", "South Library", "Re", "On 22 Nov 2026, Home Library wrote:",
            MailTown.Fill("FulOutgoingEmailLetter", "will-supply"),
            MailTown.Fill("GeneralMessageEmailLetter", "shipped", ("due", "2030-01-15")),
            MailTown.Fill("FulRenewEmailLetter", "renew-yes", ("due", "2030-01-31")),
            MailTown.Fill("BorrowerReturnEmailLetter", "checked-in"));
        await BorrowAsync(gateway, "person-fills-pages");
        await person;
    }

    [Fact]
    public async Task Robots_that_answer_without_end_change_nothing_and_are_never_answered()
    {
        const int Absences = 25;
        await using var town = await MailTown.StartAsync("home.test", "south.test");
        var gateway = await town.GatewayAsync("HOME", "home.test", ("SOUTH", "south.test", "en"));
        var robot = MailTown.Say(
            "FulOutgoingEmailLetter", [.. Enumerable.Range(1, Absences).Select(day => $"Day {day}. We are away. We will supply this book.")]);
        robot["headers"] = new JsonObject { ["Auto-Submitted"] = "auto-replied" };
        var person = town.PersonAsync("south.test", "South Library", "Automatic reply", "On 22 Nov 2026, Home Library wrote:", robot);
        var id = await MailTown.BorrowAsync(gateway, "SOUTH");
        await MailTown.ActAsync(gateway, id, "send");
        await person;
        var request = await MailTown.UntilAsync(gateway, id, now =>
            now["history"]!.AsArray().Count(line => (string?)line!["event"] == "letter:automatic-reply") == Absences);
        Assert.Equal("REQUEST_SENT", (string?)request["status"]);
        var partner = await gateway.Http.GetStringAsync("/api/v1/partners/SOUTH");
        Assert.Contains("mail-loop", partner, StringComparison.Ordinal);
        Assert.Single(await town.ReadAsync("south.test"));
    }

    private static async Task BorrowAsync(GatewayProcess gateway, string golden)
    {
        var id = await MailTown.BorrowAsync(gateway, "SOUTH");
        await MailTown.ActAsync(gateway, id, "send");
        await MailTown.UntilAsync(gateway, id, "WILL_SUPPLY");
        await MailTown.ActAsync(gateway, id, "general-message", """{"note": "Could you tell us when it is on its way?"}""");
        await MailTown.UntilAsync(gateway, id, "SHIPPED_PHYSICALLY");
        await MailTown.ActAsync(gateway, id, "receive", """{"barcode": "30001"}""");
        await MailTown.ActAsync(gateway, id, "renew", """{"desiredDueDate": "2030-02-15"}""");
        await MailTown.UntilAsync(gateway, id, "RENEWED");
        await MailTown.ActAsync(gateway, id, "return");
        await MailTown.UntilAsync(gateway, id, "REQUEST_COMPLETED");
        Repository.AssertGolden(
            Path.Combine(Repository.Root, "tests", "EndToEnd", "Mail", golden + ".log"), await MailTown.LogAsync(gateway, id));
    }
}

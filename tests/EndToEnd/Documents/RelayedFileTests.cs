using System.Net;
using System.Text.Json.Nodes;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Documents;

/// <summary>EAST asks HOME by ISO ILL, and HOME passes its requests on: what the supplier sends, by whatever way, reaches
/// EAST.</summary>
public sealed class RelayedFileTests : IAsyncLifetime
{
    private const string North = "north@north.example";

    private static readonly byte[] Pdf = Files.Pdf(80_000);

    private readonly DigitalTown _town = new();
    private TestLibrary _east = null!;
    private TestLibrary _home = null!;
    private Postbox _post = null!;

    public async ValueTask InitializeAsync()
    {
        _east = await _town.AddAsync("EAST");
        _home = await _town.AddAsync("HOME");
        _home.MeetByMail("NORTH");
        _home.Meet(_east);
        _east.Meet(_home);
        _post = new Postbox(_home);
    }

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_comes_by_letter_or_by_the_reply_page_goes_on_by_a_link_of_ours(bool isByLetter)
    {
        _home.SetPartner("EAST", "relay", "[NORTH]");
        var asked = await AskedAsync();
        var letter = (await _post.ToAsync(North, 1))[0];
        if (isByLetter)
        {
            await _post.AnswerAsync(letter, North, "Dear colleagues, the scan is attached.", Pdf, "loops.pdf");
        }
        else
        {
            await _town.UploadAsync(letter, Pdf, "loops.pdf");
        }

        await DigitalTown.UntilAsync(_east, asked, "SHIPPED_DIGITALLY");
        var link = new Uri((string)(await DigitalTown.DocumentsAsync(_east, asked)).Supplied!["address"]!);
        Assert.Equal(_home.Address.Port, link.Port);
        Assert.Equal(Pdf, (await _town.FetchAsync(link)).Content);
        Assert.Single(DigitalTown.FilesOf(_home));

        var lent = (await _home.FindAsync(asked))!;
        Assert.Equal("REQUEST_COMPLETED", await DigitalTown.StatusAsync(_home, lent));
        var document = Assert.Single((await DigitalTown.DocumentsAsync(_home, lent)).Items)!;
        Assert.Equal(("partner", "NORTH", 1), (
            (string)document["origin"]!, (string)document["by"]!, document["links"]!.AsArray().Count));

        // The receipt goes back to the supplier, who has written a letter and reads one.
        await DigitalTown.ActAsync(_east, asked, "receive");
        Assert.Equal(2, (await _post.ToAsync(North, 2)).Count);
        Assert.Equal("REQUEST_COMPLETED", await DigitalTown.StatusAsync(_home, lent));
    }

    [Fact]
    public async Task A_file_that_comes_when_the_borrower_has_given_up_stays_here_and_staff_are_told()
    {
        _home.SetPartner("EAST", "relay", "[NORTH]");
        var asked = await AskedAsync();
        var letter = (await _post.ToAsync(North, 1))[0];
        var lent = (await _home.FindAsync(asked))!;
        await DigitalTown.ActAsync(_home, lent, "reject", new JsonObject { ["reason"] = "not-owned" });
        await _post.AnswerAsync(letter, North, "Dear colleagues, the scan is attached.", Pdf, "loops.pdf");
        var request = await DigitalTown.RequestAsync(_home, lent);
        Assert.Equal("REJECTED", (string)request["status"]!);
        Assert.Contains("Not passed on: the file of the supplier", request["alerts"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_with_its_password_goes_through()
    {
        var west = await _town.AddAsync("WEST");
        west.SetGateway("documents", "{password: true}");
        west.Meet(_home);
        _home.Meet(west);
        _home.SetPartner("EAST", "relay", "[WEST]");
        var asked = await AskedAsync();
        string? lent = null;
        await DigitalTown.UntilAsync(
            async () => (lent = (await west.GetAsync("/api/v1/requests"))["items"]!.AsArray() is [{ } one, ..] ? (string)one["id"]! : null)
                is not null, "WEST has no request.");
        await west.PutFileAsync(lent!, Pdf, "scan.pdf");
        await DigitalTown.ActAsync(west, lent!, "ship-digitally");
        await DigitalTown.UntilAsync(_east, asked, "SHIPPED_DIGITALLY");
        var link = new Uri((string)(await DigitalTown.DocumentsAsync(_east, asked)).Supplied!["address"]!);
        Assert.Equal(west.Address.Port, link.Port);
        var password = System.Text.RegularExpressions.Regex.Match(
            (await DigitalTown.RequestAsync(_east, asked)).ToJsonString(), "Password of the file: ([a-z2-9]{12})").Groups[1].Value;
        Assert.Equal(HttpStatusCode.Forbidden, (await _town.FetchAsync(link)).Status);
        Assert.Equal(Pdf, (await _town.FetchAsync(link, password)).Content);

        await DigitalTown.ActAsync(_east, asked, "receive");
        await DigitalTown.UntilAsync(
            async () => (await DigitalTown.RequestAsync(west, lent!)).ToJsonString().Contains("received:received", StringComparison.Ordinal),
            "WEST has no receipt.");
    }

    private async Task<string> AskedAsync()
    {
        var asked = await DigitalTown.BorrowAsync(_east, "HOME");
        await DigitalTown.ActAsync(_east, asked, "send");
        await DigitalTown.UntilAsync(async () => await _home.FindAsync(asked) is not null, "HOME has no request.");
        return asked;
    }
}

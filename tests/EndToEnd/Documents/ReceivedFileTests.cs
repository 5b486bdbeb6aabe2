using System.Text.Json.Nodes;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Documents;

/// <summary>What a supplier has sent, on its way to our patron: as a file with a letter, by the page that our letter links to,
/// or as a link of its own.</summary>
public sealed class ReceivedFileTests : IAsyncLifetime
{
    private const string North = "north@north.example";

    private static readonly byte[] Pdf = Files.Pdf(80_000);
    private static readonly JsonObject AsFile = new() { ["format"] = "DIGITAL", ["complete"] = true };

    private readonly DigitalTown _town = new();
    private TestLibrary _home = null!;
    private Postbox _post = null!;

    public async ValueTask InitializeAsync()
    {
        _home = await _town.AddAsync("HOME");
        _home.MeetByMail("NORTH");
        _post = new Postbox(_home);
    }

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("attachment")]
    public async Task A_file_of_a_reply_page_goes_on_to_our_patron_as_it_is_received(string? delivery)
    {
        var id = await UploadedAsync();
        var fields = (JsonObject)AsFile.DeepClone();
        fields["delivery"] = delivery;
        await DigitalTown.ActAsync(_home, id, "receive", fields);
        Assert.Equal("REQUEST_COMPLETED", await DigitalTown.StatusAsync(_home, id));
        var letter = (await _post.ToAsync(DigitalTown.Reader, 1))[0];
        Assert.Equal(delivery is null, letter.File is not null);
        Assert.Equal(Pdf, letter.File is { } link ? (await _town.FetchAsync(link)).Content : letter.Attachments.Single().Content);
        Assert.NotNull((await DigitalTown.DocumentsAsync(_home, id)).Items[0]!["shippedAt"]);
    }

    [Fact]
    public async Task A_file_of_a_letter_goes_on_to_our_patron_and_so_does_the_receipt_to_its_supplier()
    {
        var id = await DigitalTown.BorrowAsync(_home, "NORTH");
        await DigitalTown.ActAsync(_home, id, "send");
        var asked = (await _post.ToAsync(North, 1))[0];
        await _post.AnswerAsync(asked, North, "Dear colleagues, the scan is attached.", Pdf, "loops.pdf");
        Assert.Equal("SHIPPED_DIGITALLY", await DigitalTown.StatusAsync(_home, id));
        await DigitalTown.ActAsync(_home, id, "receive");
        Assert.Equal("REQUEST_COMPLETED", await DigitalTown.StatusAsync(_home, id));
        var letter = (await _post.ToAsync(DigitalTown.Reader, 1))[0];
        Assert.Equal(Pdf, (await _town.FetchAsync(letter.File!)).Content);
        Assert.Equal(2, (await _post.ToAsync(North, 2)).Count);
    }

    [Theory]
    [InlineData("notifyPatron", "false")]
    [InlineData("format", "\"PHYSICAL\"")]
    public async Task Nothing_is_offered_to_a_patron_who_is_not_told_or_who_gets_paper(string field, string value)
    {
        var id = await UploadedAsync();
        await DigitalTown.ActAsync(_home, id, "receive", new JsonObject { [field] = JsonNode.Parse(value) });
        await NothingIsOfferedAsync(id);
    }

    [Fact]
    public async Task Nothing_is_offered_where_the_library_writes_no_such_letters()
    {
        _home.SetGateway("patronLetters", "{documentAttached: true}");
        var id = await UploadedAsync();
        await DigitalTown.ActAsync(_home, id, "receive", (JsonObject)AsFile.DeepClone());
        await NothingIsOfferedAsync(id);
    }

    [Fact]
    public async Task A_group_that_may_have_no_files_gets_none_and_the_history_says_why()
    {
        var (east, borrowed) = await ShippedByEastAsync("STUDENT");
        var uploaded = await UploadedAsync();
        _home.SetGateway("digitisation", "{deliveryRules: [{name: Members, when: [{input: user-group, values: [STAFF]}], deliver: true}]}");
        foreach (var id in new[] { uploaded, borrowed })
        {
            await DigitalTown.ActAsync(_home, id, "receive", (JsonObject)AsFile.DeepClone());
            Assert.Equal("REQUEST_COMPLETED", await DigitalTown.StatusAsync(_home, id));
            Assert.Contains("No letter to the patron: No file may be delivered to the group STUDENT",
                (await DigitalTown.RequestAsync(_home, id))["history"]!.ToJsonString(), StringComparison.Ordinal);
        }

        await NothingIsOfferedAsync(uploaded);
        Assert.NotEqual(_home.Url, east.Url);
    }

    [Fact]
    public async Task A_link_of_the_supplier_reaches_our_patron_as_it_is()
    {
        var (_, id) = await ShippedByEastAsync("STUDENT");
        var address = (string)(await DigitalTown.DocumentsAsync(_home, id)).Supplied!["address"]!;
        await DigitalTown.ActAsync(_home, id, "receive", (JsonObject)AsFile.DeepClone());
        var letter = (await _post.ToAsync(DigitalTown.Reader, 1))[0];
        Assert.Equal(address, letter.File!.AbsoluteUri);
        Assert.Equal(Pdf, (await _town.FetchAsync(letter.File)).Content);
    }

    private async Task NothingIsOfferedAsync(string id)
    {
        var document = (await DigitalTown.DocumentsAsync(_home, id)).Items[0]!;
        Assert.Empty(document["links"]!.AsArray());
        Assert.Null(document["shippedAt"]);
        Assert.Empty(_post.To(DigitalTown.Reader));
    }

    private async Task<string> UploadedAsync()
    {
        var id = await DigitalTown.BorrowAsync(_home, "NORTH");
        await DigitalTown.ActAsync(_home, id, "send");
        await _town.UploadAsync((await _post.ToAsync(North, 1))[0], Pdf, "loops.pdf");
        Assert.Equal("partner", (string)(await DigitalTown.DocumentsAsync(_home, id)).Items[0]!["origin"]!);
        return id;
    }

    private async Task<(TestLibrary East, string Borrowed)> ShippedByEastAsync(string group)
    {
        var east = await _town.AddAsync("EAST");
        _home.Meet(east);
        east.Meet(_home);
        var borrowed = await DigitalTown.BorrowAsync(_home, "EAST", group);
        await DigitalTown.ActAsync(_home, borrowed, "send");
        string? lent = null;
        await DigitalTown.UntilAsync(async () => (lent = await east.FindAsync(borrowed)) is not null, "EAST has no request.");
        await east.PutFileAsync(lent!, Pdf, "scan.pdf");
        await DigitalTown.ActAsync(east, lent!, "ship-digitally");
        await DigitalTown.UntilAsync(_home, borrowed, "SHIPPED_DIGITALLY");
        return (east, borrowed);
    }
}

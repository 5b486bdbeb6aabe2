using System.Net;
using System.Text.Json.Nodes;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Documents;

/// <summary>What our own library digitises: for our own patron and for a partner, with and without an approval that the file
/// has to wait for. Seed 004, digitisation rules.</summary>
public sealed class ApprovedFileTests : IAsyncLifetime
{
    private static readonly byte[] Pdf = Files.Pdf(80_000);

    private readonly DigitalTown _town = new();
    private TestLibrary _home = null!;
    private Postbox _post = null!;

    public async ValueTask InitializeAsync()
    {
        _home = await _town.AddAsync("HOME");
        _post = new Postbox(_home);
    }

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task Our_patron_gets_one_letter_whose_link_works_and_the_journal_has_its_stars()
    {
        _home.SetGateway("documents", "{password: true}");
        SetRule(_home, "target: link, maximumViews: 2");
        var id = await DigitisedAsync();
        await DigitalTown.ActAsync(_home, id, "ship-digitally", new JsonObject { ["patronNote"] = "Two pages are pale." });
        Assert.Equal("REQUEST_COMPLETED", await DigitalTown.StatusAsync(_home, id));

        var letter = (await _post.ToAsync(DigitalTown.Reader, 1))[0];
        Assert.Contains("Two pages are pale.", letter.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Forbidden, true), ((await _town.FetchAsync(letter.File!)).Status, letter.Password is not null));
        Assert.Equal(Pdf, (await _town.FetchAsync(letter.File!, letter.Password)).Content);
        Assert.Equal(HttpStatusCode.OK, (await _town.FetchAsync(letter.File!, letter.Password)).Status);
        Assert.Equal(HttpStatusCode.Gone, (await _town.FetchAsync(letter.File!, letter.Password)).Status);

        var kept = await DigitalTown.JournalAsync(_home, id);
        Assert.Contains(SuppliedDocument.MaskedSecret, kept, StringComparison.Ordinal);
        Assert.DoesNotContain(letter.File!.AbsolutePath.Split('.')[1], kept, StringComparison.Ordinal);
        Assert.DoesNotContain(letter.Password!, kept, StringComparison.Ordinal);
        Assert.Single(_post.To(DigitalTown.Reader));
    }

    [Fact]
    public async Task With_the_target_attachment_the_file_comes_with_the_letter_and_its_octets_are_kept_once()
    {
        SetRule(_home, "target: attachment");
        var id = await DigitisedAsync();
        await DigitalTown.ActAsync(_home, id, "ship-digitally");
        var letter = (await _post.ToAsync(DigitalTown.Reader, 1))[0];
        var (name, content) = Assert.Single(letter.Attachments);
        Assert.Equal((id + ".pdf", null), (name, letter.File));
        Assert.Equal(Pdf, content);
        Assert.True((await DigitalTown.JournalAsync(_home, id)).Length < 20_000);
        Assert.Empty((await DigitalTown.DocumentsAsync(_home, id)).Items[0]!["links"]!.AsArray());
    }

    [Theory]
    [InlineData("link")]
    [InlineData("attachment")]
    public async Task A_file_that_waits_for_its_approval_reaches_our_patron_with_it(string target)
    {
        SetRule(_home, $"approval: true, mode: parallel, target: {target}");
        var id = await DigitisedAsync();
        await DigitalTown.ActAsync(_home, id, "ship-digitally");
        Assert.Equal("LOCAL_HOLDING", await DigitalTown.StatusAsync(_home, id));
        if (target == "link")
        {
            var held = await DigitalTown.HeldLinkAsync(_home, id);
            Assert.Equal(HttpStatusCode.Gone, (await _town.ShowAsync(held)).Status);
            Assert.Equal(HttpStatusCode.Gone, (await _town.FetchAsync(held)).Status);
        }

        Assert.Empty(_post.To(DigitalTown.Reader));
        await DigitalTown.ActAsync(_home, id, "approve");
        Assert.Equal("REQUEST_COMPLETED", await DigitalTown.StatusAsync(_home, id));
        var letter = (await _post.ToAsync(DigitalTown.Reader, 1))[0];
        var got = letter.File is { } link ? (await _town.FetchAsync(link)).Content : letter.Attachments.Single().Content;
        Assert.Equal(Pdf, got);
        Assert.Equal(target == "link", letter.File is not null);
        Assert.Single(_post.To(DigitalTown.Reader));
    }

    [Fact]
    public async Task A_file_that_waits_long_for_its_approval_is_not_purged()
    {
        SetRule(_home, "approval: true, mode: parallel, target: link");
        var id = await DigitisedAsync();
        await DigitalTown.ActAsync(_home, id, "ship-digitally");

        _town.Time.Pass(TimeSpan.FromDays(60));

        Assert.Equal(0, await _home.RunJobAsync("documents"));
        Assert.Single(DigitalTown.FilesOf(_home));
        await DigitalTown.ActAsync(_home, id, "approve");
        Assert.Equal("REQUEST_COMPLETED", await DigitalTown.StatusAsync(_home, id));
        Assert.Equal(1, await _home.RunJobAsync("documents"));
        Assert.Empty(DigitalTown.FilesOf(_home));
    }

    [Fact]
    public async Task A_file_whose_approval_is_refused_is_deleted_and_so_is_one_that_another_replaces()
    {
        SetRule(_home, "approval: true, mode: parallel, target: link");
        var id = await DigitisedAsync();
        await DigitalTown.ActAsync(_home, id, "ship-digitally");
        var first = await DigitalTown.HeldLinkAsync(_home, id);
        await _home.PutFileAsync(id, Files.Pdf(90_000, seed: 2), "better.pdf");
        await DigitalTown.ActAsync(_home, id, "ship-digitally");
        var second = await DigitalTown.HeldLinkAsync(_home, id);
        Assert.Equal(90_000, new FileInfo(Assert.Single(DigitalTown.FilesOf(_home))).Length);

        await DigitalTown.ActAsync(_home, id, "approve", new JsonObject { ["answer"] = false });
        Assert.Equal("CANCELLED_BY_STAFF", await DigitalTown.StatusAsync(_home, id));
        Assert.All((await DigitalTown.DocumentsAsync(_home, id)).Items, document => Assert.NotNull(document!["purgedAt"]));
        Assert.Empty(DigitalTown.FilesOf(_home));
        foreach (var link in new[] { first, second })
        {
            var (status, page) = await _town.ShowAsync(link);
            Assert.Equal(HttpStatusCode.Gone, status);
            Assert.Contains("This document has been deleted.", page, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Gone, (await _town.FetchAsync(link)).Status);
        }

        Assert.Empty(_post.To(DigitalTown.Reader));
    }

    [Fact]
    public async Task A_partner_hears_of_its_file_with_the_approval_and_of_a_refusal_nothing_else()
    {
        var east = await _town.AddAsync("EAST");
        _home.Meet(east);
        east.Meet(_home);
        SetRule(east, "copyrightClearance: true, mode: parallel");
        var (borrowed, lent) = await AskedAsync(east);
        Assert.Equal("REQUEST_SENT", await DigitalTown.StatusAsync(_home, borrowed));
        Assert.Equal(HttpStatusCode.Gone, (await _town.FetchAsync(await DigitalTown.HeldLinkAsync(east, lent))).Status);
        await DigitalTown.ActAsync(east, lent, "approve");
        await DigitalTown.UntilAsync(_home, borrowed, "SHIPPED_DIGITALLY");
        var supplied = (await DigitalTown.DocumentsAsync(_home, borrowed)).Supplied!;
        Assert.Equal(Pdf, (await _town.FetchAsync(new Uri((string)supplied["address"]!))).Content);

        var (refused, kept) = await AskedAsync(east, seed: 3);
        var link = await DigitalTown.HeldLinkAsync(east, kept);
        await DigitalTown.ActAsync(east, kept, "approve", new JsonObject { ["answer"] = false });
        Assert.Equal("REJECTED", await DigitalTown.StatusAsync(east, kept));
        await DigitalTown.UntilAsync(_home, refused, "REJECTED");
        Assert.NotNull((await DigitalTown.DocumentsAsync(east, kept)).Items[0]!["purgedAt"]);
        Assert.Equal(HttpStatusCode.Gone, (await _town.FetchAsync(link)).Status);
        Assert.Equal(80_000, new FileInfo(Assert.Single(DigitalTown.FilesOf(east))).Length);
    }

    private static void SetRule(TestLibrary library, string rule) => library.SetGateway(
        "digitisation", $"{{departments: [{{code: SCAN, name: Scanning}}], rules: [{{name: Default, {rule}}}]}}");

    private async Task<string> DigitisedAsync()
    {
        var id = await DigitalTown.BorrowAsync(_home);
        await DigitalTown.ActAsync(_home, id, "digitise");
        Assert.Equal("LOCAL_HOLDING", await DigitalTown.StatusAsync(_home, id));
        await _home.PutFileAsync(id, Pdf, "scan 1.pdf");
        return id;
    }

    private async Task<(string Borrowed, string Lent)> AskedAsync(TestLibrary east, int seed = 1)
    {
        var borrowed = await DigitalTown.BorrowAsync(_home, "EAST");
        await DigitalTown.ActAsync(_home, borrowed, "send");
        string? lent = null;
        await DigitalTown.UntilAsync(async () => (lent = await east.FindAsync(borrowed)) is not null, "EAST has no request.");
        await DigitalTown.ActAsync(east, lent!, "digitise");
        await east.PutFileAsync(lent!, seed == 1 ? Pdf : Files.Pdf(70_000, seed), "scan.pdf");
        await DigitalTown.ActAsync(east, lent!, "ship-digitally");
        return (borrowed, lent!);
    }
}

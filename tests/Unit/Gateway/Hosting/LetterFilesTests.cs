using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Simulation;
using ResourceSharing.Tests.Unit.Gateway.Intake;

namespace ResourceSharing.Tests.Unit.Gateway.Hosting;

public sealed class LetterFilesTests : IAsyncDisposable
{
    private const string Pdf = "%PDF-1.7 invented";

    private readonly TestGateway _gateway = new();
    private readonly MemoryDocumentFiles _files = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_file_in_a_letter_that_says_shipped_becomes_a_document_of_the_request_once()
    {
        var request = await _gateway.BorrowingAsync("EAST");
        var first = await ReceiptAsync(request.Number, null);
        await KeepAsync(first, ships: true);
        await KeepAsync(await ReceiptAsync(null, first.MessageId), ships: true);

        var document = Assert.Single(await _gateway.Store.Documents.OfRequestAsync(request.Number, TestGateway.Cancel));
        Assert.Equal(("Maß.pdf", "application/pdf", "EAST", DocumentOrigin.Partner, (long?)first.MessageId),
            (document.Name, document.MediaType, document.By, document.Origin, document.Message));
        await using var bytes = _files.Open(document.Digest);
        using var text = new StreamReader(bytes!);
        Assert.Equal(Pdf, await text.ReadToEndAsync(TestGateway.Cancel));
    }

    [Fact]
    public async Task Other_letters_and_those_without_a_place_bring_nothing()
    {
        var request = await _gateway.BorrowingAsync("EAST");
        await KeepAsync(await ReceiptAsync(request.Number, null), ships: false);
        await KeepAsync(await ReceiptAsync(null, null), ships: true);
        Assert.Empty(_files.All());
    }

    private async Task<Receipt> ReceiptAsync(long? request, long? refersTo) => new(
        ArrivalOutcome.Applied,
        await _gateway.Store.WriteAsync(
            work => work.AppendMessage(new JournalEntry
            {
                Direction = Direction.In, At = _gateway.Time.GetLocalNow(), Protocol = "email", Partner = "EAST", Request = request,
                RefersTo = refersTo, Outcome = ArrivalOutcome.Applied, Raw = Mail(),
            }),
            TestGateway.Cancel),
        null, null);

    private async Task KeepAsync(Receipt receipt, bool ships)
    {
        using var shelf = new DocumentShelf(_files, _gateway.Store, _gateway.Network, _gateway.Time);
        var header = Ill.FromBorrower();
        IllMessage message = ships ? Ill.Shipped(header) : new IllMessage.Message { Header = header };
        var letter = new ReceivedLetter
        {
            Identity = "1", Digest = new byte[32], Origin = new LetterOrigin { Mailbox = "ill" }, Kind = LetterKind.Written,
            Statements = [new LetterStatement { Clues = [], Proposals = [new LetterProposal(message, "test")], Words = "" }],
        };
        await new LetterFiles(shelf, _gateway.Store).KeepAsync(
            new Arrival { Protocol = "email", Raw = Mail(), Peer = new Peer(), Content = new ArrivalContent.Written(letter) },
            receipt, _gateway.Network.Current, TestGateway.Cancel);
    }

    private static byte[] Mail() => Encoding.ASCII.GetBytes($"""
        From: ill@east.example
        Subject: Shipped
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=B

        --B
        Content-Type: text/plain

        Shipped.
        --B
        Content-Type: application/pdf
        Content-Disposition: attachment; filename*=UTF-8''..%2FMa%C3%9F.pdf
        Content-Transfer-Encoding: base64

        {Convert.ToBase64String(Encoding.ASCII.GetBytes(Pdf))}
        --B
        Content-Type: application/octet-stream
        Content-Disposition: attachment; filename=evil.exe

        MZ
        --B--

        """.ReplaceLineEndings("\r\n"));
}

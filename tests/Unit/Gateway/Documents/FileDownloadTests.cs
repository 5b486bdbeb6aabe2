using Microsoft.AspNetCore.Http;
using ResourceSharing.Gateway.Documents;

namespace ResourceSharing.Tests.Unit.Gateway.Documents;

/// <summary>What a download tells of itself, by which its view is counted.</summary>
public sealed class FileDownloadTests
{
    private static readonly byte[] Content = [.. "%PDF-1.7 a small scan"u8];

    private static readonly StoredDocument Document = new()
    {
        Number = 1, Request = 7, Digest = new string('a', 64), Octets = Content.Length, MediaType = "application/pdf",
        Name = "scan.pdf", By = "ida", At = new DateTimeOffset(2026, 5, 4, 9, 0, 0, TimeSpan.Zero),
    };

    [Fact]
    public async Task A_reader_who_breaks_off_within_the_first_piece_may_have_had_it()
    {
        await using var body = new BreaksOff();
        Assert.Equal((0L, true), await SendAsync(body, new MemoryStream(Content)));
    }

    [Fact]
    public async Task Nothing_has_left_where_the_file_cannot_be_read()
    {
        await using var body = new MemoryStream();
        Assert.Equal((0L, false), await SendAsync(body, new MemoryStream()));
    }

    [Fact]
    public async Task A_whole_download_tells_all_its_octets()
    {
        await using var body = new MemoryStream();
        Assert.Equal((Content.LongLength, true), await SendAsync(body, new MemoryStream(Content)));
        Assert.Equal(Content, body.ToArray());
    }

    private static async Task<(long Octets, bool HasBegun)> SendAsync(Stream body, Stream content)
    {
        (long, bool)? told = null;
        var download = new FileDownload(Document, "scan.pdf", content, new FilePart(0, Content.Length, IsPart: false))
        {
            Sent = (octets, hasBegun) =>
            {
                told = (octets, hasBegun);
                return Task.CompletedTask;
            },
        };
        var context = new DefaultHttpContext();
        context.Response.Body = body;
        await Record.ExceptionAsync(() => download.ExecuteAsync(context));
        return Assert.NotNull(told);
    }

    /// <summary>The line breaks after the octets have gone.</summary>
    private sealed class BreaksOff : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException(new IOException("The connection was reset."));
    }
}

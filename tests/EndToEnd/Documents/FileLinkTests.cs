using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Mail;
using ResourceSharing.Tests.EndToEnd.Replies;

namespace ResourceSharing.Tests.EndToEnd.Documents;

/// <summary>Files and their links, from staff's upload to the reader's download, over the real pages and letters.</summary>
public sealed class FileLinkTests
{
    private static readonly byte[] Pdf = Files.Pdf();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_put_shipped_shown_fetched_five_times_and_then_gone()
    {
        await using var host = await ReplyHost.StartAsync();
        var (id, token) = await host.ShipAsync(Pdf);
        var externalId = (string)(await host.GetAsync(id))["externalId"]!;
        var page = await Answered.OfAsync(await host.Partner.GetAsync($"/d/{token}", Cancel));
        page.Is(HttpStatusCode.OK, $"{externalId}.pdf").Is(HttpStatusCode.OK, "5 of 5").Is(HttpStatusCode.OK, "20 KiB");

        for (var left = 4; left >= 0; left--)
        {
            using var file = await FetchAsync(host, token);
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
            Assert.Equal(Pdf, await file.Content.ReadAsByteArrayAsync(Cancel));
            Assert.Equal($"{left}", Header(file, "X-Views-Left"));
            Assert.Equal("application/pdf", file.Content.Headers.ContentType!.ToString());
            Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
            Assert.Equal($"{externalId}.pdf", file.Content.Headers.ContentDisposition.FileNameStar);
            Assert.Equal("nosniff", Header(file, "X-Content-Type-Options"));
            Assert.Equal("no-referrer", Header(file, "Referrer-Policy"));
            Assert.Contains("no-store", Header(file, "Cache-Control"), StringComparison.Ordinal);
            Assert.Contains("noindex", Header(file, "X-Robots-Tag"), StringComparison.Ordinal);
            Assert.Contains("sandbox", Header(file, "Content-Security-Policy"), StringComparison.Ordinal);
        }

        foreach (var again in new[] { await FetchAsync(host, token), await host.Partner.GetAsync($"/d/{token}", Cancel) })
        {
            (await Answered.OfAsync(again)).Is(HttpStatusCode.Gone, "This document has reached its view limit.");
        }

        var link = (await DocumentsAsync(host, id))["items"]![0]!["links"]![0]!;
        Assert.Equal(5, (int)link["used"]!);
        Assert.Equal(5, link["views"]!.AsArray().Count(view => (string?)view!["outcome"] == "complete"));
        Assert.Contains("Shipped as a file, by a link", (await host.GetAsync(id)).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_at_the_same_time_get_exactly_five_files()
    {
        await using var host = await ReplyHost.StartAsync();
        var (_, token) = await host.ShipAsync(Files.Pdf(300_000));
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(async _ =>
        {
            using var answer = await FetchAsync(host, token);
            return (answer.StatusCode, (await answer.Content.ReadAsByteArrayAsync(Cancel)).Length);
        }));
        Assert.Equal(5, answers.Count(answer => answer is (HttpStatusCode.OK, 300_000)));
        Assert.Equal(995, answers.Count(answer => answer.StatusCode == HttpStatusCode.Gone));
    }

    [Fact]
    public async Task Scanners_that_follow_links_and_staff_that_look_use_up_nothing()
    {
        await using var host = await ReplyHost.StartAsync();
        var (id, token) = await host.ShipAsync(Pdf);
        for (var i = 0; i < 20; i++)
        {
            using var get = await host.Partner.GetAsync($"/d/{token}", Cancel);
            using var head = await host.Partner.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/d/{token}"), Cancel);
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (get.StatusCode, head.StatusCode));
            var range = new HttpRequestMessage(HttpMethod.Get, $"/d/{token}") { Headers = { Range = new RangeHeaderValue(0, 9) } };
            using var part = await host.Partner.SendAsync(range, Cancel);
            Assert.Equal("text/html; charset=utf-8", part.Content.Headers.ContentType!.ToString());
        }

        var document = (await DocumentsAsync(host, id))["items"]![0]!;
        Assert.Equal(Pdf, await host.Staff.GetByteArrayAsync($"/api/v1/requests/{id}/documents/{document["id"]}", Cancel));
        Assert.Equal(0, (int)document["links"]![0]!["used"]!);
        (await Answered.OfAsync(await host.Partner.GetAsync($"/d/{token}", Cancel))).Is(HttpStatusCode.OK, "5 of 5");
    }

    [Fact]
    public async Task Guessing_learns_nothing_and_is_held_up_while_who_has_the_link_gets_in()
    {
        await using var host = await ReplyHost.StartAsync(files: new DocumentLimits { CallsPerAddress = 10_000, MissesPerAddress = 20 });
        var (_, token) = await host.ShipAsync(Pdf);
        var number = token.Split('.')[0];
        string[] wrong =
        [
            $"{number}.{new string('A', 22)}", $"999999.{token.Split('.')[1]}", $"{token}A", token[..^1], $"{number}.", number, ".", "..",
            $"-{token}", $"0{number}.", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", new string('9', 300), $"{number}.{new string('é', 22)}",
        ];
        var pages = new List<Answered>();
        foreach (var one in wrong)
        {
            pages.Add(await Answered.OfAsync(await FetchAsync(host, one)));
        }

        var found = pages.Where(page => page.Response.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/d/", StringComparison.Ordinal)
            && page.Response.Content.Headers.ContentType?.MediaType == "text/html").ToArray();
        Assert.All(pages, page => Assert.Equal(HttpStatusCode.NotFound, page.Status));
        Assert.True(found.Length >= 8);
        Assert.Single(found.Select(page => page.Text).Distinct());

        var late = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => FetchAsync(host, wrong[0])));
        Assert.Contains(late, answer => answer.StatusCode == HttpStatusCode.TooManyRequests && answer.Headers.RetryAfter is not null);
        using var right = await FetchAsync(host, token);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task The_rest_of_a_broken_download_costs_no_view_but_somebody_elses_does()
    {
        await using var host = await ReplyHost.StartAsync(settings: "documents: {maxViews: 2}");
        var (id, token) = await host.ShipAsync(Pdf);
        using var whole = await FetchAsync(host, token);
        using var rest = await FetchAsync(host, token, from: 15_000);
        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(Pdf[15_000..], await rest.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("bytes 15000-19999/20000", rest.Content.Headers.ContentRange!.ToString());
        Assert.Equal("1", Header(rest, "X-Views-Left"));

        using var other = await FetchAsync(host, token, from: 15_000, program: "Other/1");
        Assert.Equal((HttpStatusCode.PartialContent, "0"), (other.StatusCode, Header(other, "X-Views-Left")));
        using var third = await FetchAsync(host, token, from: 15_000, program: "Third/1");
        Assert.Equal(HttpStatusCode.Gone, third.StatusCode);

        // Under one view nobody gets more than the file twice.
        using var nearlyAll = await FetchAsync(host, token, from: 5_001);
        Assert.Equal(HttpStatusCode.PartialContent, nearlyAll.StatusCode);
        using var more = await FetchAsync(host, token, from: 1_000);
        Assert.Equal(HttpStatusCode.Gone, more.StatusCode);
        using var beyond = await FetchAsync(host, token, from: 20_000);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        Assert.Equal(2, (int)(await DocumentsAsync(host, id))["items"]![0]!["links"]![0]!["used"]!);
    }

    [Fact]
    public async Task A_password_travels_in_the_note_and_is_asked_for_before_anything_is_counted()
    {
        await using var host = await ReplyHost.StartAsync(settings: "documents: {password: true}");
        var (id, token) = await host.ShipAsync(Pdf, new JsonObject { ["note"] = "With kind regards" });
        var password = Regex.Match(host.Letters(id)[^1], "Password of the file: ([a-z2-9]{12})").Groups[1].Value;
        (await Answered.OfAsync(await host.Partner.GetAsync($"/d/{token}", Cancel))).Is(HttpStatusCode.OK, "name=\"password\"");
        foreach (var wrong in new[] { null, "", "wrong", new string('a', 5000) })
        {
            (await Answered.OfAsync(await FetchAsync(host, token, password: wrong)))
                .Is(HttpStatusCode.Forbidden, "That is not the password of this file.");
        }

        using var right = await FetchAsync(host, token, password: $" {password.ToUpperInvariant()} ");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        var tries = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => FetchAsync(host, token, password: "guess")));
        Assert.Contains(tries, answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Equal(1, (int)(await DocumentsAsync(host, id))["items"]![0]!["links"]![0]!["used"]!);
        await NothingSecretIsKeptAsync(host, id, token.Split('.')[1], password);
    }

    [Fact]
    public async Task A_small_pdf_is_attached_where_the_partner_wants_that_and_its_bytes_are_not_kept_with_the_letter()
    {
        await using var host = await ReplyHost.StartAsync(partner: "documents: {delivery: attachment}");
        var id = await host.LendAsync("SOUTH");
        (await host.PutAsync(id, Pdf)).Dispose();
        await host.ActAsync(id, "ship-digitally");
        await host.LinkAsync(id, letters: 2);
        var letter = Directory.GetFiles(host.MailFolder).Select(File.ReadAllBytes)
            .Single(bytes => Encoding.ASCII.GetString(bytes).Contains("filename", StringComparison.Ordinal));
        var mail = ((MimeReading.Read)MimeReader.Read(letter, MimeReadLimits.Default)).Mail;
        var attachment = Assert.Single(MailText.Of(mail).Attachments);
        Assert.Equal(Pdf, attachment.Content.ToArray());
        Assert.Equal($"{(string)(await host.GetAsync(id))["externalId"]!}.pdf", attachment.FileName);

        var messages = (await host.Staff.GetFromJsonAsync<JsonNode>($"/api/v1/requests/{id}/messages", Cancel))!["items"]!.AsArray();
        var shipped = messages.First(message => (string?)message!["service"] == "shipped")!;
        Assert.True((long)shipped["octets"]! < 10_000);
        Assert.Empty((await DocumentsAsync(host, id))["items"]![0]!["links"]!.AsArray());

        // Large ones go by link, unless staff want it; very large ones and other types always do.
        var big = await host.LendAsync("SOUTH", "Large");
        (await host.PutAsync(big, Files.Pdf(6 * 1024 * 1024))).Dispose();
        await host.ActAsync(big, "ship-digitally");
        Assert.NotEmpty(await host.FileLinkAsync(big));
        var huge = await host.LendAsync("SOUTH", "Huge");
        (await host.PutAsync(huge, Files.Pdf(11 * 1024 * 1024))).Dispose();
        await RefusedAsync(host, huge, new JsonObject { ["delivery"] = "attachment" }, "attached are at most 10485760");
    }

    [Fact]
    public async Task Several_files_are_an_error_that_offers_an_archive_and_none_is_another_way()
    {
        await using var host = await ReplyHost.StartAsync();
        var id = await host.LendAsync("NORTH");
        var files = Enumerable.Range(1, 3).Select(seed => Files.Pdf(50_000, seed)).ToArray();
        foreach (var file in files)
        {
            using var first = await host.PutAsync(id, file, "../../part.pdf");
            using var again = await host.PutAsync(id, file, "part.pdf");
            Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        }

        await RefusedAsync(host, id, [], "\"zip\": true");
        await RefusedAsync(host, id, new JsonObject { ["documents"] = new JsonArray(99) }, "has no document 99");
        await host.ActAsync(id, "ship-digitally", new JsonObject { ["zip"] = true });
        using var fetched = await FetchAsync(host, await host.FileLinkAsync(id));
        Assert.Equal("application/zip", fetched.Content.Headers.ContentType!.ToString());
        await using var archive = new ZipArchive(await fetched.Content.ReadAsStreamAsync(Cancel));
        Assert.Equal(["01-part.pdf", "02-part.pdf", "03-part.pdf"], archive.Entries.Select(entry => entry.FullName));
        Assert.All(archive.Entries, entry => Assert.Equal(entry.Length, entry.CompressedLength));
        foreach (var (entry, file) in archive.Entries.Zip(files))
        {
            using var inside = new MemoryStream();
            await using var from = await entry.OpenAsync(Cancel);
            await from.CopyToAsync(inside, Cancel);
            Assert.Equal(file, inside.ToArray());
        }

        var other = await host.LendAsync("NORTH", "By fax");
        await host.ActAsync(other, "ship-digitally");
        Assert.Contains("which went another way", (await host.GetAsync(other)).ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><script>alert(1)</script></html>")]
    [InlineData("<html>%PDF-1.7")]
    [InlineData("MZ this is a program")]
    [InlineData("%!PS")]
    [InlineData("")]
    public async Task What_is_no_document_is_not_taken_whatever_it_calls_itself(string content)
    {
        await using var host = await ReplyHost.StartAsync();
        var id = await host.LendAsync("NORTH");
        using var answer = await host.PutAsync(id, Encoding.ASCII.GetBytes(content), "article.pdf");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Contains("document-type", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Empty((await DocumentsAsync(host, id))["items"]!.AsArray());
        Assert.Empty(Directory.GetFiles(host.FileFolder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Polyglots_archives_and_too_much_are_refused_and_a_bomb_stays_the_octets_that_it_is()
    {
        var bomb = Bomb();
        await using (var host = await ReplyHost.StartAsync(settings: "documents: {maxOctets: 100000}"))
        {
            var id = await host.LendAsync("NORTH");
            using var polyglot = await host.PutAsync(id, [.. Pdf, .. bomb]);
            using var archive = await host.PutAsync(id, bomb);
            using var fits = await host.PutAsync(id, Files.Pdf(100_000));
            using var tooLarge = await host.PutAsync(id, Files.Pdf(100_001));
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, polyglot.StatusCode);
            Assert.Contains("an archive at the same time", await polyglot.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, archive.StatusCode);
            Assert.Equal(HttpStatusCode.Created, fits.StatusCode);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        }

        await using var open = await ReplyHost.StartAsync(settings: "documents: {types: [pdf, zip]}");
        var (_, token) = await open.ShipAsync(bomb);
        Assert.Equal(bomb.Length, Directory.GetFiles(open.FileFolder, "*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length));
        using var served = await FetchAsync(open, token);
        Assert.Equal(bomb, await served.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task A_form_with_a_file_is_taken_and_a_file_can_be_taken_away_until_it_is_shipped()
    {
        await using var host = await ReplyHost.StartAsync();
        var id = await host.LendAsync("NORTH");
        using var form = new MultipartFormDataContent
        {
            { new StringContent("about it"), "note" }, { new ByteArrayContent(Pdf), "file", "C:\\scans\\article.pdf" },
        };
        using var put = await host.Staff.PostAsync($"/api/v1/requests/{id}/documents", form, Cancel);
        var document = (await put.Content.ReadFromJsonAsync<JsonNode>(Cancel))!;
        Assert.Equal(("article.pdf", "application/pdf"), ((string)document["name"]!, (string)document["mediaType"]!));
        var path = $"/api/v1/requests/{id}/documents/{document["id"]}";
        using var removed = await host.Staff.DeleteAsync(path, Cancel);
        using var gone = await host.Staff.GetAsync(path, Cancel);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (removed.StatusCode, gone.StatusCode));
        Assert.Empty(Directory.GetFiles(host.FileFolder, "*", SearchOption.AllDirectories));

        (await host.PutAsync(id, Pdf)).Dispose();
        await host.ActAsync(id, "ship-digitally");
        var shipped = (await DocumentsAsync(host, id))["items"]![0]!["id"]!;
        using var late = await host.Staff.DeleteAsync($"/api/v1/requests/{id}/documents/{shipped}", Cancel);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    [Fact]
    public async Task A_file_that_comes_by_a_reply_page_becomes_a_document_of_the_request()
    {
        await using var host = await ReplyHost.StartAsync();
        var id = await host.BorrowAsync("NORTH", format: "DIGITAL");
        (await host.UploadAsync(await host.LinkAsync(id), Pdf, "scan.pdf")).Is(HttpStatusCode.OK);
        var document = (await DocumentsAsync(host, id))["items"]![0]!;
        Assert.Equal(("scan.pdf", "partner", "NORTH"), ((string)document["name"]!, (string)document["origin"]!, (string)document["by"]!));
        Assert.Equal(Pdf, await host.Staff.GetByteArrayAsync($"/api/v1/requests/{id}/documents/{document["id"]}", Cancel));
    }

    [Fact]
    public async Task The_page_speaks_the_partners_language()
    {
        await using var host = await ReplyHost.StartAsync();
        var (_, german) = await host.ShipAsync(Pdf, partner: "SOUTH");
        (await Answered.OfAsync(await host.Partner.GetAsync($"/d/{german}", Cancel))).Is(HttpStatusCode.OK, "Datei herunterladen");
        var (_, french) = await host.ShipAsync(Pdf, partner: "WEST");
        (await Answered.OfAsync(await host.Partner.GetAsync($"/d/{french}", Cancel))).Is(HttpStatusCode.OK, "Télécharger le fichier");
    }

    /// <summary>10 MiB of nothing in some kilobytes.</summary>
    private static byte[] Bomb()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("zeros", CompressionLevel.SmallestSize).Open();
            entry.Write(new byte[10 * 1024 * 1024]);
        }

        return stream.ToArray();
    }

    private static async Task NothingSecretIsKeptAsync(ReplyHost host, string id, string secret, string password)
    {
        var messages = (await host.Staff.GetFromJsonAsync<JsonNode>($"/api/v1/requests/{id}/messages", Cancel))!["items"]!.AsArray();
        var kept = (await host.GetAsync(id)).ToJsonString();
        foreach (var message in messages)
        {
            kept += await host.Staff.GetStringAsync($"/api/v1/messages/{message!["id"]}/raw", Cancel);
        }

        Assert.Contains(SuppliedDocument.MaskedSecret, kept, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, kept, StringComparison.Ordinal);
        Assert.DoesNotContain(password, kept, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(ReplyHost host, string id, JsonObject fields, string words)
    {
        using var answer = await host.Staff.PostAsJsonAsync($"/api/v1/requests/{id}/actions/ship-digitally", fields, Cancel);
        var detail = (string)(await answer.Content.ReadFromJsonAsync<JsonNode>(Cancel))!["detail"]!;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(words, detail, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> DocumentsAsync(ReplyHost host, string id) =>
        (await host.Staff.GetFromJsonAsync<JsonNode>($"/api/v1/requests/{id}/documents", Cancel))!;

    private static Task<HttpResponseMessage> FetchAsync(
        ReplyHost host, string token, long? from = null, string? program = null, string? password = null)
    {
        var call = new HttpRequestMessage(HttpMethod.Post, $"/d/{token}");
        if (from is not null)
        {
            call.Headers.Range = new RangeHeaderValue(from, null);
        }

        if (program is not null)
        {
            call.Headers.UserAgent.ParseAdd(program);
        }

        if (password is not null)
        {
            call.Content = new FormUrlEncodedContent([KeyValuePair.Create("password", password)]);
        }

        return host.Partner.SendAsync(call, Cancel);
    }

    private static string Header(HttpResponseMessage response, string name) => string.Join(", ", response.Headers.GetValues(name));
}

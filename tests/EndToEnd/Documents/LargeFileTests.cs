using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Documents;

/// <summary>Large files in the real process, whose memory is measured.</summary>
[Collection(ProcessCollection.Name)]
public sealed class LargeFileTests
{
    private const long Octets = 2L << 30;
    private const long FewOctets = 96L << 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_of_2_GiB_streams_with_flat_memory()
    {
        using var folder = new GatewayFolder();
        folder.AddSettings("""
            documents: {maxOctets: 4000000000, maxViews: 3}
            """);
        File.WriteAllText(Path.Combine(folder.Config, "partners", "NORTH.yaml"), """
            code: NORTH
            name: North Library
            channel: {type: email, address: ill@north.example}
            """);
        await using var gateway = new GatewayProcess(folder) { HttpPort = FreePort.Take() };
        await gateway.StartAsync();
        var token = await ShipAsync(gateway, folder);
        MakeLarge(folder);

        var before = gateway.RestartPeakMemory();
        var began = Stopwatch.StartNew();
        Assert.Equal(Octets, await FetchAsync(gateway, token));
        var (download, took) = (gateway.PeakMemoryOctets() - before, began.Elapsed);
        Assert.True(download < FewOctets, $"{download >> 20} MiB more than before");
        Assert.True(took < TimeSpan.FromSeconds(120), $"{took}");
        TestContext.Current.TestOutputHelper?.WriteLine($"2 GiB in {took.TotalSeconds:0.0} s, {download >> 20} MiB more");
    }

    [Fact]
    public async Task An_upload_of_300_MiB_is_taken_with_flat_memory_and_one_that_is_too_large_leaves_nothing()
    {
        using var folder = new GatewayFolder();
        folder.AddSettings("documents: {maxOctets: 400000000}");
        File.WriteAllText(Path.Combine(folder.Config, "partners", "NORTH.yaml"), """
            code: NORTH
            name: North Library
            channel: {type: email, address: ill@north.example}
            """);
        await using var gateway = new GatewayProcess(folder) { HttpPort = FreePort.Take() };
        await gateway.StartAsync();
        var id = await LendAsync(gateway);
        var before = gateway.RestartPeakMemory();
        using (var put = await gateway.Http.PostAsync($"/api/v1/requests/{id}/documents", new Endless(300L << 20), Cancel))
        {
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        }

        var upload = gateway.PeakMemoryOctets() - before;
        Assert.True(upload < FewOctets, $"{upload >> 20} MiB more than before");
        TestContext.Current.TestOutputHelper?.WriteLine($"300 MiB in, {upload >> 20} MiB more");
        try
        {
            using var tooLarge = await gateway.Http.PostAsync($"/api/v1/requests/{id}/documents", new Endless(500L << 20), Cancel);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        }
        catch (HttpRequestException)
        {
            // The gateway has answered and closed before all of it was sent.
        }

        Assert.Single(Directory.GetFiles(Path.Combine(folder.Data, "documents"), "*", SearchOption.AllDirectories));
    }

    private static async Task<string> LendAsync(GatewayProcess gateway)
    {
        using var made = await gateway.Http.PostAsJsonAsync(
            "/api/v1/requests",
            new JsonObject { ["role"] = "lender", ["partner"] = "NORTH", ["externalId"] = "N-1", ["title"] = "Atlas" }, Cancel);
        return (string)(await made.Content.ReadFromJsonAsync<JsonNode>(Cancel))!["id"]!;
    }

    private static async Task<string> ShipAsync(GatewayProcess gateway, GatewayFolder folder)
    {
        var id = await LendAsync(gateway);
        using var put = await gateway.Http.PostAsync($"/api/v1/requests/{id}/documents", new ByteArrayContent(Files.Pdf()), Cancel);
        using var ship = await gateway.Http.PostAsJsonAsync($"/api/v1/requests/{id}/actions/ship-digitally", new JsonObject(), Cancel);
        Assert.True(put.IsSuccessStatusCode && ship.IsSuccessStatusCode, await ship.Content.ReadAsStringAsync(Cancel));
        var mails = Path.Combine(folder.Data, "mail", "new");
        for (var i = 0; i < 400; i++)
        {
            var link = Directory.Exists(mails)
                ? Directory.GetFiles(mails).Select(File.ReadAllText)
                    .Select(letter => Regex.Match(letter.Replace("=\r\n", "", StringComparison.Ordinal), "/d/([0-9]+\\.[A-Za-z0-9_-]{22})"))
                    .FirstOrDefault(match => match.Success)
                : null;
            if (link is not null)
            {
                return link.Groups[1].Value;
            }

            await Task.Delay(50, Cancel);
        }

        throw new Xunit.Sdk.XunitException("There is no letter with a link.");
    }

    /// <summary>Puts a file of 2 GiB that takes no room on the disk into the place of the one that was shipped.</summary>
    private static void MakeLarge(GatewayFolder folder)
    {
        var digest = new string('a', 64);
        var place = Directory.CreateDirectory(Path.Combine(folder.Data, "documents", digest[..2]));
        using (var file = new FileStream(Path.Combine(place.FullName, digest), FileMode.CreateNew))
        {
            file.SetLength(Octets);
        }

        using var store = new SqliteConnection($"Data Source={Path.Combine(folder.Data, "gateway.db")};Pooling=False");
        Assert.Equal(1, store.Execute("UPDATE document SET digest = @digest, octets = @Octets", new { digest, Octets }));
    }

    private static async Task<long> FetchAsync(GatewayProcess gateway, string token)
    {
        using var reader = new HttpClient { BaseAddress = gateway.Http.BaseAddress, Timeout = TimeSpan.FromMinutes(3) };
        using var call = new HttpRequestMessage(HttpMethod.Post, $"/d/{token}");
        using var answer = await reader.SendAsync(call, HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var content = await answer.Content.ReadAsStreamAsync(Cancel);
        var (buffer, total) = (new byte[1 << 20], 0L);
        for (int read; (read = await content.ReadAsync(buffer, Cancel)) > 0;)
        {
            total += read;
        }

        return total;
    }

    /// <summary>A body of so many octets that begins as a PDF does, sent without a length.</summary>
    private sealed class Endless(long octets) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var piece = Files.Pdf(1 << 20);
            for (var sent = 0L; sent < octets; sent += piece.Length)
            {
                await stream.WriteAsync(piece);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

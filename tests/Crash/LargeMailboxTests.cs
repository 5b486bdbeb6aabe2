using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ResourceSharing.Tests.EndToEnd.Mail;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.Crash;

/// <summary>
/// A mailbox as it is found after the holidays: ten thousand mails, a hundred of which are answers to our letters. The
/// gateway is killed again and again while it works through them.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed partial class LargeMailboxTests(ITestOutputHelper output)
{
    private const int Mails = 10_000;
    private const int Answers = 100;
    private const int Kills = 20;
    private const int Seed = 20261122;

    /// <summary>The aim is 300 MiB, which docs/performance.md shows; a tenth more is left to the collector, whose appetite
    /// depends on the machine's caches.</summary>
    private const long MostMemoryOctets = 330L << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task All_that_matters_is_applied_once_though_the_gateway_is_killed_twenty_times()
    {
        await using var town = await MailTown.StartAsync("home.test", "south.test");
        var gateway = await town.GatewayAsync("HOME", "home.test", ("SOUTH", "south.test", "en"));
        var requests = await AskAsync(gateway);
        var letters = await town.LettersAsync("south.test", Answers);
        var random = new Random(Seed);
        var mails = letters.Select(AnswerTo).Concat(Enumerable.Range(0, Mails - Answers).Select(Chaff)).ToArray();
        random.Shuffle(mails);
        await gateway.KillAsync();
        await town.DeliverAsync("home.test", mails);

        await gateway.StartAsync();
        long memory = 0;
        var until = DateTime.UtcNow + Patience;
        for (var kills = 0; kills < Kills; kills++)
        {
            var next = Mails - ((kills + 1) * Mails / (Kills + 1)) + random.Next(200);
            await UntilAsync(() => town.Waiting("home.test") <= next, until);
            memory = Math.Max(memory, gateway.PeakMemoryOctets());
            await gateway.KillAsync();
            await gateway.StartAsync();
        }

        await UntilAsync(() => town.Waiting("home.test") == 0, until);
        memory = Math.Max(memory, gateway.PeakMemoryOctets());
        output.WriteLine($"highest memory {memory >> 20} MiB");
        foreach (var id in requests)
        {
            var request = await gateway.Http.GetFromJsonAsync<JsonNode>($"/api/v1/requests/{id}");
            Assert.Equal("WILL_SUPPLY", (string?)request!["status"]);
            Assert.Single(request["history"]!.AsArray(), line => (string?)line!["event"] == "received:ill-answer");
        }

        Assert.True(memory < MostMemoryOctets, $"{memory >> 20} MiB");
    }

    private static async Task<List<string>> AskAsync(GatewayProcess gateway)
    {
        var ids = new List<string>();
        for (var i = 0; i < Answers; i++)
        {
            var id = await MailTown.BorrowAsync(gateway, "SOUTH");
            await MailTown.ActAsync(gateway, id, "send");
            ids.Add(id);
        }

        return ids;
    }

    [GeneratedRegex(@"^(?<name>Reply-To|Message-ID|Subject): (?<value>.+(?:\n[ \t].+)*)", RegexOptions.Multiline)]
    private static partial Regex Header();

    /// <summary>What a person's mail program sends, as it lies in the mailbox.</summary>
    private static byte[] AnswerTo(byte[] letter, int number)
    {
        var text = Encoding.UTF8.GetString(letter).Replace("\r\n", "\n", StringComparison.Ordinal);
        var headers = Header().Matches(text[..text.IndexOf("\n\n", StringComparison.Ordinal)])
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value.Trim());
        var address = headers["Reply-To"].Split('<', '>') is [_, var bare, ..] ? bare : headers["Reply-To"];
        return Encoding.UTF8.GetBytes($"""
            Return-Path: <ill@south.test>
            Delivered-To: {address}
            From: South Library <ill@south.test>
            To: {address}
            Subject: Re: {headers["Subject"]}
            Date: Sun, 22 Nov 2026 10:00:00 +0000
            Message-ID: <answer-{number}@south.test>
            In-Reply-To: {headers["Message-ID"]}
            Content-Type: text/plain; charset=utf-8

            We will supply this book.

            """);
    }

    /// <summary>What else comes to a library: newsletters, absences, offers, questions.</summary>
    private static byte[] Chaff(int number) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
        Return-Path: <someone{number}@elsewhere.test>
        Delivered-To: ill@home.test
        From: Someone <someone{number}@elsewhere.test>
        To: ill@home.test
        Subject: {(number % 4) switch { 0 => "Newsletter", 1 => "Out of office", 2 => "We supply everything", _ => "A question" }} {number}
        Date: Sun, 22 Nov 2026 09:00:00 +0000
        Message-ID: <{number}@elsewhere.test>
        {(number % 4) switch { 0 => "List-Id: <news.elsewhere.test>", 1 => "Auto-Submitted: auto-replied", _ => "X-Priority: 3" }}
        Content-Type: text/plain; charset=utf-8

        We will supply this book, and {number} others. {new string('x', number % 70)}

        """));

    private static async Task UntilAsync(Func<bool> condition, DateTime until)
    {
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < until, "the mailbox is not worked through in time");
            await Task.Delay(20);
        }
    }
}

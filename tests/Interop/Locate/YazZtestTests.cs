using System.Diagnostics;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Locate;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Locate;
using ResourceSharing.Tests.Unit.Adapters.Locate;

namespace ResourceSharing.Tests.Interop.Locate;

/// <summary>
/// The real target of the YAZ toolkit, over both protocols. It has one record, "How to program a computer" (1991), again and
/// again. Over Z39.50 the number that a term consists of is the number of hits; over SRU the number is by chance, from 0 to 23.
/// </summary>
public sealed class YazZtestTests(YazTarget yaz, ITestOutputHelper output) : IClassFixture<YazTarget>
{
    private static readonly Citation Computer = new() { Title = "How to program a computer", PublicationDate = "1991" };

    [Theory]
    [InlineData("1.1")]
    [InlineData("1.2")]
    [InlineData("2.0")]
    public async Task Sru_of_each_version_gives_yes_or_no_with_evidence(string version)
    {
        yaz.SkipIfAbsent();
        using var search = Search();
        var outcomes = new List<LocateOutcome>();
        for (int round = 0; round < 40; round++)
        {
            // Another author each time, so that no answer is remembered.
            var citation = Computer with { Author = $"Collins{round}" };
            var answer = Assert.Single(await search.AskAsync(citation, [Sru(version)]));
            var asked = Assert.Single(answer.Evidence.OfType<LocateEvidence.Asked>());
            Assert.Equal(asked.Hits == 0 ? LocateReason.NoHits : LocateReason.Held, answer.Reason);
            Assert.Equal(Math.Min(asked.Hits!.Value, 10), asked.Read);
            outcomes.Add(answer.Outcome);
        }

        output.WriteLine($"SRU {version}: {outcomes.Count(o => o == LocateOutcome.Owned)} of {outcomes.Count} owned");
        Assert.Contains(LocateOutcome.Owned, outcomes);
    }

    [Fact]
    public async Task Sru_records_with_another_title_are_not_owned_or_unknown_and_never_owned()
    {
        yaz.SkipIfAbsent();
        using var search = Search();
        for (int round = 0; round < 10; round++)
        {
            var citation = new Citation { Title = "How to knit", Author = $"Nobody{round}" };
            var answer = Assert.Single(await search.AskAsync(citation, [Sru("1.2")]));
            long hits = Assert.Single(answer.Evidence.OfType<LocateEvidence.Asked>()).Hits!.Value;
            Assert.Equal(hits == 0 ? LocateReason.NoHits : hits <= 10 ? LocateReason.NoMatch : LocateReason.TooManyHits, answer.Reason);
        }
    }

    [Fact]
    public async Task Sru_of_a_database_that_is_not_there_is_unknown()
    {
        yaz.SkipIfAbsent();
        var settings = Sru("1.2").Settings with { Url = new Uri($"http://127.0.0.1:{yaz.Port}/nowhere") };
        Assert.Equal(LocateOutcome.Unknown, (await AskAsync(Computer, settings)).Outcome);
    }

    [Fact]
    public async Task Z3950_opac_records_are_owned_at_their_place_and_not_elsewhere()
    {
        yaz.SkipIfAbsent();
        var owned = await AskAsync(Computer, Z3950() with { HoldingCode = "s-FM/GC" });
        Assert.True(owned.Outcome == LocateOutcome.Owned, LocateText.Explain(owned));
        var held = owned.Evidence.OfType<LocateEvidence.Held>().First();
        Assert.Equal("MLCM 89/00602 (N)", held.CallNumber);
        output.WriteLine(LocateText.Explain(owned));
        var elsewhere = await AskAsync(Computer, Z3950() with { HoldingCode = "s-ELSEWHERE", MaxRecords = 50 });
        Assert.Equal(LocateReason.NotAtHoldingCode, elsewhere.Reason);
    }

    [Fact]
    public async Task Z3950_plain_marc_records_are_read()
    {
        yaz.SkipIfAbsent();
        var settings = Z3950() with { RecordSyntax = CatalogueRecordSyntax.Marc21 };
        Assert.Equal(LocateReason.Held, (await AskAsync(Computer, settings)).Reason);
        Assert.Equal(LocateReason.HoldingsNotSaid, (await AskAsync(Computer, settings with { HoldingCode = "s-FM/GC" })).Reason);
    }

    [Theory]
    [InlineData("00000000", LocateReason.NoHits)]
    [InlineData("00000003", LocateReason.NoMatch)]
    [InlineData("00000500", LocateReason.TooManyHits)]
    public async Task Z3950_by_number_gives_no_or_unknown(string digits, LocateReason reason)
    {
        yaz.SkipIfAbsent();
        // The OCLC number 500 is searched for as the term 500, which is then the number of hits; 0 is no OCLC number.
        var citation = new Citation { OclcNumber = digits == "00000000" ? null : digits, Title = digits == "00000000" ? "0" : "How to knit" };
        var answer = await AskAsync(citation, Z3950() with { Attributes = new LocateAttributes { Oclc = 12 } });
        Assert.True(reason == answer.Reason, LocateText.Explain(answer));
    }

    [Fact]
    public async Task Z3950_of_a_database_that_is_not_there_is_unknown_with_its_diagnostic()
    {
        yaz.SkipIfAbsent();
        var answer = await AskAsync(Computer, Z3950() with { Database = "nowhere" });
        Assert.Equal(LocateReason.Diagnostic, answer.Reason);
        Assert.Contains(new LocateEvidence.Diagnostic("diagnostic 109: database unavailable (nowhere)"), answer.Evidence);
    }

    [Fact]
    public async Task Many_records_are_fetched_in_portions()
    {
        yaz.SkipIfAbsent();
        var answer = await AskAsync(
            new Citation { OclcNumber = "40", Title = "How to knit" },
            Z3950() with { MaxRecords = 50, Attributes = new LocateAttributes { Oclc = 12 } });
        var asked = Assert.Single(answer.Evidence.OfType<LocateEvidence.Asked>());
        Assert.Equal((40L, 40), (asked.Hits, asked.Read));
        Assert.Equal(LocateReason.NoMatch, answer.Reason);
    }

    [Fact]
    public async Task Targets_that_are_slow_dead_or_answer_garbage_do_no_harm_to_the_real_one()
    {
        yaz.SkipIfAbsent();
        await using var silent = StubTarget.Silent();
        await using var garbage = StubTarget.Saying("no catalogue lives here\r\n"u8.ToArray());
        var timeout = TimeSpan.FromSeconds(2);
        LocateTarget[] targets =
        [
            new("REAL", Z3950()),
            new("SLOW", Z3950() with { Port = silent.Port, Timeout = timeout }),
            new("DEAD", Z3950() with { Port = StubTarget.DeadPort(), Timeout = timeout }),
            new("GARBAGE", Z3950() with { Port = garbage.Port, Timeout = timeout }),
            new("SLOW-SRU", Sru("1.2").Settings with { Url = new Uri($"http://127.0.0.1:{silent.Port}/"), Timeout = timeout }),
        ];
        using var search = Search();
        var watch = Stopwatch.StartNew();
        var answers = await search.AskAsync(Computer, targets);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), $"{watch.Elapsed}");
        Assert.Equal(
            [LocateReason.Held, LocateReason.TimedOut, LocateReason.Unreachable, LocateReason.Garbage, LocateReason.TimedOut],
            answers.Select(a => a.Reason));
        Assert.InRange(answers[1].ElapsedMs, 1_900, 6_000);
    }

    private static async Task<LocateAnswer> AskAsync(Citation citation, LocateTargetSettings settings)
    {
        using var search = Search();
        return Assert.Single(await search.AskAsync(citation, [new LocateTarget("YAZ", settings)]));
    }

    private static CatalogueSearch Search() => new(new SecretReader("."), TimeProvider.System);

    private LocateTarget Sru(string version) => new("YAZ", new LocateTargetSettings
    {
        Kind = CatalogueKind.Sru, Url = new Uri($"http://127.0.0.1:{yaz.Port}/Default"), Version = version,
        Timeout = TimeSpan.FromSeconds(10),
    });

    private LocateTargetSettings Z3950() => new()
    {
        Kind = CatalogueKind.Z3950, Host = "127.0.0.1", Port = yaz.Port, Timeout = TimeSpan.FromSeconds(10),
    };
}

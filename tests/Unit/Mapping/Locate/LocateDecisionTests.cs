using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Locate;
using ResourceSharing.Mapping.Marc;
using ResourceSharing.Mapping.Sru;
using ResourceSharing.Mapping.Z3950;
using static ResourceSharing.Tests.Unit.Mapping.Locate.LocateFixtures;

namespace ResourceSharing.Tests.Unit.Mapping.Locate;

public sealed class LocateDecisionTests
{
    private static readonly HashSet<LocateField> Everything = [.. Enum.GetValues<LocateField>()];

    private static readonly Citation Book = new()
    {
        Isbn = "0306406152", Title = "The fossil record: an invented survey", PublicationDate = "1978",
    };

    private static readonly Citation Article = new()
    {
        Issn = "1234-5679", Title = "Journal of Inventions", ArticleTitle = "On nothing", PublicationDate = "1994", Volume = "5",
    };

    [Fact]
    public void A_match_with_a_holding_is_owned_and_says_why()
    {
        var verdict = Decide(Book, "MAIN", FromSru("sru-1.2-alma-availability.xml"));
        Assert.Equal((LocateOutcome.Owned, LocateReason.Held), (verdict.Outcome, verdict.Reason));
        Assert.Contains(new LocateEvidence.Asked("query 1", 1, 1, 0), verdict.Evidence);
        var matched = Assert.Single(verdict.Evidence.OfType<LocateEvidence.Matched>());
        Assert.Equal(("991234560106381", "The Fossil Record : an Invented Survey /", true),
            (matched.RecordId, matched.Title, matched.ByNumber));
        var held = Assert.Single(verdict.Evidence.OfType<LocateEvidence.Held>());
        Assert.Equal(("QE862.S3", Availability.Available), (held.CallNumber, held.Availability));
    }

    [Theory]
    [InlineData("LAW", LocateReason.NotAtHoldingCode)]
    [InlineData("main", LocateReason.Held)]
    [InlineData("01UNI_INST", LocateReason.Held)]
    [InlineData(null, LocateReason.Held)]
    public void It_must_be_at_the_holding_code_when_one_is_set(string? code, LocateReason reason) =>
        Assert.Equal(reason, Decide(Book, code, FromSru("sru-1.2-alma-availability.xml")).Reason);

    [Fact]
    public void The_opac_record_of_a_real_target_counts_as_a_holding()
    {
        var present = (Z3950Answer.Present)Z3950Reader.Read(Octets("z3950-present-opac.hex"));
        var reply = CatalogueReply.From(new Z3950Answer.Search(true, 1, []), present.Records, present.Diagnostics);
        var citation = new Citation { Title = "How to program a computer", Author = "Collins, Jack", PublicationDate = "1990" };
        Assert.Equal(LocateReason.Held, Decide(citation, "s-FM/GC", reply).Reason);
        Assert.Equal(LocateReason.NotAtHoldingCode, Decide(citation, "elsewhere", reply).Reason);
    }

    [Theory]
    [InlineData("1977", LocateReason.Held)]
    [InlineData("1979", LocateReason.Held)]
    [InlineData("1980", LocateReason.RecordDiffers)]
    [InlineData(null, LocateReason.Held)]
    public void The_year_may_differ_by_one(string? year, LocateReason reason) => Assert.Equal(
        reason, Decide(Book with { PublicationDate = year }, null, FromSru("sru-1.2-alma-availability.xml")).Reason);

    [Theory]
    [InlineData("Fossil Record", true)]
    [InlineData("The fossil-record", true)]
    [InlineData("Fossil record: an invented survey.", true)]
    [InlineData("The fossil record: another subtitle", false)]
    [InlineData("The fossil", false)]
    public void Titles_are_compared_without_case_marks_and_articles(string title, bool same)
    {
        var record = Record("245 $aThe Fossil Record :$ban Invented Survey /");
        var verdict = Decide(new Citation { Title = title }, null, Found(record));
        Assert.Equal(same ? LocateReason.Held : LocateReason.NoMatch, verdict.Reason);
    }

    [Theory]
    [InlineData("Über Größe", "Uber Grosse")]
    [InlineData("Smørrebrød", "Smo\u0308rrebro\u0308d")]
    [InlineData("L'été & l'hiver", "Lete and lhiver")]
    [InlineData("Việt Nam", "Viet Nam")]
    [InlineData("Война и мир", "война и мир")]
    public void Letters_of_many_languages_are_compared(string cited, string held) => Assert.Equal(
        LocateReason.Held, Decide(new Citation { Title = cited }, null, Found(Record($"245 $a{held}"))).Reason);

    [Fact]
    public void Another_title_of_the_record_will_do() => Assert.Equal(
        LocateReason.Held, Decide(new Citation { Title = "J. Invent." }, null,
            Found(Record("245 $aJournal of Inventions", "246 $aJ. Invent."))).Reason);

    [Fact]
    public void Nothing_found_is_not_owned() =>
        Assert.Equal((LocateOutcome.NotOwned, LocateReason.NoHits), Outcome(Decide(Book, null, Found())));

    [Fact]
    public void Something_else_found_is_not_owned()
    {
        var verdict = Decide(new Citation { Title = "Fossils" }, null, Found(Record("001 7", "245 $aShells")));
        Assert.Equal((LocateOutcome.NotOwned, LocateReason.NoMatch), Outcome(verdict));
        Assert.Equal("title", Assert.Single(verdict.Evidence.OfType<LocateEvidence.Differed>()).In);
    }

    [Fact]
    public void The_same_number_with_another_title_is_for_a_person() => Assert.Equal(
        (LocateOutcome.Unknown, LocateReason.RecordDiffers),
        Outcome(Decide(Book, null, Found(Record("020 $a9780306406157", "245 $aShells")))));

    [Theory]
    [InlineData(LocateReason.TimedOut)]
    [InlineData(LocateReason.Unreachable)]
    [InlineData(LocateReason.Refused)]
    [InlineData(LocateReason.Garbage)]
    public void No_answer_is_never_no(LocateReason reason) => Assert.Equal(
        (LocateOutcome.Unknown, reason), Outcome(Decide(Book, null, Found(), new CatalogueReply.Failed(reason, "why"))));

    [Fact]
    public void Doubts_about_an_answer_are_never_no()
    {
        Assert.Equal(LocateReason.HitsNotSaid, Decide(Book, null, Found() with { Hits = null }).Reason);
        Assert.Equal(LocateReason.TooManyHits, Decide(Book, null, Found(Record("245 $aShells")) with { Hits = 500 }).Reason);
        Assert.Equal(LocateReason.UnreadableRecords, Decide(Book, null, Found() with { Hits = 1 }).Reason);
        Assert.Equal(LocateReason.UnreadableRecords, Decide(Book, null, Found() with { Hits = 1, Unreadable = 1 }).Reason);
        Assert.Equal(LocateReason.Diagnostic, Decide(Book, null, Found() with { Diagnostics = ["diagnostic 16"] }).Reason);
        Assert.Equal(LocateReason.HoldingsNotSaid, Decide(Book, "MAIN", Found(Record("245 $aFossil record"))).Reason);
        Assert.Equal(LocateReason.NothingToAsk, Decide(new Citation { Doi = "10.1/x" }, null).Reason);
    }

    [Fact]
    public void A_yes_outweighs_doubts() => Assert.Equal(LocateReason.Held, Decide(Book, null,
        Found(Record("245 $aFossil record")) with { Hits = 500, Diagnostics = ["diagnostic 8"], Unreadable = 2 }).Reason);

    [Fact]
    public void A_server_that_complains_that_record_1_of_0_does_not_exist_has_said_no()
    {
        var nothing = new SruDiagnostic("info:srw/diagnostic/1/61", "", "");
        var response = new SruResponse { Hits = 0, Records = [], Unreadable = 0, Diagnostics = [nothing] };
        Assert.Equal(LocateReason.NoHits, Decide(Book, null, CatalogueReply.From(new SruReading.Answered(response))).Reason);
        Assert.Equal(LocateReason.Diagnostic, Decide(Book, null, FromSru("sru-1.1-out-of-range.xml")).Reason);
        Assert.Equal(LocateReason.Diagnostic, Decide(Book, null, FromSru("sru-1.2-surrogate-diagnostic.xml")).Reason);
    }

    [Theory]
    [InlineData("866 $av.1(1990)-v.20(2009)", LocateReason.Held)]
    [InlineData("866 $av.7(1996)-", LocateReason.OutsideCoverage)]
    [InlineData("866 $asome issues", LocateReason.CoverageNotSaid)]
    [InlineData("AVE $eAvailable$sAvailable from 1990 until 1999", LocateReason.Held)]
    [InlineData("AVE $eAvailable$sAvailable from 1999", LocateReason.OutsideCoverage)]
    [InlineData("500 $aNo holdings", LocateReason.CoverageNotSaid)]
    public void An_article_has_to_be_in_what_is_held(string holding, LocateReason reason) => Assert.Equal(
        reason, Decide(Article, null, Found(Record("022 $a1234-5679", "245 $aJournal of inventions", holding))).Reason);

    [Fact]
    public void Evidence_is_stored_as_json_and_read_back_and_told_in_words()
    {
        var verdict = Decide(Article, "MAIN", Found(Record("001 42", "022 $a1234-5679", "245 $aJournal of inventions",
            "852 $bMAIN$hQ1", "866 $a1990-1999", "852 $bLAW"), Record("245 $aShells")) with { Diagnostics = ["diagnostic 8"] },
            new CatalogueReply.Failed(LocateReason.TimedOut, "late"));
        var answer = Answer(verdict);
        string json = LocateJson.Write(answer);
        Assert.Contains("\"outcome\":\"owned\"", json, StringComparison.Ordinal);
        var back = LocateJson.Read(json)!;
        Assert.Equal(json, LocateJson.Write(back));
        Assert.Equal(answer.Evidence.Select(e => e.GetType()), back.Evidence.Select(e => e.GetType()));
        Assert.Equal(
            """
            EAST: owned, it is held
              asked query 1: 2 hits, 2 read
              diagnostic 8
              found "Journal of inventions", record 42 with the number asked for
              held at MAIN, call number Q1
              elsewhere: LAW
              holdings "1990-1999" contain what is wanted
              not the same title: "Shells"
              asked query 2: late

            """, LocateText.Explain(answer));
        Assert.Null(LocateJson.Read("{\"target\":1}"));
    }

    [Fact]
    public void Evidence_is_bounded()
    {
        var record = Record("020 $a0306406152", "245 $aFossil record");
        CatalogueRecord[] records = [.. Enumerable.Range(0, 200).Select(_ => CatalogueRecord.Of(record))];
        var verdict = Decide(Book, null, Found() with { Hits = 200, Records = records });
        Assert.Equal(LocateLimits.MaxEvidence, verdict.Evidence.Count);
        Assert.Equal(new LocateEvidence.LeftOut(142), verdict.Evidence[^1]);
    }

    [Fact]
    public void Every_reason_has_words_and_an_outcome() => Assert.All(Enum.GetValues<LocateReason>(), reason =>
    {
        Assert.NotEmpty(LocateText.Words(reason));
        Assert.NotEmpty(LocateText.Words(LocateDecision.OutcomeOf(reason)));
    });

    [Fact]
    public void Our_own_catalogue_says_found_none_or_several()
    {
        var one = Record("001 1", "245 $aFossil record");
        var other = Record("001 2", "245 $aFossil record");
        Assert.Equal(OwnStockOutcome.Found, Own(Found(one, Record("001 3", "245 $aShells"))));
        Assert.Equal(OwnStockOutcome.Several, Own(Found(one, other)));
        Assert.Equal(OwnStockOutcome.Several, Own(Found(one) with { Hits = 2 }));
        Assert.Equal(OwnStockOutcome.None, Own(Found()));
        Assert.Equal(OwnStockOutcome.Unknown, Own(new CatalogueReply.Failed(LocateReason.TimedOut, "late")));

        static OwnStockOutcome Own(CatalogueReply reply) => OwnStock.Judge(Answer(Decide(Book, null, reply)));
    }

    [Fact]
    public void Our_titles_are_told_apart_each_once_and_without_what_is_held_elsewhere()
    {
        var here = Record("001 1", "245 $aFossil record", "852 $bMAIN$hQE1");
        var elsewhere = Record("001 2", "245 $aFossil record", "852 $bLAW$hQE2");
        var twice = Record("001 3", "245 $aFossil record", "852 $bMAIN$hQE3", "852 $bMAIN$hQE4");
        var found = Found(here, Record("001 4", "245 $aShells", "852 $bMAIN$hQE9"), elsewhere, twice);
        var titles = OwnStock.Titles(Answer(Decide(Book, "MAIN", found, found)));
        Assert.Equal(["1", "3"], titles.Select(title => title.RecordId));
        Assert.Equal(["QE1"], titles[0].Held.Select(held => held.CallNumber).Distinct());
        Assert.Equal(["QE3", "QE4"], titles[1].Held.Select(held => held.CallNumber).Distinct());

        var many = Enumerable.Range(1, LocateLimits.MaxTitles + 1).Select(n => Record($"001 {n}", "245 $aFossil record"));
        Assert.Equal(LocateLimits.MaxTitles, OwnStock.Titles(Answer(Decide(Book, null, Found([.. many])))).Count);
    }

    private static LocateVerdict Decide(Citation citation, string? code, params CatalogueReply[] replies)
    {
        var question = LocateQuestion.Of(citation);
        var plan = LocateQuery.Plan(question, Everything);
        AskedQuery[] asked = plan.Count == 0
            ? [] : [.. replies.Select((reply, i) => new AskedQuery(plan[0], $"query {i + 1}", reply))];
        return LocateDecision.Decide(question, code, asked, 2026);
    }

    private static LocateAnswer Answer(LocateVerdict verdict) => new()
    {
        Target = "EAST", Outcome = verdict.Outcome, Reason = verdict.Reason, Evidence = verdict.Evidence,
        AskedAt = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), ElapsedMs = 12,
    };

    private static (LocateOutcome, LocateReason) Outcome(LocateVerdict verdict) => (verdict.Outcome, verdict.Reason);

    private static CatalogueReply FromSru(string fixture) => CatalogueReply.From(SruReader.Read(Octets(fixture)));
}

using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Mapping.Marc;
using ResourceSharing.Mapping.Z3950;
using ResourceSharing.Tests.Unit.Mapping.Locate;

namespace ResourceSharing.Tests.Unit.Mapping.Z3950;

public sealed class Z3950Tests
{
    private const string SearchByIsbn =
        "b6478d01008e01018f0100900101910131b20a9f690744656661756c74b52aa12806072a8648ce130301a01dbf661abf2c0a30089f78"
        + "01019f7901079f2d0a30383138353035303031";

    private const string SearchTitleAndAuthor =
        "b6678d01008e01018f0100900101910131b20a9f690744656661756c74b54aa14806072a8648ce130301a13da01bbf6618bf2c0a30089f78"
        + "01019f7901049f2d08636f6d7075746572a019bf6616bf2c0b30099f7801019f790203eb9f2d05736d697468bf2e028000";

    private static readonly RpnQuery Isbn = new RpnQuery.Term([new Bib1Attribute(1, 7)], "0818505001");

    [Fact]
    public void A_search_has_the_octets_that_a_real_client_sends() =>
        Assert.Equal(SearchByIsbn, Hex(Z3950Requests.Search("Default", Isbn)));

    [Fact]
    public void A_search_for_two_things_has_the_octets_that_a_real_client_sends() => Assert.Equal(
        SearchTitleAndAuthor, Hex(Z3950Requests.Search("Default", new RpnQuery.And(
            new RpnQuery.Term([new Bib1Attribute(1, 4)], "computer"),
            new RpnQuery.Term([new Bib1Attribute(1, 1003)], "smith")))));

    [Fact]
    public void A_present_has_the_octets_that_a_real_client_sends() =>
        Assert.Equal("b8149f1f01319e01019d01019f68072a8648ce130566", Hex(Z3950Requests.Present(1, 1, Z3950Syntax.Opac)));

    [Fact]
    public void A_close_has_the_octets_that_a_real_client_sends() =>
        Assert.Equal("bf30059f81530100", Hex(Z3950Requests.Close()));

    [Fact]
    public void A_password_is_in_the_octets_and_nowhere_else()
    {
        var identity = new Z3950Identity("ill", "geheim", "", Open: false);
        Assert.Contains(Hex("geheim"u8), Hex(Z3950Requests.Init(identity)), StringComparison.Ordinal);
        Assert.Contains("a70f300d8103" + Hex("ill"u8) + "8206" + Hex("geheim"u8), Hex(Z3950Requests.Init(identity)), StringComparison.Ordinal);
        Assert.Contains("a70c1a0a" + Hex("ill/geheim"u8), Hex(Z3950Requests.Init(identity with { Open = true })), StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", $"{identity}", StringComparison.Ordinal);
    }

    [Fact]
    public void The_answers_of_a_real_target_are_read()
    {
        Assert.Equal(new Z3950Answer.Init(true, "GFS/YAZ"), Read(
            "b559830200e0840300e9a28504040000008604040000008c01019f6e0238319f6f074746532f59415a9f702f352e33342e3020646563"
            + "30633861306237363231333234363863633832363463316232323065616531633637626437"));
        var search = Assert.IsType<Z3950Answer.Search>(Read("b70c970114980100990101960101"));
        Assert.Equal((true, 20), (search.Succeeded, search.Hits));
        var failed = Assert.IsType<Z3950Answer.Search>(
            Read("b7249701009801009901009601009a0103bf81021106072a8648ce13040102016d1a03666f6f"));
        Assert.False(failed.Succeeded);
        Assert.Equal("diagnostic 109: database unavailable (foo)", Assert.Single(failed.Diagnostics).ToString());
        var outside = Assert.IsType<Z3950Answer.Present>(
            Read("b9229801009903015f919b0105bf81021306072a8648ce13040102010d1a053930303030"));
        Assert.Equal(new Z3950Diagnostic(13, "90000"), Assert.Single(outside.Diagnostics));
        Assert.Equal(new Z3950Answer.Close(0, "Association terminated by client"), Read(
            "bf30279f8153010083204173736f63696174696f6e207465726d696e6174656420627920636c69656e74"));
    }

    [Fact]
    public void An_opac_record_of_indefinite_lengths_is_read_with_its_holdings()
    {
        var present = Assert.IsType<Z3950Answer.Present>(Z3950Reader.Read(LocateFixtures.Octets("z3950-present-opac.hex")));
        var record = Assert.IsType<Z3950Record.Read>(Assert.Single(present.Records));
        Assert.Equal("How to program a computer", record.Marc.First("245", 'a'));
        var holding = Assert.Single(record.Holdings);
        Assert.Equal(["s-FM/GC", "Main or Science/Business Reading Rms - STORED OFFSITE"], holding.Places);
        Assert.Equal(("MLCM 89/00602 (N)", Availability.Available, 1),
            (holding.CallNumber, holding.Availability, holding.Items));
    }

    [Fact]
    public void Plain_marc_records_are_read_and_sutrs_is_not()
    {
        var present = Assert.IsType<Z3950Answer.Present>(Z3950Reader.Read(LocateFixtures.Octets("z3950-present-marc.hex")));
        Assert.Equal(["11224466", "11224467"], present.Records.Cast<Z3950Record.Read>().Select(r => r.Marc.Control("001")!.Trim()));
        var sutrs = Assert.IsType<Z3950Answer.Present>(Read(
            "b94d9801019901029b0100bc423040800744656661756c74a135a133283106072a8648ce130565a0261b24546869732069732064756d6d"
            + "79205355545253207265636f7264206e756d62657220310a"));
        Assert.Equal("record syntax 1.2.840.10003.5.101",
            Assert.IsType<Z3950Record.Unreadable>(Assert.Single(sutrs.Records)).Fault);
    }

    [Fact]
    public void A_diagnostic_in_a_records_place_is_read()
    {
        // [28] { SEQ { [1] { [2] { DefaultDiagFormat 238 } } } }
        var present = Assert.IsType<Z3950Answer.Present>(Read(
            "b9259801019901029b0100bc1a3018a116a214301206072a8648ce130401020200ee1a03312e32"));
        Assert.True(Assert.IsType<Z3950Record.Refused>(Assert.Single(present.Records)).Diagnostic.IsAboutSyntax);
    }

    [Fact]
    public void A_pdu_is_found_in_a_stream_that_drips()
    {
        foreach (var octets in new[] { LocateFixtures.Octets("z3950-present-opac.hex"), Convert.FromHexString(SearchByIsbn) })
        {
            byte[] stream = [.. octets, 0xB5, 0x00];
            var framing = new Z3950Framing();
            for (int i = 0; i < octets.Length; i++)
                Assert.Equal(FrameState.NeedsMore, framing.Examine(stream.AsSpan(0, i)).State);
            Assert.Equal(octets.Length, framing.Examine(stream).Octets);
        }
    }

    [Theory]
    [InlineData("485454502f312e3120343030")]
    [InlineData("3003020101")]
    [InlineData("b984ffffffff")]
    [InlineData("b9848010000000")]
    public void What_can_be_no_pdu_is_refused_at_once(string hex) =>
        Assert.Equal(FrameState.Refused, new Z3950Framing().Examine(Convert.FromHexString(hex)).State);

    [Fact]
    public void Deep_nesting_is_refused()
    {
        byte[] deep = [.. Enumerable.Repeat(new byte[] { 0xB9, 0x80 }, 5_000).SelectMany(two => two)];
        Assert.Equal(FrameState.Refused, new Z3950Framing().Examine(deep).State);
        Assert.IsType<Z3950Answer.Garbage>(Z3950Reader.Read(deep));
    }

    [Fact]
    public void Random_damage_never_throws()
    {
        const int seed = 3950;
        var random = new Random(seed);
        var whole = LocateFixtures.Octets("z3950-present-opac.hex");
        for (int round = 0; round < 20_000; round++)
        {
            var damaged = whole.ToArray();
            for (int i = random.Next(1, 8); i > 0; i--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            Assert.NotNull(Z3950Reader.Read(damaged.AsMemory(0, random.Next(damaged.Length + 1))));
        }
    }

    private static string Hex(ReadOnlySpan<byte> octets) => Convert.ToHexStringLower(octets);

    private static Z3950Answer Read(string hex) => Z3950Reader.Read(Convert.FromHexString(hex));
}

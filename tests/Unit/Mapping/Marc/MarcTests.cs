using System.Text;
using System.Xml.Linq;
using ResourceSharing.Mapping.Marc;
using ResourceSharing.Tests.Unit.Mapping.Locate;

namespace ResourceSharing.Tests.Unit.Mapping.Marc;

public sealed class MarcTests
{
    [Fact]
    public void A_record_in_utf8_is_read_with_its_indicators_and_subfields()
    {
        var octets = LocateFixtures.Iso2709('a',
            ("001", "42"u8.ToArray()), ("245", "14\u001faThe Café :\u001fba tale"u8.ToArray()));
        var record = MarcIso2709.Read(octets).Record!;
        Assert.Equal("42", record.Control("001"));
        var title = Assert.Single(record.All("245"));
        Assert.Equal(('1', '4'), (title.Indicator1, title.Indicator2));
        Assert.Equal("The Café : a tale", title.Joined("ab"));
    }

    [Fact]
    public void Marc8_marks_move_behind_their_letter()
    {
        byte[] title = [.. "00\u001faStra"u8, 0xC7, .. "e nach M"u8, 0xE8, .. "unchen, "u8, 0xB1, .. "odz"u8];
        var record = MarcIso2709.Read(LocateFixtures.Iso2709(' ', ("245", title))).Record!;
        Assert.Equal("Straße nach Mu\u0308nchen, łodz", record.First("245", 'a'));
    }

    [Fact]
    public void A_leader_that_lies_about_its_characters_does_no_harm()
    {
        var utf8 = LocateFixtures.Iso2709(' ', ("245", "00\u001faMünchen"u8.ToArray()));
        Assert.Equal("München", MarcIso2709.Read(utf8).Record!.First("245", 'a'));
        var latin1 = LocateFixtures.Iso2709('a', ("245", Encoding.Latin1.GetBytes("00\u001faMünchen")));
        Assert.Equal("München", MarcIso2709.Read(latin1).Record!.First("245", 'a'));
    }

    [Fact]
    public void Another_script_becomes_replacement_characters_and_ends_with_its_escape()
    {
        byte[] title = [.. "00\u001fa"u8, 0x1B, (byte)'(', (byte)'N', .. "Tolstoj"u8, 0x1B, (byte)'(', (byte)'B', .. " x"u8, 0xE9];
        var text = MarcIso2709.Read(LocateFixtures.Iso2709(' ', ("245", title))).Record!.First("245", 'a');
        Assert.Equal(new string('\uFFFD', 7) + " x", text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage that is not a record at all, but long enough")]
    [InlineData("00050nam a2299999 a 450024500099000001e")]
    [InlineData("00060nam a2200037 a 4500245999900000\u001e1234567890")]
    public void Damaged_octets_are_refused_with_a_reason(string text)
    {
        var reading = MarcIso2709.Read(Encoding.UTF8.GetBytes(text));
        Assert.Null(reading.Record);
        Assert.False(string.IsNullOrEmpty(reading.Fault));
    }

    [Fact]
    public void Random_damage_never_throws()
    {
        const int seed = 2709;
        var random = new Random(seed);
        var whole = LocateFixtures.Iso2709('a', ("001", "42"u8.ToArray()), ("245", "14\u001faTitle\u001fbrest"u8.ToArray()));
        for (int round = 0; round < 5_000; round++)
        {
            var damaged = whole.AsSpan(0, random.Next(whole.Length + 1)).ToArray();
            for (int i = random.Next(6); i > 0 && damaged.Length > 0; i--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var reading = MarcIso2709.Read(damaged);
            Assert.True(reading.Record is null != reading.Fault is null, $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void A_record_has_at_most_so_many_fields()
    {
        Assert.NotNull(MarcXml.Read(Xml(MarcLimits.MaxFields)).Record);
        Assert.Null(MarcXml.Read(Xml(MarcLimits.MaxFields + 1)).Record);

        static XElement Xml(int fields) => new(XName.Get("record", MarcXml.Namespace), Enumerable.Range(0, fields).Select(
            _ => new XElement(XName.Get("datafield", MarcXml.Namespace), new XAttribute("tag", "500"))));
    }

    [Fact]
    public void Alma_availability_is_read()
    {
        var record = LocateFixtures.Record(
            "AVA $0991$822$a01UNI_INST$bMAIN$cStacks$dQE862.S3$eavailable$f2$g1$jstk$qMain Library",
            "AVA $a01UNI_INST$bLAW$eunavailable$f1$g1", "AVA $bSCI$echeck_holdings$vv.1(1990)-",
            "AVE $mInvented Collection$eAvailable$sAvailable from 1997", "AVD $eFile", "852 $bMAIN$hQE862");
        var holdings = MarcHoldings.Of(record);
        Assert.Equal(5, holdings.Count);
        Assert.Equal(["01UNI_INST", "MAIN", "stk", "Main Library", "Stacks"], holdings[0].Places);
        Assert.Equal(("QE862.S3", Availability.Available, 2), (holdings[0].CallNumber, holdings[0].Availability, holdings[0].Items));
        Assert.Equal(Availability.Unavailable, holdings[1].Availability);
        Assert.Equal(Availability.NotSaid, holdings[2].Availability);
        Assert.Equal(["v.1(1990)-"], holdings[2].Coverage);
        Assert.Equal((HoldingKind.Electronic, "Available from 1997"), (holdings[3].Kind, Assert.Single(holdings[3].Coverage)));
        Assert.Equal(HoldingKind.Digital, holdings[4].Kind);
    }

    [Fact]
    public void Plain_holdings_are_read_from_852_with_what_follows_it()
    {
        var holdings = MarcHoldings.Of(LocateFixtures.Record(
            "852 $aXX-Inv$bMain$cStacks$hQA76$i.C6", "866 $av.1(1990)-v.20(2009)", "876 $p39000001", "876 $p39000002",
            "852 $bAnnex", "866 $av.21(2010)-"));
        Assert.Equal(2, holdings.Count);
        Assert.Equal(["XX-Inv", "Main", "Stacks"], holdings[0].Places);
        Assert.Equal(("QA76 .C6", 2), (holdings[0].CallNumber, holdings[0].Items));
        Assert.Equal(["v.21(2010)-"], holdings[1].Coverage);
        Assert.Empty(MarcHoldings.Of(LocateFixtures.Record("245 $aTitle")));
    }

    [Theory]
    [InlineData("876 $p1$hLibrary use only", "877 $p2$hNot for loan", true)]
    [InlineData("876 $p1$hLibrary use only", "876 $p2", false)]
    [InlineData("876 $p1$h ", "876 $p2", false)]
    [InlineData("866 $av.1-", "866 $av.2-", false)]
    public void A_holding_is_restricted_when_every_copy_of_it_is(string first, string second, bool isRestricted) =>
        Assert.Equal(isRestricted, MarcHoldings.Of(LocateFixtures.Record("852 $bMain", first, second))[0].IsRestricted);
}

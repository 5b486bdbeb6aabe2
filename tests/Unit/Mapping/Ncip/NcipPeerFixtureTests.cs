using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

/// <summary>Messages as the systems of the Norwegian profile and Alma write them, invented from what is known of them.</summary>
public sealed class NcipPeerFixtureTests
{
    private static readonly NcipPeerForm Norwegian = new() { Dialect = NcipPeerDialect.Nncipp };

    [Fact]
    public void Call_3_asks_for_a_title()
    {
        var request = Read<IllMessage.Request>("call-03-RequestItem");
        Assert.Equal("NO-9000001", request.Header.Requester!.Symbol!.Value.Text);
        Assert.Equal("NO-9000002", request.Header.Responder!.Symbol!.Value.Text);
        Assert.Equal("NO-9000001", request.Header.Transaction.InitialRequester!.Value.Text);
        Assert.Equal("8122", request.Header.Transaction.GroupQualifier);
        var content = request.Content;
        Assert.Equal(("The Wooden Bridge", "Adler, Nora", "9783161484100"),
            (content.Citation.Title, content.Citation.Author, content.Citation.Isbn));
        Assert.Equal([ServiceType.Loan], content.Services);
        Assert.Equal("N900001", content.Patron!.Identifier);
    }

    [Fact]
    public void Calls_4_to_7_are_told_apart_by_their_marks()
    {
        var shipped = Read<IllMessage.Shipped>("call-04-ItemShipped");
        Assert.Equal(new DateOnly(2026, 3, 4), shipped.Supply.ShippedOn);
        Assert.Equal(new DateOnly(2026, 4, 15), shipped.Supply.Due!.On);
        Assert.Equal(("30010000004", "Library van", "Hill Road 1"), (shipped.Barcode, shipped.Supply.Via, shipped.ReturnTo!.Street));
        Assert.Equal("NO-9000002", shipped.Header.Responder!.Symbol!.Value.Text);
        var received = Read<IllMessage.Received>("call-05-ItemReceived");
        Assert.Equal(new DateOnly(2026, 3, 6), received.ReceivedOn);
        Assert.Equal("NO-9000001", received.Header.Requester!.Symbol!.Value.Text);
        Assert.Equal(new DateOnly(2026, 4, 10), Read<IllMessage.Returned>("call-06-ItemShipped").ReturnedOn);
        Assert.Equal(new DateOnly(2026, 4, 12), Read<IllMessage.CheckedIn>("call-07-ItemReceived").CheckedInOn);
    }

    [Fact]
    public void Call_8_is_refused_by_name()
    {
        var meaning = Assert.IsType<NcipPeerMeaning.NotUnderstood>(Meaning("call-08-ItemRequested", Norwegian));
        Assert.Contains("ItemRequested", meaning.Detail, StringComparison.Ordinal);
        Assert.Equal("8122", meaning.Header!.Transaction.GroupQualifier);
    }

    [Fact]
    public void Calls_9_to_11_renew_and_cancel()
    {
        Assert.Equal(new DateOnly(2026, 5, 15), Read<IllMessage.Renew>("call-09-RenewItem").DesiredDueOn);
        Assert.Equal("NO-9000001", Read<IllMessage.Cancel>("call-10-CancelRequestItem").Header.Requester!.Symbol!.Value.Text);
        var unfilled = Read<IllMessage.Answer>("call-11-CancelRequestItem");
        Assert.Equal(ReasonUnfilled.Other, Assert.IsType<AnswerResult.Unfilled>(unfilled.Result).Reason);
    }

    [Fact]
    public void All_calls_are_about_one_request()
    {
        foreach (var name in Directory.EnumerateFiles(Folder, "call-*.xml").Select(Path.GetFileNameWithoutExtension))
        {
            var transaction = NcipPeerTransaction.Read(NcipPeerReading.NumberOf(Initiation(name!)), Norwegian)!;
            Assert.Equal("NO-9000001 8122/1", transaction.ToString());
        }
    }

    [Fact]
    public void A_message_without_a_mark_has_two_meanings()
    {
        var unmarked = Initiation("call-06-ItemShipped") with { Ext = [] };
        var either = Assert.IsType<NcipPeerMeaning.EitherWay>(
            NcipPeer.Read(unmarked, Norwegian, TimeZoneInfo.Utc, NcipPeerSamples.Noon));
        Assert.IsType<IllMessage.Shipped>(either.FromLender.Message);
        Assert.IsType<IllMessage.Returned>(either.FromBorrower.Message);
    }

    [Fact]
    public void Alma_asks_for_a_file()
    {
        var form = new NcipPeerForm
        {
            Dialect = NcipPeerDialect.AlmaP2p,
            Agencies = new Dictionary<Symbol, string> { [NcipPeerSamples.Home] = "47HOME_INST||MAIN" },
        };
        var understood = Assert.IsType<NcipPeerMeaning.Understood>(Meaning("alma-RequestItem", form));
        var request = Assert.IsType<IllMessage.Request>(understood.Message);
        Assert.Equal("01EAST_INST||MAIN", request.Header.Requester!.Symbol!.Value.Text);
        Assert.Contains(Symbol.Parse("01EAST_INST"), request.Header.SenderAliases);
        Assert.Contains(Symbol.Parse("01EAST_INST||SCIENCE"), request.Header.SenderAliases);
        Assert.Equal(NcipPeerSamples.Home, request.Header.Responder!.Symbol);
        Assert.Equal("01EAST0000008", request.Header.Transaction.GroupQualifier);
        Assert.Equal([ServiceType.CopyNonReturnable], request.Content.Services);
        Assert.Equal(MediumType.MachineReadable, request.Content.Media[0].Medium);
        Assert.Equal(("Journal of Rivers", "The Delta", "Adler, Nora", "1234-5679"), (request.Content.Citation.Title,
            request.Content.Citation.ArticleTitle, request.Content.Citation.ArticleAuthor, request.Content.Citation.Issn));
        Assert.Equal(new DateOnly(2026, 3, 31), request.Content.NeededBy);
        Assert.Equal("For a class on deltas\nPickup location: SCIENCE", request.Note);
        Assert.Equal("PickupLocation", Assert.Single(understood.Losses.Losses).Field);
    }

    private static string Folder => Path.Combine(Repository.Root, "tests", "Fixtures", "NcipPeer");

    private static NcipInitiation Initiation(string name) => Assert.IsAssignableFrom<NcipInitiation>(
        NcipSamples.Read(File.ReadAllBytes(Path.Combine(Folder, $"{name}.xml"))).Message);

    private static NcipPeerMeaning Meaning(string name, NcipPeerForm form) =>
        NcipPeer.Read(Initiation(name), form, TimeZoneInfo.Utc, NcipPeerSamples.Noon);

    private static T Read<T>(string name)
        where T : IllMessage =>
        Assert.IsType<T>(Assert.IsType<NcipPeerMeaning.Understood>(Meaning(name, Norwegian)).Message);
}

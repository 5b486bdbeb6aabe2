using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Replies;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;
using ResourceSharing.Tests.Unit.Gateway.Configuration;

namespace ResourceSharing.Tests.Unit.Gateway.Replies;

public sealed class ReplyOffersTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);
    private readonly TemporaryConfiguration _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<Side, Status> All => new(
        from side in Enum.GetValues<Side>() from info in StatusCatalog.Of(side) select (side, info.Status));

    [Theory]
    [MemberData(nameof(All))]
    public void In_every_status_what_is_offered_is_what_that_side_says_and_the_situation_has_words(Side side, Status status)
    {
        var state = SampleRequest.In(side, status) with { Partner = "EAST" };
        var network = Ours();
        var offers = ReplyOffers.Of(state, "east", network, Now);
        var lenders = Enum.GetValues<ReplyAction>().TakeWhile(action => action <= ReplyAction.CheckedIn).ToHashSet();
        Assert.All(offers, action => Assert.True(
            action == ReplyAction.Question || lenders.Contains(action) == (side == Side.Borrowing), $"{action}"));
        if (StatusCatalog.Info(side, status).IsFinal)
        {
            Assert.All(offers, action => Assert.Equal(ReplyAction.Received, action));
        }

        Assert.Contains(ReplyOffers.Situation(state, "EAST"), LetterPhrases.English.Keys);
        Assert.Empty(ReplyOffers.Of(state, "WEST", network, Now));
        Assert.Equal("page.is-elsewhere", ReplyOffers.Situation(state, "WEST"));
    }

    [Fact]
    public void Everything_that_can_be_said_is_offered_somewhere_and_has_words()
    {
        var network = Ours();
        var offered = All.Select(row => row.Data).SelectMany(row =>
        {
            var state = SampleRequest.In(row.Item1, row.Item2) with { Partner = "EAST" };
            state = state with { Content = state.Content with { Services = [ServiceType.CopyNonReturnable] } };
            return ReplyOffers.Of(state, "EAST", network, Now);
        }).ToHashSet();
        Assert.Equal(Enum.GetValues<ReplyAction>().Order(), offered.Order());
        foreach (var action in Enum.GetValues<ReplyAction>())
        {
            Assert.Contains($"page.{IsoCode.Kebab(action.ToString())}", LetterPhrases.English.Keys);
            Assert.All(ReplyFields.Of(action), field => Assert.Contains($"page.{field.Label}", LetterPhrases.English.Keys));
        }
    }

    [Fact]
    public void A_form_is_read_as_it_was_written_within_its_limits()
    {
        var form = Read(ReplyAction.Shipped, ("as", "2"), ("date", "1.4.2026"), ("due", "2026-05-01"), ("cost", "12,50"),
            ("currency", "eur"), ("barcode", " 3000 "), ("note", "a\r\nb\u0007\u202Ec"));
        Assert.Empty(form.Faults);
        Assert.Equal(new ReplyAnswer
        {
            Service = ServiceType.CopyNonReturnable, On = new DateOnly(2026, 4, 1), Due = new DateOnly(2026, 5, 1),
            Cost = new Money(12.50m, "EUR"), Barcode = "3000", Note = "a\nbc",
        }, form.Answer);
        Assert.Empty(Read(ReplyAction.Question, ("note", new string('x', ReplyLimits.NoteChars))).Faults);
        Assert.Single(Read(ReplyAction.Question, ("note", new string('x', ReplyLimits.NoteChars + 1))).Faults);
        Assert.Single(Read(ReplyAction.Question, ("note", " \n ")).Faults);
        Assert.Empty(Read(ReplyAction.Received, ("date", "2031-12-31")).Faults);
        Assert.Single(Read(ReplyAction.Received, ("date", "2032-01-01")).Faults);
        Assert.Single(Read(ReplyAction.CannotSupply, ("reason", "at-bindery")).Faults);
        foreach (var cost in new[] { "-1", "1.234", "1e3", "1.000,00", "10000000" })
        {
            Assert.Single(Read(ReplyAction.Shipped, ("as", "1"), ("date", "2026-03-14"), ("cost", cost)).Faults);
        }
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\temp\\a b.pdf", "a b.pdf")]
    [InlineData("x\r\ny\u202Efdp.exe", "xyfdp.exe")]
    [InlineData(null, "")]
    public void A_name_of_a_file_is_only_a_name(string? given, string clean) => Assert.Equal(clean, ResourceSharing.Gateway.Documents.FileNames.Clean(given));

    private static ReplyForm Read(ReplyAction action, params (string Name, string Value)[] fields) => ReplyForm.Read(
        action, fields.ToDictionary(field => field.Name, field => field.Value), null, LetterWords.English,
        new DateOnly(2026, 3, 14));

    private ResourceSharing.Gateway.Routing.Network Ours() => new(_folder.Load().Snapshot!);
}

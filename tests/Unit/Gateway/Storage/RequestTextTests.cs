using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Storage;

public sealed class RequestTextTests
{
    [Theory]
    [InlineData("The O'Brien -- story (2nd)", false, "THE OBRIEN STORY 2ND ")]
    [InlineData("978-0-306.40615 x", true, "978030640615X")]
    [InlineData("  --", false, "")]
    [InlineData("", true, "")]
    [InlineData("Ångström’s Übung", false, "ANGSTROMS UBUNG")]
    public void Letters_and_digits_are_left(string text, bool joins, string folded) =>
        Assert.Equal(folded, RequestText.Fold(text, joins));

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    public void Plain_and_other_texts_are_folded_alike_whatever_their_length(int length)
    {
        var random = new Random(length);
        for (var round = 0; round < 300; round++)
        {
            // Of 1 to `length` characters, each of the 128 of ASCII; the accent at the end takes the other way.
            var text = string.Concat(Enumerable.Range(0, round == 0 ? length - 1 : random.Next(length))
                .Select(_ => (char)random.Next(128)));
            foreach (var joins in new[] { false, true })
            {
                Assert.Equal(RequestText.Fold(text + "É", joins), RequestText.Fold(text + "e", joins));
            }
        }
    }

    [Fact]
    public void The_checksum_changes_with_every_word_and_with_nothing_else()
    {
        var state = StoreSamples.Borrowing(7) with { Barcode = "B1" };
        var before = RequestText.Checksum(state);
        Assert.Equal(before, RequestText.Checksum(state with { Version = 9, Status = Status.RequestCompleted }));
        Assert.NotEqual(before, RequestText.Checksum(state with { Barcode = "B2" }));
        Assert.NotEqual(before, RequestText.Checksum(state with { Partner = "NOWHERE" }));
        Assert.NotEqual(before, RequestText.Checksum(state with { Rota = [.. state.Rota, new RotaLeg("LAST", LegOutcome.Waiting)] }));
    }

    [Fact]
    public void A_title_that_was_prepared_is_the_one_that_would_be_made()
    {
        var state = StoreSamples.Lending(3);
        Assert.Equal(RequestText.TitleKey(state.Content.Citation), new PreparedContent(state.Content).TitleKey);
    }
}

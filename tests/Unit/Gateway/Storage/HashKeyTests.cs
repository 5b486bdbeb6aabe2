using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Storage;

public sealed class HashKeyTests
{
    private const int NeighbourhoodShift = 40;

    private static readonly TransactionId Transaction = new() { GroupQualifier = "4711", Qualifier = "1" };

    [Fact]
    public void A_message_stands_beside_its_transaction()
    {
        var word = TransactionId.Word("RSG:EAST", "4711", "1", null);
        var identity = HashKey.OfIdentity("EAST", "iso-ill", $"{word} ILL-Request");
        var transaction = HashKey.OfTransaction(Side.Lending, Symbol.Parse("RSG:EAST"), Transaction);
        Assert.Equal(transaction >> NeighbourhoodShift, identity >> NeighbourhoodShift);
        Assert.NotEqual(transaction, identity);
        Assert.NotEqual(identity, HashKey.OfIdentity("EAST", "iso-ill", $"{word} Shipped 20260301"));
        Assert.NotEqual(identity, HashKey.OfIdentity("WEST", "iso-ill", $"{word} ILL-Request"));
    }

    [Fact]
    public void The_case_of_the_requester_and_blanks_around_qualifiers_make_no_difference()
    {
        var spaced = new TransactionId { GroupQualifier = " 4711", Qualifier = "1 ", SubQualifier = "" };
        Assert.Equal(
            HashKey.OfTransaction(Side.Lending, Symbol.Parse("RSG:EAST"), Transaction),
            HashKey.OfTransaction(Side.Lending, Symbol.Parse("RSG:east"), spaced));
    }

    [Fact]
    public void Sides_requesters_and_qualifiers_are_told_apart()
    {
        var keys = new[]
        {
            HashKey.OfTransaction(Side.Lending, Symbol.Parse("RSG:EAST"), Transaction),
            HashKey.OfTransaction(Side.Borrowing, Symbol.Parse("RSG:EAST"), Transaction),
            HashKey.OfTransaction(Side.Lending, Symbol.Parse("RSG:WEST"), Transaction),
            HashKey.OfTransaction(Side.Lending, Symbol.Parse("RSG:EAST"), Transaction with { SubQualifier = "1" }),
            HashKey.OfTransaction(Side.Lending, Symbol.Parse("RSG:EAST"), Transaction with { GroupQualifier = "4711/1" }),
            HashKey.OfTransaction(Side.Lending, Symbol.Parse("RSG:EAST"), Transaction with { GroupQualifier = "4711/1", Qualifier = "" }),
        };
        Assert.Distinct(keys);
    }
}

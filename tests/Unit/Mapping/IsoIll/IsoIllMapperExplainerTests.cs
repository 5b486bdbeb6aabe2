using ResourceSharing.Mapping.IsoIll;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.IsoIll;

public class IsoIllMapperExplainerTests
{
    public static TheoryData<string> Names => new(IsoIllVectors.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_vector_is_explained_or_refused_with_a_reason(string name)
    {
        var explanation = IsoIllDecoding.Explain(IsoIllVectors.Octets(name));
        Assert.NotEmpty(explanation.Lines);
        Assert.Equal(explanation.Canonical is null, explanation.Refusal is not null);
        Assert.DoesNotContain(explanation.Lines, line => line.Contains("ResourceSharing", StringComparison.Ordinal));
    }

    [Fact]
    public void A_librarian_reads_what_was_asked_by_whom_and_until_when()
    {
        var lines = IsoIllDecoding.Explain(IsoIllVectors.Octets("01-ill-request-loan-full")).Lines;
        Assert.Equal("ILL-REQUEST: the borrower asks for an item.", lines[0]);
        Assert.Contains("Transaction: SYM:REQ1 TGQ-0001/TQ-0001", lines);
        Assert.Contains("Requester: Requester Library (SYM:REQ1)", lines);
        Assert.Contains("Title: Beowulf", lines);
        Assert.Contains("Wanted as: loan, else copy non returnable", lines);
        Assert.Contains("Needed by: 2024-03-01", lines);
        Assert.Contains("Maximum cost: 35.00 USD", lines);
    }

    [Fact]
    public void What_was_tolerated_and_what_is_lost_is_said()
    {
        var lines = IsoIllDecoding.Explain(IsoIllVectors.Octets("edge/amount-with-dollar-sign")).Lines;
        Assert.Contains(lines, line => line.StartsWith("Accepted: ILL-REQUEST.cost-info-type", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("read as", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("474554202f20485454502f312e310d0a")]
    [InlineData("6130")]
    public void Octets_that_are_no_APDU_are_refused_in_words(string hex)
    {
        var explanation = IsoIllDecoding.Explain(Convert.FromHexString(hex));
        Assert.NotNull(explanation.Refusal);
        Assert.Null(explanation.WireJson);
    }
}

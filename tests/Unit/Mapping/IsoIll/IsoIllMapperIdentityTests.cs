using ResourceSharing.Mapping.IsoIll;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.IsoIll;

public class IsoIllMapperIdentityTests
{
    [Theory]
    [InlineData("canonical-cancel", "nonminimal-length-cancel")]
    [InlineData("canonical-ill-request-defaults-explicit", "canonical-ill-request-defaults-omitted")]
    [InlineData("overdue-ext49-explicit", "overdue-ext49-implicit")]
    public void The_way_of_coding_makes_no_other_message(string one, string other) =>
        Assert.Equal(Of("edge/" + one), Of("edge/" + other));

    [Fact]
    public void A_repeat_is_the_same_message_at_another_time()
    {
        var first = IsoIllVectors.Decode("06-cancel-full").Apdu;
        var repeat = first with
        {
            ServiceDateTime = new ServiceDateTime
            {
                DateTimeOfThisService = new DateTimeOfService { Date = "20240109", Time = "080000" },
                DateTimeOfOriginalService = first.ServiceDateTime.DateTimeOfThisService,
            },
        };
        var later = first with
        { ServiceDateTime = repeat.ServiceDateTime with { DateTimeOfOriginalService = null } };
        Assert.Equal(Text(first), Text(repeat));
        Assert.NotEqual(Text(first), Text(later));
    }

    [Fact]
    public void Two_messages_of_one_second_are_two_but_a_request_with_other_content_is_a_conflict()
    {
        var message = (MessageApdu)IsoIllVectors.Decode("17-message-min").Apdu;
        Assert.NotEqual(
            IsoIllIdentity.Of(message with { Note = "one" }).Identity,
            IsoIllIdentity.Of(message with { Note = "two" }).Identity);

        var request = (IllRequestApdu)IsoIllVectors.Decode("01-ill-request-min").Apdu;
        var one = IsoIllIdentity.Of(request with { RequesterNote = "one" });
        var two = IsoIllIdentity.Of(request with { RequesterNote = "two" });
        Assert.Equal(one.Identity, two.Identity);
        Assert.False(one.Digest.Span.SequenceEqual(two.Digest.Span));
    }

    [Fact]
    public void Qualifiers_cannot_be_made_to_look_like_others()
    {
        var cancel = IsoIllVectors.Decode("06-cancel-min").Apdu;
        Apdu With(string group, string qualifier) => cancel with
        {
            TransactionId = new TransactionId { TransactionGroupQualifier = group, TransactionQualifier = qualifier },
        };
        Assert.NotEqual(Text(With("a/b", "c")), Text(With("a", "b/c")));
        Assert.True(IsoIllIdentity.Of(With(new string('x', 60_000), "1")).Identity.Length < 1200);
    }

    [Fact]
    public void An_amount_that_cannot_be_written_again_has_an_identity_all_the_same()
    {
        var returned = (ReturnedApdu)IsoIllVectors.Decode("10-returned-min").Apdu;
        var euros = returned with { InsuredFor = new Amount { MonetaryValue = "€35" } };
        Assert.Equal(Text(euros), Text(euros with { }));
        Assert.NotEqual(Text(returned), Text(euros));
    }

    private static string Text(Apdu apdu) => IsoIllIdentity.Of(apdu).Identity;

    private static string Of(string name) => Text(IsoIllVectors.Decode(name).Apdu);
}

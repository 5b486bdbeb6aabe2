using System.Text;
using ResourceSharing.Mapping.Ncip;
using ResourceSharing.Mapping.Ncip.Shapes;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

public sealed class NcipIdentityTests
{
    private static readonly AcceptItem Accept = NcipSamples.Read<AcceptItem>(NcipSamples.Text("AcceptItem.req.xml"));

    [Fact]
    public void A_message_sent_again_in_another_form_is_the_same_one()
    {
        foreach (var name in NcipSamples.Names.Where(name => name.EndsWith(".req.xml", StringComparison.Ordinal)))
        {
            var message = (NcipInitiation)NcipSamples.Read(NcipSamples.Octets(name)).Message;
            var identity = NcipIdentity.Of(message);
            var again = NcipSamples.Read(NcipSamples.Write(message, NcipForm.Initiating(NcipVersion.V202, NcipStyle.Ns1)));
            AssertSame(identity, NcipIdentity.Of((NcipInitiation)again.Message));
        }
    }

    [Fact]
    public void An_accepted_item_is_known_by_its_request_for_ever_and_other_words_are_a_conflict()
    {
        var identity = NcipIdentity.Of(Accept);
        Assert.Equal(NcipRepeat.SameForEver, identity.Repeat);
        Assert.Equal("AcceptItem PARTNER-A PARTNER-A ILL-12345 ILL-12345", identity.Identity);
        var other = NcipIdentity.Of(Accept with { PickupLocation = "BRANCH" });
        Assert.Equal(identity.Identity, other.Identity);
        Assert.False(identity.Digest.Span.SequenceEqual(other.Digest.Span));
    }

    [Fact]
    public void Pieces_of_one_request_are_several_items()
    {
        var one = NcipIdentity.Of(Accept with { ItemId = new NcipItemId { Value = "ILL-12345-1OF2" } });
        var two = NcipIdentity.Of(Accept with { ItemId = new NcipItemId { Value = "ILL-12345-2OF2" } });
        Assert.NotEqual(one.Identity, two.Identity);
    }

    [Fact]
    public void A_loan_is_the_same_one_only_until_something_else_is_done_to_the_item()
    {
        var lend = new CheckOutItem { ItemId = new NcipItemId { Value = "30001" }, UserId = new NcipUserId { Value = "P1" } };
        var back = new CheckInItem { ItemId = new NcipItemId { AgencyId = "X", Value = "30001" } };
        Assert.Equal(NcipRepeat.SameWhileUnchanged, NcipIdentity.Of(lend).Repeat);
        Assert.Equal(NcipIdentity.Of(lend).Subject, NcipIdentity.Of(back).Subject);
        AssertSame(NcipIdentity.Of(lend), NcipIdentity.Of(lend with { }));
        Assert.NotEqual(NcipIdentity.Of(lend).Identity, NcipIdentity.Of(lend with { UserId = new NcipUserId { Value = "P2" } }).Identity);
    }

    [Fact]
    public void What_no_schema_has_a_place_for_counts()
    {
        var one = new CheckInItem { ItemId = new NcipItemId { Value = "1" }, RequestId = new NcipRequestId { Value = "T1" } };
        Assert.NotEqual(NcipIdentity.Of(one).Identity, NcipIdentity.Of(one with { RequestId = new NcipRequestId { Value = "T2" } }).Identity);
    }

    [Fact]
    public void The_way_out_and_the_way_back_are_two_messages()
    {
        var header = new NcipHeader { FromAgencyId = "LENDER", ToAgencyId = "BORROWER" };
        var shipped = new ItemShipped { Header = header, RequestId = new NcipRequestId { Value = "R" } };
        Assert.NotEqual(NcipIdentity.Of(shipped).Identity, NcipIdentity.Of(shipped with { Header = header.Answer() }).Identity);
    }

    [Fact]
    public void Lookups_are_asked_anew()
    {
        Assert.Equal(NcipRepeat.AskedAnew, NcipIdentity.Of(new LookupUser()).Repeat);
        Assert.Equal(NcipRepeat.SameWhileUnchanged, NcipIdentity.Of(new RequestItem()).Repeat);
    }

    [Theory]
    [InlineData(NcipValues.BarcodeId, "4711", "1234")]
    [InlineData(NcipValues.BarcodeId, "4711", "4711")]
    [InlineData("Kartennummer", "4711", "1234")]
    public void A_PIN_cannot_be_found_out_from_an_identity_and_the_number_of_the_card_still_counts(
        string type, string card, string pin)
    {
        var header = new NcipHeader { FromAgencyId = "A", ToAgencyId = "B", FromAgencyAuthentication = new NcipSecret("key") };
        NcipAuthenticationInput Input(string kind, string data) => new() { Type = kind, Data = new NcipSecret(data) };
        CheckOutItem Lend(string number, string secret) => new()
        {
            Header = header, ItemId = new NcipItemId { Value = "30001" },
            Authentication = [Input(NcipValues.Pin, secret), Input(type, number)],
        };
        var lend = Lend(card, pin);
        AssertSame(NcipIdentity.Of(lend), NcipIdentity.Of(lend with
        {
            Header = header with { FromAgencyAuthentication = new NcipSecret("other") },
        }));
        if (card != pin)
        {
            AssertSame(NcipIdentity.Of(lend), NcipIdentity.Of(Lend(card, "9999")));
            AssertSame(NcipIdentity.Of(lend with { ItemId = null }), NcipIdentity.Of(Lend(card, "9999") with { ItemId = null }));
            Assert.NotEqual(NcipIdentity.Of(lend).Identity, NcipIdentity.Of(Lend("4712", pin)).Identity);
        }
        else
        {
            AssertSame(NcipIdentity.Of(lend), NcipIdentity.Of(Lend("9999", "9999")));
        }
    }

    [Fact]
    public void Identities_are_bounded_and_printable_whatever_is_in_a_message()
    {
        var request = new RequestItem
        {
            RequestId = new NcipRequestId { Value = new string('ü', 100_000) },
            ItemIds = [.. Enumerable.Range(0, 2000).Select(i => new NcipItemId { Value = $"{i}\n" })],
        };
        AssertPrintable(NcipIdentity.Of(request));
        foreach (var shape in NcipMessages.Shapes)
        {
            var message = new NcipGenerator(new Random(7), NcipVersions.V202).Message(shape);
            if (message is NcipInitiation initiation)
                AssertPrintable(NcipIdentity.Of(initiation));
        }
    }

    private static void AssertPrintable(NcipIdentity identity)
    {
        Assert.InRange(identity.Identity.Length, 1, 700);
        Assert.InRange(identity.Subject.Length, 0, 700);
        Assert.True(Ascii.IsValid(identity.Identity) && !identity.Identity.Any(char.IsControl));
        Assert.Equal(32, identity.Digest.Length);
    }

    private static void AssertSame(NcipIdentity one, NcipIdentity other)
    {
        Assert.Equal(one.Identity, other.Identity);
        Assert.Equal(one.Digest.ToArray(), other.Digest.ToArray());
        Assert.Equal((one.Repeat, one.Subject), (other.Repeat, other.Subject));
    }
}

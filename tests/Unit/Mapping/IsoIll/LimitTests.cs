using System.Buffers;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.IsoIll;

public class LimitTests
{
    [Fact]
    public void An_apdu_of_one_mebibyte_is_read_and_one_more_octet_is_refused()
    {
        // Unknown elements fill the message; each of them is below the limit of a string.
        int overhead =
            Ber.Cancel(Ber.Of("DF63", new byte[0x10000]), Ber.Of("DF63", new byte[0x10000])).Length - 0x20000;
        var largest = Ber.Cancel(
            Ber.Of("DF63", new byte[0x80000]),
            Ber.Of("DF63", new byte[IsoIllLimits.MaxApduOctets - 0x80000 - overhead]));
        Assert.Equal(IsoIllLimits.MaxApduOctets, largest.Length);
        Assert.Equal(largest.Length, IsoIllVectors.Decode(largest).OctetsRead);
        Assert.Equal(FrameState.Complete, Examine(largest));

        var larger = Ber.Cancel(
            Ber.Of("DF63", new byte[0x80000]),
            Ber.Of("DF63", new byte[IsoIllLimits.MaxApduOctets - 0x80000 - overhead + 1]));
        Assert.Equal(GeneralProblem.Other, IsoIllVectors.Refuse(larger).Problem);
        Assert.Equal(FrameState.Refused, Examine(larger));
    }

    [Fact]
    public void Thirty_two_levels_are_read_and_one_more_is_refused()
    {
        // The APDU and its SEQUENCE are the first two levels.
        Assert.Single(IsoIllVectors.Decode(Ber.Cancel(Nested(IsoIllLimits.MaxDepth - 2))).Notes);
        var refusal = IsoIllVectors.Refuse(Ber.Cancel(Nested(IsoIllLimits.MaxDepth - 1)));
        Assert.Equal(GeneralProblem.Other, refusal.Problem);
        Assert.Contains("nested deeper", refusal.PrivateDetail, StringComparison.Ordinal);
        Assert.Equal("G1", refusal.Header!.TransactionId.TransactionGroupQualifier.Text);
    }

    [Fact]
    public void Ten_thousand_elements_are_read_and_one_more_is_refused()
    {
        int own = 12;
        Assert.NotEmpty(IsoIllVectors.Decode(Ber.Cancel(Many(IsoIllLimits.MaxElements - own))).Notes);
        var refusal = IsoIllVectors.Refuse(Ber.Cancel(Many(IsoIllLimits.MaxElements - own + 1)));
        Assert.Equal(GeneralProblem.Other, refusal.Problem);
        Assert.Contains("more elements", refusal.PrivateDetail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_highest_tag_number_is_read_and_one_more_is_refused()
    {
        Assert.Contains("[16383]", IsoIllVectors.Decode(Ber.Cancel(Ber.Of("9FFF7F"))).Notes[0].What,
            StringComparison.Ordinal);
        Assert.Equal(GeneralProblem.Other, IsoIllVectors.Refuse(Ber.Cancel(Ber.Of("9F818000"))).Problem);
    }

    [Fact]
    public void Lengths_of_four_octets_are_read_and_of_five_are_refused()
    {
        Assert.NotEmpty(IsoIllVectors.Decode(Ber.Cancel(Ber.Hex("9F638400000000"))).Notes);
        Assert.Equal(GeneralProblem.Other,
            IsoIllVectors.Refuse(Ber.Cancel(Ber.Hex("9F63850000000000"))).Problem);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_string_of_64_kibibytes_is_read_and_one_more_octet_is_refused(bool segmented)
    {
        var whole =
            (CancelApdu)IsoIllVectors.Decode(Ber.Cancel(Text(IsoIllLimits.MaxStringOctets, segmented))).Apdu;
        Assert.Equal(IsoIllLimits.MaxStringOctets, whole.RequesterNote!.Value.Text.Length);
        var refusal = IsoIllVectors.Refuse(Ber.Cancel(Text(IsoIllLimits.MaxStringOctets + 1, segmented)));
        Assert.Equal((GeneralProblem.Other, "CANCEL.requester-note"), (refusal.Problem, refusal.Path));
    }

    [Fact]
    public void Sixty_four_notes_are_kept_and_no_more()
    {
        Assert.Equal(IsoIllLimits.MaxNotes,
            IsoIllVectors.Decode(Ber.Cancel(Many(IsoIllLimits.MaxNotes))).Notes.Count);
        Assert.Equal(IsoIllLimits.MaxNotes,
            IsoIllVectors.Decode(Ber.Cancel(Many(IsoIllLimits.MaxNotes + 1))).Notes.Count);
    }

    private static FrameState Examine(byte[] octets) =>
        new IsoIllFraming().Examine(new ReadOnlySequence<byte>(octets)).State;

    private static byte[] Nested(int levels) =>
        levels == 0 ? [] : Ber.Of("BF63", Nested(levels - 1));

    private static byte[] Many(int count) =>
        [.. Enumerable.Repeat(Ber.Hex("9F6300"), count).SelectMany(octets => octets)];

    private static byte[] Text(int octets, bool segmented)
    {
        var text = Enumerable.Repeat((byte)'x', octets).ToArray();
        return Ber.Note(segmented ? Ber.Of("3B", Ber.Of("04", text[..1000]), Ber.Of("04", text[1000..]))
            : Ber.Of("1B", text));
    }
}

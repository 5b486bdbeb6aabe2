using System.Buffers;
using System.Diagnostics;
using ResourceSharing.Mapping.IsoIll;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.IsoIll;

public class FramingTests
{
    public static TheoryData<string> Whole => new(IsoIllVectors.Names.Where(name =>
        !name.Contains("hostile", StringComparison.Ordinal)
            && !name.Contains("two-apdus", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_message_that_drips_in_octet_by_octet_is_complete_with_its_last_octet(string name)
    {
        var octets = IsoIllVectors.Octets(name);
        var framing = new IsoIllFraming();
        for (int length = 0; length < octets.Length; length++)
            Assert.Equal(FrameState.NeedsMore, framing.Examine(Sequence(octets, 0, length)).State);
        Assert.Equal(new Frame(FrameState.Complete, octets.Length, ""),
            framing.Examine(Sequence(octets, 0, octets.Length)));
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void Segments_of_any_size_make_no_difference(string name)
    {
        var octets = IsoIllVectors.Octets(name);
        foreach (int size in new[] { 1, 2, 3, 7, 64 })
        {
            var framing = new IsoIllFraming();
            Assert.Equal(octets.Length, framing.Examine(Segments(octets, size)).Octets);
        }
    }

    [Fact]
    public void Two_messages_back_to_back_are_told_apart()
    {
        foreach (string name in new[] { "edge/canonical-cancel", "01-ill-request-loan-full",
            "edge/all-indefinite-cancel" })
        {
            var one = IsoIllVectors.Octets(name);
            byte[] both = [.. one, .. one];
            var framing = new IsoIllFraming();
            Assert.Equal(one.Length, framing.Examine(Sequence(both, 0, both.Length)).Octets);
            Assert.Equal(one.Length, framing.Examine(Sequence(both, one.Length, one.Length)).Octets);
            Assert.Equal(FrameState.NeedsMore, framing.Examine(default).State);
        }

        var vector = IsoIllVectors.Octets("edge/two-apdus-back-to-back");
        Assert.Equal(102, new IsoIllFraming().Examine(Sequence(vector, 0, vector.Length)).Octets);
    }

    [Fact]
    public void The_length_is_known_as_soon_as_the_header_is_there()
    {
        var octets = IsoIllVectors.Octets("edge/canonical-cancel");
        Assert.Equal(102, new IsoIllFraming().Examine(Sequence(octets, 0, 2)).Octets);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("\u0016\u0003\u0001")]
    [InlineData("0")]
    [InlineData("`")]
    [InlineData("u")]
    public void What_is_no_apdu_is_refused_at_its_first_octet(string text)
    {
        var octets = System.Text.Encoding.Latin1.GetBytes(text);
        Assert.Equal(FrameState.Refused, new IsoIllFraming().Examine(Sequence(octets, 0, 1)).State);
    }

    [Theory]
    [InlineData("6600", FrameState.Complete)]
    [InlineData("668400100000", FrameState.Refused)] // header and 1 MiB are more than 1 MiB
    [InlineData("6684000FFFFA", FrameState.NeedsMore)] // exactly 1 MiB
    [InlineData("6684000FFFFB", FrameState.Refused)]
    [InlineData("6685000000FFFF", FrameState.Refused)]
    [InlineData("66803080A10502", FrameState.NeedsMore)]
    [InlineData("668030020000", FrameState.Refused)]
    [InlineData("66800100", FrameState.NeedsMore)]
    [InlineData("66800180", FrameState.Refused)]
    [InlineData("6680300230800000", FrameState.Refused)]
    [InlineData("66803001020500", FrameState.Refused)]
    [InlineData("6680FFFFFF0100", FrameState.Refused)]
    public void Headers_are_judged_as_soon_as_they_are_complete(string hex, FrameState state)
    {
        var octets = Convert.FromHexString(hex);
        Assert.Equal(state, new IsoIllFraming().Examine(Sequence(octets, 0, octets.Length)).State);
    }

    [Fact]
    public void A_mebibyte_of_indefinite_length_that_drips_in_is_scanned_once()
    {
        var octets = new byte[IsoIllLimits.MaxApduOctets + 16];
        (octets[0], octets[1]) = (0x61, 0x80);
        for (int i = 2; i + 128 < octets.Length; i += 128)
            (octets[i], octets[i + 1]) = (0x04, 126);
        var framing = new IsoIllFraming();
        var clock = Stopwatch.StartNew();
        Frame frame = default;
        for (int length = 1; length <= octets.Length && frame.State == FrameState.NeedsMore; length += 64)
            frame = framing.Examine(Sequence(octets, 0, length));
        Assert.Equal(FrameState.Refused, frame.State);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"{clock.Elapsed}");
    }

    internal static ReadOnlySequence<byte> Sequence(byte[] octets, int start, int length) =>
        new(octets, start, length);

    internal static ReadOnlySequence<byte> Segments(byte[] octets, int size)
    {
        Segment first = new(octets.AsMemory(0, Math.Min(size, octets.Length)), 0);
        var last = first;
        for (int at = size; at < octets.Length; at += size)
            last = last.Append(octets.AsMemory(at, Math.Min(size, octets.Length - at)));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long start) => (Memory, RunningIndex) = (memory, start);

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}

using System.Buffers;
using System.Diagnostics;
using System.Text;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

public sealed class NcipFramingTests
{
    [Theory]
    [InlineData("<NCIPMessage>x</NCIPMessage>")]
    [InlineData("<?xml version='1.0'?>\n<ns1:NCIPMessage xmlns:ns1='u'>x</ns1:NCIPMessage >")]
    [InlineData("\ufeff\r\n <!DOCTYPE NCIPMessage PUBLIC 'a' 'b'><a:NCIPMessage xmlns:a='u'><!-- </a:NCIPMessage> --><b><![CDATA[</NCIPMessage>]]></b></a:NCIPMessage\n>")]
    [InlineData("<NCIPMessage/>")]
    [InlineData("<NCIPVersionMessage><a/></NCIPVersionMessage>")]
    [InlineData("<NCIPMessage><Title>3 < 4 << & 5</Title><?pi </NCIPMessage>?></NCIPMessage>")]
    [InlineData("<NCIPMessage><NCIPMessageX></NCIPMessageX><x:b/></NCIPMessage>")]
    public void The_end_tag_ends_a_message_however_it_drips_in(string message)
    {
        var one = Encoding.UTF8.GetBytes(message);
        byte[] stream = [.. one, .. "\n"u8, .. one, .. "<NCIPM"u8];
        var framing = new NcipFraming();
        int from = 0;
        var lengths = new List<int>();
        for (int end = 1; end <= stream.Length; end++)
        {
            var frame = framing.Examine(Pieces(stream.AsMemory(from, end - from)));
            Assert.NotEqual(NcipFrameState.Refused, frame.State);
            if (frame.State != NcipFrameState.Complete)
                continue;
            lengths.Add(frame.Octets);
            from += frame.Octets;
        }

        Assert.Equal([one.Length, one.Length + 1], lengths);
        Assert.Equal(NcipFrameState.NeedsMore, framing.Examine(new ReadOnlySequence<byte>(stream.AsMemory(from))).State);
    }

    [Fact]
    public void All_golden_messages_are_framed_in_one_look()
    {
        foreach (var name in NcipSamples.Names)
        {
            var octets = NcipSamples.Octets(name);
            var frame = new NcipFraming().Examine(new ReadOnlySequence<byte>([.. octets, .. octets]));
            Assert.Equal(Encoding.UTF8.GetString(octets).TrimEnd().Length, frame.Octets);
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("  xml=")]
    [InlineData("\u0016\u0003\u0001")]
    public void What_does_not_begin_like_XML_is_refused_at_once(string text) => Assert.Equal(
        NcipFrameState.Refused, new NcipFraming().Examine(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text))).State);

    [Fact]
    public void Blanks_are_no_message_yet() => Assert.Equal(
        NcipFrameState.Idle, new NcipFraming().Examine(new ReadOnlySequence<byte>("\r\n \0"u8.ToArray())).State);

    [Fact]
    public void A_message_ends_at_the_limit_or_is_refused_one_beyond()
    {
        const string start = "<NCIPMessage>";
        const string end = "</NCIPMessage>";
        byte[] Sized(int size) => Encoding.ASCII.GetBytes(start + new string('x', size - start.Length - end.Length) + end);
        Assert.Equal(NcipFrameState.Complete, new NcipFraming().Examine(new(Sized(NcipLimits.MaxOctets))).State);
        Assert.Equal(NcipFrameState.Refused, new NcipFraming().Examine(new(Sized(NcipLimits.MaxOctets + 1))).State);
    }

    [Fact]
    public void A_mebibyte_that_drips_in_is_looked_at_once()
    {
        var stream = new byte[NcipLimits.MaxOctets];
        "<NCIPMessage a='"u8.CopyTo(stream);
        var framing = new NcipFraming();
        var watch = Stopwatch.StartNew();
        for (int end = 0; end < stream.Length; end += 512)
            framing.Examine(new ReadOnlySequence<byte>(stream, 0, end));
        Assert.True(watch.ElapsedMilliseconds < 1000, $"{watch.ElapsedMilliseconds} ms");
    }

    private static ReadOnlySequence<byte> Pieces(ReadOnlyMemory<byte> octets)
    {
        var first = new Piece(octets[..(octets.Length / 2)], null);
        var last = new Piece(octets[(octets.Length / 2)..], first);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}

using System.Buffers;
using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Mapping.IsoIll.Shapes;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.IsoIll;

public class RoundTripTests
{
    private const int ValuesPerApdu = 40;

    public static TheoryData<int> ApduTypes => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(ApduTypes))]
    public void What_is_written_is_read_as_the_same_value_and_written_as_the_same_octets(int type)
    {
        foreach (var (octets, seed) in Messages(type, freeLengths: false))
        {
            var apdu = IsoIllVectors.Decode(octets).Apdu;
            Assert.Equal(type, (int)apdu.ApduType);
            var written = IsoIllCodec.Encode(apdu);
            var again = IsoIllVectors.Decode(written);
            Assert.True(apdu == again.Apdu, $"seed {seed}: {Convert.ToHexString(octets)}");
            Assert.Equal(written, IsoIllCodec.Encode(again.Apdu));
            Assert.Empty(again.Notes);
        }
    }

    [Theory]
    [MemberData(nameof(ApduTypes))]
    public void The_form_of_the_lengths_changes_nothing(int type)
    {
        foreach (var (octets, seed) in Messages(type, freeLengths: true))
        {
            var apdu = IsoIllVectors.Decode(octets).Apdu;
            var written = IsoIllCodec.Encode(apdu);
            Assert.True(apdu == IsoIllVectors.Decode(written).Apdu,
                $"seed {seed}: {Convert.ToHexString(octets)}");
        }
    }

    [Theory]
    [MemberData(nameof(ApduTypes))]
    public void Every_full_value_is_written_as_the_naive_writer_has_made_it(int type)
    {
        // Full values hold every DEFAULT; only the form of the outermost length may differ.
        for (int seed = 0; seed < ValuesPerApdu; seed++)
        {
            var octets =
                new ModuleValues(new Random(seed), Fullness.Full, freeLengths: false).Apdu(Shape(type));
            var written = IsoIllCodec.Encode(IsoIllVectors.Decode(octets).Apdu);
            Assert.Equal(octets.AsSpan(1 + LengthOctets(octets)), written.AsSpan(1 + LengthOctets(written)));
        }
    }

    [Theory]
    [MemberData(nameof(ApduTypes))]
    public void Every_part_of_a_message_is_refused_or_incomplete_but_never_an_exception(int type)
    {
        var (octets, _) = Messages(type, freeLengths: true).First();
        for (int length = 0; length < octets.Length; length++)
        {
            var part = octets.AsMemory(0, length);
            Assert.IsType<DecodeResult.Refused>(IsoIllCodec.Decode(part));
            Assert.Equal(FrameState.NeedsMore,
                new IsoIllFraming().Examine(new ReadOnlySequence<byte>(part)).State);
        }
    }

    [Fact]
    public void Writing_to_a_buffer_and_to_an_array_is_the_same()
    {
        var apdu = IsoIllVectors.Decode("01-ill-request-loan-full").Apdu;
        var buffer = new ArrayBufferWriter<byte>();
        IsoIllCodec.Encode(apdu, buffer);
        Assert.Equal(IsoIllCodec.Encode(apdu), buffer.WrittenSpan);
    }

    [Fact]
    public void The_outermost_length_is_never_in_the_short_form()
    {
        var shortest = IsoIllCodec.Encode(IsoIllVectors.Decode("06-cancel-min").Apdu);
        Assert.Equal([0x66, 0x81], shortest[..2]);
        Assert.Equal(shortest.Length - 3, shortest[2]);
    }

    [Fact]
    public void A_record_that_lacks_a_mandatory_element_cannot_be_written()
    {
        var apdu = (CancelApdu)IsoIllVectors.Decode("06-cancel-min").Apdu;
        Assert.Throws<InvalidOperationException>(() =>
            IsoIllCodec.Encode(apdu with { TransactionId = null! }));
    }

    [Fact]
    public void A_date_in_letters_that_no_VisibleString_holds_goes_back_as_it_came()
    {
        var apdu = (CancelApdu)IsoIllVectors.Decode("06-cancel-min").Apdu;
        var date =
            apdu.ServiceDateTime with { DateTimeOfThisService = new DateTimeOfService { Date = "二〇二四" } };
        var octets = IsoIllCodec.Encode(apdu with { ServiceDateTime = date });
        var read = Assert.IsType<DecodeResult.Decoded>(IsoIllCodec.Decode(octets)).Apdu;
        Assert.Equal("二〇二四", read.ServiceDateTime.DateTimeOfThisService.Date);
        Assert.Equal(octets, IsoIllCodec.Encode(read));
    }

    private static ApduShape Shape(int type) => IsoIllModule.Find((IllApduType)type);

    private static int LengthOctets(byte[] octets) => octets[1] < 0x80 ? 1 : 1 + (octets[1] & 0x7F);

    private static IEnumerable<(byte[] Octets, int Seed)> Messages(int type, bool freeLengths)
    {
        for (int seed = 0; seed < ValuesPerApdu; seed++)
        {
            var fullness = seed == 0 ? Fullness.Minimal : seed == 1 ? Fullness.Full : Fullness.Random;
            yield return (new ModuleValues(new Random(seed), fullness, freeLengths).Apdu(Shape(type)), seed);
        }
    }
}

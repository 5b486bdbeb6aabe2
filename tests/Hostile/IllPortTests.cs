using System.Text;
using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Tests.Network;
using ResourceSharing.Tests.Unit.Mapping.IsoIll;

namespace ResourceSharing.Tests.Hostile;

/// <summary>What anybody can send to the ISO ILL port.</summary>
[Collection(ProcessCollection.Name)]
public sealed class IllPortTests(HostileGateway gateway) : IClassFixture<HostileGateway>
{
    private const string Nothing = "nothing";
    private const string Error = "an error report";
    private const string Status = "a status report";

    private static int goodOnes;

    private static readonly Dictionary<string, (Func<byte[]> Octets, string Answer)> Cases = new(StringComparer.Ordinal)
    {
        ["nothing at all"] = (() => [], Nothing),
        ["half a tag"] = (() => [0x61], Nothing),
        ["an end without a beginning"] = (() => [0x00, 0x00], Nothing),
        ["a mebibyte of indefinite nesting"] = (() => [0x61, 0x80, .. Repeat("3080", 1 << 19)], Nothing),
        ["a hundred thousand levels with lengths"] = (() => Nested(100_000), Nothing),
        ["three hundred thousand empty elements"] = (() => Definite(0x61, Repeat("0500", 300_000)), Nothing),
        ["a length of 2 GiB"] = (() => Hex("61847FFFFFFF30"), Nothing),
        ["a length of 16 EiB"] = (() => Hex("6188FFFFFFFFFFFFFFFF30"), Nothing),
        ["the reserved length"] = (() => Hex("61FF30"), Nothing),
        ["a length of a hundred octets"] = (() => [0x61, 0xE4, .. Repeat("01", 100)], Nothing),
        ["no content"] = (() => Hex("6100"), Nothing),
        ["an endless tag"] = (() => [0x7F, .. Repeat("FF", 100_000)], Nothing),
        ["an endless tag inside"] = (() => Definite(0x61, [0x3F, .. Repeat("FF", 60_000), 0x00]), Nothing),
        ["two mebibytes in one APDU"] = (() => Definite(0x61, new byte[2 << 20]), Nothing),
        ["a mebibyte of zeros"] = (() => new byte[1 << 20], Nothing),
        ["a mebibyte of ones"] = (() => [.. Repeat("FF", 1 << 20)], Nothing),
        ["64 KiB by chance"] = (() => Chance(1, 1 << 16), Nothing),
        ["64 KiB by chance behind a right beginning"] = (() => [0x61, 0x80, 0x30, 0x80, .. Chance(2, 1 << 16)], Nothing),
        ["a browser"] = (() => Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: library.example\r\n\r\n"), Nothing),
        ["a mail server"] = (() => Encoding.ASCII.GetBytes("EHLO library.example\r\nMAIL FROM:<>\r\n"), Nothing),
        ["a TLS hello"] = (() => [.. Hex("16030100C8010000C40303"), .. Chance(3, 190)], Nothing),
        ["APPLICATION 21"] = (() => Changed(octets => octets[0] = 0x75), Nothing),
        ["a SEQUENCE without APPLICATION"] = (() => IsoIllCodec.Encode(Request())[4..], Nothing),
        ["a request cut in the middle"] = (() => Good()[..(Good().Length / 2)], Nothing),
        ["a request that never ends"] = (() => [0x61, 0x80, .. Good()[4..]], Nothing),
        ["a version that is a million octets"] = (() => WithVersion(Definite(0x80, new byte[1_000_000])), Error),
        ["a version that is a string"] = (() => WithVersion(Hex("1B0141")), Error),
        ["a version of the future"] = (() => WithVersion(Hex("800163")), Error),
        ["a string in a hundred thousand pieces"] = (() => WithTitle([0x3B, 0x80, .. Repeat("040141", 100_000), 0, 0]), Error),
        ["a title of a mebibyte"] = (() => WithTitle(Definite(0x1B, new byte[1 << 20])), Nothing),
        ["a title of nothing but NUL"] = (() => WithTitle(Definite(0x1B, new byte[100])), Status),
        ["a title that is no UTF-8"] = (() => WithTitle(Definite(0x1B, Hex("C328A0A1F0288CBC"))), Status),
        ["a title that escapes to other sets"] = (() => WithTitle(Definite(0x1B, Hex("1B242942411B284A0F0E41"))), Status),
        ["a title that overtakes from the right"] = (() => WithTitle(Definite(0x1B, Encoding.UTF8.GetBytes("\u202Efdp.exe"))), Status),
        ["a title with markup and a path"] =
            (() => WithTitle(Definite(0x1B, "<script>alert(1)</script>../../etc/passwd'; DROP TABLE request;--"u8.ToArray())), Status),
        ["the 31st of February"] = (() => WithDate("20240231"), Error),
        ["a date in words"] = (() => WithDate("tomorrow"), Error),
        ["a date of a thousand digits"] = (() => WithDate(new string('9', 1000)), Error),
        ["somebody who is no partner"] = (() => IllRequests.Encode("RSG:NOBODY", GatewayFolder.OurSymbol, "X-1"), Error),
        ["a request for somebody else"] = (() => IllRequests.Encode(HostileGateway.Partner, "RSG:OTHER", "X-2"), Error),
        ["a request that says to come from us"] =
            (() => IllRequests.Encode(GatewayFolder.OurSymbol, GatewayFolder.OurSymbol, "X-3"), Error),
        // The symbol is of no use, so that the partner is known by its address alone.
        ["a symbol with a line break and NUL"] = (() => IllRequests.Encode("RSG:GOOD\r\n\0X", GatewayFolder.OurSymbol, "X-4"), Status),
        ["a transaction of ten thousand characters"] =
            (() => IllRequests.Encode(HostileGateway.Partner, GatewayFolder.OurSymbol, new string('x', 10_000)), Status),
        ["an error report about nothing"] =
            (() => IsoIllVectors.Octets("19-status-or-error-report-err-provider-state-transition-prohibited"), Nothing),
        ["twenty times the same"] = (() => [.. Enumerable.Repeat(Good(), 20).SelectMany(octets => octets)], Status),
        ["a good request with rubbish behind it"] = (() => [.. Good(), .. Chance(4, 1000)], Status),
    };

    public static IEnumerable<TheoryDataRow<string>> Names() => Cases.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Whatever_comes_is_borne_cheaply_and_answered_rightly(string name)
    {
        var (octets, answer) = Cases[name];
        var reply = await gateway.AttackAsync(gateway.Process.Ill, octets());
        var kind = reply.Length == 0 ? Nothing
            : IsoIllCodec.Decode(FirstApdu(reply)) is not DecodeResult.Decoded { Apdu: StatusOrErrorReportApdu report } ? "something else"
            : report.ErrorReport is not null ? Error
            : Status;
        Assert.Equal(answer, kind);
    }

    [Fact]
    public void There_are_at_least_forty_cases() =>
        Assert.InRange(Cases.Count, 40, int.MaxValue);

    private static byte[] FirstApdu(byte[] reply)
    {
        var frame = new IsoIllFraming().Examine(new System.Buffers.ReadOnlySequence<byte>(reply));
        return frame.State == FrameState.Complete ? reply[..frame.Octets] : reply;
    }

    /// <summary>A good request, each time another one.</summary>
    private static byte[] Good() =>
        IllRequests.Encode(HostileGateway.Partner, GatewayFolder.OurSymbol, $"G-{Interlocked.Increment(ref goodOnes)}");

    private static IllRequestApdu Request() => (IllRequestApdu)IsoIllVectors.Decode(Good()).Apdu;

    private static byte[] Changed(Action<byte[]> change)
    {
        var octets = Good();
        change(octets);
        return octets;
    }

    private static byte[] WithDate(string date) => IsoIllCodec.Encode(Request() with
    {
        ServiceDateTime = new ServiceDateTime { DateTimeOfThisService = new DateTimeOfService { Date = date } },
    });

    private static byte[] WithVersion(byte[] version) => Replaced(Hex("800102"), version);

    private static byte[] WithTitle(byte[] title) =>
        Replaced([0xA4, 9, 0x1B, 7, .. "Beowulf"u8], Definite(0xA4, title));

    private static byte[] Replaced(byte[] old, byte[] fresh)
    {
        var octets = Rewritten(Good(), old, fresh);
        Assert.True(octets.AsSpan().IndexOf(fresh) > 0, "the pattern has no such element");
        return octets;
    }

    /// <summary>The elements with one of them replaced, and with all lengths around it as they have to be then.</summary>
    private static byte[] Rewritten(ReadOnlySpan<byte> elements, byte[] old, byte[] fresh)
    {
        var written = new List<byte>();
        while (!elements.IsEmpty)
        {
            var tag = (elements[0] & 0x1F) == 0x1F ? 2 : 1;
            var octetsOfLength = elements[tag] < 0x80 ? 0 : elements[tag] & 0x7F;
            var length = octetsOfLength == 0 ? elements[tag] : 0;
            foreach (var digit in elements.Slice(tag + 1, octetsOfLength))
            {
                length = (length << 8) | digit;
            }

            var head = tag + 1 + octetsOfLength;
            var whole = elements[..(head + length)];
            if (whole.SequenceEqual(old))
            {
                written.AddRange(fresh);
            }
            else if ((whole[0] & 0x20) != 0)
            {
                written.AddRange([.. whole[..(tag - 1)], .. Definite(whole[tag - 1], Rewritten(whole[head..], old, fresh))]);
            }
            else
            {
                written.AddRange(whole);
            }

            elements = elements[whole.Length..];
        }

        return [.. written];
    }

    private static byte[] Nested(int levels)
    {
        var content = new List<byte>();
        for (var level = 0; level < levels; level++)
        {
            var length = content.Count;
            content.AddRange(length < 0x80
                ? [(byte)length, 0x30]
                : [(byte)length, (byte)(length >> 8), (byte)(length >> 16), 0x83, 0x30]);
        }

        content.Reverse();
        return Definite(0x61, [.. content]);
    }

    private static byte[] Definite(byte tag, byte[] content) =>
        [tag, 0x84, (byte)(content.Length >> 24), (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length, .. content];

    private static byte[] Hex(string digits) => Convert.FromHexString(digits);

    private static byte[] Repeat(string digits, int times) =>
        [.. Enumerable.Repeat(Convert.FromHexString(digits), times).SelectMany(octets => octets)];

    private static byte[] Chance(int seed, int count)
    {
        var octets = new byte[count];
        new Random(seed).NextBytes(octets);
        return octets;
    }
}

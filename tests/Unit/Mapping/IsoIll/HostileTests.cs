using System.Diagnostics;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.IsoIll;

public class HostileTests(ITestOutputHelper output)
{
    private const int Mutations = 6000;

    /// <summary>What the design allows for any hostile input, on a busy machine.</summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromMilliseconds(250);

    [Theory]
    [InlineData("edge/hostile-length-4GB", GeneralProblem.Other)]
    [InlineData("edge/hostile-nesting-5000", GeneralProblem.Other)]
    [InlineData("edge/hostile-truncated", GeneralProblem.BadlyStructuredApdu)]
    public void Hostile_vectors_are_refused(string name, GeneralProblem problem)
    {
        var octets = IsoIllVectors.Octets(name);
        Refusal? refusal = null;
        Assert.InRange(CpuTime(() => refusal = IsoIllVectors.Refuse(octets)), TimeSpan.Zero, Allowed);
        Assert.Equal(problem, refusal!.Problem);
    }

    [Theory]
    [InlineData("", "3080")]
    [InlineData("6180", "3080")]
    [InlineData("6180", "A080")]
    [InlineData("61803080", "A100")]
    [InlineData("61803080", "0000")]
    [InlineData("61803080B080", "A2023000")]
    [InlineData("6180308080010231800000", "020101")]
    [InlineData("61803080A280", "1B00")]
    public void A_mebibyte_of_anything_is_refused_at_once(string start, string repeated)
    {
        var octets = new byte[IsoIllLimits.MaxApduOctets];
        Convert.FromHexString(start).CopyTo(octets, 0);
        var pattern = Convert.FromHexString(repeated);
        for (int at = start.Length / 2; at + pattern.Length <= octets.Length; at += pattern.Length)
            pattern.CopyTo(octets, at);
        IsoIllCodec.Decode(octets);

        var decoding = CpuTime(() => IsoIllVectors.Refuse(octets));
        var framing =
            CpuTime(() => new IsoIllFraming().Examine(FramingTests.Sequence(octets, 0, octets.Length)));

        output.WriteLine(
            $"{start} {repeated}...: {decoding.TotalMilliseconds:F2} ms, {framing.TotalMilliseconds:F2} ms");
        Assert.InRange(decoding, TimeSpan.Zero, Allowed);
        Assert.InRange(framing, TimeSpan.Zero, Allowed);
    }

    [Fact]
    public void Changed_vectors_never_cause_an_exception()
    {
        var vectors =
            IsoIllVectors.Names.Select(IsoIllVectors.Octets).Where(octets => octets.Length < 5000).ToArray();
        int decoded = 0;
        var clock = Stopwatch.StartNew();
        for (int seed = 0; seed < Mutations; seed++)
        {
            var octets = Mutated(vectors, new Random(seed));
            try
            {
                new IsoIllFraming().Examine(FramingTests.Sequence(octets, 0, octets.Length));
                decoded += Use(IsoIllCodec.Decode(octets));
            }
            catch (Exception problem)
            {
                Assert.Fail($"seed {seed}: {problem}\n{Convert.ToHexString(octets)}");
            }
        }

        output.WriteLine($"{decoded} of {Mutations} were still APDUs, {clock.Elapsed.TotalSeconds:F2} s");
        Assert.InRange(decoded, 100, Mutations - 100);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    /// <summary>What was accepted can be printed and written, and then reads as the same value.</summary>
    private static int Use(DecodeResult result)
    {
        if (result is not DecodeResult.Decoded decoded)
            return 0;
        IsoIllVectors.Print(decoded.Apdu);
        var again = IsoIllVectors.Decode(IsoIllCodec.Encode(decoded.Apdu)).Apdu;
        Assert.True(again == decoded.Apdu, "written and read as another value");
        return 1;
    }

    private static byte[] Mutated(byte[][] vectors, Random random)
    {
        List<byte> octets = [.. vectors[random.Next(vectors.Length)]];
        for (int changes = random.Next(1, 5); changes > 0 && octets.Count > 1; changes--)
        {
            int at = random.Next(octets.Count);
            int length = Math.Min(random.Next(1, 40), octets.Count - at);
            switch (random.Next(6))
            {
                case 0: octets[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: octets[at] = (byte)random.Next(256); break;
                case 2: octets.Insert(at, (byte)random.Next(256)); break;
                case 3: octets.RemoveRange(at, length); break;
                case 4: octets.RemoveRange(at, random.Next(2) == 0 ? octets.Count - at : 1); break;
                default:
                    var other = vectors[random.Next(vectors.Length)];
                    int from = random.Next(other.Length);
                    octets.InsertRange(at, other[from..Math.Min(other.Length, from + length)]);
                    break;
            }
        }

        return [.. octets];
    }

    private static TimeSpan CpuTime(Action action)
    {
        using var process = Process.GetCurrentProcess();
        var start = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        action();
        process.Refresh();
        var used = process.TotalProcessorTime - start;
        return used < clock.Elapsed ? used : clock.Elapsed;
    }
}

using ResourceSharing.Mapping.IsoIll;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.IsoIll;

public class IsoIllMapperHostileTests
{
    /// <summary>Octets changed and cut at random: whatever the codec still reads, the mapper maps or
    /// refuses, and whatever it maps can be written again.</summary>
    [Fact]
    public void Whatever_the_codec_reads_is_mapped_or_refused_and_never_throws()
    {
        int read = 0;
        foreach (var name in IsoIllVectors.Names)
        {
            var octets = IsoIllVectors.Octets(name);
            for (int seed = 1; seed <= 150; seed++)
            {
                var mutant = Mutate(octets, new Random(seed));
                try
                {
                    read += Use(mutant) ? 1 : 0;
                }
                catch (Exception exception)
                {
                    Assert.Fail($"{name}, seed {seed}, {Convert.ToHexString(mutant)}: {exception}");
                }
            }
        }

        Assert.True(read > 1000, $"only {read} mutants were readable");
    }

    private static bool Use(byte[] octets)
    {
        IsoIllDecoding.Explain(octets);
        if (IsoIllCodec.Decode(octets) is not DecodeResult.Decoded { Apdu: var apdu })
            return false;
        Assert.NotEmpty(IsoIllIdentity.Of(apdu).Identity);
        if (IsoIllMapper.ToCanonical(apdu) is IsoIllReadResult.Understood understood)
        {
            Assert.NotEmpty(IsoIllMapperTests.Json(understood.Message));
            Assert.NotEmpty(IsoIllCodec.Encode(IsoIllMapper.ToWire(understood.Message, new IsoIllContext()).Apdu));
        }

        return true;
    }

    private static byte[] Mutate(byte[] octets, Random random)
    {
        var mutant = octets.ToArray();
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(mutant.Length);
            mutant[at] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)(mutant[at] ^ (1 << random.Next(8)));
        }

        return random.Next(5) == 0 ? mutant[..random.Next(1, mutant.Length)] : mutant;
    }
}

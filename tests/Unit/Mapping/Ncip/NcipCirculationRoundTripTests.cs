using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

public sealed class NcipCirculationRoundTripTests
{
    private static readonly DateTimeOffset Now = new(2027, 1, 2, 10, 0, 0, TimeSpan.Zero);
    private static readonly NcipParties Parties = new("GATE", "HOME") { Profile = "GATEWAY" };

    public static TheoryData<string> Dialects => [.. NcipDialect.All.Select(dialect => dialect.Name)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void A_command_that_NCIP_has_a_place_for_comes_back_equal(string name)
    {
        var dialect = NcipDialect.Named(name)!;
        if (dialect.MisplacesLender)
            dialect = NcipDialect.Generic;
        for (int seed = 0; seed < 40 * CirculationGenerator.Kinds; seed++)
        {
            var zone = Zone(seed % 3 == 0 ? -5 : 2);
            var command = new CirculationGenerator(new Random(seed), dialect, isCarried: true).Command(seed % CirculationGenerator.Kinds);
            var (back, losses, missing) = ThereAndBack(command, dialect, zone, NcipVersion.V202);
            Assert.True(losses.Count == 0, $"seed {seed}: {string.Join("; ", losses)}");
            Assert.True(missing.Count == 0, $"seed {seed}: {string.Join("; ", missing)}");
            Assert.True(Canonically.Told(command) == back, $"seed {seed}\n{Canonically.Told(command)}\n{back}");
        }
    }

    [Theory]
    [InlineData(NcipVersion.V1)]
    [InlineData(NcipVersion.V20)]
    [InlineData(NcipVersion.V201)]
    [InlineData(NcipVersion.V202)]
    public void What_a_version_does_not_carry_is_in_the_loss_report(NcipVersion version)
    {
        var dialect = NcipDialect.Generic;
        int equal = 0;
        for (int seed = 0; seed < 40 * CirculationGenerator.Kinds; seed++)
        {
            var command = new CirculationGenerator(new Random(seed), dialect, isCarried: seed % 2 == 0)
                .Command(seed % CirculationGenerator.Kinds);
            var (back, losses, _) = ThereAndBack(command, dialect, Zone(1), version);
            bool isEqual = Canonically.Told(command) == back;
            equal += isEqual ? 1 : 0;
            Assert.True(isEqual || losses.Count > 0, $"seed {seed}\n{Canonically.Told(command)}\n{back}");
        }

        Assert.InRange(equal, 10, 40 * CirculationGenerator.Kinds);
    }

    [Fact]
    public void Nothing_that_a_person_typed_or_is_called_stands_in_a_loss_report()
    {
        for (int seed = 0; seed < 10 * CirculationGenerator.Kinds; seed++)
        {
            var generator = new CirculationGenerator(new Random(seed), NcipDialect.Generic, isCarried: false);
            var command = generator.Command(seed % CirculationGenerator.Kinds);
            var losses = NcipCirculation.Initiation(command, Parties, NcipDialect.Generic, Zone(0), Now).Losses.Losses;
            Assert.DoesNotContain(losses, loss => loss.Detail.Contains("Muster", StringComparison.Ordinal)
                || loss.Detail.Contains("P900001", StringComparison.Ordinal));
            if (command.Patron?.Pin is { } pin)
                Assert.DoesNotContain(losses, loss => loss.Detail.Contains(pin.Reveal(), StringComparison.Ordinal));
        }
    }

    private static (string Back, IReadOnlyList<Loss> Losses, IReadOnlyList<string> Missing) ThereAndBack(
        CirculationCommand command, NcipDialect dialect, TimeZoneInfo zone, NcipVersion version)
    {
        var initiated = NcipCirculation.Initiation(command, Parties, dialect, zone, Now, version);
        var written = NcipCodec.Write(initiated.Message, dialect.Initiating(version));
        var losses = new List<Loss>([.. initiated.Losses.Losses, .. written.Losses.Losses]);
        var result = NcipCirculation.Command(NcipSamples.Read(written.Octets.ToArray()), dialect, zone, Parties.To.Value);
        return result switch
        {
            NcipCommandResult.Understood understood =>
                (Canonically.Told(understood.Command), [.. losses, .. understood.Losses.Losses], written.Missing),
            NcipCommandResult.Refused refused => (refused.Answer.ToString(), losses, written.Missing),
            _ => throw new InvalidOperationException(),
        };
    }

    private static TimeZoneInfo Zone(int hours) =>
        TimeZoneInfo.CreateCustomTimeZone($"test{hours}", TimeSpan.FromHours(hours), null, null);
}

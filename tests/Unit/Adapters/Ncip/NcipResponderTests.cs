using System.Net;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Ncip;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;
using ResourceSharing.Tests.Unit.Adapters.IsoIll;
using ResourceSharing.Tests.Unit.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Adapters.Ncip;

/// <summary>What is answered, whatever way it came.</summary>
public sealed class NcipResponderTests
{
    private static readonly string CheckOut = NcipSamples.Text("CheckOutItem.req.xml");

    [Fact]
    public async Task A_command_is_handed_over_and_the_answer_of_circulation_comes_back()
    {
        await using var world = new NcipWorld().With("ILLIAD", NcipWorld.Illiad);
        world.Answer = new CirculationAnswer.Done { DueAt = new DateTimeOffset(2027, 1, 31, 23, 59, 59, TimeSpan.Zero) };
        var answer = await world.AskAsync(CheckOut);
        Assert.Contains("<ns1:DateDue>2027-01-31T23:59:59Z</ns1:DateDue>", answer, StringComparison.Ordinal);

        var arrival = Assert.Single(world.Intake.Arrivals);
        Assert.Equal(("ncip", "ILLIAD"), (arrival.Protocol, arrival.Peer.ProvenPartner));
        Assert.Equal(CheckOut, Encoding.UTF8.GetString(arrival.Raw.Span));
        var asked = Assert.IsType<ArrivalContent.Asked>(arrival.Content);
        var command = Assert.IsType<CirculationCommand.CheckOutItem>(asked.Command);
        Assert.Equal("ILL-12345", command.Item!.Value);
        Assert.Equal(RepeatRule.SameWhileUnchanged, asked.Sameness.Repeat);
        Assert.Equal(["item ILL-12345", "request ILL-12345"], asked.Sameness.Subjects);
        Assert.Equal(32, asked.Sameness.Digest.Length);
    }

    [Fact]
    public async Task The_same_number_of_a_request_is_the_same_for_ever_and_a_lookup_is_asked_anew()
    {
        await using var world = new NcipWorld().With("ILLIAD", NcipWorld.Illiad);
        await world.AskAsync(NcipSamples.Text("AcceptItem.req.xml"));
        await world.AskAsync(NcipSamples.Text("LookupUser-userid.req.xml"));
        Assert.Equal(
            [RepeatRule.SameForEver, RepeatRule.AskedAnew],
            world.Intake.Arrivals.Select(one => Assert.IsType<ArrivalContent.Asked>(one.Content).Sameness.Repeat));
    }

    [Fact]
    public async Task A_pin_is_in_the_command_and_nowhere_in_the_journal()
    {
        await using var world = new NcipWorld().With("ILLIAD", NcipWorld.Illiad);
        var asks = NcipSamples.Text("LookupUser-auth.req.xml").Replace(">0000<", ">4711-pin<", StringComparison.Ordinal);
        await world.AskAsync(asks);
        await world.AskAsync("xml=" + Uri.EscapeDataString(asks), contentType: "application/x-www-form-urlencoded");
        Assert.Equal(2, world.Intake.Arrivals.Count);
        foreach (var arrival in world.Intake.Arrivals)
        {
            var command = Assert.IsType<ArrivalContent.Asked>(arrival.Content).Command;
            Assert.Equal("4711-pin", command.Patron!.Pin!.Reveal());
            Assert.DoesNotContain("4711-pin", Encoding.UTF8.GetString(arrival.Raw.Span), StringComparison.Ordinal);
            Assert.DoesNotContain("4711-pin", arrival.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("nobody knows this profile", "NO-SUCH", NcipWorld.Key, NcipProblemTypes.UnknownAgency, "Unknown partner")]
    [InlineData("no key", "ILLIAD", null, NcipProblemTypes.AgencyAuthenticationFailed, "has not proved")]
    [InlineData("another key", "ILLIAD", "key-of-illiad-0123456789abcdeX", NcipProblemTypes.AgencyAuthenticationFailed, "has not proved")]
    [InlineData("half of the key", "ILLIAD", "key-of-illiad", NcipProblemTypes.AgencyAuthenticationFailed, "has not proved")]
    public async Task Who_is_not_believed_is_told_so_and_nothing_is_asked(
        string why, string profile, string? key, string type, string detail)
    {
        await using var world = new NcipWorld().With("ILLIAD", NcipWorld.Illiad);
        var stranger = CheckOut.Replace("ILLIAD<", profile + "<", StringComparison.Ordinal)
            .Replace("PARTNER-A", "SOMEBODY", StringComparison.Ordinal);
        // A key names its partner where nothing else does; here the message names another one or shows a wrong key.
        var answer = NcipSamples.Read<CheckOutItemResponse>(await world.AskAsync(stranger, profile == "NO-SUCH" ? null : key));
        var problem = Assert.Single(answer.Problems);
        Assert.True(problem.Type!.Is(type), why);
        Assert.Contains(detail, problem.Detail, StringComparison.Ordinal);
        var arrival = Assert.Single(world.Intake.Arrivals);
        Assert.Null(arrival.Peer.ProvenPartner);
        Assert.IsType<ArrivalContent.NotUnderstood>(arrival.Content);
    }

    [Fact]
    public async Task What_cannot_be_read_is_kept_and_answered_with_a_problem_of_its_version()
    {
        await using var world = new NcipWorld().With("ILLIAD", NcipWorld.Illiad);
        var broken = NcipSamples.Illiad("<CheckOutItem><Title>1 < 2</Title></CheckOutItem>");
        var answer = await world.AskAsync(broken);
        Assert.Contains("<ns1:ProblemDetail>Message is not well-formed XML</ns1:ProblemDetail>", answer, StringComparison.Ordinal);
        var first = Assert.IsType<ArrivalContent.NotUnderstood>(Assert.Single(world.Intake.Arrivals).Content);
        Assert.Equal("ncip-not-understood", first.Error.Code);
        Assert.Contains("no NCIPMessage", await world.AskAsync("<html>hello</html>"), StringComparison.Ordinal);
        Assert.Equal(2, world.Intake.Arrivals.Count);
    }

    [Theory]
    [InlineData("<LookupVersion/>", "<ns1:VersionSupported>")]
    [InlineData("<DeleteItem/>", "Unsupported Service")]
    [InlineData("<BakeBread/>", "Unknown Service")]
    [InlineData("<CheckOutItemResponse/>", "Service is not known")]
    public async Task What_asks_nothing_of_circulation_is_answered_and_kept(string service, string expected)
    {
        await using var world = new NcipWorld().With("ILLIAD", NcipWorld.Illiad);
        var answer = await world.AskAsync(NcipSamples.Illiad(service));
        Assert.Contains(expected, answer, StringComparison.Ordinal);
        var arrival = Assert.Single(world.Intake.Arrivals);
        Assert.Equal("ILLIAD", arrival.Peer.ProvenPartner);
        Assert.IsType<ArrivalContent.NotUnderstood>(arrival.Content);
    }

    [Fact]
    public async Task While_nothing_can_be_kept_every_message_is_to_come_again()
    {
        await using var world = new NcipWorld().With("ILLIAD", NcipWorld.Illiad);
        world.Intake.Answer = (_, _) => Task.FromResult(new Receipt(ArrivalOutcome.Unavailable, 0, null, null));
        foreach (var message in new[] { CheckOut, "<html/>", NcipSamples.Illiad("<LookupVersion/>") })
            Assert.Contains(NcipProblemTypes.TemporaryProcessingFailure, await world.AskAsync(message), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_that_takes_too_long_is_to_be_asked_for_again()
    {
        await using var world = new NcipWorld().With("ILLIAD", NcipWorld.Illiad);
        var never = new TaskCompletionSource<Receipt>();
        world.Intake.Answer = (_, _) => never.Task;
        var asking = world.AskAsync(CheckOut);
        await world.Intake.ArrivalAsync();
        world.Time.Advance(world.Settings.Limits.Answer);
        Assert.Contains(NcipProblemTypes.TemporaryProcessingFailure, await asking.WaitAsync(TimeSpan.FromSeconds(10)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_ours_is_told_in_NCIP_and_tells_nothing_of_its_inside()
    {
        await using var world = new NcipWorld().With("ILLIAD", NcipWorld.Illiad);
        world.Intake.Answer = (_, _) => throw new InvalidOperationException("inner matters");
        var answer = await world.AskAsync(CheckOut);
        Assert.Contains(NcipProblemTypes.TemporaryProcessingFailure, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("inner matters", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strangers_fill_the_journal_only_so_far_and_partners_behind_the_same_address_are_still_served()
    {
        await using var world = new NcipWorld(new NcipResponderLimits { RefusalsKeptPerAddress = 3 }).With("ILLIAD", NcipWorld.Illiad);
        for (int i = 0; i < 5; i++)
            Assert.Contains("ProblemDetail", await world.AskAsync(CheckOut, key: "wrong"), StringComparison.Ordinal);
        Assert.Equal(3, world.Intake.Arrivals.Count);
        Assert.DoesNotContain("Problem", await world.AskAsync(CheckOut), StringComparison.Ordinal);
        Assert.Equal(4, world.Intake.Arrivals.Count);
    }

    [Fact]
    public async Task More_messages_than_an_address_may_send_are_to_come_again()
    {
        await using var world = new NcipWorld(new NcipResponderLimits { MessagesPerAddress = 2 }).With("ILLIAD", NcipWorld.Illiad);
        await world.AskAsync(CheckOut);
        await world.AskAsync(CheckOut);
        Assert.Contains("Too many messages", await world.AskAsync(CheckOut), StringComparison.Ordinal);
        Assert.Equal(2, world.Intake.Arrivals.Count);
    }

    [Fact]
    public async Task Of_a_message_that_is_too_large_the_beginning_is_kept()
    {
        await using var world = new NcipWorld().With("ILLIAD", NcipWorld.Illiad);
        var large = NcipSamples.Illiad($"<LookupUser>{new string(' ', NcipLimits.MaxOctets)}</LookupUser>");
        Assert.Contains("Message is too large", await world.AskAsync(large), StringComparison.Ordinal);
        Assert.Equal(1 << 16, Assert.Single(world.Intake.Arrivals).Raw.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Of_a_stranger_as_much_is_kept_as_a_person_needs_and_of_a_partner_everything(int beyond)
    {
        await using var world = new NcipWorld().With("ILLIAD", NcipWorld.Illiad);
        int limit = world.Settings.Limits.MaxKeptOctets;
        var message = NcipSamples.Illiad("<LookupUser></LookupUser>");
        var large = message.Replace("<LookupUser>", $"<LookupUser>{new string(' ', limit + beyond - message.Length)}", StringComparison.Ordinal);
        await world.AskAsync(large, key: "wrong");
        await world.AskAsync(large);
        Assert.Equal([limit, limit + beyond], world.Intake.Arrivals.Take(2).Select(arrival => arrival.Raw.Length));
    }

    [Fact]
    public async Task After_too_many_wrong_proofs_a_message_is_to_come_again()
    {
        await using var world = new NcipWorld(new NcipResponderLimits { WrongProofsPerAddress = 2 }).With("ILLIAD", NcipWorld.Illiad);
        for (int i = 0; i < 2; i++)
            Assert.Contains("has not proved", await world.AskAsync(CheckOut, key: "wrong"), StringComparison.Ordinal);
        var answer = await world.AskAsync(CheckOut);
        Assert.Contains("Too many wrong proofs", answer, StringComparison.Ordinal);
        Assert.Contains(NcipProblemTypes.TemporaryProcessingFailure, answer, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Intake.Arrivals, arrival => arrival.Content is ArrivalContent.Asked);
    }

    [Fact]
    public async Task A_question_of_version_1_gets_an_answer_of_version_1()
    {
        await using var world = new NcipWorld().With("RELAIS", new NcipBrokerSettings
        {
            Dialect = "relais", Authentication = new NcipAuthenticationSettings { ApiKeys = [NcipWorld.Reference("ILLIAD_KEY")] },
        });
        var answer = await world.AskAsync(NcipSamples.Text("v1-CheckInItem.req.xml"));
        Assert.DoesNotContain("ns1:", answer, StringComparison.Ordinal);
        Assert.Contains("<CheckInItemResponse>", answer, StringComparison.Ordinal);
        Assert.IsType<CirculationCommand.CheckInItem>(
            Assert.IsType<ArrivalContent.Asked>(Assert.Single(world.Intake.Arrivals).Content).Command);
    }
}

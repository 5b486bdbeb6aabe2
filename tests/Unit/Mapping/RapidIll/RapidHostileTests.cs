using System.Diagnostics;
using System.Text;
using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Mapping.Soap;

namespace ResourceSharing.Tests.Unit.Mapping.RapidIll;

public sealed class RapidHostileTests
{
    private const string Ns = RapidCodec.Namespace;

    [Theory]
    [InlineData("")]
    [InlineData("no xml")]
    [InlineData("<a/>")]
    [InlineData("<!DOCTYPE a><a/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>")]
    [InlineData("<Envelope xmlns='urn:other'><Body/></Envelope>")]
    [InlineData("<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'/>")]
    [InlineData("<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body/></Envelope>")]
    [InlineData("<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body><a/><b/></Body></Envelope>")]
    [InlineData("<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body><a/></Body><Body><a/></Body></Envelope>")]
    [InlineData("<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body><Fault/></Body></Envelope>")]
    public void What_is_no_call_is_refused(string text)
    {
        var refused = Assert.IsType<RapidReadResult.Refused>(RapidCodec.ReadCall(Encoding.UTF8.GetBytes(text)));
        Assert.NotEmpty(refused.Fault.Reason);
    }

    [Theory]
    [InlineData("<Nothing xmlns='{0}'><input/></Nothing>", "no such operation")]
    [InlineData("<UpdateRequest xmlns='{0}'/>", "no input")]
    [InlineData("<UpdateRequest xmlns='urn:other'><input/></UpdateRequest>", "namespace")]
    [InlineData("<UpdateRequest xmlns='{0}'><input><UpdateAction>Fill</UpdateAction></input></UpdateRequest>",
        "RapidRequestId is missing")]
    [InlineData("<UpdateRequest xmlns='{0}'><input><RapidRequestId>1</RapidRequestId></input></UpdateRequest>",
        "UpdateAction is missing")]
    [InlineData(
        "<UpdateRequest xmlns='{0}'><input><RapidRequestId>99999999999</RapidRequestId></input></UpdateRequest>",
        "no number")]
    [InlineData(
        "<UpdateRequest xmlns='{0}'><input><RapidRequestId>1</RapidRequestId>"
        + "<UpdateAction>Eat</UpdateAction></input></UpdateRequest>",
        "none of")]
    [InlineData(
        "<UpdateRequest xmlns='{0}'><input><RapidRequestId>1</RapidRequestId>"
        + "<UpdateAction>3</UpdateAction></input></UpdateRequest>",
        "none of")]
    public void What_an_operation_needs_has_to_be_there(string body, string reason)
    {
        var octets = RapidSamples.Envelope(body.Replace("{0}", Ns, StringComparison.Ordinal));
        Assert.Contains(reason, Assert.IsType<RapidReadResult.Refused>(RapidCodec.ReadCall(octets)).Fault.Reason);
    }

    [Fact]
    public void A_state_that_is_new_is_unknown_and_noted()
    {
        var octets = RapidSamples.Envelope(
            $"<RetrieveRequestsResponse xmlns='{Ns}'><RetrieveRequestsResult><IsSuccessful>true</IsSuccessful>"
            + "<Transactions><Transaction><RapidRequestId>1</RapidRequestId><StateType>Teleported</StateType>"
            + "<RapidRequestType>Book</RapidRequestType></Transaction></Transactions></RetrieveRequestsResult>"
            + "</RetrieveRequestsResponse>");
        var answer = Assert.IsType<RapidReadResult.Answer>(
            RapidCodec.ReadAnswer(octets, RapidOperation.Find("RetrieveRequests")!));
        Assert.Equal(RapidState.Unknown,
            Assert.Single(Assert.IsType<RetrieveRequestsOutput>(answer.Output).Transactions!).StateType);
        Assert.Single(answer.Notes);
    }

    [Fact]
    public void A_field_is_cut_beyond_its_limit_and_not_at_it()
    {
        foreach (var (chars, notes) in new[] { (RapidLimits.MaxFieldChars, 0), (RapidLimits.MaxFieldChars + 1, 1) })
        {
            var call = new UpdateRequestInput
            {
                RapidRequestId = 1, UpdateAction = RapidUpdateAction.Unfill, UpdateComment = new string('x', chars),
            };
            var read = Assert.IsType<RapidReadResult.Call>(RapidCodec.ReadCall(RapidCodec.Write(call, SoapVersion.V12)));
            Assert.Equal((notes, RapidLimits.MaxFieldChars),
                (read.Notes.Count, ((UpdateRequestInput)read.Input).UpdateComment!.Length));
        }
    }

    [Fact]
    public void A_list_is_refused_beyond_its_limit_and_not_at_it()
    {
        foreach (var (count, isRead) in new[] { (RapidLimits.MaxEntries, true), (RapidLimits.MaxEntries + 1, false) })
        {
            var call = new InsertRequestInput
            {
                RapidRequestType = RapidRequestType.Article, SuggestedIssns = [.. Enumerable.Repeat("1", count)],
            };
            Assert.Equal(isRead, RapidCodec.ReadCall(RapidCodec.Write(call, SoapVersion.V11)) is RapidReadResult.Call);
        }
    }

    [Fact]
    public void A_password_is_in_no_words_of_a_record()
    {
        var call = new UpdateRequestInput
        {
            UserName = "u", Password = "secret-1", ArticleExchangePassword = "secret-2",
                UpdateAction = RapidUpdateAction.Fill,
        };
        Assert.DoesNotContain("secret", $"{call}");
        var entry = new RapidTransaction
        {
            StateType = RapidState.Filled, RapidRequestType = RapidRequestType.Article,
                ArticleExchangePassword = "secret-3",
        };
        Assert.DoesNotContain("secret", $"{entry}");
    }

    [Fact]
    public void Mutated_calls_and_answers_are_read_or_refused_in_no_time()
    {
        var chance = new Random(4711);
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < 4000; i++)
        {
            var operation = RapidOperation.All[chance.Next(5)];
            var octets = (i % 2 == 0
                ? RapidCodec.Write((RapidInput)RapidSamples.Random(operation.Input, chance), SoapVersion.V11)
                : RapidCodec.Write(operation, (RapidOutput)RapidSamples.Random(operation.Output, chance),
                    SoapVersion.V12)).ToArray();
            for (int times = chance.Next(1, 6); times > 0; times--)
                octets[chance.Next(octets.Length)] = (byte)chance.Next(256);
            octets = octets[..chance.Next(octets.Length / 2, octets.Length + 1)];
            _ = RapidCodec.ReadCall(octets);
            _ = RapidCodec.ReadAnswer(octets, operation);
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{clock.Elapsed}");
    }
}

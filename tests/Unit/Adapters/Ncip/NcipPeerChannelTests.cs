using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Ncip;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;
using ResourceSharing.Tests.Unit.Gateway.Intake;
using ResourceSharing.Tests.Unit.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Adapters.Ncip;

/// <summary>What a peer answers to our messages: real intake, real store, the peer's responder on loopback.</summary>
public sealed class NcipPeerChannelTests : IAsyncDisposable
{
    private readonly NcipClient _client = new(new SecretReader("/"), TimeProvider.System);
    private readonly TestGateway _gateway;
    private readonly ConcurrentQueue<NcipMessage> _heard = new();
    private WebApplication? _peer;
    private Func<NcipInitiation, NcipResponse?> _answer = Positive;
    private int? _status;

    public NcipPeerChannelTests() => _gateway = new TestGateway(
        isInMemory: true, letters: gateway => new NcipPeerChannel(gateway.Intake, _client, TimeProvider.System),
        vocabulary: Protocols.Vocabulary);

    public async ValueTask DisposeAsync()
    {
        if (_peer is not null)
            await _peer.DisposeAsync();
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_request_that_is_taken_counts_as_delivered()
    {
        var request = await AskedAsync();
        var sent = Assert.IsType<RequestItem>(Assert.Single(_heard));
        Assert.Equal(("47HOME||MAIN", "01PEER||MAIN"), (sent.Header!.FromAgencyId!.Value, sent.Header.ToAgencyId!.Value));
        Assert.Equal("ALMA_NCIP_ILL", sent.Header.FromSystemId!.Value);
        Assert.Equal(request.Id, sent.RequestId!.Value);
        Assert.Equal(OutboxState.Delivered, Assert.Single(await _gateway.OutboxAsync()).State);
    }

    [Fact]
    public async Task A_refused_request_is_refused_with_the_words_of_the_peer()
    {
        _answer = asked => Refusing(asked, NcipProblemTypes.UnknownUser, "Nobody of that name");
        await AskedAsync();
        var row = Assert.Single(await _gateway.OutboxAsync());
        Assert.Equal(OutboxState.Refused, row.State);
        Assert.Contains("Nobody of that name", $"{row}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_cannot_now_is_asked_again()
    {
        _answer = asked => Refusing(asked, NcipProblemTypes.TemporaryProcessingFailure, "Later");
        await AskedAsync();
        Assert.Equal(OutboxState.Waiting, Assert.Single(await _gateway.OutboxAsync()).State);
        _answer = Positive;
        _gateway.Clock.Advance(TimeSpan.FromMinutes(30));
        await _gateway.DeliverAsync("PEER");
        Assert.Equal(OutboxState.Delivered, Assert.Single(await _gateway.OutboxAsync()).State);
    }

    [Fact]
    public async Task A_request_whose_answer_was_lost_is_sent_again_with_the_same_octets()
    {
        _answer = _ => null;
        await AskedAsync();
        Assert.True(Assert.Single(await _gateway.OutboxAsync()).InDoubt);
        _answer = asked => Refusing(asked, NcipProblemTypes.DuplicateRequest, "Known already");
        _gateway.Clock.Advance(TimeSpan.FromMinutes(30));
        await _gateway.DeliverAsync("PEER");
        Assert.Equal(OutboxState.Delivered, Assert.Single(await _gateway.OutboxAsync()).State);
        Assert.Equal(_heard.First(), _heard.Last());
    }

    [Fact]
    public async Task A_renewal_is_answered_in_the_response_itself()
    {
        var loan = await LoanAsync();
        _answer = asked => asked is RenewItem renew
            ? new RenewItemResponse { ItemId = renew.ItemId, DateDue = NcipDate.Of(new DateOnly(2026, 7, 1)) }
            : Positive(asked);
        Assert.Equal(
            (Status.Renewed, new DateOnly(2026, 7, 1)), ((await RenewedAsync(loan)).Status, (await _gateway.FindAsync(loan)).DueOn));
    }

    [Fact]
    public async Task A_renewal_that_is_refused_in_the_response_is_not_granted()
    {
        var loan = await LoanAsync();
        _answer = asked => Refusing(asked, NcipProblemTypes.MaximumRenewalsExceeded, "Twice is enough");
        Assert.Equal(Status.RenewNotAccepted, (await RenewedAsync(loan)).Status);
    }

    [Fact]
    public async Task A_renewal_that_is_to_be_decided_waits()
    {
        var loan = await LoanAsync();
        _answer = _ => new RenewItemResponse { Pending = true };
        Assert.Equal(Status.RenewRequested, (await RenewedAsync(loan)).Status);
    }

    [Fact]
    public async Task A_renewal_that_an_unknown_library_may_not_ask_for_is_no_answer_of_the_lender()
    {
        var loan = await LoanAsync();
        _answer = asked => Refusing(asked, NcipProblemTypes.UnknownAgency, "Unknown partner");
        Assert.Equal(Status.RenewRequested, (await RenewedAsync(loan)).Status);
        Assert.Equal(OutboxState.Waiting, (await _gateway.OutboxAsync())[^1].State);
    }

    [Theory]
    [InlineData(NcipProblemTypes.AgencyAuthenticationFailed)]
    [InlineData(NcipProblemTypes.UnknownAgency)]
    public async Task What_a_peer_does_not_believe_is_not_lost_but_waits_for_an_operator(string type)
    {
        _answer = asked => Refusing(asked, type, "Who are you?");
        var request = await AskedAsync();
        Assert.Equal(Status.RequestSent, request.Status);
        var row = Assert.Single(await _gateway.OutboxAsync());
        Assert.Equal((OutboxState.Waiting, false), (row.State, row.InDoubt));
        Assert.Contains("Who are you?", $"{row}", StringComparison.Ordinal);
        var hold = Assert.Single(await _gateway.Store.LaneHoldsAsync(TestGateway.Cancel));
        Assert.Contains("ncip-not-authorised", hold.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_the_peer_has_used_for_something_else_is_no_request_that_it_has_taken()
    {
        _answer = asked => Refusing(asked, NcipProblemTypes.DuplicateRequest, "Known already");
        await AskedAsync();
        Assert.Equal(OutboxState.Refused, Assert.Single(await _gateway.OutboxAsync()).State);
    }

    [Fact]
    public async Task A_request_that_the_peer_puts_off_may_have_been_taken_all_the_same()
    {
        _answer = asked => Refusing(asked, NcipProblemTypes.TemporaryProcessingFailure, "It is not decided yet; send it again");
        await AskedAsync();
        var row = Assert.Single(await _gateway.OutboxAsync());
        Assert.Equal((OutboxState.Waiting, true), (row.State, row.InDoubt));
        _answer = asked => Refusing(asked, NcipProblemTypes.DuplicateRequest, "Known already");
        _gateway.Clock.Advance(TimeSpan.FromMinutes(30));
        await _gateway.DeliverAsync("PEER");
        Assert.Equal(OutboxState.Delivered, Assert.Single(await _gateway.OutboxAsync()).State);
    }

    [Theory]
    [InlineData(404, OutboxState.Refused)]
    [InlineData(410, OutboxState.Refused)]
    [InlineData(503, OutboxState.Waiting)]
    public async Task A_refusal_of_the_server_is_final_where_its_status_is(int status, OutboxState state)
    {
        _status = status;
        await AskedAsync();
        Assert.Equal(state, Assert.Single(await _gateway.OutboxAsync()).State);
    }

    [Fact]
    public async Task What_a_peer_answers_is_kept_without_its_secrets()
    {
        var loan = await LoanAsync();
        _answer = asked => Refusing(asked, NcipProblemTypes.MaximumRenewalsExceeded, "Twice is enough") with
        {
            Header = new NcipHeader
            {
                FromAgencyId = "01PEER", FromAgencyAuthentication = new NcipSecret("agency-secret-4711"), ToAgencyId = "47HOME",
            },
        };
        Assert.Equal(Status.RenewNotAccepted, (await RenewedAsync(loan)).Status);
        var rows = (await _gateway.Store.ListMessagesAsync(loan.Number, false, null, 200, TestGateway.Cancel)).Items;
        var kept = Assert.Single(rows, row => row.Entry is { Direction: Direction.In, Service: IllService.RenewAnswer });
        var text = Encoding.UTF8.GetString((await _gateway.Store.FindMessageAsync(kept.Id, TestGateway.Cancel))!.Entry.Raw.Span);
        Assert.Contains("<FromAgencyAuthentication>***<", text.Replace("ns1:", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("4711", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_peers_have_no_message_for_is_not_sent_and_the_history_says_so()
    {
        var request = await AskedAsync();
        await _gateway.ActAsync(request, StaffAction.GeneralMessage, new ActionFields { Note = "a word" });
        await _gateway.DeliverAsync("PEER");
        Assert.Single(_heard);
        Assert.Contains(
            await _gateway.HistoryAsync(request), line => line.Contains("Peers have no message for it", StringComparison.Ordinal));
    }

    private static NcipResponse Positive(NcipInitiation asked) => NcipPeer.Response(null, asked, new NcipPeerForm());

    private static NcipResponse Refusing(NcipInitiation asked, string type, string detail) =>
        Positive(asked) with { Problems = [new NcipProblem { Type = type, Detail = detail }] };

    private async Task<RequestState> AskedAsync()
    {
        await StartAsync();
        var request = await _gateway.BorrowingAsync("PEER");
        await _gateway.DeliverAsync("PEER");
        return await _gateway.FindAsync(request);
    }

    private async Task<RequestState> LoanAsync()
    {
        var request = await AskedAsync();
        var shipped = TestGateway.Arrival(Ill.Shipped(Ill.FromLender(request, "PEER")), "10.0.0.9");

        // Its address alone proves nothing, in whatever protocol somebody speaks from there.
        Assert.Equal(ArrivalOutcome.Quarantined, (await _gateway.AcceptAsync(shipped)).Outcome);
        var receipt = await _gateway.AcceptAsync(shipped with { Peer = new Peer { ProvenPartner = "PEER" } });
        Assert.Equal(ArrivalOutcome.Applied, receipt.Outcome);
        await _gateway.ActAsync(request, StaffAction.Receive);
        await _gateway.DeliverAsync("PEER");
        return await _gateway.FindAsync(request);
    }

    private async Task<RequestState> RenewedAsync(RequestState loan)
    {
        await _gateway.ActAsync(loan, StaffAction.Renew);
        await _gateway.DeliverAsync("PEER");
        return await _gateway.FindAsync(loan);
    }

    private async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _peer = builder.Build();
        _peer.Run(AnswerAsync);
        await _peer.StartAsync(TestGateway.Cancel);
        var url = _peer.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _gateway.Meet("PEER", "10.0.0.9", $$"""
            channel:
              type: ncip-p2p
              dialect: alma-p2p
              agencies: {"RSG:HOME": "47HOME||MAIN", "RSG:PEER": "01PEER||MAIN"}
              connection: {url: "{{url}}/ncip"}
            """.ReplaceLineEndings("\n"));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var read = NcipSamples.Read(await reader.ReadToEndAsync());
        _heard.Enqueue(read.Message);
        if (_status is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        if (_answer((NcipInitiation)read.Message) is not { } answer)
        {
            context.Abort();
            return;
        }

        await context.Response.WriteAsync(NcipSamples.Write(answer, read.Form.Answer()));
    }
}

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.RapidIll;
using ResourceSharing.Gateway.Pod;
using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.RapidPod;

/// <summary>Calls of members of a pod that cross each other.</summary>
public sealed class PodRaceTests : IAsyncDisposable
{
    private readonly ShiftedTime _time = new(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));
    private TestLibrary? _hub;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestLibrary Hub => _hub!;

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_insertion_that_is_sent_again_while_the_first_is_worked_on_gets_its_number()
    {
        _hub = await TestLibrary.StartAsync("HUB", _time);
        var asks = Member("ASKS");
        Member("LENDS");
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => asks.InsertAsync(PodClient.Article("A-1"))));
        Assert.All(answers, answer => Assert.True(answer.IsSuccessful, answer.VerificationNote));
        Assert.Single(answers.Select(answer => answer.RapidRequestId).Distinct());
    }

    [Fact]
    public async Task Who_takes_a_request_over_too_late_does_not_hide_it_from_the_next_lender()
    {
        _hub = await TestLibrary.StartAsync("HUB", _time);
        var (asks, one, other) = (Member("ASKS"), Member("ONE"), Member("OTHER"));
        var number = await asks.AskAsync(PodClient.Article("A-1"));
        var (late, next) = await one.IsInAsync(RapidQueue.LenderPending, number) ? (one, other) : (other, one);
        await late.SayAsync(number, RapidUpdateAction.Unfill);
        Assert.True(await next.IsInAsync(RapidQueue.LenderPending, number));

        // Its call was found to be its own before its answer came, and is written after it.
        var pod = Hub.Service<IRapidPod>();
        var member = pod.Members.Single(known => known.Code == late.Code);
        await pod.NoteAsync(member, number, RapidPodNotice.Taken, default, new Peer(), Cancel);
        Assert.True(await next.IsInAsync(RapidQueue.LenderPending, number));
    }

    private PodClient Member(string code)
    {
        var secret = Hub.KeepSecret(code, PodClient.PasswordOf(code));
        Hub.MeetBy(code, $"{{type: rapid-pod, rapidCode: {code}, user: {code}-user, password: \"file:{secret}\"}}",
            [("expiry", "{type: no-expiry}")]);
        return new PodClient(Hub.Http, code);
    }
}

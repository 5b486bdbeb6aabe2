using ResourceSharing.Gateway.Pod;
using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.RapidPod;

/// <summary>A pod whose members have hours for their answers, and one that has a catalogue.</summary>
public sealed class PodDeadlineTests : IAsyncDisposable
{
    private readonly ShiftedTime _time = new(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));
    private TestLibrary? _hub;

    private TestLibrary Hub => _hub!;

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_does_not_answer_in_its_hours_is_passed_over()
    {
        _hub = await TestLibrary.StartAsync("HUB", _time);
        var asks = Member("ASKS");
        var (slow, other) = (Member("SLOW", "answerWithinHours: 48"), Member("OTHER", "answerWithinHours: 24"));
        var number = await asks.AskAsync(PodClient.Article("A-1"));
        var (first, second, hours) = await slow.IsInAsync(RapidQueue.LenderPending, number)
            ? (slow, other, 48)
            : (other, slow, 24);
        await first.SayAsync(number, RapidUpdateAction.IllSoftwarePending);

        _time.Pass(TimeSpan.FromHours(hours) - TimeSpan.FromMinutes(5));
        Assert.Equal(0, await LookAsync());
        _time.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await LookAsync());
        Assert.Equal(0, await LookAsync());
        Assert.True(await second.IsInAsync(RapidQueue.LenderPending, number));
        Assert.Equal(
            $"ASKS:New {first.Code}:Pending {first.Code}:Unfilled {second.Code}:Pending", await asks.StatesAsync(number));

        _time.Pass(TimeSpan.FromHours(49));
        Assert.Equal(1, await LookAsync());
        Assert.Contains(await asks.QueueAsync(RapidQueue.BorrowerNotAvailable), entry => entry.RapidRequestId == number);
        Assert.EndsWith("HUB:NotAvailable", await asks.StatesAsync(number), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_catalogue_says_no_nobody_else_is_left()
    {
        _hub = await TestLibrary.StartAsync("HUB", _time);
        await using var catalogue = await EmptyCatalogue.StartAsync();
        var asks = Member("ASKS");
        var reads = Member("READS", "capacity: 5", ("locate", $"{{kind: sru, url: \"{catalogue.Url}\"}}"));
        var inserted = await asks.InsertAsync(PodClient.Article("A-2"));
        Assert.True(inserted.IsSuccessful, inserted.VerificationNote);
        var number = inserted.RapidRequestId;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await asks.IsInAsync(RapidQueue.BorrowerNotAvailable, number))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal("ASKS:New HUB:NotAvailable", await asks.StatesAsync(number));
        Assert.Empty(await reads.QueueAsync(RapidQueue.LenderPending));
    }

    private Task<int> LookAsync() => Hub.Service<PodDeadlines>().LookAsync(TestContext.Current.CancellationToken);

    private PodClient Member(
        string code, string settings = "capacity: 10", params IReadOnlyList<(string Key, string Value)> partner)
    {
        var secret = Hub.KeepSecret(code, PodClient.PasswordOf(code));
        Hub.MeetBy(code, $"{{type: rapid-pod, rapidCode: {code}, user: {code}-user, password: \"file:{secret}\", {settings}}}",
            [("expiry", "{type: no-expiry}"), .. partner]);
        return new PodClient(Hub.Http, code);
    }
}

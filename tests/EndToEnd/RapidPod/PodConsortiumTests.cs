using System.Text.Json.Nodes;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.RapidPod;

/// <summary>Five gateways: one serves the pod, four are its members and know nothing but its address. Members borrow and lend
/// through the channel for RapidILL, by polling.</summary>
[Collection(ProcessCollection.Name)]
public sealed class PodConsortiumTests
{
    private const int EachAsks = 50;
    private const string Movable = "to be moved on";
    private const string Wrong = "cited wrongly";

    private static readonly string[] Members = ["NORTH", "EAST", "SOUTH", "WEST"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Two_hundred_requests_find_their_lenders_and_the_load_spreads()
    {
        await using var town = await Town.StartAsync();
        var asked = await town.AskAsync();
        Assert.Equal(Members.Length * EachAsks, asked.Count);
        await town.WorkUntilAsync(async () => await town.OpenAsync() == 0);

        var ends = await town.EndsAsync();
        var wrong = asked.Count(one => one.Title.Contains(Wrong, StringComparison.Ordinal));
        Assert.Equal(wrong, ends.Count(end => end.Status == Status.BadCitation));
        Assert.Equal(asked.Count - wrong, ends.Count(end => end.Status is Status.ShippedDigitally or Status.ReceivedDigitally
            or Status.ShippedPhysically or Status.RequestCompleted));

        // Every one that is moved on has had two lenders, every other one, and nobody lends to itself.
        Assert.All(town.Worked.GroupBy(one => one.Title), lent => Assert.Equal(
            lent.Key.Contains(Movable, StringComparison.Ordinal) ? 2 : 1, lent.Select(one => one.Member).Distinct().Count()));
        Assert.Equal(asked.Count, town.Worked.Select(one => one.Title).Distinct().Count());
        Assert.DoesNotContain(town.Worked, one => one.Title.StartsWith(one.Member, StringComparison.Ordinal));
        var loads = Members.ToDictionary(member => member, member => town.Worked.Count(one => one.Member == member));
        Assert.All(loads, load => Assert.InRange(load.Value, 40, 75));
    }

    /// <summary>The five gateways and the people in them.</summary>
    private sealed class Town(TestLibrary hub, IReadOnlyDictionary<string, TestLibrary> members) : IAsyncDisposable
    {
        private readonly HashSet<string> _movedOn = [];

        /// <summary>Who has answered what.</summary>
        public List<(string Member, string Title)> Worked { get; } = [];

        public static async Task<Town> StartAsync()
        {
            var hub = await TestLibrary.StartAsync("HUB", TimeProvider.System);
            var members = new Dictionary<string, TestLibrary>();
            foreach (var code in Members)
            {
                var secret = hub.KeepSecret(code, PodClient.PasswordOf(code));
                hub.MeetBy(code, $"{{type: rapid-pod, rapidCode: {code}, user: {code}-user, password: \"file:{secret}\", "
                    + "supplies: [articles], capacity: 20}", ("expiry", "{type: no-expiry}"));
                var member = members[code] = await TestLibrary.StartAsync(code, TimeProvider.System);
                var own = member.KeepSecret("POD", PodClient.PasswordOf(code));
                member.MeetBy("POD", $"{{type: rapid, url: \"{hub.Url}{PodClient.Path}\", user: {code}-user, "
                    + $"password: \"file:{own}\", rapidCode: {code}, pollInterval: 1s}}", ("expiry", "{type: no-expiry}"));
            }

            return new Town(hub, members);
        }

        /// <summary>Every member asks for fifty articles, of which a few are to be declined once, or are cited wrongly.</summary>
        public async Task<List<(string Id, string Title)>> AskAsync()
        {
            var asked = new List<(string, string)>();
            for (var round = 0; round < EachAsks; round++)
            {
                foreach (var (code, member) in members)
                {
                    var kind = (round % 10) switch { 3 => Movable, 7 => Wrong, _ => "plain" };
                    var title = $"{code} {round:D2} {kind}";
                    var id = await member.BorrowAsync(new
                    {
                        articleTitle = title, journalTitle = "Journal of Examples", issn = "0272-4634", volume = "29",
                        pages = "1-20", year = "2009", format = "digital", partners = new[] { "POD" },
                    });
                    var (isDone, answer) = await member.ActAsync(id, "send", []);
                    Assert.True(isDone, answer.ToJsonString());
                    asked.Add((id, title));
                }
            }

            return asked;
        }

        /// <summary>The staff of all members work until something is so.</summary>
        public async Task WorkUntilAsync(Func<Task<bool>> isDone)
        {
            using var limit = new CancellationTokenSource(Patience);
            while (!await isDone())
            {
                Assert.False(limit.IsCancellationRequested, await TellAsync());
                await Task.WhenAll(members.Select(member => WorkAsync(member.Key, member.Value)));
                await Task.Delay(300, CancellationToken.None);
            }
        }

        /// <summary>Requests of the members that have not ended.</summary>
        public async Task<int> OpenAsync() => (await EndsAsync()).Count(end =>
            end.Status is Status.RequestSent or Status.RequestAccepted or Status.RequestCreatedBor or Status.ReadyToSend
                or Status.WillSupply);

        public async Task<List<RequestState>> EndsAsync()
        {
            var all = new List<RequestState>();
            foreach (var member in members.Values)
            {
                all.AddRange((await member.Store.ListRequestsAsync(
                    new RequestFilter { Side = Side.Borrowing }, null, 200, CancellationToken.None)).Items);
            }

            return all;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var member in members.Values)
            {
                await member.DisposeAsync();
            }

            await hub.DisposeAsync();
        }

        private async Task WorkAsync(string code, TestLibrary member)
        {
            var waiting = await member.Store.ListRequestsAsync(
                new RequestFilter { Side = Side.Lending, Statuses = [Status.RequestCreatedLend] }, null, 200,
                CancellationToken.None);
            foreach (var request in waiting.Items)
            {
                var title = request.Content.Citation.ArticleTitle!;
                var (action, fields) = title.Contains(Wrong, StringComparison.Ordinal)
                    ? ("reject", new JsonObject { ["reason"] = "not-found-as-cited", ["note"] = "No such page." })
                    : title.Contains(Movable, StringComparison.Ordinal) && IsFirst(title)
                        ? ("reject", new JsonObject { ["reason"] = "not-on-shelf" })
                        : ("ship-digitally", []);
                var (isDone, answer) = await member.ActAsync(request.Id, action, fields);
                Assert.True(isDone, answer.ToJsonString());
                lock (Worked)
                {
                    Worked.Add((code, title));
                }
            }
        }

        private bool IsFirst(string title)
        {
            lock (_movedOn)
            {
                return _movedOn.Add(title);
            }
        }

        private async Task<string> TellAsync() => string.Join("\n", (await EndsAsync())
            .GroupBy(end => end.Status).Select(group => $"{group.Key}: {group.Count()}, like {group.First().Id}"));
    }
}

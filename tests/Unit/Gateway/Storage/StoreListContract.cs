using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Storage;

/// <summary>What an engine must do beside <see cref="StoreContract"/> for the people who look at lists: facets, orders, the
/// index of words, the dashboard, ages and repeats.</summary>
public abstract class StoreListContract : StoreContract
{
    private static readonly DateOnly FirstDay = new(2026, 4, 1);

    /// <summary>40 requests, half of them borrowing, whose every facet depends on their number.</summary>
    private Task FillFacetsAsync() => WriteAsync(unit =>
    {
        for (var i = 1; i <= 40; i++)
        {
            var number = unit.NextRequestNumber();
            var state = number % 2 == 0 ? StoreSamples.Borrowing(number) : StoreSamples.Lending(number);
            unit.InsertRequest(Varied(state));
        }
    });

    private static RequestState Varied(RequestState state)
    {
        var n = (int)state.Number;
        return state with
        {
            Status = n % 7 == 0 ? Status.RequestCompleted : n % 5 == 0 ? Status.OverdueItem : state.Status,
            Partner = n % 3 == 0 ? "EAST" : n % 3 == 1 ? "WEST" : null,
            UpdatedAt = Start.AddDays((n * 17) % 40),
            CreatedAt = Start.AddDays(n),
            DueOn = n % 4 == 0 ? null : FirstDay.AddDays((n * 7) % 11),
            ExpiresOn = n % 4 == 1 ? FirstDay.AddDays(n % 5) : null,
            LastTransitionOn = FirstDay.AddDays(-(n % 9)),
            Content = state.Content with
            {
                Citation = state.Content.Citation with { Title = $"{(char)('a' + (n % 6))}Ä title {n}" },
                NeededBy = n % 3 == 0 ? null : FirstDay.AddDays(n % 7),
                LevelOfService = n % 5 == 0 ? "RUSH" : null,
                Services = n % 4 == 0 ? [ServiceType.CopyNonReturnable] : [ServiceType.Loan],
                Media = n % 8 == 0 ? [new SupplyMedium(MediumType.MachineReadable)] : [],
            },
            SuppliedAs = n % 6 == 0 ? ServiceType.Loan : n % 6 == 1 ? ServiceType.CopyNonReturnable : null,
            Owner = n % 6 == 5 ? null : n % 3 == 0 ? "NORTH" : "HOME",
            AssignedTo = n % 4 == 0 ? "ida" : n % 4 == 1 ? "per" : null,
            PrintedOn = n % 5 == 1 ? FirstDay : null,
            ReportedOn = n % 6 == 1 ? FirstDay : null,
            HasUnreadMessage = n % 9 == 0,
            IsOverdue = n % 5 == 0,
            Notes = n % 8 == 1 ? [new RequestNote(Start, NoteKind.Internal, "look", "ida", 1, IsActive: true)] : [],
            Alerts = n % 10 == 3 ? [new RequestAlert(1, Start, "duplicate", "twice")] : [],
            Drift = n % 11 == 0 ? new StateDrift(Start, CurrentState.Shipped, CurrentState.Pending, "differs",
                new DriftRepair(DriftRepairKind.ChangeStatus, null, Status.ShippedPhysically, "set it")) : null,
        };
    }

    private static IEnumerable<RequestState> Expected() => Enumerable.Range(1, 40).Select(n =>
        Varied(n % 2 == 0 ? StoreSamples.Borrowing(n) : StoreSamples.Lending(n)));

    public static TheoryData<string> Filters => [.. FilterCases.Keys];

    private static readonly Dictionary<string, (RequestFilter Filter, Func<RequestState, bool> Fits)> FilterCases = new()
    {
        ["open"] = (new RequestFilter { IsOpen = true }, r => r.Status != Status.RequestCompleted),
        ["final lending"] = (new RequestFilter { IsOpen = false, Side = Side.Lending },
            r => r.Status == Status.RequestCompleted && r.Side == Side.Lending),
        ["open with status"] = (new RequestFilter { IsOpen = true, Statuses = [Status.OverdueItem, Status.RequestCompleted] },
            r => r.Status == Status.OverdueItem),
        ["mine"] = (new RequestFilter { Assignment = new Assignment(TaskOf.Me, "ida") }, r => r.AssignedTo == "ida"),
        ["nobody's"] = (new RequestFilter { Assignment = new Assignment(TaskOf.Nobody, "ida") }, r => r.AssignedTo is null),
        ["others'"] = (new RequestFilter { Assignment = new Assignment(TaskOf.Others, "ida") }, r => r.AssignedTo == "per"),
        ["created"] = (new RequestFilter { Created = [new DayRange(DateOnly.FromDateTime(StoreSamples.Start.AddDays(3).Date), DateOnly.FromDateTime(StoreSamples.Start.AddDays(5).Date))] },
            r => r.Number is >= 3 and <= 5),
        ["updated"] = (new RequestFilter { Updated = [new DayRange(DateOnly.FromDateTime(StoreSamples.Start.AddDays(30).Date), null)] },
            r => r.UpdatedAt >= Start.AddDays(30)),
        ["due in one of two ranges"] = (new RequestFilter { Due = [new DayRange(FirstDay, FirstDay), new DayRange(FirstDay.AddDays(9), null)] },
            r => r.DueOn == FirstDay || r.DueOn >= FirstDay.AddDays(9)),
        ["last interest"] = (new RequestFilter { LastInterest = [new DayRange(null, FirstDay.AddDays(1))] },
            r => (r.ExpiresOn ?? r.Content.NeededBy) <= FirstDay.AddDays(1)),
        ["needed by"] = (new RequestFilter { NeededBy = [new DayRange(FirstDay.AddDays(2), FirstDay.AddDays(3))] },
            r => r.Content.NeededBy >= FirstDay.AddDays(2) && r.Content.NeededBy <= FirstDay.AddDays(3)),
        ["asked as file or paper"] = (new RequestFilter { RequestedFormats = [SupplyFormat.Digital, SupplyFormat.PhysicalNonReturnable] },
            r => r.Number % 4 == 0),
        ["supplied as loan"] = (new RequestFilter { SuppliedFormats = [SupplyFormat.Physical] }, r => r.Number % 6 == 0),
        ["not supplied"] = (new RequestFilter { SuppliedFormats = [SupplyFormat.Undefined] }, r => r.SuppliedAs is null),
        ["level"] = (new RequestFilter { LevelOfService = "rush" }, r => r.Number % 5 == 0),
        ["owner"] = (new RequestFilter { Owner = "NORTH" }, r => r.Number % 3 == 0),
        ["printed"] = (new RequestFilter { IsPrinted = true }, r => r.PrintedOn is not null),
        ["not reported"] = (new RequestFilter { IsReported = false }, r => r.ReportedOn is null),
        ["active notes"] = (new RequestFilter { HasActiveNotes = true }, r => r.Number % 8 == 1),
        ["alerts"] = (new RequestFilter { HasAlerts = true }, r => r.Number % 10 == 3),
        ["overdue"] = (new RequestFilter { IsOverdue = true }, r => r.IsOverdue),
        ["drift"] = (new RequestFilter { HasDrift = true }, r => r.Drift is not null),
        ["several"] = (new RequestFilter { Side = Side.Lending, IsOpen = true, Partner = "WEST", HasUnreadMessage = false, IsPrinted = false },
            r => r.Side == Side.Lending && r.Status != Status.RequestCompleted && r.Partner == "WEST" && !r.HasUnreadMessage && r.PrintedOn is null),
        ["text with facet"] = (new RequestFilter { Text = "title aa", Assignment = new Assignment(TaskOf.Me, "ida") },
            r => r.Number % 6 == 0 && r.AssignedTo == "ida"),
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_facet_filters_in_every_order_and_its_count_is_the_length_of_the_list(string name)
    {
        await FillFacetsAsync();
        await WriteAsync(unit => unit.IndexText(20));
        var (filter, fits) = FilterCases[name];
        var expected = Expected().Where(fits).Select(r => r.Number).Order().ToArray();
        Assert.NotEmpty(expected);
        foreach (var by in Enum.GetValues<RequestSort>())
        {
            Assert.Equal(expected, (await InOrderAsync(filter, new RequestOrder(by, true))).Order());
            Assert.Equal(expected, (await InOrderAsync(filter, new RequestOrder(by, false))).Order());
        }

        var counts = await Store.CountRequestsAsync(filter, Cancel);
        var wanted = filter.Statuses.Count == 0 ? counts.Statuses.Keys : counts.Statuses.Keys.Where(key => filter.Statuses.Contains(key.Status));
        Assert.Equal(expected.Length, wanted.Sum(key => counts.Statuses[key]));
    }

    public static TheoryData<RequestSort> Orders => [.. Enum.GetValues<RequestSort>()];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Pages_follow_the_order_without_gaps_or_repeats(RequestSort by)
    {
        await FillFacetsAsync();
        foreach (var isDescending in new[] { false, true })
        {
            var keyed = Expected().Select(r => (Key: KeyOf(r, by, isDescending), r.Number));
            var expected = (isDescending
                ? keyed.OrderByDescending(r => r.Key).ThenByDescending(r => r.Number)
                : keyed.OrderBy(r => r.Key).ThenBy(r => r.Number)).Select(r => r.Number);
            Assert.Equal(expected, await InOrderAsync(new RequestFilter(), new RequestOrder(by, isDescending)));
        }
    }

    private static IComparable KeyOf(RequestState r, RequestSort by, bool isDescending)
    {
        var last = isDescending ? DateOnly.MinValue : DateOnly.MaxValue;
        return by switch
        {
            RequestSort.Created => r.Number,
            RequestSort.Updated => r.UpdatedAt,
            RequestSort.Due => r.DueOn ?? last,
            RequestSort.LastInterest => r.ExpiresOn ?? r.Content.NeededBy ?? last,
            RequestSort.NeededBy => r.Content.NeededBy ?? last,
            RequestSort.Title => $"{(char)('A' + (r.Number % 6))}A TITLE {r.Number}",
            RequestSort.Partner => r.Partner switch { null => 0, "EAST" => 1, _ => 2 },
            RequestSort.Status => (int)r.Status,
            RequestSort.StatusSince => r.LastTransitionOn,
            _ => throw new ArgumentOutOfRangeException(nameof(by), by, null),
        };
    }

    private async Task<List<long>> InOrderAsync(RequestFilter filter, RequestOrder order, int limit = 3)
    {
        var numbers = new List<long>();
        RequestCursor? after = null;
        do
        {
            var page = await Store.ListRequestsAsync(filter, order, after, limit, Cancel);
            Assert.True(page.Items.Count <= limit);
            numbers.AddRange(page.Items.Select(state => state.Number));
            after = page.Next;
        }
        while (after is not null);
        return numbers;
    }

    [Fact]
    public async Task Facets_count_every_value()
    {
        await FillFacetsAsync();
        var counts = await Store.CountRequestsAsync(new RequestFilter(), Cancel);
        var all = Expected().ToList();
        Assert.Equal(Counted(all.Select(r => DateOnly.FromDateTime(r.UpdatedAt.DateTime))), counts.Updated);
        Assert.Equal(Counted(all.Select(r => DateOnly.FromDateTime(r.CreatedAt.DateTime))), counts.Created);
        Assert.Equal(Counted(all.Select(r => r.DueOn).OfType<DateOnly>()), counts.Due);
        Assert.Equal(Counted(all.Select(r => r.ExpiresOn ?? r.Content.NeededBy).OfType<DateOnly>()), counts.LastInterest);
        Assert.Equal(Counted(all.Select(r => r.Content.NeededBy).OfType<DateOnly>()), counts.NeededBy);
        Assert.Equal(Counted(all.Select(r => r.Content.Format())), counts.RequestedFormats);
        Assert.Equal(Counted(all.Select(SupplyFormats.Supplied)), counts.SuppliedFormats);
        Assert.Equal(Counted(all.Select(r => r.Content.LevelOfService).OfType<string>()), counts.LevelsOfService);
        Assert.Equal(Counted(all.Select(r => r.AssignedTo ?? "")), counts.Assignees);
        Assert.Equal(Counted(all.Select(r => r.Owner).OfType<string>()), counts.Owners);
        Assert.Equal(
            (all.Count(r => r.HasUnreadMessage), all.Count(r => r.PrintedOn is not null), all.Count(r => r.ReportedOn is not null)),
            ((int)counts.Unread, (int)counts.Printed, (int)counts.Reported));
        Assert.Equal(
            (all.Count(r => r.Number % 8 == 1), all.Count(r => r.Alerts.Count > 0), all.Count(r => r.IsOverdue)),
            ((int)counts.ActiveNotes, (int)counts.Alerts, (int)counts.Overdue));

        // The facet itself is left out of its own filter, and counts in that of the others.
        var rush = await Store.CountRequestsAsync(new RequestFilter { LevelOfService = "RUSH", IsPrinted = true }, Cancel);
        Assert.Equal(all.Count(r => r.PrintedOn is not null && r.Content.LevelOfService == "RUSH"), rush.Created.Values.Sum());
        Assert.Equal(8, rush.Printed + rush.LevelsOfService.GetValueOrDefault("RUSH") + (8 - all.Count(r => r.Number % 5 == 0 && r.PrintedOn is not null)));
    }

    private static Dictionary<T, long> Counted<T>(IEnumerable<T> values)
        where T : notnull => values.GroupBy(value => value).ToDictionary(group => group.Key, group => group.LongCount());

    [Theory]
    [InlineData("bees")]
    [InlineData("KEEP author")]
    [InlineData("öl")]
    [InlineData("ol uber")]
    [InlineData("obrien")]
    [InlineData("9780000000002")]
    [InlineData("978-0-00-000000-2")]
    [InlineData("77")]
    [InlineData("HOME0000077")]
    [InlineData("reader sample")]
    [InlineData("p-000017")]
    [InlineData("east")]
    [InlineData("ab-1")]
    [InlineData("well known")]
    [InlineData("known")]
    [InlineData("10.1000/xyz")]
    public async Task A_word_is_found_by_its_beginning_at_once_and_in_the_index(string search)
    {
        await WriteAsync(unit =>
        {
            for (var i = 1; i <= 76; i++)
            {
                StoreSamples.InsertLending(unit, change: state => state with
                {
                    Id = $"NONE{state.Number:0000000}", Partner = "WEST", ExternalId = "none",
                    Content = new IllRequest { Citation = new Citation { Title = "Something else" } },
                });
            }

            StoreSamples.InsertLending(unit, change: state => state with
            {
                Barcode = "AB-123",
                Content = state.Content with
                {
                    Citation = state.Content.Citation with
                    {
                        Title = "The keeping of bees, über Öl", ArticleAuthor = "O'Brien, P.", ArticleTitle = "Well-known facts",
                        Doi = "10.1000/xyz123",
                    },
                },
            });
        });
        Assert.Equal([77L], await NumbersAsync(new RequestFilter { Text = search }));
        while (await WriteAsync(unit => unit.IndexText(10)) > 0)
        {
            Assert.Equal([77L], await NumbersAsync(new RequestFilter { Text = search }));
        }

        Assert.Empty(await NumbersAsync(new RequestFilter { Text = search + " zzz" }));
        Assert.Empty(await NumbersAsync(new RequestFilter { Text = "x" + search }));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("*")]
    [InlineData("' OR 1=1 --")]
    [InlineData("NEAR(a b)")]
    [InlineData("{words} : x")]
    [InlineData("\uD800")]
    [InlineData("")]
    public async Task A_search_is_never_read_as_a_language(string search)
    {
        await FillFacetsAsync();
        await WriteAsync(unit => unit.IndexText(20));
        Assert.Empty(await NumbersAsync(new RequestFilter { Text = search }));
        Assert.Empty((await Store.CountRequestsAsync(new RequestFilter { Text = search }, Cancel)).Statuses);
    }

    [Fact]
    public async Task A_changed_word_is_found_at_once_and_the_old_one_no_longer()
    {
        var state = await InsertAsync();
        await WriteAsync(unit => unit.IndexText(10));
        await WriteAsync(unit => unit.UpdateRequest(state with { Version = 2, Barcode = "NEWCODE" }));
        await CheckAsync();
        Assert.Equal(1, await WriteAsync(unit => unit.IndexText(10)));
        await CheckAsync();
        Assert.Equal(0, await WriteAsync(unit => unit.IndexText(10)));
        await WriteAsync(unit => unit.UpdateRequest(state with { Version = 3, Barcode = "NEWCODE", HasUnreadMessage = true }));
        Assert.Equal(0, await WriteAsync(unit => unit.IndexText(10)));

        // A patron whose name is taken away is not found by it any more.
        await WriteAsync(unit => unit.UpdateRequest(state with { Version = 4, Content = state.Content with { Patron = null } }));
        Assert.Empty(await NumbersAsync(new RequestFilter { Text = "newcode" }));
        Assert.Empty(await NumbersAsync(new RequestFilter { Text = "reader" }));
        await WriteAsync(unit => unit.IndexText(10));
        Assert.Empty(await NumbersAsync(new RequestFilter { Text = "reader" }));
        await RequireSoundAsync();

        async Task CheckAsync()
        {
            Assert.Equal([1L], await NumbersAsync(new RequestFilter { Text = "newcode" }));
            Assert.Equal([1L], await NumbersAsync(new RequestFilter { Text = "bees" }));
        }
    }

    [Fact]
    public async Task The_dashboard_counts_each_side_by_whose_task_it_is()
    {
        await WriteAsync(unit =>
        {
            foreach (var (status, user) in new (Status, string?)[]
            {
                (Status.RequestCreatedLend, null), (Status.RequestCreatedLend, null), (Status.RequestCreatedLend, "ida"),
                (Status.OverdueItem, "per"), (Status.RecalledLend, null), (Status.LocateFailed, "ida"), (Status.Deleted, null),
            })
            {
                StoreSamples.InsertLending(unit, change: state => state with
                {
                    Status = status, AssignedTo = user, HasUnreadMessage = status is Status.OverdueItem or Status.Deleted,
                    Notes = [new RequestNote(Start, NoteKind.Internal, "n", "ida", 1, status == Status.LocateFailed)],
                });
            }

            unit.InsertRequest(StoreSamples.Borrowing(unit.NextRequestNumber()) with { Status = Status.RequestCreatedBor });
            unit.InsertRequest(StoreSamples.Borrowing(unit.NextRequestNumber()) with { Status = Status.RecalledBor, AssignedTo = "ida" });
        });
        var counts = await Store.CountDashboardAsync("ida", Cancel);
        var none = new TaskCounts(0, 0, 0);
        Assert.Equal(new DashboardCounts(Side.Borrowing, new(0, 1, 0), none, new(1, 0, 0), none, none, none), counts[0]);
        Assert.Equal(
            new DashboardCounts(Side.Lending, new(1, 2, 0), new(0, 0, 1), new(0, 1, 0), new(1, 0, 0), new(0, 0, 1), new(1, 0, 0)),
            counts[1]);
    }

    [Fact]
    public async Task Ages_are_grouped_and_partners_have_their_own_average()
    {
        await WriteAsync(unit =>
        {
            for (var i = 0; i < 6; i++)
            {
                var day = i;
                StoreSamples.InsertLending(unit, change: state => state with
                {
                    Partner = day < 4 ? "EAST" : "WEST",
                    Status = day % 2 == 0 ? Status.RequestCompleted : Status.RequestCreatedLend,
                    LastTransitionOn = FirstDay.AddDays(day / 4),
                    ExpiresOn = FirstDay.AddDays(day - 1),
                    SentOn = day % 2 == 0 ? FirstDay : null,
                    ShippedOn = day % 2 == 0 ? FirstDay.AddDays(day) : null,
                });
            }
        });
        var ageing = await Store.AgeingAsync(null, null, FirstDay.AddDays(1), Cancel);
        Assert.Equal(
            [
                new AgeGroup(Side.Lending, "EAST", Status.RequestCreatedLend, FirstDay, 2, ExpiringSoon: 1, Expired: 1),
                new AgeGroup(Side.Lending, "WEST", Status.RequestCreatedLend, FirstDay.AddDays(1), 1),
            ],
            ageing.Groups.OrderBy(group => group.Partner, StringComparer.Ordinal));
        Assert.Equal(
            [new SupplyAverage(Side.Lending, "EAST", 1, 2), new SupplyAverage(Side.Lending, "WEST", 4, 1)],
            ageing.Averages.OrderBy(average => average.Partner, StringComparer.Ordinal));
        Assert.Single((await Store.AgeingAsync(Side.Lending, "WEST", FirstDay, Cancel)).Groups);
        Assert.Empty((await Store.AgeingAsync(Side.Borrowing, null, FirstDay, Cancel)).Groups);
    }

    [Fact]
    public async Task A_repeat_is_the_same_patrons_wish_for_the_same_thing_within_the_window()
    {
        await WriteAsync(unit =>
        {
            unit.InsertRequest(StoreSamples.Borrowing(unit.NextRequestNumber()));
            unit.InsertRequest(StoreSamples.Borrowing(unit.NextRequestNumber()) with { Content = StoreSamples.Content(1) });
        });
        var fresh = StoreSamples.Borrowing(3) with { Content = StoreSamples.Content(1) };
        Assert.Equal(2, await FindAsync(fresh, Start));
        Assert.Equal(2, await FindAsync(fresh with
        {
            Content = fresh.Content with { Citation = fresh.Content.Citation with { Title = "the Keeping of BEES volume 1", Publisher = null } },
        }, Start));
        Assert.Null(await FindAsync(fresh, Start.AddDays(1)));
        Assert.Null(await FindAsync(fresh with { Content = fresh.Content with { Patron = new Patron { Identifier = "P-2" } } }, Start));
        Assert.Null(await FindAsync(fresh with { Content = fresh.Content with { Patron = null } }, Start));
        Assert.Null(await FindAsync(fresh with { Side = Side.Lending }, Start));
        var second = (await Store.FindRequestAsync(2, Cancel))!;
        await WriteAsync(unit => unit.UpdateRequest(second with { Version = 2, Status = Status.Deleted }));
        Assert.Equal(1, await FindAsync(fresh, Start));

        async Task<long?> FindAsync(RequestState state, DateTimeOffset since) =>
            (await WriteAsync(unit => unit.FindRepeated(state, since)))?.Number;
    }
}

using System.Text;
using System.Text.Json;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Delivery;
using Xunit;
using static ResourceSharing.Mapping.Canonical.CirculationCommand;

namespace ResourceSharing.Tests.Unit.Gateway.Circulation;

/// <summary>The circulation that is built in does what every circulation must do, and what only it can be asked.</summary>
public sealed partial class BuiltInCirculationTests : CirculationContract
{
    private readonly string _data = Directory.CreateTempSubdirectory("rsg-circ-").FullName;
    private readonly FakeTime _clock = new();
    private PatronPins _pins = null!;

    private protected override async Task<(IStore Store, ICirculation Circulation)> OpenAsync(NetworkSource network)
    {
        var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = _data, CacheKib = 1024 });
        _pins = new PatronPins(_clock);
        var import = new CirculationImport(store, _pins);
        Assert.Empty((await import.PatronsAsync(Encoding.UTF8.GetBytes(Patrons), isJson: false, Cancel)).Faults);
        Assert.Empty((await import.ItemsAsync(Encoding.UTF8.GetBytes(Items), isJson: true, Cancel)).Faults);
        return (store, new BuiltInCirculation(store, network, _pins));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _pins.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Guessing_PINs_ends_until_time_has_passed_also_for_the_right_one()
    {
        for (var tries = 0; tries < 5; tries++)
        {
            await RefusedAsync(CirculationFault.UserAuthenticationFailed, new LookupUser { Patron = Who("P1", $"{tries}") });
        }

        await RefusedAsync(CirculationFault.UserAuthenticationFailed, new LookupUser { Patron = Who("P1", "1234") });
        _clock.Advance(PatronPins.Window);
        await DoneAsync(new LookupUser { Patron = Who("P1", "1234") });
    }

    [Fact]
    public async Task A_PIN_that_changes_between_both_steps_proves_nothing()
    {
        var order = new CirculationOrder(
            new LookupUser { Patron = Who("P1", "1234") }, Network.Current.Find("ILLIAD")!, Now);
        var work = await Circulation.PrepareAsync(order, Cancel);
        var desk = new FrontDesk(Store, Network, _pins, _clock);
        var patron = (await Store.Circulation.FindByAsync<LibraryPatron>(CirculationKey.Patron("P1", null), 1, Cancel))[0];
        Assert.True(await desk.SetPinAsync(patron.Number, new Pin("9999"), Cancel));
        var refused = Assert.IsType<CirculationAnswer.Refused>(await Store.WriteAsync(unit => work(unit), Cancel));
        Assert.Equal(CirculationFault.UserAuthenticationFailed, refused.Fault);
        await DoneAsync(new LookupUser { Patron = Who("P1", "9999") });
    }

    [Fact]
    public async Task The_store_holds_no_PIN()
    {
        var patron = (await Store.Circulation.FindByAsync<LibraryPatron>(CirculationKey.Patron("P1", null), 1, Cancel))[0];
        Assert.NotNull(patron.PinHash);
        Assert.DoesNotContain("1234", patron.PinHash, StringComparison.Ordinal);
        Assert.Equal($"patron {patron.Number}", patron.ToString());
    }

    [Fact]
    public async Task Staff_receive_fetch_take_back_and_send_back()
    {
        var desk = new FrontDesk(Store, Network, _pins, _clock);
        await DoneAsync(Accept("TN-1"), "RELAIS");
        var item = (await Store.Circulation.FindByAsync<LibraryItem>(CirculationKey.Barcode("R-TN-1"), 1, Cancel))[0].Number;
        async Task<bool> CanAsync(DeskAction action) => await desk.ActAsync(item, action, null, false, Cancel) is FrontDeskResult.Fine;
        Assert.False(await CanAsync(DeskAction.Fetch));
        Assert.True(await CanAsync(DeskAction.Receive));
        Assert.False(await CanAsync(DeskAction.Receive));
        Assert.True(await CanAsync(DeskAction.Fetch));
        Assert.False(await CanAsync(DeskAction.CheckOut));
        Assert.True(await CanAsync(DeskAction.CheckIn));
        Assert.False(await CanAsync(DeskAction.CheckOut));
        var stands = await DoneAsync(new LookupItem { Item = Barcode("TN-1"), ItemParts = ItemParts.Status }, "RELAIS");
        Assert.Equal(ItemStatus.InTransit, stands.ItemRecord!.Status);
        Assert.Equal(RoutingInstruction.SendToOwner, (await DoneAsync(Back("TN-1"), "RELAIS")).Routing!.Instruction);
        Assert.IsType<FrontDeskResult.NotFound>(await desk.ActAsync(item, DeskAction.SendBack, null, false, Cancel));
    }

    [Fact]
    public async Task Staff_lend_an_item_of_ours_by_the_same_rules()
    {
        var desk = new FrontDesk(Store, Network, _pins, _clock);
        var item = (await Store.Circulation.FindByAsync<LibraryItem>(CirculationKey.Barcode("B1"), 1, Cancel))[0].Number;
        Assert.IsType<FrontDeskResult.NotPossible>(await desk.ActAsync(item, DeskAction.CheckOut, "P2", false, Cancel));
        Assert.IsType<FrontDeskResult.Fine>(await desk.ActAsync(item, DeskAction.CheckOut, "P2", true, Cancel));
        await RefusedAsync(CirculationFault.ItemNotCheckedOut, Back("B1"));
        Assert.IsType<FrontDeskResult.Fine>(await desk.ActAsync(item, DeskAction.CheckIn, null, false, Cancel));
    }

    [Fact]
    public async Task What_ended_long_ago_is_forgotten()
    {
        var who = Who("V1", agency: "FAR-U");
        await DoneAsync(new CreateUser { Patron = who, Record = new PatronRecord { Name = "Vera" } });
        await DoneAsync(Lend("B1") with { Patron = who });
        await DoneAsync(Back("B1"));
        var today = DateOnly.FromDateTime(Start.Date);
        Assert.Equal(0, await ForgetAsync(today.AddDays(-1)));
        Assert.Equal(2, await ForgetAsync(today));
        Assert.Empty((await Store.Circulation.ListAsync<Loan>(null, 10, Cancel)).Items);
        await RefusedAsync(CirculationFault.UnknownUser, new LookupUser { Patron = who });
        Assert.Empty((await Store.VerifyAsync(null, Cancel)).Faults);
    }

    [Theory]
    [InlineData(20260504)]
    [InlineData(7)]
    [InlineData(1611)]
    public async Task Whatever_is_asked_in_whatever_order_the_records_stay_sound(int seed)
    {
        var random = new Random(seed);
        for (var step = 0; step < 250; step++)
        {
            Now = Start.AddHours(step * 6);
            var command = Invented(random);
            var partner = random.Next(5) == 0 ? "RELAIS" : "ILLIAD";
            var before = await AllAsync();
            var answer = await AskAsync(command, partner);
            var after = await AllAsync();
            var where = $"seed {seed}, step {step}: {command.GetType().Name} -> {answer}";
            Assert.True(answer is CirculationAnswer.Done || Written(before).SequenceEqual(Written(after)), where);
            AssertSound(after, where);
        }

        Assert.Empty((await Store.VerifyAsync(null, Cancel)).Faults);
    }

    private static CirculationCommand Invented(Random random)
    {
        string Pick(params string[] of) => of[random.Next(of.Length)];
        var patron = Who(Pick("P1", "P2", "P3", "pseudopatron", "INST-1", "NOBODY"));
        var item = Barcode(Pick("B1", "B2", "B3", "B4", "T1", "T2", "T3"));
        var request = new BrokerRequestId(Pick("Q1", "Q2", "Q3", "Q4"));
        var isMandated = random.Next(6) == 0;
        var until = random.Next(3) == 0 ? (DateTimeOffset?)Start.AddDays(random.Next(100)) : null;
        return random.Next(11) switch
        {
            0 => new RequestItem { Patron = patron, Item = item, Request = request, IsMandated = isMandated },
            1 => new RequestItem
            {
                Patron = patron, Request = request, IsAnyCopy = true, Citation = new Citation { Isbn = "9780306406157" },
            },
            2 => new CancelRequestItem { Request = request },
            3 or 4 => new AcceptItem
            {
                Patron = patron, Item = item, Request = request, DueAt = until, IsMandated = isMandated,
                Action = (AcceptAction)random.Next(1, 5),
            },
            5 or 6 => new CheckOutItem
            {
                Patron = random.Next(3) == 0 ? null : patron, Item = item, DesiredDueAt = until, IsMandated = isMandated,
                Request = random.Next(2) == 0 ? request : null,
            },
            7 or 8 => new CheckInItem { Item = item },
            9 => new RenewItem { Item = item, DesiredDueAt = until, IsMandated = isMandated },
            _ => new RecallItem { Item = item, DesiredDueAt = until },
        };
    }

    private static void AssertSound(IReadOnlyList<CirculationRecord> all, string where)
    {
        var items = all.OfType<LibraryItem>().ToDictionary(item => item.Number);
        var loans = all.OfType<Loan>().Where(loan => loan.EndedAt is null).ToArray();
        var holds = all.OfType<Hold>().ToArray();
        var patrons = all.OfType<LibraryPatron>().Select(patron => patron.Number).ToHashSet();
        Assert.True(loans.All(loan => items.ContainsKey(loan.Item) && patrons.Contains(loan.Patron)), where);
        Assert.True(holds.All(hold => patrons.Contains(hold.Patron) && (hold.Item is not { } held || items.ContainsKey(held))), where);
        Assert.True(loans.DistinctBy(loan => loan.Item).Count() == loans.Length, $"{where}: lent twice");
        var shelf = holds.Where(hold => hold.Status == HoldStatus.AvailableForPickup).ToArray();
        Assert.True(shelf.DistinctBy(hold => hold.Item).Count() == shelf.Length, $"{where}: held for two");
        Assert.True(shelf.All(hold => loans.All(loan => loan.Item != hold.Item)), $"{where}: lent and on the shelf");
        Assert.True(items.Values.DistinctBy(item => item.Barcode).Count() == items.Count, $"{where}: a barcode twice");
        foreach (var came in items.Values.Where(item => item.Temporary is not null))
        {
            var open = loans.Count(loan => loan.Item == came.Number) + holds.Count(hold => hold.Item == came.Number);
            Assert.True(open == 1 && came.IsSuppressed, $"{where}: {open} requests for what came");
        }
    }

    private async Task<IReadOnlyList<CirculationRecord>> AllAsync() =>
    [
        .. await AllAsync<LibraryPatron>(), .. await AllAsync<LibraryItem>(), .. await AllAsync<Hold>(), .. await AllAsync<Loan>(),
    ];

    private async Task<IReadOnlyList<T>> AllAsync<T>()
        where T : CirculationRecord
    {
        var all = new List<T>();
        long? after = null;
        do
        {
            var page = await Store.Circulation.ListAsync<T>(after, StoreLimits.PageRows, Cancel);
            all.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return all;
    }

    private Task<int> ForgetAsync(DateOnly last) =>
        Store.WriteAsync(unit => CirculationRetention.Forget(unit.Circulation, last, 100), Cancel);

    // Lists inside of records are compared by what they hold.
    private static string[] Written(IEnumerable<CirculationRecord> all) =>
        [.. all.Select(record => JsonSerializer.Serialize(record, record.GetType(), RequestJson.Options))];
}

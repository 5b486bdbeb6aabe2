using System.Text;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Simulation;
using ResourceSharing.Tests.Unit.Gateway.Delivery;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Circulation;

public sealed class CirculationImportTests : IAsyncDisposable
{
    private readonly MemoryStore _store = new(new MemoryDisk(), commit => _ = Task.Run(commit));
    private readonly PatronPins _pins = new(new FakeTime());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _pins.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Fields_may_be_quoted_and_separated_by_semicolons()
    {
        var report = await PatronsAsync("\uFEFFID;Name;ids;city\r\nP1;\"Ex\"\"ample; Ada\r\nB.\";C1|C2;\r\n\r\nP2;Bob;;Ås\n");
        Assert.Equal("Line 2", $"Line {Assert.Single(report.Faults).Line}"); // a line break is a control character
        report = await PatronsAsync("ID;Name;ids;city\r\nP1;\"Ex\"\"ample; Ada\";C1|C2;\r\n\r\nP2;Bob;;Ås\n");
        Assert.Empty(report.Faults);
        Assert.Equal((2, 2, 0), (report.Rows, report.Added, report.Changed));
        var ada = await FindAsync("c2");
        Assert.Equal("Ex\"ample; Ada", ada!.Record.Name);
        Assert.Equal("Ås", (await FindAsync("P2"))!.Record.Postal!.City);
    }

    [Fact]
    public async Task The_same_file_again_changes_no_more_and_keeps_what_it_does_not_say()
    {
        await PatronsAsync("id,name,pin,blocks\nP1,Ada,1234,FINES\n");
        var report = await PatronsAsync("id,name\nP1,Ada E.\n");
        Assert.Equal((0, 1), (report.Added, report.Changed));
        var ada = await FindAsync("P1");
        Assert.Equal("Ada E.", ada!.Record.Name);
        Assert.NotNull(ada.PinHash);
        Assert.Equal("FINES", Assert.Single(ada.Record.Blocks).Code);
    }

    [Theory]
    [InlineData("id,nmae\nP1,Ada\n", 1, null)]
    [InlineData("id,name,name\nP1,Ada,Ada\n", 1, "name")]
    [InlineData("id,name\nP1\n", 2, null)]
    [InlineData("id,name\n,Ada\n", 2, "id")]
    [InlineData("id,name\nP1,Ada\nP2,Bob\np1,Cid\n", 4, "id")]
    [InlineData("id,bornOn\nP1,31.3.1990\n", 2, "bornOn")]
    [InlineData("id,name\nP1,\"Ada\n", 2, null)]
    public async Task A_fault_has_its_line_and_nothing_is_imported(string file, int line, string? field)
    {
        var fault = Assert.Single((await PatronsAsync(file)).Faults);
        Assert.Equal((line, field), (fault.Line, fault.Field));
        Assert.DoesNotContain("Ada", fault.Text, StringComparison.Ordinal);
        Assert.Empty((await _store.Circulation.ListAsync<LibraryPatron>(null, 10, Cancel)).Items);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{\"id\": {}}]")]
    [InlineData("[{\"id\": \"P1\"")]
    [InlineData("[{\"id\": \"\\ud800\"}]")]
    public async Task What_is_no_list_of_objects_is_a_fault(string json) =>
        Assert.NotEmpty((await Import().PatronsAsync(Encoding.UTF8.GetBytes(json), isJson: true, Cancel)).Faults);

    [Fact]
    public async Task What_is_no_UTF_8_is_a_fault() =>
        Assert.NotEmpty((await Import().PatronsAsync(Encoding.Latin1.GetBytes("id,name\nP1,Ås\n"), isJson: false, Cancel)).Faults);

    [Fact]
    public async Task At_the_limits_and_one_beyond()
    {
        var longest = new string('x', CirculationLimits.FieldChars);
        Assert.Empty((await PatronsAsync($"id,name\nP1,{longest}\n")).Faults);
        Assert.NotEmpty((await PatronsAsync($"id,name\nP1,{longest}x\n")).Faults);
        var ids = string.Join('|', Enumerable.Range(1, CirculationLimits.NumbersPerPatron - 1).Select(id => $"N{id}"));
        Assert.Empty((await PatronsAsync($"id,ids\nP1,{ids}\n")).Faults);
        Assert.NotEmpty((await PatronsAsync($"id,ids\nP1,{ids}|N99\n")).Faults);
        var number = new string('9', CirculationLimits.NumberChars);
        Assert.Empty((await ItemsAsync($"barcode,title\n{number},Atlas\n")).Faults);
        Assert.NotEmpty((await ItemsAsync($"barcode,title\n{number}9,Atlas\n")).Faults);
    }

    [Fact]
    public void A_file_has_so_many_rows_and_octets_and_not_one_more()
    {
        var rows = string.Concat(Enumerable.Range(1, CirculationLimits.ImportRows).Select(row => $"{row}\n"));
        Assert.Empty(ImportFile.Read(Encoding.UTF8.GetBytes("id\n" + rows), false, ["id"]).Faults);
        Assert.Single(ImportFile.Read(Encoding.UTF8.GetBytes("id\n" + rows + "x\n"), false, ["id"]).Faults);
        var blank = new byte[CirculationLimits.ImportOctets];
        Array.Fill(blank, (byte)'\n');
        "id\n1\n"u8.CopyTo(blank);
        Assert.Empty(ImportFile.Read(blank, false, ["id"]).Faults);
        Assert.Single(ImportFile.Read(new byte[CirculationLimits.ImportOctets + 1], false, ["id"]).Faults);
    }

    [Fact]
    public async Task PINs_are_set_for_so_many_at_a_time()
    {
        var rows = string.Concat(Enumerable.Range(1, CirculationLimits.ImportPins + 1).Select(row => $"P{row},1234\n"));
        Assert.Equal("pin", Assert.Single((await PatronsAsync("id,pin\n" + rows)).Faults).Field);
    }

    [Fact]
    public async Task An_item_keeps_its_number_and_says_what_is_wrong_with_it()
    {
        await ItemsAsync("barcode,title,isbn,condition,pieces\nB1,Atlas,9780306406157,missing,2\n");
        var key = CirculationKey.Titles(CirculationIndex.ItemOfTitle, new Citation { Isbn = "0306406152" })[0];
        var item = Assert.Single(await _store.Circulation.FindByAsync<LibraryItem>(key, 10, Cancel));
        Assert.Equal((ItemStatus.Missing, 2), (item.Condition!.Value, item.Pieces!.Value));
        await ItemsAsync("barcode,title\nb1,Atlas of Tides\n");
        Assert.Empty(await _store.Circulation.FindByAsync<LibraryItem>(key, 10, Cancel));
        Assert.Equal(item.Number, Assert.Single(
            await _store.Circulation.FindByAsync<LibraryItem>(CirculationKey.Barcode("B1"), 10, Cancel)).Number);
        Assert.NotEmpty((await ItemsAsync("barcode,condition\nB2,eaten\n")).Faults);
    }

    private CirculationImport Import() => new(_store, _pins);

    private Task<ImportReport> PatronsAsync(string csv) => Import().PatronsAsync(Encoding.UTF8.GetBytes(csv), isJson: false, Cancel);

    private Task<ImportReport> ItemsAsync(string csv) => Import().ItemsAsync(Encoding.UTF8.GetBytes(csv), isJson: false, Cancel);

    private async Task<LibraryPatron?> FindAsync(string number) =>
        (await _store.Circulation.FindByAsync<LibraryPatron>(CirculationKey.Patron(number, null), 2, Cancel)).FirstOrNone();
}

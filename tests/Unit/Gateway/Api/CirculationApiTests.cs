using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

public sealed class CirculationApiTests
{
    [Fact]
    public async Task Patrons_and_items_are_imported_listed_and_worked_with()
    {
        await using var api = await RunningApi.StartAsync();
        var imported = await ImportAsync(api, "patrons", "text/csv", "id,name,email\nP1,Ada Example,ada@home.example\n");
        Assert.Equal(1, imported.Json.GetProperty("added").GetInt32());
        await ImportAsync(api, "items", "application/json", """[{"barcode": "B1", "title": "Atlas"}]""");

        var patron = (await api.GetAsync("/api/v1/patrons?number=p1")).Json.GetProperty("items")[0].GetProperty("id").GetInt64();
        var item = (await api.GetAsync("/api/v1/items?barcode=B1")).Json.GetProperty("items")[0].GetProperty("id").GetInt64();
        (await api.PostAsync($"/api/v1/patrons/{patron}/blocks", """{"code": "FINES"}""")).Response.EnsureSuccessStatusCode();
        (await api.PostAsync($"/api/v1/items/{item}/actions/check-out", """{"patron": "P1"}"""))
            .IsProblem(HttpStatusCode.Conflict, "not-possible-now");
        (await api.PostAsync($"/api/v1/patrons/{patron}/blocks", """{"code": "fines", "remove": true}""")).Response.EnsureSuccessStatusCode();
        var lent = await api.PostAsync($"/api/v1/items/{item}/actions/check-out", """{"patron": "P1"}""");
        Assert.Equal("on-loan", lent.Json.GetProperty("item").GetProperty("status").GetString());
        var loans = (await api.GetAsync($"/api/v1/loans?patron={patron}")).Json.GetProperty("items");
        Assert.Equal("B1", loans[0].GetProperty("barcode").GetString());
        var detail = await api.GetAsync($"/api/v1/patrons/{patron}");
        Assert.Equal(1, detail.Json.GetProperty("loans").GetArrayLength());
        Assert.Equal("reshelve", (await api.PostAsync($"/api/v1/items/{item}/actions/check-in")).Json.GetProperty("routing").GetString());
    }

    [Fact]
    public async Task A_PIN_goes_in_and_never_comes_out()
    {
        await using var api = await RunningApi.StartAsync();
        await ImportAsync(api, "patrons", "text/csv", "id\nP1\n");
        var set = await api.PostAsync("/api/v1/patrons/1/pin", """{"pin": "hunter2"}""");
        Assert.True(set.Json.GetProperty("hasPin").GetBoolean());
        Assert.DoesNotContain("hunter2", set.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("pinHash", set.Text, StringComparison.OrdinalIgnoreCase);
        Assert.False((await api.PostAsync("/api/v1/patrons/1/pin", """{"clear": true}""")).Json.GetProperty("hasPin").GetBoolean());
        (await api.PostAsync("/api/v1/patrons/1/pin", "{}")).IsProblem(HttpStatusCode.BadRequest, "invalid-fields");
    }

    [Fact]
    public async Task What_cannot_be_imported_is_told_by_line_and_without_values()
    {
        await using var api = await RunningApi.StartAsync();
        var answer = await ImportAsync(api, "patrons", "text/csv", "id,bornOn\nP1,soon\n");
        answer.IsProblem(HttpStatusCode.UnprocessableEntity, "invalid-fields");
        Assert.DoesNotContain("soon", answer.Text, StringComparison.Ordinal);
        (await ImportAsync(api, "patrons", "text/plain", "id\nP1\n")).IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        (await api.GetAsync("/api/v1/patrons/7")).IsProblem(HttpStatusCode.NotFound, "patron-not-found");
        (await api.GetAsync("/api/v1/holds/7")).IsProblem(HttpStatusCode.NotFound, "hold-not-found");
        (await api.PostAsync("/api/v1/items/7/actions/eat")).IsProblem(HttpStatusCode.NotFound, "action-not-found");
    }

    [Fact]
    public async Task An_import_may_be_larger_than_any_other_call()
    {
        await using var api = await RunningApi.StartAsync();
        var rows = string.Concat(Enumerable.Range(1, 20_000).Select(row => $"B{row},{new string('x', 90)}\n"));
        var imported = await ImportAsync(api, "items", "text/csv", "barcode,title\n" + rows);
        Assert.Equal(20_000, imported.Json.GetProperty("added").GetInt32());
    }

    private static async Task<ApiAnswer> ImportAsync(RunningApi api, string what, string type, string file)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await ApiAnswer.OfAsync(await api.Http.PostAsync(
            new Uri($"/api/v1/{what}/import", UriKind.Relative), content, TestContext.Current.CancellationToken));
    }
}

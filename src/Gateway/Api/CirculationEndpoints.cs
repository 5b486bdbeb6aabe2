using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>Patrons, items, loans and holds of the circulation that is built in.</summary>
internal static class CirculationEndpoints
{
    private static readonly Dictionary<string, DeskAction> DeskActions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["receive"] = DeskAction.Receive, ["fetch"] = DeskAction.Fetch, ["check-out"] = DeskAction.CheckOut,
        ["check-in"] = DeskAction.CheckIn, ["send-back"] = DeskAction.SendBack,
    };

    /// <summary>Maps all calls.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/patrons", ListPatronsAsync)
            .Describe("listPatrons", "Patrons, newest first, or those with a number.", "Circulation")
            .Takes("number", "limit", "cursor").Returns<PageView<PatronItem>>().MayFail(400, 401);
        api.MapGet("/patrons/{id}", GetPatronAsync)
            .Describe("getPatron", "A patron with loans, holds and fees.", "Circulation").Returns<PatronDetail>()
            .MayFail(401, 404);
        api.MapPost("/patrons/import", ImportPatronsAsync)
            .Describe("importPatrons", "Takes patrons from a CSV file or a JSON list.", "Circulation")
            .Returns<ImportView>().MayFail(400, 401, 413, 415, 422, 503);
        api.MapPost("/patrons/{id}/pin", SetPinAsync)
            .Describe("setPin", "Sets a patron's PIN, or clears it.", "Circulation")
            .Reads<PinBody>().Returns<PatronDetail>().MayFail(400, 401, 404, 413, 415, 503);
        api.MapPost("/patrons/{id}/blocks", BlockAsync)
            .Describe("blockPatron", "Puts a block on a patron, or takes it away.", "Circulation")
            .Reads<BlockBody>().Returns<PatronDetail>().MayFail(400, 401, 404, 413, 415, 422, 503);
        api.MapGet("/items", ListItemsAsync)
            .Describe("listItems", "Items, newest first, or the one with a barcode.", "Circulation")
            .Takes("barcode", "limit", "cursor").Returns<PageView<CirculationItemView>>().MayFail(400, 401);
        api.MapGet("/items/{id}", GetItemAsync)
            .Describe("getItem", "An item.", "Circulation").Returns<CirculationItemView>().MayFail(401, 404);
        api.MapPost("/items/import", ImportItemsAsync)
            .Describe("importItems", "Takes items from a CSV file or a JSON list.", "Circulation")
            .Returns<ImportView>().MayFail(400, 401, 413, 415, 422, 503);
        api.MapPost("/items/{id}/actions/{deskAction}", ActAsync)
            .Describe("actOnItem", "Receives, fetches, lends, takes back or sends back an item at the desk.", "Circulation")
            .Reads<DeskBody>(isOptional: true).Returns<DeskView>().MayFail(400, 401, 404, 409, 413, 415, 503);
        MapLists(api);
    }

    private static void MapLists(RouteGroupBuilder api)
    {
        api.MapGet("/loans", ListLoansAsync)
            .Describe("listLoans", "Loans, newest first, or those of a patron that go on.", "Circulation")
            .Takes("patron", "limit", "cursor").Returns<PageView<LoanView>>().MayFail(400, 401);
        api.MapGet("/loans/{id}", (string id, IStore store, CancellationToken cancellationToken) =>
                OneAsync<Loan>(id, store, "loan", loan => new LoanView(loan), cancellationToken))
            .Describe("getLoan", "A loan.", "Circulation").Returns<LoanView>().MayFail(401, 404);
        api.MapGet("/holds", ListHoldsAsync)
            .Describe("listHolds", "Holds, newest first, or those of a patron.", "Circulation")
            .Takes("patron", "limit", "cursor").Returns<PageView<PatronHoldView>>().MayFail(400, 401);
        api.MapGet("/holds/{id}", (string id, IStore store, CancellationToken cancellationToken) =>
                OneAsync<Hold>(id, store, "hold", hold => new PatronHoldView(hold), cancellationToken))
            .Describe("getHold", "A hold.", "Circulation").Returns<PatronHoldView>().MayFail(401, 404);
    }

    private static Task<IResult> ListPatronsAsync(HttpContext context, IStore store, CancellationToken cancellationToken) =>
        ListAsync<LibraryPatron, PatronItem>(
            context, store, "number", number => CirculationKey.Patron(number, null), patron => new PatronItem(patron),
            cancellationToken);

    private static Task<IResult> ListLoansAsync(HttpContext context, IStore store, CancellationToken cancellationToken) =>
        ListAsync<Loan, LoanView>(
            context, store, "patron", patron => new CirculationKey(CirculationIndex.LoanOfPatron, patron),
            loan => new LoanView(loan), cancellationToken);

    private static Task<IResult> ListHoldsAsync(HttpContext context, IStore store, CancellationToken cancellationToken) =>
        ListAsync<Hold, PatronHoldView>(
            context, store, "patron", patron => new CirculationKey(CirculationIndex.HoldOfPatron, patron),
            hold => new PatronHoldView(hold), cancellationToken);

    private static async Task<IResult> ListItemsAsync(
        HttpContext context, IStore store, CancellationToken cancellationToken)
    {
        var (page, problem) = await PageAsync<LibraryItem>(
            context, store, "barcode", CirculationKey.Barcode, cancellationToken);
        if (page is null)
        {
            return problem!;
        }

        var views = new List<CirculationItemView>();
        foreach (var item in page.Items)
        {
            views.Add(await ViewAsync(item, store, cancellationToken));
        }

        return TypedResults.Ok(new PageView<CirculationItemView>(views, PageOf.Cursor(page.Next)));
    }

    private static async Task<IResult> GetPatronAsync(string id, IStore store, CancellationToken cancellationToken) =>
        Numbers.Parse(id) is { } number
            && await store.Circulation.FindAsync<LibraryPatron>(number, cancellationToken) is { } patron
            ? TypedResults.Ok(await DetailAsync(patron, store, cancellationToken))
            : Unknown("patron", id);

    private static async Task<IResult> GetItemAsync(string id, IStore store, CancellationToken cancellationToken) =>
        Numbers.Parse(id) is { } number
            && await store.Circulation.FindAsync<LibraryItem>(number, cancellationToken) is { } item
            ? TypedResults.Ok(await ViewAsync(item, store, cancellationToken))
            : Unknown("item", id);

    private static async Task<IResult> SetPinAsync(
        string id, HttpContext context, FrontDesk desk, IStore store, CancellationToken cancellationToken)
    {
        Pin? pin = null;
        var problem = await JsonBody.ReadFieldsAsync(context, isOptional: false, reader =>
        {
            var (text, clear) = (reader.Line("pin", CirculationLimits.PinChars), reader.Bool("clear"));
            pin = text is null ? null : new Pin(text);
            if (text is null != (clear == true))
            {
                reader.Fault("pin", "Give pin, or clear as true; not both.");
            }
        });
        return problem is not null ? problem
            : Numbers.Parse(id) is { } number && await desk.SetPinAsync(number, pin, cancellationToken)
                ? await GetPatronAsync(id, store, cancellationToken)
                : Unknown("patron", id);
    }

    private static async Task<IResult> BlockAsync(
        string id, HttpContext context, FrontDesk desk, IStore store, CancellationToken cancellationToken)
    {
        var (block, isOn) = (new PatronBlock(""), true);
        var problem = await JsonBody.ReadFieldsAsync(context, isOptional: false, reader =>
        {
            block = new PatronBlock(reader.Line("code", ApiLimits.WordChars) ?? "", reader.Line("text"));
            isOn = reader.Bool("remove") != true;
            if (block.Code.Length == 0)
            {
                reader.Fault("code", "code is missing.");
            }
        });
        if (problem is not null)
        {
            return problem;
        }

        if (isOn && Numbers.Parse(id) is { } patron
            && await store.Circulation.FindAsync<LibraryPatron>(patron, cancellationToken)
                is { Record.Blocks.Count: >= CirculationLimits.PartsPerPatron })
        {
            return ApiProblem.Unprocessable("code", $"A patron has {CirculationLimits.PartsPerPatron} blocks at most.");
        }

        return Numbers.Parse(id) is { } number && await desk.SetBlockAsync(number, block, isOn, cancellationToken)
            ? await GetPatronAsync(id, store, cancellationToken)
            : Unknown("patron", id);
    }

    private static async Task<IResult> ActAsync(
        string id, string deskAction, HttpContext context, FrontDesk desk, IStore store, CancellationToken cancellationToken)
    {
        var (patron, isMandated) = ((string?)null, false);
        if (await JsonBody.ReadFieldsAsync(context, isOptional: true, reader =>
        {
            patron = reader.Line("patron", CirculationLimits.NumberChars);
            isMandated = reader.Bool("override") == true;
        }) is { } problem)
        {
            return problem;
        }

        if (!DeskActions.TryGetValue(deskAction, out var action))
        {
            return ApiProblem.NotFound(
                "action", $"There is no action {Echo.Of(deskAction)}; known are {string.Join(", ", DeskActions.Keys)}.");
        }

        if (Numbers.Parse(id) is not { } number)
        {
            return Unknown("item", id);
        }

        return await desk.ActAsync(number, action, patron, isMandated, cancellationToken) switch
        {
            FrontDeskResult.Fine fine => TypedResults.Ok(await DeskViewAsync(number, fine.Answer, store, cancellationToken)),
            FrontDeskResult.NotFound => Unknown("item", id),
            FrontDeskResult.NotPossible not => ApiProblem.Conflict("not-possible-now", not.Text),
            var other => throw new InvalidOperationException($"Not a result of this set: {other}"),
        };
    }

    private static Task<IResult> ImportPatronsAsync(
        HttpContext context, CirculationImport import, CancellationToken cancellationToken) =>
        ImportAsync(context, import.PatronsAsync, cancellationToken);

    private static Task<IResult> ImportItemsAsync(
        HttpContext context, CirculationImport import, CancellationToken cancellationToken) =>
        ImportAsync(context, import.ItemsAsync, cancellationToken);

    private static async Task<IResult> ImportAsync(
        HttpContext context, Func<ReadOnlyMemory<byte>, bool, CancellationToken, Task<ImportReport>> import,
        CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || type.MediaType.Value?.ToUpperInvariant() is not ("TEXT/CSV" or "APPLICATION/JSON"))
        {
            return ApiProblem.OfStatus(StatusCodes.Status415UnsupportedMediaType) with
            {
                Detail = "An import is text/csv or application/json in UTF-8, without Content-Encoding.",
            };
        }

        if (await FileAsync(context, cancellationToken) is not { } file)
        {
            return ApiProblem.OfStatus(StatusCodes.Status413PayloadTooLarge) with
            {
                Detail = $"An import has {CirculationLimits.ImportOctets} octets at most; make several of it.",
            };
        }

        var isJson = type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
        var report = await import(file, isJson, cancellationToken);
        return report.Faults.Count == 0
            ? TypedResults.Ok(new ImportView(report.Rows, report.Added, report.Changed))
            : ApiProblem.InvalidFields(
                [.. report.Faults.Select(fault => new FieldFault(
                    $"{fault.Line}" + (fault.Field is null ? "" : $".{fault.Field}"),
                    $"Line {fault.Line}{(fault.Field is null ? "" : $", {fault.Field}")}: {fault.Text}"))],
                StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<byte[]?> FileAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Request.ContentLength > CirculationLimits.ImportOctets)
        {
            return null;
        }

        // The limit of all other calls is lifted for this one.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = CirculationLimits.ImportOctets + 1L;
        }

        using var file = new MemoryStream();
        var buffer = new byte[81_920];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (file.Length + read > CirculationLimits.ImportOctets)
            {
                return null;
            }

            file.Write(buffer, 0, read);
        }

        return file.ToArray();
    }

    /// <summary>A patron with what belongs to one.</summary>
    public static async Task<PatronDetail> DetailAsync(
        LibraryPatron patron, IStore store, CancellationToken cancellationToken) => new(
        patron,
        await OfAsync<Loan>(store, CirculationIndex.LoanOfPatron, patron.Number, cancellationToken),
        await OfAsync<Hold>(store, CirculationIndex.HoldOfPatron, patron.Number, cancellationToken),
        await OfAsync<PatronFee>(store, CirculationIndex.FeeOfPatron, patron.Number, cancellationToken));

    private static async Task<CirculationItemView> ViewAsync(
        LibraryItem item, IStore store, CancellationToken cancellationToken) => new(
        item,
        (await OfAsync<Loan>(store, CirculationIndex.LoanOfItem, item.Number, cancellationToken)).FirstOrNone(),
        await OfAsync<Hold>(store, CirculationIndex.HoldOfItem, item.Number, cancellationToken));

    private static async Task<DeskView> DeskViewAsync(
        long item, CirculationAnswer.Done done, IStore store, CancellationToken cancellationToken) => new()
    {
        Item = await store.Circulation.FindAsync<LibraryItem>(item, cancellationToken) is { } known
            ? await ViewAsync(known, store, cancellationToken) : null,
        DueAt = done.DueAt,
        Routing = done.Routing is { } routing ? IsoCode.Kebab(routing.Instruction.ToString()) : null,
        Destination = done.Routing?.Destination,
    };

    private static Task<IReadOnlyList<T>> OfAsync<T>(
        IStore store, CirculationIndex index, long number, CancellationToken cancellationToken)
        where T : CirculationRecord =>
        store.Circulation.FindByAsync<T>(CirculationKey.Of(index, number), CirculationLimits.Listed, cancellationToken);

    private static async Task<IResult> ListAsync<T, TView>(
        HttpContext context, IStore store, string filter, Func<string, CirculationKey> key, Func<T, TView> view,
        CancellationToken cancellationToken)
        where T : CirculationRecord
    {
        var (page, problem) = await PageAsync<T>(context, store, filter, key, cancellationToken);
        return page is null ? problem! : TypedResults.Ok(PageOf.Views(page, view));
    }

    private static async Task<(Page<T>? Page, ApiProblem? Problem)> PageAsync<T>(
        HttpContext context, IStore store, string filter, Func<string, CirculationKey> key, CancellationToken cancellationToken)
        where T : CirculationRecord
    {
        var query = new QueryReader(context.Request.Query);
        var (value, limit, cursor) = (query.Text(filter), query.Limit(), query.Cursor());
        if (query.Finish() is { } problem)
        {
            return (null, problem);
        }

        return value is null
            ? (await store.Circulation.ListAsync<T>(cursor, limit, cancellationToken), null)
            : (new Page<T>(
                await store.Circulation.FindByAsync<T>(key(value), StoreLimits.PageRows, cancellationToken), null), null);
    }

    private static async Task<IResult> OneAsync<T>(
        string id, IStore store, string what, Func<T, object> view, CancellationToken cancellationToken)
        where T : CirculationRecord =>
        Numbers.Parse(id) is { } number && await store.Circulation.FindAsync<T>(number, cancellationToken) is { } found
            ? TypedResults.Ok(view(found))
            : Unknown(what, id);

    private static ApiProblem Unknown(string what, string id) =>
        ApiProblem.NotFound(what, $"There is no {what} {Echo.Of(id)}.");
}

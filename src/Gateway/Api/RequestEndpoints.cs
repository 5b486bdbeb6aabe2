using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Api;

/// <summary>Requests: list, look, make, act.</summary>
internal static class RequestEndpoints
{
    private const string IdempotencyKey = "Idempotency-Key";

    public static async Task<IResult> ListAsync(
        HttpContext context, IStore store, NetworkSource network, TimeProvider time, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var today = DateOnly.FromDateTime(time.GetLocalNow().DateTime);
        var query = RequestQuery.Read(reader, network.Current, User(context), today);
        var wantsFacets = reader.Bool("facets") == true;
        if (reader.Finish() is { } problem)
        {
            return problem;
        }

        var page = await store.ListRequestsAsync(query.Filter, query.Order, query.After, query.Limit, cancellationToken);
        var facets = wantsFacets
            ? FacetsView.Of(await store.CountRequestsAsync(query.Filter, cancellationToken), User(context), today)
            : null;
        return TypedResults.Ok(new RequestPage(
            page.Items.Select(state => new RequestItem(state, today)).ToArray(), RequestQuery.Cursor(page.Next, query.Order), facets));
    }

    public static async Task<IResult> GetAsync(
        string id, IStore store, NetworkSource network, TimeProvider time,
        CancellationToken cancellationToken) =>
        await FindAsync(id, store, cancellationToken) is { } state
            ? TypedResults.Ok(await DetailAsync(state, null, store, network, time, cancellationToken))
            : Unknown(id);

    public static async Task<IResult> CreateAsync(
        HttpContext context, StaffDesk desk, IStore store, NetworkSource network, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (key, keyProblem) = KeyOf(context.Request);
        if (keyProblem is not null)
        {
            return keyProblem;
        }

        var (body, unreadable) = await JsonBody.ReadAsync(context, isOptional: false);
        if (body is null)
        {
            return unreadable!;
        }

        var submission = new Submission
        {
            Raw = body.Raw, Key = key, Peer = context.Connection.RemoteIpAddress?.ToString(),
        };
        var result = await desk.FindRepeatAsync(submission, cancellationToken);
        if (result is null)
        {
            var (draft, problem) = RequestDraft.Read(body,
                DateOnly.FromDateTime(time.GetLocalNow().DateTime));
            if (problem is not null)
            {
                return problem;
            }

            result = await SubmitAsync(draft!, submission, User(context), desk, cancellationToken);
        }

        if (result is not DeskResult.Done done)
        {
            return ProblemOf(result, network.Current, time);
        }

        MarkRepeat(done, context);
        var detail = await DetailAsync(done.State, done.Text, store, network, time, cancellationToken);
        return TypedResults.Created($"/api/v1/requests/{Uri.EscapeDataString(done.State.Id)}", detail);
    }

    public static async Task<IResult> ActAsync(
        string id, string action, HttpContext context, StaffDesk desk, IStore store, NetworkSource network,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!Words.AllActions.Contains(action, StringComparer.Ordinal))
        {
            var near = NearestName.Find(action, Words.AllActions) is { } found
                ? $" (did you mean {found}?)" : "";
            return ApiProblem.NotFound("action",
                $"There is no action \"{Echo.Of(action)}\"{near}. Known actions: {string.Join(", ", Words.AllActions)}.");
        }

        var (key, keyProblem) = KeyOf(context.Request);
        if (keyProblem is not null)
        {
            return keyProblem;
        }

        var (body, unreadable) = await JsonBody.ReadAsync(context, isOptional: true);
        if (body is null)
        {
            return unreadable!;
        }

        var (fields, problem) = ActionBody.Read(body);
        if (fields is null)
        {
            return problem!;
        }

        var submission = new Submission
        {
            Raw = body.Raw, Key = key, Peer = context.Connection.RemoteIpAddress?.ToString(),
            About = $"{action} {id.Trim().ToUpperInvariant()}",
        };
        if (!Words.Actions.TryGetValue(action, out var known))
        {
            return await ActOnTaskAsync(id, action, fields, submission, context, cancellationToken);
        }

        var result = await CarryOutAsync(context, desk, id, known, fields, submission, cancellationToken);
        MarkRepeat(result, context);
        return await AnswerAsync(result, store, network, time, cancellationToken);
    }

    /// <summary>One action on one request, with the file that goes along.</summary>
    public static async Task<DeskResult> CarryOutAsync(
        HttpContext context, StaffDesk desk, string id, StaffAction action, ActionBody fields, Submission submission,
        CancellationToken cancellationToken)
    {
        var user = User(context);
        var takesFile = action == StaffAction.ShipDigitally
            || (action == StaffAction.Receive && fields.Staff.NotifyPatron != false);
        if (takesFile && await desk.FindRepeatAsync(submission, cancellationToken) is null)
        {
            var (file, whyNot) = await context.RequestServices.GetRequiredService<FileShipping>()
                .PrepareAsync(id, action, fields.Staff.Format, fields.Files, user, cancellationToken);
            if (whyNot is not null)
            {
                return whyNot;
            }

            submission = submission with { File = file };
        }

        var result = await desk.ActAsync(id, action, fields.Staff, submission, user, cancellationToken);
        if (result is DeskResult.Done { State: { Digitisation: not null, Number: var number } })
        {
            await context.RequestServices.GetRequiredService<DocumentShelf>().DropAsync(number, cancellationToken);
        }

        return result;
    }

    private static void MarkRepeat(DeskResult result, HttpContext context)
    {
        if (result is DeskResult.Done { IsRepeat: true })
        {
            context.Response.Headers["Idempotent-Replayed"] = "true";
        }
    }

    /// <summary>The request as it is now, or why a wish was not granted.</summary>
    public static async Task<IResult> AnswerAsync(
        DeskResult result, IStore store, NetworkSource network, TimeProvider time, CancellationToken cancellationToken) =>
        result is DeskResult.Done done
            ? TypedResults.Ok(await DetailAsync(done.State, done.Text, store, network, time, cancellationToken))
            : ProblemOf(result, network.Current, time);

    /// <summary>Actions on requests as tasks, and copies.</summary>
    private static async Task<IResult> ActOnTaskAsync(
        string id, string action, ActionBody fields, Submission submission, HttpContext context,
        CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        var (desk, store) = (services.GetRequiredService<TaskDesk>(), services.GetRequiredService<IStore>());
        var (network, time) = (services.GetRequiredService<NetworkSource>(), services.GetRequiredService<TimeProvider>());
        var isCopy = !Words.TaskActions.TryGetValue(action, out var task);
        var result = isCopy
            ? await desk.DuplicateAsync(id.Trim(), fields.ExternalId, submission, User(context), cancellationToken)
            : await desk.ActAsync(id, task, fields.Task, submission, User(context), cancellationToken);
        MarkRepeat(result, context);
        return isCopy && result is DeskResult.Done made
            ? TypedResults.Created($"/api/v1/requests/{Uri.EscapeDataString(made.State.Id)}",
                await DetailAsync(made.State, made.Text, store, network, time, cancellationToken))
            : await AnswerAsync(result, store, network, time, cancellationToken);
    }

    /// <summary>A request by the id that people use; null when there is none.</summary>
    public static async Task<RequestState?> FindAsync(string id, IStore store,
        CancellationToken cancellationToken) =>
        RequestIds.Number(id) is { } number
            && await store.FindRequestAsync(number, cancellationToken) is { } state
            && string.Equals(state.Id, id.Trim(), StringComparison.OrdinalIgnoreCase)
                ? state
                : null;

    /// <summary>There is no such request.</summary>
    public static ApiProblem Unknown(string id) =>
        ApiProblem.NotFound("request", $"There is no request {Echo.Of(id)}.");

    /// <summary>Who acts.</summary>
    public static string User(HttpContext context) => context.User.Identity?.Name ?? AdminToken.UserName;

    /// <summary>Makes the request that a draft describes.</summary>
    /// <param name="draft">What is wanted.</param>
    /// <param name="submission">How it came.</param>
    /// <param name="user">Who makes it.</param>
    /// <param name="desk">Where requests are made.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<DeskResult> SubmitAsync(
        RequestDraft draft, Submission submission, string user, StaffDesk desk, CancellationToken cancellationToken)
    {
        var complete = submission with
        {
            Note = draft.Note, InternalNote = draft.InternalNote, RotaTemplate = draft.Rota, Owner = draft.Owner,
            CopyrightDeclaration = draft.CopyrightDeclaration, CopyrightStatus = draft.CopyrightStatus,
        };
        return draft.Side == Side.Borrowing
            ? desk.BorrowAsync(draft.Content, draft.Partners, complete, user, cancellationToken)
            : desk.LendAsync(draft.Content, draft.Partners[0], draft.ExternalId!, complete, user, cancellationToken);
    }

    private static async Task<RequestDetail> DetailAsync(
        RequestState state, string? text, IStore store, NetworkSource network, TimeProvider time,
        CancellationToken cancellationToken) => new(
            state, network.Current, await store.HistoryAsync(state.Number, cancellationToken),
            time.GetLocalNow(), text);

    /// <summary>Why something was not done.</summary>
    public static ApiProblem ProblemOf(DeskResult result, Network network, TimeProvider time) =>
        result switch
    {
        DeskResult.NotFound notFound => Unknown(notFound.Id),
        DeskResult.Invalid invalid => ApiProblem.Unprocessable(invalid.Field, invalid.Text),
        DeskResult.NotPossible not => NotPossible(not.State, not.Text, not.Expected, network, time),
        DeskResult.KeyReused reused => ApiProblem.Conflict("idempotency-key-reused", reused.Text),
        _ => throw new InvalidOperationException($"Not a problem of this set: {result}"),
    };

    private static ApiProblem NotPossible(
        RequestState state, string text, IReadOnlyList<Status> expected, Network network,
        TimeProvider time) =>
        ApiProblem.Conflict("not-possible-now", text) with
        {
            Id = state.Id,
            RequestStatus = StatusCatalog.Code(state.Status),
            Expected = expected.Select(StatusCatalog.Code).ToArray(),
            AvailableActions = AvailableActions.Of(state, network, time.GetLocalNow()),
        };

    private static (string? Key, ApiProblem? Problem) KeyOf(HttpRequest request)
    {
        var values = request.Headers[IdempotencyKey];
        if (values.Count == 0)
        {
            return (null, null);
        }

        var key = values.Count == 1 ? values[0]?.Trim() : null;
        return key is { Length: > 0 and <= ApiLimits.IdempotencyKeyChars }
            && key.All(letter => letter is > ' ' and <= '~')
            ? (key, null)
            : (null, new ApiProblem
            {
                Title = "A header cannot be used.",
                Status = StatusCodes.Status400BadRequest,
                Code = "invalid-header",
                Detail = $"{IdempotencyKey} is one word of at most {ApiLimits.IdempotencyKeyChars} ASCII characters, like a UUID.",
            });
    }
}

/// <summary>Pages of lists.</summary>
internal static class PageOf
{
    /// <summary>What clients give back as cursor.</summary>
    public static string? Cursor(long? next) =>
        next?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A page of views.</summary>
    public static PageView<TView> Views<T, TView>(Page<T> page, Func<T, TView> view) =>
        new(page.Items.Select(view).ToArray(), Cursor(page.Next));
}

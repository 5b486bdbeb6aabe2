using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Api;

/// <summary>Digitisation: the departments with their queues, and the approvals that wait.</summary>
internal static class DigitisationEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/digitisation/departments", ListAsync)
            .Describe("listDepartments", "The digitisation departments and what each has to do.", "Digitisation")
            .Returns<PageView<DepartmentView>>().MayFail(400, 401);
        api.MapGet("/digitisation/departments/{code}", GetAsync)
            .Describe("getDepartment", "A digitisation department and what it has to do.", "Digitisation")
            .Returns<DepartmentView>().MayFail(401, 404);
        api.MapGet("/digitisation/departments/{code}/queue", QueueAsync)
            .Describe("departmentQueue", "The work orders of a department that are not done, newest first.", "Digitisation")
            .Takes("limit", "cursor").Returns<PageView<WorkItem>>().MayFail(400, 401, 404);
        api.MapGet("/digitisation/approvals", ApprovalsAsync)
            .Describe("listApprovals", "Requests with an approval that waits, newest first; approve gives or refuses it.", "Digitisation")
            .Takes("role", "partner", "limit", "cursor").Returns<PageView<WorkItem>>().MayFail(400, 401);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, IStore store, NetworkSource network, TimeProvider time, CancellationToken cancellationToken)
    {
        if (new QueryReader(context.Request.Query).Finish() is { } problem)
        {
            return problem;
        }

        var counts = await store.CountDepartmentsAsync(Today(time), cancellationToken);
        return TypedResults.Ok(new PageView<DepartmentView>(
            network.Current.Digitisation.Departments.Select(department => View(department, counts)).ToArray(), null));
    }

    private static async Task<IResult> GetAsync(
        string code, IStore store, NetworkSource network, TimeProvider time, CancellationToken cancellationToken) =>
        network.Current.Digitisation.Find(code) is { } department
            ? TypedResults.Ok(View(department, await store.CountDepartmentsAsync(Today(time), cancellationToken)))
            : Unknown(code);

    private static async Task<IResult> QueueAsync(
        string code, HttpContext context, IStore store, NetworkSource network, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var (limit, cursor) = (reader.Limit(), reader.Cursor());
        if (reader.Finish() is { } problem)
        {
            return problem;
        }

        if (network.Current.Digitisation.Find(code) is not { } department)
        {
            return Unknown(code);
        }

        var filter = new RequestFilter { Department = department.Code };
        var page = await store.ListRequestsAsync(filter, cursor, limit, cancellationToken);
        return TypedResults.Ok(PageOf.Views(page, state => new WorkItem(state, Today(time))));
    }

    private static async Task<IResult> ApprovalsAsync(
        HttpContext context, IStore store, NetworkSource network, TimeProvider time, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var partner = reader.Text("partner");
        var filter = new RequestFilter
        {
            Side = reader.Choice("role", Words.Roles), Partner = network.Current.Find(partner)?.Code ?? partner,
            IsApprovalPending = true,
        };
        var (limit, cursor) = (reader.Limit(), reader.Cursor());
        if (reader.Finish() is { } problem)
        {
            return problem;
        }

        var page = await store.ListRequestsAsync(filter, cursor, limit, cancellationToken);
        return TypedResults.Ok(PageOf.Views(page, state => new WorkItem(state, Today(time))));
    }

    private static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetLocalNow().DateTime);

    private static DepartmentView View(DepartmentConfig department, IReadOnlyList<DepartmentCounts> counts) =>
        new(department, counts.FirstOrDefault(one => one.Department == department.Code)
            ?? new DepartmentCounts(department.Code, 0, 0, 0));

    private static ApiProblem Unknown(string code) =>
        ApiProblem.NotFound("department", $"There is no digitisation department {Echo.Of(code)}.");
}

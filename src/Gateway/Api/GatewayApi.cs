using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Telemetry;

namespace ResourceSharing.Gateway.Api;

/// <summary>
/// The HTTP interface of the gateway: REST for staff and programs, health, metrics and its own description. The host
/// provides the store, the configuration, the network, the clock, the staff's desk and the metrics.
/// </summary>
public static class GatewayApi
{
    // Reliability reference 0.2: the framework's defaults leave room for clients that hold a place without using it.
    private const int MaxConnections = 500;
    private const long MaxBodyOctets = 1024 * 1024;
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    /// <summary>Adds what the interface needs beside what the host provides.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="dataFolder">Where the administrator's token is, or will be written.</param>
    public static IServiceCollection AddGatewayApi(this IServiceCollection services, string dataFolder)
    {
        services.AddSingleton(_ => AdminToken.LoadOrCreate(dataFolder));
        services.AddSingleton<SignIn>();
        services.AddSingleton(new Disk(dataFolder));
        services.AddSingleton<HealthState>();
        services.AddSingleton<MailboxHealth>();
        services.AddSingleton<StoreProbe>();
        services.AddSingleton(provider => new Lanes(
            provider.GetRequiredService<IStore>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetService<DeliveryService>()));
        services.AddSingleton<GatewayGauges>();
        services.AddSingleton<PrometheusExporter>();
        services.AddHostedService<OtlpExport>();
        services.Configure<JsonOptions>(json => ApiJson.Set(json.SerializerOptions));
        services.AddSingleton<IConfigureOptions<RouteHandlerOptions>>(
            new ConfigureOptions<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false));
        return services.AddGatewayOpenApi();
    }

    /// <summary>Maps everything, and puts sign-in, headers and problems before it. Makes the administrator's token when
    /// there is none, and begins to measure.</summary>
    /// <exception cref="AdminTokenException">The token is there but cannot be used.</exception>
    public static WebApplication MapGatewayApi(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Services.GetRequiredService<AdminToken>();
        app.Services.GetRequiredService<PrometheusExporter>();
        app.Services.GetRequiredService<GatewayGauges>();
        app.Services.GetRequiredService<MailboxHealth>();
        app.UseMiddleware<ApiPipeline>();

        app.MapGet("/health/live", HealthEndpoints.Live).Describe("live", "Is the process alive?", "Health")
            .Returns<HealthView>();
        app.MapGet("/health/ready", HealthEndpoints.ReadyAsync)
            .Describe("ready", "Is the gateway ready for work?", "Health").Returns<HealthView>()
            .Produces<HealthView>(StatusCodes.Status503ServiceUnavailable);
        app.MapGet("/metrics", MetricsAsync)
            .Describe("metrics", "What is measured, as Prometheus reads it.", "Health")
            .Produces<string>(contentType: "text/plain");
        app.MapOpenApi("/openapi/{documentName}.json");

        // The pipeline has checked the token; whoever comes here by another way has not.
        var api = app.MapGroup("/api/v1").AddEndpointFilter(async (call, next) =>
            call.HttpContext.User.Identity?.IsAuthenticated == true
                ? await next(call)
                : TypedResults.StatusCode(StatusCodes.Status401Unauthorized));
        MapRequests(api);
        MapRotas(api);
        MapMessages(api);
        MapLetters(api);
        MapOutbox(api);
        MapPartners(api);
        MapJobs(api);
        MapLetterTemplates(api);
        CirculationEndpoints.Map(api);
        DigitisationEndpoints.Map(api);
        api.MapPost("/configuration/reload", ConfigurationEndpoints.ReloadAsync)
            .Describe("reloadConfiguration", "Reads the configuration files again.", "Configuration")
            .Returns<ReloadView>()
            .MayFail(401, 422);
        return app;
    }

    /// <summary>Limits on connections and calls.</summary>
    public static void Limit(KestrelServerOptions kestrel)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
        kestrel.Limits.MaxRequestBodySize = MaxBodyOctets;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = KeepAlive;
    }

    private static void MapRequests(RouteGroupBuilder api)
    {
        api.MapGet("/requests", RequestEndpoints.ListAsync)
            .Describe("listRequests", "Lists requests.", "Requests")
            .Takes([.. RequestQuery.Filters, "sort", "facets", "limit", "cursor"])
            .Returns<RequestPage>().MayFail(400, 401);
        api.MapPost("/requests", RequestEndpoints.CreateAsync)
            .Describe("createRequest",
                "Makes a borrowing request, or keys in a lending request. Nothing is sent yet.", "Requests")
            .Reads<NewRequestBody>().Produces<RequestDetail>(StatusCodes.Status201Created)
            .MayFail(400, 401, 409, 413, 415, 422, 503);
        api.MapGet("/requests/{id}", RequestEndpoints.GetAsync)
            .Describe("getRequest", "Everything about a request.", "Requests").Returns<RequestDetail>()
            .MayFail(401, 404);
        api.MapGet("/requests/{id}/messages", MessageEndpoints.ListOfRequestAsync)
            .Describe("listMessagesOfRequest", "The messages of a request, newest first.", "Messages")
            .Takes("limit", "cursor").Returns<PageView<MessageView>>().MayFail(400, 401, 404);
        api.MapPost("/requests/{id}/actions/{action}", RequestEndpoints.ActAsync)
            .Describe("actOnRequest", "Carries out an action of staff.", "Requests")
            .Reads<ActionFieldsBody>(isOptional: true).Returns<RequestDetail>()
            .MayFail(400, 401, 404, 409, 413, 415, 422, 503);
        MapTasks(api);
        DocumentEndpoints.Map(api);
    }

    private static void MapTasks(RouteGroupBuilder api)
    {
        api.MapGet("/dashboard", TaskEndpoints.DashboardAsync)
            .Describe("dashboard", "What waits for staff, and for whom of them.", "Tasks")
            .Returns<DashboardView>().MayFail(400, 401);
        api.MapGet("/requests/ageing", TaskEndpoints.AgeingAsync)
            .Describe("ageing", "How long open requests have been in their status, against the partner's own average.", "Tasks")
            .Takes("role", "partner", "late").Returns<PageView<AgeView>>().MayFail(400, 401);
        api.MapPost("/requests/bulk", TaskEndpoints.BulkAsync)
            .Describe("actOnRequests", "Carries out one action on many requests, each on its own.", "Tasks")
            .Reads<BulkBody>().Returns<BulkView>().MayFail(400, 401, 413, 415, 503);
        api.MapPost("/requests/slips", SlipEndpoints.PrintAsync)
            .Describe("printSlips", "Slips for requests as an HTML page, and marks them as printed.", "Tasks")
            .Reads<SlipsBody>().Produces<string>(contentType: "text/html").MayFail(400, 401, 409, 413, 415, 503);
        api.MapPost("/requests/slip-report", SlipEndpoints.ReportAsync)
            .Describe("reportSlips", "The slip report, and marks the requests as reported.", "Tasks")
            .Reads<SlipReportBody>()
            .Produces<string>(contentType: SlipReport.XmlType, additionalContentTypes: SlipReport.WorkbookType).MayFail(400, 401, 413, 415, 503);
        api.MapGet("/drift", TaskEndpoints.DriftAsync)
            .Describe("listDrift", "Requests in which the partner's state differs from ours, with a proposed repair.", "Tasks")
            .Takes("role", "partner", "limit", "cursor").Returns<PageView<DriftItem>>().MayFail(400, 401);
    }

    private static void MapRotas(RouteGroupBuilder api)
    {
        api.MapGet("/rotas", RotaEndpoints.List)
            .Describe("listRotas", "The rota templates, in the order in which their rules are tried.", "Rotas")
            .Returns<PageView<RotaView>>().MayFail(401);
        api.MapPut("/requests/{id}/rota", RotaEndpoints.ChangeAsync)
            .Describe("changeRota", "Names the suppliers that are asked from now on.", "Rotas")
            .Reads<RotaBody>().Returns<RequestDetail>().MayFail(400, 401, 404, 409, 413, 415, 422, 503);
    }

    private static void MapMessages(RouteGroupBuilder api)
    {
        api.MapGet("/messages", MessageEndpoints.ListAsync)
            .Describe("listMessages", "The journal, newest first.", "Messages")
            .Takes("quarantined", "limit", "cursor").Returns<PageView<MessageView>>().MayFail(400, 401);
        api.MapGet("/messages/{id}", MessageEndpoints.GetAsync)
            .Describe("getMessage", "A message of the journal.", "Messages").Returns<MessageView>()
            .MayFail(401, 404);
        api.MapGet("/messages/{id}/raw", MessageEndpoints.RawAsync)
            .Describe("getMessageBytes", "The bytes of a message, as they came or went.", "Messages")
            .Produces<byte[]>(contentType: "application/octet-stream").MayFail(401, 404, 410);
    }

    private static void MapLetters(RouteGroupBuilder api)
    {
        api.MapGet("/letters", LetterEndpoints.ListAsync)
            .Describe("listLetters", "Letters that the gateway did not act on by itself, newest first.", "Letters")
            .Takes("show", "limit", "cursor").Returns<PageView<LetterItem>>().MayFail(400, 401);
        api.MapGet("/letters/{id}", LetterEndpoints.GetAsync)
            .Describe("getLetter", "A letter: its text, what it may be about, and what it may mean.", "Letters")
            .Returns<LetterDetail>().MayFail(401, 404);
        api.MapPost("/letters/{id}/actions/place", LetterEndpoints.PlaceAsync)
            .Describe("placeLetter", "Says which request a letter is about.", "Letters")
            .Reads<LetterPlaceBody>().Returns<LetterDetail>().MayFail(400, 401, 404, 409, 413, 415, 422, 503);
        api.MapPost("/letters/{id}/actions/apply", LetterEndpoints.ApplyAsync)
            .Describe("applyLetter", "Applies one of the meanings that a letter may have, by the rules for any message.", "Letters")
            .Reads<LetterApplyBody>(isOptional: true).Returns<LetterDetail>().MayFail(400, 401, 404, 409, 413, 415, 422, 503);
        api.MapPost("/letters/{id}/actions/dismiss", LetterEndpoints.DismissAsync)
            .Describe("dismissLetter", "Takes a letter out of the queue.", "Letters")
            .Reads<LetterDismissBody>().Returns<LetterDetail>().MayFail(400, 401, 404, 409, 413, 415, 422, 503);
    }

    private static void MapOutbox(RouteGroupBuilder api)
    {
        api.MapGet("/outbox", OutboxEndpoints.ListAsync)
            .Describe("listOutbox", "Messages that go out, newest first.", "Outbox")
            .Takes("partner", "state", "limit", "cursor").Returns<PageView<OutboxView>>().MayFail(400, 401);
        api.MapGet("/outbox/depths", OutboxEndpoints.DepthsAsync)
            .Describe("outboxDepths", "How much waits for each partner.", "Outbox")
            .Returns<PageView<DepthView>>().MayFail(401);
        api.MapPost("/outbox/{id}/retry", OutboxEndpoints.RetryAsync)
            .Describe("retryOutbox", "Sends a message again that waits, was refused, given up or taken back.",
                "Outbox")
            .Returns<OutboxView>().MayFail(401, 404, 409, 503);
        api.MapPost("/outbox/{id}/cancel", OutboxEndpoints.CancelAsync)
            .Describe("cancelOutbox", "Takes a message back that was not delivered.", "Outbox")
            .Reads<ReasonBody>().Returns<OutboxView>().MayFail(400, 401, 404, 409, 422, 503);
    }

    private static void MapPartners(RouteGroupBuilder api)
    {
        api.MapGet("/partners", PartnerEndpoints.ListAsync)
            .Describe("listPartners", "All partners and their queues.", "Partners")
            .Returns<PageView<PartnerView>>().MayFail(401);
        api.MapGet("/partners/{code}", PartnerEndpoints.GetAsync)
            .Describe("getPartner", "A partner and its queue.", "Partners").Returns<PartnerView>()
            .MayFail(401, 404);
        api.MapGet("/partners/{code}/explanation", PartnerEndpoints.Explain)
            .Describe("explainPartner", "What the partner's configuration really does, in plain words.", "Partners")
            .Returns<PartnerExplanation>().MayFail(401, 404);
        api.MapPost("/partners/{code}/pause", PartnerEndpoints.PauseAsync)
            .Describe("pausePartner", "Sends a partner nothing until resumed.", "Partners")
            .Reads<ReasonBody>().Returns<PartnerView>().MayFail(400, 401, 404, 422, 503);
        api.MapPost("/partners/{code}/resume", PartnerEndpoints.ResumeAsync)
            .Describe("resumePartner", "Sends to a partner again.", "Partners").Returns<PartnerView>()
            .MayFail(401, 404, 503);
    }

    private static void MapLetterTemplates(RouteGroupBuilder api)
    {
        api.MapGet("/letter-templates", LetterTemplateEndpoints.List)
            .Describe("listLetterTemplates", "All letters with the languages that have them.", "Letters")
            .Returns<PageView<LetterTemplateView>>().MayFail(401, 409);
        api.MapGet("/letter-templates/{letter}/preview", LetterTemplateEndpoints.PreviewAsync)
            .Describe("previewLetter", "A letter as it would go out; nothing is sent, and its links lead nowhere.", "Letters")
            .Takes("partner", "request", "language").Returns<LetterPreviewView>().MayFail(400, 401, 404, 409);
    }

    private static void MapJobs(RouteGroupBuilder api)
    {
        api.MapGet("/jobs", JobEndpoints.ListAsync)
            .Describe("listJobs", "All jobs: when they run, and how their last run went.", "Jobs")
            .Returns<PageView<JobView>>().MayFail(401);
        api.MapGet("/jobs/{name}", JobEndpoints.GetAsync)
            .Describe("getJob", "A job.", "Jobs").Returns<JobView>().MayFail(401, 404);
        api.MapPost("/jobs/{name}/run", JobEndpoints.RunAsync)
            .Describe("runJob", "Starts a job now, beside its schedule.", "Jobs")
            .Produces<JobView>(StatusCodes.Status202Accepted).MayFail(400, 401, 404);
        api.MapPost("/jobs/{name}/pause", JobEndpoints.PauseAsync)
            .Describe("pauseJob", "Takes a job out of its schedule until it is resumed.", "Jobs")
            .Produces<JobView>(StatusCodes.Status202Accepted).MayFail(400, 401, 404, 409);
        api.MapPost("/jobs/{name}/resume", JobEndpoints.ResumeAsync)
            .Describe("resumeJob", "Puts a job back into its schedule; what it missed is caught up once.", "Jobs")
            .Produces<JobView>(StatusCodes.Status202Accepted).MayFail(400, 401, 404, 409);
    }

    private static async Task<IResult> MetricsAsync(
        PrometheusExporter exporter, GatewayGauges gauges, CancellationToken cancellationToken)
    {
        await gauges.RefreshAsync(cancellationToken);
        return TypedResults.Text(exporter.Write(), PrometheusExporter.MediaType);
    }
}

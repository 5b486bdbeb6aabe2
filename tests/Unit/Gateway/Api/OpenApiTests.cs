using System.Net;
using System.Text.Json;
using ResourceSharing.Gateway.Api;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

public sealed class OpenApiTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private readonly RunningApi _api = shared.Api;

    [Fact]
    public async Task The_description_is_of_version_3_1_and_names_every_call()
    {
        var document = await DocumentAsync();

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            ["/api/v1/configuration/reload", "/api/v1/dashboard", "/api/v1/digitisation/approvals",
                "/api/v1/digitisation/departments", "/api/v1/digitisation/departments/{code}",
                "/api/v1/digitisation/departments/{code}/queue", "/api/v1/drift", "/api/v1/holds", "/api/v1/holds/{id}",
                "/api/v1/items", "/api/v1/items/import", "/api/v1/items/{id}", "/api/v1/items/{id}/actions/{deskAction}", "/api/v1/jobs", "/api/v1/jobs/{name}",
                "/api/v1/jobs/{name}/pause", "/api/v1/jobs/{name}/resume", "/api/v1/jobs/{name}/run", "/api/v1/letter-templates",
                "/api/v1/letter-templates/{letter}/preview", "/api/v1/letters",
                "/api/v1/letters/{id}", "/api/v1/letters/{id}/actions/apply", "/api/v1/letters/{id}/actions/dismiss",
                "/api/v1/letters/{id}/actions/place", "/api/v1/loans", "/api/v1/loans/{id}", "/api/v1/messages",
                "/api/v1/messages/{id}", "/api/v1/messages/{id}/raw", "/api/v1/outbox", "/api/v1/outbox/depths",
                "/api/v1/outbox/{id}/cancel", "/api/v1/outbox/{id}/retry", "/api/v1/partners", "/api/v1/partners/{code}",
                "/api/v1/partners/{code}/explanation", "/api/v1/partners/{code}/pause", "/api/v1/partners/{code}/resume",
                "/api/v1/patrons", "/api/v1/patrons/import", "/api/v1/patrons/{id}", "/api/v1/patrons/{id}/blocks",
                "/api/v1/patrons/{id}/pin",
                "/api/v1/requests", "/api/v1/requests/ageing", "/api/v1/requests/bulk", "/api/v1/requests/slip-report",
                "/api/v1/requests/slips", "/api/v1/requests/{id}", "/api/v1/requests/{id}/actions/{action}",
                "/api/v1/requests/{id}/documents", "/api/v1/requests/{id}/documents/{number}", "/api/v1/requests/{id}/messages", "/api/v1/requests/{id}/rota", "/api/v1/rotas", "/health/live",
                "/health/ready", "/metrics"],
            document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        foreach (var (_, operation) in Operations(document))
        {
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.NotEmpty(operation.GetProperty("operationId").GetString()!);
        }
    }

    [Fact]
    public async Task Every_parameter_is_described_and_every_guarded_call_says_so()
    {
        foreach (var (path, operation) in Operations(await DocumentAsync()))
        {
            Assert.Equal(path.StartsWith("/api/", StringComparison.Ordinal), operation.TryGetProperty("security", out _));
            if (operation.TryGetProperty("parameters", out var parameters))
            {
                Assert.All(parameters.EnumerateArray(), parameter => Assert.NotEmpty(parameter.GetProperty("description").GetString()!));
            }
        }
    }

    [Theory]
    [InlineData("/api/v1/requests", "NewRequestBody")]
    [InlineData("/api/v1/requests/{id}/actions/{action}", "ActionFieldsBody")]
    public async Task The_schema_of_a_body_has_the_fields_that_are_read(string path, string schema)
    {
        var document = await DocumentAsync();
        var body = document.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody")
            .GetProperty("content").GetProperty("application/json").GetProperty("schema");
        if (body.TryGetProperty("$ref", out var reference))
        {
            Assert.EndsWith(schema, reference.GetString(), StringComparison.Ordinal);
            body = document.GetProperty("components").GetProperty("schemas").GetProperty(schema);
        }

        var id = await _api.CreateAsync();
        var answer = await _api.PostAsync(path.Replace("{id}", id, StringComparison.Ordinal).Replace("{action}", "send", StringComparison.Ordinal),
            """{"qqqqqqqqqqqq": 1}""");
        var known = answer.Fault("qqqqqqqqqqqq").Split("Known fields: ")[1].TrimEnd('.').Split(", ");

        Assert.Equal(known.Order(StringComparer.Ordinal),
            body.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.False(body.GetProperty("additionalProperties").GetBoolean());
    }

    [Fact]
    public async Task The_examples_are_true()
    {
        foreach (var (_, example) in OpenApiWords.Examples("createRequest")!)
        {
            Assert.Equal(HttpStatusCode.Created, (await _api.PostAsync("/api/v1/requests", example.Value!.ToJsonString())).Status);
        }

        foreach (var (action, example) in OpenApiWords.Examples("actOnRequest")!)
        {
            var id = await _api.CreateAsync($$"""{"role": "lender", "partner": "SOUTH", "externalId": "X-{{action}}", "title": "Atlas"}""");
            var answer = await _api.PostAsync($"/api/v1/requests/{id}/actions/{action}", example.Value!.ToJsonString());
            Assert.True(answer.Status == HttpStatusCode.OK || answer.Json.GetProperty("detail").GetString()!.Contains("has no step", StringComparison.Ordinal),
                answer.Text);
        }
    }

    private async Task<JsonElement> DocumentAsync() => (await _api.GetAsync("/openapi/v1.json")).Json;

    private static IEnumerable<(string Path, JsonElement Operation)> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(path =>
            path.Value.EnumerateObject().Select(operation => (path.Name, operation.Value)));
}

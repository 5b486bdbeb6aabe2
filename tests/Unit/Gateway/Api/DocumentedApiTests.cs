using System.Net;
using System.Text.RegularExpressions;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Tests.Unit.Gateway.Configuration;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

/// <summary>docs/api.md says nothing that is not so.</summary>
public sealed partial class DocumentedApiTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "api.md"));

    [Fact]
    public async Task The_calls_of_the_examples_work_in_their_order()
    {
        await using var api = await RunningApi.StartAsync();
        var statuses = new List<string>();
        foreach (Match call in CurlCall().Matches(Page.Replace(" \\\n", " ", StringComparison.Ordinal)))
        {
            if (statuses.Count == 2)
            {
                // What the examples ship is the second request: one that came on paper.
                await api.CreateAsync("""{"role": "lender", "partner": "EAST", "externalId": "E-4711", "title": "Atlas"}""");
            }

            var body = Body().Match(call.Value) is { Success: true } said ? said.Groups["json"].Value : null;
            var key = Key().Match(call.Value);
            var method = body is not null || call.Value.Contains("-X POST", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Get;
            var answer = await api.SendAsync(method, call.Groups["path"].Value, body,
                key.Success ? [("Idempotency-Key", key.Groups["key"].Value)] : []);
            Assert.True((int)answer.Status < 300, $"{call.Value}: {answer.Text}");
            statuses.Add($"{(int)answer.Status}");
        }

        Assert.Equal(["200", "201", "200", "200", "200"], statuses);
    }

    [Fact]
    public void The_actions_are_all_named()
    {
        Assert.Contains($"`{string.Join(' ', Words.Actions.Keys)}`", Page, StringComparison.Ordinal);
        Assert.Contains($"`{string.Join(' ', Words.TaskActions.Keys)} {Words.Duplicate}`", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_parameters_of_lists_are_all_named() =>
        Assert.All(RequestQuery.Filters, name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));

    [Fact]
    public async Task The_fields_are_all_named()
    {
        await using var api = await RunningApi.StartAsync();
        foreach (var path in new[] { "/api/v1/requests", $"/api/v1/requests/{await api.CreateAsync()}/actions/send" })
        {
            var answer = await api.PostAsync(path, """{"qqqqqqqqqqqq": 1}""");
            answer.IsProblem(HttpStatusCode.BadRequest, "invalid-fields");
            foreach (var field in answer.Fault("qqqqqqqqqqqq").Split("Known fields: ")[1].TrimEnd('.').Split(", "))
            {
                Assert.Contains($"`{field}`", Page, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_codes_of_problems_are_all_named()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Gateway", "Api"), "*.cs").Select(File.ReadAllText).ToList();
        var codes = sources.SelectMany(text => Code().Matches(text)).Select(match => match.Groups["code"].Value)
            .Concat(sources.SelectMany(text => NotFound().Matches(text)).Select(match => match.Groups["what"].Value + "-not-found"))
            .Except(["bad-request", "request-timeout", "refused"]).Distinct().ToList();

        Assert.True(codes.Count > 15, string.Join(' ', codes));
        Assert.All(codes, code => Assert.Contains($"`{code}`", Page, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^curl [^\n]*http://127\.0\.0\.1:8080(?<path>/[^\s']+)'?([^\n]*-d '[^']*'|[^\n]*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CurlCall();

    [GeneratedRegex("-d '(?<json>[^']*)'")]
    private static partial Regex Body();

    [GeneratedRegex("Idempotency-Key: (?<key>[^']+)'")]
    private static partial Regex Key();

    [GeneratedRegex("(Code = |Bare\\(status, |Conflict\\()\"(?<code>[a-z-]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex("ApiProblem\\.NotFound\\(\"(?<what>[a-z-]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex NotFound();
}

using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Gateway.Security;

namespace ResourceSharing.Gateway.Cli;

/// <summary>Talks to the gateway that runs on this data folder, over its own HTTP interface.</summary>
internal sealed class RunningGateway : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FilePatience = TimeSpan.FromMinutes(10);

    private readonly HttpClient _http;

    private RunningGateway(HttpClient http) => _http = http;

    /// <summary>Finds it by the configuration and the data folder.</summary>
    public static async Task<RunningGateway?> FindAsync(ParseResult parsed)
    {
        if (await parsed.LoadAsync() is not { } snapshot)
        {
            return null;
        }

        var http = HttpClients.Create(Patience);
        http.BaseAddress = snapshot.Gateway.Listeners.Http.Urls[0];
        var token = Path.Combine(parsed.GetValue(SharedOptions.Data)!, AdminToken.FileName);
        if (File.Exists(token))
        {
            http.DefaultRequestHeaders.Authorization =
                new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(token)).Trim());
        }

        return new RunningGateway(http);
    }

    /// <summary>Sends a file; the gateway reads it whole before it answers.</summary>
    public Task<(bool IsFine, string Text)> SendFileAsync(string path, HttpContent file, CancellationToken cancellationToken)
    {
        _http.Timeout = FilePatience;
        return SendAsync(HttpMethod.Post, path, file, cancellationToken);
    }

    /// <summary>Sends a request; the text is what the gateway says, in words where it is a problem.</summary>
    public async Task<(bool IsFine, string Text)> SendAsync(
        HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            request.Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body));
            using var response = await _http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return (response.IsSuccessStatusCode, response.IsSuccessStatusCode ? text : InWords(text, (int)response.StatusCode));
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return (false, $"No gateway answers at {_http.BaseAddress}: {fault.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string InWords(string problem, int status)
    {
        try
        {
            using var json = JsonDocument.Parse(problem);
            return json.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() ?? problem : problem;
        }
        catch (JsonException)
        {
            return $"The gateway answered {status}. {problem}";
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Replies;

/// <summary>Chromium as a telephone, without script, steered by the WebDriver protocol over plain HTTP.</summary>
internal sealed class Browser : IAsyncDisposable
{
    public const string Tab = "\uE004";
    public const string Enter = "\uE007";
    private const string Driver = "/usr/bin/chromedriver";
    private const string Chromium = "/usr/bin/chromium";

    private readonly Process _driver;
    private readonly HttpClient _http;
    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("rsg-browser-");
    private string _session = "";

    private Browser(Process driver, int port)
    {
        _driver = driver;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(60) };
    }

    public static async Task<Browser> StartAsync(int width, int height)
    {
        Assert.SkipUnless(File.Exists(Driver) && File.Exists(Chromium), "chromium and chromium-driver are not installed");
        var port = FreePort.Take();
        var driver = Process.Start(new ProcessStartInfo(Driver, [$"--port={port}", "--log-level=OFF"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        var browser = new Browser(driver, port);
        try
        {
            await browser.OpenAsync(width, height);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    public Task GoAsync(string url) => PostAsync("url", new JsonObject { ["url"] = url });

    /// <summary>Lets it save what is downloaded.</summary>
    public Task AllowDownloadsAsync(string folder) => PostAsync("goog/cdp/execute", new JsonObject
    {
        ["cmd"] = "Browser.setDownloadBehavior",
        ["params"] = new JsonObject { ["behavior"] = "allow", ["downloadPath"] = folder },
    });

    public async Task<string> SourceAsync() => WebUtility.HtmlDecode((await GetAsync("source"))!.GetValue<string>());

    /// <summary>Width of what the page shows and of the window, in CSS pixels.</summary>
    public async Task<(double Content, double Window)> WidthsAsync()
    {
        var metrics = await PostAsync("goog/cdp/execute", new JsonObject { ["cmd"] = "Page.getLayoutMetrics", ["params"] = new JsonObject() });
        return (metrics!["cssContentSize"]!["width"]!.GetValue<double>(), metrics["cssLayoutViewport"]!["clientWidth"]!.GetValue<double>());
    }

    /// <summary>Presses keys one after the other, on whatever has the focus.</summary>
    public Task TypeAsync(params string[] keys)
    {
        var actions = new JsonArray();
        foreach (var key in keys.SelectMany(text => text.EnumerateRunes()))
        {
            actions.Add(new JsonObject { ["type"] = "keyDown", ["value"] = key.ToString() });
            actions.Add(new JsonObject { ["type"] = "keyUp", ["value"] = key.ToString() });
        }

        return PostAsync("actions", new JsonObject
        {
            ["actions"] = new JsonArray(new JsonObject { ["type"] = "key", ["id"] = "keyboard", ["actions"] = actions }),
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_session.Length > 0)
        {
            using var _ = await _http.DeleteAsync(_session);
        }

        _http.Dispose();
        if (!_driver.HasExited)
        {
            _driver.Kill(entireProcessTree: true);
        }

        await _driver.WaitForExitAsync();
        _driver.Dispose();
        _profile.Delete(recursive: true);
    }

    private async Task OpenAsync(int width, int height)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                using var ready = await _http.GetAsync("/status");
                break;
            }
            catch (HttpRequestException) when (i < 200)
            {
                await Task.Delay(50);
            }
        }

        var options = new JsonObject
        {
            ["binary"] = Chromium,
            ["args"] = new JsonArray(
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", $"--user-data-dir={_profile.FullName}"),
            ["mobileEmulation"] = new JsonObject
            {
                ["deviceMetrics"] = new JsonObject { ["width"] = width, ["height"] = height, ["pixelRatio"] = 2.0, ["mobile"] = true },
            },
        };
        var session = await SendAsync("/session", new JsonObject
        {
            ["capabilities"] = new JsonObject { ["alwaysMatch"] = new JsonObject { ["goog:chromeOptions"] = options } },
        });
        _session = $"/session/{session!["sessionId"]!.GetValue<string>()}";
        await PostAsync("goog/cdp/execute", new JsonObject
        {
            ["cmd"] = "Emulation.setScriptExecutionDisabled", ["params"] = new JsonObject { ["value"] = true },
        });
    }

    private async Task<JsonNode?> GetAsync(string path)
    {
        using var answer = await _http.GetAsync($"{_session}/{path}");
        return await ReadAsync(answer);
    }

    private Task<JsonNode?> PostAsync(string path, JsonObject body) => SendAsync($"{_session}/{path}", body);

    /// <summary>The driver takes no body without its length.</summary>
    private async Task<JsonNode?> SendAsync(string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(path, content);
        return await ReadAsync(answer);
    }

    private static async Task<JsonNode?> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!["value"];
    }
}

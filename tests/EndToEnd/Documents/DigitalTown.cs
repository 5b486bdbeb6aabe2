using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Documents;

/// <summary>Libraries that supply files to each other by ISO ILL and by letters, and to their own patrons.</summary>
internal sealed class DigitalTown : IAsyncDisposable
{
    public const string Reader = "rita@patrons.example";

    private readonly List<TestLibrary> _libraries = [];
    private readonly HttpClient _reader = new() { Timeout = TimeSpan.FromSeconds(30) };

    public ShiftedTime Time { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    /// <summary>Starts a library that shows its address and writes letters to patrons.</summary>
    public async Task<TestLibrary> AddAsync(string code)
    {
        var library = await TestLibrary.StartAsync(code, Time);
        _libraries.Add(library);
        library.ShowAddress();
        library.SetGateway("patronLetters", "{documentLink: true, documentAttached: true}");
        return library;
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        foreach (var library in _libraries)
        {
            await library.DisposeAsync();
        }
    }

    /// <summary>A request for an article, for our reader; of a partner, or of our own holdings.</summary>
    public static Task<string> BorrowAsync(TestLibrary home, string? partner = null, string group = "STUDENT")
    {
        var request = new JsonObject
        {
            ["title"] = "Journal of Bridges", ["articleTitle"] = "Loops", ["format"] = "DIGITAL",
            ["patron"] = new JsonObject { ["name"] = "Reader, Rita", ["email"] = Reader, ["status"] = group },
        };
        if (partner is not null)
        {
            request["partner"] = partner;
        }

        return home.BorrowAsync(request);
    }

    /// <summary>An action that is possible.</summary>
    public static async Task<JsonNode> ActAsync(TestLibrary library, string id, string action, JsonObject? fields = null)
    {
        var (isDone, answer) = await library.ActAsync(id, action, fields ?? []);
        Assert.True(isDone, answer.ToJsonString());
        return answer;
    }

    public static Task<JsonNode> RequestAsync(TestLibrary library, string id) => library.GetAsync($"/api/v1/requests/{id}");

    public static async Task<string> StatusAsync(TestLibrary library, string id) => (string)(await RequestAsync(library, id))["status"]!;

    public static Task UntilAsync(TestLibrary library, string id, string status) =>
        UntilAsync(async () => await StatusAsync(library, id) == status, $"{id} is not {status}");

    public static async Task UntilAsync(Func<Task<bool>> isSo, string orElse)
    {
        for (var i = 0; i < 200; i++)
        {
            if (await isSo())
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail(orElse);
    }

    /// <summary>The documents of a request, with the file that its supplier offers.</summary>
    public static async Task<(JsonArray Items, JsonNode? Supplied)> DocumentsAsync(TestLibrary library, string id)
    {
        var list = await library.GetAsync($"/api/v1/requests/{id}/documents");
        return (list["items"]!.AsArray(), list["supplied"]);
    }

    /// <summary>The files in a library's folder.</summary>
    public static string[] FilesOf(TestLibrary library) => Directory.Exists(Folder(library))
        ? Directory.GetFiles(Folder(library), "*", SearchOption.AllDirectories) : [];

    /// <summary>All that is kept of the messages about a request.</summary>
    public static async Task<string> JournalAsync(TestLibrary library, string id)
    {
        var messages = (await library.GetAsync($"/api/v1/requests/{id}/messages"))["items"]!.AsArray();
        var kept = await Task.WhenAll(messages.Select(
            message => library.Http.GetStringAsync($"/api/v1/messages/{message!["id"]}/raw", TestContext.Current.CancellationToken)));
        return string.Concat(kept.Select(raw => raw.Replace("=\r\n", "", StringComparison.Ordinal)));
    }

    /// <summary>The link of a file that is held, which nobody outside can know.</summary>
    public static async Task<Uri> HeldLinkAsync(TestLibrary library, string id)
    {
        var number = long.Parse(Regex.Match(id, "[0-9]+$").Value);
        var state = await library.Store.FindRequestAsync(number, TestContext.Current.CancellationToken);
        var file = state!.Digitisation is { File: HeldFile.Held, Held.File: { } held }
            ? held : throw new InvalidOperationException("Nothing is held.");
        var secret = library.Service<ISecretBox>().Open(file.Document.SealedSecret!)!.Reveal();
        return new Uri($"{library.Url}/d/{file.Document.Link}.{secret}");
    }

    /// <summary>What a reader gets by a link.</summary>
    public async Task<(HttpStatusCode Status, byte[] Content)> FetchAsync(Uri link, string? password = null)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("password", password ?? "")]);
        using var answer = await _reader.PostAsync(link, form, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>A reader's page.</summary>
    public async Task<(HttpStatusCode Status, string Text)> ShowAsync(Uri link)
    {
        using var answer = await _reader.GetAsync(link, TestContext.Current.CancellationToken);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>A partner puts a file in on the page that our letter links to.</summary>
    public async Task UploadAsync(Postbox.Letter letter, byte[] file, string name)
    {
        var page = new Uri(Regex.Match(letter.Text, "http://127\\.0\\.0\\.1:[0-9]+/r/[a-z2-7]{40,}").Value);
        var state = Regex.Match((await ShowAsync(page)).Text, "name=\"state\" value=\"([^\"]+)\"").Groups[1].Value;
        using var content = new MultipartFormDataContent
        {
            { new StringContent("upload"), "answer" }, { new StringContent(state), "state" },
            { new StringContent(""), "note" }, { new ByteArrayContent(file), "file", name },
        };
        using var answer = await _reader.PostAsync(page, content, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static string Folder(TestLibrary library) => Path.Combine(library.MailFolder, "..", "documents");
}

using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ResourceSharing.Tests.Interop.Mail;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Mail;

/// <summary>
/// Libraries that reach each other by mail alone: a real Postfix carries it, a real Dovecot gives it out. Some libraries
/// have a gateway, some a person who reads and answers (correspondent.py).
/// </summary>
internal sealed class MailTown : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PostfixServer _postfix;
    private readonly DovecotServer _dovecot;
    private readonly List<IAsyncDisposable> _gateways = [];
    private readonly List<GatewayFolder> _folders = [];

    private MailTown(PostfixServer postfix, DovecotServer dovecot) => (_postfix, _dovecot) = (postfix, dovecot);

    /// <summary>Starts the servers; skips the test by name where they are not installed.</summary>
    public static async Task<MailTown> StartAsync(params string[] domains)
    {
        Assert.SkipWhen(PostfixServer.WhyUnavailable() is not null, PostfixServer.WhyUnavailable() ?? "");
        Assert.SkipWhen(DovecotServer.WhyUnavailable() is not null, DovecotServer.WhyUnavailable() ?? "");
        var postfix = await PostfixServer.StartAsync(domains);
        return new MailTown(postfix, await DovecotServer.StartAsync(postfix));
    }

    /// <summary>The gateway of a library whose mailbox is ill@DOMAIN.</summary>
    /// <param name="code">The library's code; its symbol is RSG:CODE.</param>
    /// <param name="domain">Its domain.</param>
    /// <param name="partners">Codes, domains and languages of its partners, all of whom it reaches by mail.</param>
    public async Task<GatewayProcess> GatewayAsync(
        string code, string domain, params (string Code, string Domain, string Language)[] partners)
    {
        var folder = new GatewayFolder($"RSG:{code}");
        _folders.Add(folder);
        var password = Path.Combine(folder.Config, "imap-password");
        await File.WriteAllTextAsync(password, DovecotServer.Password);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(password, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var port = FreePort.Take();
        await File.WriteAllTextAsync(Path.Combine(folder.Config, "gateway.yaml"), $$"""
            library:
              code: {{code}}
              name: {{Name(code)}}
              symbols: ["RSG:{{code}}"]
              email: ill@{{domain}}
              postalAddress: {street: 1 Reading Lane, city: Bookham, postalCode: "01234"}
            listeners:
              http: {publicUrl: "http://127.0.0.1:{{port}}"}
            delivery: {startDelay: 0s, firstRetry: 1s}
            mail:
              from: ill@{{domain}}
              smtp: {host: 127.0.0.1, port: {{_postfix.Port}}, tls: none}
              authenticationServer: {{_postfix.Name}}
              mailboxes:
                - name: letters
                  imap: {host: 127.0.0.1, port: {{_dovecot.Port}}, tls: none, username: "ill@{{domain}}", password: "file:imap-password", pollInterval: 1s, doneFolder: Done}
            """);
        foreach (var partner in partners)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Config, "partners", partner.Code + ".yaml"), $$"""
                code: {{partner.Code}}
                name: {{Name(partner.Code)}}
                symbols: ["RSG:{{partner.Code}}"]
                language: {{partner.Language}}
                borrowing: {workflow: DEFAULT_BOR_WF}
                lending: {workflow: DEFAULT_LEND_WF}
                channel: {type: email, address: "ill@{{partner.Domain}}"}
                """);
        }

        var gateway = new GatewayProcess(folder.Config, folder.Data) { HttpPort = port };
        _gateways.Add(gateway);
        await gateway.StartAsync();
        return gateway;
    }

    /// <summary>A person who answers letters at ill@DOMAIN; the task ends when every answer was given.</summary>
    public Task PersonAsync(string domain, string name, string replyWord, string attribution, params JsonObject[] answers)
    {
        var script = Path.Combine(_folders[0].Root, $"person-{domain}.json");
        File.WriteAllText(script, new JsonObject
        {
            ["maildir"] = _postfix.Maildir(domain), ["smtpPort"] = _postfix.Port, ["address"] = $"ill@{domain}", ["name"] = name,
            ["reply"] = replyWord, ["attribution"] = attribution, ["answers"] = new JsonArray([.. answers]),
        }.ToJsonString());
        var program = Path.Combine(Repository.Root, "tests", "EndToEnd", "Mail", "correspondent.py");
        return RunAsync(new ProcessStartInfo("python3", [program, script])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        });
    }

    /// <summary>The letters that have come to a domain, oldest first.</summary>
    public async Task<IReadOnlyList<byte[]>> LettersAsync(string domain, int count)
    {
        var watch = Stopwatch.StartNew();
        var folder = Path.Combine(_postfix.Maildir(domain), "new");
        while (!Directory.Exists(folder) || Directory.GetFiles(folder).Length < count)
        {
            Assert.True(watch.Elapsed < Patience, $"Too few letters came to {domain}.");
            await Task.Delay(100);
        }

        return [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }

    /// <summary>Puts mails into the mailbox of a domain, as a mail server does.</summary>
    public async Task DeliverAsync(string domain, IEnumerable<byte[]> mails)
    {
        var maildir = _postfix.Maildir(domain);
        var fresh = Path.Combine(maildir, "fresh");
        foreach (var part in new[] { "tmp", "new", "cur", "fresh" })
        {
            Directory.CreateDirectory(Path.Combine(maildir, part));
        }

        var number = 0;
        foreach (var mail in mails)
        {
            await File.WriteAllBytesAsync(Path.Combine(fresh, $"1700000000.M{number++:D6}P1.town"), mail);
        }

        await OtherProgram.RunAsync("/", "chown", "-R", "65534:65534", maildir);
        foreach (var file in Directory.EnumerateFiles(fresh).Order(StringComparer.Ordinal).ToList())
        {
            File.Move(file, Path.Combine(maildir, "new", Path.GetFileName(file)));
        }

        Directory.Delete(fresh);
    }

    /// <summary>The mails of a domain that its person has read.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(string domain) =>
        await Task.WhenAll(Directory.GetFiles(Path.Combine(_postfix.Maildir(domain), "cur")).Select(file => File.ReadAllTextAsync(file)));

    /// <summary>How many mails of a domain nobody has taken yet.</summary>
    public int Waiting(string domain) => new[] { "new", "cur" }
        .Sum(part => Directory.EnumerateFiles(Path.Combine(_postfix.Maildir(domain), part)).Count());

    /// <summary>An answer in words.</summary>
    public static JsonObject Say(string letter, params IEnumerable<string> words) =>
        new() { ["letter"] = letter, ["say"] = new JsonArray([.. words.Select(text => (JsonNode)text)]) };

    /// <summary>An answer on the page that the letter links to.</summary>
    public static JsonObject Fill(string letter, string action, params (string Name, string Value)[] fields) => new()
    {
        ["letter"] = letter,
        ["page"] = new JsonObject
        {
            ["action"] = action,
            ["fields"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Value))),
        },
    };

    /// <summary>A new borrowing request; its id.</summary>
    public static async Task<string> BorrowAsync(GatewayProcess gateway, string partner)
    {
        using var response = await gateway.Http.PostAsJsonAsync("/api/v1/requests", new JsonObject
        {
            ["partner"] = partner, ["title"] = "The Wooden Bridge", ["author"] = "Adler, Nora", ["isbn"] = "9783161484100",
        });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
    }

    /// <summary>What staff do.</summary>
    public static async Task ActAsync(GatewayProcess gateway, string id, string action, string body = "{}")
    {
        using var response = await gateway.Http.PostAsJsonAsync($"/api/v1/requests/{id}/actions/{action}", JsonNode.Parse(body));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until the request has a status.</summary>
    public static Task UntilAsync(GatewayProcess gateway, string id, string status) =>
        UntilAsync(gateway, id, request => (string?)request["status"] == status, status);

    /// <summary>Waits until something holds for the request.</summary>
    public static async Task<JsonNode> UntilAsync(
        GatewayProcess gateway, string id, Func<JsonNode, bool> condition, string what = "as it should be")
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var request = (await gateway.Http.GetFromJsonAsync<JsonNode>($"/api/v1/requests/{id}"))!;
            if (condition(request))
            {
                return request;
            }

            var letters = await gateway.Http.GetStringAsync("/api/v1/letters?show=all");
            Assert.True(watch.Elapsed < Patience, $"{id} is {request["status"]} and not {what}.\n{request}\nLetters: {letters}\n{gateway.Output}");
            await Task.Delay(100);
        }
    }

    /// <summary>Waits for the first lending request; its id.</summary>
    public static async Task<string> FirstLendingAsync(GatewayProcess gateway)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var page = await gateway.Http.GetFromJsonAsync<JsonNode>("/api/v1/requests?role=lender");
            if (page!["items"]!.AsArray() is [{ } first, ..])
            {
                return (string)first["id"]!;
            }

            var letters = await gateway.Http.GetStringAsync("/api/v1/letters?show=all");
            Assert.True(watch.Elapsed < Patience, $"No request came. Letters: {letters}\n{gateway.Output}");
            await Task.Delay(100);
        }
    }

    /// <summary>The event log of a request as the golden files have it.</summary>
    public static async Task<string> LogAsync(GatewayProcess gateway, string id)
    {
        var request = await gateway.Http.GetFromJsonAsync<JsonNode>($"/api/v1/requests/{id}");
        var log = new StringBuilder($"{(string?)request!["role"]} {(string?)request["status"]}\n");
        foreach (var line in request["history"]!.AsArray())
        {
            log.Append($"  {(string?)line!["event"],-26} {(string?)line["to"],-22} {(string?)line["text"]}\n");
        }

        return log.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways)
        {
            await gateway.DisposeAsync();
        }

        await _dovecot.DisposeAsync();
        await _postfix.DisposeAsync();
        _folders.ForEach(folder => folder.Dispose());
    }

    private static string Name(string code) => $"{code[0]}{code[1..].ToLowerInvariant()} Library";

    private static async Task RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience * 3);
        Assert.True(process.ExitCode == 0, $"{await output}\n{await error}");
    }
}

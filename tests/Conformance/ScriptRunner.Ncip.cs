using System.Net.Http.Headers;
using System.Security;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ResourceSharing.Tests.Network;
using ResourceSharing.Tests.Unit.Mapping.Ncip;

namespace ResourceSharing.Tests.Conformance;

/// <summary>
/// The lines about systems that manage requests themselves and ask our circulation by NCIP.
/// <code>
/// HOME keeps its own circulation setting=value ...      below circulation of gateway.yaml; fetched at MAIN or LAW
/// HOME has the patron "jdoe" name="Jane Doe" pin=1234   columns of the import
/// HOME has the item "39000001" title="On Rivers"        columns of the import
/// ILLIAD is a broker of HOME as illiad known by profile=ILLIAD with setting=value ...
///                                                       also system=, agency=, key=; then settings of its circulation
/// ILLIAD sends illiad-accept-item TN=998877 ...         a file of scripts/ncip; {TN} is filled in, {USER=jdoe} if nothing is said
/// ILLIAD sends it again                                 the same octets
/// the answer says "words"; the answer does not say "words"
/// the IDS add-on takes it for done; or: for failed      how this client judges the answer; its models are NcipClients
/// HOME at the desk: fetch "998877" patron=jdoe          staff act on an item
/// HOME at the desk cannot fetch "998877": words
/// HOME sees the item "39000001" on-loan                 how it stands; or: nowhere
/// </code>
/// The octets go out as the client sends them: its content type or none, its encoding, its path.
/// </summary>
internal sealed partial class ScriptRunner
{
    private const string Pickups = "pickupLocations=[{code: MAIN, name: Main library}, {code: LAW, name: Law library}]";

    private readonly Dictionary<string, (TestLibrary Library, string? Key)> _brokers = [];
    private readonly StringBuilder _conversation = new();
    private string _answer = "";
    private (string File, string Text)? _said;

    /// <summary>A line that begins with a broker, or with what it was answered; null when it is another one.</summary>
    private Func<Task>? NcipStepOf(string[] words) => words switch
    {
        [var code, "is", "a", "broker", "of", var who, "as", var dialect, "known", "by", .. var rest] =>
            () => Done(() => MeetBroker(_libraries[who], code, dialect, rest)),
        [var code, "sends", "it", "again"] when _brokers.ContainsKey(code) => () => PostAsync(code, _said!.Value, "again"),
        [var code, "sends", var file, .. var fields] when _brokers.ContainsKey(code) => () => SendAsync(code, file, fields),
        ["the", "answer", "says", var text] => () => Done(() => Assert.Contains(Text(text), _answer, StringComparison.Ordinal)),
        ["the", "answer", "does", "not", "say", var text] =>
            () => Done(() => Assert.DoesNotContain(Text(text), _answer, StringComparison.Ordinal)),
        ["the", var client, "add-on", "takes", "it", "for", var judgement] => () => Done(() => Judge(client, judgement)),
        _ => null,
    };

    /// <summary>A line about a library's circulation; null when it is another one.</summary>
    private Func<Task>? CirculationStepOf(TestLibrary library, string[] words, string line) => words switch
    {
        ["keeps", "its", "own", "circulation", .. var settings] => () => Done(() => library.SetGateway("circulation",
            Map(["system=built-in", Pickups, .. settings.Select(Unquoted)]))),
        ["has", "the", "patron", var id, .. var fields] => () => ImportAsync(library, "patrons", "id", id, fields),
        ["has", "the", "item", var barcode, .. var fields] => () => ImportAsync(library, "items", "barcode", barcode, fields),
        ["at", "the", "desk:", var action, var barcode, .. var fields] => () => AtTheDeskAsync(library, action, barcode, fields, null),
        ["at", "the", "desk", "cannot", var action, var barcode, .. var fields] =>
            () => AtTheDeskAsync(library, action, barcode.TrimEnd(':'), fields, line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]),
        ["sees", "the", "item", var barcode, var status] => () => SeesItemAsync(library, Text(barcode), status),
        _ => null,
    };

    private void MeetBroker(TestLibrary library, string code, string dialect, string[] rest)
    {
        var known = rest.TakeWhile(word => word != "with").Select(word => word.TrimEnd(',').Split('=', 2)).ToLookup(
            pair => pair[0], pair => pair[1]);
        var key = known["key"].Select(Text).FirstOrDefault();
        string[] parts =
        [
            $"dialect: {dialect}",
            $"applicationProfileTypes: [{string.Join(", ", known["profile"])}]",
            $"systemIds: [{string.Join(", ", known["system"])}]",
            $"agencies: [{string.Join(", ", known["agency"])}]",
            .. key is null ? Array.Empty<string>() : [$"authentication: {{apiKeys: [\"file:{library.KeepSecret(code, key)}\"]}}"],
        ];
        library.MeetBy(code, $"{{type: ncip, broker: {{{string.Join(", ", parts)}}}}}");
        var settings = rest.SkipWhile(word => word != "with").Skip(1).Select(Unquoted).ToArray();
        if (settings.Length > 0)
        {
            library.SetPartner(code, "circulation", Map(settings));
        }

        _brokers[code] = (library, key);
    }

    /// <summary>A setting with blanks in its value stands in quotes in a script and without them in a file.</summary>
    private static string Unquoted(string setting)
    {
        var parts = setting.TrimEnd(',').Split('=', 2);
        return $"{parts[0]}={Text(parts[1])}";
    }

    private Task SendAsync(string code, string file, string[] fields)
    {
        var given = fields.Select(field => field.Split('=', 2)).ToDictionary(
            pair => pair[0], pair => Text(pair[1]), StringComparer.Ordinal);
        var path = Path.Combine(Repository.Root, "tests", "Conformance", "scripts", "ncip", file + ".xml");
        var client = NcipClient.Of(file);
        var text = Gap().Replace(File.ReadAllText(path), gap =>
        {
            var value = given.GetValueOrDefault(gap.Groups[1].Value)
                ?? (gap.Groups[2].Success ? gap.Groups[3].Value : throw new FormatException($"{file} needs {gap.Value}."));
            return client.Escapes ? SecurityElement.Escape(value)! : value.Replace("&", "and", StringComparison.Ordinal);
        });
        var unknown = given.Keys.Where(name => !File.ReadAllText(path).Contains("{" + name, StringComparison.Ordinal));
        Assert.Empty(unknown);
        return PostAsync(code, (file, text), string.Join(' ', fields));
    }

    private async Task PostAsync(string code, (string File, string Text) said, string fields)
    {
        var (library, key) = _brokers[code];
        var client = NcipClient.Of(said.File);
        using var content = new ByteArrayContent(client.Encode(said.Text));
        content.Headers.ContentType = client.ContentType is { } type ? MediaTypeHeaderValue.Parse(type) : null;
        using var http = new HttpClient { BaseAddress = library.Address, Timeout = TimeSpan.FromSeconds(20) };
        using var response = await http.PostAsync(key is null ? client.Path : $"/ncip/{key}", content);
        _said = said;
        _answer = await response.Content.ReadAsStringAsync();
        var line = Moment().Replace(Blanks().Replace(_answer.Trim(), " "), "(now)");
        _conversation.Append($"{code} {said.File} {fields}".TrimEnd()).Append('\n')
            .Append(FormattableString.Invariant($"  {(int)response.StatusCode} {response.Content.Headers.ContentType}\n  {line}\n"));
    }

    private void Judge(string client, string judgement) =>
        Assert.True(NcipClients.TakesForDone(client, _answer) == judgement is "done", $"{client} takes it for the opposite: {_answer}");

    private async Task ImportAsync(TestLibrary library, string kind, string key, string id, string[] fields)
    {
        var row = Fields(fields);
        row[key] = Text(id);
        await library.PostAsync($"/api/v1/{kind}/import", new JsonArray(row));
    }

    private async Task AtTheDeskAsync(TestLibrary library, string action, string barcode, string[] fields, string? refusal)
    {
        var item = await ItemAsync(library, Text(barcode)) ?? throw new InvalidOperationException($"There is no item {barcode}.");
        var before = fields.TakeWhile(field => !field.StartsWith(':')).Where(field => field.Contains('=')).Select(field => field.TrimEnd(':'));
        var (isDone, answer) = await library.AtTheDeskAsync((long)item["id"]!, action, Fields(before));
        Assert.True(isDone == refusal is null, answer.ToJsonString());
        if (refusal is not null)
        {
            Assert.Contains(refusal, (string)answer["detail"]!, StringComparison.Ordinal);
        }
    }

    private static async Task SeesItemAsync(TestLibrary library, string barcode, string status) =>
        Assert.Equal(status, (string?)(await ItemAsync(library, barcode))?["status"] ?? "nowhere");

    private static async Task<JsonNode?> ItemAsync(TestLibrary library, string barcode) =>
        (await library.GetAsync($"/api/v1/items?barcode={Uri.EscapeDataString(barcode)}"))["items"]!.AsArray().FirstOrDefault();

    /// <summary>The requests that brokers have made, oldest first, so that the log has them, too.</summary>
    private async Task RememberBrokeredAsync()
    {
        foreach (var library in _brokers.Values.Select(broker => broker.Library).Distinct())
        {
            var found = (await library.GetAsync("/api/v1/requests?limit=100"))["items"]!.AsArray();
            foreach (var request in found.Reverse())
            {
                var (title, externalId) = ((string)request!["title"]!, (string)request["externalId"]!);
                if (_requests.All(known => known.ExternalId != externalId))
                {
                    _requests.Add((title, externalId));
                }
            }
        }
    }

    [GeneratedRegex(@"\{([A-Z]+)(=([^}]*))?\}")]
    private static partial Regex Gap();

    /// <summary>A time with a fraction is that of the clock, and another one each time.</summary>
    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z")]
    private static partial Regex Moment();

    [GeneratedRegex(@"\s*[\r\n]\s*")]
    private static partial Regex Blanks();

    /// <summary>What a client does with the octets that it sends; by the first word of the name of its files.</summary>
    /// <param name="ContentType">Null for none.</param>
    /// <param name="Escapes">Whether it knows that XML has characters to be escaped.</param>
    /// <param name="Path">Where it posts to, unless it shows a key there.</param>
    /// <param name="Encoding">Its encoding, whatever the declaration says.</param>
    /// <param name="IsForm">Whether it encodes the body as if it were a form.</param>
    private sealed record NcipClient(string? ContentType, bool Escapes, string Path, Encoding Encoding, bool IsForm = false)
    {
        private static readonly NcipClient Other = new("application/xml; charset=utf-8", true, "/ncip", Encoding.UTF8);

        private static readonly Dictionary<string, NcipClient> Known = new()
        {
            // .NET's WebClient with a text and no header: no content type, the code page of a western Windows.
            ["illiad"] = new(null, false, "/view/NCIPServlet", Encoding.Latin1),
            ["uls"] = new(null, false, "/view/NCIPServlet", Encoding.Latin1),
            ["vcu"] = new(null, false, "/view/NCIPServlet", Encoding.UTF8),
            ["cornell"] = new("application/xml", false, "/ncip", Encoding.UTF8),
            ["usmai"] = new("text/html", false, "/ncip", Encoding.UTF8, IsForm: true),
            ["relais"] = new("text/xml; charset=UTF-8", true, "/ncip", Encoding.UTF8),
            ["innreach"] = new("text/xml", true, "/view/NCIPServlet/v1", Encoding.UTF8),
            ["agent"] = new("application/x-www-form-urlencoded", true, "/ncip", Encoding.UTF8),
            ["koha"] = new("application/xml", true, "/ncip", Encoding.UTF8),
        };

        public static NcipClient Of(string file) => Known.GetValueOrDefault(file.Split('-')[0], Other);

        public byte[] Encode(string text) => Encoding.GetBytes(IsForm ? Uri.EscapeDataString(text) : text);
    }
}

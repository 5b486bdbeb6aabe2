using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Mapping.Ncip;
using ResourceSharing.Mapping.OpenUrl;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>decode</c>: what is this message, in plain words?</summary>
internal static class DecodeVerb
{
    /// <summary>Nothing that a partner sends is larger.</summary>
    private const int MaxOctets = 16 * 1024 * 1024;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The message; - for standard input. Hexadecimal digits are understood as well." };
        var json = new Option<bool>("--json")
        {
            Description = "Print protocol, kind, wire (every element as sent), canonical and losses as JSON.",
        };
        var command = new Command("decode", "Explains a message in plain words; refuses garbage with the reason.") { file, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(file);
            if (name != "-" && !File.Exists(name))
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"There is no file {name}.");
                return CommandLine.Failed;
            }

            if (await ReadAsync(name, cancellationToken) is not { } octets)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("The message is larger than 16 MiB; no partner sends that.");
                return CommandLine.Failed;
            }

            octets = FromHex(octets) ?? octets;
            if (OpenUrlDecoding.Recognizes(octets))
            {
                var (link, content) = ExplainLink(octets);
                return await (parsed.GetValue(json) ? PrintJsonAsync(link, content, parsed) : PrintAsync(link, parsed));
            }

            if (MailDecoding.LooksLikeMail(octets))
            {
                var options = parsed.GatewayOptions();
                var mail = MailDecoding.Explain(
                    octets, options.LoadSettings(checkSecrets: false).Snapshot, options.Time.GetLocalNow());
                return await PrintAsync(mail, parsed, parsed.GetValue(json));
            }

            var explanation = Explain(octets);
            return await (parsed.GetValue(json) ? PrintJsonAsync(explanation, Canonical(explanation), parsed) : PrintAsync(explanation, parsed));
        });
        return command;
    }

    private static Explanation Explain(byte[] octets)
    {
        if (!NcipDecoding.Recognizes(octets))
        {
            return IsoIllDecoding.Explain(octets);
        }

        var ncip = NcipDecoding.Explain(octets);
        return new Explanation
        {
            Protocol = ncip.Protocol, Kind = ncip.Kind, Lines = ncip.Lines, WireJson = ncip.WireJson, Losses = ncip.Losses, Refusal = ncip.Refusal,
        };
    }

    /// <summary>A link is a request without a transaction: what it asks for is the whole of its meaning.</summary>
    private static (Explanation Explanation, JsonNode? Canonical) ExplainLink(byte[] octets)
    {
        var link = OpenUrlDecoding.Explain(octets);
        var explanation = new Explanation
        {
            Protocol = "openurl", Kind = link.Request is { } request ? Mapping.Canonical.IsoCode.Kebab(request.Genre.ToString()) : null,
            Lines = link.Lines, WireJson = link.WireJson, Losses = link.Request?.Losses ?? Mapping.Canonical.LossReport.None,
            Refusal = link.Refusal,
        };
        return (explanation, link.Request is { } read ? JsonSerializer.SerializeToNode(read.Content, RequestJson.Options) : null);
    }

    private static JsonNode? Canonical(Explanation explanation) =>
        explanation.Canonical is { } canonical ? JsonSerializer.SerializeToNode(canonical, RequestJson.Options) : null;

    private static async Task<int> PrintAsync(Explanation explanation, ParseResult parsed)
    {
        var isRefused = explanation.Refusal is not null;
        var writer = isRefused ? parsed.InvocationConfiguration.Error : parsed.InvocationConfiguration.Output;
        foreach (var line in explanation.Lines)
        {
            await writer.WriteLineAsync(line);
        }

        return isRefused ? CommandLine.Failed : CommandLine.Fine;
    }

    private static async Task<int> PrintAsync(MailExplanation mail, ParseResult parsed, bool asJson)
    {
        var isRefused = mail.Refusal is not null;
        var output = parsed.InvocationConfiguration.Output;
        var writer = isRefused && !asJson ? parsed.InvocationConfiguration.Error : output;
        await writer.WriteLineAsync(asJson ? mail.Json.ToJsonString(Readable) : string.Join('\n', mail.Lines));
        return isRefused ? CommandLine.Failed : CommandLine.Fine;
    }

    private static async Task<int> PrintJsonAsync(Explanation explanation, JsonNode? canonical, ParseResult parsed)
    {
        var json = new JsonObject
        {
            ["protocol"] = explanation.Protocol,
            ["kind"] = explanation.Kind,
            ["wire"] = explanation.WireJson is { } wire ? JsonNode.Parse(wire) : null,
            ["canonical"] = canonical,
            ["losses"] = new JsonArray([.. explanation.Losses.Losses.Select(loss => new JsonObject
            {
                ["field"] = loss.Field, ["kind"] = Mapping.Canonical.IsoCode.Kebab(loss.Kind.ToString()), ["detail"] = loss.Detail,
            })]),
        };
        if (explanation.Refusal is { } refusal)
        {
            json["refusal"] = refusal;
        }

        await parsed.InvocationConfiguration.Output.WriteLineAsync(json.ToJsonString(Readable));
        return explanation.Refusal is null ? CommandLine.Fine : CommandLine.Failed;
    }

    private static async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        await using var input = name == "-" ? Console.OpenStandardInput() : File.OpenRead(name);
        using var octets = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await input.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (octets.Length + read > MaxOctets)
            {
                return null;
            }

            octets.Write(buffer, 0, read);
        }

        return octets.ToArray();
    }

    /// <summary>People copy messages out of logs as hexadecimal digits; no binary message looks like that.</summary>
    private static byte[]? FromHex(byte[] octets)
    {
        if (octets.Length == 0 || octets.Any(octet => !char.IsAsciiHexDigit((char)octet) && !char.IsWhiteSpace((char)octet)))
        {
            return null;
        }

        var digits = string.Concat(octets.Select(octet => (char)octet).Where(letter => !char.IsWhiteSpace(letter)));
        return digits.Length % 2 == 0 ? Convert.FromHexString(digits) : null;
    }
}

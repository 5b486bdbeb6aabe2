using System.Text.Json;
using System.Text.Json.Nodes;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Mapping.Letters;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Gateway.Cli;

/// <summary>Explains a mail for <c>decode</c>: with the words and addresses of a configuration, or, without a usable one,
/// with the words of none.</summary>
internal static class MailDecoding
{
    private const int FirstLineMaxOctets = 2000;
    private static readonly string[] SignsOfMail = ["From", "Date", "Subject", "Message-ID", "Received"];

    /// <summary>Do octets look like a mail: a first line that is a header field? An APDU begins with a letter too, but its
    /// lengths are no text.</summary>
    public static bool LooksLikeMail(ReadOnlySpan<byte> octets)
    {
        var line = octets[..Math.Min(octets.Length, FirstLineMaxOctets)];
        int end = line.IndexOfAny((byte)'\r', (byte)'\n');
        line = end < 0 ? line : line[..end];
        int colon = line.IndexOf((byte)':');
        return end > 0 && !line.ContainsAnyInRange((byte)0, (byte)8)
            && ((colon > 0 && !line[..colon].ContainsAnyInRange((byte)0, (byte)' ')) || line.StartsWith("From "u8));
    }

    /// <summary>Explains a mail.</summary>
    /// <param name="octets">The mail.</param>
    /// <param name="snapshot">Who we are; null without a usable configuration.</param>
    /// <param name="now">Stands in for a date that the mail does not have.</param>
    public static MailExplanation Explain(ReadOnlyMemory<byte> octets, ConfigurationSnapshot? snapshot, DateTimeOffset now)
    {
        if (MimeReader.Read(octets, MimeReadLimits.Default) is not MimeReading.Read { Mail: var mail })
        {
            return Refused("The mail goes beyond a limit, or is empty.");
        }

        if (!SignsOfMail.Any(name => mail.Header(name) is not null))
        {
            return Refused("This is neither an APDU nor a mail: it has none of the header fields that every mail has.");
        }

        var reading = snapshot is null
            ? WithoutConfiguration(now)
            : new LetterSettings().Of(new Network(snapshot), "decode", now);
        var letter = LetterReader.Read(mail, reading);
        var lines = LetterExplainer.Explain(letter, LetterKinds.Of(mail, reading.Own)).ToList();
        foreach (var part in IsoIllMailParts.Find(mail))
        {
            lines.Add("A part is a message of ISO ILL (RFC 2503):");
            lines.AddRange(IsoIllDecoding.Explain(part.Octets).Lines.Select(line => $"  {line}"));
        }

        return new MailExplanation(lines, Json(mail, letter), null);
    }

    private static MailExplanation Refused(string why) => new([why], new JsonObject
    {
        ["protocol"] = "email", ["kind"] = null, ["wire"] = null, ["canonical"] = null,
        ["losses"] = new JsonArray(), ["refusal"] = why,
    }, why);

    private static LetterReading WithoutConfiguration(DateTimeOffset now) => new()
    {
        Mailbox = "decode", ReceivedAt = now, OurAddresses = [], OurSymbols = [], Phrases = PhraseGrammar.Empty,
    };

    private static JsonObject Json(ReceivedMail mail, ReceivedLetter letter) => new()
    {
        ["protocol"] = "email",
        ["kind"] = IsoCode.Kebab(letter.Kind.ToString()),
        ["wire"] = Wire(mail),
        ["canonical"] = Canonical(letter),
        ["losses"] = new JsonArray([.. letter.Losses.Losses.Select(loss => new JsonObject
        {
            ["field"] = loss.Field, ["kind"] = IsoCode.Kebab(loss.Kind.ToString()), ["detail"] = loss.Detail,
        })]),
    };

    private static JsonObject Wire(ReceivedMail mail) => new()
    {
        ["headers"] = Headers(mail.Headers), ["body"] = Wire(mail.Body),
    };

    private static JsonArray Headers(IEnumerable<ReceivedHeader> headers) =>
        new([.. headers.Select(header => new JsonObject { ["name"] = header.Name, ["value"] = header.Raw })]);

    private static JsonObject Wire(ReceivedPart part)
    {
        var json = new JsonObject { ["type"] = part.Type, ["file"] = part.FileName };
        if (part.Parts.Count > 0)
        {
            json["parts"] = new JsonArray([.. part.Parts.Select(Wire)]);
        }
        else if (part.Message is { } inside)
        {
            json["message"] = Wire(inside);
        }
        else if (part.Text is { } text)
        {
            json["text"] = text;
        }
        else
        {
            json["base64"] = Convert.ToBase64String(part.Content.Span);
        }

        return json;
    }

    private static JsonObject Canonical(ReceivedLetter letter) => new()
    {
        ["identity"] = letter.Identity,
        ["from"] = letter.Origin.From,
        ["vouchedDomains"] = new JsonArray([.. letter.Origin.VouchedDomains.Select(domain => JsonValue.Create(domain))]),
        ["subject"] = letter.Subject,
        ["text"] = letter.Text,
        ["statements"] = new JsonArray([.. letter.Statements.Select(statement => new JsonObject
        {
            ["clues"] = new JsonArray([.. statement.Clues.Select(clue => JsonValue.Create(LetterExplainer.Words(clue)))]),
            ["proposals"] = new JsonArray([.. statement.Proposals.Select(proposal => new JsonObject
            {
                ["rule"] = proposal.Rule,
                ["message"] = JsonNode.Parse(JsonSerializer.Serialize(proposal.Message, RequestJson.Options)),
            })]),
        })]),
    };
}

/// <summary>What a mail says.</summary>
/// <param name="Lines">In plain words.</param>
/// <param name="Json">For programs.</param>
/// <param name="Refusal">Why it says nothing; null when it does.</param>
internal sealed record MailExplanation(IReadOnlyList<string> Lines, JsonObject Json, string? Refusal);

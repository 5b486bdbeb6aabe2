using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>Decodes octets for a person who asks what they say. Pure, and never fails.</summary>
public static class IsoIllDecoding
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Explains one APDU.</summary>
    /// <param name="octets">The octets as they came.</param>
    /// <param name="options">How to read what the standard leaves open.</param>
    /// <returns>What they say, or why they say nothing.</returns>
    public static Explanation Explain(ReadOnlyMemory<byte> octets, DecodeOptions? options = null) =>
        IsoIllCodec.Decode(octets, options) switch
        {
            DecodeResult.Decoded decoded => Explain(decoded),
            DecodeResult.Refused { Refusal: var refusal } => new Explanation
            {
                Kind = refusal.Header is { } header ? PathName(header.ApduType) : null,
                Lines = Lines(refusal),
                Refusal = refusal.PublicText,
            },
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static Explanation Explain(DecodeResult.Decoded decoded)
    {
        var explanation = new Explanation
        {
            Kind = PathName(decoded.Apdu.ApduType),
            Lines = [],
            WireJson = Print(decoded.Apdu),
        };
        var accepted = decoded.Notes.Select(note => $"Accepted: {note.Path}: {note.What}");
        var critical = decoded.UnknownCriticalExtensions.Select(oid => $"Critical extension that is not known: {oid}");
        return IsoIllMapper.ToCanonical(decoded.Apdu) switch
        {
            IsoIllReadResult.Understood understood => explanation with
            {
                Lines =
                [
                    .. IsoIllExplainer.Explain(understood.Message), .. accepted, .. critical,
                    .. understood.Losses.Losses.Select(loss => $"Not carried over: {loss.Field}: {loss.Detail}"),
                ],
                Canonical = understood.Message,
                Losses = understood.Losses,
            },
            IsoIllReadResult.Refused refused => explanation with
            {
                Lines =
                [
                    $"{explanation.Kind}: it has no meaning, because {refused.Element} is {refused.Detail}.",
                    .. accepted, .. critical,
                ],
                Refusal = $"{refused.Element}: {refused.Detail}",
            },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static List<string> Lines(Refusal refusal)
    {
        var lines = new List<string> { refusal.PublicText, $"Detail: {refusal.PrivateDetail}" };
        if (refusal.Header is { } header)
        {
            var noTime = new ServiceTime(DateOnly.MinValue, null);
            lines.Add($"Transaction: {IsoIllMapper.HeaderOf(header, noTime).Transaction}");
        }

        return lines;
    }

    private static string PathName(IllApduType type) => IsoIllModule.Find(type).PathName;

    private static string Print(Apdu apdu)
    {
        using var printed = new MemoryStream();
        using (var json = new Utf8JsonWriter(printed, Readable))
            IsoIllJson.Print(json, apdu);
        return Encoding.UTF8.GetString(printed.ToArray());
    }
}

/// <summary>What octets of ISO ILL say, for people and programs.</summary>
public sealed record Explanation
{
    /// <summary>The language: <c>iso-ill</c> where nothing else is said.</summary>
    public string Protocol { get; init; } = "iso-ill";

    /// <summary>The kind of APDU, <c>ILL-REQUEST</c> for example; null where not even that could be
    /// read.</summary>
    public string? Kind { get; init; }

    /// <summary>In plain English, one fact a line. Names the patron where the message does.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Every element as it was sent (<see cref="IsoIllJson"/>); null where the octets are no
    /// APDU.</summary>
    public string? WireJson { get; init; }

    /// <summary>The message; null where the APDU has no meaning.</summary>
    public IllMessage? Canonical { get; init; }

    /// <summary>What the message does not carry of the APDU.</summary>
    public LossReport Losses { get; init; } = LossReport.None;

    /// <summary>Why there is no message; null where there is one.</summary>
    public string? Refusal { get; init; }
}
